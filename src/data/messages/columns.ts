/** Texts about files of feeds. One function per mistake; each takes the place in the file. */

import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, list } from '../../../compiler/diagnostics/phrase.ts';
import { describeValue, isPromise } from '../../arguments/describe-value.ts';
import type { Unfit } from '../encode/find-unfit.ts';

const error = (
  code: string,
  span: Span | null,
  message: string,
  detail: Pick<Diagnostic, 'expected' | 'found' | 'fix'> = {},
): Diagnostic => ({ code, severity: 'error', message, span, notes: [], ...detail });
const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

export const notJson = (span: Span, problem: string): Diagnostic =>
  error('input-not-json', span, `the input is no JSON: ${problem}`, {
    expected: 'JSON, or CSV with one row per step',
    fix: 'correct the text here; NaN is written "NaN" and needs --nan allow',
  });
export const notAnObject = (span: Span, found: string): Diagnostic =>
  error('input-not-json', span, "the input must be one JSON object with the model's inputs by name", {
    expected: '{"NAME": [[[v0], [v1], …]]}',
    found,
    fix: 'wrap it: {"x": …}, with the name of your input',
  });
export const csvNeedsOneSeries = (found: readonly string[]): Diagnostic =>
  error('csv-input', null, 'CSV feeds a model with one float32 input per step', {
    expected: 'one input such as x: float32[batch, time, 3]',
    found: found.join(', '),
    fix: 'write the inputs as JSON: {"NAME": …}',
  });
export const csvQuotes = (span: Span, problem: string): Diagnostic =>
  error('csv-quotes', span, `the quotes of this row do not fit: ${problem}`, {
    fix: 'close the quote, and write a quote inside a field as ""',
  });
export const csvColumns = (span: Span, expected: number, found: number, input: string): Diagnostic =>
  error('csv-columns', span, `this row has ${plural(found, 'field')}, a step of "${input}" has ${expected}`, {
    expected: plural(expected, 'field'),
    found: plural(found, 'field'),
    fix: 'give one column per feature, separated by comma, semicolon or tab',
  });
export const csvNotANumber = (span: Span, found: string): Diagnostic => {
  const decimalComma = /^[+-]?\d+,\d+$/.test(found.trim());
  return error('input-not-a-number', span, `${JSON.stringify(found)} is not a number`, {
    expected: 'a number such as -1.5 or 2e-3',
    found: JSON.stringify(found),
    fix: decimalComma
      ? `write ${found.trim().replace(',', '.')}`
      : 'write a number, or leave the field empty and use --nan allow',
  });
};
export const csvEmpty = (span: Span): Diagnostic =>
  error('input-nan', span, 'this field is empty', {
    expected: 'a number',
    found: 'nothing',
    fix: 'fill the gap, or read empty fields as NaN with --nan allow',
  });
export const csvNoRows = (span: Span): Diagnostic =>
  error('csv-empty', span, 'the file holds no steps', {
    expected: 'one row per step',
    found: 'no row of numbers',
    fix: 'add rows of numbers',
  });
export const andMore = (mistake: Diagnostic, count: number): Diagnostic => ({
  ...mistake,
  notes: [...mistake.notes, { message: `and ${plural(count, 'more mistake')} in this file`, span: null }],
});

// data to train on and to run a model with

const detail = (message: string, expected: string, found: string, fix: string) => ({ message, expected, found, fix });

export const sourceMissing = (span: Span | null, path: string): Diagnostic =>
  error('file-missing', span, `there is no file "${path}"`, {
    expected: 'a file or a folder, relative to the model',
    found: 'nothing',
    fix: 'check the path',
  });
/** What `open` or `list` of the caller's gave. */
export const sourceForm = (call: string, expected: string, found: unknown): Diagnostic =>
  error('data-kind', null, `${call} of your files gave ${describeValue(found)}`, {
    expected,
    found: describeValue(found),
    fix: `give ${expected}, or use memorySources({NAME: TEXT})`,
  });
export const memoryFile = (path: string, found: unknown): Diagnostic =>
  error('argument-kind', null, `memorySources(): the file "${path}" can't be ${describeValue(found)}`, {
    expected: 'a text, a Uint8Array or a Blob',
    found: describeValue(found),
    fix: isPromise(found) ? '`await` it first' : 'give the text of the file, or its bytes',
  });
