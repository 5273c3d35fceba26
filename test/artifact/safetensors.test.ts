import { describe, expect, test } from 'vitest';
import { readSafetensors, SafetensorsError, toFloat32, writeSafetensors } from '../../src/artifact/safetensors.ts';
import { fileOf, floats, thrownBy } from './files.ts';

const rulesBroken = (file: Uint8Array): readonly string[] => {
  const error = thrownBy(() => readSafetensors(file));
  if (!(error instanceof SafetensorsError)) throw error;
  return error.problems.map((problem) => problem.rule);
};
const entry = (shape: readonly unknown[], start: number, end: number, dtype = 'F32'): string =>
  JSON.stringify({ dtype, shape, data_offsets: [start, end] });

describe('reading', () => {
  test('tensors come in the order of their data, with the metadata', () => {
    const file = fileOf(
      `{"b":${entry([2], 0, 8)},"__metadata__":{"k":"v"},"a":${entry([], 8, 12)},"none":${entry([0, 3], 12, 12)}}`,
      floats(1, 2, 3),
    );
    const { metadata, tensors } = readSafetensors(file);
    expect([...metadata]).toEqual([['k', 'v']]);
    expect([...tensors].map(([name, { shape, bytes }]) => [name, shape, bytes.length])).toEqual([
      ['b', [2], 8],
      ['a', [], 4],
      ['none', [0, 3], 0],
    ]);
  });

  test('an empty file of the format has nothing in it', () => {
    expect(readSafetensors(fileOf('{}')).tensors.size).toBe(0);
  });

  test('a tensor named __proto__ is a tensor like any other', () => {
    const { tensors } = readSafetensors(
      fileOf(`{"__proto__":${entry([1], 0, 4)},"constructor":${entry([1], 4, 8)}}`, floats(1, 2)),
    );
    expect([...tensors.keys()]).toEqual(['__proto__', 'constructor']);
    expect(({} as { dtype?: string }).dtype).toBeUndefined();
  });

  test('a file that lies inside a larger buffer is read from its own start', () => {
    const file = fileOf(`{"a":${entry([1], 0, 4)}}`, floats(7));
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    const read = readSafetensors(shifted.subarray(3)).tensors.get('a');
    expect(read === undefined ? null : toFloat32(read)).toEqual(Float32Array.of(7));
  });
});

