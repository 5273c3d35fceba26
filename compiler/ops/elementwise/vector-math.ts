/**
 * exp and its kin on float32, four lanes at a time. Coefficients come from test/ops/make_polynomials.py; unless a comment says otherwise they
 * are level (minimax) for the relative error of the whole function, and fixed at what keeps small arguments exact. `accuracy` says how far a
 * result may be from the float64 meaning of its op. NaN gives NaN: clamps have their argument first, where pmax and pmin keep it.
 */
import type { Lanes, VectorCode } from '../op/vector-code.ts';

export type VectorFunction = 'exp' | 'log' | 'sigmoid' | 'tanh' | 'softplus' | 'erf' | 'sin' | 'cos' | 'pow';

/** The error of a result is at most `absolute`, or else at most `ulp` units in the last place of a float32 there. */
export interface Accuracy {
  readonly absolute: number;
  readonly ulp: number;
}

/**
 * The bounds hold for both roundings of multiplyAdd and multiplySubtract, and for all float32; those of sin and cos within the limits that `sin`
 * states.
 */
export const accuracy: { readonly [name in VectorFunction]: Accuracy } = {
  exp: { absolute: 0, ulp: 4 },
  log: { absolute: 0, ulp: 2 },
  sigmoid: { absolute: 1e-8, ulp: 12 },
  tanh: { absolute: 0, ulp: 9 },
  softplus: { absolute: 0, ulp: 6 },
  erf: { absolute: 0, ulp: 10 },
  sin: { absolute: 0, ulp: 3 },
  cos: { absolute: 0, ulp: 3 },
  pow: { absolute: 0, ulp: 1 },
};

/** 1.5 * 2^23: the sum of a small number and this is rounded to an integer, which stands in its low bits. */
const rounder = 12582912;
/** The same for float64: 1.5 * 2^52. */
const rounder64 = 6755399441055744;

/** The first bits of ln 2, so that small multiples are exact, and the rest. Both positive, which keeps the sign of zero. */
export const ln2High = 0.693115234375;
export const ln2Low = Math.LN2 - ln2High;

/** From the highest power down. */
export function polynomial(code: VectorCode, x: Lanes, coefficients: readonly number[]): Lanes {
  const [first = 0, ...rest] = coefficients;
  return rest.reduce((sum, c) => code.multiplyAdd(sum, x, code.float(c)), code.float(first));
}

function polynomial64(code: VectorCode, x: Lanes, coefficients: readonly number[]): Lanes {
  const [first = 0, ...rest] = coefficients;
  return rest.reduce(
    (sum, c) => code.op('f64x2.add', code.op('f64x2.mul', sum, x), code.double(c)),
    code.double(first),
  );
}

/** Quotient of two polynomials. Both are divided by the first coefficient of the lower one, which saves a product. */
function ratio(
  code: VectorCode,
  x: Lanes,
  factor: Lanes,
  upper: readonly number[],
  lower: readonly [number, number, ...number[]],
): Lanes {
  const [scale, second, ...rest] = lower;
  const p = polynomial(
    code,
    x,
    upper.map((c) => c / scale),
  );
  const q = rest.reduce(
    (sum, c) => code.multiplyAdd(sum, x, code.float(c / scale)),
    code.op('f32x4.add', x, code.float(second / scale)),
  );
  return code.op('f32x4.div', code.op('f32x4.mul', factor, p), q);
}

export function clamp(code: VectorCode, x: Lanes, low: number, high: number): Lanes {
  return code.op('f32x4.pmin', code.op('f32x4.pmax', x, code.float(low)), code.float(high));
}

const select = (code: VectorCode, mask: Lanes, yes: Lanes, no: Lanes): Lanes =>
  code.op('v128.bitselect', yes, no, mask);
const magnitude = (code: VectorCode, x: Lanes): Lanes => code.op('f32x4.abs', x);

export interface Rounded {
  /** The integer. */
  readonly n: Lanes;
  /** 2 to the power n + shift: infinite at 128 and 0 at -127. */
  readonly power: Lanes;
}

/** The integer nearest to that which `shifted` makes out of a sum with the number it is given. */
export function rounded(code: VectorCode, shifted: (by: Lanes) => Lanes, shift: number): Rounded {
  const by = code.float(rounder + 127 + shift);
  const sum = shifted(by);
  return { n: code.op('f32x4.sub', sum, by), power: code.shift('i32x4.shl', sum, 23) };
}

