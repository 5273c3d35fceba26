import { expect, test } from 'vitest';
import { compileModel, inspectAfter } from '../../compiler/compile.ts';
import { segmentTime } from '../../compiler/graph/segments.ts';
import { settingsAt } from '../../compiler/optimizers/settings.ts';
import { load } from '../../src/load.ts';
import type { Feeds } from '../../src/model/feeds/feeds.ts';
import { runTraining } from '../../src/model/training-run.ts';
import { prepareTraining, trainingDefinition } from '../../src/train/prepare/prepare.ts';
import { numbers } from '../passes/equal.ts';

/** A cell nobody has, both directions, a mask per step, one for all steps, zoneout, a state that is fed, and carried states. */
const model = (remat: boolean): string => `
name: remat
inputs: {x: {shape: [batch, time, 3]}, start: {shape: [batch, 5]}}
cells:
  drift:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{m: [units]}, {h: [units]}]
    weights: {kernel: {shape: [n + units, 3 * units]}, leak: {shape: [units]}}
    equations: |
      u, r, g = split([x, h] @ kernel)
      f = sigmoid(u + leak * m)
      m' = f * m + (1 - f) * tanh(g + r * m)
      h' = sigmoid(r) * tanh(m') + 0.5 * h
    output: h'
layers:
  below:
    type: recurrent
    input: x
    cell: {drift: {units: 4}}
    direction: bidirectional
    wrap: [{dropout: {input_keep_prob: 0.8, output_keep_prob: 0.7}}, {zoneout: {rate: 0.2}}]
  above:
    type: recurrent
    input: below
    cell: {drift: {units: 5}}
    initial: {h: start}
    wrap: [{dropout: {state_keep_prob: 0.8, variational: sample}}]
  y: {type: dense, input: above, units: 2}
  end: {type: dense, input: above.last, units: 1}
outputs: {y: y, end: end}
training:
  losses: [{type: mse, output: y, target: wanted}, {type: mae, output: end, target: total}]
  optimizer: sgd
  remat: ${remat}
`;

function feedsOf(batch: number, time: number, ragged: boolean): Feeds {
  const next = numbers(11);
  const fill = (...shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, next),
  });
  return {
    x: fill(batch, time, 3),
    start: fill(batch, 5),
    wanted: fill(batch, time, 2),
    total: fill(batch, 1),
    ...(ragged ? { 'time.lengths': Int32Array.from({ length: batch }, (_, b) => Math.max(0, time - 3 * b)) } : {}),
  };
}

/** Losses, norms and final states of steps that go on from each other, and the weights they end with. */
async function course(remat: boolean, feeds: Feeds, path: 'fast' | 'public'): Promise<Map<string, readonly number[]>> {
  const trainable = prepareTraining(compileModel(model(remat), { file: 'm.yaml', resolve: () => null }));
  const running = await load(trainingDefinition(trainable), { path });
  const found = new Map<string, readonly number[]>();
  let states: ReadonlyMap<string, Float32Array> = new Map();
  for (let step = 0; step < 3; step++) {
    const run = runTraining(running, feeds, {
      variant: 'training',
      settings: settingsAt(trainable.objective, step + 1, 0.2),
      seed: 5,
      step,
      states,
      masked: false,
    });
    found.set(`step ${step}`, [run.scalar('loss'), run.scalar('gradient_norm'), run.scalar('loss.1.count')]);
    states = run.finals();
    for (const [name, values] of states) found.set(`step ${step} ${name}`, [...values]);
    run.update();
  }
  for (const [name, { data }] of running.weights()) found.set(name, [...data]);
  running.dispose();
  return found;
}

test.each([
  ['steps that fill the segments', 9, false],
  ['steps that do not', 11, false],
  ['rows of different lengths', 14, true],
  ['one step', 1, false],
])('%s: losses, gradients, final states and masks are those without remat', async (_, time, ragged) => {
  const feeds = feedsOf(3, time, ragged);
  const expected = await course(false, feeds, 'fast');
  for (const path of ['fast', 'public'] as const) {
    const found = await course(true, feeds, path);
    expect([...found.keys()]).toEqual([...expected.keys()]);
    for (const [name, values] of expected)
      values.forEach((x, i) => {
        expect(Math.abs((found.get(name)?.[i] ?? Number.NaN) - x), `${path} ${name}[${i}]`).toBeLessThan(2e-6);
      });
  }
});

