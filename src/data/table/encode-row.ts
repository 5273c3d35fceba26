import { axesIn } from '../../../compiler/ir/dim.ts';
import type { Piece } from '../batches/batch.ts';
import type { FeedShape } from '../dataset/dataset.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import { findUnfit, findUnfitTree, type Unfit } from '../encode/checks/find-unfit.ts';
import { BadValue, isSequence, rowEncoder, rowsBeforeTargets, windowOffset, windowSteps } from '../encode/encode.ts';
import { missingRead, withoutMaskedSteps } from '../encode/masked-steps.ts';
import type { PlannedFeed } from '../encode/plan-feeds.ts';
import { seriesOfRow } from '../encode/series-feed.ts';
import { columnsBySeries, ofSeries } from '../encode/series-scale.ts';
import { mayLack, withoutMadeUp } from '../encode/target-masks.ts';
import { unitsOfRow } from '../encode/unit-feeds.ts';
import type { UnknownCount } from '../encode/unknown-count.ts';
import { oneOfRow } from '../messages/sizes.ts';
import { BadCell, type Cell } from '../rows/cells.ts';
import { filledCell } from '../rows/fill-cells.ts';
import type { TypedRow } from '../rows/typed-rows.ts';
import { placesOf, type TablePlan } from './plan-table.ts';

/** A row that does not fit what was fitted. */
export interface BadRow {
  readonly bad: BadCell;
  readonly column: string;
}

/** A feed as it is made of a row. */
interface RowFeed {
  readonly feed: PlannedFeed;
  readonly encode: ReturnType<typeof rowEncoder>;
  readonly places: readonly number[];
  readonly shape: Pick<FeedShape, 'meaning' | 'classes' | 'dims' | 'tree' | 'missing' | 'steps'>;
}

/** @returns for a row and its place in its series what the feeds take of it; `past`: windows of a later part may read it too. */
export function pieceEncoder(
  plan: TablePlan,
  preprocessing: Preprocessing,
  unknown: UnknownCount | null = null,
): (row: TypedRow, position: number, past: boolean) => readonly Piece[] | BadRow {
  const bySeries = columnsBySeries(preprocessing).length > 0;
  const encodersOf = (known: Preprocessing): readonly RowFeed[] =>
    plan.feeds.map(
      (feed): RowFeed => ({
        feed,
        encode: rowEncoder(known, feed, (column, item) => unknown?.add(column, feed.name, item)),
        places: placesOf(plan.used, feed),
        shape: plan.options.inputs.find((shape) => shape.name === feed.name) ?? { dims: feed.dims },
      }),
    );
  const common = encodersOf(preprocessing);
  const bySeriesName = new Map<string, readonly RowFeed[]>();
  const encodersFor = (series: string): readonly RowFeed[] => {
    if (!bySeries) return common;
    let own = bySeriesName.get(series);
    if (own === undefined) {
      own = encodersOf(ofSeries(preprocessing, series));
      bySeriesName.set(series, own);
    }
    return own;
  };
  const { cells = {} } = preprocessing;
  const fills = plan.used.map(({ name }) => (Object.hasOwn(cells, name) ? cells[name]?.fill : undefined));
  const weightFeeds = common.flatMap(({ shape }, f) => (shape.meaning === 'sample weights' ? [f] : []));
  const reach = rowsBeforeTargets(plan.feeds, plan.windows);
  const beside = plan.samples.slice(plan.feeds.length).map((feed) => ({
    feed,
    places: feed.columns.map((name) => plan.used.length + plan.masks.length + plan.levels.indexOf(name)),
  }));
  const maskOf = new Map(plan.masks.map(({ of }, i) => [of, plan.used.length + i]));
  const asTarget = (cell: Cell, place: number, row: TypedRow): Cell => {
    const mask = maskOf.get(place);
    return mask === undefined ? cell : withoutMadeUp(cell, row.cells[mask]);
  };
  return (row, position, past) => {
    const encoders = encodersFor(row.group);
    const read: Piece[] = [];
    /** Feeds that have nothing in this row. */
    const lacking = new Set<number>();
    for (const [f, { feed, encode, places }] of encoders.entries()) {
      const isAsked = mayLack(feed);
      const cells = places.map((place) => {
        const cell = filledCell(row.cells[place] ?? null, fills[place]);
        return isAsked ? asTarget(cell, place, row) : cell;
      });
      const piece = encode(cells);
      if (piece instanceof BadValue) return { bad: piece.bad, column: feed.columns[piece.column] ?? '' };
      read.push(piece);
      if (isAsked && cells.every((cell) => cell === null || Number.isNaN(cell))) lacking.add(f);
    }
    const known = withoutMaskedSteps(plan.feeds, read);
    if ('index' in known) {
      const { columns = [] } = plan.feeds[known.feed] ?? {};
      return { bad: missingRead(plan.feeds, known), column: columnAt(columns, known.index) };
    }
    const pieces: Piece[] = [...known];
    const isWeightless = weightFeeds.length > 0 && weightFeeds.every((f) => pieces[f]?.data[0] === 0);
    for (const [f, { feed, shape }] of encoders.entries()) {
      // -1 stands for a class that is missing, and is none where the file has it
      if (lacking.has(f)) continue;
      const isPast = past && windowOffset(feed, plan.windows) < reach;
      if (!(isPast || isRead(feed, plan.windows, position)) || (isWeightless && shape.classes === undefined)) continue;
      const { data, steps } = pieces[f] ?? { data: [], steps: 0 };
      const unfit = shape.tree === undefined ? findUnfit(shape, data) : findUnfitTree(shape.tree, data, steps);
      if (unfit !== null) {
        const step = unfit.step === null ? null : stepAround(pieces[f] ?? { data, steps }, unfit.step, feed);
        return badOf({ ...unfit, step }, columnAt(feed.columns, unfit.index), preprocessing);
      }
    }
    const bad = unequal(encoders, pieces);
    if (bad !== null) return bad;
    for (const { feed, places } of beside) {
      const numbersFrom = (offset: number): readonly number[] =>
        places.map((place) => Number(row.cells[place + offset] ?? Number.NaN));
      const [levels, before] = [numbersFrom(0), numbersFrom(plan.levels.length)];
      pieces.push({
        steps: 1,
        data: seriesOfRow(feed, row.group) ?? unitsOfRow(preprocessing, feed, levels, before, row.group),
      });
    }
    return pieces;
  };
}

