import { type Axis, countAxis, fitAxis } from '../../svg/axis.ts';
import { escaped, round, text } from '../../svg/svg-text.ts';
import { formatFigure } from './figures.ts';
import { drawable, type Point, runs, type Series } from './loss-curve.ts';

export interface SvgChart {
  readonly title: string;
  /** What x counts, such as `epoch`. */
  readonly xTitle: string;
  readonly yTitle: string;
}

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 70;
const RIGHT = 20;
const BOTTOM = 56;
const LEGEND_TOP = 44;
const LEGEND_LINE = 20;
/** Average width of a letter. It is good enough to place words. */
const LETTER = 7;

/** Colours that people with colour blindness tell apart (Okabe and Ito), darker on light and lighter on dark; the dashes differ as well. */
const LINES = [
  { light: '#0072b2', dark: '#56b4e9', dash: 'none' },
  { light: '#c04a00', dark: '#ff9d5c', dash: '7 4' },
  { light: '#00785a', dark: '#34cfa3', dash: '2 3' },
  { light: '#a8447f', dark: '#e79bc4', dash: '10 3 2 3' },
  { light: '#7a6200', dark: '#e6c84a', dash: '12 5' },
  { light: '#444444', dark: '#bbbbbb', dash: '4 2' },
] as const;

/**
 * A line chart as the text of an SVG file. It follows the reader's light or dark scheme; the same series give the same bytes. The vertical
 * axis is logarithmic where the values ask for it, which its title then says.
 */
