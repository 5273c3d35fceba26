import type { Diagnostic, Sources } from '../compiler/diagnostics/diagnostic.ts';
import * as diagnostics from '../compiler/diagnostics/format.ts';
import type { Graph } from '../compiler/ir/graph.ts';
import * as graphs from '../compiler/ir/print.ts';
import { flag, type Kind, like, type OptionTable } from './arguments/kinds.ts';
import { checkArgument, readOptions } from './arguments/read-options.ts';

const FORMAT_OPTIONS: OptionTable<diagnostics.FormatOptions> = { colour: flag };
const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null;

const diagnosticList: Kind<readonly Diagnostic[]> = like(
  'the diagnostics of an RnncError or of a model, a list',
  (value) =>
    Array.isArray(value) && value.every((d) => isObject(d) && typeof d.message === 'string' && Array.isArray(d.notes)),
  (value) => (isObject(value) && 'diagnostics' in value ? 'give error.diagnostics and error.sources' : null),
);
const sourceTexts: Kind<Sources> = like(
  'a Map with the text of each file, such as error.sources',
  (value) => value instanceof Map,
);
const graph: Kind<Graph> = like(
  'a graph of a compiled model',
  (value) => isObject(value) && ['inputs', 'nodes', 'outputs', 'values'].every((key) => Array.isArray(value[key])),
  (value) => (isObject(value) && 'graphs' in value ? 'give model.graphs.inference' : null),
);

/**
 * Diagnostics as text, by file and place, with the lines around each place.
 * @param sources text of every file that took part, as `error.sources` has them
 * @throws RnncError for other arguments
 */
export function formatDiagnostics(
  given: readonly Diagnostic[],
  sources: Sources = new Map(),
  options: diagnostics.FormatOptions = {},
): string {
  const call = 'formatDiagnostics()';
  checkArgument(call, 'diagnostics', given, diagnosticList);
  checkArgument(call, 'sources', sources, sourceTexts);
  return diagnostics.formatDiagnostics(given, sources, readOptions(call, options, FORMAT_OPTIONS));
}

/** A graph as text. @throws RnncError for what is none */
export function printGraph(given: Graph): string {
  checkArgument('printGraph()', 'the graph', given, graph);
  return graphs.printGraph(given);
}
