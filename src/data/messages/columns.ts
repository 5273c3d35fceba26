/** Texts about columns, and the feeds that are made of them. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, error, list, plural } from '../../../compiler/diagnostics/phrase.ts';
import { closest } from '../../../compiler/diagnostics/suggest.ts';
import { quotedName, some } from './wording.ts';

const detail = (message: string, expected: string, found: string, fix: string) => ({ message, expected, found, fix });

export const columnUnknown = (span: Span | null, what: string, column: string, known: readonly string[]): Diagnostic =>
  error('unknown-column', span, `${what}: there is no column "${column}"`, {
    expected: `one of ${list(known)}`,
    found: `"${column}"`,
    fix: didYouMean(column, known) ?? oneFieldFix(known) ?? 'name a column of the data',
  });
/** Data of a trained model without a column that it was trained with. */
export const columnLacks = (
  path: string | null,
  column: string,
  feed: { readonly name: string; readonly role: 'input' | 'target' },
  known: readonly string[],
): Diagnostic => {
  const [near] = closest(column, known);
  return error(
    'unknown-column',
    null,
    `${path === null ? 'the data have' : `"${path}" has`} no column "${column}", which the ${feed.role} "${feed.name}" of the trained model is made of`,
    {
      expected: `the column "${column}"`,
      found: list(known),
      fix:
        near === undefined
          ? (oneFieldFix(known) ?? `give data with the column "${column}"`)
          : `call the column "${column}" and not "${near}"`,
    },
  );
};
/** A header that is one field with other delimiters in it was cut by the wrong one. */
function oneFieldFix(known: readonly string[]): string | null {
  const [only = '', ...more] = known;
  const [, delimiter] = /[^,;|\t]([,;|\t])[^,;|\t]/.exec(only) ?? [];
  if (more.length > 0 || delimiter === undefined) return null;
  const shown = delimiter === '\t' ? '"\\t"' : `"${delimiter}"`;
  return `write delimiter: ${shown}, or leave it out: the header was read as one field`;
}
export const columnOfFile = (path: string, column: string, first: string): Diagnostic =>
  error('unknown-column', null, `"${path}" has no column "${column}", which "${first}" has`, {
    expected: `the column "${column}"`,
    found: 'a file without it',
    fix: 'give all files the same columns',
  });
export const numbersUnclear = (span: Span | null, column: string, example: string): Diagnostic => {
  const mark = example.includes(',') ? ',' : '.';
  return error('data-column', span, `the numbers of column "${column}" can be read in two ways: ${example}`, {
    expected: 'a decimal sign that the data tells',
    found: `${example}, which is ${example.replaceAll(mark, '')} or ${example.replace(',', '.')}`,
    fix: `write columns: {${quotedName(column)}: {thousands: "${mark}"}} or columns: {${quotedName(column)}: {decimal: "${mark}"}}`,
  });
};
/** Every number of a column has three digits behind a point. */
export const pointsNote = (column: string, example: string): string =>
  `all numbers of "${column}" have three digits behind a point: ${example} is read as a decimal; where it is ${example.replace('.', '')} write columns: {${quotedName(column)}: {thousands: "."}}`;
interface Doubt {
  readonly kind: 'number' | 'time';
  /** Cells that are such, and those that say something. */
  readonly count: number;
  readonly all: number;
  /** The different ones that are none. */
  readonly others: readonly string[];
  readonly places: readonly string[];
}
/** A column whose type was found, and might as well be another. */
export const columnDoubtful = (span: Span | null, column: string, type: string, doubt: Doubt): Diagnostic => {
  const { kind, count, all, others, places } = doubt;
  const of = (settings: string): string => `columns: {${quotedName(column)}: {${settings}}}`;
  const shown = some(others, 3, (text) => JSON.stringify(text)).join(', ');
  const marks = others.map((text) => JSON.stringify(text)).join(', ');
  const ways = [
    ...(kind === 'number' && others.length <= 3
      ? [
          `${of(`missing: [${marks}], fill: skip`)} where ${others.length === 1 ? 'that stands' : 'those stand'} for no value`,
        ]
      : []),
    kind === 'number'
      ? `${of('type: number')} to be told of each`
      : `time: ${quotedName(column)} where it orders the rows`,
    `${of(`type: ${type}`)} where it is ${type === 'text' ? 'text' : 'a category'}`,
  ];
  return error(
    'data-column',
    span,
    `${count} of ${all} cells of column ${JSON.stringify(column)} are ${kind}s, and the others are not: ${shown}`,
    {
      expected: `a column of ${kind}s, or a word on what it is`,
      found: `${plural(all - count, 'other cell')}: ${places.join(', ')}${all - count > places.length ? ', …' : ''}`,
      fix: `correct them, or write under data: ${ways.join('; ')}; with bad_rows: skip, rows that can't be read are left out`,
    },
  );
};
export const maskUnused = (span: Span | null, column: string): Diagnostic =>
  error('no-effect', span, `mask of column "${column}" has no effect: no feed takes "${column}.missing"`, {
    expected: `a feed with the column ${column}.missing`,
    found: 'none',
    fix: `name it: feeds: {NAME: {columns: [${quotedName(column)}, ${JSON.stringify(`${column}.missing`)}]}}, or remove mask`,
  });
