import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile, load, type Model, RnncError } from '../../src/index.ts';

const yaml = `
inputs: {x: {shape: [batch, time, 2]}}
layers: {r: {type: recurrent, input: x, cell: {rnn: {units: 2}}}}
outputs: {y: r}
`;
const codeOf = (call: () => unknown): string | undefined => {
  try {
    call();
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics[0]?.code;
    throw error;
  }
  return undefined;
};

describe('numbers that are given', () => {
  let model: Model;
  beforeAll(async () => {
    model = await load(compile(yaml));
  });
  afterAll(() => model.dispose());

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1e39])('weights of %s are told with their place', async (odd) => {
    const before = model.weights();
    const [path = ''] = [...before].flatMap(([name, { shape }]) => (shape.length === 2 ? [name] : []));
    const shape = before.get(path)?.shape ?? [];
    const data = Float32Array.from({ length: shape.reduce((n, d) => n * d, 1) }, (_, i) => (i === 1 ? odd : 0));
    const weights = { [path]: { shape, data } };
    expect(() => model.setWeights(weights)).toThrow(`"${path}" is no finite number at [0, 1]`);
    expect(model.weights()).toEqual(before);
    await expect(load(compile(yaml), { weights })).rejects.toThrow('weight-not-finite');
  });

  test('an array that does not lie row after row is no feed', () => {
    const data = [1, 2, 3, 4];
    const straight = model.run({ x: { data, shape: [1, 2, 2] } }).y?.data;
    const codes = [
      { stride: [4, 2, 1], offset: 0 },
      // the stride of an axis with one element means nothing
      { stride: [9, 2, 1] },
      { strides: [4, 2, 1] },
    ].map((more) => model.run({ x: { data, shape: [1, 2, 2], ...more } }).y?.data);
    expect(codes).toEqual([straight, straight, straight]);
    const turned = [{ stride: [4, 1, 2], offset: 0 }, { strides: [4, 1, 2] }, { stride: [4, 2, 1], offset: 1 }].map(
      (more) => codeOf(() => model.run({ x: { data, shape: [1, 2, 2], ...more } })),
    );
    expect(turned).toEqual(['input-strided', 'input-strided', 'input-strided']);
  });

  test('nor are trees', async () => {
    const trees = await load(
      compile(`inputs: {v: {shape: [batch, node, 2]}, parse: {tree: node}}
layers: {t: {type: recursive, input: v, tree: parse, cell: {tree.child_sum_lstm: {units: 1}}}}
outputs: {t: t}`),
    );
    const v = [[[1, 2]], [[3, 4]]].map((rows) => [...rows, ...rows]);
    const parse = { data: Int32Array.of(-1, 0, -1, 0), shape: [2, 2] };
    const straight = trees.run({ v, parse }).t?.data;
    expect(trees.run({ v, parse: { ...parse, strides: [2, 1] } }).t?.data).toEqual(straight);
    for (const more of [{ strides: [1, 2] }, { stride: [2, 1], offset: 1 }])
      expect(codeOf(() => trees.run({ v, parse: { ...parse, ...more } }))).toBe('input-strided');
    trees.dispose();
  });
});
