import type { Conversion, NodeReader } from './conversion.ts';
import { functionText, shortest } from './functions.ts';
import {
  Axis,
  type AxisOrMerged,
  become,
  type Constant,
  type Data,
  featureAxis,
  isMerged,
  plainAxes,
  referenceOf,
  refuse,
  said,
  type Value,
} from './values.ts';

type Convert = (node: NodeReader, conversion: Conversion) => Value;

const made = (data: Data, name: string, axes: readonly AxisOrMerged[] = data.axes): Data => ({
  kind: 'data',
  references: [name],
  axes,
  dtype: 'float32',
  source: null,
});

const floatsOnly = (data: Data): Data =>
  data.dtype === 'float32' ? data : refuse('it computes with whole numbers; only float32 is computed with');

const matrixOf = (value: Constant): Constant =>
  value.dims.length === 2
    ? value
    : refuse(`its matrix is [${value.dims.join(', ')}]; only one of two axes is a weight of a layer`);

const transposedMatrix = ({ dims, data }: Constant): Float32Array => {
  const [rows = 0, columns = 0] = dims;
  return Float32Array.from({ length: data.length }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)] ?? 0);
};

const scaled = (data: ArrayLike<number>, by: number): Float32Array => Float32Array.from(data, (x) => x * by);

const matMul: Convert = (node, conversion) => {
  if (node.input(0).kind === 'constant')
    return refuse('it multiplies a weight by data from the left; a layer multiplies data by a weight');
  const data = floatsOnly(node.data(0));
  const matrix = matrixOf(node.floats(1, 'matrix'));
  const [rows = 0, units = 0] = matrix.dims;
  const feature = featureAxis(data);
  if (feature.size !== rows)
    return refuse(`it multiplies ${feature.size} features by a matrix [${matrix.dims.join(', ')}]`);
  const { name } = conversion.addLayer('dense', { type: 'dense', input: referenceOf(data), units, bias: false });
  conversion.addWeight(
    `${name}.kernel`,
    matrix.dims,
    Float32Array.from(matrix.data),
    `${matrix.name} [${matrix.dims.join(', ')}]`,
  );
  return made(data, name, [...data.axes.slice(0, -1), new Axis(units, 'feature')]);
};

const gemm: Convert = (node, conversion) => {
  const data = floatsOnly(node.data(0));
  const matrix = matrixOf(node.floats(1, 'matrix'));
  const addend = node.optionalFloats(2, 'bias');
  if (node.int('transA', 0) !== 0) return refuse('it transposes its input');
  const alpha = node.float('alpha', 1);
  const beta = node.float('beta', 1);
  const isTransposed = node.int('transB', 0) !== 0;
  const [rows = 0, columns = 0] = matrix.dims;
  const shape = isTransposed ? [columns, rows] : [rows, columns];
  const units = shape[1] ?? 0;
  if (data.axes.length !== 2) return refuse('its input has not two axes');
  const feature = featureAxis(data);
  if (feature.size !== shape[0])
    return refuse(`it multiplies ${feature.size} features by a matrix of ${shape[0]} rows`);
  const bias = addend === null ? null : rowOf(addend, units);
  const { name } = conversion.addLayer('dense', {
    type: 'dense',
    input: referenceOf(data),
    units,
    ...(bias === null ? { bias: false } : {}),
  });
  const kernel = isTransposed ? transposedMatrix(matrix) : matrix.data;
  const how = `${isTransposed ? ', transposed' : ''}${alpha === 1 ? '' : `, times ${alpha}`}`;
  conversion.addWeight(
    `${name}.kernel`,
    shape,
    scaled(kernel, alpha),
    `${matrix.name} [${matrix.dims.join(', ')}]${how}`,
  );
  if (addend !== null && bias !== null)
    conversion.addWeight(
      `${name}.bias`,
      [units],
      scaled(bias, beta),
      `${addend.name} [${addend.dims.join(', ')}]${beta === 1 ? '' : `, times ${beta}`}`,
    );
  return made(data, name, [...data.axes.slice(0, -1), new Axis(units, 'feature')]);
};

/** A tensor that is added to every row alike, as one row of so many features. */
function rowOf({ dims, data }: Constant, units: number): Float32Array {
  const [size = 1, ...others] = [...dims].reverse();
  if (others.some((other) => other !== 1) || (size !== units && size !== 1))
    return refuse(`its tensor [${dims.join(', ')}] is not one row of ${units} features`);
  return Float32Array.from({ length: units }, (_, i) => data[size === 1 ? 0 : i] ?? 0);
}

const SIGNS: { readonly [operator: string]: string } = { Add: '+', Sub: '-', Mul: '*', Div: '/' };

