import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openCheckpoint } from '../../src/cli/node-file-store.ts';
import { decodeCheckpoint } from '../../src/train/checkpoint.ts';
import { numbers } from '../passes/equal.ts';

/** Dropout, zoneout, a schedule that looks at results, averages and early stopping: all that has to survive. */
export const noisy = `
name: killed
seed: 5
inputs: {x: {shape: [batch, time, 2]}}
layers:
  encoder:
    type: recurrent
    input: x
    cell: {lstm: {units: 6}}
    wrap: [{dropout: {output_keep_prob: 0.8, state_keep_prob: 0.9}}, {zoneout: {rate: {c: 0.2, h: 0.05}}}]
  sum: {type: dense, input: encoder.last, units: 1}
outputs: {sum: sum}
data: {source: {task: {adding: {length: 8, samples: 240}}}}
training:
  losses: [{type: mse, output: sum}]
  optimizer: nadam
  rate: {reduce_on_plateau: {start: 0.01, patience: 2, factor: 0.5}}
  average: 0.9
  batch: 16
  epochs: 12
  early_stopping: {patience: 8}
`;

/** States that go on from batch to batch, over a text. */
export const carried = `
name: carried
seed: 6
inputs: {x: {shape: [batch, time], dtype: int32}}
layers:
  vectors: {type: embedding, input: x, vocabulary: 40, units: 6, dropout: {rate: 0.1}}
  memory: {type: recurrent, input: vectors, cell: {gru: {units: 8}}}
  next: {type: dense, input: memory, units: 40}
outputs: {next: next}
data: {source: text.txt, vocabulary: {of: characters, size: 40}, windows: {width: 8}}
training:
  losses: [{type: cross_entropy, output: next}]
  carry: true
  batch: 4
  epochs: 6
  early_stopping: none
`;
const text = Array.from({ length: 160 }, (_, i) => `line ${i * 7 + 3} of some text\n`).join('');

const MAIN = 'dist/src/cli/main.js';
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function start(folder: string, out: string, more: readonly string[]): ChildProcess {
  const args = [MAIN, 'train', join(folder, 'model.yaml'), '-o', join(folder, out), '--checkpoint-every', '1', ...more];
  return spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** @returns the exit code, or null where it was killed. */
const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** Optimiser steps in the checkpoint; 0 where there is none. */
function stepsKept(file: string): number {
  const loaded = openCheckpoint(file).load();
  return loaded === null ? 0 : decodeCheckpoint(loaded.payload, file).progression.step;
}

/** Steps that the run told about, in its events. */
function stepsTold(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce(
    (n, file) => n + readFileSync(join(folder, file), 'latin1').split('training/step_loss').length - 1,
    0,
  );
}

/**
 * Trains with a checkpoint after every step and kills the process at random moments until `kills` kills have hit; after each the training
 * goes on with --resume. No kill may lose more than the step under way, and every finished model equals the uninterrupted one.
 */
export async function killAndResume(kills: number, seed: number, model = noisy): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rnnc-kill-'));
  const next = numbers(seed);
  const random = (from: number, to: number): number => from + ((next() + 1) / 2) * (to - from);
  try {
    writeFileSync(join(folder, 'model.yaml'), model);
    writeFileSync(join(folder, 'text.txt'), text);
    const began = performance.now();
    expect(await ended(start(folder, 'whole.rnnc', []))).toBe(0);
    const whole = performance.now() - began;
    const expected = sha256(join(folder, 'whole.rnnc'));
    let hits = 0;
    for (let training = 0; hits < kills; training++) {
      const out = `t${training}.rnnc`;
      const checkpoint = join(folder, `${out}.checkpoint`);
      for (let run = 0; ; run++) {
        const events = join(folder, `events-${training}-${run}`);
        mkdirSync(events);
        const before = stepsKept(checkpoint);
        const child = start(folder, out, ['--logdir', events, ...(before > 0 ? ['--resume'] : [])]);
        const timer = setTimeout(() => child.kill('SIGKILL'), random(0.35 * whole, 0.8 * whole));
        if (hits >= kills) clearTimeout(timer);
        const code = await ended(child);
        clearTimeout(timer);
        if (code === 0) break;
        expect(code, 'killed, or ended well').toBeNull();
        hits += 1;
        const kept = stepsKept(checkpoint);
        expect(before + stepsTold(events) - kept, `steps lost by kill ${hits}`).toBeLessThanOrEqual(1);
      }
      expect(sha256(join(folder, out)), `training ${training} after ${hits} kills`).toBe(expected);
    }
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