export const maskNamesake = (span: Span | null, column: string): Diagnostic =>
  error(
    'data-column',
    span,
    `two columns are called "${column}.missing": the one of the data, and the one that mask makes of "${column}"`,
    {
      expected: 'each name once',
      found: `a column of the data, and mask: true at "${column}"`,
      fix: `remove mask: true from ${quotedName(column)} to use the column of the data, or rename that column in the data`,
    },
  );
export const scaleUnused = (span: Span | null, column: string, normalize: string, type: string): Diagnostic =>
  error('no-effect', span, `normalize of column "${column}" has no effect: the column is found to be of type ${type}`, {
    expected: 'a column of numbers',
    found: `normalize: ${normalize}`,
    fix: `remove normalize, or write columns: {${quotedName(column)}: {type: number}} if it holds numbers`,
  });
export const fillMisfit = (span: Span | null, column: string, type: string): Diagnostic =>
  error('data-column', span, `the rule under fill does not fit column "${column}": its type is ${type}`, {
    expected:
      type === 'number' || type === 'time' ? 'skip, forward, interpolate, mean or a number' : 'skip, forward or a text',
    found: type,
    fix:
      type === 'number' || type === 'time'
        ? 'write fill: {value: 0}'
        : 'write fill: {value: unknown}, fill: forward or fill: skip',
  });
/** @param known columns of text that feeds are made of. */
export const vocabularyShared = (
  span: Span | null,
  column: string,
  other: string,
  known: readonly string[],
  isCircle: boolean,
): Diagnostic =>
  error(
    'data-column',
    span,
    isCircle
      ? `column "${column}" shares the vocabulary of "${other}", which shares that of "${column}"`
      : `column "${column}" shares the vocabulary of "${other}", which no feed takes as text`,
    {
      expected: isCircle
        ? 'one column with a vocabulary of its own'
        : `one of ${list(known.filter((name) => name !== column))}`,
      found: `"${other}"`,
      fix: isCircle
        ? `remove share: ${other}`
        : (didYouMean(other, known) ?? 'name a column of text that is fed, or remove share'),
    },
  );
export const arrayUnused = (span: Span | null, column: string, path: string, used: readonly string[]): Diagnostic =>
  error('no-effect', span, `"${path}" has no effect: no feed takes "${column}"`, {
    expected: 'arrays that feeds are made of',
    found: `feeds of ${list(used)}`,
    fix:
      lengthsOf(column, used) ??
      `name it under feeds: {NAME: {columns: [${quotedName(column)}]}}, or remove it from source`,
  });
/** Numbers of steps are called as the array whose steps they count. */
function lengthsOf(column: string, used: readonly string[]): string | null {
  const counted = used.filter((name) => !name.endsWith('.lengths'));
  if (!/(?:^|[._])lengths?$/.test(column) || counted.length === 0) return null;
  return `call it as the array whose steps it counts: ${counted.map((name) => JSON.stringify(`${name}.lengths`)).join(' or ')}`;
}
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
/** A target of one number, for an output of several. */
export const oneForMany = (taken: number, column: string) =>
  detail(
    `its column "${column}" gives 1 number where the model says ${taken}`,
    plural(taken, 'number'),
    '1 number',
    `where its numbers stand for ${taken} classes, write columns: {${quotedName(column)}: {type: category}} under data; where it is one measure, give the output units: 1`,
  );
