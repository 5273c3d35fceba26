import { seriesKey } from '../arrange/arrange-rows.ts';
import type { Piece } from '../batches/batch.ts';
import { changedColumn, changeWatch } from '../batches/join-rows.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import { rowsBeforeTargets } from '../encode/encode.ts';
import { caseTwins } from '../encode/fit.ts';
import type { UnknownCount } from '../encode/unknown-count.ts';
import { seriesChanges } from '../messages/ahead.ts';
import { BadRows } from '../rows/bad-rows.ts';
import { BadCell } from '../rows/faults/bad-cell.ts';
import type { PartIndex } from '../rows/split-rows.ts';
import type { TypedRow } from '../rows/typed-rows.ts';
import type { Block } from './arranged-rows.ts';
import { type BadRow, pieceEncoder } from './encode-row.ts';
import type { PlacedEnd, PlacedRows, RowSet } from './placed-rows.ts';
import type { TablePlan } from './plan-table.ts';

export interface EncodedRow {
  /** One per feed. */
  readonly pieces: readonly Piece[];
  readonly part: PartIndex;
  readonly before: RowsBefore;
  /** What tells the series of its set apart. */
  readonly group: string;
  /** Rows of the data that it is made of. */
  readonly rows: number;
}

/**
 * By part, how many rows go before a row without a break that samples of the part may read: rows of its own, and of the parts before it, which are
 * the past of its windows.
 */
export type RowsBefore = readonly [number, number, number];
const NONE: RowsBefore = [0, 0, 0];

/** Where encoding rows can go on. */
export interface EncodedEnd extends PlacedEnd {
  readonly set: number;
  /** The row before did not fit. */
  readonly left: boolean;
  /** Of the last row among those that the windows of its part are cut from. */
  readonly position: number;
  /** Of the last row. */
  readonly part: PartIndex | null;
  /** Of the next row, unless it breaks. */
  readonly past: RowsBefore;
}

/** The rows of a table as the feeds take them. They can be read again and again. */
export class EncodedRows {
  readonly #plan: TablePlan;
  readonly #placed: PlacedRows;
  readonly #preprocessing: Preprocessing;
  readonly #unknown: UnknownCount | null;

  /** @param unknown counts what the training did not have; null: nothing does */
  constructor(plan: TablePlan, placed: PlacedRows, preprocessing: Preprocessing, unknown: UnknownCount | null = null) {
    this.#unknown = unknown;
    this.#plan = plan;
    this.#placed = placed;
    this.#preprocessing = preprocessing;
  }

  /**
   * Reads rows in order, in blocks. No window goes across a row that does not fit what was fitted, or one of a later part.
   * @param bad takes the rows that do not fit; null: they were reported before
   * @param only the part whose rows are wanted, with those of the parts before it; null: all
   * @param from where to go on; null: the beginning
   */
  async *read(
    bad: BadRows | null,
    only: PartIndex | null,
    from: EncodedEnd | null = null,
  ): AsyncGenerator<Block<EncodedRow, EncodedEnd>> {
    // counted once, as bad rows are
    const encode = pieceEncoder(this.#plan, this.#preprocessing, bad === null ? null : this.#unknown);
    const reach = rowsBeforeTargets(this.#plan.feeds, this.#plan.windows);
    const isTrained = this.#plan.options.preprocessing !== undefined;
    const changed = bad === null ? null : new BadRows('refuse', isTrained);
    for (const [i, set] of this.#placed.sets.entries()) {
      if (only !== null && set.part !== null && set.part !== only) continue;
      if (from !== null && i < from.set) continue;
      const resumed = from?.set === i ? from : null;
      let left = resumed?.left ?? false;
      let position = resumed?.position ?? 0;
      let last = resumed?.part ?? null;
      let next = resumed?.past ?? NONE;
      const changesOfSeries = this.#staticWatch();
      const changes = this.#plan.joins ? changeWatch(this.#plan.feeds) : () => null;
      for await (const { rows, end } of this.#placed.read(i, resumed)) {
        const encoded: EncodedRow[] = [];
        for (const { row, part, breaks } of rows) {
          const before = breaks || left ? NONE : next;
          left = false;
          const after = (of: PartIndex): number => (part === of || (part < of && reach > 0) ? before[of] + 1 : 0);
          next = [after(0), after(1), after(2)];
          position = before[part] > 0 && last === part ? position + 1 : Math.min(reach, before[part]);
          last = part;
          if (only !== null && part !== only && (part > only || reach === 0)) continue;
          const found = encode(row, position, set.part === null && part < 2);
          const pieces = 'bad' in found ? found : (this.#withTwins(changes(row, part, found)) ?? found);
          if ('bad' in pieces) {
            if (bad !== null) await this.#reportBad(bad, set, row, pieces);
            left = true;
            continue;
          }
          const change = changed === null ? null : changesOfSeries(row, pieces);
          if (changed !== null && change !== null) await this.#reportBad(changed, set, row, change);
          encoded.push({ pieces, part, before, group: row.group, rows: 1 });
        }
        yield {
          rows: encoded,
          end: end === null ? null : { ...end, set: i, left, position, part: last, past: next },
        };
      }
    }
    changed?.check();
  }

  /** Values of a category that differ in their capitals alone are the likeliest reason why one changes. */
  #withTwins(changed: BadRow | null): BadRow | null {
    if (changed === null) return null;
    const { columns } = this.#preprocessing;
    const recipe = Object.hasOwn(columns, changed.column) ? columns[changed.column] : undefined;
    const [pair] = recipe?.type === 'category' ? caseTwins(recipe.values) : [];
    if (pair === undefined) return changed;
    const { reason, fix } = changed.bad;
    const shown = pair.map((value) => JSON.stringify(value)).join(' and ');
    return {
      ...changed,
      bad: new BadCell(reason, `write ${shown} alike: they differ only in their capitals; or ${fix}`),
    };
  }

  /** Compares rows, as they come, with the first row of their series, in what is fed once per series. */
  #staticWatch(): (row: TypedRow, pieces: readonly Piece[]) => BadRow | null {
    const { feeds, spec } = this.#plan;
    const isOnce = ({ part }: { readonly part: string }): boolean => part === 'series';
    if (!feeds.some(isOnce)) return () => null;
    let first: { readonly key: string; readonly pieces: readonly Piece[] } | null = null;
    return (row, pieces) => {
      const key = seriesKey(row, spec.group !== null);
      if (first?.key !== key) first = { key, pieces };
      const column = changedColumn(feeds, first.pieces, pieces, isOnce);
      if (column === null) return null;
      const { reason, fix, cause } = seriesChanges(spec.group === null ? null : row.group);
      return { bad: new BadCell(reason, fix, null, { cause }), column };
    };
  }

  async #reportBad(bad: BadRows, set: RowSet, row: TypedRow, { bad: why, column }: BadRow): Promise<void> {
    const reader = set.readers[row.reader];
    if (reader === undefined) return;
    const path = reader.pathOf?.(column) ?? reader.path;
    const take = bad.add(path, row.line, column, why);
    if (take === null) return;
    const place = await this.#plan.typing.placeAgain(reader, row, column, why.step);
    if (place !== null) take(place);
  }
}

/** Reads rows as `EncodedRows.read` does. */
export type ReadRows = EncodedRows['read'];
