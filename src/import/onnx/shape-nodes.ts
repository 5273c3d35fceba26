import { DATA_TYPES, typeName } from '../../onnx/format.ts';
import { cutFeatures } from './axis-nodes.ts';
import { checkedOrder, cutConstant, joinConstants, transposed, turnedRows } from './constants/constant-shapes.ts';
import { joinRepeats, repeated, squeezedRepeat, unsqueezedRepeat } from './constants/repeats.ts';
import type { Conversion, NodeReader } from './conversion.ts';
import { convertPad, cutExtra } from './layers/conv-node.ts';
import { joinWindows } from './layers/windows.ts';
import { reshapeAndJoin } from './reshape-node.ts';
import { readTensor } from './tensors.ts';
import {
  Axis,
  type AxisOrMerged,
  become,
  type Data,
  isMerged,
  numbersOf,
  partsAlong,
  plainAxes,
  referenceOf,
  refuse,
  reshapedFill,
  type Sizes,
  said,
  sizesOf,
  type Value,
} from './values.ts';

type Convert = (node: NodeReader, conversion: Conversion) => Value;

const at = (axis: number, rank: number): number => {
  const index = axis < 0 ? axis + rank : axis;
  return Number.isInteger(index) && index >= 0 && index < rank
    ? index
    : refuse(`it has an axis ${axis} of a tensor with ${rank}`);
};

const withSize = (axes: readonly AxisOrMerged[]): readonly (Axis & AxisOrMerged)[] =>
  axes.map((axis) => (isMerged(axis) ? refuse('it asks for the size of batch and steps as one') : axis));

const shape: Convert = (node) => {
  const value = node.input(0);
  const all: readonly (number | Axis)[] =
    value.kind === 'constant'
      ? value.dims
      : value.kind === 'sizes'
        ? value.rank === 0
          ? []
          : [value.entries.length]
        : // the size of a batch or of steps stays what it is at every run
          withSize(node.data(0).axes).map((axis) =>
            axis.role === 'feature' || axis.role === 'parts' || axis.role === 'one' ? (axis.root.size ?? axis) : axis,
          );
  const bound = (place: number): number => Math.min(Math.max(place < 0 ? place + all.length : place, 0), all.length);
  const entries = all.slice(bound(node.int('start', 0)), bound(node.int('end', all.length)));
  return { kind: 'sizes', rank: 1, entries };
};

const transpose: Convert = (node) => {
  const value = node.input(0);
  const permutation = node.ints('perm');
  if (value.kind === 'filled') return reshapedFill(value);
  if (value.kind === 'constant') return transposed(value, permutation);
  // what is only a step on the way stays that
  const data = value.kind === 'data' ? value : node.data(0);
  const order = checkedOrder(permutation, data.axes.length);
  return { ...data, axes: order.map((from) => data.axes[from] ?? refuse('its perm names no axis')) };
};

/** The axes of Squeeze and Unsqueeze: an input since opset 13, an attribute before. */
const axesOf = (node: NodeReader): readonly number[] | null => {
  const given = node.optional(1);
  return given === null ? node.ints('axes') : numbersOf(given);
};

const squeeze: Convert = (node) => {
  const value = node.input(0);
  const axes = axesOf(node);
  if (value.kind === 'filled') return reshapedFill(value);
  if (value.kind === 'sizes')
    return { ...value, rank: value.entries.length === 1 ? 0 : refuse('it squeezes several sizes') };
  if (value.kind === 'repeated') return squeezedRepeat(value, axes);
  const rank = value.kind === 'constant' ? value.dims.length : node.data(0).axes.length;
  const sizes = value.kind === 'constant' ? value.dims : node.data(0).axes.map(sizeOf);
  const gone = new Set(
    axes?.map((axis) => at(axis, rank)) ?? sizes.flatMap((size, axis) => (size === 1 ? [axis] : [])),
  );
  for (const axis of gone)
    if (sizes[axis] !== 1) refuse(`it squeezes an axis of size ${sizes[axis] ?? 'that is open'}`);
  if (value.kind === 'constant') return { ...value, dims: value.dims.filter((_, axis) => !gone.has(axis)) };
  const data = node.data(0);
  for (const axis of gone) {
    const found = data.axes[axis];
    if (found === undefined || isMerged(found) || (found.role !== 'one' && found.role !== 'parts'))
      refuse(`it takes away ${found === undefined ? 'an axis' : said(found)}, which the model keeps`);
  }
  return { ...data, axes: data.axes.filter((_, axis) => !gone.has(axis)) };
};