export const sourceUnreadable = (span: Span | null, path: string, reason: string): Diagnostic =>
  error('file-unreadable', span, `"${path}" can't be read: ${reason}`, { fix: 'check that you may read it' });
export const sourceNotUtf8 = (path: string, offset: number): Diagnostic =>
  error('file-not-utf8', null, `"${path}" is not UTF-8 text`, {
    expected: 'text in UTF-8',
    found: `other bytes near byte ${offset}`,
    fix: 'save the file as UTF-8',
  });
export const folderEmpty = (span: Span | null, path: string): Diagnostic =>
  error('data-source', span, `the folder "${path}" has no data in it`, {
    expected: '.csv, .tsv, .json, .ndjson, .jsonl or .txt files',
    found: 'none',
    fix: 'check the path',
  });
export const folderMixed = (span: Span | null, path: string, formats: readonly string[]): Diagnostic =>
  error('data-source', span, `the folder "${path}" has files of several formats`, {
    expected: 'files of one format',
    found: list(formats),
    fix: 'name the files, or write format:',
  });
export const formatUnknown = (span: Span | null, path: string): Diagnostic =>
  error('data-format', span, `the ending of "${path}" does not say its format`, {
    expected: '.csv, .tsv, .json, .ndjson, .jsonl, .npy or .txt',
    found: path,
    fix: 'write format: csv, or what it is',
  });
export const formatMisfit = (span: Span | null, key: string, format: string): Diagnostic =>
  error('no-effect', span, `${key} has no effect: the format is ${format}`, {
    expected: 'a key that this data reads',
    found: key,
    fix: 'remove it',
  });
export const splitOfFolder = (span: Span | null, path: string): Diagnostic =>
  error('conflicting-keys', span, `split has nothing to cut: the folder "${path}" has a file for each part`, {
    expected: 'split, or files for each part',
    found: 'both',
    fix: 'remove split',
  });

/** A row that can't be read; the code frame shows it where its text is at hand. */
export const badRow = (span: Span | null, place: string, reason: string, fix: string): Diagnostic =>
  error('bad-row', span, `${place}: ${reason}`, { found: reason, fix });
export const moreBadRows = (mistake: Diagnostic, count: number, canSkip: boolean): Diagnostic => {
  const skip = canSkip ? `; bad_rows: skip leaves ${count === 1 ? 'it' : 'them'} out` : '';
  return {
    ...mistake,
    notes: [...mistake.notes, { message: `${plural(count, 'bad row')} in all${skip}`, span: null }],
  };
};
export const nothingLeft = (span: Span | null, skipped: number): Diagnostic =>
  error('data-empty', span, 'the data has no rows', {
    expected: 'rows to train on',
    found: skipped === 0 ? 'none' : `none but ${plural(skipped, 'bad row')}`,
    fix: skipped === 0 ? 'check the file' : 'write bad_rows: stop to see what is wrong with them',
  });
export const fileEmpty = (span: Span | null, path: string): Diagnostic =>
  error('data-empty', span, `"${path}" has no rows`, {
    expected: 'rows to train on',
    found: 'a file without any',
    fix: 'check the file',
  });
export const splitLeavesNothing = (span: Span | null, rows: number, border: string | null): Diagnostic =>
  error('data-split', span, `the split leaves no row of ${rows} to train on`, {
    expected: border === null ? 'a larger share for training' : `rows below ${border}`,
    found: border === null ? 'none' : `rows from ${border} on alone`,
    fix:
      border === null
        ? 'use more data or another split'
        : 'choose a later border: what lies below the first one trains',
  });
export const splitColumnType = (span: Span | null, column: string, type: string): Diagnostic =>
  error('data-split', span, `the column "${column}" can't split: its type is ${type}`, {
    expected: 'a column of numbers or times',
    found: type,
    fix: 'name a column that has an order, or split by shares: {validation: 0.1, test: 0.1}',
  });
export const dataNotJson = (span: Span, problem: string): Diagnostic =>
  error('data-format', span, `the data is no JSON: ${problem}`, {
    expected: 'a list of records: [{"x": 1, "y": 0}, …]',
    fix: 'correct the text here, or write one record per line (.ndjson) and bad_rows: skip',
  });
