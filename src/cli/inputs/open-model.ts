import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Compiled, compileModel } from '../../../compiler/compile.ts';
import { type Diagnostic, RnncError, type Sources } from '../../../compiler/diagnostics/diagnostic.ts';
import { openSizes as sizesOpen } from '../../../compiler/diagnostics/messages/read/open-sizes.ts';
import type { Precision } from '../../../compiler/program/program.ts';
import { type Artifact, weightsOf } from '../../artifact/artifact.ts';
import type { ModelDefinition } from '../../artifact/definition.ts';
import { readArtifact } from '../../artifact/file/read.ts';
import { readWeights } from '../../artifact/weights/weights.ts';
import { foreignSource, foreignWeights } from '../../import/foreign-models.ts';
import { type Dialect, type MappedWeights, mapGiven } from '../../import/weights/index.ts';
import { treeSpecs } from '../../model/feeds/feed-trees.ts';
import { isCheckpoint } from '../../train/checkpoint/checkpoint-format.ts';
import { besideOf, decodeText, readBytes, STDIN, shownName } from '../files/files.ts';
import { importedFrom } from '../files/imported-from.ts';
import * as say from '../files/messages.ts';
import type { ForeignOptions, ModelOptions } from './options.ts';
import { UsageError } from './usage.ts';

/** A model from a YAML file or from an artifact. */
export interface OpenedModel {
  readonly definition: ModelDefinition;
  /** What it was compiled from. */
  readonly source: ModelSource;
  /** What the compiler gives for its source: made already for a YAML model, made anew for an artifact. */
  readonly compiled: () => Compiled;
}

export interface ModelSource {
  readonly text: string;
  readonly file: string;
  readonly resolve: (path: string) => string | null;
  readonly options: ModelOptions;
  /** How the weights of a compiled model are held. */
  readonly precision: Precision;
  /** All source files, where they are known without compiling. */
  readonly sources: Sources | null;
}

/** Told about things that are no results: warnings and notices. */
export interface Listener {
  readonly warn: (warnings: readonly Diagnostic[], sources: Sources) => void;
  readonly notice: (text: string) => void;
}

/** @throws RnncError where the file, or the model in it, has mistakes. */
export function openModel(file: string, options: ModelOptions, listener: Listener): OpenedModel {
  const bytes = readSource(file);
  if (isArtifact(bytes, file)) return openArtifact(readArtifact(bytes, { file: shownName(file) }), options);
  const source = yamlSource(file, decodeText(bytes, shownName(file)), options);
  const compiled = compileSource(source);
  listener.warn(compiled.diagnostics, compiled.sources);
  return { definition: definitionOf(compiled), source, compiled: () => compiled };
}

function definitionOf(compiled: Compiled): ModelDefinition {
  const { name, seed, unroll, openSizes = [], sources } = compiled;
  return {
    name,
    seed,
    unroll,
    // what the data will give is not known yet
    get graphs() {
      if (openSizes.length > 0) throw new RnncError([sizesOpen(openSizes)], sources);
      return compiled.graphs;
    },
    weights: new Map(),
  };
}

/** A YAML model with the sizes that its data gave. */
export const fittedModel = ({ source }: OpenedModel, fitted: Compiled): OpenedModel => ({
  definition: definitionOf(fitted),
  source: { ...source, options: { ...source.options, set: fitted.parameters } },
  compiled: () => fitted,
});

/**
 * A model that must have been trained.
 * @param what the command does with it.
 * @throws RnncError for a YAML model, which knows no data, and as `openModel`
 */
export function openTrained(file: string, what: string, listener: Listener): OpenedModel {
  const opened = openModel(file, {}, listener);
  if (opened.source.sources !== null) return opened;
  const beside = file.replace(/\.ya?ml$/, '.rnnc');
  throw new RnncError([
    say.yamlNotTrained(shownName(file), what, beside !== file && existsSync(beside) ? beside : null),
  ]);
}

/** The source of a model, without compiling it. @throws RnncError where the file can't be read. */
export function openSource(file: string, options: ModelOptions): ModelSource {
  const bytes = readSource(file);
  if (isArtifact(bytes, file)) return openArtifact(readArtifact(bytes, { file: shownName(file) }), options).source;
  return yamlSource(file, decodeText(bytes, shownName(file)), options);
}

/** @throws RnncError with every mistake of the model. */
export function compileSource({ text, file, resolve, options }: ModelSource): Compiled {
  return compileModel(text, { file, resolve, set: {}, ...options });
}

/** The files that a YAML model was compiled from; a compiled model holds its own. */
export const sourceFiles = (file: string, { sources, file: shown }: Compiled): readonly string[] =>
  shown === shownName(file)
    ? [file, ...[...sources.keys()].filter((path) => path !== shown).map((path) => join(dirname(file), path))]
    : [];

/** What people write for a way to hold numbers. */
const PRECISION_LIKE = /^(?:(?:[iuf]|u?int|float|bfloat|bf|fp|half|double)[-_]?\d*)?$/i;

/**
 * The definition with weights from a safetensors file, where one is named. Where none is and one of the model's name lies beside it, as `rnnc import` puts it
 * there, the listener is told that it is not taken.
 * @param options whose weights they are, and what stands for what, where they are not rnnc's; `precisions`: what the option takes beside the name of a file
 * @throws RnncError where the file can't be read, or does not fit. UsageError for options without a file
 */
