import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Part } from '../dataset/dataset.ts';
import { nothingGoesOn } from '../messages/parts.ts';
import { type FeedLayout, makeBatch, type Sample } from './batch.ts';

/** A sample of a series, and whether it begins where the one before it ends. */
export interface SeriesSample {
  readonly sample: Sample;
  readonly goesOn: boolean;
}

/** Samples in the order of their series, from any of them on. */
export interface SeriesSamples {
  readonly count: number;
  /** How many samples begin a series. */
  readonly openings: number;
  from(index: number): AsyncGenerator<SeriesSample, void>;
}

export interface TrackRules {
  readonly layouts: readonly FeedLayout[];
  /** Samples of the training part. */
  readonly training: number;
}

/** The samples of one row of a batch, one batch after the other. */
interface Track {
  readonly start: number;
  readonly length: number;
}

/**
 * A part whose batches go on from each other, laid out as in Zaremba, Sutskever and Vinyals, "Recurrent neural network regularization", 2014: the
 * samples, series after series, are cut into tracks of equal length (the first may have one more), and batch `k` takes sample `k` of every track. A
 * row goes on from the same row of the batch before, unless its series begins there.
 *
 * Nothing is left out: the last batch has fewer rows. The training part has as many tracks as a batch has samples; the others have as many as
 * make them no shorter than those, so that no larger share of what is measured starts from zero states.
 */
export function trackedPart(samples: SeriesSamples, rules: TrackRules): Part {
  const { count } = samples;
  return {
    samples: count,
    batchCount: (batch) => layTracks(count, rules.training, batch)[0]?.length ?? 0,
    checkTraining: (batch) => {
      if (count <= batch || samples.openings === count)
        throw new RnncError([nothingGoesOn(count, samples.openings, batch)]);
    },
    async *batches({ batch, from }) {
      const tracks = layTracks(count, rules.training, batch);
      const rows = tracks.map(({ start, length }) => ({ left: length - from, samples: samples.from(start + from) }));
      try {
        for (let n = from; n < (tracks[0]?.length ?? 0); n++) {
          const taken: SeriesSample[] = [];
          for (const row of rows) {
            if (row.left-- <= 0) break;
            const { done, value } = await row.samples.next();
            if (done === true) break;
            taken.push(value);
          }
          yield makeBatch(
            rules.layouts,
            taken.map(({ sample }) => sample),
            taken.map(({ goesOn }) => goesOn && n > 0),
          );
        }
      } finally {
        for (const row of rows) await row.samples.return();
      }
    },
  };
}

/** Longer tracks come first. */
function layTracks(count: number, training: number, batch: number): readonly Track[] {
  const wanted = Math.max(1, Math.floor(training / batch));
  const tracks = Math.min(batch, Math.max(1, Math.floor(count / wanted)));
  const shorter = Math.floor(count / tracks);
  const longer = count - shorter * tracks;
  return Array.from({ length: tracks }, (_, track) => ({
    start: track * shorter + Math.min(track, longer),
    length: shorter + (track < longer ? 1 : 0),
  })).filter(({ length }) => length > 0);
}
