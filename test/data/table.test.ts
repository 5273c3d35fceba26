import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { formatDiagnostics } from '../../compiler/diagnostics/format.ts';
import { nodeSources } from '../../src/cli/files/node-sources.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { batchesOf, csv, dataSpec, input, mistakes, open, samplesOf, target } from './given.ts';

const all = 'split: {train: 1}';

describe('formats', () => {
  const raw = 'columns: {a: {normalize: none}, b: {normalize: none}}';
  const rows = [input('x', ['batch', 2])];
  const feeds = 'feeds: {x: {columns: [a, b]}}';
  test.each([
    ['commas', 'd.csv', 'a,b\n1,2\n3,4.5\n'],
    ['semicolons and decimal commas', 'd.csv', 'a;b\n1;2\n3;4,5\n'],
    ['tabs', 'd.tsv', 'a\tb\n1\t2\n3\t4.5'],
    ['bars', 'd.csv', 'a|b\r\n1|2\r\n3|4.5\r\n'],
    ['quotes and line ends in them', 'd.csv', '"a","b","note"\n1,"2","a\nb"\n"3",4.5,"say ""x"""\n'],
    ['columns in another order', 'd.csv', 'b,c,a\n2,x,1\n4.5,y,3\n'],
    ['a byte order mark', 'd.csv', '\uFEFFa,b\n1,2\n3,4.5\n'],
    ['blanks around the names', 'd.csv', ' a ,\tb\n1,2\n3,4.5\n'],
    ['blank lines', 'd.csv', '\na,b\n\n1,2\n\n3,4.5\n\n'],
    ['json', 'd.json', '[{"a": 1, "b": 2}, {"b": 4.5, "a": 3}]'],
    ['ndjson', 'd.ndjson', '{"a": 1, "b": 2}\n\n{"b": 4.5, "a": 3}\n'],
    ['jsonl', 'd.jsonl', '{"a": 1, "b": 2}\r\n{"b": 4.5, "a": 3}'],
  ])('%s', async (_, file, text) => {
    for (const stream of [undefined, 1, 3, 1000]) {
      const given = { files: { [file]: text }, ...(stream === undefined ? {} : { stream }) };
      const data = await open(`source: ${file}\n${raw}\n${feeds}\n${all}`, rows, given);
      expect(samplesOf(await batchesOf(data.train), 'x')).toEqual([
        [1, 2],
        [3, 4.5],
      ]);
      expect(data.report.streamed).toBe(stream !== undefined);
    }
  });

  test('written where nothing can be detected', async () => {
    const data = await open(
      `source: d.data\nformat: csv\ndelimiter: ;\ndecimal: ','\nheader: false\ncolumns: {c1: {type: number, normalize: none}, c2: {type: number, normalize: none}}\nfeeds: {x: {columns: [c2, c1]}}\n${all}`,
      rows,
      { files: { 'd.data': '1,5;2\n3;4\n' } },
    );
    expect(samplesOf(await batchesOf(data.train), 'x')).toEqual([
      [2, 1.5],
      [4, 3],
    ]);
    expect(data.report).toMatchObject({ delimiter: ';', decimal: ',', header: false });
  });

  test('files of a folder, a list, and of parts', async () => {
    const files = {
      'in/b.csv': 'a\n3\n4\n',
      'in/a.csv': 'a\n1\n2\n',
      'in/.hidden': 'x',
      'p/train.csv': 'a\n1\n',
      'p/valid.csv': 'a\n2\n',
      'p/test.csv': 'a\n3\n',
    };
    const one = [input('x', ['batch', 1])];
    const plain = 'columns: {a: {normalize: none}}';
    const folder = await open(`source: in\n${plain}\n${all}`, one, { files });
    expect(samplesOf(await batchesOf(folder.train), 'x')).toEqual([[1], [2], [3], [4]]);
    const list = await open(`source: [in/b.csv, in/a.csv]\n${plain}\n${all}`, one, { files });
    expect(samplesOf(await batchesOf(list.train), 'x')).toEqual([[3], [4], [1], [2]]);
    for (const source of ['p', '{train: p/train.csv, validation: p/valid.csv, test: p/test.csv}']) {
      const parts = await open(`source: ${source}\n${plain}`, one, { files });
      for (const [part, value] of [
        [parts.train, 1],
        [parts.validation, 2],
        [parts.test, 3],
      ] as const)
        expect(samplesOf(await batchesOf(part), 'x')).toEqual([[value]]);
    }
  });

  test('files on disk and files of a page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rnnc-data-'));
    try {
      writeFileSync(join(folder, 'd.csv'), 'a,b\n1,2\n3,4.5\n');
      const spec = dataSpec(`source: ./d.csv\n${raw}\n${feeds}\n${all}`);
      const data = await openDataset(spec, { open: nodeSources(folder), seed: 0, inputs: rows });
      expect(samplesOf(await batchesOf(data.train), 'x')).toEqual([
        [1, 2],
        [3, 4.5],
      ]);
      await expect(
        mistakes(() => openDataset(dataSpec('source: no.csv'), { open: nodeSources(folder), seed: 0, inputs: rows })),
      ).resolves.toEqual(['- file-missing: there is no file "no.csv"']);
    } finally {
      rmSync(folder, { recursive: true });
    }
    const blob = await open(`source: d.csv\n${raw}\n${feeds}\n${all}`, rows, {
      files: { 'd.csv': new Blob(['a,b\n1,2\n', '3,4.5\n']) },
    });
    expect(samplesOf(await batchesOf(blob.train), 'x')).toEqual([
      [1, 2],
      [3, 4.5],
    ]);
  });
});

