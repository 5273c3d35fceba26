import type { Diagram, DiagramEdge, DiagramNode } from './diagram.ts';
import {
  type Details,
  isShared,
  joinLinks,
  linesOf,
  loopText,
  shapeText,
  weightsEdge,
  weightsNode,
} from './draw-rolled.ts';
import type { Link, ModelParts, Part } from './parts.ts';

/** A time axis with the columns of its copies. */
interface Block {
  readonly axis: string;
  readonly steps: number;
  /** The column of step 0. */
  readonly start: number;
  /** Left of the copies: weights, and what has no steps but is read at every step. */
  readonly before: number;
  readonly after: number;
  /** Parts in the order of their rows. */
  readonly parts: readonly Part[];
}

/**
 * Copies of every step side by side, which share one set of weights: drawn once, with a line to every use.
 * @param steps copies; an axis whose number of steps the model says has those
 */
export function drawUnrolled(rolled: ModelParts, steps: number, details: Details): Diagram {
  const model = withSequences(rolled);
  const blocks = blocksOf(model, steps);
  const blockOf = (part: Part): Block | null => blocks.find(({ axis }) => axis === part.axis) ?? null;
  const partOf = new Map(model.parts.map((part) => [part.id, part]));
  const nodes: DiagramNode[] = [];
  const edges: DiagramEdge[] = [];
  const taken = new Set<string>();
  const add = (part: Part, step: number | null, column: number, row: number): void => {
    taken.add(`${column} ${row}`);
    const lines = step === null ? linesOf(part, model, details) : [stepName(part, step), ...part.lines.slice(1)];
    nodes.push({
      id: copyId(part.id, step),
      kind: part.kind,
      lines,
      group: null,
      path: part.id,
      step,
      place: { column, row },
      lane: null,
    });
  };
  for (const block of blocks)
    block.parts.forEach((part, row) => {
      for (let step = 0; step < block.steps; step++) add(part, step, block.start + step, row);
    });
  const rowOf = new Map(blocks.flatMap(({ parts }) => parts.map((part, row) => [part.id, row] as const)));
  for (const part of model.parts) {
    if (blockOf(part) !== null) continue;
    const column = columnOf(part, model, blocks, partOf);
    if (
      model.links.some(({ from, to, take }) => to === part.id && take === 'all' && blockOf(at(partOf, from)) !== null)
    ) {
      // above all copies, so that its lines cross none
      let above = Math.max(...blocks.map(({ parts }) => parts.length));
      while (taken.has(`${column} ${above}`)) above++;
      rowOf.set(part.id, above);
      add(part, null, column, above);
      continue;
    }
    const below = model.links.filter(({ to, from }) => to === part.id && rowOf.has(from));
    let row = Math.max(
      0,
      ...below.map(({ from }) => (rowOf.get(from) ?? 0) + (blockOf(at(partOf, from)) === null ? 1 : 0)),
    );
    while (taken.has(`${column} ${row}`)) row++;
    rowOf.set(part.id, row);
    add(part, null, column, row);
  }
  for (const link of joinLinks(model.links))
    edges.push(...copiesOf(link, at(partOf, link.from), at(partOf, link.to), blockOf, details));
  for (const block of blocks) for (const part of block.parts) edges.push(...stateEdges(part, block.steps));
  for (const group of model.weights) {
    const [first] = group.users.flatMap((user) => partOf.get(user) ?? []);
    const isStepped = group.users.some((user) => blockOf(at(partOf, user)) !== null);
    if (first === undefined || !(isStepped || isShared(group))) continue;
    const column = (blockOf(first)?.before ?? 1) - (blockOf(first) === null ? 1 : 0);
    const row = (rowOf.get(first.id) ?? 0) - 0.5;
    nodes.push({ ...weightsNode(group, details), place: { column, row } });
    for (const user of group.users) {
      const count = blockOf(at(partOf, user))?.steps ?? null;
      for (const step of stepsUpTo(count)) edges.push(weightsEdge(group, copyId(user, step)));
    }
  }
  return { title: model.name, flow: 'up', nodes, edges, groups: [] };
}

/** What a cell reads whole goes through a box of its own, which every copy of the sequence feeds and every copy of the cell reads. */
function withSequences(model: ModelParts): ModelParts {
  const whole = model.links.filter(({ take }) => take === 'each');
  if (whole.length === 0) return model;
  const sources = [...new Set(whole.map(({ from }) => from))];
  const idOf = (from: string): string => `all steps of ${from}`;
  const nameOf = (from: string): string => {
    const {
      kind,
      group,
      lines: [own = from],
    } = at(new Map(model.parts.map((part) => [part.id, part])), from);
    return group === null ? own : kind === 'merge' ? group : `${group} ${own}`;
  };
  const boxes = sources.map(
    (from): Part => ({
      id: idOf(from),
      kind: 'sequence',
      lines: [nameOf(from), 'all steps'],
      axis: null,
      group: null,
      loop: null,
    }),
  );
  const into = sources.flatMap((from): Link[] => {
    const [link] = whole.filter((other) => other.from === from);
    return link === undefined ? [] : [{ ...link, to: idOf(from), label: null, take: 'all' }];
  });
  const out = model.links.map((link): Link => (link.take === 'each' ? { ...link, from: idOf(link.from) } : link));
  return { ...model, parts: [...model.parts, ...boxes], links: [...into, ...out] };
}

