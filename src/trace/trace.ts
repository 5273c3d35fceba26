import type { Compiled } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { pathsMeant } from '../../compiler/ir/paths.ts';
import type { Dtype } from '../../compiler/ir/types.ts';
import type { WeightData } from '../artifact/definition.ts';
import type { TrainingRecord } from '../artifact/training-record.ts';
import type { Feeds } from '../model/feeds/feeds.ts';
import * as say from './messages.ts';
import { type NamedValues, type Numbers, namedValues } from './named-values.ts';
import { type PlannedUnit, type PlannedValue, planUnits } from './plan-units.ts';
import { walkOf } from './row-walk.ts';
import { type Stage, stagesOf } from './stages.ts';
import { type Vocabularies, vocabularies } from './vocabularies.ts';

/** One value at one step. */
export interface TraceValue {
  /** Its full path, as outputs of a model may name it: `encoder.0.forward.step.i`. */
  readonly path: string;
  /** As equations call it: `i`, `h'`, `left.h`. */
  readonly name: string;
  /** `input`: what a cell reads of the layer below; `state`: what it reads of the step before, or of other nodes. */
  readonly role: 'feed' | 'input' | 'state' | 'equation' | 'output';
  /** The line of the model that makes it, as it stands there; of a layer without equations what it computes, in their form. */
  readonly text: string;
  readonly dtype: Dtype;
  /** Without axes of samples and steps. */
  readonly shape: readonly number[];
  /** Row-major, in float64; of bools 0 and 1. */
  readonly data: readonly number[];
  /** Of a feed with a vocabulary: what the numbers stand for. */
  readonly tokens?: readonly string[];
  /** Of a value with a row for each child of a node: the number of the child; null: what a node without children starts from. */
  readonly child?: number | null;
  /** Outputs of the model that it is. */
  readonly outputs: readonly string[];
}

/** What a cell, or a layer without cells, computes at one step. */
export interface TraceUnit {
  /** `encoder.0.forward`, `logits` */
  readonly path: string;
  readonly layer: string;
  /** The name of the cell, or the type of the layer. */
  readonly what: string;
  /** What it reads, by the names in the model. */
  readonly reads: readonly string[];
  /** False: the mask of the layer leaves the step out, states stay as they were, and no values are told. */
  readonly counts: boolean;
  readonly values: readonly TraceValue[];
}

/** What is computed together at one step of time, at one node, or once for the whole sequence. */
export interface TraceBlock {
  readonly kind: 'step' | 'node' | 'once';
  /** The axis of time or of nodes; null: once. */
  readonly axis: string | null;
  /** Steps count from 1, nodes from 0, as lists of parents number them; null: once. */
  readonly step: number | null;
  /** Steps, or nodes, of the row. */
  readonly of: number;
  /** Over a tree: what the node reads, its children or, on the way down, its parents. A named child that is missing is null. */
  readonly links?: readonly { readonly name: string; readonly node: number | null }[];
  /** What is fed at this step. */
  readonly feeds: readonly TraceValue[];
  readonly units: readonly TraceUnit[];
}

/** Everything that a model computes for one row, in the order in which it is computed; plain data. */
export interface Trace {
  readonly model: string;
  /** The row that is told, counted from 1, of so many. */
  readonly row: number;
  readonly rows: number;
  readonly blocks: readonly TraceBlock[];
  /** What `run` gives for this row, by name: [steps, …] or [nodes, …], as many as the row has, or one value. */
  readonly outputs: {
    readonly [name: string]: { readonly shape: readonly number[]; readonly data: readonly number[] };
  };
}

export interface TraceOptions {
  /** Layers, or paths in them (`encoder.0.forward`, `encoder.f`), that are told; default all. */
  readonly layers?: readonly string[];
  /** The row of the batch, counted from 1; default the first. */
  readonly row?: number;
  /** A step, or the first and the last of several, counted from 1 (nodes of trees from 0); default all. */
  readonly steps?: number | readonly [first: number, last: number];
  /** What to do about NaN in feeds; default `error`. */
  readonly nan?: 'error' | 'allow';
}