const binary: Convert = (node, conversion) => {
  const operator = node.node.opType ?? '';
  const sign = SIGNS[operator] ?? refuse('it is no operator of two values');
  const [a, b] = [node.input(0), node.input(1)];
  if (a.kind === 'data' && b.kind === 'data') return ofTwo(a, b, operator, sign, conversion);
  if (a.kind !== 'data' && b.kind !== 'data') return ofSizes(node, sign);
  const data = floatsOnly(a.kind === 'data' ? a : node.data(1));
  const isLeft = a.kind === 'data';
  const other = isLeft ? b : a;
  if (other.kind === 'filled')
    return made(
      data,
      formula(
        conversion,
        operator,
        data,
        isLeft ? `a ${sign} ${literal(other.value)}` : `${literal(other.value)} ${sign} a`,
      ),
    );
  const constant = node.floats(isLeft ? 1 : 0, 'tensor');
  if (constant.data.length === 1 && constant.dims.length <= data.axes.length) {
    const number = literal(constant.data[0] ?? 0);
    return made(data, formula(conversion, operator, data, isLeft ? `a ${sign} ${number}` : `${number} ${sign} a`));
  }
  if (constant.dims.length > data.axes.length) return refuse('its tensor has more axes than what it is combined with');
  const feature = featureAxis(data);
  const row = rowOf(constant, feature.size);
  const from = `${constant.name} [${constant.dims.join(', ')}]`;
  // the bias of a product that nothing else reads is that of its layer
  const [reference] = data.references;
  const dense = conversion.layers.find(
    ({ name, keys }) => name === reference && keys.type === 'dense' && keys.bias === false,
  );
  const product = node.node.input[isLeft ? 0 : 1] ?? '';
  if (operator === 'Add' && dense !== undefined && conversion.readers.get(product) === 1) {
    delete dense.keys.bias;
    conversion.addWeight(`${dense.name}.bias`, [feature.size], row, from);
    return data;
  }
  const { name } = conversion.addLayer(operator.toLowerCase(), {
    type: 'equations',
    inputs: { a: referenceOf(data) },
    weights: { w: { shape: [feature.size] } },
    equations: isLeft ? `y = a ${sign} w` : `y = w ${sign} a`,
    output: 'y',
  });
  conversion.addWeight(`${name}.w`, [feature.size], row, from);
  return made(data, name);
};

/** A float32 number as the language reads it, with all its digits. */
const literal = (value: number): string => {
  if (!Number.isFinite(value)) return refuse(`it computes with ${value}`);
  return value < 0 || Object.is(value, -0) ? `(${shortest(value)})` : shortest(value);
};

function ofSizes(node: NodeReader, sign: string): Value {
  const whole = [0, 1].map((at) => {
    const value = node.input(at);
    return value.kind === 'sizes' || (value.kind === 'constant' && value.dtype === 'int' && value.dims.length <= 1)
      ? value
      : refuse('it computes with numbers of the file alone');
  });
  const [a, b] = whole.map((value) => (value.kind === 'sizes' ? value.entries : Array.from(value.data)));
  const [x, y] = [a?.[0], b?.[0]];
  if (a?.length !== 1 || b?.length !== 1 || typeof x !== 'number' || typeof y !== 'number')
    return refuse('it computes with the sizes of axes that are open');
  const result = sign === '+' ? x + y : sign === '-' ? x - y : sign === '*' ? x * y : Math.trunc(x / y);
  if (!Number.isSafeInteger(result)) return refuse('it computes a size that is no whole number');
  const rank = whole.some((value) => (value.kind === 'sizes' ? value.rank === 1 : value.dims.length === 1)) ? 1 : 0;
  return { kind: 'sizes', rank, entries: [result] };
}

function ofTwo(a: Data, b: Data, operator: string, sign: string, conversion: Conversion): Data {
  floatsOnly(a);
  floatsOnly(b);
  const [long, short] = a.axes.length < b.axes.length ? [b, a] : [a, b];
  const missing = long.axes.length - short.axes.length;
  // a value of rows meets one of steps of rows as in the language: at every step
  if (missing > 1 || (missing === 1 && become(long.axes[0], 'time').role !== 'time'))
    return refuse('the two values that it combines have not the same axes');
  const axes = long.axes.map((axis, i) => {
    const other = i < missing ? axis : (short.axes[i - missing] ?? axis);
    if (isMerged(axis) || isMerged(other))
      return axis === other ? axis : refuse('it combines batch and steps in different orders');
    if (i === long.axes.length - 1 && axis.root.size !== other.root.size) {
      if (other.root.size === 1 && axis.become('feature') && other.become('feature')) return axis;
      if (axis.root.size === 1 && axis.become('feature') && other.become('feature')) return other;
    }
    return axis.join(other) ? axis : refuse(`it combines ${said(axis)} with ${said(other)}`);
  });
  plainAxes(a);
  plainAxes(b);
  const { name } = conversion.addLayer(operator.toLowerCase(), {
    type: 'equations',
    inputs: { a: referenceOf(a), b: referenceOf(b) },
    equations: `y = a ${sign} b`,
    output: 'y',
  });
  return made(a, name, axes);
}

