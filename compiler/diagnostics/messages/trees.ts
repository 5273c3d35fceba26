/**
 * Texts about trees: declared in a model, run over by cells, fed. One function per mistake; `where` names the place inside a value that
 * is fed, such as `parse[0][3]` or `parse[0].children[1]`.
 */
import type { Diagnostic, Span } from '../diagnostic.ts';
import { type Detail, didYouMean, error, list, plural, quote } from '../phrase.ts';

/** An error about a value that is fed, which has no source file to point at. */
const feedError = (code: string, message: string, detail: Detail = {}): Diagnostic =>
  error(code, null, message, detail);

// trees in a model

export const treeAxis = (span: Span, input: string, found: string): Diagnostic =>
  error('tree-axis', span, `tree of input ${quote(input)} must name an axis`, {
    expected: 'a name such as node, which the shapes of other inputs have as second dimension',
    found: quote(found),
    fix: 'write {tree: node}, and [batch, node] for a value per node',
  });
export const axisOfTwoTrees = (span: Span, axis: string, other: string, first: Span): Diagnostic =>
  error('tree-axis', span, `the axis ${quote(axis)} belongs to the tree ${quote(other)} already`, {
    expected: 'an axis for every tree',
    found: `two trees over ${quote(axis)}`,
    fix: 'name another axis',
    notes: [{ message: `${quote(other)} takes it here`, span: first }],
  });
export const treeAsValue = (span: Span, input: string): Diagnostic =>
  error('tree-as-value', span, `${quote(input)} is a tree and holds no numbers`, {
    expected: 'an input with a shape, or a layer',
    found: `the tree ${quote(input)}`,
    fix: `a recursive layer takes it: tree: ${input}`,
  });
export const notATree = (span: Span, name: string, trees: readonly string[]): Diagnostic =>
  error('not-a-tree', span, `${quote(name)} is not an input that gives trees`, {
    expected: trees.length === 0 ? 'an input {tree: AXIS}' : `one of ${list(trees)}`,
    found: quote(name),
    fix: didYouMean(name, trees) ?? 'declare one: inputs: {parse: {tree: node}}',
  });
export const unknownChildren = (span: Span, cell: string, found: string): Diagnostic =>
  error('unknown-value', span, `children of cell ${quote(cell)} can't be ${quote(found)}`, {
    expected: 'any, or a list of names: [left, right]',
    found: quote(found),
    fix: found === 'all' || found === 'many' ? 'write any' : `for one child write [${found}]`,
  });
export const treeCellOverTime = (span: Span, cell: string, children: Span): Diagnostic =>
  error('tree-cell', span, `cell ${quote(cell)} has children and can't run over time`, {
    expected: 'a cell without children',
    found: quote(cell),
    fix: 'use it in a layer of type recursive',
    notes: [{ message: 'its children are declared here', span: children }],
  });
export const cellWithoutChildren = (span: Span, cell: string, declared: Span): Diagnostic =>
  error('tree-cell', span, `cell ${quote(cell)} has no children and can't run over trees`, {
    expected: 'a cell with children',
    found: quote(cell),
    fix: 'declare children: any, or children: [left, right], or use it in a layer of type recurrent',
    notes: [{ message: 'the cell is defined here', span: declared }],
  });
export const namedParents = (span: Span, cell: string, names: readonly string[], children: Span): Diagnostic =>
  error('tree-direction', span, `cell ${quote(cell)} can't go down: a parent would have to be one of ${list(names)}`, {
    expected: 'direction: up, or a cell with children: any or with one name',
    found: `${names.length} names`,
    fix: 'write children: any, whose states are then those of the parents',
    notes: [{ message: 'its children are declared here', span: children }],
  });
export const zoneoutOfMany = (span: Span, cell: string, children: Span): Diagnostic =>
  error(
    'zoneout-of-children',
    span,
    `zoneout keeps an old state, and cell ${quote(cell)} reads those of several children`,
    {
      expected: 'a cell with one child that has a name: children: [child]',
      found: 'several children',
      fix: 'use dropout with state_keep_prob, or remove zoneout',
      notes: [{ message: 'its children are declared here', span: children }],
    },
  );
