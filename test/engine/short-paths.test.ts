import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { readSafetensors, writeSafetensors } from '../../src/artifact/safetensors.ts';
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

test('states that are fed may have short paths', async () => {
  const model = await load(compile(MODEL));
  try {
    const x = [Array.from({ length: 2 }, (_, step) => [step + 1, 2])];
    const whole = model.run({ x, 'r.0.forward.h': [[1, 2]], 's.1.forward.h': [[3, 4]] });
    expect(model.run({ x, 'r.h': [[1, 2]], 's.1.h': [[3, 4]] })).toEqual(whole);
    expect(model.run({ x })).not.toEqual(whole);
    const session = model.session({ feeds: { 'r.h': [[1, 2]], 's.1.h': [[3, 4]] } });
    expect(session.process({ x }).y?.data).toEqual(whole.y?.data);
    expect(mistakesOf(() => void model.run({ x, 's.h': [[0, 0]] }))).toContain(
      'ambiguous-path: one of s.0.forward.h, s.1.forward.h',
    );
    expect(mistakesOf(() => void model.session({ feeds: { 's.h': [[0, 0]] } }))).toContain(
      'ambiguous-path: one of s.0.forward.h, s.1.forward.h',
    );
    expect(mistakesOf(() => void model.run({ x, 'r.h': [[0, 0]], 'r.forward.h': [[1, 1]] }))).toEqual([
      'given-twice: every path once',
    ]);
    expect(mistakesOf(() => void model.run({ x, 'r.g': [[0, 0]] })).map((text) => text.split(':')[0])).toEqual([
      'input-unknown',
    ]);
  } finally {
    model.dispose();
  }
});

test('weights that a model is loaded with, and those of a file, may have short paths', async () => {
  const bias = { shape: [8], data: new Float32Array(8).fill(0.5) };
  const model = await load(compile(MODEL), { weights: { 'r.bias': bias } });
  expect(model.weights().get('r.0.forward.bias')?.data).toEqual(bias.data);
  const all = model.weights();
  model.dispose();
  await expect(load(compile(MODEL), { weights: { 's.bias': bias } })).rejects.toThrow(
    's.0.forward.bias, s.1.forward.bias',
  );

  const shortened = (path: string): string => path.replace('.forward', '').replace('r.0', 'r');
  const file = writeSafetensors(new Map([...all].map(([path, weight]) => [shortened(path), weight])), new Map());
  expect([...readSafetensors(file).tensors.keys()]).toContain('r.bias');
  expect(compile(MODEL).withWeights(file).weights).toEqual(all);
  const twice = writeSafetensors(new Map([...[...all].slice(1), ['s.bias', bias]]), new Map());
  expect(() => compile(MODEL).withWeights(twice)).toThrow('s.0.forward.bias, s.1.forward.bias');
});
