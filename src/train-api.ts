import type { Compiled } from '../compiler/compile.ts';
import { RnncError } from '../compiler/diagnostics/diagnostic.ts';
import type { Abort } from './arguments/abort.ts';
import { type Bytes, bytes, bytesOf } from './arguments/bytes.ts';
import { callback, hasFunctions, isNamed, type Kind, like, type OptionTable, whole } from './arguments/kinds.ts';
import { readOptions } from './arguments/read-options.ts';
import type { WeightData } from './artifact/definition.ts';
import type { History, TrainingRecord } from './artifact/training-record.ts';
import { type BatchFactory, datasetFromBatches, type GivenBatch } from './data/batches/own-batches.ts';
import type { Batch, BatchOptions, Dataset } from './data/dataset/dataset.ts';
import type { Preprocessing } from './data/dataset/preprocessing.ts';
import { type GivenArray, type GivenData, type GivenParts, givenFiles } from './data/files/given-data.ts';
import { checkedSources, type OpenSource } from './data/files/sources.ts';
import { filesForm, trainingDataForm } from './data/messages/batches.ts';
import { openDataset } from './data/open-dataset.ts';
import { load } from './load.ts';
import { LOAD_OPTIONS, type LoadOptions } from './load-model.ts';
import { pauses } from './pauses.ts';
import { sealCheckpoint, unsealCheckpoint } from './train/checkpoint/checkpoint.ts';
import { metricChoices } from './train/evaluate/metric-choices.ts';
import { validationErrors } from './train/evaluate/validation-errors.ts';
import { checkIdentity, keptPreprocessing, trainingIdentity, trainingRecord } from './train/loop/record.ts';
import { train as runTraining, type StepReport, type Told, type TrainingResult } from './train/loop/train.ts';
import * as say from './train/messages.ts';
import { withClassWeights } from './train/prepare/class-weights.ts';
import { type DataAt, fitToData } from './train/prepare/fit-to-data.ts';
import { checkTrainingMemory } from './train/prepare/memory.ts';
import { prepareTraining, type Trainable, trainingDefinition } from './train/prepare/prepare.ts';
import { bandNotes } from './uncertainty/bands.ts';

/**
 * Where the samples come from: rows or arrays in memory, which are read as the section `data` says (where there is none, columns are called as the feeds are);
 * the files that this section names; or batches of one's own.
 */
export type TrainingData = GivenParts | { readonly files: OpenSource } | OwnBatches;

export interface OwnBatches {
  /** Called once per epoch; begins at batch `from`. */
  readonly train: BatchFactory;
  readonly validation?: BatchFactory;
  /** Batches of an epoch, where it is known. */
  readonly batchCount?: number;
}
/** What they are is looked at where they are used. */
const given = <T>(): Kind<T> => like('what the model is trained on', () => true);
const FILES: OptionTable<{ readonly files: OpenSource }> = { files: given() };
const GIVEN: OptionTable<GivenParts> = { data: given(), validation: given(), test: given() };
const BATCHES: OptionTable<OwnBatches> = { train: given(), validation: given(), batchCount: given() };

/** The training waits for a promise that one of them returns; what it rejects with ends the training and is its error. */
export interface TrainCallbacks {
  /** Epochs count from 1. */
  readonly onEpochBegin?: (epoch: number) => Told;
  readonly onStep?: (step: StepReport) => Told;
  /** The last record is that of the epoch that ended. */
  readonly onEpochEnd?: (history: History) => Told;
  /** Bytes to go on from with `resume`, with a checksum, as `rnnc train` writes them into a file; called after every epoch, and every `checkpointEvery` steps. */
  readonly onCheckpoint?: (bytes: Uint8Array) => Told;
}
const CALLBACKS: OptionTable<TrainCallbacks> = {
  onEpochBegin: callback(),
  onStep: callback(),
  onEpochEnd: callback(),
  onCheckpoint: callback(),
};

export interface TrainModelOptions
  extends Pick<LoadOptions, 'path' | 'kernels' | 'relaxed' | 'wasmPaths' | 'onNotice' | 'memoryLimit'> {
  readonly callbacks?: TrainCallbacks;
  /** An `AbortSignal`. Ends the training after the step under way. */
  readonly signal?: Abort;
  /** Instead of the model's. */
  readonly epochs?: number;
  readonly batch?: number;
  readonly checkpointEvery?: number;
  /** Takes the sentences of the data report before the first step, and after the last one what may surprise in the model, as `rnnc train` says them. */
  readonly onNote?: (note: string) => unknown;
  /**
   * What `onCheckpoint` was given; where it was damaged since, an RnncError `checkpoint-damaged`. `path`, `kernels` and `relaxed` may be others than before; with the same ones the training ends with the same
   * bits as if it had not been interrupted.
   */
  readonly resume?: Bytes;
}
const { path, kernels, relaxed, wasmPaths, onNotice, memoryLimit } = LOAD_OPTIONS;
const TRAIN_OPTIONS: OptionTable<TrainModelOptions> = {
  path,
  kernels,
  relaxed,
  wasmPaths,
  onNotice,
  memoryLimit,
  callbacks: like('an object with functions', isNamed),
  signal: like(
    'an AbortSignal',
    (value) => typeof value === 'object' && value !== null && 'aborted' in value && typeof value.aborted === 'boolean',
    (value) => (typeof value === 'object' && value !== null && 'signal' in value ? 'give its `signal`' : null),
  ),
  epochs: whole(1),
  batch: whole(1),
  checkpointEvery: whole(1),
  onNote: callback(),
  resume: bytes,
};
const CALL = 'train()';