describe('every rule, broken alone', () => {
  const one = entry([1], 0, 4);
  const cases: readonly (readonly [what: string, rule: string, file: Uint8Array])[] = [
    ['no bytes', 'too-short', new Uint8Array()],
    ['seven bytes', 'too-short', new Uint8Array(7)],
    ['header length beyond the limit', 'header-length', fileOf('{}', undefined, 100_000_001n)],
    ['header length of 2^63', 'header-length', fileOf('{}', undefined, 2n ** 63n)],
    ['header length that is negative as a float or int', 'header-length', fileOf('{}', undefined, 2n ** 64n - 1n)],
    ['header length beyond the file', 'truncated', fileOf('{}', undefined, 3n)],
    ['header of no bytes', 'header-json', fileOf('')],
    ['header that is not UTF-8', 'header-text', fileOf('{}', new Uint8Array([0xff]), 3n)],
    ['header with a byte order mark', 'header-json', fileOf('\uFEFF{}')],
    ['header that begins with a space', 'header-json', fileOf(' {}')],
    ['header that is a list', 'header-json', fileOf('[]')],
    ['header that is a string', 'header-json', fileOf('"{}"')],
    ['header that is cut off', 'header-json', fileOf('{"a":')],
    ['text after the object', 'header-json', fileOf('{}{}')],
    ['a comment', 'header-json', fileOf('{/**/}')],
    ['a trailing comma', 'header-json', fileOf('{"__metadata__":{},}')],
    ['deep nesting', 'header-json', fileOf(`{"a":${'['.repeat(100_000)}`)],
    ['a tensor twice', 'duplicate-key', fileOf(`{"a":${one},"a":${one}}`, floats(1))],
    ['a tensor twice, once with an escape', 'duplicate-key', fileOf(`{"a":${one},"\\u0061":${one}}`, floats(1))],
    [
      'a key of a tensor twice',
      'duplicate-key',
      fileOf('{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', floats(1)),
    ],
    ['a metadata key twice', 'duplicate-key', fileOf('{"__metadata__":{"a":"1","a":"2"}}')],
    ['metadata that is a list', 'metadata', fileOf('{"__metadata__":[]}')],
    ['metadata that is null', 'metadata', fileOf('{"__metadata__":null}')],
    ['a metadata number', 'metadata', fileOf('{"__metadata__":{"a":1}}')],
    ['metadata in metadata', 'metadata', fileOf('{"__metadata__":{"a":{}}}')],
    ['an entry that is a number', 'entry', fileOf('{"a":1}')],
    ['an entry that is null', 'entry', fileOf('{"a":null}')],
    ['an entry that is a list', 'entry', fileOf('{"a":[]}')],
    ['a further key', 'entry', fileOf('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}', floats(1))],
    ['no dtype', 'dtype', fileOf('{"a":{"shape":[1],"data_offsets":[0,4]}}', floats(1))],
    ['an unknown dtype', 'dtype', fileOf(`{"a":${entry([1], 0, 4, 'F31')}}`, floats(1))],
    ['a dtype in lower case', 'dtype', fileOf(`{"a":${entry([1], 0, 4, 'f32')}}`, floats(1))],
    ['a dtype that is a property of every object', 'dtype', fileOf(`{"a":${entry([1], 0, 4, 'toString')}}`, floats(1))],
    ['a dtype that is a number', 'dtype', fileOf('{"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}', floats(1))],
    ['no shape', 'shape', fileOf('{"a":{"dtype":"F32","data_offsets":[0,4]}}', floats(1))],
    ['a negative size', 'shape', fileOf(`{"a":${entry([-1], 0, 4)}}`, floats(1))],
    ['two negative sizes', 'shape', fileOf(`{"a":${entry([-1, -1], 0, 4)}}`, floats(1))],
    ['half a size', 'shape', fileOf(`{"a":${entry([0.5, 2], 0, 4)}}`, floats(1))],
    [
      'a size beyond 2^53',
      'shape',
      fileOf('{"a":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,4]}}', floats(1)),
    ],
    ['a size that is text', 'shape', fileOf(`{"a":${entry(['1'], 0, 4)}}`, floats(1))],
    ['a size that is null', 'shape', fileOf(`{"a":${entry([null], 0, 4)}}`, floats(1))],
    ['no offsets', 'offsets', fileOf('{"a":{"dtype":"F32","shape":[1]}}', floats(1))],
    ['one offset', 'offsets', fileOf('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}', floats(1))],
    ['three offsets', 'offsets', fileOf('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}', floats(1))],
    ['a negative offset', 'offsets', fileOf(`{"a":${entry([1], -4, 0)}}`, floats(1))],
    ['half an offset', 'offsets', fileOf(`{"a":${entry([1], 0.5, 4.5)}}`, floats(1, 2))],
    ['an end before the start', 'offsets', fileOf(`{"a":${entry([1], 4, 0)}}`, floats(1))],
    [
      'an offset beyond 2^53',
      'offsets',
      fileOf('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9007199254740993]}}', floats(1)),
    ],
    ['fewer bytes than the shape', 'size', fileOf(`{"a":${entry([2], 0, 4)}}`, floats(1))],
    ['more bytes than the shape', 'size', fileOf(`{"a":${entry([1], 0, 8)}}`, floats(1, 2))],
    ['fewer bytes than the dtype', 'size', fileOf(`{"a":${entry([1], 0, 4, 'F64')}}`, floats(1))],
    [
      'a product that wraps at 64 bits',
      'size',
      fileOf(`{"a":${entry([4194305, 4194305, 211106198978564], 0, 16)}}`, floats(1, 2, 3, 4)),
    ],
    ['a product beyond 2^53', 'size', fileOf(`{"a":${entry([2 ** 52, 2 ** 52], 0, 4)}}`, floats(1))],
    ['the same bytes twice', 'overlap', fileOf(`{"a":${one},"b":${one}}`, floats(1))],
    ['overlapping bytes', 'overlap', fileOf(`{"a":${entry([2], 0, 8)},"b":${entry([2], 4, 12)}}`, floats(1, 2, 3))],
    [
      'a tensor inside another',
      'overlap',
      fileOf(`{"a":${entry([3], 0, 12)},"b":${entry([1], 4, 8)}}`, floats(1, 2, 3)),
    ],
    ['a hole at the start', 'hole', fileOf(`{"a":${entry([1], 4, 8)}}`, floats(1, 2))],
    ['a hole in the middle', 'hole', fileOf(`{"a":${one},"b":${entry([1], 8, 12)}}`, floats(1, 2, 3))],
    ['data beyond the file', 'truncated', fileOf(`{"a":${entry([2], 0, 8)}}`, floats(1))],
    ['bytes behind the data', 'trailing-bytes', fileOf(`{"a":${one}}`, floats(1, 2))],
    ['data of no tensor', 'trailing-bytes', fileOf('{}', floats(1))],
    ['data with metadata alone', 'trailing-bytes', fileOf('{"__metadata__":{}}', floats(1))],
  ];
  test.each(cases)('%s: %s', (_, rule, file) => {
    expect(rulesBroken(file)).toEqual([rule]);
  });

  test('several at once are all reported', () => {
    const file = fileOf(
      `{"__metadata__":{"k":1},"a":${entry([1], 0, 4, 'X')},"b":${entry([-1], 0, 4)},"c":${entry([3], 0, 4)}}`,
      floats(1),
    );
    expect(rulesBroken(file)).toEqual(['metadata', 'dtype', 'shape', 'size']);
  });
});

