import { beats } from '../metrics/metrics.ts';

/** Stops when the monitored value has not improved by `minDelta` for `patience` epochs (Keras, `EarlyStopping`). */
export interface EarlyStopping {
  readonly patience: number;
  readonly minDelta: number;
  readonly better: 'higher' | 'lower';
}

/** Plain JSON, part of a checkpoint. */
export interface StoppingState {
  /** The value that the next one must beat by `minDelta`. */
  readonly reference: number | null;
  /** Epochs since then. */
  readonly wait: number;
  /** The best value of all, however small its lead, and its epoch. */
  readonly best: number | null;
  readonly bestEpoch: number | null;
}

export interface StoppingVerdict {
  readonly state: StoppingState;
  /** The weights of this epoch are the best so far: keep them. */
  readonly isBest: boolean;
  readonly stop: boolean;
}

export const startStopping: StoppingState = { reference: null, wait: 0, best: null, bestEpoch: null };

/**
 * What an epoch's value means. `minDelta` decides about stopping alone: unlike in Keras, the best weights are those of the best value even
 * where its lead was smaller. Null and NaN are never an improvement. A patience of 0 stops like 1.
 * @param epoch counted from 0.
 */
export function judgeEpoch(
  { patience, minDelta, better }: EarlyStopping,
  state: StoppingState,
  epoch: number,
  monitored: number | null,
): StoppingVerdict {
  const isBest = beats(monitored, state.best, better);
  const best = isBest ? { best: monitored, bestEpoch: epoch } : { best: state.best, bestEpoch: state.bestEpoch };
  if (beats(monitored, state.reference, better, minDelta))
    return { state: { reference: monitored, wait: 0, ...best }, isBest, stop: false };
  const wait = state.wait + 1;
  return { state: { reference: state.reference, wait, ...best }, isBest, stop: wait >= patience };
}