/** What `train` needs of a compiled model. */
export interface TrainableModel {
  readonly compiled: Compiled;
  readonly weights: ReadonlyMap<string, WeightData>;
  /** Record of an earlier training. What that learned of its data is kept. */
  readonly training: TrainingRecord | null;
}

export interface Trained {
  /** With what the data decided. */
  readonly compiled: Compiled;
  readonly weights: ReadonlyMap<string, WeightData>;
  readonly record: TrainingRecord;
  readonly end: TrainingResult['end'];
  readonly steps: number;
}

/** @throws RnncError as `train` in `index.ts` */
export async function trainModel(
  model: TrainableModel,
  source: TrainingData,
  given: TrainModelOptions,
): Promise<Trained> {
  const options = readOptions(CALL, given, TRAIN_OPTIONS);
  const { signal, epochs, batch, checkpointEvery, resume, onNote, callbacks: told, ...loading } = options;
  const callbacks = readOptions(`${CALL}, callbacks`, told, CALLBACKS);
  const from = resume === undefined ? null : unsealCheckpoint(bytesOf(resume), 'checkpoint');
  const kept = keptPreprocessing(model.training?.preprocessing ?? null, from);
  const { compiled, data } = inMemory(model.compiled, source);
  const read = withOverrides(compiled, epochs, batch);
  const fitted = await fitToData(read, filesOf(read, data, kept));
  // a model that is read again for its sizes has the section of its text
  const prepared = prepareTraining({ ...fitted, spec: { ...fitted.spec, data: compiled.spec.data } });
  checkTrainingMemory(prepared, loading.memoryLimit);
  const dataset = await open(prepared, data, kept);
  const trainable = await withClassWeights(prepared, dataset);
  const running = await load(trainingDefinition(trainable, model.weights), loading);
  try {
    const metrics = await metricChoices(trainable, dataset);
    for (const note of dataset.report.notes) onNote?.(note);
    if (from !== null) checkIdentity(from, await trainingIdentity(trainable, dataset), 'checkpoint');
    const { onCheckpoint, ...rest } = callbacks;
    const result = await runTraining(running, trainable, dataset, {
      callbacks: {
        ...rest,
        ...(onCheckpoint === undefined ? {} : { onCheckpoint: (c) => onCheckpoint(sealCheckpoint(c)) }),
      },
      ...(signal === undefined ? {} : { signal }),
      pause: pauses(),
      checkpointEvery: checkpointEvery ?? null,
      resume: from,
      keepsPreprocessing: kept !== null,
      metrics,
    });
    const errors = await validationErrors(running, trainable, dataset, result.weights);
    const record = trainingRecord(trainable, dataset, result.history, errors);
    for (const task of record.tasks) for (const note of bandNotes(task)) onNote?.(note);
    const { spec } = trainable.compiled;
    const whole = { ...trainable.compiled, spec: { ...spec, data: model.compiled.spec.data } };
    return { compiled: whole, weights: result.weights, record, end: result.end, steps: result.steps };
  } finally {
    running.dispose();
  }
}

type Opened = Exclude<TrainingData, GivenParts>;

/** Rows and arrays as files that the section `data` names; other data as they are. */
function inMemory(compiled: Compiled, data: TrainingData): { readonly compiled: Compiled; readonly data: Opened } {
  const form: unknown = data;
  if (!isNamed(form) || !('data' in form)) return { compiled, data: data as Opened };
  const parts = readOptions(`${CALL}, data`, data as GivenParts, GIVEN);
  const { spec, open } = givenFiles(parts, compiled.spec.data, compiled.file);
  return { compiled: { ...compiled, spec: { ...compiled.spec, data: spec } }, data: { files: open } };
}

function withOverrides(compiled: Compiled, epochs: number | undefined, batch: number | undefined): Compiled {
  const { training } = compiled.spec;
  if (training === null) return compiled;
  const changed = { ...training, epochs: epochs ?? training.epochs, batch: batch ?? training.batch };
  return { ...compiled, spec: { ...compiled.spec, training: changed } };
}

/** Where the files are that the model may leave something to; null where there are none. */
function filesOf({ spec }: Compiled, data: unknown, preprocessing: Preprocessing | null): DataAt | null {
  if (spec.data === null || !isNamed(data) || !('files' in data) || !hasFunctions(data.files, 'open', 'list'))
    return null;
  return { spec: spec.data, open: checkedSources(data.files as OpenSource), preprocessing };
}

async function open(trainable: Trainable, data: Opened, kept: Preprocessing | null): Promise<Dataset> {
  const { spec, seed, sources, file } = trainable.compiled;
  const form: unknown = data;
  if (!isNamed(form) || !('train' in form || 'files' in form)) throw new RnncError([trainingDataForm(form)]);
  if ('train' in data) {
    const { train, validation, batchCount } = readOptions(`${CALL}, batches`, data, BATCHES);
    return datasetFromBatches(train, {
      feeds: trainable.feeds,
      ...(validation === undefined ? {} : { validation }),
      ...(batchCount === undefined ? {} : { batchCount }),
    });
  }
  readOptions(`${CALL}, data`, data, FILES);
  if (spec.data === null) throw new RnncError([say.noDataSection(file)], sources);
  if (!hasFunctions(data.files, 'open', 'list')) throw new RnncError([filesForm(data.files)]);
  return openDataset(spec.data, {
    open: checkedSources(data.files),
    seed,
    inputs: trainable.feeds,
    carry: trainable.objective.carry,
    ...(kept === null ? {} : { preprocessing: kept }),
  });
}

export type { Batch, BatchFactory, BatchOptions, GivenArray, GivenBatch, GivenData, GivenParts, OpenSource };
