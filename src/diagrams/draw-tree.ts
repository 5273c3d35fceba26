import type { Diagram, DiagramEdge, DiagramNode } from './diagram.ts';
import { type Details, isShared, linesOf, loopText, weightsEdge, weightsNode } from './draw-rolled.ts';
import { copyId } from './draw-unrolled.ts';
import type { Link, ModelParts, Part } from './parts.ts';

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
 * The cells of all layers that go over a tree, or over its nodes as over a sequence, and what is made there of their states, as a dense layer over all nodes; copies share one set
 * of weights. With them what is fed at the nodes and what reads the root, or all nodes. What the cells read through layers that do the same at every node
 * is drawn as if they read it themselves.
 */
export function drawTree(model: ModelParts, tree: SampleTree, details: Details): Diagram {
  const { axis } = model.trees.find(({ name }) => name === tree.name) ?? { axis: '' };
  const cells = model.parts.filter((part) => part.axis === axis && part.loop !== null);
  const copied = [...cells, ...overCells(model, axis, cells)];
  const isOneLayer = new Set(cells.map(({ group, id }) => group ?? id)).size === 1;
  const nameOf = ({ group, id, lines: [own = id] }: Part): string =>
    isOneLayer || group === null ? own : `${group} ${own}`;
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
  const read = (part: Part): Read => nearestCells(model, part, copied);
  for (const [node, children] of tree.children.entries()) {
    const label = tree.labels[node] ?? '';
    if (label !== '') add(`fed at ${node}`, 'input', [label], tree.name, node);
    for (const part of copied) {
      const told = cells.includes(part) ? outputsOf(model, part, cells) : [];
      const more = told.length === 0 ? [] : [`→ ${told.join(', ')}`];
      add(copyId(part.id, node), part.kind, [nameOf(part), `node ${node}`, ...more], part.id, node);
      const { nearest, isFed } = read(part);
      if (label !== '' && isFed) edges.push(dataEdge(`fed at ${node}`, copyId(part.id, node)));
      for (const { cell, through } of nearest)
        edges.push({ ...dataEdge(copyId(cell.id, node), copyId(part.id, node)), label: through });
      if (part.loop === null) continue;
      if (!isRecursive(part)) {
        const before = part.loop.direction === 'backward' ? node + 1 : node - 1;
        edges.push(stateEdge(part, node, before, null));
      } else
        for (const [place, child] of children.entries())
          if (child !== null) edges.push(stateEdge(part, node, child, place));
      if (startsAt(part, node, tree))
        for (const { from, label: state } of model.links.filter(({ to, kind }) => to === part.id && kind === 'start'))
          edges.push({ from, to: copyId(part.id, node), kind: 'start', label: state });
    }
  }
  const [root] = rootsOf(tree);
  const behind = [...startsOf(model, cells), ...behindRoot(model, copied)];
  const nodesOf = ({ take }: Link): readonly number[] =>
    take === 'all' ? [...tree.children.keys()] : root === undefined ? [] : [root];
  for (const part of behind) {
    add(part.id, part.kind, linesOf(part, model, details), part.id, null);
    for (const link of model.links) {
      if (link.to !== part.id || link.kind !== 'data') continue;
      const from = copied.some(({ id }) => id === link.from)
        ? nodesOf(link).map((node) => copyId(link.from, node))
        : [link.from];
      edges.push(...from.map((id) => dataEdge(id, part.id)));
    }
  }
  const isDrawn = new Set(nodes.map(({ id }) => id));
  for (const group of model.weights) {
    const users = copied.filter(({ id }) => group.users.includes(id));
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

/** Names of the outputs that a cell gives at every node as they are: they stand in its box. */
const outputsOf = (model: ModelParts, cell: Part, cells: readonly Part[]): readonly string[] =>
  model.parts.flatMap((part) =>
    part.axis === cell.axis && isOutputOf(model, part, cells) && sourcesOf(model, part).includes(cell)
      ? part.lines.slice(0, 1)
      : [],
  );

const isOutputOf = (model: ModelParts, part: Part, cells: readonly Part[]): boolean =>
  part.kind === 'output' && sourcesOf(model, part).every((source) => cells.includes(source));

/** What has a value at every node that follows from cells and reaches an output without another cell. */
function overCells(model: ModelParts, axis: string, cells: readonly Part[]): readonly Part[] {
  const plain = model.parts.filter(
    (part) => part.axis === axis && part.kind !== 'input' && !cells.includes(part) && !isOutputOf(model, part, cells),
  );
  const above: Part[] = [];
  for (const part of plain)
    if (sourcesOf(model, part).some((source) => cells.includes(source) || above.includes(source))) above.push(part);
  const told = new Set<Part>();
  for (const part of above.toReversed()) {
    const readers = model.links.flatMap(({ from, to }) => (from === part.id ? [to] : []));
    const isRead = (id: string): boolean =>
      model.parts.some((other) => other.id === id && (other.axis !== axis || told.has(other)));
    if (part.kind === 'output' || readers.some(isRead)) told.add(part);
  }
  return above.filter((part) => told.has(part));
}

/** Whether it hands its states along trees. */
export const isRecursive = ({ loop }: Part): boolean => loop?.direction === 'up' || loop?.direction === 'down';

const dataEdge = (from: string, to: string): DiagramEdge => ({ from, to, kind: 'data', label: null });

/** States go up from children, or down to them. Children with names are told by them, else the states of the first child are named. */
function stateEdge({ id, loop }: Part, node: number, child: number, place: number | null): DiagramEdge {
  const [from, to] = loop?.direction === 'down' ? [node, child] : [child, node];
  const states = node === 0 || child === 0 ? loopText(loop?.states ?? [], loop?.notes ?? []) : null;
  const label =
    [place === null ? null : loop?.children?.[place], states].filter((text) => text != null).join(': ') || null;
  return { from: copyId(id, from), to: copyId(id, to), kind: 'state', label };
}

/** What a cell reads, through layers that do the same at every node. */
interface Read {
  /** Cells, with what joins them on the way: `sum`, `concat`. */
  readonly nearest: readonly { readonly cell: Part; readonly through: string | null }[];
  /** Whether something that is fed at the node is read too. */
  readonly isFed: boolean;
}

function nearestCells(model: ModelParts, part: Part, copied: readonly Part[]): Read {
  const nearest: { cell: Part; through: string | null }[] = [];
  let isFed = false;
  const follow = (reader: Part, through: string | null): void => {
    for (const source of sourcesOf(model, reader)) {
      if (copied.includes(source)) nearest.push({ cell: source, through });
      else if (source.kind === 'input') isFed ||= source.axis !== null;
      else follow(source, source.kind === 'merge' ? (source.lines[0] ?? through) : through);
    }
  };
  follow(part, null);
  return { nearest, isFed };
}

/** States start at nodes without children; those that go down, at nodes that are nobody's children; those of a sequence, at its first node. */
function startsAt({ loop }: Part, node: number, tree: SampleTree): boolean {
  if (loop?.direction === 'down') return rootsOf(tree).includes(node);
  if (loop?.direction === 'up') return (tree.children[node] ?? []).every((child) => child === null);
  return node === (loop?.direction === 'backward' ? tree.children.length - 1 : 0);
}

/** What gives the states that cells start from, where it is one for the whole sample. */
function startsOf(model: ModelParts, cells: readonly Part[]): readonly Part[] {
  const starts = model.links.filter(({ to, kind }) => kind === 'start' && cells.some(({ id }) => id === to));
  return model.parts.filter(({ id, axis }) => axis === null && starts.some(({ from }) => from === id));
}

const sourcesOf = ({ links, parts }: ModelParts, { id }: Part): readonly Part[] =>
  links.flatMap(({ from, to, kind }) => (to === id && kind === 'data' ? parts.filter((part) => part.id === from) : []));

/** Nodes that are nobody's children. */
function rootsOf({ children }: SampleTree): readonly number[] {
  const below = new Set(children.flat());
  return [...children.keys()].filter((node) => !below.has(node));
}

/** What has no nodes and reads a root or all nodes, directly or through others of its kind. */
function behindRoot(model: ModelParts, copied: readonly Part[]): readonly Part[] {
  const found: Part[] = [];
  for (const part of model.parts)
    if (
      part.axis === null &&
      sourcesOf(model, part).some((source) => copied.includes(source) || found.includes(source))
    )
      found.push(part);
  return found;
}
