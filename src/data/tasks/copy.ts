import { below, randomWords } from '../dataset/order.ts';
import { rows, type Task } from './task.ts';

/**
 * Copy memory (Hochreiter and Schmidhuber 1997) in the form of Arjovsky, Shah and Bengio, "Unitary evolution recurrent neural networks", ICML
 * 2016: `length` symbols, `delay` − 1 blanks, one signal, then `length` blanks in the input; the target is blank until the signal has been
 * given and then the symbols again. Numbers: 0 to symbols − 1, then the blank, then the signal. Without memory the cross-entropy is
 * length · ln(symbols) / (delay + 2 · length) per step.
 */
export const copy: Task = (argument, seed) => {
  const [length, delay, symbols] = [argument('length'), argument('delay'), argument('symbols')];
  const [blank, signal] = [symbols, symbols + 1];
  const total = delay + 2 * length;
  return {
    columns: [
      { name: 'given', type: 'number', role: 'input', over: null },
      { name: 'wanted', type: 'number', role: 'target', over: null },
    ],
    rows: rows(argument('samples'), (sample) => {
      const word = randomWords(seed, 'task/copy', sample);
      const given = new Int32Array(total).fill(blank);
      const wanted = new Int32Array(total).fill(blank);
      for (let i = 0; i < length; i++) {
        const symbol = below(word(i), symbols);
        given[i] = symbol;
        wanted[total - length + i] = symbol;
      }
      given[length + delay - 1] = signal;
      return [
        { shape: [total], data: given },
        { shape: [total], data: wanted },
      ];
    }),
  };
};