export interface TracedModel {
  readonly compiled: Compiled;
  readonly weights: ReadonlyMap<string, WeightData>;
  readonly training: TrainingRecord | null;
}

/** @throws RnncError as `trace` */
export function traceCompiled(
  { compiled, weights, training }: TracedModel,
  feeds: Feeds,
  { layers = [], row = 1, steps, nan = 'error' }: TraceOptions,
): Trace {
  const values = namedValues(compiled, weights, feeds, { row, nan, call: 'trace()' });
  const { spec, sources } = compiled;
  const stages = stagesOf(spec, values.named, planUnits(spec, sources, values.named));
  const chosen = chosenStages(stages, layers);
  const [first, last] = typeof steps === 'number' ? [steps, steps] : (steps ?? [null, null]);
  if (first !== null && last !== null) checkSteps(chosen, values, row, first, last);
  const isAsked = (step: number): boolean => first === null || last === null || (step >= first && step <= last);
  return {
    model: compiled.name,
    row,
    rows: values.rows,
    blocks: chosen.flatMap((stage) =>
      blocksOf(stage, values, isAsked).map((block) => withTokens(block, vocabularies(training))),
    ),
    outputs: Object.fromEntries(
      compiled.spec.outputs.map(({ name, reference: { target, path } }) => [
        name,
        wholeOf([target, ...path].join('.'), values),
      ]),
    ),
  };
}

/** All steps of a value. */
function wholeOf(
  path: string,
  values: NamedValues,
): { readonly shape: readonly number[]; readonly data: readonly number[] } {
  const axis = values.named.axes.get(path) ?? null;
  if (axis === null) {
    const { shape, data } = values.at(path, 0);
    return { shape, data: [...data] };
  }
  const steps = values.stepsOf(axis);
  const parts = Array.from({ length: steps }, (_, step) => values.at(path, step));
  return { shape: [steps, ...values.at(path, 0).shape], data: parts.flatMap(({ data }) => [...data]) };
}

/** @throws RnncError where no axis has one of the steps */
function checkSteps(
  stages: readonly Stage[],
  { stepsOf }: NamedValues,
  row: number,
  first: number,
  last: number,
): void {
  const axes = new Map(stages.flatMap(({ axis, overNodes }) => (axis === null ? [] : [[axis, overNodes] as const])));
  const fits = [...axes].some(([axis, nodes]) => {
    const base = nodes ? 0 : 1;
    return first >= base && last >= first && last < stepsOf(axis) + base;
  });
  if (fits) return;
  const asked = first === last ? `${first}` : `${first}..${last}`;
  const [node] = [...axes].filter(([, nodes]) => nodes);
  throw new RnncError([
    node === undefined
      ? say.stepsUnknown(
          asked,
          row,
          [...axes.keys()].map((axis) => [axis, stepsOf(axis)]),
        )
      : say.nodesUnknown(asked, row, node[0], stepsOf(node[0])),
  ]);
}

/** By layer what can be asked for in it, by short names. */
function partsOf(units: readonly PlannedUnit[]): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, Set<string>>();
  for (const { layer, path, values } of units) {
    const own = parts.get(layer) ?? new Set();
    parts.set(layer, own);
    if (path !== layer) own.add(path);
    for (const value of values)
      if (value.path !== path && value.path.startsWith(`${layer}.`)) own.add(`${layer}.${value.name}`);
  }
  return new Map([...parts].map(([layer, own]) => [layer, [...own]]));
}

