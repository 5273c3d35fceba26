import { expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';
import { equations } from '../regressions/given.ts';

test.each(['fast', 'public'] as const)('expm1 is a function of the language, in a loop too: %s path', async (path) => {
  const recurrent = `inputs: {x: {shape: [batch, time, 2]}}
cells:
  k:
    inputs: {x: [n]}
    state: [{h: [2]}]
    weights: {}
    equations: |
      h' = expm1(x + h)
    output: h'
layers:
  r: {type: recurrent, input: x, cell: k}
outputs: {y: r.last}
`;
  const x = { shape: [1, 2], data: Float32Array.of(1e-6, -0.5) };
  const once = [...x.data].map((v) => Math.fround(Math.expm1(v)));
  const twice = once.map((h, i) => Math.fround(Math.expm1(Math.fround((x.data[i] ?? 0) + h))));
  for (const [yaml, feed, expected] of [
    [equations('expm1(a)'), x, once],
    [recurrent, { shape: [1, 2, 2], data: Float32Array.of(...x.data, ...x.data) }, twice],
  ] as const) {
    const model = await load(compile(yaml), { path, kernels: 'stock' });
    expect([...(model.run({ x: feed }).y?.data ?? [])]).toEqual(expected);
    expect(model.stats({ batch: 1, ...(feed.shape.length === 3 ? { time: 2 } : {}) }).kernels.expm1).toBe(1);
    model.dispose();
  }
});
