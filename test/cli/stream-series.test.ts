import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rnnc } from './command.ts';

const shops = `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: 4}}}
  next: {type: dense, input: memory, units: 1}
outputs: {next: next}
data:
  source: shops.csv
  columns: {shop: {type: category}}
  windows: {width: 5}
  group: shop
  feeds: {x: {columns: [price]}, target: {columns: [price], part: next}}
training: {epochs: 1}
`;
const ways = shops.replace('{gru: {units: 4}}', '{gru: {units: 4}}, direction: bidirectional');
const words = `
inputs: {tokens: {shape: [batch, time], dtype: int32}}
layers:
  vectors: {type: embedding, input: tokens, vocabulary: 30, units: 4}
  memory: {type: recurrent, input: vectors, cell: {gru: {units: 2}}}
outputs: {memory: memory}
`;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rnnc-series-'));
  const prices = Array.from({ length: 60 }, (_, i) => `${'abc'[i % 3]},${(10 + Math.sin(i / 3)).toFixed(3)}`);
  writeFileSync(join(folder, 'shops.csv'), `shop,price\n${prices.join('\n')}\n`);
  for (const [name, text] of Object.entries({ shops, ways, words })) {
    writeFileSync(join(folder, `${name}.yaml`), text);
    if (!text.includes('training')) continue;
    const { code, err } = await rnnc(['train', `${name}.yaml`], { cwd: folder });
    if (code !== 0) throw new Error(err);
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

interface Row {
  readonly shop?: string;
  readonly price: number | string;
}
const rows = ['b', 'a', 'a', 'c', 'b', 'a', 'c', 'b'].map((shop, i) => ({ shop, price: 10 + Math.sin(i) }));
const [firstB, firstA, secondA] = rows as [Row, Row, Row];

/** Streams steps; null is an empty line. */
async function streamed(
  model: string,
  steps: readonly (Row | string | null)[],
  options: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly lines: readonly string[]; readonly err: string }> {
  const lines = steps.map((step) => (step === null ? '' : typeof step === 'string' ? step : JSON.stringify(step)));
  writeFileSync(join(folder, 'steps.txt'), lines.map((line) => `${line}\n`).join(''));
  const args = ['run', model, '--stream', '--input', 'steps.txt', ...options];
  const { code, out, err } = await rnnc(args, { cwd: folder });
  return { code, lines: out.split('\n').slice(0, -1), err };
}

describe('rows of several series', () => {
  test('each series has a state of its own, wherever its rows stand; an empty line begins all of them anew', async () => {
    const mixed = await streamed('shops.rnnc', [...rows, null, ...rows]);
    expect([mixed.code, mixed.err]).toEqual([0, '']);
    const alone = new Map<string, string[]>();
    for (const shop of ['a', 'b', 'c'])
      alone.set(shop, [
        ...(
          await streamed(
            'shops.rnnc',
            rows.filter((row) => row.shop === shop),
          )
        ).lines,
      ]);
    const expected = rows.map(({ shop }) => alone.get(shop)?.shift());
    expect(mixed.lines).toEqual([...expected, '', ...expected]);
    expect(new Set(expected).size).toBe(rows.length);
  });

  test('a broken row, and one that does not say which series it is of where there are several, change nothing', async () => {
    const { code, lines, err } = await streamed('shops.rnnc', [
      firstB,
      firstA,
      { price: 1 },
      { shop: 'd', price: 'dear' },
      firstA,
    ]);
    const whole = await streamed('shops.rnnc', [firstA, firstA]);
    expect(code).toBe(1);
    expect(err).toContain('the row does not say of which series it is: it has no column "shop"');
    expect(lines[4]).toBe(whole.lines[1]);
  });

  test('with a lookahead one series comes after another', async () => {
    const { code, lines, err } = await streamed(
      'ways.rnnc',
      [firstB, firstA, null, firstA, secondA],
      ['--lookahead', '2'],
    );
    expect(code).toBe(1);
    expect(err).toContain('the row is of "shop" "a", and those before it are of "b"');
    expect(lines.map((text) => (text === '' ? '' : Object.keys(JSON.parse(text))[0]))).toEqual([
      'price',
      'error',
      '',
      'price',
      'price',
    ]);
  });
});

test('tokens as CSV, in a stream and in a file', async () => {
  const stream = await streamed('words.yaml', ['token', '3', '1', '29', '30', '2.5']);
  expect(stream.code).toBe(1);
  expect(stream.lines.map((text) => text.split(',').filter((field) => field !== '').length)).toEqual([
    2, 2, 2, 2, 0, 0,
  ]);
  writeFileSync(join(folder, 'tokens.csv'), 'token\n3\n1\n29\n');
  const { code, out } = await rnnc(['run', 'words.yaml', '--input', 'tokens.csv', '--json'], { cwd: folder });
  expect(code).toBe(0);
  const [given] = JSON.parse(out).outputs.memory;
  expect(given).toEqual(stream.lines.slice(1, 4).map((text) => text.split(',').map(Number)));
});
