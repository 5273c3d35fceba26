import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { type Sampling, sampleToken, tokenProbabilities } from '../../src/answers/sampling.ts';

type Random = Extract<Sampling, { readonly kind: 'random' }>;
const plain: Random = { kind: 'random', temperature: 1, topK: null, topP: null };
const greedy: Sampling = { kind: 'greedy' };
const rounded = (values: Float64Array): readonly number[] => Array.from(values, (v) => Number(v.toFixed(6)));
const logitsOf = (probabilities: readonly number[]): readonly number[] => probabilities.map(Math.log);

const draw = (logits: ArrayLike<number>, sampling: Sampling, count: number, seed = 1): readonly number[] =>
  Array.from({ length: count }, (_, index) => sampleToken(logits, sampling, { seed, index }));

/** Pearson's statistic of draws against the probabilities that they should have. */
function chiSquare(tokens: readonly number[], probabilities: ArrayLike<number>): number {
  let statistic = 0;
  for (const [token, probability] of Array.from(probabilities).entries()) {
    const found = tokens.filter((t) => t === token).length;
    if (probability === 0) expect(found).toBe(0);
    else statistic += (found - tokens.length * probability) ** 2 / (tokens.length * probability);
  }
  return statistic;
}

const logits = [2, 1, 0, -1, 0.5, Number.NEGATIVE_INFINITY, 1.5];

/** Limits are the 0.1 % quantiles of chi-square with (possible tokens - 1) degrees of freedom. */
test.each([
  ['as it is', plain, 20.52],
  ['hot', { ...plain, temperature: 2 }, 20.52],
  ['cold', { ...plain, temperature: 0.5 }, 20.52],
  ['top-k', { ...plain, topK: 3 }, 13.82],
  ['top-p', { ...plain, topP: 0.8 }, 13.82],
  ['all of them', { ...plain, temperature: 3, topK: 5, topP: 0.9 }, 18.47],
] as const)('draws follow the distribution: %s', (_, sampling, limit) => {
  const expected = tokenProbabilities(logits, sampling, 0);
  for (const seed of [0, 1, 4294967295])
    expect(chiSquare(draw(logits, sampling, 10_000, seed), expected)).toBeLessThan(limit);
});

test('the distribution itself, by hand', () => {
  const logits = logitsOf([0.5, 0.3, 0.15, 0.05]);
  expect(rounded(tokenProbabilities(logits, plain, 0))).toEqual([0.5, 0.3, 0.15, 0.05]);
  expect(rounded(tokenProbabilities(logits, { ...plain, topK: 2 }, 0))).toEqual([0.625, 0.375, 0, 0]);
  expect(rounded(tokenProbabilities(logits, { ...plain, topP: 0.7 }, 0))).toEqual([0.625, 0.375, 0, 0]);
  expect(rounded(tokenProbabilities(logits, { ...plain, topP: 0.85 }, 0))).toEqual([0.526316, 0.315789, 0.157895, 0]);
  expect(rounded(tokenProbabilities(logits, { ...plain, topP: 1 }, 0))).toEqual([0.5, 0.3, 0.15, 0.05]);
  // the squares 25 : 9 : 2.25 : 0.25
  const squares = [25, 9, 2.25, 0.25].map((s) => Number((s / 36.5).toFixed(6)));
  expect(rounded(tokenProbabilities(logits, { ...plain, temperature: 0.5 }, 0))).toEqual(squares);
});

test('top-p keeps at least the most probable token; top-k exactly k, the first of equal ones', () => {
  expect(rounded(tokenProbabilities([0, 3, 1], { ...plain, topP: 1e-9 }, 0))).toEqual([0, 1, 0]);
  expect(rounded(tokenProbabilities([1, 1, 1, 1], { ...plain, topK: 2 }, 0))).toEqual([0.5, 0.5, 0, 0]);
  expect(rounded(tokenProbabilities([1, 1, 1, 1], { ...plain, topP: 0.5 }, 0))).toEqual([0.5, 0.5, 0, 0]);
  expect(rounded(tokenProbabilities([1, 1], { ...plain, topK: 9 }, 0))).toEqual([0.5, 0.5]);
});

test('towards temperature 0, with k = 1 and with a tiny nucleus it is greedy', () => {
  for (const sampling of [{ ...plain, temperature: 1e-300 }, { ...plain, topK: 1 }, { ...plain, topP: 1e-12 }, greedy])
    expect(new Set(draw(logits, sampling, 200))).toEqual(new Set([0]));
  expect(sampleToken([1, 5, 5], greedy, { seed: 0, index: 0 })).toBe(1);
});

test('towards an infinite temperature every possible token is equally likely', () => {
  expect(rounded(tokenProbabilities(logits, { ...plain, temperature: 1e300 }, 0))).toEqual(
    logits.map((l) => (Number.isFinite(l) ? 0.166667 : 0)),
  );
});

test('a draw depends on seed and index alone', () => {
  const text = draw(logits, plain, 50, 7);
  expect(draw(logits, plain, 50, 7)).toEqual(text);
  expect(sampleToken(logits, plain, { seed: 7, index: 31 })).toBe(text[31]);
  expect(draw(logits, plain, 50, 8)).not.toEqual(text);
  expect(text.slice(0, 16)).toMatchInlineSnapshot(`
    [
      4,
      1,
      1,
      0,
      6,
      6,
      2,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      6,
      1,
    ]
  `);
});

test('large logits and float32 arrays', () => {
  expect(rounded(tokenProbabilities(Float32Array.of(3e38, 3e38, -3e38), plain, 0))).toEqual([0.5, 0.5, 0]);
});

test('rare tokens of a large vocabulary come: 53 random bits', () => {
  const probabilities = tokenProbabilities(new Float32Array(100_000), plain, 0);
  const tokens = Array.from({ length: 30 }, (_, index) =>
    sampleToken(new Float32Array(100_000), plain, { seed: 3, index }),
  );
  expect(probabilities[0]).toBeCloseTo(1e-5, 15);
  expect(new Set(tokens).size).toBeGreaterThan(28);
  expect(tokens.some((t) => t % 2 === 1)).toBe(true);
});

const codeOf = (logits: readonly number[], sampling: Sampling): string => {
  try {
    return String(sampleToken(logits, sampling, { seed: 0, index: 4 }));
  } catch (error) {
    if (error instanceof RnncError) return error.message.split('\n')[0] ?? '';
    throw error;
  }
};
test.each([greedy, plain])('what is no distribution is an error: %j', (sampling) => {
  const none = Number.NEGATIVE_INFINITY;
  expect(codeOf([0, Number.NaN], sampling)).toBe("logits-nan: token 5 can't be chosen: the model's logits hold NaN");
  expect(codeOf([none, none], sampling)).toBe("logits-nothing-allowed: token 5 can't be chosen: no token is possible");
  expect(codeOf([], sampling)).toContain('logits-nothing-allowed');
  expect(codeOf([0, Number.POSITIVE_INFINITY], sampling)).toContain('logits-infinite');
  expect(codeOf([none, -5, none], sampling)).toBe('1');
});

test.each([
  { ...plain, temperature: 0 },
  { ...plain, temperature: Number.NaN },
  { ...plain, topK: 0 },
  { ...plain, topP: 0 },
  { ...plain, topP: 1.5 },
])('%j is refused', (sampling) => {
  expect(() => sampleToken([1, 2], sampling, { seed: 0, index: 0 })).toThrow('internal');
});