export function svgCurve(series: readonly Series[], { title, xTitle, yTitle }: SvgChart): string {
  const all = series.flatMap(drawable);
  const legend = placeLegend(series);
  const top = LEGEND_TOP + legend.height + 24;
  const frame = { left: LEFT, right: WIDTH - RIGHT, top, bottom: HEIGHT - BOTTOM };
  const axes = all.length === 0 ? null : fitAxes(all);
  const content =
    axes === null
      ? [text('muted', WIDTH / 2, HEIGHT / 2, 'middle', 'no values')]
      : [
          ...grid(axes, frame),
          ...series.flatMap((line, i) => draw(line, i, axes, frame)),
          text('muted', (frame.left + frame.right) / 2, HEIGHT - 14, 'middle', xTitle),
          `<text class="muted" transform="translate(18 ${round((frame.top + frame.bottom) / 2)}) rotate(-90)" text-anchor="middle">${escaped(axes.y.kind === 'logarithmic' ? `${yTitle} (logarithmic)` : yTitle)}</text>`,
        ];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    style(),
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    text('heading', LEFT, 26, 'start', title),
    ...legend.elements,
    ...content,
    '</svg>',
  ].join('\n')}\n`;
}

interface Axes {
  readonly x: Axis;
  readonly y: Axis;
}
interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function fitAxes(points: readonly Point[]): Axes {
  const xs = points.map(({ x }) => x);
  return {
    x: countAxis(
      xs.reduce((a, b) => Math.min(a, b)),
      xs.reduce((a, b) => Math.max(a, b)),
      8,
    ),
    y: fitAxis(
      points.map(({ y }) => y),
      6,
      'round',
    ),
  };
}

const xOf = (axes: Axes, frame: Frame, x: number): number =>
  frame.left + axes.x.position(x) * (frame.right - frame.left);
const yOf = (axes: Axes, frame: Frame, y: number): number =>
  frame.bottom - axes.y.position(y) * (frame.bottom - frame.top);

function grid(axes: Axes, frame: Frame): readonly string[] {
  return [
    ...axes.y.ticks.flatMap(({ value, text: label }) => {
      const y = yOf(axes, frame, value);
      return [
        `<line class="grid" x1="${frame.left}" y1="${round(y)}" x2="${frame.right}" y2="${round(y)}"/>`,
        text('muted', frame.left - 8, y + 4, 'end', label),
      ];
    }),
    ...axes.x.ticks.flatMap(({ value, text: label }) => {
      const x = xOf(axes, frame, value);
      return [
        `<line class="axis" x1="${round(x)}" y1="${frame.bottom}" x2="${round(x)}" y2="${frame.bottom + 5}"/>`,
        text('muted', x, frame.bottom + 19, 'middle', label),
      ];
    }),
    `<line class="axis" x1="${frame.left}" y1="${frame.bottom}" x2="${frame.right}" y2="${frame.bottom}"/>`,
  ];
}

function draw(series: Series, index: number, axes: Axes, frame: Frame): readonly string[] {
  return runs(series).map((points) => {
    const placed = thin(points.map(({ x, y }) => [xOf(axes, frame, x), yOf(axes, frame, y)]));
    const [first] = placed;
    if (placed.length === 1 && first !== undefined)
      return `<circle class="mark line-${index % LINES.length}" cx="${round(first[0])}" cy="${round(first[1])}" r="3"/>`;
    const path = placed.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
    return `<polyline class="line line-${index % LINES.length}" points="${path}"/>`;
  });
}

type Place = readonly [x: number, y: number];

/** Keeps the first, highest, lowest and last of all points that share half a pixel. The picture is the same and the file stays small. */
function thin(places: readonly Place[]): readonly Place[] {
  if (places.length <= 4 * WIDTH) return places;
  const columns = new Map<number, Place[]>();
  for (const place of places) {
    const column = Math.round(place[0] * 2);
    const inside = columns.get(column);
    if (inside === undefined) columns.set(column, [place]);
    else inside.push(place);
  }
  return [...columns.values()].flatMap((inside) => {
    const high = inside.reduce((a, b) => (b[1] < a[1] ? b : a));
    const low = inside.reduce((a, b) => (b[1] > a[1] ? b : a));
    const kept = new Set([inside[0], high, low, inside.at(-1)]);
    return inside.filter((place) => kept.has(place));
  });
}

/** Entries from left to right, with the last value of each series, on as many lines as they need. */
function placeLegend(series: readonly Series[]): { readonly elements: readonly string[]; readonly height: number } {
  let x = LEFT;
  let y = LEGEND_TOP + 4;
  const elements = series.flatMap((line, i) => {
    const last = drawable(line).at(-1)?.y ?? null;
    const label = `${line.name.length > 40 ? `${line.name.slice(0, 39)}…` : line.name}: ${formatFigure(last)}`;
    const width = 34 + label.length * LETTER + 20;
    if (x > LEFT && x + width > WIDTH - RIGHT) {
      x = LEFT;
      y += LEGEND_LINE;
    }
    const at = x;
    x += width;
    return [
      `<line class="line line-${i % LINES.length}" x1="${at}" y1="${y}" x2="${at + 26}" y2="${y}"/>`,
      text('', at + 34, y + 4, 'start', label),
    ];
  });
  return { elements, height: series.length === 0 ? 0 : y - LEGEND_TOP };
}

function style(): string {
  const lines = (scheme: 'light' | 'dark'): string =>
    LINES.map((line, i) => `.line-${i}{stroke:${line[scheme]}}.mark.line-${i}{fill:${line[scheme]}}`).join('');
  const dashes = LINES.map(({ dash }, i) => `.line-${i}{stroke-dasharray:${dash}}`).join('');
  return [
    '<style>',
    'text{font:13px system-ui,sans-serif;fill:#222}.heading{font-weight:600;font-size:16px}.muted{fill:#555}',
    `.paper{fill:#fff}.grid{stroke:#ddd}.axis{stroke:#888}.line{fill:none;stroke-width:2;stroke-linejoin:round}${dashes}${lines('light')}`,
    `@media(prefers-color-scheme:dark){text{fill:#eee}.muted{fill:#aaa}.paper{fill:#16181d}.grid{stroke:#33363d}.axis{stroke:#777}${lines('dark')}}`,
    '</style>',
  ].join('\n');
}
