import { afterAll, describe, expect, test } from 'vitest';
import { feedsFromRows } from '../../src/data/table/preprocess.ts';
import { compile, load, type Model, memorySources } from '../../src/index.ts';
import { batchesOf, csv, input, open, samplesOf, target } from './given.ts';

const days = Array.from({ length: 14 }, (_, i) => `2021-01-${`${i + 1}`.padStart(2, '0')}`);
/** `w` is empty in one row of b. */
const rowsOf = (hole: number) =>
  days.flatMap((day, i) => ['a', 'b'].map((shop) => ({ day, shop, v: i, w: shop === 'b' && i === hole ? '' : 2 * i })));
const fileOf = (rows: ReturnType<typeof rowsOf>): string =>
  csv(
    ['day', 'shop', 'v', 'w'],
    rows.map((row) => Object.values(row)),
  );
const made: Model[] = [];
afterAll(() => {
  for (const model of made) model.dispose();
});

describe('rows that training would have left out', () => {
  test.each(['time: day', 'time: false'])('are left out of windows of given rows too: %s', async (time) => {
    const section = `source: d.csv\ngroup: shop\n${time}\nwindows: {width: 3}\nsplit: {train: 1, validation: 0, test: 0}\ncolumns: {v: {normalize: none}, w: {normalize: none, type: number, fill: skip}}\nfeeds: {x: {columns: [v, w]}, y: {columns: [v], part: horizon}}`;
    const shapes = [input('x', ['batch', 'time', 2]), target('y', ['batch', 1])];
    for (const hole of [1, 6, 11]) {
      const data = await open(section, shapes, { files: { 'd.csv': fileOf(rowsOf(hole)) } });
      const notes: string[] = [];
      const given = feedsFromRows(data.preprocessing, rowsOf(hole), {
        feeds: ['x', 'y'],
        windows: 'all',
        onNote: (note) => notes.push(note),
      });
      for (const name of ['x', 'y'])
        expect(samplesOf([given], name)).toEqual(samplesOf(await batchesOf(data.train), name));
      expect(notes).toEqual([
        `1 row without "w" left out, as in training: rows[${2 * hole + 1}]; no window crosses the gap`,
      ]);
    }
  });

  test('a sequence that they leave nothing of is told', async () => {
    const section =
      'source: d.csv\nsequence: {by: id}\nsplit: {train: 1}\ncolumns: {w: {type: number, fill: skip}}\nfeeds: {x: {columns: [v, w]}, y: {columns: [k]}}';
    const rows = [0, 1, 2, 3].flatMap((id) =>
      [0, 1, 2].map((t) => ({ id: `s${id}`, v: t, w: id === 2 || (id === 1 && t === 1) ? '' : t, k: id })),
    );
    const files = {
      'd.csv': csv(
        ['id', 'v', 'w', 'k'],
        rows.map((row) => Object.values(row)),
      ),
    };
    const shapes = [input('x', ['batch', 'time', 2]), target('y', ['batch', 1])];
    const data = await open(section, shapes, { files });
    expect(data.report.notes).toContainEqual(expect.stringContaining('1 of 4 sequences left out: of "s2" every row'));
    const notes: string[] = [];
    feedsFromRows(data.preprocessing, rows, { feeds: ['x'], onNote: (note) => notes.push(note) });
    expect(notes).toEqual([
      '4 rows without "w" left out, as in training: rows[4] and others',
      'no answer for 1 of 4 sequences: of "s2" every row is left out',
    ]);
  });

  test('stop no other series, in forecast and in predict', async () => {
    const text = `
inputs: {x: {shape: [batch, time, 2]}}
layers: {m: {type: recurrent, input: x, cell: {gru: {units: 2}}}, y: {type: dense, input: m.last, units: 1}}
outputs: {y: y}
data:
  source: d.csv
  group: shop
  columns: {w: {type: number, fill: skip}}
  windows: {width: 3, horizon: 1}
  feeds: {x: {columns: [v, w]}, target: {columns: [v], part: horizon}}
training: {losses: [{type: mse, output: y}], epochs: 1}
`;
    const trained = await compile(text).train({ files: memorySources({ 'd.csv': fileOf(rowsOf(3)) }) });
    const model = await load(trained.model.toBytes());
    made.push(model);
    const late = rowsOf(12);
    const both = model.forecast(late);
    expect(both.rows.map(({ shop }) => shop)).toEqual(['a']);
    expect(both.notes).toEqual([
      expect.stringContaining('1 row without "w" left out, as in training: rows[25]'),
      expect.stringContaining('left out, 1 of 2 series: "b" has fewer than 3 rows'),
    ]);
    // as if the row were not there
    expect(model.forecast(late.filter(({ w }) => w !== '')).rows).toEqual(both.rows);
    const every = model.predict(late, { every: 1 });
    expect(every).toEqual(
      model
        .predict(
          late.filter(({ w }) => w !== ''),
          { every: 1 },
        )
        .map((one, i) => ({ ...one, row: every[i]?.row })),
    );
    expect(every.filter(({ shop }) => shop === 'b')).toHaveLength(10);
  });
});
