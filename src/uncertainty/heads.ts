/** What outputs that were trained with a loss of numbers say of each number of the target. */

/** A loss of numbers. */
export interface Head {
  readonly loss: string;
  /** Of a quantile loss. */
  readonly quantiles?: readonly number[];
}

/** An output, counted as its target is. */
export interface HeadNumbers {
  readonly length: number;
  /** In the numbers of the model: of a quantile loss one for each quantile, of a Gaussian one mean and log variance, else the forecast. */
  readonly at: (index: number) => readonly number[];
}

/** @param width size of the output's last axis. */
export function headNumbers({ loss, quantiles = [] }: Head, data: ArrayLike<number>, width: number): HeadNumbers {
  const value = (i: number): number => data[i] ?? Number.NaN;
  if (loss === 'quantile') {
    const inOrder = rearrangement(quantiles);
    const count = quantiles.length;
    return {
      length: data.length / count,
      at: (index) => inOrder(Array.from({ length: count }, (_, q) => value(index * count + q))),
    };
  }
  if (loss === 'gaussian_nll') {
    // the last axis holds means, then log variances
    const half = width / 2;
    return {
      length: data.length / 2,
      at: (index) => {
        const place = Math.floor(index / half) * 2 * half + (index % half);
        return [value(place), value(place + half)];
      },
    };
  }
  return { length: data.length, at: (index) => [value(index)] };
}

/**
 * Gives the smallest number to the lowest quantile, and so on: what is told never crosses, and is never further from the true quantiles than what
 * the model gave (Chernozhukov, Fernández-Val and Galichon 2010, "Quantile and probability curves without crossing").
 */
export function rearrangement(quantiles: readonly number[]): (values: readonly number[]) => readonly number[] {
  const order = ascending(quantiles);
  return (values) => {
    const sorted = Float64Array.from(values).sort();
    const placed = [...values];
    order.forEach((place, rank) => {
      placed[place] = sorted[rank] ?? Number.NaN;
    });
    return placed;
  };
}

/** Indices, that of the smallest number first. */
export const ascending = (numbers: readonly number[]): readonly number[] =>
  numbers.map((_, i) => i).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));

/** Index of what counts as the forecast itself: the quantile nearest 0.5, the first of equal ones; else the first number. */
export const pointIndex = ({ quantiles = [] }: Head): number =>
  quantiles.reduce((best, tau, i) => (Math.abs(tau - 0.5) < Math.abs((quantiles[best] ?? 0) - 0.5) ? i : best), 0);

/** The share between the outermost quantiles that lie as far from 0 as from 1; 0 or less where all are on one side. */
export const widestBand = (quantiles: readonly number[]): number =>
  1 - 2 * Math.max(Math.min(...quantiles), 1 - Math.max(...quantiles));

/** `q10`, `q97.5`. */
export const quantileName = (tau: number): string => `q${percent(tau)}`;

/** `80`, `97.5`. */
export const percent = (share: number): string => String(Number((100 * share).toPrecision(12)));
