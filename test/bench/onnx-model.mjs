import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { foldedBias, reorderBlocks } from './cases.mjs';
import { isGru } from './models.mjs';

const { root } = protobuf.parse(readFileSync(new URL('onnx-subset.proto', import.meta.url), 'utf8'), {
  keepCase: true,
});
const ModelProto = root.lookupType('onnx.ModelProto');
const attributeType = root.lookupEnum('onnx.AttributeProto.AttributeType').values;

const float32 = 1;
const int64 = 7;

const bytesOf = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

const tensor = (name, data, dims) => ({
  name,
  dims,
  data_type: data instanceof BigInt64Array ? int64 : float32,
  raw_data: bytesOf(data),
});

const value = (name, dims) => ({
  name,
  type: { tensor_type: { elem_type: float32, shape: { dim: dims.map((size) => ({ dim_value: size })) } } },
});

function attribute(name, content) {
  if (Array.isArray(content)) return { name, ints: content, type: attributeType.INTS };
  if (typeof content === 'number') return { name, i: content, type: attributeType.INT };
  return { name, g: content, type: attributeType.GRAPH };
}

const node = (op, input, output, attributes = {}) => ({
  op_type: op,
  name: output.find((name) => name !== ''),
  input,
  output,
  attribute: Object.entries(attributes).map(([name, content]) => attribute(name, content)),
});

/** A [rows, columns] matrix transposed. */
function transposed(matrix, rows) {
  const columns = matrix.length / rows;
  const result = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = matrix[row * columns + column];
  }
  return result;
}

/** W [1, blocks·units, input], R [1, blocks·units, units], B [1, 2·blocks·units], blocks in ONNX's own order. */
function operatorWeights(layer, prefix) {
  const { units, input } = layer;
  // LSTM i f c o -> i o f c. GRU is z r h in both.
  const order = isGru(layer) ? [0, 1, 2] : [0, 3, 1, 2];
  const width = order.length * units;
  const matrix = (data, rows) => transposed(reorderBlocks(data, rows, order), rows);
  const bias = new Float32Array(2 * width);
  bias.set(isGru(layer) ? layer.bias : reorderBlocks(foldedBias(layer), 1, order));
  return [
    tensor(`${prefix}.W`, matrix(layer.kernel, input), [1, width, input]),
    tensor(`${prefix}.R`, matrix(layer.recurrent, units), [1, width, units]),
    tensor(`${prefix}.B`, bias, [1, 2 * width]),
  ];
}

/**
 * The native operators: x [batch, time, input] -> y [batch, time, units]. They want time first (ONNX Runtime has no
 * `layout: 1` on the CPU): a Transpose at either end, for one series a Reshape that copies nothing.
 */
function sequenceGraph({ batch, time, layers }) {
  const { input } = layers[0];
  const { units } = layers[layers.length - 1];
  const shape = (name, dims) => tensor(name, BigInt64Array.from(dims, BigInt), [dims.length]);
  const initializer = [shape('direction_axis', [1])];
  const swap = (from, to, dims) => {
    if (batch > 1) return node('Transpose', [from], [to], { perm: [1, 0, 2] });
    initializer.push(shape(`${to}.shape`, dims));
    return node('Reshape', [from, `${to}.shape`], [to]);
  };
  const nodes = [swap('x', 'x.time_major', [time, batch, input])];
  let series = 'x.time_major';
  layers.forEach((layer, index) => {
    const prefix = `rnn${index}`;
    initializer.push(...operatorWeights(layer, prefix));
    const attributes = { hidden_size: layer.units, ...(layer.cell === 'gru' ? { linear_before_reset: 1 } : {}) };
    const inputs = [series, `${prefix}.W`, `${prefix}.R`, `${prefix}.B`];
    nodes.push(node(isGru(layer) ? 'GRU' : 'LSTM', inputs, [`${prefix}.Y`], attributes));
    nodes.push(node('Squeeze', [`${prefix}.Y`, 'direction_axis'], [`${prefix}.y`]));
    series = `${prefix}.y`;
  });
  nodes.push(swap(series, 'y', [batch, time, units]));
  return {
    node: nodes,
    initializer,
    input: [value('x', [batch, time, input])],
    output: [value('y', [batch, time, units])],
  };
}

/** One step with the states as inputs and outputs: x [1, 1, input], h and c [1, 1, units]. */
function stepGraph({ layers: [layer] }) {
  const state = [1, 1, layer.units];
  const inputs = ['x', 'rnn.W', 'rnn.R', 'rnn.B', '', 'h', 'c'];
  return {
    node: [node('LSTM', inputs, ['', 'next_h', 'next_c'], { hidden_size: layer.units })],
    initializer: operatorWeights(layer, 'rnn'),
    input: [value('x', [1, 1, layer.input]), value('h', state), value('c', state)],
    output: [value('next_h', state), value('next_c', state)],
  };
}

