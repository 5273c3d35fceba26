import { expect, test } from 'vitest';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { shapeOf } from '../../compiler/ir/dim.ts';
import { type ElementwiseOp, elementwiseArity, elementwiseOps } from '../../compiler/ir/elementwise-ops.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { elementwise } from '../../compiler/ops/elementwise/elementwise.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { differentiated } from '../gradients/check.ts';
import { f32 } from './given.ts';

const origin = { path: 'y', span: null };
const finite = [0, -0, 0.5, -0.5, 1, -1, 2.5, -3, 1000, -1000, 1e-30, 1e15];

/** Ops of floats that give floats, by the number of operands. */
const ofFloats = elementwiseOps.filter((op) => {
  if (op === 'cast' || elementwiseArity[op] === 3) return false;
  const float = { dtype: 'float32', shape: [] } as const;
  try {
    const types = Array.from({ length: elementwiseArity[op] }, () => float);
    return elementwise[op].infer(types, undefined as never, undefined as never)[0]?.dtype === 'float32';
  } catch {
    return false;
  }
});

/** Results and cotangents of all operands, one operand of each kind after the other. */
function resultsOf(op: Exclude<ElementwiseOp, 'cast'>, operands: readonly (readonly number[])[]): readonly number[][] {
  const builder = new GraphBuilder();
  const count = operands[0]?.length ?? 0;
  const ids = operands.map((_, i) => builder.value(`x${i}`, { dtype: 'float32', shape: shapeOf(count) }));
  const y = builder.emit(op, ids, {}, origin);
  const loss = builder.emit('reduce_sum', [y], { axes: [0], keepDims: false }, origin);
  const graph: Graph = {
    name: op,
    variant: 'inference',
    values: builder.values,
    inputs: ids.map((value, i) => ({ role: 'feed', name: `x${i}`, value, limit: null, origin })),
    weights: [],
    nodes: builder.nodes,
    outputs: [{ name: 'y', value: y, origin }],
    streaming: null,
  };
  const leaves = ids.map((value, i) => ({ name: `x${i}`, value }));
  const inputs = new Map(operands.map((data, i) => [`x${i}`, f32(data)]));
  const { outputs } = evaluateGraph(differentiated(graph, loss, leaves), { inputs, weights: new Map() });
  return ['y', ...leaves.map(({ name }) => `d ${name}`)].flatMap((name) => {
    const found = outputs.get(name);
    return found === undefined ? [] : [[...found.data]];
  });
}

test('there are such ops', () => {
  expect(ofFloats).toEqual(expect.arrayContaining(['exp', 'log', 'div', 'pow', 'tanh', 'minimum']));
});

test.each(ofFloats)('%s: finite operands give finite results and slopes, but for what its row says', (op) => {
  if (op === 'cast') throw new Error('cast has attributes');
  const arity = elementwiseArity[op];
  const { singular } = elementwise[op];
  const all = arity === 1 ? finite.map((x) => [x]) : finite.flatMap((x) => finite.map((y) => [x, y]));
  const lists = (rows: readonly (readonly number[])[]): readonly number[][] =>
    Array.from({ length: arity }, (_, i) => rows.map((row) => row[i] ?? 0));
  const allFinite = (results: readonly number[][]): boolean => results.every((list) => list.every(Number.isFinite));
  // the row says so where it must, and only there
  expect(allFinite(resultsOf(op, lists(all)).map((list) => list.map(Math.fround)))).toBe(singular === null);
  if (singular === null) return;
  const away = all.map((row) => row.map((x, i) => (i === singular.operand ? singular.fill : x)));
  expect(allFinite(resultsOf(op, lists(away)))).toBe(true);
});
