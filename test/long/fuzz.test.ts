import { expect, test } from 'vitest';
import { Draws } from '../fuzz/mutate.ts';
import { fuzz, makeTargets } from '../fuzz/targets.ts';

/** Of each target; `FUZZ_FROM`, `FUZZ_CASES` and `FUZZ_TARGET` run a part. */
const CASES = Number(process.env.FUZZ_CASES ?? 20_000);
const FROM = Number(process.env.FUZZ_FROM ?? 1);
/** Milliseconds that one input may take on a slow machine, and megabytes that a target may leave behind. */
const BOUND = 10_000;
const GROWTH = 512;

test('no input is answered with anything but success or an RnncError', async () => {
  for (const target of await makeTargets()) {
    if (process.env.FUZZ_TARGET !== undefined && process.env.FUZZ_TARGET !== target.name) continue;
    const figures = await fuzz(target, FROM, CASES, (seed) => new Draws(seed), BOUND);
    console.log(JSON.stringify(figures));
    expect(figures.failures, target.name).toEqual([]);
    expect(figures.grown, target.name).toBeLessThan(GROWTH);
  }
});
