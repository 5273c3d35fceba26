/**
 * Error function in double precision, relative error below 1e-15.
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969), with the coefficients
 * and the three intervals of his CALERF (Netlib specfun): |x| up to 0.46875, up to 4, and beyond.
 */
export function erf(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return x * ratio(SMALL, y * y);
  if (y > 6) return Math.sign(x);
  const tail = y <= 4 ? ratio(MIDDLE, y) : (1 / Math.sqrt(Math.PI) - ratio(LARGE, 1 / (y * y)) / (y * y)) / y;
  return Math.sign(x) * (1 - expMinusSquare(y) * tail);
}

/** exp(-y²) with the rounding error of y² kept out of the exponent. */
function expMinusSquare(y: number): number {
  const coarse = Math.trunc(y * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(y - coarse) * (y + coarse));
}

interface Ratio {
  /** From the highest power down. */
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
}

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, c) => sum * x + c, 0);
const ratio = ({ numerator, denominator }: Ratio, x: number): number =>
  polynomial(numerator, x) / polynomial(denominator, x);

const SMALL: Ratio = {
  numerator: [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  denominator: [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
};
const MIDDLE: Ratio = {
  numerator: [
    2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
  ],
  denominator: [
    1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495,
  ],
};
const LARGE: Ratio = {
  numerator: [
    0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
    0.0006587491615298378,
  ],
  denominator: [
    1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
  ],
};
