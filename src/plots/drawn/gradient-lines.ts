import { powerAxis } from '../../svg/axis.ts';
import { escaped, round, text } from '../../svg/svg-text.ts';
import type { GradientPlot, GradientSeries } from '../plot-data.ts';
import { counted, cutPath, cutTo, LINES, lineStyle, numberText, page, WIDTH, widthOf } from './page.ts';
import { type Columns, middleOf, stepLabels } from './step-axis.ts';
import { drawLine } from './value-lines.ts';

const LEFT = 64;
const RIGHT = 20;
const HEIGHT = 300;
/** Places along the axis; of more steps every so many are drawn. */
const MAX_COLUMNS = 640;

/** How large the gradients are, on a logarithmic axis, a line for each state. */
export function drawGradients({ series: all, losses, row, rows }: GradientPlot): string {
  const series = all.slice(0, LINES.length);
  const models = [...new Set(all.map(({ model }) => model))];
  const longest = series.reduce<GradientSeries | null>(
    (a, b) => (a === null || b.steps.length > a.steps.length ? b : a),
    null,
  );
  const steps = longest?.steps ?? [];
  const stride = Math.max(1, Math.ceil(steps.length / MAX_COLUMNS));
  const shown = steps.filter((_, i) => i % stride === 0);
  const columnOf = new Map(shown.map(({ step }, column) => [step, column]));
  const isOneOrder = series.every((line) => line.steps.every(({ step }, i) => step === steps[i]?.step));
  const isPositive = (norm: number | null): norm is number => norm !== null && norm > 0 && Number.isFinite(norm);
  const norms = series.flatMap((line) => line.steps.flatMap(({ norm }) => (isPositive(norm) ? [norm] : [])));
  const axis = powerAxis(
    norms.reduce((a, b) => Math.min(a, b), norms[0] ?? 1),
    norms.reduce((a, b) => Math.max(a, b), norms[0] ?? 1),
    9,
  );
  const lossLines = losses.map(
    ({ model, loss, value }) =>
      `loss${models.length > 1 ? ` of ${model}` : ''}: ${loss}, which is ${numberText(value)}`,
  );
  const legendTop = 66 + 16 * (lossLines.length - 1);
  const more = all.length - series.length;
  const top = legendTop + 18 * (series.length + (more > 0 ? 1 : 0)) + 22;
  const bottom = top + HEIGHT;
  const columns: Columns = {
    left: LEFT,
    width: (WIDTH - LEFT - RIGHT) / Math.max(1, shown.length),
    count: shown.length,
  };
  const yOf = (norm: number): number => bottom - axis.position(norm) * HEIGHT;
  const labels = stepLabels(shown, longest?.over ?? 'steps', stride, columns);
  const height = bottom + labels.height + 30;
  return page(
    `gradients in ${models.join(' and ')}`,
    `length of the gradient ∂loss/∂value at every ${longest?.over === 'nodes' ? 'node' : 'step'}${rows > 1 ? ` of row ${row} of ${rows}` : ''}, logarithmic`,
    height,
    [
      ...lossLines.map((line, i) => text('muted', 16, 62 + 16 * i, 'start', cutTo(line, WIDTH - 32))),
      ...series.flatMap((line, i) => legendLine(line, i, legendTop + 14 + 18 * i, models.length > 1)),
      ...(more > 0 ? [text('muted', 54, legendTop + 18 + 18 * series.length, 'start', `and ${more} more`)] : []),
      ...axis.ticks.flatMap(({ value, text: label }) => [
        `<line class="grid" x1="${LEFT}" y1="${round(yOf(value))}" x2="${WIDTH - RIGHT}" y2="${round(yOf(value))}"/>`,
        text('muted', LEFT - 6, yOf(value) + 4, 'end', label),
      ]),
      ...series.flatMap((line, i) =>
        drawLine(
          inColumns(line, columnOf).map((norm) => (isPositive(norm) ? norm : Number.NaN)),
          i,
          (column) => middleOf(columns, column),
          yOf,
        ),
      ),
      `<line class="axis" x1="${LEFT}" y1="${bottom}" x2="${WIDTH - RIGHT}" y2="${bottom}"/>`,
      ...labels.draw(bottom),
      text(
        'muted',
        LEFT,
        bottom + labels.height + 14,
        'start',
        longest?.over === 'nodes'
          ? `nodes of "${longest.axis}" in the order ${isOneOrder ? 'in which they are computed' : `of ${cellOf(longest)}`}`
          : `steps of "${longest?.axis ?? ''}"`,
      ),
    ],
    [lineStyle(series.length)],
  );
}

/** The norms at the places that their steps, or nodes, have on the axis: layers may go over the same nodes in different orders. */
function inColumns({ steps }: GradientSeries, columnOf: ReadonlyMap<number, number>): readonly (number | null)[] {
  const norms: (number | null)[] = Array.from({ length: columnOf.size }, () => null);
  for (const { step, norm } of steps) {
    const column = columnOf.get(step);
    if (column !== undefined) norms[column] = norm;
  }
  return norms;
}

const cellOf = ({ path }: GradientSeries): string => path.split('.step.')[0] ?? path;

function legendLine(
  { model, path, steps, over }: GradientSeries,
  i: number,
  y: number,
  named: boolean,
): readonly string[] {
  const zeros = steps.filter(({ norm }) => norm === 0).length;
  const left = steps.filter(({ norm }) => norm === null).length;
  const wrong = steps.filter(({ norm }) => norm !== null && !Number.isFinite(norm)).length;
  const [first, last] = [steps.at(0)?.norm ?? null, steps.at(-1)?.norm ?? null];
  const ends =
    first === null || last === null ? [] : [`${numberText(first)} at the first, ${numberText(last)} at the last`];
  const remarks = [
    ...(zeros > 0 ? [`0 at ${counted(zeros, over)}, not drawn`] : ends),
    ...(left > 0 ? [`${counted(left, over)} masked`] : []),
    ...(wrong > 0 ? [`${wrong} not finite`] : []),
  ].join('; ');
  const room = WIDTH - 54 - 20;
  const name = cutPath(named ? `${model}: ${path}` : path, Math.max(330, room - widthOf(remarks, 'muted')), '');
  return [
    `<line class="line l${i}" x1="16" y1="${y}" x2="46" y2="${y}"/>`,
    `<text x="54" y="${y + 4}">${escaped(name)} <tspan class="muted">${escaped(cutTo(remarks, room - widthOf(name, '')))}</tspan></text>`,
  ];
}
