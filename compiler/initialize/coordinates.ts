import type { RandomSource } from './random.ts';

/**
 * Calls `set(index, word)` for every element of a tensor, in row-major order, with the random word that belongs to the element's
 * coordinates: word `unit % 4` of block (unit / 4, and the axes before it from the last to the first). It depends on no size except
 * beyond rank 4, where the axes from the fourth on count as one.
 */
export function forEachWord(
  shape: readonly number[],
  source: RandomSource,
  set: (index: number, word: number) => void,
): void {
  const words = new Uint32Array(4);
  forEachRow(shape, (start, units, c1, c2, c3) => {
    for (let unit = 0; unit < units; unit += 4) {
      source.block(words, unit >>> 2, c1, c2, c3);
      const count = Math.min(4, units - unit);
      for (let i = 0; i < count; i++) set(start + unit + i, words[i] ?? 0);
    }
  });
}

/** Calls `row(index of its first element, its length, coordinates from the last but one axis to the first)`. */
export function forEachRow(
  shape: readonly number[],
  row: (start: number, units: number, c1: number, c2: number, c3: number) => void,
): void {
  const [n3, n2, n1, units] = fourAxes(shape);
  let start = 0;
  for (let c3 = 0; c3 < n3; c3++)
    for (let c2 = 0; c2 < n2; c2++)
      for (let c1 = 0; c1 < n1; c1++) {
        row(start, units, c1, c2, c3);
        start += units;
      }
}

function fourAxes(shape: readonly number[]): readonly [number, number, number, number] {
  const leading = shape.slice(0, 3);
  const rest = shape.slice(3).reduce((a, b) => a * b, 1);
  const axes = shape.length > 3 ? [...leading, rest] : [...Array.from({ length: 4 - shape.length }, () => 1), ...shape];
  const [a = 1, b = 1, c = 1, d = 1] = axes;
  return [a, b, c, d];
}
