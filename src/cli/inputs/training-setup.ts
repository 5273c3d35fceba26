import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { KEYS, weightsOf } from '../../artifact/artifact.ts';
import type { WeightData } from '../../artifact/definition.ts';
import { readArtifact } from '../../artifact/file/read.ts';
import { readSafetensors, writeSafetensors } from '../../artifact/safetensors.ts';
import type { TrainedOn, TrainingRecord } from '../../artifact/training-record.ts';
import { fittingInWords, fittingWeights } from '../../artifact/weights/fitting-weights.ts';
import { readAllWeights, readWeights } from '../../artifact/weights/weights.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { withForm } from '../../data/files/file-form.ts';
import { openDataset } from '../../data/open-dataset.ts';
import { parseNpy } from '../../data/rows/npy-rows.ts';
import type { Model } from '../../model.ts';
import { type Checkpoint, decodeCheckpoint } from '../../train/checkpoint/checkpoint.ts';
import { isCheckpoint, unframe } from '../../train/checkpoint/checkpoint-format.ts';
import { metricChoices } from '../../train/evaluate/metric-choices.ts';
import { keptPreprocessing } from '../../train/loop/record.ts';
import { checkpointDamaged } from '../../train/messages.ts';
import type { MetricChoice } from '../../train/metrics/metrics.ts';
import { withClassWeights } from '../../train/prepare/class-weights.ts';
import { fitToData, leavesToData } from '../../train/prepare/fit-to-data.ts';
import { checkTrainingMemory } from '../../train/prepare/memory.ts';
import { prepareTraining, type Trainable, trainingDefinition } from '../../train/prepare/prepare.ts';
import { readBytes, shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { type DataPlace, givenPlace, ownPlace, remembered, shownPlace, trainedPlace } from './data-place.ts';
import { openModel, sourceFiles } from './open-model.ts';
import { type LoadingOptions, loadingOf, type ModelOptions } from './options.ts';
import { type FormOptions, saidForm, withSaidForm } from './rows-file.ts';
import type { Terminal } from './terminal.ts';

export interface TrainingSetupOptions extends ModelOptions, LoadingOptions, FormOptions {
  readonly epochs?: number;
  readonly batch?: number;
  /** Replaces `data.source`; relative to the working folder. */
  readonly data?: string;
  /** To measure: what of the data. Without it all of what `data` names is measured. */
  readonly part?: string;
  /** Weights to start from: a file, or `PATH=FILE.npy`. */
  readonly init?: string;
  /** Whether of these only what fits is taken. */
  readonly partial?: boolean;
  /** Whether the model may be somebody else's: then its data lie in its own folder. */
  readonly untrusted?: boolean;
}

/** Everything that training and measuring a model take. */
export interface TrainingSetup {
  readonly trainable: Trainable;
  readonly data: Dataset;
  /** Holds the training and the evaluation graph. Dispose of it. */
  readonly model: Model;
  readonly metrics: readonly MetricChoice[];
  /** Whether the data's preprocessing is that of an earlier training. */
  readonly keepsPreprocessing: boolean;
  /** Files that are read and are no compiled model: of a YAML model, of the data, of weights to start from. */
  readonly inputs: readonly string[];
  /** To train: what an artifact that is written tells of the place of its data; null: nothing. */
  readonly remember: ((artifact: string) => TrainedOn) | null;
  /** Null: the parts of `data` are those of a training. Otherwise its training part is the whole of what was given. */
  readonly fitted: Fitted | null;
}

/**
 * Opens a model with its data, ready to be trained or measured. A compiled model is compiled again from its sources; its weights stay, and
 * what it learned of its data (normalisation, categories, vocabulary). So does what the file under `init` learned with its weights.
 * @param training to train, and from which checkpoint; null: to measure
 * @throws RnncError where model or data have mistakes
 */
export async function openTraining(
  file: string,
  options: TrainingSetupOptions,
  terminal: Terminal,
  training: { readonly resume: Checkpoint | null } | null = null,
): Promise<TrainingSetup> {
  const { set, seed, unroll } = options;
  const loading = loadingOf(options);
  const given = {
    ...(set === undefined ? {} : { set }),
    ...(seed === undefined ? {} : { seed }),
    ...(unroll === undefined ? {} : { unroll }),
  };
  const opened = openModel(file, given, terminal);
  const read = withOverrides(opened.compiled(), options);
  // mistakes of the model come before those of the data, where it doesn't wait for them
  const prepared = leavesToData(read) ? null : prepareTraining(read);
  const own: Start = {
    weights: opened.definition.weights,
    file,
    preprocessing: opened.definition.training?.preprocessing ?? null,
    inputs: [],
  };
  const source = options.data ?? null;
  const asked = { source, isArtifact: opened.source.sources !== null, untrusted: options.untrusted === true };
  const origin = { compiled: read, training: opened.definition.training ?? null };
  const place = await dataPlace(origin, file, asked, terminal);
  const form = saidForm(options);
  const said = { ...place, spec: withSaidForm(place.spec, form) };
  const compiled = await fitToData(read, { ...said, preprocessing: own.preprocessing });
  const unweighted = prepared ?? prepareTraining(compiled);
  if (training !== null) checkTrainingMemory(unweighted);
  const start =
    options.init === undefined
      ? own
      : withoutFiles(startFrom(options.init, { compiled, own, partial: options.partial === true }, terminal), own);
  const preprocessing =
    training === null ? start.preprocessing : keptPreprocessing(start.preprocessing, training.resume);
  if (preprocessing !== null && training?.resume === null) sayKept(preprocessing, start.file, terminal);
  const isWhole = training === null && source !== null && options.part === undefined;
  const fitted = isWhole ? await openFitted(unweighted, origin, file, asked, preprocessing) : null;
  const known = preprocessing ?? fitted?.data?.preprocessing ?? null;
  const data = await openData(unweighted, said, known === null ? null : withForm(known, form), isWhole);
  // what is measured stands beside baselines that know no class weights
  const trainable = training === null ? unweighted : await withClassWeights(unweighted, data);
  const { load } = await import('../../load.ts');
  // training always goes on in float32; a model that is measured keeps its precision
  const precision = training === null ? opened.definition.precision : 'float32';
  const model = await load(trainingDefinition(trainable, start.weights, precision), {
    ...loading,
    onNotice: terminal.notice,
  });
  const metrics = await metricChoices(trainable, data);
  const inputs = [...sourceFiles(file, compiled), ...dataFiles(data, place.folder), ...start.inputs];
  const remember = training === null ? null : await remembered(place);
  return { trainable, data, model, metrics, keepsPreprocessing: preprocessing !== null, inputs, remember, fitted };
}

/** Data that baselines are fitted on while another file is measured. */
export interface Fitted {
  readonly data: Dataset | null;
  /** Why there is none. */
  readonly reason: string;
}

/** What the model was trained on, as far as it can still be read: a file that is measured as a whole has no training part. */
async function openFitted(
  trainable: Trainable,
  origin: { readonly compiled: Compiled; readonly training: TrainingRecord | null },
  file: string,
  asked: { readonly isArtifact: boolean; readonly untrusted: boolean },
  preprocessing: Preprocessing | null,
): Promise<Fitted> {
  try {
    const place = await dataPlace(origin, file, { ...asked, source: null }, { notice: () => {} });
    return { data: await openData(trainable, place, preprocessing), reason: '' };
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    return { data: null, reason: cause.diagnostics[0]?.message ?? '' };
  }
}

function withOverrides(compiled: Compiled, { epochs, batch }: TrainingSetupOptions): Compiled {
  const { training } = compiled.spec;
  if (training === null) return compiled;
  const changed = { ...training, epochs: epochs ?? training.epochs, batch: batch ?? training.batch };
  return { ...compiled, spec: { ...compiled.spec, training: changed } };
}

/** What a training starts from. */
interface Start {
  readonly weights: ReadonlyMap<string, WeightData>;
  readonly preprocessing: Preprocessing | null;
  /** Where the preprocessing is from. */
  readonly file: string;
  /** The files that it was read from, apart from compiled models. */
  readonly inputs: readonly string[];
}

/** Of another model's files nothing is taken over. */
function withoutFiles(start: Start, own: Start): Start {
  if (start.preprocessing === null || start.preprocessing === own.preprocessing) return start;
  const { files: _, ...preprocessing } = start.preprocessing;
  return { ...start, preprocessing };
}

/** From a compiled model, a checkpoint (its best weights), or a file of weights, which says nothing about data. */
function startFrom(
  init: string,
  { compiled, own, partial }: { readonly compiled: Compiled; readonly own: Start; readonly partial: boolean },
  terminal: Pick<Terminal, 'notice'>,
): Start {
  const wanted = weightsOf(compiled.graphs);
  const [, path, array] = /^([A-Za-z][\w.]*)=(.+\.npy)$/.exec(init) ?? [];
  const some = (file: string, given: ReadonlyMap<string, WeightData>): ReadonlyMap<string, WeightData> => {
    const fitting = fittingWeights(given, wanted);
    terminal.notice(fittingInWords(shownName(file), fitting, 'as they were'));
    return new Map([...own.weights, ...fitting.taken]);
  };
  if (path !== undefined && array !== undefined) {
    const { shape, data } = parseNpy(readBytes(array), shownName(array));
    const named = new Map([[path, { shape, data: Float32Array.from(data) }]]);
    const [left] = fittingWeights(named, wanted).left;
    if (left !== undefined) throw new RnncError([say.initMisfit(shownName(array), left.name, left.why)]);
    return { ...own, weights: some(array, named), inputs: [array] };
  }
  const file = init;
  const bytes = readBytes(file);
  if (file.endsWith('.npy')) throw new RnncError([say.initUnnamed(shownName(file))]);
  const read = (content: Uint8Array): ReadonlyMap<string, WeightData> => {
    if (partial) return some(file, readAllWeights(content, shownName(file)));
    try {
      return readWeights(content, wanted, shownName(file));
    } catch (cause) {
      throw cause instanceof RnncError ? withPartial(cause) : cause;
    }
  };
  if (isCheckpoint(bytes)) {
    const framed = unframe(bytes);
    if (framed.kind === 'damaged') throw new RnncError([checkpointDamaged(shownName(file), [framed.damage])]);
    const { best, weights, preprocessing } = decodeCheckpoint(framed.payload, shownName(file));
    return {
      weights: read(writeSafetensors(best ?? weights, new Map())),
      preprocessing,
      file,
      inputs: [file],
    };
  }
  const weights = read(bytes);
  const { metadata } = readSafetensors(bytes);
  const inputs = metadata.has(KEYS.format) ? [] : [file];
  if (!metadata.has(KEYS.training)) return { ...own, weights, inputs };
  const { training } = readArtifact(bytes, { file: shownName(file) });
  return { weights, preprocessing: training?.preprocessing ?? null, file, inputs };
}

/** Weights that do not fit as a whole may fit in part. */
function withPartial(error: RnncError): RnncError {
  const [first, ...others] = error.diagnostics;
  const codes = ['weight-missing', 'weight-unknown', 'weight-shape'];
  if (first === undefined || !codes.includes(first.code)) return error;
  const notes = [...first.notes, { message: say.partialTakes(), span: null }];
  return new RnncError([{ ...first, notes }, ...others], error.sources);
}

/** One sentence about what an earlier training learned, where it learned something. */
function sayKept({ columns, vocabulary }: Preprocessing, file: string, { notice }: Terminal): void {
  const recipes = Object.values(columns);
  const isScaled = recipes.some((recipe) => 'normalize' in recipe && recipe.normalize !== 'none');
  const message = say.keptOf(shownName(file), [
    ...(isScaled ? ['the scales'] : []),
    ...(recipes.some(({ type }) => type === 'category') ? ['the categories'] : []),
    ...(vocabulary !== null || recipes.some(({ type }) => type === 'text') ? ['the vocabulary'] : []),
  ]);
  if (message !== null) notice(message);
}

const dataFiles = ({ report: { files } }: Dataset, folder: string): readonly string[] =>
  [...files.train, ...files.validation, ...files.test].map((path) => (isAbsolute(path) ? path : join(folder, path)));

/**
 * The place of the data: what the user names, what the artifact was trained on, or what the section `data` names.
 * @throws RnncError where the model has no such section, and where the data of the training are gone
 */
export async function dataPlace(
  { compiled: { spec, sources }, training }: { readonly compiled: Compiled; readonly training: TrainingRecord | null },
  file: string,
  {
    source,
    isArtifact,
    untrusted,
  }: { readonly source: string | null; readonly isArtifact: boolean; readonly untrusted: boolean },
  terminal: Pick<Terminal, 'notice'>,
): Promise<DataPlace> {
  if (spec.data === null) throw new RnncError([say.noData(shownName(file))], sources);
  if (source !== null && !existsSync(source)) throw new RnncError([say.fileMissing(shownName(source))]);
  if (source !== null) return givenPlace(spec.data, source);
  // paths in a compiled model were written by the person who compiled it
  if (training?.data === undefined) return ownPlace(spec.data, file, untrusted || isArtifact);
  const { place, changed } = await trainedPlace(spec.data, file, training.data, untrusted);
  if (changed) terminal.notice(say.dataChanged(shownPlace(place)));
  return place;
}

/** @throws RnncError where the data have mistakes */
export async function openData(
  trainable: Trainable,
  { spec, open }: DataPlace,
  preprocessing: Preprocessing | null,
  undivided = false,
): Promise<Dataset> {
  const { seed, sources } = trainable.compiled;
  try {
    return await openDataset(spec, {
      open,
      seed,
      inputs: trainable.feeds,
      carry: trainable.objective.carry,
      undivided,
      ...(preprocessing === null ? {} : { preprocessing }),
    });
  } catch (cause) {
    if (cause instanceof RnncError && cause.sources.size === 0) throw new RnncError(cause.diagnostics, sources);
    throw cause;
  }
}