const sizeOf = (axis: AxisOrMerged): number | null => (isMerged(axis) ? null : axis.root.size);

const unsqueeze: Convert = (node) => {
  const value = node.input(0);
  const axes = axesOf(node) ?? refuse('its axes are missing');
  if (value.kind === 'filled') return reshapedFill(value);
  if (value.kind === 'sizes' || (value.kind === 'constant' && value.dtype === 'int' && value.dims.length === 0)) {
    const sizes = sizesOf(value);
    return sizes.rank === 0 ? { ...sizes, rank: 1 } : refuse('it makes a matrix of sizes');
  }
  if (value.kind === 'repeated') return unsqueezedRepeat(value, axes);
  const rank = (value.kind === 'constant' ? value.dims.length : node.data(0).axes.length) + axes.length;
  const added = new Set(axes.map((axis) => at(axis, rank)));
  if (added.size !== axes.length) refuse('its axes name one twice');
  const spread = <T>(old: readonly T[], one: () => T): readonly T[] => {
    const rest = [...old];
    return Array.from({ length: rank }, (_, axis) => (added.has(axis) ? one() : (rest.shift() ?? one())));
  };
  if (value.kind === 'constant') return { ...value, dims: spread(value.dims, () => 1) };
  const data = node.data(0);
  return { ...data, axes: spread<AxisOrMerged>(data.axes, () => new Axis(1, 'one')) };
};

const flatten: Convert = (node) => {
  const data = node.data(0);
  const axis = node.int('axis', 1);
  return axis === 1 && plainAxes(data).length === 2 && data.axes.length === 2
    ? data
    : refuse('it flattens steps or features into one axis');
};

const concat: Convert = (node, conversion) => {
  const values = node.inputs;
  const axis = node.int('axis', 0);
  const [first] = values;
  if (first?.kind === 'filled' && values.every((value) => value.kind === 'filled' && value.value === first.value))
    return reshapedFill(first);
  if (values.every((value) => value.kind !== 'data')) {
    if (values.length === 1 && first !== undefined) return first;
    const repeats = values.flatMap((value) => (value.kind === 'repeated' ? [value] : []));
    if (repeats.length === values.length) return joinRepeats(repeats, axis);
    const constants = values.flatMap((value) =>
      value.kind === 'constant' && (value.dtype === 'float32' || value.dims.length > 1) ? [value] : [],
    );
    if (constants.length === values.length) return joinConstants(constants, axis);
    return { kind: 'sizes', rank: 1, entries: values.flatMap((value) => sizesOf(value).entries) };
  }
  const columns = joinWindows(values);
  if (columns !== null) return axis === 2 || axis === -1 ? columns : refuse('it joins steps');
  const all = values.map((_, i) => node.data(i));
  const rank = all[0]?.axes.length ?? 0;
  const place = at(axis, rank);
  for (const { axes } of all) {
    if (axes.length !== rank) refuse('what it joins has not the same axes');
    for (const [i, other] of axes.entries()) {
      const own = all[0]?.axes[i];
      if (i === place || own === undefined) continue;
      if (isMerged(own) || isMerged(other) ? own !== other : !own.join(other))
        refuse(`it joins ${said(own)} with ${said(other)}`);
    }
  }
  const joined = all.map(({ axes }) => axes[place]);
  const isParts = joined.some(
    (found) => found !== undefined && !isMerged(found) && (found.role === 'parts' || found.role === 'one'),
  );
  const dtype = all[0]?.dtype ?? 'float32';
  if (isParts) {
    const references = all.flatMap((data) => partsAlong(data, place));
    const axes = (all[0]?.axes ?? []).map((own, i) => (i === place ? new Axis(references.length, 'parts') : own));
    return { kind: 'data', references, axes, dtype, source: null };
  }
  if (place !== rank - 1 && !joined.every((found) => found !== undefined && !isMerged(found) && isFeature(found)))
    return refuse(
      `it joins along ${joined[0] === undefined ? 'an axis' : said(joined[0])}; only features, layers and directions are joined`,
    );
  const sizes = joined.map(
    (found) => become(found, 'feature').root.size ?? refuse('the sizes that it joins are not known'),
  );
  const { name } = conversion.addLayer('joined', { type: 'concat', inputs: all.map(referenceOf) });
  const feature = new Axis(
    sizes.reduce((a, b) => a + b, 0),
    'feature',
  );
  return {
    kind: 'data',
    references: [name],
    axes: (all[0]?.axes ?? []).map((own, i) => (i === place ? feature : own)),
    dtype,
    source: null,
  };
};

