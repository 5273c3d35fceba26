import { measurePart } from '../../src/train/evaluate/measure.ts';
import type { Trained } from './trained.ts';

/** How often a model of `models/reber.yaml` is right about what may follow, on the test part. */
export interface Verdict {
  readonly strings: number;
  /** Strings at whose every step exactly the legal symbols have a probability above 1/2. */
  readonly solved: number;
  /** Strings in which this holds where the second symbol must be remembered: at the step before the last. */
  readonly remembered: number;
}

const SYMBOLS = 7;

export async function judgeReber({ model, trainable, data }: Trained): Promise<Verdict> {
  const { objective, compiled, feeds } = trainable;
  const { test } = data;
  if (test === null) throw new Error('no test part');
  const verdict = { strings: 0, solved: 0, remembered: 0 };
  await measurePart(model, test, 'test', {
    feeds,
    losses: objective.losses,
    metrics: [],
    batch: objective.batch,
    seed: compiled.seed,
    carry: false,
    onBatch: (batch, logits) => {
      const { target } = batch.feeds;
      if (target === undefined) throw new Error('no target');
      const [rows = 0, steps = 0] = target.shape;
      for (let row = 0; row < rows; row++) {
        const length = batch.lengths.symbols?.[row] ?? steps;
        const right = Array.from({ length }, (_, t) => {
          const at = (row * steps + t) * SYMBOLS;
          const legal = target.data.subarray(at, at + SYMBOLS);
          return logits.subarray(at, at + SYMBOLS).every((logit, symbol) => logit > 0 === (legal[symbol] === 1));
        });
        verdict.strings++;
        if (right.every(Boolean)) verdict.solved++;
        // the last step says what follows the repeated symbol, the one before it which symbol that is
        if (right.at(-2) === true) verdict.remembered++;
      }
    },
  });
  return verdict;
}
