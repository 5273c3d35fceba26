import { expect, test, vi } from 'vitest';
import { memorySources } from '../../src/data/files/sources.ts';
import { ndjsonReader } from '../../src/data/rows/json-rows.ts';

test('a line that comes in many pieces is searched once for its end, and places after it are right', async () => {
  const rows = [{ a: 'é'.repeat(20_000) }, { a: 'x' }, { a: 'y'.repeat(50) }];
  const text = `\uFEFF${rows.map((row) => `${JSON.stringify(row)}\n`).join('')}`;
  const bytes = new TextEncoder().encode(text);
  const path = 'a.ndjson';
  const found = { path, file: await memorySources({ [path]: bytes }, 64).open(path) };
  const reader = await ndjsonReader(found);
  const split = vi.spyOn(String.prototype, 'split');
  const ends: number[] = [];
  const values: unknown[] = [];
  for await (const { rows: block, end } of reader.rows(['a'])) {
    values.push(...block.map((row) => row.values[0]));
    if (block.length > 0 && end !== null) ends.push(end.byte);
  }
  const searched = split.mock.contexts.map((context) => String(context).length).reduce((a, b) => a + b, 0);
  split.mockRestore();
  expect(searched).toBeLessThanOrEqual(text.length);
  expect(values).toEqual(rows.map(({ a }) => a));
  for (const byte of ends)
    for await (const { rows: block } of reader.rows(['a'], { byte, line: 1 })) {
      if (block.length === 0) continue;
      expect(rows.map(({ a }) => a)).toContain(block[0]?.values[0]);
      break;
    }
  expect(bytes[(ends[0] ?? 0) - 1]).toBe(10);
});
