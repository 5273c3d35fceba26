/** JSON text; numbers that JSON does not have are written `{"number": "NaN"}`. */
export const encodeJson = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) => {
    if (typeof v !== 'number' || (Number.isFinite(v) && !Object.is(v, -0))) return v;
    return { number: Object.is(v, -0) ? '-0' : `${v}` };
  });

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
