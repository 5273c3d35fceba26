/** Texts about values that do not fit what a training learned of its data. One function per mistake. */
import type { GapRule } from '../../../compiler/1-read/spec/data-spec.ts';
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, error, list, plural } from '../../../compiler/diagnostics/phrase.ts';
import { closest } from '../../../compiler/diagnostics/suggest.ts';
import { gapFix } from './times.ts';
import { quotedName, some } from './wording.ts';

/** How a model is trained for which such a value is no mistake. */
const trainedFor = (column: string): string => `or train with columns: {${quotedName(column)}: {unknown: true}}`;
export const valueUnknown = (where: string, column: string, value: string, known: readonly string[]): Diagnostic =>
  error('unknown-category', null, `${where}: "${value}" is not among the values that the model was trained with`, {
    expected: `one of ${list(known)}`,
    found: `"${value}"`,
    fix: `${didYouMean(value, known) ?? 'use a value of the training data'}, ${trainedFor(column)}`,
  });
/** @param values as they are shown. */
export const valuesUnknown = (
  message: string,
  column: string,
  values: readonly string[],
  known: readonly string[],
): Diagnostic =>
  error('unknown-category', null, message, {
    expected: `one of ${list(known)}`,
    found: values.join(', '),
    fix: `use values of the training data, ${trainedFor(column)}`,
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
/** Several rows at once. */
export const rowsValue = (message: string, fix: string): Diagnostic => error('bad-row', null, message, { fix });
/**
 * @param where the row, or how many rows there are, and `lacks` or `lack`.
 * @param known the columns of the training: one that the row has is no slip for another.
 * @param rows places of several rows; null: there is one.
 */
export const rowLacks = (
  where: string,
  column: string,
  found: readonly string[],
  known: { readonly [column: string]: unknown },
  rows: string | null = null,
): Diagnostic => {
  const odd = found.filter((name) => !Object.hasOwn(known, name));
  const [near] = closest(column, odd);
  const message = `${where} the column "${column}", which the model was trained with${rows === null ? '' : `: ${rows}`}`;
  return error('unknown-column', null, message, {
    expected: `"${column}"`,
    found: list(found),
    fix: near === undefined ? `add "${column}"` : `write "${column}" instead of "${near}"`,
  });
};
/** @param gaps the rule of the training for them, where it has more rows, from which gaps in time part these. */
export const rowsTooFew = (where: string, rows: number, width: number, gaps: GapRule | null): Diagnostic =>
  error(
    'data-empty',
    null,
    `${where} has ${plural(rows, 'row')}${gaps === null ? '' : ' without a gap in time'}, the model sees ${plural(width, 'step')}`,
    {
      expected: `at least ${plural(width, 'row')}`,
      found: plural(rows, 'row'),
      fix: gaps === null ? 'give more rows' : gapFix(gaps),
    },
  );
export const kindMismatch = (expected: string, found: string): Diagnostic =>
  error('data-kind', null, `the model was trained on ${expected} and is given ${found}`, {
    expected,
    found,
    fix: `give ${expected}`,
  });
export const textGiven = (expected: string, columns: readonly string[]): Diagnostic =>
  error('data-kind', null, `the model was trained on ${expected} and is given text`, {
    expected: columns.length === 0 ? expected : `rows with ${list(columns)}`,
    found: 'text',
    fix: 'give rows: --data FILE or --rows JSON, or a list of objects',
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

/** How many items an answer lists. */
const LISTED = 5;
/** A line of the report. @param column null: the text as a whole */
export const unknownsNote = (column: string | null, count: number, items: readonly string[]): string => {
  const shown = items.slice(0, LISTED).map((item) => JSON.stringify(item));
  const all = items.length > LISTED ? [...shown, '…'] : shown;
  const where = column === null ? 'the text' : `"${column}"`;
  return `${where} has ${count} times what the training does not know, taken as unknown: ${all.join(', ')}`;
};
export const allRare = (
  span: Span | null,
  column: string,
  below: number,
  counts: ReadonlyMap<string, number>,
): Diagnostic => {
  const most = Math.max(0, ...counts.values());
  return error(
    'data-column',
    span,
    `no value of the category "${column}" stands in ${below} rows of the training part`,
    {
      expected: `a value that at least ${plural(below, 'row')} have`,
      found: `${plural(counts.size, 'value')}, the most frequent in ${plural(most, 'row')}`,
      fix:
        most < 2
          ? 'give it type: ignore: a value that stands once teaches nothing'
          : `write unknown: {below: ${most}}, or less`,
    },
  );
};
export const unknownTarget = (span: Span | null, column: string, feed: string): Diagnostic =>
  error(
    'data-column',
    span,
    `unknown of column "${column}": the target "${feed}" takes it, and an unknown value is no answer`,
    {
      expected: 'unknown at columns that inputs alone take',
      found: `the target "${feed}"`,
      fix: 'remove unknown; values that stand in validation and test alone can be listed under values',
    },
  );
export const unknownUnused = (span: Span | null, column: string, type: string): Diagnostic =>
  error('no-effect', span, `unknown of column "${column}" has no effect: it is of type ${type}`, {
    expected: 'a category',
    found: type,
    fix: type === 'text' ? 'write it under vocabulary: {unknown: <unk>}' : 'remove unknown',
  });
/** What has the number of unknown values. */
export const unknownNote = (
  column: string,
  { number, values, rows }: { readonly number: number; readonly values: number; readonly rows: number },
  below: number,
): string =>
  rows === 0
    ? `"${column}": values that training did not have are number ${number} (<unk>), which no row trains: what the model makes of it is chance; columns: {${quotedName(column)}: {unknown: {below: 2}}} gives it, in training too, those that stand once`
    : `"${column}": ${plural(values, 'value')}${below > 1 ? ` that fewer than ${below} rows have` : ''} (${plural(rows, 'row')} of the training part) and all that training did not have are number ${number} (<unk>)`;
export const emptyTextsNote = (column: string, rows: number): string =>
  `"${column}" has no token in ${plural(rows, 'row')} of the training part: there the model reads nothing`;
/** Shares of unknown tokens that are told. */
const MANY_UNKNOWN = 0.1;
/** @param what such as `"text"`; null where so few tokens are unknown that it goes without saying. */
export const lackingTokensNote = (
  what: string,
  tokens: {
    readonly different: number;
    readonly differentLacking: number;
    readonly all: number;
    readonly lacking: number;
  },
): string | null =>
  tokens.lacking < MANY_UNKNOWN * tokens.all || tokens.lacking === 0
    ? null
    : `${what}: ${tokens.differentLacking} of ${plural(tokens.different, 'different token')} of the training part, which make up ${Math.round((100 * tokens.lacking) / tokens.all)} % of it, are not in the vocabulary and are read as one unknown token; vocabulary: {size: …, min_count: …} says how many are kept`;
/** Sequences of which no row is left. */
export const emptiedSequencesNote = (names: readonly string[], all: number): string =>
  `${names.length} of ${plural(all, 'sequence')} left out: of ${some(names, 5, (name) => JSON.stringify(name)).join(', ')} every row is left out`;
