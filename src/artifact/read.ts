import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { verifyGraph } from '../../compiler/ir/verify.ts';
import { parseStrictJson, StrictJsonError } from '../data/strict-json.ts';
import { type Artifact, decodeNumbers, KEYS, VERSIONS, weightsOf } from './artifact.ts';
import { checksum, findDigest } from './checksum.ts';
import { validate as generatedValidator } from './generated/validate-artifact.ts';
import * as say from './messages.ts';
import { readSafetensors, SafetensorsError, type SafetensorsFile } from './safetensors.ts';
import type { TrainingRecord } from './training-record.ts';
import { takeWeights } from './weights.ts';

export interface ReadArtifactOptions {
  /** Name for messages. */
  readonly file?: string;
  /** Told where the file's kernels are of another version and are made anew. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * Reads a compiled model. In this order: the rules of safetensors, the major versions, the checksum, the schema, the graphs' own rules
 * (`verifyGraph`), and that the tensors are the weights of the graphs.
 * @throws RnncError `artifact-truncated`, `artifact-changed`, `artifact-version` or `artifact-invalid`.
 */
export function readArtifact(bytes: Uint8Array, options: ReadArtifactOptions = {}): Artifact {
  const { file = 'the model', onNotice } = options;
  const content = open(bytes, file);
  checkVersions(content, file);
  checkDigest(bytes, content, file);
  const { model, sources, training } = checkContent(content, file);
  const { graphs } = model;
  for (const graph of [graphs.inference, graphs.training]) if (graph !== null) verify(graph, file);
  const weights = weightsFrom(content, graphs, file);
  const kernels = content.metadata.get(KEYS.kernels) ?? '';
  if (kernels !== VERSIONS.kernels) onNotice?.(say.staleKernels(file, VERSIONS.kernels, kernels));
  return {
    ...model,
    weights,
    sources: new Map(Object.entries(sources)),
    ...(training === null ? {} : { training }),
  };
}

type Model = Omit<Artifact, 'weights' | 'sources' | 'training'>;

const refuse = (diagnostic: ReturnType<typeof say.notAnArtifact>): never => {
  throw new RnncError([diagnostic]);
};

function open(bytes: Uint8Array, file: string): SafetensorsFile {
  try {
    return readSafetensors(bytes);
  } catch (error) {
    if (error instanceof SafetensorsError)
      throw new RnncError(error.problems.map((problem) => say.badArtifactFile(file, problem)));
    throw error;
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

interface SchemaError {
  readonly instancePath: string;
  readonly message?: string;
}
type Validator = ((data: unknown) => boolean) & { readonly errors?: readonly SchemaError[] | null };
const isValid = generatedValidator as unknown as Validator;

function checkContent(
  content: SafetensorsFile,
  file: string,
): { model: Model; sources: { readonly [path: string]: string }; training: TrainingRecord | null } {
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
  const text = (key: string): unknown => content.metadata.get(key);
  const document = {
    format: text(KEYS.format),
    ir: text(KEYS.ir),
    kernels: text(KEYS.kernels),
    sha256: text(KEYS.sha256),
    model: parse(KEYS.model),
    sources: parse(KEYS.sources),
    ...(text(KEYS.training) === undefined ? {} : { training: parse(KEYS.training) }),
  };
  if (!isValid(document)) {
    const [problem] = isValid.errors ?? [];
    refuse(say.artifactContent(file, problem?.instancePath || '/', problem?.message ?? 'does not fit the schema'));
  }
  const { model, sources, training } = document as {
    model: unknown;
    sources: { readonly [path: string]: string };
    training?: unknown;
  };
  return {
    model: decodeNumbers(model) as Model,
    sources,
    training: training === undefined ? null : (decodeNumbers(training) as TrainingRecord),
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

function weightsFrom(content: SafetensorsFile, graphs: Model['graphs'], file: string): Artifact['weights'] {
  try {
    return takeWeights(content, weightsOf(graphs), file);
  } catch (error) {
    if (error instanceof RnncError) throw new RnncError(error.diagnostics.map((d) => say.artifactWeights(file, d)));
    throw error;
  }
}
