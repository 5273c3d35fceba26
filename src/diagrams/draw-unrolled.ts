import { axesAround } from '../../compiler/1-read/spec/axis-nesting.ts';
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
  /** Copies of all sequences over the axis: of an inner one there is a sequence for each step around it. */
  readonly steps: number;
  /** Copies of one sequence. */
  readonly each: number;
  /** Axes around it, from the outermost on, with the copies that each has of one sequence. */
  readonly around: readonly { readonly axis: string; readonly each: number }[];
  /** The column of step 0. */
  readonly start: number;
  /** From the column of a step to that of the next: steps stand above the last of what they have within them. */
  readonly stride: number;
  /** The row of the first part. */
  readonly row: number;
  /** Left of the copies: weights, and what has no steps but is read at every step. */
  readonly before: number;
  readonly after: number;
  /** Parts in the order of their rows. */
  readonly parts: readonly Part[];
}

/**
 * Copies of every step side by side, which share one set of weights: drawn once, with a line to every use. Of sequences of sequences every outer step has
 * copies of its own of all inner ones.
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
    const lines =
      step === null ? linesOf(part, model, details) : [stepName(part, step, blockOf(part)), ...part.lines.slice(1)];
    nodes.push({
      id: copyId(part.id, step),
      kind: part.kind,
      lines,
      group: null,
      path: part.id,
      step: step === null ? null : step % (blockOf(part)?.each ?? 1),
      place: { column, row },
      lane: null,
    });
  };
  for (const block of blocks)
    block.parts.forEach((part, row) => {
      for (let step = 0; step < block.steps; step++)
        add(part, step, block.start + step * block.stride, block.row + row);
    });
  const rowOf = new Map(blocks.flatMap(({ parts, row }) => parts.map((part, i) => [part.id, row + i] as const)));
  for (const part of model.parts) {
    if (blockOf(part) !== null) continue;
    const column = columnOf(part, model, blocks, partOf);
    if (
      model.links.some(({ from, to, take }) => to === part.id && take === 'all' && blockOf(at(partOf, from)) !== null)
    ) {
      // above all copies, so that its lines cross none
      let above = Math.max(...blocks.map(({ parts, row: first }) => first + parts.length));
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
  for (const block of blocks) for (const part of block.parts) edges.push(...stateEdges(part, block));
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
  const partOf = new Map(model.parts.map((part) => [part.id, part]));
  const axisOf = (from: string): string | null => at(partOf, from).axis;
  const nameOf = (from: string): string => {
    const {
      kind,
      group,
      lines: [own = from],
    } = at(partOf, from);
    return group === null ? own : kind === 'merge' ? group : `${group} ${own}`;
  };
  const boxes = sources.map(
    (from): Part => ({
      id: idOf(from),
      kind: 'sequence',
      lines: [nameOf(from), 'all steps'],
      axis: model.nesting.get(axisOf(from) ?? '') ?? null,
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

/** What the copy of a step is called: inputs and outputs tell their step, the first one 1, behind those around it (`2.1`); cells their name. */
function stepName({ kind, lines: [name = ''], group }: Part, step: number, block: Block | null): string {
  if (kind === 'input' || kind === 'output') return `${name} ${placesOf(step, block).join('.')}`;
  return kind === 'cell' && group !== null && group !== name ? `${group} ${name}` : name;
}

/** The steps that a copy stands at, along all axes from the outermost on, counted from 1. */
function placesOf(step: number, block: Block | null): readonly number[] {
  const places: number[] = [];
  let left = step;
  for (const { each } of [...(block?.around ?? []), ...(block === null ? [] : [block])].toReversed()) {
    places.unshift((left % each) + 1);
    left = Math.floor(left / each);
  }
  return places.length === 0 ? [step + 1] : places;
}

const stepsUpTo = (count: number | null): readonly (number | null)[] =>
  count === null ? [null] : Array.from({ length: count }, (_, step) => step);

