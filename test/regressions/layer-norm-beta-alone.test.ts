import { expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';
import { equations } from './given.ts';

test('layer_norm with beta and no gamma adds', async () => {
  const model = await load(compile(equations('layer_norm(a, beta=2 * a, epsilon=1)')));
  try {
    // mean 4, variance 1
    const y = model.run({ x: [[3, 5]] }).y?.data;
    expect(y?.[0]).toBeCloseTo(-1 / Math.sqrt(2) + 6, 5);
    expect(y?.[1]).toBeCloseTo(1 / Math.sqrt(2) + 10, 5);
  } finally {
    model.dispose();
  }
});
