import { globalPool } from './axis-nodes.ts';
import type { Conversion, NodeReader } from './conversion.ts';
import { functionText, literal } from './functions.ts';
import { maskedMean, timesCondition } from './layers/conditions.ts';
import { convertConv } from './layers/conv-node.ts';
import { meeting } from './layers/meeting.ts';
import { batchNormalization, layerNormalization } from './layers/norm-nodes.ts';
import { sharedSum, sharedValues, sharesOfSteps } from './layers/step-shares.ts';
import { windowProduct } from './layers/windows.ts';
import {
  Axis,
  type AxisOrMerged,
  become,
  ComputedSize,
  type Constant,
  type Data,
  featureAxis,
  isMerged,
  referenceOf,
  refuse,
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
  const convolution = windowProduct(node, conversion);
  if (convolution !== null) return convolution;
  const shared = sharedSum(node.input(0), node.input(1), conversion);
  if (shared !== null) return shared;
  if (node.input(0).kind === 'constant')
    return refuse('it multiplies a weight by data from the left; a layer multiplies data by a weight');
  const data = floatsOnly(node.data(0));
  if (node.input(1).kind === 'data')
    return refuse(
      'it multiplies two values of the model, as attention of every step over all does; only softmax over the steps, times them, is converted',
    );
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
  const shared = operator === 'Mul' ? (sharedValues(a, b, conversion) ?? timesCondition(a, b, conversion)) : null;
  if (shared !== null) return shared;
  const mean = operator === 'Div' ? maskedMean(a, b, conversion) : null;
  if (mean !== null) return mean;
  if (a.kind === 'data' && b.kind === 'data') return ofTwo(node.data(0), node.data(1), operator, sign, conversion);
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
  const row = featureRow(constant, data);
  const from = `${constant.name} [${constant.dims.join(', ')}]`;
  // the bias of a product that nothing else reads is that of its layer
  const [reference] = data.references;
  const dense = conversion.layers.find(
    ({ name, keys }) => name === reference && (keys.type === 'dense' || keys.type === 'conv1d') && keys.bias === false,
  );
  const product = node.node.input[isLeft ? 0 : 1] ?? '';
  if (operator === 'Add' && dense !== undefined && conversion.readers.get(product) === 1) {
    delete dense.keys.bias;
    conversion.addWeight(`${dense.name}.bias`, [row.length], row, from);
    return data;
  }
  const { name } = conversion.addLayer(operator.toLowerCase(), {
    type: 'equations',
    inputs: { a: referenceOf(data) },
    weights: { w: { shape: [row.length] } },
    equations: isLeft ? `y = a ${sign} w` : `y = w ${sign} a`,
    output: 'y',
  });
  conversion.addWeight(`${name}.w`, [row.length], row, from);
  return made(data, name);
};

/** A tensor with a number for each feature, which lie along the axis that it has a size above 1 at; by default along the last one. */
function featureRow(constant: Constant, data: Data): Float32Array {
  const missing = data.axes.length - constant.dims.length;
  const place = constant.dims.findIndex((size) => size !== 1);
  if (place < 0 || place === constant.dims.length - 1) return rowOf(constant, featureAxis(data).size);
  // behind the features are the steps, or there would be two axes of features
  for (const axis of data.axes.slice(place + missing + 1)) become(axis, 'time');
  const { size } = become(data.axes[place + missing], 'feature').root;
  if (constant.dims.some((own, at) => own !== 1 && at !== place) || size !== constant.dims[place])
    return refuse(`its tensor [${constant.dims.join(', ')}] is not one row of features`);
  return Float32Array.from(constant.data);
}

function ofSizes(node: NodeReader, sign: string): Value {
  const whole = [0, 1].map((at) => {
    const value = node.input(at);
    return value.kind === 'sizes' || (value.kind === 'constant' && value.dtype === 'int' && value.dims.length <= 1)
      ? value
      : refuse('it computes with numbers of the file alone');
  });
  const [a, b] = whole.map((value) => (value.kind === 'sizes' ? value.entries : Array.from(value.data)));
  const [x, y] = [a?.[0], b?.[0]];
  if (a?.length === 1 && b?.length === 1 && x instanceof Axis && y instanceof Axis && (sign === '+' || sign === '*'))
    return { kind: 'sizes', rank: 1, entries: [new ComputedSize(sign === '+' ? 'sum' : 'product', x, y)] };
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
  const axes = meeting(a, b);
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
  Erf: 'erf(a)',
  Mish: 'a * tanh(softplus(a))',
  HardSwish: 'a * clip(a / 6 + 0.5, 0, 1)',
};
const plain: Convert = (node, conversion) => {
  const data = floatsOnly(node.data(0));
  const operator = node.node.opType ?? '';
  return made(data, formula(conversion, operator, data, FORMULAS[operator] ?? refuse('it is not known')));
};

/** Functions of their own numbers. Source of the defaults: onnx/defs/math/defs.cc and defs.cc of nn, opset 22. */
const scaledUnits: Convert = (node, conversion) => {
  const data = floatsOnly(node.data(0));
  const operator = node.node.opType ?? '';
  const alpha = literal(node.float('alpha', operator === 'Selu' ? 1.6732631921768188 : 1));
  if (operator === 'Celu') return made(data, formula(conversion, operator, data, `${alpha} * elu(a / ${alpha}, 1)`));
  if (operator === 'Swish') return made(data, formula(conversion, operator, data, `a * sigmoid(${alpha} * a)`));
  const gamma = literal(node.float('gamma', 1.0507010221481323));
  return made(data, formula(conversion, operator, data, `${gamma} * elu(a, ${alpha})`));
};

/** Below 0 times a slope of each feature, or of all. */
const slopes: Convert = (node, conversion) => {
  const data = floatsOnly(node.data(0));
  const slope = node.floats(1, 'slope');
  const row = slope.data.length === 1 ? Float32Array.from(slope.data) : featureRow(slope, data);
  const { name } = conversion.addLayer('prelu', {
    type: 'equations',
    inputs: { a: referenceOf(data) },
    weights: { w: { shape: [row.length] } },
    equations: 'y = where(a > 0, a, w * a)',
    output: 'y',
  });
  conversion.addWeight(`${name}.w`, [row.length], row, `${slope.name} [${slope.dims.join(', ')}]`);
  return made(data, name);
};

/** Softmax and LogSoftmax over the last axis. Before opset 13 they went over all axes from `axis` on, by default 1. */
const softmax: Convert = (node, conversion) => {
  const data = floatsOnly(node.data(0));
  const operator = node.node.opType ?? '';
  const axis = node.int('axis', conversion.opset >= 13 ? -1 : 1);
  const along = data.axes[axis < 0 ? axis + data.axes.length : axis];
  if (
    operator === 'Softmax' &&
    conversion.opset >= 13 &&
    along !== undefined &&
    !isMerged(along) &&
    along.role === 'time'
  )
    return sharesOfSteps(data, along, conversion);
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
  ...all(['Selu', 'Celu', 'Swish'], scaledUnits),
  PRelu: slopes,
  Softmax: softmax,
  LogSoftmax: softmax,
  LayerNormalization: layerNormalization,
  BatchNormalization: batchNormalization,
  Conv: convertConv,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  Clip: clip,
  Identity: same,
  Dropout: dropout,
};