const isFeature = (axis: Axis): boolean => axis.role === 'feature';

/** Places from start to end of an axis of a size, as ONNX clamps them. */
function range(start: number, end: number, step: number, size: number): readonly number[] {
  if (step !== 1) return refuse(`it takes every ${step}th place; only those in a row are taken`);
  const bound = (place: number): number => Math.min(Math.max(place < 0 ? place + size : place, 0), size);
  const from = bound(start);
  return Array.from({ length: Math.max(bound(end) - from, 0) }, (_, i) => from + i);
}

const slice: Convert = (node, conversion) => {
  const value = node.input(0);
  if (value.kind === 'filled') return reshapedFill(value);
  const given = (place: number, attribute: string): readonly number[] | null => {
    const input = node.optional(place);
    return input === null ? node.ints(attribute) : numbersOf(input);
  };
  const starts = given(1, 'starts') ?? refuse('its starts are missing');
  const ends = given(2, 'ends') ?? refuse('its ends are missing');
  const axes = given(3, 'axes') ?? starts.map((_, axis) => axis);
  const steps = given(4, 'steps') ?? starts.map(() => 1);
  if (value.kind === 'constant' && value.dtype === 'int' && value.dims.length === 2) {
    const isTurn = axes.join() === '0' && starts.join() === '-1' && steps.join() === '-1' && (ends[0] ?? 0) < -1e9;
    return isTurn ? turnedRows(value) : refuse('it cuts a matrix of whole numbers');
  }
  if (value.kind === 'repeated' || (value.kind === 'constant' && value.dtype === 'float32')) {
    if (ends.length !== starts.length || axes.length !== starts.length || steps.length !== starts.length)
      return refuse('it has not as many starts as ends, axes and steps');
    const of = value.kind === 'repeated' ? value.of : value;
    const taken = axes.reduce((cut, axis, i) => {
      const place = at(axis, cut.dims.length);
      if (value.kind === 'repeated' && value.axes.includes(place)) return refuse('it cuts rows that are all the same');
      const places = range(starts[i] ?? 0, ends[i] ?? 0, steps[i] ?? 1, cut.dims[place] ?? 0);
      return cutConstant(cut, place, places[0] ?? refuse('it takes nothing'), places.length);
    }, of);
    return value.kind === 'repeated' ? { ...value, of: taken } : taken;
  }
  if (starts.length !== 1 || ends.length !== 1 || axes.length !== 1) return refuse('it cuts several axes at once');
  const [start = 0] = starts;
  const [end = 0] = ends;
  const [step = 1] = steps;
  if (value.kind === 'sizes' || (value.kind === 'constant' && value.dtype === 'int')) {
    const { entries } = sizesOf(value);
    return {
      kind: 'sizes',
      rank: 1,
      entries: range(start, end, step, entries.length).flatMap((i) => entries[i] ?? []),
    };
  }
  const whole = value.kind === 'data' ? cutExtra(value, at(axes[0] ?? 0, value.axes.length), start, end) : null;
  if (whole !== null) return step === 1 ? whole : refuse('it takes not every step');
  const data = node.data(0);
  const place = at(axes[0] ?? 0, data.axes.length);
  const axis = data.axes[place];
  if (axis !== undefined && !isMerged(axis) && axis.role === 'time' && start === -1 && end > 1e9) {
    const last = lastStep(data, place, conversion);
    return { ...last, axes: [...last.axes.slice(0, place), new Axis(1, 'one'), ...last.axes.slice(place)] };
  }
  const isLast = place === data.axes.length - 1 && place > 0;
  if (axis !== undefined && !isMerged(axis) && (isFeature(axis) || (isLast && axis.role !== 'parts'))) {
    const places = range(start, end, step, axis.root.size ?? refuse('it cuts an axis whose size is open'));
    const [from = 0] = places;
    return cutFeatures(data, place, from, from + places.length, conversion);
  }
  if (place !== 0 && (axis === undefined || isMerged(axis) || axis.role !== 'parts'))
    return refuse(
      `it cuts ${axis === undefined ? 'an axis' : said(axis)}; only features, layers, directions and the last step are cut out`,
    );
  const parts = partsAlong(data, place);
  const references = range(start, end, step, parts.length).flatMap((i) => parts[i] ?? []);
  if (references.length === 0) return refuse('it takes nothing');
  return {
    ...data,
    source: null,
    references,
    axes: data.axes.map((own, i) => (i === place ? new Axis(references.length, 'parts') : own)),
  };
};