describe('columns', () => {
  test('types are detected, and reported', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [
      i,
      ['red', 'blue'][i % 2] ?? '',
      `2020-01-${String((i % 28) + 1).padStart(2, '0')}`,
      `note ${i} of many`,
      '',
    ]);
    const data = await open('source: d.csv\nfeeds: {x: {columns: [n]}}', [input('x', ['batch', 1])], {
      files: { 'd.csv': csv(['n', 'colour', 'day', 'note', 'empty'], rows) },
    });
    expect(data.report.columns).toEqual({
      n: 'number',
      colour: 'category',
      day: 'time',
      note: 'text',
      empty: 'ignore',
    });
  });

  test('a category is its number, or one-hot among floats', async () => {
    const files = { 'd.csv': 'k,v\nb,1\na,0\nc,1\n' };
    const data = await open(
      `source: d.csv\nfeeds: {x: {columns: [k, v]}, y: {columns: [k]}}\n${all}`,
      [input('x', ['batch', 4]), target('y', ['batch'], 'int32')],
      { files },
    );
    const [batch] = await batchesOf(data.train);
    expect(batch?.feeds.x).toEqual({
      dtype: 'float32',
      shape: [3, 4],
      data: Float32Array.of(0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1),
    });
    expect(batch?.feeds.y).toEqual({ dtype: 'int32', shape: [3], data: Int32Array.of(1, 0, 2) });
    expect(data.preprocessing.columns).toEqual({
      k: { type: 'category', values: ['a', 'b', 'c'] },
      v: expect.objectContaining({ type: 'number', normalize: 'none', offset: [0], scale: [1] }),
    });
  });

  test('numbers as categories sort by size, written values keep their order', async () => {
    const files = { 'd.csv': 'k\n10\n9\n2\n' };
    const inputs = [target('y', ['batch'], 'int32')];
    const by = async (column: string) =>
      samplesOf(
        await batchesOf(
          (await open(`source: d.csv\ncolumns: {k: ${column}}\nfeeds: {y: {columns: [k]}}\n${all}`, inputs, { files }))
            .train,
        ),
        'y',
      );
    expect(await by('{type: category}')).toEqual([2, 1, 0]);
    expect(await by('{values: [9, 10, 2]}')).toEqual([1, 0, 2]);
    expect(await by('{type: number}')).toEqual([10, 9, 2]);
  });

  test('text becomes tokens, shorter rows are padded and have lengths', async () => {
    const files = { 'd.csv': 'text,label\n"a b c",yes\n"b",no\n"a zz",yes\n' };
    const data = await open(
      `source: d.csv\ncolumns: {text: {type: text}, label: {type: category}}\nvocabulary: {of: words, size: 4}\n${all}`,
      [input('x', ['batch', 'time'], 'int32'), target('y', ['batch'], 'int32')],
      { files },
    );
    const [batch] = await batchesOf(data.train);
    expect(data.preprocessing.columns.text).toMatchObject({ vocabulary: { tokens: ['<unk>', 'a', 'b', 'c'] } });
    expect(batch?.feeds.x).toEqual({ dtype: 'int32', shape: [3, 3], data: Int32Array.of(1, 2, 3, 2, 0, 0, 1, 0, 0) });
    expect(batch?.lengths).toEqual({ x: Int32Array.of(3, 1, 2) });
    expect(batch?.feeds.y?.data).toEqual(Int32Array.of(1, 0, 1));
  });

  test('records hold sequences', async () => {
    const records = [
      {
        x: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        tags: ['n', 'v', 'n'],
        y: 1,
      },
      { x: [[7, 8]], tags: ['v'], y: 0 },
    ];
    const files = { 'd.ndjson': records.map((r) => JSON.stringify(r)).join('\n') };
    const data = await open(
      `source: d.ndjson\ncolumns: {x: {normalize: none}, tags: {type: category}}\n${all}`,
      [input('x', ['batch', 'time', 2]), target('tags', ['batch', 'time'], 'int32'), target('y', ['batch', 1])],
      { files },
    );
    const [batch] = await batchesOf(data.train);
    expect(batch?.feeds.x?.data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0));
    expect(batch?.feeds.tags?.data).toEqual(Int32Array.of(0, 1, 0, 1, 0, 0));
    expect(batch?.lengths).toEqual({ x: Int32Array.of(3, 1), tags: Int32Array.of(3, 1) });
    expect(batch?.feeds.y?.data).toEqual(Float32Array.of(1, 0));
  });

  test('the columns of one row can be the steps of a series', async () => {
    const files = { 'd.csv': 't1,t2,t3,kind\n1,2,3,a\n4,5,6,b\n' };
    const columns = ['t1', 't2', 't3'].map((t) => `${t}: {normalize: none}`).join(', ');
    const data = await open(
      `source: d.csv\ncolumns: {${columns}, kind: {type: category}}\nfeeds: {x: {columns: [t1, t2, t3]}, y: {columns: [kind]}}\n${all}`,
      [input('x', ['batch', 'time', 1]), target('y', ['batch'], 'int32')],
      { files },
    );
    const [batch] = await batchesOf(data.train);
    expect(batch?.feeds.x?.shape).toEqual([2, 3, 1]);
    expect(batch?.lengths).toEqual({});
  });

  test('standard, minmax and none, fitted on the training part alone', async () => {
    const rows = [0, 2, 4, 6, 1000].map((n) => [n, n, n, 5]);
    const data = await open(
      'source: d.csv\ncolumns: {b: {normalize: minmax}, c: {normalize: none}}\nfeeds: {x: {columns: [a, b, c, d]}}\nsplit: {validation: 0.2, by: order}',
      [input('x', ['batch', 4])],
      { files: { 'd.csv': csv(['a', 'b', 'c', 'd'], rows) } },
    );
    expect(data.preprocessing.columns).toEqual({
      a: { type: 'number', normalize: 'standard', offset: [3], scale: [Math.sqrt(5)], range: [0, 6] },
      b: { type: 'number', normalize: 'minmax', offset: [0], scale: [6], range: [0, 6] },
      c: { type: 'number', normalize: 'none', offset: [0], scale: [1], range: [0, 6] },
      d: { type: 'number', normalize: 'standard', offset: [5], scale: [1], range: [5, 5] },
    });
    const [last] = samplesOf(await batchesOf(data.validation), 'x') as [number[]];
    expect(last[1]).toBeCloseTo(1000 / 6, 3);
    expect(last.slice(2)).toEqual([1000, 0]);
  });

  test('what a loss needs as it is, is not scaled', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => [i, i + 1, i / 10, 1 - i / 10]);
    const given = { files: { 'd.csv': csv(['a', 'w', 'p', 'q'], rows) } };
    const section = `source: d.csv\nfeeds: {x: {columns: [a]}, w: {columns: [w]}, p: {columns: [p, q]}}\n${all}`;
    const x = input('x', ['batch', 1]);
    const w = { ...target('w', ['batch']), meaning: 'sample weights' } as const;
    for (const meaning of ['distribution', 'probabilities'] as const) {
      const p = { ...target('p', ['batch', 2]), meaning };
      const data = await open(section, [x, w, p], given);
      const batches = await batchesOf(data.train);
      expect(samplesOf(batches, 'w')).toEqual(rows.map((row) => row[1]));
      expect(samplesOf(batches, 'p').flat()).toEqual([
        ...Float32Array.from(rows.flatMap(([, , first = 0, second = 0]) => [first, second])),
      ]);
      expect(data.preprocessing.columns).toMatchObject({
        a: { normalize: 'standard' },
        w: { normalize: 'none' },
        p: { normalize: 'none' },
        q: { normalize: 'none' },
      });
      const scaled = `${section}\ncolumns: {w: {normalize: standard}, p: {normalize: minmax}, q: {normalize: standard}}`;
      const line = (column: string, feed: string, what: string): string =>
        `data-column: the column "${column}" can't be normalised: feed "${feed}" takes ${what} from it`;
      expect(await mistakes(() => open(scaled, [x, w, p], given))).toEqual([
        `- ${line('w', 'w', 'sample weights')}`,
        ...(meaning === 'distribution' ? [`- ${line('p', 'p', 'a distribution')}`] : []),
        `- ${line('q', 'p', meaning === 'distribution' ? 'a distribution' : meaning)}`,
      ]);
    }
    expect(
      (await open(section, [x, target('w', ['batch']), target('p', ['batch', 2])], given)).preprocessing,
    ).toMatchObject({
      columns: { w: { normalize: 'standard' }, p: { normalize: 'standard' } },
    });
  });

  test('a few bad cells do not change the type of a column', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [i, `2020-01-${String(i + 1).padStart(2, '0')}`]);
    const files = { 'd.csv': csv(['a', 't'], [...rows.slice(0, 5), ['x', 'soon'], ...rows.slice(5), ['1e999', '']]) };
    const section = `source: d.csv\nfeeds: {x: {columns: [a, t]}}\n${all}`;
    const inputs = [input('x', ['batch', 2])];
    expect(await mistakes(() => open(section, inputs, { files }))).toEqual([
      'd.csv:7:1 bad-row: d.csv:7:1: column "a" is no number: "x"',
      'd.csv:33:1 bad-row: d.csv:33:1: column "a" is no number: "1e999"',
    ]);
    const data = await open(`${section}\nbad_rows: skip`, inputs, { files });
    expect(data.report).toMatchObject({
      columns: { a: 'number', t: 'time' },
      rows: { train: 30 },
      skipped: { count: 2 },
    });
    const mixed = csv(
      ['k', 'a'],
      Array.from({ length: 20 }, (_, i) => [i % 5 === 0 ? 'none' : i % 3, i]),
    );
    const open5 = await open(`source: d.csv\nfeeds: {x: {columns: [a]}}\n${all}`, [input('x', ['batch', 1])], {
      files: { 'd.csv': mixed },
    });
    expect(open5.report.columns).toEqual({ k: 'category', a: 'number' });
  });

  test('a deviation far from zero is right', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => [1e9 + (i % 2)]);
    const data = await open(`source: d.csv\nfeeds: {x: {columns: [a]}}\n${all}`, [input('x', ['batch', 1])], {
      files: { 'd.csv': csv(['a'], rows) },
    });
    expect(data.preprocessing.columns.a).toMatchObject({ offset: [1e9 + 0.5], scale: [0.5] });
  });
});

