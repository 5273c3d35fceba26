import { sizeOutOfRange } from '../../diagnostics/messages/read/open-sizes.ts';
import type { ReadContext } from '../scope/context.ts';
import type { Located } from '../spec/located.ts';
import type { OpenSize } from '../spec/spec.ts';
import { type Tree, textOf } from '../yaml/tree.ts';
import { numberOf, ranges } from './numbers.ts';

/** The word that leaves each kind of size to the data. */
const WORDS: { readonly [K in OpenSize['kind']]: string } = {
  classes: 'classes',
  vocabulary: 'auto',
  columns: 'columns',
};

/** Whether a size is left to the data: the word for it stands there, and no parameter has that name. */
export const isLeftToData = ({ parameters }: ReadContext, tree: Tree | undefined, kind: OpenSize['kind']): boolean =>
  tree !== undefined && textOf(tree) === WORDS[kind] && !parameters.has(WORDS[kind]);

/**
 * A size as it is written, or as the data gave it.
 * @param owner the layer or input.
 * @param key what of it.
 * @param what names it in messages.
 * @returns null after a mistake, which has been reported.
 */
export function sizeOf(
  context: ReadContext,
  tree: Tree | undefined,
  {
    owner,
    key,
    kind,
    what,
  }: { readonly owner: string; readonly key: string; readonly kind: OpenSize['kind']; readonly what: string },
): Located<number> | null {
  if (tree === undefined || !isLeftToData(context, tree, kind)) return numberOf(context, tree, what, ranges.size);
  const name = `${owner}.${key}`;
  const value = context.sizes.take({ key: name, owner, kind, span: tree.span });
  const { min, max, words } = ranges.size;
  if (Number.isInteger(value) && value >= min && value <= max) return { value, span: tree.span };
  context.report(sizeOutOfRange(name, words, value));
  return null;
}
