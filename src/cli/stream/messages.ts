/** Texts about streams of steps. One function per mistake. */
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, list, plural, quote } from '../../../compiler/diagnostics/phrase.ts';

/** A mistake in a line of a stream. */
export const inLine = (file: string, line: number, mistake: Diagnostic): Diagnostic => ({
  ...mistake,
  message: `${file}:${line}: ${mistake.message}`,
});
/** What stands in the place of a result, for programs that read it. */
export const inShort = (line: number, mistakes: readonly Diagnostic[]): string =>
  `line ${line}: ${mistakes.map(({ message }) => message).join('; ')}`;
/** A notice at the end. */
export const brokenLines = (broken: number, first: number, steps: number): string =>
  `${plural(broken, 'line')} ${broken === 1 ? 'was' : 'were'} broken and left the state as it was, the first of them line ${first}; ${plural(steps, 'step')} ${steps === 1 ? 'was' : 'were'} taken`;

export const lineTooLong = (limit: number): Diagnostic =>
  error('stream-line', null, 'the line is too long to be a step', {
    expected: `at most ${limit} bytes`,
    found: 'more',
    fix: 'write one step on each line',
  });
export const lineNotUtf8 = (): Diagnostic =>
  error('stream-line', null, 'the line is not UTF-8 text', {
    expected: 'text in UTF-8',
    found: 'other bytes',
    fix: 'write the stream as UTF-8',
  });
export const notJson = (problem: string, offset: number): Diagnostic =>
  error('stream-line', null, `the line is no JSON: ${problem}, at character ${offset + 1}`, {
    expected: 'one JSON object on a line of its own',
    fix: 'correct the line; a whole step stands on one line',
  });
export const notAStep = (found: string, example: string): Diagnostic =>
  error('stream-line', null, `a step can't be ${found}`, {
    expected: example,
    found,
    fix: `write a step as ${example}`,
  });
export const quotes = (problem: string): Diagnostic =>
  error('csv-quotes', null, `the quotes of this row do not fit: ${problem}`, {
    expected: 'a row on one line',
    fix: 'close the quote on the same line, and write a quote inside a field as ""',
  });
export const fieldCount = (expected: number, found: number): Diagnostic =>
  error('csv-columns', null, `this row has ${plural(found, 'field')} where ${expected} are needed`, {
    expected: plural(expected, 'field'),
    found: plural(found, 'field'),
    fix: 'write as many fields as the first line has',
  });
/** @param where `"x"`, `x[2]` */
export const misshapen = (where: string, expected: string, found: string, example: string): Diagnostic =>
  error('input-size', null, `${where} must be ${expected}`, { expected, found, fix: `write a step as ${example}` });
/** @param limit series that may be under way at a time */
export const tooManySeries = (key: string, limit: number): Diagnostic =>
  error('session-rows', null, `the row is of ${quote(key)}, and ${limit} other series are under way`, {
    expected: `at most ${limit} series, for each of which a state is kept`,
    found: 'another one',
    fix: 'write a line without anything where all series are at their end, or run several streams, with some of the series each',
  });
/** Of rows of several series, one that does not say of which. @param column with the series */
export const seriesUnnamed = (column: string): Diagnostic =>
  error('session-rows', null, `the row does not say of which series it is: it has no column ${quote(column)}`, {
    expected: `${quote(column)}, as in the rows before, which are of several series`,
    found: 'none',
    fix: `write ${quote(column)} in every row`,
  });
/** @param column with the series */
export const aheadOfOther = (column: string, before: string, key: string): Diagnostic =>
  error(
    'session-rows',
    null,
    `the row is of ${quote(column)} ${quote(key)}, and those before it are of ${quote(before)}`,
    {
      expected: 'rows of one series, of which some are waited for before something is said',
      found: quote(key),
      fix: 'with --lookahead one series comes after another: write a line without anything before the first row of the next',
    },
  );
export const csvOfOutputs = (names: readonly string[]): Diagnostic =>
  error('csv-output', null, 'what the model says of a step is of no fixed size, which CSV can not have', {
    expected: 'outputs of the same size at every step',
    found: list(names),
    fix: 'add --json',
  });
/** @param columns those that the model reads */
export const columnsUnnamed = (columns: readonly string[], found: readonly string[]): Diagnostic => {
  const missing = columns.filter((name) => !found.includes(name));
  return error('csv-header', null, 'the first line of CSV must name the columns that the model reads', {
    expected: `the columns ${list(columns)}`,
    found: `${list(found)}, without ${list(missing)}`,
    fix: `begin with a line such as ${columns.join(',')}, or write steps as JSON`,
  });
};
export const textsAreJson = (example: string): Diagnostic =>
  error('stream-line', null, 'the steps of a model of text are JSON', {
    expected: example,
    found: 'CSV',
    fix: `write each text as a JSON string, such as ${example}`,
  });
/** Usage. */
export const streamOfArrays = (): string =>
  '--stream takes lines and writes lines, no arrays: leave --out and .npy files out';
/** @param how `, over "time"` */
export const runsByStep = (file: string, how: string): string =>
  `${file}: runs step by step${how}; delay 0: what it says of a step follows from the steps up to it`;
/** Usage. */
export const needsStream = (options: readonly string[]): string =>
  `${options.join(', ')} ${options.length === 1 ? 'is' : 'are'} about a stream of steps: add --stream`;
/** Usage. */
export const aheadWithoutStart = (): string =>
  '--lookahead starts from the start values of the model: leave --start out';
export const needsNoLookahead = (): Diagnostic =>
  error('lookahead-useless', null, 'the model reads nothing ahead: it runs step by step without delay', {
    expected: 'a model with a layer that reads backward too',
    found: 'one whose steps follow from those before',
    fix: 'leave --lookahead out',
  });
export const aheadIsPrepared = (): Diagnostic =>
  error(
    'raw-rows',
    null,
    'rows of the data can not be looked at ahead: what they mean follows from the rows before, or from their series',
    {
      expected: 'columns that are no differences, have one scale for all series and do not hold what the model says',
      found: 'others',
      fix: 'add --prepared and give the numbers that the model computes with; rnnc predict takes whole series',
    },
  );
/** @param input that a line gives other than one step of */
export const oneStepEach = (input: string): Diagnostic =>
  error('stream-line', null, `a line must be one step, and gives the input "${input}" none or several`, {
    expected: 'one word, or one number, for each step',
    found: 'none or several',
    fix: 'write each step on a line of its own',
  });
export const aheadOfNestedSteps = (axis: string): Diagnostic =>
  error(
    'input-given',
    null,
    'a stream that looks ahead takes steps of one size, and the steps of this model hold sequences',
    {
      expected: 'inputs [batch, time, …] with one axis of time',
      found: `sequences at every step of "${axis}"`,
      fix: 'run whole sequences, with rnnc run',
    },
  );
export const aheadOfSteps = (inputs: readonly string[], axis: string): Diagnostic =>
  error('input-given', null, 'a stream that looks ahead takes steps alone, and the model has inputs without them', {
    expected: `inputs over "${axis}"`,
    found: list(inputs),
    fix: 'run whole sequences, with rnnc run',
  });
