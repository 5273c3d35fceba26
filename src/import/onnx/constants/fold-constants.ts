import type { NodeReader } from '../conversion.ts';
import { type Constant, refuse } from '../values.ts';

const OF_TWO: { readonly [operator: string]: (a: number, b: number) => number } = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
};
const OF_ONE: { readonly [operator: string]: (a: number) => number } = {
  Neg: (a) => -a,
  Reciprocal: (a) => 1 / a,
  Sqrt: Math.sqrt,
};

/**
 * What a node of weights alone gives, each number rounded to float32 as a runtime rounds it: the variance of a norm as a factor.
 * @returns null where it computes something else, or from something else
 * @throws Refusal where its tensors have not one shape and none is a single number, or a number is not finite
 */
export function foldConstants(node: NodeReader): Constant | null {
  const operator = node.node.opType ?? '';
  const [binary, unary] = [own(OF_TWO, operator), own(OF_ONE, operator)];
  if (binary === undefined && unary === undefined) return null;
  const [a, b] = node.node.input.slice(0, binary === undefined ? 1 : 2).map((_, at) => node.input(at));
  if (a?.kind !== 'constant' || a.dtype !== 'float32') return null;
  if (unary !== undefined) return folded(node, a.dims, (i) => unary(a.data[i] ?? 0));
  if (b?.kind !== 'constant' || b.dtype !== 'float32' || binary === undefined) return null;
  const isSame = a.dims.join() === b.dims.join();
  const [wide, single] = a.data.length === 1 && a.dims.length <= b.dims.length ? [b, a] : [a, b];
  if (!isSame && (single.data.length !== 1 || single.dims.length > wide.dims.length))
    return refuse(`it combines tensors [${a.dims.join(', ')}] and [${b.dims.join(', ')}] of the file`);
  const at = ({ data }: Constant, i: number): number => data[data.length === 1 ? 0 : i] ?? 0;
  return folded(node, wide.dims, (i) => binary(at(a, i), at(b, i)));
}

const own = <T>(table: { readonly [operator: string]: T }, operator: string): T | undefined =>
  Object.hasOwn(table, operator) ? table[operator] : undefined;

function folded({ node }: NodeReader, dims: readonly number[], numberAt: (i: number) => number): Constant {
  const data = Float32Array.from({ length: dims.reduce((count, size) => count * size, 1) }, (_, i) => numberAt(i));
  if (!data.every(Number.isFinite)) return refuse('it gives numbers that are not finite');
  return { kind: 'constant', name: node.output[0] ?? '', dims, dtype: 'float32', data };
}
