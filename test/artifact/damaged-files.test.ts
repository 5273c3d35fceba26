import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { writeArtifact } from '../../src/artifact/file/write.ts';
import { thrownBy } from './files.ts';
import { scalingModel } from './models.ts';

/** Apart from the other tests of files, because these read a file ten thousand times. */
describe('an artifact is refused', () => {
  const file = writeArtifact(scalingModel());

  test('with any bit flipped', () => {
    for (let bit = 0; bit < file.length * 8; bit++) {
      const flipped = file.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => readArtifact(flipped), `bit ${bit & 7} of byte ${bit >> 3}`).toThrow(RnncError);
    }
  });

  test('cut off at any byte, and told so', () => {
    for (let length = 0; length < file.length; length++) {
      const error = thrownBy(() => readArtifact(file.subarray(0, length)));
      const codes = error instanceof RnncError ? error.diagnostics.map(({ code }) => code) : [];
      expect(codes, `${length} bytes`).toEqual(['artifact-truncated']);
    }
  });
});
