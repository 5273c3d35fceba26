import { isStack } from '../../../compiler/1-read/spec/spec.ts';
import { builtModel, type Compiled } from '../../../compiler/compile.ts';
import type { Span } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/stepping.ts';
import { lineStarts, positionOf } from '../../../compiler/diagnostics/position.ts';
import { findObstacles, type StepObstacle } from '../../../compiler/graph/find-stepped.ts';
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

/** Something that keeps a model from running step by step. */
export interface Stop {
  /** The second half of a sentence. */
  readonly reason: string;
  /** `direction: backward`, a reference, a name in an equation; null where the model has no place for it. */
  readonly span: Span | null;
}

/** All that keeps a model from running step by step, over whichever time axis; empty where nothing does. */
export function findStops(compiled: Compiled, graph: Graph): readonly Stop[] {
  const axes = steppedAxes(graph);
  if (axes.some(({ stepping }) => stepping.kind !== 'refused')) return [];
  // where there is one axis, the build says why in the words of the model, if it can
  const told = graph.streaming === null || axes.length > 1 ? [] : builtModel(compiled).obstacles;
  const layers = new Set(told.map(({ origin }) => layerOf(origin.path)));
  const found = axes.flatMap(({ axis }) =>
    findObstacles(graph, axis).flatMap((obstacle) => {
      const layer = layerOf(obstacle.path);
      if (layers.has(layer)) return [];
      return [{ reason: say.obstacle(obstacle.why, layer, axis), span: spanOf(obstacle, compiled.spec) }];
    }),
  );
  const stops = [...told.map(({ reason, origin: { span } }) => ({ reason, span })), ...found];
  return stops.filter(({ reason }, i) => i === stops.findIndex((other) => other.reason === reason));
}

const layerOf = (path: string): string => path.split('.')[0] ?? path;

/** The places in the model of what keeps it from running step by step. */
export function stopLines(compiled: Compiled, graph: Graph): readonly StopLine[] {
  const lines = findStops(compiled, graph).flatMap(({ span }) => lineOf(span, compiled.sources));
  return lines.filter(
    ({ file, line, column }, i) =>
      i === lines.findIndex((other) => other.file === file && other.line === line && other.column === column),
  );
}

/** What a graph says is the place of the node, of a loop the name of its layer; some of what a loop can't do is one of the layer's keys. */
function spanOf({ why, path, span }: StepObstacle, { layers }: Compiled['spec']): Span | null {
  const layer = layers.find(({ name }) => name === layerOf(path));
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