/** @param span of `unroll`; null: it is an option of the call. */
export const unrolledTrees = (span: Span | null, layer: { readonly name: string; readonly span: Span }): Diagnostic =>
  error('conflicting-keys', span ?? layer.span, `layer "${layer.name}" runs over trees, and the model is unrolled`, {
    expected: 'a model without unroll: trees have as many levels as they happen to have',
    found: span === null ? 'a number of steps to unroll to' : 'unroll',
    fix: 'leave unroll out; rnnc inspect MODEL --after unroll --input FILE shows the copies of the cell for the trees of a file',
    notes: span === null ? [] : [{ message: 'the layer', span: layer.span }],
  });

// cells over trees

export const notOverNodes = (span: Span, layer: string, axis: string, found: string, tree: string): Diagnostic =>
  error(
    'time-mismatch',
    span,
    `layer "${layer}" gets an input over "${found}", its tree "${tree}" has the nodes "${axis}"`,
    {
      expected: `a sequence over "${axis}", or one value per sample`,
      found: `"${found}"`,
      fix: `give the input the shape [batch, ${axis}, …]`,
    },
  );
export const needsNodes = (span: Span, layer: string, axis: string): Diagnostic =>
  error('needs-sequence', span, `layer "${layer}" (recursive) runs over nodes, but its input has none`, {
    expected: `a sequence [batch, ${axis}, …]`,
    found: 'one value per sample',
    fix: `give the input "${axis}" as second dimension`,
  });
export const noListOfChildren = (span: Span, callee: string): Diagnostic =>
  error('no-children', span, `${callee} needs a cell with children: any`, {
    expected: 'a value with a row for each child',
    found: 'a place without a list of children',
    fix: 'declare children: any; where children have names, write it with these: left.h + right.h',
  });
export const notPerChild = (
  span: Span,
  callee: string,
  assigned: Span | null,
  declaration: { readonly name: string; readonly formula: string; readonly span: Span } | undefined,
): Diagnostic =>
  error('per-node', span, `${callee} takes what children have, and this is one value per node`, {
    expected: 'a value with a row for each child, such as a state',
    found: 'a row for each node',
    fix: `leave ${callee} out`,
    notes:
      declaration !== undefined
        ? [{ message: `"${declaration.name}" is declared ${declaration.formula}`, span: declaration.span }]
        : assigned !== null
          ? [{ message: 'it is assigned here', span: assigned }]
          : [],
  });
export const perChildState = (span: Span, state: string, declared: Span): Diagnostic =>
  error('per-child', span, `the next value of state "${state}" has a row for each child of a node`, {
    expected: 'one value per node',
    found: 'one per child',
    fix: 'join the children: sum_children(…), mean_children(…) or max_children(…)',
    notes: [{ message: `state "${state}" is declared here`, span: declared }],
  });
export const perChildOutput = (span: Span, cell: string, children: Span): Diagnostic =>
  error('per-child', span, `the output of cell "${cell}" has a row for each child of a node`, {
    expected: 'one value per node',
    found: 'one per child',
    fix: "join the children: sum_children(…); the next value of a state is h', with a prime",
    notes: [{ message: 'its children are declared here', span: children }],
  });
export const perChildStep = (
  span: Span,
  reference: string,
  name: string,
  declaration: { readonly name: string; readonly formula: string; readonly span: Span } | undefined,
): Diagnostic =>
  error('per-child', span, `"${reference}" has a row for each child of a node`, {
    expected: 'a value with one row per node',
    found: `"${name}", one per child`,
    fix: 'ask for something that the children are joined in',
    notes:
      declaration === undefined
        ? []
        : [{ message: `"${declaration.name}" is declared ${declaration.formula}`, span: declaration.span }],
  });

// trees that are fed

const FORMS =
  'parents ([-1, 0, 0]), a table of children ([[1, 2], [], []]) or nested nodes ({"children": [{}, {}]}) for every sample';

export const treesForm = (name: string, found: string): Diagnostic =>
  feedError('tree-form', `the input "${name}" holds no trees`, {
    expected: `a list with ${FORMS}`,
    found,
    fix: 'give a list with one tree per sample',
  });
export const treeForm = (where: string, found: string): Diagnostic =>
  feedError('tree-form', `${where} is no tree`, {
    expected: FORMS,
    found,
    fix: 'write the tree in one of the three forms; a batch is a list of trees, also where it is one tree',
  });
