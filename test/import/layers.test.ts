import { expect, test } from 'vitest';
import { shapeOf } from '../../compiler/ir/dim.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { type OnnxNode, type OnnxTensor, writeOnnx } from '../../src/onnx/format.ts';
import { type Attributes, nodeOf, tensorOf, valueInfo } from '../../src/onnx/nodes.ts';
import { expectNear, imported } from '../export/imported.ts';
import { numbersFrom, runOnnx } from '../export/run-onnx.ts';

const random = numbersFrom(41);
const numbers = (count: number): Float64Array =>
  Float64Array.from({ length: count }, () => Math.fround(random() * 2 - 1));
const weight = (name: string, ...dims: readonly number[]): OnnxTensor =>
  tensorOf(name, 'float32', dims, numbers(dims.reduce((product, size) => product * size, 1)));
const sizes = (name: string, ...data: readonly number[]): OnnxTensor => tensorOf(name, 'int64', [data.length], data);
const node = (opType: string, input: readonly string[], output: string, attributes: Attributes = {}): OnnxNode =>
  nodeOf(opType, input, [output], attributes);

/** A file over x, [batch, 4, time], with an output y. */
const fileOf = (
  nodes: readonly OnnxNode[],
  tensors: readonly OnnxTensor[],
  y: readonly (string | number)[],
): Uint8Array =>
  writeOnnx({
    irVersion: 10,
    opsetImport: [{ domain: '', version: 22 }],
    functions: [],
    graph: {
      name: 'layers',
      node: nodes,
      initializer: tensors,
      sparseInitializer: [],
      input: [valueInfo('x', { dtype: 'float32', shape: shapeOf('batch', 4, 'time') })],
      output: [valueInfo('y', { dtype: 'float32', shape: shapeOf(...y) })],
    },
  });

const x: Tensor64 = { dtype: 'float32', shape: [3, 4, 7], data: numbers(84) };
/** The same numbers as the model takes them: [batch, time, features]. */
const turned = ({ shape: [rows = 0, features = 0, steps = 0], data }: Tensor64): Tensor64 => ({
  dtype: 'float32',
  shape: [rows, steps, features],
  data: Float64Array.from({ length: data.length }, (_, i) => {
    const [feature, step] = [i % features, Math.floor(i / features) % steps];
    return data[(Math.floor(i / (features * steps)) * features + feature) * steps + step] ?? 0;
  }),
});

const SEQUENCE = ['batch', 6, 'time'];
const conv = (attributes: Attributes, ...rest: readonly OnnxNode[]) => [
  node('Conv', ['x', 'W', 'B'], rest.length === 0 ? 'y' : 'z', attributes),
  ...rest,
];

