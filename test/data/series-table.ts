import fc from 'fast-check';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { csv } from './given.ts';

/** What decides on windows of some series, for properties. */
export const seriesLayout = (longest: number) => ({
  /** Rows of each series, one after the other. */
  series: fc.array(fc.integer({ min: 1, max: longest }), { minLength: 1, maxLength: 5 }),
  width: fc.integer({ min: 1, max: 6 }),
  horizon: fc.integer({ min: 1, max: 4 }),
  by: fc.constantFrom('order', 'random'),
  validation: fc.constantFrom(0, 0.2, 0.4),
  /** Rows that can't be read. */
  bad: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 3 }),
});

export interface SeriesTable {
  readonly series: readonly number[];
  readonly bad: readonly number[];
}

/** Columns `v`, the number of the row, and `g`, its series. */
export function seriesCsv({ series, bad }: SeriesTable): string {
  let at = 0;
  const rows = series.flatMap((length, g) =>
    Array.from({ length }, () => {
      const n = at++;
      return [bad.includes(n) ? 'bad' : n, `s${g}`];
    }),
  );
  return csv(['v', 'g'], rows);
}

export function groupOf({ series }: SeriesTable, row: number): number {
  const ends = series.map((_, g) => series.slice(0, g + 1).reduce((a, b) => a + b, 0));
  return ends.findIndex((end) => row < end);
}

/** Null where it is refused, as a part without a window is. */
export async function unlessRefused<T>(open: () => Promise<T>): Promise<T | null> {
  try {
    return await open();
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    return null;
  }
}
