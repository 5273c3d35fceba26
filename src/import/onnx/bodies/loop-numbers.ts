import type { OnnxNode } from '../../../onnx/format.ts';
import { constantOf } from '../constants/constant-node.ts';
import { NodeReader } from '../conversion.ts';
import type { ReadBeside } from '../tensors.ts';
import { Axis, Refusal, type Value } from '../values.ts';

/** What a whole number or a condition in the body of a loop is. */
export type LoopNumber =
  | { readonly kind: 'number'; readonly value: number }
  /** The number of the step, from 0 on, and so much more. */
  | { readonly kind: 'step'; readonly plus: number }
  /** How many steps there are. */
  | { readonly kind: 'steps'; readonly time: Axis }
  /** Whether so many steps further there is one. */
  | { readonly kind: 'before'; readonly plus: number; readonly time: Axis };

/** One number, or a short row of them. */
export interface LoopNumbers {
  readonly rank: number;
  readonly list: readonly LoopNumber[];
}

/** More steps than any sequence in memory has; tf2onnx writes it for the end of an axis. */
export const FAR = 1e9;
/** Longer tensors are no numbers that a loop counts with. */
const MOST = 8;

const number = (value: number): LoopNumber => ({ kind: 'number', value });
export const stepNumber = (plus: number): LoopNumbers => ({ rank: 0, list: [{ kind: 'step', plus }] });

/** The numbers that a value of the graph around a body is; null where it is something else. */
export function numbersFrom(value: Value): LoopNumbers | null {
  if (value.kind === 'constant')
    return value.data.length > MOST || value.dims.length > 1
      ? null
      : { rank: value.dims.length, list: Array.from(value.data, number) };
  if (value.kind === 'sizes')
    return {
      rank: value.rank,
      list: value.entries.map((entry) => (entry instanceof Axis ? { kind: 'steps', time: entry } : number(entry))),
    };
  return value.kind === 'count' ? { rank: 0, list: [{ kind: 'steps', time: value.time }] } : null;
}

type OfOne = (a: LoopNumber) => LoopNumber | null;
type OfTwo = (a: LoopNumber | undefined, b: LoopNumber | undefined) => LoopNumber | null;

const wholeOf = (a: LoopNumber | undefined): number | null => (a?.kind === 'number' ? a.value : null);
const counted =
  (of: (a: number, b: number) => number): OfTwo =>
  (a, b) => {
    const [x, y] = [wholeOf(a), wholeOf(b)];
    return x === null || y === null ? null : number(of(x, y));
  };
const compared = (of: (a: number, b: number) => boolean): OfTwo => counted((a, b) => (of(a, b) ? 1 : 0));
const otherwise =
  (...all: readonly OfTwo[]): OfTwo =>
  (a, b) => {
    for (const one of all) {
      const made = one(a, b);
      if (made !== null) return made;
    }
    return null;
  };

const moved =
  (sign: 1 | -1): OfTwo =>
  (a, b) => {
    const by = wholeOf(b);
    return a?.kind === 'step' && by !== null ? { kind: 'step', plus: a.plus + sign * by } : null;
  };
const swapped =
  (of: OfTwo): OfTwo =>
  (a, b) =>
    of(b, a);
const before: OfTwo = (a, b) =>
  a?.kind === 'step' && b?.kind === 'steps' ? { kind: 'before', plus: a.plus, time: b.time } : null;
/** Steps count from 0, so a step and so much more is no less than that much; and none is far. */
const larger: OfTwo = (a, b) => {
  const other = wholeOf(b);
  if (a?.kind !== 'step' || other === null || b === undefined) return null;
  return other <= a.plus ? a : other >= FAR ? b : null;
};
const isFalse: OfTwo = (a, b) => (wholeOf(a) === 0 || wholeOf(b) === 0 ? number(0) : null);

