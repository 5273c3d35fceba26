import type { Tensor64 } from '../../compiler/ops/op/op.ts';

export const float32 = (tensor: Tensor64): Tensor64 =>
  tensor.dtype === 'float32' ? { ...tensor, data: tensor.data.map(Math.fround) } : tensor;

export const feed = ({ dtype, shape, data }: Tensor64) => ({
  shape,
  data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data),
});
