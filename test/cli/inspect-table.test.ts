import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { countWork } from '../../compiler/7-plan/count-work.ts';
import { type Compiled, compileModel } from '../../compiler/compile.ts';
import { multiplyAdds } from '../../compiler/graph/multiply-adds.ts';
import { evaluateDim, symbolsOf } from '../../compiler/ir/dim.ts';
import type { Step } from '../../compiler/program/program.ts';
import { type Count, layerTable, type TableRow } from '../../src/cli/summary/layer-table.ts';
import { tableLines } from '../../src/cli/summary/layer-table-text.ts';
import { type ModelSummary, printSummary, summarize } from '../../src/cli/summary/summary.ts';
import { compile, load } from '../../src/index.ts';
import { randomModel } from '../random/model.ts';
import { treeModel } from '../random/tree-model.ts';

const models = join(import.meta.dirname, '../../models');
const shipped = readdirSync(models).filter((file) => file.endsWith('.yaml'));
const compiled = (text: string): Compiled => compileModel(text, { file: 'm.yaml', resolve: () => null });
const tableOf = (model: Compiled) => layerTable(model, model.graphs);

/** A model whose parts all have names of one letter. */
const modelOf = (layers: string, rest = '', inputs = 'x: {shape: [batch, time, 3]}'): Compiled =>
  compiled(`name: m\ninputs: {${inputs}}\nlayers:\n${layers}\n${rest === '' ? 'outputs: {a: a}' : rest}\n`);

const linesOf = (model: Compiled): string => `\n${tableLines(tableOf(model), null).join('\n')}\n`;

function summaryOf(model: Compiled, sizes: { readonly [symbol: string]: number } | null = null): ModelSummary {
  return summarize({ ...model, weights: new Map() }, model, sizes === null ? null : { all: sizes, told: sizes });
}

const printed = (summary: ModelSummary, width: number | null = null): string =>
  printSummary(summary, 'its weights', { bold: (text) => text, width });

const sum = (rows: readonly TableRow[]): number => rows.reduce((n, { parameters }) => n + (parameters ?? 0), 0);

/** At a size of 7 for every axis but the batch of one. */
const evaluated = (counts: readonly Count[] | null): number =>
  (counts ?? []).reduce((n, { per, count }) => n + count * 7 ** per.length, 0);

/** What must hold of the table of every model. */
function check(model: Compiled): void {
  const table = tableOf(model);
  expect(sum(table.rows)).toBe(table.total);
  expect(table.total).toBe((table.trainable ?? 0) + (table.frozen ?? 0));
  const work = (rows: readonly TableRow[]): number => rows.reduce((n, row) => n + evaluated(row.multiplyAdds), 0);
  expect(work(table.rows)).toBe(evaluated(table.multiplyAdds));
  for (const { parameters, multiplyAdds: done, cells } of table.rows.filter((row) => row.cells.length > 0)) {
    expect(sum(cells)).toBe(parameters);
    expect(work(cells)).toBe(evaluated(done));
  }
  // the program without generated kernels has the same products
  const program = lowerGraph(model.graphs.inference, { fullLength: true, unroll: null, precision: 'float32' });
  const symbols = program.buffers.flatMap(({ shape }) => shape.flatMap(symbolsOf));
  const sizes = Object.fromEntries(symbols.map((symbol, i) => [symbol, 2 + (i % 3)]));
  const counted = [...multiplyAdds(model.graphs.inference).values()].reduce((n, d) => n + evaluateDim(d, sizes), 0);
  expect(2 * counted).toBe(countWork(program, productsOf(program.main), sizes).flops);
}

/** The matrix products among steps, without what is fused to them. */
const productsOf = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step): readonly Step[] => {
    if (step.kind === 'loop') return [{ ...step, body: productsOf(step.body) }];
    if (step.kind !== 'kernel') return [];
    const { call } = step;
    if (call.kernel === 'BatchMatMul') return [step];
    if (call.kernel !== '_FusedMatMul') return [];
    const { a, b, out, fresh } = call;
    return [{ kind: 'kernel', call: { kernel: 'BatchMatMul', a, b, out, fresh } }];
  });

describe('the rows of a table add up', () => {
  test.each(shipped)('%s', (file) => {
    const text = readFileSync(join(models, file), 'utf8');
    check(compileModel(text, { file, resolve: () => null }));
  });

  test('of random models', () => {
    fc.assert(
      fc.property(randomModel, ({ yaml }) => check(compiled(yaml))),
      { numRuns: 8 },
    );
    fc.assert(
      fc.property(treeModel({ size: 6, nodes: 4, smooth: false }), ({ yaml }) => check(compiled(yaml))),
      { numRuns: 8 },
    );
  });
});

