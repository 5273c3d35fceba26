import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { float32Text, outputsToJson, outputsToTable } from '../../src/cli/numbers.ts';
import { Output } from '../../src/runtime/output.ts';

const plain = (text: string): string => text;

describe('float32 as text', () => {
  test('reads back as the same float32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(float32Text(value)))).toBe(value);
      }),
      { seed: 3, numRuns: 5000 },
    );
  });
  test.each([
    [0.1, '0.1'],
    [1 / 3, '0.33333334'],
    [16777216, '16777216'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [1e-45, '1e-45'],
    [-0, '-0'],
    [Number.NaN, '"NaN"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
  ])('%d is %s', (value, text) => {
    expect(float32Text(Math.fround(value))).toBe(text === '1e-45' ? '1.401298e-45' : text);
  });
});

test('JSON nests as the shapes say; integers stay whole', () => {
  const outputs = {
    'a"b': new Output(Float32Array.of(0.1, Number.NaN, 2, -3), [2, 1, 2], ['batch', '1', '2']),
    tokens: new Output(Int32Array.of(7), [1], ['batch']),
    one: new Output(Float32Array.of(4), [], []),
    none: new Output(new Float32Array(), [2, 0], ['batch', 'time']),
  };
  const text = outputsToJson(outputs);
  expect(JSON.parse(text)).toEqual({
    outputs: { 'a"b': [[[0.1, 'NaN']], [[2, -3]]], tokens: [7], one: 4, none: [[], []] },
  });
  expect(text).not.toContain('\n');
});

describe('tables', () => {
  const table = (data: Output['data'], shape: number[], dims: string[] = shape.map(String)): string =>
    outputsToTable({ y: new Output(data, shape, dims) }, plain);

  test('decimal points stand below each other; sizes are named', () => {
    expect(
      table(Float32Array.of(0.6, -12.5, 100, 1e-9, Number.NaN, 3), [1, 3, 2], ['batch', 'time', '2']),
    ).toMatchInlineSnapshot();
  });
  test('of many rows and columns the ends are shown', () => {
    expect(
      table(
        Int32Array.from({ length: 200 }, (_, i) => i),
        [20, 10],
      ),
    ).toMatchInlineSnapshot();
  });
  test('at the limit nothing is left out', () => {
    expect(table(new Int32Array(96), [12, 8])).not.toContain('…');
    expect(table(new Int32Array(13), [13, 1])).toContain('…');
    expect(table(new Int32Array(9), [1, 9])).toContain('…');
  });
  test('a number alone, and nothing', () => {
    expect(table(Float32Array.of(0.25), [])).toBe('y  []\n    0.25');
    expect(table(new Float32Array(), [1, 0], ['batch', 'time'])).toBe('y  [batch 1, time 0]\n  (empty)');
  });
  test('8 decimals at most', () => {
    expect(table(Float32Array.of(0.001234567891), [1])).toContain('0.00123457');
  });
});
