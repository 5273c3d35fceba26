import { InternalError, RnncError } from '../../diagnostics/diagnostic.ts';
import { type VerifyOptions, verifyGraph } from '../../graph/verify.ts';
import type { Graph } from '../../ir/graph.ts';

/** One rewrite of a graph into an equal one. File name = pass name = name for `inspect --after`. */
export interface Pass {
  readonly name: string;
  /** One sentence. */
  readonly doc: string;
  /** Gives the same object where nothing changed. */
  readonly run: (graph: Graph) => Graph;
}

/**
 * Runs passes in order. The graph is verified before the first and after every one that changed it, always; `watch` sees every result.
 * `legal` says whether fused ops are at this stage, and what earlier stages found right.
 * @throws RnncError where a pass finds a mistake of the user's, such as an op without a gradient.
 */
export function runPasses(
  graph: Graph,
  passes: readonly Pass[],
  legal: VerifyOptions,
  watch: (name: string, graph: Graph) => void = () => {},
): Graph {
  const options = { typed: new Map(), ...legal };
  verifyGraph(graph, options);
  let current = graph;
  for (const pass of passes) {
    try {
      const next = pass.run(current);
      if (next !== current) verifyGraph(next, options);
      current = next;
    } catch (error) {
      if (error instanceof RnncError) throw error;
      throw new InternalError(`pass '${pass.name}': ${error instanceof Error ? error.message : String(error)}`);
    }
    watch(pass.name, current);
  }
  return current;
}
