/** The naive models that `evaluate` prints beside the trained one: a model that does not beat them has learned nothing. */
import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { leastSquares } from './least-squares.ts';

/** Forecasts one column of a series. */
export interface Forecaster {
  /**
   * @param history the values before, oldest first; NaN is a gap.
   * @returns [horizon], NaN where the history is too short.
   */
  readonly forecast: (history: ArrayLike<number>, horizon: number) => Float64Array;
}

/** Whole series of the training part, oldest value first. Nothing is taken across from one series into another. */
export type TrainingSeries = readonly ArrayLike<number>[];

/** ŷ_{T+h} = y_T (Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed., 5.2, naive method). */
export const lastValue: Forecaster = seasonal(1, 0);

/**
 * Seasonal naive with drift: ŷ_{T+h} = y_{T+h-m(k+1)} + (k + 1) d with k = ⌊(h - 1) / m⌋ and d the mean of y_t - y_{t-m} over the training part
 * (Hyndman and Athanasopoulos 5.2; `SNAIVE(y ~ drift())` of their package fable). With m = 1 this is their drift method.
 * @param season m, at least 1. Where no two values are a season apart, the drift is 0.
 */
export function seasonalNaiveWithDrift(training: TrainingSeries, season: number): Forecaster {
  let sum = 0;
  let pairs = 0;
  for (const values of training)
    for (let t = season; t < values.length; t++) {
      const change = (values[t] ?? Number.NaN) - (values[t - season] ?? Number.NaN);
      if (Number.isNaN(change)) continue;
      sum += change;
      pairs++;
    }
  return seasonal(season, pairs === 0 ? 0 : sum / pairs);
}

/** The forecast of the first forecaster; where the past is too short for it, that of the second. */
export const firstKnown = (one: Forecaster, other: Forecaster): Forecaster => ({
  forecast: (history, horizon) => {
    const forecast = one.forecast(history, horizon);
    return forecast.some(Number.isNaN) ? other.forecast(history, horizon) : forecast;
  },
});

/** Fills a gap with the value of a season earlier plus the drift. */
function seasonal(season: number, drift: number): Forecaster {
  if (!Number.isInteger(season) || season < 1) throw new InternalError(`season ${season}`);
  return {
    forecast: (history, horizon) => {
      const values = new Float64Array(horizon);
      for (let i = 0; i < horizon; i++) {
        let seasons = Math.floor(i / season) + 1;
        let at = history.length + i - seasons * season;
        for (; at >= 0 && Number.isNaN(history[at] ?? Number.NaN); at -= season) seasons++;
        values[i] = (history[at] ?? Number.NaN) + seasons * drift;
      }
      return values;
    },
  };
}

/**
 * Linear autoregression y_t = a + Σ φ_i y_{t-i}, i = 1..order, fitted by least squares on the training part; further steps are forecast from
 * its own forecasts (Hyndman and Athanasopoulos 9.3). Windows with NaN are left out of the fit.
 * @returns null where there are fewer windows than coefficients.
 */
export function linearAutoregression(training: TrainingSeries, order: number): Forecaster | null {
  let windows = 0;
  const row = new Float64Array(order + 1);
  const coefficients = leastSquares(order + 1, (add) => {
    for (const values of training)
      for (let t = order; t < values.length; t++) {
        const target = values[t] ?? Number.NaN;
        lags(row, values, t);
        if (Number.isNaN(target) || row.some(Number.isNaN)) continue;
        add(row, target);
        windows++;
      }
  });
  if (windows < order + 1) return null;
  return {
    forecast: (history, horizon) => {
      const known = Math.min(order, history.length);
      const values = new Float64Array(known + horizon);
      for (let t = 0; t < known; t++) values[t] = history[history.length - known + t] ?? Number.NaN;
      for (let t = known; t < values.length; t++) {
        lags(row, values, t);
        let sum = 0;
        for (let i = 0; i < row.length; i++) sum += (row[i] ?? Number.NaN) * (coefficients[i] ?? 0);
        values[t] = sum;
      }
      return values.slice(known);
    },
  };
}

/** The regressors of y_t: 1, y_{t-1}, y_{t-2}, …; NaN for values before the start of the series. */
function lags(row: Float64Array, values: ArrayLike<number>, t: number): void {
  row[0] = 1;
  for (let i = 1; i < row.length; i++) row[i] = values[t - i] ?? Number.NaN;
}

export interface MajorityClass {
  /** The most frequent class, the first of equal ones. */
  readonly majority: number;
  /** [classes], shares of the training part: the constant forecast of least cross-entropy. */
  readonly shares: Float64Array;
}

