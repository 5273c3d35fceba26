import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/trees.ts';
import type { Children } from './walk-nodes.ts';

/** A node with its children, null for a named child that is missing; the other keys are inputs over the same nodes. */
export interface NestedNode {
  readonly children?: readonly (NestedNode | null)[];
  readonly [input: string]: unknown;
}

/** A tree as somebody wrote it. */
export interface ReadTree {
  /** Every child is a node of the list; whether nodes go round in a circle has not been looked at. */
  readonly children: Children;
  /** Nodes as they were written, in the order of their numbers; null where the tree was written without them. */
  readonly nodes: readonly NestedNode[] | null;
  /** Where a node stands: `parse[0][3]`, `parse[0].children[1]`. */
  readonly placeOf: (node: number) => string;
  /** The same as keys, from the tree on: `[3]`, `['children', 1]`. */
  readonly pathOf: (node: number) => readonly (string | number)[];
}

/** Most mistakes that are told of one tree. */
const MAX_MISTAKES = 50;
/** Most places that children of a node have where each is told its own. */
export const MAX_PLACES = 2 ** 20;
/** Nodes deeper than this are named by their number: their path would fill the screen. */
const MAX_PATH = 16;

export const isNestedNode = (value: unknown): value is NestedNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

const describe = (value: unknown): string =>
  typeof value === 'string'
    ? JSON.stringify(value)
    : isList(value)
      ? 'a list'
      : value === null
        ? 'null'
        : typeof value === 'object'
          ? 'an object'
          : value === undefined
            ? 'nothing'
            : String(value);

/**
 * Reads one tree in any of its forms: parents (-1 or null for a root), a table of children, nested nodes or a list of such. Numbers of nested nodes are
 * those of pre-order.
 * @param where the name of the place, for messages
 */
export function readTree(value: unknown, where: string): ReadTree | readonly Diagnostic[] {
  if (isNestedNode(value)) return readNested([value], null, where);
  if (!isList(value)) return [say.treeForm(where, describe(value))];
  const first = Array.prototype.find.call(value, (entry: unknown) => entry !== null) as unknown;
  if (value.length === 0) return { children: [], nodes: null, placeOf: () => where, pathOf: () => [] };
  if (first === undefined || typeof first === 'number') return readParents(value, where);
  if (isList(first)) return readTable(value, where);
  if (isNestedNode(first)) return readNested(value, 'list', where);
  return [say.treeForm(where, `a list of ${describe(first)}`)];
}

/**
 * @param parents by node; null and -1 for a root. Only those of the first `count` are read.
 * @param links for parents that are each followed by the place that the node has among the children of its parent: how many of them a node has, as
 *   `flatTree` writes them. Null: one parent per node, without a place.
 */
export function readParents(
  parents: ArrayLike<unknown>,
  where: string,
  count: number = parents.length,
  links: number | null = null,
): ReadTree | readonly Diagnostic[] {
  const children = Array.from({ length: count }, (): (number | null)[] => []);
  const mistakes: Diagnostic[] = [];
  const placeOf = (node: number): string => `${where}[${node}]`;
  const ofNode = links ?? 1;
  for (let at = 0; at < count * ofNode && mistakes.length < MAX_MISTAKES; at++) {
    const node = Math.floor(at / ofNode);
    const parent = parents[links === null ? at : 2 * at];
    if (parent === null || parent === -1) continue;
    if (typeof parent !== 'number' || !Number.isInteger(parent))
      mistakes.push(say.treeEntry(placeOf(node), 'parent', 'the number of a node, or -1 for a root', describe(parent)));
    else if (parent < 0 || parent >= count) mistakes.push(say.treeNodeRange(placeOf(node), parent, count, true));
    else if (parent === node) mistakes.push(say.treeOwnChild(placeOf(node), node));
    else if (links === null) children[parent]?.push(node);
    else {
      const mistake = setChild(children[parent] ?? [], parents[2 * at + 1], node, placeOf(node));
      if (mistake !== null) mistakes.push(mistake);
    }
  }
  return mistakes.length > 0 ? mistakes : { children, nodes: null, placeOf, pathOf: (node) => [node] };
}

/** Puts a node at its place among the children of another. */
function setChild(list: (number | null)[], place: unknown, node: number, where: string): Diagnostic | null {
  if (
    typeof place !== 'number' ||
    !Number.isInteger(place) ||
    place < 0 ||
    place >= MAX_PLACES ||
    typeof list[place] === 'number'
  )
    return say.treeEntry(
      `${where}[1]`,
      'place',
      'the place among the children, from 0 on and for each child another',
      describe(place),
    );
  while (list.length <= place) list.push(null);
  list[place] = node;
  return null;
}

