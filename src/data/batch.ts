import type { Batch, BatchFeed } from './dataset.ts';
import { hasTime } from './encode.ts';

/** One feed of one sample: `steps` of it, each with the same number of numbers. */
export interface Piece {
  readonly steps: number;
  readonly data: ArrayLike<number>;
}
/** One piece per feed, in the order of the layouts. */
export type Sample = readonly Piece[];

export interface FeedLayout {
  readonly name: string;
  readonly dtype: 'float32' | 'int32';
  readonly dims: readonly (string | number)[];
}

/** Joins samples; shorter ones are padded with 0 at their end, and then the true lengths are given. */
export function makeBatch(layouts: readonly FeedLayout[], samples: readonly Sample[], carry: boolean): Batch {
  const feeds: Record<string, BatchFeed> = {};
  const lengths: Record<string, Int32Array> = {};
  layouts.forEach((layout, f) => {
    const { name, dtype, dims } = layout;
    const pieces = samples.map((sample) => sample[f] ?? { steps: 0, data: [] });
    const longest = pieces.reduce((most, piece) => Math.max(most, piece.steps), 0);
    const sizes = dims.filter((d) => typeof d === 'number');
    const features = sizes.reduce((a, b) => a * b, 1);
    const shape = hasTime(layout) ? [samples.length, longest, ...sizes] : [samples.length, ...sizes];
    const row = hasTime(layout) ? longest * features : features;
    const data = dtype === 'float32' ? new Float32Array(samples.length * row) : new Int32Array(samples.length * row);
    pieces.forEach((piece, i) => {
      data.set(piece.data, i * row);
    });
    feeds[name] = { dtype, shape, data };
    if (hasTime(layout) && pieces.some((piece) => piece.steps < longest))
      lengths[name] = Int32Array.from(pieces, (piece) => piece.steps);
  });
  return { feeds, lengths, samples: samples.length, carry };
}
