import { describe, expect, test } from 'vitest';
import { rawValues } from '../../compiler/4-lower/raw-values.ts';
import { compileModel } from '../../compiler/compile.ts';
import type { Node, ValueId } from '../../compiler/ir/graph.ts';

/** For each product by the name of its matrix: whether what it multiplies is raw. */
function rawProducts(yaml: string): { readonly [matrix: string]: boolean } {
  const { graphs } = compileModel(yaml, { file: 'm.yaml', resolve: () => null });
  const raw = rawValues(graphs.inference);
  const found: { [matrix: string]: boolean } = {};
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.op === 'loop') visit(node.attrs.body.nodes);
      if (node.op === 'matmul' || node.op === 'matmul_bias')
        found[graphs.inference.values[node.inputs[1] as ValueId]?.name ?? ''] = raw.has(node.inputs[0] as ValueId);
    }
  };
  visit(graphs.inference.nodes);
  return found;
}

/** Of one recurrent layer: the projection of its input, and the product of its state. */
const recurrent = (equations: string): { readonly [matrix: string]: boolean } =>
  rawProducts(`inputs: {x: {shape: [batch, time, 4]}}
cells:
  c:
    inputs: {x: [n]}
    state: [{h: [4]}]
    weights: {w: {shape: [n, 4]}, u: {shape: [4, 4]}}
    equations: |
${equations.replaceAll(/^/gm, '      ')}
    output: h'
layers: {r: {type: recurrent, input: x, cell: c}}
outputs: {y: r}`);

describe('the product of a state', () => {
  const state = 'r.0.forward.u';
  test.each([
    ['tanh', "a = x @ w\nb = h @ u\nh' = tanh(a + b)", false],
    [
      'a gated sum of what is limited',
      "a = x @ w\nb = h @ u\nz = sigmoid(a + b)\nh' = z * h + (1 - z) * sin(b)",
      false,
    ],
    ['a choice of what is limited', "a = x @ w\nb = h @ u\nh' = where(a > b, cos(a), softmax(b))", false],
    ['softmax', "a = x @ w\nb = h @ u\nh' = softmax(a + b)", false],
    ['numbers of the loop alone', "a = tanh(x @ w)\nb = h @ u\nh' = relu(a + b)", false],
    ['relu', "a = x @ w\nb = h @ u\nh' = relu(a + b)", true],
    ['a sum without limits', "a = x @ w\nb = h @ u\nh' = a + 0.5 * b", true],
    ['a sum that the input joins', "a = x @ w\nb = h @ u\nh' = tanh(a + b) + x", true],
    ['a layer norm', "a = x @ w\nb = h @ u\nh' = layer_norm(a + b)", true],
  ])('of %s', (_, equations, isRaw) => {
    expect(recurrent(equations)[state]).toBe(isRaw);
  });

  test('is that of what the loop makes of it, whatever it starts from', () => {
    const found = rawProducts(`inputs: {x: {shape: [batch, time, 4]}, start: {shape: [batch, 4]}}
layers: {r: {type: recurrent, input: x, cell: {rnn: {units: 4}}, initial: {h: start}}}
outputs: {y: r}`);
    expect(found).toEqual({ 'r.0.forward.kernel': true, 'r.0.forward.recurrent_kernel': false });
  });

  test('is raw where only a second state carries the input', () => {
    const equations = "a = x @ w\nb = h @ u\nh' = g + 0 * b\ng' = a";
    const found = rawProducts(`inputs: {x: {shape: [batch, time, 4]}}
cells:
  c:
    inputs: {x: [n]}
    state: [{h: [4]}, {g: [4]}]
    weights: {w: {shape: [n, 4]}, u: {shape: [4, 4]}}
    equations: |
${equations.replaceAll(/^/gm, '      ')}
    output: h'
layers: {r: {type: recurrent, input: x, cell: c}}
outputs: {y: r}`);
    expect(found[state]).toBe(true);
  });
});

test('a feed is raw until something limits it; tokens and masks are not', () => {
  const found = rawProducts(`inputs: {x: {shape: [batch, 4]}, i: {shape: [batch], dtype: int32}}
layers:
  raw: {type: dense, input: x, units: 4}
  still: {type: dense, input: raw, units: 4, activation: tanh}
  limited: {type: dense, input: still, units: 4}
  twice: {type: dense, input: limited, units: 4}
  table: {type: embedding, input: i, vocabulary: 9, units: 4}
  token: {type: dense, input: table, units: 4}
  masked:
    type: equations
    inputs: {a: token, x: x}
    equations: |
      m = where(x > 0, a, 0)
    output: m
  mask: {type: dense, input: masked, units: 4}
outputs: {twice: twice, mask: mask}`);
  expect(found).toEqual({
    'raw.kernel': true,
    'still.kernel': true,
    'limited.kernel': false,
    'twice.kernel': false,
    'token.kernel': false,
    'mask.kernel': false,
  });
});
