import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { weightsOf } from '../../src/artifact/artifact.ts';
import type { WeightData } from '../../src/artifact/definition.ts';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { readSafetensors, type TensorToWrite } from '../../src/artifact/safetensors.ts';
import { fromInt16, roundedWeights, suitsInt16, toInt16 } from '../../src/artifact/weights/int16-weights.ts';
import { readWeights } from '../../src/artifact/weights/weights.ts';
import { compile } from '../../src/index.ts';
import { numbers } from '../generate/alone.ts';
import { resealed, thrownBy } from './files.ts';

const matrix = (rows: number, columns: number, at: (i: number, j: number) => number): WeightData => ({
  shape: [rows, columns],
  data: Float32Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns)),
});
function expectEqual(found: ReadonlyMap<string, WeightData>, expected: ReadonlyMap<string, WeightData>): void {
  const told = (weights: ReadonlyMap<string, WeightData>): string[] =>
    [...weights].map(
      ([path, { shape, data }]) =>
        `${path} [${shape}] ${Buffer.from(new Float32Array(data).buffer).toString('base64')}`,
    );
  expect(told(found).sort()).toEqual(told(expected).sort());
}
const rounded = (weight: WeightData): WeightData => fromInt16(toInt16(weight));

/** Matrices of all kinds of rows and columns: alike, from small to large, with zeros, almost too small for float32. */
function* matrices(): Generator<WeightData> {
  const next = numbers(11);
  for (const [rows, columns] of [
    [20, 30],
    [1, 200],
    [200, 1],
    [64, 64],
  ] as const) {
    yield matrix(rows, columns, next);
    yield matrix(rows, columns, (i, j) => next() * 10 ** ((i % 13) - 6) * 2 ** ((j % 9) - 4));
    yield matrix(rows, columns, (i, j) => (i % 3 === 0 || j % 5 === 0 ? 0 : next()));
    yield matrix(rows, columns, () => next() * 2 ** -140);
    yield matrix(rows, columns, () => next() * 2 ** 127);
    yield matrix(rows, columns, () => 0);
  }
}

describe('a matrix in 16 bits', () => {
  test('is off by no more than its rows and columns allow, and keeps its zeros and signs', () => {
    for (const weight of matrices()) {
      const [rows = 0, columns = 0] = weight.shape;
      const { data } = rounded(weight);
      const at = (i: number, j: number): number => weight.data[i * columns + j] ?? 0;
      const all = [...weight.data.keys()];
      const columnTop = Array.from({ length: columns }, (_, j) =>
        Math.max(...Array.from({ length: rows }, (__, i) => Math.abs(at(i, j)))),
      );
      const rowTop = Array.from({ length: rows }, (_, i) =>
        Math.max(...columnTop.map((top, j) => (top === 0 ? 0 : Math.abs(at(i, j)) / top))),
      );
      const wrong = all.filter((index) => {
        const [i, j] = [Math.floor(index / columns), index % columns];
        const [x, y] = [at(i, j), data[index] ?? Number.NaN];
        // what float32 has no smaller steps for, in the scale and in the number
        const least = 2 ** -134 + Math.abs(x) * 2 ** -23;
        const ofColumn = ((columnTop[j] ?? 0) / 65_534) * 1.0001 + least;
        const ofBoth = (((columnTop[j] ?? 0) * (rowTop[i] ?? 0)) / 32_767) * 1.0001 + least;
        const isNear = Math.abs(y - x) <= ofColumn && Math.abs(y - x) <= ofBoth;
        return !isNear || (x === 0 ? !Object.is(y, 0) : Math.sign(y) * Math.sign(x) === -1);
      });
      expect(wrong).toEqual([]);
      expect(data.every(Number.isFinite)).toBe(true);
    }
  });

  test('stays as it is when it is rounded again', () => {
    for (const weight of matrices()) {
      const once = rounded(weight);
      expect(rounded(once)).toEqual(once);
      const next = numbers(5);
      const many = matrix(50, 50, () => next() ** 3);
      expect(rounded(rounded(many))).toEqual(rounded(many));
    }
  });

  test('and its negative are rounded alike', () => {
    const weight = matrix(20, 30, numbers(3));
    const negative = { ...weight, data: weight.data.map((x) => -x) };
    expect(rounded(negative).data).toEqual(rounded(weight).data.map((x) => 0 - x));
  });

  test('is a matrix of finite numbers that becomes smaller', () => {
    expect(suitsInt16(matrix(20, 30, () => 1))).toBe(true);
    expect(suitsInt16(matrix(8, 8, () => 1))).toBe(false);
    expect(suitsInt16(matrix(20, 30, (i) => (i === 19 ? Number.NaN : 1)))).toBe(false);
    expect(suitsInt16(matrix(20, 30, (i) => (i === 19 ? Number.POSITIVE_INFINITY : 1)))).toBe(false);
    expect(suitsInt16({ shape: [600], data: new Float32Array(600) })).toBe(false);
    expect(suitsInt16({ shape: [2, 20, 30], data: new Float32Array(1200) })).toBe(false);
  });
});

const yaml = (units: number): string => `inputs: {x: {shape: [batch, time, 24]}}
layers: {m: {type: recurrent, input: x, cell: {lstm: {units: ${units}}}}}
outputs: {y: m}`;
const KERNEL = 'm.0.forward.recurrent_kernel';
const ROWS = `rnnc.scales.rows.${KERNEL}`;
const COLUMNS = `rnnc.scales.columns.${KERNEL}`;

