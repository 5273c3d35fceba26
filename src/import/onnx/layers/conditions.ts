import { DATA_TYPES } from '../../../onnx/format.ts';
import type { Conversion, NodeReader } from '../conversion.ts';
import { literal } from '../functions.ts';
import {
  Axis,
  type AxisOrMerged,
  become,
  type Condition,
  type Data,
  isMerged,
  numbersOf,
  referenceOf,
  refuse,
  type StepMask,
  type Value,
} from '../values.ts';
import { meeting } from './meeting.ts';

type Convert = (node: NodeReader, conversion: Conversion) => Value | null;

const SIGNS: { readonly [operator: string]: string } = {
  Less: '<',
  LessOrEqual: '<=',
  Greater: '>',
  GreaterOrEqual: '>=',
  Equal: '==',
};
const NAMES = 'abcdefgh';

/** One number of the file; null for other values. */
function numberOf(value: Value): number | null {
  if (value.kind === 'filled') return value.value;
  return value.kind === 'constant' && value.data.length === 1 ? (value.data[0] ?? 0) : null;
}

const ofAxes = (axes: readonly AxisOrMerged[]): Data => ({
  kind: 'data',
  references: [''],
  axes,
  dtype: 'float32',
  source: null,
});
/** Axes of all that meet. */
const allMeeting = (values: readonly { readonly axes: readonly AxisOrMerged[] }[]): readonly AxisOrMerged[] =>
  values.map(({ axes }) => axes).reduce((a, b) => meeting(ofAxes(a), ofAxes(b)));

/** Compares values of the model with each other, or with a number. */
const compare: Convert = (node) => {
  const operator = node.node.opType ?? '';
  const sign = SIGNS[operator] ?? refuse('it compares otherwise');
  const sides = [node.input(0), node.input(1)];
  if (sides.every((side) => side.kind !== 'data')) return null;
  const operands = sides.flatMap((side, at) => (side.kind === 'data' ? [node.data(at)] : []));
  const numbers = sides.map((side) =>
    side.kind === 'data'
      ? null
      : (numberOf(side) ?? refuse('it compares with what is neither of the model nor one number')),
  );
  const words = (names: readonly string[]): string => {
    const rest = [...names];
    return numbers.map((number) => (number === null ? (rest.shift() ?? '') : literal(number))).join(` ${sign} `);
  };
  const [first, second] = operands;
  const axes = second === undefined || first === undefined ? (first?.axes ?? []) : allMeeting(operands);
  const number = numbers.find((one) => one !== null);
  const hidden =
    second === undefined && operator === 'Equal' && number !== undefined && number !== null && first !== undefined
      ? maskOf(first, number)
      : null;
  return { kind: 'condition', operands, text: words, axes, mask: null, hidden };
};

/** The steps where an input of the model, or all features of it, are a number. */
function maskOf({ references, axes, source }: Data, value: number): StepMask | null {
  const [batch, time, ...features] = axes;
  const [input = ''] = references;
  if (source === null || batch === undefined || time === undefined || isMerged(batch) || isMerged(time)) return null;
  if (features.length > 0 || batch.role === 'time') return null;
  return { input, value, time };
}

const not: Convert = (node) => {
  const value = node.input(0);
  if (value.kind !== 'condition') return null;
  return { ...value, text: (names) => `not (${value.text(names)})`, mask: value.hidden, hidden: value.mask };
};

const both: Convert = (node) => {
  const [a, b] = [node.input(0), node.input(1)];
  if (a.kind !== 'condition' || b.kind !== 'condition') return null;
  const word = node.node.opType === 'And' ? 'and' : 'or';
  const count = a.operands.length;
  return {
    kind: 'condition',
    operands: [...a.operands, ...b.operands],
    text: (names) => `(${a.text(names.slice(0, count))}) ${word} (${b.text(names.slice(count))})`,
    axes: allMeeting([a, b]),
    mask: null,
    hidden: null,
  };
};

