/** Texts about the training, validation and test part. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, plural } from '../../../compiler/diagnostics/phrase.ts';

export const nothingLeft = (span: Span | null, skipped: number): Diagnostic =>
  error('data-empty', span, 'the data has no rows', {
    expected: 'rows to train on',
    found: skipped === 0 ? 'none' : `none but ${plural(skipped, 'bad row')}`,
    fix: skipped === 0 ? 'check the file' : 'write bad_rows: stop to see what is wrong with them',
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
/** @param example a time as the column writes it; null: it is one of numbers */
export const borderType = (span: Span | null, column: string, found: string, example: string | null): Diagnostic =>
  error('data-split', span, `the border ${found} is not of the kind of column "${column}"`, {
    expected: example === null ? 'a number' : `a time as the column has them, such as ${example}`,
    found,
    fix:
      example === null
        ? 'write a number, as at: [100], or name a column of times'
        : `write it as ${example}, the first of January 2020`,
  });
export const borderUnclear = (span: Span | null, found: string): Diagnostic =>
  error('data-split', span, `in the border ${found}, day and month can't be told apart`, {
    expected: 'a date that can be read in one way alone',
    found: 'one that can be read both ways',
    fix: 'write it as 2020-01-31, with the year first',
  });
/** @param borders what to do where the split names borders. */
export const partEmpty = (span: Span | null, part: string, rows: number, borders: string | null): Diagnostic =>
  error('data-empty', span, `the ${part} part has ${plural(rows, 'row')} and no sample`, {
    expected: 'at least one row',
    found: plural(rows, 'row'),
    fix: borders ?? 'use more data or another split',
  });
/** @param to null: the part ends with the data. @param isBehind no row is as late as `from`. */
export const moveBorders = (part: string, from: string | null, to: string | null, isBehind: boolean): string => {
  if (from === null) return `choose a later border: what lies below ${to === null ? 'it' : to} trains`;
  if (to === null) return `choose an earlier border: rows from ${from} on are the ${part} part`;
  return `choose ${isBehind ? 'earlier borders' : 'an earlier first border or a later second one'}: rows from ${from} to below ${to} are the ${part} part`;
};

/** What windows of a part need and have: rows that follow each other in a series. */
export interface WindowNeed {
  /** From the first step of the input to the last target. */
  readonly rows: number;
  /** How many of them, the first ones, may be of earlier parts. */
  readonly past: number;
  /** The most that there are of the part itself. */
  readonly own: number;
  /** The widest window that there is room for; 0: none. */
  readonly width: number;
  /** The other keys of windows, as they are to stay: `horizon: 7`. */
  readonly keys: readonly string[];
  /** A split, as it is written, that gives this part and the training a window; null: none does. */
  readonly split: string | null;
  /** What to do about the borders that the split names; null: it names none. */
  readonly borders: string | null;
}
export const noWindow = (span: Span | null, part: string, rows: number, need: WindowNeed): Diagnostic => {
  const fixes = [
    ...(need.split === null ? [] : [`split: ${need.split}`]),
    ...(need.width > 0 ? [`windows: {${[`width: ${need.width}`, ...need.keys].join(', ')}}`] : []),
  ];
  const own = need.rows - need.past;
  const others = fixes.length === 0 ? 'use more data, or a shorter width and horizon' : `write ${fixes.join(' or ')}`;
  return error('data-empty', span, `the ${part} part has ${plural(rows, 'row')} and no window`, {
    expected: `${plural(need.rows, 'row')} of a series that follow each other, for one window and its horizon${
      need.past === 0 || part === 'train' ? '' : `; the last ${own} of them in this part`
    }`,
    found: `at most ${need.own} in this part`,
    fix:
      need.borders === null
        ? `${others}${fixes.length === 0 ? '' : ', or use more data'}`
        : `${need.borders}${rows === 0 ? '' : `; or ${others}`}`,
  });
};
export const oneSampleNote = (part: string): string => `the ${part} part has 1 sample, which tells little`;
export const textTooShort = (part: string, tokens: number, batch: number, steps: number): Diagnostic =>
  error(
    'data-empty',
    null,
    `the ${part} text has ${plural(tokens, 'token')}, too few for ${batch} streams of ${steps} steps`,
    {
      expected: `at least ${batch * (steps + 1)} tokens`,
      found: plural(tokens, 'token'),
      fix: `use a smaller batch, fewer steps (windows: {width: …}) or a longer text${part === 'train' ? '' : ', or give this part a larger share under split'}`,
    },
  );
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
