import { expect, test } from 'vitest';
import { dropDead } from '../../compiler/3-optimize/passes/drop-dead.ts';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { liftSums } from '../../compiler/3-optimize/passes/training/lift-sums.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Dtype, ValueId } from '../../compiler/ir/types.ts';
import { countOps, expectSameNumbers } from './equal.ts';

const origin = { path: 'p', span: null };

/** A loop over x [time, batch, 3] whose only state, of the given shape, adds up what `term` makes of an element. */
function total(
  shape: ReturnType<typeof shapeOf>,
  dtype: Dtype,
  term: (b: GraphBuilder, x: ValueId, state: ValueId) => ValueId,
): Graph {
  const b = new GraphBuilder();
  const start = b.value('start', { dtype, shape });
  const x = b.value('x', { dtype: 'float32', shape: shapeOf('time', 'batch', 3) });
  const loop = new LoopBody(b, 'forward', dim('time'));
  const state = loop.state('total', start);
  const next = b.emit('add', [state, term(b, loop.scan(x), state)], {}, origin, "total'");
  const [final] = loop.close([next], [], origin).finals;
  if (final === undefined) throw new Error('a loop without its state');
  return {
    name: 'total',
    variant: 'training',
    values: b.values,
    inputs: [start, x].map((value, i) => ({ role: 'feed', name: i === 0 ? 'start' : 'x', value, limit: null, origin })),
    weights: [],
    nodes: b.nodes,
    outputs: [{ name: 'y', value: final, origin }],
    streaming: null,
  };
}

const lifted = (graph: Graph): Graph => runPasses(graph, [liftSums, dropDead], { fused: false });

test.each([
  [true, shapeOf(1, 3)],
  [false, shapeOf(3)],
])('a sum over the batch at every step is one sum after the loop (axes kept: %s)', (keepDims, shape) => {
  const before = total(shape, 'float32', (b, x) => b.emit('reduce_sum', [x], { axes: [0], keepDims }, origin));
  const after = lifted(before);
  for (const time of [0, 1, 4]) expectSameNumbers(before, after, { batch: 2, time });
  expect(countOps(after).outside.loop ?? 0).toBe(0);
});

test('a sum of several terms is lifted only where every term can be', () => {
  const sum = (b: GraphBuilder, x: ValueId): ValueId =>
    b.emit('reduce_sum', [x], { axes: [0], keepDims: false }, origin);
  const both = total(shapeOf(3), 'float32', (b, x) =>
    b.emit('add', [sum(b, x), sum(b, b.emit('mul', [x, x], {}, origin))], {}, origin),
  );
  expectSameNumbers(both, lifted(both), { batch: 2, time: 4 });
  expect(countOps(lifted(both)).outside.loop ?? 0).toBe(1);
  expect(countOps(lifted(both)).inside.reduce_sum ?? 0).toBe(0);
  const fading = total(shapeOf(3), 'float32', (b, x, state) => b.emit('mul', [state, sum(b, x)], {}, origin));
  expect(liftSums.run(fading)).toBe(fading);
});

test('whole numbers stay in the loop', () => {
  const counting = total(shapeOf(), 'int32', (b) => b.constant(1, 'int32', origin));
  expect(liftSums.run(counting)).toBe(counting);
});
