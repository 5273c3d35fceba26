import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { bandNotes, bandOf } from '../../src/uncertainty/bands.ts';
import { coverageOfFew, ErrorsSeen, errorsNeeded, sizeWithin } from '../../src/uncertainty/error-sizes.ts';
import { headNumbers, rearrangement, widestBand } from '../../src/uncertainty/heads.ts';

/** Numbers that look random and are the same everywhere. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}
const take = (from: Generator<number>, count: number): number[] =>
  Array.from({ length: count }, () => from.next().value as number);

test('rearranged quantiles never cross, hold the same numbers, and lose nothing in pinball loss', () => {
  const random = numbers(5);
  const quantiles = [0.9, 0.1, 0.5, 0.25];
  const inOrder = rearrangement(quantiles);
  const pinball = (values: readonly number[], came: number): number =>
    values.reduce((sum, value, i) => {
      const tau = quantiles[i] ?? 0;
      return sum + Math.max(tau * (came - value), (tau - 1) * (came - value));
    }, 0);
  for (let i = 0; i < 200; i++) {
    const given = take(random, 4);
    const [q90 = 0, q10 = 0, q50 = 0, q25 = 0] = inOrder(given);
    expect([q10, q25, q50, q90]).toEqual([...given].sort((a, b) => a - b));
    const [came = 0] = take(random, 1);
    expect(pinball([q90, q10, q50, q25], came)).toBeLessThanOrEqual(pinball(given, came) + 1e-12);
  }
});

test('where the numbers of heads lie: quantiles side by side, means before log variances', () => {
  const quantile = headNumbers({ loss: 'quantile', quantiles: [0.5, 0.1] }, [1, 2, 4, 3], 4);
  expect([quantile.length, quantile.at(0), quantile.at(1)]).toEqual([2, [2, 1], [4, 3]]);
  const gaussian = headNumbers({ loss: 'gaussian_nll' }, [1, 2, 10, 20, 3, 4, 30, 40], 4);
  expect([0, 1, 2, 3].map(gaussian.at)).toEqual([
    [1, 10],
    [2, 20],
    [3, 30],
    [4, 40],
  ]);
});

function endsOf(task: Parameters<typeof bandOf>[0], level: number, entry: readonly number[], step = 0, column = 0) {
  const band = bandOf(task, level);
  if (!('ends' in band)) throw new RnncError([band]);
  return [band.ends(entry, step, column), band.origin] as const;
}

test('between quantiles a band is read in proportion, and never beyond the outermost', () => {
  const task = { loss: 'quantile', target: 'y', quantiles: [0.5, 0.1, 0.9] };
  const entry = [50, 10, 90];
  expect(endsOf(task, 0.8, entry)).toEqual([[10, 90], "lies between the model's quantiles q10 and q90"]);
  const [[low, high], origin] = endsOf(task, 0.5, entry);
  expect([low, high]).toEqual([expect.closeTo(25, 9), expect.closeTo(75, 9)]);
  expect(origin).toBe('lies between q25 and q75, read between the quantiles that the model was trained on');
  expect(widestBand(task.quantiles)).toBeCloseTo(0.8, 12);
  expect(() => endsOf(task, 0.9, entry)).toThrowErrorMatchingInlineSnapshot(`
    [RnncError: interval-unknown: the model's quantiles of "y" hold no band of 90 %
      expected: quantiles at or beyond 0.05 and 0.95
      found:    quantiles 0.1, 0.5, 0.9
      fix:      train with quantiles: [0.05, 0.5, 0.95], or ask for an interval of at most 0.8]
  `);
  expect(() => endsOf({ ...task, quantiles: [0.7] }, 0.8, [1])).toThrowErrorMatchingInlineSnapshot(`
    [RnncError: interval-unknown: the model's quantiles of "y" hold no band of 80 %
      expected: quantiles at or beyond 0.1 and 0.9
      found:    quantiles 0.7
      fix:      train with quantiles: [0.1, 0.5, 0.9]]
  `);
});

test('a normal distribution has every band', () => {
  const [[low, high]] = endsOf({ loss: 'gaussian_nll', target: 'y' }, 0.95, [3, Math.log(4)]);
  expect([low, high]).toEqual([
    expect.closeTo(3 - 2 * 1.959963984540054, 9),
    expect.closeTo(3 + 2 * 1.959963984540054, 9),
  ]);
});

test('sizes of errors are the ranks of split conformal prediction, by step and column', () => {
  const random = numbers(11);
  const seen = new ErrorsSeen(2, 3);
  const errors = new Map<string, number[]>();
  for (let i = 0; i < 99; i++)
    for (const step of [0, 1])
      for (const column of [0, 1, 2]) {
        const error = (take(random, 1)[0] ?? 0) * (1 + step) - 0.5;
        seen.add(step, column, error);
        const key = `${step} ${column}`;
        errors.set(key, [...(errors.get(key) ?? []), Math.abs(error)]);
      }
  seen.add(0, 0, Number.NaN);
  const { sizes } = seen;
  if (sizes === null) throw new Error('no sizes');
  expect(sizes.samples).toBe(99);
  expect(sizes.levels.at(-1)).toBe(0.99);
  // of 99 errors the 80th is what (99 + 1) 0.8 says
  const at = sizes.levels.indexOf(0.8);
  for (const step of [0, 1])
    for (const column of [0, 1, 2]) {
      const sorted = [...(errors.get(`${step} ${column}`) ?? [])].sort((a, b) => a - b);
      expect(sizes.sizes[step]?.[column]?.[at]).toBeCloseTo(sorted[79] ?? Number.NaN, 4);
      expect(sizes.sizes[step]?.[column]?.[at]).toBeGreaterThanOrEqual(sorted[79] ?? Number.NaN);
    }
  const task = { loss: 'mse', target: 'y', errors: sizes };
  const size = sizes.sizes[1]?.[2]?.[at] ?? Number.NaN;
  expect(endsOf(task, 0.8, [7], 1, 2)[0]).toEqual([7 - size, 7 + size]);
  // the next level that is kept, never a narrower one
  const [ends, origin] = endsOf(task, 0.77, [7], 1, 2);
  expect([ends, origin]).toEqual([
    [7 - size, 7 + size],
    expect.stringContaining('77 % of the errors (80 %, the next that is kept)'),
  ]);
  expect(() => endsOf(task, 0.995, [7])).toThrowErrorMatchingInlineSnapshot(`
    [RnncError: interval-unknown: the errors that are kept for "y" tell no band of 99.5 %
      expected: at least 199 windows in the validation part
      found:    99 windows
      fix:      make the validation part larger, or ask for an interval of at most 0.99]
  `);
});

test('a band needs enough errors', () => {
  expect([0.5, 0.8, 0.9, 0.95].map(errorsNeeded)).toEqual([1, 4, 9, 19]);
  expect(sizeWithin([1, 2, 3], 0.8)).toBeNull();
  expect(sizeWithin([1, 2, 3, 4], 0.8)).toBe(4);
  const seen = new ErrorsSeen(1, 1);
  expect(seen.sizes).toBeNull();
  for (const error of [1, -3, 2]) seen.add(0, 0, error);
  const { sizes } = seen;
  if (sizes === null) throw new Error('no sizes');
  expect([sizes.samples, sizes.levels.at(-1)]).toEqual([3, 0.75]);
  expect(() => endsOf({ loss: 'mae', target: 'y', errors: sizes }, 0.8, [7])).toThrowErrorMatchingInlineSnapshot(`
    [RnncError: interval-unknown: the errors that are kept for "y" tell no band of 80 %
      expected: at least 4 windows in the validation part
      found:    3 windows
      fix:      make the validation part larger, or ask for an interval of at most 0.75]
  `);
  expect(() => endsOf({ loss: 'mae', target: 'y' }, 0.8, [7])).toThrowErrorMatchingInlineSnapshot(`
    [RnncError: interval-unknown: the model tells numbers for "y" and nothing about how sure they are
      expected: errors on a validation part, kept by the training
      found:    none: no validation part, or one without a window, or the loss is not the first
      fix:      give data a validation part, as split: {train: 0.8, validation: 0.2}, and train again; or train with a loss of type quantile or gaussian_nll]
  `);
});

test('of many steps fewer levels are kept, of very many none', () => {
  const kept = (steps: number): readonly number[] | undefined => {
    const seen = new ErrorsSeen(steps, 1);
    for (let step = 0; step < steps; step++) for (let i = 0; i < 30; i++) seen.add(step, 0, i);
    return seen.sizes?.levels;
  };
  expect([kept(1000)?.length, kept(2000), kept(70_000)]).toEqual([19, [0.5, 0.8, 0.9, 0.95], undefined]);
});

test('what a band from few errors may hold is what it held in as many draws', () => {
  const random = numbers(11);
  const held = Array.from({ length: 4000 }, () => {
    const sorted = Float64Array.from(take(random, 26)).sort();
    // of uniform numbers, the share below a size is that size
    return sizeWithin(sorted, 0.8) ?? 0;
  }).sort((a, b) => a - b);
  const [least = 0, most = 0] = coverageOfFew(26, 0.8) ?? [];
  expect(least).toBeCloseTo(held[200] ?? 0, 1.5);
  expect(most).toBeCloseTo(held[3800] ?? 0, 1.5);
  expect(coverageOfFew(50, 0.8)).toBeNull();
  const seen = new ErrorsSeen(1, 1);
  for (const error of take(random, 26)) seen.add(0, 0, error);
  const { sizes: errors } = seen;
  if (errors === null) throw new Error('no sizes');
  const task = { loss: 'mse', target: 'y', errors };
  expect(endsOf(task, 0.8, [1])[1]).toMatchInlineSnapshot(
    `"is as wide as 80 % of the errors at the same step in 26 windows of the validation part: so few that it may hold 68 to 92 % of what comes, or less sure still where windows overlap"`,
  );
  expect(bandNotes(task)).toMatchInlineSnapshot(`
    [
      "the 80 % band around forecasts of "y" stands on the errors in 26 windows of the validation part, so few that it may hold 68 to 92 % of what comes, or less sure still where windows overlap",
    ]
  `);
  expect(bandNotes({ loss: 'gaussian_nll', target: 'y', errors })).toEqual([]);
});
