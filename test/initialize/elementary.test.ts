import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, exp, expMinusOne, log, logOfOnePlus, sin } from '../../compiler/initialize/elementary.ts';

/** Distance in units in the last place of `reference`. */
function ulps(value: number, reference: number): number {
  if (Object.is(value, reference) || value === reference || (Number.isNaN(value) && Number.isNaN(reference))) return 0;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(reference));
  bits.setBigInt64(0, bits.getBigInt64(0) + 1n);
  const ulp = bits.getFloat64(0) - Math.abs(reference);
  return Math.abs(value - reference) / ulp;
}

/** Correctly rounded values, from 40 digits by mpmath. */
describe('known values', () => {
  it.each<['exp' | 'log' | 'sin' | 'cos', number, number]>([
    ['exp', 1.0, Math.E],
    ['exp', -1.0, 0.36787944117144233],
    ['exp', 0.1, 1.1051709180756477],
    ['exp', 700.5, 1.6721859620674984e304],
    ['exp', -700.5, 5.980196118639791e-305],
    ['exp', -20.25, 1.6052280551856116e-9],
    ['log', 2.0, Math.LN2],
    ['log', 10.0, Math.LN10],
    ['log', 0.1, -Math.LN10],
    ['log', 1.0000001, 9.999999505838704e-8],
    ['log', 1e-310, -713.8013788281542],
    ['log', 1e300, 690.7755278982137],
    ['log', Math.SQRT1_2, -0.3465735902799726],
    ['sin', 1.0, 0.8414709848078965],
    ['sin', Math.PI, 1.2246467991473532e-16],
    ['sin', 6.283185307179586, -2.4492935982947064e-16],
    ['sin', 0.001, 0.0009999998333333417],
    ['sin', 100.0, -0.5063656411097588],
    ['sin', -999999.5, 0.756251087561678],
    ['sin', 4.0, -0.7568024953079282],
    ['cos', 1.0, 0.5403023058681398],
    ['cos', 1.5707963267948966, 6.123233995736766e-17],
    ['cos', 4.71238898038469, -1.8369701987210297e-16],
    ['cos', 3.0, -0.9899924966004454],
    ['cos', 100.0, 0.8623188722876839],
    ['cos', 6.1, 0.9832684384425845],
    ['cos', 999999.5, 0.654281508650351],
  ])('%s(%d)', (name, x, expected) => {
    const f = { exp, log, sin, cos }[name];
    expect(ulps(f(x), expected)).toBeLessThanOrEqual(1);
  });
});

describe('within 2 ulp of the engine, which errs by one itself', () => {
  const every = (f: (x: number) => number, g: (x: number) => number, min: number, max: number): void => {
    fc.assert(
      fc.property(fc.double({ min, max, noNaN: true }), (x) => {
        expect(ulps(f(x), g(x)), `at ${x}`).toBeLessThanOrEqual(2);
      }),
      { numRuns: 3000 },
    );
    for (let i = 0; i <= 3000; i++) {
      const x = min + ((max - min) * i) / 3000;
      expect(ulps(f(x), g(x)), `at ${x}`).toBeLessThanOrEqual(2);
    }
  };
  it('exp', () => every(exp, Math.exp, -745, 709.7));
  it('exp near 0', () => every(exp, Math.exp, -1, 1));
  it('log', () => every(log, Math.log, Number.MIN_VALUE, Number.MAX_VALUE));
  it('log near 1', () => every(log, Math.log, 0.5, 2));
  it('sin', () => every(sin, Math.sin, -10, 10));
  it('cos', () => every(cos, Math.cos, -10, 10));
  it('sin of large angles', () => every(sin, Math.sin, -1e6, 1e6));
  it('cos of large angles', () => every(cos, Math.cos, -1e6, 1e6));
  it('sin and cos around multiples of pi/2', () => {
    for (let n = -600_000; n <= 600_000; n += 997) {
      const x = n * (Math.PI / 2);
      expect(ulps(sin(x), Math.sin(x)), `sin ${x}`).toBeLessThanOrEqual(2);
      expect(ulps(cos(x), Math.cos(x)), `cos ${x}`).toBeLessThanOrEqual(2);
    }
  });
});

describe('log(1 + x) and exp(x) - 1', () => {
  it('stay within 3 ulp of the engine, however small x is', () => {
    fc.assert(
      fc.property(fc.double({ min: -300, max: 2.8, noNaN: true }), fc.boolean(), (power, isNegative) => {
        const x = (isNegative ? -1 : 1) * 10 ** power;
        if (x > -1) expect(ulps(logOfOnePlus(x), Math.log1p(x)), `log at ${x}`).toBeLessThanOrEqual(3);
        expect(ulps(expMinusOne(x), Math.expm1(x)), `exp at ${x}`).toBeLessThanOrEqual(3);
      }),
      { numRuns: 3000 },
    );
  });
  it('ends', () => {
    const ends = [-1, -2, 1e308, Number.POSITIVE_INFINITY, Number.NaN, 0];
    expect(ends.map(logOfOnePlus)).toEqual(ends.map(Math.log1p));
    const powers = [-800, 707, 800, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN, 0];
    for (const x of powers) expect(ulps(expMinusOne(x), Math.expm1(x)), `exp at ${x}`).toBeLessThanOrEqual(3);
  });
});

describe('ends', () => {
  it('exp', () => {
    expect([exp(Number.NaN), exp(710), exp(-746), exp(0), exp(Number.NEGATIVE_INFINITY)]).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0,
      1,
      0,
    ]);
    expect(exp(-745.13)).toBe(Number.MIN_VALUE);
    expect(exp(709.782712893384)).toBeLessThan(Number.POSITIVE_INFINITY);
  });
  it('log', () => {
    expect([log(-1), log(0), log(1), log(Number.POSITIVE_INFINITY), log(Number.NaN)]).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      0,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
  });
  it.each([1e7, Number.POSITIVE_INFINITY, Number.NaN])('sin and cos of %d are refused', (x) => {
    expect(() => sin(x)).toThrow('internal');
    expect(() => cos(x)).toThrow('internal');
  });
});