describe('splits', () => {
  const rows = Array.from({ length: 20 }, (_, i) => [i, `2020-${String(1 + (i % 10)).padStart(2, '0')}-01`]);
  const files = { 'd.csv': csv(['a', 'date'], rows) };
  const inputs = [input('x', ['batch', 1])];
  const start = 'source: d.csv\ntime: false\ncolumns: {a: {normalize: none}}\nfeeds: {x: {columns: [a]}}\n';
  const values = async (section: string, seed = 7) => {
    const data = await open(start + section, inputs, { files, seed });
    const of = async (part: typeof data.test) =>
      part === null ? null : samplesOf(await batchesOf(part, { batch: 50 }), 'x').flat();
    return { train: await of(data.train), validation: await of(data.validation), test: await of(data.test) };
  };
  test('by order', async () => {
    expect(await values('split: {validation: 0.2, test: 0.1, by: order}')).toEqual({
      train: Array.from({ length: 14 }, (_, i) => i),
      validation: [14, 15, 16, 17],
      test: [18, 19],
    });
  });
  test('by chance: exact shares, the same for the same seed', async () => {
    const one = await values('split: {validation: 0.2, test: 0.1}');
    expect([one.train?.length, one.validation?.length, one.test?.length]).toEqual([14, 4, 2]);
    expect(
      [...(one.train ?? []), ...(one.validation ?? []), ...(one.test ?? [])].map(Number).sort((a, b) => a - b),
    ).toEqual(rows.map(([n]) => n));
    expect(await values('split: {validation: 0.2, test: 0.1}')).toEqual(one);
    expect(await values('split: {validation: 0.2, test: 0.1}', 8)).not.toEqual(one);
  });
  test('by a column', async () => {
    expect(await values("split: {column: date, at: ['2020-09-01', '2020-10-01']}")).toEqual({
      train: rows.map(([n]) => Number(n)).filter((n) => n % 10 < 8),
      validation: [8, 18],
      test: [9, 19],
    });
    expect((await values('split: {column: a, at: [15]}')).validation).toEqual([15, 16, 17, 18, 19]);
  });
  test('without a word, eight tenths, one and one', async () => {
    const { train, validation, test: last } = await values('');
    expect([train?.length, validation?.length, last?.length]).toEqual([16, 2, 2]);
  });
});

