import { LAST_C } from './cells.ts';
import { isRow } from './constants/start-values.ts';
import type { Conversion, NodeReader } from './conversion.ts';
import {
  Axis,
  become,
  type Data,
  isMerged,
  type Lengths,
  numbersOf,
  referenceOf,
  refuse,
  type Value,
} from './values.ts';

/** What stands for "all steps" as the default of an input of lengths: the largest int32. */
const WHOLE = 2 ** 31 - 1;

type Convert = (node: NodeReader, conversion: Conversion) => Value | null;

const isNumber = (value: Value | null, wanted: number): boolean =>
  value !== null &&
  ((value.kind === 'constant' && value.data.length === 1 && value.data[0] === wanted) ||
    (value.kind === 'filled' && value.value === wanted));

/** The time axis whose size is read; null where it is something else. */
function timeOf(value: Value | null): Axis | null {
  if (value?.kind !== 'sizes' || value.entries.length !== 1) return null;
  const [entry] = value.entries;
  return entry instanceof Axis ? become(entry, 'time') : null;
}

/** The lengths of rows that a value is; null where it is something else. */
export const asLengths = (value: Value | null): Lengths | null => {
  if (value?.kind === 'lengths') return value;
  if (value?.kind !== 'data' || value.source === null || value.dtype !== 'int32' || value.axes.length !== 1)
    return null;
  const rows = become(value.axes[0], 'batch');
  return { kind: 'lengths', name: value.source.name, time: null, form: 'length', rows };
};

/** Repeats of the default length, for every row. */
const expand: Convert = (node) => {
  const value = node.input(0);
  const isWhole =
    value.kind === 'constant' && value.dtype === 'int' && value.data.length === 1 && value.data[0] === WHOLE;
  return isWhole ? { kind: 'lengths', name: '', time: null, form: 'length', rows: null } : null;
};

