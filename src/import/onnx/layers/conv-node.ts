import type { Conversion, NodeReader } from '../conversion.ts';
import {
  Axis,
  become,
  type Constant,
  type Data,
  isMerged,
  numbersOf,
  referenceOf,
  refuse,
  type Value,
} from '../values.ts';

/** Steps of zeros at either end of a sequence. */
interface Padding {
  readonly before: number;
  readonly after: number;
}

/**
 * Conv over steps as a layer `conv1d`: stride 1, and padding that gives an output for every step. Steps too many at the end are cut off by the node behind it.
 * Source: onnx/defs/nn/defs.cc, Conv of opset 1 to 22.
 */
export function convertConv(node: NodeReader, conversion: Conversion): Value {
  const value = node.input(0);
  const given = value.kind === 'data' && typeof value.made === 'object' ? value.made : null;
  const padded = given?.kind === 'padded' ? given : null;
  const isMasked = value.kind === 'data' && value.made === 'masked';
  const data = value.kind === 'data' && (padded !== null || isMasked) ? { ...value, made: null } : node.data(0);
  if (data.axes.length !== 3) return refuse(`its input has ${data.axes.length} axes; one over steps has three`);
  if (data.dtype !== 'float32') return refuse('its input is no float32 tensor');
  const [batch, features, time] = data.axes;
  become(batch, 'batch');
  const steps = become(time, 'time');
  const size = become(features, 'feature').root.size ?? refuse('the size of its features is not known');
  const weight = node.floats(1, 'input W');
  const bias = node.optionalFloats(2, 'input B');
  const [units = 0, own = 0, count = 0] = weight.dims;
  const groups = node.int('group', 1);
  if (weight.dims.length !== 3 || own * groups !== size || units % groups !== 0 || count < 1)
    return refuse(`its input W is [${weight.dims.join(', ')}], of ${groups} groups, for ${size} features`);
  if (groups > 1 && count * size * units > MOST_OF_GROUPS)
    return refuse(`a kernel without groups would have ${count * size * units} numbers`);
  if (bias !== null && bias.dims.join() !== String(units)) return refuse(`its input B is [${bias.dims.join(', ')}]`);
  if ((node.ints('kernel_shape') ?? [count]).join() !== String(count))
    return refuse('its kernel_shape is not that of W');
  const stride = only(node.ints('strides'), 1, 'strides');
  if (stride !== 1) return refuse(`it goes ${stride} steps at a time; a layer goes one`);
  const spread = only(node.ints('dilations'), 1, 'dilations');
  const dilation = count === 1 ? 1 : spread;
  const reach = (count - 1) * dilation;
  const { before, after } = withPads(paddingOf(node, reach), padded);
  const half = Math.floor(reach / 2);
  const isSame = reach > 0 && before === half && after === reach - half;
  if (!isSame && before !== reach)
    return refuse(
      before + after < reach
        ? `it gives fewer steps than it reads: it has ${before} steps of zeros before and ${after} behind`
        : `it has ${before} steps of zeros before and ${after} behind; a layer has ${reach} before, or half of them (${half}) and the others behind`,
      `pad by ${reach} steps before (causal), or by ${half} and ${reach - half} (same)`,
    );
  // what is ahead of the last step of a row is zeros in the model, and padding in the file
  if (isSame && !isMasked) conversion.keepLengths(steps, '');
  const { name } = conversion.addLayer('conv', {
    type: 'conv1d',
    input: referenceOf(data),
    units,
    kernel_size: count,
    ...(dilation === 1 ? {} : { dilation }),
    ...(isSame ? { padding: 'same' } : {}),
    ...(bias === null ? { bias: false } : {}),
  });
  const from = `${weight.name} [${weight.dims.join(', ')}], steps first, features, units${groups === 1 ? '' : `, zeros between ${groups} groups`}`;
  conversion.addWeight(`${name}.kernel`, [count, size, units], kernelOf(weight, groups), from);
  if (bias !== null)
    conversion.addWeight(`${name}.bias`, [units], Float32Array.from(bias.data), `${bias.name} [${units}]`);
  const extra = isSame ? 0 : after;
  return {
    kind: 'data',
    references: [name],
    axes: [batch ?? steps, new Axis(units, 'feature'), steps],
    dtype: 'float32',
    source: null,
    made: extra === 0 ? null : { kind: 'extra', steps: extra },
  };
}

