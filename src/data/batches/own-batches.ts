import { describeValue } from '../../../compiler/diagnostics/describe-value.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { lengthsConflict } from '../../../compiler/diagnostics/messages/feeds.ts';
import { axesIn } from '../../../compiler/ir/dim.ts';
import { withoutBigInts } from '../../arguments/big-integers.ts';
import type { Batch, BatchFeed, BatchOptions, Dataset, FeedShape, Part } from '../dataset/dataset.ts';
import { findUnfit } from '../encode/checks/find-unfit.ts';
import { type Encoded, hasTime } from '../encode/encode.ts';
import { withoutMasked } from '../encode/masked-steps.ts';
import * as say from '../messages/batches.ts';
import { isThere, lengthsByAxis } from './batch.ts';
import { type NumbersGiven, paddedNumbers, shapedNumbers } from './shaped-numbers.ts';

/**
 * Batches of the user's own: called once per epoch, with the epoch's number and how many batches to leave out; and once more after it where there
 * is no validation part and metrics are measured on the training part, with `shuffle: false`.
 */
export type BatchFactory = (options: BatchOptions) => Batches | PromiseLike<Batches>;
type Batches = AsyncIterable<GivenBatch> | Iterable<GivenBatch>;

/** A batch whose numbers may come as nested lists. */
export interface GivenBatch {
  readonly feeds: { readonly [name: string]: NumbersGiven };
  /** As in `Batch`; absent: every row is full. */
  readonly lengths?: { readonly [feed: string]: ArrayLike<number> };
  /** Absent: as many as the feeds have. */
  readonly samples?: number;
  /** Absent: no state goes on. */
  readonly carry?: Batch['carry'];
}

/**
 * A data set from the user's own batches, as `train` in the library takes them. To be resumable, a factory gives the same batches for the same
 * options and begins at batch `from`.
 * @param feeds the inputs and targets that every batch feeds.
 * @throws RnncError for what is no function, and while iterating, for what is no batch of these feeds
 */
