import type { EpochRecord, History } from '../../artifact/training-record.ts';
import { formatDuration, formatFigure } from './figures.ts';

/** Seconds of the epochs that this run computed, by epoch; never stored. */
export type EpochSeconds = ReadonlyMap<number, number>;

/** A number as JSON can hold it. */
export const storable = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : value;

/** A table with one line per epoch; the best so far has a star. */
export function historyTable(history: History, seconds: EpochSeconds = new Map()): string {
  const columns = columnsOf(history);
  const timed = history.some(({ epoch }) => seconds.has(epoch));
  const head = ['epoch', 'steps', 'rate', ...columns.map(({ title }) => title), ...(timed ? ['time'] : []), ''];
  const body = history.map((record) => [
    String(record.epoch),
    String(record.steps),
    String(Number(record.rate.toPrecision(4))),
    ...columns.map(({ of }) => formatFigure(of(record))),
    ...(timed ? [formatDuration(seconds.get(record.epoch) ?? Number.NaN)] : []),
    record.best ? '*' : '',
  ]);
  const rows = [head, ...body];
  const widths = head.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padStart(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

interface Column {
  readonly title: string;
  readonly of: (record: EpochRecord) => number | null;
}

/** Losses of all parts, then metrics; `training` needs no name. */
function columnsOf(history: History): readonly Column[] {
  const parts = [...new Set(history.flatMap((record) => Object.keys(record.parts)))];
  const title = (part: string, what: string): string => (part === 'training' ? what : `${part} ${what}`);
  const losses = parts.map((part) => ({
    title: title(part, 'loss'),
    of: ({ parts: all }: EpochRecord) => all[part]?.loss ?? null,
  }));
  const metrics = parts.flatMap((part) =>
    [...new Set(history.flatMap((record) => Object.keys(record.parts[part]?.metrics ?? {})))].map((name) => ({
      title: title(part, name),
      of: ({ parts: all }: EpochRecord) => all[part]?.metrics[name] ?? null,
    })),
  );
  return [...losses, ...metrics];
}
