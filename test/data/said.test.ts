import { describe, expect, test } from 'vitest';
import { readSpec } from '../../compiler/1-read/read.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { FeedShape } from '../../src/data/dataset/dataset.ts';
import { learnForm } from '../../src/data/time/learn-form.ts';
import { readTime, writeTime } from '../../src/data/time/time-form.ts';
import { batchesOf, csv, input, open, samplesOf, target } from './given.ts';

const x = input('x', ['batch', 'time', 1]);
const notesOf = async (section: string, inputs: readonly FeedShape[], text: string) =>
  (await open(`source: t.csv\n${section}\nsplit: {train: 1}`, inputs, { files: { 't.csv': text } })).report.notes;
const fixOf = async (section: string, inputs: readonly FeedShape[], text: string): Promise<string> => {
  try {
    await notesOf(section, inputs, text);
  } catch (thrown) {
    if (!(thrown instanceof RnncError)) throw thrown;
    return thrown.diagnostics[0]?.fix ?? '';
  }
  return 'no mistake';
};

describe('what would be silent is told', () => {
  const mixed = csv(
    ['id', 't', 'v', 'y'],
    [0, 1, 2, 3].flatMap((t) => ['a', 'b', 'c'].map((id, i) => [id, i === 1 ? 3 - t : t, t * 2 + i, i === 2 ? 1 : 0])),
  );
  const said = 'sequence: {by: id}\nfeeds: {x: {columns: [v]}, y: {columns: [y]}}';

  test('rows of a sequence that stand apart, with a column that could order them', async () => {
    const y = target('y', ['batch', 1]);
    const [note = ''] = await notesOf(said, [x, y], mixed);
    expect(note).toBe(
      'rows of 3 "id" stand apart in the file and nothing orders them: they are joined as they stand; "t" counts up within each: data: {time: t} puts them in its order',
    );
    expect(await notesOf(`time: t\n${said}`, [x, y], mixed)).toEqual([
      '3 rows stand after a later one: rows were put in the order of t',
    ]);
    const [without = ''] = await notesOf(said, [x, y], mixed.replaceAll(/,(\d),(\d),/g, ',7,7,'));
    expect(without).toContain('data: {time: COLUMN}');
    const together = mixed.split('\n');
    const sorted = [together[0], ...together.slice(1).sort()].join('\n');
    expect(await notesOf(said, [x, y], sorted)).toEqual([]);
  });

  test('labels of every step that never change', async () => {
    const y = target('y', ['batch', 'time', 1]);
    expect(await notesOf(`time: t\n${said}`, [x, y], mixed)).toContainEqual(
      expect.stringContaining('"y" is the same in all rows of each "id", and the model is to say it at every step'),
    );
    const changing = mixed.replace('a,0,0,0', 'a,0,0,1');
    expect((await notesOf(`time: t\n${said}`, [x, y], changing)).join()).not.toContain('is the same');
  });

  test('classes from 1, and values that differ in their capitals', async () => {
    const y = { ...target('y', ['batch'], 'int32'), classes: 4 };
    const rows = csv(
      ['a', 'y', 'k'],
      [1, 2, 3, 1, 2, 3].map((label, i) => [i, label, ['saw', 'Saw', 'sine'][i % 3] ?? '']),
    );
    const feeds = 'feeds: {x: {columns: [a, k]}, y: {columns: [y]}}';
    expect(await notesOf(feeds, [input('x', ['batch', 4]), y], rows)).toEqual([
      '"y" has classes from 1 to 3, and classes are counted from 0: class 0 of 4 never stands in the training part; columns: {y: {type: category}} numbers those that there are',
      'values of "k" that differ only in their capitals: "Saw" and "saw"',
    ]);
    const category = `columns: {y: {type: category}}\n${feeds}`;
    expect(await notesOf(category, [input('x', ['batch', 4]), y], rows)).toHaveLength(1);
  });

  test('classes of the model that never stand in the data', async () => {
    const x1 = input('x', ['batch', 1]);
    const nine = { ...target('y', ['batch'], 'int32'), classes: 9 };
    const sized = { ...nine, size: { layer: 'out', key: 'units' as const, count: 9 } };
    const feeds = 'feeds: {x: {columns: [a]}, y: {columns: [y]}}';
    const of = (labels: readonly (string | number)[]): string =>
      csv(
        ['a', 'y'],
        labels.map((label, i) => [i + 0.5, label]),
      );
    expect(await notesOf(feeds, [x1, sized], of(['u', 'v', 'w', 'z', 'u', 'v', 'w', 'z']))).toEqual([
      '"out" tells 9 classes apart, and "y" has 4: 5 of its 9 classes never stand in the data; write units: 4, or units: classes, in layer "out"',
    ]);
    expect(await notesOf(feeds, [x1, sized], of([0, 1, 2, 3]))).toEqual([
      '"y": classes 4 to 8 of 9 never stand in the training part; write units: 4, or units: classes, in layer "out"',
    ]);
    expect(await notesOf(feeds, [x1, sized], of([0, 1, 4, 8]))).toEqual([
      '"y": classes 2 and 3, 5 to 7 of 9 never stand in the training part; columns: {y: {type: category}} numbers those that there are',
    ]);
    const listed = (section: string, labels: readonly (string | number)[]) =>
      notesOf(
        `columns: {y: ${section}}\n${feeds}`,
        [x1, { ...target('y', ['batch'], 'int32'), classes: 4 }],
        of(labels),
      );
    expect(await listed('{type: category, values: [u, v, zz]}', ['u', 'v', 'v', 'u'])).toEqual([
      '"y": class "zz" of 3 never stands in the training part, and nothing teaches it; give rows of it, or leave it out of values:',
    ]);
    expect(await listed('{type: category}', [0, -1, 1, -1, 2, 0])).toEqual([
      '"y" is -1 2 times in the training part: taken as a class like the others, since the column is a category; where it stands for no class columns: {y: {missing: [-1], fill: skip}} leaves its rows out',
    ]);
    expect(await listed('{type: category, missing: [-1], fill: skip}', [0, -1, 1, -1, 2, 0])).toEqual([
      '2 rows without "y" left out',
    ]);
    expect(await listed('{type: category}', [1, -1, 1, -1])).toEqual([]);
    const four = { ...sized, classes: 4, size: { ...sized.size, count: 4 } };
    expect(await notesOf(feeds, [x1, four], of([0, 1, 2, 3]))).toEqual([]);
    const steps = { ...target('y', ['batch', 'time'], 'int32'), classes: 2, missing: true as const };
    const tags = csv(
      ['id', 'v', 'y'],
      [1, 2, 3, 4].map((i) => [i % 2, i + 0.5, i === 3 ? -1 : i % 2]),
    );
    expect(
      await notesOf('sequence: {by: id}\ntime: v\nfeeds: {x: {columns: [v]}, y: {columns: [y]}}', [x, steps], tags),
    ).toContainEqual('"y" is -1 once in the training part: taken as no class, and left out of the loss');
  });

  test('texts without a token, a vocabulary that lacks many, numbers that are written in several ways', async () => {
    const tokens = input('x', ['batch', 'time'], 'int32');
    const y = target('y', ['batch', 1]);
    const texts = csv(
      ['t', 'y'],
      ['a b', '" "', 'a c', 'b d'].map((t, i) => [t, i + 0.5]),
    );
    const words = (rule: string) =>
      notesOf(
        `columns: {t: {type: text}}\nvocabulary: {of: words${rule}}\nfeeds: {x: {columns: [t]}, y: {columns: [y]}}`,
        [tokens, y],
        texts,
      );
    expect(await words('')).toEqual(['"t" has no token in 1 row of the training part: there the model reads nothing']);
    expect(await words(', min_count: 2')).toContainEqual(
      expect.stringContaining(
        '"t": 2 of 4 different tokens of the training part, which make up 33 % of it, are not in',
      ),
    );
    const written = target('y', ['batch', 'steps'], 'int32');
    const pairs = csv(
      ['t', 'y'],
      ['a b', '" "', 'a c', 'b d'].map((t) => ['"a b"', t]),
    );
    // a target is not read
    expect(
      await notesOf(
        'columns: {t: {type: text}, y: {type: text}}\nfeeds: {x: {columns: [t]}, y: {columns: [y]}}',
        [tokens, written],
        pairs,
      ),
    ).not.toContainEqual(expect.stringContaining('has no token'));
    const prices = (section: string) =>
      notesOf(
        `${section}feeds: {x: {columns: [p]}, y: {columns: [y]}}`,
        [input('x', ['batch', 2]), y],
        csv(
          ['p', 'y'],
          Array.from({ length: 20 }, (_, i) => [i % 2 ? '$5' : '€5', i + 0.5]),
        ),
      );
    expect(await prices('')).toEqual([
      expect.stringContaining('"p" is taken as a category: its values look like numbers'),
    ]);
    expect(await prices('columns: {p: {type: category}}\n')).toEqual([]);
  });

  test('an output at every step of a window that is as long as its horizon', async () => {
    const y = { ...target('y', ['batch', 'time', 1]), steps: { layer: 'r', reader: 'out', output: 'out' } };
    const rows = csv(
      ['v'],
      Array.from({ length: 30 }, (_, i) => [i + 0.5]),
    );
    const section = (part: string) =>
      `windows: {width: 4, horizon: 4}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: ${part}}}`;
    expect(await notesOf(section('horizon'), [x, y], rows)).toEqual([
      '"out" says something at each of the 4 steps of a window, and is compared with "y", the 4 steps after it, one with one: the first is said from the first step of the window alone, unless the layers before read backwards; to say all after the last step write input: r.last in layer "out", or r.mean or r.max, with units for 4 steps',
    ]);
    expect(await notesOf(section('next'), [x, y], rows)).toEqual([]);
    const apart = { ...y, dims: ['batch', 'after', 1] };
    expect(await notesOf(section('horizon'), [x, apart], rows)).toEqual([]);
  });

  test('values of a category that are one number', async () => {
    const rows = csv(
      ['a', 'y'],
      [1, '1.0', 2, 1, '1.0', 2].map((label, i) => [i, label]),
    );
    const section = 'columns: {y: {type: category}}\nfeeds: {x: {columns: [a]}, y: {columns: [y]}}';
    expect(await notesOf(section, [input('x', ['batch', 1]), target('y', ['batch', 3])], rows)).toEqual([
      'values of "y" that are one number, written in several ways, and values of their own: "1" and "1.0"',
    ]);
  });
});