/** Weights per sample that are lists. */
export const weightsOfSteps = (count: ReturnType<typeof detail>, feed: string): typeof count => ({
  ...count,
  fix: `write step_weights: ${feed} in the loss for a weight per step; sample_weights takes one number per sample`,
});
export const tokensShape = () =>
  detail(
    'tokens are whole numbers, one per step',
    'int32 [batch, time]',
    'another shape',
    'declare the input as {shape: [batch, time], dtype: int32}',
  );
/** A cell that is one number, though it could be a list. */
export interface ReadAsOne {
  readonly column: string;
  readonly text: string;
  readonly number: number;
  readonly separator: '.' | ',' | ' ';
}
/** Every sample has one step. @param group what tells series apart; null: nothing does */
export const oneStep = (
  span: Span | null,
  feed: string,
  columns: readonly string[],
  group: string | null,
  read: ReadAsOne | null,
): Diagnostic =>
  error('data-sequence', span, `every sample of feed "${feed}" is one step: a row has one value of ${list(columns)}`, {
    expected: 'samples with several steps: rows of a series, windows of them, or lists in a row',
    found:
      read === null
        ? 'each row by itself'
        : `each row by itself: ${JSON.stringify(read.text)} in "${read.column}" was read as the number ${read.number}`,
    fix:
      (read === null || read.separator === '.'
        ? ''
        : `where such cells are lists write columns: {${quotedName(read.column)}: {list: "${read.separator}"}}; otherwise `) +
      `write data: {sequence: {by: ${group ?? 'COLUMN'}}} ${group === null ? '' : 'in place of group '}where all rows of one ${group ?? 'COLUMN'} are a sample, ` +
      'windows: {width: 10} for windows of rows, or sequence: false where one step is meant',
  });
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
/** @param columns of the feed */
export const windowShape = (
  size: number,
  steps: number,
  {
    part,
    role,
    name,
    columns,
  }: { readonly part: string; readonly role: 'input' | 'target'; readonly name: string; readonly columns: number },
) =>
  detail(
    `${plural(size, 'number')} can't hold ${plural(steps, 'step')} of the ${part}`,
    `a multiple of ${plural(steps, 'number')}`,
    plural(size, 'number'),
    part === 'horizon'
      ? role === 'target'
        ? 'make the output as large as the horizon, or change windows: {horizon: …}'
        : `write inputs: {${quotedName(name)}: {shape: [batch, ${columns * steps}]}}, or change windows: {horizon: …}`
      : role === 'target'
        ? `write part: horizon in feed "${name}", where it is what comes after the window; for a target at every step of the window give the output a time axis`
        : `write part: horizon in feed "${name}", where it is known of the steps after the window; otherwise name a time axis in its shape: [batch, time, ${columns}]`,
  );

/** Lines of the data report. */
/** @param count null: it is not known. */
export const toldTargetsNote = (count: number | null): string =>
  `${count === null ? 'targets' : plural(count, 'target')} behind values on the line to a later row left out of losses and metrics: such a value is made of a row that comes after it, which nobody has when it is to be predicted. With forward instead of interpolate they count`;
export const filledTarget = (span: Span | null, column: string, rule: string, feed: string): Diagnostic =>
  error(
    'data-column',
    span,
    `fill: ${rule} makes up values of the column "${column}", which the target "${feed}" takes`,
    {
      expected: 'targets that stand in the data',
      found: `fill: ${rule}`,
      fix: `leave such rows out, columns: {${quotedName(column)}: {fill: skip}}, or give the value that no value stands for, fill: {value: 0}`,
    },
  );
export const noTargetsNote = (columns: readonly string[]): string =>
  `what is filled of ${columns.map((column) => `"${column}"`).join(', ')} is fed, and is no target: losses and metrics leave it out`;
export const unseenNote = (columns: readonly string[], series: readonly string[]): string =>
  `${plural(series.length, 'series', 'series')} of which no row was trained on (${list(series.slice(0, 3))}${series.length > 3 ? ', …' : ''}): ${list(columns)} scaled by the rows that are given`;