test('what a loop keeps grows with the square root of the number of steps', async () => {
  const long = (remat: boolean): string => `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: x, cell: {lstm: {units: 32}}}
  y: {type: dense, input: memory.last, units: 1}
outputs: {y: y}
training: {losses: [{type: mse, output: y}], remat: ${remat}}
`;
  const planned = async (remat: boolean): Promise<(time: number) => number> => {
    const trainable = prepareTraining(compileModel(long(remat), { file: 'm.yaml', resolve: () => null }));
    const running = await load(trainingDefinition(trainable));
    // the batch itself, time-major beside as it was fed, has every step with or without remat
    return (time) => running.stats({ batch: 16, time }, 'training').arenaBytes - 2 * 16 * time * 4;
  };
  const [kept, anew] = [await planned(false), await planned(true)];
  expect(kept(10_000) / kept(2500)).toBeGreaterThan(3.9);
  expect(anew(10_000) / anew(2500)).toBeLessThan(2.2);
  expect(kept(10_000) / anew(10_000)).toBeGreaterThan(20);
});

test('segments have about as many steps as there are segments, and few steps too many', () => {
  for (let length = 0; length < 3000; length++) {
    const { segments, steps } = segmentTime(length);
    expect(segments * steps).toBeGreaterThanOrEqual(length);
    expect(segments * steps - length).toBeLessThanOrEqual(Math.sqrt(length));
    expect(Math.max(segments, steps)).toBeLessThanOrEqual(1.5 * Math.sqrt(length) + 2);
  }
});

test('a loop over time becomes a loop over segments', () => {
  const yaml = `
inputs: {x: {shape: [batch, time, 2]}}
cells:
  leak:
    inputs: {x: [n]}
    state: [{h: [3]}]
    weights: {w: {shape: [n + 3, 3]}}
    equations: |
      h' = tanh([x, h] @ w)
    output: h'
layers: {memory: {type: recurrent, input: x, cell: leak}}
outputs: {memory: memory}
training: {losses: [{type: mse, output: memory}], remat: true}
`;
  const loops = (stage: string, text = yaml): string =>
    inspectAfter(text, { file: 'm.yaml', resolve: () => null, variant: 'training' }, stage)
      .split('\n')
      .filter((line) => / loop|matmul/.test(line))
      .join('\n');
  expect(() => loops('segment-loops', yaml.replace(', remat: true', ''))).toThrow('that recompute in training');
  expect(loops('segment-loops')).toMatchInlineSnapshot(`
    "  %memory.0.forward.final.h: float32[batch, 3], %memory.0.forward: float32[time.segments, time.steps, batch, 3] = loop {direction: forward, length: time.segments, remat: true}
        %memory.0.forward.final.h.1: float32[batch, 3], %memory.0.forward.1: float32[time.steps, batch, 3] = loop {direction: forward, length: time.steps}
          %memory.0.forward.3: float32[batch, 3] = matmul %memory.0.forward.2, %memory.0.forward.w.1"
  `);
  expect(loops('optimize')).toMatchInlineSnapshot(`
    "  %memory.0.forward.final.h: float32[batch, 3], %memory.0.forward: float32[time.segments, time.steps, batch, 3], %memory.0.forward.h: float32[time.segments, batch, 3] = loop {direction: forward, length: time.segments, remat: true}
        %memory.0.forward.1: float32[time.steps, batch, 3] = matmul %x.masked.2, %memory.0.forward.w.rows0.1
        %memory.0.forward.final.h.1: float32[batch, 3], %memory.0.forward.2: float32[time.steps, batch, 3] = loop {direction: forward, length: time.steps}
          %memory.0.forward.4: float32[batch, 3] = matmul %memory.0.forward.h.2, %memory.0.forward.w.rows1.2
      %d.memory.0.forward.h: float32[batch, 3], %d.memory.0.forward.w.rows0: float32[2, 3], %d.memory.0.forward.w.rows1: float32[3, 3] = loop {direction: backward, length: time.segments, remat: true}
        %memory.0.forward.7: float32[time.steps, batch, 3] = matmul %x.masked.3, %memory.0.forward.w.rows0.2
        %memory.0.forward.final.h.2: float32[batch, 3], %memory.0.forward.h.4: float32[time.steps, batch, 3], %memory.0.forward.step.h'.3: float32[time.steps, batch, 3] = loop {direction: forward, length: time.steps}
          %memory.0.forward.9: float32[batch, 3] = matmul %memory.0.forward.h.5, %memory.0.forward.w.rows1.4
        %d.memory.0.forward.h.2: float32[batch, 3], %d.memory.0.forward.12: float32[time.steps, batch, 3] = loop {direction: backward, length: time.steps}
          %d.memory.0.forward.21: float32[batch, 3] = matmul %d.memory.0.forward.20, %d.memory.0.forward.16
        %d.memory.0.forward.w.rows1.2: float32[3, 3] = matmul %d.memory.0.forward.24, %d.memory.0.forward.25
        %d.memory.0.forward.28: float32[2, 3] = matmul %d.memory.0.forward.27, %d.memory.0.forward.25"
  `);
});