describe('messages that lead on', () => {
  const y = target('y', ['batch', 1]);

  test('lists of numbers of three digits', async () => {
    const rows = csv(
      ['s', 'y'],
      [
        ['100 200 300', 1],
        ['400 500', 0],
        ['120 130 140 150', 1],
      ],
    );
    const feeds = 'feeds: {x: {columns: [s]}, y: {columns: [y]}}';
    const fix = await fixOf(feeds, [x, y], rows);
    expect(fix).toContain('where such cells are lists write columns: {s: {list: " "}}');
    const data = await open(
      `source: t.csv\ncolumns: {s: {list: " ", normalize: none}}\n${feeds}\nsplit: {train: 1, by: order}`,
      [x, y],
      { files: { 't.csv': rows } },
    );
    expect(samplesOf(await batchesOf(data.train, { batch: 1 }), 'x')[1]).toEqual([[400], [500]]);
  });

  test.each([
    ['t.json', '[{"s": [1, 2], "y": 1}, {"s": [3, 4, 5], "y": 0}]', 'remove list'],
    ['t.ndjson', '{"s": [1, 2], "y": 1}\n{"s": [3, 4, 5], "y": 0}\n', 'remove list'],
    ['t.json', '[{"s": "1;2", "y": 1}, {"s": "3;4", "y": 0}]', 'write lists as lists, [0.1, 0.2], and remove list'],
  ])('list cuts no cells of %s', async (name, text, fix) => {
    const columns = 'bad_rows: skip\ncolumns: {s: {list: ";", type: number}}';
    const feeds = 'feeds: {x: {columns: [s]}, y: {columns: [y]}}';
    const opening = open(`source: ${name}\n${columns}\n${feeds}`, [x, y], { files: { [name]: text } });
    const error: unknown = await opening.catch((cause: unknown) => cause);
    expect(error instanceof RnncError ? error.diagnostics.map((d) => [d.message, d.fix]) : []).toEqual([
      [`list of column "s" has no effect: it cuts cells of CSV, and the format is ${name.slice(2)}`, fix],
    ]);
  });

  test('a delimiter and a decimal sign that the file has not', async () => {
    const rows = 'a,y\n1.5,2\n2.5,3\n3.5,4\n';
    const feeds = 'feeds: {x: {columns: [a]}, y: {columns: [y]}}';
    const shapes = [input('x', ['batch', 1]), y];
    expect(await fixOf(`delimiter: ";"\n${feeds}`, shapes, rows)).toContain('write delimiter: ","');
    expect(await fixOf(`decimal: ","\n${feeds}`, shapes, rows)).toBe('remove decimal, or write decimal: "."');
    expect(await fixOf(feeds, shapes, rows)).toBe('no mistake');
  });

  test('a date and a clock as a list', async () => {
    const rows = csv(
      ['day', 'clock', 'a', 'y'],
      Array.from({ length: 30 }, (_, i) => [`2024-01-0${1 + Math.floor(i / 10)}`, `1${i % 10}:00`, i, i]),
    );
    const feeds = 'windows: {width: 2}\nfeeds: {x: {columns: [a]}, y: {columns: [y], part: horizon}}';
    const { report } = await open(`source: t.csv\ntime: [day, clock]\n${feeds}\nsplit: {train: 1}`, [x, y], {
      files: { 't.csv': rows },
    });
    expect(report.time?.columns).toEqual(['day', 'clock']);
  });
});

