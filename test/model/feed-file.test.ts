import { describe, expect, test } from 'vitest';
import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { formatDiagnostics } from '../../compiler/diagnostics/format.ts';
import * as say from '../../compiler/diagnostics/messages/feeds.ts';
import { readFeedFile } from '../../src/model/feed-files/feed-file.ts';
import type { Port } from '../../src/model/feeds/ports.ts';

const pair: Port = { name: 'x', dtype: 'float32', dims: ['batch', 'time', '2'] };
const single: Port = { name: 'x', dtype: 'float32', dims: ['batch', 'time'] };
const read = (
  file: string,
  text: string,
  { inputs = [pair], nan = 'error' }: { inputs?: readonly Port[]; nan?: 'error' | 'allow' } = {},
) => readFeedFile({ file, text }, inputs, { nan });

/** `file:line:col code found` of every mistake. */
function mistakes(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    return error.diagnostics.map((d) => {
      expect(d.fix).toMatch(/\w/);
      const place = /^(\S+:\d+:\d+) /.exec(formatDiagnostics([d], error.sources))?.[1] ?? '-';
      return `${place} ${d.code}${d.found === undefined ? '' : `: ${d.found}`}`;
    });
  }
  throw new Error('nothing was thrown');
}

describe('CSV', () => {
  const rows = {
    x: [
      [
        [1, 2],
        [3, -4.5],
      ],
    ],
  };
  test.each([
    ['commas', '1,2\n3,-4.5\n'],
    ['semicolons', '1;2\n3;-4.5\n'],
    ['tabs', '1\t2\n3\t-4.5\n'],
    ['no last line end', '1,2\n3,-4.5'],
    ['Windows line ends', '1,2\r\n3,-4.5\r\n'],
    ['a header', 'a,b\n1,2\n3,-4.5\n'],
    ['a header in quotes with a comma and a line end', '"a, 1","b\n2"\n1,2\n3,-4.5\n'],
    ['quoted numbers', '"1",2\n"3","-4.5"\n'],
    ['spaces and signs', ' 1 ,+2\n3e0, -.45e1 \n'],
    ['blank lines', '\n1,2\n\n3,-4.5\n\n'],
    ['a byte order mark', '\uFEFF1,2\n3,-4.5\n'],
  ])('%s', (_, text) => {
    expect(read('s.csv', text).feeds).toEqual(rows);
  });

  test('one column', () => {
    const one: Port = { name: 'x', dtype: 'float32', dims: ['batch', 'time', '1'] };
    expect(read('s.csv', 'load\n1\n2\n', { inputs: [one] }).feeds).toEqual({ x: [[[1], [2]]] });
    expect(read('s.csv', '1\n2\n', { inputs: [single] }).feeds).toEqual({ x: [[1, 2]] });
  });

  test('empty fields and NaN are NaN where that is allowed', () => {
    expect(read('s.csv', '1,\nNaN,2\n', { nan: 'allow' }).feeds).toEqual({
      x: [
        [
          [1, Number.NaN],
          [Number.NaN, 2],
        ],
      ],
    });
    expect(read('s.csv', '1\n\n2\n', { inputs: [single], nan: 'allow' }).feeds).toEqual({ x: [[1, Number.NaN, 2]] });
  });

  test('every bad field is told with its place', () => {
    const text = 'a,b\n1,x\n,2\n"3","n/a"\n1,2,3\n7\n"1,5",2\n1,0x10\nInfinity,1\nNaN,1\n';
    expect(mistakes(() => read('s.csv', text))).toEqual([
      's.csv:2:3 input-not-a-number: "x"',
      's.csv:3:1 input-nan: nothing',
      's.csv:4:5 input-not-a-number: "n/a"',
      's.csv:5:1 csv-columns: 3 fields',
      's.csv:6:1 csv-columns: 1 field',
      's.csv:7:1 input-not-a-number: "1,5"',
      's.csv:8:3 input-not-a-number: "0x10"',
      's.csv:9:1 input-not-a-number: "Infinity"',
      's.csv:10:1 input-nan: NaN',
    ]);
  });

  test('places count characters as an editor does, after a byte order mark and a quoted line end', () => {
    expect(mistakes(() => read('s.csv', '\uFEFF"a\nb",c\n1,?\n'))).toEqual(['s.csv:3:3 input-not-a-number: "?"']);
  });

  test('a decimal comma is recognised', () => {
    const error = (() => {
      try {
        return read('s.csv', '1,5;2\n', {});
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error instanceof RnncError ? error.diagnostics[0]?.fix : error).toBe('write 1.5');
  });

  test('a quote that is not closed', () => {
    expect(mistakes(() => read('s.csv', '1,2\n"3,4\n'))[0]).toMatch(/^s\.csv:2:1 csv-quotes/);
  });

  test.each(['', '\n\n', 'a,b\n'])('no steps: %j', (text) => {
    expect(mistakes(() => read('s.csv', text))).toEqual([expect.stringContaining('csv-empty')]);
  });

  test('of very many mistakes the first ones are told, and how many more there are', () => {
    try {
      read('s.csv', 'x,y\n'.repeat(1) + '1,?\n'.repeat(500));
      expect.unreachable();
    } catch (error) {
      const found = error instanceof RnncError ? error.diagnostics : [];
      expect(found.length).toBe(50);
      expect(found.at(-1)?.notes.map((note) => note.message)).toEqual(['and 450 more mistakes in this file']);
    }
  });

  test.each<readonly [string, readonly Port[]]>([
    ['two inputs', [pair, { ...pair, name: 'y' }]],
    ['an input per sequence', [{ ...pair, dims: ['batch', '2'] }]],
    ['two feature axes', [{ ...pair, dims: ['batch', 'time', '2', '2'] }]],
    ['no input', []],
  ])('is refused for %s', (_, inputs) => {
    expect(mistakes(() => read('s.csv', '1,2\n', { inputs }))).toEqual([expect.stringContaining('csv-input')]);
  });
});

describe('which format', () => {
  test.each([
    ['<stdin>', ' {"x": 1}', { x: 1 }],
    ['<stdin>', '1,2\n', { x: [[[1, 2]]] }],
    ['data.txt', '1;2\n', { x: [[[1, 2]]] }],
    ['s.CSV', '1,2\n', { x: [[[1, 2]]] }],
    ['s.tsv', '1\t2\n', { x: [[[1, 2]]] }],
    ['d.json', '{"x": 1}', { x: 1 }],
  ])('%s %j', (file, text, feeds) => {
    expect(read(file, text).feeds).toEqual(feeds);
  });
});

describe('JSON', () => {
  test('feeds by name, lengths among them; "NaN" is NaN', () => {
    const text = '\uFEFF{"x": [[[1, "NaN"]]], "time.lengths": [1], "label": "NaNs"}';
    expect(read('d.json', text).feeds).toEqual({ x: [[[1, Number.NaN]]], 'time.lengths': [1], label: 'NaNs' });
  });

  test.each([
    ['{"x": [1, 2}', 'd.json:1:12 input-not-json'],
    ['{"x": [1,\n  NaN]}', 'd.json:2:3 input-not-json'],
    ["{'x': 1}", 'd.json:1:2 input-not-json'],
    ['{"x": 1, "x": 2}', 'd.json:1:10 input-not-json'],
    ['{"x": 01}', 'd.json:1:7 input-not-json'],
    ['{"x": [1', 'd.json:1:9 input-not-json'],
    [`{"x": ${'['.repeat(100_000)}`, 'd.json:1:207 input-not-json'],
    ['', 'd.json:1:1 input-not-json'],
    ['{} {}', 'd.json:1:4 input-not-json'],
    ['[[[1]]]', 'd.json:1:1 input-not-json: a list'],
    ['  "x"', 'd.json:1:3 input-not-json: a string'],
    ['null', 'd.json:1:1 input-not-json: null'],
  ])('%j', (text, expected) => {
    expect(mistakes(() => read('d.json', text))).toEqual([expected]);
  });

  test("the runtime's mistakes get their places", () => {
    const text = '{\n  "x": [[[1, 2], [3]]],\n  "x.y": 5, "time.lengths": [9]\n}';
    const { locate, sources } = read('d.json', text);
    const place = (mistake: Diagnostic): string => formatDiagnostics([locate(mistake)], sources).split(' ')[0] ?? '';
    expect(place(say.inputRagged('x[0][1]', 2, 1, 'features'))).toBe('d.json:2:18');
    expect(place(say.isNaNValue('x[0][0][1]', true))).toBe('d.json:2:14');
    expect(place(say.inputRank('x', '[batch, time, 2]', 3, 1, '…', null))).toBe('d.json:2:8');
    expect(place(say.inputUnknown('x.y', ['x']))).toBe('d.json:3:10');
    expect(place(say.lengthOutOfRange('time.lengths[0]', 9, 2))).toBe('d.json:3:30');
    expect(place(say.isNaNValue('x[7][7]', true))).toBe('d.json:2:8');
    expect(place(say.inputMissing('z', 'float32', '[batch]', ['z']))).toBe('d.json:1:1');
  });
});

describe('places in nested nodes', () => {
  const text =
    '{"parse": [\n  {"children": [{"words": 1},\n    {"words": 30}]}],\n "time": [[1]], "time.lengths": [2]}';
  test.each([
    ['parse[0].children[1].words is outside the vocabulary', 't.json:3:15'],
    ['parse[0].children[1].kind is not there', 't.json:3:5'],
    ['parse[0].children[0]: node 1 is its own ancestor', 't.json:2:17'],
    ['"time.lengths" is wrong', 't.json:4:33'],
    ['time.lengths[0] is wrong', 't.json:4:34'],
  ])('%s', (message, expected) => {
    const { locate, sources } = read('t.json', text);
    const found = locate({ code: 'tree-form', severity: 'error', message, span: null, notes: [] });
    expect(formatDiagnostics([found], sources).split(' ')[0]).toBe(expected);
  });
});
