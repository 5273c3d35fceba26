import { escaped } from '../../svg/svg-text.ts';

export interface ConfusionTable {
  readonly labels: readonly string[];
  /** counts[right][said] */
  readonly counts: readonly (readonly number[])[];
  /** What is counted. */
  readonly of: string;
}

const CELL = 54;
const TOP = 96;
/** Average width of a letter. It is good enough to place words. */
const LETTER = 7;
const LONGEST = 18;

/** A table of right classes against those that were said, as the text of an SVG file; the share of its row makes a cell dark. */
export function svgConfusion({ labels, counts, of }: ConfusionTable, title: string): string {
  const names = labels.map((label) => (label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label));
  const left = 60 + LETTER * Math.max(4, ...names.map((name) => name.length));
  const width = Math.max(left + CELL * names.length + 24, 48 + LETTER * 1.3 * title.length);
  const height = TOP + CELL * names.length + 24;
  const middle = (i: number): number => CELL * i + CELL / 2;
  const cells = counts.flatMap((row, r) => {
    const total = row.reduce((a, b) => a + b, 0);
    return row.flatMap((count, c) => {
      const share = total === 0 ? 0 : count / total;
      const [x, y] = [left + CELL * c, TOP + CELL * r];
      return [
        `<rect class="cell" x="${x}" y="${y}" width="${CELL}" height="${CELL}" fill="#0072b2" fill-opacity="${share.toFixed(3)}"/>`,
        `<text class="${share > 0.5 ? 'full' : ''}" x="${x + CELL / 2}" y="${y + CELL / 2 + 5}" text-anchor="middle">${count}</text>`,
      ];
    });
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    '<style>text{font:13px system-ui,sans-serif;fill:#222}.heading{font-weight:600;font-size:16px}.muted{fill:#555}.paper{fill:#fff}.cell{stroke:#aaa}.full{fill:#fff}',
    '@media(prefers-color-scheme:dark){text{fill:#eee}.muted{fill:#aaa}.paper{fill:#16181d}.cell{stroke:#555}}</style>',
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="heading" x="24" y="30">${escaped(title)}</text>`,
    `<text class="muted" x="24" y="54">rows: the right class; columns: what the model says; ${of}</text>`,
    ...names.map(
      (name, c) =>
        `<text class="muted" x="${left + middle(c)}" y="${TOP - 10}" text-anchor="middle">${escaped(name)}</text>`,
    ),
    ...names.map(
      (name, r) =>
        `<text class="muted" x="${left - 10}" y="${TOP + middle(r) + 5}" text-anchor="end">${escaped(name)}</text>`,
    ),
    ...cells,
    '</svg>',
  ].join('\n')}\n`;
}
