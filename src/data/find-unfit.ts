import { checkTree, type TreeRules } from '../trees/check-tree.ts';
import { readParents } from '../trees/read-tree.ts';
import type { FeedShape } from './dataset.ts';

/** The first number that a loss can't take. */
export interface Unfit {
  /** Its place among the numbers. */
  readonly index: number;
  /** Goes on from the name of what holds it. */
  readonly reason: string;
  readonly fix: string;
}

/** How far shares may be from a sum of 1: they come from files, with a few digits. */
const TOLERANCE = 1e-2;
/** What float32 may add to a probability. */
const ROUNDING = 1e-6;

/**
 * Looks for numbers of a feed that are not what its loss needs: classes from 0 (-1 where there may be none), probabilities, shares of 1. Sample weights are looked at as they are
 * read. What has sample weight 0 may hold anything but a class that there is not.
 * @param data whole steps, one after the other.
 * @param counts whether a step is looked at; absent: all are.
 */
export function findUnfit(
  { meaning, classes, dims, tree, missing }: Pick<FeedShape, 'meaning' | 'classes' | 'dims' | 'tree' | 'missing'>,
  data: ArrayLike<number>,
  counts: (step: number) => boolean = () => true,
): Unfit | null {
  if (tree !== undefined) return unfitTree(tree, data);
  if (classes === undefined && meaning !== 'probabilities' && meaning !== 'distribution') return null;
  const sizes = dims.filter((dim) => typeof dim === 'number');
  const perStep = sizes.reduce((a, b) => a * b, 1);
  const row = sizes.at(-1) ?? 1;
  const least = missing === true ? -1 : 0;
  for (let start = 0; start < data.length; start += row) {
    if (!counts(Math.floor(start / perStep))) continue;
    const end = Math.min(start + row, data.length);
    let sum = 0;
    for (let index = start; index < end; index++) {
      const value = data[index] ?? 0;
      sum += value;
      if (classes !== undefined && !(Number.isInteger(value) && value >= least && value < classes))
        return {
          index,
          reason: `is class ${value}, and the model has ${classes}, counted from 0`,
          fix: `number classes from 0${missing === true ? ', with -1 where there is none' : ''}, or give the layer as many units as there are classes`,
        };
      if (meaning === 'probabilities' && !(value >= -ROUNDING && value <= 1 + ROUNDING))
        return { index, reason: `is no probability: ${value}`, fix: 'write numbers from 0 to 1' };
      if (meaning === 'distribution' && !(value >= -ROUNDING && value <= 1 + TOLERANCE))
        return { index, reason: `is no share of 1: ${value}`, fix: SHARES };
    }
    // a part of a distribution says nothing of its sum
    if (meaning === 'distribution' && end - start === row && Math.abs(sum - 1) > TOLERANCE)
      return { index: start, reason: `gives shares that sum to ${Number(sum.toPrecision(6))}, not to 1`, fix: SHARES };
  }
  return null;
}

/** Whether a tree of parents and places, which is one, is such as the model asks for. */
function unfitTree(rules: TreeRules, data: ArrayLike<number>): Unfit | null {
  const read = readParents(data, 'tree', data.length / 2, true);
  const [first] = 'children' in read ? checkTree(read, rules, 'tree') : read;
  return first === undefined
    ? null
    : { index: 0, reason: `does not fit: ${first.message}`, fix: first.fix ?? 'give another tree' };
}

const SHARES = 'write what each class has as a share of 1, so that they sum to 1';