/** Infinity from 88.73, and 0 from -104 by way of all subnormal numbers. */
export function exp(code: VectorCode, x: Lanes): Lanes {
  return expUpTo89(code, code.op('f32x4.pmin', x, code.float(89)));
}

/**
 * The square of e^(x/2), whose power of two neither overflows nor underflows where that of e^x would: fewer instructions than to multiply by
 * two powers. x = n * 2 ln 2 + r, e^(r/2) = 1 + r/2 + r² P(r).
 */
function expUpTo89(code: VectorCode, x: Lanes): Lanes {
  const y = code.op('f32x4.pmax', x, code.float(-104.5));
  const { n, power } = rounded(code, (by) => code.multiplyAdd(y, code.float(Math.LOG2E / 2), by), 0);
  const high = code.multiplySubtract(n, code.float(2 * ln2High), y);
  const r = code.multiplySubtract(n, code.float(2 * ln2Low), high);
  const p = polynomial(code, r, [2.1585289e-5, 0.00026152263, 0.0026042743, 0.020833151, 0.124999985, 0.5, 1]);
  const root = code.op('f32x4.mul', p, power);
  return code.op('f32x4.mul', root, root);
}

/**
 * 1 / (1 + e^-x) = D / (D + 2^n N), where e^-x = 2^n 2^r and 2^r = N / D. N = A + r/2 and D = A - r/2 with A = r coth(r ln 2 / 2) / 2, which is
 * even, so that two coefficients are enough (level for 2^r, 4.3e-7), and e^-x costs no division of its own. Exactly 0 below -88.4.
 */
export function sigmoid(code: VectorCode, x: Lanes): Lanes {
  // between these limits the power goes from infinity, at the lower one, to 0
  const y = clamp(code, x, -88.75, 88);
  const { n, power } = rounded(code, (by) => code.multiplySubtract(y, code.float(Math.LOG2E), by), 0);
  const minusR = code.multiplyAdd(y, code.float(Math.LOG2E), n);
  const d = polynomial(code, minusR, [0.05761812, 0.5, 1.4427041]);
  return code.op('f32x4.div', d, code.multiplyAdd(power, code.op('f32x4.sub', d, minusR), d));
}

/**
 * x P(x²) / Q(x²) up to 7.9 (level, 1.4e-7); from there on x goes on and the quotient stays, until the result is cut at 1. Odd, with the sign of
 * zero, and right for the smallest arguments with no choice between two formulas. A loop over 4096 numbers took 0.59 ns each (0.43 where
 * multiplyAdd is one instruction), one with e^2x rearranged so that small arguments last 0.62 (0.52), one with e^2x and a choice 0.95 (0.76).
 */
export function tanh(code: VectorCode, x: Lanes): Lanes {
  const u = code.op('f32x4.pmin', code.op('f32x4.mul', x, x), code.float(7.9 * 7.9));
  const y = ratio(
    code,
    u,
    x,
    [1.1577968e-5, 0.0029651502, 0.12938982, 1],
    [2.5064995e-7, 0.00024064627, 0.0238738, 0.46272245, 1],
  );
  return clamp(code, y, -1, 1);
}

/** As `tanh`: x P(x²) / Q(x²) up to 3.7 (level, 1.5e-7). */
export function erf(code: VectorCode, x: Lanes): Lanes {
  const u = code.op('f32x4.pmin', code.op('f32x4.mul', x, x), code.float(3.7 * 3.7));
  const y = ratio(
    code,
    u,
    x,
    [0.0002482078, 0.0066868025, 0.061184205, 0.27159658, 1.128379],
    [1.5173723e-5, 0.0016868354, 0.02081524, 0.14558832, 0.574025, 1],
  );
  return clamp(code, y, -1, 1);
}

