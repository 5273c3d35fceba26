import type { KerasLayer, KerasModel } from '../config/read-model.ts';
import type { Variable } from '../config/variables.ts';
import type { Tensor } from '../files/tensor.ts';

/** A layer and where it stands: the models that it is in, outermost first. */
export interface Placed {
  readonly layer: KerasLayer;
  readonly models: readonly { readonly model: KerasModel; readonly layer: KerasLayer | null }[];
}

/** The weights of a file, however it keeps them. */
export interface WeightSource {
  /**
   * The weights of a layer, as many as its variables and in their order.
   * @throws Refusal where one is missing, or the file has more than these
   */
  weightsOf(place: Placed, variables: readonly Variable[]): readonly Tensor[];
}
