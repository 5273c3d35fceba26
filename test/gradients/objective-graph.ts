import { readSpec } from '../../compiler/1-read/read.ts';
import { buildGraph } from '../../compiler/2-build/build.ts';
import { withLosses } from '../../compiler/2-build/losses/default-losses.ts';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { segmentLoops } from '../../compiler/3-optimize/passes/training/segment-loops.ts';
import { learning, portable, target } from '../../compiler/3-optimize/pipelines.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { differentiated } from './check.ts';

/** The training graph of a model without mistakes that has losses, before any pass. Its outputs are the losses. */
export function objectiveGraph(yaml: string): Graph {
  const { spec, diagnostics } = readSpec(yaml, { file: 'model.yaml', resolve: () => null, set: {} });
  if (spec?.training == null) throw new Error(diagnostics.map((d) => d.message).join('\n') || 'no training');
  const { graph, diagnostics: more } = buildGraph(spec, 'training', withLosses(spec, spec.training));
  const mistakes = [...diagnostics, ...more].filter(({ severity }) => severity === 'error');
  if (graph === null || mistakes.length > 0) throw new Error(mistakes.map((d) => d.message).join('\n'));
  return { ...graph, outputs: graph.outputs.filter((o) => o.name === 'loss') };
}

/** The loss and the gradients `d WEIGHT` as outputs: by the rules alone, and as training computes them. */
export function objectiveGradients(
  yaml: string,
  { remat = false }: { readonly remat?: boolean } = {},
): { readonly plain: Graph; readonly lowered: Graph } {
  const graph = objectiveGraph(yaml);
  if (graph.learning === undefined) throw new Error('a training graph that learns nothing');
  const { learning: start, ...rest } = graph;
  const leaves = graph.weights
    .filter((w) => start.trained.includes(w.path))
    .map(({ path, value }) => ({ name: path, value }));
  const passes = [...(remat ? [segmentLoops] : []), ...portable, ...learning];
  const core = runPasses(graph, passes, { fused: false });
  const { learning: learned, ...lowered } = runPasses(core, target, { fused: true });
  const gradients = (learned?.gradients ?? []).map(({ path, value }) => ({
    name: `d ${path}`,
    value,
    origin: { path, span: null },
  }));
  return {
    plain: differentiated(rest, start.loss, leaves),
    lowered: { ...lowered, outputs: [...lowered.outputs, ...gradients] },
  };
}