/** One beside the other, but the steps around an inner axis above its first block. */
function blocksOf(model: ModelParts, steps: number): readonly Block[] {
  const depth = (axis: string): number => axesAround(model.nesting, axis).length;
  const axes = [...new Set(model.parts.flatMap(({ axis }) => axis ?? []))].sort((a, b) => depth(b) - depth(a));
  const blocks: Block[] = [];
  let column = 0;
  for (const axis of axes) {
    const eachOf = (of: string): number => (/^\d/.test(of) ? Number(of) : steps);
    const around = axesAround(model.nesting, axis).map((outer) => ({ axis: outer, each: eachOf(outer) }));
    const count = around.reduce((product, outer) => product * outer.each, eachOf(axis));
    const parts = model.parts.filter((part) => part.axis === axis);
    const block = { axis, steps: count, each: eachOf(axis), around, parts };
    const within = blocks.find((inner) => inner.around.at(-1)?.axis === axis);
    if (within !== undefined) {
      const group = within.steps / count;
      const { before, after, start, stride, row } = within;
      const place = { start: start + (group - 1) * stride, stride: group * stride, row: row + within.parts.length };
      blocks.push({ ...block, ...place, before, after });
      continue;
    }
    const [before, start] = [column, column + 1];
    blocks.push({ ...block, before, start, stride: 1, row: 0, after: start + count });
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
      .filter(([step, into]) => step >= 0 && Math.floor(step / source.each) === Math.floor(into / source.each))
      .map(([step, into], i) => edge(step, into, i === 0));
  // what stands along an axis around the other is read by, or reads, the copies within its own steps
  const [wide, narrow] = [isAround(target, source), isAround(source, target)];
  const groups = wide || narrow ? Math.min(source?.steps ?? 1, target?.steps ?? 1) : 1;
  return Array.from({ length: groups }, (_, group) => {
    const [given, readers] = [rangeOf(source, group, groups), rangeOf(target, group, groups)];
    const taken = source === null || link.take === 'all' || narrow ? given : lastOf(from, given);
    const into = target !== null && link.kind === 'start' ? firstsOf(to, readers, target.each) : readers;
    return taken.flatMap((step) => into.map((reader) => [step, reader] as const));
  })
    .flat()
    .map(([step, into], i) => edge(step, into, i === 0));
}

const isAround = (outer: Block | null, inner: Block | null): boolean =>
  outer !== null && inner?.around.some(({ axis }) => axis === outer.axis) === true;

/** The copies of one of so many groups; null: the part has no copies. */
function rangeOf(block: Block | null, group: number, groups: number): readonly (number | null)[] {
  if (block === null) return [null];
  const size = block.steps / groups;
  return Array.from({ length: size }, (_, i) => group * size + i);
}

const isBackward = ({ loop }: Part): boolean => loop?.direction === 'backward';
const lastOf = (part: Part, steps: readonly (number | null)[]): readonly (number | null)[] =>
  isBackward(part) ? steps.slice(0, 1) : steps.slice(-1);
/** The first step of every sequence. @param each copies of a sequence */
const firstsOf = (part: Part, steps: readonly (number | null)[], each: number): readonly (number | null)[] =>
  steps.filter((_, i) => i % each === (isBackward(part) ? each - 1 : 0));

/** From every step of a sequence to the next one of its direction. The states are named once. */
function stateEdges(part: Part, { steps, each }: Block): readonly DiagramEdge[] {
  const { id, loop } = part;
  if (loop === null) return [];
  const label = loopText(loop.states, loop.notes);
  return Array.from({ length: steps }, (_, i) => i)
    .filter((i) => i % each < each - 1)
    .map((i, count): DiagramEdge => {
      const [from, to] = isBackward(part) ? [i + 1, i] : [i, i + 1];
      return { from: copyId(id, from), to: copyId(id, to), kind: 'state', label: count === 0 ? label : null };
    });
}
