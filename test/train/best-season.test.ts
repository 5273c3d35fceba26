import { expect, test } from 'vitest';
import { bestSeason } from '../../src/train/baselines/best-season.ts';
import { Panel } from '../../src/train/baselines/panel.ts';

/** Numbers that are spread like a normal distribution, by a seed. */
function noise(seed: number): () => number {
  let state = seed * 2654435761 + 12345;
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, next).reduce((a, b) => a + b, -6);
}

const seasonOf = (series: readonly (readonly number[])[], width: number, horizon: number): number => {
  const panel = new Panel({ values: series.map((values) => [[...values]]), keys: series.map((_, s) => `${s}`) });
  const columns = [{ feed: 'past', features: 1, at: 0 }];
  return bestSeason({ width, horizon, columns }, width, panel, null);
};
const wave = (t: number, period: number): number => Math.sin((2 * Math.PI * t) / period);
const from = (length: number, at: (t: number) => number): readonly number[] => Array.from({ length }, (_, t) => at(t));
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

test('a week is not taken for two, however the noise falls', () => {
  const found = SEEDS.map((seed) => {
    const draw = noise(seed);
    const size = [200, 50, 120];
    // now and then there is more of everything
    const shops = size.map((base) =>
      from(190, (t) => base * (1 + 0.3 * wave(t, 7)) * (draw() > 0.85 ? 1.4 : 1) + base * 0.05 * draw()),
    );
    return seasonOf(shops, 14, 7);
  });
  expect(found).toEqual(SEEDS.map(() => 7));
});

test('one step ahead, with three multiples in a window, and of one short series', () => {
  const one = (length: number) =>
    SEEDS.map((seed) => {
      const draw = noise(seed);
      return seasonOf([from(length, (t) => 5 + 2 * wave(t, 7) + 0.5 * draw())], 28, 1);
    });
  expect(one(400)).toEqual(SEEDS.map(() => 7));
  expect(one(90)).toEqual(SEEDS.map(() => 7));
});

test('hours: a day where weeks are all alike, a week where weekends differ, by little too', () => {
  const hours = (weekend: number) =>
    SEEDS.slice(0, 3).map((seed) => {
      const draw = noise(seed);
      const isWeekend = (t: number): boolean => Math.floor(t / 24) % 7 >= 5;
      return seasonOf([from(1500, (t) => 3 * wave(t, 24) - (isWeekend(t) ? weekend : 0) + 0.3 * draw())], 168, 12);
    });
  expect(hours(0)).toEqual([24, 24, 24]);
  expect(hours(1)).toEqual([168, 168, 168]);
  expect(hours(0.7)).toEqual([168, 168, 168]);
});

test('weeks by turns are a season of two', () => {
  const draw = noise(3);
  expect(seasonOf([from(300, (t) => wave(t, 7) + (Math.floor(t / 7) % 2) + 0.2 * draw())], 28, 7)).toBe(14);
  // a season that repeats exactly leaves no error to be smaller than
  expect(seasonOf([from(100, (t) => t % 7)], 28, 7)).toBe(7);
});
