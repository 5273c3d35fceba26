import { expect, it } from 'vitest';
import { murmur3, randomSource, threefry, toOpenUnit, toUnit, utf8 } from '../../compiler/initialize/random.ts';

const hex = (words: Iterable<number>): string =>
  Array.from(words, (w) => (w >>> 0).toString(16).padStart(8, '0')).join(' ');

/** Random123 1.14, tests/kat_vectors, `threefry4x32 20`: counter, key, result. */
it.each([
  [[0, 0, 0, 0], [0, 0, 0, 0], '9c6ca96a e17eae66 fc10ecd4 5256a7d8'],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    '2a881696 57012287 f6c7446e a16a6732',
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    '59cd1dbb b8879579 86b5d00c ac8b6d84',
  ],
] as const)('threefry of counter %j under key %j', (counter, key, expected) => {
  const out = new Uint32Array(4);
  const [c0, c1, c2, c3] = counter;
  threefry(out, key, c0, c1, c2, c3);
  expect(hex(out)).toBe(expected);
});

/** Vectors that implementations of MurmurHash3_x86_32 share. */
it.each([
  [[], 0, 0],
  [[], 1, 0x514e28b7],
  [[], 0xffffffff, 0x81f16f39],
  [[0xff, 0xff, 0xff, 0xff], 0, 0x76293b50],
  [[0x21, 0x43, 0x65, 0x87], 0, 0xf55b516b],
  [[0x21, 0x43, 0x65, 0x87], 0x5082edee, 0x2362f9de],
  [[0x21, 0x43, 0x65], 0, 0x7e4a8634],
  [[0x21, 0x43], 0, 0xa0f7b07a],
  [[0x21], 0, 0x72661cf4],
  [[0, 0, 0, 0], 0, 0x2362f9de],
  [[0, 0, 0], 0, 0x85f0b427],
  [utf8('aaaa'), 0x9747b28c, 0x5a97808a],
  [utf8('a'), 0x9747b28c, 0x7fa09ea6],
])('murmur3 of %j from %i', (bytes, seed, expected) => {
  expect(murmur3(bytes, seed)).toBe(expected);
});

it('utf8 agrees with the platform', () => {
  for (const text of ["encoder.0.forward.step.h'", 'é', '€', '😀', '']) {
    expect(utf8(text)).toEqual([...new TextEncoder().encode(text)]);
  }
});

it('words become numbers in [0, 1) and (0, 1)', () => {
  expect([toUnit(0), toUnit(0x80000000)]).toEqual([0, 0.5]);
  expect(Math.fround(toUnit(0xffffffff))).toBeLessThan(1);
  expect(toOpenUnit(0)).toBeGreaterThan(0);
  expect(toOpenUnit(0xffffffff)).toBeLessThan(1);
  expect(toOpenUnit(0) + toOpenUnit(0xffffffff)).toBe(1);
});

it('every part of the address changes the words; the same address gives the same words', () => {
  const draw = (seed: number, domain: string, path: string, step: number, ...c: [number, number, number, number]) => {
    const out = new Uint32Array(4);
    randomSource(seed, domain, path, step).block(out, ...c);
    return hex(out);
  };
  const all = [
    draw(1, 'weight', 'a.kernel', 0, 0, 0, 0, 0),
    draw(2, 'weight', 'a.kernel', 0, 0, 0, 0, 0),
    draw(1, 'mask', 'a.kernel', 0, 0, 0, 0, 0),
    draw(1, 'weight', 'b.kernel', 0, 0, 0, 0, 0),
    draw(1, 'weight', 'a.kernel', 1, 0, 0, 0, 0),
    draw(1, 'weight', 'a.kernel', 0, 1, 0, 0, 0),
    draw(1, 'weight', 'a.kernel', 0, 0, 1, 0, 0),
    draw(1, 'weight', 'a.kernel', 0, 0, 0, 1, 0),
    draw(1, 'weight', 'a.kernel', 0, 0, 0, 0, 1),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(draw(1, 'weight', 'a.kernel', 0, 0, 0, 0, 0)).toBe(all[0]);
  expect(all[0]).toMatchInlineSnapshot(`"1ab70883 f2d41c6e 8f7abf47 b178779b"`);
});

it.each([-1, 0.5, 2 ** 32, Number.NaN])('a seed or step of %d is refused', (bad) => {
  expect(() => randomSource(bad, 'mask', 'p', 0)).toThrow('seed');
  expect(() => randomSource(0, 'mask', 'p', bad)).toThrow('step');
});
