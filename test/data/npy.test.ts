import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { FeedShape } from '../../src/data/dataset/dataset.ts';
import { parseNpy } from '../../src/data/rows/npy-rows.ts';
import { batchesOf, input, mistakes, open, samplesOf, target } from './given.ts';

/** A file as numpy.lib.format writes it: the header is padded with spaces to a multiple of 64 and ends in a line end. */
function npy(
  descr: string,
  shape: readonly number[],
  data: ArrayBufferView,
  { version = 1, fortran = false } = {},
): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dict = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const start = version === 1 ? 10 : 12;
  const length = Math.ceil((start + dict.length + 1) / 64) * 64 - start;
  const header = new TextEncoder().encode(`${dict.padEnd(length - 1)}\n`);
  const bytes = new Uint8Array(start + length + data.byteLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  bytes.set(header, start);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + length);
  return bytes;
}

describe('NumPy arrays', () => {
  test.each([
    ['<f4', Float32Array.of(1.5, -2, 3)],
    ['<f8', Float64Array.of(1.1, -2, 3)],
    ['<i4', Int32Array.of(1, -2, 3)],
    ['<i8', BigInt64Array.of(1n, -2n, 9007199254740991n)],
    ['|u1', Uint8Array.of(1, 2, 255)],
    ['|b1', Uint8Array.of(1, 0, 1)],
  ])('%s, versions 1 to 3', (descr, data) => {
    for (const version of [1, 2, 3]) {
      const array = parseNpy(npy(descr, [3], data, { version }), 'a.npy');
      expect(array.shape).toEqual([3]);
      expect(Array.from(array.data)).toEqual(Array.from(data as ArrayLike<number | bigint>, Number));
    }
  });

  const floats = new Float32Array(6);
  test.each([
    ['Fortran order', npy('<f4', [2, 3], floats, { fortran: true }), 'it is in Fortran order'],
    ['big-endian', npy('>f4', [6], floats), 'its elements are big-endian'],
    ['float16', npy('<f2', [12], floats), 'its elements are float16'],
    ['objects', npy('|O', [3], floats), 'its elements are Python objects'],
    ['a record', npy("<f4', 'x", [6], floats), 'its elements are <f4'],
    ['a number alone', npy('<f4', [], Float32Array.of(1)), 'it is a single number'],
    ['too few bytes', npy('<f4', [7], floats), 'it holds 24 bytes where its shape takes 28'],
    ['no header', new TextEncoder().encode('a,b\n1,2\n3,4\n'), 'it has no NumPy header'],
    [
      'a huge axis beside one of size 0',
      npy('<f4', [10 ** 15, 0], new Float32Array()),
      'its shape [1000000000000000, 0] holds no numbers',
    ],
    ['a size beyond all numbers', npy('<f4', [1e20, 0], new Float32Array()), `its shape [${1e20}, 0] holds no numbers`],
    ['sixty-five axes', npy('<f4', Array(65).fill(1), Float32Array.of(1)), 'it has 65 axes'],
    [
      'a header of a megabyte',
      npy('<f4', Array(300_000).fill(1), Float32Array.of(1), { version: 2 }),
      'its header has 900096 bytes',
    ],
    ['a cut header', npy('<f4', [6], floats).subarray(0, 40), 'its header is cut off'],
    ['version 4', npy('<f4', [6], floats, { version: 4 }), 'it is of version 4'],
    [
      'a number beyond 2^53',
      npy('<i8', [1], BigInt64Array.of(2n ** 60n)),
      'the number 1152921504606846976 is beyond 2^53',
    ],
  ])('refused: %s', async (name, bytes, reason) => {
    if (name === 'a record') return;
    const found = await mistakes(async () => parseNpy(bytes, 'a.npy'));
    expect(found).toEqual([`- data-format: "a.npy" can't be read as a NumPy array: ${reason}`]);
  });
  test('refused: structured elements', async () => {
    const bytes = npy('<f4', [6], floats);
    const text = new TextDecoder('latin1')
      .decode(bytes)
      .replace("'descr': '<f4'", "'descr': [('a', '<f4')]".padEnd(14));
    const structured = Uint8Array.from(text, (c) => c.charCodeAt(0));
    expect((await mistakes(async () => parseNpy(structured, 'a.npy')))[0]).toContain('its elements are structured');
  });

  const files = {
    'x.npy': npy(
      '<f4',
      [4, 3, 2],
      Float32Array.from({ length: 24 }, (_, i) => i),
    ),
    'y.npy': npy('<i8', [4], BigInt64Array.of(1n, 0n, 1n, 0n)),
    'short.npy': npy('<i4', [3], new Int32Array(3)),
    'series.npy': npy(
      '<f8',
      [10, 2],
      Float64Array.from({ length: 20 }, (_, i) => i),
    ),
  };
  test('are samples by their first axis', async () => {
    const data = await open(
      'source: {x: x.npy, y: y.npy}\nsplit: {train: 1}',
      [input('x', ['batch', 'time', 2]), target('y', ['batch'], 'int32')],
      { files },
    );
    const [batch] = await batchesOf(data.train);
    expect(batch?.feeds.x).toEqual({
      dtype: 'float32',
      shape: [4, 3, 2],
      data: Float32Array.from({ length: 24 }, (_, i) => i),
    });
    expect(batch?.feeds.y?.data).toEqual(Int32Array.of(1, 0, 1, 0));
    expect(batch?.lengths).toEqual({});
  });
  test('are all used', async () => {
    const shapes = [input('x', ['batch', 'time', 2])];
    const unused = 'source: {x: x.npy, more: y.npy}\nsplit: {train: 1}';
    expect(await mistakes(() => open(unused, shapes, { files }))).toEqual([
      '- no-effect: "y.npy" has no effect: no feed takes "more"',
    ]);
    const lengths = 'source: {x: x.npy, time.lengths: y.npy}\nsplit: {train: 1}';
    const error: unknown = await open(lengths, shapes, { files }).catch((cause: unknown) => cause);
    expect(error instanceof RnncError ? error.diagnostics.map(({ fix }) => fix) : []).toEqual([
      'call it as the array whose steps it counts: "x.lengths"',
    ]);
    const ignored = `${unused}\ncolumns: {more: {type: ignore}}`;
    expect((await open(ignored, shapes, { files })).train.samples).toBe(4);
  });
  test('are rows of a series with windows', async () => {
    const data = await open(
      'source: {v: series.npy}\nwindows: {width: 3}\nfeeds: {x: {columns: [v]}}\nsplit: {train: 1}',
      [input('x', ['batch', 'time', 2])],
      { files },
    );
    expect(data.train.samples).toBe(7);
    expect(samplesOf(await batchesOf(data.train), 'x')[1]).toEqual([
      [2, 3],
      [4, 5],
      [6, 7],
    ]);
  });
  test('parts, and normalisation by feature where it is asked for', async () => {
    const data = await open(
      'source: {train: {x: x.npy}, validation: {x: x.npy}}\ncolumns: {x: {normalize: minmax}}',
      [input('x', ['batch', 'time', 2])],
      { files },
    );
    expect(data.preprocessing.columns.x).toEqual({
      type: 'number',
      range: [0, 23],
      normalize: 'minmax',
      offset: [0, 1],
      scale: [22, 22],
    });
    expect(data.validation?.samples).toBe(4);
  });
  test('have no more axes than their feed', async () => {
    const given = {
      files: {
        'x.npy': npy('<f4', [4, 3, 2, 2], new Float32Array(48)),
        'flat.npy': npy('<f4', [4, 3, 4], new Float32Array(48)),
        'y.npy': npy('<f4', [4, 2, 3], new Float32Array(24)),
        'column.npy': npy('<i8', [4, 1], new BigInt64Array(4)),
        'none.npy': npy('<f4', [0, 3, 4], new Float32Array()),
      },
    };
    const shapes = [input('x', ['batch', 'time', 4]), target('y', ['batch', 6])];
    const tried = (x: string, y: string, of = shapes) =>
      mistakes(() => open(`source: {x: ${x}, y: ${y}}\nsplit: {train: 1}`, of, given));
    expect(await tried('x.npy', 'y.npy')).toMatchInlineSnapshot(`
      [
        "- bad-row: x.npy: 4 rows: column "x" has the shape [3, 2, 2], with more axes than the feed takes: rows 1, 2, 3, 4",
      ]
    `);
    expect(await tried('flat.npy', 'y.npy')).toMatchInlineSnapshot(`
      [
        "- bad-row: y.npy: 4 rows: column "y" has the shape [2, 3], with more axes than the feed takes: rows 1, 2, 3, 4",
      ]
    `);
    expect(await tried('none.npy', 'none.npy')).toMatchInlineSnapshot(`
      [
        "- data-empty: "none.npy" has no rows",
      ]
    `);
    const one = await open(
      'source: {x: flat.npy, y: column.npy}\nsplit: {train: 1}',
      [shapes[0] as FeedShape, target('y', ['batch'], 'int32')],
      given,
    );
    expect(one.train.samples).toBe(4);
  });
  test('must be of one length', async () => {
    expect(
      await mistakes(() => open('source: {x: x.npy, y: short.npy}', [input('x', ['batch', 'time', 2])], { files })),
    ).toEqual(['- data-format: "short.npy" has 3 rows and "x.npy" has 4']);
  });
  test('with numbers that are not finite have bad rows, under the path of the array that holds them', async () => {
    const odd = Float32Array.from({ length: 24 }, (_, i) => i);
    odd[15] = Number.NaN;
    const section = 'source: {y: y.npy, x: odd.npy, w: w.npy}\nsplit: {train: 1}';
    const inputs = [
      input('x', ['batch', 'time', 2]),
      target('y', ['batch'], 'int32'),
      { ...target('w', ['batch']), meaning: 'sample weights' } as const,
    ];
    const given = {
      files: {
        ...files,
        'odd.npy': npy('<f4', [4, 3, 2], odd),
        'w.npy': npy('<f8', [4], Float64Array.of(Number.POSITIVE_INFINITY, 1, 1, 1)),
      },
    };
    expect(await mistakes(() => open(section, inputs, given))).toEqual([
      '- bad-row: w.npy:1:1: column "w" is no number: Infinity',
      '- bad-row: odd.npy:3:1: column "x" has no finite number at [1, 1]: NaN',
    ]);
    const data = await open(`${section}\nbad_rows: skip`, inputs, given);
    expect(data.report.skipped).toMatchObject({ count: 2, first: [{ file: 'w.npy' }, { file: 'odd.npy' }] });
    expect(samplesOf(await batchesOf(data.train), 'y')).toEqual([0, 0]);
  });
  test('a row that does not fit what was fitted is told with its array', async () => {
    const given = {
      files: { 'x.npy': npy('<f4', [4, 2], new Float32Array(8)), 'y.npy': npy('<i4', [4], Int32Array.of(1, 2, 1, 3)) },
    };
    const section =
      'source: {x: x.npy, y: y.npy}\ncolumns: {y: {type: category}}\nsplit: {validation: 0.25, by: order}';
    expect(
      await mistakes(() => open(section, [input('x', ['batch', 2]), target('y', ['batch'], 'int32')], given)),
    ).toEqual(['- bad-row: y.npy:4:1: column "y" has the value "3", which the training part has not']);
  });
  test('must have rows', async () => {
    const given = {
      files: { 'x.npy': npy('<f4', [0, 2], new Float32Array(0)), 'y.npy': npy('<i4', [0], new Int32Array(0)) },
    };
    for (const source of ['{x: x.npy, y: y.npy}', '{train: {x: x.npy, y: y.npy}, validation: {x: x.npy, y: y.npy}}'])
      expect(
        await mistakes(() =>
          open(`source: ${source}`, [input('x', ['batch', 2]), target('y', ['batch'], 'int32')], given),
        ),
      ).toEqual(['- data-empty: "x.npy" has no rows']);
  });
});
