import type { Conversion, NodeReader } from './conversion.ts';
import {
  Axis,
  type AxisOrMerged,
  ComputedSize,
  type Constant,
  type Data,
  isMerged,
  numbersOf,
  refuse,
  reshapedFill,
  said,
  sizesOf,
  type Value,
} from './values.ts';

const reshape = (node: NodeReader): Value => {
  const value = node.input(0);
  const target = sizesOf(node.input(1));
  const keepsZero = node.int('allowzero', 0) === 0;
  if (value.kind === 'filled') return reshapedFill(value);
  if (value.kind === 'sizes')
    return target.entries.length === 0
      ? { ...value, rank: 0 }
      : target.entries.length === 1
        ? { ...value, rank: 1 }
        : matrixOfSizes(numbersOf(value), numbersOf(target));
  if (value.kind === 'constant') return { ...value, dims: constantDims(value, numbersOf(target), keepsZero) };
  return reshapedData(node.data(0), target.entries, keepsZero);
};

/** Whole numbers that are known, in several axes. */
function matrixOfSizes(data: readonly number[], target: readonly number[]): Constant {
  const whole: Constant = { kind: 'constant', name: '', dims: [data.length], dtype: 'int', data };
  return { ...whole, dims: constantDims(whole, target, true) };
}

function constantDims({ dims, data }: Constant, target: readonly number[], keepsZero: boolean): readonly number[] {
  const wanted = target.map((size, axis) => (size === 0 && keepsZero ? (dims[axis] ?? 0) : size));
  const known = wanted.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const made = wanted.map((size) => (size === -1 ? data.length / known : size));
  const fits =
    made.every((size) => Number.isInteger(size) && size >= 0) && made.reduce((a, b) => a * b, 1) === data.length;
  return fits ? made : refuse(`[${dims.join(', ')}] can't be [${target.join(', ')}]`);
}

/** Directions and features become one axis of features; axes of size 1 come and go; batch and steps are joined and read apart again. */
function reshapedData(data: Data, target: readonly (number | Axis)[], keepsZero: boolean): Data {
  const parts = data.axes.flatMap((axis): readonly Axis[] => (isMerged(axis) ? axis.of : [axis]));
  const axes: AxisOrMerged[] = [];
  let next = 0;
  for (const [place, entry] of target.entries()) {
    const rest = target.length - place - 1;
    const first = parts[next];
    const copied =
      entry === 0 && keepsZero ? (data.axes[place] ?? refuse('its shape copies an axis that is not there')) : entry;
    if (typeof copied === 'object' && isMerged(copied)) refuse('its shape copies batch and steps as one');
    if (copied instanceof ComputedSize) {
      const [a, b] = parts.slice(next, next + 2);
      if (a === undefined || b === undefined || !copied.isOf('product', a, b))
        return refuse('its shape has a computed size that is not the product of two axes beside each other');
      axes.push({ of: [a, b] });
      next += 2;
    } else if (entry === -1) {
      const taken = parts.slice(next, parts.length - countOfParts(target.slice(place + 1), parts.length - next, rest));
      next += taken.length;
      axes.push(oneOf(taken));
    } else if (first?.role === 'parts' && isJoined(parts.slice(next), copied, rest)) {
      axes.push(oneOf(parts.slice(next, next + 2)));
      next += 2;
    } else if (first !== undefined && (copied instanceof Axis ? first.is(copied) : first.root.size === copied)) {
      axes.push(first);
      next++;
    } else if (copied === 1) axes.push(new Axis(1, 'one'));
    else if (first?.root.size === 1 && first.role !== 'feature') {
      // an axis of size 1 that the new shape leaves out
      return reshapedData({ ...data, axes: parts.filter((axis) => axis !== first) }, target, false);
    } else
      refuse(
        `it makes ${first === undefined ? 'nothing' : said(first)} of ${data.axes.map(said).join(', ')} an axis of size ${entry instanceof Axis ? 'that is open' : entry}`,
      );
  }
  const left = parts.slice(next);
  if (left.some((axis) => axis.root.size !== 1 || axis.role === 'feature'))
    refuse(`it leaves out ${left.map(said).join(', ')}`);
  return { ...data, axes };
}

/** Whether an entry of the target is directions and features as one. With one feature, as many as there are directions may be either: what has no place behind it is both. */
const isJoined = ([parts, features, ...others]: readonly Axis[], size: number | AxisOrMerged, rest: number): boolean =>
  typeof size === 'number' &&
  (parts?.root.size ?? 0) * (features?.root.size ?? 0) === size &&
  (size !== parts?.root.size || (features?.role === 'feature' && others.length === 0 && rest === 0));

/** How many axes the entries behind a -1 take. */
const countOfParts = (entries: readonly (number | Axis)[], available: number, rest: number): number =>
  Math.min(entries.filter((entry) => entry !== 1).length, available, rest);

function oneOf(taken: readonly Axis[]): AxisOrMerged {
  const real = taken.filter((axis) => !(axis.role === 'one' || (axis.role === 'parts' && axis.root.size === 1)));
  const [first, second] = real;
  if (first === undefined) return taken[0] ?? new Axis(1, 'one');
  if (second === undefined) return first;
  if (real.length === 2 && first.role === 'parts' && second.role === 'feature') {
    const size = (first.root.size ?? 0) * (second.root.size ?? 0);
    return new JoinedAxis(size);
  }
  if (real.every((axis) => axis.role === 'batch' || axis.role === 'time')) return { of: real };
  return refuse(`it joins ${real.map(said).join(' and ')}`);
}

/** Features of all parts, side by side; the values are joined when the reshape is done. */
class JoinedAxis extends Axis {
  constructor(size: number) {
    super(size, 'feature');
  }
}

/** The values behind a reshape whose parts it has joined. */
function joinParts(data: Data, { addLayer }: { readonly addLayer: (inputs: readonly string[]) => string }): Data {
  if (data.references.length < 2 || !data.axes.some((axis) => axis instanceof JoinedAxis)) return data;
  return { ...data, source: null, references: [addLayer(data.references)] };
}

export const reshapeAndJoin = (node: NodeReader, conversion: Conversion): Value => {
  const value = reshape(node);
  return value.kind === 'data'
    ? joinParts(value, { addLayer: (inputs) => conversion.addLayer('joined', { type: 'concat', inputs }).name })
    : value;
};