export const treeShape = (name: string, axis: string, found: readonly number[]): Diagnostic =>
  feedError('tree-form', `the parents of "${name}" have the shape [${found.join(', ')}] and must be [batch, ${axis}]`, {
    expected: `[batch, ${axis}]`,
    found: `[${found.join(', ')}]`,
    fix: `write one row of parents per sample, and "${axis}.lengths" where trees differ in size`,
  });
/** @param what what stands at the place: a parent, the children of a node, a child. */
export const treeEntry = (where: string, what: string, expected: string, found: string): Diagnostic =>
  feedError('tree-form', `${where} is no ${what}`, { expected, found, fix: `write ${expected}` });

export const treeNodeRange = (where: string, found: number, nodes: number, rootAllowed: boolean): Diagnostic =>
  feedError('tree-node-out-of-range', `${where} names node ${found} of a tree of ${plural(nodes, 'node')}`, {
    expected: `${nodes === 0 ? 'no node' : `0 to ${nodes - 1}`}${rootAllowed ? ', or -1 for a root' : ''}`,
    found: `${found}`,
    fix: 'nodes are numbered from 0 on within each tree',
  });
export const treeOwnChild = (where: string, node: number): Diagnostic =>
  feedError('tree-cycle', `${where} makes node ${node} a child of itself`, {
    expected: 'a child that is another node',
    found: `${node}`,
    fix: 'a node without children has an empty list; a root has the parent -1',
  });
/** @param nodes a circle: each node is the parent of the next, and the last one is the parent of the first. */
export const treeCycle = (where: string, nodes: readonly number[]): Diagnostic =>
  feedError('tree-cycle', `${where}: node ${nodes[0] ?? 0} is its own ancestor`, {
    expected: 'nodes that are not among their own descendants',
    found: `the circle ${list([...nodes, ...nodes.slice(0, 1)].map(String))}, each the parent of the next`,
    fix: 'take one of these links out',
  });
export const treeNodeInItself = (where: string): Diagnostic =>
  feedError('tree-cycle', `${where} is its own ancestor`, {
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
  return feedError(
    'tree-too-many-children',
    `${where}: node ${node} has ${count(found)}, and the model names ${most}`,
    {
      expected: `at most ${count(most)}`,
      found: count(found),
      fix:
        kind === 'children'
          ? 'use a cell with "children: any", or make the tree binary before'
          : 'give each node one parent',
    },
  );
};
export const treeRoots = (where: string, roots: readonly number[]): Diagnostic =>
  feedError('tree-roots', `${where} has ${roots.length} roots, and the model reads the root of a tree`, {
    expected: "one node that is nobody's child",
    found: `nodes ${list(roots.map(String))}`,
    fix: 'put a node above them, or let the model read all nodes (".mean", ".max") instead of the root',
  });

// values over the nodes of a tree

export const nodeValues = (where: string, found: number, tree: string, nodes: number): Diagnostic =>
  feedError('tree-values', `${where} has ${plural(found, 'value')}, and ${tree} has ${plural(nodes, 'node')}`, {
    expected: plural(nodes, 'value'),
    found: plural(found, 'value'),
    fix: 'give one value per node',
  });
export const nodeKeyUnknown = (where: string, key: string, axis: string, known: readonly string[]): Diagnostic =>
  feedError('input-unknown', `${where}: the model has no input ${quote(key)} over "${axis}"`, {
    expected: `"children"${known.length === 0 ? '' : `, or one of ${list(known)}`}`,
    found: quote(key),
    fix: didYouMean(key, ['children', ...known]) ?? `leave ${quote(key)} out`,
  });
export const nodeLacks = (where: string, key: string): Diagnostic =>
  feedError('input-missing', `${where} has no "${key}", and other nodes have`, {
    expected: `"${key}" at every node`,
    found: 'none',
    fix: `give "${key}" at this node too`,
  });
/** @param other the second place that gives the same input. */
export const nodeKeyTwice = (tree: string, key: string, other: string): Diagnostic =>
  feedError('input-twice', `"${key}" stands in the nodes of "${tree}" and in ${other}`, {
    expected: `one place for "${key}"`,
    found: 'two',
    fix: 'leave one of them out',
  });
