import type { Compiled } from '../../../compiler/compile.ts';
import type { Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { lineAt, lineStarts } from '../../../compiler/diagnostics/position.ts';
import { findStepped, isObstacle } from '../../../compiler/graph/find-stepped.ts';
import { steppedAxes } from '../../../compiler/graph/split-at-steps.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';

/** A line of the model. */
export interface StopLine {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Without the spaces around it. */
  readonly text: string;
}

/** The line that keeps a model from running step by step; null where nothing does. */
export function stopLine({ spec, sources }: Compiled, graph: Graph): StopLine | null {
  const axes = steppedAxes(graph);
  if (axes.some(({ stepping }) => stepping.kind !== 'refused')) return null;
  const [first, ...others] = axes;
  // where there is one axis, the build has said why, if it could
  if (graph.streaming !== null && others.length === 0) return lineOf(graph.streaming.origin.span, sources);
  if (first === undefined) return null;
  const found = findStepped(graph, first.axis);
  const layer = isObstacle(found) ? found.path.split('.')[0] : undefined;
  return lineOf(spec.layers.find(({ name }) => name === layer)?.span ?? null, sources);
}

function lineOf(span: Span | null, sources: Compiled['sources']): StopLine | null {
  const text = span === null ? undefined : sources.get(span.file);
  if (span === null || text === undefined) return null;
  const starts = lineStarts(text);
  const at = lineAt(starts, span.start);
  return { file: span.file, line: at + 1, text: text.slice(starts[at], starts[at + 1]).trim() };
}
