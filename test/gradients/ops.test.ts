import { expect, test } from 'vitest';
import type { GradientRules } from '../../compiler/3-optimize/passes/training/differentiate.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { verifyGraph } from '../../compiler/graph/verify.ts';
import { dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput } from '../../compiler/ir/graph.ts';
import type { OpName } from '../../compiler/ir/nodes.ts';
import type { ValueId } from '../../compiler/ir/types.ts';
import { gradients } from '../../compiler/ops/gradients.ts';
import type { GradientRule } from '../../compiler/ops/op/gradient.ts';
import { randomFeeds } from '../passes/equal.ts';
import { type Difference, differentiated, floatLeaves, withLoss, worstDifference } from './check.ts';

const origin = { path: 'y', span: null };
type Make = (
  b: GraphBuilder,
  x: (...dims: (number | string)[]) => ValueId,
  tokens: (...dims: (number | string)[]) => ValueId,
) => readonly ValueId[];

/** A graph around one op: its operands are fed, its results are outputs. */
function around(make: Make, limit = 3): Graph {
  const builder = new GraphBuilder();
  const inputs: GraphInput[] = [];
  const feed =
    (dtype: 'float32' | 'int32') =>
    (...dims: (number | string)[]): ValueId => {
      const name = `x${inputs.length}`;
      const value = builder.value(name, { dtype, shape: shapeOf(...dims) });
      inputs.push({ role: 'feed', name, value, limit: dtype === 'int32' ? limit : null, origin });
      return value;
    };
  const results = make(builder, feed('float32'), feed('int32'));
  return {
    name: 'op',
    variant: 'inference',
    values: builder.values,
    inputs,
    weights: [],
    nodes: builder.nodes,
    outputs: results.map((value, i) => ({ name: `y${i}`, value, origin })),
    streaming: null,
  };
}

const unary =
  (op: 'neg' | 'sigmoid' | 'tanh' | 'relu' | 'exp' | 'expm1' | 'sin' | 'cos' | 'erf' | 'softplus' | 'abs'): Make =>
  (b, x) => [b.emit(op, [x('batch', 3)], {}, origin)];
/** Operands above zero. */
const positive =
  (op: 'log' | 'sqrt' | 'rsqrt'): Make =>
  (b, x) => {
    const square = b.emit('exp', [x('batch', 3)], {}, origin);
    return [b.emit(op, [square], {}, origin)];
  };
const binary =
  (op: 'add' | 'sub' | 'mul' | 'minimum' | 'maximum'): Make =>
  (b, x) => [b.emit(op, [x('batch', 3), x(3)], {}, origin), b.emit(op, [x(1, 2), x('batch', 1)], {}, origin)];
const numbersOf = (b: GraphBuilder, value: number): ValueId => b.constant(value, 'float32', origin);

