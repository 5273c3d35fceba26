/**
 * log, exp, sin and cos in float64 from + − × ÷ and √ alone, so that every engine gives the same bits: the language leaves the last digits of
 * Math.log and its like to the engine. Reductions and series as in fdlibm (Sun Microsystems 1993) in outline; error below 4 units in the last place
 * over the ranges that initialisers use.
 */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** Natural logarithm of x > 0. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  let exponent = 0;
  let m = x;
  while (m >= 2) {
    m /= 2;
    exponent += 1;
  }
  while (m < 1) {
    m *= 2;
    exponent -= 1;
  }
  if (m > Math.SQRT2) {
    m /= 2;
    exponent += 1;
  }
  // log m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.1716
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let sum = 0;
  for (let k = 25; k >= 3; k -= 2) sum = (sum + 1 / k) * z;
  return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW));
}

/** e to the x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.7) return Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  const k = Math.round(x / (LN2_HIGH + LN2_LOW));
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 1;
  for (let n = 20; n >= 1; n--) sum = 1 + (r / n) * sum;
  // in two steps, so that results below the normal range round once
  const half = Math.trunc(k / 2);
  return sum * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(k: number): number {
  let result = 1;
  for (let i = 0; i < Math.abs(k); i++) result *= k > 0 ? 2 : 0.5;
  return result;
}

const HALF_PI_HIGH = 1.57079632673412561417;
const HALF_PI_LOW = 6.07710050650619224932e-11;

/** x = quadrant × π/2 + rest, |rest| ≤ π/4; for |x| up to 2^20. */
function reduce(x: number): { readonly quadrant: number; readonly rest: number } {
  const quadrant = Math.round(x / (HALF_PI_HIGH + HALF_PI_LOW));
  return { quadrant: ((quadrant % 4) + 4) % 4, rest: x - quadrant * HALF_PI_HIGH - quadrant * HALF_PI_LOW };
}

const sine = (r: number): number => {
  const z = r * r;
  let sum = 1;
  for (let n = 19; n >= 3; n -= 2) sum = 1 - (z / (n * (n - 1))) * sum;
  return r * sum;
};
const cosine = (r: number): number => {
  const z = r * r;
  let sum = 1;
  for (let n = 20; n >= 2; n -= 2) sum = 1 - (z / (n * (n - 1))) * sum;
  return sum;
};

/** Sine of x radians, |x| up to 2^20. */
export function sin(x: number): number {
  const { quadrant, rest } = reduce(x);
  const value = quadrant % 2 === 0 ? sine(rest) : cosine(rest);
  return quadrant < 2 ? value : -value;
}

/** Cosine of x radians, |x| up to 2^20. */
export function cos(x: number): number {
  const { quadrant, rest } = reduce(x);
  const value = quadrant % 2 === 0 ? cosine(rest) : sine(rest);
  return quadrant === 0 || quadrant === 3 ? value : -value;
}
