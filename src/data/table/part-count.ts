import type { Sample } from '../batches/batch.ts';
import type { PartRow, WindowCutter } from '../batches/parts.ts';
import type { WindowRoom } from '../batches/window-room.ts';
import type { EncodedEnd } from './encoded-rows.ts';

/** A place that the samples of a part can be read from. */
export interface Mark {
  readonly end: EncodedEnd;
  /** Rows of the part before it, with those of earlier parts. */
  readonly row: number;
  /** Rows from here to the first of the next window. */
  readonly ahead: number;
  /** Samples that begin before it. */
  sample: number;
}

/** Counts the rows and samples of a part that is read as a stream, and marks places to begin at. */
export class PartCount {
  samples = 0;
  /** Samples that begin a series. */
  openings = 0;
  /** How many samples have each length. */
  readonly lengths = new Map<number, number>();
  readonly #cutter: WindowCutter;
  readonly #marks: Mark[] = [];
  /** Marks whose sample is not known yet, in the order of their rows. */
  #open: Mark[] = [];

  readonly #onSample: ((sample: Sample) => void) | null;

  /** @param onSample takes each sample as it is complete; null: nobody looks at them */
  constructor(cutter: WindowCutter, onSample: ((sample: Sample) => void) | null) {
    this.#cutter = cutter;
    this.#onSample = onSample;
  }

  /** Of the part itself. */
  rows = 0;

  get room(): WindowRoom {
    return this.#cutter.room;
  }

  /** @param length of the sample that the row may complete. */
  add(row: PartRow, length: number): void {
    const isComplete = this.#cutter.add(row);
    if (row.own) this.rows += row.rows;
    // a window may begin among these rows, before a mark whose sample is not known yet
    else this.#open = [];
    if (!isComplete) return;
    for (let next = this.#open[0]; next !== undefined && next.row <= this.#cutter.start; next = this.#open[0]) {
      next.sample = this.samples;
      this.#marks.push(next);
      this.#open.shift();
    }
    this.samples++;
    this.#onSample?.(this.#cutter.sample());
    if (!this.#cutter.goesOn) this.openings++;
    this.lengths.set(length, (this.lengths.get(length) ?? 0) + 1);
  }

  /** Marks the end of a block, from which the samples behind it can be read. */
  mark(end: EncodedEnd): void {
    const last = this.#open.at(-1) ?? this.#marks.at(-1);
    const row = this.#cutter.seen;
    if (row === (last?.row ?? 0) || !this.#cutter.isOwn) return;
    this.#open.push({ end, row, ahead: this.#cutter.ahead, sample: 0 });
  }

  /** The last mark from which this sample can be read; null: it takes the whole. */
  markBefore(sample: number): Mark | null {
    return this.#marks.findLast((mark) => mark.sample <= sample) ?? null;
  }
}
