import { escaped, text } from '../../svg/svg-text.ts';
import { BOLD, textWidth } from '../../svg/text-width.ts';

export const WIDTH = 720;
/** Where panels begin below the heading. */
export const TOP = 64;

/** A whole picture. @param remark a line below the title. */
export const page = (
  title: string,
  remark: string,
  height: number,
  body: readonly string[],
  styles: readonly string[],
): string =>
  `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    '<style>',
    STYLE,
    ...styles,
    '</style>',
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    text('heading', 16, 26, 'start', cutTo(title, WIDTH - 32, 'heading')),
    text('muted', 16, 46, 'start', cutTo(remark, WIDTH - 32)),
    ...body,
    '</svg>',
  ].join('\n')}\n`;

/** How letters are drawn, by the class of their element. */
const FONTS = { heading: 16 * BOLD, name: 13 * BOLD, '': 13, muted: 12 } as const;
export type TextKind = keyof typeof FONTS;

/** DejaVu, which stands in for Helvetica on machines without it, is so much wider. */
const WIDEST_FONT = 1.16;

/** Width of a line in pixels, at most. */
export const widthOf = (content: string, kind: TextKind): number => textWidth(content, FONTS[kind]) * WIDEST_FONT;

/** The text, or its beginning where there is no room for the whole. @param width in pixels */
export function cutTo(content: string, width: number, kind: TextKind = 'muted'): string {
  if (widthOf(content, kind) <= width) return content;
  const letters = [...content];
  let most = letters.length - 1;
  while (most > 1 && widthOf(`${letters.slice(0, most).join('')}…`, kind) > width) most--;
  return `${letters.slice(0, most).join('')}…`;
}

/** A path, which says most at its end and at its beginning. @param width in pixels */
export function cutPath(path: string, width: number, kind: TextKind = 'name'): string {
  if (widthOf(path, kind) <= width) return path;
  const letters = [...path];
  const shortened = (kept: number): string =>
    `${letters.slice(0, Math.ceil(kept / 2)).join('')}…${letters.slice(-Math.floor(kept / 2)).join('')}`;
  let kept = letters.length - 1;
  while (kept > 4 && widthOf(shortened(kept), kind) > width) kept--;
  return shortened(kept);
}

/** So many of what is counted by a plural: `1 step`, `2 steps`. */
export const counted = (count: number, nouns: string): string =>
  `${count} ${count === 1 ? nouns.replace(/s$/, '') : nouns}`;

/** A number for people, three digits that count. */
export function numberText(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) return value.toExponential(1);
  return `${Number(value.toPrecision(3))}`;
}

/** Rules that apply to every plot, in light and in dark. */
const STYLE = [
  'text{font:13px Helvetica,Arial,sans-serif;fill:#222}.heading{font-weight:600;font-size:16px}.name{font-weight:600}.muted{fill:#555;font-size:12px}',
  '.paper{fill:#fff}.grid{stroke:#ddd}.axis{stroke:#888}.frame{fill:none;stroke:#888}',
  '@media(prefers-color-scheme:dark){text{fill:#eee}.muted{fill:#aaa}.paper{fill:#16181d}.grid{stroke:#33363d}.axis,.frame{stroke:#777}}',
].join('\n');

/** Rules that differ between light and dark. */
export const schemes = (rules: (scheme: 'light' | 'dark') => string): string =>
  `${rules('light')}\n@media(prefers-color-scheme:dark){${rules('dark')}}`;

/** Colours that people with colour blindness tell apart (Okabe and Ito), darker on light and lighter on dark; the dashes differ as well. */
export const LINES = [
  { light: '#0072b2', dark: '#56b4e9', dash: 'none' },
  { light: '#c04a00', dark: '#ff9d5c', dash: '7 4' },
  { light: '#00785a', dark: '#34cfa3', dash: '2 3' },
  { light: '#a8447f', dark: '#e79bc4', dash: '10 3 2 3' },
  { light: '#7a6200', dark: '#e6c84a', dash: '12 5' },
  { light: '#444444', dark: '#bbbbbb', dash: '4 2' },
  { light: '#5b3fb5', dark: '#b3a1ff', dash: '1 4' },
  { light: '#b00020', dark: '#ff8a94', dash: '14 3 4 3' },
  { light: '#1b6e8a', dark: '#7fd6ef', dash: '6 2 1 2' },
  { light: '#6b4a2b', dark: '#d7b48f', dash: '3 5' },
  { light: '#3d6b00', dark: '#a6d854', dash: '9 6' },
  { light: '#8a2be2', dark: '#d9a6ff', dash: '2 2 6 2' },
] as const;

export const lineStyle = (count: number): string => {
  const used = LINES.slice(0, count);
  const dashes = used.map(({ dash }, i) => `.l${i}{stroke-dasharray:${dash}}`).join('');
  return [
    `.line{fill:none;stroke-width:2;stroke-linejoin:round}${dashes}`,
    schemes((scheme) =>
      used.map((line, i) => `.l${i}{stroke:${line[scheme]}}.dot.l${i}{fill:${line[scheme]}}`).join(''),
    ),
  ].join('\n');
};
