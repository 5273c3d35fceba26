import type { Reference } from '../../compiler/1-read/spec/located.ts';
import { type Compiled, type Differentiated, type NamedBuild, namedGraph, withLosses } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { unrolledSize } from '../../compiler/graph/unroll.ts';
import { symbolsOf } from '../../compiler/ir/dim.ts';
import { pathsMeant } from '../../compiler/ir/paths.ts';
import type { Feeds } from '../model/feeds/feeds.ts';
import { type FedSample, feedSample } from '../trace/named-values.ts';
import { type PlannedUnit, planUnits, textOf } from '../trace/plan-units.ts';
import { walkOf } from '../trace/row-walk.ts';
import type { TracedModel } from '../trace/trace.ts';
import { vocabularies } from '../trace/vocabularies.ts';
import { gradientsBy } from './gradient-graph.ts';
import * as say from './messages.ts';
import type { GradientPlot, GradientSeries } from './plot-data.ts';
import { axisOf, type SampleValues } from './step-labels.ts';

export interface GradientPlotOptions {
  /** Paths of values in cells, shortened ones too; default the states of every cell. */
  readonly of?: readonly string[];
  /** The row of the batch, counted from 1; default the first. */
  readonly row?: number;
  /**
   * What is differentiated. `training`: the losses of the model, whose targets are fed too; `output`: the sum of the first output at the last step. Default:
   * the losses where their targets are fed.
   */
  readonly loss?: 'training' | 'output';
  /** What to do about NaN in feeds; default `error`. */
  readonly nan?: 'error' | 'allow';
}

export interface ComparedModel extends TracedModel {
  /** As it is called in the picture. */
  readonly name: string;
}

/** Nodes of a graph that is unrolled and differentiated in some seconds. */
const MAX_NODES = 60_000;

/** Feeds that the losses of any of the models compare with: what one of them has is no mistake for the others. */
export const allTargets = (models: readonly ComparedModel[]): ReadonlySet<string> =>
  new Set(models.flatMap(({ compiled }) => targetsOf(compiled) ?? []));

/** The error, which says of which of several models it is. */
export const namedError = (error: unknown, model: string, models: number): unknown =>
  error instanceof RnncError && models > 1
    ? new RnncError(
        error.diagnostics.map((mistake) => say.ofModel(model, mistake)),
        error.sources,
      )
    : error;

/** Plots of several models that were fed the same, in one. */
export const joinGradients = (plots: readonly GradientPlot[]): GradientPlot => ({
  kind: 'gradients',
  row: plots[0]?.row ?? 1,
  rows: plots[0]?.rows ?? 1,
  losses: plots.flatMap(({ losses }) => losses),
  series: plots.flatMap(({ series }) => series),
});

/**
 * @param targets feeds of other models that this one may have no use for
 * @throws RnncError as `plotGradients`
 */
export function gradientsOfCompiled(
  { compiled, weights, training, name }: ComparedModel,
  feeds: Feeds,
  { of = [], row = 1, loss, nan = 'error' }: GradientPlotOptions,
  targets: ReadonlySet<string> = new Set(),
): GradientPlot {
  const { spec, sources } = compiled;
  const chosen = chosenLoss(compiled, feeds, loss ?? null, targets);
  const named = namedGraph(compiled, chosen.differentiated);
  const sample = feedSample(named.graph, compiled, weights, chosen.feeds, { row, nan, call: 'plotGradients()' });
  const known: SampleValues = { ...sample, structure: (input) => sample.inputs.get(input)?.data ?? null };
  const units = planUnits(spec, sources, named);
  const words = vocabularies(training);
  const drawn = chosenValues(of, units, named).map(({ path, unit }) => {
    const along = axisOf(unit.axis ?? '', unit, spec, units, known, words);
    if (along.order.length === 0) throw new RnncError([say.noSteps(row, along.axis)]);
    return { path, unit, along };
  });
  const steps = drawn.reduce((most, { along }) => Math.max(most, along.order.length), 1);
  const nodes = unrolledSize(named.graph, steps);
  if (nodes > MAX_NODES) throw new RnncError([say.gradientsTooLarge(steps, nodes, MAX_NODES)]);
  const summed = chosen.summed === null ? null : placeOfSum(chosen.summed, units, known, named);
  const paths = drawn.map(({ path }) => path);
  const gradients = gradientsBy(named, sample, { paths, summed });
  const counts = (unit: PlannedUnit, index: number): boolean => {
    const counted = named.counted.get(unit.layer);
    return counted === undefined || gradients.outputs.get(counted)?.data[index * sample.batch + sample.sample] !== 0;
  };
  return {
    kind: 'gradients',
    row,
    rows: sample.rows,
    losses: [{ model: name, loss: chosen.text, value: gradients.loss }],
    series: drawn.map(({ path, unit, along }): GradientSeries => {
      const norm =
        unit.walk === null
          ? stepNorms(gradients.of.get(path) ?? [], sample)
          : nodeNorms(unit, known, gradients.of.get(path) ?? []);
      return {
        model: name,
        path,
        over: along.over,
        axis: along.axis,
        steps: along.order.map((index) => ({
          ...along.stepOf(index),
          norm: unit.walk !== null || counts(unit, index) ? norm(index) : null,
        })),
      };
    }),
  };
}