describe('hostile headers', () => {
  const entries = (count: number, written: string): Uint8Array =>
    fileOf(`{${Array.from({ length: count }, (_, i) => `"t${i}":${written}`).join(',')}}`);

  test('entries of huge shapes: the first are told, in short messages', () => {
    const shape = Array.from({ length: 100 }, () => 2 ** 52);
    const error = thrownBy(() => readSafetensors(entries(20_000, entry(shape, 0, 4))));
    if (!(error instanceof SafetensorsError)) throw error;
    expect(error.problems).toHaveLength(50);
    expect(error.problems[0]).toMatchObject({ rule: 'size', expected: 'more bytes than a file can have' });
    for (const { message } of error.problems) expect(message.length).toBeLessThan(300);
  });
  test('one shape of a million sizes, with zeros and without', () => {
    expect(rulesBroken(entries(1, entry(Array(1_000_000).fill(2 ** 52), 0, 4)))).toEqual(['size']);
    expect(readSafetensors(entries(1, entry([...Array(1_000_000).fill(2 ** 52), 0], 0, 0))).tensors.size).toBe(1);
  });
  test('many entries that lie on each other, many metadata that are no text', () => {
    const error = thrownBy(() => readSafetensors(entries(20_000, entry([1], 4, 8))));
    expect(error).toMatchObject({ problems: { length: 50 } });
    const numbers = Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(',');
    expect(thrownBy(() => readSafetensors(fileOf(`{"__metadata__":{${numbers}}}`)))).toMatchObject({
      problems: { length: 50 },
    });
  });
  test('a name of a million characters', () => {
    const error = thrownBy(() => readSafetensors(fileOf(`{"${'n'.repeat(1_000_000)}":1}`)));
    expect(String(error).length).toBeLessThan(300);
  });
});

