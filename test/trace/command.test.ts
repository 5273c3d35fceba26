import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/index.ts';
import { rnnc, start, temporaryFolder } from '../cli/command.ts';

const model = `
inputs: {x: {shape: [batch, time, 1]}}
layers: {r: {type: recurrent, input: x, cell: {gru: {units: 3}}}, y: {type: dense, input: r, units: 1}}
outputs: {y: y}
`;
const words = `
inputs: {c: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: c, vocabulary: auto, units: 2}
  m: {type: recurrent, input: v, cell: {rnn: {units: 2}}}
  next: {type: dense, input: m, units: classes}
outputs: {next: next}
data: {source: text.txt, vocabulary: {of: characters}, windows: {width: 4}}
training: {losses: [{type: cross_entropy, output: next}], epochs: 1, batch: 1}
`;
const rows = `
inputs: {past: {shape: [batch, time, 1]}}
layers: {r: {type: recurrent, input: past, cell: {rnn: {units: 2}}}, y: {type: dense, input: r.last, units: 1}}
outputs: {y: y}
data: {source: rows.csv, windows: {width: 3}, feeds: {past: {columns: [price]}, target: {columns: [price], part: horizon}}}
training: {losses: [{type: mse, output: y}], epochs: 1}
`;

let folder = '';
const run = (...args: readonly string[]) => rnnc(['trace', ...args], { cwd: folder });

beforeAll(async () => {
  folder = temporaryFolder(() => {});
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('m.yaml', model);
  write('x.json', '{"x": [[[1], [2], [3]], [[4], [5], [6]]]}');
  write('bad.json', '{"x": [[[1], ["two"]]]}');
  write('long.json', JSON.stringify({ x: [Array.from({ length: 1200 }, (_, i) => [i])] }));
  write('words.yaml', words);
  write('text.txt', 'the cat sat on the mat. '.repeat(12));
  write('rows.yaml', rows);
  write('rows.csv', `price\n${Array.from({ length: 20 }, (_, i) => 100 + i).join('\n')}\n`);
  for (const name of ['words', 'rows']) {
    const { code, err } = await rnnc(['train', `${name}.yaml`], { cwd: folder });
    if (code !== 0) throw new Error(err);
  }
});

