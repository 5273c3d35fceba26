import type { PredictedValue, Prediction } from '../../answers/decode.ts';

/** One line for each sample. */
export const toNdjson = (rows: readonly Prediction[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** One line for each sample; where some column is a list over steps, one for each step, with `sample` and `step`, counted from 1. */
export function toCsv(rows: readonly Prediction[]): string {
  const isLong = rows.some((row) => Object.values(row).some(Array.isArray));
  const lines = isLong ? rows.flatMap(stepsOf) : rows;
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  return [columns, ...lines.map((line) => columns.map((name) => line[name]))]
    .map((fields) => `${fields.map(field).join(',')}\n`)
    .join('');
}

function stepsOf(row: Prediction, sample: number): readonly Prediction[] {
  const steps = Object.values(row).reduce(
    (most: number, value) => (Array.isArray(value) ? Math.max(most, value.length) : most),
    0,
  );
  return Array.from({ length: steps }, (_, t) => ({
    sample: sample + 1,
    step: t + 1,
    ...Object.fromEntries(
      Object.entries(row).map(([name, value]): [string, PredictedValue] => [
        name,
        Array.isArray(value) ? ((value as readonly PredictedValue[])[t] ?? null) : value,
      ]),
    ),
  }));
}

function field(value: PredictedValue | undefined): string {
  const text = Array.isArray(value) ? JSON.stringify(value) : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
