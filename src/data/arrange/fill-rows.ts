/** Cells of rows that are filled from other rows of their series. */
import type { BadRows } from '../rows/bad-rows.ts';
import type { Cell } from '../rows/cells.ts';
import { carried, drawnCells, filledColumn, lacking, type RowFill } from '../rows/fill-cells.ts';
import type { TypedRow } from '../rows/typed-rows.ts';
import { seriesKey } from './arrange-rows.ts';

/** A column that is filled from other rows. */
export interface FilledColumn extends RowFill {
  readonly name: string;
  /** Among the cells of a row. */
  readonly at: number;
  /** Inputs read it at each step. */
  readonly isInput: boolean;
}

/** What stood before in a series. */
export interface Carried {
  readonly key: string;
  readonly cells: readonly Cell[];
  /** Of rows that were left out. */
  readonly gap: boolean;
  readonly opens: boolean;
}

/** Fills the rows of a training. Rows at the start of a series, before any value, are left out. */
export class RowFilling {
  readonly #columns: readonly FilledColumn[];
  readonly #grouped: boolean;

  constructor(columns: readonly FilledColumn[], grouped: boolean) {
    this.#columns = columns;
    this.#grouped = grouped;
  }

  /** Whether any row may change. */
  get isNeeded(): boolean {
    return this.#columns.length > 0;
  }

  /** Whether a row takes values from later ones. */
  get looksAhead(): boolean {
    return this.#columns.some(({ rule, whole }) => rule === 'interpolate' && !whole);
  }

  /** Whether inputs may have values on the line to a later row. */
  get drawsInputs(): boolean {
    return this.#columns.some(({ rule, whole, isInput }) => rule === 'interpolate' && !whole && isInput);
  }

  /**
   * Fills rows of which none takes values from later ones.
   * @param before what the call for the rows before gave; null: these are the first.
   * @param bad counts what was filled and left out; null: it was counted before
   */
  forward(
    rows: readonly TypedRow[],
    before: Carried | null,
    bad: BadRows | null,
  ): { readonly rows: readonly TypedRow[]; readonly last: Carried | null } {
    if (!this.isNeeded) return { rows, last: null };
    const filled: TypedRow[] = [];
    let last = before;
    for (const row of rows) {
      const key = seriesKey(row, this.#grouped);
      const past = last?.key === key ? last : null;
      const cells = [...row.cells];
      for (const { at } of this.#columns) cells[at] = carried(past?.cells[at], cells[at] ?? null);
      const whole = { ...row, cells, gap: row.gap || past?.gap === true, opens: row.opens || past?.opens === true };
      const isKept = this.#take(row, cells, bad);
      if (isKept) filled.push(whole);
      last = { key, cells, gap: !isKept && whole.gap, opens: !isKept && whole.opens };
    }
    return { rows: filled, last };
  }

  /** Fills all rows, which stand by series. */
  all(rows: readonly TypedRow[], bad: BadRows): readonly TypedRow[] {
    if (!this.isNeeded) return rows;
    const filled: TypedRow[] = [];
    for (let from = 0; from < rows.length; ) {
      const key = this.#keyOf(rows[from]);
      let to = from;
      while (to < rows.length && this.#keyOf(rows[to]) === key) to++;
      const series = rows.slice(from, to);
      const times = series.map(({ time }) => time);
      const columns = this.#columns.map((column) => {
        const given = series.map(({ cells }) => cells[column.at] ?? null);
        const drawn = column.isInput ? drawnCells(given, column) : [];
        return { column, drawn, cells: filledColumn(given, times, column) };
      });
      let [gap, opens] = [false, false];
      for (const [i, row] of series.entries()) {
        const cells = [...row.cells];
        for (const { column, cells: of } of columns) cells[column.at] = of[i] ?? null;
        [gap, opens] = [gap || row.gap, opens || row.opens];
        if (!this.#take(row, cells, bad)) continue;
        filled.push({ ...row, cells, gap, opens, drawn: columns.some(({ drawn }) => drawn[i] === true) });
        [gap, opens] = [false, false];
      }
      from = to;
    }
    return filled;
  }

  #keyOf(row: TypedRow | undefined): string {
    return row === undefined ? '' : seriesKey(row, this.#grouped);
  }

  /** Whether a row has all its values now. */
  #take(row: TypedRow, cells: readonly Cell[], bad: BadRows | null): boolean {
    const missing = this.#columns.find(({ at }) => lacking(cells[at] ?? null) > 0);
    if (missing !== undefined) {
      bad?.leave(missing.name, row.group);
      return false;
    }
    for (const { at, name } of this.#columns) {
      const lacks = lacking(row.cells[at] ?? null);
      if (lacks > 0) bad?.lack(name, lacks, true);
    }
    return true;
  }
}