/** n ln 2 + log(1 + f), 1 + f from √½ to √2; log(1 + f) = f - f²/2 + f³ P(f). */
export function log(code: VectorCode, x: Lanes): Lanes {
  const subnormal = code.op('f32x4.lt', x, code.float(2 ** -126));
  const normal = select(code, subnormal, code.op('f32x4.mul', x, code.float(2 ** 23)), x);
  // 0x3f3504f3 is √½
  const exponent = code.shift('i32x4.shr_s', code.op('i32x4.sub', normal, code.int(0x3f3504f3)), 23);
  const mantissa = code.op('i32x4.sub', normal, code.shift('i32x4.shl', exponent, 23));
  const f = code.op('f32x4.sub', mantissa, code.float(1));
  const n = code.op(
    'f32x4.sub',
    code.op('f32x4.convert_i32x4_s', exponent),
    code.op('v128.and', subnormal, code.float(23)),
  );
  const square = code.op('f32x4.mul', f, f);
  const p = polynomial(code, f, [0.08700436, -0.14267488, 0.14914769, -0.16577585, 0.19963063, -0.25001338, 0.3333391]);
  const cubed = code.op('f32x4.mul', code.op('f32x4.mul', square, f), p);
  const low = code.multiplyAdd(n, code.float(ln2Low), cubed);
  const rest = code.multiplySubtract(square, code.float(0.5), low);
  const finite = code.multiplyAdd(n, code.float(ln2High), code.op('f32x4.add', f, rest));
  const infinity = code.float(Number.POSITIVE_INFINITY);
  const zero = code.float(0);
  const right = select(code, code.op('f32x4.eq', x, infinity), infinity, finite);
  const all = select(code, code.op('f32x4.eq', x, zero), code.float(Number.NEGATIVE_INFINITY), right);
  // all bits set are a NaN
  return code.op('v128.or', all, code.op('v128.not', code.op('f32x4.ge', x, zero)));
}

/** max(x, 0) + log(1 + u), u = e^-|x|, log(1 + u) = u P(u). */
export function softplus(code: VectorCode, x: Lanes): Lanes {
  const u = expUpTo89(code, code.op('f32x4.neg', magnitude(code, x)));
  const p = polynomial(
    code,
    u,
    [0.0052325726, -0.029504744, 0.07822514, -0.13663177, 0.19105975, -0.24842975, 0.33319095, -0.49999493, 0.99999994],
  );
  return code.multiplyAdd(u, p, code.op('f32x4.pmax', x, code.float(0)));
}

const low = (code: VectorCode, x: Lanes): Lanes => code.op('f64x2.promote_low_f32x4', x);
const high = (code: VectorCode, x: Lanes): Lanes => low(code, code.shuffle(x, x, [2, 3, 2, 3]));
/** Two float64 and two more, to four float32. */
const joined = (code: VectorCode, a: Lanes, b: Lanes): Lanes =>
  code.shuffle(code.op('f32x4.demote_f64x2_zero', a), code.op('f32x4.demote_f64x2_zero', b), [0, 1, 4, 5]);

/** Splits x into quadrant * pi/2 + r. Only the two lowest bits of the quadrant are used. */
function reduced(code: VectorCode, x: Lanes): { readonly quadrant: Lanes; readonly r: Lanes } {
  const half = (wide: Lanes) => {
    const shifted = code.op('f64x2.add', code.op('f64x2.mul', wide, code.double(2 / Math.PI)), code.double(rounder64));
    const n = code.op('f64x2.sub', shifted, code.double(rounder64));
    // pi/2 in pieces of 27, 27 and 53 bits
    const r = [1.570796325802803, 9.920935739593517e-10, 5.721188726109832e-18].reduce(
      (rest, piece) => code.op('f64x2.sub', rest, code.op('f64x2.mul', n, code.double(piece))),
      wide,
    );
    return { shifted, r };
  };
  const [a, b] = [half(low(code, x)), half(high(code, x))];
  return {
    quadrant: code.shuffle(a.shifted, b.shifted, [0, 2, 4, 6]),
    // keeps results within ±1 where x is so large that the quadrant is lost to rounding
    r: clamp(code, joined(code, a.r, b.r), -0.7854, 0.7854),
  };
}

/** r + r³ P(r²), or 1 - r²/2 + r⁴ P(r²) for odd quadrants, with the sign that bit 1 of the quadrant gives. */
function wave(code: VectorCode, quadrant: Lanes, r: Lanes): Lanes {
  const u = code.op('f32x4.mul', r, r);
  const sine = code.op('f32x4.mul', r, polynomial(code, u, [-0.00019515218, 0.00833216, -0.16666655, 1]));
  const cosine = polynomial(code, u, [2.4433082e-5, -0.0013887315, 0.041666646, -0.5, 1]);
  const odd = code.op('i32x4.ne', code.op('v128.and', quadrant, code.int(1)), code.int(0));
  const sign = code.shift('i32x4.shl', code.op('v128.and', quadrant, code.int(2)), 30);
  return code.op('v128.xor', select(code, odd, cosine, sine), sign);
}

/**
 * The stated accuracy holds up to |x| = 1e8. Beyond, multiples of the pieces of pi/2 are rounded, and the error is at most 2e-7 + 3e-16 |x|: no
 * digit is left at 1e15. No result is beyond 1. Infinities give NaN.
 */
