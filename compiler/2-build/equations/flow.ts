import { constantDim, type Dim, symbolDim } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';

/**
 * A value that layers exchange: per step `[time, batch, …]` with its time axis, or per sequence `[batch, …]`. An axis is named by its symbol, or,
 * where the model says how many steps it has, by that number; then all steps of all rows count.
 */
export interface Flow {
  readonly id: ValueId;
  readonly time: string | null;
}

/** Whether the model says how many steps the axis has. No symbol begins with a digit. */
export const isFixedAxis = (time: string): boolean => /^\d/.test(time);

/** The size of a time axis. */
export const stepsOf = (time: string): Dim => (isFixedAxis(time) ? constantDim(Number(time)) : symbolDim(time));