/** A layer with one equation over operands of conditions and other values. */
function layerOf(
  wanted: string,
  operands: readonly Data[],
  right: (names: readonly string[]) => string,
  axes: readonly AxisOrMerged[],
  conversion: Conversion,
): Data {
  const inputs = new Map<string, string>();
  const names = operands.map((data) => {
    const reference = referenceOf(data);
    const known = [...inputs].find(([, one]) => one === reference);
    const name = known?.[0] ?? NAMES[inputs.size] ?? refuse('it combines too many values');
    inputs.set(name, reference);
    return name;
  });
  const { name } = conversion.addLayer(wanted, {
    type: 'equations',
    inputs: Object.fromEntries(inputs),
    equations: `y = ${right(names)}`,
    output: 'y',
  });
  return { kind: 'data', references: [name], axes, dtype: 'float32', source: null };
}

const asNumbers = ({ operands, text, axes }: Condition, conversion: Conversion): Data =>
  layerOf('condition', operands, (names) => `float(${text(names)})`, axes, conversion);

/** One value where a condition holds, else another. */
const where: Convert = (node, conversion) => {
  const condition = node.input(0);
  if (condition.kind !== 'condition') return null;
  const sides = [1, 2].map((at) => {
    const value = node.input(at);
    if (value.kind === 'data') return node.data(at);
    return numberOf(value) ?? refuse('it chooses what is neither of the model nor one number');
  });
  const data = sides.flatMap((side) => (typeof side === 'number' ? [] : [side]));
  if (data.some(({ dtype }) => dtype !== 'float32'))
    return refuse('it chooses whole numbers; only float32 is computed with');
  const count = condition.operands.length;
  const words = (names: readonly string[]): string => {
    const rest = names.slice(count);
    const chosen = sides.map((side) => (typeof side === 'number' ? literal(side) : (rest.shift() ?? '')));
    return `where(${[condition.text(names.slice(0, count)), ...chosen].join(', ')})`;
  };
  return layerOf('where', [...condition.operands, ...data], words, allMeeting([condition, ...data]), conversion);
};

/** 1 and 0 as a condition says; it stays one, until a node computes with the numbers. */
const cast: Convert = (node, conversion) => {
  const value = node.input(0);
  if (value.kind !== 'condition') return null;
  const to = node.int('to', 0);
  if (to === DATA_TYPES.bool) return value;
  if (to !== DATA_TYPES.float) return refuse('it makes a condition whole numbers');
  return value.mask === null ? asNumbers(value, conversion) : value;
};

const unsqueeze: Convert = (node) => {
  const value = node.input(0);
  if (value.kind !== 'condition') return null;
  const given = node.optional(1);
  const axes = given === null ? (node.ints('axes') ?? []) : numbersOf(given);
  const rank = value.axes.length + axes.length;
  const added = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
  const rest = [...value.axes];
  if (added.size !== axes.length) return refuse('its axes name one twice');
  return {
    ...value,
    axes: Array.from({ length: rank }, (_, at) =>
      added.has(at) ? new Axis(1, 'one') : (rest.shift() ?? new Axis(1, 'one')),
    ),
  };
};

/** Steps of a value, with zeros where a condition does not hold; null for another product. */
export function timesCondition(a: Value, b: Value, conversion: Conversion): Data | null {
  const [condition, data] = a.kind === 'condition' ? [a, b] : [b, a];
  if (condition.kind !== 'condition') return null;
  if (data.kind !== 'data' || data.dtype !== 'float32' || data.made)
    return refuse('it multiplies a condition by what is no float32 value of the model');
  const [mask, count] = [condition.mask, condition.operands.length];
  const steps = [...condition.axes, ...data.axes].filter((axis) => !isMerged(axis) && axis.role === 'one');
  const at = (all: readonly AxisOrMerged[]): number =>
    all.findIndex((axis) => mask !== null && !isMerged(axis) && axis.is(mask.time));
  const isOfSteps =
    mask !== null &&
    steps.length > 0 &&
    condition.axes.length === data.axes.length &&
    at(data.axes) >= 0 &&
    at(data.axes) === at(condition.axes);
  // an axis of size 1 stands for that of the features
  const own = condition.axes.filter((axis) => !steps.includes(axis));
  const isTrailing = own.every((axis, at) => axis === condition.axes[at]);
  const axes = isTrailing && isOfSteps ? data.axes : meeting({ ...data, axes: condition.axes }, data);
  const words = (names: readonly string[]): string =>
    `${names[count]} * float(${condition.text(names.slice(0, count))})`;
  if (condition.operands.some(({ axes: their }) => their.length < data.axes.length)) {
    // an operand without features stands for all of them
    if (!isOfSteps || mask === null || !isTrailing)
      return refuse('it multiplies values by a condition with other axes');
    const joined = { ...data, source: null, masked: { of: data, mask } };
    return { ...joined, made: { kind: 'masked sum', mask } };
  }
  return layerOf('masked', [...condition.operands, data], words, axes, conversion);
}

