import type { Span } from '../diagnostics/diagnostic.ts';

/** Epsilon and details as each framework has them; `update-rules.ts` quotes the formulas. */
export type Convention = 'keras' | 'torch' | 'tf1';

export type OptimizerSpec = { readonly weightDecay: number } & (
  | { readonly type: 'sgd' }
  | {
      readonly type: 'momentum';
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly convention: 'keras' | 'torch';
    }
  | {
      readonly type: 'adagrad';
      readonly epsilon: number;
      readonly initial: number;
      readonly convention: 'keras' | 'torch';
    }
  | { readonly type: 'adadelta'; readonly rho: number; readonly epsilon: number }
  | {
      readonly type: 'rmsprop';
      readonly rho: number;
      readonly momentum: number;
      readonly centered: boolean;
      readonly epsilon: number;
      readonly convention: Convention;
    }
  | {
      readonly type: 'adam' | 'adamw' | 'nadam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly convention: 'keras' | 'torch';
    }
);

/** Of gradients; `norm` per weight, `global_norm` over all of them. */
export interface Clipping {
  readonly by: 'none' | 'value' | 'norm' | 'global_norm';
  readonly limit: number;
}

/** What turns gradients into updates. */
export interface Optimization {
  readonly optimizer: OptimizerSpec;
  readonly clip: Clipping;
  /** Decay of the moving average of weights, or null: none is kept. */
  readonly average: number | null;
  /** The place in the model where this is written, or where the section `training` begins. */
  readonly places?: { readonly optimizer: Span; readonly clip: Span };
}
