import type { Initializer } from '../ir/graph.ts';
import { cos, log, sin } from './elementary.ts';
import { type Key, keyOf, philox, toUnit } from './random.ts';

/** Standard deviation of a normal distribution cut at two of its own (Keras and TensorFlow divide by it in variance scaling). */
const TRUNCATED_STDDEV = 0.87962566103423978;

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * The start values of one weight, row-major float32. Element i of a path under a seed is the same on every machine and whatever else the model
 * holds. Sources: Keras 3 `keras/src/initializers/random_initializers.py` for fans, variance scaling and orthogonal.
 */
export function initializeWeight(
  init: Initializer,
  shape: readonly number[],
  seed: number,
  path: string,
): Float32Array {
  const count = sizeOf(shape);
  switch (init.kind) {
    case 'constant':
      return new Float32Array(count).fill(init.value);
    case 'literal':
      return Float32Array.from(init.values);
    case 'uniform':
      return uniform(keyOf(seed, path), count, init.low, init.high);
    case 'normal':
      return scaled(normals(keyOf(seed, path), count), init.mean, init.stddev);
    case 'truncated_normal':
      return scaled(truncatedNormals(keyOf(seed, path), count), init.mean, init.stddev);
    case 'variance_scaling': {
      const variance = init.scale / Math.max(1, fanOf(init.fan, shape));
      if (init.distribution === 'uniform') {
        const limit = Math.sqrt(3 * variance);
        return uniform(keyOf(seed, path), count, -limit, limit);
      }
      return scaled(truncatedNormals(keyOf(seed, path), count), 0, Math.sqrt(variance) / TRUNCATED_STDDEV);
    }
    case 'orthogonal':
      return orthogonal(keyOf(seed, path), shape, init.gain);
    case 'identity': {
      const columns = shape.at(-1) ?? 1;
      return Float32Array.from({ length: count }, (_, i) => (Math.floor(i / columns) === i % columns ? init.gain : 0));
    }
    case 'blocks':
      return blocks(init, shape, seed, path);
  }
}

/** Keras `compute_fans`: the last two axes, times the receptive field before them. */
function fanOf(fan: 'in' | 'out' | 'average', shape: readonly number[]): number {
  const last = shape.at(-1) ?? 1;
  const field = sizeOf(shape.slice(0, -2));
  const [fanIn, fanOut] = shape.length < 2 ? [last, last] : [(shape.at(-2) ?? 1) * field, last * field];
  return fan === 'in' ? fanIn : fan === 'out' ? fanOut : (fanIn + fanOut) / 2;
}

const scaled = (values: Float64Array, mean: number, stddev: number): Float32Array =>
  Float32Array.from(values, (x) => mean + stddev * x);

/** Words for elements 0, 1, …: element i takes word i mod 4 of counter i div 4. */
function words(key: Key, count: number, stream: number, use: (word: number, i: number) => void): void {
  const four = new Uint32Array(4);
  for (let i = 0; i < count; i++) {
    if (i % 4 === 0) philox(key, i / 4, 0, stream, 0, four);
    use(four[i % 4] ?? 0, i);
  }
}

function uniform(key: Key, count: number, low: number, high: number): Float32Array {
  const out = new Float32Array(count);
  words(key, count, 0, (word, i) => {
    out[i] = low + (high - low) * toUnit(word);
  });
  return out;
}

/** Box-Muller (1958), one pair of words per element. */
function normalAt(key: Key, i: number, attempt: number, four: Uint32Array): number {
  philox(key, i, 0, 1, attempt, four);
  return (
    Math.sqrt(-2 * log(toUnit(four[0] ?? 0))) * (attempt % 2 === 0 ? cos : sin)(2 * Math.PI * toUnit(four[1] ?? 0))
  );
}

function normals(key: Key, count: number): Float64Array {
  const four = new Uint32Array(4);
  return Float64Array.from({ length: count }, (_, i) => normalAt(key, i, 0, four));
}

