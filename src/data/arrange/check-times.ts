import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TimeRecipe } from '../dataset/preprocessing.ts';
import * as say from '../messages/times.ts';
import { StepFinder, writtenStep } from '../time/step.ts';
import type { TimeForm } from '../time/time-form.ts';
import { UTC } from '../time/zone.ts';

interface Timed {
  readonly time: number;
}

/** Of neighbours that go up and down, neither is rare. */
const SOME = 0.25;

/**
 * Whether numbers that were to be times are measurements: they go up and down from row to row, repeat, and have no step.
 * @param sorted the rows of each series in the order of their numbers, each number once
 * @param repeats how many rows stood with the number of another
 * @returns such a number; null: they may be times
 */
export function measured(
  forms: readonly TimeForm[],
  rows: readonly Timed[],
  sorted: readonly (readonly Timed[])[],
  repeats: number,
): number | null {
  if (forms[0]?.kind !== 'number') return null;
  const broken = rows.find(({ time }) => !Number.isInteger(time));
  const falls = rows.filter(({ time }, i) => time < (rows[i - 1]?.time ?? time)).length;
  if (broken === undefined || falls < SOME * rows.length || falls > (1 - SOME) * rows.length) return null;
  const finder = new StepFinder(UTC);
  for (const series of sorted)
    series.forEach(({ time }, i) => {
      finder.add(series[i - 1]?.time ?? null, time);
    });
  return repeats > rows.length / 10 || finder.find() === null ? broken.time : null;
}

/** Where years of two digits begin again, rows of one series are further apart than any data has gaps. */
const JUMP = 50;

/** The two years between which nothing stands, where years of two digits were read in two centuries. @param furthest the neighbours that are furthest apart */
function jumpOfCentury(
  forms: readonly TimeForm[],
  furthest: readonly [before: number, time: number] | null,
): readonly [number, number] | null {
  if (furthest === null || !forms.some(({ pattern }) => /(?<!y)yy(?!y)/.test(pattern))) return null;
  const [before, after] = furthest.map((time) => new Date(1000 * time).getUTCFullYear()) as [number, number];
  return after - before >= JUMP ? [before, after] : null;
}

/** What the distances of neighbours tell to be wrong: a written step longer than they are, or years of two centuries. */
export function timesMistake(spec: DataSpec, { forms, columns }: TimeRecipe, finder: StepFinder): Diagnostic | null {
  const years = jumpOfCentury(forms, finder.furthest);
  if (years !== null) return say.centuryUnclear(spec.time?.span ?? spec.span, columns[0] ?? '', years);
  const every = spec.time?.every ?? null;
  if (every === null || !finder.isFiner) return null;
  const found = finder.find();
  return say.stepFiner(every.span, every.value, found === null ? null : writtenStep(found));
}
