/** Batches whose inputs of part `previous` hold, at some steps, what the model says itself in the place of the right step before. */
import type { ScheduledSamplingSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { fillKeepMask } from '../../../compiler/initialize/initialize.ts';
import { type Reading, readingOf, taskOf } from '../../answers/feedback/plan-feedback.ts';
import { writeSaid } from '../../answers/feedback/read-back.ts';
import { kindOf } from '../../answers/trained.ts';
import { timeLengths } from '../../data/batches/batch.ts';
import type { Batch, BatchFeed, FeedShape } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { isPrevious } from '../../data/encode/previous/marked-steps.ts';
import type { Head } from '../../uncertainty/heads.ts';
import * as say from '../messages.ts';
import type { Trainable } from '../prepare/prepare.ts';

/** An input that reads, one step later, what a loss measures. */
interface SampledFeed extends Reading {
  readonly previous: string;
  readonly time: string;
  /** Number of the loss. */
  readonly loss: number;
  readonly task: Head;
}

export interface SamplingPlan {
  readonly sampling: ScheduledSamplingSpec;
  /** At least one. */
  readonly feeds: readonly SampledFeed[];
  /** All that is fed. */
  readonly shapes: readonly FeedShape[];
}

/** What a batch is mixed with. */
export interface Mixing {
  /** Share of right steps. */
  readonly share: number;
  readonly seed: number;
  /** Optimiser steps before this one. */
  readonly step: number;
  /** Runs the model on a batch, and gives what some loss measures in it: [batch, time, …]. */
  readonly run: (batch: Batch) => (loss: number) => Float32Array;
}

/**
 * Null: the model does not ask for it.
 * @throws RnncError where what an input of part `previous` reads can't be told from what a loss measures
 */
export function planSampling(
  { objective: { scheduledSampling: sampling, losses }, feeds: shapes, compiled }: Trainable,
  preprocessing: Preprocessing,
): SamplingPlan | null {
  if (sampling === null) return null;
  const tasks = losses.flatMap((loss, i) =>
    'target' in loss
      ? [
          {
            index: i,
            loss: loss.type,
            target: loss.target.value,
            ...(loss.type === 'quantile' ? { quantiles: loss.quantiles } : {}),
          },
        ]
      : [],
  );
  const feeds = Object.entries(preprocessing.feeds).flatMap(([previous, feed]): SampledFeed[] => {
    if (feed.role !== 'input' || feed.from !== 'columns' || !isPrevious(feed)) return [];
    const task = taskOf(preprocessing, feed, tasks);
    if (task === undefined)
      throw new RnncError(
        [say.samplingUnread(sampling.span, previous, kindOf(tasks.map((t) => ({ ...t, output: null }))))],
        compiled.sources,
      );
    return [{ previous, time: `${feed.dims[1]}`, loss: task.index, task, ...readingOf(preprocessing, feed) }];
  });
  if (feeds.length === 0) throw new RnncError([say.samplingOfBatches(sampling.span)], compiled.sources);
  return { sampling, feeds, shapes };
}

/**
 * The batch with what the model says at the steps that are drawn; the batch itself where none is. The first step (the start) and what lies beyond
 * the end of a row stay as they are.
 *
 * What is drawn depends on seed, step and place alone, so that a training that goes on from a checkpoint needs no state for it.
 *
 * A decoder that says its steps one by one, each from what it read, would run the model once per step. One run over the right steps says all of
 * them at once, and is what `passes: 1` takes (Duckworth et al. 2019, "Parallel Scheduled Sampling"). Each further pass runs over what the pass
 * before put in: after k of them the first k + 1 steps are those of the loop, so that as many passes as steps give the same batch, and a
 * pass that changes nothing is the last. What is put in is the likeliest class, as a model answers unless it is asked to draw. It is a
 * number like any other that is fed: no gradient goes through it.
 */
export function mixBatch(plan: SamplingPlan, batch: Batch, { share, seed, step, run }: Mixing): Batch {
  if (share >= 1) return batch;
  const lengths = timeLengths(batch, plan.shapes);
  const drawn = plan.feeds
    .map((feed) => ({ feed, places: drawnPlaces(feed, batch, lengths.get(feed.time), { share, seed, step }) }))
    .filter(({ places }) => places.length > 0);
  let mixed = batch;
  for (let pass = 0; drawn.length > 0 && pass < plan.sampling.passes; pass++) {
    const measured = run(mixed);
    const feeds = drawn.map(({ feed, places }) => [feed.previous, withSaid(feed, places, mixed, measured)] as const);
    // the training step on this very batch meets what is not finite, and says where it comes from
    if (feeds.some(([, data]) => data === null)) break;
    const changed = feeds.flatMap(([name, data]): [string, BatchFeed][] => {
      const old = feedIn(mixed, name);
      return data === null || data.every((value, i) => value === old.data[i]) ? [] : [[name, { ...old, data }]];
    });
    if (changed.length === 0) break;
    mixed = { ...mixed, feeds: { ...mixed.feeds, ...Object.fromEntries(changed) } };
  }
  return mixed;
}

function feedIn(batch: Batch, name: string): BatchFeed {
  const feed = batch.feeds[name];
  if (feed === undefined) throw new InternalError(`the batch has no "${name}"`);
  return feed;
}

/** Numbers of the steps, counted over all rows, that are not to be the right ones. */
function drawnPlaces(
  { previous }: SampledFeed,
  batch: Batch,
  lengths: Int32Array | undefined,
  { share, seed, step }: Pick<Mixing, 'share' | 'seed' | 'step'>,
): readonly number[] {
  const steps = feedIn(batch, previous).shape[1] ?? 0;
  const right = new Float32Array(batch.samples * steps);
  const path = `${previous}.scheduled_sampling`;
  if (share > 0) fillKeepMask(right, { seed, path, keep: share, step, shape: [batch.samples, steps] });
  const places: number[] = [];
  for (let row = 0; row < batch.samples; row++)
    for (let t = 1; t < (lengths?.[row] ?? steps); t++) if (right[row * steps + t] === 0) places.push(row * steps + t);
  return places;
}

/** The numbers of the feed with what was said before each of these places; null: some of it is not finite. */
function withSaid(
  feed: SampledFeed,
  places: readonly number[],
  batch: Batch,
  measured: (loss: number) => Float32Array,
): BatchFeed['data'] | null {
  const { data: old, shape } = feedIn(batch, feed.previous);
  const data = old.slice();
  const said = measured(feed.loss);
  const width = said.length / (batch.samples * (shape[1] ?? 0));
  if (!Number.isInteger(width)) throw new InternalError(`${said.length} numbers for the steps of ${feed.previous}`);
  for (const place of places) {
    const own = said.subarray((place - 1) * width, place * width);
    if (!own.every(Number.isFinite)) return null;
    writeSaid(feed, own, data, place * feed.features);
  }
  return data;
}
