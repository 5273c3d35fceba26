import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { quotedName } from '../../src/data/messages/wording.ts';
import { feedsFromRows } from '../../src/data/table/preprocess.ts';
import { batchesOf, input, open, samplesOf, target } from './given.ts';

const found = async (
  of: () => unknown,
): Promise<readonly { readonly message: string; readonly fix: string | undefined }[]> => {
  try {
    await of();
  } catch (thrown) {
    if (thrown instanceof RnncError) return thrown.diagnostics.map(({ message, fix }) => ({ message, fix }));
    throw thrown;
  }
  throw new Error('there was no mistake');
};
const told = async (of: () => unknown): Promise<readonly string[]> => (await found(of)).map(({ message }) => message);

describe('bad rows of a file are told once for each cause', () => {
  const prices = ['1', 'n.a.', '2', '?', '3', 'n.a.', 'n.a.', '1,5', '4', '2,25', '5', '', 'n.a.', '6'];
  const text = `price: net\n${prices.map((price) => `"${price}"`).join('\n')}\n`;
  const section = (columns: string): string =>
    `source: d.csv\ncolumns: {"price: net": {type: number, decimal: ".", normalize: none${columns}}}\nfeeds: {x: {columns: ["price: net"]}}\nsplit: {train: 1}`;
  const opened = (columns: string, more = '') =>
    open(section(columns) + more, [input('x', ['batch', 1])], { files: { 'd.csv': text } });

  test('with a count, the first lines and their values', async () => {
    expect(await told(() => opened(''))).toEqual([
      'd.csv: 5 rows: column "price: net" is no number: lines 3 ("n.a."), 5 ("?"), 7 ("n.a."), 8, 14',
      'd.csv: 2 rows: column "price: net" is no number (the column has numbers with a decimal point): lines 9 ("1,5"), 11 ("2,25")',
      'd.csv:13:1: column "price: net" is empty',
    ]);
  });

  test('and a fix that helps all of them', async () => {
    const [markers, comma, empty] = await found(() => opened(''));
    const settings = /columns: (\{"price: net": \{missing: .*\}\})$/.exec(markers?.fix ?? '')?.[1] ?? '';
    expect(settings).toBe('{"price: net": {missing: ["n.a.", "?"], fill: skip}}');
    expect(comma?.fix).toMatch(/say how: columns: \{"price: net": \{decimal: ","\}\}$/);
    expect(empty?.fix).toContain('columns: {"price: net": {fill: …}}');
    const data = await opened(', missing: ["n.a.", "?"], fill: skip', '\nbad_rows: skip');
    expect(samplesOf(await batchesOf(data.train, { batch: 20 }), 'x').flat()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(data.report.skipped).toEqual({
      count: 2,
      first: [
        {
          file: 'd.csv',
          line: 9,
          column: 1,
          reason:
            '2 rows: column "price: net" is no number (the column has numbers with a decimal point): lines 9 ("1,5"), 11 ("2,25")',
        },
      ],
    });
  });

  test('at most ten causes, and all rows are counted', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => '1,'.repeat((i % 12) + 2).concat('1'));
    const given = { files: { 'd.csv': `a,b\n1,2\n${rows.join('\n')}\n` } };
    const opening = () => open('source: d.csv\nsplit: {train: 1}', [input('x', ['batch', 2])], given);
    const mistakes = await opening().catch((thrown: unknown) => thrown);
    if (!(mistakes instanceof RnncError)) throw mistakes;
    expect(mistakes.diagnostics).toHaveLength(10);
    expect(mistakes.diagnostics.at(-1)?.notes.map(({ message }) => message)).toEqual([
      '30 bad rows in all; bad_rows: skip leaves them out',
    ]);
  });

  test.each([undefined, 16])(
    'rows that do not fit what was learned too, with the units that would do (%s)',
    async (stream) => {
      const files = { 'd.csv': 'v,k\n1,0\n2,1\n1,5\n2,1\n3,9\n4,0\n5,1\n6,5\n' };
      const classes = { ...target('k', ['batch'], 'int32'), classes: 2 };
      const given = { files, ...(stream === undefined ? {} : { stream }) };
      const [mistake] = await found(() =>
        open(
          'source: d.csv\nwindows: {width: 1, horizon: 1}\nfeeds: {v: {columns: [v]}, k: {columns: [k], part: horizon}}\nsplit: {train: 1}',
          [input('v', ['batch', 'time', 1]), classes],
          given,
        ),
      );
      expect(mistake?.message).toBe(
        'd.csv: 3 rows: column "k" is no class of the model, which has 2, counted from 0: lines 4 (5), 6 (9), 9 (5)',
      );
      expect(mistake?.fix).toMatch(/give the layer 10 units$/);
    },
  );

  test('a column of records that none has is told once', async () => {
    const lines = Array.from({ length: 7 }, (_, i) => JSON.stringify({ v: i, ...(i === 0 ? { w: 1 } : {}) }));
    expect(
      await told(() =>
        open('source: d.ndjson\nsplit: {train: 1}', [input('x', ['batch', 2])], {
          files: { 'd.ndjson': lines.join('\n') },
        }),
      ),
    ).toEqual(['d.ndjson: 6 rows: column "w" is empty: lines 2, 3, 4, 5, 6, …']);
  });
});

