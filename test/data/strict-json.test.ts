import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  findJsonProblem,
  locateInJson,
  MAX_JSON_DEPTH,
  parseStrictJson,
  StrictJsonError,
} from '../../src/data/files/strict-json.ts';

test('takes what JSON.parse takes, and gives the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(findJsonProblem(text)).toBeNull();
      expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    }),
    { seed: 11, numRuns: 500 },
  );
});

test('refuses what JSON.parse refuses, and nothing else but duplicates and depth', () => {
  const broken = fc.tuple(
    fc.jsonValue({ maxDepth: 4 }),
    fc.nat(),
    fc.constantFrom('', ',', ':', '"', '\\', '{', ']', '0', '-', '.', 'e', 'n', '\n', '\u0001', ' '),
  );
  fc.assert(
    fc.property(broken, ([value, at, inserted]) => {
      const text = JSON.stringify(value);
      const cut = at % (text.length + 1);
      const changed = text.slice(0, cut) + inserted + text.slice(cut + 1);
      const problem = findJsonProblem(changed);
      let parses = true;
      try {
        JSON.parse(changed);
      } catch {
        parses = false;
      }
      if (problem === null || !problem.message.endsWith('twice')) expect(problem === null).toBe(parses);
    }),
    { seed: 12, numRuns: 5000 },
  );
});

test('keys are compared as they read, not as they are written', () => {
  expect(findJsonProblem('{"a": 1, "\\u0061": 2}')).toEqual({ offset: 9, message: 'the key "a" stands there twice' });
  expect(findJsonProblem('[{"a": 1}, {"a": 2}]')).toBeNull();
});

test('the deepest text that is taken, and one level more', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  expect(findJsonProblem(nested(MAX_JSON_DEPTH + 1))).toBeNull();
  expect(findJsonProblem(nested(MAX_JSON_DEPTH + 2))).toEqual({
    offset: MAX_JSON_DEPTH + 1,
    message: `nested deeper than ${MAX_JSON_DEPTH} levels`,
  });
});

test('a string of many megabytes is read', () => {
  expect(parseStrictJson(JSON.stringify({ text: 'a\n'.repeat(2_000_000) }))).toEqual({ text: 'a\n'.repeat(2_000_000) });
});

test('places of values', () => {
  const text = ' {"a": [10, {"b\\n": "x"}], "c": null}';
  const at = (...path: (string | number)[]): string | null => {
    const place = locateInJson(text, path);
    return place === null ? null : text.slice(place.start, place.end);
  };
  expect(at()).toBe(text.slice(1));
  expect(at('a', 0)).toBe('10');
  expect(at('a', 1, 'b\n')).toBe('"x"');
  expect(at('c')).toBe('null');
  expect(at('a', 2)).toBeNull();
  expect(at('a', '0')).toBeNull();
  expect(at('d')).toBeNull();
});

test('parseStrictJson says where', () => {
  try {
    parseStrictJson('[1, 2,]');
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(StrictJsonError);
    expect(error).toMatchObject({ offset: 6, message: 'expected a value' });
  }
});

test('where trees are read, objects of any depth are taken and places in them are found', () => {
  const levels = 100_000;
  const text = `${'{"children": ['.repeat(levels)}{"word": 3}${']}'.repeat(levels)}`;
  expect(findJsonProblem(text, 'lists')).toBeNull();
  expect(findJsonProblem(`${text}]`, 'lists')?.offset).toBe(text.length);
  expect(findJsonProblem(text.slice(0, -1), 'lists')?.message).toBe('the text ends inside {…}');
  expect(findJsonProblem('['.repeat(levels), 'lists')?.offset).toBe(MAX_JSON_DEPTH + 1);
  const path = Array.from({ length: 2 * levels }, (_, i) => (i % 2 === 0 ? 'children' : 0));
  const place = locateInJson(text, [...path, 'word']);
  expect(text.slice(place?.start, place?.end)).toBe('3');
});
