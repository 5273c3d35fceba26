import { expect, test, vi } from 'vitest';

test('a line that is no JSON costs no error with its stack trace', async () => {
  let made = 0;
  class Counted extends Error {
    constructor(message?: string) {
      super(message);
      made++;
    }
  }
  vi.resetModules();
  vi.stubGlobal('Error', Counted);
  const { findJsonProblem, parseStrictJson } = await import('../../src/data/files/strict-json.ts');
  vi.unstubAllGlobals();
  for (const line of ['---', '{"a": ', '{"a": 1, "a": 2}', '[1, 2', '"\\x"', '1 2'])
    expect(findJsonProblem(line)?.message).toMatch(/\w/);
  expect(made).toBe(0);
  expect(() => parseStrictJson('---')).toThrow('not a number of JSON');
  expect(made).toBe(1);
});
