import { randomWords } from '../dataset/order.ts';
import { rows, type Task } from './task.ts';

/** Symbols by number. */
export const REBER_SYMBOLS = 'BTSXPVE';

/** The grammar of Reber 1967 after its B: where each symbol leads from each node; the last node has no way out but E. */
const grammar: readonly { readonly [symbol: string]: number }[] = [
  { T: 1, P: 2 },
  { S: 1, X: 3 },
  { T: 2, V: 4 },
  { X: 2, S: 5 },
  { P: 3, V: 5 },
  { E: 6 },
];

/**
 * The embedded Reber grammar (Reber, "Implicit learning of artificial grammars", 1967; Cleeremans, Servan-Schreiber and McClelland 1989;
 * Hochreiter and Schmidhuber 1997, experiment 1): B, then T or P, then a Reber string B…E, then the same T or P again, then E. Input: all
 * symbols but the last. Target at each step: 1 for every symbol that may follow, of seven. Solved is who ranks the legal ones highest at
 * every step, also at the last but one, which needs the second symbol.
 */
export const reber: Task = (argument, seed) => ({
  columns: [
    { name: 'symbols', type: 'number', role: 'input', over: null },
    { name: 'legal', type: 'number', role: 'target', over: null },
  ],
  rows: rows(argument('samples'), (sample) => {
    const word = randomWords(seed, 'task/reber', sample);
    const { symbols, legal } = embedded((i) => word(i) >>> 31);
    const numbers = symbols.slice(0, -1).map((symbol) => REBER_SYMBOLS.indexOf(symbol));
    return [numbers, legal.map((next) => Array.from(REBER_SYMBOLS, (symbol) => (next.includes(symbol) ? 1 : 0)))];
  }),
});

/** `legal[t]`: what may follow `symbols[t]`. */
function embedded(coin: (index: number) => number): {
  readonly symbols: readonly string[];
  readonly legal: readonly string[];
} {
  const outer = coin(0) === 0 ? 'T' : 'P';
  const symbols = ['B', outer, 'B'];
  const legal = ['TP', 'B'];
  let node = 0;
  for (let i = 1; node < 6; i++) {
    const ways = Object.keys(grammar[node] ?? {});
    legal.push(ways.join(''));
    const symbol = ways[ways.length === 1 ? 0 : coin(i)] ?? 'E';
    symbols.push(symbol);
    node = grammar[node]?.[symbol] ?? 6;
  }
  symbols.push(outer, 'E');
  legal.push(outer, 'E');
  return { symbols, legal };
}
