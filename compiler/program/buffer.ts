import type { Dim, Shape } from '../ir/dim.ts';
import type { Dtype } from '../ir/types.ts';

/** Index into `Program.buffers`. */
export type BufferId = number & { readonly __brand: 'BufferId' };

export interface Buffer {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly storage: Storage;
}

/**
 * `own`: memory of its own, placed by the planner; row-major, contiguous. `weight`, `slot`, `prepared` and `constant` are persistent and shared by
 * all executables of a model; `input`, `temporary` and `output` live in the arena.
 * `view`: the elements of `of` from `offset` (in elements) on; contiguous.
 * `element`: `of[t]` where t is the current iteration of loop `loop` (counted from 0 in index order, also when iterating backward).
 * `rows`: rows of `of` that follow each other, the first of which is the number, an int32, that `start` holds when a step begins.
 */
export type Storage =
  | { readonly kind: 'own'; readonly role: 'weight' | 'slot' | 'prepared' | 'input' | 'temporary' | 'output' }
  | { readonly kind: 'own'; readonly role: 'constant'; readonly values: readonly number[] }
  | { readonly kind: 'view'; readonly of: BufferId; readonly offset: Dim }
  | { readonly kind: 'element'; readonly of: BufferId; readonly loop: number }
  | { readonly kind: 'rows'; readonly of: BufferId; readonly start: BufferId };
