import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { float32Text, outputsToJson, outputsToTable } from '../../src/cli/reports/numbers.ts';
import { Output } from '../../src/model/output.ts';

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
    [1e-45, '1.401298e-45'],
    [-0, '-0'],
    [Number.NaN, '"NaN"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
  ])('%d is %s', (value, text) => {
    expect(float32Text(Math.fround(value))).toBe(text);
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
    ).toMatchInlineSnapshot(`
      "y  [batch 1, time 3, 2]
        [0, 0]    0.6   -12.5
        [0, 1]  100    1e-9
        [0, 2]  NaN       3"
    `);
  });
  test('of many rows and columns the ends are shown', () => {
    expect(
      table(
        Int32Array.from({ length: 200 }, (_, i) => i),
        [20, 10],
      ),
    ).toMatchInlineSnapshot(`
      "y  [20, 10]
        [0]     0    1    2    3  …    6    7    8    9
        [1]    10   11   12   13  …   16   17   18   19
        [2]    20   21   22   23  …   26   27   28   29
        [3]    30   31   32   33  …   36   37   38   39
        [4]    40   41   42   43  …   46   47   48   49
        [5]    50   51   52   53  …   56   57   58   59
        …
        [14]  140  141  142  143  …  146  147  148  149
        [15]  150  151  152  153  …  156  157  158  159
        [16]  160  161  162  163  …  166  167  168  169
        [17]  170  171  172  173  …  176  177  178  179
        [18]  180  181  182  183  …  186  187  188  189
        [19]  190  191  192  193  …  196  197  198  199"
    `);
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
