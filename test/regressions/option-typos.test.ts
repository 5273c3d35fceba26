import { expect, test } from 'vitest';
import { compile, type LoadOptions, load, RnncError, type RunOptions } from '../../src/index.ts';

const spec = `inputs: {x: {shape: [batch, time, 2]}}
layers: {a: {type: recurrent, input: x, cell: {gru: {units: 3}}}}
outputs: {a: a}
`;

// From JavaScript nothing else checks them.
test.each([[{ nan: 'Error' }], [{ variant: 'train' }]])('run refuses the unknown option value %j', async (options) => {
  const model = await load(compile(spec));
  expect(() => model.run({ x: [[[Number.NaN, 1]]] }, { nan: 'allow', ...options } as unknown as RunOptions)).toThrow(
    RnncError,
  );
});

test.each([[{ seed: -1 }], [{ seed: 2 ** 32 }], [{ step: 1.5 }], [{ step: Number.NaN }]])(
  'run refuses %j, which keys no random numbers',
  async (options) => {
    const model = await load(compile(spec));
    expect(() => model.run({ x: [[[1, 2]]] }, { variant: 'training', ...options })).toThrow(RnncError);
  },
);

test('load refuses an unknown path', async () => {
  const options = { path: 'pubic' } as unknown as LoadOptions;
  await expect(load(compile(spec), options)).rejects.toThrow(RnncError);
});