const at = (parts: ReadonlyMap<string, Part>, id: string): Part => {
  const part = parts.get(id);
  if (part === undefined) throw new RangeError(`no part ${id}`);
  return part;
};

export const copyId = (part: string, step: number | null): string => (step === null ? part : `${part} at ${step}`);

/** What the copy of a step is called: inputs and outputs tell their step, the first one 1; cells their name. */
function stepName({ kind, lines: [name = ''], group }: Part, step: number): string {
  if (kind === 'input' || kind === 'output') return `${name} ${step + 1}`;
  return kind === 'cell' && group !== null && group !== name ? `${group} ${name}` : name;
}

const stepsUpTo = (count: number | null): readonly (number | null)[] =>
  count === null ? [null] : Array.from({ length: count }, (_, step) => step);

function blocksOf(model: ModelParts, steps: number): readonly Block[] {
  const axes = [...new Set(model.parts.flatMap(({ axis }) => axis ?? []))];
  const blocks: Block[] = [];
  let column = 0;
  for (const axis of axes) {
    const count = /^\d/.test(axis) ? Number(axis) : steps;
    const before = column;
    const start = before + 1;
    const parts = model.parts.filter((part) => part.axis === axis);
    blocks.push({ axis, steps: count, before, start, after: start + count, parts });
    column = start + count + 1;
  }
  return blocks;
}

/** What reads a whole sequence stands behind it, anything else before the first sequence. */
function columnOf(part: Part, model: ModelParts, blocks: readonly Block[], partOf: ReadonlyMap<string, Part>): number {
  const seen = new Set<string>();
  const behind = (id: string): number => {
    if (seen.has(id)) return 0;
    seen.add(id);
    const sources = model.links.filter(({ to }) => to === id).map(({ from }) => at(partOf, from));
    return Math.max(
      0,
      ...sources.map((source) => blocks.find(({ axis }) => axis === source.axis)?.after ?? behind(source.id)),
    );
  };
  return behind(part.id);
}

/** A link between parts of one axis at every step, from a sequence to what has no steps as the link says, else to every copy. */
function copiesOf(
  link: Link,
  from: Part,
  to: Part,
  blockOf: (part: Part) => Block | null,
  { shapes }: Details,
): readonly DiagramEdge[] {
  const [source, target] = [blockOf(from), blockOf(to)];
  const shape = shapes ? shapeText(link, source !== null) : null;
  const edge = (at: number | null, into: number | null, isFirst: boolean): DiagramEdge => ({
    from: copyId(from.id, at),
    to: copyId(to.id, into),
    kind: link.kind,
    label: [isFirst ? link.label : null, isFirst ? shape : null].filter((text) => text !== null).join(' ') || null,
  });
  if (source !== null && source === target && link.kind !== 'start')
    return Array.from({ length: source.steps }, (_, into) => into)
      .flatMap((into) => link.offsets.map((offset) => [into + offset, into] as const))
      .filter(([step]) => step >= 0 && step < source.steps)
      .map(([step, into], i) => edge(step, into, i === 0));
  const given =
    source === null ? [null] : link.take === 'all' ? stepsUpTo(source.steps) : [lastStep(from, source.steps)];
  const readers =
    target === null ? [null] : link.kind === 'start' ? [firstStep(to, target.steps)] : stepsUpTo(target.steps);
  return given.flatMap((step, i) => readers.map((into, j) => edge(step, into, i === 0 && j === 0)));
}

const isBackward = ({ loop }: Part): boolean => loop?.direction === 'backward';
const lastStep = (part: Part, steps: number): number => (isBackward(part) ? 0 : steps - 1);
const firstStep = (part: Part, steps: number): number => (isBackward(part) ? steps - 1 : 0);

/** From every step to the next one of its direction. The states are named once. */
function stateEdges(part: Part, steps: number): readonly DiagramEdge[] {
  const { id, loop } = part;
  if (loop === null) return [];
  const label = loopText(loop.states, loop.notes);
  return Array.from({ length: Math.max(0, steps - 1) }, (_, i): DiagramEdge => {
    const [from, to] = isBackward(part) ? [i + 1, i] : [i, i + 1];
    return { from: copyId(id, from), to: copyId(id, to), kind: 'state', label: i === 0 ? label : null };
  });
}
