import type { Reference } from '../../../compiler/1-read/spec/located.ts';

/** One of the tensors of a layer in the file. */
export type Tensor = readonly [layer: string, call: number, output: number];

export const pathOf = ({ target, path }: Reference): string => [target, ...path].join('.');
