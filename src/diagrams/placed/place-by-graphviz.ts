import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { textWidth } from '../../svg/text-width.ts';
import type { Diagram, DiagramEdge } from '../diagram.ts';
import { type Box, type Frame, type Layout, type Line, type Piece, type Point, sizeOf } from './layout.ts';
import { placeCopies } from './place-copies.ts';
import { toDot } from './to-dot.ts';

const MARGIN = 16;
const TITLE = 28;

/** Places a diagram: copies side by side in their columns, anything else by Graphviz' `dot`. */
export async function placeDiagram(diagram: Diagram): Promise<Layout> {
  if (diagram.nodes.every(({ place }) => place !== null)) return placeCopies(diagram);
  // 0.8 MB, for who draws alone
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  return layoutOf(diagram, JSON.parse(graphviz.layout(toDot(diagram), 'json', 'dot')));
}

/** What Graphviz says of a graph, of its objects (groups first) and its edges; places as text. */
interface Answer {
  readonly bb?: string;
  readonly objects?: readonly {
    readonly name: string;
    readonly pos?: string;
    readonly width?: string;
    readonly height?: string;
    readonly bb?: string;
  }[];
  readonly edges?: readonly { readonly pos?: string; readonly lp?: string }[];
}

function layoutOf(diagram: Diagram, answer: Answer): Layout {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbers(answer.bb);
  const width = Math.max(x1 - x0 + 2 * MARGIN, textWidth(diagram.title, 15) + 2 * MARGIN);
  const left = (width - (x1 - x0)) / 2;
  const place = (x: number, y: number): Point => ({ x: left + x - x0, y: TITLE + MARGIN + y1 - y });
  const objects = answer.objects ?? [];
  const found = new Map(objects.map((object) => [object.name, object]));
  const boxes = diagram.nodes.map((node): Box => {
    const object = found.get(node.id);
    const size = sizeOf(node);
    const [x, y] = numbers(object?.pos);
    if (x === undefined || y === undefined) throw new InternalError(`"${node.id}" has no place`);
    return {
      node,
      text: size.text,
      nameLines: size.nameLines,
      ...place(x, y),
      width: Number(object?.width) * 72,
      height: Number(object?.height) * 72,
    };
  });
  const lines = (answer.edges ?? []).flatMap((edge, i): Line[] => {
    const own = diagram.edges[i];
    return own === undefined || edge.pos === undefined ? [] : [lineOf(own, edge.pos, edge.lp, place)];
  });
  const frames = diagram.groups.flatMap((group, i): Frame[] => {
    const [gx0, gy0, gx1, gy1] = numbers(found.get(`cluster_${i}`)?.bb);
    if (gx0 === undefined || gy0 === undefined || gx1 === undefined || gy1 === undefined) return [];
    return [{ group, ...place(gx0, gy1), width: gx1 - gx0, height: gy1 - gy0 }];
  });
  return { title: diagram.title, width, height: TITLE + y1 - y0 + 2 * MARGIN, boxes, lines, frames };
}

const numbers = (text = ''): readonly number[] =>
  text
    .split(/[, ]/)
    .filter((part) => part !== '')
    .map(Number);

/** `e,x,y` is the tip of the arrow; the points of the curve follow. */
function lineOf(
  edge: DiagramEdge,
  pos: string,
  label: string | undefined,
  place: (x: number, y: number) => Point,
): Line {
  const points: Point[] = [];
  let tip: Point | null = null;
  for (const part of pos.split(' ')) {
    const [x = 0, y = 0] = numbers(part.replace(/^[es],/, ''));
    if (part.startsWith('e,')) tip = place(x, y);
    else if (!part.startsWith('s,')) points.push(place(x, y));
  }
  const [start, ...rest] = points;
  if (start === undefined) throw new InternalError('a line without points');
  const pieces: Piece[] = [];
  for (let i = 0; i + 2 < rest.length; i += 3) {
    const [a, b, c] = rest.slice(i, i + 3);
    if (a !== undefined && b !== undefined && c !== undefined) pieces.push([a, b, c]);
  }
  if (tip !== null) pieces.push([tip]);
  const [lx, ly] = numbers(label);
  return { edge, start, pieces, label: lx === undefined || ly === undefined ? null : place(lx, ly) };
}
