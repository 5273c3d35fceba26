import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rnnc, temporaryFolder } from './command.ts';

const MODEL = `
inputs: {x: {shape: [batch, columns]}}
layers: {head: {type: dense, input: x, units: classes}}
outputs: {head: head}
data: {source: d.csv, feeds: {target: {columns: [kind]}}}
training: {epochs: 1}
`;
const CSV = `a,b,kind\n${Array.from({ length: 50 }, (_, i) => `${i},${i * i},${'pqr'[i % 3]}`).join('\n')}\n`;

function folderWith(files: { readonly [name: string]: string }): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('rnnc check', () => {
  test('tells sizes that are open without data, and finds them where the data are', async () => {
    const cwd = folderWith({ 'm.yaml': MODEL });
    const without = await rnnc(['check', 'm.yaml'], { cwd });
    expect(without).toMatchObject({
      code: 0,
      out: 'm.yaml: ok, training finds columns of x (columns of the data), units of head (classes of the data)\n',
    });
    const asked = await rnnc(['check', 'm.yaml', '--data'], { cwd });
    expect(asked.code).toBe(1);
    expect(asked.err).toContain('there is no file "d.csv"');
    const refused = await rnnc(['compile', 'm.yaml'], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('--set x.columns=N --set head.units=N');
    writeFileSync(join(cwd, 'd.csv'), CSV);
    expect(await rnnc(['check', 'm.yaml'], { cwd })).toMatchObject({
      code: 0,
      out: 'm.yaml: ok, 9 numbers in 2 weights\n',
    });
    expect((await rnnc(['compile', 'm.yaml', '--set', 'x.columns=2', '--set', 'head.units=3'], { cwd })).code).toBe(0);
  });

  test('a validation part that is too short for a batch is found before the first epoch', async () => {
    const model = `
inputs: {x: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: x, vocabulary: auto, units: 3}
  y: {type: dense, input: e, units: classes}
outputs: {y: y}
data: {source: t.txt, windows: {width: 5}}
training: {epochs: 1, batch: 4, losses: [{type: cross_entropy, output: y, target: next}]}
`;
    const cwd = folderWith({ 'm.yaml': model, 't.txt': 'abcde'.repeat(40) });
    for (const command of ['check', 'train']) {
      const { code, err } = await rnnc([command, 'm.yaml'], { cwd });
      expect(code).toBe(1);
      expect(err).toContain('the validation text has 20 tokens, too few for 4 streams of 5 steps');
      expect(err).toContain('or give this part a larger share under split');
      expect(err).not.toContain('epoch 1');
    }
    writeFileSync(join(cwd, 't.txt'), 'abcde'.repeat(50));
    expect((await rnnc(['check', 'm.yaml'], { cwd })).code).toBe(0);
  });

  test('a validation part without any class is found before the first epoch', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},${i * i},${i < 30 ? 'pqr'[i % 3] : ''}`);
    const model = MODEL.replace('training: {epochs: 1}', 'training: {epochs: 1, batch: 4}').replace(
      'source: d.csv,',
      'source: d.csv, split: {train: 0.6, validation: 0.4, by: order},',
    );
    const cwd = folderWith({ 'm.yaml': model, 'd.csv': `a,b,kind\n${rows.join('\n')}\n` });
    for (const command of ['check', 'train']) {
      const { code, err } = await rnnc([command, 'm.yaml'], { cwd });
      expect(code).toBe(1);
      expect(err).toContain('the validation part has no value of "target"');
      expect(err).not.toContain('epoch 1');
    }
  });

  test('--data reports what is there, as train does', async () => {
    const cwd = folderWith({ 'm.yaml': MODEL, 'other.csv': `${CSV}7,no,p\n`, 'd.csv': CSV });
    const { out, code } = await rnnc(['check', 'm.yaml', '--data'], { cwd });
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'm.yaml: ok, 9 numbers in 2 weights',
      'data: d.csv (csv, delimiter ",", decimal ".", a header)',
      expect.stringMatching(
        /^columns: a: number, normalize standard \(mean .*, deviation .*\); b: .*; kind: category, 3 values$/,
      ),
      'feeds: x from a, b; target from kind',
      'parts: training 40 rows; validation 5 rows; test 5 rows',
      expect.stringMatching(/^classes of target: 3: p \d+, q \d+, r \d+$/),
      'loss: cross_entropy: the column "kind" is a category',
      '',
    ]);
    const { err } = await rnnc(['train', 'm.yaml'], { cwd });
    for (const line of out.trim().split('\n').slice(1)) expect(err).toContain(line);
    const bad = await rnnc(['check', 'm.yaml', '--data', 'other.csv'], { cwd });
    expect(bad.code).toBe(1);
    expect(bad.err).toContain('other.csv:52:3');
  });

  test('finds mistakes of the data beside the model without being asked', async () => {
    const cwd = folderWith({ 'm.yaml': MODEL.replace('units: classes', 'units: 2'), 'd.csv': CSV });
    const { code, err } = await rnnc(['check', 'm.yaml'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('write units: 3, or units: classes, in layer "head"');
  });

  test('refuses what training refuses before its first step', async () => {
    const model = `
inputs: {c: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: c, vocabulary: auto, units: 2}
  h: {type: dense, input: e, units: classes}
outputs: {h: h}
data: {source: t.txt, windows: {width: 400}}
training: {losses: [{type: cross_entropy, output: h}], epochs: 1}
`;
    const cwd = folderWith({ 'm.yaml': model, 't.txt': 'a short text. '.repeat(40) });
    const [checked, trained] = [await rnnc(['check', 'm.yaml'], { cwd }), await rnnc(['train', 'm.yaml'], { cwd })];
    expect([checked.code, trained.code]).toEqual([1, 1]);
    expect(trained.err).toContain(checked.err.split('\n')[0]);
    expect(checked.err).toContain('too few');
  });

  test('config writes found sizes out, and what it prints trains alike', async () => {
    const cwd = folderWith({ 'm.yaml': MODEL, 'd.csv': CSV });
    const { out } = await rnnc(['config', 'm.yaml'], { cwd });
    expect(out).toContain('shape: [batch, 2]');
    expect(out).toContain('units: 3');
    writeFileSync(join(cwd, 'written.yaml'), out);
    const [open, written] = [await rnnc(['train', 'm.yaml'], { cwd }), await rnnc(['train', 'written.yaml'], { cwd })];
    const loss = /epoch 1\/1: loss ([\d.]+)/;
    expect(loss.exec(written.err)?.[1]).toBe(loss.exec(open.err)?.[1]);
    expect((await rnnc(['evaluate', 'm.rnnc'], { cwd })).code).toBe(0);
  });
});
