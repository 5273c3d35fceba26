import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { writeArtifact } from '../../src/artifact/file/write.ts';
import { writeSafetensors } from '../../src/artifact/safetensors.ts';
import { readWeights } from '../../src/artifact/weights/weights.ts';
import { fileOf, floats, thrownBy } from './files.ts';
import { scalingModel } from './models.ts';

const wanted = [
  { path: 'encoder.0.forward.kernel', shape: [2, 3] },
  { path: 'encoder.0.forward.bias', shape: [3] },
];
const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((n, d) => n * d, 1)) });
const fileWith = (tensors: { readonly [name: string]: ReturnType<typeof zeros> }): Uint8Array =>
  writeSafetensors(new Map(Object.entries(tensors)), new Map());
const mistakesOf = (file: Uint8Array) => {
  const error = thrownBy(() => readWeights(file, wanted, 'w.safetensors'));
  if (!(error instanceof RnncError)) throw error;
  return error.diagnostics;
};

test('weights come by path, converted to float32', () => {
  const file = fileOf(
    '{"encoder.0.forward.bias":{"dtype":"F64","shape":[3],"data_offsets":[0,24]},"encoder.0.forward.kernel":{"dtype":"U8","shape":[2,3],"data_offsets":[24,30]}}',
    Uint8Array.from([...new Uint8Array(Float64Array.of(0.1, 2, 3).buffer), 1, 2, 3, 4, 5, 6]),
  );
  const weights = readWeights(file, wanted, 'w');
  expect(weights.get('encoder.0.forward.bias')?.data).toEqual(Float32Array.of(0.1, 2, 3));
  expect(weights.get('encoder.0.forward.kernel')).toEqual({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
});

test('everything that does not fit is told at once', () => {
  const mistakes = mistakesOf(
    fileWith({ 'encoder.0.forward.kernel': zeros(3, 2), 'encoder.0.forward.bais': zeros(3), optimizer: zeros(1) }),
  );
  expect(mistakes.map((d) => [d.code, d.message])).toEqual([
    ['weight-shape', 'weights file "w.safetensors": the weight "encoder.0.forward.kernel" has the wrong shape'],
    ['weight-missing', 'weights file "w.safetensors": the weight "encoder.0.forward.bias" is missing'],
    ['weight-unknown', 'weights file "w.safetensors": the model has no weight "encoder.0.forward.bais"'],
    ['weight-unknown', 'weights file "w.safetensors": the model has no weight "optimizer"'],
  ]);
  expect(mistakes[0]).toMatchObject({ expected: '[2, 3]', found: '[3, 2]', fix: expect.stringContaining('transpose') });
  expect(mistakes[1]?.found).toContain('"encoder.0.forward.bais"');
  expect(mistakes[2]?.fix).toBe('did you mean "encoder.0.forward.bias"?');
  expect(mistakes[3]?.fix).toBe('leave "optimizer" out');
});

test("weights as PyTorch's recurrent layers have them are told once, with their layout", () => {
  const names = ['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0_reverse'];
  const mistakes = mistakesOf(fileWith(Object.fromEntries(names.map((name) => [`rnn.${name}`, zeros(3)]))));
  expect(mistakes.map(({ message }) => message)).toEqual([
    'weights file "w.safetensors": its recurrent weights are laid out as PyTorch has them',
  ]);
  expect(mistakes[0]?.expected).toBe('encoder.0.forward.kernel, encoder.0.forward.bias');
  expect(mistakes[0]?.found).toContain('rnn.weight_hh_l0, rnn.weight_ih_l0: gates stacked in rows');
  expect(mistakes[0]?.fix).toContain('--from torch');
});

test('of 200,000 unknown tensors the first are told, and how many more there are', () => {
  const none = Array.from({ length: 200_000 }, (_, i): [string, ReturnType<typeof zeros>] => [`t${i}`, zeros(0)]);
  const mistakes = mistakesOf(writeSafetensors(new Map(none), new Map()));
  expect(mistakes).toHaveLength(51);
  expect(mistakes[0]).toMatchObject({ code: 'weight-missing', found: '200000 tensors of other names' });
  expect(mistakes.at(-1)?.message).toBe(
    'weights file "w.safetensors": 199952 more tensors are no weights of the model',
  );
});

test.each([
  [Number.NaN, 4, '[1, 1]'],
  [Number.POSITIVE_INFINITY, 5, '[1, 2]'],
  [Number.NEGATIVE_INFINITY, 0, '[0, 0]'],
])('%d is told with its place', (value, at, place) => {
  const kernel = zeros(2, 3);
  kernel.data[at] = value;
  expect(
    mistakesOf(fileWith({ 'encoder.0.forward.kernel': kernel, 'encoder.0.forward.bias': zeros(3) })),
  ).toMatchObject([
    {
      code: 'weight-not-finite',
      message: `weights file "w.safetensors": the weight "encoder.0.forward.kernel" is no finite number at ${place}`,
      found: `${value}`,
    },
  ]);
});

test('a float64 that float32 does not reach is told as well', () => {
  const header =
    '{"encoder.0.forward.bias":{"dtype":"F64","shape":[3],"data_offsets":[0,24]},"encoder.0.forward.kernel":{"dtype":"U8","shape":[2,3],"data_offsets":[24,30]}}';
  const data = Uint8Array.from([...new Uint8Array(Float64Array.of(1, 1e300, 3).buffer), 1, 2, 3, 4, 5, 6]);
  expect(mistakesOf(fileOf(header, data)).map((d) => d.code)).toEqual(['weight-not-finite']);
});

test('a tensor of booleans is no weight', () => {
  const header =
    '{"encoder.0.forward.kernel":{"dtype":"BOOL","shape":[2,3],"data_offsets":[0,6]},"encoder.0.forward.bias":{"dtype":"F32","shape":[3],"data_offsets":[6,18]}}';
  expect(mistakesOf(fileOf(header, new Uint8Array(18))).map((d) => [d.code, d.found])).toEqual([
    ['weight-dtype', 'BOOL'],
  ]);
});

describe('broken files', () => {
  const one = (start: number, end: number): string =>
    `{"dtype":"F32","shape":[${(end - start) / 4}],"data_offsets":[${start},${end}]}`;
  test.each([
    ['weights-truncated', new Uint8Array(3)],
    ['weights-truncated', fileWith({ a: zeros(4) }).slice(0, -1)],
    ['weights-overlap', fileOf(`{"a":${one(0, 8)},"b":${one(4, 12)}}`, floats(1, 2, 3))],
    ['weights-overlap', fileOf(`{"a":${one(4, 8)}}`, floats(1, 2))],
    ['weights-header', new TextEncoder().encode('PK\u0003\u0004 this is a zip file and no safetensors file')],
    ['weights-header', fileOf(`{"a":${one(0, 4)},"a":${one(0, 4)}}`, floats(1))],
  ])('%s', (code, file) => {
    const mistakes = mistakesOf(file);
    expect(mistakes.map((d) => d.code)).toEqual([code]);
    expect(mistakes[0]?.message).toContain('weights file "w.safetensors"');
    expect(mistakes[0]?.fix).toMatch(/\w/);
  });
});

describe('an artifact as a weights file', () => {
  const path = [{ path: 's.scale', shape: [2] }];
  test('gives its weights', () => {
    const weights = new Map([['s.scale', { shape: [2], data: Float32Array.of(3, 4) }]]);
    expect(readWeights(writeArtifact({ ...scalingModel(), weights }), path, 'm.rnnc')).toEqual(weights);
  });
  test('is refused where it was changed', () => {
    const file = writeArtifact(scalingModel());
    file[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
    const error = thrownBy(() => readWeights(file, path, 'm.rnnc'));
    expect(error instanceof RnncError ? error.diagnostics.map((d) => d.code) : error).toEqual(['artifact-changed']);
  });
});
