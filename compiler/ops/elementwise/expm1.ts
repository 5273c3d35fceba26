import type { PlainElementwise } from '../op/op.ts';
import type { Lanes, VectorCode } from '../op/vector-code.ts';
import { unary } from './unary.ts';
import { type Accuracy, clamp, ln2High, ln2Low, polynomial, rounded } from './vector-math.ts';

/** How far the vector code may be from the float64 meaning, over all float32. */
export const accuracy: Accuracy = { absolute: 0, ulp: 3 };

/** e^x - 1 = 2^n (e^r - 1) + 2^n - 1, x = n ln 2 + r, e^r - 1 = r (1 + r P(r)). Keeps the sign of zero. */
export function expm1Lanes(code: VectorCode, x: Lanes): Lanes {
  const y = clamp(code, x, -20, 89);
  // the power of two is halved and the rest doubled: at n = 128, where 2^n is infinite, the result may still be finite
  const { n, power } = rounded(code, (by) => code.multiplyAdd(y, code.float(Math.LOG2E), by), -1);
  const high = code.multiplySubtract(n, code.float(ln2High), y);
  const r = code.multiplySubtract(n, code.float(ln2Low), high);
  const p = polynomial(
    code,
    r,
    [0.0001996212, 0.0013943219, 0.00833322, 0.041666325, 0.16666667, 0.5, 1].map((c) => 2 * c),
  );
  const scaled = code.op('f32x4.mul', power, code.op('f32x4.mul', r, p));
  const half = code.op('f32x4.sub', code.float(0.5), power);
  return code.op('f32x4.sub', code.op('f32x4.sub', scaled, half), half);
}

/** Exp(x) - 1, exact near 0. */
export const expm1: PlainElementwise = unary('expm1', {
  scalar: Math.expm1,
  spreads: true,
  stock: null,
  fill: 0,
});