/** `last` of the model, where no row ends before the last step: the file has padding there. */
function lastStep(data: Data, place: number, conversion: Conversion): Data {
  conversion.keepLengths(become(data.axes[place], 'time'), '');
  const { name } = conversion.addLayer('last', { type: 'last', input: referenceOf(data) });
  return { ...data, source: null, references: [name], axes: data.axes.filter((_, i) => i !== place) };
}

const gather: Convert = (node, conversion) => {
  const table = node.input(0);
  const indices = node.input(1);
  const axis = node.int('axis', 0);
  if (table.kind === 'filled') return reshapedFill(table);
  if (indices.kind === 'data') return embedding(node, conversion, axis);
  const chosen = numbersOf(indices);
  if (table.kind === 'sizes' || (table.kind === 'constant' && table.dtype === 'int' && table.dims.length === 1)) {
    const { entries } = sizesOf(table);
    const found = chosen.map((i) => entries[at(i, entries.length)] ?? 0);
    return { kind: 'sizes', rank: sizesOf(indices).rank, entries: found } satisfies Sizes;
  }
  const data = node.data(0);
  const place = at(axis, data.axes.length);
  if (sizesOf(indices).rank !== 0) return refuse('it takes several places at once');
  const along = data.axes[place];
  if (along !== undefined && !isMerged(along) && along.role === 'time') {
    if (chosen[0] !== -1) return refuse(`it takes step ${chosen[0]}; only the last step is taken, -1`);
    return lastStep(data, place, conversion);
  }
  if (place !== 0 && (along === undefined || isMerged(along) || along.role !== 'parts'))
    return refuse(`it takes one of ${along === undefined ? 'an axis' : said(along)}`);
  const parts = partsAlong(data, place);
  const reference = parts[at(chosen[0] ?? 0, parts.length)] ?? refuse('it takes nothing');
  return { ...data, source: null, references: [reference], axes: data.axes.filter((_, i) => i !== place) };
};

export function embedding(node: NodeReader, conversion: Conversion, axis: number): Value {
  const table = node.floats(0, 'table');
  const tokens = node.data(1);
  const [vocabulary = 0, units = 0] = table.dims;
  if (axis !== 0 || table.dims.length !== 2)
    return refuse(`it looks up along axis ${axis} of [${table.dims.join(', ')}]; an embedding is [vocabulary, units]`);
  if (tokens.dtype !== 'int32') return refuse('its indices are no whole numbers');
  const { name } = conversion.addLayer('embedding', {
    type: 'embedding',
    input: referenceOf(tokens),
    vocabulary,
    units,
  });
  conversion.addWeight(
    `${name}.table`,
    table.dims,
    Float32Array.from(table.data),
    `${table.name} [${table.dims.join(', ')}]`,
  );
  return {
    kind: 'data',
    references: [name],
    axes: [...tokens.axes, new Axis(units, 'feature')],
    dtype: 'float32',
    source: null,
  };
}

const filled = (value: number, shape: Sizes): Value => ({ kind: 'filled', value, shape: shape.entries });

/** Whole numbers that say where something is are few. */
const MOST_SIZES = 64;

const constantOfShape: Convert = (node) => {
  const shape = sizesOf(node.input(0));
  const tensor = node.tensor('value');
  if (tensor === null) return filled(0, shape);
  if (tensor.dataType === DATA_TYPES.int64 && shape.rank === 1) {
    const { data } = readTensor(tensor, '', () => null);
    if (shape.entries.some((entry) => typeof entry !== 'number')) return filled(data[0] ?? 0, shape);
    const dims = numbersOf(shape);
    const count = dims.reduce((product, size) => product * size, 1);
    if (count > MOST_SIZES) return refuse(`it makes ${count} whole numbers`);
    return { kind: 'constant', name: '', dims, dtype: 'int', data: new Array<number>(count).fill(data[0] ?? 0) };
  }
  if (tensor.dataType !== DATA_TYPES.float)
    return refuse(`it fills with ${typeName(tensor.dataType)}; only float32 is read`);
  const raw = tensor.rawData;
  const value =
    raw?.length === 4 ? new DataView(raw.buffer, raw.byteOffset, 4).getFloat32(0, true) : tensor.floatData[0];
  return filled(value ?? refuse('its value is missing'), shape);
};

