import type { CellUse, MaskSpec, StackSpec } from '../../1-read/spec/spec.ts';
import { InternalError } from '../../diagnostics/diagnostic.ts';
import { at } from '../../diagnostics/invariants.ts';
import * as messages from '../../diagnostics/messages/build/recurrent.ts';
import type { Origin, ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import { BuildFailure } from '../equations/failure.ts';
import type { CellPlace } from './cell-site.ts';
import { mergeDirections } from './merge.ts';
import { reduceOverTime } from './over-time.ts';

/** What one direction of one cell of the stack gave. */
export interface CellRun {
  /** [axis, batch, …] */
  readonly sequence: ValueId;
  /** One output per sample, where something asks for it. */
  readonly summary: ValueId | null;
  /** Final states [batch, …] by name, over trees those that something asks for. */
  readonly finals: ReadonlyMap<string, ValueId>;
}

/** What stacks over time and over trees do differently. */
export interface StackKind {
  /** The one or two directions of the layer. */
  readonly directions: readonly string[];
  /** What a layer calls its one output per sample. */
  readonly summary: 'last' | 'root';
  /** The axis that inputs of a cell run along. @throws BuildFailure where they have none, or several. */
  readonly axisOf: (inputs: ReadonlyMap<string, Flow>) => string;
  readonly run: (place: CellPlace, inputs: ReadonlyMap<string, Flow>) => CellRun;
}

/**
 * A stack of loops, one per cell and direction.
 * Gives null for `merge: none`: one result per direction (`LAYER.forward`, `LAYER.backward`) and none for the layer's own name.
 */
export function buildStack(context: BuildContext, layer: StackSpec, kind: StackKind): Flow | null {
  const { directions, summary } = kind;
  if (layer.merge === 'none' && layer.cells.length > 1)
    throw new BuildFailure(messages.mergeNoneNeedsOneLayer(layer.span, layer.name));
  // flows by the cell's input names; the layer's single input under ''
  const known = new Map(
    [...layer.input].map(([name, reference]) => [
      name,
      layer.whole.has(name) ? context.resolve(reference) : context.read(layer.name, reference),
    ]),
  );
  let below: Flow | null = null;
  let runs: CellRun[] = [];
  layer.cells.forEach((use, index) => {
    const cell = context.spec.cells.get(use.cell);
    if (cell === undefined) throw new InternalError(`cell ${use.cell} was not resolved`);
    const inputs = new Map(known);
    if (below !== null) inputs.set('', below);
    const axis = kind.axisOf(inputs);
    runs = directions.map((direction, i) => {
      const path = `${layer.name}.${index}.${direction}`;
      const own = i === 0 ? use : inSecondDirection(use, layer);
      const place = { context, layer, use: own, cell, index, direction, path, axis };
      return context.using(use, () => kind.run(place, inputs));
    });
    const sequences = runs.map((r) => r.sequence);
    directions.forEach((direction, i) => {
      const place = `${layer.name}.${index}.${direction}`;
      const { finals } = at(runs, i);
      context.define(place, { id: at(sequences, i), time: axis });
      context.finals.set(place, finals);
      for (const [state, id] of finals)
        context.define(`${place}.final.${state}`, context.axes.fromRows(id, axis, originOf(layer)));
    });
    if (layer.merge === 'none') return;
    below = { id: mergeDirections(context, layer, sequences), time: axis };
    context.define(`${layer.name}.${index}`, below);
    if (directions.length > 1) defineMergedFinals(context, layer, index, axis, runs);
  });
  const time = kind.axisOf(known);
  const summaries = runs.flatMap((r) => (r.summary === null ? [] : [r.summary]));
  if (layer.merge === 'none') {
    directions.forEach((direction, i) => {
      const run = at(runs, i);
      context.define(`${layer.name}.${direction}`, { id: run.sequence, time });
      if (run.summary !== null)
        context.define(
          `${layer.name}.${direction}.${summary}`,
          context.axes.fromRows(run.summary, time, originOf(layer)),
        );
      defineReduced(context, layer, `${direction}.`, { id: run.sequence, time }, time);
    });
    return null;
  }
  if (summaries.length > 0)
    context.define(
      `${layer.name}.${summary}`,
      context.axes.fromRows(mergeDirections(context, layer, summaries), time, originOf(layer)),
    );
  if (below === null) throw new InternalError('an empty stack');
  defineReduced(context, layer, '', below, time);
  return below;
}

const originOf = ({ name, span }: StackSpec): Origin => ({ path: name, span });

const inSecondDirection = (use: CellUse, { second }: StackSpec): CellUse =>
  second.size === 0
    ? use
    : {
        ...use,
        arguments: new Map([...use.arguments, ...second]),
        chosen: new Set([...use.chosen, ...second.keys()]),
      };

/** `LAYER.INDEX.final.STATE`: the final states of both directions, joined as their sequences are, where something asks for them. */
function defineMergedFinals(
  context: BuildContext,
  layer: StackSpec,
  index: number,
  axis: string,
  runs: readonly CellRun[],
): void {
  const place = `${layer.name}.${index}`;
  const [first] = runs;
  const merged = new Map<string, ValueId>();
  for (const state of first?.finals.keys() ?? []) {
    if (!context.isRequested(layer.name, `${index}.final.${state}`) && !context.startsAnother(layer.name)) continue;
    const both = runs.flatMap(({ finals }) => finals.get(state) ?? []);
    const id = context.attempt(() => mergeDirections(context, layer, both), layer.span);
    context.define(
      `${place}.final.${state}`,
      id === null ? 'poisoned' : context.axes.fromRows(id, axis, originOf(layer)),
    );
    if (id !== null) merged.set(state, id);
  }
  context.finals.set(place, merged);
}

const maskOf = (layer: StackSpec): MaskSpec | null => (layer.type === 'recurrent' ? layer.mask : null);

/** `LAYER.mean` and `LAYER.max`, of one direction `LAYER.up.mean`, where something asks for them. */
function defineReduced(context: BuildContext, layer: StackSpec, prefix: string, { id }: Flow, time: string): void {
  for (const by of ['mean', 'max'] as const) {
    if (!context.isRequested(layer.name, `${prefix}${by}`)) continue;
    const name = `${layer.name}.${prefix}${by}`;
    const asked = { by, span: context.placeOf(name) ?? layer.span };
    context.define(name, reduceOverTime(context, { ...layer, mask: maskOf(layer) }, id, time, asked));
  }
}

/** Whether something asks for the one output per sample of this direction. */
export const wantsSummary = ({ context, layer, direction }: CellPlace, summary: StackKind['summary']): boolean =>
  context.isRequested(layer.name, summary) || context.isRequested(layer.name, `${direction}.${summary}`);