describe('bad rows', () => {
  const text = 'a,kind\n1,x\n2,"y\nz"\nno,x\n3\n,x\n4,x\n';
  const section = `source: d.csv\ncolumns: {a: {type: number, normalize: none}}\nfeeds: {x: {columns: [a]}}\n${all}`;
  test.each([undefined, 5])('stop, with their places (chunks of %s)', async (stream) => {
    const given = { files: { 'd.csv': text }, ...(stream === undefined ? {} : { stream }) };
    expect(await mistakes(() => open(section, [input('x', ['batch', 1])], given))).toEqual([
      'd.csv:5:1 bad-row: d.csv:5:1: column "a" is no number: "no"',
      'd.csv:6:1 bad-row: d.csv:6:1: 1 fields where there are 2 columns',
      'd.csv:7:1 bad-row: d.csv:7:1: column "a" is empty',
    ]);
  });
  test.each([undefined, 5])('are skipped and counted (chunks of %s)', async (stream) => {
    const given = { files: { 'd.csv': text }, ...(stream === undefined ? {} : { stream }) };
    const data = await open(`${section}\nbad_rows: skip`, [input('x', ['batch', 1])], given);
    expect(samplesOf(await batchesOf(data.train), 'x')).toEqual([[1], [2], [4]]);
    expect(data.report.skipped).toEqual({
      count: 3,
      first: [
        { file: 'd.csv', line: 5, column: 1, reason: 'column "a" is no number: "no"' },
        { file: 'd.csv', line: 6, column: 1, reason: '1 fields where there are 2 columns' },
        { file: 'd.csv', line: 7, column: 1, reason: 'column "a" is empty' },
      ],
    });
  });
  test('are shown without the lines around them, which are not at hand', async () => {
    const cause = await open(section, [input('x', ['batch', 1])], { files: { 'd.csv': text } }).catch(
      (thrown: unknown) => thrown,
    );
    if (!(cause instanceof RnncError)) throw cause;
    expect(formatDiagnostics(cause.diagnostics.slice(0, 1), cause.sources)).toMatchInlineSnapshot(`
      "d.csv:5:1 error[bad-row]: d.csv:5:1: column "a" is no number: "no"
      > 5 | no,x
          | ^
        6 | 3
        7 | ,x
        found:    column "a" is no number: "no"
        fix:      write a number such as -1.5 or 2e-3, or give the column another type; if it stands for no value: columns: {a: {missing: ["no"], fill: skip}}"
    `);
  });
  test('of one cause are told once', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => [i % 2 === 0 ? 'bad' : i]);
    const opened = () => open(section, [input('x', ['batch', 1])], { files: { 'd.csv': csv(['a'], rows) } });
    expect(await mistakes(opened)).toEqual([
      'd.csv:2:1 bad-row: d.csv: 50 rows: column "a" is no number: lines 2 ("bad"), 4, 6, 8, 10, …',
    ]);
  });
  test('a sample weight below 0, and one that is no number, in a file and in an array', async () => {
    const inputs = [input('x', ['batch', 1]), { ...target('w', ['batch']), meaning: 'sample weights' } as const];
    const files = { 'd.csv': 'x,w\n1,1\n2,-0.5\n3,NaN\n4,0\n' };
    const columns = 'columns: {x: {type: number}, w: {type: number}}';
    expect(await mistakes(() => open(`source: d.csv\n${columns}\n${all}`, inputs, { files }))).toEqual([
      'd.csv:3:3 bad-row: d.csv:3:3: column "w" is no sample weight: -0.5',
      'd.csv:4:3 bad-row: d.csv:4:3: column "w" is empty',
    ]);
    const data = await open(`source: d.csv\n${columns}\n${all}\nbad_rows: skip`, inputs, { files });
    expect(samplesOf(await batchesOf(data.train), 'w')).toEqual([1, 0]);
    expect(data.report.skipped.count).toBe(2);
    const lists = { 'd.ndjson': '{"x": 1, "w": [1]}\n{"x": 1, "w": [-2]}\n' };
    expect(await mistakes(() => open(`source: d.ndjson\n${all}`, inputs, { files: lists }))).toEqual([
      'd.ndjson:2:16 bad-row: d.ndjson:2:16: column "w" is no sample weight: -2',
    ]);
  });
  test('an unknown category of another part, with its column', async () => {
    const files = { 'd.csv': 'n,k\n1,a\n2,b\n3,a\n4,c\n' };
    const inputs = [target('y', ['batch'], 'int32')];
    const split = 'split: {validation: 0.5, by: order}\nfeeds: {y: {columns: [k]}}\ncolumns: {k: {type: category}}';
    for (const stream of [{}, { stream: 4 }]) {
      expect(await mistakes(() => open(`source: d.csv\n${split}`, inputs, { files, ...stream }))).toEqual([
        'd.csv:5:3 bad-row: d.csv:5:3: column "k" has the value "c", which the training part has not',
      ]);
      const data = await open(`source: d.csv\n${split}\nbad_rows: skip`, inputs, { files, ...stream });
      expect(samplesOf(await batchesOf(data.validation), 'y')).toEqual([0]);
      expect(data.report.skipped.count).toBe(1);
    }
  });
  test('in records, with the place of the value', async () => {
    const inputs = [input('x', ['batch', 'time', 1])];
    const none = 'columns: {x: {type: number}}\n';
    const lines = '{"x": [1, 2]}\n{"x": [1, "no"]}\n[1]\n{"x": }\n{"y": 1}\n';
    expect(
      await mistakes(() => open(`source: d.ndjson\n${none}${all}`, inputs, { files: { 'd.ndjson': lines } })),
    ).toEqual([
      'd.ndjson:2:11 bad-row: d.ndjson:2:11: column "x" is no number: "no"',
      'd.ndjson:3:1 bad-row: d.ndjson:3:1: it is no record',
      'd.ndjson:4:7 bad-row: d.ndjson:4:7: it is no JSON: expected a value',
      'd.ndjson:5:1 bad-row: d.ndjson:5:1: column "x" is empty',
    ]);
    const list = '[\n  {"x": [1, 2]},\n  {\n    "x": [[1], [2, 3]]\n  }\n]';
    expect(await mistakes(() => open(`source: d.json\n${none}${all}`, inputs, { files: { 'd.json': list } }))).toEqual([
      'd.json:4:16 bad-row: d.json:4:16: column "x" is ragged inside: a list of 2 where others have 1',
    ]);
  });
});

