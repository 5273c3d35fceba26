/**
 * Texts of running a model: options, weights that do not fit it, sessions, memory that is not there. One function per mistake.
 * There is no source file to point at: `where` names the place inside the value, such as `x[0][3]`.
 */
import { describeValue, isPromise } from '../describe-value.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { type Detail, didYouMean, error as errorAt, list, plural } from '../phrase.ts';

const error = (code: string, message: string, detail: Detail = {}): Diagnostic => errorAt(code, null, message, detail);

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
export const notRawStreaming = (reason: string): Diagnostic =>
  error('not-streaming', `the model can't take raw steps: ${reason}`, {
    fix: 'use predict, which takes whole rows and series',
  });
/** An input that is made of the rows of steps, and was given when a raw session opened. @param row an example. */
export const fedBySteps = (name: string, row: string): Diagnostic =>
  error('input-given', `session(): the input "${name}" is fed by the raw steps`, {
    expected: 'feeds of inputs that hold for all steps, or of start values',
    found: `"${name}"`,
    fix: `leave "${name}" out, and write step(${row}) for each step`,
  });
/** What a raw step can't be. @param row an example. @param series that the session has. */
export const stepForm = (found: unknown, row: string, series: number): Diagnostic =>
  error(
    'data-kind',
    series === 1 ? 'a step takes one row' : `a step takes a list of ${series} rows, one for each series`,
    {
      expected: series === 1 ? row : `a list of ${series} rows, each ${row}`,
      found: describeValue(found),
      fix: isPromise(found) ? '`await` it first' : `write step(${series === 1 ? row : `[${row}, …]`})`,
    },
  );
export const rawProcess = (): Diagnostic =>
  error('argument-kind', 'process() is not for a raw session', {
    expected: 'step() with a row, once for each row',
    found: 'process()',
    fix: 'call step(row) for each row, or use predict for all rows at once; a session without raw: true has process()',
  });
/** @param axes that sessions can run over */
export const severalAxes = (axes: readonly string[]): Diagnostic =>
  error('axis-open', `a session can take the steps of ${axes.map((axis) => `"${axis}"`).join(' or of ')}`, {
    expected: `the option over, one of ${list(axes)}`,
    found: 'no option over',
    fix: `write session({ over: "${axes[0]}" }) and give the other inputs as feeds there`,
  });
export const axisUnknown = (axis: string, axes: readonly string[]): Diagnostic =>
  error('axis-unknown', `no input of the model has the time axis "${axis}"`, {
    expected: `one of ${list(axes)}`,
    found: `"${axis}"`,
    fix: didYouMean(axis, axes) ?? 'leave the option over out',
  });
