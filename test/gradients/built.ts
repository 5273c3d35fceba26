import { readSpec } from '../../compiler/1-read/read.ts';
import { buildGraph } from '../../compiler/2-build/build.ts';
import type { Graph } from '../../compiler/ir/graph.ts';

/** The graph of a model without mistakes, before any pass. */
export function builtModel(yaml: string, variant: 'inference' | 'training' = 'inference'): Graph {
  const { spec, diagnostics } = readSpec(yaml, { file: 'model.yaml', resolve: () => null, set: {} });
  const { graph, diagnostics: more } = spec === null ? { graph: null, diagnostics: [] } : buildGraph(spec, variant);
  const mistakes = [...diagnostics, ...more].filter(({ severity }) => severity === 'error');
  if (graph === null || mistakes.length > 0) throw new Error(mistakes.map((d) => d.message).join('\n'));
  return graph;
}
