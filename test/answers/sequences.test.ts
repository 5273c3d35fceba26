import { afterAll, describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { sampleNotes } from '../../src/data/batches/sample-notes.ts';
import { compile, load, type Model, memorySources } from '../../src/index.ts';

/** Rows of sequences that are mixed: the label of a sequence is its first value's, that of a step is its own. */
const LENGTHS = [3, 1, 4, 2, 3, 4, 2, 1, 3, 2, 4, 3];
const ROWS = LENGTHS.flatMap((length, s) =>
  Array.from({ length }, (_, t) => ({
    id: `s${s}`,
    t,
    value: (s * 7 + t * 3) % 5,
    label: s % 2 ? 'odd' : 'even',
    tag: (s * 7 + t * 3) % 5 > 2 ? 'high' : 'low',
  })),
).sort((a, b) => a.t - b.t || (a.id < b.id ? -1 : 1));
const csv = ['id,t,value,label,tag', ...ROWS.map((row) => Object.values(row).join(','))].join('\n');

const spec = (of: 'label' | 'tag'): string => `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  y: {type: dense, input: ${of === 'label' ? 'm.last' : 'm'}, units: 2}
outputs: {y: y}
data: {source: d.csv, sequence: {by: id}, feeds: {x: {columns: [value]}, target: {columns: [${of}]}}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 1, batch: 3}
`;
const made: Model[] = [];
const trained = async (of: 'label' | 'tag') => {
  const { model } = await compile(spec(of)).train({ files: memorySources({ 'd.csv': csv }) });
  const loaded = await load(model);
  made.push(loaded);
  return { model: loaded };
};
afterAll(() => {
  for (const model of made) model.dispose();
});

describe('a model of sequences of rows', () => {
  test('answers once per sequence, whatever stands around it', async () => {
    const { model } = await trained('label');
    const all = model.predict(ROWS);
    expect(all.map(({ id }) => id)).toEqual([...new Set(ROWS.map(({ id }) => id))]);
    const alone = ROWS.filter(({ id }) => id === 's5');
    const [one] = model.predict(alone);
    expect(Object.keys(one ?? {})).toEqual(['id', 'label', 'label.probability']);
    const same = all.find(({ id }) => id === 's5');
    expect(same?.['label.probability']).toBeCloseTo(Number(one?.['label.probability']), 6);
    const [found] = model.classify(alone);
    expect(found?.label).toBe(one?.['label']);
  });

  test('answers at every step in a list, with the columns beside', async () => {
    const { model } = await trained('tag');
    const [first, ...others] = model.predict(ROWS.filter(({ id }) => id === 's2' || id === 's9'));
    expect(others).toHaveLength(1);
    expect(first).toMatchObject({ id: 's2', t: [0, 1, 2, 3] });
    expect(first?.['tag']).toHaveLength(4);
    expect(model.classifySteps(ROWS).map((steps) => steps.length)).toEqual(
      [...new Set(ROWS.map(({ id }) => id))].map((id) => ROWS.filter((row) => row.id === id).length),
    );
    const session = model.session({ raw: true, batch: 1 });
    const tags = ROWS.filter(({ id }) => id === 's2').map(({ value }) => session.step({ value })['tag']);
    session.dispose();
    expect(tags).toEqual(first?.['tag']);
  });
});

test('steps that are words: unknown ones are told, and a text is no step', async () => {
  const rows = ROWS.map(({ id, value, tag }) => `${id},${value > 2 ? 'tall' : 'tiny'},${tag}`);
  const { model } = await compile(`
inputs: {word: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: word, vocabulary: 3, units: 2}
  y: {type: dense, input: e, units: 2}
outputs: {y: y}
data:
  source: d.csv
  sequence: {by: id}
  columns: {word: {type: text}}
  feeds: {word: {columns: [word]}, target: {columns: [tag]}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 1}
`).train({ files: memorySources({ 'd.csv': ['id,word,tag', ...rows].join('\n') }) });
  const loaded = await load(model);
  made.push(loaded);
  const { preprocessing } = loaded.training ?? {};
  if (preprocessing === undefined) throw new Error('no record');
  expect(sampleNotes(preprocessing, [{ word: 'tall' }, { word: 'wide' }])).toEqual([
    'the vocabulary of "word" lacks "wide": the model takes it as unknown',
  ]);
  expect(sampleNotes(preprocessing, [{ word: 'tall' }])).toEqual([]);
  // what the model says itself is not in a text that is given
  const { feeds } = preprocessing;
  const before = { ...feeds, before: { ...feeds.word, previous: { longest: 3 } } } as typeof feeds;
  expect(sampleNotes({ ...preprocessing, feeds: { before: before.before as never } }, ['wide'])).toEqual([]);
  const told: string[] = [];
  const onNote = (note: string) => told.push(note);
  const given = [{ id: 'a', word: 'wide' }];
  loaded.predict(given, { onNote });
  loaded.classifySteps(given, { onNote });
  loaded.encode(given, { onNote });
  const session = loaded.session({ raw: true, onNote });
  session.step({ word: 'wide' });
  session.dispose();
  expect(told).toEqual(Array(4).fill('the vocabulary of "word" lacks "wide": the model takes it as unknown'));
  expect(() => loaded.session({ onNote } as never)).toThrow('onNote has no effect');
  expect(() => loaded.predict(['tall'])).toThrow(RnncError);
  expect(() => loaded.predict(['tall'])).toThrow('steps of sequences');
});

describe('steps that read what was said at the step before', () => {
  const LABELS = ['a', 'b'];
  const rows = ROWS.map(({ id, t, value }) => ({ id, t, value, tag: LABELS[t % 2] ?? '', count: t + 1 }));
  const file = ['id,t,value,tag,count', ...rows.map((row) => Object.values(row).join(','))].join('\n');
  const own = (column: string, said: string, units: number, loss: string): string => `
inputs: {x: {shape: [batch, time, 1]}, said: ${said}}
layers:
  both: {type: concat, inputs: [x, said]}
  y: {type: dense, input: both, units: ${units}}
outputs: {y: y}
data:
  source: d.csv
  sequence: {by: id}
  time: t
  columns: {t: {type: time}, value: {normalize: none, type: number}${column === 'count' ? ', count: {normalize: none, type: number}' : ''}}
  feeds: {x: {columns: [value]}, said: {columns: [${column}], part: previous}, target: {columns: [${column}]}}
training: {losses: [{type: ${loss}, output: y}], epochs: 1, batch: 3}
`;
  const build = async (text: string, kernel: readonly number[], bias: readonly number[]): Promise<Model> => {
    const { model } = await compile(text).train({ files: memorySources({ 'd.csv': file }) });
    const loaded = await load(model.toBytes());
    made.push(loaded);
    loaded.setWeights({
      'y.kernel': { data: Float32Array.from(kernel), shape: [kernel.length / bias.length, bias.length] },
      'y.bias': { data: Float32Array.from(bias), shape: [bias.length] },
    });
    return loaded;
  };
  const asked = rows.map(({ tag: _, count: __, ...row }) => row);
  const ids = [...new Set(rows.map(({ id }) => id))];
  const lengthOf = (id: string): number => rows.filter((row) => row.id === id).length;

  test('a tagger reads its own last tag, all 0 before the first', async () => {
    const text = own('tag', '{shape: [batch, time, columns]}', 2, 'cross_entropy');
    const model = await build(text, [0, 0, -9, 9, 9, -9], [1, -1]);
    const told = model.predict(asked, { probabilities: true });
    expect(told.map(({ id }) => id)).toEqual(ids);
    for (const { id, tag } of told)
      expect(tag).toEqual(Array.from({ length: lengthOf(`${id}`) }, (_, t) => LABELS[t % 2]));
    // in training, the tag before stands in the input
    const fed = model.encode(rows.filter(({ id }) => id === 's2'));
    expect(fed['said']).toMatchObject({ shape: [1, 4, 2], data: Float32Array.of(0, 0, 1, 0, 0, 1, 1, 0) });
    expect(() => model.classifySteps(rows)).toThrow("can't classify steps");
  });

  test('numbers read the value before', async () => {
    const model = await build(own('count', '{shape: [batch, time, 1]}', 1, 'mse'), [0, 2], [1]);
    for (const { id, count } of model.predict(asked))
      expect(count).toEqual(Array.from({ length: lengthOf(`${id}`) }, (_, t) => 2 ** (t + 1) - 1));
  });

  test.each([['{shape: [batch, time], dtype: int32}', 'declare the input as [batch, time, columns], without dtype']])(
    '%s: what to do',
    async (said, fix) => {
      const text = own('tag', said, 2, 'cross_entropy').replace('inputs: [x, said]', 'inputs: [x, e]');
      const whole = text.replace('layers:', 'layers:\n  e: {type: embedding, input: said, vocabulary: 3, units: 2}');
      const error: unknown = await compile(whole)
        .train({ files: memorySources({ 'd.csv': file }) })
        .catch((cause: unknown) => cause);
      expect(error instanceof RnncError ? error.diagnostics[0]?.fix : error).toBe(fix);
    },
  );
});

test('values that training did not have, and numbers of another size, at every door', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => `${['a', 'b', 'c'][i % 3]},${i},${i % 2 === 0 ? 'p' : 'q'}`);
  const { model } = await compile(`
inputs:
  x: {shape: [batch, columns]}
layers:
  y: {type: dense, input: x, units: classes}
outputs: {y: y}
data:
  source: d.csv
  columns: {city: {unknown: {below: 2}}, v: {type: number}, label: {type: category}}
  feeds: {x: {columns: [city, v]}, target: {columns: [label]}}
  split: {train: 1}
training: {losses: [{type: cross_entropy, output: y}], epochs: 1}
`).train({ files: memorySources({ 'd.csv': ['city,v,label', ...rows].join('\n') }) });
  const loaded = await load(model);
  made.push(loaded);
  const told: string[] = [];
  const onNote = (note: string) => told.push(note);
  const given = [
    { city: 'd', v: 1100 },
    { city: 'a', v: 3 },
  ];
  const notes = [
    'the training knows no "city" "d": the model takes it as unknown',
    '1 row has "v" of 1100, far from what the training had, 0 to 11: is the unit the same?',
  ];
  loaded.predict(given, { onNote });
  loaded.classify(given, { onNote });
  expect(told).toEqual([...notes, ...notes]);
  // one number for every value, and one for those that training had not
  expect(
    Array.from((loaded.encode(given.slice(0, 1)) as unknown as { x: { data: Float32Array } }).x.data.slice(0, 4)),
  ).toEqual([0, 0, 0, 1]);
});

