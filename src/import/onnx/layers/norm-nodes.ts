import type { Conversion, NodeReader } from '../conversion.ts';
import { shortest } from '../functions.ts';
import { become, type Constant, type Data, featureAxis, referenceOf, refuse, type Value } from '../values.ts';

const made = (data: Data, name: string): Data => ({ ...data, source: null, references: [name] });
const epsilonOf = (node: NodeReader): number => {
  const epsilon = node.float('epsilon', 1e-5);
  return epsilon > 0 && Number.isFinite(epsilon) ? Number(shortest(epsilon)) : refuse(`its epsilon is ${epsilon}`);
};
const row = (what: string, { dims, data }: Constant, size: number): Float32Array =>
  dims.join() === String(size)
    ? Float32Array.from(data)
    : refuse(`its ${what} is [${dims.join(', ')}] for ${size} features`);

/** LayerNormalization over the features. Source: onnx/defs/nn/defs.cc, opset 17. */
export function layerNormalization(node: NodeReader, conversion: Conversion): Value {
  const data = node.data(0);
  const { size } = featureAxis(data);
  const axis = node.int('axis', -1);
  if (axis !== -1 && axis !== data.axes.length - 1)
    return refuse(`it goes over the axes from ${axis} on; a layer over the last one`);
  if (node.int('stash_type', 1) !== 1) return refuse('it computes in another type than float32');
  if (node.isRead(1, conversion) || node.isRead(2, conversion))
    return refuse('something reads its mean or its deviation');
  const scale = node.floats(1, 'scale');
  const shift = node.optionalFloats(2, 'bias');
  const { name } = conversion.addLayer('layer_norm', {
    type: 'layer_norm',
    input: referenceOf(data),
    epsilon: epsilonOf(node),
    ...(shift === null ? { center: false } : {}),
  });
  conversion.addWeight(`${name}.gamma`, [size], row('scale', scale, size), `${scale.name} [${size}]`);
  if (shift !== null) conversion.addWeight(`${name}.beta`, [size], row('bias', shift, size), `${shift.name} [${size}]`);
  return made(data, name);
}

/** BatchNormalization as it is when a model answers, whose features are the axis 1. Source: onnx/defs/nn/defs.cc, opset 1 to 15. */
export function batchNormalization(node: NodeReader, conversion: Conversion): Value {
  const data = node.data(0);
  if (node.int('training_mode', 0) !== 0) return refuse('it takes the statistics of the batch, as in training');
  if (node.int('spatial', 1) !== 1) return refuse('it has statistics of its own for each place');
  node.float('momentum', 0.9);
  if (node.node.output.slice(1).some((_, at) => node.isRead(at + 1, conversion)))
    return refuse('something reads the statistics that it gives');
  const { size } = become(data.axes[1], 'feature').root;
  if (size === null) return refuse('the size of its features is not known');
  become(data.axes[0], 'batch');
  for (const axis of data.axes.slice(2)) become(axis, 'time');
  const { name } = conversion.addLayer('batch_norm', {
    type: 'batch_norm',
    input: referenceOf(data),
    epsilon: epsilonOf(node),
  });
  for (const [at, weight, what] of [
    [1, 'gamma', 'scale'],
    [2, 'beta', 'B'],
    [3, 'moving_mean', 'mean'],
    [4, 'moving_variance', 'variance'],
  ] as const) {
    const given = node.floats(at, `input ${what}`);
    conversion.addWeight(`${name}.${weight}`, [size], row(what, given, size), `${given.name} [${size}]`);
  }
  return made(data, name);
}