test.each([
  ['sequence: id', 'write sequence: {by: id}'],
  ['sequence: {by: id, order: t}', 'write time: t under data, beside sequence:'],
  ['columns: {a: {share: b}}', 'write vocabulary: {share: b}'],
  ['columns: {a: {fill: linear}}', 'write fill: interpolate: on the line between the neighbours'],
])('%s says what does the same', (written, fix) => {
  const text = `inputs: {x: {shape: [batch, 1]}}\nlayers: {r: {type: dense, input: x, units: 1}}\noutputs: {y: r}\ndata:\n  source: t.csv\n  ${written}\n`;
  const { diagnostics } = readSpec(text, { file: 'model.yaml', resolve: () => null, set: {} });
  expect(diagnostics.map((mistake) => mistake.fix)).toContain(fix);
});

test('years of two digits, where the column says which number is the year', () => {
  const days = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2019, 11, 20 + i)));
  const two = (n: number): string => `${n}`.padStart(2, '0');
  for (const sign of ['.', '/']) {
    const texts = days.map((day) =>
      [two(day.getUTCDate()), two(day.getUTCMonth() + 1), `${day.getUTCFullYear() % 100}`].join(sign),
    );
    const learned = learnForm(texts, null);
    expect(learned?.form).toEqual({ kind: 'dmy', pattern: `dd${sign}MM${sign}yy`, offset: '' });
    for (const [i, text] of texts.entries()) {
      const wall = (days[i]?.getTime() ?? 0) / 1000;
      expect(learned === null ? null : readTime(learned.form, text)?.wall).toBe(wall);
      expect(learned === null ? null : writeTime(learned.form, wall)).toBe(text);
    }
    const first = days.map((day) =>
      [day.getUTCFullYear() % 100, two(day.getUTCMonth() + 1), two(day.getUTCDate())].join(sign),
    );
    expect(learnForm(first, null)).toBeNull();
  }
});
