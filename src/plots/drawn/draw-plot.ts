import type { Plot } from '../plot-data.ts';
import { drawValues, type ValueKind } from './draw-values.ts';
import { drawGradients } from './gradient-lines.ts';
import { drawHistograms } from './histograms.ts';

/**
 * A plot as the text of an SVG file: no script, in the reader's light or dark scheme, less than 200 kB. Equal for equal data.
 * @param kind of values: cells in colours, or lines; default `heat`, of values with one unit alone `lines`
 */
export function drawnPlot(plot: Plot, kind: ValueKind | null): string {
  switch (plot.kind) {
    case 'values':
      return drawValues(plot, kind ?? (plot.panels.every(({ units }) => units === 1) ? 'lines' : 'heat'));
    case 'weights':
      return drawHistograms(plot);
    case 'gradients':
      return drawGradients(plot);
    default:
      return plot satisfies never;
  }
}