export async function withWeights(
  opened: OpenedModel,
  file: string | undefined,
  { precisions = [], from, map }: ForeignOptions & { readonly precisions?: readonly Precision[] },
  listener: Listener,
): Promise<ModelDefinition> {
  const { definition, source } = opened;
  if (file === undefined && (from !== undefined || map !== undefined))
    throw new UsageError(`${from === undefined ? '--map' : '--from'} is of a file of weights: name it with --weights`);
  if (file === undefined) {
    const beside = weightsBeside(source);
    if (beside !== null) listener.notice(say.initialWeights(source.file, beside));
    return definition;
  }
  if (PRECISION_LIKE.test(file) && !existsSync(file)) throw new RnncError([say.noPrecision(file, precisions)]);
  const bytes = readModel(file);
  if (from !== undefined) {
    const { weights } = await mappedWeights(opened, bytes, { file, from, map: map ?? new Map() });
    return { ...definition, weights: new Map(weights.map(({ path, shape, data }) => [path, { shape, data }])) };
  }
  if (map !== undefined) throw new UsageError('--map needs --from, which says whose weights they are');
  checkOwnKind(bytes, file);
  return { ...definition, weights: readWeights(bytes, weightsOf(definition.graphs), shownName(file)) };
}

/** A file of weights with the name of a YAML model; null where there is none, or where a seed asks for initial weights. */
function weightsBeside({ file, sources, options }: ModelSource): string | null {
  const beside = file.replace(/\.ya?ml$/, '.safetensors');
  return sources === null && beside !== file && options.seed === undefined && existsSync(beside) ? beside : null;
}

/** Weights of another framework as the model has them. @throws RnncError with everything that can't be converted exactly */
export async function mappedWeights(
  opened: OpenedModel,
  bytes: Uint8Array,
  { file, from, map }: { readonly file: string; readonly from: Dialect; readonly map: ReadonlyMap<string, string> },
): Promise<MappedWeights> {
  const { fileWeights, isOfFramework } = await import('../../import/file-weights.ts');
  if (!isOfFramework(bytes, from)) checkOwnKind(bytes, file);
  const options = { from, map, file: shownName(file), beside: besideOf(file) };
  const target = { spec: opened.compiled().spec, weights: weightsOf(opened.definition.graphs) };
  return mapGiven(await fileWeights(bytes, options), target, options);
}

/** @throws RnncError for a file of another framework that is no safetensors file */
export function checkOwnKind(bytes: Uint8Array, file: string): void {
  const foreign = foreignWeights(bytes);
  if (foreign !== null) throw new RnncError([say.foreignWeights(shownName(file), foreign)]);
}

/** Epochs that a compiled model was trained for; null where the bytes are none, or it was not trained. */
export function epochsOf(bytes: Uint8Array): number | null {
  try {
    const { training } = readArtifact(bytes);
    return training === undefined || training.history.length === 0 ? null : training.history.length;
  } catch (cause) {
    if (cause instanceof RnncError) return null;
    throw cause;
  }
}

function readModel(file: string): Uint8Array {
  const bytes = readBytes(file);
  if (isCheckpoint(bytes)) throw new RnncError([say.isCheckpoint(shownName(file))]);
  return bytes;
}

/** A YAML model, or a compiled one. */
function readSource(file: string): Uint8Array {
  const bytes = readModel(file);
  const foreign = foreignSource(bytes, shownName(file));
  if (foreign !== null) throw new RnncError([say.foreignSource(shownName(file), foreign)]);
  return bytes;
}

/** By name, or else by content: text has no zero bytes, a safetensors header length always does. */
const isArtifact = (bytes: Uint8Array, file: string): boolean =>
  /\.(rnnc|safetensors)$/.test(file) || (bytes.length >= 8 && !/\.ya?ml$/.test(file) && bytes[7] === 0);

function yamlSource(file: string, text: string, options: ModelOptions): ModelSource {
  return {
    text,
    file: shownName(file),
    resolve: importedFrom(file === STDIN ? '.' : dirname(file)),
    options,
    precision: 'float32',
    sources: null,
  };
}

function openArtifact(artifact: Artifact, options: ModelOptions): OpenedModel {
  if (options.set !== undefined)
    throw new UsageError('--set needs the YAML model: a compiled one has its parameters built in');
  if (options.seed !== undefined) throw new UsageError('--seed needs the YAML model: a compiled one holds its weights');
  const { parameters, file, sources, seed, precision = 'float32' } = artifact;
  const unroll = options.unroll ?? artifact.unroll;
  const source: ModelSource = {
    text: sources.get(file) ?? '',
    file,
    resolve: (path) => sources.get(path) ?? null,
    options: { set: parameters, seed, ...(unroll === null ? {} : { unroll }) },
    precision,
    sources,
  };
  // the compiler says why, with the place in the source
  if (options.unroll !== undefined && treeSpecs(artifact.graphs.inference).length > 0) compileSource(source);
  return { definition: { ...artifact, unroll }, source, compiled: () => compileSource(source) };
}