export const rowTooLong = (path: string, line: number): Diagnostic =>
  error('bad-row', null, `${path}:${line}: the row never ends`, {
    expected: 'a closing quote',
    found: 'more than 16 million characters',
    fix: 'close the quote; a quote inside a quoted field is written ""',
  });
export const jsonTooLarge = (span: Span | null, path: string, bytes: number, limit: number): Diagnostic =>
  error('data-format', span, `"${path}" is too large for one JSON value`, {
    expected: `at most ${limit} bytes`,
    found: `${bytes} bytes`,
    fix: 'write one record per line (.ndjson), which is read as a stream',
  });
export const jsonNotRecords = (span: Span | null, path: string): Diagnostic =>
  error('data-format', span, `"${path}" is no list of records`, {
    expected: '[{"x": [1, 2], "y": 0}, …]',
    found: 'another JSON value',
    fix: 'write a list of objects',
  });
export const npyRefused = (path: string, reason: string): Diagnostic =>
  error('data-format', null, `"${path}" can't be read as a NumPy array: ${reason}`, {
    expected: 'float32, float64, int32, int64 or uint8 in C order, little-endian',
    found: reason,
    fix: 'save it with numpy.save(path, numpy.ascontiguousarray(a, dtype="float32"))',
  });
export const npyRows = (path: string, rows: number, other: string, expected: number): Diagnostic =>
  error('data-format', null, `"${path}" has ${plural(rows, 'row')} and "${other}" has ${expected}`, {
    expected: 'arrays with one first axis',
    found: `${rows} and ${expected}`,
    fix: 'save arrays of the same number of samples',
  });

// columns and feeds

export const columnUnknown = (span: Span | null, what: string, column: string, known: readonly string[]): Diagnostic =>
  error('unknown-column', span, `${what}: there is no column "${column}"`, {
    expected: `one of ${list(known)}`,
    found: `"${column}"`,
    fix: didYouMean(column, known) ?? 'name a column of the data',
  });
export const columnOfFile = (path: string, column: string, first: string): Diagnostic =>
  error('unknown-column', null, `"${path}" has no column "${column}", which "${first}" has`, {
    expected: `the column "${column}"`,
    found: 'a file without it',
    fix: 'give all files the same columns',
  });
export const columnRepeated = (span: Span, path: string, column: string): Diagnostic =>
  error('data-column', span, `"${path}" has two columns "${column}"`, {
    expected: 'columns of different names',
    found: `"${column}" twice`,
    fix: 'rename one of them, or write header: false where the first row is data',
  });
export const columnTypeRefused = (
  span: Span | null,
  feed: string,
  column: string,
  why: string,
  fix: string,
): Diagnostic =>
  error('data-feeds', span, `feed "${feed}" can't take the column "${column}": ${why}`, {
    expected: 'a column that fits',
    found: why,
    fix,
  });
export const categoryTooLarge = (span: Span | null, column: string, limit: number): Diagnostic =>
  error('data-column', span, `the category "${column}" has more than ${limit} values`, {
    expected: `at most ${limit} values`,
    found: 'more',
    fix: 'give it type: text, number or ignore',
  });
export const scaledMeaning = (
  span: Span | null,
  column: string,
  normalize: string,
  feed: string,
  meaning: string,
): Diagnostic =>
  error(
    'data-column',
    span,
    `the column "${column}" can't be normalised: feed "${feed}" takes ${meaning === 'distribution' ? 'a distribution' : meaning} from it`,
    {
      expected: meaning === 'probabilities' ? 'normalize: none or minmax' : 'normalize: none',
      found: `normalize: ${normalize}`,
      fix: 'remove normalize: such numbers are fed as they are',
    },
  );
export const feedUnknown = (span: Span | null, feed: string, known: readonly string[]): Diagnostic =>
  error('data-feeds', span, `neither an input of the model nor a target of a loss is called "${feed}"`, {
    expected: `one of ${list(known)}`,
    found: `"${feed}"`,
    fix: didYouMean(feed, known) ?? 'remove it',
  });
