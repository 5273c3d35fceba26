import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { lengthsConflict } from '../../../compiler/diagnostics/messages/feeds.ts';
import { axesIn } from '../../../compiler/ir/dim.ts';
import type { Batch, BatchFeed } from '../dataset/dataset.ts';
import { isNested } from '../dataset/feed-axes.ts';
import { type Encoded, hasTime } from '../encode/encode.ts';
import { innerLengths, type NestedLengths, padNested } from './nested-batch.ts';

/** One feed of one sample: `steps` of it, each with the same number of numbers, or with what stands along inner axes of time. */
export type Piece = Encoded;
/** One piece per feed, in the order of the layouts. */
export type Sample = readonly Piece[];

export interface FeedLayout {
  readonly name: string;
  readonly dtype: 'float32' | 'int32';
  readonly dims: readonly (string | number)[];
}

/**
 * Joins samples; shorter ones are padded with 0 at their end, and then the true lengths are given. Along inner axes of time all sequences are as long as the
 * longest of the batch. Where a sample has more numbers per step than its
 * feed, as graphs have whose nodes have several parents, all are made as wide, with the parent -1.
 */
export function makeBatch(layouts: readonly FeedLayout[], samples: readonly Sample[], carry: Batch['carry']): Batch {
  const feeds: Record<string, BatchFeed> = {};
  const steps = new Map<string, { readonly time: string; readonly lengths: Int32Array; readonly longest: number }>();
  const nested: { readonly name: string; readonly lengths: NestedLengths }[] = [];
  layouts.forEach((layout, f) => {
    const { name, dtype, dims } = layout;
    const pieces = samples.map((sample) => sample[f] ?? { steps: 0, data: [] });
    const longest = pieces.reduce((most, piece) => Math.max(most, piece.steps), 0);
    if (isNested(layout)) {
      const { feed, lengths } = padNested(layout, pieces, longest);
      feeds[name] = feed;
      steps.set(name, { time: `${dims[1]}`, lengths: Int32Array.from(pieces, (p) => p.steps), longest });
      nested.push({ name, lengths });
      return;
    }
    const sizes = dims.filter((d) => typeof d === 'number');
    const features = sizes.reduce((a, b) => a * b, 1);
    const widest = hasTime(layout)
      ? pieces.reduce(
          (most, piece) => Math.max(most, piece.steps === 0 ? 0 : piece.data.length / piece.steps),
          features,
        )
      : features;
    const perStep = widest > features ? [widest] : sizes;
    const shape = hasTime(layout) ? [samples.length, longest, ...perStep] : [samples.length, ...sizes];
    const row = hasTime(layout) ? longest * widest : features;
    const data = dtype === 'float32' ? new Float32Array(samples.length * row) : new Int32Array(samples.length * row);
    pieces.forEach((piece, i) => {
      const own = piece.steps === 0 ? widest : piece.data.length / piece.steps;
      if (own === widest || !hasTime(layout)) data.set(piece.data, i * row);
      else widen(piece, own, data.subarray(i * row, (i + 1) * row), widest);
    });
    feeds[name] = { dtype, shape, data };
    if (hasTime(layout))
      steps.set(name, { time: `${dims[1]}`, lengths: Int32Array.from(pieces, (p) => p.steps), longest });
  });
  const ragged = new Set<string>();
  for (const { time, lengths, longest } of steps.values()) if (lengths.some((n) => n < longest)) ragged.add(time);
  const lengths = Object.fromEntries(
    [...steps].flatMap(([name, of]) => (ragged.has(of.time) ? [[name, of.lengths] as const] : [])),
  );
  const inner = innerLengths(nested);
  return { feeds, lengths, samples: samples.length, carry, ...(inner === null ? {} : { inner }) };
}

/** Copies the parents of a graph's nodes into rows that have room for more of them. Free places get the parent -1. */
function widen({ data, steps }: Piece, own: number, target: Float32Array | Int32Array, width: number): void {
  for (let node = 0; node < steps; node++)
    for (let at = 0; at < width; at++)
      target[node * width + at] = at < own ? (data[node * own + at] ?? 0) : at % 2 === 0 ? -1 : 0;
}

/** Whether the states of a sample go on from the sample in the same place of the batch before. */
export const goesOn = ({ carry }: Pick<Batch, 'carry'>, sample: number): boolean =>
  typeof carry === 'boolean' ? carry : carry[sample] === true;

/**
 * True lengths by time symbol, from whichever feeds have them.
 * @throws RnncError where two feeds along one symbol disagree
 */
export function timeLengths(
  batch: Batch,
  feeds: Iterable<{ readonly name: string; readonly dims: readonly (string | number)[] }>,
): ReadonlyMap<string, Int32Array> {
  const found = new Map<string, { readonly name: string; readonly lengths: Int32Array }>();
  for (const { name, dims } of feeds) {
    const lengths = batch.lengths[name];
    const [, time] = dims;
    if (lengths === undefined || typeof time !== 'string') continue;
    const first = found.get(time);
    if (first === undefined) {
      found.set(time, { name, lengths });
      continue;
    }
    const row = lengths.findIndex((n, i) => n !== first.lengths[i]);
    if (row >= 0)
      throw new RnncError([lengthsConflict(time, first.name, name, row, first.lengths[row] ?? 0, lengths[row] ?? 0)]);
  }
  return new Map([...found].map(([time, { lengths }]) => [time, lengths]));
}

/**
 * True lengths along each axis of time of a feed, from whichever feeds have them: of the first one by sample, of inner ones for each step of the axes around
 * them. Null: all rows are full.
 */
export function lengthsByAxis(
  { lengths, inner = {} }: Pick<Batch, 'lengths' | 'inner'>,
  dims: FeedLayout['dims'],
  feeds: Iterable<Pick<FeedLayout, 'name' | 'dims'>>,
): readonly (Int32Array | null)[] {
  const first = [...feeds].find((other) => other.dims[1] === dims[1] && lengths[other.name] !== undefined);
  return axesIn(dims).map((axis, i) => {
    if (i > 0) return inner[axis] === undefined ? null : Int32Array.from(inner[axis].data);
    return first === undefined ? null : (lengths[first.name] ?? null);
  });
}

/**
 * Whether there is a step.
 * @param step counted through the steps of all axes of time, [samples, words, letters, …]
 * @param shape of the feed
 * @param lengths as `lengthsByAxis` gives them
 */
export function isThere(step: number, shape: readonly number[], lengths: readonly (Int32Array | null)[]): boolean {
  let rest = step;
  for (let axis = lengths.length; axis >= 1; axis--) {
    const size = shape[axis] ?? 1;
    const row = Math.floor(rest / size);
    if (rest % size >= (lengths[axis - 1]?.[row] ?? size)) return false;
    rest = row;
  }
  return true;
}