/** The home-made cell as a Scan over time, the input projected for all steps at once outside of it. */
function driftGraph({ batch, time, layers: [layer] }) {
  const { units, input } = layer;
  const state = [batch, units];
  const body = {
    name: 'step',
    node: [
      node('MatMul', ['h', 'recurrent'], ['hR']),
      node('Add', ['a', 'hR'], ['z']),
      node('Split', ['z'], ['u', 'r', 'g', 'o'], { axis: 1 }),
      node('Mul', ['leak', 'c'], ['leak_c']),
      node('Add', ['u', 'leak_c'], ['f_in']),
      node('Sigmoid', ['f_in'], ['f']),
      node('Sigmoid', ['r'], ['k']),
      node('Mul', ['k', 'c'], ['k_c']),
      node('Add', ['g', 'k_c'], ['m_in']),
      node('Tanh', ['m_in'], ['m']),
      node('Sub', ['c', 'm'], ['c_minus_m']),
      node('Mul', ['f', 'c_minus_m'], ['f_c']),
      node('Add', ['f_c', 'm'], ['next_c']),
      node('Sigmoid', ['o'], ['p']),
      node('Tanh', ['next_c'], ['tanh_c']),
      node('Sub', ['tanh_c', 'h'], ['tanh_minus_h']),
      node('Mul', ['p', 'tanh_minus_h'], ['p_h']),
      node('Add', ['p_h', 'h'], ['next_h']),
      node('Identity', ['next_h'], ['y_t']),
    ],
    input: [value('c', state), value('h', state), value('a', [batch, 4 * units])],
    output: [value('next_c', state), value('next_h', state), value('y_t', state)],
  };
  const scan = { body, num_scan_inputs: 1, scan_input_axes: [1], scan_output_axes: [1] };
  return {
    node: [
      node('MatMul', ['x', 'kernel'], ['xK']),
      node('Add', ['xK', 'bias'], ['projected']),
      node('Scan', ['zero', 'zero', 'projected'], ['last_c', 'last_h', 'y'], scan),
    ],
    initializer: [
      tensor('kernel', layer.kernel, [input, 4 * units]),
      tensor('recurrent', layer.recurrent, [units, 4 * units]),
      tensor('bias', layer.bias, [4 * units]),
      tensor('leak', layer.leak, [units]),
      tensor('zero', new Float32Array(batch * units), state),
    ],
    input: [value('x', [batch, time, input])],
    output: [value('y', [batch, time, units])],
  };
}

/** The linear recurrence: all that does not need the state comes before the Scan. */
function linearGraph({ batch, time, layers: [layer] }) {
  const { units, input } = layer;
  const state = [batch, units];
  const body = {
    name: 'step',
    node: [
      node('Mul', ['a_t', 'h'], ['a_h']),
      node('Add', ['a_h', 'b_t'], ['next_h']),
      node('Identity', ['next_h'], ['y_t']),
    ],
    input: [value('h', state), value('a_t', state), value('b_t', state)],
    output: [value('next_h', state), value('y_t', state)],
  };
  const scan = { body, num_scan_inputs: 2, scan_input_axes: [1, 1], scan_output_axes: [1] };
  return {
    node: [
      node('MatMul', ['x', 'kernel'], ['xK']),
      node('Add', ['xK', 'bias'], ['projected']),
      node('Split', ['projected'], ['g', 'v'], { axis: 2 }),
      node('Sigmoid', ['g'], ['a']),
      node('Mul', ['a', 'v'], ['a_v']),
      node('Sub', ['v', 'a_v'], ['b']),
      node('Scan', ['zero', 'a', 'b'], ['last_h', 'y'], scan),
    ],
    initializer: [
      tensor('kernel', layer.kernel, [input, 2 * units]),
      tensor('bias', layer.bias, [2 * units]),
      tensor('zero', new Float32Array(batch * units), state),
    ],
    input: [value('x', [batch, time, input])],
    output: [value('y', [batch, time, units])],
  };
}

const scanGraphs = { drift: driftGraph, linear: linearGraph };

/** The bytes of an ONNX model of the case: input `x`, output `y` (for a step also `h`, `c` -> `next_h`, `next_c`). */
export function onnxModel(testCase) {
  const build = testCase.mode === 'step' ? stepGraph : (scanGraphs[testCase.layers[0].cell] ?? sequenceGraph);
  const model = {
    ir_version: 8,
    producer_name: 'rnnc-bench',
    opset_import: [{ domain: '', version: 17 }],
    graph: { name: testCase.id, ...build(testCase) },
  };
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}
