import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { WeightData } from '../runtime/definition.ts';
import { RESERVED_TENSORS } from './artifact.ts';
import { checksum, DIGEST_LENGTH, findDigest } from './checksum.ts';
import * as say from './messages.ts';
import { readSafetensors, SafetensorsError, type SafetensorsFile, toFloat32 } from './safetensors.ts';

/** A weight as the model has it. */
type Wanted = { readonly path: string; readonly shape: readonly number[] };

/**
 * Weights of a model from a safetensors file, rounded to float32. An artifact will do too: its tensors are its weights.
 * @param file name for messages.
 * @throws RnncError with everything that does not fit: a broken file, weights missing, unknown or misshapen.
 */
export function readWeights(
  bytes: Uint8Array,
  wanted: readonly Wanted[],
  file: string,
): ReadonlyMap<string, WeightData> {
  const content = read(bytes, file);
  const stored = content.metadata.get('rnnc.sha256');
  const at = stored === undefined ? null : findDigest(bytes);
  if (stored !== undefined && (at === null || checksum(bytes, at) !== stored))
    throw new RnncError([
      say.artifactChanged(file, stored.slice(0, DIGEST_LENGTH), at === null ? 'none' : checksum(bytes, at)),
    ]);
  return takeWeights(content, wanted, file);
}

function read(bytes: Uint8Array, file: string): SafetensorsFile {
  try {
    return readSafetensors(bytes);
  } catch (error) {
    if (error instanceof SafetensorsError)
      throw new RnncError(error.problems.map((problem) => say.badWeightsFile(file, problem)));
    throw error;
  }
}

/** @throws RnncError as `readWeights`. */
export function takeWeights(
  content: SafetensorsFile,
  wanted: readonly Wanted[],
  file: string,
): ReadonlyMap<string, WeightData> {
  const mistakes: Diagnostic[] = [];
  const known = wanted.map((w) => w.path);
  const names = [...content.tensors.keys()].filter((name) => !name.startsWith(RESERVED_TENSORS));
  const taken = new Set(known);
  const spare = names.filter((name) => !taken.has(name));
  const weights = new Map<string, WeightData>();
  for (const { path, shape } of wanted) {
    const entry = content.tensors.get(path);
    if (entry === undefined) mistakes.push(say.weightMissing(file, path, shape, spare));
    else if (entry.shape.join() !== shape.join()) mistakes.push(say.weightMisshapen(file, path, shape, entry.shape));
    else {
      const data = toFloat32(entry);
      if (data === null) mistakes.push(say.weightDtype(file, path, entry.dtype));
      else weights.set(path, { shape, data });
    }
  }
  mistakes.push(...spare.map((name) => say.weightExtra(file, name, known)));
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return weights;
}
