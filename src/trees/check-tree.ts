import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/trees.ts';
import type { ReadTree } from './read-tree.ts';
import { type Children, rootsOf } from './walk-nodes.ts';

/** What a model asks of its trees. */
export interface TreeRules {
  /** Children that a cell names; null: any number. */
  readonly mostChildren: number | null;
  /** The same of the nodes above a node, for cells that go down. */
  readonly mostParents: number | null;
  /** Whether the root of a tree is read. */
  readonly oneRoot: boolean;
}

export interface TreeMistake {
  /** The node that is at fault. */
  readonly node: number;
  readonly diagnostic: Diagnostic;
}

/** Mistakes of a tree whose children are nodes of it. @param where the name of the tree, for messages */
export function checkTree(tree: ReadTree, rules: TreeRules, where: string): readonly TreeMistake[] {
  const { children, placeOf } = tree;
  const mistakes: TreeMistake[] = [];
  const circle = findCircle(children);
  if (circle !== null) {
    const [node = 0] = circle;
    mistakes.push({ node, diagnostic: say.treeCycle(placeOf(node), circle) });
  }
  const most = (limit: number | null, counts: ArrayLike<number>, kind: 'children' | 'parents'): void => {
    if (limit === null) return;
    for (let node = 0; node < children.length; node++) {
      const count = counts[node] ?? 0;
      if (count > limit)
        mistakes.push({ node, diagnostic: say.treeTooManyChildren(placeOf(node), node, limit, count, kind) });
    }
  };
  most(
    rules.mostChildren,
    children.map((list) => list.length),
    'children',
  );
  most(rules.mostParents, parentCounts(children), 'parents');
  if (rules.oneRoot && circle === null) {
    const roots = rootsOf(children);
    const [, second] = roots;
    if (second !== undefined) mistakes.push({ node: second, diagnostic: say.treeRoots(where, roots) });
  }
  return mistakes;
}

function parentCounts(children: Children): Int32Array {
  const counts = new Int32Array(children.length);
  for (const list of children) for (const child of list) if (child !== null) counts[child] = (counts[child] ?? 0) + 1;
  return counts;
}

/** Nodes that go round in a circle, each the parent of the next, the smallest first; null where there are none. */
function findCircle(children: Children): readonly number[] | null {
  // takes away nodes that are nobody's child, again and again: what stays is a circle or below one
  const parents = parentCounts(children);
  const free = [...parents.keys()].filter((node) => parents[node] === 0);
  for (const node of free)
    for (const child of children[node] ?? []) {
      if (child === null) continue;
      parents[child] = (parents[child] ?? 0) - 1;
      if (parents[child] === 0) free.push(child);
    }
  if (free.length === children.length) return null;
  // every node that stays has a parent that stays: going up ends in a circle
  const parentOf = new Int32Array(children.length).fill(-1);
  const stays = (node: number): boolean => (parents[node] ?? 0) > 0;
  children.forEach((list, node) => {
    if (stays(node)) for (const child of list) if (child !== null) parentOf[child] = node;
  });
  const seen = new Map<number, number>();
  const path: number[] = [];
  let node = [...parents.keys()].find(stays) ?? -1;
  while (node >= 0 && !seen.has(node)) {
    seen.set(node, path.push(node) - 1);
    node = parentOf[node] ?? -1;
  }
  const circle = path.slice(seen.get(node) ?? 0).reverse();
  const first = circle.indexOf(circle.reduce((a, b) => Math.min(a, b)));
  return [...circle.slice(first), ...circle.slice(0, first)];
}
