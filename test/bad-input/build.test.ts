import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { expectedMistakes, fixturesIn, foundMistakes } from './harness.ts';

const fixtures = fixturesIn(fileURLToPath(new URL('build', import.meta.url)));

function mistakesOf(text: string): readonly Diagnostic[] {
  try {
    compileModel(text, { file: 'model.yaml', resolve: () => null });
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics;
    throw error;
  }
  return [];
}

describe('mistakes that phase 2 finds', () => {
  test.each(fixtures)('$name', ({ text }) => {
    const expected = expectedMistakes(text);
    expect(expected.length).toBeGreaterThan(0);
    expect(foundMistakes(text, mistakesOf(text))).toEqual(expected);
  });

  test.each(fixtures)(
    '$name: every mistake says what was expected, what was found and how to correct it',
    ({ text }) => {
      for (const { expected, found, fix } of mistakesOf(text))
        expect([expected, found, fix].every((part) => part !== undefined && part !== '')).toBe(true);
    },
  );

  test('two sizes that disagree are shown at both places, as formulas and numbers', () => {
    const fixture = fixtures.find(({ name }) => name === 'product-disagrees.yaml');
    const [mistake] = mistakesOf(fixture?.text ?? '');
    expect(mistake?.notes.map(({ message }) => message)).toEqual([
      'this is float32[7, 8]',
      '"kernel" is declared [n + units, 2 * units], here float32[7, 8]',
      'this is float32[batch, 3]',
      '"x" is declared [n] per sample, here float32[batch, 3]',
    ]);
  });
});
