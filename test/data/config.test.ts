import { describe, expect, test } from 'vitest';
import { readSpec } from '../../compiler/1-read/read.ts';
import { resolvedSpecText } from '../../src/cli/reports/resolved-spec.ts';
import { memorySources } from '../../src/data/files/sources.ts';
import { readRows } from '../../src/data/table/read-rows.ts';
import { mistakes } from './given.ts';

const model =
  'name: m\nparameters: {n: 12}\ninputs:\n  x: {shape: [batch, time, n]}\nlayers:\n  r: {type: dense, input: x, units: 1}\noutputs: {y: r}\n';
const read = (text: string) => {
  const { spec, diagnostics } = readSpec(text, { file: 'model.yaml', resolve: () => null, set: {} });
  expect(diagnostics).toEqual([]);
  if (spec === null) throw new Error('no spec');
  return spec;
};
/** Without places. */
const plain = (value: unknown): unknown => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([k, v]) => [k, plain(v)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([k, v]) => (k === 'span' ? [] : [[k, plain(v)]])));
};

describe('the resolved model', () => {
  test.each([
    'source: a.csv',
    "source: [a.csv, b.csv]\nformat: csv\ndelimiter: ';'\ndecimal: ','\nheader: true\nbad_rows: skip\nshuffle: false\nbuckets: 4",
    'source: {train: a.csv, validation: [b.csv, c.csv]}\ncolumns: {p: {type: number, normalize: minmax}, k: {values: [a, 2]}}',
    'source: {x: x.npy, y: y.npy}\nsplit: {validation: 0.25, by: random}',
    'source: {train: {x: x.npy}, test: {x: t.npy}}',
    'source: {task: {waves: {longest: 5 * n}}}',
    'source: a.csv\ngroup: g\nwindows: {width: 2 * n, horizon: 3}\nfeeds: {x: {columns: [p]}, y: {columns: [p], part: next}}\nsplit: {validation: 0.1, test: 0.2, by: order}',
    "source: a.csv\nsplit: {column: date, at: ['2020-01-01', '2021-01-01']}",
    'source: a.txt\nwindows: {width: n}\nvocabulary: {of: words, size: 100}\nfeeds: {x: {tokens: input}, y: {tokens: next}}',
    'source: a.txt\nwindows: {width: n, stride: 3}\nshuffle: true\nvocabulary: {unknown: false}',
    'source: a.txt\nvocabulary: {of: bytes}',
  ])('%s', (section) => {
    const text = `${model}data:\n${section.replace(/^/gm, '  ')}\n`;
    const spec = read(text);
    const resolved = resolvedSpecText(spec, text);
    expect(resolved).toContain('\ndata:');
    const again = read(resolved);
    const known = plain(spec.data) as { readonly windows: { readonly stride: number | null } | null };
    const windows =
      known.windows === null || section.includes('a.txt')
        ? known.windows
        : { ...known.windows, stride: known.windows.stride ?? 1 };
    const part = plain({ ...spec.data, windows });
    const printed = plain(again.data);
    const named = JSON.stringify(part).replaceAll(
      '"part":null',
      section.includes('windows') ? '"part":"window"' : '"part":null',
    );
    expect(JSON.parse(JSON.stringify(printed))).toEqual(JSON.parse(named));
    expect(resolvedSpecText(again, resolved).replace(/^x-parameters.*\n/m, '')).toBe(
      resolved.replace(/^x-parameters.*\n/m, ''),
    );
  });
});

describe('rows of a file', () => {
  const open = memorySources({
    'a.csv': 'p;k\n1,5;x\n2;y\n',
    'b.ndjson': '{"p": 1}\n{"q": [1]}\n',
    'c.csv': 'p,k\n1\n2,y\n',
    'd.png': '',
  });
  test('as they stand there', async () => {
    const { placeOf, ...a } = await readRows(open, 'a.csv');
    expect(a).toEqual({
      rows: [
        { p: '1,5', k: 'x' },
        { p: '2', k: 'y' },
      ],
      decimal: ',',
    });
    expect([placeOf(0, null), placeOf(1, 'k')]).toEqual(['a.csv:2:1', 'a.csv:3:3: "k"']);
    const b = await readRows(open, 'b.ndjson');
    expect([b.rows, b.decimal]).toEqual([[{ p: 1 }, { q: [1] }], '.']);
  });
  test('or why not', async () => {
    expect(await mistakes(() => readRows(open, 'c.csv'))).toEqual([
      'c.csv:2:1 bad-row: c.csv:2:1: 1 fields where there are 2 columns',
    ]);
    expect(await mistakes(() => readRows(open, 'd.png'))).toEqual([
      '- data-format: the ending of "d.png" does not say its format',
    ]);
    expect(await mistakes(() => readRows(open, 'no.csv'))).toEqual(['- file-missing: there is no file "no.csv"']);
  });
});
