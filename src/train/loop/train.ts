import { directionOf } from '../../../compiler/1-read/spec/training-spec.ts';
import { GRADIENT_NORM } from '../../../compiler/3-optimize/passes/training/apply-optimizer.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { settingsAt } from '../../../compiler/optimizers/settings.ts';
import { averageSlot } from '../../../compiler/optimizers/slots.ts';
import type { Abort } from '../../arguments/abort.ts';
import type { WeightData } from '../../artifact/definition.ts';
import type { History, PartRecord } from '../../artifact/training-record.ts';
import { goesOn } from '../../data/batches/batch.ts';
import type { Batch, Dataset, Part } from '../../data/dataset/dataset.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { runTraining, type TrainingRun, type TrainingRunOptions } from '../../model/training-run.ts';
import type { Checkpoint, Progression } from '../checkpoint/checkpoint.ts';
import { type Measurement, measurePart, uncountedLoss } from '../evaluate/measure.ts';
import * as say from '../messages.ts';
import type { MetricChoice } from '../metrics/metrics.ts';
import { batchFeeds } from '../prepare/batch-feeds.ts';
import { carriedStates } from '../prepare/carry-states.ts';
import type { Trainable } from '../prepare/prepare.ts';
import { storable } from '../report/history.ts';
import { type TokenCounter, tokenCounter } from '../report/tokens-read.ts';
import { type EarlyStopping, judgeEpoch, startStopping } from '../schedule/early-stopping.ts';
import { rightShare } from '../schedule/right-share.ts';
import { afterEpoch, rateAt, startSchedule } from '../schedule/schedule.ts';
import { checkParts } from './check-parts.ts';
import { trainingIdentity } from './record.ts';
import { mixBatch, planSampling, type SamplingPlan } from './scheduled-sampling.ts';

/** What a callback gives back. The training waits for a promise, and what that rejects with is the training's error. */
export type Told = unknown;

/** Told what happens, as it happens. Epochs and steps count from 1 here. */
export interface TrainingCallbacks {
  readonly onEpochBegin?: (
    epoch: number,
    steps: number | null,
    done: { readonly step: number; readonly samples: number },
  ) => Told;
  readonly onStep?: (step: StepReport) => Told;
  readonly onEpochEnd?: (history: History) => Told;
  /** May be called at any step, when a checkpoint is due. It must have kept the checkpoint when it returns, or what it returns is fulfilled. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => Told;
}

export interface StepReport {
  /** Optimiser steps since the start. */
  readonly step: number;
  readonly epoch: number;
  /** Step and samples of this epoch. */
  readonly stepOfEpoch: number;
  readonly samples: number;
  /** Words, characters or bytes that this step read, where the model reads a text; null: it reads none. */
  readonly tokens: number | null;
  readonly loss: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  readonly rate: number;
}

export interface TrainOptions {
  readonly callbacks?: TrainingCallbacks;
  /** Stops after the step under way; `train` then ends with `aborted`, and the last checkpoint is where it stands. */
  readonly signal?: Abort;
  /** Steps from one checkpoint to the next, besides those at the end of every epoch; null: only those. */
  readonly checkpointEvery?: number | null;
  readonly resume?: Checkpoint | null;
  /** Whether the data's preprocessing is that of an earlier training, not fitted on the data. */
  readonly keepsPreprocessing?: boolean;
  /** Awaited before every step: lets signals, messages and drawing through, which a loop of awaits alone never does. */
  readonly pause?: () => Promise<void>;
  /** Metrics with what they need to know. */
  readonly metrics?: readonly MetricChoice[];
}

export interface TrainingResult {
  readonly history: History;
  /** Of the best epoch, or the last ones where there is none, or `keep: last` asks for them. */
  readonly weights: ReadonlyMap<string, WeightData>;
  readonly end: 'epochs' | 'early-stopping' | 'aborted';
  readonly steps: number;
}

/**
 * Trains a model on a dataset: for every epoch all batches, then the validation part (or, without one, the training part) decides on the rate
 * schedule, on early stopping and on which weights are the best.
 *
 * Everything that decides on a number is in the checkpoints, so a run that goes on from one ends with the same weights as one that was never
 * interrupted.
 * @param model made from `trainingDefinition`; it holds the last weights when this ends
 * @throws RnncError `not-finite` before the optimiser writes such numbers, for mistakes in the data, and what a callback throws or rejects with
 */
export async function train(
  model: RunnableModel,
  trainable: Trainable,
  data: Dataset,
  options: TrainOptions = {},
): Promise<TrainingResult> {
  await checkParts(data, trainable);
  return new Training(model, trainable, data, await trainingIdentity(trainable, data), options).run();
}

class Training {
  readonly #model: RunnableModel;
  readonly #trainable: Trainable;
  readonly #data: Dataset;
  readonly #identity: Checkpoint['identity'];
  readonly #options: TrainOptions;
  readonly #tokens: TokenCounter | null;
  readonly #sampling: SamplingPlan | null;
  #at: Progression;
  #states: ReadonlyMap<string, Float32Array>;
  #best: ReadonlyMap<string, WeightData> | null;

