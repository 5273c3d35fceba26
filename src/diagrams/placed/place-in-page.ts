import { Graph, layout } from '@dagrejs/dagre';
import { textWidth } from '../../svg/text-width.ts';
import type { Diagram, DiagramEdge, DiagramNode } from '../diagram.ts';
import { type Box, type Frame, type Layout, type Line, type Piece, type Point, sizeOf } from './layout.ts';
import { placeCopies } from './place-copies.ts';
import { LINE, labelSize } from './text-size.ts';

const MARGIN = 16;
const TITLE = 28;
/** Between lanes, and between the lowest and what is below. */
const LANE_GAP = 18;

/**
 * Places a diagram without Graphviz, for pages, where a tenth of a megabyte counts: copies side by side in their columns, anything else in layers. In a
 * cell each lane is a straight line above everything else.
 */
export function placeInPage(diagram: Diagram): Layout {
  if (diagram.nodes.every(({ place }) => place !== null)) return placeCopies(diagram);
  const sizes = new Map(diagram.nodes.map((node) => [node.id, { node, ...sizeOf(node) }]));
  const graph = layered(diagram, sizes);
  const lanes = lanesOf(diagram);
  const isFree = ({ lane }: DiagramNode): boolean => lane === null || !lanes.includes(lane);
  const free = diagram.nodes.filter(isFree).map(({ id }) => graph.node(id));
  const levels = new Map<string, number>();
  let top = Math.min(...free.map(({ y, height }) => y - height / 2));
  if (!Number.isFinite(top)) top = 0;
  for (const lane of lanes.toReversed()) {
    const height = Math.max(
      ...diagram.nodes.filter((node) => node.lane === lane).map(({ id }) => graph.node(id).height),
    );
    levels.set(lane, top - LANE_GAP - height / 2);
    top -= LANE_GAP + height;
  }
  const middles = new Map(
    diagram.nodes.map(({ id, lane }): [string, Point] => {
      const { x, y } = graph.node(id);
      return [id, { x, y: levels.get(lane ?? '') ?? y }];
    }),
  );
  const boxes = diagram.nodes.map((node): Box => {
    const size = sizes.get(node.id) ?? { ...sizeOf(node) };
    const { x, y } = middles.get(node.id) ?? { x: 0, y: 0 };
    return { node, text: size.text, nameLines: size.nameLines, x, y, width: size.width, height: size.height };
  });
  const boxOf = new Map(boxes.map((box) => [box.node.id, box]));
  const lines = diagram.edges.flatMap((edge, i): Line[] => {
    const [from, to] = [boxOf.get(edge.from), boxOf.get(edge.to)];
    const found = graph.edge({ v: edge.from, w: edge.to, name: `${i}` });
    return from === undefined || to === undefined
      ? []
      : [lineOf(edge, from, to, found, isFree(from.node) && isFree(to.node))];
  });
  const frames = diagram.groups.map((group): Frame => {
    const { x, y, width, height } = graph.node(groupId(group.id));
    return { group, x: x - width / 2, y: y - height / 2 - LINE, width, height: height + LINE };
  });
  return moved(diagram, boxes, lines, frames);
}

type Sizes = ReadonlyMap<string, { readonly width: number; readonly height: number }>;
const groupId = (id: string): string => `group ${id}`;

/** The diagram in layers, by the lengths of its ways. Where values flow to the right, what comes in is in the first layer and what goes out in the last. */
function layered(diagram: Diagram, sizes: Sizes): InstanceType<typeof Graph> {
  const { nodes, edges, groups, flow } = diagram;
  const graph = new Graph({ multigraph: true, compound: true });
  graph.setGraph({ rankdir: flow === 'up' ? 'BT' : 'LR', nodesep: 24, ranksep: flow === 'up' ? 34 : 40, edgesep: 14 });
  for (const { id } of groups) graph.setNode(groupId(id), { width: 0, height: 0 });
  for (const { id, group } of nodes) {
    const { width, height } = sizes.get(id) ?? { width: 0, height: 0 };
    graph.setNode(id, { width, height });
    if (group !== null) graph.setParent(id, groupId(group));
  }
  edges.forEach(({ from, to, label, kind }, i) => {
    const { width, height } = labelSize(label);
    const weight = kind === 'weights' || kind === 'mask' ? 0.5 : 1;
    graph.setEdge(from, to, { width: label === null ? 0 : width + 8, height, labelpos: 'c', weight }, `${i}`);
  });
  if (flow === 'right') {
    const [read, written] = [new Set(edges.map(({ from }) => from)), new Set(edges.map(({ to }) => to))];
    for (const end of ['first', 'last']) graph.setNode(end, { width: 0, height: 0 });
    for (const { id } of nodes.filter(isPort)) {
      if (!written.has(id)) graph.setEdge('first', id, { weight: 20 }, 'first');
      if (!read.has(id)) graph.setEdge(id, 'last', { weight: 20 }, 'last');
    }
  }
  layout(graph);
  return graph;
}

const isPort = ({ kind }: DiagramNode): boolean => kind === 'state' || kind === 'input' || kind === 'output';

