import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TrainingRecord } from '../../artifact/training-record.ts';
import type { Batch, BatchFeed } from '../../data/dataset/dataset.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import type { Session } from '../../model/session.ts';
import { feedsOf } from '../trained.ts';
import type { FeedbackPlan } from './plan-feedback.ts';

type Numbers = Float32Array | Int32Array;

/** A decoder that takes steps over inputs that are there from the start, which are looked at once. */
export class DecoderSteps {
  /** Sequences side by side. */
  readonly rows: number;
  /** What the next step reads, by input: [rows, features]. */
  readonly previous: ReadonlyMap<string, Numbers>;
  /** What the last step said, by output: [rows, width]. */
  readonly said: ReadonlyMap<string, Float32Array>;
  readonly #session: Session;
  readonly #beside: readonly { readonly name: string; readonly feed: BatchFeed; readonly step: Numbers }[];
  #steps = 0;

  /** @param batch its inputs that are fed back have the first step at least. */
  constructor(model: RunnableModel, record: TrainingRecord, plan: FeedbackPlan, batch: Batch) {
    this.rows = batch.samples;
    const feeds = feedsOf(record, onlyFeeds(batch, plan.given));
    this.previous = new Map(
      plan.fed.map(({ previous, features }) => [previous, firstOf(feedIn(batch, previous), features)]),
    );
    this.said = new Map(
      plan.fed.map(({ output }) => {
        const width = Number(model.outputs.find(({ name }) => name === output)?.dims.at(-1) ?? 0);
        if (!(width > 0)) throw new InternalError(`the output ${output} has no width`);
        return [output, new Float32Array(this.rows * width)];
      }),
    );
    this.#beside = plan.beside.map((name) => {
      const feed = feedIn(batch, name);
      return { name, feed, step: firstOf(feed, featuresIn(feed)) };
    });
    this.#session = model.session({ feeds, over: plan.time, batch: this.rows });
  }

  /** Reads `previous` and fills `said`. Beyond the steps that inputs have, their last one is read again. */
  step(): void {
    const feeds: { [name: string]: Numbers } = Object.fromEntries(this.previous);
    for (const { name, feed, step } of this.#beside) {
      copyStep(feed, Math.min(this.#steps, (feed.shape[1] ?? 1) - 1), step);
      feeds[name] = step;
    }
    this.#session.step(feeds, Object.fromEntries(this.said));
    this.#steps++;
  }

  /** Each row goes on from the states of the row that it names. */
  goOnFrom(rows: readonly number[]): void {
    if (rows.every((row, i) => row === i)) return;
    const states = this.#session.state;
    for (const [path, { shape, data }] of states) {
      if (shape[0] !== rows.length) throw new InternalError(`the state ${path} has no rows`);
      const size = data.length / rows.length;
      const moved = new Float32Array(data.length);
      for (const [row, from] of rows.entries()) moved.set(data.subarray(from * size, (from + 1) * size), row * size);
      states.set(path, { shape, data: moved });
    }
    this.#session.state = states;
  }

  dispose(): void {
    this.#session.dispose();
  }
}

export function feedIn(batch: Batch, name: string): BatchFeed {
  const feed = batch.feeds[name];
  if (feed === undefined) throw new InternalError(`no feed ${name}`);
  return feed;
}

const featuresIn = ({ shape }: BatchFeed): number => shape.slice(2).reduce((a, b) => a * b, 1);

function firstOf(feed: BatchFeed, features: number): Numbers {
  const size = features * (feed.shape[0] ?? 0);
  const step = feed.dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
  copyStep(feed, 0, step);
  return step;
}

function copyStep({ data, shape }: BatchFeed, t: number, step: Numbers): void {
  const [rows = 0, steps = 0] = shape;
  if (steps === 0) return;
  const features = step.length / rows;
  for (let row = 0; row < rows; row++) {
    const at = (row * steps + t) * features;
    step.set(data.subarray(at, at + features), row * features);
  }
}

/** The batch with these feeds alone. */
export const onlyFeeds = ({ feeds, lengths, ...rest }: Batch, names: readonly string[]): Batch => ({
  ...rest,
  feeds: Object.fromEntries(Object.entries(feeds).filter(([name]) => names.includes(name))),
  lengths: Object.fromEntries(Object.entries(lengths).filter(([name]) => names.includes(name))),
});

/** Every sample so many times, one after the other. */
export function repeated(batch: Batch, times: number): Batch {
  if (times === 1) return batch;
  const rowsOf = <T extends Numbers>(data: T, samples: number): T => {
    const size = data.length / samples;
    const made = (
      data instanceof Int32Array ? new Int32Array(data.length * times) : new Float32Array(data.length * times)
    ) as T;
    for (let row = 0; row < samples * times; row++) {
      const from = Math.floor(row / times);
      made.set(data.subarray(from * size, (from + 1) * size), row * size);
    }
    return made;
  };
  const { samples } = batch;
  return {
    samples: samples * times,
    carry: batch.carry,
    feeds: Object.fromEntries(
      Object.entries(batch.feeds).map(([name, { dtype, shape, data }]) => [
        name,
        { dtype, shape: [samples * times, ...shape.slice(1)], data: rowsOf(data, samples) },
      ]),
    ),
    lengths: Object.fromEntries(
      Object.entries(batch.lengths).map(([name, lengths]) => [name, rowsOf(lengths, samples)]),
    ),
  };
}