type Norms = (index: number) => number;
type Parts = readonly (Float64Array | null)[];

const stepNorms =
  (parts: Parts, { sample, batch }: FedSample): Norms =>
  (step) =>
    lengthOf(parts[step] ?? null, sample, batch);

/** A level that the loss does not depend on has no gradient, but as many nodes. */
function nodeNorms(unit: PlannedUnit, known: SampleValues, parts: Parts): Norms {
  const { placeOf, levels } = walkOf(unit, known);
  return (node) => {
    const place = placeOf(node);
    const level = levels.findIndex(({ start, count }) => place >= start && place < start + count);
    const { start, count } = levels[level] ?? { start: 0, count: 1 };
    return lengthOf(parts[level] ?? null, place - start, count);
  };
}

/** The Euclidean length of one of so many rows; what nothing depends on has the gradient 0. */
function lengthOf(data: Float64Array | null, row: number, rows: number): number {
  if (data === null) return 0;
  const size = data.length / rows;
  return Math.hypot(...data.subarray(row * size, (row + 1) * size));
}

/** The last step of the output, or the node that is computed last. */
function placeOfSum(
  reference: Reference,
  units: readonly PlannedUnit[],
  known: SampleValues,
  { axes }: NamedBuild,
): { readonly path: string; readonly step: number | null } {
  const path = textOf(reference);
  const axis = axes.get(path) ?? null;
  if (axis === null) return { path, step: null };
  const walker = units.find((unit) => unit.axis === axis && unit.walk !== null);
  return { path, step: walker === undefined ? known.stepsOf(axis) - 1 : (walkOf(walker, known).order.at(-1) ?? 0) };
}

