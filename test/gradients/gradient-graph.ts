import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { learning, portable, target } from '../../compiler/3-optimize/pipelines.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { differentiated, floatLeaves, withLoss } from './check.ts';

/** A graph with its loss and gradients by the rules alone; and one that gives the gradients of all weights as training computes them. */
export function gradientGraph(built: Graph): { readonly plain: Graph; readonly lowered: Graph } {
  const { graph, loss } = withLoss(built);
  const reachable = differentiated(graph, loss, floatLeaves(graph)).outputs.map((o) => o.name);
  const trained = graph.weights.map((w) => w.path).filter((path) => reachable.includes(`d ${path}`));
  const start = {
    ...graph,
    learning: { loss, trained, gradients: [], followed: [], slots: [], updates: [], segmented: [] },
  };
  const core = runPasses(runPasses(start, portable, { fused: false }), learning, { fused: false });
  const { learning: learned, ...rest } = runPasses(core, target, { fused: true });
  const outputs = (learned?.gradients ?? []).map(({ path, value }) => ({
    name: `d ${path}`,
    value,
    origin: { path, span: null },
  }));
  return { plain: differentiated(graph, loss, floatLeaves(graph)), lowered: { ...rest, outputs } };
}