/** Lanes that lead from one end to the other, in the order of the states. */
function lanesOf({ nodes, edges }: Diagram): readonly string[] {
  const laneOf = new Map(nodes.map(({ id, lane }) => [id, lane]));
  const led = new Set(
    edges.flatMap(({ from, to }) => (laneOf.get(from) === laneOf.get(to) ? (laneOf.get(from) ?? []) : [])),
  );
  return [...new Set(nodes.flatMap(({ lane }) => lane ?? []))].filter((lane) => led.has(lane));
}

interface Found {
  readonly points?: readonly Point[];
  readonly x?: number;
  readonly y?: number;
}

/** @param stayed whether both ends are where the layers put them, so that the label is too */
function lineOf(edge: DiagramEdge, from: Box, to: Box, { points = [], x, y }: Found, stayed: boolean): Line {
  if (from === to) return loopOf(edge, from);
  const inLane = from.node.lane !== null && from.node.lane === to.node.lane && from.y === to.y;
  const bends = inLane ? [] : points.slice(1, -1);
  const start = borderOf(from, bends[0] ?? to);
  const end = borderOf(to, bends.at(-1) ?? from);
  const next = bends[0] ?? end;
  const near = { x: start.x + (next.x - start.x) * 0.4, y: start.y + (next.y - start.y) * 0.4 - (inLane ? 8 : 0) };
  const placed = stayed && x !== undefined && y !== undefined ? { x, y } : near;
  const label = edge.label === null ? null : placed;
  return { edge, start, pieces: smooth([start, ...bends, end]), label };
}

/** A loop at the right side of a box, as high as half of it. */
function loopOf(edge: DiagramEdge, { x, y, width, height }: Box): Line {
  const right = x + width / 2;
  const [up, down] = [y - height / 5, y + height / 5];
  const out = right + 24;
  return {
    edge,
    start: { x: right, y: down },
    pieces: [
      [
        { x: out, y: down + 8 },
        { x: out + 4, y: up - 8 },
        { x: right + 8, y: up },
      ],
      [{ x: right, y: up }],
    ],
    label: edge.label === null ? null : { x: out + 8 + labelSize(edge.label).width / 2, y },
  };
}

/** Where a line from the middle of a box to a point leaves it. */
function borderOf({ node, x, y, width, height }: Box, towards: Point): Point {
  const [dx, dy] = [towards.x - x, towards.y - y];
  if (dx === 0 && dy === 0) return { x, y };
  const isRound = node.kind === 'operation' || node.kind === 'merge';
  const [a, b] = [width / 2, height / 2];
  const share = isRound ? 1 / Math.hypot(dx / a, dy / b) : 1 / Math.max(Math.abs(dx) / a, Math.abs(dy) / b);
  return { x: x + dx * Math.min(1, share), y: y + dy * Math.min(1, share) };
}

/** A curve near the points between the first and the last, through the middles between them. */
function smooth(points: readonly Point[]): readonly Piece[] {
  const [start, ...rest] = points;
  const end = rest.at(-1);
  if (start === undefined || end === undefined) return [];
  if (rest.length === 1) return [[end]];
  let last = start;
  return rest.slice(0, -1).map((bend, i): Piece => {
    const next = rest[i + 1] ?? end;
    const goal = i === rest.length - 2 ? end : { x: (bend.x + next.x) / 2, y: (bend.y + next.y) / 2 };
    const towards = (p: Point): Point => ({ x: p.x + ((bend.x - p.x) * 2) / 3, y: p.y + ((bend.y - p.y) * 2) / 3 });
    const piece: Piece = [towards(last), towards(goal), goal];
    last = goal;
    return piece;
  });
}

/** Everything moved so that it begins below the title. */
function moved({ title }: Diagram, boxes: readonly Box[], lines: readonly Line[], frames: readonly Frame[]): Layout {
  const corners = [
    ...boxes.flatMap(({ x, y, width, height }) => [
      { x: x - width / 2, y: y - height / 2 },
      { x: x + width / 2, y: y + height / 2 },
    ]),
    ...frames.flatMap(({ x, y, width, height }) => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
    ...lines.flatMap(({ start, pieces, label, edge }) => {
      const [across, down] = [labelSize(edge.label).width / 2, (labelSize(edge.label).height - LINE) / 2];
      const labels =
        label === null ? [] : [-1, 1].map((side) => ({ x: label.x + side * across, y: label.y + side * down }));
      return [start, ...pieces.flat(), ...labels];
    }),
  ];
  const [left, right] = [Math.min(...corners.map(({ x }) => x)), Math.max(...corners.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...corners.map(({ y }) => y)), Math.max(...corners.map(({ y }) => y))];
  const width = Math.max(right - left, textWidth(title, 15)) + 2 * MARGIN;
  const dx = (width - (right - left)) / 2 - left;
  const dy = TITLE + MARGIN - top;
  const move = <P extends Point>(point: P): P => ({ ...point, x: point.x + dx, y: point.y + dy });
  return {
    title,
    width,
    height: TITLE + 2 * MARGIN + bottom - top,
    boxes: boxes.map(move),
    lines: lines.map(({ edge, start, pieces, label }) => ({
      edge,
      start: move(start),
      pieces: pieces.map((piece): Piece => {
        const [a, b, c] = piece;
        return b === undefined || c === undefined ? [move(a)] : [move(a), move(b), move(c)];
      }),
      label: label === null ? null : move(label),
    })),
    frames: frames.map(move),
  };
}
