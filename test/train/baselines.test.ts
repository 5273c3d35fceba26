import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bigram,
  type Forecaster,
  lastValue,
  linearAutoregression,
  majorityClass,
  meanCrossEntropy,
  seasonalNaiveWithDrift,
  unigram,
} from '../../src/train/baselines/baselines.ts';
import { numberContest } from '../../src/train/baselines/contest-numbers.ts';
import { leastSquares } from '../../src/train/baselines/least-squares.ts';
import type { NumberLoss } from '../../src/train/baselines/number-scores.ts';
import { batchesOf, csv, input, open, target } from '../data/given.ts';

const forecast = (model: Forecaster | null, history: readonly number[], horizon: number): readonly number[] =>
  Array.from(model?.forecast(history, horizon) ?? []);
const near = (found: ArrayLike<number>, expected: readonly number[], digits: number): void => {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, digits);
};

describe('naive forecasts', () => {
  test('the last value, over a gap too', () => {
    expect(forecast(lastValue, [1, 2, 3], 3)).toEqual([3, 3, 3]);
    expect(forecast(lastValue, [1, 2, Number.NaN], 2)).toEqual([2, 2]);
    expect(forecast(lastValue, [], 2)).toEqual([Number.NaN, Number.NaN]);
  });

  test('without seasons it is the drift method: the line from the first to the last value', () => {
    const series = [2, 3, 1, 8];
    expect(forecast(seasonalNaiveWithDrift([series], 1), series, 3)).toEqual([10, 12, 14]);
  });

  test('seasons of 2 by hand: y_t - y_{t-2} are 4, 2, 4, 2, so the drift is 3 a season', () => {
    const series = [10, 20, 14, 22, 18, 24];
    expect(forecast(seasonalNaiveWithDrift([series], 2), series, 5)).toEqual([21, 27, 24, 30, 27]);
  });

  test('a trend with a season is forecast exactly', () => {
    const series = Array.from({ length: 40 }, (_, t) => 3 * t + ([5, -2, 7, 0][t % 4] ?? 0));
    near(forecast(seasonalNaiveWithDrift([series.slice(0, 30)], 4), series.slice(20, 30), 10), series.slice(30), 9);
  });

  test('a gap in the history is filled from a season earlier, with its drift', () => {
    const series = [10, 20, 14, 22, 18, 24];
    const model = seasonalNaiveWithDrift([series], 2);
    expect(forecast(model, [10, 20, 14, 22, Number.NaN, 24], 2)).toEqual([20, 27]);
  });

  test('several series do not run into one another; without a pair there is no drift', () => {
    expect(
      forecast(
        seasonalNaiveWithDrift(
          [
            [1, 2],
            [100, 101],
          ],
          1,
        ),
        [5],
        2,
      ),
    ).toEqual([6, 7]);
    expect(forecast(seasonalNaiveWithDrift([[1], [2]], 1), [5], 2)).toEqual([5, 5]);
  });
});

describe('least squares', () => {
  const solve = (rows: readonly (readonly number[])[], targets: readonly number[]): Float64Array =>
    leastSquares(rows[0]?.length ?? 0, (add) => {
      for (const [i, row] of rows.entries()) add(row, targets[i] ?? 0);
    });

  test('a line through 4 points by hand: 3.5 + 1.4 x', () => {
    near(
      solve(
        [
          [1, 1],
          [1, 2],
          [1, 3],
          [1, 4],
        ],
        [6, 5, 7, 10],
      ),
      [3.5, 1.4],
      13,
    );
  });

  test('known coefficients come back, and residuals are orthogonal to the columns', () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number, number), { minLength: 6, maxLength: 30 }), (data) => {
        const rows = data.map(([a, b]) => [1, a, b]);
        const targets = data.map(([, , , y]) => y);
        const x = solve(rows, targets);
        const residuals = rows.map((row, i) => (targets[i] ?? 0) - row.reduce((s, v, j) => s + v * (x[j] ?? 0), 0));
        for (const j of [0, 1, 2])
          expect(Math.abs(rows.reduce((sum, row, i) => sum + (row[j] ?? 0) * (residuals[i] ?? 0), 0))).toBeLessThan(
            1e-5,
          );
      }),
      { seed: 5 },
    );
  });

  test('nearly equal columns keep the digits that AᵀA would lose', () => {
    const rows = [1, 2, 3, 4, 5].map((t) => [1, t, t + 1e-7 * t * t]);
    const x = solve(
      rows,
      rows.map(([a = 0, b = 0, c = 0]) => 2 * a - 3 * b + 4 * c),
    );
    near(x, [2, -3, 4], 5);
  });

  test('columns that depend on one another share the weight', () => {
    near(
      solve(
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
        [2, 4, 6],
      ),
      [1, 1],
      6,
    );
    near(solve([[0, 0]], [0]), [0, 0], 12);
  });
});

