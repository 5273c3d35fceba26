import type { Metric } from '../metrics/metrics.ts';

/** Numbers that are closer together than this share of them are one number in float32. */
const APART = 2 ** -22;

/**
 * Targets in the units of the data, where what is 0 in the data is 0 again: the model sees it scaled and rounded, and without this it comes back as 1e-7 or so,
 * an error by which is millions of percent.
 * @param seen the numbers that the model sees
 * @param toRaw from those to the units of the data
 */
export function withZeros(
  seen: ArrayLike<number>,
  toRaw: (values: ArrayLike<number>) => ArrayLike<number>,
): Float64Array {
  const beside = toRaw(Float64Array.from(seen, (value) => value * (1 + APART)));
  return Float64Array.from(toRaw(seen), (value, i) =>
    Math.abs(value) <= Math.abs((beside[i] ?? value) - value) ? 0 : value,
  );
}

/** What to say of figures that had to leave out numbers. */
export const zerosNote = (metrics: readonly { readonly metric: Metric }[]): readonly string[] =>
  metrics.flatMap(({ metric }) =>
    metric.name === 'mape' && metric.leftOut() > 0
      ? ['MAPE leaves out targets that are 0: there is no error in percent of nothing']
      : [],
  );