const OF_TWO: { readonly [operator: string]: OfTwo } = {
  Add: otherwise(
    counted((a, b) => a + b),
    moved(1),
    swapped(moved(1)),
  ),
  Sub: otherwise(
    counted((a, b) => a - b),
    moved(-1),
  ),
  Max: otherwise(
    counted((a, b) => Math.max(a, b)),
    larger,
    swapped(larger),
  ),
  Less: otherwise(
    compared((a, b) => a < b),
    before,
  ),
  Greater: otherwise(
    compared((a, b) => a > b),
    swapped(before),
  ),
  And: otherwise(
    isFalse,
    compared((a, b) => a !== 0 && b !== 0),
  ),
};
const same: OfOne = (a) => a;
const OF_ONE: { readonly [operator: string]: OfOne } = {
  Identity: same,
  Cast: same,
  Not: (a) => (a.kind === 'number' ? number(a.value === 0 ? 1 : 0) : null),
};

/** Follows whole numbers and conditions through the nodes of a body. @param given those of params and of values around the body */
export function numbersIn(
  nodes: readonly OnnxNode[],
  given: ReadonlyMap<string, LoopNumbers>,
  beside: ReadBeside,
): ReadonlyMap<string, LoopNumbers> {
  const known = new Map(given);
  for (const node of nodes) {
    const found = followed(node, known, beside);
    if (found !== null && node.output[0] !== undefined) known.set(node.output[0], found);
  }
  return known;
}

function followed(node: OnnxNode, known: ReadonlyMap<string, LoopNumbers>, beside: ReadBeside): LoopNumbers | null {
  const operator = node.opType ?? '';
  if (operator === 'Constant') return constantNumbers(node, beside);
  const inputs = node.input.map((name) => known.get(name));
  const [first, second, third] = inputs;
  const ofTwo = Object.hasOwn(OF_TWO, operator) ? OF_TWO[operator] : undefined;
  if (ofTwo !== undefined) return eachOf([first, second], ([one, other]) => ofTwo(one, other));
  if (first === undefined) return null;
  const ofOne = Object.hasOwn(OF_ONE, operator) ? OF_ONE[operator] : undefined;
  if (ofOne !== undefined) {
    const list = first.list.flatMap((a) => ofOne(a) ?? []);
    return list.length === first.list.length ? { ...first, list } : null;
  }
  if (operator === 'Unsqueeze') return first.rank === 0 ? { ...first, rank: 1 } : null;
  if (operator === 'Squeeze') return first.list.length === 1 ? { ...first, rank: 0 } : null;
  if (operator === 'Concat')
    return inputs.every((one) => one?.rank === 1) ? { rank: 1, list: inputs.flatMap((one) => one?.list ?? []) } : null;
  if (operator !== 'Where') return null;
  return eachOf([first, second, third], ([condition, then, otherwise]) => {
    const chosen = wholeOf(condition);
    return chosen === null ? null : ((chosen === 0 ? otherwise : then) ?? null);
  });
}

/** Goes over rows of the same length at once; what is one number is so in all places, and what is not known nowhere. */
function eachOf(
  inputs: readonly (LoopNumbers | undefined)[],
  of: (entries: readonly (LoopNumber | undefined)[]) => LoopNumber | null,
): LoopNumbers | null {
  const length = Math.max(...inputs.map((one) => one?.list.length ?? 1));
  if (inputs.some((one) => one !== undefined && one.list.length !== 1 && one.list.length !== length)) return null;
  const list = Array.from({ length }, (_, i) => of(inputs.map((one) => one?.list[one.list.length === 1 ? 0 : i])));
  const known = list.flatMap((one) => one ?? []);
  return known.length < length ? null : { rank: Math.max(...inputs.map((one) => one?.rank ?? 0)), list: known };
}

function constantNumbers(node: OnnxNode, beside: ReadBeside): LoopNumbers | null {
  try {
    return numbersFrom(constantOf(new NodeReader(node, []), beside));
  } catch (cause) {
    // it is refused where an equation reads it
    if (cause instanceof Refusal) return null;
    throw cause;
  }
}
