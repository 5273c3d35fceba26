/**
 * The same numbers where some are BigInts, as int64 arrays of other libraries have them. What is too large for a float64 is rounded: checks of ranges come
 * afterwards.
 */
export function withoutBigInts<T extends ArrayLike<unknown>>(values: T): T {
  const list: ArrayLike<unknown> = values;
  if (ArrayBuffer.isView(list))
    return list instanceof BigInt64Array || list instanceof BigUint64Array
      ? (Float64Array.from(list, Number) as unknown as T)
      : values;
  if (!Array.isArray(list) || !list.some((value) => typeof value === 'bigint')) return values;
  return list.map((value: unknown) => (typeof value === 'bigint' ? Number(value) : value)) as unknown as T;
}
