import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { isNamed, like } from '../arguments/kinds.ts';
import { checkArgument } from '../arguments/read-options.ts';
import type { WeightData } from './definition.ts';
import { firstNotFinite, placeIn } from './finite.ts';
import * as say from './messages.ts';

/** Weights or states by path, as callers give them. */
export type NamedWeights = ReadonlyMap<string, WeightData> | { readonly [path: string]: WeightData };

const named = like<NamedWeights>('an object or a Map with {shape, data} by path', isNamed);

/**
 * What a caller gave by path, with data of float32; shapes and paths are not compared with those of the model.
 * @param what for messages, such as `setWeights(): the weights`
 * @throws RnncError for what is no object or Map, and with every entry that is no shape and numbers
 */
export function namedWeights(call: string, what: string, given: unknown): readonly (readonly [string, WeightData])[] {
  checkArgument(call, what, given, named);
  const entries: readonly (readonly [unknown, unknown])[] = isMap(given) ? [...given] : Object.entries(given);
  const mistakes: Diagnostic[] = [];
  const read = entries.map(([path, entry]): readonly [string, WeightData] => {
    const { shape, data } =
      typeof entry === 'object' && entry !== null ? (entry as { readonly [key: string]: unknown }) : {};
    const isWhole = isList(shape) && shape.every((size) => Number.isSafeInteger(size) && Number(size) >= 0);
    if (typeof path === 'string' && isWhole && isNumbers(data))
      return [path, { shape: Array.from(shape as ArrayLike<number>), data: floats(data) }];
    mistakes.push(say.weightForm(call, String(path), entry === undefined || entry === null || !isWhole ? entry : data));
    return ['', { shape: [], data: new Float32Array() }];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return read;
}

/**
 * Does what `namedWeights` does, for values that the model will compute with.
 * @throws RnncError also for NaN and infinity, with their places
 */
export function finiteWeights(call: string, what: string, given: unknown): readonly (readonly [string, WeightData])[] {
  const read = namedWeights(call, what, given);
  const mistakes = read.flatMap(([path, { shape, data }]): readonly Diagnostic[] => {
    const odd = firstNotFinite(data);
    return odd < 0 ? [] : [say.weightNotFinite(call, path, placeIn(shape, odd), data[odd] ?? Number.NaN)];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return read;
}

/** Recognises a Map from another page or context too, which `instanceof` does not. */
const isMap = (value: object): value is ReadonlyMap<unknown, unknown> =>
  Object.prototype.toString.call(value) === '[object Map]';

const isList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

const isNumbers = (value: unknown): value is ArrayLike<number> =>
  isList(value) &&
  (Array.isArray(value)
    ? Array.from(value).every((entry) => typeof entry === 'number')
    : !(value instanceof BigInt64Array || value instanceof BigUint64Array));

const floats = (data: ArrayLike<number>): Float32Array =>
  data instanceof Float32Array ? data : Float32Array.from(data);