/** A text is numbered by the vocabulary, in which classes have no place. */
function badOf({ reason, fix, step, cause }: Unfit, column: string, { columns }: Preprocessing): BadRow {
  const isText = Object.hasOwn(columns, column) && columns[column]?.type === 'text';
  if (!isText) return { bad: new BadCell(reason, fix, step, { cause: cause ?? null }), column };
  const common = cause === undefined ? null : { text: cause.text, shown: cause.shown };
  return { bad: new BadCell(reason, 'write columns: {NAME: {type: category}}', step, { cause: common }), column };
}

/** Whether some window reads this row of a series for a feed. */
function isRead(feed: PlannedFeed, windows: Preprocessing['windows'], position: number): boolean {
  if (windows === null) return true;
  const past = position - windowOffset(feed, windows);
  return past >= 0 && past % windows.stride < windowSteps(feed, windows);
}

/** The column that a number of a feed comes from, as far as each gives one. */
const columnAt = (columns: readonly string[], index: number): string =>
  columns[index % columns.length] ?? columns[0] ?? '';

/** Where the innermost sequence stands that has a step, in the list of its row; null: the row is no list. */
function stepAround({ inner = [] }: Piece, innermost: number, { part }: PlannedFeed): number | null {
  let step = innermost;
  for (const counts of inner.slice(part === 'row' ? 0 : 1).toReversed()) {
    let end = 0;
    step = Array.from(counts).findIndex((count) => {
      end += count;
      return step < end;
    });
  }
  return step;
}

/** Two sequences of a row along one time axis that are not equally long. */
function unequal(encoders: readonly RowFeed[], pieces: readonly Piece[]): BadRow | null {
  const feeds = encoders.map(({ feed }) => feed);
  const within = unequalWithin(feeds, pieces);
  if (within !== null) return within;
  for (const [f, { feed, shape }] of encoders.entries()) {
    const first = feeds.findIndex((other) => isSequence(other) && other.dims[1] === feed.dims[1]);
    const [own, steps] = [pieces[f]?.steps ?? 0, pieces[first]?.steps ?? 0];
    if (first < 0 || first >= f || !isSequence(feed) || own === steps) continue;
    if (own === 1 && shape.steps !== undefined) {
      const { reason, fix } = oneOfRow(feed.name, shape.steps);
      return { bad: new BadCell(reason, fix), column: feed.columns[0] ?? '' };
    }
    const reason = `gives "${feed.name}" ${own} steps, and "${feeds[first]?.name}" has ${steps} along "${feed.dims[1]}"`;
    return { bad: new BadCell(reason, 'make the lists of a row equally long'), column: feed.columns[0] ?? '' };
  }
  return null;
}

/** Two feeds of a row that have not the same steps along an inner axis of time. */
function unequalWithin(feeds: readonly PlannedFeed[], pieces: readonly Piece[]): BadRow | null {
  const first = new Map<string, { readonly feed: PlannedFeed; readonly counts: ArrayLike<number> }>();
  for (const [f, feed] of feeds.entries()) {
    const [, ...axes] = axesIn(feed.dims);
    for (const [i, axis] of axes.entries()) {
      const counts = pieces[f]?.inner?.[i] ?? [];
      const before = first.get(axis);
      if (before === undefined) first.set(axis, { feed, counts });
      if (before === undefined || before.feed.part !== feed.part) continue;
      const at = Array.from(counts).findIndex((count, step) => count !== before.counts[step]);
      if (at < 0 && counts.length === before.counts.length) continue;
      const reason = `gives "${feed.name}" ${counts[at] ?? counts.length} steps along "${axis}", and "${before.feed.name}" has ${before.counts[at] ?? before.counts.length}`;
      const step = i === 0 && feed.part === 'row' && at >= 0 ? at : null;
      return { bad: new BadCell(reason, 'make the lists of a row equally long', step), column: feed.columns[0] ?? '' };
    }
  }
  return null;
}
