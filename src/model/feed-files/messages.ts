/** Texts about files of feeds; each takes the place in the file. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, plural } from '../../../compiler/diagnostics/phrase.ts';

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
  error('csv-input', null, 'CSV feeds a model with one input of numbers per step', {
    expected: 'one input such as x: float32[batch, time, 3], or tokens: int32[batch, time]',
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
export const csvNotANumber = (span: Span | null, found: string): Diagnostic => {
  const decimalComma = /^[+-]?\d+,\d+$/.test(found.trim());
  return error('input-not-a-number', span, `${JSON.stringify(found)} is not a number`, {
    expected: 'a number such as -1.5 or 2e-3',
    found: JSON.stringify(found),
    fix: decimalComma
      ? `write ${found.trim().replace(',', '.')}`
      : 'write a number, or leave the field empty and use --nan allow',
  });
};
/** @param found what stands for a missing number; empty where nothing does */
export const csvEmpty = (span: Span | null, found: string): Diagnostic =>
  error('input-nan', span, found === '' ? 'this field is empty' : `this field is ${found}`, {
    expected: 'a number',
    found: found === '' ? 'nothing' : found,
    fix: 'fill the gap, or read such fields as NaN with --nan allow',
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
