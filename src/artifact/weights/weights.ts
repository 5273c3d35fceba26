import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { COLUMN_SCALES, KEYS, RESERVED_TENSORS, ROW_SCALES } from '../artifact.ts';
import { checksum, DIGEST_LENGTH, findDigest } from '../checksum.ts';
import type { WeightData } from '../definition.ts';
import { firstNotFinite, placeIn } from '../finite.ts';
import { byFullPath } from '../full-paths.ts';
import * as say from '../messages.ts';
import {
  readSafetensors,
  type SafetensorsEntry,
  SafetensorsError,
  type SafetensorsFile,
  toFloat32,
} from '../safetensors.ts';
import { fromInt16 } from './int16-weights.ts';

/** How many mistakes of one file are reported. Further ones are mostly of the same kinds. */
const MAX_MISTAKES = 50;
/** How many names of tensors are searched for one that resembles a missing name. */
const MAX_CANDIDATES = 1000;

/** A weight as the model has it. */
type Wanted = { readonly path: string; readonly shape: readonly number[] };

/**
 * Weights of a model from a safetensors file, rounded to float32. An artifact will do too: its tensors are its weights, those in 16 bits times their
 * scales. Names may be shortened where only one weight can be meant.
 * @param file name for messages.
 * @throws RnncError with what does not fit: a broken file, weights missing, unknown, misshapen or not finite. At most 50 mistakes.
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
  return takeWeights(withFullNames(splitBiases(content, wanted), wanted), wanted, file);
}

/**
 * All tensors of a safetensors file as numbers, whatever model they are for.
 * @throws RnncError for a broken file, and for tensors that hold no plain or no finite numbers
 */
export function readAllWeights(bytes: Uint8Array, file: string): ReadonlyMap<string, WeightData> {
  const content = read(bytes, file);
  const named = [...content.tensors].filter(([name]) => !name.startsWith(RESERVED_TENSORS));
  const { metadata } = content;
  const tensors = new Map([...content.tensors].filter(([name]) => name.startsWith(RESERVED_TENSORS)).concat(named));
  return takeWeights(
    { metadata, tensors },
    named.map(([path, { shape }]) => ({ path, shape })),
    file,
  );
}

/**
 * Keras keeps the biases of a layer with two of them as the rows of one tensor. Where the model has `NAME.bias` and `NAME.recurrent_bias` and a file
 * has the two in one, they are taken apart.
 */
function splitBiases(content: SafetensorsFile, wanted: readonly Wanted[]): SafetensorsFile {
  const { values } = byFullPath(
    content.tensors,
    wanted.map(({ path }) => path),
  );
  const tensors = new Map(content.tensors);
  for (const { path, shape } of wanted) {
    if (!path.endsWith('.bias') || shape.length !== 1) continue;
    const second = path.replace(/bias$/, 'recurrent_bias');
    const packed = values.get(path);
    const isPair = wanted.some((other) => other.path === second && other.shape.join() === shape.join());
    if (!isPair || packed === undefined || values.has(second) || packed.shape.join() !== [2, ...shape].join()) continue;
    const half = packed.bytes.length / 2;
    for (const [name, entry] of content.tensors) if (entry === packed) tensors.delete(name);
    tensors.set(path, { ...packed, shape, bytes: packed.bytes.subarray(0, half) });
    tensors.set(second, { ...packed, shape, bytes: packed.bytes.subarray(half) });
  }
  return { ...content, tensors };
}

/** Tensors by the full paths of the weights that they are for. A file with more tensors than weights is refused anyway and left as it is. */
function withFullNames(content: SafetensorsFile, wanted: readonly Wanted[]): SafetensorsFile {
  const known = wanted.map((weight) => weight.path);
  const names = [...content.tensors.keys()].filter((name) => !name.startsWith(RESERVED_TENSORS));
  if (names.length > known.length) return content;
  const { values, mistakes } = byFullPath(content.tensors, known);
  if (mistakes.length > 0) throw new RnncError(mistakes.slice(0, MAX_MISTAKES));
  return { ...content, tensors: values };
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

/** Whether a weight is held in 16 bits with scales. In a file that is no compiled model, integers without scales are plain numbers. */
function isScaled({ tensors, metadata }: SafetensorsFile, path: string): boolean {
  if (tensors.has(`${ROW_SCALES}${path}`) || tensors.has(`${COLUMN_SCALES}${path}`)) return true;
  return metadata.has(KEYS.format) && tensors.get(path)?.dtype === 'I16';
}

/** The numbers that a weight in 16 bits stands for, or what is wrong with it. */
function scaledWeight(
  content: SafetensorsFile,
  path: string,
  entry: SafetensorsEntry,
  file: string,
): WeightData | Diagnostic {
  const [rows, columns] = entry.shape;
  if (entry.dtype !== 'I16' || rows === undefined || columns === undefined || entry.shape.length !== 2)
    return say.scaledNoMatrix(file, path, entry);
  const scales: Float32Array[] = [];
  for (const [prefix, size] of [
    [ROW_SCALES, rows],
    [COLUMN_SCALES, columns],
  ] as const) {
    const name = `${prefix}${path}`;
    const found = content.tensors.get(name);
    if (found === undefined) return say.scalesMissing(file, name, size);
    const data = found.dtype === 'F32' && found.shape.join() === `${size}` ? toFloat32(found) : null;
    if (data === null) return say.scalesMisfit(file, name, size, found);
    const bad = data.findIndex((scale) => !(Number.isFinite(scale) && scale >= 0));
    if (bad >= 0) return say.scaleNoNumber(file, name, bad, data[bad] ?? Number.NaN);
    scales.push(data);
  }
  const [rowScales = new Float32Array(), columnScales = new Float32Array()] = scales;
  const whole = Int16Array.from(toFloat32(entry) ?? []);
  const weight = fromInt16({ shape: [rows, columns], whole, rowScales, columnScales });
  return weight.data.every(Number.isFinite) ? weight : say.scalesTooLarge(file, path);
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
  const candidates = spare.slice(0, MAX_CANDIDATES);
  const stacked = spare.filter(say.isOfTorch);
  if (stacked.length > 0) {
    const missing = known.filter((path) => !content.tensors.has(path));
    throw new RnncError([say.weightsOfTorch(file, stacked, missing)]);
  }
  const weights = new Map<string, WeightData>();
  for (const { path, shape } of wanted) {
    if (mistakes.length >= MAX_MISTAKES) break;
    const entry = content.tensors.get(path);
    if (entry === undefined) mistakes.push(say.weightMissing(file, path, shape, candidates, spare.length));
    else if (entry.shape.join() !== shape.join()) mistakes.push(say.weightMisshapen(file, path, shape, entry.shape));
    else if (isScaled(content, path)) {
      const weight = scaledWeight(content, path, entry, file);
      if ('code' in weight) mistakes.push(weight);
      else weights.set(path, weight);
    } else {
      const data = toFloat32(entry);
      const odd = data === null ? -1 : firstNotFinite(data);
      if (data === null) mistakes.push(say.weightDtype(file, path, entry.dtype));
      else if (odd >= 0)
        mistakes.push(
          say.weightNotFinite(`weights file "${file}"`, path, placeIn(shape, odd), data[odd] ?? Number.NaN),
        );
      else weights.set(path, { shape, data });
    }
  }
  const told = Math.max(0, MAX_MISTAKES - mistakes.length);
  for (const name of spare.slice(0, told)) mistakes.push(say.weightExtra(file, name, known));
  if (spare.length > told) mistakes.push(say.weightsExtra(file, spare.length - told));
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return weights;
}
