import type { Compiled } from '../../../compiler/compile.ts';
import type { GraphChoice } from '../../diagrams/graph-of-model.ts';
import { graphOfModel } from '../../diagrams/graph-of-model.ts';
import type { Box } from '../../diagrams/placed/layout.ts';
import { placeInPage } from '../../diagrams/placed/place-in-page.ts';
import { toSvg } from '../../diagrams/placed/to-svg.ts';
import type { Picture, PictureBox } from './messages.ts';

/** @throws RnncError as `graphOfModel` */
export function drawPicture(compiled: Compiled, choice: GraphChoice): Picture {
  const layout = placeInPage(graphOfModel(compiled, choice));
  return { svg: toSvg(layout), width: layout.width, height: layout.height, boxes: layout.boxes.map(boxOf) };
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