export const feedUnclear = (
  span: Span | null,
  feed: string,
  dims: string,
  /** Null: the feed takes trees. */
  example: string | null,
  columns: readonly string[],
): Diagnostic =>
  error('data-feeds', span, `it is not clear what "${feed}" is made of`, {
    expected: example === null ? 'one column of type tree' : `columns for ${dims}`,
    found: `the columns ${list(columns)}`,
    fix:
      example === null
        ? 'say which column has the trees: columns: {NAME: {type: tree}}; of several, which is meant: feeds: {' +
          `${feed}: {columns: [NAME]}}`
        : `write it: feeds: {${feed}: ${example}}`,
  });
export const feedShape = (
  span: Span | null,
  feed: string,
  dims: string,
  { message, expected, found, fix }: ReturnType<typeof detail>,
): Diagnostic => error('data-feeds', span, `feed "${feed}" ${dims}: ${message}`, { expected, found, fix });
export const featureCount = (given: number, taken: number, columns: readonly string[]) =>
  detail(
    `its columns (${list(columns)}) give ${plural(given, 'number')} where the model takes ${taken}`,
    plural(taken, 'number'),
    plural(given, 'number'),
    'name other columns, or change the shape in the model; a category is one-hot in a float32 feed',
  );
export const tokensShape = () =>
  detail(
    'tokens are whole numbers, one per step',
    'int32 [batch, time]',
    'another shape',
    'declare the input as {shape: [batch, time], dtype: int32}',
  );
export const windowless = (span: Span | null, feed: string, part: string): Diagnostic =>
  error('no-effect', span, `part: ${part} of feed "${feed}" has no effect: there are no windows`, {
    expected: 'windows: {width: …}',
    found: 'rows that are samples',
    fix: 'add windows:, or remove part:',
  });
export const tokensOfTable = (span: Span | null, feed: string): Diagnostic =>
  error('data-feeds', span, `feed "${feed}" asks for tokens, and the source is no text`, {
    expected: 'columns: [NAME]',
    found: 'tokens',
    fix: 'name a column of type text: columns: [NAME]',
  });
export const columnsOfText = (span: Span | null, feed: string): Diagnostic =>
  error('data-feeds', span, `feed "${feed}" asks for columns, and a text has none`, {
    expected: 'tokens: input or tokens: next',
    found: 'columns',
    fix: 'write tokens: input, or tokens: next for the token after each',
  });
export const randomWindows = (span: Span | null): Diagnostic =>
  error('data-split', span, 'windows overlap, so drawing them at random would show test rows in training', {
    expected: 'by: order, or a group whose series are drawn as a whole',
    found: 'by: random without a group',
    fix: 'remove by: random, or name the column of the series in group:',
  });
export const textSplit = (span: Span | null): Diagnostic =>
  error('data-split', span, 'a text is one stream and is split by order', {
    expected: 'by: order',
    found: 'another split',
    fix: 'remove it',
  });
export const borderType = (span: Span | null, column: string, found: string): Diagnostic =>
  error('data-split', span, `the border ${found} is not of the kind of column "${column}"`, {
    expected: 'a number or a date, as the column has them',
    found,
    fix: "write at: ['2020-01-01'] for a column of times, at: [100] for one of numbers",
  });

// parts without samples

export const partEmpty = (span: Span | null, part: string, rows: number, need: number | null): Diagnostic =>
  error('data-empty', span, `the ${part} part has ${plural(rows, 'row')} and no sample`, {
    expected:
      need === null ? 'at least one row' : `at least ${plural(need, 'row')} in a series for one window and its horizon`,
    found: plural(rows, 'row'),
    fix:
      need === null
        ? 'use more data or another split'
        : 'use shorter windows or more data; where series are mixed, sort the rows by the column under group:',
  });
export const textTooShort = (part: string, tokens: number, batch: number, steps: number): Diagnostic =>
  error(
    'data-empty',
    null,
    `the ${part} text has ${plural(tokens, 'token')}, too few for ${batch} streams of ${steps} steps`,
    {
      expected: `at least ${batch * (steps + 1)} tokens`,
      found: plural(tokens, 'token'),
      fix: 'use a smaller batch, fewer steps (windows: {width: …}) or a longer text',
    },
  );

// values that do not fit what was fitted

