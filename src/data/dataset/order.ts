import { randomSource } from '../../../compiler/initialize/random.ts';

/** Random words by index: word `i` follows from seed, path, step and `i` alone. */
export function randomWords(seed: number, path: string, step: number): (index: number) => number {
  const { block } = randomSource(seed, 'data', path, step);
  const words = new Uint32Array(4);
  let held = -1;
  return (index) => {
    const wanted = Math.floor(index / 4);
    if (wanted !== held) {
      block(words, wanted >>> 0, Math.floor(wanted / 2 ** 32), 0, 0);
      held = wanted;
    }
    return words[index % 4] ?? 0;
  };
}

/** 0 ≤ result < n, from one random word. */
export const below = (word: number, n: number): number => Math.floor((word * n) / 2 ** 32);

/** 0..n-1 in an order of chance (Fisher and Yates; Durstenfeld, CACM 7, 1964). */
export function permutation(n: number, seed: number, path: string, step: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const word = randomWords(seed, path, step);
  for (let i = n - 1; i > 0; i--) {
    const j = below(word(i), i + 1);
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  return order;
}

/** Shuffles a stream within a buffer: each element leaves when a random place of the full buffer is drawn. */
export async function* shuffled<T>(
  items: AsyncIterable<T>,
  size: number,
  word: (index: number) => number,
): AsyncGenerator<T> {
  const buffer: T[] = [];
  let drawn = 0;
  const draw = (): T | undefined => {
    const at = below(word(drawn++), buffer.length);
    const item = buffer[at];
    const last = buffer.pop();
    if (at < buffer.length && last !== undefined) buffer[at] = last;
    return item;
  };
  for await (const item of items) {
    buffer.push(item);
    if (buffer.length < size) continue;
    const drawnItem = draw();
    if (drawnItem !== undefined) yield drawnItem;
  }
  while (buffer.length > 0) {
    const item = draw();
    if (item !== undefined) yield item;
  }
}
