import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import * as feedMessages from '../../compiler/diagnostics/messages/feeds.ts';
import { BATCH, type SizeBinding } from '../../compiler/ir/dim.ts';

/** @param needed the symbols of the model, in alphabetical order. */
export function sizeMistakes(sizes: SizeBinding, needed: readonly string[], unroll: number | null): Diagnostic[] {
  const given = Object.entries(sizes);
  const known = new Set([...needed, BATCH]);
  return [
    ...given.filter(([symbol]) => !known.has(symbol)).map(([symbol]) => feedMessages.symbolUnknown(symbol, needed)),
    ...needed
      .filter((symbol) => sizes[symbol] === undefined)
      .map((symbol) => feedMessages.symbolMissing(symbol, needed)),
    ...given.flatMap(([symbol, size]) => {
      if (!known.has(symbol) || size === undefined) return [];
      const least = symbol === BATCH ? 1 : 0;
      if (!Number.isSafeInteger(size) || size < least) return [feedMessages.symbolSize(symbol, size, least)];
      return symbol === BATCH || unroll === null || size === unroll
        ? []
        : [feedMessages.symbolSteps(symbol, size, unroll)];
    }),
  ];
}
