import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load } from '../../src/index.ts';
import { main, rnnc, temporaryFolder } from './command.ts';

const MODEL = `
name: prices
inputs: {x: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: 6}}}
  ahead: {type: dense, input: memory.last, units: 2}
outputs: {ahead: ahead}
data:
  source: prices.csv
  windows: {width: 8, horizon: 2}
  feeds: {x: {columns: [price]}, target: {columns: [price], part: horizon}}
training: {losses: [{type: mse, output: ahead}], epochs: 3, rate: 0.02}
`;
const prices = Array.from({ length: 120 }, (_, i) => ({
  date: new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10),
  price: Number((500 + 20 * Math.sin(i / 3)).toFixed(2)),
}));
const csvOf = (rows: readonly { readonly date: string; readonly price: number }[], delimiter = ',', decimal = '.') =>
  ['date,price', ...rows.map(({ date, price }) => `${date},${String(price).replace('.', '#')}`)]
    .map((line) => `${line.replace(',', delimiter).replace('#', decimal)}\n`)
    .join('');

test('the command says what the library says, from CSV, JSON and NDJSON, files and standard input', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'model.yaml'), MODEL);
  writeFileSync(join(cwd, 'prices.csv'), csvOf(prices));
  expect((await rnnc(['train', 'model.yaml'], { cwd })).code).toBe(0);
  const model = await load(new Uint8Array(readFileSync(join(cwd, 'model.rnnc'))));
  const { rows } = model.forecast(prices, { horizon: 5 });
  model.dispose();
  expect(rows.map(({ date }) => date)).toEqual(['2020-04-30', '2020-05-01', '2020-05-02', '2020-05-03', '2020-05-04']);

  const recent = prices.slice(-30);
  writeFileSync(join(cwd, 'recent.json'), JSON.stringify(recent));
  writeFileSync(join(cwd, 'recent.ndjson'), recent.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(join(cwd, 'comma.csv'), csvOf(recent, ';', ','));
  const forecast = (input: string, ...more: string[]) =>
    rnnc(['forecast', 'model.rnnc', '--input', input, '--horizon', '5', ...more], {
      cwd,
      input: input === '-' ? csvOf(recent) : '',
    });
  const [whole, json, ndjson, comma, stdin, slow] = await Promise.all([
    forecast('prices.csv', '--json'),
    forecast('recent.json', '--json'),
    forecast('recent.ndjson', '--json'),
    forecast('comma.csv', '--json'),
    forecast('-', '--json'),
    forecast('prices.csv', '--json', '--path', 'public'),
  ]);
  for (const { code, out, err } of [whole, json, ndjson, comma, stdin]) {
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual(rows);
  }
  const near = (JSON.parse(slow.out) as { price: number }[]).map(({ price }) => price);
  near.forEach((price, i) => {
    expect(price).toBeCloseTo(Number(rows[i]?.price), 2);
  });

  const written = await forecast('prices.csv', '-o', 'next.csv');
  expect([written.code, written.out]).toEqual([0, '']);
  expect(readFileSync(join(cwd, 'next.csv'), 'utf8')).toBe(
    ['date,price', ...rows.map((row) => `${row.date},${Number(Number(row.price).toPrecision(7))}`), ''].join('\n'),
  );
  expect((await forecast('prices.csv')).out).toBe(readFileSync(join(cwd, 'next.csv'), 'utf8'));

  const mistaken = (args: readonly string[], input = '') => rnnc(['forecast', ...args], { cwd, input });
  writeFileSync(join(cwd, 'blank.csv'), '\n \n\n');
  writeFileSync(join(cwd, 'header.csv'), 'date,price\n');
  for (const input of ['blank.csv', 'header.csv']) {
    const { code, err } = await mistaken(['model.rnnc', '--input', input]);
    expect(err).toContain(`data-empty]: "${input}" has no rows`);
    expect(code).toBe(1);
  }

  const lines = csvOf(prices).trimEnd().split('\n');
  const bad = lines.with(-2, `${lines.at(-2)?.split(',')[0]},dear`).join('\n');
  const cell = await mistaken(['model.rnnc', '--input', '-'], bad);
  expect([cell.code, cell.out]).toEqual([1, '']);
  expect(cell.err).toMatch(new RegExp(`:${lines.length - 1}:12: "price" is no number: "dear"`));

  symlinkSync('prices.csv', join(cwd, 'link'));
  const before = readFileSync(join(cwd, 'model.rnnc'));
  for (const out of ['prices.csv', './prices.csv', 'link', 'model.rnnc']) {
    const { code, err } = await forecast('prices.csv', '-o', out);
    expect(err).toMatch(/output-is-input.*would be overwritten, and this command reads it/);
    expect(code).toBe(1);
  }
  const input = openSync(join(cwd, 'prices.csv'), 'r');
  const redirected = spawnSync(process.execPath, [main, 'forecast', 'model.rnnc', '-i', '-', '-o', 'prices.csv'], {
    cwd,
    stdio: [input, 'ignore', 'pipe'],
  });
  closeSync(input);
  expect([redirected.status, String(redirected.stderr)]).toEqual([1, expect.stringContaining('output-is-input')]);
  expect(readFileSync(join(cwd, 'prices.csv'), 'utf8')).toBe(csvOf(prices));
  expect(readFileSync(join(cwd, 'model.rnnc')).equals(before)).toBe(true);

  const [few, column, none, zero, nothing] = await Promise.all([
    mistaken(['model.rnnc', '--input', '-'], csvOf(prices.slice(0, 5))),
    mistaken(['model.rnnc', '--input', '-'], 'date,cost\n2020-01-01,1\n'),
    mistaken(['model.yaml', '--input', 'prices.csv']),
    mistaken(['model.rnnc', '--input', '-', '--horizon', '0']),
    mistaken(['model.rnnc']),
  ]);
  expect([few, column, none, zero, nothing].map(({ code, out }) => [code, out])).toEqual(
    [1, 1, 1, 2, 2].map((code) => [code, '']),
  );
  expect(few.err).toContain('the model sees 8 steps');
  expect(column.err).toContain('lacks the column "price"');
  expect(none.err).toContain('rnnc train');
}, 60_000);

