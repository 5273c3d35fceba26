import { cos, log, sin } from '../../../compiler/initialize/elementary.ts';
import { toOpenUnit, toUnit } from '../../../compiler/initialize/random.ts';
import { below, randomWords } from '../dataset/order.ts';
import { rows, type Task } from './task.ts';

/** Values from -1 to 1 at a phase from 0 to 1, by kind. */
const shapes: readonly ((phase: number) => number)[] = [
  (phase) => sin(2 * Math.PI * phase),
  (phase) => (phase < 0.5 ? 1 : -1),
  (phase) => 2 * phase - 1,
  (phase) => 1 - 4 * Math.abs(phase - 0.5),
];

/**
 * Sine, square, sawtooth and triangle waves (kinds 0 to 3) to be told apart, after the synthetic control series of Alcock and Manolopoulos
 * 1999: one to three periods of random phase and strength in `shortest` to `longest` steps, with normal noise (Box and Muller 1958).
 */
export const waves: Task = (argument, seed) => {
  const [shortest, longest, noise] = [argument('shortest'), argument('longest'), argument('noise')];
  return {
    columns: [
      { name: 'values', type: 'number', role: 'input', over: null },
      { name: 'kind', type: 'number', role: 'target', over: null },
    ],
    rows: rows(argument('samples'), (sample) => {
      const word = randomWords(seed, 'task/waves', sample);
      const kind = below(word(0), shapes.length);
      const length = shortest + below(word(1), longest - shortest + 1);
      const periods = 1 + 2 * toUnit(word(2));
      const start = toUnit(word(3));
      const strength = 0.5 + 0.5 * toUnit(word(4));
      const data = Float64Array.from({ length }, (_, t) => {
        const phase = start + (periods * t) / length;
        const radius = Math.sqrt(-2 * log(toOpenUnit(word(5 + 2 * t))));
        const error = radius * cos(2 * Math.PI * toOpenUnit(word(6 + 2 * t)));
        return strength * (shapes[kind]?.(phase - Math.floor(phase)) ?? 0) + noise * error;
      });
      return [{ shape: [length], data }, kind];
    }),
  };
};
