import { below, randomWords } from '../dataset/order.ts';
import { rows, type Task } from './task.ts';

/** Words by number: digits, operators, brackets. */
export const LIST_WORDS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'MIN', 'MAX', 'MEDIAN', 'SUM', '[', ']'];
const FIRST_OPERATOR = LIST_WORDS.indexOf('MIN');
const [OPEN, CLOSE] = [LIST_WORDS.indexOf('['), LIST_WORDS.indexOf(']')];
const DIGITS = 10;

interface Expression {
  readonly word: number;
  readonly arguments: readonly Expression[];
}

/** By number, from the first operator on; the arguments are sorted. The median of an even number is the mean of the middle two, rounded down. */
const operators: readonly ((sorted: readonly number[]) => number)[] = [
  (sorted) => sorted[0] ?? 0,
  (sorted) => sorted.at(-1) ?? 0,
  (sorted) => {
    const middle = (sorted.length - 1) / 2;
    return Math.floor(((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2);
  },
  (sorted) => sorted.reduce((a, b) => a + b, 0) % DIGITS,
];

const resultOf = ({ word, arguments: given }: Expression): number =>
  operators[word - FIRST_OPERATOR]?.(given.map(resultOf).sort((a, b) => a - b)) ?? word;

/**
 * List operations (Nangia and Bowman, "ListOps: a diagnostic dataset for latent tree learning", NAACL 2018), as trees and as text: MIN, MAX,
 * MEDIAN and SUM modulo 10 of digits and of each other. The number of levels is drawn evenly from 1 to `depth`, as far as `longest` nodes allow;
 * the value of each sample evenly from 0 to 9, and expressions are drawn until one has it: who always answers the same is right once in ten.
 */
export const listOperations: Task = (argument, seed) => {
  const [most, longest] = [argument('arguments'), argument('longest')];
  const depth = Math.min(argument('depth'), Math.floor((longest - 1) / 2));
  return {
    columns: [
      { name: 'tree', type: 'tree', role: 'input', over: 'nodes' },
      { name: 'words', type: 'number', role: 'input', over: 'nodes' },
      { name: 'results', type: 'number', role: null, over: 'nodes' },
      { name: 'tokens', type: 'number', role: null, over: 'nodes' },
      { name: 'value', type: 'number', role: 'target', over: 'tree' },
    ],
    rows: rows(argument('samples'), (sample) => {
      const word = randomWords(seed, 'task/list_operations', sample);
      let drawn = 0;
      const draw = (count: number): number => below(word(drawn++), count);
      const wanted = draw(DIGITS);
      const levels = 1 + draw(depth);
      for (;;) {
        const expression = randomExpression(draw, { levels, most, longest });
        if (resultOf(expression) !== wanted) continue;
        const { words, parents, results, tokens } = written(expression);
        return [parents, list(words), list(results), list(tokens), wanted];
      }
    }),
  };
};

const list = (data: readonly number[]) => ({ shape: [data.length], data });

/** An expression of exactly so many levels: one argument of an operator has one less than it, each other is a digit in one case of two. */
function randomExpression(
  draw: (count: number) => number,
  { levels, most, longest }: { readonly levels: number; readonly most: number; readonly longest: number },
): Expression {
  // beyond an operator with two arguments on each level
  let spare = longest - 1 - 2 * levels;
  const make = (height: number): Expression => {
    if (height === 0) return { word: draw(DIGITS), arguments: [] };
    const word = FIRST_OPERATOR + draw(operators.length);
    const count = 2 + Math.min(draw(most - 1), spare);
    spare -= count - 2;
    const highest = draw(count);
    const heights = Array.from({ length: count }, (_, i) => {
      if (i === highest) return height - 1;
      const own = Math.min(draw(2) === 0 ? 0 : draw(height), Math.floor(spare / 2));
      spare -= 2 * own;
      return own;
    });
    return { word, arguments: heights.map(make) };
  };
  return make(levels);
}

/** Nodes in pre-order, and the text. */
function written(expression: Expression) {
  const words: number[] = [];
  const parents: number[] = [];
  const results: number[] = [];
  const tokens: number[] = [];
  const add = (expression: Expression, parent: number): void => {
    const { word, arguments: given } = expression;
    const node = words.push(word) - 1;
    parents.push(parent);
    results.push(resultOf(expression));
    if (given.length === 0) {
      tokens.push(word);
      return;
    }
    tokens.push(OPEN, word);
    for (const inner of given) add(inner, node);
    tokens.push(CLOSE);
  };
  add(expression, -1);
  return { words, parents, results, tokens };
}
