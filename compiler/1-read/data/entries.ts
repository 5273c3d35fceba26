import * as say from '../../diagnostics/messages/read/data.ts';
import type { ReadContext } from '../scope/context.ts';
import type { LongestSpec } from '../spec/data-spec.ts';
import type { Located } from '../spec/located.ts';
import { numberOf } from '../values/numbers.ts';
import { field, isText, type Tree, type TreeMap, textOf } from '../yaml/tree.ts';

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

/** The entries `longest` and `keep`. @param of whose they are, in words */
export function readLongest(context: ReadContext, map: TreeMap, of: string): LongestSpec | null {
  const entry = map.entries.get('longest');
  const keep = map.entries.get('keep');
  if (entry === undefined && keep !== undefined)
    context.report(say.noPlace(keep.key, `keep of ${of}`, 'without longest nothing is cut'));
  const steps = numberOf(context, entry?.value, `longest of ${of}`, wholeNumbers(1, 16_777_216));
  if (entry === undefined || steps === null) return null;
  return { span: entry.key, steps: steps.value, keep: oneOf(field(map, 'keep'), ['start', 'end'] as const) ?? 'start' };
}
