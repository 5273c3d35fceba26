/** Texts about masks that compare what a column gives with a number. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error } from '../../../compiler/diagnostics/phrase.ts';
import { quotedName } from './wording.ts';

/** The mask of a layer and the number that it compares with; whether the mask names that number. */
interface Mark {
  readonly layer: string;
  readonly value: number;
  readonly span: Span;
  readonly isWritten: boolean;
}

const compares = ({ layer, value }: Mark, feed: string): string =>
  `the mask of layer "${layer}" compares "${feed}" with ${value}`;

export const markScaled = (mark: Mark, feed: string, column: string, normalize: string): Diagnostic =>
  error('mask', mark.span, `${compares(mark, feed)}, and column "${column}" is scaled before`, {
    expected: 'numbers as they are in the data',
    found: `normalize: ${normalize}`,
    fix: `write columns: {${quotedName(column)}: {normalize: none}}, or name a sequence of 0 and 1 as the mask`,
  });
export const markCategory = (mark: Mark, feed: string, column: string, place: number | null): Diagnostic =>
  error('mask', mark.span, `${compares(mark, feed)}, and column "${column}" is a category`, {
    expected: 'a column of numbers',
    found:
      place === null
        ? `a 1 at the place of ${mark.value} among the values`
        : `${place}, the place of ${mark.value} among the values`,
    fix:
      place === null || !mark.isWritten
        ? `write columns: {${quotedName(column)}: {type: number, normalize: none}}, or name a sequence of 0 and 1 as the mask`
        : `write value: ${place}, or columns: {${quotedName(column)}: {type: number, normalize: none}}`,
  });
export const markMissing = (mark: Mark, feed: string, column: string): Diagnostic =>
  error('mask', mark.span, `${compares(mark, feed)}, which stands for no value in column "${column}"`, {
    expected: 'a number that reaches the model',
    found: `${mark.value} under missing`,
    fix: `take ${mark.value} from missing, or write mask: true at the column and mask: {input: NAME, value: 1} with a feed of "${column}.missing"`,
  });
