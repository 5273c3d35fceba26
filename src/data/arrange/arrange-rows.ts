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
  latest: number;
  moved: number;
  rises: boolean;
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
  for (const { items, rises, moved } of gathered) {
    // the order of the file stays among rows of one time, and is that of time
    if (moved > 0 && !rises) items.reverse();
    if (rules.timed) items.sort((a, b) => a.time - b.time);
    const ordered = linked(rules.zone === null ? items : unfold(items, rules.zone, rules.withTime));
    series.push(rules.timed && rules.duplicates !== 'keep' ? settle(ordered, rules, repeats) : ordered);
  }
  const several = gathered.filter(({ items }) => items.length > 1);
  return {
    series,
    moved: gathered.reduce((n, each) => n + each.moved, 0),
    falls: several.length > 0 && several.every(({ rises, moved }) => !rises && moved > 0),
    repeated,
  };
}

function gather<R extends Ordered>(
  rows: readonly R[],
  missing: readonly MissingRow[],
  { grouped, timed, zone, withTime }: ArrangeRules<R>,
): readonly Gathering<R>[] {
  const found = new Map<string, Gathering<R>>();
  const of = (key: string): Gathering<R> => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const made = { items: [], latest: Number.NEGATIVE_INFINITY, moved: 0, rises: false, last: Number.NaN, seen: 0 };
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
  rows.forEach((given, i) => {
    takeMissing(i);
    const key = seriesKey(given, grouped);
    const one = of(key);
    const second = zone === null || given.time > one.latest ? null : secondTime(zone, given.time);
    const row = second !== null && second > one.latest ? withTime(given, second) : given;
    one.items.push({ row, time: row.time, gap: pending.delete(key) || one.seen < anywhere });
    one.seen = anywhere;
    if (!timed) return;
    if (row.time < one.latest) one.moved++;
    if (row.time > one.last) one.rises = true;
    one.latest = Math.max(one.latest, row.time);
    one.last = row.time;
  });
  takeMissing(rows.length);
  return [...found.values()].filter(({ items }) => items.some(({ row }) => row !== null));
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

function settle<R extends Ordered>(
  rows: readonly R[],
  { duplicates, mean }: ArrangeRules<R>,
  repeats: (first: R, second: R) => void,
): readonly R[] {
  const settled: R[] = [];
  for (let i = 0; i < rows.length; ) {
    const first = rows[i];
    if (first === undefined) break;
    let end = i + 1;
    while (rows[end]?.time === first.time) end++;
    const same = rows.slice(i, end);
    const second = same[1];
    if (second === undefined) settled.push(first);
    else {
      repeats(first, second);
      const chosen = duplicates === 'mean' ? mean(same) : duplicates === 'last' ? (same.at(-1) ?? first) : first;
      settled.push({ ...chosen, gap: first.gap, opens: first.opens });
    }
    i = end;
  }
  return settled;
}
