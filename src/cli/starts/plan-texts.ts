import type { FoundColumn, FoundTable } from './look-at-file.ts';
import type { FoundTags } from './look-at-texts.ts';
import { WIDEST } from './plan-model.ts';

/** What a model is to be that says texts. */
export type TextPlan = {
  /** The column of text that is said. */
  readonly target: FoundColumn;
  /** Whether it was named by the user. */
  readonly isGiven: boolean;
  /** Columns that the model does not see. */
  readonly left: readonly string[];
} & (
  | { readonly kind: 'text' }
  /** A text is said to a text. */
  | { readonly kind: 'answer'; readonly source: FoundColumn }
  /** A word is said to each word of a text. */
  | { readonly kind: 'tags'; readonly source: FoundColumn; readonly tags: FoundTags }
);

/**
 * Which texts a model of the table says; null: it has no text that is to be said, but numbers or categories.
 * @param named the target; null: texts are said where nothing else can be
 */
export function planTexts({ columns, time, sequences, tags }: FoundTable, named: string | null): TextPlan | null {
  if (sequences !== null) return null;
  const seen = columns.filter(({ name, numbersRows }) => !numbersRows && time?.columns.includes(name) !== true);
  // many different categories are texts where no column says more
  const isAlone = time === null && !seen.some(isPlain);
  const isTags = ({ name }: FoundColumn): boolean => tags.some((pair) => pair.tags === name);
  const isTagged = ({ name }: FoundColumn): boolean => tags.some((pair) => pair.words === name);
  const isText = (column: FoundColumn): boolean =>
    !column.isList && (column.type === 'text' || (column.type === 'category' && isAlone && !isFew(column)));
  const target =
    named === null
      ? seen.every((column) => isText(column) || isTags(column) || isTagged(column) || column.type === 'time')
        ? (seen.findLast(isTags) ?? seen.findLast(isText))
        : seen.findLast((column) => column.type === 'number' || column.type === 'category')
      : columns.find(({ name }) => name === named);
  if (target === undefined) return null;
  const planned = (sources: readonly string[]) => ({
    target,
    isGiven: named !== null,
    left: columns.map(({ name }) => name).filter((name) => name !== target.name && !sources.includes(name)),
  });
  const pair = tags.find((found) => found.tags === target.name);
  const words = columns.find(({ name }) => name === pair?.words);
  if (pair !== undefined && words !== undefined)
    return { ...planned([words.name]), kind: 'tags', source: words, tags: pair };
  if (!isText(target)) return null;
  const others = seen.filter((column) => column !== target && (isText(column) || isTags(column)));
  const source = others.find(({ type }) => type === 'text') ?? others[0];
  return source === undefined
    ? { ...planned([]), kind: 'text' }
    : { ...planned([source.name]), kind: 'answer', source };
}

const isFew = ({ values }: FoundColumn): boolean => values !== null && values.length <= WIDEST;
/** Whether it is something else than a text. */
const isPlain = (column: FoundColumn): boolean =>
  column.type === 'number' || (column.type === 'category' && isFew(column));
