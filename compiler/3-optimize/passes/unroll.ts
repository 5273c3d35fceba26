import { type GivenTrees, unrollLoops, unrollTrees } from '../../graph/unroll.ts';
import { dropDead } from './drop-dead.ts';
import type { Pass } from './pass.ts';

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

/**
 * The same for the trees of one batch: a loop over levels becomes a copy of its body for each level.
 *
 *   loop levels { h' = f(x[row], h[children], w) }  ==>  h1 = f(x[0:3], none, w); h2 = f(x[3:4], h1[0, 2], w)
 */
export const unrollOver = (trees: GivenTrees): Pass => ({
  name: 'unroll',
  doc: 'Replaces loops by copies of their bodies that share the same weights, those over the levels of trees for given trees.',
  run: (graph) => dropDead.run(unrollTrees(graph, trees)),
});