describe('mistakes', () => {
  const files = {
    'd.csv': 'a,b,c\n1,2,x\n3,4,y\n5,6,x\n',
    'e.csv': 'a\n1\n',
    'bin.csv': Uint8Array.of(97, 10, 255, 254),
    'empty.csv': '',
    'h.csv': 'a,b\n',
    'blank.csv': '\n  \n\r\n\n',
    'days.csv': 'a,day\n1,2020-01-01\n2,2020-01-02\n',
    'dup.csv': '\nb,a,a\n0,1,2\n',
    'open.csv': 'a,b\n1,"x\n2,y\n',
    'v.json': '{"a": 1}',
    'w.json': '[1,]',
    'notes/x.md': '',
    'mix/a.csv': 'a\n1\n',
    'mix/b.json': '[]',
  };
  const one = [input('x', ['batch', 1])];
  test('an example names as many columns as the feed has numbers', async () => {
    const cause = await open('source: abc.csv', [input('x', ['batch', 2])], {
      files: { 'abc.csv': 'a,k,b,c\n1,p,3,4\n1,q,3,4\n' },
    }).catch((thrown: unknown) => thrown);
    expect(cause).toMatchObject({ diagnostics: [{ fix: 'write it: feeds: {x: {columns: [a, b]}}' }] });
  });
  test.each([
    ['a missing file', 'source: no.csv', one, '- file-missing: there is no file "no.csv"'],
    ['a folder of nothing', 'source: notes', one, '- data-source: the folder "notes" has no data in it'],
    ['a folder of everything', 'source: mix', one, '- data-source: the folder "mix" has files of several formats'],
    ['an unknown ending', 'source: d.dat', one, '- data-format: the ending of "d.dat" does not say its format'],
    ['bytes that are no text', 'source: bin.csv', one, '- file-not-utf8: "bin.csv" is not UTF-8 text'],
    ['an empty file', 'source: empty.csv', one, '- data-empty: "empty.csv" has no rows'],
    ['a file of blank lines', 'source: blank.csv', one, '- data-empty: "blank.csv" has no rows'],
    [
      'a header alone',
      'source: h.csv\ncolumns: {a: {type: number}}\nfeeds: {x: {columns: [a]}}',
      one,
      '- data-empty: "h.csv" has no rows',
    ],
    [
      'two columns of one name',
      'source: dup.csv\nfeeds: {x: {columns: [a]}}',
      one,
      'dup.csv:2:5 data-column: "dup.csv" has two columns "a"',
    ],
    [
      'an open quote',
      'source: open.csv\nfeeds: {x: {columns: [a]}}',
      one,
      'open.csv:2:1 bad-row: open.csv:2:1: the quotes do not fit: Quoted field unterminated',
    ],
    ['no records', 'source: v.json', one, '- data-format: "v.json" is no list of records'],
    ['no JSON', 'source: w.json', one, 'w.json:1:4 data-format: the data is no JSON: expected a value'],
    [
      'an unknown column of a feed',
      'source: d.csv\nfeeds: {x: {columns: [aa]}}',
      one,
      '- unknown-column: feed "x": there is no column "aa"',
    ],
    [
      'an unknown column',
      'source: d.csv\ncolumns: {q: {type: number}}\nfeeds: {x: {columns: [a]}}',
      one,
      '- unknown-column: columns: there is no column "q"',
    ],
    [
      'an unknown group',
      'source: d.csv\ngroup: q\nfeeds: {x: {columns: [a]}}',
      one,
      '- unknown-column: group: there is no column "q"',
    ],
    [
      'a file without a column',
      'source: [d.csv, e.csv]\nfeeds: {x: {columns: [b]}}',
      one,
      '- unknown-column: "e.csv" has no column "b", which "d.csv" has',
    ],
    [
      'an unknown feed',
      'source: d.csv\nfeeds: {x: {columns: [a]}, z: {columns: [a]}}',
      one,
      '- data-feeds: neither an input of the model nor a target of a loss is called "z"',
    ],
    ['an unclear feed', 'source: d.csv', one, '- data-feeds: it is not clear what "x" is made of'],
    [
      'too few columns',
      'source: d.csv\nfeeds: {x: {columns: [a]}}',
      [input('x', ['batch', 3])],
      '- data-feeds: feed "x" float32[batch, 3]: its columns (a) give 1 number where the model takes 3',
    ],
    [
      'one-hot of another size',
      'source: d.csv\nfeeds: {x: {columns: [c]}}\nsplit: {train: 1}',
      [input('x', ['batch', 3])],
      '- data-feeds: feed "x" float32[batch, 3]: its columns (c) give 2 numbers where the model takes 3',
    ],
    [
      'text among floats',
      'source: d.csv\ncolumns: {c: {type: text}}\nfeeds: {x: {columns: [c]}}',
      one,
      '- data-feeds: feed "x" can\'t take the column "c": text is fed as whole numbers',
    ],
    [
      'tokens of a table',
      'source: mix/a.csv\nfeeds: {x: {columns: [a]}, y: {columns: [a]}}\nwindows: {width: 2}',
      [input('x', ['batch', 'time', 1]), target('y', ['batch', 2])],
      '- data-empty: the train part has 1 row and no window',
    ],
    [
      'a border of another kind',
      "source: d.csv\nfeeds: {x: {columns: [a]}}\nsplit: {column: b, at: ['2020-01-01']}",
      one,
      '- data-split: the border "2020-01-01" is not of the kind of column "b"',
    ],
    [
      'a border before all rows',
      'source: d.csv\nfeeds: {x: {columns: [a]}}\nsplit: {column: b, at: [2]}',
      one,
      '- data-split: the split leaves no row of 3 to train on',
    ],
    [
      'a number for a border of times',
      'source: days.csv\nfeeds: {x: {columns: [a]}}\nsplit: {column: day, at: [2020]}',
      one,
      '- data-split: the border 2020 is not of the kind of column "day"',
    ],
    [
      'a split by what has no order',
      'source: d.csv\nfeeds: {x: {columns: [a]}}\nsplit: {column: c, at: [2]}',
      one,
      '- data-split: the column "c" can\'t split: its type is category',
    ],
    [
      'a horizon that does not fit',
      'source: d.csv\nwindows: {width: 1, horizon: 2}\nfeeds: {y: {columns: [a], part: horizon}}',
      [target('y', ['batch', 3])],
      '- data-feeds: feed "y" float32[batch, 3]: 3 numbers can\'t hold 2 steps of the horizon',
    ],
  ])('%s', async (_, section, inputs, expected) => {
    const found = await mistakes(() => open(section, inputs, { files }));
    expect(found[0]?.replace(/^model\S+ /, '- ')).toBe(expected);
  });
});

