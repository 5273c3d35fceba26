import type { Dtype } from '../ir/graph.ts';
import type { OpDef } from './op.ts';
import { one } from './operands.ts';
import { mapElements } from './tensor64.ts';

/** Toward zero, then modulo 2^32; NaN and the infinities give 0. */
const toInt32 = (x: number): number => x | 0;

const converters: { readonly [K in Dtype]: (x: number) => number } = {
  float32: (x) => x,
  int32: toInt32,
  bool: (x) => Number(x !== 0),
};

export const cast: OpDef<'cast'> = {
  doc: 'x as another dtype: floats cut toward zero, bools as 0 and 1, anything but 0 as true',
  level: 'core',
  infer: (inputs, { dtype }) => [{ dtype, shape: one('cast', inputs).shape }],
  evaluate: (inputs, { dtype }) => [mapElements(one('cast', inputs), dtype, converters[dtype])],
  /** Only between floats: an integer or a bool does not change with what it was made of. */
  gradient: (_terms, site) => [site.inputType(0).dtype === 'float32' ? site.cotangent(0) : null],
};