test('sequences of another step than in training, texts that are empty, and a model in both directions: each is told', async () => {
  const told: string[] = [];
  const onNote = (note: string) => told.push(note);
  const timed = spec('label').replace('{by: id}', '{by: id}, time: t, columns: {t: {type: time}}');
  const { model } = await compile(timed).train({ files: memorySources({ 'd.csv': csv }) });
  const loaded = await load(model);
  made.push(loaded);
  loaded.classify(ROWS, { onNote });
  loaded.predict(ROWS, { onNote });
  expect(told).toEqual([]);
  const slow = ROWS.map((row) => ({ ...row, t: 1000 * row.t }));
  loaded.classify(slow, { onNote });
  loaded.predict(slow, { onNote });
  const session = loaded.session({ raw: true });
  session.step(ROWS[0] ?? {});
  expect(() => session.step(ROWS[1] ?? {})).toThrow('those before it are of "s0"');
  session.dispose();
  const both = `
inputs: {word: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: word, vocabulary: auto, units: 2}
  m: {type: recurrent, input: e, direction: bidirectional, cell: {gru: {units: 2}}}
  y: {type: dense, input: m.last, units: 2}
outputs: {y: y}
data:
  source: w.csv
  vocabulary: {of: characters}
  columns: {word: {type: text}}
  feeds: {word: {columns: [word]}, target: {columns: [tag]}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 1}
`;
  const words = Array.from({ length: 20 }, (_, i) => `${'ab'.repeat(1 + (i % 3))},${i % 2 ? 'odd' : 'even'}`);
  const reader = await load(
    (await compile(both).train({ files: memorySources({ 'w.csv': ['word,tag', ...words].join('\n') }) })).model,
  );
  made.push(reader);
  expect(() => reader.session({ raw: true })).toThrow("the model can't take raw steps");
  expect(() => reader.session({ raw: true })).toThrow('use predict');
  told.push('empty:');
  reader.predict(['', 'ab'], { onNote });
  reader.classify([{ word: '' }, { word: '' }], { onNote });
  reader.encode(['ab', ''], { onNote });
  expect(told).toMatchInlineSnapshot(`
    [
      "the rows are every 1000 seconds, and those of the training were every second: the model takes each as the next step. Are the times in the same unit?",
      "the rows are every 1000 seconds, and those of the training were every second: the model takes each as the next step. Are the times in the same unit?",
      "empty:",
      "1 text of "word" is empty: the model has nothing to read there",
      "2 texts of "word" are empty: the model has nothing to read there",
      "1 text of "word" is empty: the model has nothing to read there",
    ]
  `);
});
