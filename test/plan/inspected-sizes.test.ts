import { expect, test } from 'vitest';
import { inspectAfter } from '../../compiler/compile.ts';
import { textOf } from '../fuse/models.ts';

test.each(['seed-rnn', 'tagger', 'waves'])('sizes that are not told count as 1 in the plan of %s', (name) => {
  const plan = (sizes?: { readonly [symbol: string]: number }): string =>
    inspectAfter(
      textOf(name),
      { file: 'm.yaml', resolve: () => null, ...(sizes === undefined ? {} : { sizes }) },
      'plan',
    );
  expect(plan()).toBe(plan({ batch: 1, time: 1 }));
  expect(plan({ time: 5 })).toBe(plan({ batch: 1, time: 5 }));
  expect(plan({ time: 5 })).not.toBe(plan());
});
