import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { compileModel, compileTraining, withLosses } from '../../compiler/compile.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { settingsAt } from '../../compiler/optimizers/settings.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile } from '../../src/index.ts';
import { runTraining } from '../../src/model/training-run.ts';
import {
  evaluatorInputs,
  evaluatorWeights,
  expectExact,
  expectNear,
  type Numbers,
  onWasm,
  runtimeFeeds,
} from '../goldens/training-cases.ts';
import { builtModel } from '../gradients/built.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { expectSameNumbers, randomFeeds } from '../passes/equal.ts';

const optimized = (graph: Graph): Graph =>
  runPasses(runPasses(graph, portable, { fused: false }), target, { fused: true });
const model = (layers: string): string => `
inputs: {x: {shape: [batch, time, 2]}}
layers:
${layers}
outputs: {y: y}
`;

describe('behind a product', () => {
  test('of a dense layer: the factor is in the weight, the rest in one bias, all of weights alone', () => {
    const graph = builtModel(
      model('  d: {type: dense, input: x, units: 3}\n  y: {type: batch_norm, input: d, epsilon: 2}'),
    );
    const after = optimized(graph);
    expectSameNumbers(graph, after, { batch: 2, time: 3 });
    expect(printGraph(after)).toMatchInlineSnapshot(`
      "graph model (inference)
        input x: float32[batch, time, 2]
        weight d.kernel: float32[2, 3] {init: variance_scaling(1, average, uniform)}
        weight d.bias: float32[3] {init: constant(0)}
        weight y.gamma: float32[3] {init: constant(1)}
        weight y.beta: float32[3] {init: constant(0)}
        weight y.moving_mean: float32[3] {init: constant(0)}
        weight y.moving_variance: float32[3] {init: constant(1)}
        %x.steps: float32[time, batch, 2] = transpose x {permutation: [1, 0, 2]}
        %y: float32[] = constant 2
        %y.1: float32[3] = add y.moving_variance, %y
        %y.2: float32[3] = rsqrt %y.1
        %y.3: float32[3] = mul %y.2, y.gamma
        %y.4: float32[2, 3] = mul d.kernel, %y.3
        %y.5: float32[3] = sub d.bias, y.moving_mean
        %y.6: float32[3] = mul %y.5, %y.3
        %y.7: float32[3] = add %y.6, y.beta
        %y.8: float32[time, batch, 3] = matmul_bias %x.steps, %y.4, %y.7 {activation: linear}
        %y.9: float32[batch, time, 3] = transpose %y.8 {permutation: [1, 0, 2]}
        output y = %y.9
      "
    `);
  });

  test('of a convolution: in each of its products', () => {
    const graph = builtModel(
      model(
        '  c: {type: conv1d, input: x, units: 3, kernel_size: 3, padding: same, bias: false}\n  n: {type: batch_norm, input: c, epsilon: 2}\n  y: {type: activation, input: n, function: relu}',
      ),
    );
    const after = optimized(graph);
    expectSameNumbers(graph, after, { batch: 2, time: 3 });
    const steps = after.nodes.filter(({ outputs: [out] }) => (after.values[out ?? -1]?.type.shape.length ?? 0) === 3);
    expect(steps.map(({ op }) => op)).toMatchInlineSnapshot(`
      [
        "transpose",
        "loop",
        "broadcast",
        "loop",
        "matmul",
        "matmul",
        "matmul",
        "add",
        "add",
        "add",
        "relu",
        "transpose",
      ]
    `);
  });

  test.each([
    [
      'something else reads the product',
      '  d: {type: dense, input: x, units: 3}\n  n: {type: batch_norm, input: d, epsilon: 2}\n  y: {type: add, inputs: [d, n]}',
    ],
    [
      'a function stands between',
      '  d: {type: dense, input: x, units: 3, activation: tanh}\n  y: {type: batch_norm, input: d, epsilon: 2}',
    ],
    ['there is no product', '  y: {type: batch_norm, input: x, epsilon: 2}'],
  ])('it stays where %s', (_, layers) => {
    const graph = builtModel(model(layers));
    const after = optimized(graph);
    expectSameNumbers(graph, after, { batch: 2, time: 3 });
    expect(
      after.nodes.some(
        ({ op, outputs: [out] }) => op === 'mul' && (after.values[out ?? -1]?.type.shape.length ?? 0) === 3,
      ),
    ).toBe(true);
  });
});

