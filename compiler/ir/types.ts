import type { Dtype } from './graph.ts';

/** Bytes of one element in memory. */
export const bytesOf = (dtype: Dtype): 1 | 4 => (dtype === 'bool' ? 1 : 4);
