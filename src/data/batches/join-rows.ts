/** Rows of a series as one sample. */
import { isNested } from '../dataset/feed-axes.ts';
import { hasTime } from '../encode/encode.ts';
import { BadCell } from '../rows/faults/bad-cell.ts';
import type { Piece } from './batch.ts';

interface Feed {
  readonly dims: readonly (string | number)[];
  readonly columns: readonly string[];
  /** It reads each row a step later. */
  readonly previous?: unknown;
}

/** A row that is a step of a series. */
interface StepRow {
  /** One per feed. */
  readonly pieces: readonly Piece[];
  readonly group: string;
  readonly part: number;
  /** Rows of the data that it is made of. */
  readonly rows: number;
}

/** All rows of each series as one. Rows of a series follow each other. */
export async function* joinRows<Row extends StepRow>(
  feeds: readonly Feed[],
  blocks: AsyncIterable<{ readonly rows: readonly Row[] }>,
): AsyncGenerator<{ readonly rows: readonly Row[]; readonly end: null }> {
  let open: Row[] = [];
  // no block has an end to go on from, since it may lie within a series
  for await (const { rows } of blocks) {
    const whole: Row[] = [];
    for (const row of rows) {
      const [first] = open;
      if (first !== undefined && (row.group !== first.group || row.part !== first.part)) {
        whole.push(joined(feeds, first, open));
        open = [];
      }
      open.push(row);
    }
    yield { rows: whole, end: null };
  }
  const [first] = open;
  if (first !== undefined) yield { rows: [joined(feeds, first, open)], end: null };
}

const joined = <Row extends StepRow>(feeds: readonly Feed[], first: Row, rows: readonly Row[]): Row => ({
  ...first,
  pieces: joinPieces(
    feeds,
    rows.map(({ pieces }) => pieces),
  ),
  rows: rows.length,
});

/**
 * The steps of a sequence one after the other; of a feed without steps the numbers of the first row. One piece per feed. What is read a step later begins
 * with 0 in the place of each number.
 */
export const joinPieces = (feeds: readonly Feed[], rows: readonly (readonly Piece[])[]): readonly Piece[] =>
  feeds.map((feed, f): Piece => {
    const first = rows[0]?.[f] ?? { steps: 0, data: [] };
    if (!hasTime(feed)) return first;
    if (isNested(feed)) return joinNested(rows.map((row) => row[f] ?? { steps: 0, data: [] }));
    const isLater = feed.previous !== undefined;
    const read = isLater ? rows.slice(0, -1) : rows;
    const start = isLater && rows.length > 0 ? Array.from(first.data, () => 0) : [];
    return { steps: rows.length, data: [...start, ...read.flatMap((row) => Array.from(row[f]?.data ?? []))] };
  });

/** What each step has along inner axes of time, one after the other. */
function joinNested(pieces: readonly Piece[]): Piece {
  const axes = pieces.reduce((most, { inner = [] }) => Math.max(most, inner.length), 0);
  return {
    steps: pieces.length,
    data: pieces.flatMap(({ data }) => Array.from(data)),
    inner: Array.from({ length: axes }, (_, axis) => pieces.flatMap(({ inner }) => Array.from(inner?.[axis] ?? []))),
  };
}

/** A value that should be the same in all rows of a sequence. */
interface Changed {
  readonly bad: BadCell;
  readonly column: string;
}

/** Compares rows, as they come, with the first row of their sequence. Null: all that a sequence has once is the same. */
export function changeWatch(
  feeds: readonly Feed[],
): (row: { readonly group: string }, part: number, pieces: readonly Piece[]) => Changed | null {
  let first: { readonly group: string; readonly part: number; readonly pieces: readonly Piece[] } | null = null;
  return ({ group }, part, pieces) => {
    if (first !== null && first.group === group && first.part === part)
      return changedValue(feeds, group, first.pieces, pieces);
    first = { group, part, pieces };
    return null;
  };
}

/** @param group the sequence. @returns null where both rows have the same numbers in all feeds without steps. */
export function changedValue(
  feeds: readonly Feed[],
  group: string,
  first: readonly Piece[],
  pieces: readonly Piece[],
): Changed | null {
  const isOnce = (feed: Feed): boolean => !hasTime(feed);
  const column = changedColumn(feeds, first, pieces, isOnce);
  if (column === null) return null;
  const bad = new BadCell(
    `changes within the sequence ${JSON.stringify(group)}, which has one value of it`,
    'give all rows of a sequence the same value, or the feed a time axis, for a value at each step',
  );
  return { bad, column };
}

/** The column whose numbers differ between two rows, in feeds of which a sample has them once; null: there is none. */
export function changedColumn<F extends Feed>(
  feeds: readonly F[],
  first: readonly Piece[],
  pieces: readonly Piece[],
  isOnce: (feed: F) => boolean,
): string | null {
  for (const [f, feed] of feeds.entries()) {
    if (!isOnce(feed)) continue;
    const [one, other] = [Array.from(first[f]?.data ?? []), Array.from(pieces[f]?.data ?? [])];
    const at = one.findIndex((value, i) => !Object.is(value, other[i]));
    if (at < 0 && one.length === other.length) continue;
    return (one.length === feed.columns.length ? feed.columns[at] : feed.columns[0]) ?? '';
  }
  return null;
}

/** Finds targets of every step that do not change within any sequence. */
export class SameAtSteps {
  readonly #places: readonly number[];
  readonly #feeds: readonly (Feed & { readonly name: string })[];
  readonly #changed = new Set<number>();
  readonly #values = new Map<number, Set<string>>();
  #long = false;

  constructor(feeds: readonly (Feed & { readonly name: string; readonly role: 'input' | 'target' })[]) {
    this.#feeds = feeds;
    // what is given at every step is rebuilt there
    const given = new Set(feeds.flatMap(({ role, columns }) => (role === 'input' ? columns : [])));
    const isAsked = ({ role, columns }: (typeof feeds)[number]): boolean =>
      role === 'target' && !columns.some((column) => given.has(column));
    this.#places = feeds.flatMap((feed, f) => (isAsked(feed) && hasTime(feed) && !isNested(feed) ? [f] : []));
  }

  /** A whole sequence. */
  add({ pieces }: Pick<StepRow, 'pieces'>): void {
    for (const f of this.#places) {
      if (this.#changed.has(f)) continue;
      const { steps, data } = pieces[f] ?? { steps: 0, data: [] };
      const width = data.length / Math.max(1, steps);
      const own = Array.from(data);
      if (own.some((value, i) => !Object.is(value, own[i % width]))) {
        this.#changed.add(f);
        continue;
      }
      this.#long ||= steps > 1;
      const values = this.#values.get(f) ?? new Set();
      if (values.size < 2 && steps > 0) values.add(own.slice(0, width).join());
      this.#values.set(f, values);
    }
  }

  /** Their columns, where sequences have steps and differ from each other. */
  get columns(): readonly string[] {
    if (!this.#long) return [];
    return this.#places.flatMap((f) =>
      !this.#changed.has(f) && (this.#values.get(f)?.size ?? 0) > 1 ? [...(this.#feeds[f]?.columns ?? [])] : [],
    );
  }
}

/** Rows as they come, each of which is shown to somebody. */
export async function* watched<Block extends { readonly rows: readonly Row[] }, Row>(
  blocks: AsyncIterable<Block>,
  watch: (row: Row) => void,
): AsyncGenerator<Block> {
  for await (const block of blocks) {
    for (const row of block.rows) watch(row);
    yield block;
  }
}