interface Case {
  readonly name: string;
  readonly model: string;
  readonly weights: { readonly [path: string]: Numbers };
  readonly batches: readonly { readonly [feed: string]: Numbers }[];
  readonly steps: readonly { readonly loss: number; readonly weights: { readonly [path: string]: Numbers } }[];
  /** What the model gives for the first batch after the last step. */
  readonly evaluated: Numbers;
}
const cases: readonly Case[] = JSON.parse(readFileSync(new URL('batch-norm.json', import.meta.url), 'utf8'));

const training = (text: string) => {
  const compiled = compileModel(text, { file: 'model.yaml', resolve: () => null });
  const { spec } = compiled;
  if (spec.training === null) throw new Error('no training');
  const section = spec.training;
  return { compiled, section, ...compileTraining(compiled, { ...section, ...withLosses(spec, section) }) };
};

const fedTo = ({ inputs }: Graph, batch: Case['batches'][number]) =>
  Object.entries(batch).filter(([name]) => inputs.some((input) => input.name === name));

describe.each(cases)(
  'five steps of Keras 3.15.1 or PyTorch 2.15.0: $name',
  ({ model: text, weights: start, batches, steps, evaluated }) => {
    const { compiled, section, step, evaluation } = training(text);
    const settings = settingsAt(section, 1, 0.02);

    test('in float64', () => {
      let weights = new Map(Object.entries(start));
      batches.forEach((batch, i) => {
        const given = new Map([
          ...Object.entries(batch),
          ...[...settings].map(([name, value]) => [name, { shape: [], data: [value] }] as const),
        ]);
        const { learning } = evaluateGraph(step, {
          inputs: evaluatorInputs(step, given),
          weights: evaluatorWeights(weights),
        });
        expectExact('loss', learning?.loss, { shape: [], data: [steps[i]?.loss ?? Number.NaN] }, 1e-9);
        const after = new Map(Object.entries(steps[i]?.weights ?? {}));
        expect([...(learning?.updates.keys() ?? [])].sort()).toEqual([...after.keys()].sort());
        for (const [path, numbers] of after)
          expectExact(`step ${i} ${path}`, learning?.updates.get(path), numbers, 1e-9);
        weights = after;
      });
      const { inference } = compiled.graphs;
      const found = evaluateGraph(inference, {
        inputs: evaluatorInputs(inference, new Map(fedTo(inference, batches[0] ?? {}))),
        weights: evaluatorWeights(weights),
      });
      expectExact('evaluated', found.outputs.get('y'), evaluated, 1e-9);
    });

    test.each(['fast', 'public'] as const)('on WASM, %s path', async (path) => {
      await onWasm({ inference: evaluation, training: step }, new Map(Object.entries(start)), path, (model) => {
        batches.forEach((batch, i) => {
          const options = {
            variant: 'training',
            settings,
            seed: 0,
            step: i,
            states: new Map(),
            masked: false,
          } as const;
          const run = runTraining(model, runtimeFeeds(step, new Map(Object.entries(batch))), options);
          expect(run.scalar('loss')).toBeCloseTo(steps[i]?.loss ?? Number.NaN, 4);
          run.update();
          for (const [name, numbers] of Object.entries(steps[i]?.weights ?? {}))
            expectNear(`step ${i}: ${name}`, model.weights().get(name), numbers);
        });
        // the weights that were bound first are not those that were trained
        const first = runtimeFeeds(evaluation, new Map(Object.entries(batches[0] ?? {})));
        expectNear('evaluated', model.run(first)['measured.0'], evaluated);
      });
    });
  },
);

