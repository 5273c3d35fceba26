import { at } from '../../../diagnostics/invariants.ts';
import { LoopBody } from '../../../graph/loop-body.ts';
import { isOp, type Rewriter, rewriteGraph } from '../../../graph/rewrite.ts';
import { substituteSymbols } from '../../../graph/substitute.ts';
import { type Dim, equalDims, multiplyDims, symbolDim } from '../../../ir/dim.ts';
import type { Graph, SegmentedTime } from '../../../ir/graph.ts';
import type { NodeOf } from '../../../ir/nodes.ts';
import type { ValueId } from '../../../ir/types.ts';
import type { Pass } from '../pass.ts';

/**
 * Cuts time into segments, so that training keeps the states between segments and the inner values of one segment alone, and computes each
 * segment twice (Chen et al. 2016, arXiv 1604.06174): with as many segments as a segment has steps, memory grows with the square root of the
 * number of steps. The two sizes are bound when the program runs; steps that they have too many count as padding.
 *
 * A loop with ragged axes, over the levels of trees, keeps its levels: their states are rows of one table, of which nothing is kept twice. It
 * computes the inner values of a level anew.
 *
 *   loop time { h' = f(x[t], h) }   ==>   loop segments remat { loop steps { h' = f(x[s][t], h) } }
 */
export const segmentLoops: Pass = {
  name: 'segment-loops',
  doc: 'Makes loops over time into loops over segments of time whose values are computed anew in the reverse pass.',
  run: (graph) => {
    const { learning } = graph;
    if (learning === undefined || learning.segmented.length > 0) return graph;
    const segmented = timesOf(graph);
    const lengths = new Map(segmented.map((time) => [time.symbol, lengthOf(time)]));
    const cut = rewriteGraph(substituteSymbols(graph, lengths), (node, r) => {
      if (!isOp(node, 'loop')) return false;
      if (node.attrs.ragged !== undefined && !node.attrs.remat) {
        r.changed = true;
        const attrs = { ...node.attrs, body: r.body(node.attrs.body), remat: true } as const;
        const names = node.outputs.map((id) => at(r.source.values, id).name);
        r.bind(node, r.builder.emitAll('loop', r.all(node.inputs), attrs, node.origin, names));
        return true;
      }
      const time = segmented.find((t) => equalDims(node.attrs.length, lengthOf(t)));
      if (time === undefined) return false;
      r.changed = true;
      segment(node, time, r);
      return true;
    });
    return { ...cut, learning: { ...(cut.learning ?? learning), segmented } };
  },
};

const lengthOf = (time: SegmentedTime): Dim => multiplyDims(symbolDim(time.segments), symbolDim(time.steps));

/** The time symbols that some loop runs over. */
function timesOf(graph: Graph): readonly SegmentedTime[] {
  const symbols = graph.inputs.flatMap((input) => (input.role === 'lengths' ? [input.symbol] : []));
  return symbols
    .filter((symbol) => graph.nodes.some((n) => isOp(n, 'loop') && equalDims(n.attrs.length, symbolDim(symbol))))
    .map((symbol) => ({ symbol, segments: `${symbol}.segments`, steps: `${symbol}.steps` }));
}

function segment(node: NodeOf<'loop'>, time: SegmentedTime, r: Rewriter): void {
  const { states, scanned, direction, body } = node.attrs;
  const { builder } = r;
  const { origin } = node;
  const nameOf = (id: ValueId): string => at(r.source.values, id).name;
  const operands = node.inputs.map((id, i) => {
    const outer = r.get(id);
    if (i < states || i >= states + scanned) return outer;
    const [, ...element] = builder.typeOf(outer).shape;
    const shape = [symbolDim(time.segments), symbolDim(time.steps), ...element];
    return builder.emit('reshape', [outer], { shape }, origin, nameOf(id));
  });
  const outer = new LoopBody(builder, direction, symbolDim(time.segments), { remat: true });
  // every operand once for each time that the loop has it, as the inner loop has them
  const given = operands.map((id, i) => {
    if (i < states) return outer.state(nameOf(at(body.params, i)), id);
    return i < states + scanned ? outer.scan(id) : outer.capture(id);
  });
  const inner = builder.emitAll(
    'loop',
    given,
    { ...node.attrs, length: symbolDim(time.steps), body: r.body(body) },
    origin,
    node.outputs.map(nameOf),
  );
  const results = outer.close(
    inner.slice(0, states),
    inner.slice(states).map((id, i) => ({ id, name: nameOf(at(node.outputs, states + i)) })),
    origin,
  );
  node.outputs.forEach((old, i) => {
    if (i < states) {
      const final = at(results.finals, i);
      builder.rename(final, nameOf(old));
      r.set(old, final);
      return;
    }
    const stacked = at(results.stacked, i - states);
    const [, , ...element] = builder.typeOf(stacked).shape;
    const shape = [lengthOf(time), ...element];
    r.set(old, builder.emit('reshape', [stacked], { shape }, origin, nameOf(old)));
  });
}
