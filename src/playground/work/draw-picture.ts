import type { Compiled } from '../../../compiler/compile.ts';
import type { GraphChoice } from '../../diagrams/graph-of-model.ts';
import { graphOfModel } from '../../diagrams/graph-of-model.ts';
import type { Box } from '../../diagrams/placed/layout.ts';
import { placeInPage } from '../../diagrams/placed/place-in-page.ts';
import { toSvg } from '../../diagrams/placed/to-svg.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import { drawnPlot } from '../../plots/drawn/draw-plot.ts';
import { valuesOfCompiled } from '../../plots/plot-values.ts';
import type { TracedModel } from '../../trace/trace.ts';
import type { Picture, PictureBox } from './messages.ts';

/** @throws RnncError as `graphOfModel` */
export function drawPicture(compiled: Compiled, choice: GraphChoice): Picture {
  const layout = placeInPage(graphOfModel(compiled, choice));
  return { svg: toSvg(layout), width: layout.width, height: layout.height, boxes: layout.boxes.map(boxOf) };
}

/** @throws RnncError as `plotValues` of `rnnc/pictures` */
export function drawValuesOf(
  traced: TracedModel,
  feeds: Feeds,
  { path, row }: { readonly path: string; readonly row: number },
): Picture {
  const svg = drawnPlot(valuesOfCompiled(traced, feeds, { of: [path], row }), null);
  const [, width = '', height = ''] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { svg, width: Number(width), height: Number(height), boxes: [] };
}

const boxOf = ({ node, x, y, width, height }: Box): PictureBox => ({
  kind: node.kind,
  path: node.path,
  label: node.lines[0] ?? node.path,
  step: node.step,
  left: x - width / 2,
  top: y - height / 2,
  width,
  height,
});
