/** Rows by series, each in the order of time. The same for the rows of a training and for those that a trained model is given. */
import type { Zone } from '../time/zone.ts';

/** What decides on the place of a row. */
export interface Ordered {
  readonly group: string;
  /** Seconds since 1970; NaN: nothing orders the rows. */
  readonly time: number;
  /** A row is missing before it. */
  readonly gap: boolean;
  /** It is the first of its file. */
  readonly opens: boolean;
  /** Its file among those that are read together. */
  readonly reader: number;
}

/** A row that could not be read, as far as it could: no window goes across its place. */
export interface MissingRow {
  /** Rows before it. */
  readonly at: number;
  readonly reader: number;
  /** Null: it may be of any series. */
  readonly group: string | null;
  /** NaN where it can't be told. */
  readonly time: number;
}

export interface ArrangeRules<R extends Ordered> {
  /** A column tells the series apart; otherwise every file is one. */
  readonly grouped: boolean;
  readonly timed: boolean;
  readonly zone: Zone | null;
  /** `keep`: rows of one time are samples of their own. */
  readonly duplicates: 'error' | 'first' | 'last' | 'mean' | 'keep';
  readonly withTime: (row: R, time: number) => R;
  readonly mean: (rows: readonly R[]) => R;
}

export interface Arranged<R> {
  /** In the order of their first rows. */
  readonly series: readonly (readonly R[])[];
  /** Rows that stood after one of a later time. */
  readonly moved: number;
  /** Every series with several times stood with its newest row first. */
  readonly falls: boolean;
  /** The first two rows that have one time, and how many times are repeated. */
  readonly repeated: { readonly rows: readonly [R, R]; readonly count: number } | null;
}

interface Item<R> {
  readonly row: R | null;
  readonly time: number;
  gap: boolean;
}

interface Gathering<R> {
  readonly items: Item<R>[];
  /** Whether a row is later than the one before it, or earlier, where a clock that goes back can't be why. */
  rises: boolean;
  drops: boolean;
  last: number;
  /** Rows that may be of any series and were missing when its last row came. */
  seen: number;
}

export const seriesKey = ({ group, reader }: Pick<Ordered, 'group' | 'reader'>, grouped: boolean): string =>
  grouped ? group : `${reader}`;

export function arrangeRows<R extends Ordered>(
  rows: readonly R[],
  missing: readonly MissingRow[],
  rules: ArrangeRules<R>,
): Arranged<R> {
  const gathered = gather(rows, missing, rules);
  const series: (readonly R[])[] = [];
  let repeated: Arranged<R>['repeated'] = null;
  const repeats = (first: R, second: R): void => {
    repeated = { rows: repeated?.rows ?? [first, second], count: (repeated?.count ?? 0) + 1 };
  };
  let moved = 0;
  for (const { items: given, rises, drops } of gathered) {
    // the order of the file stays among rows of one time; where clocks go back it is that of time
    const isFalling = drops && !rises;
    const { items, late } = inOrder(isFalling ? given.toReversed() : given, rules);
    moved += isFalling ? items.filter(({ row }) => row !== null).length - 1 : late;
    if (rules.timed) items.sort((a, b) => a.time - b.time);
    const ordered = linked(rules.zone === null ? items : unfold(items, rules.zone, rules.withTime));
    series.push(rules.timed && rules.duplicates !== 'keep' ? settle(ordered, isFalling, rules, repeats) : ordered);
  }
  const several = gathered.filter(({ items }) => items.length > 1);
  return {
    series,
    moved,
    falls: several.length > 0 && several.every(({ rises, drops }) => !rises && drops),
    repeated,
  };
}

