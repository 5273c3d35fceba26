/** What somebody gave, in a few words: `"auto"`, `NaN`, `a list of 3`, `an object with the keys x, y`. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return JSON.stringify(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return 'a symbol';
    case 'function':
      return 'a function';
    case 'object':
      return value === null ? 'null' : describeObject(value);
    default:
      return String(value);
  }
}

const MAX_TEXT = 40;
const MAX_KEYS = 6;

function describeObject(value: object): string {
  if (isPromise(value)) return 'a promise';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  const name = classOf(value);
  if (ArrayBuffer.isView(value))
    return `${withArticle(name)} of ${'length' in value ? value.length : value.byteLength}`;
  if (name !== 'Object') return withArticle(name);
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty object';
  const shown = keys.slice(0, MAX_KEYS).map((key) => (key.length > MAX_TEXT ? `${key.slice(0, MAX_TEXT)}…` : key));
  return `an object with the ${keys.length === 1 ? 'key' : 'keys'} ${shown.join(', ')}${keys.length > MAX_KEYS ? ', …' : ''}`;
}

/** `Map`, `Response`, the name of a class of the caller's. */
function classOf(value: object): string {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag !== 'Object') return tag;
  const { name } = (value.constructor as { readonly name?: unknown } | undefined) ?? {};
  return typeof name === 'string' && name !== '' ? name : tag;
}

const withArticle = (name: string): string => `${/^[AEIOU](?!int)/i.test(name) ? 'an' : 'a'} ${name}`;

/** Something to `await`. */
export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { readonly then?: unknown }).then === 'function';
