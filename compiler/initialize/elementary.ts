/**
 * exp, log, sin and cos in float64 from + - * / and the square root alone. IEEE 754 fixes those to the last bit and leaves Math.exp and
 * its like to the engine, so only these give every machine the same weights. Method and coefficients: fdlibm (e_exp.c, e_log.c, k_sin.c,
 * k_cos.c, e_rem_pio2.c), Copyright (C) 1993 by Sun Microsystems, Inc., freely usable with this notice. Errors stay below 1 ulp.
 */
import { InternalError } from '../diagnostics/diagnostic.ts';

/** 32 bits of ln 2, so that small multiples are exact, and the rest. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

/** e to the x: Infinity from 709.79, 0 below -745.13. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const t = r * r;
  const p1 = 0.16666666666666602;
  const p2 = -0.0027777777777015593;
  const p3 = 0.00006613756321437934;
  const p4 = -0.0000016533902205465252;
  const p5 = 4.1381367970572385e-8;
  const c = r - t * (p1 + t * (p2 + t * (p3 + t * (p4 + t * p5))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k > 1023) return y * 2 * powerOfTwo(k - 1);
  // Rounded once, where the result is too small for all 53 bits.
  if (k < -1022) return y * powerOfTwo(k + 64) * powerOfTwo(-64);
  return y * powerOfTwo(k);
}

/** Exact for -1022 <= k <= 1023. */
function powerOfTwo(k: number): number {
  let result = 1;
  let factor = k < 0 ? 0.5 : 2;
  for (let n = Math.abs(k); n > 0; n >>= 1) {
    if (n & 1) result *= factor;
    factor *= factor;
  }
  return result;
}

/** Natural logarithm: NaN below 0, -Infinity at 0. */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  const { mantissa, exponent } = decompose(x);
  const up = mantissa > Math.SQRT2;
  const f = (up ? mantissa / 2 : mantissa) - 1;
  const k = up ? exponent + 1 : exponent;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const l1 = 0.6666666666666735;
  const l2 = 0.3999999999940942;
  const l3 = 0.2857142874366239;
  const l4 = 0.22222198432149784;
  const l5 = 0.1818357216161805;
  const l6 = 0.15313837699209373;
  const l7 = 0.14798198605116586;
  const r = z * (l1 + w * (l3 + w * (l5 + w * l7))) + w * (l2 + w * (l4 + w * l6));
  const half = 0.5 * f * f;
  return k * ln2High - (half - (s * (half + r) + k * ln2Low) - f);
}

/** x = mantissa * 2^exponent with 1 <= mantissa < 2, for finite x > 0. Every step is exact. */
function decompose(x: number): { readonly mantissa: number; readonly exponent: number } {
  let mantissa = x;
  let exponent = 0;
  if (mantissa < 2.2250738585072014e-308) {
    mantissa *= 18014398509481984;
    exponent = -54;
  }
  const upwards = mantissa < 1;
  let scale = 1.3407807929942597e154; // 2^512, then 2^256, …, 2
  for (let p = 512; p >= 1; p /= 2) {
    if (upwards && mantissa * scale < 2) {
      mantissa *= scale;
      exponent -= p;
    } else if (!upwards && mantissa >= scale) {
      mantissa /= scale;
      exponent += p;
    }
    scale = Math.sqrt(scale);
  }
  return { mantissa, exponent };
}

/**
 * log(1 + x), also where 1 + x is rounded: -Infinity at -1, NaN below. Within 3 ulp (W. Kahan's correction; D. Goldberg, What every computer scientist
 * should know about floating-point arithmetic, 1991, theorem 4).
 */
export function logOfOnePlus(x: number): number {
  const sum = 1 + x;
  if (sum === 1) return x;
  return sum > 0 && sum < Number.POSITIVE_INFINITY ? log(sum) * (x / (sum - 1)) : log(sum);
}

/** exp(x) - 1, also where exp(x) is nearly 1. Within 3 ulp, by the same correction. */
export function expMinusOne(x: number): number {
  const power = exp(x);
  if (power === 1) return x;
  const less = power - 1;
  return less === -1 || power === Number.POSITIVE_INFINITY ? less : less * (x / log(power));
}

/** Sine; the angle in radians. @throws InternalError beyond ±1e6, where the reduction would lose digits. */
export function sin(x: number): number {
  const { quadrant, high, low } = reduce(x);
  const value = quadrant % 2 === 0 ? kernelSin(high, low) : kernelCos(high, low);
  return quadrant < 2 ? value : -value;
}

/** Cosine; the angle in radians. @throws InternalError beyond ±1e6, where the reduction would lose digits. */
export function cos(x: number): number {
  const { quadrant, high, low } = reduce(x);
  const value = quadrant % 2 === 0 ? kernelCos(high, low) : kernelSin(high, low);
  return quadrant === 0 || quadrant === 3 ? value : -value;
}

/** x - n * pi/2 as an unevaluated sum within ±pi/4, and n modulo 4. */
function reduce(x: number): { readonly quadrant: number; readonly high: number; readonly low: number } {
  if (!(Math.abs(x) <= 1e6)) throw new InternalError(`sin and cos of ${x}`);
  if (Math.abs(x) <= 0.7853981633974483) return { quadrant: 0, high: x, low: 0 };
  const n = Math.floor(x * 0.6366197723675814 + 0.5);
  // pi/2 in pieces of 33 bits: their multiples by n are exact. Each stage is for arguments closer to a multiple of pi/2.
  let r = x - n * 1.5707963267341256;
  let w = n * 6.077100506506192e-11;
  let high = r - w;
  if (Math.abs(high) < Math.abs(x) * 1.52587890625e-5) {
    let t = r;
    w = n * 6.077100506303966e-11;
    r = t - w;
    w = n * 2.0222662487959506e-21 - (t - r - w);
    high = r - w;
    if (Math.abs(high) < Math.abs(x) * 1.7763568394002505e-15) {
      t = r;
      w = n * 2.0222662487111665e-21;
      r = t - w;
      w = n * 8.4784276603689e-32 - (t - r - w);
      high = r - w;
    }
  }
  return { quadrant: ((n % 4) + 4) % 4, high, low: r - high - w };
}

function kernelSin(x: number, y: number): number {
  const s1 = -0.16666666666666632;
  const s2 = 0.00833333333332249;
  const s3 = -0.0001984126982985795;
  const s4 = 0.0000027557313707070068;
  const s5 = -2.5050760253406863e-8;
  const s6 = 1.58969099521155e-10;
  const z = x * x;
  const v = z * x;
  const r = s2 + z * (s3 + z * s4) + z * (z * z) * (s5 + z * s6);
  return x - (z * (0.5 * y - v * r) - y - v * s1);
}

function kernelCos(x: number, y: number): number {
  const c1 = 0.0416666666666666;
  const c2 = -0.001388888888887411;
  const c3 = 0.00002480158728947673;
  const c4 = -2.7557314351390663e-7;
  const c5 = 2.087572321298175e-9;
  const c6 = -1.1359647557788195e-11;
  const z = x * x;
  const w = z * z;
  const r = z * (c1 + z * (c2 + z * c3)) + w * w * (c4 + z * (c5 + z * c6));
  const half = 0.5 * z;
  const rest = 1 - half;
  return rest + (1 - rest - half + (z * r - x * y));
}
