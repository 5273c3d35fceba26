import type { BatchOptions, Part } from '../dataset/dataset.ts';
import { SHUFFLE_BUFFER } from '../dataset/limits.ts';
import { permutation, randomWords, shuffled } from '../dataset/order.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import {
  isRagged,
  product,
  rowsBeforeTargets,
  rowsOfTargets,
  windowOffset,
  windowSpan,
  windowSteps,
} from '../encode/encode.ts';
import type { PlannedFeed } from '../encode/plan-feeds.ts';
import { type FeedLayout, makeBatch, type Piece, type Sample } from './batch.ts';
import type { SeriesSample, SeriesSamples } from './tracks.ts';
import { WindowRoom } from './window-room.ts';

/** Upper lengths of the groups that batches are made from, rising; a longer sample is in the last group. */
export type Buckets = readonly number[];

/** Borders that share out samples evenly by length. @param lengths how many samples have each length. */
export function bucketBorders(lengths: ReadonlyMap<number, number>, groups: number): Buckets {
  const total = [...lengths.values()].reduce((a, b) => a + b, 0);
  const borders: number[] = [];
  let seen = 0;
  for (const [length, count] of [...lengths].sort(([a], [b]) => a - b)) {
    seen += count;
    if (borders.length < groups - 1 && seen >= ((borders.length + 1) * total) / groups) borders.push(length);
  }
  return borders;
}
const bucketOf = (borders: Buckets, length: number): number => {
  const at = borders.findIndex((border) => length <= border);
  return at < 0 ? borders.length : at;
};

export const lengthOf = (sample: Sample): number => sample.reduce((most, piece) => Math.max(most, piece.steps), 0);

