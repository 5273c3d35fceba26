import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as partMessages from '../messages/parts.ts';
import type { BadRows } from '../rows/bad-rows.ts';
import { readCell } from '../rows/cells.ts';
import type { RowReader } from '../rows/rows.ts';
import {
  type Assign,
  always,
  byBorders,
  byChance,
  byOrder,
  PARTS,
  type PartIndex,
  sharesOf,
} from '../rows/split-rows.ts';
import type { TypedPlace, TypedRow } from '../rows/typed-rows.ts';
import type { TablePlan } from './plan-table.ts';

/** A row and the part it belongs to. */
export interface PlacedRow {
  readonly row: TypedRow;
  readonly part: PartIndex;
  /** No window may hold both the row before and this one. */
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

/** A set after the first pass. */
interface ScannedSet extends RowSet {
  /** All rows, where they are held in memory. */
  held: readonly (readonly TypedRow[])[] | null;
}

/** Where reading a set can go on, with what is known of the rows before. */
export interface PlacedEnd extends TypedPlace {
  readonly group: string | null;
  readonly last: PartIndex | null;
  readonly assign: Assign;
}

/** Rows that are read at once. */
export interface Block<Row, End> {
  readonly rows: readonly Row[];
  /** Where the next block begins; null where the rows are in memory. */
  readonly end: End | null;
}

/** The rows of a table with the parts they belong to. They can be read again and again. */
export class PlacedRows {
  readonly #plan: TablePlan;
  readonly #sets: readonly ScannedSet[];

  private constructor(plan: TablePlan, sets: readonly ScannedSet[]) {
    this.#plan = plan;
    this.#sets = sets;
  }

  /** First pass: counts rows and series, holds the rows in memory if they are few, and finds those that can't be read. */
  static async scan(plan: TablePlan, bad: BadRows): Promise<PlacedRows> {
    const { form, typing } = plan;
    const sets: ScannedSet[] = [];
    for (const index of PARTS) {
      const readers = form.readers[index];
      if (readers === null) continue;
      const lengths: number[] = [];
      const held: (readonly TypedRow[])[] = [];
      let group: string | null = null;
      for await (const { rows } of typing.read(readers, bad)) {
        if (form.holdRows) held.push(rows);
        for (const row of rows) {
          if (row.group !== group) lengths.push(0);
          group = row.group;
          lengths[lengths.length - 1] = (lengths.at(-1) ?? 0) + 1;
        }
      }
      sets.push({
        readers,
        part: form.whole ? null : index,
        assign: form.whole ? splitBy(plan, lengths) : () => always(index),
        held: form.holdRows ? held : null,
      });
    }
    return new PlacedRows(plan, sets);
  }

  get sets(): readonly RowSet[] {
    return this.#sets;
  }

  /** Reads one of the sets, or what is left of it. */
  async *read(index: number, from: PlacedEnd | null = null): AsyncGenerator<Block<PlacedRow, PlacedEnd>> {
    const set = this.#sets[index];
    if (set === undefined) return;
    const partOf = from === null ? set.assign() : from.assign.fork();
    let group = from?.group ?? null;
    let last = from?.last ?? null;
    for await (const { rows, end } of this.#typed(set, from)) {
      const placed = rows.map((row): PlacedRow => {
        const startsSeries = row.group !== group;
        group = row.group;
        const part = partOf.next({ startsSeries, value: row.border });
        const breaks = startsSeries || row.gap || part !== last;
        last = part;
        return { row, part, breaks };
      });
      yield { rows: placed, end: end === null ? null : { ...end, group, last, assign: partOf.fork() } };
    }
  }

  /** The rows are no longer held in memory. */
  release(): void {
    for (const set of this.#sets) set.held = null;
  }

  async *#typed({ held, readers }: ScannedSet, from: TypedPlace | null): AsyncGenerator<Block<TypedRow, TypedPlace>> {
    if (held !== null) for (const rows of held) yield { rows, end: null };
    else yield* this.#plan.typing.read(readers, null, from ?? undefined);
  }
}

/** @param lengths rows of each series, in order */
function splitBy(plan: TablePlan, lengths: readonly number[]): () => Assign {
  const { split, group } = plan.spec;
  if (split?.kind === 'column') {
    const borders = split.at.map(({ value, span }) => {
      const border = readCell(value, plan.borderType, '.');
      const isOfType = plan.borderType === 'number' || typeof value === 'string';
      if (isOfType && typeof border === 'number') return border;
      throw new RnncError([partMessages.borderType(span, split.column.value, JSON.stringify(value))]);
    });
    return () => byBorders(borders);
  }
  const shares = sharesOf(split);
  const by = (split?.kind === 'ratio' ? split.by : null) ?? (plan.windows === null ? 'random' : 'order');
  if (by === 'order') return () => byOrder(lengths, shares);
  const rows = lengths.reduce((a, b) => a + b, 0);
  const { seed } = plan.options;
  return group === null
    ? () => byChance(rows, shares, seed, 'rows')
    : () => byChance(lengths.length, shares, seed, 'series');
}
