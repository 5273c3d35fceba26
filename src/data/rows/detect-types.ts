import type { Doubt } from '../dataset/column-role.ts';
import { type NumberForm, numberReader } from '../dataset/number-form.ts';
import { learnForm, noTimes } from '../time/learn-form.ts';
import { isEmpty, isNumberList, isWrittenAsNumber } from './cells.ts';
import { guessNumbers } from './detect-numbers.ts';

type DetectedType = 'number' | 'category' | 'time' | 'text' | 'ignore';

/** A column has a type if at least this share of its filled cells has it. The other cells are then reported as bad. */
const MOST = 0.9;

const areMostly = <T>(items: readonly T[], is: (item: T) => boolean): boolean =>
  items.filter(is).length >= MOST * items.length;

/** From this share on, cells of a kind are no accident. */
const MANY = 0.5;

/**
 * What a column, found to be text or categories, may be as well: many of its cells are numbers, or times of one form, while too many are not for these to
 * be mistakes. Null: it is what it looks like.
 * @param values its cells, or undefined where a cell says nothing
 */
export function doubtOf(values: readonly unknown[], placeOf: (index: number) => string): Doubt | null {
  const texts: string[] = [];
  const at: number[] = [];
  for (const [i, value] of values.entries()) {
    if (isEmpty(value)) continue;
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    texts.push(String(value).trim());
    at.push(i);
  }
  const tell = (kind: Doubt['kind'], isSuch: (text: string) => boolean): Doubt => {
    const others = texts.flatMap((text, i) => (isSuch(text) ? [] : [{ text, at: at[i] ?? 0 }]));
    return {
      kind,
      count: texts.length - others.length,
      all: texts.length,
      others: [...new Set(others.map(({ text }) => text))],
      places: others.slice(0, PLACES).map(({ at }) => placeOf(at)),
    };
  };
  const numbers = texts.length === 0 ? null : guessNumbers(texts, { decimal: null, thousands: null });
  const [form] = numbers?.candidates ?? [];
  if (numbers !== null && form !== undefined && numbers.share >= MANY) {
    const read = numberReader({ ...form, ...numbers.rest });
    const found = tell('number', (text) => read(text) !== null);
    if (found.count >= MANY * found.all) return found;
  }
  const rest = new Set(noTimes(texts));
  return rest.size === 0 || texts.filter((text) => !rest.has(text)).length < MANY * texts.length
    ? null
    : tell('time', (text) => !rest.has(text));
}
/** Places of cells that are told. */
const PLACES = 3;

/** The decimal sign: a comma if some numbers have a comma and none has a point. */
export function detectDecimal(rows: readonly (readonly unknown[])[]): '.' | ',' {
  let commas = 0;
  for (const row of rows)
    for (const value of row) {
      if (typeof value !== 'string') continue;
      if (/^\s*[+\-\u2212]?\d*\.\d+(?:[eE][+-]?\d+)?\s*$/.test(value)) return '.';
      if (/^\s*[+\-\u2212]?\d*,\d+(?:[eE][+-]?\d+)?\s*$/.test(value)) commas++;
    }
  return commas > 0 ? ',' : '.';
}

/**
 * The type of a column from its first values: what nearly all of them are. Numbers before times; among texts, few different short ones are a category. Lists of texts are
 * tokens unless few different ones come back often. `ignore`: nothing to see.
 * @param form how its numbers would be written, where not plainly
 */
export function detectType(
  values: readonly unknown[],
  decimal: '.' | ',',
  form: NumberForm | null = null,
): DetectedType {
  const items: unknown[] = [];
  const lists = values.some((value) => Array.isArray(value) || isNumberList(value));
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) collect(item);
    else if (isNumberList(value)) items.push(0);
    else if (value !== null && value !== undefined && value !== '') items.push(value);
  };
  for (const value of values) collect(value);
  const filled = items.filter((item) => !isEmpty(item));
  if (filled.length === 0) return 'ignore';
  const read = form === null ? null : numberReader(form);
  const isNumber = (item: unknown): boolean =>
    typeof item === 'number' ||
    typeof item === 'boolean' ||
    (typeof item === 'string' &&
      (read === null ? isWrittenAsNumber(item.trim(), decimal) : read(item.trim()) !== null));
  if (areMostly(filled, isNumber)) return 'number';
  const texts = filled.map(String);
  if (learnForm(texts, null) !== null) return 'time';
  const different = new Set(texts).size;
  if (lists) return different <= 50 && texts.length >= 4 * different ? 'category' : 'text';
  const averageLength = texts.reduce((n, text) => n + text.length, 0) / texts.length;
  return different <= Math.max(20, texts.length / 5) && averageLength <= 40 ? 'category' : 'text';
}
