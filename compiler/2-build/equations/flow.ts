import type { ValueId } from '../../ir/types.ts';

/** A value that layers exchange: per step `[time, batch, …]` with its time symbol, or per sequence `[batch, …]`. */
export interface Flow {
  readonly id: ValueId;
  readonly time: string | null;
}
