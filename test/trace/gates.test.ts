/** A gate's plain name in a cell of the library is what acts, behind its function: what `plot --of encoder.f` draws lies in 0..1. */
import { expect, test } from 'vitest';
import { cellLibrary } from '../../compiler/1-read/generated/cell-library.ts';
import { compile, trace } from '../../src/index.ts';
import { libraryUse } from '../library-use.ts';

/** Gates, the candidate where it is limited, and, where the cell has one, a sum before its function. */
const named: Readonly<Record<string, readonly [gates: string, candidate: string, before: string]>> = {
  'keras.lstm': ['i f o', 'g', 'z_f'],
  'keras.gru': ['z r', 'candidate', 'x_z'],
  'tf1.basic_lstm': ['i f o', 'j', 'z_f'],
  'tf1.lstm': ['i f o', 'j', 'z_f'],
  'tf1.gru': ['r u', 'c', ''],
  'tf1.cifg': ['f o', 'j', 'z_f'],
  'tf1.layer_norm_basic_lstm': ['i f o', 'j', 'z_f'],
  'tf1.ugrnn': ['g', 'c', 'z_g'],
  'tf1.highway': ['carry', '', ''],
  'torch.lstm': ['i f o', 'g', 'z_f'],
  'torch.gru': ['r z', 'n', 'x_z'],
  'onnx.lstm': ['i o f', 'g', 'z_f'],
  'onnx.gru': ['z r', 'candidate', 'x_z'],
  'paper.min_gru': ['z', '', 'x_z'],
  'paper.min_lstm': ['f i', '', 'x_f'],
  'paper.mgu': ['f', 'candidate', ''],
  'paper.sru': ['f r', '', 'x_f'],
  'paper.janet': ['f i', 'candidate', 'z_f'],
  'paper.qrnn': ['f i o', 'z', ''],
  'tflite.lstm': ['i f o', 'g', 'z_f'],
  'webnn.lstm': ['i f o', 'g', 'z_f'],
  'webnn.gru': ['z r', 'n', 'candidate_in'],
  'attention.bahdanau': ['z r', 'candidate', 'x_z'],
  'attention.luong': ['i f o', 'g', 'z_f'],
  'tree.child_sum_lstm': ['i f o', 'u', 'z_i'],
  'tree.nary_lstm': ['i f_left f_right o', 'u', 'x_f'],
  'tree.gru': ['z r', 'candidate', 'x_z'],
};
const variants: readonly (readonly [string, string])[] = [
  ...Object.keys(named).map((cell) => [cell, ''] as const),
  ['tf1.lstm', 'use_peepholes: true, cell_clip: 3, num_proj: 3'],
  ['keras.gru', 'reset_after: false'],
  ['tf1.cifg', 'use_layer_norm: true, use_peepholes: true'],
  ['onnx.lstm', 'input_forget: true, peepholes: true'],
  ['tflite.lstm', 'use_cifg: true, use_peephole: true, use_layer_norm: true'],
];

test('every cell of the library with gates is among those below', () => {
  const gated = Object.entries(cellLibrary).flatMap(([file, text]) =>
    text
      .split(/^ {2}(?=\w+:$)/m)
      .slice(1)
      .filter((cell) => /\b(recurrent_activation|sigmoid)\(|_f: sigmoid\b/.test(cell))
      .map((cell) => `${file.replace('.yaml', '')}.${cell.split(':', 1)[0]}`),
  );
  expect(gated.toSorted()).toEqual(Object.keys(named).toSorted());
});

test.each(variants)('%s %s: gates lie in 0..1, the candidate in -1..1', (cell, options) => {
  const overTrees = cell.startsWith('tree.');
  const input = cell.startsWith('attention.') ? 'inputs: {x: x, memory: x}' : 'input: x';
  const model = compile(`
inputs: {x: {shape: [batch, ${overTrees ? 'node' : 'time'}, 3]}${overTrees ? ', parse: {tree: node}' : ''}}
layers:
  r: {type: ${overTrees ? 'recursive, tree: parse' : 'recurrent'}, ${input}, cell: {${libraryUse(cell, 4, 3, options)}}}
outputs: {y: r}
`);
  const steps = Array.from({ length: 7 }, (_, t) => [0, 1, 2].map((i) => 20 * Math.sin(5 * t + 3 * i + 1)));
  const parse = [[1, 2], [3, 4], [5, 6], [], [], [], []];
  const told = trace(model, overTrees ? { x: [steps], parse: [parse] } : { x: [steps] });
  const of = (name: string): readonly number[] =>
    told.blocks.flatMap(({ units }) =>
      units.flatMap(({ values }) => values.filter((value) => value.name === name).flatMap(({ data }) => [...data])),
    );
  const [gates = '', candidate = '', before = ''] = named[cell] ?? [];
  for (const gate of gates.split(' ')) {
    const values = of(gate);
    expect(values.length).toBeGreaterThanOrEqual(8);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.1);
  }
  if (candidate !== '') expect(Math.max(...of(candidate).map(Math.abs))).toBeLessThanOrEqual(1);
  if (before !== '') expect(Math.max(...of(before).map(Math.abs))).toBeGreaterThan(1);
});
