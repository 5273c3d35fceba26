import type { RowReader } from '../rows/rows.ts';
import {
  type Assign,
  always,
  byBorders,
  byChance,
  byOrder,
  bySeries,
  type PartIndex,
  sharesOf,
} from '../rows/split-rows.ts';
import type { TypedRow } from '../rows/typed-rows.ts';
import type { ArrangedEnd, ArrangedRows, Block } from './arranged-rows.ts';
import type { TablePlan } from './plan-table.ts';
import { splitBorders } from './scan/split-borders.ts';

/** A row and the part it belongs to. */
export interface PlacedRow {
  readonly row: TypedRow;
  readonly part: PartIndex;
  /** No window may hold both the row before and this one, whatever their parts. */
  readonly breaks: boolean;
}

/** Rows that are read together: those of one part, or of all of them. */
export interface RowSet {
  readonly readers: readonly RowReader[];
  /** The part that all these rows belong to; null where they are split. */
  readonly part: PartIndex | null;
  /** Gives the part of each row; a new one begins at the first row. */
  readonly assign: () => Assign;
}

/** Where reading a set can go on, with what is known of the rows before. */
export interface PlacedEnd extends ArrangedEnd {
  readonly assign: Assign;
}

/** The rows of a table with the parts they belong to. They can be read again and again. */
export class PlacedRows {
  readonly #rows: ArrangedRows;
  readonly sets: readonly RowSet[];

  constructor(plan: TablePlan, rows: ArrangedRows) {
    this.#rows = rows;
    this.sets = rows.sets.map(({ index, readers }, set) => ({
      readers,
      part: plan.form.whole ? null : index,
      assign: plan.form.whole ? splitBy(plan, rows.lengths(set)) : () => always(index),
    }));
  }

  /** Reads one of the sets, or what is left of it. */
  async *read(index: number, from: PlacedEnd | null = null): AsyncGenerator<Block<PlacedRow, PlacedEnd>> {
    const set = this.sets[index];
    if (set === undefined) return;
    const partOf = from === null ? set.assign() : from.assign.fork();
    for await (const { rows, end } of this.#rows.read(index, from)) {
      const placed = rows.map(({ row, startsSeries, breaks }): PlacedRow => {
        const part = partOf.next({ startsSeries, value: row.border });
        return { row, part, breaks };
      });
      yield { rows: placed, end: end === null ? null : { ...end, assign: partOf.fork() } };
    }
  }

  /** The rows are no longer held in memory. */
  release(): void {
    this.#rows.release();
  }
}

/** @param lengths rows of each series, in order */
function splitBy(plan: TablePlan, lengths: readonly number[]): () => Assign {
  const { split, group } = plan.spec;
  if (split?.kind === 'column') {
    const whole = plan.joins ? bySeries : (assign: Assign): Assign => assign;
    const borders = splitBorders(plan);
    return () => whole(byBorders(borders));
  }
  const shares = sharesOf(split);
  const by = (split?.kind === 'ratio' ? split.by : null) ?? (plan.windows === null ? 'random' : 'order');
  if (by === 'order')
    return () => (plan.joins ? bySeries(byOrder([lengths.length], shares)) : byOrder(lengths, shares));
  const rows = lengths.reduce((a, b) => a + b, 0);
  const { seed } = plan.options;
  return group === null
    ? () => byChance(rows, shares, seed, 'rows')
    : () => byChance(lengths.length, shares, seed, 'series');
}
