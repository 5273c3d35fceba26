import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileModel } from '../../compiler/compile.ts';
import { nodeSources } from '../../src/cli/files/node-sources.ts';
import type { Dataset } from '../../src/data/dataset/dataset.ts';
import { withSource } from '../../src/data/files/find-files.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { load } from '../../src/load.ts';
import type { Model } from '../../src/model.ts';
import { type Evaluation, evaluateModel } from '../../src/train/evaluate/evaluate.ts';
import { train } from '../../src/train/loop/train.ts';
import { prepareTraining, type Trainable, trainingDefinition } from '../../src/train/prepare/prepare.ts';

const models = join(import.meta.dirname, '../../models');

export interface Trained {
  readonly model: Model;
  readonly trainable: Trainable;
  readonly data: Dataset;
  readonly evaluation: Evaluation;
  /** The model's and a baseline's number of a figure on the test part; raw units where there are such. */
  readonly figure: (name: string, baseline?: string) => number;
}

/** Trains a model of `models/` as its file says and evaluates it on the test part. Dispose of the model. */
export async function trained(
  file: string,
  set: { readonly [parameter: string]: number } = {},
  change: { readonly text?: (yaml: string) => string; readonly source?: string; readonly epochs?: number } = {},
): Promise<Trained> {
  const path = join(models, file);
  const yaml = (change.text ?? ((text: string) => text))(readFileSync(path, 'utf8'));
  const compiled = compileModel(yaml, { file, resolve: () => null, set });
  const { training, data: spec } = compiled.spec;
  if (training === null || spec === null) throw new Error(`${file} is not trainable`);
  const trainable = prepareTraining({
    ...compiled,
    spec: { ...compiled.spec, training: { ...training, epochs: change.epochs ?? training.epochs } },
  });
  const data = await openDataset(change.source === undefined ? spec : withSource(spec, change.source), {
    open: nodeSources(dirname(path)),
    seed: compiled.seed,
    inputs: trainable.feeds,
  });
  const model = await load(trainingDefinition(trainable));
  const { weights } = await train(model, trainable, data);
  model.setWeights(weights);
  const evaluation = await evaluateModel(model, trainable, data, { part: null, batch: null, season: null });
  const figure = (name: string, baseline?: string): number => {
    const found = evaluation.figures.filter((f) => f.name === name);
    const one = found.find((f) => f.units === 'raw') ?? found[0];
    const value = baseline === undefined ? one?.model : one?.baselines[baseline];
    if (typeof value !== 'number')
      throw new Error(`no ${name} ${baseline ?? ''} in ${JSON.stringify(evaluation.figures)}`);
    return value;
  };
  return { model, trainable, data, evaluation, figure };
}
