import { formatDuration, formatFigure } from './figures.ts';

/** Where progress is shown. */
export interface ProgressSink {
  readonly write: (text: string) => void;
  /** Milliseconds of any clock that does not go back. */
  readonly now: () => number;
  /** Width of the terminal, asked at every drawing; null: no terminal, so plain lines. */
  readonly columns: () => number | null;
}

export interface StepProgress {
  /** Steps done in this epoch. */
  readonly step: number;
  /** Samples done in this epoch. */
  readonly samples: number;
  /** Tokens that this step read; absent: the speed is in samples. */
  readonly tokens?: number;
  readonly loss: number;
  readonly metrics?: { readonly [name: string]: number | null };
}

export interface EpochFigures {
  /** By the name to show, in order. */
  readonly figures: { readonly [name: string]: number | null };
  readonly note?: string;
}

const REDRAW_EVERY = 100;
const PLAIN_EVERY = 10_000;
const BAR = 24;
const CLEAR_LINE = '\x1b[K';

/**
 * Progress of a training: in a terminal one line that is redrawn in place, at most ten times a second; elsewhere a line per epoch and at most
 * one in ten seconds besides.
 */
export class Progress {
  readonly #sink: ProgressSink;
  readonly #epochs: number | null;
  readonly #unit: string;
  /** Tokens that this run read in this epoch, and when its last step ended. */
  #tokens = 0;
  #stepEnded = 0;
  #epoch = 0;
  #steps: number | null = null;
  /** Steps and samples that an earlier run had done of the epoch. */
  #resumed = { step: 0, samples: 0 };
  #epochBegan = 0;
  #stepsDone = 0;
  #busy = 0;
  #lastDrawn = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  /**
   * @param epochs how many there will be; null: not known.
   * @param unit what the tokens of steps are, such as words.
   */
  constructor(sink: ProgressSink, epochs: number | null, unit = 'tokens') {
    this.#sink = sink;
    this.#unit = unit;
    this.#epochs = epochs;
  }

  /**
   * @param epoch counted from 1.
   * @param steps in this epoch; null: not known.
   * @param resumed what of it an earlier run has done.
   */
  startEpoch(epoch: number, steps: number | null, resumed = { step: 0, samples: 0 }): void {
    this.#epoch = epoch;
    this.#steps = steps;
    this.#resumed = resumed;
    this.#epochBegan = this.#sink.now();
    this.#stepEnded = this.#epochBegan;
    this.#tokens = 0;
    if (this.#sink.columns() === null) this.#lastDrawn = Math.max(this.#lastDrawn, this.#epochBegan);
  }

  step(done: StepProgress): void {
    const now = this.#sink.now();
    this.#stepEnded = now;
    this.#tokens += done.tokens ?? 0;
    const columns = this.#sink.columns();
    if (now - this.#lastDrawn < (columns === null ? PLAIN_EVERY : REDRAW_EVERY)) return;
    this.#lastDrawn = now;
    const seconds = (now - this.#epochBegan) / 1000;
    const parts = [
      ...Object.entries({ loss: done.loss, ...done.metrics }).map(([name, value]) => `${name} ${formatFigure(value)}`),
      ...this.#speed(done, seconds),
    ];
    if (columns === null)
      this.#sink.write(`${[`${this.#heading()}, ${this.#count(done.step)}`, ...parts].join(', ')}\n`);
    else this.#draw(this.#line(done.step, parts, columns - 1));
  }

  /** Ends the epoch with a line that stays. */
  endEpoch(done: Pick<StepProgress, 'step'>, { figures, note }: EpochFigures): void {
    const seconds = (this.#sink.now() - this.#epochBegan) / 1000;
    this.#stepsDone += done.step - this.#resumed.step;
    this.#busy += seconds;
    const parts = Object.entries(figures).map(([name, value]) => `${name} ${formatFigure(value)}`);
    const stepping = (this.#stepEnded - this.#epochBegan) / 1000;
    const speed = this.#tokens > 0 && stepping > 0 ? [perSecond(this.#tokens, stepping, this.#unit)] : [];
    const text = [...parts, formatDuration(seconds), ...speed, ...(note === undefined ? [] : [note])].join(', ');
    this.line(`${this.#heading()}: ${text}`);
    this.#lastDrawn = this.#sink.columns() === null ? this.#sink.now() : Number.NEGATIVE_INFINITY;
  }

  /** A line that stays, such as a notice; the progress goes on below it. */
  line(text: string): void {
    this.clear();
    this.#sink.write(`${text}\n`);
  }

  /** Takes the redrawn line away. */
  clear(): void {
    if (this.#isDrawn) this.#sink.write(`\r${CLEAR_LINE}`);
    this.#isDrawn = false;
  }

  #draw(line: string): void {
    this.#sink.write(`\r${line}${CLEAR_LINE}`);
    this.#isDrawn = true;
  }

  #heading(): string {
    return `epoch ${this.#epoch}${this.#epochs === null ? '' : `/${this.#epochs}`}`;
  }

  #count(step: number): string {
    return `step ${step}${this.#steps === null ? '' : `/${this.#steps}`}`;
  }

  #speed({ step, samples }: StepProgress, seconds: number): readonly string[] {
    const own = { step: step - this.#resumed.step, samples: samples - this.#resumed.samples };
    if (seconds <= 0 || own.step <= 0) return [];
    const speed =
      this.#tokens > 0 ? perSecond(this.#tokens, seconds, this.#unit) : perSecond(own.samples, seconds, 'samples');
    if (this.#steps === null) return [speed];
    const epochsAfter = this.#epochs === null ? 0 : Math.max(0, this.#epochs - this.#epoch);
    const stepsLeft = Math.max(0, this.#steps - step) + epochsAfter * this.#steps;
    const perStep = (this.#busy + seconds) / (this.#stepsDone + own.step);
    return [speed, `${formatDuration(stepsLeft * perStep)} left`];
  }

  /** As much as fits: the bar gives way first, then the end of the text. */
  #line(step: number, parts: readonly string[], width: number): string {
    const left = this.#heading();
    const right = [this.#count(step), ...parts].join(' · ');
    const room = Math.min(BAR, width - left.length - right.length - 2);
    if (this.#steps === null || room < 5) return cut(`${left} · ${right}`, width);
    return `${left} ${bar(step / this.#steps, room)} ${right}`;
  }
}

function perSecond(count: number, seconds: number, unit: string): string {
  const rate = count / seconds;
  return `${rate >= 10 ? Math.round(rate) : rate.toPrecision(2)} ${unit}/s`;
}

function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

const cut = (text: string, width: number): string =>
  text.length <= width ? text : width < 1 ? '' : `${text.slice(0, width - 1)}…`;
