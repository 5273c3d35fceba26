import type { Diagram, DiagramEdge, DiagramNode } from './diagram.ts';
import { type Details, isShared, linesOf, loopText, weightsEdge, weightsNode } from './draw-rolled.ts';
import { copyId } from './draw-unrolled.ts';
import type { ModelParts, Part } from './parts.ts';

/** One sample of a tree input. */
export interface SampleTree {
  /** The input that gives it. */
  readonly name: string;
  /** For every node its children; null: a named child that is missing. */
  readonly children: readonly (readonly (number | null)[])[];
  /** What is fed at each node, in words: `words 17`. */
  readonly labels: readonly string[];
}

/**
 * The cells of all recursive layers at every node of a tree, which share one set of weights, with what is fed at the nodes and what reads the root. Layers
 * that do the same at every node on the way to or from the cells are left out.
 */
export function drawTree(model: ModelParts, tree: SampleTree, details: Details): Diagram {
  const { axis } = model.trees.find(({ name }) => name === tree.name) ?? { axis: '' };
  const cells = model.parts.filter((part) => part.axis === axis && isRecursive(part));
  const nodes: DiagramNode[] = [];
  const edges: DiagramEdge[] = [];
  const add = (
    id: string,
    kind: DiagramNode['kind'],
    lines: readonly string[],
    path: string,
    step: number | null,
  ): void => {
    nodes.push({ id, kind, lines, group: null, path, step, place: null, lane: null });
  };
  const isFirst = (part: Part): boolean => sourcesOf(model, part).every((source) => !cells.includes(source));
  for (const [node, children] of tree.children.entries()) {
    const label = tree.labels[node] ?? '';
    if (label !== '') add(`fed at ${node}`, 'input', [label], tree.name, node);
    for (const part of cells) {
      add(copyId(part.id, node), part.kind, [part.lines[0] ?? part.id, `node ${node}`], part.id, node);
      if (label !== '' && isFirst(part)) edges.push(dataEdge(`fed at ${node}`, copyId(part.id, node)));
      for (const source of sourcesOf(model, part))
        if (cells.includes(source)) edges.push(dataEdge(copyId(source.id, node), copyId(part.id, node)));
      for (const child of children) if (child !== null) edges.push(stateEdge(part, node, child));
    }
  }
  const [root] = rootsOf(tree);
  const behind = behindRoot(model, cells);
  for (const part of behind) {
    add(part.id, part.kind, linesOf(part, model, details), part.id, null);
    for (const source of sourcesOf(model, part))
      edges.push(dataEdge(cells.includes(source) && root !== undefined ? copyId(source.id, root) : source.id, part.id));
  }
  const isDrawn = new Set(nodes.map(({ id }) => id));
  for (const group of model.weights) {
    const users = cells.filter(({ id }) => group.users.includes(id));
    const others = behind.filter(({ id }) => isShared(group) && group.users.includes(id));
    if (users.length === 0 && others.length < 2) continue;
    nodes.push(weightsNode(group, details));
    for (const user of users)
      for (const node of tree.children.keys()) edges.push(weightsEdge(group, copyId(user.id, node)));
    for (const other of others) edges.push(weightsEdge(group, other.id));
  }
  return {
    title: `${model.name}, ${tree.children.length} nodes`,
    flow: 'up',
    nodes,
    edges: edges.filter(({ from, to }) => isDrawn.has(to) && (isDrawn.has(from) || from.startsWith('weights '))),
    groups: [],
  };
}

/** Whether it hands its states along trees. */
export const isRecursive = ({ loop }: Part): boolean => loop?.direction === 'up' || loop?.direction === 'down';

const dataEdge = (from: string, to: string): DiagramEdge => ({ from, to, kind: 'data', label: null });

/** States go up from children, or down to them. Those of the first child are named. */
function stateEdge(part: Part, node: number, child: number): DiagramEdge {
  const [from, to] = part.loop?.direction === 'down' ? [node, child] : [child, node];
  const label = node === 0 || child === 0 ? loopText(part.loop?.states ?? [], part.loop?.notes ?? []) : null;
  return { from: copyId(part.id, from), to: copyId(part.id, to), kind: 'state', label };
}

const sourcesOf = ({ links, parts }: ModelParts, { id }: Part): readonly Part[] =>
  links.flatMap(({ from, to, kind }) => (to === id && kind === 'data' ? parts.filter((part) => part.id === from) : []));

/** Nodes that are nobody's children. */
function rootsOf({ children }: SampleTree): readonly number[] {
  const below = new Set(children.flat());
  return [...children.keys()].filter((node) => !below.has(node));
}

/** What has no nodes and reads a root, directly or through others of its kind. */
function behindRoot(model: ModelParts, cells: readonly Part[]): readonly Part[] {
  const found: Part[] = [];
  for (const part of model.parts)
    if (part.axis === null && sourcesOf(model, part).some((source) => cells.includes(source) || found.includes(source)))
      found.push(part);
  return found;
}
