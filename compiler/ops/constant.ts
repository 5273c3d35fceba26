import { evaluateShape, printDim, printShape, sizeOfShape, staticSize } from '../ir/dim.ts';
import type { Dtype } from '../ir/types.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from './op/op.ts';
import { none } from './op/operands.ts';
import { elementCount, tensor64 } from './op/tensor64.ts';

const holds: { readonly [K in Dtype]: (value: number) => boolean } = {
  float32: () => true,
  int32: (value) => (value | 0) === value,
  bool: (value) => value === 0 || value === 1,
};

/** Numbers written in the graph: one for all elements, or one each. */
export const constant: OpDef<'constant'> = {
  level: 'core',
  infer: (inputs, { dtype, shape, values }) => {
    none('constant', inputs);
    const wrong = values.find((value) => !holds[dtype](value));
    if (wrong !== undefined)
      throw new OpTypeError(`a constant of dtype ${dtype} cannot hold ${wrong}`, `${dtype} values`, `${wrong}`, []);
    const count = sizeOfShape(shape);
    if (values.length !== 1 && staticSize(count) !== values.length)
      throw new OpTypeError(
        `a constant of shape ${printShape(shape)} with ${values.length} values`,
        `1 value or ${printDim(count)} values`,
        `${values.length} values`,
        [],
      );
    return [{ dtype, shape }];
  },
};

export const evaluateConstant: EvaluateRule<'constant'> = (_inputs, { dtype, shape, values }, { sizes }) => {
  const known = evaluateShape(shape, sizes);
  const [fill] = values;
  return [
    tensor64(
      dtype,
      known,
      values.length === 1 && fill !== undefined
        ? new Float64Array(elementCount(known)).fill(fill)
        : Float64Array.from(values),
    ),
  ];
};
