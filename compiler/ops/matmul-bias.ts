import { equalShapes, printShape } from '../ir/dim.ts';
import type { OpAttributes } from '../ir/nodes.ts';
import { logistic } from './elementwise/unary.ts';
import { product, productShape } from './matmul.ts';
import { mapTogether } from './op/broadcasting.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from './op/op.ts';
import { requireDtype, three } from './op/operands.ts';

const activations: { readonly [K in OpAttributes['matmul_bias']['activation']]: (x: number) => number } = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  sigmoid: logistic,
};

/** Activation(a @ b + bias) in one call. */
export const matmul_bias: OpDef<'matmul_bias'> = {
  level: 'fused',
  infer: (inputs) => {
    const [a, b, bias] = three('matmul_bias', inputs);
    const shape = productShape('matmul_bias', a, b);
    requireDtype('matmul_bias', bias, 2, 'float32');
    const expected = shape.slice(-1);
    if (!equalShapes(bias.shape, expected))
      throw new OpTypeError('a bias has one entry per column', printShape(expected), printShape(bias.shape), [2, 1]);
    return [{ dtype: 'float32', shape }];
  },
};

export const evaluateMatmulBias: EvaluateRule<'matmul_bias'> = (inputs, { activation }) => {
  const [a, b, bias] = three('matmul_bias', inputs);
  const f = activations[activation];
  return [mapTogether([product(a, b), bias], 'float32', (x = 0, y = 0) => f(x + y))];
};
