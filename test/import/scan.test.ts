import { describe, expect, test } from 'vitest';
import { shapeOf } from '../../compiler/ir/dim.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { type OnnxGraph, type OnnxNode, writeOnnx } from '../../src/onnx/format.ts';
import { tensorOf, valueInfo } from '../../src/onnx/nodes.ts';
import { imported } from '../export/imported.ts';
import { difference, numbersFrom, runOnnx } from '../export/run-onnx.ts';

const NOTHING = { floats: [], ints: [], strings: [] };
const random = numbersFrom(22);
const numbers = (count: number): Float64Array =>
  Float64Array.from({ length: count }, () => Math.fround(random() - 0.5));
const node = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
  ints: { readonly [name: string]: number } = {},
): OnnxNode => ({
  opType,
  input,
  output,
  name: output[0] ?? '',
  attribute: Object.entries(ints).map(([name, i]) => ({ ...NOTHING, name, i, type: 2 })),
});
const info = (name: string, ...shape: readonly (number | string)[]) =>
  valueInfo(name, { dtype: 'float32', shape: shapeOf(...shape) });
const graphOf = (graph: Partial<OnnxGraph>): OnnxGraph => ({
  name: 'graph',
  node: [],
  initializer: [],
  sparseInitializer: [],
  input: [],
  output: [],
  ...graph,
});

/** A Scan as others write it: without lengths, over two sequences, with Gemm, a state that is an input, and an output beside the state. */
function fileOf(direction: 0 | 1, nodes: readonly OnnxNode[]): Uint8Array {
  const body = graphOf({
    name: 'body',
    input: [info('old', 'batch', 3), info('a', 'batch', 2), info('b', 'batch', 1)],
    output: [info('new', 'batch', 3), info('out', 'batch', 3), info('gate', 'batch', 3)],
    node: nodes,
  });
  const ints = (name: string, count: number) => ({
    ...NOTHING,
    name,
    ints: new Array<number>(count).fill(direction),
    type: 7,
  });
  const scan: OnnxNode = {
    ...node('Scan', ['start', 'first', 'second'], ['final', 'steps', 'gates'], { num_scan_inputs: 2 }),
    attribute: [
      { ...NOTHING, name: 'num_scan_inputs', i: 2, type: 2 },
      { ...NOTHING, name: 'body', g: body, type: 5 },
      ints('scan_input_directions', 2),
      ints('scan_output_directions', 2),
    ],
  };
  return writeOnnx({
    irVersion: 10,
    opsetImport: [{ domain: '', version: 22 }],
    functions: [],
    graph: graphOf({
      input: [info('first', 'time', 'batch', 2), info('second', 'time', 'batch', 1), info('start', 'batch', 3)],
      output: [info('final', 'batch', 3), info('steps', 'time', 'batch', 3), info('gates', 'time', 'batch', 3)],
      initializer: [
        tensorOf('W', 'float32', [3, 3], numbers(9)),
        tensorOf('R', 'float32', [3, 3], numbers(9)),
        tensorOf('row', 'float32', [1, 3], numbers(3)),
        tensorOf('half', 'float32', [], [0.5]),
      ],
      node: [scan],
    }),
  });
}

const NODES: readonly OnnxNode[] = [
  node('Concat', ['b', 'a'], ['joined'], { axis: 1 }),
  node('Gemm', ['joined', 'W', 'row'], ['z'], { transB: 1 }),
  node('MatMul', ['old', 'R'], ['r']),
  node('Sub', ['z', 'r'], ['less']),
  node('Sigmoid', ['less'], ['gate']),
  node('Mul', ['gate', 'old'], ['kept']),
  node('Sub', ['half', 'gate'], ['rest']),
  node('Div', ['z', 'half'], ['twice']),
  node('Mul', ['rest', 'twice'], ['added']),
  node('Add', ['kept', 'added'], ['new']),
  node('Identity', ['new'], ['out']),
];

describe.each([
  ['forward', 0],
  ['backward', 1],
] as const)('a Scan that goes %s', (_, direction) => {
  test('has the numbers of onnxruntime', async () => {
    const file = fileOf(direction, NODES);
    const [time, batch] = [5, 3];
    const start = { dtype: 'float32', shape: [batch, 3], data: numbers(batch * 3) } satisfies Tensor64;
    const [first, second] = [2, 1].map((size) => numbers(time * batch * size));
    const turned = (data: Float64Array, size: number): Float64Array =>
      data.map((_, i) => {
        const [row, step, at] = [Math.floor(i / (time * size)), Math.floor(i / size) % time, i % size];
        return data[(step * batch + row) * size + at] ?? 0;
      });
    const sequence = (data: Float64Array, size: number) =>
      ({ dtype: 'float32', shape: [time, batch, size], data }) satisfies Tensor64;
    const rows = (data: Float64Array, size: number) =>
      ({ dtype: 'float32', shape: [batch, time, size], data: turned(data, size) }) satisfies Tensor64;
    const wanted = await runOnnx(
      file,
      new Map<string, Tensor64>([
        ['first', sequence(first ?? start.data, 2)],
        ['second', sequence(second ?? start.data, 1)],
        ['start', start],
      ]),
    );
    const { outputs } = imported(
      'scan',
      file,
      new Map<string, Tensor64>([
        ['first', rows(first ?? start.data, 2)],
        ['second', rows(second ?? start.data, 1)],
        ['start', start],
      ]),
    );
    expect([...outputs.keys()].sort()).toEqual(['final', 'gates', 'steps']);
    for (const [name, { data }] of wanted) {
      const own = name === 'final' ? data : turned(Float64Array.from(data), 3);
      expect(difference(outputs.get(name)?.data ?? [], own), name).toBeLessThan(1e-6);
    }
  });
});

test('a body that does more than the language is refused', () => {
  const file = fileOf(0, [...NODES.slice(0, 4), node('Round', ['less'], ['gate']), ...NODES.slice(5)]);
  expect(() => imported('scan', file, new Map())).toThrow(/import-refused: node "final" \(Scan\)/);
});