export const givenAtStart = (name: string): Diagnostic =>
  error('input-given', `the input "${name}" holds for all steps and was given when the session opened`, {
    fix: `leave "${name}" out, or open another session with session({ feeds: { ${name}: … } })`,
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
    fix: `give a flat array of ${expected}`,
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
/** @param count of its numbers, where that is known */
export const notFlat = (name: string, found: unknown, count: number | null): Diagnostic =>
  error('input-kind', `the feed "${name}" can't be ${describeValue(found)}`, {
    expected: `a Float32Array or Int32Array${count === null ? '' : ` of ${count}`}`,
    found: describeValue(found),
    fix: isPromise(found)
      ? '`await` it first'
      : `give "${name}" as a flat Float32Array or Int32Array, or call process(feeds) with nested lists`,
  });
/** @param count what the axis of steps has. */
export const severalSteps = (name: string, axis: string, count: number): Diagnostic =>
  error('input-shape', `step(feeds) takes one step, and "${name}" has ${count} over "${axis}"`, {
    expected: `one step, with or without "${axis}"`,
    found: plural(count, 'step'),
    fix: 'call process(feeds) for any number of steps',
  });
export const flatOfNested = (axis: string): Diagnostic =>
  error(
    'input-kind',
    `flat arrays do not tell how many steps there are over "${axis}" and how long the sequence in each is`,
    {
      expected: 'process(feeds) with nested lists, or step(feeds) with one step',
      found: 'process(feeds, out)',
      fix: 'call process(feeds) with nested lists or {data, shape}',
    },
  );
export const notFloats = (name: string, found: unknown, count: number): Diagnostic =>
  error('output-kind', `the output "${name}" can't go into ${describeValue(found)}`, {
    expected: `a Float32Array of ${count}`,
    found: describeValue(found),
    fix: `give new Float32Array(${count}), or call without arrays for the results`,
  });
export const stateShape = (path: string, expected: readonly number[], found: readonly number[]): Diagnostic =>
  error('array-length', `the state "${path}" has the wrong shape`, {
    expected: `[${expected.join(', ')}]`,
    found: `[${found.join(', ')}]`,
    fix: 'use states of a session of this model with the same batch',
  });
export const pathAmbiguous = (name: string, meant: readonly string[]): Diagnostic =>
  error('ambiguous-path', `"${name}" may mean ${meant.length} different things`, {
    expected: `one of ${list(meant)}`,
    found: `"${name}"`,
    fix: `write ${meant[0] ?? 'the whole path'}, or the one of these that is meant`,
  });
export const pathTwice = (path: string, first: string, second: string): Diagnostic =>
  error('given-twice', `"${first}" and "${second}" both mean "${path}"`, {
    expected: 'every path once',
    found: 'two names for one thing',
    fix: `leave "${second}" out`,
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

export const COMPILE_AGAIN = 'compile it again with this version of rnnc';
export const needsTfjs = (model: string, why: string, fix: string): Diagnostic =>
  error('needs-tfjs', `the model "${model}" can't run without tfjs: ${why}`, {
    expected: 'kernels in the file for all that the model does',
    found: why,
    fix,
  });

// text

/** @param door what the model can be asked for instead; null: it is not known. */
export const notGenerative = (why: string, door: string | null = null): Diagnostic =>
  error('not-generative', `the model can't write text: ${why}`, {
    expected: 'a model trained on a text with cross_entropy',
    found: 'another one',
    fix: `${door === null ? '' : `${door}, or `}train one with \`rnnc train\`, for example models/characters.yaml --data FILE`,
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
/** @param reasons by column, why its future values are not known. */
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
export const leadUnknown = (horizon: number, own: number, lead: number): Diagnostic =>
  error(
    'future-missing',
    `the model forecasts ${plural(own, 'step')} at once; for ${horizon} it would read the ${plural(lead, 'step')} of its lead, which nobody forecasts`,
    {
      expected: `a horizon up to ${own}`,
      found: `${horizon}, with a lead of ${lead} between the last row and the forecast`,
      fix: `ask for ${plural(own, 'step')}, or train with windows: {horizon: ${horizon}, lead: ${lead}}`,
    },
  );
/** @param odd index of the first element of a wrong kind, or of another kind than the first element; null: the value is no list. */
export const noList = (what: string, found: unknown, odd: number | null): Diagnostic => {
  const element = odd === null ? found : (found as readonly unknown[])[odd];
  return error('data-kind', `${what} come as a list`, {
    expected: `a list of ${what}, each an object with values by column, or a text where the model takes texts`,
    found: odd === null ? describeValue(element) : `a list with ${describeValue(element)} at ${odd}`,
    fix: isPromise(element) ? '`await` it first' : `give a list of ${what}, all of one kind`,
  });
};
/** @param found null where a single row was given, and not a list */
export const rowPerSeries = (series: number, found: number | null): Diagnostic =>
  error('session-rows', `the session has ${series} series, and takes a row for each`, {
    expected: series === 1 ? 'one row' : `a list of ${series} rows`,
    found: found === null ? 'one row' : `${found} rows`,
    fix: 'give a row for each series, or open the session with another batch',
  });
/** @param from what the steps of each input come from: names of columns; none of a model of text. */
export const noStep = (series: number, from: readonly (readonly string[])[]): Diagnostic => {
  const columns = [...new Set(from.flat())];
  const where = columns.length === 0 ? 'the text' : columns.map((name) => `"${name}"`).join(' and ');
  return error(
    'data-empty',
    series === 1 ? `the row has no step: ${where} is empty` : `no row has a step: ${where} is empty in all`,
    {
      expected: `at least one step in ${where}${series === 1 ? '' : ' of some row'}`,
      found: series === 1 ? 'none' : `none in ${series} rows`,
      fix: 'call step() when the next value is there: the state stays as it is meanwhile',
    },
  );
};
export const noLastStep = (layer: string, axis: string, row: number): Diagnostic =>
  error('step-missing', `"${layer}" has no last step of series ${row}, which has none in this call of process()`, {
    expected: `at least one step along "${axis}" for every series`,
    found: `none for series ${row}`,
    fix: `open a session for this series alone and leave it out here, or take LAYER.last of a recurrent layer in place of "${layer}", which is kept from call to call`,
  });
export const noSamples = (what: string): Diagnostic =>
  error('data-empty', `there are no ${what}`, {
    expected: 'at least one',
    found: 'none',
    fix: `give ${what}`,
  });
