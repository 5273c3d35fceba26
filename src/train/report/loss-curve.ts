import { countAxis, fitAxis } from '../../svg/axis.ts';
import { formatFigure } from './figures.ts';

/** One line of a chart. */
export interface Series {
  readonly name: string;
  /** In the order of x. Where y is no finite number the line has a gap. */
  readonly points: readonly Point[];
}
export interface Point {
  /** An epoch or a step. */
  readonly x: number;
  readonly y: number;
}

export interface TerminalChart {
  /** Characters; at least 1. */
  readonly width: number;
  /** Lines of the plot itself; the axis and a legend come below. At least 1. */
  readonly height: number;
  /** Colours what belongs to a series. */
  readonly paint?: (text: string, series: number) => string;
}

export const drawable = ({ points }: Series): readonly Point[] => points.filter(isDrawable);

/** Differences of larger numbers could be infinite. */
const isDrawable = ({ x, y }: Point): boolean => Math.abs(x) < 1e300 && Math.abs(y) < 1e300;

/** The stretches between gaps. */
export function runs({ points }: Series): readonly (readonly Point[])[] {
  const found: Point[][] = [];
  let isOpen = false;
  for (const point of points) {
    const isPoint = isDrawable(point);
    if (isPoint && isOpen) found.at(-1)?.push(point);
    else if (isPoint) found.push([point]);
    isOpen = isPoint;
  }
  return found;
}

/**
 * A chart of characters: every one of them holds 2 × 4 dots (Braille patterns, U+2800 to U+28FF). The legend names each series with its last
 * value; of several, the number behind the plot tells which line is whose. The vertical axis is logarithmic where the values ask for it.
 * @returns lines that each end with a line end and are no wider than `width`; empty where no series has a point.
 */
export function terminalCurve(
  series: readonly Series[],
  { width, height, paint = (text) => text }: TerminalChart,
): string {
  const lasts = series.map((one) => drawable(one).at(-1) ?? null);
  const all = series.flatMap(drawable);
  if (all.length === 0) return '';
  const ys = all.map((point) => point.y);
  const y = fitAxis(ys, Math.max(2, Math.floor(height / 3)), 'tight');
  const rowOf = (value: number): number => Math.round((1 - y.position(value)) * (4 * height - 1));
  const labels = new Map(y.ticks.map(({ value, text }) => [rowOf(value) >> 2, text]));
  const margin = Math.max(...y.ticks.map(({ text }) => text.length));
  const marks = series.length > 1 ? endMarks(lasts, (point) => rowOf(point.y) >> 2, height) : new Map<number, number>();
  const behind = marks.size > 0 ? 2 : 0;
  const hasAxis = width >= margin + 2 + 8 + behind;
  const columns = hasAxis ? width - margin - 2 - behind : width;

  const xs = all.map((point) => point.x);
  const low = xs.reduce((a, b) => Math.min(a, b));
  const high = xs.reduce((a, b) => Math.max(a, b));
  const x = countAxis(low, high, 5);
  const canvas = new Canvas(columns, height);
  for (const [index, one] of series.entries())
    for (const points of runs(one)) {
      const dots = points.map((point) => ({
        column: Math.round(x.position(point.x) * (2 * columns - 1)),
        row: rowOf(point.y),
      }));
      for (const [i, dot] of dots.entries()) canvas.line(dots[i - 1] ?? dot, dot, index);
    }

  const plot = Array.from({ length: height }, (_, row) => {
    if (!hasAxis) return canvas.row(row, paint);
    const mark = marks.get(row);
    const end = mark === undefined ? '' : ` ${paint(String(mark + 1), mark)}`;
    return `${(labels.get(row) ?? '').padStart(margin)} ${labels.has(row) ? '┤' : '│'}${canvas.row(row, paint)}${end}`;
  });
  const xLine = hasAxis ? [`${' '.repeat(margin + 2)}${xLabels(low, high, columns)}`] : [];
  const text = [...plot, ...xLine, ...legend(series, lasts, width, paint)];
  return text.map((line) => `${line.trimEnd()}\n`).join('');
}

/** Series by the row of its last point, or the nearest free one. */
function endMarks(
  lasts: readonly (Point | null)[],
  rowOf: (point: Point) => number,
  rows: number,
): ReadonlyMap<number, number> {
  const marks = new Map<number, number>();
  for (const [index, last] of lasts.entries()) {
    if (last === null) continue;
    const wanted = rowOf(last);
    const free = Array.from({ length: rows }, (_, row) => row)
      .filter((row) => !marks.has(row))
      .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b);
    if (free[0] !== undefined) marks.set(free[0], index);
  }
  return marks;
}

function xLabels(low: number, high: number, columns: number): string {
  const [from = '', to = ''] = [low, high].map((value) => String(Number(value.toPrecision(6))));
  const gap = columns - from.length - to.length;
  if (low === high) return from.padStart(Math.floor((columns + from.length) / 2));
  return gap < 1 ? '' : `${from}${' '.repeat(gap)}${to}`;
}

/** Entries on as many lines as they need. */
function legend(
  series: readonly Series[],
  lasts: readonly (Point | null)[],
  width: number,
  paint: (text: string, series: number) => string,
): readonly string[] {
  const rows: { text: string; length: number }[] = [];
  for (const [index, { name }] of series.entries()) {
    const mark = series.length > 1 ? String(index + 1) : '━';
    const text = `${mark} ${name} ${formatFigure(lasts[index]?.y ?? null)}`.slice(0, width);
    const row = rows.at(-1);
    if (row !== undefined && row.length + 3 + text.length <= width) {
      row.text += `   ${paint(text, index)}`;
      row.length += 3 + text.length;
    } else rows.push({ text: paint(text, index), length: text.length });
  }
  return rows.map(({ text }) => text);
}

interface Dot {
  readonly column: number;
  readonly row: number;
}

/** Bits of the dots of a Braille pattern, by row and column. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

class Canvas {
  readonly #columns: number;
  readonly #dots: Uint8Array;
  /** The series that drew last into a character. */
  readonly #owners: Uint8Array;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#dots = new Uint8Array(columns * rows);
    this.#owners = new Uint8Array(columns * rows);
  }

  line(from: Dot, to: Dot, series: number): void {
    const steps = Math.max(1, Math.abs(to.column - from.column), Math.abs(to.row - from.row));
    for (let i = 0; i <= steps; i++) {
      const column = Math.round(from.column + ((to.column - from.column) * i) / steps);
      const row = Math.round(from.row + ((to.row - from.row) * i) / steps);
      const cell = (row >> 2) * this.#columns + (column >> 1);
      this.#dots[cell] = (this.#dots[cell] ?? 0) | (DOTS[row & 3]?.[column & 1] ?? 0);
      this.#owners[cell] = series;
    }
  }

  row(row: number, paint: (text: string, series: number) => string): string {
    return Array.from({ length: this.#columns }, (_, column) => {
      const dots = this.#dots[row * this.#columns + column] ?? 0;
      return dots === 0
        ? ' '
        : paint(String.fromCharCode(0x2800 + dots), this.#owners[row * this.#columns + column] ?? 0);
    }).join('');
  }
}
