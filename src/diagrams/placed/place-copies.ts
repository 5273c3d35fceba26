import { textWidth } from '../../svg/text-width.ts';
import type { Diagram, DiagramEdge } from '../diagram.ts';
import { type Box, type Layout, type Line, type Piece, type Point, sizeOf } from './layout.ts';
import { LINE, labelSize } from './text-size.ts';

/** Between boxes of a row, at least, and between rows. */
const GAP_ACROSS = 44;
const GAP_UP = 40;
const MARGIN = 16;
const TITLE = 28;

/**
 * Places a diagram whose nodes all know their column and row, and draws its lines: straight within a row or to the next one, around the boxes
 * of a column where they skip some. Uses of weights run along below a row, with a branch to every copy.
 */
export function placeCopies(diagram: Diagram): Layout {
  const sized = diagram.nodes.map((node) => ({ node, ...sizeOf(node) }));
  const columns = offsets(
    sized,
    ({ node }) => node.place?.column ?? 0,
    (s) => s.width,
    GAP_ACROSS + labelsBetween(diagram),
  );
  const rows = offsets(
    sized,
    ({ node }) => node.place?.row ?? 0,
    (s) => s.height,
    GAP_UP,
  );
  const left = MARGIN + skippedWidth(diagram);
  const height = TITLE + MARGIN + rows.total + MARGIN + LINE;
  const boxes = sized.map(
    ({ node, width, height: own, ...text }): Box => ({
      ...text,
      node,
      width: even(width),
      height: even(own),
      x: Math.round(left + columns.middle(node.place?.column ?? 0)),
      y: Math.round(height - MARGIN - LINE - rows.middle(node.place?.row ?? 0)),
    }),
  );
  const boxOf = new Map(boxes.map((box) => [box.node.id, box]));
  const columnsOf = new Map<number, Box[]>();
  for (const box of boxes) columnsOf.set(columnOf(box), [...(columnsOf.get(columnOf(box)) ?? []), box]);
  const lines = diagram.edges.flatMap((edge): Line[] => {
    const [from, to] = [boxOf.get(edge.from), boxOf.get(edge.to)];
    return from === undefined || to === undefined
      ? []
      : [lineBetween(edge, from, to, (column) => columnsOf.get(column) ?? [])];
  });
  const right = Math.max(...lines.flatMap(({ pieces }) => pieces.flat().map(({ x }) => x)), left + columns.total);
  const width = Math.max(right + GAP_ACROSS / 2, textWidth(diagram.title, 15) + 2 * MARGIN);
  return { title: diagram.title, width, height, boxes, lines: branched(lines), frames: [] };
}

/**
 * Middles of columns, or rows, that are as wide as what is in them. Weights stand between two rows: they need room where they are higher than the
 * gap and a usual row.
 */
function offsets<T>(
  items: readonly T[],
  placeOf: (item: T) => number,
  sizeOfItem: (item: T) => number,
  gap: number,
): { readonly middle: (place: number) => number; readonly total: number } {
  const sizes = new Map<number, number>();
  for (const item of items) {
    const place = placeOf(item);
    sizes.set(place, Math.max(sizes.get(place) ?? 0, sizeOfItem(item)));
  }
  const middles = new Map<number, number>();
  let end = 0;
  for (const place of [...sizes.keys()].sort((a, b) => a - b)) {
    const size = sizes.get(place) ?? 0;
    if (Number.isInteger(place)) {
      middles.set(place, end + size / 2);
      end += size + gap;
    } else {
      const more = Math.max(0, size + SPACE - gap - LOWEST_ROW);
      middles.set(place, end + (more - gap) / 2);
      end += more;
    }
  }
  return { middle: (place) => middles.get(place) ?? 0, total: Math.max(0, end - gap) };
}
/** Height of a row of inputs, and what is left between boxes of weights. */
const LOWEST_ROW = 20;
const SPACE = 8;

/** So that halves of it are whole. */
const even = (size: number): number => 2 * Math.ceil(size / 2);

/** Names of states, and of what the last copy gives to its right, stand between two boxes of a row. */
function labelsBetween({ nodes, edges }: Diagram): number {
  const places = new Map(nodes.map(({ id, place }) => [id, place]));
  const isAcross = (from: string, to: string): boolean =>
    places.get(from)?.row === places.get(to)?.row && places.get(from)?.column !== places.get(to)?.column;
  return Math.max(
    0,
    ...edges.map(({ from, to, label }) => (label !== null && isAcross(from, to) ? labelSize(label).width - 20 : 0)),
  );
}

/** Room at the left for lines that go around the first column. */
const skippedWidth = ({ nodes }: Diagram): number => (nodes.some(({ place }) => place?.column === 0) ? 24 : 0);

