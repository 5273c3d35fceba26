import { test } from 'vitest';
import { rows } from './hostile.test.ts';
import { read } from './given.ts';
test('p', { timeout: 100000 }, () => {
  const out: [number, string, number][] = [];
  for (const [name, text] of rows) { read(text); const t = performance.now(); for (let i=0;i<3;i++) read(text); out.push([(performance.now() - t)/3, name, text.length]); }
  out.sort((a, b) => b[0] - a[0]);
  console.log(out.slice(0, 25).map((r) => r.join(' ')).join('\n'));
});
