import * as cellMessages from '../../diagnostics/messages/read/cells.ts';
import type { ReadContext } from '../scope/context.ts';
import { entriesOf, isText, type Tree, type TreeEntry } from '../yaml/tree.ts';
import type { InnerCell } from './cell-definition.ts';

/** An entry of `cells:` inside a cell. Null after a mistake, which has been reported. */
export function readInnerCell(context: ReadContext, { name, key, value }: TreeEntry): InnerCell | null {
  const written = writtenCell(context, value, name);
  return written === null ? null : { name, span: key, ...written };
}

/** `{NAME: {arguments}}`, or NAME. */
export function writtenCell(
  context: ReadContext,
  tree: Tree,
  name: string,
): Pick<InnerCell, 'cell' | 'arguments'> | null {
  if (isText(tree)) return { cell: { value: tree.value, span: tree.span }, arguments: [] };
  const [first, second] = entriesOf(tree);
  if (first === undefined) return null;
  if (second !== undefined) {
    const names = entriesOf(tree).map((entry) => entry.name);
    context.report(
      names.includes('wrap') ? cellMessages.innerWrap(second.key, name) : cellMessages.severalCells(second.key, names),
    );
    return null;
  }
  return { cell: { value: first.name, span: first.key }, arguments: entriesOf(first.value) };
}
