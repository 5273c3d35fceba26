import { expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { settingsAt } from '../../compiler/optimizers/settings.ts';
import { loadBackend } from '../../src/runtime/backend.ts';
import { load } from '../../src/runtime/load.ts';
import { runTraining } from '../../src/runtime/training-run.ts';
import { prepareTraining, trainingDefinition } from '../../src/train/prepare.ts';

const MODEL = `
inputs: {x: {shape: [batch, time, 64]}}
layers:
  encoder: {type: recurrent, input: x, cell: {lstm: {units: 128}}}
  y: {type: dense, input: encoder, units: 8}
outputs: {y: y}
training: {losses: [{type: mse, output: y}]}
`;
/** Above everything that is free below: where the heap's used part ends. */
const PROBE = 256 << 20;

test('the planned peak of a training step is what the heap gives it, within a tenth', async () => {
  const backend = await loadBackend({});
  const top = (): number => {
    const block = backend.allocate(PROBE, 'a probe');
    backend.release(block);
    return block.pointer;
  };
  const trainable = prepareTraining(compileModel(MODEL, { file: 'model.yaml', resolve: () => null }));
  const model = await load(trainingDefinition(trainable), { path: 'fast' });
  const before = top();
  const sizes = { batch: 32, time: 100 };
  const feeds = {
    x: { data: new Float32Array(32 * 100 * 64).fill(0.1), shape: [32, 100, 64] },
    target: { data: new Float32Array(32 * 100 * 8), shape: [32, 100, 8] },
  };
  for (let step = 0; step < 3; step++)
    runTraining(model, feeds, {
      variant: 'training',
      settings: settingsAt(trainable.objective, step + 1, 1e-3),
      seed: 0,
      step,
      states: new Map(),
      masked: false,
    }).update();
  const measured = top() - before;
  const { peakBytes } = model.stats(sizes, 'training');
  model.dispose();
  expect(measured / peakBytes).toBeGreaterThan(0.9);
  expect(measured / peakBytes).toBeLessThan(1.1);
});
