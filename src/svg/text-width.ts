/** No font can be asked, so widths of text are those of Helvetica, somewhat enlarged. */

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
/** How much wider bold letters are. */
export const BOLD = 1.08;

/** Width of a line in pixels, of letters of `size` pixels. Letters outside of Latin count as a square each. */
export function textWidth(line: string, size = 12): number {
  let width = 0;
  for (const letter of line) {
    const known = WIDTHS.find(([letters]) => letters.test(letter))?.[1];
    width += known ?? ((letter.codePointAt(0) ?? 0) < 0x2000 ? USUAL : WIDE);
  }
  return (width / 1000) * size * MARGIN;
}
