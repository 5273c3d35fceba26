import { InternalError } from '../diagnostics/diagnostic.ts';
import type { Initializer } from '../ir/graph.ts';
import { forEachWord } from './coordinates.ts';
import { anyNormal, forEachNormal, withinTwo } from './normal.ts';
import { orthonormalize } from './orthogonal.ts';
import { randomSource, toUnit } from './random.ts';

export { fillKeepMask, type KeepMask } from './keep-mask.ts';

/**
 * Start values of a weight, row-major. The same seed and path give the same bytes on every machine; an element of a random initialiser
 * depends on seed, path and its coordinates, and on sizes only through the fans (orthogonal alone depends on the whole).
 * Rules as in Keras 3 `keras/src/initializers/random_initializers.py` and `constant_initializers.py`.
 *
 * @param seed 0..2^32-1
 * @throws InternalError where initialiser and shape do not fit, which phase 2 has ruled out
 */
export const initializeWeight = (
  init: Initializer,
  shape: readonly number[],
  seed: number,
  path: string,
): Float32Array => fill(new Float32Array(sizeOf(shape)), init, shape, seed, path);

/** The same numbers before they are rounded to float32. */
export const exactWeight = (init: Initializer, shape: readonly number[], seed: number, path: string): Float64Array =>
  fill(new Float64Array(sizeOf(shape)), init, shape, seed, path);

type Numbers = Float32Array | Float64Array;

function fill<A extends Numbers>(out: A, init: Initializer, shape: readonly number[], seed: number, path: string): A {
  switch (init.kind) {
    case 'constant':
      out.fill(init.value);
      return out;
    case 'literal':
      if (init.values.length !== out.length)
        throw new InternalError(`"${path}": ${init.values.length} values for [${shape.join(', ')}]`);
      out.set(init.values);
      return out;
    case 'uniform':
      uniform(out, shape, seed, path, init.low, init.high);
      return out;
    case 'normal':
    case 'truncated_normal':
      normal(out, shape, seed, path, init);
      return out;
    case 'variance_scaling':
      varianceScaling(out, shape, seed, path, init);
      return out;
    case 'orthogonal':
      orthogonal(out, shape, seed, path, init.gain);
      return out;
    case 'identity':
      identity(out, shape, path, init.gain);
      return out;
    case 'blocks':
      blocks(out, shape, seed, path, init);
      return out;
    default:
      return init satisfies never;
  }
}

type Of<K extends Initializer['kind']> = Extract<Initializer, { readonly kind: K }>;
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

function uniform(out: Numbers, shape: readonly number[], seed: number, path: string, low: number, high: number): void {
  forEachWord(shape, randomSource(seed, 'weight', path, 0), (index, word) => {
    out[index] = low + (high - low) * toUnit(word);
  });
}

function normal(
  out: Numbers,
  shape: readonly number[],
  seed: number,
  path: string,
  {
    kind,
    mean,
    stddev,
  }: { readonly kind: 'normal' | 'truncated_normal'; readonly mean: number; readonly stddev: number },
): void {
  forEachNormal(shape, { seed, path }, kind === 'normal' ? anyNormal : withinTwo, (index, z) => {
    out[index] = mean + stddev * z;
  });
}

/** Standard deviation of a standard normal cut at ±2. */
const truncatedStddev = 0.8796256610342398;

function varianceScaling(
  out: Numbers,
  shape: readonly number[],
  seed: number,
  path: string,
  { scale, fan, distribution }: Of<'variance_scaling'>,
): void {
  const { fanIn, fanOut } = fans(shape);
  const count = { in: fanIn, out: fanOut, average: (fanIn + fanOut) / 2 }[fan];
  const variance = scale / Math.max(1, count);
  if (distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    uniform(out, shape, seed, path, -limit, limit);
    return;
  }
  const stddev = Math.sqrt(variance) / truncatedStddev;
  normal(out, shape, seed, path, { kind: 'truncated_normal', mean: 0, stddev });
}

/** Keras `compute_fans`: the last two axes, times all before them. */
function fans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  const fanOut = shape.at(-1) ?? 1;
  const fanIn = shape.at(-2) ?? fanOut;
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: fanIn * field, fanOut: fanOut * field };
}

/** All axes but the last are rows. Of the two sides the shorter one's vectors are orthonormal, times `gain`. */
function orthogonal(out: Numbers, shape: readonly number[], seed: number, path: string, gain: number): void {
  const columns = shape.at(-1);
  if (columns === undefined || shape.length < 2)
    throw new InternalError(`"${path}": orthogonal needs a matrix, not [${shape.join(', ')}]`);
  const rows = out.length / columns;
  const long = Math.max(rows, columns);
  const short = Math.min(rows, columns);
  const vectors = Array.from({ length: short }, () => new Float64Array(long));
  forEachNormal([long, short], { seed, path }, anyNormal, (index, z) => {
    const vector = vectors[index % short];
    if (vector !== undefined) vector[Math.floor(index / short)] = z;
  });
  orthonormalize(vectors);
  vectors.forEach((vector, k) => {
    vector.forEach((value, i) => {
      out[rows < columns ? k * columns + i : i * columns + k] = gain * value;
    });
  });
}

/** `gain` where the last two coordinates are equal: beyond rank 2, a stack of identity matrices. */
function identity(out: Numbers, shape: readonly number[], path: string, gain: number): void {
  const columns = shape.at(-1);
  const rows = shape.at(-2);
  if (columns === undefined || rows === undefined)
    throw new InternalError(`"${path}": identity needs a matrix, not [${shape.join(', ')}]`);
  for (let matrix = 0; matrix < out.length; matrix += rows * columns)
    for (let i = 0; i < Math.min(rows, columns); i++) out[matrix + i * columns + i] = gain;
}

/** A block's path is `PATH[INDEX]`, so that blocks of one kind differ. */
function blocks(
  out: Numbers,
  shape: readonly number[],
  seed: number,
  path: string,
  { axis, blocks: parts }: Of<'blocks'>,
): void {
  const total = shape[axis];
  if (total === undefined || parts.reduce((sum, part) => sum + part.size, 0) !== total)
    throw new InternalError(`"${path}": blocks do not fill axis ${axis} of [${shape.join(', ')}]`);
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  let offset = 0;
  parts.forEach(({ size, init }, i) => {
    const blockShape = shape.map((n, k) => (k === axis ? size : n));
    const values = exactWeight(init, blockShape, seed, `${path}[${i}]`);
    const width = size * inner;
    for (let k = 0; k < outer; k++)
      out.set(values.subarray(k * width, (k + 1) * width), k * total * inner + offset * inner);
    offset += size;
  });
}
