import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { verifyGraph } from '../../../compiler/graph/verify.ts';
import { decodeNumbers } from '../../../compiler/ir/exact-json.ts';
import { type Bytes, bytes as bytesKind, bytesOf } from '../../arguments/bytes.ts';
import { type OptionTable, text } from '../../arguments/kinds.ts';
import { checkArgument, readOptions } from '../../arguments/read-options.ts';
import { parseStrictJson, StrictJsonError } from '../../data/files/strict-json.ts';
import { type Artifact, KEYS, MODULE_TENSORS, VERSIONS, weightsOf } from '../artifact.ts';
import { checkSchema } from '../check-schema.ts';
import { checksum, findDigest } from '../checksum.ts';
import { foreignKind } from '../foreign-bytes.ts';
import { artifactSchema } from '../generated/artifact-schema.ts';
import * as say from '../messages.ts';
import { readSafetensors, SafetensorsError, type SafetensorsFile } from '../safetensors.ts';
import { MAX_MODULE_BYTES } from '../stored-kernels.ts';
import type { TrainingRecord } from '../training-record.ts';
import { takeWeights } from '../weights/weights.ts';

export interface ReadArtifactOptions {
  /** Name for messages. */
  readonly file?: string;
}
const READ_ARTIFACT_OPTIONS: OptionTable<ReadArtifactOptions> = { file: text };

/**
 * Reads a compiled model. In this order: the rules of safetensors, the major versions, the checksum, the schema, the graphs' own rules
 * (`verifyGraph`), and that the tensors are the weights of the graphs. Kernels of another version are left out. The code of
 * the kernels is checked later, when they are loaded.
 * @throws RnncError `artifact-truncated`, `artifact-changed`, `artifact-version` or `artifact-invalid`.
 */
export function readArtifact(given: Bytes, options: ReadArtifactOptions = {}): Artifact {
  const { file = 'the model' } = readOptions('readArtifact()', options, READ_ARTIFACT_OPTIONS);
  checkArgument('readArtifact()', 'the artifact', given, bytesKind);
  const bytes = bytesOf(given);
  const content = open(bytes, file);
  checkVersions(content, file);
  checkDigest(bytes, content, file);
  const { model, sources, training, modules } = checkContent(content, file);
  const { graphs } = model;
  for (const graph of [graphs.inference, graphs.training]) if (graph !== null) verify(graph, file);
  const weights = weightsFrom(content, graphs, file);
  return {
    ...model,
    weights,
    sources: new Map(Object.entries(sources)),
    kernels: {
      version: content.metadata.get(KEYS.kernels) ?? '',
      modules: new Map(
        Object.entries(modules).map(([name, program]) => [
          name,
          { program, bytes: moduleBytes(content, `${MODULE_TENSORS}${name}`, file) },
        ]),
      ),
    },
    ...(training === null ? {} : { training }),
  };
}

type Model = Omit<Artifact, 'weights' | 'sources' | 'training' | 'kernels'>;

const refuse = (diagnostic: ReturnType<typeof say.notAnArtifact>): never => {
  throw new RnncError([diagnostic]);
};

/** A message for a file that is recognised as something else. */
const SHORTEST = 8;

function open(bytes: Uint8Array, file: string): SafetensorsFile {
  try {
    return readSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    const kind = bytes.length < SHORTEST ? null : foreignKind(bytes);
    throw new RnncError(
      kind === null
        ? error.problems.map((problem) => say.badArtifactFile(file, problem))
        : [say.foreignArtifact(file, kind)],
    );
  }
}

function checkVersions(content: SafetensorsFile, file: string): void {
  if (![...content.metadata.keys()].some((key) => key.startsWith('rnnc.'))) refuse(say.notAnArtifact(file));
  const major = (version: string): string => version.split('.')[0] ?? '';
  for (const [key, known, what] of [
    [KEYS.format, VERSIONS.format, 'file format'],
    [KEYS.ir, VERSIONS.ir, 'graph'],
  ] as const) {
    const found = content.metadata.get(key);
    if (found === undefined || !/^\d{1,6}\.\d{1,6}$/.test(found))
      refuse(say.artifactContent(file, key, 'is no version'));
    else if (major(found) !== major(known)) refuse(say.artifactVersion(file, what, known, found));
  }
}

