import { afterAll, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { settingsAt } from '../../compiler/optimizers/settings.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { load } from '../../src/load.ts';
import type { Feeds } from '../../src/model/feeds/feeds.ts';
import { runTraining } from '../../src/model/training-run.ts';
import type { Model } from '../../src/model.ts';
import { prepareTraining, trainingDefinition } from '../../src/train/prepare/prepare.ts';

/** Most of the time goes into the recurrent layer. */
const regression = `
inputs: {x: {shape: [batch, time, 64]}}
layers:
  encoder: {type: recurrent, input: x, cell: {lstm: {units: 128}}}
  y: {type: dense, input: encoder, units: 8}
outputs: {y: y}
training: {losses: [{type: mse, output: y}]}
`;
/** Large products whose operands are packed for the length of a call, between those whose packed copies last. */
const language = `
inputs: {x: {shape: [batch, time], dtype: int32}}
layers:
  vectors: {type: embedding, input: x, vocabulary: 4000, units: 64}
  encoder: {type: recurrent, input: vectors, cell: {lstm: {units: 64}}, depth: 2}
  next: {type: dense, input: encoder, units: 4000}
outputs: {next: next}
training: {losses: [{type: cross_entropy, output: next}]}
`;
const numbers = (...shape: number[]) => ({
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.1),
  shape,
});
const tokens = (...shape: number[]) => ({ data: new Int32Array(shape.reduce((a, b) => a * b, 1)).fill(7), shape });

const MARK = 0xa5;
const MARKED = 256 << 20;
/** At the end of a free block: the allocator's own notes. */
const NOTES = 64;

const tasks: readonly (readonly [string, string, { readonly batch: number; readonly time: number }, Feeds])[] = [
  ['regression', regression, { batch: 32, time: 100 }, { x: numbers(32, 100, 64), target: numbers(32, 100, 8) }],
  ['language', language, { batch: 16, time: 20 }, { x: tokens(16, 20), target: tokens(16, 20) }],
];

/** Kept to the end: what one gives back, the next would take without being seen. */
const models: Model[] = [];
afterAll(() => {
  for (const model of models) model.dispose();
});

test.each(tasks)(
  '%s: the planned peak is what training steps ever write of the heap, within a tenth',
  async (_, yaml, sizes, feeds) => {
    const backend = await loadBackend({});
    const trainable = prepareTraining(compileModel(yaml, { file: 'model.yaml', resolve: () => null }));
    const model = await load(trainingDefinition(trainable), { path: 'fast' });
    models.push(model);
    // all that is free is marked, and what is used loses its mark
    const marked = backend.allocate(MARKED, 'the marked part');
    const end = marked.pointer + MARKED - NOTES;
    backend.heap().u8.fill(MARK, marked.pointer, end);
    backend.release(marked);
    for (let step = 0; step < 4; step++)
      runTraining(model, feeds, {
        variant: 'training',
        settings: settingsAt(trainable.objective, step + 1, 1e-3),
        seed: 0,
        step,
        states: new Map(),
        masked: false,
      }).update();
    const heap = backend.heap().u8;
    let used = end;
    while (used > marked.pointer && heap[used - 1] === MARK) used--;
    const { peakBytes } = model.stats(sizes, 'training');
    expect((used - marked.pointer) / peakBytes).toBeGreaterThan(0.9);
    expect((used - marked.pointer) / peakBytes).toBeLessThan(1.1);
  },
);
