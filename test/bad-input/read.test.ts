import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readSpec } from '../../compiler/1-read/read.ts';
import { expectedMistakes, fixturesIn, foundMistakes } from './harness.ts';

const fixtures = fixturesIn(fileURLToPath(new URL('read', import.meta.url)));
const read = (text: string) => readSpec(text, { file: 'model.yaml', resolve: () => null, set: {} });

describe('mistakes that phase 1 finds', () => {
  test.each(fixtures)('$name', ({ text }) => {
    const { diagnostics } = read(text);
    const expected = expectedMistakes(text);
    expect(expected.length).toBeGreaterThan(0);
    expect(foundMistakes(text, diagnostics)).toEqual(expected);
  });

  test.each(fixtures)(
    '$name: every mistake says what was expected, what was found and how to correct it',
    ({ text }) => {
      for (const { expected, found, fix, span } of read(text).diagnostics) {
        expect([expected, found, fix].every((part) => part !== undefined && part !== '')).toBe(true);
        expect(span === null || (span.start >= 0 && span.start <= span.end && span.end <= text.length)).toBe(true);
      }
    },
  );

  test('there are many of them', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(60);
  });
});