const expand: Convert = (node, conversion) => {
  const value = node.input(0);
  const shape = sizesOf(node.input(1));
  const [times, ...own] = shape.entries;
  if (value.kind === 'data' && typeof times === 'number' && own.length === value.axes.length) {
    const data = node.data(0);
    const isSame = own.every((size, i) => {
      const axis = data.axes[i];
      return axis !== undefined && !isMerged(axis) && (size instanceof Axis ? axis.is(size) : axis.root.size === size);
    });
    if (!isSame || data.axes.some((axis) => isMerged(axis) || axis.role === 'time' || axis.role === 'parts'))
      return refuse('it repeats a value along an axis that it has');
    const { name } = conversion.addLayer('repeat', { type: 'repeat', input: referenceOf(data), times });
    return { ...data, source: null, references: [name], axes: [new Axis(times, 'time'), ...data.axes] };
  }
  if (value.kind === 'filled') return reshapedFill(value);
  if (value.kind === 'constant' && value.dtype === 'float32' && value.data.length > 0) {
    const first = value.data[0] ?? 0;
    if (Array.from(value.data).every((x) => x === first)) return filled(first, shape);
  }
  if (value.kind === 'constant' && value.dtype === 'float32') return repeated(value, shape.entries);
  return refuse('it repeats a value along new axes');
};

/** Repeats in a number for each axis. */
const tile: Convert = (node) => {
  const value = node.input(0);
  const { entries } = sizesOf(node.input(1));
  if (value.kind !== 'constant' || value.dtype !== 'float32' || entries.length !== value.dims.length)
    return refuse('it repeats something else than float32 numbers of the file');
  const sizes = entries.map((entry, axis) => (entry === 1 ? (value.dims[axis] ?? 1) : entry));
  if (sizes.some((size, axis) => size !== value.dims[axis] && value.dims[axis] !== 1))
    return refuse('it repeats an axis of a size above 1');
  return repeated(value, sizes);
};

const cast: Convert = (node) => {
  const value = node.input(0);
  const to = node.int('to', 0);
  const isInt = to === DATA_TYPES.int32 || to === DATA_TYPES.int64;
  if (value.kind === 'sizes') {
    const [entry] = value.entries;
    if (isInt) return value;
    return to === DATA_TYPES.float && value.entries.length === 1 && entry instanceof Axis
      ? { kind: 'count', time: become(entry, 'time') }
      : refuse('it makes sizes fractions');
  }
  if (value.kind === 'constant')
    return value.dtype === 'int' && isInt
      ? value
      : value.dtype === 'float32' && to === DATA_TYPES.float
        ? value
        : refuse(`it makes numbers of the file ${typeName(to)}`);
  if (value.kind === 'filled') return to === DATA_TYPES.float ? value : refuse(`it makes numbers ${typeName(to)}`);
  const data = node.data(0);
  if ((data.dtype === 'int32' && isInt) || (data.dtype === 'float32' && to === DATA_TYPES.float)) return data;
  return refuse(`it makes ${data.dtype} numbers ${typeName(to)}`);
};

const noSteps: Convert = (node) =>
  node.int('dtype', DATA_TYPES.float) === DATA_TYPES.float
    ? { kind: 'list', steps: null }
    : refuse('it is a list of something else than float32');

/** The steps that a loop has put into a list, along a new axis. */
const stackList: Convert = (node) => {
  const list = node.input(0);
  if (list.kind !== 'list' || list.steps === null) return refuse('it joins a list that no loop over steps has made');
  if (node.int('new_axis', 0) !== 1) return refuse('it joins the steps along an axis that they have');
  const [time, ...others] = list.steps.axes;
  if (time === undefined) return refuse('it joins nothing');
  const place = at(node.int('axis', 0), list.steps.axes.length);
  return { ...list.steps, axes: [...others.slice(0, place), time, ...others.slice(place)] };
};

/** Nodes that move axes, and those that compute with sizes. */
export const SHAPE_NODES: { readonly [operator: string]: Convert } = {
  Shape: shape,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Reshape: reshapeAndJoin,
  Flatten: flatten,
  Concat: concat,
  Slice: slice,
  Gather: gather,
  ConstantOfShape: constantOfShape,
  Expand: expand,
  Tile: tile,
  Pad: convertPad,
  Cast: cast,
  SequenceEmpty: noSteps,
  ConcatFromSequence: stackList,
};