/** Groups items of one length class into batches. A batch is given as soon as its class has enough items; incomplete batches come last. */
class Bins<T> {
  readonly #bins: T[][];
  readonly #borders: Buckets;
  readonly #size: number;
  constructor(borders: Buckets, size: number) {
    this.#borders = borders;
    this.#size = size;
    this.#bins = Array.from({ length: borders.length + 1 }, () => []);
  }
  /** A full batch, or null. */
  add(item: T, length: number): readonly T[] | null {
    const at = bucketOf(this.#borders, length);
    const bin = this.#bins[at] ?? [];
    bin.push(item);
    if (bin.length < this.#size) return null;
    this.#bins[at] = [];
    return bin;
  }
  rest(): readonly (readonly T[])[] {
    return this.#bins.filter((bin) => bin.length > 0);
  }
}

export interface PartRules {
  /** `train`, `validation` or `test`: each has an order of its own. */
  readonly name: string;
  readonly layouts: readonly FeedLayout[];
  /** `data.shuffle`, or its default. */
  readonly shuffle: boolean;
  readonly buckets: Buckets;
}

const countBatches = (classes: readonly number[], batch: number): number =>
  classes.reduce((n, samples) => n + Math.ceil(samples / batch), 0);

/** Samples at hand, by index. */
export interface Samples {
  readonly count: number;
  get(index: number): Sample;
}

/** A part in memory: shuffled fully, and any batch of an epoch is reached without the ones before it. */
export function memoryPart(samples: Samples, rules: PartRules): Part {
  const { count } = samples;
  const byClass = rules.buckets.length === 0 ? [count] : Array.from({ length: rules.buckets.length + 1 }, () => 0);
  if (rules.buckets.length > 0)
    for (let i = 0; i < count; i++) {
      const at = bucketOf(rules.buckets, lengthOf(samples.get(i)));
      byClass[at] = (byClass[at] ?? 0) + 1;
    }
  return {
    samples: count,
    batchCount: (batch) => countBatches(byClass, batch),
    async *batches(options) {
      const order =
        options.shuffle && rules.shuffle
          ? permutation(count, options.seed, `shuffle/${rules.name}`, options.epoch)
          : null;
      let left = options.from;
      for (const indices of indexBatches(samples, order, rules.buckets, options.batch, options.from)) {
        if (left-- > 0) continue;
        yield makeBatch(
          rules.layouts,
          indices.map((index) => samples.get(index)),
          false,
        );
      }
    },
  };
}

function* indexBatches(
  samples: Samples,
  order: Uint32Array | null,
  buckets: Buckets,
  batch: number,
  from: number,
): Generator<readonly number[]> {
  const at = (i: number): number => order?.[i] ?? i;
  if (buckets.length === 0) {
    for (let n = 0; n * batch < samples.count; n++)
      yield n < from
        ? []
        : Array.from({ length: Math.min(batch, samples.count - n * batch) }, (_, i) => at(n * batch + i));
    return;
  }
  const bins = new Bins<number>(buckets, batch);
  for (let i = 0; i < samples.count; i++) {
    const full = bins.add(at(i), lengthOf(samples.get(at(i))));
    if (full !== null) yield full;
  }
  yield* bins.rest();
}

/** A part that is read again for every epoch; shuffled within a buffer of samples. */
export function streamPart(
  open: () => AsyncIterable<Sample>,
  counts: { readonly samples: number; readonly lengths: ReadonlyMap<number, number> },
  rules: PartRules,
): Part {
  const byClass = Array.from({ length: rules.buckets.length + 1 }, () => 0);
  for (const [length, count] of counts.lengths) {
    const at = bucketOf(rules.buckets, length);
    byClass[at] = (byClass[at] ?? 0) + count;
  }
  return {
    samples: counts.samples,
    batchCount: (batch) => countBatches(rules.buckets.length === 0 ? [counts.samples] : byClass, batch),
    async *batches(options) {
      let left = options.from;
      for await (const samples of sampleBatches(open, options, rules)) {
        if (left-- > 0) continue;
        yield makeBatch(rules.layouts, samples, false);
      }
    },
  };
}

async function* sampleBatches(
  open: () => AsyncIterable<Sample>,
  { batch, epoch, seed, shuffle }: BatchOptions,
  rules: PartRules,
): AsyncGenerator<readonly Sample[]> {
  const word = randomWords(seed, `shuffle/${rules.name}`, epoch);
  const samples = shuffle && rules.shuffle ? shuffled(open(), SHUFFLE_BUFFER, word) : open();
  const bins = new Bins<Sample>(rules.buckets, batch);
  for await (const sample of samples) {
    const full = bins.add(sample, rules.buckets.length === 0 ? 0 : lengthOf(sample));
    if (full !== null) yield full;
  }
  yield* bins.rest();
}

/** A row of a part, or one of an earlier part, which windows of this part may have as their past. */
export interface PartRow {
  /** One per feed. */
  readonly pieces: readonly Piece[];
  /** No window may hold both the row before and this one. */
  readonly breaks: boolean;
  /** It is of the part itself. */
  readonly own: boolean;
  /** Rows of the data that it is made of. */
  readonly rows: number;
}

/** The last rows of those that may be the past of a window. */
function lastRows<Row>(rows: readonly Row[], count: number): Row[] {
  return count === 0 ? [] : rows.slice(-count);
}

/** Rows of one part in flat arrays; samples are views of them. */
export class RowStore implements Samples, SeriesSamples {
  readonly #feeds: readonly FeedStore[];
  readonly #windows: Preprocessing['windows'];
  readonly #reach: number;
  /** At least the last rows that a window may have as its past. */
  #past: (readonly Piece[])[] = [];
  #isOwn = false;
  #rows = 0;
  #own = 0;
  readonly room: WindowRoom;
  /** First rows of windows. */
  readonly #starts: number[] = [];
  #nextStart = 0;
  /** Windows that begin a series, by index. */
  readonly #openings = new Set<number>();
  #opens = true;

  constructor(feeds: readonly PlannedFeed[], windows: Preprocessing['windows']) {
    this.#windows = windows;
    this.#reach = rowsBeforeTargets(feeds, windows);
    this.room = new WindowRoom(rowsOfTargets(feeds, windows));
    this.#feeds = feeds.map((feed) => new FeedStore(feed, windows));
  }

  /** Rows of the part itself. */
  get rows(): number {
    return this.#own;
  }

  add({ pieces, breaks, own, rows }: PartRow): void {
    if (breaks) this.#past = [];
    const starts = breaks || !this.#isOwn;
    this.#isOwn = own;
    if (own) {
      const past = starts ? lastRows(this.#past, this.#reach) : [];
      if (starts) {
        this.#nextStart = this.#rows;
        this.#opens = true;
      }
      for (const row of past) this.#store(row);
      this.room.add(starts ? past.length : null);
      this.#own += rows;
      this.#store(pieces);
    }
    if (this.#reach === 0) return;
    this.#past.push(pieces);
    if (this.#past.length >= 2 * this.#reach) this.#past = lastRows(this.#past, this.#reach);
  }

  #store(row: readonly Piece[]): void {
    this.#feeds.forEach((feed, f) => {
      feed.add(row[f] ?? { steps: 0, data: [] });
    });
    this.#rows++;
    if (this.#windows === null || this.#rows - this.#nextStart < windowSpan(this.#windows)) return;
    if (this.#opens) this.#openings.add(this.#starts.length);
    this.#opens = false;
    this.#starts.push(this.#nextStart);
    this.#nextStart += this.#windows.stride;
  }

  get count(): number {
    return this.#windows === null ? this.#rows : this.#starts.length;
  }

  get(index: number): Sample {
    const row = this.#windows === null ? index : (this.#starts[index] ?? 0);
    return this.#feeds.map((feed) => feed.piece(row));
  }

  get openings(): number {
    return this.#openings.size;
  }

  /** Windows as they go on from each other; they must not overlap. */
  async *from(index: number): AsyncGenerator<SeriesSample, void> {
    for (let i = index; i < this.count; i++) yield { sample: this.get(i), goesOn: !this.#openings.has(i) };
  }
}

class FeedStore {
  #values: Float32Array | Int32Array;
  #used = 0;
  /** Where each sample's numbers end and how many steps they are, where samples are rows or series of any length. */
  readonly #ends: (Pick<Piece, 'steps' | 'inner'> & { readonly end: number })[] | null;
  readonly #offset: number;
  readonly #steps: number;
  readonly #features: number;

  constructor(feed: PlannedFeed, windows: Preprocessing['windows']) {
    this.#values = feed.dtype === 'float32' ? new Float32Array(1024) : new Int32Array(1024);
    this.#ends = isRagged(feed) ? [] : null;
    this.#offset = windowOffset(feed, windows);
    this.#steps = windowSteps(feed, windows);
    const sizes = product(feed.dims.filter((dim) => typeof dim === 'number'));
    this.#features = typeof feed.dims[1] === 'string' ? sizes : sizes / this.#steps;
  }

  add({ data, steps, inner }: Piece): void {
    const end = this.#used + data.length;
    if (end > this.#values.length) {
      const size = Math.max(end, 2 * this.#values.length);
      const grown = this.#values instanceof Float32Array ? new Float32Array(size) : new Int32Array(size);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values.set(data, this.#used);
    this.#used = end;
    this.#ends?.push(inner === undefined ? { end, steps } : { end, steps, inner });
  }

  piece(row: number): Piece {
    if (this.#ends === null) {
      const start = (row + this.#offset) * this.#features;
      return { steps: this.#steps, data: this.#values.subarray(start, start + this.#steps * this.#features) };
    }
    const { end, ...own } = this.#ends[row] ?? { end: 0, steps: 0 };
    return { ...own, data: this.#values.subarray(this.#ends[row - 1]?.end ?? 0, end) };
  }
}

/** Cuts samples from rows as they come, and keeps no more rows than a window needs. */
export class WindowCutter {
  readonly #feeds: readonly PlannedFeed[];
  readonly #windows: Preprocessing['windows'];
  readonly #span: number;
  readonly #reach: number;
  #rows: (readonly Piece[])[] = [];
  #isOwn = true;
  readonly room: WindowRoom;
  /** Index in `#rows` of the first row of the next window; it may lie ahead. */
  #first: number;
  /** No window of this series has been completed. */
  #opens: boolean;
  #goesOn = false;
  #seen = 0;

  /** @param ahead where rows of a series have gone before: rows from here to the first of the next window. */
  constructor(feeds: readonly PlannedFeed[], windows: Preprocessing['windows'], ahead: number | null = null) {
    this.#feeds = feeds;
    this.#windows = windows;
    this.#span = windows === null ? 1 : windowSpan(windows);
    this.#reach = rowsBeforeTargets(feeds, windows);
    this.room = new WindowRoom(rowsOfTargets(feeds, windows));
    this.#first = ahead ?? 0;
    this.#opens = ahead === null;
  }

  /** Whether this row completes a sample, which `sample` gives until the next row. */
  add({ pieces, breaks, own }: PartRow): boolean {
    const starts = breaks || own !== this.#isOwn;
    if (breaks || this.#windows === null) this.#restart(0);
    else if (starts || (!own && this.#rows.length >= 2 * this.#reach)) this.#restart(this.#reach);
    else if (own && this.#isComplete) {
      this.#first += this.#windows.stride;
      this.#dropRows();
    }
    this.#isOwn = own;
    if (own) this.room.add(starts ? this.#rows.length : null);
    this.#rows.push(pieces);
    this.#seen++;
    if (!own || !this.#isComplete) return false;
    this.#goesOn = !this.#opens;
    this.#opens = false;
    return true;
  }

  /** The next window begins with these last rows. */
  #restart(past: number): void {
    this.#rows = lastRows(this.#rows, past);
    this.#first = 0;
    this.#opens = true;
  }

  /** Whether the row that was added last is of the part itself. */
  get isOwn(): boolean {
    return this.#isOwn;
  }

  get #isComplete(): boolean {
    return this.#rows.length === this.#first + this.#span;
  }

  /** How many rows were added so far. */
  get seen(): number {
    return this.#seen;
  }

  /** The sample is not the first of its series. */
  get goesOn(): boolean {
    return this.#goesOn;
  }

  /** Rows before the first one of the window that is being filled or was completed last. */
  get start(): number {
    return this.#seen - this.#rows.length + this.#first;
  }

  /** Rows from here to the first one of the next window that begins here or later. */
  get ahead(): number {
    const stride = this.#windows?.stride ?? 1;
    const next = this.#isComplete ? this.start + stride : this.start;
    return next + Math.max(0, Math.ceil((this.#seen - next) / stride)) * stride - this.#seen;
  }

  /** Forgets the rows before the window, once they are many; the last ones may be the past of a window after rows of an earlier part. */
  #dropRows(): void {
    const gone = Math.min(this.#first, this.#rows.length - this.#reach);
    if (gone < 1024 && gone < this.#span) return;
    this.#rows = this.#rows.slice(gone);
    this.#first -= gone;
  }

  sample(): Sample {
    const windows = this.#windows;
    const [only = []] = this.#rows;
    if (windows === null) return only;
    return this.#feeds.map((feed, f): Piece => {
      const start = this.#first + windowOffset(feed, windows);
      const steps = windowSteps(feed, windows);
      const data: number[] = [];
      for (let t = 0; t < steps; t++) {
        const row = this.#rows[start + t]?.[f]?.data ?? [];
        for (let i = 0; i < row.length; i++) data.push(row[i] ?? 0);
      }
      return { steps, data };
    });
  }
}