/**
 * @param weights of the targets; absent: all 1.
 * @returns null without any target.
 */
export function majorityClass(
  targets: Iterable<number>,
  classes: number,
  weights?: ArrayLike<number>,
): MajorityClass | null {
  const counts = new Float64Array(classes);
  let total = 0;
  let at = 0;
  for (const target of targets) {
    checkToken(target, classes);
    const weight = weights === undefined ? 1 : (weights[at] ?? 0);
    counts[target] = (counts[target] ?? 0) + weight;
    total += weight;
    at++;
  }
  if (total === 0) return null;
  return {
    majority: counts.indexOf(counts.reduce((a, b) => Math.max(a, b))),
    shares: counts.map((count) => count / total),
  };
}

/** A model of text that looks back one token at most. */
export interface TokenModel {
  /** P(token | previous); `previous` is null at the start of a text. Above 0 for every token. */
  readonly probability: (token: number, previous: number | null) => number;
}

/** Texts as token numbers, 0..vocabulary-1. */
export type Texts = readonly ArrayLike<number>[];

/** P(w) = (count(w) + 1) / (N + V): add-one (Jurafsky and Martin, "Speech and Language Processing", 3rd ed., 3.6). */
export function unigram(training: Texts, vocabulary: number): TokenModel {
  const { counts, total } = countTokens(training, vocabulary);
  return { probability: (token) => ((counts[token] ?? 0) + 1) / (total + vocabulary) };
}

/**
 * P(w | v) = λ count(v w) / count(v ·) + (1 - λ) P(w), over the add-one unigram, λ by deleted interpolation (Jelinek and Mercer 1980; the
 * algorithm of Brants 2000, "TnT", figure 1): each pair v w adds its count to the weight of the estimate, of the pair or of
 * the token alone, that would be higher if this pair had not been counted. After a token that never came before another one, P(w | v) is P(w).
 */
export function bigram(training: Texts, vocabulary: number): TokenModel {
  const { counts, total } = countTokens(training, vocabulary);
  const pairs = new Map<number, number>();
  const followed = new Float64Array(vocabulary);
  for (const text of training)
    for (let t = 1; t < text.length; t++) {
      const previous = text[t - 1] ?? 0;
      const key = previous * vocabulary + (text[t] ?? 0);
      pairs.set(key, (pairs.get(key) ?? 0) + 1);
      followed[previous] = (followed[previous] ?? 0) + 1;
    }
  const votes = { pair: 0, single: 0 };
  for (const [key, count] of pairs) {
    const byPair = ratio(count - 1, (followed[Math.floor(key / vocabulary)] ?? 0) - 1);
    const bySingle = ratio((counts[key % vocabulary] ?? 0) - 1, total - 1);
    votes[byPair > bySingle ? 'pair' : 'single'] += count;
  }
  const lambda = ratio(votes.pair, votes.pair + votes.single);
  const single = unigram(training, vocabulary);
  return {
    probability: (token, previous) => {
      const base = single.probability(token, null);
      const seen = previous === null ? 0 : (followed[previous] ?? 0);
      if (previous === null || seen === 0) return base;
      return lambda * ((pairs.get(previous * vocabulary + token) ?? 0) / seen) + (1 - lambda) * base;
    },
  };
}

/**
 * Mean of -ln P over every token but the first of each text, in nats; its exponential is the perplexity. The first is left
 * out, because a recurrent model has nothing to predict it from. Null where no token is left.
 */
export function meanCrossEntropy(model: TokenModel, texts: Texts): number | null {
  let nats = 0;
  let tokens = 0;
  for (const text of texts)
    for (let t = 1; t < text.length; t++) {
      nats -= Math.log(model.probability(text[t] ?? 0, text[t - 1] ?? 0));
      tokens++;
    }
  return tokens === 0 ? null : nats / tokens;
}

function countTokens(texts: Texts, vocabulary: number): { readonly counts: Float64Array; readonly total: number } {
  const counts = new Float64Array(vocabulary);
  let total = 0;
  for (const text of texts)
    for (let t = 0; t < text.length; t++) {
      const token = text[t] ?? Number.NaN;
      checkToken(token, vocabulary);
      counts[token] = (counts[token] ?? 0) + 1;
      total++;
    }
  return { counts, total };
}

function checkToken(token: number, vocabulary: number): void {
  if (!Number.isInteger(token) || token < 0 || token >= vocabulary)
    throw new InternalError(`token ${token} of a vocabulary of ${vocabulary}`);
}

const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
