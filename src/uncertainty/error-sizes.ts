import type { ErrorSizes } from '../artifact/training-record.ts';

/** Shares of the errors whose size is kept. */
const LEVELS = [...Array.from({ length: 19 }, (_, i) => (i + 1) / 20), 0.975, 0.98, 0.99];
/** Where there are many steps and columns. */
const FEW_LEVELS = [0.5, 0.8, 0.9, 0.95];
/** Numbers that an artifact keeps at most, with all levels and with few. */
const MAX_KEPT = 25_000;
const MAX_KEPT_FEW = 250_000;

/**
 * The size that this share of new errors stays within, if they are like those that were seen: the ⌈(n + 1) share⌉-th smallest of n (split
 * conformal prediction; Lei et al. 2018). Null where there are too few for it.
 * @param sorted smallest first.
 */
export function sizeWithin(sorted: ArrayLike<number>, share: number): number | null {
  const rank = Math.ceil((sorted.length + 1) * share - 1e-9);
  return sorted[rank - 1] ?? null;
}

/** How many errors a band of this share needs. */
export const errorsNeeded = (share: number): number => Math.ceil(share / (1 - share) - 1e-9);

/** Errors below which what a band holds is told to be unsure. */
const FEW = 50;
/** How often what a band holds lies between the shares that are told. */
const OFTEN = 0.9;

/**
 * The shares of new errors that a band from few errors holds at least and at most, nine times in ten. Over all samples of n errors that share has a Beta
 * distribution, with the parameters k and n + 1 - k, where k = ⌈(n + 1) share⌉ (Vovk 2012). Null: there are enough.
 */
export function coverageOfFew(errors: number, share: number): readonly [least: number, most: number] | null {
  if (errors >= FEW) return null;
  const rank = Math.ceil((errors + 1) * share - 1e-9);
  const quantile = (tail: number): number => {
    let [low, high] = [0, 1];
    for (let halvings = 0; halvings < 40; halvings++) {
      const middle = (low + high) / 2;
      if (atLeast(rank, errors, middle) < tail) low = middle;
      else high = middle;
    }
    return low;
  };
  return [quantile((1 - OFTEN) / 2), quantile((1 + OFTEN) / 2)];
}

/** The probability of `count` or more of `all`, each of which has the same probability: the distribution function of Beta(count, all + 1 - count). */
function atLeast(count: number, all: number, each: number): number {
  let term = 1;
  for (let i = 0; i < all; i++) term *= 1 - each;
  let below = 0;
  for (let k = 0; k < count; k++) {
    below += term;
    term *= ((all - k) / (k + 1)) * (each / (1 - each));
  }
  return 1 - below;
}

/** Takes errors of forecasts, by steps ahead and by column. */
export class ErrorsSeen {
  readonly #steps: number;
  readonly #columns: number;
  readonly #errors: number[][];

  constructor(steps: number, columns: number) {
    this.#steps = steps;
    this.#columns = columns;
    this.#errors = Array.from({ length: steps * columns }, () => []);
  }

  /** What is no number is left out: there was nothing to compare with. */
  add(step: number, column: number, error: number): void {
    if (!Number.isNaN(error)) this.#errors[step * this.#columns + column]?.push(Math.abs(error));
  }

  /** Null where no level can be told, or more would have to be kept than an artifact should hold. */
  get sizes(): ErrorSizes | null {
    const cells = this.#steps * this.#columns;
    const wanted = cells * LEVELS.length <= MAX_KEPT ? LEVELS : FEW_LEVELS;
    const samples = this.#errors.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
    const levels = wanted.filter((level) => errorsNeeded(level) <= samples);
    if (levels.length === 0 || cells * levels.length > MAX_KEPT_FEW) return null;
    const sizes = this.#errors.map((errors) => {
      const sorted = Float64Array.from(errors).sort();
      // Rounded up, since digits beyond the sixth only make the file larger.
      return levels.map((level) => roundedUp(sizeWithin(sorted, level) ?? 0));
    });
    return {
      samples,
      levels,
      sizes: Array.from({ length: this.#steps }, (_, step) =>
        sizes.slice(step * this.#columns, (step + 1) * this.#columns),
      ),
    };
  }
}

function roundedUp(size: number): number {
  const rounded = Number(size.toPrecision(6));
  return rounded >= size ? rounded : Number((size * (1 + 1e-5)).toPrecision(6));
}
