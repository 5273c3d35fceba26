import { expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { printDim } from '../../compiler/ir/dim.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { resolvedSpecText } from '../../src/cli/reports/resolved-spec.ts';
import { compile, load, RnncError } from '../../src/index.ts';
import { expectNear } from '../export/imported.ts';
import {
  evaluated,
  exportOnnx,
  noisyWeights,
  numbersFrom,
  randomFeeds,
  runOnnx,
  sizesFor,
} from '../export/run-onnx.ts';

const text = `inputs: {x: {shape: [batch, time, 3]}, words: {shape: [batch, source, 2]}}
cells:
  gated:
    parameters: {units: size, cell: cell, carry: 1}
    inputs: {x: [n], memory: {sequence: [m]}}
    cells: {look: {attention.luong: {units: 2 * units}}}
    weights: {w: {shape: [n, units]}}
    equations: |
      t = sigmoid(x @ w - carry)
      seen = look(x, memory=memory)
      y = t * cell([x, seen]) + (1 - t) * (x @ w) + cell.c'
    output: y
layers:
  r:
    type: recurrent
    inputs: {x: x, memory: words}
    cell: {gated: {units: 2, cell: {lstm: {units: 2}}}}
    wrap: [{zoneout: {rate: {cell.c: 0.25}}}]
    initial: {cell.h: learned}
    init: {cell.kernel: {uniform: {low: -1, high: 1}}, initial.cell.h: ones}
  s: {type: recurrent, inputs: {x: x, memory: words}, cell: {gated: {units: 2, cell: {lstm: {units: 2}}}}, share: r, initial: {cell.c: r.final.cell.c}}
outputs: {y: r, s: s, f: r.step.cell.f}
training: {losses: [{type: mse, output: y}], frozen: [r.0.forward.cell]}
`;
const read = (given: string) => compileModel(given, { file: 'model.yaml', resolve: () => null });

test('states and weights of inner cells have names like others', () => {
  const { diagnostics, spec, graphs } = read(text);
  expect(diagnostics).toEqual([]);
  expect(graphs.inference.weights.map(({ path }) => path).sort()).toMatchInlineSnapshot(`
    [
      "r.0.forward.cell.bias",
      "r.0.forward.cell.kernel",
      "r.0.forward.cell.recurrent_kernel",
      "r.0.forward.initial.cell.h",
      "r.0.forward.look.attention_kernel",
      "r.0.forward.look.bias",
      "r.0.forward.look.kernel",
      "r.0.forward.look.memory_kernel",
      "r.0.forward.look.recurrent_kernel",
      "r.0.forward.w",
    ]
  `);
  expect(spec.cells.get('gated(keras.lstm)')?.states.map(({ name }) => name)).toEqual([
    'cell.h',
    'cell.c',
    'look.attention',
    'look.h',
    'look.c',
  ]);
});

test('a model with all that was left out written in is the same model', () => {
  const compiled = read(text);
  const again = read(resolvedSpecText(compiled.spec, text));
  expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(printGraph(again.graphs.inference)).toBe(printGraph(compiled.graphs.inference));
});

test('onnxruntime gives its numbers', async () => {
  const compiled = read(text);
  const random = numbersFrom(5);
  const weights = noisyWeights(compiled, random);
  const feeds = randomFeeds(
    compiled.graphs.inference,
    { sizes: sizesFor(compiled.graphs.inference), optional: true },
    random,
  );
  const file = await exportOnnx(compiled, weights, true);
  expectNear(await runOnnx(file, feeds), evaluated(compiled, weights, feeds), 1e-5);
});

test('a session goes step by step', async () => {
  const alone = text.replace(/ {2}s: .*\n/, '').replace('s: s, ', '');
  const model = await load(compile(alone));
  const words = [
    [
      [1, 2],
      [0, 1],
    ],
  ];
  const x = [
    [0.1, 0.2, 0.3],
    [-1, 0, 1],
    [0.5, 0.5, 2],
  ];
  const session = model.session({ feeds: { words }, over: 'time' });
  const steps = x.flatMap((row) => [...(session.step({ x: Float32Array.from(row) }).y?.data ?? [])]);
  const whole = [...(model.run({ x: [x], words }).y?.data ?? [])];
  expect(steps.length).toBe(whole.length);
  for (const [i, value] of steps.entries()) expect(value).toBeCloseTo(whole[i] ?? Number.NaN, 6);
  model.dispose();
});

test('a cell of an imported file holds another of its file by its short name', () => {
  const file = `cells:
  inner:
    inputs: {x: [n]}
    state: [{h: [n]}]
    equations: |
      h' = h + x
    output: h'
  outer:
    inputs: {x: [n]}
    cells: {a: inner}
    equations: |
      y = a(x) * 2
    output: y
`;
  const model = `imports: [cells/mine.yaml]
inputs: {x: {shape: [batch, time, 2]}}
layers: {r: {type: recurrent, input: x, cell: mine.outer}}
outputs: {y: r}
`;
  const { diagnostics, spec } = compileModel(model, { file: 'model.yaml', resolve: () => file });
  expect(diagnostics).toEqual([]);
  expect(spec.cells.get('mine.outer')?.states.map(({ name }) => name)).toEqual(['a.h']);
});

test('a mistake about widths in a cell of the library is told where the model uses it', () => {
  const given = `inputs: {x: {shape: [batch, time, 3]}}
cells:
  mine:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights: {w: {shape: [n, units]}}
    equations: |
      h' = tanh(x @ w + h)
    output: h'
layers:
  r: {type: recurrent, input: x, cell: {tf1.highway: {cell: {mine: {units: 5}}}}}
outputs: {r: r}
`;
  const mistake = caught(() => read(given));
  expect(mistake.message).toMatch(/^model.yaml:12:41 .*in cell "tf1.highway" of the library: mul cannot combine/);
  expect(mistake.diagnostics).toHaveLength(1);
  const [{ notes, span } = { notes: [], span: null }] = mistake.diagnostics;
  expect(span?.file).toBe('model.yaml');
  expect(notes[0]).toMatchObject({ message: 'this line of the library', span: { file: 'rnnc:cells/tf1.yaml' } });
  expect(mistake.message).toContain('batch, 5');
});

test.each([
  ['a state', '{lstm: {units: 5}}', 5],
  ['a projection', '{tf1.lstm: {units: 5, num_proj: 2}}', 2],
  ['made of products with weights', '{own: {wide: 7, activation: tanh}}', 8],
])('the size of the output of an inner cell, which is %s', (_, cell, size) => {
  const layer = `{type: recurrent, input: x, cell: {tf1.attention: {attn_length: 2, cell: ${cell}}}}`;
  const own = `  own:
    parameters: {wide: size, activation: sigmoid}
    inputs: {x: [n]}
    state: [{h: [1]}]
    weights: {v: {shape: [n, wide]}}
    equations: |
      y = -x @ v
      h' = h + sum(y)
      all = [activation(y) * 2, h']
    output: all
`;
  const { graphs } = read(
    `inputs: {x: {shape: [batch, time, 3]}}\ncells:\n${own}layers:\n  r: ${layer}\n  s: {type: recurrent, input: x, cell: {own: {wide: 2}}}\noutputs: {y: r, s: s}\n`,
  );
  const { values, weights } = graphs.inference;
  const bias = weights.find(({ path }) => path === 'r.0.forward.output_bias');
  expect(values[bias?.value ?? -1]?.type.shape.map(printDim)).toEqual([String(size)]);
});

function caught(make: () => unknown): RnncError {
  try {
    make();
  } catch (cause) {
    if (cause instanceof RnncError) return cause;
    throw cause;
  }
  throw new Error('no mistake');
}
