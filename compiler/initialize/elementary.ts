/**
 * exp, log, sin and cos in float64 from + - * / alone. IEEE 754 fixes those to the last bit and leaves Math.exp and its like to the
 * engine, so only these give every machine the same weights. Method and coefficients: FreeBSD msun (fdlibm), e_exp.c, e_log.c,
 * k_sin.c, k_cos.c and e_rem_pio2.c, Copyright (C) 1993 by Sun Microsystems, Inc., freely usable with this notice. Errors are below 1 ulp.
 */
import { InternalError } from '../diagnostics/diagnostic.ts';

const ln2High = 6.93147180369123816490e-1; // 32 bits, so that small multiples are exact
const ln2Low = 1.90821492927058770002e-10;

/** e to the x. */
export function exp(x: number): number {
  if (!(x < 709.782712893384)) return x <= 709.782712893384 || x !== x ? (x === x ? expFinite(x) : x) : Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  return expFinite(x);
}
function expFinite(x: number): number {
  const k = Math.round(x * 1.44269504088896338700);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const t = r * r;
  const p1 = 1.66666666666666019037e-1;
  const p2 = -2.77777777770155933842e-3;
  const p3 = 6.61375632143793436117e-5;
  const p4 = -1.65339022054652515390e-6;
  const p5 = 4.13813679705723846039e-8;
  const c = r - t * (p1 + t * (p2 + t * (p3 + t * (p4 + t * p5))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k > 1023) return y * 2 * powerOfTwo(k - 1);
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
