import { equalDims, isStatic, type Shape } from '../../../compiler/ir/dim.ts';
import { type ElementwiseOp, isElementwise } from '../../../compiler/ir/elementwise-ops.ts';
import type { NodeOf, OpName } from '../../../compiler/ir/nodes.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import { ONNX_TYPES } from '../../onnx/nodes.ts';
import { type NodeWriter, refuse } from './node-writer.ts';

type Write<K extends OpName> = (
  node: NodeOf<K>,
  writer: NodeWriter,
  inputs: readonly string[],
  wanted: string,
) => string;

/** Operators that mean the same for the same operands. */
const SAME: { readonly [K in ElementwiseOp]?: string } = {
  neg: 'Neg',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  relu: 'Relu',
  exp: 'Exp',
  log: 'Log',
  sqrt: 'Sqrt',
  abs: 'Abs',
  sin: 'Sin',
  cos: 'Cos',
  floor: 'Floor',
  erf: 'Erf',
  softplus: 'Softplus',
  not: 'Not',
  add: 'Add',
  sub: 'Sub',
  mul: 'Mul',
  div: 'Div',
  pow: 'Pow',
  minimum: 'Min',
  maximum: 'Max',
  less: 'Less',
  less_equal: 'LessOrEqual',
  greater: 'Greater',
  greater_equal: 'GreaterOrEqual',
  equal: 'Equal',
  and: 'And',
  or: 'Or',
};

const rsqrt: Write<'rsqrt'> = (_, writer, [x = ''], wanted) =>
  writer.emit('Reciprocal', [writer.emit('Sqrt', [x], `${wanted}.root`)], wanted);

/** e^x - 1 = tanh(x / 2) (e^x + 1), which keeps the digits of a small x. */
const expm1: Write<'expm1'> = (_, writer, [x = ''], wanted) => {
  const half = writer.emit('Mul', [x, writer.constant('float32', [], [0.5])], `${wanted}.half`);
  const above = writer.emit(
    'Add',
    [writer.emit('Exp', [x], `${wanted}.exp`), writer.constant('float32', [], [1])],
    `${wanted}.above`,
  );
  return writer.emit('Mul', [writer.emit('Tanh', [half], `${wanted}.tanh`), above], wanted);
};

const notEqual: Write<'not_equal'> = (_, writer, inputs, wanted) =>
  writer.emit('Not', [writer.emit('Equal', inputs, `${wanted}.equal`)], wanted);

/** onnxruntime has no Where of booleans. */
const select: Write<'select'> = (node, writer, inputs, wanted) => {
  const [condition = '', a = '', b = ''] = inputs;
  const [, chosen] = node.inputs;
  if (chosen === undefined || writer.typeOf(chosen).dtype !== 'bool') return writer.emit('Where', inputs, wanted);
  const not = writer.emit('Not', [condition], `${wanted}.not`);
  return writer.emit(
    'Or',
    [writer.emit('And', [condition, a], `${wanted}.a`), writer.emit('And', [not, b], `${wanted}.b`)],
    wanted,
  );
};

const cast: Write<'cast'> = ({ attrs }, writer, inputs, wanted) => castTo(writer, inputs[0] ?? '', attrs.dtype, wanted);

const castTo = (writer: NodeWriter, x: string, dtype: Dtype, wanted: string): string =>
  writer.emit('Cast', [x], wanted, { to: { int: ONNX_TYPES[dtype] } });

/** Squeeze or Unsqueeze where only axes of size 1 come or go: its readers need no numbers to see what it does. */
const reshape: Write<'reshape'> = (node, writer, [x = ''], wanted) => {
  const [operand] = node.inputs;
  const from = operand === undefined ? [] : writer.typeOf(operand).shape;
  const to = node.attrs.shape;
  const added = onesBeside(from, to);
  if (added !== null) return writer.emit('Unsqueeze', [x, writer.int64(...added)], wanted);
  const removed = onesBeside(to, from);
  if (removed !== null) return writer.emit('Squeeze', [x, writer.int64(...removed)], wanted);
  return writer.emit('Reshape', [x, writer.shape(to)], wanted);
};

