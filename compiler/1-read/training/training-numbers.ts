import type { ReadContext } from '../scope/context.ts';
import { type NumberRange, numberOf } from '../values/numbers.ts';
import { field, type TreeMap } from '../yaml/tree.ts';

const whole = (min: number, max: number): NumberRange => ({
  integer: true,
  min,
  max,
  words: `a whole number from ${min} to ${max}`,
});
/** The largest number below 1. */
const BELOW_ONE = 1 - Number.EPSILON / 2;

/** Ranges of the section `training`. What would overflow float32 or vanish in it is out of range. */
export const trainingRanges = {
  positive: { integer: false, min: Number.MIN_VALUE, max: 1e30, words: 'a number above 0 and at most 1e30' },
  notNegative: { integer: false, min: 0, max: 1e30, words: 'a number from 0 to 1e30' },
  epsilon: { integer: false, min: 1e-37, max: 1, words: 'a number from 1e-37 to 1' },
  /** Above 0 and below 1. */
  inside: { integer: false, min: Number.MIN_VALUE, max: BELOW_ONE, words: 'a number above 0 and below 1' },
  fading: { integer: false, min: 0, max: BELOW_ONE, words: 'a number from 0 and below 1' },
  share: { integer: false, min: 0, max: 1, words: 'a number from 0 to 1' },
  count: whole(1, 1_000_000),
  cooldown: whole(0, 1_000_000),
  steps: whole(1, 1_000_000_000),
  rampSteps: whole(2, 1_000_000_000),
  blank: whole(0, 2 ** 24 - 1),
} as const satisfies { readonly [name: string]: NumberRange };

/** A number of a mapping, or `fallback` where it is not written. Null after a mistake, and where it is missing without a fallback. */
export function numberIn(
  context: ReadContext,
  map: TreeMap,
  key: string,
  owner: string,
  range: NumberRange,
  fallback: number | null,
): number | null {
  const tree = field(map, key);
  if (tree === undefined) return fallback;
  return numberOf(context, tree, owner === '' ? key : `${key} of ${owner}`, range)?.value ?? null;
}
