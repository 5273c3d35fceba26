import { expect, test } from 'vitest';
import {
  type EarlyStopping,
  judgeEpoch,
  type StoppingState,
  startStopping,
} from '../../src/train/schedule/early-stopping.ts';

const losses = [1, 0.9, 0.9, 0.89999, 0.9, 0.8, 0.85, 0.85, 0.85, 0.85, 0.85, 0.85, 0.85, 0.7, 0.71, 0.71, 0.71];

/** The epoch with the best weights and the one after which it stops. */
function follow(stopping: EarlyStopping, values: readonly (number | null)[]) {
  let state = startStopping;
  for (const [epoch, value] of values.entries()) {
    const verdict = judgeEpoch(stopping, state, epoch, value);
    expect(verdict.isBest).toBe(verdict.state.bestEpoch === epoch);
    state = JSON.parse(JSON.stringify(verdict.state)) as StoppingState;
    if (verdict.stop) return { best: state.bestEpoch, stopped: epoch };
  }
  return { best: state.bestEpoch, stopped: null };
}

/** Where it stops is what Keras 3.15's EarlyStopping does with these values. */
test.each([
  ['patience 3', { patience: 3, minDelta: 0, better: 'lower' }, losses, { best: 5, stopped: 8 }],
  ['patience 0 is 1', { patience: 0, minDelta: 0, better: 'lower' }, losses, { best: 1, stopped: 2 }],
  [
    'a small lead does not keep it going',
    { patience: 2, minDelta: 0.05, better: 'lower' },
    losses,
    { best: 3, stopped: 3 },
  ],
  [
    'higher is better',
    { patience: 5, minDelta: 0.001, better: 'higher' },
    losses.map((loss) => -loss),
    { best: 5, stopped: 10 },
  ],
  ['NaN', { patience: 1, minDelta: 0, better: 'lower' }, [1, Number.NaN, 0.5], { best: 0, stopped: 1 }],
  ['enough patience', { patience: 20, minDelta: 0, better: 'lower' }, losses, { best: 13, stopped: null }],
  ['never a number', { patience: 2, minDelta: 0, better: 'lower' }, [null, Number.NaN], { best: null, stopped: 1 }],
] as const)('%s', (_, stopping, values, expected) => {
  expect(follow(stopping, values)).toEqual(expected);
});
