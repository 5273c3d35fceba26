import { afterAll, describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { unknownNotes } from '../../src/answers/predict/check-asked.ts';
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
  expect(unknownNotes(preprocessing, [{ word: 'tall' }, { word: 'wide' }])).toEqual([
    'the vocabulary of "word" lacks "wide": the model takes it as unknown',
  ]);
  expect(unknownNotes(preprocessing, [{ word: 'tall' }])).toEqual([]);
  expect(() => loaded.predict(['tall'])).toThrow(RnncError);
  expect(() => loaded.predict(['tall'])).toThrow('steps of sequences');
});
