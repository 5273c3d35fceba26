import { printShape } from '../../ir/dim.ts';
import { printType } from '../../ir/print.ts';
import type { Dtype, TensorType } from '../../ir/types.ts';
import { OpTypeError } from './op.ts';

const plural = (n: number): string => `${n} operand${n === 1 ? '' : 's'}`;

function wrongCount(op: string, expected: number, found: number): OpTypeError {
  return new OpTypeError(`${op} takes ${plural(expected)}`, plural(expected), plural(found), []);
}

/** The operands of an op with a fixed number of them. @throws OpTypeError for any other number. */
export function one<T>(op: string, inputs: readonly T[]): T {
  const [x] = inputs;
  if (x === undefined || inputs.length > 1) throw wrongCount(op, 1, inputs.length);
  return x;
}

export function two<T>(op: string, inputs: readonly T[]): readonly [T, T] {
  const [a, b] = inputs;
  if (a === undefined || b === undefined || inputs.length > 2) throw wrongCount(op, 2, inputs.length);
  return [a, b];
}

export function three<T>(op: string, inputs: readonly T[]): readonly [T, T, T] {
  const [a, b, c] = inputs;
  if (a === undefined || b === undefined || c === undefined || inputs.length > 3)
    throw wrongCount(op, 3, inputs.length);
  return [a, b, c];
}

export function none(op: string, inputs: readonly unknown[]): void {
  if (inputs.length > 0) throw wrongCount(op, 0, inputs.length);
}

/** The first operand of an op that takes any number from one on. */
export function atLeastOne<T>(op: string, inputs: readonly T[]): T {
  const [x] = inputs;
  if (x === undefined) throw new OpTypeError(`${op} needs an operand`, 'at least 1 operand', '0 operands', []);
  return x;
}

/** @throws OpTypeError if operand number `index` has none of the dtypes. */
export function requireDtype(op: string, type: TensorType, index: number, ...dtypes: readonly Dtype[]): void {
  if (dtypes.includes(type.dtype)) return;
  const wanted = dtypes.join(' or ');
  throw new OpTypeError(
    `${op} takes ${wanted} values`,
    dtypes.map((dtype) => printType({ dtype, shape: type.shape })).join(' or '),
    printType(type),
    [index],
  );
}

/** @throws OpTypeError if operands 0 and `index` differ in dtype. */
export function requireSameDtype(op: string, first: TensorType, type: TensorType, index: number): void {
  if (first.dtype === type.dtype) return;
  throw new OpTypeError(
    `${op} takes operands of one dtype; there are no implicit casts`,
    printType({ dtype: first.dtype, shape: type.shape }),
    printType(type),
    [index, 0],
  );
}

export function requireRank(op: string, type: TensorType, index: number, rank: number, formula: string): void {
  if (type.shape.length === rank) return;
  throw new OpTypeError(`${op} takes an operand of rank ${rank}`, formula, printShape(type.shape), [index]);
}

/** @throws OpTypeError if `axis` is not an axis of operand `index`. Axes count from 0; none is negative. */
export function requireAxis(op: string, type: TensorType, axis: number, index = 0): void {
  if (Number.isInteger(axis) && axis >= 0 && axis < type.shape.length) return;
  throw new OpTypeError(
    `${op} along an axis that its operand does not have`,
    type.shape.length === 0 ? 'an operand with axes' : `an axis from 0 to ${type.shape.length - 1}`,
    `axis ${axis} of ${printShape(type.shape)}`,
    [index],
  );
}