/** How many steps count, and sums over those that do. */
const reduceSum: Convert = (node) => {
  const value = node.input(0);
  const given = node.optional(1);
  const axes = () => (given === null ? (node.ints('axes') ?? []) : numbersOf(given));
  const isOver = (all: readonly AxisOrMerged[], time: Axis): boolean => {
    const [axis, ...others] = axes();
    node.int('noop_with_empty_axes', 0);
    const found = axis === undefined ? undefined : all[axis < 0 ? axis + all.length : axis];
    return others.length === 0 && found !== undefined && !isMerged(found) && found.is(time);
  };
  if (value.kind === 'condition' && value.mask !== null && isOver(value.axes, value.mask.time)) {
    node.int('keepdims', 1);
    return { kind: 'mask count', mask: value.mask, isBounded: false };
  }
  if (value.kind !== 'data' || value.masked === undefined || !isOver(value.axes, value.masked.mask.time)) return null;
  const isKept = node.int('keepdims', 1) !== 0;
  const { of, mask } = value.masked;
  const left = value.axes.flatMap((axis) =>
    !isMerged(axis) && axis.is(mask.time) ? (isKept ? [new Axis(1, 'one')] : []) : [axis],
  );
  return { ...of, axes: left, masked: { of, mask }, made: { kind: 'masked sum', mask } };
};

/** At least a number above 0 and no larger than 1: what rows without steps are divided by, whose sum is 0. */
const bound: Convert = (node) => {
  const at = [0, 1].find((one) => node.optional(one)?.kind === 'mask count');
  const value = at === undefined ? null : node.input(at);
  if (value?.kind !== 'mask count') return null;
  const least = node.optional(1 - (at ?? 0));
  const number = least === null ? null : numberOf(least);
  if (number === null || !(number > 0 && number <= 1) || (node.node.opType === 'Clip' && node.optional(2) !== null))
    return refuse('it bounds the number of steps otherwise than to 1 at least');
  return { ...value, isBounded: true };
};

/** The mean of the steps that count; null for another quotient. */
export function maskedMean(sum: Value, count: Value, conversion: Conversion): Data | null {
  if (count.kind !== 'mask count') return null;
  const of =
    sum.kind === 'data' && sum.made !== null && typeof sum.made === 'object' && sum.made.kind === 'masked sum'
      ? sum
      : null;
  const whole = of?.masked;
  if (of === null || whole === undefined || of.axes.some((axis) => !isMerged(axis) && axis.is(count.mask.time)))
    return refuse('it divides by a number of steps what is not the sum of those');
  if (whole.mask.input !== count.mask.input || whole.mask.value !== count.mask.value)
    return refuse('it divides by the number of other steps than it has added up');
  if (!count.isBounded)
    return refuse(
      'it divides by the number of steps that count, which may be 0; the mean of no step is 0 in a model',
      'bound it: mask.sum(1).clamp(min=1)',
    );
  const { input, value, time } = count.mask;
  conversion.keepLengths(become(time, 'time'), '');
  const { name } = conversion.addLayer('mean', {
    type: 'mean',
    input: referenceOf({ ...whole.of, made: null }),
    mask: { input, value },
  });
  return { kind: 'data', references: [name], axes: of.axes, dtype: 'float32', source: null };
}

const CONDITION_NODES: { readonly [operator: string]: Convert } = {
  ...Object.fromEntries(Object.keys(SIGNS).map((operator) => [operator, compare])),
  Not: not,
  And: both,
  Or: both,
  Where: where,
  Cast: cast,
  Unsqueeze: unsqueeze,
  ReduceSum: reduceSum,
  Clip: bound,
  Max: bound,
};

/** Nodes that compare, and that compute with what is true or not. @returns null for others */
export function convertConditions(node: NodeReader, conversion: Conversion): Value | null {
  const operator = node.node.opType ?? '';
  const convert = Object.hasOwn(CONDITION_NODES, operator) ? CONDITION_NODES[operator] : undefined;
  return convert?.(node, conversion) ?? null;
}
