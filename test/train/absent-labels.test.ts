import { describe, expect, test } from 'vitest';
import { type Batch, compile, load, memorySources, RnncError, type TrainModelOptions } from '../../src/index.ts';

const TAGGER = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  y: {type: dense, input: x, units: 3}
outputs: {y: y}
training:
  losses: [{type: cross_entropy, output: y, target: tags}]
  optimizer: sgd
  rate: 0.5
  clip: none
  batch: 2
  epochs: 3
  metrics: [accuracy]
  early_stopping: none
`;
interface Step {
  readonly x: readonly [number, number];
  readonly tag: number;
}

/** Samples that are padded to the longest. */
function batchOf(samples: readonly (readonly Step[])[]): Batch {
  const longest = Math.max(...samples.map((steps) => steps.length));
  const pad: Step = { x: [9, 9], tag: 0 };
  const rows = samples.map((steps) => Array.from({ length: longest }, (_, t) => steps[t] ?? pad));
  return {
    samples: samples.length,
    carry: false,
    feeds: {
      x: {
        dtype: 'float32',
        shape: [samples.length, longest, 2],
        data: Float32Array.from(rows.flat().flatMap(({ x }) => x)),
      },
      tags: {
        dtype: 'int32',
        shape: [samples.length, longest],
        data: Int32Array.from(rows.flat().map(({ tag }) => tag)),
      },
    },
    lengths: { x: Int32Array.from(samples, (steps) => steps.length) },
  };
}

const step = (i: number): Step => ({ x: [Math.sin(i), Math.cos(3 * i)], tag: (i % 4) - 1 });
const steps = (from: number, count: number): readonly Step[] => Array.from({ length: count }, (_, i) => step(from + i));
const samples = [steps(0, 5), steps(5, 2), steps(8, 7), steps(17, 3)];
const labelled = samples.map((sample) => sample.filter(({ tag }) => tag >= 0));
const none = [steps(1, 4), steps(2, 3)].map((sample) => sample.map(({ x }): Step => ({ x, tag: -1 })));

async function trained(batches: readonly Batch[], options: TrainModelOptions = {}, text = TAGGER) {
  const { model, history } = await compile(text).train({ train: () => batches, validation: () => batches }, options);
  const loaded = await load(model);
  const { y } = loaded.run({ x: [[[1, 0]], [[0, 1]], [[0, 0]]] });
  const outputs = Array.from(y?.data ?? []);
  loaded.dispose();
  return { outputs, parts: history.map(({ parts }) => parts) };
}

describe.each(['generated', 'stock'] as const)('with %s kernels', (kernels) => {
  const options = kernels === 'stock' ? { kernels } : {};

  test('a step whose class is -1 is as if it were not there, for weights, losses and metrics', async () => {
    const [with_, without] = [await trained([batchOf(samples)], options), await trained([batchOf(labelled)], options)];
    expect(with_.parts.at(-1)?.training?.loss).toBeCloseTo(without.parts.at(-1)?.training?.loss ?? Number.NaN, 6);
    expect(with_.parts.at(-1)?.validation?.loss).toBeCloseTo(without.parts.at(-1)?.validation?.loss ?? Number.NaN, 6);
    expect(with_.parts.at(-1)?.validation?.metrics).toEqual(without.parts.at(-1)?.validation?.metrics);
    with_.outputs.forEach((y, i) => {
      expect(y).toBeCloseTo(without.outputs[i] ?? Number.NaN, 6);
    });
  });

  test('a batch without any class changes nothing', async () => {
    const [with_, without] = [
      await trained([batchOf(samples), batchOf(none)], options),
      await trained([batchOf(samples)], options),
    ];
    expect(with_).toEqual(without);
  });
});

test('data without any class is a mistake', async () => {
  const error: unknown = await trained([batchOf(none)]).catch((e: unknown) => e);
  if (!(error instanceof RnncError)) throw new Error('no mistake');
  expect(error.diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'no-labels: there is nothing to compare the output with: the training part has no value of "tags"',
  ]);
});

test('-1 is a class of nothing over an axis alone', async () => {
  const whole = TAGGER.replace('[batch, time, 2]', '[batch, 2]');
  const batch: Batch = {
    samples: 2,
    carry: false,
    feeds: {
      x: { dtype: 'float32', shape: [2, 2], data: new Float32Array(4) },
      tags: { dtype: 'int32', shape: [2], data: Int32Array.of(-1, 1) },
    },
    lengths: {},
  };
  await expect(compile(whole).train({ train: () => [batch] })).rejects.toThrow(/-1/);
});

test('words of nodes that are fed and predicted: nodes without a word count for nothing', async () => {
  const model = compile(`
