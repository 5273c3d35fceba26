/**
 * Texts about feeds that do not fit a model, by shape or by their numbers. One function per mistake.
 * There is no source file to point at: `where` names the place inside the value, such as `x[0][3]`.
 */
import { describeValue, isPromise } from '../describe-value.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { type Detail, didYouMean, either, error as errorAt, list, plural } from '../phrase.ts';

const error = (code: string, message: string, detail: Detail = {}): Diagnostic => errorAt(code, null, message, detail);
// feeds

export const inputMissing = (name: string, dtype: string, dims: string, needed: readonly string[]): Diagnostic =>
  error('input-missing', `the input "${name}" is missing`, {
    expected: `"${name}": ${dtype}${dims}; the model's inputs are ${list(needed)}`,
    fix: `feed "${name}"`,
  });
/** A full name that ends in this one: `time.lengths` for `lengths`, `encoder.0.forward.h` for `h`. */
const didYouMeanLonger = (name: string, known: readonly string[]): string | null => {
  const longer = known.filter((other) => other.endsWith(`.${name}`));
  return longer.length === 0 ? null : `did you mean ${either(longer)}?`;
};
export const inputUnknown = (name: string, known: readonly string[]): Diagnostic =>
  error('input-unknown', `the model has no input "${name}"`, {
    expected: `one of ${list(known)}`,
    found: `"${name}"`,
    fix:
      didYouMean(name, known) ??
      didYouMeanLonger(name, known) ??
      unnamedArray(name, known) ??
      `give what the model takes: ${list(known)}`,
  });
/** NumPy calls arrays `arr_0`, `arr_1`, … that are saved without a name. */
const unnamedArray = (name: string, [first = 'x']: readonly string[]): string | null =>
  /^arr_\d+$/.test(name) ? `name the array when you save it: numpy.savez(FILE, ${first}=…)` : null;
export const inputRank = (
  name: string,
  dims: string,
  rank: number,
  found: number,
  example: string,
  hint: string | null,
): Diagnostic =>
  error(
    'input-rank',
    `the input "${name}" is nested ${plural(found, 'level')} deep and must be ${plural(rank, 'level')} deep`,
    {
      expected: `${dims}, written ${example}`,
      found: plural(found, 'level'),
      fix: hint ?? `write "${name}" as ${example}`,
    },
  );
export const inputKind = (name: string, dims: string, found: unknown, example: string): Diagnostic =>
  error('input-kind', `the input "${name}" can't be ${describeValue(found)}`, {
    expected: `${dims}, written ${example}`,
    found: describeValue(found),
    fix: isPromise(found) ? '`await` it first' : `write "${name}" as ${example}, or as {data, shape}`,
  });
export const inputRagged = (where: string, expected: number, found: number, dim: string): Diagnostic =>
  error('input-ragged', `${where} has ${plural(found, 'element')}, the rows before it have ${expected}`, {
    expected: plural(expected, 'element'),
    found: plural(found, 'element'),
    fix: `give every row the same number along "${dim}"; only a time axis may differ from row to row`,
  });
export const inputSize = (where: string, expected: number, found: number, dims: string): Diagnostic =>
  error('input-size', `${where} has ${plural(found, 'element')} where the model takes ${expected}`, {
    expected: `${plural(expected, 'element')} (${dims})`,
    found: plural(found, 'element'),
    fix: `give ${plural(expected, 'element')}`,
  });
export const inputShape = (name: string, dims: string, shape: readonly unknown[], example: string): Diagnostic => {
  const found = `[${shape.map((size) => (typeof size === 'number' ? size : describeValue(size))).join(', ')}]`;
  return error('input-rank', `the input "${name}" has the shape ${found} and must be ${dims}`, {
    expected: dims,
    found,
    fix: `one way to write it: ${example}`,
  });
};
export const inputDataLength = (name: string, shape: readonly number[], expected: number, found: number): Diagnostic =>
  error(
    'input-size',
    `the data of "${name}" has ${plural(found, 'element')}, its shape [${shape.join(', ')}] takes ${expected}`,
    {
      expected: plural(expected, 'element'),
      found: plural(found, 'element'),
      fix: 'make data and shape agree',
    },
  );
export const inputStrided = (name: string): Diagnostic =>
  error(
    'input-strided',
    `the data of "${name}" does not lie row after row from its start: it has strides or an offset of its own`,
    {
      expected: 'row-major data of the whole array',
      found: 'a view of other data',
      fix: 'give a copy whose data is contiguous',
    },
  );
export const inputShapeOpen = (name: string, dims: string, open: readonly string[]): Diagnostic =>
  error('input-shape-open', `the flat data of "${name}" could be of several shapes: ${list(open)} are not known`, {
    expected: dims,
    found: 'a typed array without a shape',
    fix: `write {data, shape} for "${name}"`,
  });
export const inputNotDivisible = (name: string, dims: string, found: number, unit: number): Diagnostic =>
  error('input-size', `the flat data of "${name}" has ${plural(found, 'element')}, not a multiple of ${unit}`, {
    expected: dims,
    found: plural(found, 'element'),
    fix: `give a multiple of ${plural(unit, 'element')}`,
  });
export const sizeConflict = (
  symbol: string,
  a: { name: string; size: number },
  b: { name: string; size: number },
): Diagnostic =>
  error('size-conflict', `"${a.name}" and "${b.name}" disagree on "${symbol}": ${a.size} against ${b.size}`, {
    expected: `one size of "${symbol}"`,
    found: `${a.size} in "${a.name}", ${b.size} in "${b.name}"`,
    fix: `feed both with the same "${symbol}"`,
  });