test('shapes are those of a run', async () => {
  await fc.assert(
    fc.asyncProperty(randomModel, async ({ yaml, batch, time }) => {
      const model = await load(compile(yaml));
      const { rows } = tableOf(compiled(yaml));
      const [, , width] = rows[0]?.shape ?? [];
      const x = { shape: [batch, time, Number(width)], data: new Float32Array(batch * time * Number(width)) };
      const outputs = model.run({ x });
      const shapes = new Map<string, TableRow['shape']>(
        rows.flatMap((row) => [row, ...row.cells]).map(({ path, shape }) => [path, shape]),
      );
      for (const { path, kind, shape } of rows.filter(({ role }) => role === 'output')) {
        const sizes = shape?.map((size) => (size === 'batch' ? batch : size === 'time' ? time : size));
        expect(outputs[path]?.shape, path).toEqual(sizes);
        const layer = shapes.get(kind.replace(/^output of /, ''));
        if (layer !== undefined) expect(layer).toEqual(shape);
      }
      model.dispose();
    }),
    { numRuns: 4 },
  );
});

describe('by hand', () => {
  test('cells, both directions, an embedding and a classifier', () => {
    // 4 gates: (3 + 5) * 4 * 5 + 4 * 5; 3 gates of keras.gru with two biases: (8 + 2) * 3 * 2 + 2 * 3 * 2
    expect(
      linesOf(
        modelOf(
          `  a: {type: recurrent, input: x, cell: {lstm: {units: 5}}}
  b: {type: recurrent, input: e, cell: {gru: {units: 2}}, direction: bidirectional}
  e: {type: embedding, input: w, vocabulary: 9, units: 8}
  c: {type: dense, input: b.last, units: 3, activation: softmax}`,
          'outputs: {a: a, h: a.final.h, c: c}',
          'x: {shape: [batch, time, 3]}, w: {shape: [batch, words], dtype: int32}',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "
      layer         kind                              output             parameters  multiply-adds
      x             input, float32                    [batch, time, 3]
      w             input, int32                      [batch, words]
      a             keras.lstm                        [batch, time, 5]          180  160 × time
      e             embedding                         [batch, words, 8]          72
      b             recurrent, bidirectional, concat  [batch, words, 4]         144  24 × words
        0.forward   keras.gru                         [batch, words, 2]          72  12 × words
        0.backward  keras.gru                         [batch, words, 2]          72  12 × words
      c             dense, softmax                    [batch, 3]                 15  12
      a             output                            [batch, time, 5]
      h             output of a.0.forward.final.h     [batch, 5]
      c             output                            [batch, 3]
      total                                                                     411  160 × time + 24 × words + 12
      "
    `);
  });

  test('a value that is repeated is multiplied once; weights that a stack shares count once', () => {
    // 3 * 9 once, then 12 steps of 3 * 9; above that 12 steps of (3 + 3) * 9
    expect(
      linesOf(
        modelOf(
          `  n: {type: last, input: x}
  r: {type: repeat, input: n, times: 12}
  a: {type: recurrent, input: r, cell: {gru: {units: 3}}, depth: 2, share: self, wrap: [{dropout: {output_keep_prob: 0.5}}]}
  b: {type: dense, input: a, units: 2}
  c: {type: dense, input: a.last, units: 2, share: b}`,
          'outputs: {b: b, c: c}',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "
      layer        kind                output            parameters  multiply-adds  weights
      x            input, float32      [batch, time, 3]
      n            last over steps     [batch, 3]                 0
      r            repeat over 12      [batch, 12, 3]             0
      a            recurrent, 2 deep   [batch, 12, 3]            72  999
        0.forward  keras.gru, dropout  [batch, 12, 3]            72  351            also used by a.1.forward
        1.forward  keras.gru, dropout  [batch, 12, 3]             0  648            those of a.0.forward
      b            dense               [batch, 12, 2]             8  72             also used by c
      c            dense               [batch, 2]                 0  6              those of b
      b            output              [batch, 12, 2]
      c            output              [batch, 2]
      total                                                      80  1,077
      "
    `);
  });

  test('a tree cell: what nodes do, and what each link to a child does', () => {
    // nodes: 3 * 4 * 2 of what is fed and 2 * 3 * 2 of the sum; links: 2 * 2 for the gate of each child
    expect(
      linesOf(
        modelOf(
          '  a: {type: recursive, input: x, tree: t, cell: {tree.child_sum_lstm: {units: 2}}, direction: both, merge: none}',
          'outputs: {a: a.up.root, d: a.down}',
          'x: {shape: [batch, node, 3]}, t: {tree: node}',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "
      layer     kind                         output            parameters  multiply-adds
      x         input, float32               [batch, node, 3]
      t         input, tree                  [batch, node]
      a         recursive, both, not merged                            96  8 × link + 72 × node
        0.up    tree.child_sum_lstm          [batch, node, 2]          48  4 × link + 36 × node
        0.down  tree.child_sum_lstm          [batch, node, 2]          48  4 × link + 36 × node
      a         output of a.up.root          [batch, 2]
      d         output of a.down             [batch, node, 2]
      total                                                            96  8 × link + 72 × node
      "
    `);
  });

  test('steps of one axis for each step of another', () => {
    expect(
      linesOf(
        modelOf(
          `  a: {type: recurrent, input: x, cell: {rnn: {units: 2}}}
  b: {type: recurrent, input: y, cell: {rnn: {units: 2}}}
  c: {type: equations, inputs: {p: a.last, q: b.last}, weights: {w: {shape: [2, 2]}}, equations: "z = p @ w * q", output: z}`,
          'outputs: {c: c}',
          'x: {shape: [batch, rows, 3]}, y: {shape: [batch, columns, 3]}',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "
      layer  kind              output               parameters  multiply-adds
      x      input, float32    [batch, rows, 3]
      y      input, float32    [batch, columns, 3]
      a      keras.simple_rnn  [batch, rows, 2]             12  10 × rows
      b      keras.simple_rnn  [batch, columns, 2]          12  10 × columns
      c      equations         [batch, 2]                    4  4
      c      output            [batch, 2]
      total                                                 28  10 × columns + 10 × rows + 4
      "
    `);
  });
});

test('narrow lines lose nothing', () => {
  const long = 'a_name_that_somebody_wrote_with_care_and_that_has_sixty_letters';
  const model = modelOf(
    `  ${long}: {type: recurrent, input: x, cell: {lstm: {units: 5}}, direction: bidirectional, depth: 2}
  b: {type: recurrent, input: x, cell: {lstm: {units: 5}}}
  c: {type: recurrent, input: x, cell: {lstm: {units: 5}}, share: b}
  d: {type: concat, inputs: [${long}, b, c]}`,
    'outputs: {d: d}',
  );
  const lines = tableLines(tableOf(model), 80);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    layer         kind          output       parameters  multiply-     weights
                                                           adds
    x             input,        [batch,
                    float32       time, 3]
    a_name_that_  recurrent,    [batch,           1,000  920 × time
      somebody_     bidirectio    time, 10]
      wrote_        nal,
      with_care_    concat, 2
      and_that_     deep
      has_sixty_
      letters
      0.forward   keras.lstm    [batch,             180  160 × time
                                  time, 5]
      0.backward  keras.lstm    [batch,             180  160 × time
                                  time, 5]
      1.forward   keras.lstm    [batch,             320  300 × time
                                  time, 5]
      1.backward  keras.lstm    [batch,             320  300 × time
                                  time, 5]
    b             keras.lstm    [batch,             180  160 × time    also used by
                                  time, 5]                               c
    c             keras.lstm    [batch,               0  100 × time    those of b
                                  time, 5]
    d             concat        [batch,               0
                                  time, 20]
    d             output        [batch,
                                  time, 20]
    total                                         1,180  1,180 × time
    "
  `);
  const letters = (text: string): string => [...text.replaceAll(/\s/g, '')].sort().join('');
  expect(letters(lines.join(''))).toBe(letters(linesOf(model)));
});

test('below the table: what is trained, and the run that --stats tells', async () => {
  const text = readFileSync(join(models, 'tagger.yaml'), 'utf8').replace(
    /^outputs:[\s\S]*/m,
    'outputs: {scores: logits, tags: tags}\ntraining: {losses: [{output: scores, type: cross_entropy}], frozen: [embedding, logits.bias]}\n',
  );
  const summary = summaryOf(compiled(text), { batch: 1, time: 100 });
  expect(printed(summary).split('\n\n')[2]).toMatchInlineSnapshot(`
    "trainable: 4,384, frozen: 16,005; 81,556 bytes as float32
    multiply-adds as the equations stand: 4,256 × time; the compiled model needs those of the table
    planned for batch 1, time 100: 668,928 bytes of memory; 220,800 multiply-adds, 499,500 operations (a multiply-add is two)
    runs step by step: no, layer "encoder" reads its sequence backward, which needs the whole sequence
      m.yaml:15:16: direction: bidirectional"
  `);
  const model = await load(compile(text));
  const { peakBytes, flops } = model.stats({ batch: 1, time: 100 });
  model.dispose();
  expect(summary.planned).toMatchObject({ bytes: peakBytes, operations: flops, sizes: { batch: 1, time: 100 } });
});

/** Parts of models; what keeps one from running step by step stands behind `^`, which is no part of it. */
const stopping: readonly (readonly [string, string])[] = [
  ['nothing', 'layers: {a: {type: recurrent, input: x, cell: {lstm: {units: 5}}}}'],
  ['direction', 'layers: {a: {type: recurrent, input: x, cell: {lstm: {units: 5}}, direction: ^backward}}'],
  [
    'direction on a line of its own',
    `layers:
  a:
    type: recurrent
    input: x
    direction: ^bidirectional
    cell: {lstm: {units: 5}}`,
  ],
  [
    'direction of an anchor',
    `x-both: &both {type: recurrent, cell: {lstm: {units: 5}}, direction: ^bidirectional}
layers: {a: {<<: *both, input: x}}`,
  ],
  ['mean', 'layers: {a: {type: ^mean, input: x}}'],
  [
    'maximum of a layer',
    'layers: {b: {type: recurrent, input: x, cell: {lstm: {units: 5}}}, a: {type: activation, function: tanh, input: ^b.max}}',
  ],
  [
    'the end of a sequence at its steps',
    `layers:
  b: {type: last, input: x}
  a: {type: equations, inputs: {p: x, q: b}, equations: "z = p ^+ q", output: z}`,
  ],
  [
    'a start state',
    `layers:
  b: {type: recurrent, input: x, cell: {lstm: {units: 5}}}
  a: {type: recurrent, input: x, cell: {lstm: {units: 5}}, initial: ^b}`,
  ],
  [
    'the step index',
    `cells:
  counting:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights: {kernel: {shape: [n, units]}}
    equations: |
      late = 1 if units < 3 else float(^step)
      h' = tanh(x @ kernel + h) * late
    output: h'
layers: {a: {type: recurrent, input: x, cell: {counting: {units: 5}}}}`,
  ],
  [
    'all steps at each',
    `layers: {a: {type: recurrent, inputs: {x: x, memory: ^x}, cell: {attention.bahdanau: {units: 5}}}}`,
  ],
  [
    'a mask over the last step',
    `layers:
  m: {type: dense, input: x, units: 1}
  a: {type: last, input: x, mask: ^m}`,
  ],
];

test.each(stopping)('what keeps a model from running step by step: %s', (_, marked) => {
  const text = `name: m\ninputs: {x: {shape: [batch, time, 3]}}\n${marked}\noutputs: {a: a}\n`;
  const at = text.indexOf('^');
  const before = text.slice(0, Math.max(at, 0)).split('\n');
  const summary = summaryOf(compiled(text.replace('^', '')));
  expect(summary.streaming === null).toBe(at < 0);
  const places = summary.streamingStops.map(({ file, line, column }) => `${file}:${line}:${column}`);
  expect(places).toEqual(at < 0 ? [] : [`m.yaml:${before.length}:${(before.at(-1) ?? '').length + 1}`]);
});

test('several time axes, each with the place that keeps it from running step by step', () => {
  const text = `name: m
inputs: {x: {shape: [batch, time, 3]}, y: {shape: [batch, other, 3]}, z: {shape: [batch, third, 3]}}
layers:
  a: {type: recurrent, input: x, cell: {lstm: {units: 5}}, direction: backward}
  b: {type: mean, input: y}
  c: {type: recurrent, input: z, cell: {lstm: {units: 5}}}
  d: {type: recurrent, input: z, cell: {lstm: {units: 5}}, initial: c}
outputs: {a: a, b: b, d: d}
`;
  const lines = printed(summaryOf(compiled(text))).split('\n');
  const from = lines.findIndex((line) => line.startsWith('runs step by step'));
  expect(lines.slice(from, from + 4).join('\n')).toMatchInlineSnapshot(`
    "runs step by step: no, layer "a" reads its sequence over "time" backward, which needs the whole sequence; and layer "b" takes all steps of "other" together; and layer "d" starts from what is known at the end of "third" alone
      m.yaml:4:71: a: {type: recurrent, input: x, cell: {lstm: {units: 5}}, direction: backward}
      m.yaml:5:13: b: {type: mean, input: y}
      m.yaml:7:69: d: {type: recurrent, input: z, cell: {lstm: {units: 5}}, initial: c}"
  `);
});
