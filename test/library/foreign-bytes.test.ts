import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { checkedSources } from '../../src/data/files/sources.ts';

test('files may give bytes of another page or context', async () => {
  const bytes = runInNewContext('Uint8Array.of(7, 8)') as Uint8Array;
  const files = checkedSources({
    async open() {
      return {
        size: null,
        async *chunks() {
          yield bytes;
        },
      };
    },
    list: async () => null,
  });
  const found: number[] = [];
  for await (const chunk of (await files.open('a.csv')).chunks(0)) found.push(...chunk);
  expect(bytes instanceof Uint8Array).toBe(false);
  expect(found).toEqual([7, 8]);
});
