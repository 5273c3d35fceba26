import { InternalError } from '../diagnostics/diagnostic.ts';
import { forEachWord } from './coordinates.ts';
import { randomSource } from './random.ts';

export interface KeepMask {
  /** 0..2^32-1. */
  readonly seed: number;
  /** Path of the dropout site. */
  readonly path: string;
  /** Probability of a 1, in (0, 1]. */
  readonly keep: number;
  /** Global step, 0..2^32-1: the next training step has another mask. */
  readonly step: number;
  /** [batch, time, units], or for one mask over time [batch, units] or [1, units]. */
  readonly shape: readonly number[];
}

/**
 * Fills `out` with a dropout mask of zeros and ones. An element depends on seed, path, step and its own coordinates alone: a longer
 * series, a larger batch or another run gives the same ones where they overlap.
 * @throws InternalError where `out` does not have the shape's size or a number is out of its range
 */
export function fillKeepMask(out: Float32Array, { seed, path, keep, step, shape }: KeepMask): void {
  if (out.length !== shape.reduce((a, b) => a * b, 1))
    throw new InternalError(`mask "${path}": ${out.length} elements for shape [${shape.join(', ')}]`);
  if (!(keep > 0 && keep <= 1)) throw new InternalError(`mask "${path}": keep probability ${keep}`);
  const threshold = keep * 4294967296;
  forEachWord(shape, randomSource(seed, 'mask', path, step), (index, word) => {
    out[index] = word < threshold ? 1 : 0;
  });
}