function readTable(table: ArrayLike<unknown>, where: string): ReadTree | readonly Diagnostic[] {
  const mistakes: Diagnostic[] = [];
  const placeOf = (node: number): string => `${where}[${node}]`;
  const children: (number | null)[][] = [];
  for (let node = 0; node < table.length && mistakes.length < MAX_MISTAKES; node++) {
    const row = table[node];
    const list: (number | null)[] = [];
    children.push(list);
    if (!isList(row)) {
      mistakes.push(
        say.treeEntry(placeOf(node), 'list of children', 'a list with the numbers of nodes', describe(row)),
      );
      continue;
    }
    for (let i = 0; i < row.length && mistakes.length < MAX_MISTAKES; i++) {
      const child = row[i];
      const at = `${placeOf(node)}[${i}]`;
      if (child === null) list.push(null);
      else if (typeof child !== 'number' || !Number.isInteger(child))
        mistakes.push(
          say.treeEntry(
            at,
            'child',
            'the number of a node, or null for a named child that is missing',
            describe(child),
          ),
        );
      else if (child < 0 || child >= table.length) mistakes.push(say.treeNodeRange(at, child, table.length, false));
      else if (child === node) mistakes.push(say.treeOwnChild(at, node));
      else list.push(child);
    }
  }
  return mistakes.length > 0 ? mistakes : { children, nodes: null, placeOf, pathOf: (node) => [node] };
}

/** What is still to be read: an object, the node above it and its place among the children, or the end of an object. */
type Pending =
  | { readonly value: unknown; readonly parent: number | null; readonly place: number }
  | { readonly leave: NestedNode };

/** A stack of its own: trees may be deeper than calls can be. */
function readNested(roots: ArrayLike<unknown>, form: 'list' | null, where: string): ReadTree | readonly Diagnostic[] {
  const nodes: NestedNode[] = [];
  const children: (number | null)[][] = [];
  const above: { readonly parent: number | null; readonly place: number; readonly depth: number }[] = [];
  const mistakes: Diagnostic[] = [];
  const rootPlace = (root: number): string => (form === null ? where : `${where}[${root}]`);
  const pathOf = (node: number): readonly (string | number)[] => {
    const places: number[] = [];
    let at = above[node];
    for (; at !== undefined && at.parent !== null; at = above[at.parent]) places.push(at.place);
    const below = places.reverse().flatMap((place) => ['children', place]);
    return form === null ? below : [at?.place ?? 0, ...below];
  };
  const placeOf = (node: number): string => {
    if ((above[node]?.depth ?? 0) > MAX_PATH) return `${where} at node ${node}`;
    return `${where}${pathOf(node)
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
      .join('')}`;
  };
  const childPlace = (parent: number | null, place: number): string =>
    parent === null ? rootPlace(place) : `${placeOf(parent)}.children[${place}]`;

  const pending: Pending[] = [];
  const later = (values: ArrayLike<unknown>, parent: number | null): void => {
    for (let place = values.length - 1; place >= 0; place--) pending.push({ value: values[place], parent, place });
  };
  later(roots, null);
  const open = new Set<NestedNode>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ('leave' in next) {
      open.delete(next.leave);
      continue;
    }
    const { value, parent, place } = next;
    if (value === null && parent !== null) continue;
    if (!isNestedNode(value)) {
      const expected = parent === null ? 'an object' : 'an object, or null for a named child that is missing';
      mistakes.push(say.treeEntry(childPlace(parent, place), 'node', expected, describe(value)));
    } else if (open.has(value)) mistakes.push(say.treeNodeInItself(childPlace(parent, place)));
    else {
      const node = nodes.push(value) - 1;
      above.push({ parent, place, depth: parent === null ? 0 : (above[parent]?.depth ?? 0) + 1 });
      if (parent !== null) (children[parent] as (number | null)[])[place] = node;
      const list = Object.hasOwn(value, 'children') ? value.children : [];
      if (!isList(list)) {
        children.push([]);
        mistakes.push(
          say.treeEntry(`${placeOf(node)}.children`, 'list of children', 'a list of nodes', describe(list)),
        );
      } else {
        children.push(new Array<number | null>(list.length).fill(null));
        open.add(value);
        pending.push({ leave: value });
        later(list, node);
      }
    }
    if (mistakes.length >= MAX_MISTAKES) break;
  }
  return mistakes.length > 0 ? mistakes : { children, nodes, placeOf, pathOf };
}
