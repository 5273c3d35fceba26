import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Terminal } from '../../src/cli/inputs/terminal.ts';
import { openTraining, type TrainingSetupOptions } from '../../src/cli/inputs/training-setup.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/train/checkpoint/checkpoint.ts';
import { type TrainingResult, train } from '../../src/train/loop/train.ts';
import { carried, noisy } from './kills.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rnnc-resume-'));
  const lines = Array.from({ length: 24 }, (_, i) => `line ${i * 7 + 3} of some text\n`);
  writeFileSync(join(folder, 'text.txt'), lines.join(''));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class Silent extends Terminal {
  override readonly notice = (): void => {};
}

interface Run {
  /** A checkpoint after each step and each epoch, as bytes. */
  readonly checkpoints: readonly Uint8Array[];
  readonly result: TrainingResult;
}

/** Trains as `rnnc train --resume --checkpoint-every 1` does, with everything opened anew, until so many checkpoints are made. */
async function run(
  file: string,
  options: Partial<TrainingSetupOptions>,
  from: Uint8Array | null = null,
  most = Number.POSITIVE_INFINITY,
): Promise<Run> {
  const resume = from === null ? null : decodeCheckpoint(from, 'checkpoint');
  const given = { path: 'auto', kernels: 'stock', ...options } as const;
  const setup = await openTraining(file, given, new Silent(), { resume });
  const { model, trainable, data, metrics, keepsPreprocessing } = setup;
  const stop = new AbortController();
  const checkpoints: Uint8Array[] = [];
  try {
    const result = await train(model, trainable, data, {
      callbacks: {
        onCheckpoint: (checkpoint) => {
          if (checkpoints.length < most) checkpoints.push(encodeCheckpoint(checkpoint));
          if (checkpoints.length === most) stop.abort();
        },
      },
      signal: stop.signal,
      checkpointEvery: 1,
      resume,
      keepsPreprocessing,
      metrics,
    });
    return { checkpoints, result };
  } finally {
    model.dispose();
  }
}

const cases: readonly [what: string, model: string, options: Partial<TrainingSetupOptions>][] = [
  ['noise, schedule, averages and early stopping', noisy, { batch: 48 }],
  ['carried states', carried, { epochs: 2 }],
];

// what holds for the step after every checkpoint holds, by induction, for a training that is killed anywhere, however often
describe.each(cases)('%s', (_, model, options) => {
  test('every checkpoint leads to the same next one, to the last byte, and the last one to the same end', async () => {
    const file = join(folder, 'model.yaml');
    writeFileSync(file, model);
    const whole = await run(file, options);
    expect(whole.result.steps).toBeGreaterThan(10);
    for (const [i, expected] of whole.checkpoints.slice(1).entries()) {
      const [next] = (await run(file, options, whole.checkpoints[i], 1)).checkpoints;
      if (next === undefined) throw new Error(`checkpoint ${i + 1} led to none`);
      expect(Buffer.compare(next, expected), `after checkpoint ${i + 1} of ${whole.checkpoints.length}`).toBe(0);
    }
    const { checkpoints, result } = await run(file, options, whole.checkpoints.at(-1));
    expect(checkpoints).toEqual([]);
    expect(result).toEqual(whole.result);
  });
});
