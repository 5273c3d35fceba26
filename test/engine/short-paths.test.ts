import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile, load } from '../../src/index.ts';

const MODEL = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  r: {type: recurrent, input: x, cell: {lstm: {units: 2}}}
  s: {type: recurrent, input: r, cell: {rnn: {units: 2}}, depth: 2}
outputs: {y: s}
`;
const vector = (data: readonly number[]) => ({ shape: [1, 2], data: Float32Array.from(data) });

function mistakesOf(run: () => void): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics.map(({ code, expected }) => `${code}: ${expected}`);
    throw error;
  }
  return [];
}

test('paths of states and weights may be shortened where only one thing can be meant', async () => {
  const model = await load(compile(MODEL));
  try {
    const session = model.session();
    session.state = { 'r.h': vector([1, 2]), 's.1.h': vector([3, 4]) };
    expect([...(session.state.get('r.0.forward.h')?.data ?? [])]).toEqual([1, 2]);
    expect([...(session.state.get('s.1.forward.h')?.data ?? [])]).toEqual([3, 4]);
    expect(
      mistakesOf(() => {
        session.state = { 's.h': vector([0, 0]) };
      }),
    ).toEqual(['ambiguous-path: one of s.0.forward.h, s.1.forward.h']);
    expect(
      mistakesOf(() => {
        session.state = { 'r.h': vector([0, 0]), 'r.0.forward.h': vector([1, 1]) };
      }),
    ).toEqual(['given-twice: every path once']);
    const bias = { shape: [8], data: new Float32Array(8).fill(0.5) };
    model.setWeights({ 'r.bias': bias });
    expect([...(model.weights().get('r.0.forward.bias')?.data ?? [])]).toEqual([...bias.data]);
    expect(mistakesOf(() => model.setWeights({ 's.bias': { shape: [2], data: new Float32Array(2) } }))).toEqual([
      'ambiguous-path: one of s.0.forward.bias, s.1.forward.bias',
    ]);
    // nothing was changed by what was refused
    expect([...(session.state.get('r.0.forward.h')?.data ?? [])]).toEqual([1, 2]);
  } finally {
    model.dispose();
  }
});