export function sin(code: VectorCode, x: Lanes): Lanes {
  const { quadrant, r } = reduced(code, x);
  return wave(code, quadrant, r);
}

/** The accuracy has the limits stated at `sin`. */
export function cos(code: VectorCode, x: Lanes): Lanes {
  const { quadrant, r } = reduced(code, x);
  return wave(code, code.op('i32x4.add', quadrant, code.int(1)), r);
}

/** |a|^b in float64, but NaN for 1 to an infinite power: 2^(b log2 |a|). */
function power64(code: VectorCode, a: Lanes, b: Lanes): Lanes {
  const w = code.op('f64x2.mul', b, log64(code, code.op('f64x2.abs', a)));
  // beyond these powers a float32 is infinite or 0 anyway
  const y = code.op('f64x2.pmin', code.op('f64x2.pmax', w, code.double(-200)), code.double(200));
  const shifted = code.op('f64x2.add', y, code.double(rounder64 + 1023));
  const r = code.op('f64x2.sub', y, code.op('f64x2.sub', shifted, code.double(rounder64 + 1023)));
  // 2^r = 1 + r P(r)
  const p = polynomial64(
    code,
    r,
    [
      0.00015594752741822975, 0.00134066750337948, 0.009617692641443295, 0.05550310465623394, 0.2402265278516331,
      0.6931472150120603, 1,
    ],
  );
  return code.op('f64x2.mul', p, code.shift('i64x2.shl', shifted, 52));
}

/** Base 2, for x from 0 to Infinity: x = 2^n (1 + s) / (1 - s), with log2((1 + s) / (1 - s)) = s P(s²). */
function log64(code: VectorCode, x: Lanes): Lanes {
  // as bits: √½ is where exponents begin, -Infinity the sign and the exponent
  const above = code.op('i64x2.sub', x, code.double(Math.SQRT1_2));
  const mantissa = code.op('i64x2.sub', x, code.op('v128.and', above, code.double(Number.NEGATIVE_INFINITY)));
  const exponent = code.op('i64x2.add', code.shift('i64x2.shr_s', above, 52), code.double(rounder64));
  const n = code.op('f64x2.sub', exponent, code.double(rounder64));
  const one = code.double(1);
  const s = code.op('f64x2.div', code.op('f64x2.sub', mantissa, one), code.op('f64x2.add', mantissa, one));
  const p = polynomial64(
    code,
    code.op('f64x2.mul', s, s),
    [0.34072800815412135, 0.4116728271250312, 0.5770835832594695, 0.9617966733501693, 2.88539008179008],
  );
  const positive = code.op('f64x2.add', n, code.op('f64x2.mul', s, p));
  const finite = select(code, code.op('f64x2.lt', x, code.double(Number.POSITIVE_INFINITY)), positive, x);
  const zero = code.op('f64x2.eq', x, code.double(0));
  return select(code, zero, code.double(Number.NEGATIVE_INFINITY), finite);
}

/** a to the power b as IEEE 754 has it. */
export function pow(code: VectorCode, a: Lanes, b: Lanes): Lanes {
  const absolute = joined(code, power64(code, low(code, a), low(code, b)), power64(code, high(code, a), high(code, b)));
  const [zero, one] = [code.float(0), code.float(1)];
  const whole = code.op('f32x4.eq', b, code.op('f32x4.floor', b));
  const half = code.op('f32x4.mul', b, code.float(0.5));
  const odd = code.op('v128.and', whole, code.op('f32x4.ne', half, code.op('f32x4.floor', half)));
  const sign = code.op('v128.and', code.op('v128.and', a, odd), code.float(-0));
  const negative = code.op(
    'v128.and',
    code.op('f32x4.lt', a, zero),
    code.op('f32x4.gt', a, code.float(Number.NEGATIVE_INFINITY)),
  );
  // all bits set are a NaN
  const signed = code.op('v128.or', code.op('v128.xor', absolute, sign), code.op('v128.andnot', negative, whole));
  const infinite = code.op('f32x4.eq', magnitude(code, b), code.float(Number.POSITIVE_INFINITY));
  const unit = code.op('v128.and', code.op('f32x4.eq', magnitude(code, a), one), infinite);
  const ones = code.op('v128.or', code.op('f32x4.eq', a, one), code.op('f32x4.eq', b, zero));
  return select(code, code.op('v128.or', unit, ones), one, signed);
}