describe('the file of a model in 16 bits', () => {
  test('is half as large where weights are most of it, and holds the rounded numbers', () => {
    const plain = compile(yaml(200));
    const model = compile(yaml(200), { precision: 'int16' });
    const [before, bytes] = [plain.toBytes(), model.toBytes()];
    const kernels = (file: Uint8Array): number =>
      [...(readArtifact(file).kernels?.modules.values() ?? [])].reduce((n, module) => n + module.bytes.length, 0);
    // graph, sources and kernels stay as large as they are
    expect(bytes.length / before.length).toBeLessThan(0.6);
    expect(bytes.length - kernels(bytes)).toBeLessThan(0.54 * (before.length - kernels(before)));
    const read = readArtifact(bytes);
    expect(read.precision).toBe('int16');
    expectEqual(read.weights, model.weights);
    expectEqual(read.weights, roundedWeights(plain, readArtifact(before).weights));
    const { tensors } = readSafetensors(bytes);
    const typeOf = (name: string): string => `${tensors.get(name)?.dtype} ${tensors.get(name)?.shape}`;
    expect([KERNEL, ROWS, COLUMNS, 'm.0.forward.bias'].map(typeOf)).toEqual([
      'I16 200,800',
      'F32 200',
      'F32 800',
      'F32 800',
    ]);
  });

  test('is the same when the model is written again, and in float32 is none of all this', () => {
    const bytes = compile(yaml(30), { precision: 'int16' }).toBytes();
    const again = compile(yaml(30), { precision: 'int16' }).withWeights(bytes);
    expect(again.toBytes()).toEqual(bytes);
    const plain = readArtifact(compile(yaml(30)).toBytes());
    expect(plain.precision).toBeUndefined();
  });

  test('gives weights to another model', () => {
    const bytes = compile(yaml(30), { precision: 'int16' }).toBytes();
    const taken = readWeights(bytes, weightsOf(compile(yaml(30)).graphs), 'w');
    expectEqual(taken, readArtifact(bytes).weights);
  });
});

describe('a file that was tampered with', () => {
  const good = compile(yaml(30), { precision: 'int16' }).toBytes();
  const changed = (change: (tensors: Map<string, TensorToWrite>) => void): Uint8Array =>
    resealed(good, (_, tensors) => change(tensors));
  const floats = (n: number, value: number): TensorToWrite => ({ shape: [n], data: new Float32Array(n).fill(value) });
  const withScale = (name: string, value: number) => (tensors: Map<string, TensorToWrite>) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`no ${name}`);
    tensor.data[3] = value;
  };

  test('and changed in nothing is read as it was', () => {
    expect(readArtifact(changed(() => {})).weights).toEqual(readArtifact(good).weights);
  });

  test.each<readonly [string, (tensors: Map<string, TensorToWrite>) => void, RegExp]>([
    ['no scales of rows', (t) => void t.delete(ROWS), /scales "rnnc.scales.rows.*missing/],
    ['no scales of columns', (t) => void t.delete(COLUMNS), /scales "rnnc.scales.columns.*missing/],
    ['no scales at all', (t) => [ROWS, COLUMNS].forEach((name) => void t.delete(name)), /missing/],
    ['too many scales', (t) => void t.set(ROWS, floats(31, 1)), /do not fit/],
    ['too few scales', (t) => void t.set(COLUMNS, floats(1, 1)), /do not fit/],
    ['scales that are a matrix', (t) => void t.set(ROWS, { shape: [1, 30], data: new Float32Array(30) }), /do not fit/],
    ['scales of integers', (t) => void t.set(ROWS, { shape: [30], data: new Int16Array(30) }), /do not fit/],
    ['a scale that is NaN', withScale(ROWS, Number.NaN), /entry 3 of the scales/],
    ['an infinite scale', withScale(COLUMNS, Number.POSITIVE_INFINITY), /entry 3 of the scales/],
    ['a negative scale', withScale(COLUMNS, -1), /entry 3 of the scales/],
    ['scales beyond float32', (t) => void t.set(COLUMNS, floats(120, 1e38)), /beyond float32/],
    ['scales of a vector', (t) => void t.set('rnnc.scales.rows.m.0.forward.bias', floats(120, 1)), /no matrix/],
    [
      'scales of a weight in float32',
      (t) => void t.set(KERNEL, { shape: [30, 120], data: new Float32Array(3600) }),
      /no matrix/,
    ],
    ['a weight of another shape', (t) => void t.set(KERNEL, { shape: [120, 30], data: new Int16Array(3600) }), /shape/],
  ])('to have %s is refused', (_, change, message) => {
    const file = changed(change);
    const error = thrownBy(() => readArtifact(file, { file: 'm.rnnc' }));
    if (!(error instanceof RnncError)) throw error;
    expect(error.diagnostics.map(({ code }) => code)).toEqual(['artifact-invalid']);
    expect(error.diagnostics[0]?.message).toMatch(message);
    expect(error.diagnostics[0]?.message).toContain('m.rnnc');
    const asWeights = thrownBy(() => readWeights(file, weightsOf(compile(yaml(30)).graphs), 'w.rnnc'));
    if (!(asWeights instanceof RnncError)) throw asWeights;
    expect(asWeights.diagnostics[0]?.code).toMatch(/^weight-/);
    expect(asWeights.diagnostics[0]?.fix).not.toBe('');
  });

  test('a precision that is none is refused', () => {
    const file = resealed(good, (metadata) => {
      metadata.set(
        'rnnc.model',
        (metadata.get('rnnc.model') ?? '').replace('"precision":"int16"', '"precision":"int8"'),
      );
    });
    expect(thrownBy(() => readArtifact(file))).toBeInstanceOf(RnncError);
  });
});

test('a precision that is none is a mistake of the program', () => {
  expect(() => compile(yaml(2), { precision: 'int8' as 'int16' })).toThrow(RnncError);
});
