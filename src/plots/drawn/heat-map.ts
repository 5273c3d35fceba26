import { round, text } from '../../svg/svg-text.ts';
import type { ValuePanel } from '../plot-data.ts';
import { type Column, type Merged, mergeCells, mergedText } from './merge.ts';
import { counted, cutPath, cutTo, WIDTH, widthOf } from './page.ts';
import { LEVELS, type Scale, scaleFor } from './scales.ts';
import { stepLabels } from './step-axis.ts';

/** One panel: where it ends, and what it needs. */
export interface DrawnPanel {
  readonly height: number;
  readonly elements: readonly string[];
}

const LEFT = 56;
const LEAST_RIGHT = 96;
/** From the cells to the numbers of the legend. */
const TO_NUMBERS = 18 + 21;
const MAX_ROWS = 128;
const HEIGHT = 300;
const MAX_COLUMN = 40;
const LEAST_LEGEND = 72;

/** Units from top to bottom, steps from left to right. @param cells at most */
export function drawHeatMap(
  panel: ValuePanel,
  top: number,
  cells: number,
  note: (kind: Scale['kind']) => void,
): DrawnPanel {
  const most = WIDTH - LEFT - LEAST_RIGHT;
  const merged = mergeCells(panel, { rows: MAX_ROWS, columns: Math.floor(most / 2), cells });
  const { columns, rows } = merged;
  const scale = scaleFor(finiteIn(columns));
  note(scale.kind);
  const numbers = scale.ticks.reduce((widest, tick) => Math.max(widest, widthOf(scale.textOf(tick), 'muted')), 0);
  const beside = Math.max(LEAST_RIGHT, TO_NUMBERS + numbers + 8);
  const room = WIDTH - LEFT - beside;
  const width = Math.min(
    MAX_COLUMN,
    columns.length > room / 4 ? room / columns.length : Math.floor(room / columns.length),
  );
  const tall = Math.max(2, Math.min(18, Math.floor(HEIGHT / rows)));
  const head = headLines(panel, merged, 'struck out: ');
  const y = top + 20 + 16 * (head.length - 1);
  const [right, bottom] = [LEFT + columns.length * width, y + rows * tall];
  const labels = stepLabels(
    columns.map(({ first }) => panel.steps[first] ?? { step: 0, token: null }),
    panel.over,
    merged.stepsOfColumn,
    { left: LEFT, width, count: columns.length },
  );
  const title = axisTitle(panel);
  // beside a few steps the legend stands right of what is written under them
  const legendLeft = Math.max(right, rows * tall < LEAST_LEGEND ? LEFT + widthOf(title, 'muted') : 0) + 18;
  return {
    height: Math.max(bottom + labels.height + 22, y + LEAST_LEGEND + 16) - top,
    elements: [
      ...head.map((line, i) => text(i === 0 ? 'name' : 'muted', 16, top + 8 + 16 * i, 'start', line)),
      `<g class="cells" transform="translate(${LEFT} ${y}) scale(${round(width)} ${tall})" shape-rendering="crispEdges">`,
      ...levelPaths(columns, scale),
      '</g>',
      `<rect class="frame" x="${LEFT - 0.5}" y="${y - 0.5}" width="${round(right - LEFT + 1)}" height="${rows * tall + 1}"/>`,
      ...unitLabels(panel.units, merged, y, tall),
      ...labels.draw(bottom),
      text('muted', LEFT, bottom + labels.height + 12, 'start', cutTo(title, WIDTH - LEFT - 16)),
      ...legend(
        scale,
        Math.min(legendLeft, WIDTH - beside + 18),
        y,
        Math.max(2, Math.min(5, Math.floor((rows * tall) / LEVELS.d))),
      ),
    ],
  };
}

/** The path, the equation, and what must be known to read the picture. @param struck how what has no number is drawn */
export function headLines(
  panel: ValuePanel,
  merged: Pick<Merged, 'unitsOfRow' | 'stepsOfColumn'>,
  struck: string,
): readonly string[] {
  const { path, text: equation, order, over } = panel;
  const left = panel.steps.filter(({ values }) => values === null).length;
  const wrong = panel.steps.reduce((n, { values }) => n + (values ?? []).filter((x) => !Number.isFinite(x)).length, 0);
  const remarks = [
    ...(order === 'backward' ? ['computed from the last step to the first'] : []),
    ...(order === 'down' ? ['computed from the roots down'] : []),
    mergedText(merged, over),
    ...(left > 0 ? [`${struck}${counted(left, over)} that the mask leaves out`] : []),
    ...(wrong > 0 ? [`${struck}${counted(wrong, 'numbers')} that ${wrong === 1 ? 'is' : 'are'} not finite`] : []),
  ].filter((remark) => remark !== '');
  const isEquation = equation !== '' && equation !== path;
  return [
    cutPath(path, WIDTH - 32),
    ...(isEquation ? [cutTo(equation, WIDTH - 32)] : []),
    ...(remarks.length === 0 ? [] : [cutTo(remarks.join('; '), WIDTH - 32)]),
  ];
}