export const valueUnknown = (where: string, value: string, known: readonly string[]): Diagnostic =>
  error('unknown-category', null, `${where}: "${value}" is not among the values that the model was trained with`, {
    expected: `one of ${list(known)}`,
    found: `"${value}"`,
    fix: didYouMean(value, known) ?? 'use a value of the training data, or train again',
  });
export const unknownToken = (where: string | null, token: string, size: number): Diagnostic =>
  error(
    'unknown-token',
    null,
    `${where === null ? '' : `${where}: `}${JSON.stringify(token)} is not in the vocabulary`,
    {
      expected: `one of ${size} tokens`,
      found: JSON.stringify(token),
      fix: 'leave it out, or train with vocabulary: {unknown: <unk>}',
    },
  );
export const tokenOutOfRange = (found: number, size: number): Diagnostic =>
  error('token-out-of-range', null, `${found} is no token of the vocabulary`, {
    expected: `a whole number below ${size}`,
    found: `${found}`,
    fix: 'use the vocabulary that the model was trained with',
  });
export const rowValue = (where: string, reason: string, fix: string): Diagnostic =>
  error('bad-row', null, `${where} ${reason}`, { found: reason, fix });
export const rowLacks = (where: string, column: string, found: readonly string[]): Diagnostic =>
  error('unknown-column', null, `${where} lacks the column "${column}", which the model was trained with`, {
    expected: `"${column}"`,
    found: list(found),
    fix: didYouMean(column, found) ?? `add "${column}"`,
  });
/** @param series of the training part; each has a window at least. */
export const nothingGoesOn = (windows: number, series: number, batch: number): Diagnostic =>
  error('no-effect', null, 'carry has no effect: no window of the training part goes on from another', {
    expected:
      series === windows
        ? 'series with two windows or more'
        : `more than ${plural(batch, 'window')}, the size of a batch`,
    found: series === windows ? `${series} series of one window` : plural(windows, 'window'),
    fix:
      series === windows || windows < 2
        ? 'use shorter windows, or remove carry: true'
        : `set training.batch to ${Math.floor(windows / 2)} or less, or use shorter windows`,
  });
export const rowsTooFew = (where: string, rows: number, width: number): Diagnostic =>
  error('data-empty', null, `${where} has ${plural(rows, 'row')}, the model sees ${plural(width, 'step')}`, {
    expected: `at least ${plural(width, 'row')}`,
    found: plural(rows, 'row'),
    fix: 'give more rows',
  });
export const kindMismatch = (expected: string, found: string): Diagnostic =>
  error('data-kind', null, `the model was trained on ${expected} and is given ${found}`, {
    expected,
    found,
    fix: `give ${expected}`,
  });
export const feedNotMade = (feed: string, why: string): Diagnostic =>
  error('data-feeds', null, `"${feed}" can't be made from rows: ${why}`, {
    expected: 'a feed of the window',
    found: why,
    fix: `feed "${feed}" yourself`,
  });
export const feedNot = (feed: string, what: string, known: readonly string[]): Diagnostic =>
  error('data-feeds', null, `"${feed}" is not ${what}`, {
    expected: known.length === 0 ? what : `one of ${list(known)}`,
    found: `"${feed}"`,
    fix: didYouMean(feed, known) ?? 'name another feed',
  });
export const preprocessingDiffers = (span: Span | null, message: string, expected: string, found: string): Diagnostic =>
  error('data-mismatch', span, message, {
    expected,
    found,
    fix: 'use data with the columns that the model was trained with',
  });
export const vocabularyOfOther = (wanted: string, kept: string): Diagnostic =>
  error('data-mismatch', null, `the model was trained on a vocabulary of ${kept}, and data asks for one of ${wanted}`, {
    expected: `vocabulary: {of: ${kept}}`,
    found: `vocabulary: {of: ${wanted}}`,
    fix: `write of: ${kept}, or train from the start`,
  });
export const windowShape = (size: number, steps: number, part: string) =>
  detail(
    `${plural(size, 'number')} can't hold ${plural(steps, 'step')} of the ${part}`,
    `a multiple of ${plural(steps, 'number')}`,
    plural(size, 'number'),
    part === 'horizon'
      ? 'make the output as large as the horizon, or change windows: {horizon: …}'
      : 'name a time axis in the shape: [batch, time, 1]',
  );