test.each([
  ['causal', conv({ pads: { ints: [4, 0] }, dilations: { ints: [2] } }), [weight('W', 6, 4, 3), weight('B', 6)]],
  ['same', conv({ pads: { ints: [1, 1] } }), [weight('W', 6, 4, 3), weight('B', 6)]],
  ['same of an even kernel', conv({ auto_pad: { text: 'SAME_UPPER' } }), [weight('W', 6, 4, 4), weight('B', 6)]],
  ['in groups', conv({ pads: { ints: [2, 0] }, group: { int: 2 } }), [weight('W', 6, 2, 3), weight('B', 6)]],
  ['of single features', conv({ pads: { ints: [1, 0] }, group: { int: 4 } }), [weight('W', 4, 1, 2), weight('B', 4)]],
  ['of one step', conv({ dilations: { ints: [3] } }), [weight('W', 6, 4, 1), weight('B', 6)]],
  [
    'with steps cut off, and a slope of each feature',
    conv(
      { pads: { ints: [2, 2] } },
      node('Slice', ['z', 'zero', 'end', 'axis'], 'cut'),
      node('PRelu', ['cut', 'slope'], 'y'),
    ),
    [weight('W', 6, 4, 3), weight('B', 6), sizes('zero', 0), sizes('end', -2), sizes('axis', 2), weight('slope', 6, 1)],
  ],
  [
    'behind zeros, with features cut, joined and compared',
    [
      node('Pad', ['x', 'pads'], 'padded'),
      node('Conv', ['padded', 'W', 'B'], 'z'),
      node('Split', ['z'], 'parts', { axis: { int: 1 }, num_outputs: { int: 2 } }),
      node('Less', ['a', 'b'], 'less'),
      node('Greater', ['a', 'level'], 'greater'),
      node('Not', ['greater'], 'low'),
      node('And', ['less', 'low'], 'both'),
      node('Where', ['both', 'a', 'half'], 'chosen'),
      node('Cast', ['less'], 'ones', { to: { int: 1 } }),
      node('Mul', ['ones', 'b'], 'kept'),
      node('Concat', ['chosen', 'kept'], 'y', { axis: { int: 1 } }),
    ].map((one) => (one.opType === 'Split' ? { ...one, output: ['a', 'b'] } : one)),
    [
      weight('W', 6, 4, 3),
      weight('B', 6),
      sizes('pads', 0, 0, 2, 0, 0, 0),
      tensorOf('level', 'float32', [], [0.25]),
      tensorOf('half', 'float32', [], [0.5]),
    ],
  ],
] as const)('a convolution %s', async (_, nodes, tensors) => {
  const units = tensors[0]?.dims[0] ?? 0;
  const file = fileOf(nodes, tensors, [SEQUENCE[0] ?? '', units, 'time']);
  const wanted = (await runOnnx(file, new Map([['x', x]]))).get('y');
  if (wanted === undefined) throw new Error('no output');
  expectNear(imported('layers', file, new Map([['x', turned(x)]])).outputs, new Map([['y', turned(wanted)]]), 1e-5);
});

const one = (opType: string, attributes: Attributes = {}) => [opType, [node(opType, ['x'], 'y', attributes)]] as const;
test.each([
  one('Erf'),
  one('Mish'),
  one('HardSwish'),
  one('Selu'),
  one('Celu', { alpha: { float: 0.7 } }),
  one('Gelu'),
  ['PRelu', [node('PRelu', ['x', 'slope'], 'y')]] as const,
])('%s of a sequence', async (_, nodes) => {
  const file = fileOf(
    [
      ...nodes.map((each) => ({ ...each, name: 'z', output: ['z'] })),
      node('Conv', ['z', 'W'], 'y', { pads: { ints: [1, 0] } }),
    ],
    [weight('W', 4, 4, 2), tensorOf('slope', 'float32', [1], [0.2])],
    ['batch', 4, 'time'],
  );
  const wanted = (await runOnnx(file, new Map([['x', x]]))).get('y');
  if (wanted === undefined) throw new Error('no output');
  expectNear(imported('layers', file, new Map([['x', turned(x)]])).outputs, new Map([['y', turned(wanted)]]), 1e-5);
});

const plain = [weight('W', 6, 4, 3), weight('B', 6)];
test.each([
  ['fewer steps', conv({}), plain, /fewer steps than it reads/],
  ['steps passed over', conv({ strides: { ints: [2] }, pads: { ints: [2, 0] } }), plain, /2 steps at a time/],
  ['zeros behind alone', conv({ pads: { ints: [0, 2] } }), plain, /a layer has 2 before, or half of them \(1\)/],
  ['steps too many', conv({ pads: { ints: [2, 2] } }), plain, /a step on the way/],
  ['two axes', conv({ pads: { ints: [1, 1, 1, 1] } }), [weight('W', 6, 4, 3, 3), weight('B', 6)], /its input W is/],
  [
    'a softmax over rows',
    [
      node('Transpose', ['x'], 'rows', { perm: { ints: [0, 2, 1] } }),
      node('Softmax', ['rows'], 'shares', { axis: { int: 0 } }),
      node('Identity', ['shares'], 'y'),
    ],
    [],
    /goes over axis 0/,
  ],
] as const)('%s is refused', (_, nodes, tensors, reason) => {
  expect(() => imported('layers', fileOf(nodes, tensors, SEQUENCE), new Map([['x', turned(x)]]))).toThrow(reason);
});
