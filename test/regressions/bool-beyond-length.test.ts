import { expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';
import { recurrent } from './given.ts';

test('a bool output or step value is false beyond the length', async () => {
  const yaml = recurrent({
    equations: ["h' = h + x", 'b = x > 0'],
    output: 'b',
    outputs: 'y: r, b: r.0.forward.step.b, h: r.final.h',
  });
  const model = await load(compile(yaml));
  try {
    const x = {
      shape: [1, 2, 2],
      data: Float32Array.of(1, 1, 5, 5),
    };
    const { y, b } = model.run({ x, 'time.lengths': Int32Array.of(1) });
    expect([...(y?.data ?? [])].map(Number)).toEqual([1, 1, 0, 0]);
    expect([...(b?.data ?? [])].map(Number)).toEqual([1, 1, 0, 0]);
  } finally {
    model.dispose();
  }
});