export function datasetFromBatches(
  train: BatchFactory,
  options: {
    readonly feeds: readonly FeedShape[];
    readonly validation?: BatchFactory;
    readonly test?: BatchFactory;
    /** Batches of an epoch, where it is known. */
    readonly batchCount?: number;
  },
): Dataset {
  const { feeds, validation, test, batchCount } = options;
  const part = (name: string, factory: BatchFactory, batches: number | null): Part => {
    if (typeof factory !== 'function') throw new RnncError([say.notAFunction(name, factory)]);
    return {
      samples: null,
      batchCount: () => batches,
      async *batches(batchOptions) {
        const given: unknown = await factory(batchOptions);
        if (!isIterable(given)) throw new RnncError([say.notBatches(name, given)]);
        let number = batchOptions.from;
        for await (const batch of given) yield checked(batch, feeds, `batch ${++number} of "${name}"`);
      },
    };
  };
  if (batchCount !== undefined && !isCount(batchCount)) throw new RnncError([say.batchCountForm(batchCount)]);
  return {
    train: part('train', train, batchCount ?? null),
    validation: validation === undefined ? null : part('validation', validation, null),
    test: test === undefined ? null : part('test', test, null),
    preprocessing: {
      version: 1,
      kind: 'batches',
      columns: {},
      vocabulary: null,
      group: null,
      time: null,
      decimal: '.',
      windows: null,
      feeds: Object.fromEntries(
        feeds.map(({ name, role, dtype, dims }) => [name, { role, dtype, dims, from: 'batches' as const }]),
      ),
    },
    shuffle: true,
    report: {
      files: { train: [], validation: [], test: [] },
      format: 'batches',
      rows: { train: 0, validation: 0, test: 0 },
      skipped: { count: 0, first: [] },
      columns: {},
      time: null,
      counts: {},
      delimiter: null,
      decimal: null,
      header: null,
      streamed: true,
      notes: [],
    },
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null;
const isIterable = (value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> =>
  isObject(value) &&
  [Symbol.asyncIterator, Symbol.iterator].some(
    (key) => typeof (value as { [key: symbol]: unknown })[key] === 'function',
  );
const isNumbers = (value: unknown): value is Float32Array | Int32Array =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

const BATCH_KEYS = ['feeds', 'lengths', 'samples', 'carry'] as const satisfies readonly (keyof Batch)[];

/** The batch with 0 beyond the length of every row. Sizes and numbers are checked by what runs the model. */
function checked(batch: unknown, shapes: readonly FeedShape[], where: string): Batch {
  const refuse = (key: string, expected: string, found: unknown): never => {
    throw new RnncError([say.batchForm(where, key, expected, found)]);
  };
  if (!isObject(batch)) return refuse('', 'an object', batch);
  const odd = Object.keys(batch).filter((key) => !BATCH_KEYS.some((known) => known === key));
  if (odd.length > 0) throw new RnncError(odd.map((key) => say.batchKeyUnknown(where, key, BATCH_KEYS)));
  const { feeds, lengths = {} } = batch;
  if (!isObject(feeds)) return refuse('feeds', 'an object with the feeds by name', feeds);
  if (!isObject(lengths))
    return refuse('lengths', 'an object with lengths by feed, {} where every row is full', lengths);
  const names = Object.keys(feeds);
  const wanted = shapes.map(({ name }) => name);
  const unknown = names.filter((name) => !wanted.includes(name));
  const missing = shapes.filter(({ name }) => !Object.hasOwn(feeds, name) || feeds[name] === undefined);
  if (missing.length > 0 || unknown.length > 0)
    throw new RnncError([
      ...missing.map(({ name, dtype, dims }) => say.batchLacks(where, name, `${dtype}[${dims.join(', ')}]`, names)),
      ...unknown.map((name) => say.batchFeedUnknown(where, name, wanted)),
    ]);
  const inner = new Map<string, InnerLengths>();
  const told: { [name: string]: Int32Array } = {};
  const read = shapes.map((shape) => {
    const axes = axesIn(shape.dims);
    const nested = axes.length > 1 ? paddedNumbers(feeds[shape.name], axes.length) : null;
    if (nested !== null && typeof nested !== 'string')
      for (const { axis, lengths, shape: around, isRagged } of nested.lengths)
        if (!isRagged) continue;
        else if (axis === 1) told[shape.name] = lengths;
        else takeInner(inner, axes[axis - 1] ?? '', { name: shape.name, shape: around, lengths });
    const numbers =
      nested === null || typeof nested === 'string' ? (nested ?? shapedNumbers(feeds[shape.name])) : nested.numbers;
    if (typeof numbers === 'string') throw new RnncError([say.batchRagged(where, shape.name, numbers)]);
    return numbers === null
      ? refuse(
          shape.name,
          'nested lists of numbers, or {data, shape} with the numbers and the sizes of the axes',
          feeds[shape.name],
        )
      : { ...shape, numbers };
  });
  const { samples = read[0]?.numbers.shape[0] } = batch;
  if (!isCount(samples)) return refuse('samples', 'the number of samples, a whole number from 1 on', samples);
  const fed: { [name: string]: BatchFeed } = {};
  for (const { name, dtype, meaning, numbers } of read) {
    const { shape, data } = numbers;
    if (shape[0] !== samples) throw new RnncError([say.batchSamples(where, name, samples, describeValue(shape[0]))]);
    const odd =
      meaning === 'sample weights'
        ? data.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY))
        : -1;
    if (odd >= 0) throw new RnncError([say.batchWeight(where, name, odd, data[odd])]);
    fed[name] = { dtype, shape, data };
  }
  const timed = shapes.filter(hasTime);
  const known: { [name: string]: Int32Array } = { ...told };
  for (const [name, raw] of Object.entries(lengths)) {
    if (raw === undefined) continue;
    const given = isNumbers(raw) ? withoutBigInts(raw) : raw;
    const names = timed.map((shape) => shape.name);
    if (!names.includes(name)) throw new RnncError([say.lengthsWithoutTime(where, name, names)]);
    const areLengths =
      isNumbers(given) && given.length === samples && given.every((n) => Number.isInteger(n) && n >= 0);
    if (!areLengths) return refuse(`lengths.${name}`, `${samples} whole numbers`, given);
    known[name] = Int32Array.from(given);
  }
  const within = Object.fromEntries(
    [...inner].map(([axis, { shape, lengths: data }]) => [axis, { dtype: 'int32', shape, data } as const]),
  );
  const weights = shapes.filter(({ meaning }) => meaning === 'sample weights');
  for (const shape of shapes) {
    const { name, dims } = shape;
    const feed = fed[name];
    if (feed === undefined) continue;
    const axes = axesIn(dims);
    const lengthsOf = lengthsByAxis({ lengths: known, inner: within }, dims, shapes);
    const [rows = null] = lengthsOf;
    if (rows !== null) fed[name] = { ...feed, data: withoutPadding(feed, rows) };
    const counts = (step: number): boolean =>
      isThere(step, feed.shape, lengthsOf) &&
      (shape.classes !== undefined ||
        weights.length === 0 ||
        weights.some((other) => weighs(fed[other.name], axesIn(other.dims), step, feed.shape, axes)));
    // trees are looked at where the model reads them
    const unfit = shape.tree === undefined ? findUnfit(shape, feed.data, counts) : null;
    if (unfit !== null) throw new RnncError([say.batchUnfit(where, name, unfit)]);
  }
  const dimsOf = new Map(shapes.map(({ name, dims }) => [name, dims]));
  for (const { name, dims, masks } of shapes) {
    const feed = fed[name];
    if (feed === undefined || masks === undefined) continue;
    const axes = axesIn(dims);
    const own = allSteps(feed, axes.length);
    // where a step is read, the model refuses what is missing there, and names the place
    const { data } = withoutMasked(own, masks, (mask) => {
      const beside = fed[mask];
      const others = axesIn(dimsOf.get(mask) ?? []);
      const isBeside = others.length === axes.length && others.every((axis, i) => axis === axes[i]);
      const found = beside === undefined || !isBeside ? undefined : allSteps(beside, axes.length);
      return found?.steps === own.steps ? found : undefined;
    });
    fed[name] = { ...feed, data: data as BatchFeed['data'] };
  }
  const { carry = false } = batch;
  const tells =
    typeof carry === 'boolean' || (Array.isArray(carry) && carry.length === samples && carry.every(isBoolean));
  if (!tells) return refuse('carry', `true, false, or one of them for each of ${samples} samples`, carry);
  return { feeds: fed, lengths: known, samples, carry, ...(inner.size > 0 && { inner: within }) };
}

/** How long the lists of a feed are along an inner axis. */
interface InnerLengths {
  readonly name: string;
  /** Sizes of the axes around it. */
  readonly shape: readonly number[];
  readonly lengths: Int32Array;
}

/** @throws RnncError where another feed has lists of other lengths along the axis */
function takeInner(inner: Map<string, InnerLengths>, axis: string, taken: InnerLengths): void {
  const first = inner.get(axis);
  const row = first?.lengths.findIndex((n, i) => n !== taken.lengths[i]) ?? -1;
  if (first === undefined) inner.set(axis, taken);
  else if (row >= 0 && first.lengths.length === taken.lengths.length)
    throw new RnncError([
      lengthsConflict(axis, first.name, taken.name, row, first.lengths[row] ?? 0, taken.lengths[row] ?? 0),
    ]);
}

/** Whether weights of samples or steps count a step of a feed. Those along an axis that the feed does not have count it where they count anything of its sample. */
function weighs(
  weights: BatchFeed | undefined,
  own: readonly string[],
  step: number,
  shape: readonly number[],
  axes: readonly string[],
): boolean {
  if (weights === undefined) return true;
  const shared = own.findIndex((axis, i) => axis !== axes[i] || weights.shape[i + 1] !== shape[i + 1]);
  const depth = shared < 0 ? own.length : shared;
  const at = Math.floor(step / sizeOf(shape.slice(depth + 1, axes.length + 1)));
  const width = sizeOf(weights.shape.slice(depth + 1));
  for (let i = at * width; i < (at + 1) * width; i++) if (weights.data[i] !== 0) return true;
  return false;
}

const sizeOf = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);

/** The steps of all samples along all axes of time, one after the other. */
const allSteps = ({ data, shape }: BatchFeed, axes: number): Encoded => ({
  data,
  steps: sizeOf(shape.slice(0, Math.max(1, axes) + 1)),
});

/** A copy with 0 in place of what lies beyond the lengths, NaN or not. */
function withoutPadding({ data, shape }: BatchFeed, lengths: Int32Array): BatchFeed['data'] {
  const [, steps = 0, ...sizes] = shape;
  const features = sizes.reduce((a, b) => a * b, 1);
  const copy = data.slice();
  lengths.forEach((length, row) => {
    if (length < steps) copy.fill(0, (row * steps + length) * features, (row + 1) * steps * features);
  });
  return copy;
}