/** The axes of size 1 that `many` has beyond `few`, ascending; null where it has others or none. */
function onesBeside(few: Shape, many: Shape): readonly number[] | null {
  const axes: number[] = [];
  let next = 0;
  for (const [axis, d] of many.entries()) {
    const own = few[next];
    if (own !== undefined && equalDims(own, d)) next++;
    else if (isStatic(d, 1)) axes.push(axis);
    else return null;
  }
  return next === few.length && axes.length > 0 ? axes : null;
}

const reduce =
  (opType: string): Write<'reduce_sum' | 'reduce_mean' | 'reduce_max'> =>
  ({ attrs }, writer, [x = ''], wanted) =>
    writer.emit(opType, [x, writer.int64(...attrs.axes)], wanted, { keepdims: { int: attrs.keepDims ? 1 : 0 } });

/** Rows by index; zeros for -1, which ONNX reads as the last row. */
const gather: Write<'gather'> = (node, writer, [table = '', indices = ''], wanted) => {
  const [, at] = node.inputs;
  return at !== undefined && writer.knownIndices.has(at)
    ? writer.emit('Gather', [table, indices], wanted, { axis: { int: 0 } })
    : writer.callRows('RowsOrZeros', [table, indices], wanted);
};

const oneHot: Write<'one_hot'> = ({ attrs }, writer, [indices = ''], wanted) => {
  const places = writer.constant(
    'int32',
    [attrs.depth],
    Array.from({ length: attrs.depth }, (_, i) => i),
  );
  const wide = writer.emit('Unsqueeze', [indices, writer.int64(-1)], `${wanted}.indices`);
  return castTo(writer, writer.emit('Equal', [wide, places], `${wanted}.equal`), 'float32', wanted);
};

const constant: Write<'constant'> = ({ attrs: { dtype, shape, values } }, writer, _, wanted) => {
  const [first = 0] = values;
  if (shape.length === 0) return writer.constant(dtype, [], [first]);
  const small = writer.constant(dtype, [], [first]);
  if (values.length === 1) return writer.emit('Expand', [small, writer.shape(shape)], wanted);
  const dims = shape.map((d) => d[''] ?? 0);
  return writer.constant(dtype, dims, values);
};

const range: Write<'range'> = ({ attrs }, writer, _, wanted) => rangeOf(writer, attrs.length, wanted);

function rangeOf(writer: NodeWriter, length: NodeOf<'range'>['attrs']['length'], wanted: string): string {
  const end = writer.emit('Squeeze', [castTo(writer, writer.size(length), 'int32', `${wanted}.size`)], `${wanted}.end`);
  return writer.emit('Range', [writer.constant('int32', [], [0]), end, writer.constant('int32', [], [1])], wanted);
}

const validSteps: Write<'valid_steps'> = ({ attrs }, writer, [lengths = ''], wanted) => {
  const steps = writer.emit(
    'Unsqueeze',
    [rangeOf(writer, attrs.length, `${wanted}.range`), writer.int64(1)],
    `${wanted}.steps`,
  );
  return writer.emit('Less', [steps, lengths], wanted);
};

/** The row at length - 1, found by GatherND along the batch; zeros where the length is 0. */
const lastStep: Write<'last_step'> = (node, writer, [x = '', lengths = ''], wanted) => {
  const [operand] = node.inputs;
  const { dtype, shape } = operand === undefined ? refuse('it has no operand') : writer.typeOf(operand);
  if (dtype === 'bool') return refuse('it takes the last of true and false');
  const order = [1, 0, ...shape.slice(2).map((_, axis) => axis + 2)];
  const rows = writer.emit('Transpose', [x], `${wanted}.rows`, { perm: { ints: order } });
  const before = writer.emit('Sub', [lengths, writer.constant('int32', [], [1])], `${wanted}.before`);
  const bounded = writer.emit('Max', [before, writer.constant('int32', [], [0])], `${wanted}.bounded`);
  const wide = writer.emit('Cast', [bounded], `${wanted}.index`, { to: { int: 7 } });
  const at = writer.emit('Unsqueeze', [wide, writer.int64(1)], `${wanted}.at`);
  const taken = writer.emit('GatherND', [rows, at], `${wanted}.taken`, { batch_dims: { int: 1 } });
  const some = writer.emit('Greater', [lengths, writer.constant('int32', [], [0])], `${wanted}.some`);
  const axes = shape.slice(2).map((_, axis) => axis + 1);
  const stretched = axes.length === 0 ? some : writer.emit('Unsqueeze', [some, writer.int64(...axes)], `${wanted}.any`);
  return writer.emit('Where', [stretched, taken, writer.constant(dtype, [], [0])], wanted);
};