const AHEAD = `
name: shop
inputs: {past: {shape: [batch, time, 1]}, plan: {shape: [batch, 2]}}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 2}}}
  all: {type: concat, inputs: [memory.last, plan]}
  ahead: {type: dense, input: all, units: 2}
outputs: {ahead: ahead}
data:
  source: shop.csv
  windows: {width: 8, horizon: 2}
  feeds:
    past: {columns: [sales]}
    plan: {columns: [promo], part: horizon}
    target: {columns: [sales], part: horizon}
training: {losses: [{type: mse, output: ahead}], epochs: 1}
`;

test('what is known ahead comes from the input or another file; messages have their places', async () => {
  const cwd = temporaryFolder();
  const day = (i: number): string => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
  const line = (i: number, sales: string): string => `${day(i)};${(i * 5) % 3};${sales}\n`;
  const head = 'day;promo;sales\n';
  const past = head + Array.from({ length: 40 }, (_, i) => line(i, `${i % 7},5`)).join('');
  writeFileSync(join(cwd, 'shop.yaml'), AHEAD);
  writeFileSync(join(cwd, 'shop.csv'), past);
  expect(await rnnc(['train', 'shop.yaml'], { cwd })).toMatchObject({ code: 0 });
  writeFileSync(join(cwd, 'both.csv'), past + line(40, '') + line(41, ''));
  writeFileSync(join(cwd, 'future.csv'), `day;promo\n${day(41)};1\n${day(40)};2\n`);
  writeFileSync(join(cwd, 'half.csv'), `day;promo\n${day(40)};2\n${day(42)};x\n`);
  const forecast = (...more: readonly string[]) => rnnc(['forecast', 'shop.rnnc', ...more], { cwd });
  const both = await forecast('--input', 'both.csv');
  const apart = await forecast('--input', 'shop.csv', '--future', 'future.csv');
  expect(both.err).toBe('2 rows without sales at the end: what is known ahead\n');
  expect(apart).toMatchObject({ code: 0, out: both.out });
  expect(apart.err).toBe('rows of the future: the newest row comes first: rows were put in the order of day\n');
  expect(both.out.split('\n').map((row) => row.slice(0, 10))).toEqual(['day,sales', day(40), day(41), '']);
  const half = await forecast('--input', 'shop.csv', '--future', 'half.csv');
  expect(half.code).toBe(1);
  expect(half.err).toContain(`the model reads promo ahead: there is no row for ${day(41)}`);
  expect(half.err).toContain('a row with day, promo for each step');
  const text = `day,promo\n${day(41)},1\n${day(40)},2\n`;
  writeFileSync(join(cwd, 'commas.csv'), text);
  const commas = await forecast('--input', 'shop.csv', '--delimiter', ';', '--future', 'commas.csv');
  expect(commas).toMatchObject({ code: 0, out: both.out });
  const pipe = 'cat commas.csv | "$0" "$1" forecast shop.rnnc --input shop.csv --future /dev/stdin';
  const piped = spawnSync('sh', ['-c', pipe, process.execPath, main], { cwd, encoding: 'utf8' });
  expect(piped).toMatchObject({ status: 0, stdout: both.out });
  expect((await rnnc(['train', 'shop.yaml'], { cwd })).err).toMatch(
    /"shop.rnnc", trained for \d+ epochs?, will be replaced/,
  );
}, 60_000);
