import type { PublicTensor } from '../backend/backend.ts';
import type { Tensor } from './context.ts';

/** The operand as tfjs kernels see one; the shape may be another view of the same elements. */
export const asInput = (tensor: Tensor, shape: readonly number[] = tensor.shape): PublicTensor => ({
  dataId: dataIdOf(tensor, shape),
  shape: [...shape],
  dtype: tensor.dtype,
});

export const dataIdOf = (tensor: Tensor, shape: readonly number[]): object => ({
  get id() {
    return tensor.id;
  },
  get memoryOffset() {
    return tensor.pointer;
  },
  shape,
  dtype: tensor.dtype,
});

/** The part of a tfjs backend that tells where the data of a tensor lies: the ids given above are their own record. */
export const ownData = { dataIdMap: { get: (dataId: object): object => dataId } };
