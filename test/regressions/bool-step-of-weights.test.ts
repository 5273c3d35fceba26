import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { type CompiledModel, compile, load } from '../../src/index.ts';
import { recurrent } from './given.ts';

test('a bool value of weights alone gets its batch axis, or is refused', async () => {
  const yaml = recurrent({
    weights: 'w: {shape: [2], init: [ones, zeros]}',
    equations: ["h' = h + where(b, x, 0)", 'b = w > 0.5'].reverse(),
    output: "h'",
    outputs: 'y: r, b: r.0.forward.step.b',
  });
  let compiled: CompiledModel;
  try {
    compiled = compile(yaml);
  } catch (error) {
    expect(error).toBeInstanceOf(RnncError);
    return;
  }
  const model = await load(compiled);
  try {
    expect(model.run({ x: { shape: [1, 3, 2], data: new Float32Array(6) } }).b?.shape).toEqual([1, 3, 2]);
  } finally {
    model.dispose();
  }
});