inputs:
  words: {shape: [batch, node], dtype: int32}
  parse: {tree: node}
layers:
  vectors: {type: embedding, input: words, vocabulary: 4, units: 3}
  encoder: {type: recursive, input: vectors, tree: parse, cell: {tree.child_sum_lstm: {units: 4}}}
  again: {type: dense, input: encoder, units: 4}
outputs: {again: again}
training: {losses: [{type: cross_entropy, output: again, target: words}], epochs: 60, rate: 0.1, early_stopping: none}
`);
  const batch: Batch = {
    samples: 2,
    carry: false,
    feeds: {
      words: { dtype: 'int32', shape: [2, 3], data: Int32Array.of(-1, 2, 3, 1, 0, 0) },
      parse: { dtype: 'int32', shape: [2, 3], data: Int32Array.of(-1, 0, 0, -1, 0, 0) },
    },
    lengths: { words: Int32Array.of(3, 2) },
  };
  const { history } = await model.train({ train: () => [batch] });
  const loss = history.at(-1)?.parts.training?.loss ?? Number.NaN;
  expect(loss).toBeLessThan(0.05);
  expect(loss).toBeGreaterThan(0);
});

test('labels that files leave out', async () => {
  const rows = samples.map((sample) =>
    JSON.stringify({ x: sample.map(({ x }) => x), tags: sample.map(({ tag }) => (tag < 0 ? null : 'ABC'[tag])) }),
  );
  const data = `
data:
  source: rows.ndjson
  columns: {x: {normalize: none}, tags: {type: category}}
  split: {train: 1}
  shuffle: false
`;
  const run = async (files: { readonly [name: string]: string }) =>
    (
      await compile(`${TAGGER.replace('batch: 2', 'batch: 4')}${data}`).train({
        files: memorySources(files),
      })
    ).history.at(-1)?.parts.training;
  const found = await run({ 'rows.ndjson': rows.join('\n') });
  const numbers = await trained([batchOf(samples)]);
  expect(found?.loss).toBeCloseTo(numbers.parts.at(-1)?.training?.loss ?? Number.NaN, 6);
});

describe('samples of a class each, some of which have none', () => {
  const fitted = async (text: string, files: { readonly [name: string]: string }) => {
    const { model, history } = await compile(text).train({ files: memorySources(files) });
    const loaded = await load(model);
    const weights = [...loaded.weights().values()].flatMap(({ data }) => Array.from(data, Number));
    const notes = loaded.inspect()?.data?.notes ?? [];
    loaded.dispose();
    const { loss, metrics } = history.at(-1)?.parts.training ?? {};
    return {
      numbers: [loss ?? Number.NaN, ...Object.values(metrics ?? {}).map((value) => value ?? -1), ...weights],
      notes,
    };
  };
  const model = (loss: string, units: number, data: string, shape = '[batch, time, 2]'): string => `
inputs: {x: {shape: ${shape}}}
layers:
${shape === '[batch, 2]' ? '' : '  r: {type: recurrent, input: x, cell: {gru: {units: 3}}}'}
  y: {type: dense, input: ${shape === '[batch, 2]' ? 'x' : 'r.last'}, units: ${units}}
outputs: {y: y}
training:
  losses: [{type: ${loss}, output: y, target: c}]
  optimizer: sgd
  rate: 0.5
  clip: none
  batch: 100
  epochs: 3
  metrics: [accuracy]
  early_stopping: none
data:
  columns: {${data.includes('ndjson') ? 'x: {normalize: none}' : 'a: {normalize: none}, b: {normalize: none}'}, c: {type: category}}
  split: {train: 1}
  shuffle: false
