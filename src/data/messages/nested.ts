/** Texts about feeds with several axes of time: sequences of sequences. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error } from '../../../compiler/diagnostics/phrase.ts';
import { quotedName } from './wording.ts';

export const nestedWindows = (span: Span | null, feed: string, dims: string): Diagnostic =>
  error('data-feeds', span, `"${feed}" ${dims} takes sequences of sequences, which windows do not cut`, {
    expected: 'samples that are rows, or whole series of rows',
    found: 'windows',
    fix: 'write sequence: {by: COLUMN} in place of windows, where COLUMN tells which rows are the steps of one sample',
  });

/** A target that an input reads a step later. */
export const nestedPrevious = (span: Span | null, feed: string, dims: string): Diagnostic =>
  error('data-feeds', span, `"${feed}" ${dims} can't read a step later: it takes sequences of sequences`, {
    expected: 'part: previous at a feed with one axis of time',
    found: dims,
    fix: 'remove part: previous',
  });

/** `word.characters` where the column has no words. */
export const lettersOfOther = (span: Span, feed: string, name: string, column: string, type: string): Diagnostic =>
  error(
    'data-feeds',
    span,
    `"${name}" of feed "${feed}": the column "${column}" is of type ${type} and has no letters`,
    {
      expected: 'a column of text, or of categories',
      found: `one of type ${type}`,
      fix: `where its values are words, write columns: {${quotedName(column)}: {type: text}}`,
    },
  );

/** Letters of a word that is one step, for a feed without an axis for them. */
export const lettersFlat = (
  span: Span | null,
  feed: string,
  name: string,
  { dims, axis, isTarget }: { readonly dims: string; readonly axis: string | null; readonly isTarget: boolean },
): Diagnostic => {
  const shape = `[batch, ${axis ?? 'words'}, letters]`;
  return error('data-feeds', span, `feed "${feed}" ${dims}: "${name}" has several letters at each step`, {
    expected: `an axis of time for them, such as int32${shape}`,
    found: dims,
    fix: isTarget ? 'name another column' : `declare the input as {shape: ${shape}, dtype: int32}`,
  });
};

/** A vocabulary of letters that is said to be one of words. */
export const lettersOfWords = (span: Span, name: string, of: string, found: string): Diagnostic =>
  error('data-feeds', span, `the vocabulary of "${name}" is one of ${found}, and the column has ${of}`, {
    expected: `of: ${of}, or nothing`,
    found: `of: ${found}`,
    fix: `remove of${found === 'words' ? '' : `, or name the column ${name.replace(/\.\w+$/, `.${found}`)} under feeds`}`,
  });
