import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openCheckpoint } from '../../src/cli/files/node-file-store.ts';
import { decodeCheckpoint } from '../../src/train/checkpoint/checkpoint.ts';
import { main } from '../cli/command.ts';
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
data: {source: {task: {adding: {length: 8, samples: 100}}}}
training:
  losses: [{type: mse, output: sum}]
  optimizer: nadam
  rate: {reduce_on_plateau: {start: 0.01, patience: 2, factor: 0.5}}
  average: 0.9
  batch: 16
  epochs: 6
  early_stopping: {patience: 4}
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

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function start(folder: string, out: string, more: readonly string[]): ChildProcess {
  const args = [main, 'train', join(folder, 'model.yaml'), '-o', join(folder, out), '--checkpoint-every', '1', ...more];
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

/** Milliseconds until the file is there anew: a checkpoint replaces the one before it. @returns null where the process ended first. */
async function replaced(file: string, child: ChildProcess): Promise<number | null> {
  const identity = (): string | null => {
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat === undefined ? null : `${stat.ino} ${stat.mtimeMs}`;
  };
  const [began, before] = [performance.now(), identity()];
  for (let now = before; now === before || now === null; now = identity()) {
    if (child.exitCode !== null || child.signalCode !== null) return null;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return performance.now() - began;
}

/**
 * Trains with a checkpoint after every step and kills the process at random moments until `kills` kills have hit: one in five before the first
 * step, the others within the steps. After each the training goes on with --resume. No kill may lose more than the step under way, and every
 * finished model equals the uninterrupted one.
 *
 * @param options Of the command that trains.
 */
export async function killAndResume(
  kills: number,
  seed: number,
  model = noisy,
  options: readonly string[] = [],
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rnnc-kill-'));
  const next = numbers(seed);
  const random = (from: number, to: number): number => from + ((next() + 1) / 2) * (to - from);
  try {
    writeFileSync(join(folder, 'model.yaml'), model);
    writeFileSync(join(folder, 'text.txt'), text);
    const began = performance.now();
    const untouched = start(folder, 'whole.rnnc', options);
    const [code, starting] = await Promise.all([
      ended(untouched),
      replaced(join(folder, 'whole.rnnc.checkpoint'), untouched),
    ]);
    expect(code).toBe(0);
    if (starting === null) throw new Error('no step was seen');
    const stepping = performance.now() - began - starting;
    const expected = sha256(join(folder, 'whole.rnnc'));
    let hits = 0;
    for (let training = 0; hits < kills; training++) {
      const out = `t${training}.rnnc`;
      const checkpoint = join(folder, `${out}.checkpoint`);
      for (let run = 0; ; run++) {
        const events = join(folder, `events-${training}-${run}`);
        mkdirSync(events);
        const before = stepsKept(checkpoint);
        const child = start(folder, out, ['--logdir', events, ...options, ...(before > 0 ? ['--resume'] : [])]);
        const end = ended(child);
        let said = '';
        child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
          said += piece;
        });
        if (hits < kills) {
          const early = random(0, 1) < 0.2;
          if (!early) await replaced(checkpoint, child);
          const timer = setTimeout(() => child.kill('SIGKILL'), random(0, early ? starting : 0.8 * stepping));
          void end.then(() => clearTimeout(timer));
        }
        const code = await end;
        if (code === 0) break;
        expect(code, `killed, or ended well: ${said}`).toBeNull();
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