/** Redrawn until within two standard deviations, as TensorFlow does; each element by its own attempts. */
function truncatedNormals(key: Key, count: number): Float64Array {
  const four = new Uint32Array(4);
  return Float64Array.from({ length: count }, (_, i) => {
    for (let attempt = 0; ; attempt++) {
      const x = normalAt(key, i, attempt, four);
      if (Math.abs(x) <= 2) return x;
    }
  });
}

/**
 * Orthonormal rows or columns (Saxe et al., arXiv 1312.6120): the Q of a normal matrix, columns signed by the diagonal of R so that it is
 * uniform over rotations (Mezzadri 2007). All axes but the last are rows. Modified Gram-Schmidt, run twice for orthogonality to rounding.
 */
function orthogonal(key: Key, shape: readonly number[], gain: number): Float32Array {
  const columns = shape.at(-1) ?? 1;
  const rows = sizeOf(shape) / columns;
  const long = Math.max(rows, columns);
  const short = Math.min(rows, columns);
  // `short` vectors of length `long`, one after the other
  const vectors = normals(key, long * short);
  for (let k = 0; k < short; k++) {
    const v = vectors.subarray(k * long, (k + 1) * long);
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < k; j++) {
        const q = vectors.subarray(j * long, (j + 1) * long);
        let dot = 0;
        for (let i = 0; i < long; i++) dot += (q[i] ?? 0) * (v[i] ?? 0);
        for (let i = 0; i < long; i++) v[i] = (v[i] ?? 0) - dot * (q[i] ?? 0);
      }
    let square = 0;
    for (const x of v) square += x * x;
    const norm = Math.sqrt(square);
    for (let i = 0; i < long; i++) v[i] = (v[i] ?? 0) / norm;
  }
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      out[r * columns + c] = gain * (vectors[rows >= columns ? c * long + r : r * long + c] ?? 0);
  return out;
}

function blocks(
  init: Extract<Initializer, { kind: 'blocks' }>,
  shape: readonly number[],
  seed: number,
  path: string,
): Float32Array {
  const out = new Float32Array(sizeOf(shape));
  const total = shape[init.axis] ?? 1;
  const inner = sizeOf(shape.slice(init.axis + 1));
  const outer = sizeOf(shape.slice(0, init.axis));
  let start = 0;
  init.blocks.forEach(({ size, init: block }, index) => {
    const blockShape = [...shape.slice(0, init.axis), size, ...shape.slice(init.axis + 1)];
    const values = initializeWeight(block, blockShape, seed, `${path}#${index}`);
    const run = size * inner;
    for (let o = 0; o < outer; o++) out.set(values.subarray(o * run, (o + 1) * run), (o * total + start) * inner);
    start += size;
  });
  return out;
}

export interface MaskSite {
  readonly seed: number;
  /** Path of the dropout site. */
  readonly path: string;
  /** Probability that an element is kept. */
  readonly keep: number;
  /** Global step: a mask is new for every one. */
  readonly step: number;
  /** [batch, time, …], [batch, units] or [1, units], as the mask is fed. */
  readonly shape: readonly number[];
}

/** Fills a 0/1 keep mask. An element depends on seed, path, global step, t, row and unit alone, so batches can be split at will. */
export function fillKeepMask(out: Float32Array, { seed, path, keep, step, shape }: MaskSite): void {
  const key = keyOf(seed, path);
  const four = new Uint32Array(4);
  const threshold = Math.floor(keep * 0x1_0000_0000);
  const [rows = 1, second = 1] = shape;
  const steps = shape.length > 2 ? second : 1;
  const units = sizeOf(shape) / Math.max(1, rows * steps);
  let at = 0;
  for (let row = 0; row < rows; row++)
    for (let t = 0; t < steps; t++)
      for (let unit = 0; unit < units; unit++) {
        if (unit % 4 === 0) philox(key, unit / 4, row, t, step, four);
        out[at++] = (four[unit % 4] ?? 0) < threshold ? 1 : 0;
      }
}