/** Numbers alone do not say which series they are of, and what came before. */
export const rowsNeeded = (feed: string, column: string): Diagnostic =>
  error(
    'rows-needed',
    null,
    `"${feed}" can't be brought back into raw units without its rows: "${column}" is transformed, or scaled by series`,
    {
      expected: 'predict or forecast, which take the rows',
      found: 'numbers of the model alone',
      fix: 'use predict or forecast',
    },
  );

export const lengthsUnused = (span: Span | null, column: string): Diagnostic =>
  error('no-effect', span, `lengths of column "${column}" have no effect: no row of it is a sequence`, {
    expected: 'a column of lists that feeds [batch, time, …]',
    found: 'a column that does not',
    fix: 'remove lengths',
  });
/** Of files whose cells are no text. @param isText whether lists stand there as text all the same */
export const listUnused = (span: Span | null, column: string, format: string, isText: boolean): Diagnostic =>
  error(
    'no-effect',
    span,
    `list of column "${column}" has no effect: it cuts cells of CSV, and the format is ${format}`,
    {
      expected: 'a CSV file',
      found: format,
      fix: isText ? 'write lists as lists, [0.1, 0.2], and remove list' : 'remove list',
    },
  );

/** @param only the class that all rows of the training part have */
export const oneClassNote = (target: string, column: string, only: string): string =>
  `the target "${target}" has one class in the training part: "${column}" is ${JSON.stringify(only)} wherever it has a value, so there is nothing to tell apart`;
export const longestUnused = (span: Span | null, column: string, isStep: boolean): Diagnostic =>
  error('no-effect', span, `longest of column "${column}" has no effect: no row of it is a sequence`, {
    expected: 'a column of lists or texts that feeds [batch, time, …]',
    found: 'a column that does not',
    fix: isStep ? 'write it where rows are joined: sequence: {by: …, longest: …}' : 'remove longest',
  });
/** Sequences of one axis that are cut in different ways. @param rules as they are written, null where there is none. */
export const longestDiffers = (
  span: Span | null,
  axis: string,
  [one, other]: readonly [
    { readonly column: string; readonly rule: string | null },
    { readonly column: string; readonly rule: string | null },
  ],
): Diagnostic =>
  error('conflicting-keys', span, `"${one.column}" and "${other.column}" run along "${axis}" and are not cut alike`, {
    expected: 'the same longest and keep for all columns of one axis, so that their steps stay together',
    found: [one, other].map(({ column, rule }) => `${rule ?? 'no longest'} of "${column}"`).join(', '),
    fix: `write columns: {${[one, other].map(({ column }) => `${quotedName(column)}: {${one.rule ?? other.rule ?? ''}}`).join(', ')}}`,
  });
/** Every sequence has one value of it, and the model answers at each of its steps. */
export const sameAtStepsNote = (column: string, by: string): string =>
  `"${column}" is the same in all rows of each "${by}", and the model is to say it at every step: with the last step alone (LAYER.last as the input of what comes after) it says it once for each "${by}"`;
/** Every number of the file has the other decimal sign. */
export const decimalWrong = (span: Span | null, sign: '.' | ',', column: string, shown: string): Diagnostic =>
  error(
    'data-format',
    span,
    `decimal: "${sign}" is not the sign of this file: "${column}" has ${JSON.stringify(shown)}`,
    {
      expected: `numbers such as 1${sign}5`,
      found: JSON.stringify(shown),
      fix: `remove decimal, or write decimal: "${sign === '.' ? ',' : '.'}"`,
    },
  );
export const caseNote = (column: string, pairs: readonly (readonly string[])[]): string =>
  `values of "${column}" that differ only in their capitals: ${pairsOf(pairs)}`;
const pairsOf = (pairs: readonly (readonly string[])[]): string =>
  some(pairs, 3, (pair) => pair.map((value) => JSON.stringify(value)).join(' and ')).join('; ');
export const numberTwinsNote = (column: string, pairs: readonly (readonly string[])[]): string =>
  `values of "${column}" that are one number, written in several ways, and values of their own: ${pairsOf(pairs)}`;
/** Values of a column that nobody declares, which is taken as a category. */
export const numbersAsWordsNote = (column: string, values: readonly string[]): string =>
  `"${column}" is taken as a category: its values look like numbers, but are not written alike: ${some(values, 3, (value) => JSON.stringify(value)).join(', ')}; where it is a measure write all of them in one way, with columns: {${quotedName(column)}: {type: number}}`;
