import { toUnit } from '../../../compiler/initialize/random.ts';
import { randomWords } from '../dataset/order.ts';
import type { Task } from './task.ts';

/** Steps of integration per unit of time. */
const FINENESS = 10;
/** Units of time until the start is forgotten. */
const WASHOUT = 1000;

/**
 * The Mackey-Glass series (Mackey and Glass, "Oscillation and chaos in physiological control systems", Science 197, 1977):
 * x' = 0.2 x(t − tau) / (1 + x(t − tau)^10) − 0.1 x(t), integrated with the Runge-Kutta method of order 4 in steps of 0.1, the delayed value in
 * the middle of a step by cubic interpolation, and taken at every unit of time. The history is a constant near 1.2 that the seed chooses.
 */
export const mackeyGlass: Task = (argument, seed) => ({
  columns: [{ name: 'value', type: 'number', role: null, over: null }],
  rows: Array.from(
    series(argument('samples'), argument('tau'), 1.1 + 0.2 * toUnit(randomWords(seed, 'task/mackey_glass', 0)(0))),
    (x) => [x],
  ),
});

function series(samples: number, tau: number, start: number): Float64Array {
  const delay = tau * FINENESS;
  const steps = (WASHOUT + samples) * FINENESS;
  const h = 1 / FINENESS;
  // x[delay + n] is the value after n steps
  const x = new Float64Array(delay + steps + 1).fill(start, 0, delay + 1);
  const at = (i: number): number => x[Math.max(0, i)] ?? start;
  const slope = (now: number, delayed: number): number => (0.2 * delayed) / (1 + power10(delayed)) - 0.1 * now;
  for (let n = 0; n < steps; n++) {
    const now = at(delay + n);
    const before = at(n);
    const after = at(n + 1);
    const middle = (9 * (before + after) - at(n - 1) - at(n + 2)) / 16;
    const k1 = slope(now, before);
    const k2 = slope(now + (h / 2) * k1, middle);
    const k3 = slope(now + (h / 2) * k2, middle);
    const k4 = slope(now + h * k3, after);
    x[delay + n + 1] = now + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  }
  return Float64Array.from({ length: samples }, (_, i) => at(delay + (WASHOUT + i + 1) * FINENESS));
}

const power10 = (x: number): number => {
  const square = x * x;
  const fourth = square * square;
  return fourth * fourth * square;
};
