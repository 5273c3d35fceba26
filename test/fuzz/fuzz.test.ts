import { expect, test } from 'vitest';
import { Draws } from './mutate.ts';
import { fuzz, makeTargets } from './targets.ts';

const SHARES: { readonly [target: string]: number } = {
  specs: 60,
  artifacts: 300,
  checkpoints: 600,
  safetensors: 1000,
  'data files': 15,
  'ndjson files': 15,
  'conllu files': 15,
  'bracket files': 15,
  'npy files': 30,
  feeds: 1500,
  options: 100,
};

test('what others wrote is read or refused with an RnncError, whatever it is', { timeout: 120_000 }, async () => {
  for (const target of await makeTargets()) {
    const share = SHARES[target.name];
    if (share === undefined) throw new Error(`no share of ${target.name}`);
    const { failures } = await fuzz(target, 1, share, (seed) => new Draws(seed), Number.POSITIVE_INFINITY);
    expect(failures, target.name).toEqual([]);
    for (const run of target.longRuns ?? []) {
      const long = await fuzz({ name: target.name, run }, 1, 1, (seed) => new Draws(seed), Number.POSITIVE_INFINITY);
      expect(long.failures, target.name).toEqual([]);
    }
  }
});
