import { zipElements } from './binary.ts';
import { broadcastShapes } from './broadcast.ts';
import type { OpDef } from './op.ts';
import { one, requireDtype, two } from './operands.ts';
import { mapElements } from './tensor64.ts';

const connective = (op: 'and' | 'or', doc: string, f: (x: boolean, y: boolean) => boolean): OpDef<'and' | 'or'> => ({
  doc,
  level: 'core',
  infer: (inputs) => {
    const [a, b] = two(op, inputs);
    requireDtype(op, a, 0, 'bool');
    requireDtype(op, b, 1, 'bool');
    return [{ dtype: 'bool', shape: broadcastShapes(op, [a.shape, b.shape]) }];
  },
  evaluate: (inputs) => {
    const [a, b] = two(op, inputs);
    return [zipElements(a, b, 'bool', (x, y) => Number(f(x !== 0, y !== 0)))];
  },
  gradient: 'flat',
});

export const and = connective('and', 'whether a and b', (x, y) => x && y);
export const or = connective('or', 'whether a or b', (x, y) => x || y);

export const not: OpDef<'not'> = {
  doc: 'whether not x',
  level: 'core',
  infer: (inputs) => {
    const x = one('not', inputs);
    requireDtype('not', x, 0, 'bool');
    return [x];
  },
  evaluate: (inputs) => [mapElements(one('not', inputs), 'bool', (x) => Number(x === 0))],
  gradient: 'flat',
};
