import type { ElementwiseRow, OpDef } from '../op/op.ts';
import { one } from '../op/operands.ts';

/** The one elementwise op with an attribute. */
export interface Cast extends OpDef<'cast'>, ElementwiseRow {}

/** `x` as another dtype: floats cut toward zero, bools as 0 and 1, anything but 0 as true. */
export const cast: Cast = {
  level: 'core',
  infer: (inputs, { dtype }) => [{ dtype, shape: one('cast', inputs).shape }],
  inPlace: false,
  commutesWithSlices: true,
  stock: null,
  singular: null,
  scalar: (x) => x,
};
