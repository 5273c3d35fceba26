import { isStack } from '../../../compiler/1-read/spec/spec.ts';
import type { Compiled } from '../../../compiler/compile.ts';
import type { Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { lineStarts, positionOf } from '../../../compiler/diagnostics/position.ts';
import { findStepped, isObstacle } from '../../../compiler/graph/find-stepped.ts';
import { steppedAxes } from '../../../compiler/graph/split-at-steps.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';

/** A place in the model. */
export interface StopLine {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** In characters, counted from 1. */
  readonly column: number;
  /** The line, without the spaces around it. */
  readonly text: string;
}

/**
 * What of the model keeps it from running step by step, a place for each time axis: `direction: backward`, a reference, a name in an equation. Empty
 * where nothing does.
 */
export function stopLines({ spec, sources }: Compiled, graph: Graph): readonly StopLine[] {
  const axes = steppedAxes(graph);
  if (axes.some(({ stepping }) => stepping.kind !== 'refused')) return [];
  // where there is one axis, the build has said why, if it could
  const spans =
    graph.streaming !== null && axes.length < 2
      ? [graph.streaming.origin.span]
      : axes.map(({ axis }) => spanOf(findStepped(graph, axis), spec));
  const lines = spans.flatMap((span) => lineOf(span, sources));
  return lines.filter(
    ({ file, line, column }, i) =>
      i === lines.findIndex((other) => other.file === file && other.line === line && other.column === column),
  );
}

/** What a graph says is the place of the node, of a loop the name of its layer; some of what a loop can't do is one of the layer's keys. */
function spanOf(found: ReturnType<typeof findStepped>, { layers }: Compiled['spec']): Span | null {
  if (!isObstacle(found)) return null;
  const { why, path, span } = found;
  const layer = layers.find(({ name }) => name === path.split('.')[0]);
  if (layer === undefined || !isStack(layer)) return span ?? layer?.span ?? null;
  const start = [...layer.initial.values()].find(({ kind }) => kind === 'layer');
  const whole = [...layer.input].find(([name]) => layer.whole.has(name))?.[1];
  if (why === 'backward') return layer.directionSpan;
  if (why === 'start' && start !== undefined) return start.span;
  if (why === 'whole' && whole !== undefined) return whole.span;
  return span ?? layer.span;
}

function lineOf(span: Span | null, sources: Compiled['sources']): readonly StopLine[] {
  const text = span === null ? undefined : sources.get(span.file);
  if (span === null || text === undefined) return [];
  const { line, column } = positionOf(text, span.start);
  const starts = lineStarts(text);
  return [{ file: span.file, line, column, text: text.slice(starts[line - 1], starts[line]).trim() }];
}
