import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../src/train/', import.meta.url));

test('training runs in a web worker: nothing of Node, no clock and no random numbers of the machine', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const impure = files.filter((name) =>
    /'node:|\bprocess\.|\bBuffer\b|\bDate\.now|new Date\b|performance\.now|Math\.random/.test(
      readFileSync(`${folder}${name}`, 'utf8'),
    ),
  );
  expect(files.length).toBeGreaterThan(0);
  expect(impure).toEqual([]);
});