  constructor(
    model: RunnableModel,
    trainable: Trainable,
    data: Dataset,
    identity: Checkpoint['identity'],
    options: TrainOptions,
  ) {
    this.#model = model;
    this.#trainable = trainable;
    this.#data = data;
    this.#identity = identity;
    this.#tokens = tokenCounter(data.preprocessing);
    this.#sampling = planSampling(trainable, data.preprocessing);
    this.#options = options;
    const resume = options.resume ?? null;
    this.#at = resume?.progression ?? startOf(trainable);
    this.#states = resume?.states ?? new Map();
    this.#best = resume?.best ?? null;
    if (resume !== null) {
      model.setWeights(resume.weights);
      model.setSlots(resume.slots);
    }
  }

  async run(): Promise<TrainingResult> {
    const { epochs } = this.#trainable.objective;
    while (this.#at.epoch < epochs && !this.#at.finished) {
      if (await this.#epoch()) return this.#result('aborted');
    }
    return this.#result(this.#at.finished ? 'early-stopping' : 'epochs');
  }

  #result(end: TrainingResult['end']): TrainingResult {
    return { history: this.#at.history, weights: this.#best ?? this.#averaged(), end, steps: this.#at.step };
  }

  /** True where it was called off. */
  async #epoch(): Promise<boolean> {
    const { objective, compiled } = this.#trainable;
    const { callbacks = {}, signal, checkpointEvery = null } = this.#options;
    const { epoch, batch: from } = this.#at;
    await callbacks.onEpochBegin?.(epoch + 1, this.#data.train.batchCount(objective.batch), {
      step: from,
      samples: this.#at.samples,
    });
    const batches = this.#data.train.batches({
      batch: objective.batch,
      epoch,
      from,
      seed: compiled.seed,
      shuffle: this.#data.shuffle,
    });
    for await (const batch of batches) {
      await this.#options.pause?.();
      if (signal?.aborted === true) return this.#abort();
      const told = this.#step(batch);
      if (told !== undefined) await told;
      if (checkpointEvery !== null && this.#at.step % checkpointEvery === 0) await this.#checkpoint();
    }
    if (signal?.aborted === true) return this.#abort();
    if (this.#at.samples === 0) throw new RnncError([say.noBatches('training')]);
    return this.#endEpoch();
  }

  async #abort(): Promise<true> {
    await this.#checkpoint();
    return true;
  }

  #step(batch: Batch): Told {
    const { objective, compiled, feeds } = this.#trainable;
    const at = this.#at;
    if (!objective.carry && this.#data.preprocessing.kind === 'batches')
      for (let sample = 0; sample < batch.samples; sample++)
        if (goesOn(batch, sample)) throw new RnncError([say.carryIsOff(at.batch + 1)]);
    const rate = rateAt(objective.schedule, { step: at.step, epoch: at.epoch }, at.schedule);
    const settings = settingsAt(objective, at.step + 1, rate);
    const states = objective.carry ? carriedStates(this.#model, this.#states, batch) : new Map<string, Float32Array>();
    const given = { settings, seed: compiled.seed, step: at.step, states, masked: at.masked };
    const mixed = this.#mixed(batch, given);
    const run = runTraining(this.#model, batchFeeds(mixed, feeds), { ...given, variant: 'training' });
    const [loss, gradientNorm] = [run.scalar('loss'), run.scalar(GRADIENT_NORM)];
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) throw this.#notFinite(run, Number.isFinite(loss));
    const sums = objective.losses.map((_, i) => ({
      sum: (at.sums[i]?.sum ?? 0) + run.scalar(`loss.${i}.sum`),
      count: (at.sums[i]?.count ?? 0) + run.scalar(`loss.${i}.count`),
    }));
    if (objective.carry) this.#states = run.finals();
    run.update();
    this.#at = {
      ...at,
      step: at.step + 1,
      batch: at.batch + 1,
      samples: at.samples + batch.samples,
      sums,
      total: at.total + loss * batch.samples,
      rate,
      masked: at.masked || run.ragged,
    };
    return this.#options.callbacks?.onStep?.({
      step: this.#at.step,
      epoch: at.epoch + 1,
      stepOfEpoch: this.#at.batch,
      samples: this.#at.samples,
      tokens: this.#tokens?.count(batch) ?? null,
      loss,
      gradientNorm,
      rate,
    });
  }

  /** The batch with what the model says itself, where scheduled sampling asks for it. */
  #mixed(batch: Batch, given: Omit<TrainingRunOptions, 'variant'>): Batch {
    if (this.#sampling === null) return batch;
    const { seed, step } = given;
    return mixBatch(this.#sampling, batch, {
      share: rightShare(this.#sampling.sampling, { step, epoch: this.#at.epoch }),
      seed,
      step,
      run: (mixed) => {
        const feeds = batchFeeds(mixed, this.#trainable.feeds);
        const run = runTraining(this.#model, feeds, { ...given, variant: 'inference' });
        return (loss) => run.output(`measured.${loss}`).data as Float32Array;
      },
    });
  }

  #notFinite(run: TrainingRun, lossIsFinite: boolean): RnncError {
    const culprit = run.firstNotFinite();
    const { sources } = this.#trainable.compiled;
    return new RnncError([say.notFinite(this.#at.step + 1, lossIsFinite ? 'gradient' : 'loss', culprit)], sources);
  }

  /** True where it was called off. */
  async #endEpoch(): Promise<boolean> {
    const { objective } = this.#trainable;
    const { callbacks = {} } = this.#options;
    const at = this.#at;
    const uncounted = uncountedLoss(objective.losses, at.sums, 'training');
    if (uncounted !== null) throw new RnncError([uncounted], this.#trainable.compiled.sources);
    const means = at.sums.map(({ sum, count }) => sum / count);
    const averaged = this.#averaged();
    const { validation: held } = this.#data;
    let measured: Measurement | null = null;
    try {
      if (held !== null) measured = await this.#measure(held, 'validation', averaged);
      // while it trained, the weights were others at every step
      else if ((this.#options.metrics ?? []).length > 0)
        measured = await this.#measure(this.#data.train, 'training', averaged);
    } catch (cause) {
      if (this.#options.signal?.aborted === true && !(cause instanceof RnncError)) return this.#abort();
      throw cause;
    }
    const metrics = Object.fromEntries(
      Object.entries(measured?.metrics ?? {}).map(([name, value]) => [name, storable(value)]),
    );
    const training: PartRecord = {
      loss: storable(means.reduce((total, m, i) => total + m * (objective.losses[i]?.weight ?? 1), 0)),
      metrics: held === null ? metrics : {},
    };
    const validation: PartRecord | null =
      held === null || measured === null ? null : { loss: storable(measured.loss), metrics };
    const monitor = objective.earlyStopping?.monitor ?? 'loss';
    const judged = validation ?? training;
    const value = monitor === 'loss' ? judged.loss : (judged.metrics[monitor] ?? null);
    const rule: EarlyStopping = {
      patience: objective.earlyStopping?.patience ?? Number.MAX_SAFE_INTEGER,
      minDelta: objective.earlyStopping?.minDelta ?? 0,
      better: directionOf(monitor),
    };
    const verdict = judgeEpoch(rule, at.stopping, at.epoch, value);
    if (verdict.isBest && objective.keep === 'best') this.#best = averaged;
    const record = {
      epoch: at.epoch + 1,
      steps: at.step,
      rate: at.rate,
      parts: { training, ...(validation === null ? {} : { validation }) },
      best: verdict.isBest,
    };
    this.#at = {
      ...at,
      epoch: at.epoch + 1,
      batch: 0,
      samples: 0,
      sums: [],
      total: 0,
      schedule: afterEpoch(objective.schedule, at.schedule, value),
      stopping: verdict.state,
      history: [...at.history, record],
      finished: verdict.stop,
    };
    this.#states = new Map();
    await callbacks.onEpochEnd?.(this.#at.history);
    await this.#checkpoint();
    return false;
  }

  async #measure(part: Part, name: string, weights: ReadonlyMap<string, WeightData>): Promise<Measurement> {
    const { objective, compiled, feeds } = this.#trainable;
    const own = objective.average === null ? null : this.#model.weights();
    if (own !== null) this.#model.setWeights(weights);
    try {
      return await measurePart(this.#model, part, name, {
        feeds,
        losses: objective.losses,
        metrics: this.#options.metrics ?? [],
        batch: objective.batch,
        seed: compiled.seed,
        carry: objective.carry,
        epoch: part === this.#data.train ? this.#at.epoch : 0,
        ...(this.#options.signal === undefined ? {} : { signal: this.#options.signal }),
      });
    } finally {
      if (own !== null) this.#model.setWeights(own);
    }
  }

  /** The weights as they are used: their moving averages where such are kept. */
  #averaged(): ReadonlyMap<string, WeightData> {
    const weights = this.#model.weights();
    if (this.#trainable.objective.average === null || this.#at.step === 0) return weights;
    const slots = this.#model.slots();
    return new Map(
      [...weights].map(([path, { shape, data }]) => [path, { shape, data: slots.get(averageSlot(path)) ?? data }]),
    );
  }

  async #checkpoint(): Promise<void> {
    const { onCheckpoint } = this.#options.callbacks ?? {};
    if (onCheckpoint === undefined) return;
    await onCheckpoint({
      progression: this.#at,
      identity: this.#identity,
      preprocessing: this.#data.preprocessing,
      keepsPreprocessing: this.#options.keepsPreprocessing ?? false,
      weights: this.#model.weights(),
      slots: this.#model.slots(),
      states: this.#states,
      best: this.#best,
    });
  }
}

const startOf = ({ objective }: Trainable): Progression => ({
  step: 0,
  epoch: 0,
  batch: 0,
  samples: 0,
  sums: [],
  total: 0,
  rate: 0,
  masked: false,
  schedule: startSchedule(objective.schedule),
  stopping: startStopping,
  history: [],
  finished: false,
});
