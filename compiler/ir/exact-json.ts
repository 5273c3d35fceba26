/** JSON text; numbers that JSON does not have are written `{"number": "NaN"}`. */
export const encodeJson = (value: unknown): string => JSON.stringify(value, (_, v: unknown) => exactNumber(v));

/** What JSON can hold of a value: for a replacer of `JSON.stringify`. */
export function exactNumber(value: unknown): unknown {
  if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { number: Object.is(value, -0) ? '-0' : `${value}` };
}

const SPELLED = ['NaN', 'Infinity', '-Infinity', '-0'];

/** Puts the numbers that `encodeJson` spelled back, in parsed JSON. */
export function decodeNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeNumbers);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'number' && typeof only[1] === 'string' && SPELLED.includes(only[1]))
    return Number(only[1]);
  return Object.fromEntries(entries.map(([key, v]) => [key, decodeNumbers(v)]));
}
