import { expect, test } from 'vitest';
import { batchesOf, input, open } from './given.ts';

test.each([
  ['short names', 'c', 3000],
  ['a header of more than the first 64 kB', 'a_rather_long_name_of_a_column_', 3000],
  ['one name of a megabyte', 'n'.repeat(1_000_000), 1],
])('a table of many columns: %s', async (_, name, count) => {
  const columns = Array.from({ length: count }, (_, i) => `${name}${i}`);
  const rows = [0, 1, 2, 3].map((row) => columns.map((_, i) => (row * i) % 7).join(','));
  const data = await open('source: a.csv\nsplit: {train: 1}', [input('x', ['batch', count])], {
    files: { 'a.csv': `${[columns.join(','), ...rows].join('\n')}\n` },
  });
  const [batch] = await batchesOf(data.train);
  expect(batch?.feeds.x?.shape).toEqual([4, count]);
});
