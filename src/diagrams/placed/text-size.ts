/** Sizes of text in the pictures of graphs, and its lines. */

import { textWidth } from '../../svg/text-width.ts';

export const FONT = 12;
export const LINE = 16;

/** Letters of a line, about. */
const MAX_LETTERS = 26;

/** A long name in several lines, parted where its words are. Nothing of it is left out. */
export function wrapText(text: string): readonly string[] {
  if (text.length <= MAX_LETTERS) return [text];
  const words = text.split(/(?<=[_./\s-])|(?<=[a-z])(?=[A-Z])/u).flatMap(cutLong);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length <= MAX_LETTERS) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

/** Size of what is written at a line of a graph. */
export function labelSize(label: string | null): { readonly width: number; readonly height: number } {
  const lines = label === null ? [] : wrapText(label);
  return { width: Math.max(0, ...lines.map((line) => textWidth(line, FONT - 1))), height: LINE * lines.length };
}

function cutLong(word: string): readonly string[] {
  const letters = [...word];
  const parts: string[] = [];
  for (let i = 0; i < letters.length; i += MAX_LETTERS) parts.push(letters.slice(i, i + MAX_LETTERS).join(''));
  return parts;
}