export const axisTitle = ({
  axis,
  over,
  order,
  steps,
}: Pick<ValuePanel, 'axis' | 'over' | 'order' | 'steps'>): string =>
  over === 'nodes'
    ? `nodes of "${axis}"${order === 'forward' || order === 'backward' ? '' : ' in the order in which they are computed'}`
    : `${counted(steps.length, 'steps')} of "${axis}"`;

function* finiteIn(columns: readonly Column[]): Iterable<number> {
  for (const { cells } of columns) for (const cell of cells) if (Number.isFinite(cell)) yield cell;
}

/** One path for each colour, and one for what has no number, made of the runs of neighbouring cells that have it: `M3 4.5h2` are two cells from column 3 on in row 4. */
function levelPaths(columns: readonly Column[], { kind, levelOf }: Scale): readonly string[] {
  const runs = Array.from({ length: LEVELS[kind] }, (): string[] => []);
  const missing: string[] = [];
  const rows = columns[0]?.cells.length ?? 0;
  const levels = columns.map(({ cells }) => cells.map((cell) => (Number.isFinite(cell) ? levelOf(cell) : -1)));
  for (let row = 0; row < rows; row++) {
    for (let first = 0; first < columns.length; ) {
      const level = levels[first]?.[row] ?? -1;
      let end = first + 1;
      while (end < columns.length && levels[end]?.[row] === level) end++;
      (runs[level] ?? missing).push(`M${first} ${row}.5h${end - first}`);
      first = end;
    }
  }
  const pathOf = (list: readonly string[], name: string): readonly string[] =>
    list.length === 0 ? [] : [`<path class="${name}" d="${list.join('')}"/>`];
  return [...runs.flatMap((list, level) => pathOf(list, `${kind}${level}`)), ...pathOf(missing, 'struck')];
}

/** Units count from 1. */
function unitLabels(units: number, { unitsOfRow, rows }: Merged, top: number, tall: number): readonly string[] {
  const every = Math.max(1, Math.ceil(15 / tall));
  const step = every === 1 ? 1 : ([2, 5, 10, 20, 25, 50, 100].find((n) => n >= every) ?? every);
  const shown = Array.from({ length: rows }, (_, row) => row).filter((row) => row === 0 || (row + 1) % step === 0);
  return [
    ...shown.map((row) =>
      text(
        'muted',
        LEFT - 6,
        top + (row + 0.5) * tall + 4,
        'end',
        `${Math.min(units, row * unitsOfRow + (unitsOfRow > 1 && row > 0 ? unitsOfRow : 1))}`,
      ),
    ),
    `<g transform="translate(16 ${round(top + (rows * tall) / 2)}) rotate(-90)">${text('muted', 0, 0, 'middle', rows * tall > 44 ? 'unit' : '')}</g>`,
  ];
}

/** The colours from the highest number down, with numbers. @param each height of a colour */
function legend(scale: Scale, left: number, top: number, each: number): readonly string[] {
  const { kind, low, high, ticks, textOf } = scale;
  const levels = LEVELS[kind];
  const height = levels * each;
  const yOf = (value: number): number => top + height * (1 - (value - low) / (high - low));
  const bars = Array.from(
    { length: levels },
    (_, level) => `<path class="${kind}${level}" d="M0 ${levels - level - 0.5}h1"/>`,
  );
  return [
    `<g class="cells" transform="translate(${round(left)} ${top}) scale(14 ${each})" shape-rendering="crispEdges">`,
    bars.join(''),
    '</g>',
    `<rect class="frame" x="${round(left - 0.5)}" y="${top - 0.5}" width="15" height="${round(height + 1)}"/>`,
    ...ticks.flatMap((value) => [
      `<line class="axis" x1="${round(left + 14)}" y1="${round(yOf(value))}" x2="${round(left + 18)}" y2="${round(yOf(value))}"/>`,
      text('muted', left + 21, yOf(value) + 4, 'start', textOf(value)),
    ]),
  ];
}
