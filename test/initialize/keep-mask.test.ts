import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fillKeepMask, type KeepMask } from '../../compiler/initialize/initialize.ts';

const site: Omit<KeepMask, 'shape'> = { seed: 3, path: 'encoder.0.forward.dropout.output', keep: 0.8, step: 0 };
const draw = (shape: readonly number[], change: Partial<KeepMask> = {}): Float32Array => {
  const out = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(Number.NaN);
  fillKeepMask(out, { ...site, ...change, shape });
  return out;
};
const kept = (mask: Float32Array): number => mask.reduce((a, b) => a + b, 0) / mask.length;

describe('fillKeepMask', () => {
  it.each([0.05, 0.5, 0.8, 0.999])('keeps about %d, as zeros and ones', (keep) => {
    const mask = draw([20, 50, 100], { keep });
    expect(new Set(mask)).toEqual(new Set([0, 1]));
    expect(Math.abs(kept(mask) - keep)).toBeLessThan(4 * Math.sqrt((keep * (1 - keep)) / mask.length));
  });

  it('keeps all at 1', () => {
    expect(kept(draw([10, 100], { keep: 1 }))).toBe(1);
  });

  it('more are kept at a higher probability, never others', () => {
    const [low, high] = [draw([1000], { keep: 0.3 }), draw([1000], { keep: 0.6 })];
    low.forEach((v, i) => {
      expect(high[i]).toBeGreaterThanOrEqual(v);
    });
  });

  it('an element depends on its coordinates, not on batch, length or units', () => {
    const small = draw([2, 3, 5]);
    const large = draw([4, 7, 11]);
    for (let row = 0; row < 2; row++)
      for (let t = 0; t < 3; t++)
        for (let unit = 0; unit < 5; unit++)
          expect(small[(row * 3 + t) * 5 + unit]).toBe(large[(row * 7 + t) * 11 + unit]);
  });

  it('neighbours in every direction, seeds, steps and paths are independent', () => {
    const shape = [40, 40, 40];
    const mask = draw(shape, { keep: 0.5 });
    const agreement = (other: Float32Array): number =>
      mask.reduce((sum, v, i) => sum + (v === other[i] ? 1 : 0), 0) / mask.length;
    const shifted = (by: number): Float32Array => mask.map((_, i) => mask[(i + by) % mask.length] ?? 0);
    const others = [
      shifted(1),
      shifted(40),
      shifted(1600),
      draw(shape, { keep: 0.5, seed: 4 }),
      draw(shape, { keep: 0.5, step: 1 }),
      draw(shape, { keep: 0.5, path: 'encoder.0.forward.dropout.input' }),
    ];
    for (const other of others) expect(Math.abs(agreement(other) - 0.5)).toBeLessThan(0.01);
  });

  it('gives the same mask on every machine', () => {
    expect([...draw([2, 8])].join('')).toMatchInlineSnapshot(`"0011110111111011"`);
    const bytes = new Uint8Array(draw([7, 9, 11]).buffer);
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toMatchInlineSnapshot(`"b00abf4a0be542eb"`);
  });

  it('refuses what does not fit', () => {
    expect(() => fillKeepMask(new Float32Array(3), { ...site, shape: [2, 2] })).toThrow('internal');
    for (const keep of [0, -1, 1.5, Number.NaN]) expect(() => draw([2], { keep })).toThrow('keep probability');
    expect(() => draw([2], { step: -1 })).toThrow('step');
  });
});
