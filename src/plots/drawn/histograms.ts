import { type Axis, countAxis, valueAxis } from '../../svg/axis.ts';
import { round, text } from '../../svg/svg-text.ts';
import type { WeightPanel, WeightPlot } from '../plot-data.ts';
import { counted, cutPath, cutTo, numberText, page, schemes, TOP, WIDTH, widthOf } from './page.ts';

const HEIGHT = 230;
const LEFT = 52;
const RIGHT = 30;
const HEAD = 42;
const BOTTOM = 26;
/** Of more weights the first are shown. */
const MAX_PANELS = 40;

/** A histogram for each weight, two beside each other. */
export function drawHistograms(plot: WeightPlot): string {
  const panels = plot.panels.slice(0, MAX_PANELS);
  const across = panels.length > 1 ? 2 : 1;
  const width = WIDTH / across;
  const more = plot.panels.length - panels.length;
  const height = TOP + Math.ceil(panels.length / across) * HEIGHT + (more > 0 ? 24 : 0) + 8;
  const states = {
    initial: 'initial, as the seed gives them',
    given: 'as they were given',
    trained: 'after training',
  } as const;
  return page(
    `weights of ${plot.layer} in ${plot.model}`,
    `how many numbers are of which size, ${states[plot.state]}; the dashed line is the mean`,
    height,
    [
      ...panels.flatMap((panel, i) => draw(panel, (i % across) * width, TOP + Math.floor(i / across) * HEIGHT, width)),
      ...(more > 0 ? [text('muted', 16, height - 12, 'start', `and ${more} more`)] : []),
    ],
    [
      schemes(
        (scheme) =>
          `.bar{fill:${scheme === 'light' ? '#0072b2' : '#56b4e9'}}.edge{stroke:${scheme === 'light' ? '#fff' : '#16181d'};stroke-width:4}.mean{stroke:${scheme === 'light' ? '#c04a00' : '#ff9d5c'};stroke-width:2;stroke-dasharray:5 3}`,
      ),
    ],
  );
}

/** About five ticks, or as many as have room for their labels. */
function axisFor(least: number, most: number, width: number): Axis {
  const axis = valueAxis(least, most, 5, 'tight');
  const widest = axis.ticks.reduce((a, { text: label }) => Math.max(a, widthOf(label, 'muted') + 8), 1);
  return widest * axis.ticks.length <= width ? axis : valueAxis(least, most, Math.floor(width / widest / 2), 'tight');
}

function draw(panel: WeightPanel, x: number, y: number, width: number): readonly string[] {
  const { path, shape, count, mean, deviation, zeros, least, most, bins } = panel;
  const [left, right, top, bottom] = [x + LEFT, x + width - RIGHT, y + HEAD, y + HEIGHT - BOTTOM];
  const across = axisFor(least, most, right - left);
  const highest = bins.reduce((a, bin) => Math.max(a, bin.count), 1);
  const up = countAxis(0, highest, 4);
  const xOf = (value: number): number => left + across.position(value) * (right - left);
  const yOf = (value: number): number => bottom - up.position(value) * (bottom - top - 6);
  const isOne = bins.length === 1;
  const shapeText = `[${shape.join(', ')}]`;
  return [
    text('name', left - 36, y + 12, 'start', cutPath(path, right - left + 36 - widthOf(shapeText, 'muted') - 12)),
    text('muted', right, y + 12, 'end', shapeText),
    text(
      'muted',
      left - 36,
      y + 29,
      'start',
      cutTo(
        `mean ${numberText(mean)}, deviation ${numberText(deviation)}, ${zeros === 0 ? 'no zeros' : `${counted(zeros, 'zeros')} of ${count}`}`,
        width - 40,
      ),
    ),
    ...up.ticks.flatMap(({ value, text: label }) => [
      `<line class="grid" x1="${left}" y1="${round(yOf(value))}" x2="${right}" y2="${round(yOf(value))}"/>`,
      text('muted', left - 6, yOf(value) + 4, 'end', label),
    ]),
    ...bins
      .filter((bin) => bin.count > 0)
      .map(({ from, to, count: high }) => {
        const [start, end] = isOne ? [xOf(from) - 8, xOf(from) + 8] : [xOf(from), xOf(to)];
        return `<rect class="bar" x="${round(start + 0.5)}" y="${round(yOf(high))}" width="${round(Math.max(1, end - start - 1))}" height="${round(bottom - yOf(high))}"/>`;
      }),
    `<line class="axis" x1="${left}" y1="${bottom}" x2="${right}" y2="${bottom}"/>`,
    `<line class="edge" x1="${round(xOf(mean))}" y1="${top}" x2="${round(xOf(mean))}" y2="${bottom}"/>`,
    `<line class="mean" x1="${round(xOf(mean))}" y1="${top}" x2="${round(xOf(mean))}" y2="${bottom}"/>`,
    ...across.ticks.flatMap(({ value, text: label }) => [
      `<line class="axis" x1="${round(xOf(value))}" y1="${bottom}" x2="${round(xOf(value))}" y2="${bottom + 4}"/>`,
      text('muted', Math.min(xOf(value), x + width - widthOf(label, 'muted') / 2 - 2), bottom + 17, 'middle', label),
    ]),
  ];
}
