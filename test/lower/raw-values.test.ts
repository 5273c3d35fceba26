import { describe, expect, test } from 'vitest';
import { rawValues } from '../../compiler/4-lower/raw-values.ts';
import { compileModel } from '../../compiler/compile.ts';
import type { Node } from '../../compiler/ir/nodes.ts';
import type { ValueId } from '../../compiler/ir/types.ts';

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
    ['a layer norm that is limited', "a = x @ w\nb = h @ u\nh' = tanh(layer_norm(a + b))", false],
    ['a layer norm of what the loop makes', "a = tanh(x @ w)\nb = h @ u\nh' = layer_norm(a + b)", true],
    ['an exponential', "a = tanh(x @ w)\nb = h @ u\nh' = exp(a + b)", true],
    ['an exponential that is limited', "a = tanh(x @ w)\nb = h @ u\nh' = tanh(exp(a + b))", false],
    ['a quotient of what the loop makes', "a = tanh(x @ w)\nb = h @ u\nh' = a / (1 + abs(b))", true],
    ['a quotient by a number', "a = tanh(x @ w)\nb = h @ u\nh' = (a + b) / 3", false],
    ['a number that what the loop makes divides', "a = tanh(x @ w)\nb = h @ u\nh' = 1 / (a + b)", true],
    ['a square', "a = tanh(x @ w)\nb = h @ u\nh' = square(a + b)", true],
    ['a state that a number above 1 multiplies', "a = tanh(x @ w)\nb = h @ u\nh' = h * (1 + a) + 0 * b", true],
    ['a state that a limited number multiplies', "a = tanh(x @ w)\nb = h @ u\nh' = h * a + b", false],
    ['a product of two limited numbers', "a = tanh(x @ w)\nb = sin(h @ u)\nh' = (a * b) * (h @ u)", false],
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

describe('a product after', () => {
  test.each([
    ['exp(8 * sin(x))', true],
    ['expm1(8 * sin(x))', true],
    ['pow(1.5 + sin(x), 12)', true],
    ['pow(2, 8 * sin(x))', true],
    ['sin(x) / sin(y)', true],
    ['1 / sin(x)', true],
    ['log(abs(sin(x)))', true],
    ['rsqrt(abs(sin(x)))', true],
    ['square(square(1.5 + sin(x)))', true],
    ['(1 + sin(x)) * (1 + sin(y))', true],
    ['cos(x) + (1 + sin(x)) * (1 + sin(y))', true],
    ['tanh(exp(8 * sin(x)))', false],
    ['sigmoid(sin(x) / sin(y))', false],
    ['softmax(pow(1.5 + sin(x), 12))', false],
    ['sin(x) / 3', false],
    ['sin(x) / exp(scale)', false],
    ['sin(x) * pow(scale, 2)', false],
    ['sin(x) * sin(y) * (1 + cos(x))', false],
    ['sqrt(abs(sin(x)))', false],
    ['softplus(sin(x))', false],
  ])('%s', (expression, isRaw) => {
    const read = ['x', 'y'].filter((name) => expression.includes(`(${name})`));
    const scale = expression.includes('scale') ? '\n    weights: {scale: {shape: [4]}}' : '';
    const found = rawProducts(`inputs: {${read.map((name) => `${name}: {shape: [batch, 4]}`).join(', ')}}
layers:
  e:
    type: equations
    inputs: {${read.map((name) => `${name}: ${name}`).join(', ')}}${scale}
    equations: |
      v = ${expression}
    output: v
  d: {type: dense, input: e, units: 4}
outputs: {d: d}`);
    expect(found).toEqual({ 'd.kernel': isRaw });
  });

  test('a mean over the steps of each series is not raw: it is divided by lengths', () => {
    const found = rawProducts(`inputs: {x: {shape: [batch, time, 4]}}
layers: {r: {type: recurrent, input: x, cell: {lstm: {units: 4}}}, m: {type: mean, input: r}, d: {type: dense, input: m, units: 4}}
outputs: {y: d}`);
    expect(found).toMatchObject({ 'd.kernel': false });
  });
});