/** Lengths that are bounded by the number of steps belong to that axis. */
const min: Convert = (node, conversion) => {
  for (const [at, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const lengths = asLengths(node.optional(at));
    const time = timeOf(node.optional(other));
    if (lengths === null || time === null) continue;
    conversion.keepLengths(time, lengths.name);
    return { ...lengths, time };
  }
  return null;
};

const range: Convert = (node) => {
  const time = timeOf(node.optional(1));
  if (time === null || !isZero(node.input(0)) || !isNumber(node.input(2), 1)) return null;
  return { kind: 'steps', time };
};
const isZero = (value: Value): boolean => isNumber(value, 0);

const less: Convert = (node) => {
  const [steps, lengths] = [node.input(0), node.input(1)];
  const time = lengths.kind === 'count' ? lengths.time : timeOf(lengths);
  if (isZero(steps) && time !== null) return { kind: 'some steps', time };
  if (steps.kind !== 'steps' || lengths.kind !== 'lengths' || lengths.form !== 'length') return null;
  if (lengths.time === null || !lengths.time.is(steps.time)) return refuse('it compares steps with lengths of others');
  return { kind: 'mask', time: steps.time };
};

/** length - 1 */
const sub: Convert = (node) => {
  const lengths = node.input(0);
  return lengths.kind === 'lengths' && lengths.form === 'length' && isNumber(node.input(1), 1)
    ? { ...lengths, form: 'before' }
    : null;
};
/** The place of the last step, 0 where there is none; or by how many steps a mean divides. */
const max: Convert = (node) => {
  const value = node.input(0);
  if (value.kind !== 'lengths') return null;
  if (value.form === 'before' && isNumber(node.input(1), 0)) return { ...value, form: 'last' };
  return value.form === 'float' && isNumber(node.input(1), 1) ? { ...value, form: 'count' } : null;
};
const greater: Convert = (node) => {
  const value = node.input(0);
  return value.kind === 'lengths' && value.form === 'length' && isZero(node.input(1))
    ? { ...value, form: 'some' }
    : null;
};
const cast: Convert = (node) => {
  const value = node.input(0);
  const to = node.int('to', 0);
  if (value.kind !== 'lengths') return null;
  if (to === 1 && value.form === 'length') return { ...value, form: 'float' };
  return to === 6 || to === 7 ? value : null;
};
/** Axes of size 1 change nothing of what these stand for. */
const unsqueeze: Convert = (node) => {
  const value = node.input(0);
  if (value.kind !== 'lengths' && value.kind !== 'steps' && value.kind !== 'mask') return null;
  const axes = numbersOf(node.input(1));
  if (axes.some((axis) => axis === 0)) return refuse('it puts an axis before rows or steps');
  return value;
};

/** `last` of the model: the last step of each row. */
const gatherND: Convert = (node, conversion) => {
  const at = node.input(1);
  if (at.kind !== 'lengths' || at.form !== 'last' || node.int('batch_dims', 0) !== 1) return null;
  const data = node.data(0);
  const [batch, time] = data.axes;
  become(batch, 'batch');
  if (at.time === null || !become(time, 'time').is(at.time)) return refuse('it takes steps by lengths of others');
  const { name } = conversion.addLayer('last', { type: 'last', input: referenceOf(data) });
  return {
    ...data,
    source: null,
    references: [name],
    axes: data.axes.filter((_, axis) => axis !== 1),
    made: 'last',
  };
};

/**
 * Zeros where a row has no step, as `last` of the model has, and zeros in padding, for a sum. Of RNN, GRU and LSTM: the state before the first step where
 * there is none, as the model has it, and the last output in padding.
 */
const where: Convert = (node, conversion) => {
  const [condition, a, b] = [node.input(0), node.input(1), node.input(2)];
  if (condition.kind === 'lengths' && condition.form === 'some' && a.kind === 'data') {
    const final = finalOf(a, b, conversion);
    if (final !== null) return final;
  }
  if (condition.kind === 'mask' && a.kind === 'data' && b.kind === 'data') return held(node, a, b, conversion);
  if (condition.kind === 'lengths' && condition.form === 'some' && a.kind === 'data' && a.made === 'last' && isZero(b))
    return { ...a, made: null };
  if (condition.kind === 'mask' && a.kind === 'data' && isZero(b) && timeAt(a, condition.time) !== null)
    return { ...a, made: 'masked' };
  if (condition.kind === 'mask' && a.kind === 'data' && isNumber(b, Number.NEGATIVE_INFINITY))
    return timeAt(a, condition.time) === null ? null : { ...a, made: 'below' };
  return null;
};

/**
 * A final state of a layer where a row has a step, else what it starts from: the layer's own final state. Or else zeros, which the final state of a node is
 * there already. Null where it is something else.
 */
function finalOf(data: Data, start: Value, { layers, operatorLayers, weights }: Conversion): Data | null {
  const [reference = '', ...others] = data.references;
  const found = others.length > 0 ? null : finalIn(reference);
  const layer = layers.find(({ name }) => name === found?.layer);
  if (found === null || layer === undefined || !operatorLayers.has(layer.name)) return null;
  const { direction, initial } = layer.keys;
  const way = found.way ?? (direction === 'backward' ? 'backward' : 'forward');
  const key = `0.${way}.${found.state}`;
  const given =
    typeof initial === 'object' && !Array.isArray(initial) ? (initial as { [key: string]: unknown })[key] : undefined;
  if (isNumber(start, 0)) return data;
  const learned = weights.find(({ path }) => path === `${found.layer}.0.${way}.initial.${found.state}`);
  const isGiven =
    start.kind === 'data'
      ? start.references.length === 1 && start.references[0] === given
      : (start.kind === 'repeated' || start.kind === 'constant' || start.kind === 'filled') &&
        learned !== undefined &&
        isRow(start, learned.data);
  if (!isGiven) return null;
  return { ...data, references: [`${found.layer}.0.${way}.final.${found.state}`] };
}

/** The state of a layer that a reference to one of its final states means; zeros for rows without steps, or what they start from. */
function finalIn(
  reference: string,
): { readonly layer: string; readonly way: string | null; readonly state: string } | null {
  const [, layer = '', way = null, state = ''] =
    /^([^.]+)\.0\.(forward|backward)\.final\.(\w+)$/.exec(reference) ??
    /^([^.]+)(?:\.(forward|backward))?\.(last)$/.exec(reference) ??
    [];
  if (layer === '') return null;
  return { layer, way, state: state === 'last' ? 'h' : state === LAST_C ? 'c' : state };
}

/** Outputs with the last one in padding: the layer's own, once nothing else reads those with zeros. */
function held(node: NodeReader, outputs: Data, last: Data, { layers, readers }: Conversion): Data {
  const [reference = ''] = outputs.references;
  const layer = layers.find(({ name }) => name === reference);
  const finals = [`${reference}.last`, `${reference}.0.forward.final.h`];
  if (
    layer?.keys.type !== 'recurrent' ||
    layer.keys.direction !== undefined ||
    last.references.length !== 1 ||
    !finals.includes(last.references[0] ?? '') ||
    (readers.get(node.node.input[1] ?? '') ?? 0) > 1
  )
    return refuse('which steps count decides about other things than outputs and the last of them');
  layer.keys.padding = 'previous';
  return outputs;
}

const timeAt = ({ axes }: Data, time: Axis): number | null => {
  const place = axes.findIndex((axis) => !isMerged(axis) && axis.is(time));
  return place < 0 ? null : place;
};

const reduceSum: Convert = (node) => {
  const data = node.input(0);
  if (data.kind !== 'data' || data.made !== 'masked') return null;
  const [axis, ...others] = numbersOf(node.input(1));
  const found = data.axes[axis ?? -1];
  if (others.length > 0 || found === undefined || isMerged(found) || found.role !== 'time') return null;
  if (node.int('keepdims', 1) !== 0) return refuse('it keeps the axis of the steps');
  return { ...data, made: 'sum', axes: data.axes.filter((own) => own !== found) };
};

/** The largest of the steps that count: `max` of the model. */
const reduceMax: Convert = (node, conversion) => {
  const data = node.input(0);
  if (data.kind !== 'data' || data.made !== 'below') return null;
  const [axis, ...others] = numbersOf(node.input(1));
  const found = data.axes[axis ?? -1];
  if (others.length > 0 || found === undefined || isMerged(found) || found.role !== 'time') return null;
  if (node.int('keepdims', 1) !== 0) return refuse('it keeps the axis of the steps');
  const { name } = conversion.addLayer('max', { type: 'max', input: referenceOf({ ...data, made: null }) });
  return { ...data, source: null, made: null, references: [name], axes: data.axes.filter((own) => own !== found) };
};

/** A sum over the steps of a row by their number: `mean` of the model. */
const div: Convert = (node, conversion) => {
  const [sum, count] = [node.input(0), node.input(1)];
  if (sum.kind !== 'data' || sum.made !== 'sum' || count.kind !== 'lengths' || count.form !== 'count') return null;
  const { name } = conversion.addLayer('mean', { type: 'mean', input: referenceOf({ ...sum, made: null }) });
  return { ...sum, source: null, made: null, references: [name] };
};

const LENGTH_NODES: { readonly [operator: string]: Convert } = {
  Expand: expand,
  Min: min,
  Range: range,
  Less: less,
  Sub: sub,
  Max: max,
  Greater: greater,
  Cast: cast,
  Unsqueeze: unsqueeze,
  GatherND: gatherND,
  Where: where,
  ReduceSum: reduceSum,
  ReduceMax: reduceMax,
  Div: div,
};

/** Nodes that compute with lengths, and with which steps count: what `rnnc export` writes. @returns null for others */
export function convertLengths(node: NodeReader, conversion: Conversion): Value | null {
  const operator = node.node.opType ?? '';
  const convert = Object.hasOwn(LENGTH_NODES, operator) ? LENGTH_NODES[operator] : undefined;
  return convert?.(node, conversion) ?? null;
}