/** How each op with a rule stands in a graph. An op with a rule that is missing here fails the test below. */
const cases: { readonly [K in OpName]?: Make } = {
  neg: unary('neg'),
  sigmoid: unary('sigmoid'),
  tanh: unary('tanh'),
  relu: unary('relu'),
  exp: unary('exp'),
  expm1: unary('expm1'),
  log: positive('log'),
  sqrt: positive('sqrt'),
  rsqrt: positive('rsqrt'),
  abs: unary('abs'),
  sin: unary('sin'),
  cos: unary('cos'),
  erf: unary('erf'),
  softplus: unary('softplus'),
  cast: (b, x) => [b.emit('cast', [x('batch', 3)], { dtype: 'float32' }, origin)],
  add: binary('add'),
  sub: binary('sub'),
  mul: binary('mul'),
  minimum: binary('minimum'),
  maximum: binary('maximum'),
  div: (b, x) => {
    const below = b.emit('add', [b.emit('exp', [x(3)], {}, origin), numbersOf(b, 0.5)], {}, origin);
    return [b.emit('div', [x('batch', 3), below], {}, origin)];
  },
  pow: (b, x) => {
    const base = b.emit('exp', [x('batch', 3)], {}, origin);
    return [b.emit('pow', [base, x(3)], {}, origin), b.emit('pow', [x('batch', 3), numbersOf(b, 3)], {}, origin)];
  },
  select: (b, x) => {
    const condition = b.emit('greater', [x('batch', 1), numbersOf(b, 0)], {}, origin);
    return [b.emit('select', [condition, x('batch', 3), x(3)], {}, origin)];
  },
  matmul: (b, x) => [
    b.emit('matmul', [x('time', 'batch', 3), x(3, 2)], {}, origin),
    b.emit('matmul', [x(4), x(4, 2)], {}, origin),
  ],
  concat: (b, x) => [b.emit('concat', [x('batch', 2), x('batch', 1), x('batch', 3)], { axis: 1 }, origin)],
  split: (b, x) => {
    const parts = b.emitAll('split', [x('batch', 6)], { axis: 1, sizes: shapeOf(1, 2, 3) }, origin);
    return [parts[0] as ValueId, parts[2] as ValueId];
  },
  slice: (b, x) => [b.emit('slice', [x('batch', 6)], { axis: 1, start: dim(1), end: dim(4) }, origin)],
  reshape: (b, x) => [b.emit('reshape', [x('batch', 6)], { shape: shapeOf('batch', 2, 3) }, origin)],
  transpose: (b, x) => [b.emit('transpose', [x('batch', 2, 3)], { permutation: [2, 0, 1] }, origin)],
  broadcast: (b, x) => [b.emit('broadcast', [x(1, 3)], { shape: shapeOf('batch', 2, 3) }, origin)],
  reduce_sum: (b, x) => [
    b.emit('reduce_sum', [x('batch', 3)], { axes: [1], keepDims: true }, origin),
    b.emit('reduce_sum', [x('time', 'batch', 3)], { axes: [0, 2], keepDims: false }, origin),
  ],
  reduce_mean: (b, x) => [
    b.emit('reduce_mean', [x('batch', 3)], { axes: [1], keepDims: false }, origin),
    b.emit('reduce_mean', [x('time', 'batch', 3)], { axes: [0, 1], keepDims: true }, origin),
  ],
  reduce_max: (b, x) => [
    b.emit('reduce_max', [x('batch', 5)], { axes: [1], keepDims: false }, origin),
    b.emit('reduce_max', [x('time', 'batch', 3)], { axes: [0], keepDims: true }, origin),
  ],
  softmax: (b, x) => [b.emit('softmax', [x('batch', 4)], {}, origin)],
  logsumexp: (b, x) => [b.emit('logsumexp', [x('batch', 4)], {}, origin)],
  gather: (b, x, tokens) => [b.emit('gather', [x(3, 2), tokens('time', 'batch')], {}, origin)],
  scatter_add: (b, x, tokens) => [
    b.emit('scatter_add', [tokens('time', 'batch'), x('time', 'batch', 2)], { rows: dim(3) }, origin),
  ],
  scatter_max: (b, x, tokens) => [
    b.emit('scatter_max', [tokens('time', 'batch'), x('time', 'batch', 2)], { rows: dim(3) }, origin),
  ],
  add_rows: (b, x, tokens) => [
    b.emit('add_rows', [x(3, 2), tokens('time', 'batch'), x('time', 'batch', 2)], {}, origin),
  ],
  read_rows: (b, x, tokens) => [b.emit('read_rows', [x(5, 2), tokens()], { rows: dim(3) }, origin)],
  write_rows: (b, x, tokens) => [b.emit('write_rows', [x(5, 2), x(3, 2), tokens()], {}, origin)],
  pick: (b, x, tokens) => [
    b.emit('pick', [x('batch', 3), tokens('batch', 1)], {}, origin),
    b.emit('pick', [x('batch', 3), tokens('batch', 4)], {}, origin),
  ],
  last_step: (b, x, tokens) => [b.emit('last_step', [x('time', 'batch', 2), tokens('batch')], {}, origin)],
  take: (b, x) => [b.emit('take', [x('time', 'batch', 2)], { index: 1 }, origin)],
  stack: (b, x) => [b.emit('stack', [x('batch', 2), x('batch', 2)], {}, origin)],
  loop: (b, x) => {
    const [h, v, u, w] = [x('batch', 2), x('batch', 2), x('time', 'batch', 2), x(2, 2)];
    const loop = new LoopBody(b, 'forward', dim('time'));
    const [old, other] = [loop.state('h', h), loop.state('v', v)];
    const sum = b.emit('add', [b.emit('matmul', [old, loop.capture(w)], {}, origin), loop.scan(u)], {}, origin);
    const next = b.emit('tanh', [sum], {}, origin);
    // the other state takes the old one's place, and is stacked before it does
    const product = b.emit('mul', [other, next], {}, origin);
    const { finals, stacked } = loop.close(
      [product, old],
      [
        { id: product, name: 'p' },
        { id: other, name: 'o' },
      ],
      origin,
    );
    return [...finals, ...stacked];
  },
};

const sizes = { batch: 2, time: 3 };

function check(make: Make, rules?: GradientRules, by?: 'matmul and sub'): Difference | null {
  const { graph, loss } = withLoss(around(make), by);
  const result = differentiated(graph, loss, floatLeaves(graph), rules);
  verifyGraph(result);
  return worstDifference(result, randomFeeds(result, sizes, 7), 11);
}

const withRule = Object.entries(gradients).flatMap(([name, gradient]) =>
  typeof gradient === 'function' || gradient === 'region' ? [name as OpName] : [],
);

test('every op that has a gradient is checked', () => {
  expect(withRule.filter((name) => cases[name] === undefined)).toEqual([]);
});

for (const name of withRule) {
  test(`the gradient of ${name} equals central differences`, () => {
    const worst = check(cases[name] as Make);
    expect(worst).not.toBeNull();
    expect(worst?.error, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
  });
}

/** The rules with one turned round. */
function flipped(name: OpName): GradientRules {
  const rule = gradients[name] as GradientRule<OpName>;
  if (typeof rule !== 'function') throw new Error(`${name} has no rule to flip`);
  const turned: GradientRule<OpName> = (terms, site) =>
    rule(terms, site).map((gradient) => (gradient === null ? null : terms.neg(gradient)));
  return { ...gradients, [name]: turned } as unknown as GradientRules;
}

test('turning the sign of any one gradient round makes its check fail', () => {
  for (const name of withRule) {
    if (name === 'loop') continue;
    const inLoss = name === 'mul' || name === 'add' || name === 'reduce_sum';
    const worst = check(cases[name] as Make, flipped(name), inLoss ? 'matmul and sub' : undefined);
    expect(worst?.error, name).toBeGreaterThan(1e-3);
  }
});
