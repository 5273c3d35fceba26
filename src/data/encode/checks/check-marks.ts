import { type Diagnostic, RnncError } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { FeedMark, FeedShape } from '../../dataset/dataset.ts';
import type { Preprocessing } from '../../dataset/preprocessing.ts';
import * as say from '../../messages/marks.ts';
import type { PlannedFeed } from '../plan-feeds.ts';

/**
 * A mask compares a feed with a number of the data. Where the column gives the model other numbers than the data has, no step or a wrong one would match.
 * @throws RnncError for every mask and column of which that is so
 */
export function checkMarks(
  feeds: readonly PlannedFeed[],
  inputs: readonly FeedShape[],
  { columns, cells = {} }: Preprocessing,
): void {
  const marked = new Map(inputs.map(({ name, marks = [] }) => [name, marks]));
  const mistakes = feeds.flatMap((feed) =>
    (marked.get(feed.name) ?? []).flatMap((mark) =>
      feed.columns.flatMap((name): readonly Diagnostic[] => {
        const recipe = Object.hasOwn(columns, name) ? columns[name] : undefined;
        const { missing = [], fill } = (Object.hasOwn(cells, name) ? cells[name] : undefined) ?? {};
        const isFilled = typeof fill === 'object' && fill.value.every((value) => Number(value) === mark.value);
        if (mark.isWritten && !isFilled && missing.some((marker) => isNumber(marker, mark.value)))
          return [say.markMissing(mark, feed.name, name)];
        return recipe === undefined ? [] : changed(recipe, mark, feed, name);
      }),
    ),
  );
  if (mistakes.length > 0) throw new RnncError(mistakes);
}

function changed(
  recipe: Preprocessing['columns'][string],
  mark: FeedMark,
  { name: feed, dtype }: Pick<FeedShape, 'name' | 'dtype'>,
  column: string,
): readonly Diagnostic[] {
  switch (recipe.type) {
    case 'number':
    case 'time': {
      const isScaled =
        (recipe.transform ?? recipe.series) !== undefined ||
        recipe.offset.some((offset) => offset !== 0) ||
        recipe.scale.some((scale) => scale !== 1);
      return isScaled ? [say.markScaled(mark, feed, column, recipe.normalize)] : [];
    }
    case 'category': {
      // numbers that are categories are fed as their places in the list
      const place = recipe.values.findIndex((value) => isNumber(value, mark.value));
      return place >= 0 && (place !== mark.value || dtype === 'float32')
        ? [say.markCategory(mark, feed, column, dtype === 'int32' ? place : null)]
        : [];
    }
    case 'text':
    case 'tree':
      return [];
  }
}

const isNumber = (written: string | number, value: number): boolean =>
  typeof written === 'number' ? written === value : written.trim() !== '' && Number(written) === value;
