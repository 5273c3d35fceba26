/** Texts about rows that can't be read. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, plural } from '../../../compiler/diagnostics/phrase.ts';
import { some } from './wording.ts';

/** A row that can't be read; the code frame shows it where its text is at hand. */
export const badRow = (span: Span | null, place: string, reason: string, fix: string): Diagnostic =>
  error('bad-row', span, `${place}: ${reason}`, { found: reason, fix });
/** Rows that have one thing wrong. @param lines `lines 14 ("n.a."), 20, 33`. */
export const badRows = (
  span: Span | null,
  path: string,
  count: number,
  { reason, lines, fix }: { readonly reason: string; readonly lines: string; readonly fix: string },
): Diagnostic => error('bad-row', span, `${path}: ${badRowsReason(count, reason, lines)}`, { found: reason, fix });
export const badRowsReason = (count: number, reason: string, lines: string): string =>
  `${count} rows: ${reason}: ${lines}`;
export const moreBadRows = (mistake: Diagnostic, count: number, canSkip: boolean): Diagnostic => {
  const skip = canSkip ? `; bad_rows: skip leaves ${count === 1 ? 'it' : 'them'} out` : '';
  return {
    ...mistake,
    notes: [...mistake.notes, { message: `${plural(count, 'bad row')} in all${skip}`, span: null }],
  };
};
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
    expected: 'float32, float64, int32, int64, uint8 or bool in C order, little-endian',
    found: reason,
    fix: 'save it with numpy.save(path, numpy.ascontiguousarray(a, dtype="float32"))',
  });
export const npyRows = (path: string, rows: number, other: string, expected: number): Diagnostic =>
  error('data-format', null, `"${path}" has ${plural(rows, 'row')} and "${other}" has ${expected}`, {
    expected: 'arrays with one first axis',
    found: `${rows} and ${expected}`,
    fix: 'save arrays of the same number of samples',
  });
export const headerUnclear = (span: Span, path: string, fields: readonly string[]): Diagnostic =>
  error('data-header', span, `"${path}": the first row may be the names of the columns, or values`, {
    expected: 'names without numbers, or a word on what it is',
    found: some(fields, 5, (field) => field.trim()).join(', '),
    fix: 'write data: {header: true} where they are names, or header: false where they are values',
  });
export const columnRepeated = (span: Span, path: string, column: string): Diagnostic =>
  error('data-column', span, `"${path}" has two columns "${column}"`, {
    expected: 'columns of different names',
    found: `"${column}" twice`,
    fix: 'rename one of them, or name another column; with header: false, where the first row is data, columns are c1, c2, …',
  });
/** @param column null: sequences of rows were cut. @param isMarked whether marks stand at the start and the end of its texts */
export const cutNote = (
  column: string | null,
  count: number,
  { steps, keep }: { readonly steps: number; readonly keep?: 'end' },
  isMarked = false,
): string =>
  `${column === null ? plural(count, 'sequence') : `${count} of "${column}"`} longer than ${plural(steps, 'step')} cut: the ${keep === 'end' ? 'end' : 'start'} is kept${isMarked ? `, without the mark of the ${keep === 'end' ? 'start' : 'end'}` : ''}`;
/** Samples whose target has no value. */
export const lackNote = (
  column: string,
  isClass: boolean,
  { lacking, all, of }: { readonly lacking: number; readonly all: number; readonly of: 'sample' | 'sequence' },
): string =>
  `${lacking} of ${plural(all, of)} ${lacking === 1 ? 'has' : 'have'} no ${isClass ? `class in ${JSON.stringify(column)}` : JSON.stringify(column)}: left out of losses and figures`;
/** @param column null: of a model of text. */
export const emptyNote = (column: string | null, count: number): string => {
  const [text, are] = count === 1 ? ['text', 'is'] : ['texts', 'are'];
  return `${count} ${text}${column === null ? '' : ` of ${JSON.stringify(column)}`} ${are} empty: the model has nothing to read there`;
};
