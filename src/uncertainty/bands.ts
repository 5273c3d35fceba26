import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { exp } from '../../compiler/initialize/elementary.ts';
import type { TrainedTask } from '../artifact/training-record.ts';
import { coverageOfFew, errorsNeeded } from './error-sizes.ts';
import { ascending, percent, quantileName } from './heads.ts';
import * as say from './messages.ts';
import { normalQuantile } from './normal.ts';

/** `quantiles` and `gaussian`: the model itself tells it; `errors`: as wide as the errors on the validation part were. */
export type BandKind = 'quantiles' | 'gaussian' | 'errors';

/** The middle of what may come: a share of (1 - level) / 2 should lie below it, and as much above. */
export interface Band {
  readonly kind: BandKind;
  readonly level: number;
  /** Where it is from, to follow "the band ". */
  readonly origin: string;
  /**
   * @param entry what the head says of one number, in the numbers of the model.
   * @param step ahead, from 0.
   * @param column of the target, from 0.
   */
  readonly ends: (entry: readonly number[], step: number, column: number) => readonly [low: number, high: number];
}

type Task = Pick<TrainedTask, 'loss' | 'target' | 'quantiles' | 'errors'>;

/** @returns why there is none, where the model does not know enough */
export function bandOf(task: Task, level: number): Band | Diagnostic {
  switch (task.loss) {
    case 'quantile':
      return ofQuantiles(task, level);
    case 'gaussian_nll': {
      const reach = normalQuantile((1 + level) / 2);
      return {
        kind: 'gaussian',
        level,
        origin: "is that of the model's normal distribution",
        ends: ([mean = Number.NaN, logVariance = Number.NaN]) => {
          const size = reach * exp(logVariance / 2);
          return [mean - size, mean + size];
        },
      };
    }
    default:
      return ofErrors(task, level);
  }
}

/** The ends lie between neighbouring quantiles, in proportion. */
function ofQuantiles({ target, quantiles = [] }: Task, level: number): Band | Diagnostic {
  const order = ascending(quantiles);
  const sorted = order.map((i) => quantiles[i] ?? 0);
  const tail = (1 - level) / 2;
  const low = weightsAt(sorted, tail);
  const high = weightsAt(sorted, 1 - tail);
  if (low === null || high === null) return say.quantilesTooNear(target, level, sorted);
  const read = (entry: readonly number[], between: Between): number => {
    const at = (rank: number): number => entry[order[rank] ?? -1] ?? Number.NaN;
    return between.share === 0
      ? at(between.rank)
      : at(between.rank) * (1 - between.share) + at(between.rank + 1) * between.share;
  };
  const isTrained = low.share === 0 && high.share === 0;
  const [first, last] = [quantileName(round(tail)), quantileName(round(1 - tail))];
  return {
    kind: 'quantiles',
    level,
    origin: isTrained
      ? `lies between the model's quantiles ${first} and ${last}`
      : `lies between ${first} and ${last}, read between the quantiles that the model was trained on`,
    ends: (entry) => [read(entry, low), read(entry, high)],
  };
}

/** A place between two quantiles that follow each other. */
interface Between {
  readonly rank: number;
  /** Of the way to the next one. */
  readonly share: number;
}

const TINY = 1e-9;
const round = (share: number): number => Number(share.toPrecision(9));

/** Null beyond the outermost: nothing is known there. */
function weightsAt(sorted: readonly number[], tau: number): Between | null {
  const same = sorted.findIndex((other) => Math.abs(other - tau) < TINY);
  if (same >= 0) return { rank: same, share: 0 };
  const above = sorted.findIndex((other) => other > tau);
  const [from, to] = [sorted[above - 1], sorted[above]];
  return from === undefined || to === undefined ? null : { rank: above - 1, share: (tau - from) / (to - from) };
}

function ofErrors({ target, errors }: Task, level: number): Band | Diagnostic {
  if (errors === undefined) return say.noErrorsKept(target);
  const at = errors.levels.findIndex((kept) => kept >= level - TINY);
  const kept = errors.levels[at];
  if (kept === undefined)
    return say.errorsTooFew(target, level, {
      samples: errors.samples,
      needed: errorsNeeded(level),
      most: errors.levels.at(-1) ?? 0,
    });
  const stands = Math.abs(kept - level) < TINY ? '' : ` (${percent(kept)} %, the next that is kept)`;
  const few = coverageOfFew(errors.samples, kept);
  return {
    kind: 'errors',
    level,
    origin: `is as wide as ${percent(level)} % of the errors${stands} at the same step in ${errors.samples} windows of the validation part${few === null ? '' : `: ${say.fewErrors(few)}`}`,
    ends: ([point = Number.NaN], step, column) => {
      const size = errors.sizes[step]?.[column]?.[at] ?? Number.NaN;
      return [point - size, point + size];
    },
  };
}

/** The level of the band that is told after a training. */
const USUAL = 0.8;

/** A sentence where a band stands on few errors. */
export function bandNotes({ loss, target, errors }: Task): readonly string[] {
  if (errors === undefined || loss === 'quantile' || loss === 'gaussian_nll') return [];
  const level = errors.levels.includes(USUAL) ? USUAL : errors.levels.at(-1);
  const few = level === undefined ? null : coverageOfFew(errors.samples, level);
  return level === undefined || few === null ? [] : [say.fewErrorsNote(target, level, errors.samples, few)];
}
