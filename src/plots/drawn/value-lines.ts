import { valueAxis } from '../../svg/axis.ts';
import { round, text } from '../../svg/svg-text.ts';
import type { ValuePanel } from '../plot-data.ts';
import { axisTitle, type DrawnPanel, headLines } from './heat-map.ts';
import { mergeCells } from './merge.ts';
import { cutTo, LINES, WIDTH, widthOf } from './page.ts';
import { type Columns, middleOf, stepLabels } from './step-axis.ts';

/** Units that have a line each; of more the mean and the quartiles are drawn. */
export const MOST_LINES = LINES.length;
const LEAST_LEFT = 56;
const RIGHT = 110;
const HEIGHT = 190;
const MAX_COLUMN = 60;

/** A line for each unit, or the mean and the quartiles of all. @param points at most */
export function drawValueLines(panel: ValuePanel, top: number, points: number): DrawnPanel {
  const isEach = panel.units <= MOST_LINES;
  const most = WIDTH - LEAST_LEFT - RIGHT;
  const merged = mergeCells(
    // with several units in one row they would be joined before their quartiles are known
    { units: panel.units, steps: panel.steps },
    {
      rows: panel.units,
      columns: Math.min(most, Math.max(2, Math.floor(points / (isEach ? panel.units : 3)))),
      cells: Number.POSITIVE_INFINITY,
    },
  );
  const count = merged.columns.length;
  const lines = isEach
    ? Array.from({ length: panel.units }, (_, unit) => merged.columns.map(({ cells }) => cells[unit] ?? Number.NaN))
    : [merged.columns.map(({ cells }) => cells.reduce((sum, x) => sum + x, 0) / cells.length)];
  const quartiles = isEach ? null : merged.columns.map(({ cells }) => quartilesOf(cells));
  const finite = [...lines.flat(), ...(quartiles ?? []).flat()].filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), finite[0] ?? 0);
  const high = finite.reduce((a, b) => Math.max(a, b), finite[0] ?? 0);
  const axis = valueAxis(low, high, 5, 'round');
  const left = axis.ticks.reduce((widest, tick) => Math.max(widest, widthOf(tick.text, 'muted') + 12), LEAST_LEFT);
  const columns: Columns = { left, width: Math.min(MAX_COLUMN, (WIDTH - left - RIGHT) / count), count };
  const head = headLines(panel, merged, 'left out: ');
  const y = top + 20 + 16 * (head.length - 1);
  const bottom = y + HEIGHT;
  const yOf = (value: number): number => bottom - axis.position(value) * HEIGHT;
  const right = left + count * columns.width;
  const labels = stepLabels(
    merged.columns.map(({ first }) => panel.steps[first] ?? { step: 0, token: null }),
    panel.over,
    merged.stepsOfColumn,
    columns,
  );
  return {
    height: Math.max(HEIGHT + labels.height + 22, isEach ? 18 * lines.length : 0) + (y - top),
    elements: [
      ...head.map((line, i) => text(i === 0 ? 'name' : 'muted', 16, top + 8 + 16 * i, 'start', line)),
      ...axis.ticks.flatMap(({ value, text: label }) => [
        `<line class="grid" x1="${round(left)}" y1="${round(yOf(value))}" x2="${round(right)}" y2="${round(yOf(value))}"/>`,
        text('muted', left - 6, yOf(value) + 4, 'end', label),
      ]),
      ...(quartiles === null ? [] : bands(quartiles, columns, yOf)),
      ...lines.flatMap((values, i) => drawLine(values, i, (column) => middleOf(columns, column), yOf)),
      ...labels.draw(bottom),
      text('muted', left, bottom + labels.height + 12, 'start', cutTo(axisTitle(panel), WIDTH - left - 16)),
      ...legend(isEach ? lines.length : null, right + 16, y),
    ],
  };
}

/** Runs of numbers that follow each other; one alone is a dot. */
export function drawLine(
  values: readonly number[],
  index: number,
  xOf: (column: number) => number,
  yOf: (value: number) => number,
): readonly string[] {
  const runs: (readonly [number, number])[][] = [[]];
  values.forEach((value, column) => {
    if (Number.isFinite(value)) runs.at(-1)?.push([xOf(column), yOf(value)]);
    else if ((runs.at(-1)?.length ?? 0) > 0) runs.push([]);
  });
  return runs.flatMap((run) => {
    const [only] = run;
    if (only === undefined) return [];
    return run.length === 1
      ? [`<circle class="dot l${index}" cx="${round(only[0])}" cy="${round(only[1])}" r="3"/>`]
      : [`<polyline class="line l${index}" points="${run.map(([x, y]) => `${tenths(x)} ${tenths(y)}`).join(' ')}"/>`];
  });
}

/** A place in a line of many. */
const tenths = (value: number): string => String(Number(value.toFixed(1)));

/** Half of the units lie in the band. */
function bands(
  quartiles: readonly (readonly [number, number])[],
  columns: Columns,
  yOf: (value: number) => number,
): readonly string[] {
  const runs: number[][] = [[]];
  quartiles.forEach(([low], column) => {
    if (Number.isFinite(low)) runs.at(-1)?.push(column);
    else runs.push([]);
  });
  const place = (column: number, end: 0 | 1): string =>
    `${tenths(middleOf(columns, column))} ${tenths(yOf(quartiles[column]?.[end] ?? 0))}`;
  return runs
    .filter((run) => run.length > 0)
    .map((run) => {
      const upper = run.map((column) => place(column, 1));
      const lower = run.map((column) => place(column, 0)).reverse();
      return `<polygon class="band" points="${[...upper, ...lower].join(' ')}"/>`;
    });
}

/** The first and the third, between neighbours where they fall between two. */
function quartilesOf(cells: readonly number[]): readonly [number, number] {
  const sorted = cells.filter(Number.isFinite).sort((a, b) => a - b);
  const quantile = (share: number): number => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? Number.NaN;
    return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? low) - low);
  };
  return [quantile(0.25), quantile(0.75)];
}

function legend(lines: number | null, left: number, top: number): readonly string[] {
  const entry = (i: number, mark: string, label: string): readonly string[] => [
    mark,
    text('muted', left + 30, top + 10 + 18 * i, 'start', label),
  ];
  if (lines !== null)
    return Array.from({ length: lines }, (_, i) => {
      const y = top + 6 + 18 * i;
      return entry(
        i,
        `<line class="line l${i}" x1="${round(left)}" y1="${y}" x2="${round(left + 24)}" y2="${y}"/>`,
        `unit ${i + 1}`,
      );
    }).flat();
  return [
    ...entry(
      0,
      `<line class="line l0" x1="${round(left)}" y1="${top + 6}" x2="${round(left + 24)}" y2="${top + 6}"/>`,
      'mean',
    ),
    ...entry(1, `<rect class="band" x="${round(left)}" y="${top + 17}" width="24" height="14"/>`, 'quartiles'),
  ];
}

export const BAND_STYLE =
  '.band{fill:#0072b2;fill-opacity:.25;stroke:none}\n@media(prefers-color-scheme:dark){.band{fill:#56b4e9}}';
