import { constantDim } from '../../ir/dim.ts';
import { type ElementwiseOp, elementwiseOps } from '../../ir/elementwise-ops.ts';
import type { Dtype } from '../../ir/types.ts';
import { mapTogether, sharedShape } from '../op/broadcasting.ts';
import type { EvaluateRule } from '../op/op.ts';
import { elementwise } from './elementwise.ts';

/** Toward zero, then modulo 2^32; NaN and the infinities give 0. */
const toInt32 = (x: number): number => x | 0;

const converters: { readonly [K in Dtype]: (x: number) => number } = {
  float32: (x) => x,
  int32: toInt32,
  bool: (x) => Number(x !== 0),
};

/** Ops that mean something else on int32: they wrap modulo 2^32 as machine arithmetic does. */
const onIntegers: { readonly [K in ElementwiseOp]?: (a: number, b: number) => number } = {
  add: (x, y) => (x + y) | 0,
  sub: (x, y) => (x - y) | 0,
  mul: Math.imul,
};

const evaluate =
  <K extends ElementwiseOp>(op: K): EvaluateRule<K> =>
  (inputs, attrs, context) => {
    const { infer, scalar } = elementwise[op];
    // operands of one shape have nothing to disagree about but their dtypes
    const alike = sharedShape(inputs) !== null;
    const types = inputs.map(({ dtype, shape }) => ({ dtype, shape: alike ? [] : shape.map(constantDim) }));
    const [{ dtype } = { dtype: 'float32' as const }] = infer(types, attrs, context);
    const f = op === 'cast' ? converters[dtype] : dtype === 'int32' ? (onIntegers[op] ?? scalar) : scalar;
    return [mapTogether(inputs, dtype, f)];
  };

/** The numbers of every elementwise op follow from its row: `scalar` of the elements, as the dtype that `infer` gives. */
export const elementwiseEvaluations = Object.fromEntries(elementwiseOps.map((op) => [op, evaluate(op)])) as {
  readonly [K in ElementwiseOp]: EvaluateRule<K>;
};