describe('a small file', () => {
  const file = writeSafetensors(
    new Map([
      ['b', { shape: [2, 2], data: Float32Array.of(1, -0, 1e-45, Number.NaN) }],
      ['a', { shape: [], data: Float32Array.of(Number.POSITIVE_INFINITY) }],
      ['empty', { shape: [0, 5], data: new Float32Array() }],
    ]),
    new Map([['note', '"quoted"\n\u2028 ü 😀']]),
  );

  test('reads back as it was', () => {
    const { metadata, tensors } = readSafetensors(file);
    expect(metadata.get('note')).toBe('"quoted"\n\u2028 ü 😀');
    expect([...tensors.keys()]).toEqual(['a', 'b', 'empty']);
    const b = tensors.get('b');
    expect(b?.shape).toEqual([2, 2]);
    expect(b === undefined ? null : [...(toFloat32(b) ?? [])]).toEqual([1, -0, Math.fround(1e-45), Number.NaN]);
  });

  test('its data begin at a multiple of 8 bytes, after spaces', () => {
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(new TextDecoder().decode(file.subarray(8, 8 + length))).toMatch(/^\{.*\} *$/s);
  });

  test('the order in which tensors are given does not matter', () => {
    const one = { shape: [1], data: Float32Array.of(1) };
    const two = { shape: [1], data: Float32Array.of(2) };
    const write = (...names: ['x' | 'y', typeof one][]): Uint8Array => writeSafetensors(new Map(names), new Map());
    expect(write(['x', one], ['y', two])).toEqual(write(['y', two], ['x', one]));
  });

  test('bytes lie behind all numbers, whatever their names', () => {
    const mixed = writeSafetensors(
      new Map([
        ['a', { shape: [3], data: Uint8Array.of(1, 2, 255) }],
        ['b', { shape: [1], data: Float32Array.of(7) }],
      ]),
      new Map(),
    );
    const { tensors } = readSafetensors(mixed);
    expect([...tensors].map(([name, { dtype, bytes }]) => [name, dtype, bytes.length])).toEqual([
      ['b', 'F32', 4],
      ['a', 'U8', 3],
    ]);
    expect([...(tensors.get('a')?.bytes ?? [])]).toEqual([1, 2, 255]);
  });

  test('cut off at any byte it is refused', () => {
    for (let length = 0; length < file.length; length++)
      expect(() => readSafetensors(file.subarray(0, length)), `${length} bytes`).toThrow(SafetensorsError);
  });

  test('with any bit of its header flipped it is refused or reads as a file of the format', () => {
    const length = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
    let refused = 0;
    for (let bit = 0; bit < length * 8; bit++) {
      const flipped = file.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        const { tensors } = readSafetensors(flipped);
        const bytes = [...tensors.values()].reduce((n, tensor) => n + tensor.bytes.length, 0);
        expect(bytes).toBe(file.length - length);
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(length * 4);
  });
});

describe('conversion to float32', () => {
  const convert = (dtype: string, bytes: readonly number[]): readonly number[] | null => {
    const width = { F16: 2, BF16: 2, I64: 8, U64: 8, F64: 8, I32: 4, U32: 4, I16: 2, U16: 2 }[dtype] ?? 1;
    const converted = toFloat32({ dtype, shape: [bytes.length / width], bytes: Uint8Array.from(bytes) });
    return converted === null ? null : [...converted];
  };
  test.each([
    [
      'F16',
      [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7b, 0x00, 0x7c, 0x00, 0xfc, 0x00, 0x80],
      [1, -2, 2 ** -24, 65504, Infinity, -Infinity, -0],
    ],
    ['BF16', [0x80, 0x3f, 0x20, 0xc1, 0x80, 0x7f], [1, -10, Infinity]],
    ['I64', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-2]],
    ['U64', [0, 0, 0, 0, 0, 0, 0, 0x80], [2 ** 63]],
    ['F64', [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], [1.5]],
    ['I32', [0xff, 0xff, 0xff, 0xff], [-1]],
    ['U32', [0xff, 0xff, 0xff, 0xff], [2 ** 32]],
    ['I16', [0x00, 0x80], [-32768]],
    ['U16', [0x00, 0x80], [32768]],
    ['U8', [0, 255], [0, 255]],
    ['I8', [0x80], [-128]],
  ])('%s', (dtype, bytes, expected) => {
    expect(convert(dtype, bytes)).toEqual(expected);
  });
  test('F16 and BF16 NaN stay NaN', () => {
    expect(convert('F16', [0x01, 0x7e])).toEqual([Number.NaN]);
    expect(convert('BF16', [0xc0, 0x7f])).toEqual([Number.NaN]);
  });
  test('BOOL and F8 hold no plain numbers', () => {
    expect(convert('BOOL', [1])).toBeNull();
    expect(convert('F8_E4M3', [1])).toBeNull();
  });
});