/** A layer with one equation `y = …` over its input `a`. */
const formula = (conversion: Conversion, operator: string, data: Data, right: string): string =>
  conversion.addLayer(operator.toLowerCase(), {
    type: 'equations',
    inputs: { a: referenceOf(data) },
    equations: `y = ${right}`,
    output: 'y',
  }).name;

const unary: Convert = (node, conversion) => {
  const data = floatsOnly(node.data(0));
  const operator = node.node.opType ?? '';
  const alpha = node.has('alpha') ? node.float('alpha', 0) : null;
  const beta = node.has('beta') ? node.float('beta', 0) : null;
  if (operator === 'Gelu' && node.text('approximate', 'none') !== 'none') return refuse('it approximates gelu by tanh');
  return made(data, formula(conversion, operator, data, functionText(operator, 'a', alpha, beta)));
};

const FORMULAS: { readonly [operator: string]: string } = {
  Neg: '-a',
  Reciprocal: '1 / a',
  Exp: 'exp(a)',
  Log: 'log(a)',
  Sqrt: 'sqrt(a)',
  Abs: 'abs(a)',
  Sin: 'sin(a)',
  Cos: 'cos(a)',
  Floor: 'floor(a)',
};
const plain: Convert = (node, conversion) => {
  const data = floatsOnly(node.data(0));
  const operator = node.node.opType ?? '';
  return made(data, formula(conversion, operator, data, FORMULAS[operator] ?? refuse('it is not known')));
};

/** Softmax and LogSoftmax over the last axis. Before opset 13 they went over all axes from `axis` on, by default 1. */
const softmax: Convert = (node, conversion) => {
  const data = floatsOnly(node.data(0));
  const operator = node.node.opType ?? '';
  const axis = node.int('axis', conversion.opset >= 13 ? -1 : 1);
  if (axis !== -1 && axis !== data.axes.length - 1)
    return refuse(`it goes over axis ${axis}; only the last one is that of the features`);
  featureAxis(data);
  const input = referenceOf(data);
  if (operator === 'Softmax')
    return made(data, conversion.addLayer('softmax', { type: 'activation', input, function: 'softmax' }).name);
  // the shift lies between the logarithm of the sum and that less the logarithm of the number of features, so no exp overflows and no log is of 0
  const { name } = conversion.addLayer('log_softmax', { type: 'equations', inputs: { a: input }, output: 'y' }, [
    'shifted = a - sum(softmax(a) * a)',
    'y = shifted - log(sum(exp(shifted)))',
  ]);
  return made(data, name);
};

const clip: Convert = (node, conversion) => {
  const data = floatsOnly(node.data(0));
  const bound = (at: number, attribute: string): number | null => {
    const value = node.optionalFloats(at, attribute);
    if (value !== null) return value.data.length === 1 ? (value.data[0] ?? 0) : refuse(`its ${attribute} is no number`);
    return node.has(attribute) ? node.float(attribute, 0) : null;
  };
  const low = bound(1, 'min');
  const high = bound(2, 'max');
  const above = low === null ? 'a' : `maximum(a, ${literal(low)})`;
  const right = high === null ? above : `minimum(${above}, ${literal(high)})`;
  return right === 'a' ? data : made(data, formula(conversion, 'clip', data, right));
};

const same: Convert = (node) => node.input(0);
/** Without a mask that something reads, it is what it is when a model answers: nothing. */
const dropout: Convert = (node, conversion) =>
  node.isRead(1, conversion) ? refuse('something reads its mask') : node.input(0);

const all = (operators: readonly string[], convert: Convert): { readonly [operator: string]: Convert } =>
  Object.fromEntries(operators.map((operator) => [operator, convert]));

/** Nodes that compute with numbers. */
export const FEATURE_NODES: { readonly [operator: string]: Convert } = {
  MatMul: matMul,
  Gemm: gemm,
  ...all(Object.keys(SIGNS), binary),
  ...all(Object.keys(FORMULAS), plain),
  ...all(
    ['Relu', 'Tanh', 'Sigmoid', 'Softplus', 'Softsign', 'Elu', 'LeakyRelu', 'HardSigmoid', 'ThresholdedRelu', 'Gelu'],
    unary,
  ),
  Softmax: softmax,
  LogSoftmax: softmax,
  Clip: clip,
  Identity: same,
  Dropout: dropout,
};