describe('rows that a trained model is given', () => {
  const trained = async () => {
    const files = { 'd.csv': 'v,kind,day\n1,a,2020-01-01\n2,b,2020-01-02\n3,a,2020-01-03\n' };
    const section =
      'source: d.csv\ntime: day\ncolumns: {v: {normalize: none}, kind: {type: category}}\nfeeds: {x: {columns: [v, kind]}}\nsplit: {train: 1}';
    const { preprocessing } = await open(section, [input('x', ['batch', 3])], { files });
    return { preprocessing, files, section };
  };
  const good = { v: 1, kind: 'a' };

  test('are told once for each cause', async () => {
    const { preprocessing } = await trained();
    const rows = [
      good,
      { v: 'x', kind: 'a' },
      { v: 'x', kind: 'b' },
      { v: 'y', kind: 'a' },
      { v: 1, kind: 'c' },
      { v: 2, kind: 'd' },
    ];
    expect(await told(() => feedsFromRows(preprocessing, rows))).toEqual([
      '3 rows: "v" is no number: rows[1] ("x"), rows[2], rows[3] ("y")',
      '2 rows: "kind" is not among the values of the training: rows[4] ("c"), rows[5] ("d")',
    ]);
    expect(await told(() => feedsFromRows(preprocessing, [{ kind: 'a' }, { kind: 'b' }, { kind: 'c' }]))).toEqual([
      'all 3 rows lack the column "v", which the model was trained with',
    ]);
    expect(await told(() => feedsFromRows(preprocessing, [good, { v: 1 }]))).toEqual([
      'rows[1] lacks the column "kind", which the model was trained with',
    ]);
  });

  test('without a value are told what holds for a trained model, here and in a file that is measured', async () => {
    const { preprocessing, section } = await trained();
    const [one] = await found(() => feedsFromRows(preprocessing, [{ v: '', kind: 'a' }]));
    expect(one?.fix).toMatchInlineSnapshot(
      `"give the value, or leave the row out; rows without it can be answered by a model that was trained with data: {columns: {v: {fill: mean}}}, or another rule"`,
    );
    const files = { 'd.csv': 'v,kind,day\n,a,2020-01-01\n2,b,2020-01-02\n,a,2020-01-03\n' };
    const [measured] = await found(() => open(section, [input('x', ['batch', 3])], { files, preprocessing }));
    expect(measured?.message).toBe('d.csv: 2 rows: column "v" is empty: lines 2, 4');
    expect(measured?.fix).toBe(one?.fix);
    const lists = await open(
      'source: d.ndjson\nfeeds: {x: {columns: [l]}}\nsplit: {train: 1}',
      [input('x', ['batch', 'time', 1])],
      {
        files: { 'd.ndjson': '{"l": [1, 2]}\n{"l": [3]}\n' },
      },
    );
    const [step] = await found(() => feedsFromRows(lists.preprocessing, [{ l: [1, null] }]));
    expect(step?.message).toBe('rows[0].l[1] has nothing at a step');
    expect(step?.fix).toBe(one?.fix?.replace('{v:', '{l:'));
  });
});