// batches of one's own

export const trainingDataForm = (found: unknown): Diagnostic =>
  error('data-kind', null, 'what the model is trained on is not given', {
    expected: '{files: OPEN}, or {train: () => BATCHES}',
    found: describeValue(found),
    fix: 'give train({train: () => batches}), or train({files: open}) with the section data',
  });
export const filesForm = (found: unknown): Diagnostic =>
  error('data-kind', null, '"files" does not say how files are opened', {
    expected: 'an object with the functions open and list',
    found: describeValue(found),
    fix: 'give memorySources({NAME: TEXT})',
  });
export const notAFunction = (key: string, found: unknown): Diagnostic =>
  error('data-kind', null, `"${key}" is called again for every epoch, and it is no function`, {
    expected: 'a function',
    found: describeValue(found),
    fix: `write {${key}: () => batches}`,
  });
export const notBatches = (part: string, found: unknown): Diagnostic =>
  error('data-kind', null, `what "${part}" returned can't be iterated over`, {
    expected: 'an iterable or async iterable of batches',
    found: describeValue(found),
    fix: 'return a list of batches, or write a generator: async function* () { … }',
  });
export const batchCountForm = (found: unknown): Diagnostic =>
  error('out-of-range', null, 'batchCount is no number of batches', {
    expected: 'a whole number from 1 on',
    found: describeValue(found),
    fix: 'give the number of batches of an epoch, or leave it out',
  });
/** @param where such as `batch 3 of "train"`. */
export const batchForm = (where: string, key: string, expected: string, found: unknown): Diagnostic =>
  error('batch-form', null, key === '' ? `${where} is no batch` : `${where}: "${key}" is not what it must be`, {
    expected,
    found: describeValue(found),
    fix: 'give {feeds: {NAME: {data, shape}}, lengths: {}, samples, carry: false}',
  });
export const batchLacks = (where: string, feed: string, dims: string, known: readonly string[]): Diagnostic =>
  error('input-missing', null, `${where} does not feed "${feed}"`, {
    expected: `"${feed}": ${dims}`,
    found: known.length === 0 ? 'no feeds' : `the feeds ${list(known)}`,
    fix: `add feeds: {${feed}: {data, shape}}`,
  });
export const batchKeyUnknown = (where: string, key: string, known: readonly string[]): Diagnostic =>
  error('batch-form', null, `${where} has a key "${key}", which no batch has`, {
    expected: list(known),
    found: `"${key}"`,
    fix: didYouMean(key, known) ?? `leave "${key}" out`,
  });
export const batchFeedUnknown = (where: string, feed: string, known: readonly string[]): Diagnostic =>
  error('input-unknown', null, `${where} feeds "${feed}", which the model does not take`, {
    expected: list(known),
    found: `"${feed}"`,
    fix: didYouMean(feed, known) ?? `leave "${feed}" out`,
  });
export const batchSamples = (where: string, feed: string, samples: number, found: string): Diagnostic =>
  error(
    'size-conflict',
    null,
    `${where} says that it has ${plural(samples, 'sample')}, and "${feed}" has another number`,
    {
      expected: `${samples} along the first axis of "${feed}"`,
      found,
      fix: 'set samples to the number of rows',
    },
  );
export const batchWeight = (where: string, feed: string, row: number, found: unknown): Diagnostic =>
  error('batch-form', null, `${where}: ${feed}[${row}] is no sample weight`, {
    expected: '0 or more',
    found: String(found),
    fix: 'give every sample a weight from 0 on; a sample of weight 0 does not count',
  });
/** @param unfit its index counts the numbers of the feed, row-major. */
export const batchUnfit = (where: string, feed: string, unfit: Unfit): Diagnostic =>
  error('batch-form', null, `${where}: ${feed}.data[${unfit.index}] ${unfit.reason}`, { fix: unfit.fix });
export const lengthsWithoutTime = (where: string, feed: string, known: readonly string[]): Diagnostic =>
  error('input-unknown', null, `${where} gives lengths of "${feed}", which has no time axis`, {
    expected: `lengths of ${list(known)}`,
    found: `"${feed}"`,
    fix: didYouMean(feed, known) ?? 'leave them out',
  });
