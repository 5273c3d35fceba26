import { afterAll, beforeAll, expect, test } from 'vitest';
import * as library from '../../src/index.ts';
import { InternalError, RnncError } from '../../src/index.ts';
import { OF_ANSWERS } from './odd-calls/answers.ts';
import { OF_COMPILE } from './odd-calls/compile.ts';
import { OF_LOAD } from './odd-calls/load.ts';
import { STREAMING } from './odd-calls/models.ts';
import { bytes, type OddCall, type Opened, open, proxied, X } from './odd-calls/opened.ts';
import { OF_RUN } from './odd-calls/run.ts';
import { OF_SESSIONS } from './odd-calls/sessions.ts';
import { OF_TRAINING } from './odd-calls/training.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await open();
});
afterAll(() => {
  for (const one of Object.values(opened)) if (one instanceof library.Model) one.dispose();
});

const ALL: readonly OddCall[] = [...OF_COMPILE, ...OF_LOAD, ...OF_RUN, ...OF_SESSIONS, ...OF_ANSWERS, ...OF_TRAINING];

test.each(ALL)('%s', async (_, make, words) => {
  const outcome = await Promise.resolve(opened)
    .then(make)
    .then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
  if (!('error' in outcome)) throw new Error(`accepted: ${typeof outcome.value}`);
  const { error } = outcome;
  expect(error).not.toBeInstanceOf(InternalError);
  if (!(error instanceof RnncError)) throw error;
  for (const word of [...words, 'fix:']) expect(error.message).toContain(word);
  for (const { expected, found, fix } of error.diagnostics) {
    expect([expected, found].filter((text) => text !== undefined)).not.toContain('');
    expect(fix).toBeTruthy();
  }
});

test('the table is as long as it has to be, and no call stands in it twice', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(151);
  expect(new Set(ALL.map(([name]) => name)).size).toBe(ALL.length);
});

test('models, sessions and weights are what they were', () => {
  const fresh = library.compile(STREAMING);
  expect(opened.model.weights().size).toBeGreaterThan(0);
  expect(opened.session.snapshot()).toEqual(opened.state);
  expect(fresh.toBytes()).toEqual(bytes);
});

test('what is odd and right', async () => {
  const run1 = (feeds: unknown, options?: unknown) =>
    (opened.run(feeds, options) as { [name: string]: library.Output }).y?.data;
  const expected = run1({ x: X });
  expect(run1(Object.freeze({ x: Object.freeze(X) }), Object.freeze({ nan: 'error' }))).toEqual(expected);
  expect(run1(proxied({ x: proxied(X) }), proxied({}))).toEqual(expected);
  expect(run1(Object.assign(Object.create(null), { x: X }), undefined)).toEqual(expected);
  expect(
    run1({
      x: [
        [
          [1n, 2n],
          [3n, 4n],
        ],
      ],
    }),
  ).toEqual(expected);
  const ragged = { x: { data: Float32Array.of(1, 2, 3, 4), shape: [1, 2, 2] } };
  const shorter = run1({ ...ragged, 'time.lengths': [1] });
  for (const lengths of [[1n], BigInt64Array.of(1n), BigUint64Array.of(1n), Float64Array.of(1)])
    expect(run1({ ...ragged, 'time.lengths': lengths })).toEqual(shorter);
  const read = (feeds: unknown) => opened.tokens.run(feeds as library.Feeds).last?.data;
  expect(read({ tokens: { data: BigInt64Array.of(1n, 4n), shape: [1, 2] } })).toEqual(read({ tokens: [[1, 4]] }));
});