function gather<R extends Ordered>(
  rows: readonly R[],
  missing: readonly MissingRow[],
  { grouped, timed, zone }: ArrangeRules<R>,
): readonly Gathering<R>[] {
  const found = new Map<string, Gathering<R>>();
  const of = (key: string): Gathering<R> => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const made = { items: [], rises: false, drops: false, last: Number.NaN, seen: 0 };
    found.set(key, made);
    return made;
  };
  const pending = new Set<string>();
  let anywhere = 0;
  let next = 0;
  const takeMissing = (upTo: number): void => {
    for (let hole = missing[next]; hole !== undefined && hole.at <= upTo; hole = missing[++next]) {
      if (grouped && hole.group === null) {
        anywhere++;
        continue;
      }
      const key = seriesKey({ group: hole.group ?? '', reader: hole.reader }, grouped);
      if (timed && !Number.isNaN(hole.time)) of(key).items.push({ row: null, time: hole.time, gap: false });
      else pending.add(key);
    }
  };
  rows.forEach((row, i) => {
    takeMissing(i);
    const key = seriesKey(row, grouped);
    const one = of(key);
    one.items.push({ row, time: row.time, gap: pending.delete(key) || one.seen < anywhere });
    one.seen = anywhere;
    if (!timed) return;
    if (row.time !== one.last && !(standsTwice(zone, row.time) && standsTwice(zone, one.last))) {
      if (row.time > one.last) one.rises = true;
      if (row.time < one.last) one.drops = true;
    }
    one.last = row.time;
  });
  takeMissing(rows.length);
  return [...found.values()].filter(({ items }) => items.some(({ row }) => row !== null));
}

/**
 * Rows from the oldest on, as nearly as the file has them: where a clock has gone back, a time that it shows again is the later one.
 * @returns also how many stand after a later one
 */
function inOrder<R extends Ordered>(
  items: readonly Item<R>[],
  { timed, zone, withTime }: ArrangeRules<R>,
): { readonly items: Item<R>[]; readonly late: number } {
  if (!timed) return { items: [...items], late: 0 };
  let latest = Number.NEGATIVE_INFINITY;
  let late = 0;
  const told = items.map((item): Item<R> => {
    if (item.row === null) return item;
    const second = zone === null || item.time > latest ? null : secondTime(zone, item.time);
    const time = second !== null && second > latest ? second : item.time;
    if (time < latest) late++;
    latest = Math.max(latest, time);
    return time === item.time ? item : { row: withTime(item.row, time), time, gap: item.gap };
  });
  return { items: told, late };
}

/** Where a clock goes back, its times stand twice: the second time is the later one. */
function unfold<R>(items: Item<R>[], zone: Zone, withTime: (row: R, time: number) => R): Item<R>[] {
  let changed = false;
  const unfolded = items.map((item, i): Item<R> => {
    if (item.row === null || items[i - 1]?.time !== item.time) return item;
    const second = secondTime(zone, item.time);
    if (second === null || second === item.time) return item;
    changed = true;
    return { row: withTime(item.row, second), time: second, gap: item.gap };
  });
  return changed ? unfolded.sort((a, b) => a.time - b.time) : items;
}

/** The second time at which the clock shows what it shows now; null: it shows it once. */
const secondTime = (zone: Zone, time: number): number | null => zone.times(zone.wallOf(time))[1] ?? null;

const standsTwice = (zone: Zone | null, time: number): boolean =>
  zone !== null && !Number.isNaN(time) && secondTime(zone, time) !== null;

/** The rows, which know now what is missing before them. */
function linked<R extends Ordered>(items: readonly Item<R>[]): R[] {
  const rows: R[] = [];
  let gap = false;
  for (const item of items) {
    if (item.row === null) {
      gap = true;
      continue;
    }
    const opens = rows.length === 0 ? item.row.opens : rows.at(-1)?.reader !== item.row.reader;
    const missing = gap || item.gap;
    rows.push(missing === item.row.gap && opens === item.row.opens ? item.row : { ...item.row, gap: missing, opens });
    gap = false;
  }
  return rows;
}

/** @param isFalling whether rows of one time stand here the other way round than in the file, by which the first and the last are told. */
function settle<R extends Ordered>(
  rows: readonly R[],
  isFalling: boolean,
  { duplicates, mean }: ArrangeRules<R>,
  repeats: (first: R, second: R) => void,
): readonly R[] {
  const settled: R[] = [];
  for (let i = 0; i < rows.length; ) {
    const first = rows[i];
    if (first === undefined) break;
    let end = i + 1;
    while (rows[end]?.time === first.time) end++;
    const same = isFalling ? rows.slice(i, end).toReversed() : rows.slice(i, end);
    const [top = first, second] = same;
    if (second === undefined) settled.push(first);
    else {
      repeats(top, second);
      const chosen = duplicates === 'mean' ? mean(same) : duplicates === 'last' ? (same.at(-1) ?? top) : top;
      settled.push({ ...chosen, gap: first.gap, opens: first.opens });
    }
    i = end;
  }
  return settled;
}
