import { broadcastShapes } from '../op/broadcasting.ts';
import type { PlainElementwise } from '../op/op.ts';
import { one, requireDtype, two } from '../op/operands.ts';
import { mapElements } from '../op/tensor64.ts';
import { zipElements } from './binary.ts';

interface Connective {
  readonly doc: string;
  readonly scalar: (a: number, b: number) => number;
  readonly stock: string;
  readonly instruction: string;
}

const connective = (op: string, { doc, scalar, stock, instruction }: Connective): PlainElementwise => ({
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
    return [zipElements(a, b, 'bool', scalar)];
  },
  gradient: 'flat',
  inPlace: false,
  commutesWithSlices: true,
  stock,
  singular: null,
  scalar,
  vector: (code, operands) => code.op(instruction, ...two(op, operands)),
});

export const and: PlainElementwise = connective('and', {
  doc: 'whether a and b',
  scalar: (a, b) => Number(a !== 0 && b !== 0),
  stock: 'LogicalAnd',
  instruction: 'v128.and',
});
export const or: PlainElementwise = connective('or', {
  doc: 'whether a or b',
  scalar: (a, b) => Number(a !== 0 || b !== 0),
  stock: 'LogicalOr',
  instruction: 'v128.or',
});

const negation = (x: number): number => Number(x === 0);
export const not: PlainElementwise = {
  doc: 'whether not x',
  level: 'core',
  infer: (inputs) => {
    const x = one('not', inputs);
    requireDtype('not', x, 0, 'bool');
    return [x];
  },
  evaluate: (inputs) => [mapElements(one('not', inputs), 'bool', negation)],
  gradient: 'flat',
  inPlace: false,
  commutesWithSlices: true,
  stock: 'LogicalNot',
  singular: null,
  scalar: negation,
  vector: (code, operands) => code.op('v128.not', one('not', operands)),
};
