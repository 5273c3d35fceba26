import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { ArtifactContent } from '../../src/artifact/file/write.ts';

/** y = max(x * scale, -infinity): small enough to break its file at every bit, with a number that JSON does not have. */
export function scalingGraph(file: string): Graph {
  const b = new GraphBuilder();
  const at = (path: string, start: number) => ({ path, span: { file, start, end: start + 1 } });
  const x = b.value('x', { dtype: 'float32', shape: shapeOf('batch', 2) });
  const scale = b.value('s.scale', { dtype: 'float32', shape: shapeOf(2) });
  const scaled = b.emit('mul', [x, scale], {}, at('s', 3));
  const least = b.emit(
    'constant',
    [],
    { dtype: 'float32', shape: shapeOf(2), values: [Number.NEGATIVE_INFINITY, -0] },
    at('s', 4),
  );
  const y = b.emit('maximum', [scaled, least], {}, at('s', 5));
  return {
    name: 'scaling',
    variant: 'inference',
    values: b.values,
    inputs: [{ role: 'feed', name: 'x', value: x, limit: null, origin: at('x', 1) }],
    weights: [{ path: 's.scale', value: scale, init: { kind: 'uniform', low: -1, high: 1 }, origin: at('s', 3) }],
    nodes: b.nodes,
    outputs: [{ name: 'y', value: y, origin: at('y', 6) }],
    streaming: null,
  };
}

/** The model in `folder`, as the compiler gives it. */
export function scalingModel(folder = '', eol = '\n'): ArtifactContent {
  const file = `${folder}scaling.yaml`;
  return {
    name: 'scaling',
    file,
    seed: 7,
    unroll: null,
    parameters: { units: 2, lowest: Number.NEGATIVE_INFINITY },
    graphs: { inference: scalingGraph(file), training: null },
    kernels: null,
    sources: new Map([
      [file, ['# "quoted" \\ ü 😀', 'name: scaling', ''].join(eol)],
      [`${folder}cells/mine.yaml`, 'cells: {}\n'],
      ['rnnc:cells/keras.yaml', 'cells: {}\n'],
    ]),
  };
}