test('names stand in quotes where YAML would read something else', () => {
  const plain = ['price', 'Größe', 'unit price', 'x_1', 'y', 'No'];
  const quoted = ['true', 'Null', 'a: b', '1st', 'a, b', '#', '', ' a', 'a ', 'x.missing', '{a}'];
  expect(plain.map(quotedName)).toEqual(plain);
  expect(quoted.map(quotedName)).toEqual(quoted.map((name) => JSON.stringify(name)));
});

describe('a column of which many cells are of a kind, but not nearly all, is asked about', () => {
  const day = (i: number): string => `2020-01-${String(28 - i).padStart(2, '0')}`;
  const rows = (date: (i: number) => string, v: (i: number) => string): string =>
    `date,v\n${Array.from({ length: 20 }, (_, i) => `${date(i)},${v(i)}\n`).join('')}`;
  const windows = (more: string): string =>
    `source: d.csv\nwindows: {width: 2}\nsplit: {train: 1}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}${more}`;
  const shapes = [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])];
  const opened = (text: string, more = '') => open(windows(more), shapes, { files: { 'd.csv': text } });

  test('dates', async () => {
    const text = rows((i) => (i % 4 === 1 ? `${day(i)} est` : day(i)), String);
    const [asked, ...others] = await found(() => opened(text));
    expect([asked?.message, others]).toEqual([
      '15 of 20 cells of column "date" are times, and the others are not: "2020-01-27 est", "2020-01-23 est", "2020-01-19 est", 2 more',
      [],
    ]);
    expect(asked?.fix).toMatchInlineSnapshot(
      `"correct them, or write under data: time: date where it orders the rows; columns: {date: {type: category}} where it is a category; with bad_rows: skip, rows that can't be read are left out"`,
    );
    const skipped = await opened(text, '\ntime: date\nbad_rows: skip\ncolumns: {v: {normalize: none}}');
    expect([skipped.report.skipped.count, skipped.report.columns.date]).toEqual([5, 'time']);
    // no window goes across a row that is left out
    expect(samplesOf(await batchesOf(skipped.train), 'y').flat()).toEqual([16, 12, 8, 4].map((v) => v - 2));
    const text2 = (await opened(text, '\ncolumns: {date: {type: text}, v: {normalize: none}}')).train;
    expect(samplesOf(await batchesOf(text2), 'y').flat()[0]).toBe(2);
  });

  test('dates with day and month', async () => {
    const text = rows((i) => (i % 4 === 1 ? 'soon' : day(i).split('-').toReversed().join('/')), String);
    const data = await opened(text, '\ntime: date\nbad_rows: skip');
    expect([data.report.skipped.count, data.report.time?.written]).toEqual([5, 'dd/mm/yyyy']);
  });

  test('numbers', async () => {
    const text = rows(day, (i) => (i % 6 === 1 ? (i > 9 ? 'n.k.' : 'kaputt') : String(i)));
    const [asked, ...others] = await found(() => opened(text));
    expect([asked?.message, others]).toEqual([
      '16 of 20 cells of column "v" are numbers, and the others are not: "kaputt", "n.k."',
      [],
    ]);
    const settings = /columns: (\{v: \{missing: .*?\}\})/.exec(asked?.fix ?? '')?.[1] ?? '';
    expect(settings).toBe('{v: {missing: ["kaputt", "n.k."], fill: skip}}');
    expect((await opened(text, `\ncolumns: ${settings}`)).report.columns.v).toBe('number');
    expect(await told(() => opened(text, '\ncolumns: {v: {type: number}}'))).toEqual([
      'd.csv: 4 rows: column "v" is no number: lines 3 ("kaputt"), 9, 15 ("n.k."), 21',
    ]);
    // what no feed takes is nobody's concern, and neither is what is said
    const unused = windows('').replaceAll('[v]', '[w]');
    const wide = text.replaceAll(/$/gm, ',1').replace('date,v,1', 'date,v,w').replace(/\n,1$/, '\n');
    expect((await open(unused, shapes, { files: { 'd.csv': wide } })).report.columns.v).toBe('category');
    const open1 = unused.replace('x: {columns: [w]}, ', '');
    const all = [input('x', ['batch', 'time', Number.NaN]), target('y', ['batch', 1])];
    expect(await told(() => open(open1, all, { files: { 'd.csv': wide } }))).toEqual([asked?.message]);
  });
});
