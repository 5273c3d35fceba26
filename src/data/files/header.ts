/** Whether the first row of a table names its columns. */

const NUMBER = /^[+\-\u2212]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/;
/** With a decimal point or comma. */
export const isNumber = (text: string): boolean => NUMBER.test(text);
/** A word, and none that stands for no value. */
const isName = (text: string): boolean =>
  /\p{L}/u.test(text) && !isNumber(text) && !/^(?:nan|na|n\/a|null)$/i.test(text);

/**
 * @param below rows after the first
 * @returns null where it may be names, some of which are numbers, or values
 */
export function isHeader(fields: readonly string[], below: readonly (readonly string[])[]): boolean | null {
  const names = fields.map((field) => field.trim());
  const rows = below.map((row) => row.map((field) => field.trim())).filter((row) => row.length === names.length);
  const [next = []] = rows;
  if (!names.some(isNumber)) {
    if (names.every((name) => name !== '')) return true;
    // some names may be missing, as that of an index that pandas writes, where rows below hold numbers
    return names.some((name, i) => name !== '' && isNumber(next[i] ?? ''));
  }
  if (rows.length === 0 || new Set(names).size < names.length) return false;
  const areNumbers = (at: number): boolean => rows.every((row) => isNumber(row[at] ?? ''));
  const places = names.map((_, i) => i);
  const counted = places.filter((at) => isNumber(names[at] ?? ''));
  if (!counted.every((at) => rows.every((row) => isNumber(row[at] ?? '') || (row[at] ?? '') === ''))) return false;
  const numbersOf = (row: readonly string[]): readonly string[] => counted.map((at) => row[at] ?? '');
  const [first = ''] = numbersOf(names);
  const step = growth(numbersOf(names));
  const isAlike = (row: readonly string[]): boolean => growth(row) === step && (!isYear(first) || row.every(isYear));
  const isCounted = isFirst(first) && step !== null && !rows.every((row) => isAlike(numbersOf(row)));
  if (places.some((at) => isName(names[at] ?? '') && areNumbers(at))) return isCounted ? true : null;
  if (!isCounted || counted.length < 2) return false;
  if (places.some((at) => names[at] === '' && areNumbers(at))) return true;
  const areYears =
    counted.every((at) => isYear(names[at] ?? '')) && !rows.some((row) => counted.every((at) => isYear(row[at] ?? '')));
  const others = places.filter((at) => !counted.includes(at));
  // a value that comes back is no name
  if (others.some((at) => !isName(names[at] ?? '') || rows.some((row) => row[at] === names[at]))) return false;
  return areYears || counted.length > 2 ? null : false;
}

const isYear = (text: string): boolean => /^(?:19|20)\d\d$/.test(text);

/** By how much whole numbers grow, all of them alike; null: they do not. */
function growth(texts: readonly string[]): number | null {
  if (!texts.every((text) => /^\d+$/.test(text))) return null;
  const numbers = texts.map(Number);
  const [first = 0, second = first + 1] = numbers;
  const step = second - first;
  return step > 0 && numbers.every((number, i) => number === first + i * step) ? step : null;
}

/** Names of columns that are numbers begin with 0, 1 or a year. */
const isFirst = (text: string): boolean => text === '0' || text === '1' || isYear(text);
