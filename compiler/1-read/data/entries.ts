import type { Located } from '../spec/located.ts';
import { isText, type Tree, textOf } from '../yaml/tree.ts';

/** A range of whole numbers, with the words for it. */
export const wholeNumbers = (min: number, max: number) => ({
  integer: true,
  min,
  max,
  words: `a whole number from ${min} to ${max}`,
});

/** A text with its place; null where something else stands there. */
export const locatedText = (tree: Tree | undefined): Located<string> | null =>
  isText(tree) ? { value: tree.value, span: tree.span } : null;

/** The one of the known words that stands there, or null. */
export const oneOf = <T extends string>(tree: Tree | undefined, known: readonly T[]): T | null => {
  const text = textOf(tree);
  return known.find((k) => k === text) ?? null;
};
