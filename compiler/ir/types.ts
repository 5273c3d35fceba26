import type { Span } from '../diagnostics/diagnostic.ts';
import type { Shape } from './dim.ts';

export type Dtype = 'float32' | 'int32' | 'bool';

/** Bytes of one element in memory. */
export const bytesOf = (dtype: Dtype): 1 | 4 => (dtype === 'bool' ? 1 : 4);

export interface TensorType {
  readonly dtype: Dtype;
  readonly shape: Shape;
}

/** Index into `Graph.values`. Not persistent: names are the identity. */
export type ValueId = number & { readonly __brand: 'ValueId' };

/** Where a node comes from: the place in the user's file and the path of the thing it computes (`encoder.0.forward.step.i`). */
export interface Origin {
  readonly path: string;
  readonly span: Span | null;
}

export interface Value {
  /** A path, or a derived name such as `encoder.0.forward.kernel.x`. For people and diagnostics; may repeat. */
  readonly name: string;
  readonly type: TensorType;
}
