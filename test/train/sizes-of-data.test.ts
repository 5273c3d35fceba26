import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { type CompiledModel, compile, load, memorySources, readArtifact } from '../../src/index.ts';

const train = async (text: string, csv: string): Promise<CompiledModel> =>
  (await compile(text).train({ files: memorySources({ 'd.csv': csv, 't.txt': csv }) })).model;
const mistakesOf = async (run: () => unknown): Promise<readonly string[]> => {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    return error.diagnostics.map(({ code, message }) => `${code}: ${message}`);
  }
  throw new Error('no mistake');
};

const rows = (header: string, row: (i: number) => string, count = 40): string =>
  `${header}\n${Array.from({ length: count }, (_, i) => row(i)).join('\n')}\n`;

const open = `
inputs: {words: {shape: [batch, time], dtype: int32}, place: {shape: [batch], dtype: int32}}
layers:
  w: {type: embedding, input: words, vocabulary: auto, units: 2}
  p: {type: embedding, input: place, vocabulary: auto, units: 2}
  r: {type: recurrent, input: w, cell: {gru: {units: 2}}}
  both: {type: concat, inputs: [r.last, p]}
  head: {type: dense, input: both, units: classes}
outputs: {head: head}
data:
  source: d.csv
  columns: {words: {type: text}}
  feeds: {place: {columns: [town]}, target: {columns: [mood]}}
training: {epochs: 1}
`;
const csv = rows('words,town,mood', (i) => `w${i % 7} w${i % 3},t${i % 4},${['good', 'bad', 'so-so'][i % 3]}`);

describe('sizes that the data give', () => {
  test('vocabularies and classes: each embedding has that of its own column, and the artifact keeps them', async () => {
    const trained = await train(open, csv);
    // 7 words and the unknown one
    expect(trained.parameters).toEqual({ 'w.vocabulary': 8, 'p.vocabulary': 4, 'head.units': 3 });
    expect(trained.training?.tasks[0]?.loss).toBe('cross_entropy');
    const read = readArtifact(trained.toBytes());
    expect(read.parameters).toEqual(trained.parameters);
    const running = await load(read);
    const [found] = running.classify([{ words: 'w1 w2', town: 't3' }]);
    running.dispose();
    expect(Object.keys(found?.probabilities ?? {})).toEqual(['bad', 'good', 'so-so']);
  });

  test('the same numbers written out make the same model', async () => {
    const written = open
      .replace('vocabulary: auto', 'vocabulary: 8')
      .replace('vocabulary: auto', 'vocabulary: 4')
      .replace('units: classes', 'units: 3');
    const [a, b] = [await train(open, csv), await train(written, csv)];
    expect([...a.weights]).toEqual([...b.weights]);
  });

  test('columns of rows and of windows, less those of the target', async () => {
    const rowsModel = `
inputs: {x: {shape: [batch, columns]}}
layers: {o: {type: dense, input: x, units: 1}}
outputs: {o: o}
data: {source: d.csv}
training: {epochs: 1}
`;
    const table = rows('a,b,target,c', (i) => `${i},${i % 5},${i % 3},${-i}`);
    const ofRows = await train(rowsModel, table);
    expect(ofRows.parameters).toEqual({ 'x.columns': 3 });
    expect(ofRows.training?.preprocessing.feeds.x).toMatchObject({ columns: ['a', 'b', 'c'], dims: ['batch', 3] });
    const windowed = `
inputs: {x: {shape: [batch, time, columns]}}
layers:
  r: {type: recurrent, input: x, cell: {gru: {units: 2}}}
  o: {type: dense, input: r.last, units: 1}
outputs: {o: o}
data: {source: d.csv, windows: {width: 4}, feeds: {target: {columns: [c], part: horizon}}}
training: {epochs: 1}
`;
    expect((await train(windowed, table)).parameters).toEqual({ 'x.columns': 4 });
    const flat = windowed
      .replace('[batch, time, columns]', '[batch, columns]')
      .replace(/ {2}r: .*\n/, '')
      .replace('r.last', 'x')
      .replace('feeds: {', 'feeds: {x: {columns: [a, b]}, ');
    expect((await train(flat, table)).parameters).toEqual({ 'x.columns': 8 });
  });

  test('a category fed as one-hot numbers counts with its values', async () => {
    const text = `
inputs: {x: {shape: [batch, columns]}}
layers: {o: {type: dense, input: x, units: 1}}
outputs: {o: o}
data: {source: d.csv, feeds: {x: {columns: [a, kind]}, target: {columns: [y]}}}
training: {epochs: 1}
`;
    const trained = await train(
      text,
      rows('a,kind,y', (i) => `${i},${'uvw'[i % 3]},${i}`),
    );
    expect(trained.parameters).toEqual({ 'x.columns': 4 });
  });

  test('of a text: the vocabulary, which is also the classes', async () => {
    const text = `
inputs: {x: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: x, vocabulary: auto, units: 2}
  r: {type: recurrent, input: e, cell: {gru: {units: 2}}}
  o: {type: dense, input: r, units: classes}
outputs: {o: o}
data: {source: t.txt, windows: {width: 5}}
training: {batch: 2, epochs: 1}
`;
    const trained = await train(text, 'abcd dcba '.repeat(30));
    expect(trained.parameters).toEqual({ 'e.vocabulary': 6, 'o.units': 6 });
  });

  test('what is open can be given, and is needed to run', async () => {
    const sizes = { 'w.vocabulary': 8, 'p.vocabulary': 4, 'head.units': 3 };
    expect(compile(open, { set: sizes }).graphs.inference.outputs).toHaveLength(1);
    const message =
      'size-open: the data give vocabulary of w (the vocabulary of the data), vocabulary of p (the vocabulary of the data), units of head (classes of the data), and nothing was read yet';
    expect(await mistakesOf(() => compile(open).toBytes())).toEqual([message]);
    expect(await mistakesOf(() => load(compile(open)))).toEqual([message]);
    expect(await mistakesOf(() => compile(open, { set: { 'head.unit': 3 } }))).toEqual([
      'unknown-parameter: --set head.unit=…: the model leaves no such size to its data',
    ]);
    expect(await mistakesOf(() => compile(open, { set: { 'head.units': 0.5 } }))).toEqual([
      'out-of-range: --set head.units is 0.5',
    ]);
  });

  test('structure is checked while sizes are open', async () => {
    expect(await mistakesOf(() => compile(open.replace('[r.last, p]', '[r, p]')))).not.toEqual([]);
  });

  test('a parameter of that name is meant where there is one', () => {
    const text = open.replaceAll('vocabulary: auto', 'vocabulary: 9');
    expect(compile(`parameters: {classes: 6}\n${text}`).parameters).toEqual({ classes: 6 });
  });

  test('what nothing tells is a mistake', async () => {
    const text = `
inputs: {x: {shape: [batch, 1]}}
layers: {o: {type: dense, input: x, units: classes}}
outputs: {o: o}
data: {source: d.csv, feeds: {x: {columns: [a]}, target: {columns: [b]}}}
training: {epochs: 1}
`;
    expect(
      await mistakesOf(() =>
        train(
          text,
          rows('a,b', (i) => `${i},${2 * i}`),
        ),
      ),
    ).toEqual([
      'size-open: units of o (classes of the data) can\'t be found: the target "target" is made of numbers, which have no classes',
    ]);
  });
});
