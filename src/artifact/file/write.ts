import { InternalError, RnncError, type Sources } from '../../../compiler/diagnostics/diagnostic.ts';
import { initializeWeight } from '../../../compiler/initialize/initialize.ts';
import { encodeJson } from '../../../compiler/ir/exact-json.ts';
import type { OwnBytes } from '../../arguments/bytes.ts';
import { COLUMN_SCALES, KEYS, MODULE_TENSORS, ROW_SCALES, VERSIONS, weightsOf } from '../artifact.ts';
import { checksum, DIGEST_LENGTH, findDigest, ZERO_DIGEST } from '../checksum.ts';
import type { ModelDefinition, WeightData } from '../definition.ts';
import * as say from '../messages.ts';
import { checkHeaderLength, SafetensorsError, type TensorToWrite, writeSafetensors } from '../safetensors.ts';
import type { StoredKernels } from '../stored-kernels.ts';
import { suitsInt16, toInt16 } from '../weights/int16-weights.ts';

/** What an artifact is written from: a compiled model and the weights that do not come from its seed. */
export interface ArtifactContent extends Omit<ModelDefinition, 'weights' | 'kernels'> {
  /** The model file, a key of `sources`. */
  readonly file: string;
  readonly parameters: { readonly [name: string]: number };
  readonly sources: Sources;
  /** By path; the others are initialised from the seed. */
  readonly weights?: ReadonlyMap<string, WeightData>;
  /** Null, or of another version: the file has none. What makes them is called when it is known that the graphs fit. */
  readonly kernels: StoredKernels | (() => StoredKernels) | null;
}

/**
 * The bytes of an artifact: a safetensors file, see `schema/artifact.schema.json`. Equal content gives equal bytes wherever the model's
 * folder lies: paths are written relative to it.
 * @throws RnncError `artifact-too-large`.
 */
export function writeArtifact(content: ArtifactContent): OwnBytes {
  const { name, seed, unroll, parameters, graphs, weights = new Map<string, WeightData>(), precision } = content;
  const relative = pathsFrom(content.file);
  const tensors = new Map<string, TensorToWrite>(
    weightsOf(graphs).flatMap(({ path, shape, init }) =>
      weightTensors(path, weights.get(path) ?? { shape, data: initializeWeight(init, shape, seed, path) }, precision),
    ),
  );
  const model = {
    name,
    file: relative(content.file),
    seed,
    unroll,
    parameters,
    ...(precision === 'int16' ? { precision } : {}),
    graphs: relocate(graphs, relative),
  };
  const text = encodeJson(model);
  // kernels are not in the header, and take most of the time
  inOneFile(name, () => checkHeaderLength(JSON.stringify(text).length));
  const kernels = typeof content.kernels === 'function' ? content.kernels() : content.kernels;
  const modules =
    kernels?.version === VERSIONS.kernels ? [...kernels.modules].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
  for (const [program, { bytes }] of modules)
    tensors.set(`${MODULE_TENSORS}${program}`, { shape: [bytes.length], data: bytes });
  const digests = Object.fromEntries(modules.map(([program, { program: digest }]) => [program, digest]));
  const sources = [...content.sources]
    .map(([path, text]) => [relative(path), text] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const metadata = new Map<string, string>([
    [KEYS.format, VERSIONS.format],
    [KEYS.ir, VERSIONS.ir],
    [KEYS.kernels, VERSIONS.kernels],
    [KEYS.model, text],
    ...(modules.length === 0 ? [] : ([[KEYS.modules, JSON.stringify(digests)]] as const)),
    [KEYS.sha256, ZERO_DIGEST],
    [KEYS.sources, JSON.stringify(Object.fromEntries(sources))],
    ...(content.training === undefined ? [] : ([[KEYS.training, encodeJson(content.training)]] as const)),
  ]);
  const file = inOneFile(name, () => writeSafetensors(tensors, metadata));
  const at = findDigest(file);
  if (at === null) throw new InternalError('the artifact has no place for its checksum');
  const digest = checksum(file, at);
  for (let i = 0; i < DIGEST_LENGTH; i++) file[at + i] = digest.charCodeAt(i);
  return file;
}

/** A weight as it lies in the file, with its scales where it is held in 16 bits. */
function weightTensors(
  path: string,
  weight: WeightData,
  precision: ArtifactContent['precision'],
): readonly (readonly [name: string, tensor: TensorToWrite])[] {
  if (precision !== 'int16' || !suitsInt16(weight)) return [[path, weight]];
  const { shape, whole, rowScales, columnScales } = toInt16(weight);
  return [
    [path, { shape, data: whole }],
    [`${ROW_SCALES}${path}`, { shape: [rowScales.length], data: rowScales }],
    [`${COLUMN_SCALES}${path}`, { shape: [columnScales.length], data: columnScales }],
  ];
}

/** What does not fit is the user's to know. */
function inOneFile<T>(name: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (error instanceof SafetensorsError)
      throw new RnncError(error.problems.map((problem) => say.tooLarge(name, problem)));
    throw error;
  }
}

/** Paths relative to the folder of the model file; those of the library stay as they are. */
function pathsFrom(modelFile: string): (path: string) => string {
  const forward = (path: string): string => path.replaceAll('\\', '/');
  const model = forward(modelFile);
  const folder = model.slice(0, model.lastIndexOf('/') + 1);
  return (path) => {
    if (path.startsWith('rnnc:')) return path;
    const plain = forward(path);
    return plain.startsWith(folder) ? plain.slice(folder.length) : plain.replace(/^\.\//, '');
  };
}

/** A copy in which every span names its file by the path it has in the artifact. */
function relocate<T>(value: T, relative: (path: string) => string): T {
  const visit = (v: unknown): unknown => {
    if (Array.isArray(v)) return v.map(visit);
    if (typeof v !== 'object' || v === null) return v;
    const isSpan = 'file' in v && 'start' in v && 'end' in v && typeof v.file === 'string';
    return Object.fromEntries(
      Object.entries(v).map(([key, inner]) => [key, isSpan && key === 'file' ? relative(String(inner)) : visit(inner)]),
    );
  };
  return visit(value) as T;
}
