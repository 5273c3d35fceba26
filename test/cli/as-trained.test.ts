import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, readRows } from '../../src/index.ts';
import { rnnc, temporaryFolder } from './command.ts';

const MODEL = `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 2}}}
  y: {type: dense, input: m.last, units: 1}
outputs: {y: y}
data:
  source: SOURCE
  windows: {width: 3}
  feeds: {x: {columns: [COLUMN]}, target: {columns: [COLUMN], part: horizon}}
training: {losses: [{type: mse, output: y}], epochs: 1}
`;
const values = Array.from({ length: 60 }, (_, i) => 10 + ((i * 7) % 5) + i / 8);
const decimals = (rows: readonly number[], sign: string): readonly string[] =>
  rows.map((v) => v.toFixed(3).replace('.', sign));

async function trained(data: string, file: string, column: string, more = ''): Promise<string> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, file), data);
  writeFileSync(join(cwd, 'm.yaml'), MODEL.replace('SOURCE', `${file}${more}`).replaceAll('COLUMN', column));
  const { code, err } = await rnnc(['train', 'm.yaml'], { cwd });
  expect([code, err]).toEqual([0, expect.anything()]);
  return cwd;
}

async function forecast(cwd: string, input: string, ...more: string[]): Promise<string> {
  const { code, out, err } = await rnnc(['forecast', 'm.rnnc', '--input', input, ...more], { cwd });
  expect([code, err]).toEqual([0, '']);
  return out;
}

test('the file that training took is taken, whatever its name ends with', async () => {
  const cwd = await trained(`v\n${values.join('\n')}\n`, 'tele.data', 'v', '\n  format: csv');
  const expected = await forecast(cwd, 'tele.data');
  expect(expected).toMatch(/^v\n\d/);
  writeFileSync(join(cwd, 'same'), `v\n${values.join('\n')}\n`);
  writeFileSync(join(cwd, 'same.txt'), `v\n${values.join('\n')}\n`);
  writeFileSync(join(cwd, 'same.json'), JSON.stringify(values.map((v) => ({ v }))));
  for (const input of ['same', 'same.txt', 'same.json']) expect(await forecast(cwd, input)).toBe(expected);
  // the ending says JSON, the option what it is
  writeFileSync(join(cwd, 'odd.json'), `v\n${values.join('\n')}\n`);
  expect(await forecast(cwd, 'odd.json', '--data-format', 'csv')).toBe(expected);
  expect((await rnnc(['evaluate', 'm.rnnc', '--data', 'same.txt'], { cwd })).out).toContain(
    'all of same.txt, 57 samples',
  );
});

test('no header, delimiter and decimal comma hold where the last rows alone would tell otherwise', async () => {
  // of the last three rows nothing tells that the comma is a decimal sign
  const rows = decimals(values, ',').map((v, i) => `${i};${v}`);
  const cwd = await trained(`${rows.join('\n')}\n`, 'rows.csv', 'c2');
  const expected = await forecast(cwd, 'rows.csv');
  expect(expected).toMatch(/^c2\n\d/);
  writeFileSync(join(cwd, 'last.csv'), `${rows.slice(-3).join('\n')}\n`);
  expect(await forecast(cwd, 'last.csv')).toBe(expected);
  // another form, detected because the columns of the training are not there otherwise, or said
  const points = decimals(values, '.').map((v, i) => `${i},${v}`);
  writeFileSync(join(cwd, 'points.csv'), `${points.join('\n')}\n`);
  expect(await forecast(cwd, 'points.csv', '--delimiter', ',', '--decimal', '.')).toBe(expected);
  writeFileSync(join(cwd, 'headed.csv'), `a,c2\n${points.join('\n')}\n`);
  expect(await forecast(cwd, 'headed.csv', '--delimiter', ',', '--decimal', '.', '--header')).toBe(expected);
  // the library reads texts as the training's files too
  const model = await load(new Uint8Array(readFileSync(join(cwd, 'm.rnnc'))));
  const last = await readRows(`${rows.slice(-3).join('\n')}\n`, { model });
  expect(last[0]).toEqual({ c1: '57', c2: rows[57]?.split(';')[1] });
  const [told] = model.forecast(last).rows;
  expect(`c2\n${Number(Number(told?.c2).toPrecision(7))}\n`).toBe(expected);
  const headed = await readRows('a,c2\n1,2\n', { model, delimiter: ',', header: true });
  expect(headed).toEqual([{ a: '1', c2: '2' }]);
  expect(await readRows('[{"c2": 1}]', { model })).toEqual([{ c2: 1 }]);
  model.dispose();
  const { out } = await rnnc(
    ['evaluate', 'm.rnnc', '--data', 'headed.csv', '--delimiter', ',', '--decimal', '.', '--header'],
    { cwd },
  );
  expect(out).toContain('all of headed.csv, 57 samples');
});
