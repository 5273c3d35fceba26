import { dirname } from 'node:path';
import type { Compiled } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { weightsOf } from '../artifact/artifact.ts';
import { readWeights } from '../artifact/weights.ts';
import { type Dataset, openDataset } from '../data/dataset.ts';
import { withSource } from '../data/find-files.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { WeightData } from '../runtime/definition.ts';
import type { Path } from '../runtime/kernels/table.ts';
import type { Model } from '../runtime/model.ts';
import { metricChoices } from '../train/metric-choices.ts';
import type { MetricChoice } from '../train/metrics.ts';
import { prepareTraining, type Trainable, trainingDefinition } from '../train/prepare.ts';
import { readBytes, shownName } from './files.ts';
import * as say from './messages.ts';
import { nodeSources } from './node-sources.ts';
import { openModel } from './open-model.ts';
import type { ModelOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

export interface TrainingSetupOptions extends ModelOptions {
  readonly epochs?: number;
  readonly batch?: number;
  /** Replaces `data.source`; relative to the working folder. */
  readonly data?: string;
  /** Weights to start from. */
  readonly init?: string;
  readonly path: 'auto' | Path;
}

/** Everything that training and measuring a model take. */
export interface TrainingSetup {
  readonly trainable: Trainable;
  readonly data: Dataset;
  /** Holds the training and the evaluation graph. Dispose of it. */
  readonly model: Model;
  readonly metrics: readonly MetricChoice[];
}

/**
 * Opens a model with its data, ready to be trained or measured. A compiled model is compiled again from its sources; its weights stay, and
 * what it learned of its data (normalisation, vocabularies) too when `fitted` says so.
 * @throws RnncError where model or data have mistakes
 */
export async function openTraining(
  file: string,
  options: TrainingSetupOptions,
  terminal: Terminal,
  fitted: 'again' | 'kept' = 'again',
): Promise<TrainingSetup> {
  const { set, seed, unroll } = options;
  const given = {
    ...(set === undefined ? {} : { set }),
    ...(seed === undefined ? {} : { seed }),
    ...(unroll === undefined ? {} : { unroll }),
  };
  const opened = openModel(file, given, terminal);
  const compiled = withOverrides(opened.compiled(), options);
  const trainable = prepareTraining(compiled);
  const weights = options.init === undefined ? opened.definition.weights : initial(options.init, compiled);
  const preprocessing = fitted === 'kept' ? (opened.definition.training?.preprocessing ?? null) : null;
  const data = await openData(trainable, file, options.data ?? null, preprocessing);
  const { load } = await import('../runtime/load.ts');
  const model = await load(trainingDefinition(trainable, weights), { path: options.path, onNotice: terminal.notice });
  const metrics = await metricChoices(trainable, data);
  return { trainable, data, model, metrics };
}

function withOverrides(compiled: Compiled, { epochs, batch }: TrainingSetupOptions): Compiled {
  const { training } = compiled.spec;
  if (training === null) return compiled;
  const changed = { ...training, epochs: epochs ?? training.epochs, batch: batch ?? training.batch };
  return { ...compiled, spec: { ...compiled.spec, training: changed } };
}

const initial = (file: string, { graphs }: Compiled): ReadonlyMap<string, WeightData> =>
  readWeights(readBytes(file), weightsOf(graphs), shownName(file));

async function openData(
  trainable: Trainable,
  file: string,
  source: string | null,
  preprocessing: Preprocessing | null,
): Promise<Dataset> {
  const { spec, seed, sources } = trainable.compiled;
  if (spec.data === null) throw new RnncError([say.noData(shownName(file))], sources);
  try {
    return await openDataset(source === null ? spec.data : withSource(spec.data, source), {
      open: nodeSources(source === null ? dirname(file) : '.'),
      seed,
      inputs: trainable.feeds,
      ...(preprocessing === null ? {} : { preprocessing }),
    });
  } catch (cause) {
    if (cause instanceof RnncError && cause.sources.size === 0) throw new RnncError(cause.diagnostics, sources);
    throw cause;
  }
}
