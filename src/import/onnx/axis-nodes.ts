import { cutConstant } from './constants/constant-shapes.ts';
import type { Conversion, NodeReader } from './conversion.ts';
import {
  Axis,
  type AxisOrMerged,
  become,
  type Data,
  featureAxis,
  isMerged,
  numbersOf,
  partsAlong,
  referenceOf,
  refuse,
  UNKNOWN,
  type Value,
} from './values.ts';

const made = (data: Data, name: string, axes: readonly AxisOrMerged[]): Data => ({
  ...data,
  source: null,
  references: [name],
  axes,
});
const placeOf = (axis: number, rank: number): number => {
  const place = axis < 0 ? axis + rank : axis;
  return place >= 0 && place < rank ? place : refuse(`it has an axis ${axis} of a tensor with ${rank}`);
};

/** Features from one place to another, as a layer. */
export function cutFeatures(data: Data, from: number, to: number, conversion: Conversion): Data {
  const { size } = featureAxis(data);
  if (from === 0 && to === size) return data;
  if (from < 0 || to > size || to <= from) return refuse(`it takes features ${from} to ${to} of ${size}`);
  const { name } = conversion.addLayer('cut', {
    type: 'equations',
    inputs: { a: referenceOf(data) },
    equations: `y = a[${from}:${to}]`,
    output: 'y',
  });
  return made(data, name, [...data.axes.slice(0, -1), new Axis(to - from, 'feature')]);
}

/** Features, layers and directions, or numbers of the file, in pieces. */
export function convertSplit(node: NodeReader, conversion: Conversion): readonly Value[] {
  const value = node.input(0);
  const count = node.node.output.length;
  const constant = value.kind === 'constant' ? value : null;
  const data = constant === null ? node.data(0) : null;
  const rank = constant?.dims.length ?? data?.axes.length ?? 0;
  const place = placeOf(node.int('axis', 0), rank);
  const axis = data?.axes[place];
  const whole = constant?.dims[place] ?? (axis === undefined || isMerged(axis) ? null : axis.root.size);
  if (whole === null || whole === undefined) return refuse('it splits an axis whose size is open');
  const given = node.optional(1);
  const written = given === null ? node.ints('split') : numbersOf(given);
  const each = Math.ceil(whole / node.int('num_outputs', count));
  const sizes = written ?? node.node.output.map((_, i) => Math.min(each, whole - i * each));
  if (sizes.length !== count || sizes.some((size) => size < 1) || sizes.reduce((a, b) => a + b, 0) !== whole)
    return refuse(`it splits ${whole} places into ${sizes.join(', ')}`);
  let from = 0;
  return sizes.map((size, at): Value => {
    const start = from;
    from += size;
    if (!node.isRead(at, conversion)) return UNKNOWN;
    if (constant !== null) return cutConstant(constant, place, start, size);
    if (data === null) return UNKNOWN;
    if (place === rank - 1) return cutFeatures(data, start, start + size, conversion);
    const references = partsAlong(data, place).slice(start, start + size);
    const axes = data.axes.map((own, i) => (i === place ? new Axis(size, 'parts') : own));
    return { ...data, source: null, references, axes };
  });
}

/** Sums and means of features, which keep their axis; means and largest values over all steps. */
export function reduceAxis(node: NodeReader, conversion: Conversion): Value {
  const data = node.data(0);
  const operator = node.node.opType ?? '';
  if (data.dtype !== 'float32') return refuse('it computes with whole numbers; only float32 is computed with');
  const given = node.optional(1);
  const [axis, ...others] = (given === null ? node.ints('axes') : numbersOf(given)) ?? [];
  if (axis === undefined || others.length > 0) return refuse('it goes over several axes at once');
  const place = placeOf(axis, data.axes.length);
  const isKept = node.int('keepdims', 1) !== 0;
  if (place === data.axes.length - 1) {
    const word = operator === 'ReduceSum' ? 'sum' : operator === 'ReduceMean' ? 'mean' : null;
    if (word === null || !isKept)
      return refuse('it goes over the features otherwise than for a sum or a mean that keeps their axis');
    featureAxis(data);
    const { name } = conversion.addLayer(word, {
      type: 'equations',
      inputs: { a: referenceOf(data) },
      equations: `y = ${word}(a)`,
      output: 'y',
    });
    return made(data, name, [...data.axes.slice(0, -1), new Axis(1, 'feature')]);
  }
  const type = operator === 'ReduceMean' ? 'mean' : operator === 'ReduceMax' ? 'max' : null;
  if (type === null) return refuse('it adds up the steps; only their mean and their largest values are layers');
  // in the file padding is a step as any other
  conversion.keepLengths(become(data.axes[place], 'time'), '');
  const { name } = conversion.addLayer(type, { type, input: referenceOf(data) });
  const axes = data.axes.flatMap((own, i) => (i !== place ? [own] : isKept ? [new Axis(1, 'one')] : []));
  return made(data, name, axes);
}
