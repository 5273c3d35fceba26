/**
 * Texts of running a model: feeds that do not fit it, weights that do not fit it, memory that is not there. One function per mistake.
 * There is no source file to point at: `where` names the place inside the value, such as `x[0][3]`.
 */
import type { Diagnostic } from '../diagnostic.ts';
import { type Detail, didYouMean, error as errorAt, list } from '../phrase.ts';

const error = (code: string, message: string, detail: Detail = {}): Diagnostic => errorAt(code, null, message, detail);
const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** `1.5 GiB`, `300 MiB`, `12 KiB`. */
export const printBytes = (bytes: number): string => {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toFixed(value < 10 && unit > 0 ? 1 : 0))} ${units[unit]}`;
};

// feeds

export const inputMissing = (name: string, dtype: string, dims: string, needed: readonly string[]): Diagnostic =>
  error('input-missing', `the input "${name}" is missing`, {
    expected: `"${name}": ${dtype}${dims}; the model's inputs are ${list(needed)}`,
    fix: `feed "${name}"`,
  });
export const inputUnknown = (name: string, known: readonly string[]): Diagnostic =>
  error('input-unknown', `the model has no input "${name}"`, {
    expected: `one of ${list(known)}`,
    found: `"${name}"`,
    fix: didYouMean(name, known) ?? `leave "${name}" out`,
  });
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
export const inputShape = (name: string, dims: string, found: readonly number[], example: string): Diagnostic =>
  error('input-rank', `the input "${name}" has the shape [${found.join(', ')}] and must be ${dims}`, {
    expected: dims,
    found: `[${found.join(', ')}]`,
    fix: `one way to write it: ${example}`,
  });
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
  error('size-out-of-range', `the size of "${symbol}" can't be ${String(found)}`, {
    expected: `a whole number from ${least} on`,
    found: String(found),
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
/** @param allowable as of `isNaNValue`. */
export const isInfinite = (where: string, found: number, allowable: boolean): Diagnostic =>
  error('input-infinite', `${where} is no finite float32`, {
    expected: 'a number of magnitude below 3.4e38',
    found: String(found),
    fix: `scale the input${allowable ? ', or allow such values with NaN (nan: "allow", on the command line --nan allow)' : ''}`,
  });
export const unknownOption = (name: string, found: string, known: readonly string[]): Diagnostic =>
  error('unknown-option', `the option ${name} can't be ${found}`, {
    expected: `one of ${list(known)}`,
    found,
    fix: didYouMean(found, known) ?? `leave ${name} out`,
  });
export const relaxedStock = (): Diagnostic =>
  error(
    'option-conflict',
    "the option relaxed is of kernels that the compiler writes, and the option kernels asks for tfjs's own",
    {
      expected: 'relaxed: true without kernels, or with kernels: "auto"',
      found: 'relaxed: true and kernels: "stock"',
      fix: 'leave one of the two out',
    },
  );
export const counterOutOfRange = (name: string, found: number): Diagnostic =>
  error('out-of-range', `the option ${name} can't be ${found}`, {
    expected: 'a whole number in 0..4294967295',
    found: `${found}`,
    fix: `give ${name} as a whole number of 32 bits`,
  });
export const sessionBatch = (found: number): Diagnostic =>
  error('session-batch', `a session can't run ${found} series side by side`, {
    expected: 'a whole number from 1 on',
    found: `${found}`,
    fix: 'give the number of series as batch',
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

// weights

export const weightUnknown = (path: string, known: readonly string[]): Diagnostic =>
  error('weight-unknown', `the model has no weight "${path}"`, {
    expected: `one of ${list(known)}`,
    found: `"${path}"`,
    fix: didYouMean(path, known) ?? `leave "${path}" out`,
  });
export const weightShape = (
  path: string,
  expected: readonly number[],
  found: readonly number[],
  elements: number,
): Diagnostic =>
  error('weight-shape', `the weight "${path}" has the wrong shape`, {
    expected: `[${expected.join(', ')}]`,
    found: `[${found.join(', ')}] with ${plural(elements, 'element')}`,
    fix: 'use weights made for this model',
  });

// sessions

export const notStreaming = (reason: string): Diagnostic =>
  error('not-streaming', `the model can't run one step at a time: ${reason}`, {
    fix: 'run whole series, or whole trees, with run()',
  });
export const arrayLength = (
  kind: 'feed' | 'output' | 'state',
  name: string,
  expected: number,
  found: number,
): Diagnostic =>
  error('array-length', `the array for the ${kind} "${name}" has ${plural(found, 'element')}`, {
    expected: plural(expected, 'element'),
    found: plural(found, 'element'),
    fix: `give an array of ${expected}`,
  });
export const chunkLength = (name: string, perStep: number, found: number): Diagnostic =>
  error(
    'array-length',
    `the array for the feed "${name}" has ${plural(found, 'element')}, which is no number of steps`,
    {
      expected: `${plural(perStep, 'element')} for every step, at least one step`,
      found: plural(found, 'element'),
      fix: `give an array of ${perStep}, ${2 * perStep}, ${3 * perStep}, …`,
    },
  );
export const notFlat = (name: string): Diagnostic =>
  error('input-kind', `the feed "${name}" is no Float32Array or Int32Array`, {
    expected: 'a flat array, where results go into arrays of yours',
    fix: `give "${name}" as a Float32Array or Int32Array, or call without arrays for the results`,
  });
export const stateUnknown = (path: string, known: readonly string[]): Diagnostic =>
  error('state-unknown', `the model has no state "${path}"`, {
    expected: `one of ${list(known)}`,
    found: `"${path}"`,
    fix: didYouMean(path, known) ?? `leave "${path}" out`,
  });
export const outputUnknown = (name: string, known: readonly string[]): Diagnostic =>
  error('output-unknown', `the model has no output "${name}"`, {
    expected: `one of ${list(known)}`,
    found: `"${name}"`,
    fix: didYouMean(name, known) ?? `leave "${name}" out`,
  });
export const batchDiffers = (expected: number, found: number): Diagnostic =>
  error('size-conflict', `the session runs ${expected} series at once and was fed ${found}`, {
    expected: `batch = ${expected}`,
    found: `batch = ${found}`,
    fix: `open another session with batch: ${found}`,
  });
export const disposed = (what: string): Diagnostic =>
  error('disposed', `the ${what} was used after dispose()`, { fix: `keep the ${what} until its last use` });

// memory and the backend

/** @param largest names and sizes of the largest buffers, largest first. */
export const outOfMemory = (of: {
  readonly purpose: string;
  readonly needed: number;
  readonly limit: number;
  readonly held: number | null;
  readonly largest: readonly { readonly name: string; readonly shape: readonly number[]; readonly bytes: number }[];
}): Diagnostic => {
  const dominant = of.largest.map((b) => `${b.name} [${b.shape.join(', ')}] ${printBytes(b.bytes)}`);
  return error('out-of-memory', `${of.purpose} need ${printBytes(of.needed)}, the limit is ${printBytes(of.limit)}`, {
    expected: `at most ${printBytes(of.limit)} (${of.limit} bytes)`,
    found: `${of.needed} bytes${of.held === null ? '' : ` with ${printBytes(of.held)} of heap in use`}${dominant.length > 0 ? `; most of it: ${dominant.join(', ')}` : ''}`,
    fix: 'feed fewer series or fewer steps at once, or make the model smaller',
  });
};
export const backendLost = (cause: string): Diagnostic =>
  error('backend-failed', `the WASM backend failed and can't be used any more: ${cause}`, {
    fix: 'reload the page or start the process again',
  });
export const noFastPath = (): Diagnostic =>
  error('no-fast-path', "this build of the WASM backend can't be called directly", {
    expected: '@tensorflow/tfjs-backend-wasm 4.22.0',
    fix: 'load with path: "auto" or "public"',
  });
/** Notice. */
export const directCallsFailed = (): string =>
  'the direct calls into the WASM backend failed their self-test: running through tfjs-core, which is slower';
export const loadFailed = (source: string, cause: string): Diagnostic =>
  error('load-failed', `can't read the model ${source}: ${cause}`, {
    fix: 'check the address, or pass the bytes of the file',
  });

// kernels: notices, one sentence each

const instead = (made: boolean): string => (made ? 'they are made anew' : "tfjs's own run, which are slower");
export const kernelsRefused = (why: string): string =>
  `generated kernels can't run here, tfjs's own do, which are slower: ${why}`;
export const NO_KERNEL_MEMORY = "the memory of this WASM backend can't be had";
export const KERNEL_TEST_FAILED = 'they failed their self-test';
export const relaxedRefused = (why: string): string =>
  `kernels with fused multiply-adds can't run here, the default ones do: ${why}`;
export const NO_RELAXED_SIMD = 'the engine has no relaxed SIMD';
export const RELAXED_NEEDS_COMPILER = 'they are made by the compiler, which rnnc/runtime leaves out';
export const kernelsOfOtherVersion = (model: string, known: string, found: string, made: boolean): string =>
  `the kernels that came with "${model}" are of version ${found}, this is ${known}: ${instead(made)}`;
/** @param why the part of a sentence about one module */
export const kernelsUnfit = (model: string, name: string, why: string, made: boolean): string =>
  `the kernels that came with "${model}" can't be used, "${name}" ${why}: ${instead(made)}`;
/** @param what for example `masked sequences` */
export const kernelsMissing = (model: string, what: string): string =>
  `"${model}" came without kernels ${what}: ${instead(false)}`;

// text

export const notGenerative = (why: string): Diagnostic =>
  error('not-generative', `the model can't write text: ${why}`, {
    expected: 'a model trained on a text with cross_entropy',
    found: 'another one',
    fix: 'train one with `rnnc train`, for example models/characters.yaml --data FILE',
  });
export const noLogits = (): Diagnostic =>
  error('no-logits', 'the model does not put out the logits of the next token', {
    expected: 'an output with what the loss measures',
    found: 'none',
    fix: "add the loss's output to the model's outputs, and train it again",
  });

// using a trained model

export const notTrained = (name: string, what: string): Diagnostic =>
  error('not-trained', `the model "${name}" can't ${what}: it was not trained here`, {
    expected: 'a compiled model that rnnc trained, which knows how rows and texts become numbers',
    found: 'a model without a record of its training',
    fix: 'train it with `rnnc train`, and use what that writes; or feed numbers with run()',
  });
/** @param kind what the model does instead. */
export const wrongKind = (name: string, what: string, expected: string, kind: string, fix: string): Diagnostic =>
  error('wrong-kind', `the model "${name}" can't ${what}`, { expected, found: kind, fix });
export const outputHidden = (what: string, target: string, known: readonly string[]): Diagnostic =>
  error('output-hidden', `the model can't ${what}: none of its outputs gives what was compared with "${target}"`, {
    expected: 'an output that is what the loss measures',
    found: `the outputs ${list(known)}`,
    fix: "add what training's losses name as output to outputs:, and train again",
  });
export const outputNotFinite = (output: string, where: string): Diagnostic =>
  error('not-finite', `the output "${output}" holds NaN or Infinity for ${where}`, {
    expected: 'finite numbers',
    found: 'NaN or Infinity',
    fix: 'look for values far outside those of the training part, or train again with a smaller rate',
  });
export const horizonInvalid = (found: number): Diagnostic =>
  error('horizon-invalid', `a forecast of ${found} steps is not possible`, {
    expected: 'a whole number from 1 on',
    found: `${found}`,
    fix: 'give the number of steps as horizon',
  });
/** @param reasons by column, why it is not known ahead. */
export const futureMissing = (
  horizon: number,
  own: number,
  reasons: readonly { readonly column: string; readonly why: string }[],
): Diagnostic =>
  error(
    'future-missing',
    `the model forecasts ${plural(own, 'step')} at once; for ${horizon} it would read columns that nobody knows ahead`,
    {
      expected: 'inputs that the model itself forecasts, or dates that go on evenly',
      found: reasons.map(({ column, why }) => `${column}: ${why}`).join('; '),
      fix: `ask for ${plural(own, 'step')}, or train a model whose target has these columns too, or whose windows have a longer horizon`,
    },
  );
export const noList = (what: string, found: unknown): Diagnostic =>
  error('data-kind', `${what} come as a list`, {
    expected: `a list of ${what}, each an object with values by column, or a text where the model takes texts`,
    found: Array.isArray(found)
      ? 'a list with something else in it'
      : found === null
        ? 'null'
        : `a value of type ${typeof found}`,
    fix: `give a list of ${what}`,
  });
export const noSamples = (what: string): Diagnostic =>
  error('data-empty', `there are no ${what}`, {
    expected: 'at least one',
    found: 'none',
    fix: `give ${what}`,
  });
