import { escaped, round } from '../../svg/svg-text.ts';
import type { EdgeKind } from '../diagram.ts';
import type { Box, Frame, Layout, Line, Piece, Point } from './layout.ts';
import { LINE, wrapText } from './text-size.ts';

/**
 * A placed diagram as the text of an SVG file: no script, no outside font, in the reader's light or dark scheme, told apart by shapes and strokes as
 * well as by colour. The same diagram gives the same bytes.
 */
export function toSvg(layout: Layout): string {
  const { title, width, height, boxes, lines, frames } = layout;
  const size = `width="${round(width)}" height="${round(height)}"`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" ${size} role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    STYLE,
    `<rect class="paper" ${size}/>`,
    `<text class="title" x="16" y="24">${escaped(title)}</text>`,
    ...frames.map(frame),
    ...linesOf(lines),
    ...boxesOf(boxes),
    ...lines.flatMap(labelOf),
    '</svg>',
  ].join('\n')}\n`;
}

const KINDS: readonly EdgeKind[] = ['data', 'state', 'start', 'weights', 'mask'];

function frame({ group, x, y, width, height }: Frame): string {
  return [
    `<g><rect class="frame" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="8"/>`,
    `<text class="small" x="${round(x + 8)}" y="${round(y + 15)}">${escaped(group.label)}</text></g>`,
  ].join('');
}

/** All lines of a kind are one path, and their tips another, which keeps the file small. */
function linesOf(lines: readonly Line[]): readonly string[] {
  return KINDS.flatMap((kind) => {
    const own = lines.filter(({ edge }) => edge.kind === kind);
    if (own.length === 0) return [];
    const ways = own.map(({ start, pieces }) => `M${place(start)}${piecesText(start, pieces)}`).join('');
    return [`<path class="line ${kind}" d="${ways}"/>`, `<path class="tip ${kind}" d="${own.map(tipOf).join('')}"/>`];
  });
}

const TIP = { length: 8, width: 6 };

/** A triangle that ends where the line does. */
function tipOf({ start, pieces }: Line): string {
  const points = [start, ...pieces.flat()];
  const end = points.at(-1) ?? start;
  const before = points.findLast(({ x, y }) => Math.hypot(x - end.x, y - end.y) > 0.5) ?? start;
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const back = { x: end.x - dx * TIP.length, y: end.y - dy * TIP.length };
  const [sx, sy] = [(-dy * TIP.width) / 2, (dx * TIP.width) / 2];
  const [left, right] = [
    { x: back.x + sx - end.x, y: back.y + sy - end.y },
    { x: -2 * sx, y: -2 * sy },
  ];
  return `M${place(end)}l${place(left)} ${place(right)}z`;
}

/** A tenth of a pixel is less than can be seen. */
const tenth = (value: number): string => String(Number(value.toFixed(1)));
const place = ({ x, y }: Point): string => `${tenth(x)} ${tenth(y)}`;

function piecesText(start: Point, pieces: readonly Piece[]): string {
  let last = start;
  return pieces
    .map((piece) => {
      const [first, second, third] = piece;
      const before = last;
      last = third ?? first;
      if (second !== undefined && third !== undefined) return `C${piece.map(place).join(' ')}`;
      if (first.y === before.y) return `H${tenth(first.x)}`;
      return first.x === before.x ? `V${tenth(first.y)}` : `L${place(first)}`;
    })
    .join('');
}

/** Boxes that look alike are drawn once and used as often as they stand there. */
function boxesOf(boxes: readonly Box[]): readonly string[] {
  const alike = new Map<string, Box[]>();
  for (const each of boxes) {
    const { node, text, width, height } = each;
    const key = JSON.stringify([node.kind, text, round(width), round(height)]);
    alike.set(key, [...(alike.get(key) ?? []), each]);
  }
  const ids = new Map<Box, string>();
  const drawn = [...alike.values()].flatMap((same, i) => {
    const [first] = same;
    if (first === undefined || same.length === 1) return [];
    for (const each of same) ids.set(each, `b${i}`);
    return [draw({ ...first, x: 0, y: 0 }, ` id="b${i}"`)];
  });
  const placed = boxes.map((each) => {
    const id = ids.get(each);
    return id === undefined ? draw(each, '') : `<use href="#${id}" x="${round(each.x)}" y="${round(each.y)}"/>`;
  });
  return [...(drawn.length === 0 ? [] : ['<defs>', ...drawn, '</defs>']), ...placed];
}

function draw({ node, text, nameLines, x, y, width, height }: Box, id: string): string {
  const first = y - ((text.length - 1) * LINE) / 2 + 4;
  const words = text.map((line, i) => {
    const kind = i < nameLines || node.kind === 'operation' ? '' : ' class="small"';
    return `<text${kind} x="${round(x)}" y="${round(first + i * LINE)}">${escaped(line)}</text>`;
  });
  const shape = shapeOf(node.kind, x - width / 2, y - height / 2, width, height);
  return `<g${id} class="${node.kind}">${shape}${words.join('')}</g>`;
}

function shapeOf(kind: Box['node']['kind'], x: number, y: number, width: number, height: number): string {
  const rect = (rx: number, inset = 0): string =>
    `<rect x="${round(x + inset)}" y="${round(y + inset)}" width="${round(width - 2 * inset)}" height="${round(height - 2 * inset)}" rx="${rx}"/>`;
  switch (kind) {
    case 'input':
    case 'output':
    case 'state':
    case 'weight':
      return '';
    case 'cell':
    case 'dropout':
      return rect(8);
    case 'layer':
    case 'gate':
    case 'sequence':
      return rect(2);
    case 'weights':
      return `${rect(2)}${rect(1, 3)}`;
    case 'merge':
    case 'operation':
      return `<ellipse cx="${round(x + width / 2)}" cy="${round(y + height / 2)}" rx="${round(width / 2)}" ry="${round(height / 2)}"/>`;
  }
}

function labelOf({ edge, label }: Line): readonly string[] {
  if (label === null || edge.label === null) return [];
  const lines = wrapText(edge.label);
  const top = label.y + 4 - ((lines.length - 1) * LINE) / 2;
  return lines.map(
    (line, i) => `<text class="label" x="${round(label.x)}" y="${round(top + i * LINE)}">${escaped(line)}</text>`,
  );
}

const STYLE = `<style>
svg{--paper:#fff;--ink:#1b1f24;--soft:#59636e;--cell:#dbeafe;--layer:#f1f3f5;--gate:#fef3c7;--operation:#fde2e4;--weights:#e7f5e9;--state:#0b57b7;--use:#5b8a3c}
@media (prefers-color-scheme:dark){svg{--paper:#16191d;--ink:#e8eaed;--soft:#a4adb7;--cell:#1f3a5f;--layer:#2a2f36;--gate:#4b3d12;--operation:#55272c;--weights:#22402a;--state:#7db3ff;--use:#8ec26a}}
text{font:12px Helvetica,Arial,sans-serif;fill:var(--ink);text-anchor:middle}
.title{font-size:15px;font-weight:600;text-anchor:start}
.small,.label{font-size:11px;fill:var(--soft)}
.frame+.small{text-anchor:start}
.label{paint-order:stroke;stroke:var(--paper);stroke-width:3px}
.paper{fill:var(--paper)}
.frame{fill:none;stroke:var(--soft);stroke-dasharray:2 3}
.line{fill:none;stroke:var(--ink)}
.line.state,.line.start{stroke:var(--state);stroke-width:2}
.line.weights{stroke:var(--use);stroke-dasharray:5 3}
.line.mask{stroke:var(--soft);stroke-dasharray:1 3;stroke-width:1.5}
.tip{fill:var(--ink)}.tip.state,.tip.start{fill:var(--state)}.tip.weights{fill:var(--use)}.tip.mask{fill:var(--soft)}
rect,ellipse{stroke:var(--ink)}
.paper{stroke:none}
.cell rect{fill:var(--cell);stroke-width:1.8}
.layer rect,.sequence rect,.merge ellipse{fill:var(--layer)}
.dropout rect{fill:var(--paper);stroke-dasharray:4 3}
.weights rect{fill:var(--weights)}
.gate rect{fill:var(--gate);stroke-width:1.5}
.operation ellipse{fill:var(--operation)}
.state text{font-weight:600}
</style>`;
