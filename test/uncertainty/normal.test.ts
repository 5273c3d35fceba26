import { expect, test } from 'vitest';
import { normalQuantile } from '../../src/uncertainty/normal.ts';

/** From SciPy 1.15, `norm.ppf`. */
const KNOWN = [
  [0.5, 0],
  [0.6, 0.2533471031357997],
  [0.9, 1.2815515655446004],
  [0.95, 1.6448536269514722],
  [0.975, 1.959963984540054],
  [0.999, 3.090232306167813],
  [1e-10, -6.361340902404056],
  [1e-20, -9.262340089798409],
] as const;

test('quantiles of the normal distribution are those of SciPy, and symmetric', () => {
  for (const [probability, value] of KNOWN) {
    expect(normalQuantile(probability)).toBeCloseTo(value, 13);
    if (probability > 1e-5) expect(normalQuantile(1 - probability)).toBeCloseTo(-value, 10);
  }
});