describe('training', () => {
  const trained = (
    frozen: string,
  ): string => `${model('  d: {type: dense, input: x, units: 3}\n  y: {type: batch_norm, input: d, momentum: 0.5}')}
training: {epochs: 3, early_stopping: none, keep: last, losses: [{type: mse, output: y}]${frozen}}
`;
  const FROZEN = ', frozen: [y.moving_mean, y.moving_variance]';
  const data = (size: number, by: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(by * i + 1));
  const batch = {
    feeds: {
      x: { dtype: 'float32' as const, shape: [2, 3, 2], data: data(12, 1) },
      target: { dtype: 'float32' as const, shape: [2, 3, 3], data: data(18, 2) },
    },
    lengths: {},
    samples: 2,
    carry: false,
  };
  const shapes = { batch: 2, time: 3 };

  test('keeps or moves the statistics of a layer together', () => {
    expect(() => compile(trained(', frozen: [y.moving_mean]'))).toThrow(
      /statistics of batch_norm "y" stay as they are together[\s\S]*frozen: \[y\.moving_mean, y\.moving_variance\]/,
    );
  });

  test('with frozen statistics normalises by them, leaves them as they are, and moves the gain and the bias', async () => {
    const compiled = compile(trained(FROZEN));
    expect(compiled.graphs.training).toBeNull();
    const { model: after } = await compiled.train({ train: () => [batch] });
    const first = (path: string) => [...(after.weights.get(path)?.data ?? [])];
    expect([first('y.moving_mean'), first('y.moving_variance')]).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
    expect(first('y.gamma')).not.toEqual([1, 1, 1]);
    expect(first('y.beta')).not.toEqual([0, 0, 0]);
  });

  test('a step scales no weight by frozen statistics; what runs the model does', () => {
    const { step, evaluation } = training(trained(FROZEN));
    const scaled = ({ nodes, values }: Graph): boolean =>
      nodes.some(({ op, inputs }) => op === 'mul' && inputs.some((id) => values[id]?.name === 'd.kernel'));
    expect([scaled(step), scaled(evaluation)]).toEqual([false, true]);
  });

  test('goes on exactly from a checkpoint, statistics among it, and gives back those of the epoch that it keeps', async () => {
    const seen: Uint8Array[] = [];
    const compiled = compile(trained(''));
    const whole = await compiled.train(
      { train: () => [batch, batch] },
      { callbacks: { onCheckpoint: (bytes) => seen.push(bytes) } },
    );
    const [early] = seen;
    if (early === undefined) throw new Error('no checkpoint');
    const resumed = await compiled.train({ train: () => [batch, batch] }, { resume: early });
    const numbers = ({ weights }: typeof whole.model) => [...weights].map(([path, { data }]) => [path, [...data]]);
    expect(numbers(resumed.model)).toEqual(numbers(whole.model));
    const mean = whole.model.weights.get('y.moving_mean');
    expect([...(mean?.data ?? [])]).not.toEqual([0, 0, 0]);
  });

  test('of a recurrent layer is the same with its values computed anew, and in pieces of a series', async () => {
    const text = (keys: string): string =>
      `${model('  d: {type: recurrent, input: x, cell: {gru: {units: 3}}}\n  y: {type: batch_norm, input: d, momentum: 0.5}')}
training: {epochs: 2, early_stopping: none, keep: last, carry: true, losses: [{type: mse, output: y}]${keys}}
`;
    const batches = [batch, { ...batch, carry: true }];
    const numbers = async (keys: string) => {
      const { model: after } = await compile(text(keys)).train({ train: () => batches });
      return [...after.weights].flatMap(([path, { data }]) => [...data].map((x) => [path, x.toFixed(4)]));
    };
    expect(await numbers(', remat: true')).toEqual(await numbers(''));
  });

  test('gradients go through the mean and the variance of the batch', () => {
    const graph = runPasses(builtModel(trained(''), 'training'), portable, { fused: false });
    const { graph: lossy, loss } = withLoss(graph);
    const result = differentiated(lossy, loss, floatLeaves(lossy));
    const worst = worstDifference(result, randomFeeds(result, shapes, 3), 3, 0);
    expect(worst?.error ?? 0, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
  });

  test('a batch without steps moves nothing, and a mask that is made later is refused', () => {
    const { step } = training(trained(''));
    const { inputs, weights } = randomFeeds(step, shapes, 1);
    const none = { dtype: 'int32' as const, shape: [2], data: new Float64Array(2) };
    const { learning } = evaluateGraph(step, { inputs: new Map([...inputs, ['time.lengths', none]]), weights });
    for (const path of ['y.moving_mean', 'y.moving_variance'])
      expect(learning?.updates.get(path)?.data, path).toEqual(weights.get(path)?.data);
    const masked = model(
      '  n: {type: batch_norm, input: x}\n  m: {type: dense, input: x, units: 1}\n  y: {type: mean, input: n, mask: m}',
    );
    expect(() => compile(masked)).toThrow(/the steps that this mask of "y" leaves out[\s\S]*above "n"/);
  });
});
