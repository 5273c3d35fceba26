import { readSpec } from '../../compiler/1-read/read.ts';
import { buildGraph } from '../../compiler/2-build/build.ts';
import type { Graph } from '../../compiler/ir/graph.ts';

/** The graph of a model without mistakes, before any pass. */
export function builtModel(yaml: string, variant: 'inference' | 'training' = 'inference'): Graph {
  const { spec, diagnostics } = readSpec(yaml, { file: 'model.yaml', resolve: () => null, set: {} });
  if (spec === null) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  const { graph, diagnostics: more } = buildGraph(spec, variant);
  if (graph === null) throw new Error(more.map((d) => d.message).join('\n'));
  return graph;
}