describe('linear autoregression', () => {
  test('a recurrence of order 2 is found and continued', () => {
    const series = [1, 2];
    for (let t = 2; t < 40; t++) series.push(0.5 + 1.6 * (series[t - 1] ?? 0) - 0.9 * (series[t - 2] ?? 0));
    const model = linearAutoregression([series.slice(0, 20)], 2);
    near(forecast(model, series.slice(10, 20), 10), series.slice(20, 30), 8);
  });

  test('a sine needs two values', () => {
    const sine = Array.from({ length: 60 }, (_, t) => Math.sin(t / 3));
    near(forecast(linearAutoregression([sine.slice(0, 40)], 2), sine.slice(0, 40), 20), sine.slice(40), 9);
  });

  test('a constant series stays what it is; gaps and short series are left out', () => {
    near(forecast(linearAutoregression([[4, 4, 4, 4, 4, 4]], 2), [4, 4], 3), [4, 4, 4], 6);
    const line = [0, 1, 2, 3, Number.NaN, 5, 6, 7];
    near(forecast(linearAutoregression([line, [9]], 1), [7], 2), [8, 9], 6);
    expect(linearAutoregression([[1, 2]], 2)).toBeNull();
    expect(linearAutoregression([], 3)).toBeNull();
    expect(forecast(linearAutoregression([[1, 2, 3, 4, 5]], 2), [1], 1)).toEqual([Number.NaN]);
  });
});

describe('a panel whose series differ in size', () => {
  // changes are 2, 1, 2, 1, 2 in the 6 rows that are trained on, then 1, 2, 1, 2
  const steps = [0, 2, 3, 5, 6, 8, 9, 11, 12, 14];
  const rowsOf = (series: { readonly [name: string]: number }) =>
    Object.entries(series).flatMap(([name, size]) => steps.map((step) => [name, 7 * size + size * step]));
  const shapes = [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])];
  const span = { file: 'm', start: 0, end: 1 };
  const loss = {
    type: 'mae',
    target: { value: 'y', span },
    sampleWeights: null,
    reduce: 'mean',
    weight: 1,
    span,
  } as unknown as NumberLoss;

  /** Figures of a model that always says 0, as the model sees numbers, on the validation part, or on all rows of other series. */
  async function figuresOf(
    normalize: string,
    trained: { readonly [name: string]: number },
    given: { readonly [name: string]: number } | null,
  ) {
    const section = (split: string): string =>
      `source: d.csv\ngroup: g\nwindows: {width: 2}\nsplit: ${split}\ncolumns: {v: {normalize: ${normalize}}}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}`;
    const files = (of: { readonly [name: string]: number }) => ({ 'd.csv': csv(['g', 'v'], rowsOf(of)) });
    const data = await open(section('{train: 0.6, validation: 0.4, test: 0}'), shapes, { files: files(trained) });
    const { preprocessing } = data;
    const part =
      given === null
        ? data.validation
        : (
            await open(section('{train: 1, validation: 0, test: 0}'), shapes, {
              files: files(given),
              preprocessing,
            })
          ).train;
    const contest = await numberContest(data, loss, { feeds: shapes, weighing: 'plain' }, 1, 1);
    for (const batch of await batchesOf(part, { batch: 3 })) contest.add(batch, new Float32Array(batch.samples));
    const of = (name: string) =>
      contest.figures(0).find((figure) => figure.name === name && figure.units !== 'normalised')?.baselines ?? {};
    return { mae: of('mae'), mase: of('mase'), notes: contest.notes, baselines: contest.baselines };
  }

  test.each(['none', 'standard', '{by: standard, over: series}'])('by hand, normalize: %s', async (normalize) => {
    // the last value misses by 1, 2, 1, 2; the drift is 8 / 5, so that it misses by 0.6, 0.4, 0.6, 0.4; v_t = v_t-2 + 3
    const { mae, mase, notes, baselines } = await figuresOf(normalize, { small: 1, large: 1000 }, null);
    expect(baselines).toEqual(['mean', 'last value', 'drift', 'linear AR']);
    expect(mae['last value']).toBeCloseTo((1.5 + 1500) / 2, 1);
    expect(mae['drift']).toBeCloseTo((0.5 + 500) / 2, 1);
    expect(mae['linear AR']).toBeLessThan(1);
    // the mean change of either in training is 1.6 of its size
    expect(mase['last value']).toBeCloseTo(1.5 / 1.6, 3);
    expect(mase['drift']).toBeCloseTo(0.5 / 1.6, 3);
    expect(notes.filter((note) => note.includes('series'))).toEqual([]);
    const alone = await figuresOf(normalize, { small: 1, large: 1000 }, { small: 1 });
    // all 8 windows: 3, 5, 6, 8, ... each from the value before it
    expect(alone.mae['last value']).toBeCloseTo(1.5, 3);
    expect(alone.mae['drift']).toBeCloseTo(0.5, 3);
    expect(alone.mae['linear AR']).toBeLessThan(0.05);
    expect(alone.mase['drift']).toBeCloseTo(0.5 / 1.6, 3);
  });

  test('a series that was not trained on is measured by its own rows before the targets, and told', async () => {
    const { mae, mase, notes } = await figuresOf(
      '{by: standard, over: series}',
      { small: 1, large: 1000 },
      { middle: 10 },
    );
    // the drift is the last change, 10 where 20 comes and the other way round; the first window changes by 20
    expect(mae['last value']).toBeCloseTo(15, 3);
    expect(mae['drift']).toBeCloseTo(10, 3);
    expect(mase['last value']).toBeCloseTo(15 / 20, 4);
    expect(mase['drift']).toBeCloseTo(10 / 20, 4);
    expect(notes).toContainEqual(expect.stringMatching(/^1 series were not trained on: /));
  });

  test('a series that never changes has no scale: MASE leaves it out and says so', async () => {
    const { mase, notes } = await figuresOf('none', { small: 1, flat: 0 }, null);
    expect(mase['drift']).toBeCloseTo(0.5 / 1.6, 4);
    expect(notes).toContainEqual(expect.stringMatching(/^MASE leaves out 1 series /));
  });
});