export const lengthsConflict = (
  symbol: string,
  a: string,
  b: string,
  row: number,
  of: number,
  against: number,
): Diagnostic =>
  error('size-conflict', `"${a}" and "${b}" disagree on the length of row ${row}: ${of} against ${against}`, {
    expected: `one length per row of "${symbol}"`,
    found: `${of} in "${a}", ${against} in "${b}"`,
    fix: 'make the rows equally long',
  });
export const sizeUnknown = (symbol: string): Diagnostic =>
  error('input-shape-open', `nothing that was fed tells the size of "${symbol}"`, {
    fix: `feed an input with "${symbol}" in its shape`,
  });
/** Sizes that are given by name, to ask what a run of them does: `{batch: 1, time: 100}`. */
const sizesExample = (symbols: readonly string[]): string =>
  `{${symbols.map((symbol) => `${symbol}: ${symbol === 'batch' ? 1 : 100}`).join(', ')}}`;
export const symbolMissing = (symbol: string, needed: readonly string[]): Diagnostic =>
  error('size-missing', `the size of "${symbol}" is missing`, {
    expected: `a size for each of ${list(needed)}, for example ${sizesExample(needed)}`,
    found: `none for "${symbol}"`,
    fix: `give "${symbol}"`,
  });
export const symbolUnknown = (symbol: string, known: readonly string[]): Diagnostic =>
  error('size-unknown', `no shape of the model has a size "${symbol}"`, {
    expected: known.length === 0 ? 'no sizes' : `sizes of ${list(known)}`,
    found: `"${symbol}"`,
    fix: didYouMean(symbol, known) ?? `leave "${symbol}" out`,
  });
export const symbolSize = (symbol: string, found: unknown, least: number): Diagnostic =>
  error('size-out-of-range', `the size of "${symbol}" can't be ${describeValue(found)}`, {
    expected: `a whole number from ${least} on`,
    found: describeValue(found),
    fix: `give "${symbol}" as a whole number`,
  });
export const symbolSteps = (symbol: string, found: number, unroll: number): Diagnostic =>
  error('wrong-steps', `the model is unrolled over ${plural(unroll, 'step')} and the size of "${symbol}" is ${found}`, {
    expected: plural(unroll, 'step'),
    found: plural(found, 'step'),
    fix: `give ${unroll} for "${symbol}", or build the model without "unroll"`,
  });
/** @param trees names of the inputs that take them. */
export const sizesOfTrees = (trees: readonly string[]): Diagnostic =>
  error('trees-missing', 'sizes alone do not say what a run over trees does: that depends on their levels', {
    expected: `the trees of a batch: {feeds: {${trees.map((name) => `${name}: […]`).join(', ')}}}`,
    found: 'sizes',
    fix: 'give feeds with trees in the place of sizes',
  });
export const batchEmpty = (name: string): Diagnostic =>
  error('batch-empty', `"${name}" holds no series`, {
    expected: 'at least one',
    found: 'none',
    fix: 'feed one series or more',
  });

// the numbers in a feed

export const notANumber = (where: string, found: string, dtype: string): Diagnostic =>
  error('input-not-a-number', `${where} is not a number`, {
    expected: dtype === 'bool' ? 'true or false' : 'a number',
    found,
    fix: 'feed numbers',
  });
/** @param allowable whether NaN can be allowed here: not in training, and not among integers. */
export const isNaNValue = (where: string, allowable: boolean): Diagnostic =>
  error('input-nan', `${where} is NaN`, {
    expected: 'a number',
    found: 'NaN',
    fix: allowable ? 'fill the gap, or allow NaN (nan: "allow", on the command line --nan allow)' : 'fill the gap',
  });
export const moreMistakes = (limit: number): Diagnostic =>
  error('more-mistakes', `more than ${limit} mistakes; the rest is left out`, { fix: 'correct these first' });
/** @param allowable see `isNaNValue`. */
export const isInfinite = (where: string, found: number, allowable: boolean): Diagnostic =>
  error('input-infinite', `${where} is no finite float32`, {
    expected: 'a number of magnitude below 3.4e38',
    found: String(found),
    fix: `scale the input${allowable ? ', or allow such values with NaN (nan: "allow", on the command line --nan allow)' : ''}`,
  });
export const notAnInteger = (where: string, found: number): Diagnostic =>
  error('input-not-an-integer', `${where} is not a whole number of 32 bits`, {
    expected: 'an int32',
    found: `${found}`,
    fix: 'feed whole numbers',
  });
export const outOfVocabulary = (where: string, found: number, limit: number, missing = false): Diagnostic =>
  error('token-out-of-range', `${where} is outside the vocabulary`, {
    expected: `0 to ${limit - 1}${missing ? ', or -1 where there is nothing' : ''}`,
    found: `${found}`,
    fix: `map unknown tokens to one of the ${limit} the model knows`,
  });
export const lengthOutOfRange = (where: string, found: number, limit: number): Diagnostic =>
  error('length-out-of-range', `${where} is not a length of these series`, {
    expected: `0 to ${limit}`,
    found: `${found}`,
    fix: 'a length counts the steps of its row that are real',
  });
export const wrongSteps = (name: string, symbol: string, expected: number, found: number): Diagnostic =>
  error('wrong-steps', `the model is unrolled over ${plural(expected, 'step')} and "${name}" has ${found}`, {
    expected: `${symbol} = ${expected}`,
    found: `${symbol} = ${found}`,
    fix: `feed ${plural(expected, 'step')}, or build the model without "unroll"`,
  });
