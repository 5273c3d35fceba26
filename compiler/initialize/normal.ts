import { forEachRow } from './coordinates.ts';
import { cos, log, sin } from './elementary.ts';
import { type RandomSource, randomSource, toOpenUnit } from './random.ts';

/**
 * Standard normal draws by coordinate (Box and Muller, 1958): an element has a block of its own, whose four words give four candidates.
 * `accept` leaves out candidates; where it leaves out all four, the next attempt's block is drawn.
 */
export function forEachNormal(
  shape: readonly number[],
  { seed, path }: { readonly seed: number; readonly path: string },
  accept: (z: number) => boolean,
  set: (index: number, z: number) => void,
): void {
  const attempts: RandomSource[] = [];
  const source = (attempt: number): RandomSource => {
    const made = attempts[attempt] ?? randomSource(seed, 'weight', path, attempt);
    attempts[attempt] = made;
    return made;
  };
  const words = new Uint32Array(4);
  const draw = (unit: number, c1: number, c2: number, c3: number): number => {
    for (let attempt = 0; ; attempt++) {
      source(attempt).block(words, unit, c1, c2, c3);
      for (let pair = 0; pair < 4; pair += 2) {
        const radius = Math.sqrt(-2 * log(toOpenUnit(words[pair] ?? 0)));
        const angle = 6.283185307179586 * toOpenUnit(words[pair + 1] ?? 0);
        const first = radius * cos(angle);
        if (accept(first)) return first;
        const second = radius * sin(angle);
        if (accept(second)) return second;
      }
    }
  };
  forEachRow(shape, (start, units, c1, c2, c3) => {
    for (let unit = 0; unit < units; unit++) set(start + unit, draw(unit, c1, c2, c3));
  });
}

export const anyNormal = (): boolean => true;
/** Within two standard deviations, as truncated normals are in TensorFlow and Keras. */
export const withinTwo = (z: number): boolean => Math.abs(z) <= 2;
