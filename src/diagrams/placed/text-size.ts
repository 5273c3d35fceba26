/** Sizes of text in the pictures: no font can be asked, so widths are those of Helvetica, somewhat enlarged. */

export const FONT = 12;
export const LINE = 16;

/** Widths in thousandths of the size of the font, of Helvetica's glyphs of the same width together. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl'|]/, 222],
  [/[ ,.:;!ft[\]/\\I]/, 278],
  [/[()r`-]/, 333],
  [/[*]/, 389],
  [/[Jksvxyzc"]/, 500],
  [/[FTZL]/, 611],
  [/[ABEKPSVXY&]/, 667],
  [/[CDHNRUw]/, 722],
  [/[GOQ]/, 778],
  [/[mM]/, 833],
  [/[W%@]/, 944],
];
const USUAL = 556;
const WIDE = 1000;
const MARGIN = 1.06;

/** Width of a line in pixels. Letters outside of Latin count as a square each. */
export function textWidth(line: string, size = FONT): number {
  let width = 0;
  for (const letter of line) {
    const known = WIDTHS.find(([letters]) => letters.test(letter))?.[1];
    width += known ?? ((letter.codePointAt(0) ?? 0) < 0x2000 ? USUAL : WIDE);
  }
  return (width / 1000) * size * MARGIN;
}

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

function cutLong(word: string): readonly string[] {
  const letters = [...word];
  const parts: string[] = [];
  for (let i = 0; i < letters.length; i += MAX_LETTERS) parts.push(letters.slice(i, i + MAX_LETTERS).join(''));
  return parts;
}
