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

/** Features from one place to another, as a layer. @param place of their axis */
export function cutFeatures(data: Data, place: number, from: number, to: number, conversion: Conversion): Data {
  const size = become(data.axes[place], 'feature').root.size ?? refuse('the size of the features is not known');
  if (from === 0 && to === size) return data;
  if (from < 0 || to > size || to <= from) return refuse(`it takes features ${from} to ${to} of ${size}`);
  const { name } = conversion.addLayer('cut', {
    type: 'equations',
    inputs: { a: referenceOf(data) },
    equations: `y = a[${from}:${to}]`,
    output: 'y',
  });
  return made(
    data,
    name,
    data.axes.map((own, at) => (at === place ? new Axis(to - from, 'feature') : own)),
  );
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
    const isFeatures = axis !== undefined && !isMerged(axis) && axis.role === 'feature';
    if (place === rank - 1 || isFeatures) return cutFeatures(data, place, start, start + size, conversion);
    const references = partsAlong(data, place).slice(start, start + size);
    const axes = data.axes.map((own, i) => (i === place ? new Axis(size, 'parts') : own));
    return { ...data, source: null, references, axes };
  });
}

/** Sums and means of features, which keep their axis; means and largest values over all steps. */
export function reduceAxis(node: NodeReader, conversion: Conversion): Value {
  const operator = node.node.opType ?? '';
  node.int('noop_with_empty_axes', 0);
  const value = node.input(0);
  const shared = value.kind === 'data' && value.made === 'share' && operator === 'ReduceSum' ? value : null;
  const data = shared === null ? node.data(0) : { ...shared, made: null };
  if (data.dtype !== 'float32') return refuse('it computes with whole numbers; only float32 is computed with');
  const given = node.optional(1);
  const all = ((given === null ? node.ints('axes') : numbersOf(given)) ?? []).map((axis) =>
    placeOf(axis, data.axes.length),
  );
  // over an axis of size 1 there is nothing to reduce
  const ones = all.filter((place) => isOne(data.axes[place]));
  const [place, ...others] = all.filter((one) => !ones.includes(one));
  if (place === undefined || others.length > 0) return refuse('it goes over several axes at once');
  const isKept = node.int('keepdims', 1) !== 0;
  const without = (axes: readonly AxisOrMerged[]): readonly AxisOrMerged[] =>
    isKept ? axes : axes.filter((_, at) => !all.includes(at));
  const axis = data.axes[place];
  const isTime = axis !== undefined && !isMerged(axis) && axis.role === 'time';
  if (place === data.axes.length - 1 && !isTime) {
    const word = REDUCTIONS[operator];
    if (word === undefined || !isKept || shared !== null)
      return refuse('it goes over the features otherwise than for one number that keeps their axis');
    featureAxis(data);
    const { name } = conversion.addLayer(word, {
      type: 'equations',
      inputs: { a: referenceOf(data) },
      equations: `y = ${word}(a)`,
      output: 'y',
    });
    return made(data, name, [...data.axes.slice(0, -1), new Axis(1, 'feature')]);
  }
  const type = operator === 'ReduceMean' || shared !== null ? 'mean' : operator === 'ReduceMax' ? 'max' : null;
  if (type === null) return refuse('it adds up the steps; only their mean and their largest values are layers');
  return overSteps(data, place, type, conversion, without);
}

const REDUCTIONS: { readonly [operator: string]: string } = { ReduceSum: 'sum', ReduceMean: 'mean', ReduceMax: 'max' };
const isOne = (axis: AxisOrMerged | undefined): boolean => axis !== undefined && !isMerged(axis) && axis.role === 'one';

/** The mean or the largest of all steps. In the file padding is a step as any other. */
export function overSteps(
  data: Data,
  place: number,
  type: 'mean' | 'max',
  conversion: Conversion,
  without: (axes: readonly AxisOrMerged[]) => readonly AxisOrMerged[] = (axes) => axes,
): Data {
  conversion.keepLengths(become(data.axes[place], 'time'), '');
  const { name } = conversion.addLayer(type, { type, input: referenceOf(data) });
  const axes = data.axes.map((own, at) => (at === place ? new Axis(1, 'one') : own));
  return made(data, name, without(axes));
}

/** GlobalAveragePool and GlobalMaxPool of [batch, features, steps]. */
export function globalPool(node: NodeReader, conversion: Conversion): Value {
  const data = node.data(0);
  if (data.axes.length !== 3 || data.dtype !== 'float32')
    return refuse('it goes over other axes than the steps of a sequence');
  become(data.axes[0], 'batch');
  become(data.axes[1], 'feature');
  return overSteps(data, 2, node.node.opType === 'GlobalMaxPool' ? 'max' : 'mean', conversion);
}