/** Values of cells with the cells they are of; by default the new states of all. @throws RnncError for names of nothing in a cell */
function chosenValues(
  asked: readonly string[],
  units: readonly PlannedUnit[],
  { axes }: NamedBuild,
): readonly { readonly path: string; readonly unit: PlannedUnit }[] {
  const cells = units.filter(({ values }) =>
    values.some(({ path, role }) => role === 'state' && path.includes('.step.')),
  );
  const all = new Map(
    cells.flatMap((unit) =>
      unit.values.flatMap(({ path, role }) => (role === 'equation' && axes.has(path) ? [[path, unit] as const] : [])),
    ),
  );
  const states = cells.flatMap((unit) => statesOf(unit).filter((path) => all.has(path)));
  // what a step reads of the one before is what that one made
  const paths = [...all.keys(), ...states.map((path) => path.slice(0, -1))];
  const chosen = new Set<string>();
  const mistakes = asked.flatMap((name) => {
    const own = states.filter((path) => path.startsWith(`${name}.`));
    const meant = own.length > 0 ? own : pathsMeant(name, paths);
    for (const path of meant) chosen.add(all.has(path) ? path : `${path}'`);
    if (meant.length > 0) return [];
    return [axes.has(name) ? say.notInCell(name, states) : say.valueUnknown(name, [...states, ...all.keys()])];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
  if (states.length === 0) throw new RnncError([say.noCells()]);
  return [...(asked.length === 0 ? new Set(states) : chosen)].flatMap((path) => {
    const unit = all.get(path);
    return unit === undefined ? [] : [{ path, unit }];
  });
}

/** Paths of the states that a cell makes: `encoder.0.forward.step.h'`. */
const statesOf = ({ path, values }: PlannedUnit): readonly string[] => [
  ...new Set(
    values.flatMap((value) => (value.role === 'state' ? [`${path}.step.${value.name.split('.').at(-1)}'`] : [])),
  ),
];

interface ChosenLoss {
  readonly differentiated: Differentiated;
  /** The output that is summed; null: the model's own losses. */
  readonly summed: Reference | null;
  readonly text: string;
  /** What is fed to the graph that has it. */
  readonly feeds: Feeds;
}

/** The losses of the model where their targets are fed. @throws RnncError where what is asked for can't be had */
function chosenLoss(
  compiled: Compiled,
  feeds: Feeds,
  asked: 'training' | 'output' | null,
  others: ReadonlySet<string>,
): ChosenLoss {
  const { spec } = compiled;
  const names = targetsOf(compiled);
  const missing = names === null ? [] : names.filter((name) => !Object.hasOwn(feeds, name));
  const isWanted = asked === 'training' || (asked === null && names !== null && missing.length < names.length);
  if (isWanted) {
    if (spec.training === null || names === null) throw new RnncError([say.noLosses(spec.name)]);
    if (missing.length > 0) throw new RnncError([say.targetsMissing(missing, names)]);
    const objective = withLosses(spec, spec.training);
    const text = objective.losses.map(({ type, output }) => `${type} of ${textOf(output)}`).join(' + ');
    const unused = [...others].filter((name) => !names.includes(name));
    return { differentiated: { objective }, summed: null, text, feeds: without(feeds, unused) };
  }
  const { inference } = compiled.graphs;
  const isFloat = (name: string): boolean =>
    inference.outputs.some(
      (output) => output.name === name && inference.values[output.value]?.type.dtype === 'float32',
    );
  const output = spec.outputs.find(({ name }) => isFloat(name));
  if (output === undefined) throw new RnncError([say.noOutputToSum(spec.outputs.map(({ name }) => name))]);
  const { name, reference } = output;
  return {
    differentiated: { objective: null, output: reference },
    summed: reference,
    text: `sum of ${name}${lastOf(compiled, name)}`,
    feeds: without(feeds, [...(names ?? []), ...others]),
  };
}

/** Where an output with an axis of steps, or of nodes, is summed, in words. */
function lastOf({ spec, graphs: { inference } }: Compiled, name: string): string {
  const output = inference.outputs.find((each) => each.name === name);
  const shape = inference.values[output?.value ?? -1]?.type.shape ?? [];
  const [axis] = shape.slice(1).flatMap(symbolsOf);
  if (axis === undefined) return '';
  return spec.trees.some((tree) => tree.axis === axis) ? ' at the node that is computed last' : ' at the last step';
}

/** Feeds that the losses need beside the inputs; null: the model names no losses. */
function targetsOf({ spec }: Compiled): readonly string[] | null {
  const { training, inputs, outputs } = spec;
  if (training === null || (training.losses === null && outputs.length > 1)) return null;
  const own = new Set(inputs.map(({ name }) => name));
  const names = withLosses(spec, training).losses.flatMap((loss) => [
    ...('target' in loss ? [loss.target.value] : []),
    ...('sampleWeights' in loss && loss.sampleWeights !== null ? [loss.sampleWeights.value] : []),
    ...('stepWeights' in loss && loss.stepWeights !== undefined ? [loss.stepWeights.value] : []),
  ]);
  return [...new Set(names)].filter((name) => !own.has(name));
}

const without = (feeds: Feeds, names: readonly string[]): Feeds =>
  Object.fromEntries(Object.entries(feeds).filter(([name]) => !names.includes(name)));