const topOf = ({ x, y, height }: Box): Point => ({ x, y: y - height / 2 });
const bottomOf = ({ x, y, height }: Box): Point => ({ x, y: y + height / 2 });
const rightOf = ({ x, y, width }: Box): Point => ({ x: x + width / 2, y });
const leftOf = ({ x, y, width }: Box): Point => ({ x: x - width / 2, y });
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** @param columns the boxes of a column */
function lineBetween(edge: DiagramEdge, from: Box, to: Box, columns: (column: number) => readonly Box[]): Line {
  const line = (start: Point, pieces: readonly Piece[], label: Point): Line => ({
    edge,
    start,
    pieces,
    label: edge.label === null ? null : label,
  });
  if (edge.kind === 'weights') return alongRow(edge, from, to);
  const { width, height } = labelSize(edge.label);
  const aside = width / 2 + 6;
  const above = Math.max(0, height - LINE) / 2 + 8;
  if (from.node.kind === 'sequence' || isAbove(to, from, columns(columnOf(from))))
    return alongTop(line, aside, from, to, columns);
  if (from.y === to.y) {
    const [start, end] = from.x < to.x ? [rightOf(from), leftOf(to)] : [leftOf(from), rightOf(to)];
    const label = middle(start, end);
    return line(start, [[end]], { ...label, y: label.y - above });
  }
  if (columnOf(from) === columnOf(to)) {
    const between = columns(columnOf(from)).filter((box) => isBetween(box.y, from.y, to.y));
    if (between.length > 0) return aroundBoxes(line, aside, from, to, between);
    const [start, end] = from.y > to.y ? [topOf(from), bottomOf(to)] : [bottomOf(from), topOf(to)];
    return line(start, [[end]], { x: start.x + aside, y: start.y + (from.y > to.y ? -1 : 1) * (above + 4) });
  }
  const [start, end] = columnOf(from) < columnOf(to) ? [rightOf(from), leftOf(to)] : [leftOf(from), rightOf(to)];
  const bend = (end.x - start.x) / 2;
  const label = middle(start, end);
  return line(start, [[{ x: start.x + bend, y: start.y }, { x: end.x - bend, y: end.y }, end]], {
    ...label,
    y: label.y - above,
  });
}

/** Whether a box that is of no step stands higher than all copies of a step. */
const isAbove = ({ node, y }: Box, copy: Box, copies: readonly Box[]): boolean =>
  node.step === null && copy.node.step !== null && copies.every((box) => box.y > y);

/** Between a copy and what reads all copies, or all copies read, which stands above them: along on its height, and beside what stands over the copy. */
function alongTop(
  line: (start: Point, pieces: readonly Piece[], label: Point) => Line,
  aside: number,
  from: Box,
  to: Box,
  columns: (column: number) => readonly Box[],
): Line {
  const isFed = from.node.kind !== 'sequence';
  const [copy, sequence] = isFed ? [from, to] : [to, from];
  // what goes in comes along above what goes out
  const rail = sequence.y + (isFed ? -RAIL_ASIDE : RAIL_ASIDE);
  const over = columns(columnOf(copy)).filter(({ y }) => y < copy.y && y > sequence.y);
  const widest = Math.max(...[copy, ...over].map(({ width }) => width));
  const side = isFed ? 1 : -1;
  const x = over.length === 0 ? copy.x + side * USE_ASIDE : copy.x + side * (widest / 2 + 8);
  const entry: Point =
    over.length === 0
      ? { x, y: copy.y - copy.height / 2 }
      : { x: copy.x + (side * copy.width) / 2, y: copy.y - copy.height / 4 };
  const exit: Point = { x: sequence.x + (copy.x < sequence.x ? -1 : 1) * (sequence.width / 2), y: rail };
  const way = [entry, ...(over.length === 0 ? [] : [{ x, y: entry.y }]), { x, y: rail }, exit];
  const [start = entry, ...rest] = isFed ? way : way.toReversed();
  return line(
    start,
    rest.map((point): Piece => [point]),
    { x: exit.x + (copy.x < sequence.x ? -aside : aside), y: rail + (isFed ? -8 : 14) },
  );
}

/** How far above and below the middle of the box of a sequence its lines run. */
const RAIL_ASIDE = 6;

/** Out of the side of a box, up beside those between, and into the side of the other; the further it goes, the further out it stands. */
function aroundBoxes(
  line: (start: Point, pieces: readonly Piece[], label: Point) => Line,
  aside: number,
  from: Box,
  to: Box,
  between: readonly Box[],
): Line {
  const widest = Math.max(...[from, to, ...between].map(({ width }) => width));
  const x = from.x + widest / 2 + 4 + 5 * between.length;
  const [start, end] = [rightOf(from), rightOf(to)];
  const up = from.y > to.y ? -1 : 1;
  // states leave and enter in the middle of a side
  const [out, back] = [
    { x: start.x, y: start.y + (up * from.height) / 4 },
    { x: end.x, y: end.y - (up * to.height) / 4 },
  ];
  const curve = 12 * up;
  return line(
    out,
    [
      [
        { x, y: out.y },
        { x, y: out.y + curve / 2 },
        { x, y: out.y + curve },
      ],
      [{ x, y: back.y - curve }],
      [{ x, y: back.y - curve / 2 }, { x, y: back.y }, back],
    ],
    { x: x + aside, y: back.y + 14 },
  );
}

const columnOf = ({ node }: Box): number => node.place?.column ?? 0;
const isBetween = (y: number, a: number, b: number): boolean => y > Math.min(a, b) && y < Math.max(a, b);

/** How far left of the middle of a box its weights come in. */
const USE_ASIDE = 12;

/** Along below the row of the copy, then up to it. */
function alongRow(edge: DiagramEdge, from: Box, to: Box): Line {
  const start = rightOf(from);
  const end = { x: to.x - USE_ASIDE, y: to.y + to.height / 2 };
  const rail = Math.abs(from.y - end.y) < GAP_UP ? start.y : end.y + 14;
  const first: Piece[] = rail === start.y ? [] : [[{ x: start.x + 10, y: start.y }], [{ x: start.x + 10, y: rail }]];
  return { edge, start, pieces: [...first, [{ x: end.x, y: rail }], [end]], label: null };
}

/** Uses of the same weights along a row: each goes on from where the one before it has turned off. */
function branched(lines: readonly Line[]): readonly Line[] {
  const turned = new Map<string, Point>();
  return lines.map((line) => {
    if (line.edge.kind !== 'weights') return line;
    const turn = line.pieces.at(-2)?.[0];
    if (turn === undefined) return line;
    const row = `${line.edge.from} ${turn.y}`;
    const before = turned.get(row);
    turned.set(row, turn);
    return before === undefined ? line : { ...line, start: before, pieces: line.pieces.slice(-2) };
  });
}
