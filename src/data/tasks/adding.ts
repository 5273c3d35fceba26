import { toUnit } from '../../../compiler/initialize/random.ts';
import { below, randomWords } from '../dataset/order.ts';
import { rows, type Task } from './task.ts';

/**
 * The adding problem (Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9, 1997, experiment 4), in the form of Le,
 * Jaitly and Hinton, "A simple way to initialize recurrent networks of rectified linear units", 2015, and of Arjovsky, Shah and Bengio,
 * "Unitary evolution recurrent neural networks", ICML 2016: a step is [value in [0, 1), marker]; one marker is 1 in the first half, one in
 * the second; the target is the sum of the two marked values. Who always answers 1 has a mean squared error of 1/6.
 */
export const adding: Task = (argument, seed) => {
  const length = argument('length');
  const half = Math.floor(length / 2);
  return {
    columns: [
      { name: 'steps', type: 'number', role: 'input', over: null },
      { name: 'sum', type: 'number', role: 'target', over: null },
    ],
    rows: rows(argument('samples'), (sample) => {
      const word = randomWords(seed, 'task/adding', sample);
      const first = below(word(0), half);
      const second = half + below(word(1), length - half);
      const data = new Float64Array(2 * length);
      for (let t = 0; t < length; t++) data[2 * t] = toUnit(word(2 + t));
      data[2 * first + 1] = 1;
      data[2 * second + 1] = 1;
      return [{ shape: [length, 2], data }, (data[2 * first] ?? 0) + (data[2 * second] ?? 0)];
    }),
  };
};
