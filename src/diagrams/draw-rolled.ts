import { printShape, staticSize } from '../../compiler/ir/dim.ts';
import type { Diagram, DiagramEdge, DiagramNode } from './diagram.ts';
import { type Link, type ModelParts, numbersIn, type Part, type WeightGroup } from './parts.ts';

/** What is written beside names. */
export interface Details {
  /** Shapes of the values that flow. */
  readonly shapes: boolean;
  /** Weights with their shapes. */
  readonly params: boolean;
}

/** The model as it is kept: every cell once, with its loop. */
export function drawRolled(model: ModelParts, details: Details): Diagram {
  const shared = model.weights.filter(isShared);
  return {
    title: model.name,
    flow: 'up',
    nodes: [
      ...model.parts.map((part) => nodeOf(part, linesOf(part, model, details))),
      ...shared.map((group) => weightsNode(group, details)),
    ],
    edges: [
      ...joinLinks(model.links).map((link) => edgeOf(link, details.shapes ? shapeText(link, false) : null)),
      ...model.parts.flatMap(({ id, loop }): DiagramEdge[] =>
        loop === null ? [] : [{ from: id, to: id, kind: 'state', label: loopText(loop.states, loop.notes) }],
      ),
      ...shared.flatMap((group) => group.users.map((user) => weightsEdge(group, user))),
    ],
    groups: [...model.groups].map(([id, label]) => ({ id, label })),
  };
}

/** Whether more than one part computes with the weights. */
export const isShared = ({ users }: WeightGroup): boolean => users.length > 1;

export const weightsId = ({ owner }: WeightGroup): string => `weights ${owner}`;

export const weightsEdge = (group: WeightGroup, to: string): DiagramEdge => ({
  from: weightsId(group),
  to,
  kind: 'weights',
  label: null,
});

export function weightsNode(group: WeightGroup, { params }: Details): DiagramNode {
  return {
    id: weightsId(group),
    kind: 'weights',
    lines: [group.label, 'weights', ...(params ? weightLines(group) : [])],
    group: null,
    path: group.owner,
    step: null,
    place: null,
    lane: null,
  };
}

const nodeOf = ({ id, kind, group }: Part, lines: readonly string[]): DiagramNode => ({
  id,
  kind,
  lines,
  group,
  path: id,
  step: null,
  place: null,
  lane: null,
});

const edgeOf = ({ from, to, kind, label }: Link, shape: string | null): DiagramEdge => ({
  from,
  to,
  kind,
  label: [label, shape].filter((text) => text !== null).join(' ') || null,
});

/** Links of one kind between the same parts as one, with the names of all: `c, h`. */
export function joinLinks(links: readonly Link[]): readonly Link[] {
  const joined = new Map<string, Link>();
  for (const link of links) {
    const key = JSON.stringify([link.from, link.to, link.kind, link.take, link.offsets]);
    const known = joined.get(key);
    const labels = [known?.label, link.label].filter((label) => label != null);
    joined.set(key, known === undefined ? link : { ...known, label: labels.length === 0 ? null : labels.join(', ') });
  }
  return [...joined.values()];
}

/** `c, h · zoneout 0.1`. */
export const loopText = (states: readonly string[], notes: readonly string[]): string =>
  [states.join(', '), ...notes].join(' · ');

/** A part's own lines, and its weights where they are asked for and no box of their own shows them. */
export function linesOf(part: Part, { weights }: ModelParts, { params }: Details): readonly string[] {
  if (!params) return part.lines;
  const own = weights.filter((group) => !isShared(group) && group.users.includes(part.id));
  return [...part.lines, ...own.flatMap(weightLines)];
}

/** Of more weights the first are named. */
const MAX_NAMED = 6;

function weightLines(group: WeightGroup): readonly string[] {
  const { weights } = group;
  const named = weights.slice(0, MAX_NAMED).map(({ name, shape }) => `${name} [${shape.join(', ')}]`);
  const more = weights.length - named.length;
  const total = numbersIn(group).toLocaleString('en-US');
  return [...named, ...(more === 0 ? [] : [`and ${more} more`]), `${total} number${total === '1' ? '' : 's'}`];
}

/** `[batch, time, 64]`, of one step `[batch, 64]`. */
export function shapeText({ shape, isSequence, kind }: Link, ofStep: boolean): string | null {
  if (shape === null || kind === 'start') return null;
  // of nested axes the step is one of the last
  const axis = Math.max(
    1,
    shape.findLastIndex((size) => staticSize(size) === null),
  );
  return printShape(ofStep && isSequence ? shape.filter((_, at) => at !== axis) : shape);
}