/** Numbers of a kernel whose groups have zeros between them. */
const MOST_OF_GROUPS = 2 ** 26;

const only = (list: readonly number[] | null, fallback: number, what: string): number => {
  const [first = fallback, ...others] = list ?? [];
  return others.length === 0 && first >= 1 ? first : refuse(`its ${what} are ${(list ?? []).join(', ')}`);
};

const withPads = (own: Padding, padded: Padding | null): Padding => ({
  before: own.before + (padded?.before ?? 0),
  after: own.after + (padded?.after ?? 0),
});

function paddingOf(node: NodeReader, reach: number): Padding {
  const auto = node.text('auto_pad', 'NOTSET');
  const [before = 0, after = 0, ...others] = node.ints('pads') ?? [];
  if (others.length > 0 || before < 0 || after < 0) return refuse('its pads are not those of one axis');
  const half = Math.floor(reach / 2);
  if (auto === 'NOTSET' || auto === '') return { before, after };
  if (auto === 'VALID') return { before: 0, after: 0 };
  if (auto === 'SAME_UPPER') return { before: half, after: reach - half };
  if (auto === 'SAME_LOWER') return { before: reach - half, after: half };
  return refuse(`its auto_pad is "${auto}"`);
}

/** [units, features of a group, steps] as [steps, features, units]. */
function kernelOf({ dims, data }: Constant, groups: number): Float32Array {
  const [units = 0, own = 0, count = 0] = dims;
  const size = own * groups;
  const kernel = new Float32Array(count * size * units);
  for (let unit = 0; unit < units; unit++) {
    const first = Math.floor(unit / (units / groups)) * own;
    for (let feature = 0; feature < own; feature++)
      for (let step = 0; step < count; step++)
        kernel[(step * size + first + feature) * units + unit] = data[(unit * own + feature) * count + step] ?? 0;
  }
  return kernel;
}

/** Zeros before and behind the steps, for a convolution to read. Source: onnx/defs/tensor/defs.cc, Pad of opset 2 to 21. */
export function convertPad(node: NodeReader): Value {
  const value = node.input(0);
  const data = value.kind === 'data' && value.made === 'masked' ? value : node.data(0);
  const mode = node.text('mode', 'constant');
  if (mode !== 'constant') return refuse(`it pads with what is there ("${mode}"); a convolution pads with zeros`);
  const fill = node.optionalFloats(2, 'value');
  if ((fill === null ? node.float('value', 0) : (fill.data[0] ?? 0)) !== 0)
    return refuse('it pads with another number than 0');
  const given = node.optional(1);
  const pads = given === null ? (node.ints('pads') ?? []) : numbersOf(given);
  const rank = data.axes.length;
  const named = node.optional(3);
  const axes =
    named === null ? data.axes.map((_, axis) => axis) : numbersOf(named).map((axis) => (axis < 0 ? axis + rank : axis));
  if (pads.length !== 2 * axes.length || pads.some((pad) => pad < 0)) return refuse(`its pads are ${pads.join(', ')}`);
  const padded = axes.flatMap((axis, i) => {
    const [before = 0, after = 0] = [pads[i], pads[i + axes.length]];
    return before === 0 && after === 0 ? [] : [{ axis, before, after }];
  });
  const [one, ...others] = padded;
  if (one === undefined) return data;
  if (others.length > 0) return refuse('it pads several axes');
  become(data.axes[one.axis], 'time');
  if (data.made === 'masked') return refuse('it pads what is zeros beyond the end of a row');
  return { ...data, made: { kind: 'padded', before: one.before, after: one.after } };
}

/** A sequence of a convolution without the steps too many at its end; null for a Slice of something else. */
export function cutExtra(data: Data, place: number, start: number, end: number): Data | null {
  const { made } = data;
  if (typeof made !== 'object' || made?.kind !== 'extra') return null;
  const axis = data.axes[place];
  const isSteps = axis !== undefined && !isMerged(axis) && axis.role === 'time';
  return isSteps && start === 0 && end === -made.steps
    ? { ...data, made: null }
    : refuse(`it cuts a convolution otherwise than its last ${made.steps} steps, which are none of the sequence`);
}
