import { InternalError } from '../../../../compiler/diagnostics/diagnostic.ts';
import { checkTree, type TreeRules } from '../../../trees/check-tree.ts';
import { readParents } from '../../../trees/read-tree.ts';
import type { FeedShape } from '../../dataset/dataset.ts';
import type { BadCause } from '../../rows/faults/bad-cell.ts';

/** The first number that a loss can't take. */
export interface Unfit {
  /** Its place among the numbers. */
  readonly index: number;
  /** The rest of a sentence that begins with the name of the column or feed. */
  readonly reason: string;
  readonly fix: string;
  /** What the reason has in common with that of other rows. */
  readonly cause?: BadCause;
  /** The step or node that it stands at; null where there are none. */
  readonly step: number | null;
}

/** How far shares may be from a sum of 1: they come from files, with a few digits. */
const TOLERANCE = 1e-2;
/** How much rounding to float32 may change a probability. */
const ROUNDING = 1e-6;

/**
 * Looks for numbers of a feed that are not what its loss needs: classes from 0 (-1 at steps where there may be none), probabilities, shares of 1. Sample weights are looked at as they are
 * read. What has sample weight 0 may hold anything but a class that there is not.
 * @param data whole steps, one after the other.
 * @param counts whether a step is looked at; absent: all are.
 */
export function findUnfit(
  shape: Pick<FeedShape, 'meaning' | 'classes' | 'dims' | 'tree' | 'missing'>,
  data: ArrayLike<number>,
  counts: (step: number) => boolean = () => true,
): Unfit | null {
  const { meaning, classes, dims, tree, missing } = shape;
  if (tree !== undefined) throw new InternalError('trees are looked at by findUnfitTree');
  if (classes === undefined && meaning !== 'probabilities' && meaning !== 'distribution') return null;
  const sizes = dims.filter((dim) => typeof dim === 'number');
  const perStep = sizes.reduce((a, b) => a * b, 1);
  const row = sizes.at(-1) ?? 1;
  const least = mayBeNone(shape) ? -1 : 0;
  const stepOf = (index: number): number | null => (typeof dims[1] === 'string' ? Math.floor(index / perStep) : null);
  for (let start = 0; start < data.length; start += row) {
    if (!counts(Math.floor(start / perStep))) continue;
    const end = Math.min(start + row, data.length);
    let sum = 0;
    for (let index = start; index < end; index++) {
      const value = data[index] ?? 0;
      sum += value;
      if (missing === true && Number.isNaN(value)) continue;
      if (classes !== undefined && !(Number.isInteger(value) && value >= least && value < classes))
        return { index, step: stepOf(index), ...noClass(value, classes, least < 0) };
      if (meaning === 'probabilities' && !(value >= -ROUNDING && value <= 1 + ROUNDING))
        return {
          index,
          step: stepOf(index),
          reason: `is no probability: ${value}`,
          fix: 'write numbers from 0 to 1',
          cause: { text: 'is no probability', shown: `${value}` },
        };
      if (meaning === 'distribution' && !(value >= -ROUNDING && value <= 1 + TOLERANCE))
        return {
          index,
          step: stepOf(index),
          reason: `is no share of 1: ${value}`,
          fix: SHARES,
          cause: { text: 'is no share of 1', shown: `${value}` },
        };
    }
    // a part of a distribution says nothing of its sum
    if (meaning === 'distribution' && end - start === row && Math.abs(sum - 1) > TOLERANCE) {
      const shown = `${Number(sum.toPrecision(6))}`;
      return {
        index: start,
        step: stepOf(start),
        reason: `gives shares that sum to ${shown}, not to 1`,
        fix: SHARES,
        cause: { text: 'gives shares that do not sum to 1', shown },
      };
    }
  }
  return null;
}

/** Whether -1 may be written where there is no class: at steps. Of samples it may as well be the number of a class, and is refused. */
export const mayBeNone = ({ dims, missing }: Pick<FeedShape, 'dims' | 'missing'>): boolean =>
  missing === true && typeof dims[1] === 'string';

/** @param mayMiss whether -1 stands where there is none. */
function noClass(value: number, classes: number, mayMiss: boolean): Pick<Unfit, 'reason' | 'fix' | 'cause'> {
  const fix = (values: readonly number[]): string => {
    const greatest = Math.floor(Math.max(...values));
    const units = greatest >= classes ? `${greatest + 1} units` : 'as many units as there are classes';
    return `number classes from 0${mayMiss ? ', with -1 where there is none' : ''} (a column under columns: with {type: category} is numbered so), or give the layer ${units}`;
  };
  return {
    reason: `is class ${value}, and the model has ${classes}, counted from 0`,
    fix: fix([value]),
    cause: {
      text: `is no class of the model, which has ${classes}, counted from 0`,
      shown: `${value}`,
      fix: (shown) => fix(shown.map(Number)),
    },
  };
}

/** Whether a tree, as `flatTree` writes it, is such as the model asks for. */
export function findUnfitTree(rules: TreeRules, data: ArrayLike<number>, nodes: number): Unfit | null {
  const read = readParents(data, 'tree', nodes, nodes === 0 ? 1 : data.length / nodes / 2);
  if (!('children' in read)) throw new InternalError(`a tree that was read before: ${read[0]?.message}`);
  const [mistake] = checkTree(read, rules, 'tree');
  if (mistake === undefined) return null;
  const { diagnostic, node } = mistake;
  const fix = diagnostic.fix ?? 'give another tree';
  return { index: 0, step: node, reason: `does not fit: ${diagnostic.message}`, fix };
}

const SHARES = 'write what each class has as a share of 1, so that they sum to 1';
