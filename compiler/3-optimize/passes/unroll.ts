import { unrollLoops } from '../../ir/unroll.ts';
import type { Pass } from '../pass.ts';

/**
 * Replaces every loop by `steps` copies of its body that share the same weight values. Not part of a saved graph: the artifact keeps the
 * rolled one and its lowering unrolls.
 *
 *   loop 2 { h' = f(x[t], h, w) }  ==>  h1 = f(x[0], h0, w); h2 = f(x[1], h1, w)
 */
export const unroll = (steps: number): Pass => ({
  name: 'unroll',
  doc: 'Replaces loops by copies of their bodies that share the same weights.',
  run: (graph) => unrollLoops(graph, steps),
});