function checkDigest(bytes: Uint8Array, content: SafetensorsFile, file: string): void {
  const stored = content.metadata.get(KEYS.sha256);
  const at = findDigest(bytes);
  if (stored === undefined || at === null || !/^[0-9a-f]{64}$/.test(stored)) {
    refuse(say.artifactContent(file, KEYS.sha256, 'is no checksum'));
    return;
  }
  const found = checksum(bytes, at);
  if (found !== stored) refuse(say.artifactChanged(file, stored, found));
}

function checkContent(
  content: SafetensorsFile,
  file: string,
): {
  model: Model;
  sources: { readonly [path: string]: string };
  training: TrainingRecord | null;
  modules: { readonly [program: string]: string };
} {
  const parse = (key: string): unknown => {
    const text = content.metadata.get(key);
    if (text === undefined) return refuse(say.artifactContent(file, key, 'is missing'));
    try {
      return parseStrictJson(text);
    } catch (error) {
      if (error instanceof StrictJsonError)
        return refuse(say.artifactContent(file, key, `is no JSON: ${error.message}`));
      throw error;
    }
  };
  const entry = (key: string): unknown => content.metadata.get(key);
  const document = {
    format: entry(KEYS.format),
    ir: entry(KEYS.ir),
    kernels: entry(KEYS.kernels),
    sha256: entry(KEYS.sha256),
    model: parse(KEYS.model),
    sources: parse(KEYS.sources),
    ...(entry(KEYS.training) === undefined ? {} : { training: parse(KEYS.training) }),
    ...(entry(KEYS.modules) === undefined || entry(KEYS.kernels) !== VERSIONS.kernels
      ? {}
      : { modules: parse(KEYS.modules) }),
  };
  const [problem] = checkSchema(artifactSchema, artifactSchema, document, false);
  if (problem !== undefined) refuse(say.artifactContent(file, problem.instancePath || '/', say.schemaProblem(problem)));
  const {
    model,
    sources,
    training,
    modules = {},
  } = document as {
    model: unknown;
    sources: { readonly [path: string]: string };
    training?: unknown;
    modules?: { readonly [program: string]: string };
  };
  return {
    model: decodeNumbers(model) as Model,
    sources,
    training: training === undefined ? null : (decodeNumbers(training) as TrainingRecord),
    modules,
  };
}

function verify(graph: Model['graphs']['inference'], file: string): void {
  try {
    verifyGraph(graph, { fused: true });
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    refuse(say.artifactContent(file, `the ${graph.variant} graph`, `breaks its rules: ${error.message}`));
  }
}

function moduleBytes(content: SafetensorsFile, tensor: string, file: string): Uint8Array {
  const found = content.tensors.get(tensor);
  if (found === undefined) return refuse(say.artifactContent(file, tensor, 'is missing'));
  const { dtype, shape, bytes } = found;
  if (dtype !== 'U8' || shape.length !== 1)
    return refuse(say.artifactContent(file, tensor, `is ${dtype} [${shape.join(', ')}], no list of bytes`));
  if (bytes.length > MAX_MODULE_BYTES)
    return refuse(say.artifactContent(file, tensor, `has ${bytes.length} bytes, more than ${MAX_MODULE_BYTES}`));
  return bytes;
}

function weightsFrom(content: SafetensorsFile, graphs: Model['graphs'], file: string): Artifact['weights'] {
  try {
    return takeWeights(content, weightsOf(graphs), file);
  } catch (error) {
    if (error instanceof RnncError) throw new RnncError(error.diagnostics.map((d) => say.artifactWeights(file, d)));
    throw error;
  }
}
