import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpacked } from '../../src/data/files/gzip.ts';
import { memorySources } from '../../src/data/files/sources.ts';
import { readRows } from '../../src/data/table/read-rows.ts';
import { batchesOf, input, mistakes, open, samplesOf } from './given.ts';

const text = `v\n${Array.from({ length: 300 }, (_, i) => i).join('\n')}\n`;
const section = (name: string): string => `source: ${name}\ncolumns: {v: {normalize: none}}\nsplit: {train: 1}`;

test.each([
  ['by its name', 't.csv.gz', undefined],
  ['by its contents', 't.csv', undefined],
  ['as a stream', 't.csv.gz', 50],
])('a gzip file is read as what is inside: %s', async (_, name, stream) => {
  const files = { [name]: new Uint8Array(gzipSync(text)) };
  const data = await open(section(name), [input('x', ['batch', 1])], {
    files,
    ...(stream === undefined ? {} : { stream }),
  });
  expect(samplesOf(await batchesOf(data.train, { batch: 300 }), 'x').flat()).toEqual(
    Array.from({ length: 300 }, (_, i) => i),
  );
  expect((await readRows(memorySources(files), name)).rows.length).toBe(300);
});

test('records too', async () => {
  const files = { 't.json.gz': new Uint8Array(gzipSync('[{"v": 1}, {"v": 2}]')) };
  expect((await readRows(memorySources(files), 't.json.gz')).rows).toEqual([{ v: 1 }, { v: 2 }]);
});

test('what is beyond the limit is not held, and is read from any byte on', async () => {
  const bytes = new Uint8Array(gzipSync(new Uint8Array(100_000).map((_, i) => i % 251)));
  const file = await unpacked(await memorySources({ a: bytes }, 100).open('a'), 'a', 1000);
  expect(file.size).toBeGreaterThan(1000);
  const rest: number[] = [];
  for await (const chunk of file.chunks(99_990)) rest.push(...chunk);
  expect(rest).toEqual(Array.from({ length: 10 }, (_, i) => (99_990 + i) % 251));
});

test('a damaged file is told', async () => {
  const whole = new Uint8Array(gzipSync(text));
  for (const bytes of [whole.subarray(0, 60), whole.with(20, 255 - (whole[20] ?? 0)).with(40, 7)])
    expect(
      await mistakes(() => open(section('t.csv.gz'), [input('x', ['batch', 1])], { files: { 't.csv.gz': bytes } })),
    ).toEqual([expect.stringContaining(`"t.csv.gz" can't be read: its gzip data is damaged or cut off`)]);
});
