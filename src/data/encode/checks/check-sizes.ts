import { type Diagnostic, RnncError, type Span } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { FeedShape, FeedSize } from '../../dataset/dataset.ts';
import type { Preprocessing, Vocabulary } from '../../dataset/preprocessing.ts';
import * as say from '../../messages/sizes.ts';
import type { NumberRange } from '../fit.ts';
import type { PlannedFeed } from '../plan-feeds.ts';
import { vocabularySize } from '../vocabulary.ts';
import { mayBeNone } from './find-unfit.ts';

/**
 * Compares how many classes, values and tokens there are with how many the model tells apart.
 * @param skips whether bad rows are left out
 * @param rangeOf of a column of numbers, as the training part has them; null: not known
 * @throws RnncError with one mistake for every feed that does not fit
 */
export function checkSizes(
  feeds: readonly PlannedFeed[],
  shapes: readonly FeedShape[],
  { columns }: Preprocessing,
  skips: boolean,
  rangeOf: (column: string) => NumberRange | null,
): void {
  const mistakes = feeds.flatMap((feed): readonly Diagnostic[] => {
    const shape = shapes.find(({ name }) => name === feed.name);
    const [column, ...more] = feed.columns;
    if (shape?.size === undefined || column === undefined || more.length > 0) return [];
    const { size } = shape;
    const recipe = Object.hasOwn(columns, column) ? columns[column] : undefined;
    switch (recipe?.type) {
      case 'category': {
        const found = recipe.values.length;
        return found <= size.count ? [] : [say.tooFew(feed.span, size, `the column "${column}"`, shape.role, found)];
      }
      case 'text':
        return tooFewTokens(recipe.vocabulary, size, { column, role: shape.role }, feed.span);
      case 'number': {
        const range = shape.dtype === 'int32' ? rangeOf(column) : null;
        const least = mayBeNone(shape) ? -1 : 0;
        if (range === null) return [];
        const shifted = range.least >= 1 && range.greatest >= size.count && range.greatest - range.least < size.count;
        // a few odd numbers are told with their rows, or left out with them
        if (!shifted && (skips || range.least < least || range.greatest < size.count)) return [];
        return [say.outside(feed.span, size, column, shape.role, range, least < 0)];
      }
      case 'time':
      case 'tree':
      case undefined:
        return [];
      default:
        return recipe satisfies never;
    }
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
}

/** The same for a text: the vocabulary that its inputs and targets share. @throws RnncError */
export function checkTokens(
  feeds: readonly { readonly name: string }[],
  shapes: readonly FeedShape[],
  vocabulary: Vocabulary,
  span: Span,
): void {
  const mistakes = feeds.flatMap(({ name }) => {
    const shape = shapes.find((other) => other.name === name);
    return shape?.size === undefined
      ? []
      : tooFewTokens(vocabulary, shape.size, { column: null, role: shape.role }, span);
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
}

function tooFewTokens(
  vocabulary: Vocabulary,
  size: FeedSize,
  what: { readonly column: string | null; readonly role: FeedShape['role'] },
  span: Span | null,
): readonly Diagnostic[] {
  const found = vocabularySize(vocabulary);
  return found <= size.count ? [] : [say.tooFewTokens(span, size, what, found, vocabulary.of === 'bytes')];
}
