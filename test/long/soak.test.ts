import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

const yaml = readFileSync(join(import.meta.dirname, '../../models/deep-lstm.yaml'), 'utf8');

/** A million steps of one session and a hundred thousand runs: about two minutes. */
describe('soak', () => {
  test('a million steps allocate nothing that stays', async () => {
    const model = await load(compile(yaml));
    const session = model.session();
    const x = new Float32Array(4).fill(0.5);
    const out = { final_output: new Float32Array(3) };
    for (let i = 0; i < 20_000; i++) session.step({ current_input: x }, out);
    const before = process.memoryUsage();
    for (let i = 0; i < 1_000_000; i++) session.step({ current_input: x }, out);
    const after = process.memoryUsage();
    expect(out.final_output.every(Number.isFinite)).toBe(true);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1 << 20);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(16 << 20);
    session.dispose();
    model.dispose();
  });

  test('a hundred thousand runs of changing sizes keep the WebAssembly heap', async () => {
    const model = await load(compile(yaml));
    const feed = (i: number) => ({
      current_input: {
        data: new Float32Array((1 + (i % 3)) * (1 + (i % 11)) * 4),
        shape: [1 + (i % 3), 1 + (i % 11), 4],
      },
    });
    for (let i = 0; i < 1000; i++) model.run(feed(i));
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 100_000; i++) model.run(feed(i));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
    model.dispose();
  });
});
