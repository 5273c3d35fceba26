import type { VectorCode, Lanes } from './vector-code.ts';
import type { Dtype } from '../ir/graph.ts';
export type ElementwiseOp = string;
type Rule = (c: VectorCode, o: readonly Lanes[], d: { operand: Dtype; result: Dtype }) => Lanes;
const exp = (c: VectorCode, x: Lanes): Lanes => {
  const x1 = c.op('f32x4.pmin', c.op('f32x4.pmax', x, c.float(-87.3)), c.float(88.7));
  const magic = c.float(12582912);
  const t = c.multiplyAdd(x1, c.float(1.44269504), magic);
  const n = c.op('f32x4.sub', t, magic);
  const r = c.multiplySubtract(n, c.float(0.693359375), x1);
  const r2 = c.multiplySubtract(n, c.float(-2.12194440e-4), r);
  let p = c.float(1 / 120);
  for (const k of [1 / 24, 1 / 6, 0.5, 1, 1]) p = c.multiplyAdd(p, r2, c.float(k));
  return c.op('i32x4.add', p, c.shift('i32x4.shl', t, 23));
};
const sigmoid = (c: VectorCode, x: Lanes): Lanes => {
  const e = exp(c, c.op('f32x4.neg', x));
  return c.op('f32x4.div', c.float(1), c.op('f32x4.add', c.float(1), e));
};
const bin = (f: string, i: string): Rule => (c, [a, b], d) => c.op(d.operand === 'int32' ? `i32x4.${i}` : `f32x4.${f}`, a!, b!);
const un = (f: string): Rule => (c, [a]) => c.op(`f32x4.${f}`, a!);
export const elementwise: { [op: string]: { vector: Rule } } = {
  add: { vector: bin('add', 'add') }, sub: { vector: bin('sub', 'sub') }, mul: { vector: bin('mul', 'mul') }, div: { vector: bin('div', 'div') },
  minimum: { vector: bin('min', 'min_s') }, maximum: { vector: bin('max', 'max_s') },
  less: { vector: bin('lt', 'lt_s') }, less_equal: { vector: bin('le', 'le_s') }, greater: { vector: bin('gt', 'gt_s') }, greater_equal: { vector: bin('ge', 'ge_s') },
  equal: { vector: bin('eq', 'eq') }, not_equal: { vector: bin('ne', 'ne') },
  and: { vector: (c, [a, b]) => c.op('v128.and', a!, b!) }, or: { vector: (c, [a, b]) => c.op('v128.or', a!, b!) }, not: { vector: (c, [a]) => c.op('v128.not', a!) },
  select: { vector: (c, [m, a, b]) => c.op('v128.bitselect', a!, b!, m!) },
  neg: { vector: un('neg') }, abs: { vector: un('abs') }, sqrt: { vector: un('sqrt') }, floor: { vector: un('floor') },
  relu: { vector: (c, [a]) => c.op('f32x4.max', a!, c.float(0)) },
  rsqrt: { vector: (c, [a]) => c.op('f32x4.div', c.float(1), c.op('f32x4.sqrt', a!)) },
  sigmoid: { vector: (c, [x]) => sigmoid(c, x!) }, exp: { vector: (c, [x]) => exp(c, x!) },
  tanh: { vector: (c, [x]) => { const s = sigmoid(c, c.op('f32x4.add', x!, x!)); return c.op('f32x4.sub', c.op('f32x4.add', s, s), c.float(1)); } },
  cast: { vector: (c, [x], d) => d.operand === 'bool' ? c.op('v128.and', x!, d.result === 'int32' ? c.int(1) : c.float(1)) : d.result === 'int32' ? c.op('i32x4.trunc_sat_f32x4_s', x!) : d.result === 'float32' ? c.op('f32x4.convert_i32x4_s', x!) : c.op(d.operand === 'int32' ? 'i32x4.ne' : 'f32x4.ne', x!, c.int(0)) },
};