describe('rnnc trace', () => {
  test('writes CSV and JSON by the name of the file, whole', async () => {
    expect(await run('m.yaml', '-i', 'x.json', '--layer', 'y', '-o', 'y.csv', '--digits', '3')).toMatchObject({
      code: 0,
      out: '',
    });
    const lines = readFileSync(join(folder, 'y.csv'), 'utf8').split('\n');
    expect(lines[0]).toBe('axis,step,path,equation,shape,unit,value');
    expect(lines).toHaveLength(5);
    expect(await run('m.yaml', '-i', 'x.json', '--row', '2', '--steps', '2..3', '-o', 'all.json')).toMatchObject({
      code: 0,
    });
    const told = JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8'));
    expect([told.row, told.rows, told.blocks.map(({ step }: { step: number }) => step)]).toEqual([2, 2, [2, 3]]);
    expect(told.blocks[0].feeds[0].data).toEqual([5]);
  });

  test('a compiled model tells the same as its source', async () => {
    writeFileSync(join(folder, 'm.rnnc'), compile(model, { file: 'm.yaml' }).toBytes());
    const [source, compiled] = [await run('m.yaml', '-i', 'x.json'), await run('m.rnnc', '-i', 'x.json')];
    expect(compiled).toEqual(source);
    expect(source.out).toContain("h' = z * h + (1 - z) * candidate");
  });

  test('shows so many numbers of a value as it is told', async () => {
    const { out } = await run(
      'm.yaml',
      '-i',
      'x.json',
      '--layer',
      "r.h'",
      '--steps',
      '1',
      '--values',
      '2',
      '--digits',
      '2',
    );
    expect(out).toMatchInlineSnapshot(`
      "step 1 of 3   x = 1
        r.0.forward  keras.gru
          h' = z * h + (1 - z) * candidate  [3]  -0.31  -0.18  …
      "
    `);
  });

  test('a model that was trained takes texts and rows, and tells tokens', async () => {
    const { out, err } = await run(
      'words.rnnc',
      '--text',
      'the cat',
      '--layer',
      'v',
      '--steps',
      '1..2',
      '--digits',
      '1',
    );
    expect(err).toBe('');
    expect(out.split('\n').filter((line) => line.startsWith('step'))).toEqual([
      expect.stringMatching(/^step 1 of 7 {3}c = \d+ "t"$/),
      expect.stringMatching(/^step 2 of 7 {3}c = \d+ "h"$/),
    ]);
    const last = await run('rows.rnnc', '--data', 'rows.csv', '--layer', 'past');
    expect(last.out.match(/^step/gm)).toHaveLength(3);
    expect(await run('rows.rnnc', '-i', 'rows.csv')).toMatchObject({
      code: 1,
      err: expect.stringContaining('raw-rows'),
    });
    expect(await run('m.yaml', '--data', 'rows.csv')).toMatchObject({
      code: 1,
      err: expect.stringContaining('not-trained'),
    });
  });

  test('tells mistakes: of names, rows, steps, feeds and usage, and writes nothing then', async () => {
    const failing = async (...args: readonly string[]) => {
      const { code, err } = await run('m.yaml', ...args);
      return `${code}: ${err.trim().split('\n')[0]}`;
    };
    expect([
      await failing('-i', 'x.json', '--layer', 'rr'),
      await failing('-i', 'x.json', '--row', '3', '-o', 'never.csv'),
      await failing('-i', 'x.json', '--steps', '4'),
      await failing('-i', 'x.json', '--steps', '3..2'),
      await failing('-i', 'x.json', '--steps', 'some'),
      await failing('-i', 'bad.json'),
      await failing(),
      await failing('-i', 'long.json'),
      await failing('-i', 'x.json', '--format', 'json', '--values', '3'),
      await failing('-i', 'x.json', '--format', 'csv', '-o', 'y.json'),
      await failing('-i', 'x.json', '-o', 'trace.svg'),
      await failing('-i', 'x.json', '--data', 'rows.csv'),
      await failing('-i', 'x.json', '--digits', '20'),
    ]).toMatchInlineSnapshot(`
      [
        "1: error[trace-unknown]: nothing in the model is called "rr"",
        "1: error[trace-row]: there is no row 3 in what was fed",
        "1: error[trace-steps]: row 1 has no step 4",
        "2: error: option '--steps <which>' argument '3..2' is invalid. The last step, 2, comes before the first, 3.",
        "2: error: option '--steps <which>' argument 'some' is invalid. Write a step, such as 3, or the first and the last, such as 2..5.",
        "1: bad.json:1:15 error[input-not-a-number]: x[0][1][0] is not a number",
        "1: error[input-missing]: the input "x" is missing",
        "1: error[trace-too-long]: the trace has 20,400 lines",
        "2: error: --values changes nothing here: a file holds all numbers of a value",
        "1: error[output-format]: "y.json" is not the name of what is written, which is CSV",
        "1: error[output-format]: "trace.svg" is not the name of what is written, which is a table as text, CSV or JSON",
        "2: error: say what to look at with one of --input FILE, --data FILE and --text TEXT",
        "2: error: option '--digits <n>' argument '20' is invalid. It must be 17 or less: no number has more digits that count.",
      ]
    `);
    expect((await run('m.yaml', '-i', 'x.json', '-o', 'trace.svg')).err).toMatch(
      /expected: a name that ends with \.txt or \.csv or \.json\n/,
    );
    expect(existsSync(join(folder, 'never.csv'))).toBe(false);
    const twice = await start(['trace', '-', '--input', '-'], { input: model });
    expect([twice.code, twice.err.split('\n')[0]]).toEqual([
      2,
      'error: only one of model, input and weights can come from standard input',
    ]);
  });
});
