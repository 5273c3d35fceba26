import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TimeRecipe } from '../dataset/preprocessing.ts';
import * as say from '../messages/times.ts';
import { StepFinder, stepText, writtenStep } from '../time/step.ts';
import type { TimeForm } from '../time/time-form.ts';
import { UTC } from '../time/zone.ts';

interface Timed {
  readonly time: number;
}

/** Of neighbours that go up and down, neither is rare. */
const SOME = 0.25;

/**
 * Whether numbers that were to be times are measurements: they go up and down from row to row, repeat, and have no step, or some stand oftener than smaller
 * ones, as counts of the rows of several series never do.
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
  const falls = rows.filter(({ time }, i) => time < (rows[i - 1]?.time ?? time)).length;
  if (falls < SOME * rows.length || falls > (1 - SOME) * rows.length) return null;
  const broken = rows.find(({ time }) => !Number.isInteger(time));
  const example = (broken ?? rows[0])?.time ?? null;
  if (repeats > rows.length / 10) return broken === undefined && countsRows(rows) ? null : example;
  const finder = new StepFinder(UTC);
  for (const series of sorted)
    series.forEach(({ time }, i) => {
      finder.add(series[i - 1]?.time ?? null, time);
    });
  return finder.find() === null ? example : null;
}

/** Whether numbers stand as often as where each of several series counts its rows: the larger, the fewer. */
function countsRows(rows: readonly Timed[]): boolean {
  const counts = new Map<number, number>();
  for (const { time } of rows) counts.set(time, (counts.get(time) ?? 0) + 1);
  const ordered = [...counts].sort(([a], [b]) => a - b).map(([, count]) => count);
  return ordered.filter((count, i) => count > (ordered[i - 1] ?? count)).length <= SOME * ordered.length;
}

const hasShortYears = ({ pattern }: TimeForm): boolean => /(?<!y)yy(?!y)/.test(pattern);

/** Where years of two digits begin again, rows of one series are further apart than any data has gaps. */
const JUMP = 50;

/** The two years between which nothing stands, where years of two digits were read in two centuries. @param furthest the neighbours that are furthest apart */
function jumpOfCentury(
  forms: readonly TimeForm[],
  furthest: readonly [before: number, time: number] | null,
): readonly [number, number] | null {
  if (furthest === null || !forms.some(hasShortYears)) return null;
  const [before, after] = furthest.map((time) => new Date(1000 * time).getUTCFullYear()) as [number, number];
  return after - before >= JUMP ? [before, after] : null;
}

/** A sentence where the rows that a trained model is given are closer than those of its training. */
export function otherStepNote({ step }: TimeRecipe, finder: StepFinder): readonly string[] {
  if (step === null || !finder.isFiner) return [];
  const found = finder.find();
  return [say.stepDiffersNote(found === null ? 'unevenly spaced' : stepText(found), stepText(step))];
}

/**
 * What the distances of neighbours tell to be wrong: a written step that is not theirs, or years of two centuries.
 * @param trained whether the step stands, because a model was trained with it
 */
export function timesMistake(
  spec: DataSpec,
  { forms, columns }: TimeRecipe,
  finder: StepFinder,
  trained: boolean,
): Diagnostic | null {
  const years = jumpOfCentury(forms, finder.furthest);
  if (years !== null) return say.centuryUnclear(spec.time?.span ?? spec.span, columns[0] ?? '', years);
  const every = spec.time?.every ?? null;
  if (every === null || trained) return null;
  const found = finder.find();
  const written = found === null ? null : writtenStep(found);
  if (finder.isFiner) return say.stepFiner(every.span, every.value, written);
  // times that are unevenly apart are never exactly a step apart
  return written !== null && finder.isOff ? say.stepOff(every.span, every.value, written) : null;
}

/** Years from which on a time is hardly one of data. */
const AHEAD = 1;

/** A sentence where years of two digits are read as those of a future. @param now seconds since 1970 */
export function futureNote({ forms, columns }: TimeRecipe, { range }: StepFinder, now: number): readonly string[] {
  if (range === null || !forms.some(hasShortYears)) return [];
  const [first, last, today] = [...range, now].map((time) => new Date(1000 * time).getUTCFullYear()) as [
    number,
    number,
    number,
  ];
  return last > today + AHEAD ? [say.futureYearsNote(columns[0] ?? '', first, last)] : [];
}
