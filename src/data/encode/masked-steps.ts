import { list } from '../../../compiler/diagnostics/phrase.ts';
import { isNested } from '../dataset/feed-axes.ts';
import type { StepMask } from '../dataset/preprocessing.ts';
import { BadCell, empty, nothingAtStep } from '../rows/cells.ts';
import type { ColumnsFeed, Encoded } from './columns-feed.ts';

/** Whether feeds of one row have the same steps. What stands along inner axes is looked at by the model alone. */
const areAlike = (feed: ColumnsFeed, other: ColumnsFeed): boolean =>
  feed.part === other.part && feed.dims[1] === other.dims[1] && !isNested(feed) && !isNested(other);

/** A feed without masks that do not stand beside its steps: then nothing may be missing. */
export function besideSteps<F extends ColumnsFeed & { readonly name: string }>(feed: F, all: readonly F[]): F {
  const { masks, ...rest } = feed;
  if (masks === undefined) return feed;
  const isKnown = masks.every((mask) => all.some((other) => other.name === mask.feed && areAlike(feed, other)));
  return isKnown ? feed : (rest as F);
}

/** Columns of inputs that may be missing where masks leave a step out. */
export const maskedColumns = (feeds: readonly ColumnsFeed[]): ReadonlySet<string> =>
  new Set(feeds.flatMap(({ masks, columns }) => (masks === undefined ? [] : columns)));

/** How many steps a row has of a feed: those of a window are rows of their own. */
const stepsIn = ({ part, dims }: ColumnsFeed, { steps }: Encoded): number =>
  part === 'row' && typeof dims[1] === 'number' ? dims[1] : steps;

/** Whether a mask leaves a step out: all of its numbers there are the one that stands for nothing. */
function leavesOut({ value }: StepMask, { data, steps }: Encoded, step: number): boolean {
  const width = data.length / steps;
  const none = Math.fround(value ?? 0);
  for (let i = step * width; i < (step + 1) * width; i++) if (Math.fround(data[i] ?? 0) !== none) return false;
  return true;
}

/**
 * The numbers of a feed with 0 where there is none and all masks leave the step out; the same ones where there is nothing to change. `missing`: the
 * index of the first number that is missing at a step that somebody reads.
 */
export function withoutMasked(
  { data, steps }: Encoded,
  masks: readonly StepMask[],
  fed: (name: string) => Encoded | undefined,
): { readonly data: ArrayLike<number>; readonly missing: number | null } {
  let missing: number | null = null;
  let filled: number[] | Float32Array | null = null;
  const width = data.length / steps;
  for (let i = 0; i < data.length; i++) {
    if (!Number.isNaN(data[i])) continue;
    const step = Math.floor(i / width);
    const isUnread = masks.every((mask) => {
      const beside = fed(mask.feed);
      return beside !== undefined && step < beside.steps && leavesOut(mask, beside, step);
    });
    if (!isUnread) {
      missing ??= i;
      continue;
    }
    filled ??= data instanceof Float32Array ? data.slice() : Array.from(data);
    filled[i] = 0;
  }
  return { data: filled ?? data, missing };
}

/** A number that is missing where it is read. */
export interface Missing {
  /** The feed, by its place. */
  readonly feed: number;
  /** Of the number, among those of the feed. */
  readonly index: number;
  /** Null: the row is the step. */
  readonly step: number | null;
}

/** What is wrong there: masks would leave the step out where they say so. */
export function missingRead(
  feeds: readonly (ColumnsFeed & { readonly name: string })[],
  { feed, step }: Missing,
): BadCell {
  const bad = step === null ? empty() : nothingAtStep(step);
  const writes = (feeds[feed]?.masks ?? []).map(({ feed: name, value }) => {
    const columns = feeds.find((other) => other.name === name)?.columns ?? [];
    return `${value ?? 0} in ${list(columns.map((column) => `"${column}"`))}`;
  });
  return new BadCell(
    bad.reason,
    `give the value, or write ${list([...new Set(writes)])}: the mask of the model then leaves the step out`,
    step,
  );
}

/** The feeds of one row as `withoutMasked` gives them. */
export function withoutMaskedSteps<P extends Encoded>(
  feeds: readonly (ColumnsFeed & { readonly name: string })[],
  pieces: readonly P[],
): readonly (P | Encoded)[] | Missing {
  if (feeds.every(({ masks }) => masks === undefined)) return pieces;
  const over = (i: number): Encoded | undefined => {
    const [feed, piece] = [feeds[i], pieces[i]];
    return feed === undefined || piece === undefined ? undefined : { data: piece.data, steps: stepsIn(feed, piece) };
  };
  const changed: (P | Encoded)[] = [];
  for (const [i, piece] of pieces.entries()) {
    const feed = feeds[i];
    const own = over(i);
    if (feed?.masks === undefined || own === undefined) {
      changed.push(piece);
      continue;
    }
    const { data, missing } = withoutMasked(own, feed.masks, (name) =>
      over(feeds.findIndex((other) => other.name === name)),
    );
    if (missing !== null) {
      const step = Math.floor(missing / (own.data.length / own.steps));
      return { feed: i, index: missing, step: feed.part === 'row' ? step : null };
    }
    changed.push(data === piece.data ? piece : { steps: piece.steps, data });
  }
  return changed;
}
