import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { pathsMeant } from '../../compiler/ir/paths.ts';
import type { Feeds } from '../model/feeds/feeds.ts';
import { type NamedValues, namedValues } from '../trace/named-values.ts';
import { type PlannedUnit, planUnits } from '../trace/plan-units.ts';
import type { TracedModel } from '../trace/trace.ts';
import { vocabularies } from '../trace/vocabularies.ts';
import * as say from './messages.ts';
import type { ValuePanel, ValuePlot } from './plot-data.ts';
import { axisOf } from './step-labels.ts';

export interface ValuePlotOptions {
  /** Paths of what is drawn, a panel for each; shortened ones too. */
  readonly of: readonly string[];
  /** The row of the batch, counted from 1; default the first. */
  readonly row?: number;
  /** What to do about NaN in feeds; default `error`. */
  readonly nan?: 'error' | 'allow';
}

/** @throws RnncError as `plotValues` */
export function valuesOfCompiled(
  { compiled, weights, training }: TracedModel,
  feeds: Feeds,
  { of, row = 1, nan = 'error' }: ValuePlotOptions,
): ValuePlot {
  const values = namedValues(compiled, weights, feeds, { row, nan, call: 'plotValues()' });
  const { spec, sources } = compiled;
  const units = planUnits(spec, sources, values.named);
  const words = vocabularies(training);
  const panels = chosenPaths(of, values).map((path): ValuePanel => {
    const axis = values.named.axes.get(path) ?? '';
    const unit = unitOf(path, units);
    const along = axisOf(axis, unit, spec, units, values, words);
    if (along.order.length === 0) throw new RnncError([say.noSteps(row, axis)]);
    const counts = (step: number): boolean => unit === null || unit.order === 'any' || values.counts(unit.layer, step);
    return {
      path,
      text: equationOf(path, units),
      over: along.over,
      axis,
      order: unit?.order ?? 'any',
      units: values.at(path, along.order[0] ?? 0).data.length,
      steps: along.order.map((step) => ({
        ...along.stepOf(step),
        values: counts(step) ? [...values.at(path, step).data] : null,
      })),
    };
  });
  return { kind: 'values', model: compiled.name, row, rows: values.rows, panels };
}

/** Empty for what a cell reads, which has a name alone. */
function equationOf(path: string, units: readonly PlannedUnit[]): string {
  const value = units.flatMap(({ values }) => values).find((each) => each.path === path);
  return value?.role === 'equation' || value?.role === 'output' ? value.text : '';
}

/** The cell or layer that makes a value. */
function unitOf(path: string, units: readonly PlannedUnit[]): PlannedUnit | null {
  const own = units.find((unit) => path === unit.path || path.startsWith(`${unit.path}.step.`));
  return own ?? units.find(({ values }) => values.some((value) => value.path === path)) ?? null;
}

/** @throws RnncError for names of nothing, and of what has no vector at every step */
function chosenPaths(asked: readonly string[], values: NamedValues): readonly string[] {
  const { named } = values;
  const { axes, perChild } = named;
  const known = [...axes.keys(), ...perChild];
  const isDrawn = (path: string): boolean => lackOf(path, values) === null;
  const drawn = known.filter(isDrawn);
  const mistakes = asked.flatMap((name) => {
    const meant = meantBy(name, known, drawn);
    if (meant.length === 0) return [say.valueUnknown(name, likely(drawn))];
    return meant.flatMap((path) => {
      const lack = lackOf(path, values);
      return lack === null ? [] : [say.noVectorPerStep(path, lack, likely(drawn))];
    });
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return [...new Set(asked.flatMap((name) => meantBy(name, known, drawn)))];
}

/** Of several values that a short name may mean, those that can be drawn; all where none can. */
function meantBy(name: string, known: readonly string[], drawn: readonly string[]): readonly string[] {
  const among = pathsMeant(name, drawn);
  return among.length > 0 && !known.includes(name) ? among : pathsMeant(name, known);
}

/** What people look at stands first: equations of cells. */
const likely = (paths: readonly string[]): readonly string[] =>
  paths.toSorted((a, b) => Number(b.includes('.step.')) - Number(a.includes('.step.')));

/** Why a value can't be drawn over steps, in words; null: it can. */
function lackOf(path: string, { named, at, stepsOf }: NamedValues): string | null {
  if (named.perChild.has(path)) return 'a row for each child of a node';
  const axis = named.axes.get(path) ?? null;
  if (axis === null) return 'one value for the whole sequence';
  if (stepsOf(axis) === 0) return null;
  const { shape } = at(path, 0);
  return shape.length > 1 ? `[${shape.join(', ')}] at every step` : null;
}
