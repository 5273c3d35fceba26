import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { lengthsConflict } from '../../../compiler/diagnostics/messages/feeds.ts';
import { axesIn } from '../../../compiler/ir/dim.ts';
import type { Batch, BatchFeed } from '../dataset/dataset.ts';
import type { Encoded } from '../encode/columns-feed.ts';

interface NestedLayout {
  readonly name: string;
  readonly dtype: 'float32' | 'int32';
  readonly dims: readonly (string | number)[];
}

/** By inner axis of time: how many steps there are along it at each step of the axes around it, [samples, words, …]; 0 where there is no such step. */
export type NestedLengths = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Int32Array }>;

const sizesIn = (dims: NestedLayout['dims']): readonly number[] => dims.filter((dim) => typeof dim === 'number');
const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Sequences of sequences, padded with 0 to the longest along every axis. @param longest steps along the outermost axis */
export function padNested(
  { dims, dtype }: NestedLayout,
  pieces: readonly Encoded[],
  longest: number,
): { readonly feed: BatchFeed; readonly lengths: NestedLengths } {
  const [, ...axes] = axesIn(dims);
  const sizes = sizesIn(dims);
  const features = product(sizes);
  const most = [longest, ...axes.map((_, axis) => mostAlong(pieces, axis))];
  const shape = [pieces.length, ...most, ...sizes];
  const data = dtype === 'float32' ? new Float32Array(product(shape)) : new Int32Array(product(shape));
  const lengths = axes.map((axis, i) => {
    const around = [pieces.length, ...most.slice(0, i + 1)];
    return [axis, { shape: around, data: new Int32Array(product(around)) }] as const;
  });
  for (const [sample, piece] of pieces.entries()) {
    const next = axes.map(() => 0);
    let read = 0;
    const place = (level: number, at: number): void => {
      const count = level === 0 ? piece.steps : (piece.inner?.[level - 1]?.[next[level - 1] ?? 0] ?? 0);
      if (level > 0) {
        next[level - 1] = (next[level - 1] ?? 0) + 1;
        const own = lengths[level - 1]?.[1].data;
        if (own !== undefined) own[at] = count;
      }
      const first = at * (most[level] ?? 0);
      if (level < axes.length) {
        for (let t = 0; t < count; t++) place(level + 1, first + t);
        return;
      }
      for (let i = 0; i < count * features; i++) data[first * features + i] = piece.data[read + i] ?? 0;
      read += count * features;
    };
    place(0, sample);
    if (read !== piece.data.length) throw new InternalError(`${piece.data.length} numbers and ${read} of them read`);
  }
  return { feed: { dtype, shape, data }, lengths: new Map(lengths) };
}

const mostAlong = (pieces: readonly Encoded[], axis: number): number => {
  let most = 0;
  for (const { inner } of pieces) {
    const counts = inner?.[axis] ?? [];
    for (let i = 0; i < counts.length; i++) most = Math.max(most, counts[i] ?? 0);
  }
  return most;
};

/**
 * The lengths along inner axes that feeds have in common. Null: every sequence is as long as all others.
 * @throws RnncError where two feeds along one axis disagree
 */
export function innerLengths(
  nested: readonly { readonly name: string; readonly lengths: NestedLengths }[],
): { readonly [axis: string]: BatchFeed } | null {
  const found = new Map<string, { readonly name: string; readonly feed: BatchFeed }>();
  for (const { name, lengths } of nested)
    for (const [axis, { shape, data }] of lengths) {
      const first = found.get(axis);
      if (first === undefined) {
        found.set(axis, { name, feed: { dtype: 'int32', shape, data } });
        continue;
      }
      const row = data.findIndex((n, i) => n !== first.feed.data[i]);
      if (row >= 0)
        throw new RnncError([lengthsConflict(axis, first.name, name, row, first.feed.data[row] ?? 0, data[row] ?? 0)]);
    }
  const isFull = [...found.values()].every(({ feed: { data } }) => data.every((n) => n === data[0]));
  return isFull ? null : Object.fromEntries([...found].map(([axis, { feed }]) => [axis, feed]));
}

/** A feed of sequences of sequences of a batch that has one sample, without what is padding along its inner axes. */
export function onlyPiece({ feeds, inner = {} }: Batch, { name, dims }: NestedLayout): Encoded {
  const feed = feeds[name];
  const [, ...axes] = axesIn(dims);
  const [samples, steps = 0, ...rest] = feed?.shape ?? [];
  if (feed === undefined || samples !== 1) throw new InternalError(`"${name}" is not of one sample`);
  const features = product(sizesIn(dims));
  const counts = axes.map((): number[] => []);
  const data: number[] = [];
  const take = (level: number, at: number): void => {
    const most = rest[level] ?? 0;
    const count = inner[axes[level] ?? '']?.data[at] ?? most;
    counts[level]?.push(count);
    const first = at * most;
    if (level + 1 < axes.length) for (let t = 0; t < count; t++) take(level + 1, first + t);
    else for (let i = 0; i < count * features; i++) data.push(feed.data[first * features + i] ?? 0);
  };
  for (let t = 0; t < steps; t++) take(0, t);
  return { steps, data, inner: counts };
}
