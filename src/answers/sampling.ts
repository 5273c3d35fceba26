import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { exp } from '../../compiler/initialize/elementary.ts';
import { randomSource } from '../../compiler/initialize/random.ts';
import { like, type OptionTable, oneOf, orNull, whole } from '../arguments/kinds.ts';
import { readOptions } from '../arguments/read-options.ts';
import * as say from './messages.ts';

export type Sampling =
  /** The largest logit, the first of equal ones. */
  | { readonly kind: 'greedy' }
  | {
      readonly kind: 'random';
      /** Logits are divided by it; above 0. Towards 0 this becomes greedy. */
      readonly temperature: number;
      /** Only the k largest logits, at least 1; null: all. */
      readonly topK: number | null;
      /** Only the fewest tokens that together have at least this probability, in (0, 1] (nucleus; Holtzman et al. 2019); null: all. */
      readonly topP: number | null;
    };

/** A `Sampling` as it is asked for: temperature 1 and no limits where nothing is said. */
export type SamplingOptions = { readonly kind: 'greedy' } | RandomOptions;
interface RandomOptions {
  readonly kind?: 'random';
  readonly temperature?: number;
  readonly topK?: number | null;
  readonly topP?: number | null;
}
const GREEDY_OPTIONS: OptionTable<{ readonly kind: 'greedy' }> = { kind: oneOf('greedy') };
const RANDOM_OPTIONS: OptionTable<RandomOptions> = {
  kind: like('random or greedy', (value) => value === 'random'),
  temperature: like('a finite number above 0', (value) => Number.isFinite(value) && Number(value) > 0),
  topK: orNull(whole(1)),
  topP: orNull(like('a number above 0, up to 1', (value) => typeof value === 'number' && value > 0 && value <= 1)),
};

/** @param call for messages. @throws RnncError for unknown options, and for numbers out of range */
export function readSampling(call: string, given: SamplingOptions): Sampling {
  if (given.kind === 'greedy') return readOptions<{ readonly kind: 'greedy' }>(call, given, GREEDY_OPTIONS);
  const { temperature = 1, topK = null, topP = null } = readOptions(call, given, RANDOM_OPTIONS);
  return { kind: 'random', temperature, topK, topP };
}

/** Where a draw belongs: the same seed and index give the same random number, whatever was drawn before. */
export interface Draw {
  /** 0..2^32-1. */
  readonly seed: number;
  /** Position of the token in the generated text, 0..2^32-1. */
  readonly index: number;
}

/**
 * The number of the next token.
 * @param logits one per token. -Infinity forbids a token.
 * @throws RnncError `logits-nan`, `logits-infinite`, `logits-nothing-allowed`.
 */
export function sampleToken(logits: ArrayLike<number>, sampling: Sampling, { seed, index }: Draw): number {
  if (sampling.kind === 'greedy') return largest(logits, index);
  const probabilities = tokenProbabilities(logits, sampling, index);
  const words = new Uint32Array(4);
  randomSource(seed, 'sample', 'token', 0).block(words, index, 0, 0, 0);
  // 53 bits: with fewer, the rare tokens of a large vocabulary would never come.
  let rest = ((words[0] ?? 0) + ((words[1] ?? 0) >>> 11) * 2 ** -21) * 2 ** -32;
  let last = 0;
  for (const [token, probability] of probabilities.entries()) {
    if (probability === 0) continue;
    if (rest < probability) return token;
    rest -= probability;
    last = token;
  }
  // The probabilities add up to 1 but for rounding.
  return last;
}

/**
 * Probabilities of the tokens after temperature, top-k and top-p, in this order: [tokens], those left out are 0.
 * @param index position of the token, for messages.
 * @throws RnncError as `sampleToken`.
 */
export function tokenProbabilities(
  logits: ArrayLike<number>,
  { temperature, topK, topP }: Extract<Sampling, { readonly kind: 'random' }>,
  index: number,
): Float64Array {
  if (!(temperature > 0) || (topK !== null && !(topK >= 1)) || (topP !== null && !(topP > 0 && topP <= 1)))
    throw new InternalError(`sampling with temperature ${temperature}, top-k ${topK}, top-p ${topP}`);
  const top = logits[largest(logits, index)] ?? 0;
  const weights = Float64Array.from(logits, (logit) => exp((logit - top) / temperature));
  const limited = topK !== null && topK < weights.length;
  if (!limited && topP === null) return normalised(weights);
  // sorted by logit and not by weight: weights far below the largest are all rounded to 0
  const order = [...weights.keys()].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b);
  if (limited) for (const token of order.slice(topK)) weights[token] = 0;
  const probabilities = normalised(weights);
  if (topP === null) return probabilities;
  let sum = 0;
  for (const token of order) {
    if (sum >= topP) probabilities[token] = 0;
    sum += probabilities[token] ?? 0;
  }
  return normalised(probabilities);
}

function normalised(weights: Float64Array): Float64Array {
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}

/** Index of the largest, the first of equal ones. */
function largest(logits: ArrayLike<number>, index: number): number {
  let best = 0;
  for (let token = 0; token < logits.length; token++) {
    const logit = logits[token] ?? 0;
    if (Number.isNaN(logit)) throw new RnncError([say.nanLogits(index, token)]);
    if (logit === Number.POSITIVE_INFINITY) throw new RnncError([say.infiniteLogits(index, token)]);
    if (logit > (logits[best] ?? 0)) best = token;
  }
  if (!((logits[best] ?? Number.NEGATIVE_INFINITY) > Number.NEGATIVE_INFINITY))
    throw new RnncError([say.nothingAllowed(index)]);
  return best;
}