/** Stages with the units and values that are asked for. @throws RnncError for a name that is none */
function chosenStages(stages: readonly Stage[], asked: readonly string[]): readonly Stage[] {
  if (asked.length === 0) return stages;
  const units = stages.flatMap((stage) => stage.units);
  const feeds = stages.flatMap((stage) => stage.feeds.map(({ path }) => path));
  const paths = [...new Set(units.flatMap(({ path, values }) => [path, ...values.map((value) => value.path)]))];
  const wanted = new Set<string>();
  const mistakes = asked.flatMap((name) => {
    const within = [...paths, ...feeds].filter((path) => path === name || path.startsWith(`${name}.`));
    const meant = within.length > 0 ? within : pathsMeant(name, paths);
    for (const path of meant) wanted.add(path);
    return meant.length > 0 ? [] : [say.nameUnknown(name, partsOf(units))];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
  const isWhole = ({ layer, path }: PlannedUnit): boolean => asked.includes(layer) || wanted.has(path);
  return stages.flatMap((stage): Stage[] => {
    const kept = stage.units.flatMap((unit): PlannedUnit[] => {
      if (isWhole(unit)) return [unit];
      const own = unit.values.filter(({ path }) => wanted.has(path));
      return own.length === 0 ? [] : [{ ...unit, values: own }];
    });
    const fed = stage.feeds.filter(({ path }) => kept.length > 0 || wanted.has(path));
    return kept.length === 0 && fed.length === 0 ? [] : [{ ...stage, feeds: fed, units: kept }];
  });
}

function blocksOf(stage: Stage, values: NamedValues, isAsked: (step: number) => boolean): readonly TraceBlock[] {
  const { axis, order, units, feeds, overNodes } = stage;
  const tell = (planned: PlannedValue, step: number): TraceValue => toldValue(planned, values.at(planned.path, step));
  if (axis === null) {
    const told = units.map((unit) => ({
      ...head(unit),
      counts: true,
      values: unit.values.map((value) => tell(value, 0)),
    }));
    return [{ kind: 'once', axis: null, step: null, of: 1, feeds: feeds.map((feed) => tell(feed, 0)), units: told }];
  }
  const of = values.stepsOf(axis);
  const walks = new Map(
    units.flatMap((unit) => (unit.walk === null ? [] : [[unit.path, walkOf(unit, values)] as const])),
  );
  const [walk] = walks.values();
  const forward = walk?.order ?? Array.from({ length: of }, (_, step) => step);
  const base = overNodes ? 0 : 1;
  return (order === 'backward' ? forward.toReversed() : forward)
    .filter((step) => isAsked(step + base))
    .map(
      (step): TraceBlock => ({
        kind: overNodes ? 'node' : 'step',
        axis,
        step: step + base,
        of,
        ...(walk === undefined ? {} : { links: walk.linksOf(step) }),
        feeds: feeds.map((feed) => tell(feed, step)),
        units: units.map((unit) => {
          const counts = values.counts(unit.layer, step) || unit.order === 'any';
          const told = !counts
            ? []
            : unit.values.flatMap((value): readonly TraceValue[] =>
                values.named.perChild.has(value.path)
                  ? (walks.get(unit.path)?.rowsOf(step) ?? []).map(({ child, link }) => ({
                      ...tell(value, link),
                      child,
                    }))
                  : [tell(value, step)],
              );
          return { ...head(unit), counts, values: told };
        }),
      }),
    );
}

const head = ({ path, layer, what, reads }: PlannedUnit) => ({ path, layer, what, reads });

const toldValue = ({ path, name, role, text, outputs }: PlannedValue, { dtype, shape, data }: Numbers): TraceValue => ({
  path,
  name,
  role,
  text,
  dtype,
  shape,
  data: [...data],
  outputs,
});

const withTokens = (block: TraceBlock, labelsOf: Vocabularies): TraceBlock => ({
  ...block,
  feeds: block.feeds.map((feed) => {
    const labels = feed.dtype === 'int32' ? labelsOf(feed.path) : null;
    return labels === null ? feed : { ...feed, tokens: feed.data.map((number) => labels[number] ?? '') };
  }),
});
