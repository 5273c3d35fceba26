import { text } from '../../svg/svg-text.ts';
import type { ValuePlot } from '../plot-data.ts';
import { type DrawnPanel, drawHeatMap } from './heat-map.ts';
import { counted, lineStyle, page, TOP } from './page.ts';
import { type Scale, scaleStyle } from './scales.ts';
import { BAND_STYLE, drawValueLines, MOST_LINES } from './value-lines.ts';

export type ValueKind = 'heat' | 'lines';

/** Of more values the first are shown. */
const MAX_PANELS = 16;
/**
 * Cells of all heat maps, and points of all lines, of a picture, and how many of them are as long as the labels of a panel: so many take less than 200 kB.
 */
const MOST = { heat: { marks: 13_400, label: 300 }, lines: { marks: 10_500, label: 150 } } as const;

/** A panel for each value, one below the other. */
export function drawValues(plot: ValuePlot, kind: ValueKind): string {
  const panels = plot.panels.slice(0, MAX_PANELS);
  const kinds = new Set<Scale['kind']>();
  const marks = Math.floor(MOST[kind].marks / panels.length) - MOST[kind].label;
  let y = TOP;
  const drawn = panels.map((panel): DrawnPanel => {
    const made =
      kind === 'heat'
        ? drawHeatMap(panel, y + 12, marks, (used) => kinds.add(used))
        : drawValueLines(panel, y + 12, marks);
    y += made.height + 28;
    return made;
  });
  const more = plot.panels.length - panels.length;
  const rows = plot.rows === 1 ? '' : `, row ${plot.row} of ${plot.rows}`;
  const steps = [...new Set(panels.map(({ over, steps }) => counted(steps.length, over)))].join(', ');
  return page(
    `${plot.model}${rows}`,
    kind === 'heat'
      ? `${steps}; a row is a unit, a column a ${panels.every(({ over }) => over === 'nodes') ? 'node' : 'step'}`
      : steps,
    y + (more > 0 ? 24 : 0),
    [
      ...drawn.flatMap(({ elements }) => elements),
      ...(more > 0 ? [text('muted', 16, y + 8, 'start', `and ${more} more`)] : []),
    ],
    kind === 'heat' ? [scaleStyle(kinds)] : [lineStyle(MOST_LINES), BAND_STYLE],
  );
}