test('a column may have any name', async () => {
  const data = await open(
    'source: d.csv\nfeeds: {x: {columns: [__proto__, constructor]}}',
    [input('x', ['batch', 2])],
    {
      files: { 'd.csv': '__proto__,constructor\n1,5\n2,6\n3,9\n' },
    },
  );
  expect(Object.keys(data.preprocessing.columns)).toEqual(['__proto__', 'constructor']);
  expect(data.train.samples).toBeGreaterThan(0);
});

test('categories and names of series are compared in their normal form, and 1.0 names the series 1', async () => {
  const rows = ['caf\u00e9', 'cafe\u0301', 'the', 'the\u0301 '].flatMap((name, i) => [
    [i < 2 ? '1' : '2', name, i],
    [i < 2 ? '1.0' : '2.00', name, i + 10],
  ]);
  const data = await open(
    'source: t.csv\ngroup: s\ntime: false\nwindows: {width: 2}\nsplit: {train: 1}\ncolumns: {c: {values: [the\u0301, caf\u00e9, the]}}\nfeeds: {x: {columns: [c]}, y: {columns: [v], part: horizon}}',
    [input('x', ['batch', 'time', 3]), target('y', ['batch', 1])],
    { files: { 't.csv': csv(['s', 'c', 'v'], rows) } },
  );
  const batches = await batchesOf(data.train);
  expect(samplesOf(batches, 'x')).toEqual([
    [
      [0, 1, 0],
      [0, 1, 0],
    ],
    [
      [0, 1, 0],
      [0, 1, 0],
    ],
    [
      [0, 0, 1],
      [0, 0, 1],
    ],
    [
      [0, 0, 1],
      [1, 0, 0],
    ],
  ]);
});
