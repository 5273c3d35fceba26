import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rnnc, temporaryFolder } from './command.ts';

const LAYERS = `
layers: {r: {type: recurrent, input: x, cell: {gru: {units: 2}}}, o: {type: dense, input: r.last, units: 1}}
outputs: {o: o}
training: {losses: [{type: mse, output: o, target: y, sample_weights: w}], epochs: 1}
`;
const ROWS = Array.from({ length: 60 }, (_, i) => `${i < 30 ? 'north' : 'south'};${Math.abs(i - 29)},5;1`);

function folderWith(files: { readonly [name: string]: string }): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('rnnc train says what it found', () => {
  test('in a file with windows, on standard error alone', async () => {
    const cwd = folderWith({
      'd.csv': `a;v;w\n${ROWS.join('\n')}\nsouth;no;1\n`,
      'm.yaml': `
inputs: {x: {shape: [batch, time, 1]}}
data:
  source: d.csv
  group: a
  columns: {a: {type: category}}
  windows: {width: 2}
  feeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}, w: {columns: [w], part: horizon}}
  bad_rows: skip
${LAYERS}`,
    });
    const { code, out, err } = await rnnc(['train', 'm.yaml', '--json'], { cwd });
    expect(err).toContain(
      [
        'data: d.csv (csv, delimiter ";", decimal ",", a header)',
        'columns: a: category (given); v: number, normalize standard (mean 15.5, deviation 7.36); w: number, normalize none',
        'feeds: x from v (window); y from v (horizon); w from w (horizon)',
        'parts: training 48 rows, 44 samples; validation 6 rows, 6 samples; test 6 rows, 6 samples; 2 series; windows of 2 steps, 1 ahead, every 1',
        'figures: per sequence, of normalised numbers; evaluate tells raw ones',
        '1 bad row was skipped',
        '  d.csv:62:7: column "v" is no number: "no"',
      ].join('\n'),
    );
    expect(Object.keys(JSON.parse(out))).toEqual(['file', 'end', 'steps', 'history']);
    expect(code).toBe(0);
    // and the artifact keeps it
    expect((await rnnc(['inspect', 'm.rnnc'], { cwd })).out).toContain(
      [
        'trained on',
        '  data: csv',
        '  columns: v: number, normalize standard (mean 15.5, deviation 7.36); w: number, normalize none; a: category',
        '  parts: training 48 rows, 44 samples; validation 6 rows, 6 samples; test 6 rows, 6 samples; 2 series; windows of 2 steps, 1 ahead, every 1',
        '  1 bad row left out: line 62: column "v" is no number: "no"',
      ].join('\n'),
    );
  });

  test('of a task and of a text', async () => {
    const cwd = folderWith({
      'task.yaml': `
inputs: {x: {shape: [batch, time, 2]}}
data: {source: {task: {adding: {length: 5, samples: 40}}}}
${LAYERS.replace(', sample_weights: w', '')}`,
      't.txt': 'the cat sat on the mat. '.repeat(60),
      'text.yaml': `
inputs: {c: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: c, vocabulary: 16, units: 2}
  r: {type: recurrent, input: e, cell: {gru: {units: 2}}}
  o: {type: dense, input: r, units: 16}
outputs: {o: o}
data: {source: t.txt, windows: {width: 8}}
training: {losses: [{type: cross_entropy, output: o}], batch: 4, epochs: 1}`,
    });
    const task = await rnnc(['train', 'task.yaml'], { cwd });
    expect(task.err).toMatch(
      /^data: task adding\ncolumns: .*\nfeeds: x from .*; y from .*\nparts: training 32 rows; validation 4 rows; test 4 rows$/m,
    );
    const text = await rnnc(['train', 'text.yaml'], { cwd });
    expect(text.err).toMatch(
      /^data: t\.txt \(text, a vocabulary of 12 characters\)\nfeeds: c from the tokens; \w+ from the token after each\nparts: training 1152 tokens; /m,
    );
    expect([task.code, text.code]).toEqual([0, 0]);
  });

  test('of classes, and the loss that was chosen for them, which config and inspect tell too', async () => {
    const cwd = folderWith({
      'd.csv': `x,kind\n${Array.from({ length: 50 }, (_, i) => `${i},${i % 5 === 0 ? 'spam' : 'ham'}`).join('\n')}\n`,
      'm.yaml': `
inputs: {x: {shape: [batch, 1]}}
layers: {o: {type: dense, input: x, units: 1}}
outputs: {o: o}
data: {source: d.csv}
training: {epochs: 1}`,
    });
    const why = 'the column "kind" is a category, and the output is one number';
    const { err } = await rnnc(['train', 'm.yaml'], { cwd });
    expect(err).toContain('classes of target: 2: ham 32, spam 8; positive is spam\n');
    expect(err).toContain(`loss: sigmoid_cross_entropy: ${why}\n`);
    const inspected = (await rnnc(['inspect', 'm.rnnc'], { cwd })).out;
    expect(inspected).toContain(`trained for\n  target  sigmoid_cross_entropy: ${why}\n`);
    expect(inspected).toContain('  classes of target: 2: ham 32, spam 8\n');
    for (const model of ['m.yaml', 'm.rnnc']) {
      const { out } = await rnnc(['config', model], { cwd });
      expect(out).toMatch(
        /# the column "kind" is a category, and the output is one number\n {2}losses:\n?.*sigmoid_cross_entropy/,
      );
    }
    const moved = await rnnc(['config', '-'], {
      cwd: temporaryFolder(),
      input: readFileSync(join(cwd, 'm.yaml'), 'utf8'),
    });
    expect(moved.out).not.toContain('losses');
    expect(moved.err).toContain('leaves its loss to the data, which can\'t be read here: there is no file "d.csv"');
  });
});
