import { describe, expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { compile } from '../../src/index.ts';
import { builtModel } from '../gradients/built.ts';
import { expectSameNumbers } from '../passes/equal.ts';

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
        %2: float32[] = constant 2
        %y: float32[3] = add y.moving_variance, %2
        %y.1: float32[3] = rsqrt %y
        %y.2: float32[3] = mul %y.1, y.gamma
        %y.3: float32[2, 3] = mul d.kernel, %y.2
        %y.4: float32[3] = sub d.bias, y.moving_mean
        %y.5: float32[3] = mul %y.4, %y.2
        %y.6: float32[3] = add %y.5, y.beta
        %y.7: float32[time, batch, 3] = matmul_bias %x.steps, %y.3, %y.6 {activation: linear}
        %y.8: float32[batch, time, 3] = transpose %y.7 {permutation: [1, 0, 2]}
        output y = %y.8
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

describe('training', () => {
  const trained = (
    frozen: string,
  ): string => `${model('  d: {type: dense, input: x, units: 3}\n  y: {type: batch_norm, input: d}')}
training: {epochs: 1, losses: [{type: mse, output: y}]${frozen}}
`;

  test('is refused where statistics would have to move', () => {
    expect(() => compile(trained(''))).toThrow(
      /a batch_norm is trained with the statistics that it has[\s\S]*frozen: \[y\.moving_mean, y\.moving_variance\]/,
    );
    expect(() => compile(trained(', frozen: [y.moving_mean]'))).toThrow(/y\.moving_variance, which would have to move/);
  });

  test('leaves frozen statistics as they are, and moves the gain and the bias', async () => {
    const compiled = compile(trained(', frozen: [y.moving_mean, y.moving_variance]'));
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
    const { model: after } = await compiled.train({ train: () => [batch] });
    const first = (path: string) => [...(after.weights.get(path)?.data ?? [])];
    expect([first('y.moving_mean'), first('y.moving_variance')]).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
    expect(first('y.gamma')).not.toEqual([1, 1, 1]);
    expect(first('y.beta')).not.toEqual([0, 0, 0]);
  });
});
