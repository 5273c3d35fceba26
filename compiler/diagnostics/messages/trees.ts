/**
 * Texts about trees that are fed. One function per mistake; `where` names the place inside the value, such as `parse[0][3]` or
 * `parse[0].children[1]`.
 */
import type { Diagnostic } from '../diagnostic.ts';
import { type Detail, didYouMean, error as errorAt, list, quote } from '../phrase.ts';

const error = (code: string, message: string, detail: Detail = {}): Diagnostic => errorAt(code, null, message, detail);
const plural = (n: number, noun: string, more = `${noun}s`): string => `${n} ${n === 1 ? noun : more}`;

const FORMS =
  'parents ([-1, 0, 0]), a table of children ([[1, 2], [], []]) or nested nodes ({"children": [{}, {}]}) for every sample';

export const treesForm = (name: string, found: string): Diagnostic =>
  error('tree-form', `the input "${name}" holds no trees`, {
    expected: `a list with ${FORMS}`,
    found,
    fix: 'give a list with one tree per sample',
  });
export const treeForm = (where: string, found: string): Diagnostic =>
  error('tree-form', `${where} is no tree`, {
    expected: FORMS,
    found,
    fix: 'write the tree in one of the three forms; a batch is a list of trees, also where it is one tree',
  });
export const treeShape = (name: string, axis: string, found: readonly number[]): Diagnostic =>
  error('tree-form', `the parents of "${name}" have the shape [${found.join(', ')}] and must be [batch, ${axis}]`, {
    expected: `[batch, ${axis}]`,
    found: `[${found.join(', ')}]`,
    fix: `write one row of parents per sample, and "${axis}.lengths" where trees differ in size`,
  });
/** @param what what stands at the place: a parent, the children of a node, a child. */
export const treeEntry = (where: string, what: string, expected: string, found: string): Diagnostic =>
  error('tree-form', `${where} is no ${what}`, { expected, found, fix: `write ${expected}` });

export const treeNodeRange = (where: string, found: number, nodes: number, rootAllowed: boolean): Diagnostic =>
  error('tree-node-out-of-range', `${where} names node ${found} of a tree of ${plural(nodes, 'node')}`, {
    expected: `${nodes === 0 ? 'no node' : `0 to ${nodes - 1}`}${rootAllowed ? ', or -1 for a root' : ''}`,
    found: `${found}`,
    fix: 'nodes are numbered from 0 on within each tree',
  });
export const treeOwnChild = (where: string, node: number): Diagnostic =>
  error('tree-cycle', `${where} makes node ${node} a child of itself`, {
    expected: 'a child that is another node',
    found: `${node}`,
    fix: 'a node without children has an empty list; a root has the parent -1',
  });
/** @param nodes each the parent of the next, the last of the first. */
export const treeCycle = (where: string, nodes: readonly number[]): Diagnostic =>
  error('tree-cycle', `${where}: node ${nodes[0] ?? 0} is its own ancestor`, {
    expected: 'nodes that are not among their own descendants',
    found: `the circle ${list([...nodes, ...nodes.slice(0, 1)].map(String))}, each the parent of the next`,
    fix: 'take one of these links out',
  });
export const treeNodeInItself = (where: string): Diagnostic =>
  error('tree-cycle', `${where} is its own ancestor`, {
    expected: 'nodes that are not among their own descendants',
    found: 'an object that is above itself',
    fix: 'give a copy of the object there',
  });
export const treeTooManyChildren = (
  where: string,
  node: number,
  most: number,
  found: number,
  kind: 'children' | 'parents',
): Diagnostic => {
  const count = (n: number): string => (kind === 'children' ? plural(n, 'child', kind) : plural(n, 'parent', kind));
  return error('tree-too-many-children', `${where}: node ${node} has ${count(found)}, and the model names ${most}`, {
    expected: `at most ${count(most)}`,
    found: count(found),
    fix:
      kind === 'children'
        ? 'use a cell with "children: any", or make the tree binary before'
        : 'give each node one parent',
  });
};
export const treeRoots = (where: string, roots: readonly number[]): Diagnostic =>
  error('tree-roots', `${where} has ${roots.length} roots, and the model reads the root of a tree`, {
    expected: "one node that is nobody's child",
    found: `nodes ${list(roots.map(String))}`,
    fix: 'put a node above them, or let the model read all nodes (".mean", ".max") instead of the root',
  });

// values over the nodes of a tree

export const nodeValues = (where: string, found: number, tree: string, nodes: number): Diagnostic =>
  error('tree-values', `${where} has ${plural(found, 'value')}, and ${tree} has ${plural(nodes, 'node')}`, {
    expected: plural(nodes, 'value'),
    found: plural(found, 'value'),
    fix: 'give one value per node',
  });
export const nodeKeyUnknown = (where: string, key: string, axis: string, known: readonly string[]): Diagnostic =>
  error('input-unknown', `${where}: the model has no input ${quote(key)} over "${axis}"`, {
    expected: `"children"${known.length === 0 ? '' : `, or one of ${list(known)}`}`,
    found: quote(key),
    fix: didYouMean(key, ['children', ...known]) ?? `leave ${quote(key)} out`,
  });
export const nodeLacks = (where: string, key: string): Diagnostic =>
  error('input-missing', `${where} has no "${key}", and other nodes have`, {
    expected: `"${key}" at every node`,
    found: 'none',
    fix: `give "${key}" at this node too`,
  });
/** @param other what gives the input too. */
export const nodeKeyTwice = (tree: string, key: string, other: string): Diagnostic =>
  error('input-twice', `"${key}" stands in the nodes of "${tree}" and in ${other}`, {
    expected: `one place for "${key}"`,
    found: 'two',
    fix: 'leave one of them out',
  });
