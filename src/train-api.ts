import type { Compiled } from '../compiler/compile.ts';
import { RnncError } from '../compiler/diagnostics/diagnostic.ts';
import type { TrainingRecord } from './artifact/training-record.ts';
import { type Batch, type BatchOptions, type Dataset, openDataset } from './data/dataset.ts';
import { type BatchFactory, datasetFromBatches } from './data/own-batches.ts';
import type { OpenSource } from './data/sources.ts';
import { pauses } from './pauses.ts';
import type { WeightData } from './runtime/definition.ts';
import { type LoadOptions, load } from './runtime/load.ts';
import { decodeCheckpoint, encodeCheckpoint } from './train/checkpoint.ts';
import type { History } from './train/history.ts';
import * as say from './train/messages.ts';
import { metricChoices } from './train/metric-choices.ts';
import { prepareTraining, type Trainable, trainingDefinition } from './train/prepare.ts';
import { checkIdentity, trainingRecord } from './train/record.ts';
import { train as runTraining, type StepReport, type TrainingResult } from './train/train.ts';

/** Where the samples come from: the files that the model's section `data` names, or batches of one's own. */
export type TrainingData =
  | { readonly files: OpenSource }
  | {
      /** Called once per epoch; begins at batch `from`. */
      readonly train: BatchFactory;
      readonly validation?: BatchFactory;
      /** Batches of an epoch, where it is known. */
      readonly batchCount?: number;
    };

export interface TrainCallbacks {
  /** Epochs count from 1. */
  readonly onEpochBegin?: (epoch: number) => void;
  readonly onStep?: (step: StepReport) => void;
  /** The last record is that of the epoch that ended. */
  readonly onEpochEnd?: (history: History) => void;
  /** Bytes to go on from with `resume`; called after every epoch, and every `checkpointEvery` steps. */
  readonly onCheckpoint?: (bytes: Uint8Array) => void;
}

export interface TrainModelOptions extends Pick<LoadOptions, 'path' | 'wasmPaths' | 'onNotice' | 'memoryLimit'> {
  readonly callbacks?: TrainCallbacks;
  /** Ends the training after the step under way. */
  readonly signal?: AbortSignal;
  /** Instead of the model's. */
  readonly epochs?: number;
  readonly batch?: number;
  readonly checkpointEvery?: number;
  /** What `onCheckpoint` was given. */
  readonly resume?: Uint8Array;
}

/** What `train` needs of a compiled model. */
export interface TrainableModel {
  readonly compiled: Compiled;
  readonly weights: ReadonlyMap<string, WeightData>;
}

export interface Trained {
  readonly weights: ReadonlyMap<string, WeightData>;
  readonly record: TrainingRecord;
  readonly end: TrainingResult['end'];
  readonly steps: number;
}

/** @throws RnncError as `train` in `index.ts` */
export async function trainModel(
  model: TrainableModel,
  data: TrainingData,
  options: TrainModelOptions,
): Promise<Trained> {
  const { callbacks = {}, signal, epochs, batch, checkpointEvery, resume, ...loading } = options;
  const trainable = prepareTraining(withOverrides(model.compiled, epochs, batch));
  const dataset = await open(trainable, data);
  const running = await load(trainingDefinition(trainable, model.weights), loading);
  try {
    const metrics = await metricChoices(trainable, dataset);
    const from = resume === undefined ? null : decodeCheckpoint(resume, 'checkpoint');
    if (from !== null) checkIdentity(from, trainable, 'checkpoint');
    const { onCheckpoint, ...rest } = callbacks;
    const result = await runTraining(running, trainable, dataset, {
      callbacks: {
        ...rest,
        ...(onCheckpoint === undefined ? {} : { onCheckpoint: (c) => onCheckpoint(encodeCheckpoint(c)) }),
      },
      ...(signal === undefined ? {} : { signal }),
      pause: pauses(),
      checkpointEvery: checkpointEvery ?? null,
      resume: from,
      metrics,
    });
    const record = trainingRecord(trainable, dataset.preprocessing, result.history);
    return { weights: result.weights, record, end: result.end, steps: result.steps };
  } finally {
    running.dispose();
  }
}

function withOverrides(compiled: Compiled, epochs: number | undefined, batch: number | undefined): Compiled {
  const { training } = compiled.spec;
  if (training === null) return compiled;
  const changed = { ...training, epochs: epochs ?? training.epochs, batch: batch ?? training.batch };
  return { ...compiled, spec: { ...compiled.spec, training: changed } };
}

async function open(trainable: Trainable, data: TrainingData): Promise<Dataset> {
  const { spec, seed, sources, file } = trainable.compiled;
  if ('train' in data) {
    const { train, validation, batchCount } = data;
    return datasetFromBatches(train, {
      feeds: trainable.feeds,
      ...(validation === undefined ? {} : { validation }),
      ...(batchCount === undefined ? {} : { batchCount }),
    });
  }
  if (spec.data === null) throw new RnncError([say.noDataSection(file)], sources);
  return openDataset(spec.data, { open: data.files, seed, inputs: trainable.feeds });
}

export type { Batch, BatchFactory, BatchOptions, OpenSource };
