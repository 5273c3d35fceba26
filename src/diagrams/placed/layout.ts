import { BOLD, textWidth } from '../../svg/text-width.ts';
import type { DiagramEdge, DiagramGroup, DiagramNode } from '../diagram.ts';
import { LINE, wrapText } from './text-size.ts';

/** A diagram with everything in its place, in pixels from the upper left corner. */
export interface Layout {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly frames: readonly Frame[];
}

export interface Box {
  readonly node: DiagramNode;
  /** The lines as they are written. */
  readonly text: readonly string[];
  /** How many of them are its name. */
  readonly nameLines: number;
  /** The middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A straight piece has one point, a cubic curve three. */
export type Piece = readonly [Point] | readonly [Point, Point, Point];

export interface Line {
  readonly edge: DiagramEdge;
  readonly start: Point;
  /** The last one ends at the tip of the arrow. */
  readonly pieces: readonly Piece[];
  /** The middle of the label. */
  readonly label: Point | null;
}

export interface Frame {
  readonly group: DiagramGroup;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The size of a node with its text, and the text in lines. */
export function sizeOf({ kind, lines }: DiagramNode): {
  readonly text: readonly string[];
  readonly nameLines: number;
  readonly width: number;
  readonly height: number;
} {
  const text = lines.flatMap(wrapText);
  const widest = Math.max(...text.map((line) => textWidth(line))) * (kind === 'state' ? BOLD : 1);
  const isBare = kind === 'input' || kind === 'output' || kind === 'state' || kind === 'weight';
  const isRound = kind === 'operation' || kind === 'merge';
  const height = text.length * LINE + (isBare ? 4 : isRound ? 8 : 12);
  const width = widest + (isBare ? 8 : isRound ? 14 : 22);
  return { text, nameLines: wrapText(lines[0] ?? '').length, width: Math.max(width, isRound ? height : 0), height };
}
