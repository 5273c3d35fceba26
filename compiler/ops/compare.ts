import { zipElements } from './binary.ts';
import { broadcastShapes } from './broadcast.ts';
import type { OpDef } from './op.ts';
import { requireSameDtype, two } from './operands.ts';

type Comparison = 'less' | 'less_equal' | 'greater' | 'greater_equal' | 'equal' | 'not_equal';

const comparison = (op: Comparison, doc: string, f: (x: number, y: number) => boolean): OpDef<Comparison> => ({
  doc,
  level: 'core',
  infer: (inputs) => {
    const [a, b] = two(op, inputs);
    requireSameDtype(op, a, b, 1);
    return [{ dtype: 'bool', shape: broadcastShapes(op, [a.shape, b.shape]) }];
  },
  evaluate: (inputs) => {
    const [a, b] = two(op, inputs);
    return [zipElements(a, b, 'bool', (x, y) => Number(f(x, y)))];
  },
  gradient: 'flat',
});

export const less = comparison('less', 'whether a < b', (x, y) => x < y);
export const less_equal = comparison('less_equal', 'whether a <= b', (x, y) => x <= y);
export const greater = comparison('greater', 'whether a > b', (x, y) => x > y);
export const greater_equal = comparison('greater_equal', 'whether a >= b', (x, y) => x >= y);
export const equal = comparison('equal', 'whether a = b; NaN equals nothing', (x, y) => x === y);
export const not_equal = comparison('not_equal', 'whether a and b differ; NaN differs from all', (x, y) => x !== y);
