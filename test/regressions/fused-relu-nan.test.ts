import { expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

const dense = (layers: string): string => `inputs: {x: {shape: [batch, 2]}}\nlayers: {${layers}}\noutputs: {y: a}\n`;
const fused = dense('a: {type: dense, input: x, units: 2, activation: relu}');
const apart = dense(
  'd: {type: dense, input: x, units: 2, bias: false}, a: {type: activation, input: d, function: relu}',
);

test.each(['fast', 'public'] as const)('relu of NaN is NaN with and without fusion: %s path', async (path) => {
  for (const yaml of [apart, fused]) {
    const model = await load(compile(yaml), { path });
    try {
      const y = model.run({ x: { shape: [1, 2], data: Float32Array.of(Number.NaN, 1) } }, { nan: 'allow' }).y;
      expect([...(y?.data ?? [])]).toEqual([Number.NaN, Number.NaN]);
    } finally {
      model.dispose();
    }
  }
});
