import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as feedMessages from '../../compiler/diagnostics/messages/feeds.ts';
import * as runMessages from '../../compiler/diagnostics/messages/run.ts';
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

/** Seeds and steps key the random numbers. @throws RnncError `out-of-range`. */
export function checkCounter(name: string, value: number | undefined): void {
  if (value !== undefined && value >>> 0 !== value) throw new RnncError([runMessages.counterOutOfRange(name, value)]);
}

/** From JavaScript nothing else checks an option. @throws RnncError `unknown-option`. */
export function checkOption<T>(name: string, value: T, known: readonly T[]): void {
  if (!known.includes(value))
    throw new RnncError([runMessages.unknownOption(name, JSON.stringify(value) ?? 'undefined', known.map(String))]);
}