test('the majority class, the first of equal ones', () => {
  expect(majorityClass([2, 0, 2, 1], 4)).toEqual({ majority: 2, shares: Float64Array.of(0.25, 0.25, 0.5, 0) });
  expect(majorityClass([1, 0], 2)?.majority).toBe(0);
  expect(majorityClass([0, 0, 1], 2, [1, 0, 3])).toEqual({ majority: 1, shares: Float64Array.of(0.25, 0.75) });
  expect(majorityClass([], 2)).toBeNull();
  expect(() => majorityClass([2], 2)).toThrow('internal');
});

describe('models of text', () => {
  /** a b a b a c */
  const text = [0, 1, 0, 1, 0, 2];

  test('unigram by hand: (3 + 1) / (6 + 4), and so on', () => {
    const model = unigram([text], 4);
    expect([0, 1, 2, 3].map((token) => model.probability(token, null))).toEqual([0.4, 0.3, 0.2, 0.1]);
  });

  test('bigram by hand', () => {
    // pairs: ab 2, ba 2, ac 1. ab: (2-1)/(3-1) = .5 against (2-1)/5 = .2; ba: 1/1 against 2/5; ac: 0/2 against 0/5, a draw
    const lambda = 4 / 5;
    const model = bigram([text], 4);
    expect(model.probability(1, 0)).toBeCloseTo(lambda * (2 / 3) + 0.2 * 0.3, 14);
    expect(model.probability(2, 0)).toBeCloseTo(lambda * (1 / 3) + 0.2 * 0.2, 14);
    expect(model.probability(3, 1)).toBeCloseTo(0.2 * 0.1, 14);
    expect(model.probability(0, 2)).toBe(0.4);
    expect(model.probability(0, null)).toBe(0.4);
  });

  test('probabilities add up to 1 after every token', () => {
    const token = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.array(fc.array(token, { maxLength: 20 }), { maxLength: 4 }), (texts) => {
        const model = bigram(texts, 5);
        for (const previous of [null, 0, 1, 2, 3, 4]) {
          const all = [0, 1, 2, 3, 4].map((t) => model.probability(t, previous));
          expect(all.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
          expect(Math.min(...all)).toBeGreaterThan(0);
        }
      }),
      { seed: 11 },
    );
  });

  test('mean cross-entropy leaves out the first token of a text', () => {
    const model = unigram([text], 4);
    expect(meanCrossEntropy(model, [[3, 0, 1], [2]])).toBeCloseTo(-(Math.log(0.4) + Math.log(0.3)) / 2, 14);
    expect(meanCrossEntropy(model, [[3], []])).toBeNull();
  });

  test('on text with structure the bigram is better than the unigram', () => {
    const texts = [Array.from({ length: 300 }, (_, i) => (i * i) % 7)];
    const of = (model: ReturnType<typeof unigram>): number => meanCrossEntropy(model, texts) ?? Number.NaN;
    expect(of(bigram(texts, 7))).toBeLessThan(of(unigram(texts, 7)) - 0.3);
  });
});