${data}
`;
  const rows = (names: string) =>
    Array.from({ length: 24 }, (_, i) => ({
      a: Math.sin(i),
      b: Math.cos(3 * i),
      c: i % 4 === 1 ? '' : (names[(i + (i >> 2)) % names.length] ?? ''),
    }));
  type Row = ReturnType<typeof rows>[number];
  const csv = (of: readonly Row[]): string => `a,b,c\n${of.map(({ a, b, c }) => `${a},${b},${c}\n`).join('')}`;
  const same = (found: readonly number[], wanted: readonly number[]): void => {
    expect(found.length).toBe(wanted.length);
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 5);
  };

  test.each([
    ['cross_entropy', 3, 'pqr'],
    ['cross_entropy, class_weights: balanced', 3, 'pqr'],
    ['cross_entropy, class_weights: {q: 3}, reduce: sum', 3, 'pqr'],
    ['sigmoid_cross_entropy', 1, 'pq'],
    ['sigmoid_cross_entropy, class_weights: balanced', 1, 'pq'],
  ])('rows: %s', async (loss, units, names) => {
    const text = model(loss, units, '  source: t.csv\n  feeds: {x: {columns: [a, b]}}', '[batch, 2]');
    const all = rows(names);
    const some = await fitted(text, { 't.csv': csv(all) });
    const rest = await fitted(text, { 't.csv': csv(all.filter(({ c }) => c !== '')) });
    same(some.numbers, rest.numbers);
    expect(some.notes).toEqual(['6 of 24 samples have no class in "c": left out of losses and figures']);
    expect(rest.notes).toEqual([]);
  });

  test.each([
    ['cross_entropy', 3, 'pqr'],
    ['sigmoid_cross_entropy', 1, 'pq'],
  ])('windows and sequences: %s', async (loss, units, names) => {
    const all = rows(names);
    const pairs = all.slice(2).map(({ c }, i) => ({ x: all.slice(i, i + 2).map(({ a, b }) => [a, b]), c }));
    const present = pairs.filter(({ c }) => c !== '').map((sample) => JSON.stringify(sample));
    const rest = await fitted(model(loss, units, '  source: t.ndjson'), { 't.ndjson': present.join('\n') });
    const windows = '  source: t.csv\n  windows: {width: 2, horizon: 1}\n  feeds: {x: {columns: [a, b]}}';
    const cut = await fitted(model(loss, units, windows), { 't.csv': csv(all) });
    same(cut.numbers, rest.numbers);
    expect(cut.notes).toEqual(['5 of 22 samples have no class in "c": left out of losses and figures']);
    const steps = pairs.flatMap(({ x, c }, id) => x.map(([a, b]) => `${id},${a},${b},${c}\n`));
    const joined = '  source: t.csv\n  sequence: {by: id}\n  feeds: {x: {columns: [a, b]}}';
    const whole = await fitted(model(loss, units, joined), { 't.csv': `id,a,b,c\n${steps.join('')}` });
    same(whole.numbers, rest.numbers);
    expect(whole.notes).toEqual(['5 of 22 sequences have no class in "c": left out of losses and figures']);
  });

  test('a batch without any class changes nothing; that -1 is no class has to be said', async () => {
    const text = model('cross_entropy', 2, '  source: t.csv\n  feeds: {x: {columns: [a, b]}}', '[batch, 2]')
      .replace('batch: 100', 'batch: 4')
      .replace('c: {type: category}', 'c: {type: number, missing: [none]}');
    const all = rows('01').map((row) => ({ ...row, c: row.c || '1' }));
    const none = all.slice(0, 4).map((row) => ({ ...row, c: '' }));
    const [some, rest] = [
      await fitted(text, { 't.csv': csv([...all, ...none]) }),
      await fitted(text, { 't.csv': csv(all) }),
    ];
    expect(some.numbers).toEqual(rest.numbers);
    const signs = csv(all.map((row) => ({ ...row, c: row.c === '0' ? '-1' : '1' })));
    await expect(fitted(text, { 't.csv': signs })).rejects.toThrow(
      'is no class of the model, which has 2, counted from 0: lines 2 (-1)',
    );
    const { notes } = await fitted(text.replace('[none]', '[-1]'), { 't.csv': signs });
    expect(notes).toContain('9 of 24 samples have no class in "c": left out of losses and figures');
  });
});
