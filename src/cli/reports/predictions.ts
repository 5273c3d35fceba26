import type { PredictedValue, Prediction } from '../../answers/decode.ts';

/** One line for each sample. */
export const toNdjson = (rows: readonly Prediction[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/**
 * One line for each sample; where an answer is a list over steps, one for each step, with `sample` and `step`, counted from 1.
 * Numbers of answers have at most seven digits, which is what a float32 holds.
 * @param kept columns that are no answers. A list in one is split over the steps where all lists of that column are as long as the answers, and is JSON otherwise.
 */
export function toCsv(rows: readonly Prediction[], kept: ReadonlySet<string> = new Set()): string {
  const isLong = rows.some((row) => stepsIn(row, kept) !== null);
  const whole = new Set(
    [...kept].filter((name) =>
      rows.some((row) => {
        const value = row[name];
        return Array.isArray(value) && value.length !== stepsIn(row, kept);
      }),
    ),
  );
  const lines = isLong ? rows.flatMap((row, i) => stepsOf(row, i, stepsIn(row, kept) ?? 0, whole)) : rows;
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  // numbers of samples and steps, and columns that were given, stay as they are
  const told = (name: string, value: PredictedValue | undefined): PredictedValue | undefined =>
    kept.has(name) ? value : rounded(value);
  return [columns, ...lines.map((line) => columns.map((name) => told(name, line[name])))]
    .map((fields) => `${fields.map(field).join(',')}\n`)
    .join('');
}

/** Entries of the longest list among the answers; null where none is a list. */
function stepsIn(row: Prediction, kept: ReadonlySet<string>): number | null {
  const lengths = Object.entries(row).flatMap(([name, value]) =>
    Array.isArray(value) && !kept.has(name) ? [value.length] : [],
  );
  return lengths.reduce<number | null>((most, length) => Math.max(most ?? 0, length), null);
}

function stepsOf(row: Prediction, sample: number, steps: number, whole: ReadonlySet<string>): readonly Prediction[] {
  return Array.from({ length: steps }, (_, t) => ({
    sample: sample + 1,
    step: t + 1,
    ...Object.fromEntries(
      Object.entries(row).map(([name, value]): [string, PredictedValue] => [
        name,
        Array.isArray(value) && !whole.has(name) ? ((value as readonly PredictedValue[])[t] ?? null) : value,
      ]),
    ),
  }));
}

/** Digits that a float32 holds. */
const DIGITS = 7;

/** A number with the digits that the model can tell. What stands before the point stays whole. */
export function rounded(value: PredictedValue | undefined): PredictedValue | undefined {
  if (Array.isArray(value)) return (value as readonly PredictedValue[]).map((each) => rounded(each) ?? null);
  if (typeof value !== 'number' || Number.isInteger(value) || !Number.isFinite(value)) return value;
  return Math.abs(value) < 10 ** DIGITS ? Number(value.toPrecision(DIGITS)) : Math.round(value);
}

const field = (value: PredictedValue | undefined): string => quotedField(fieldText(value));

/** What stands in a field, before it is quoted. */
export const fieldText = (value: PredictedValue | undefined): string =>
  Array.isArray(value) ? JSON.stringify(value) : String(value ?? '');

export const quotedField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