const take: Write<'take'> = ({ attrs }, writer, [x = ''], wanted) =>
  writer.emit('Gather', [x, writer.constant('int64', [], [attrs.index])], wanted, { axis: { int: 0 } });

const stack: Write<'stack'> = (_, writer, inputs, wanted) =>
  writer.emit(
    'Concat',
    inputs.map((x) => writer.emit('Unsqueeze', [x, writer.int64(0)], `${wanted}.element`)),
    wanted,
    { axis: { int: 0 } },
  );

const fused = (): never => refuse('it is made for kernels of this program alone');

type Single = Exclude<OpName, ElementwiseOp | 'split' | 'loop'>;

/** One entry for every op with one result that is not in `SAME`. */
const WRITERS: { readonly [K in Single]: Write<K> } & { readonly [K in ElementwiseOp]?: Write<K> } = {
  rsqrt,
  expm1,
  not_equal: notEqual,
  select,
  cast,
  matmul: (_, writer, inputs, wanted) => writer.emit('MatMul', inputs, wanted),
  concat: ({ attrs }, writer, inputs, wanted) => writer.emit('Concat', inputs, wanted, { axis: { int: attrs.axis } }),
  slice: ({ attrs }, writer, [x = ''], wanted) =>
    writer.emit('Slice', [x, writer.size(attrs.start), writer.size(attrs.end), writer.int64(attrs.axis)], wanted),
  reshape,
  transpose: ({ attrs }, writer, inputs, wanted) =>
    writer.emit('Transpose', inputs, wanted, { perm: { ints: attrs.permutation } }),
  broadcast: ({ attrs }, writer, [x = ''], wanted) => writer.emit('Expand', [x, writer.shape(attrs.shape)], wanted),
  reduce_sum: reduce('ReduceSum'),
  reduce_mean: reduce('ReduceMean'),
  reduce_max: reduce('ReduceMax'),
  softmax: (_, writer, inputs, wanted) => writer.emit('Softmax', inputs, wanted, { axis: { int: -1 } }),
  gather,
  scatter_add: ({ attrs }, writer, inputs, wanted) =>
    writer.callRows('SumRows', [...inputs, writer.size(attrs.rows)], wanted),
  scatter_max: ({ attrs }, writer, inputs, wanted) =>
    writer.callRows('MaxRows', [...inputs, writer.size(attrs.rows)], wanted),
  add_rows: fused,
  read_rows: fused,
  write_rows: (_, writer, inputs, wanted) => writer.callRows('WriteRows', inputs, wanted),
  pick: (_, writer, inputs, wanted) => writer.emit('GatherElements', inputs, wanted, { axis: { int: -1 } }),
  logsumexp: (_, writer, [x = ''], wanted) =>
    writer.emit('ReduceLogSumExp', [x, writer.int64(-1)], wanted, { keepdims: { int: 0 } }),
  one_hot: oneHot,
  constant,
  range,
  valid_steps: validSteps,
  last_step: lastStep,
  take,
  stack,
  matmul_bias: fused,
};

type SingleNode = { [K in Exclude<OpName, 'split' | 'loop'>]: NodeOf<K> }[Exclude<OpName, 'split' | 'loop'>];

/** Writes a node with one result. @returns its name @throws NoEqual */
export function writeSingle(node: SingleNode, writer: NodeWriter, wanted: string): string {
  const inputs = node.inputs.map((value) => writer.nameOf(value));
  const same = isElementwise(node.op) ? SAME[node.op] : undefined;
  if (same !== undefined) return writer.emit(same, inputs, wanted);
  // the table's entry for an op takes nodes of that op
  const write = WRITERS[node.op] as Write<OpName> | undefined;
  return (write ?? refuse(`ONNX has no operator for ${node.op}`))(node as never, writer, inputs, wanted);
}

export function writeSplit({ attrs, inputs: [x], outputs }: NodeOf<'split'>, writer: NodeWriter): void {
  const name = writer.nameOf(x ?? refuse('it has no operand'));
  const sizes = writer.shape(attrs.sizes);
  const made = outputs.map((output) => writer.newName(output));
  writer.emitNode('Split', [name, sizes], made, { axis: { int: attrs.axis } });
}
