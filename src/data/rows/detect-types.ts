import { type NumberForm, numberReader } from '../dataset/number-form.ts';
import { learnForm } from '../time/learn-form.ts';
import { isEmpty, isNumberList, isWrittenAsNumber } from './cells.ts';

type DetectedType = 'number' | 'category' | 'time' | 'text' | 'ignore';

/** A column has a type if at least this share of its filled cells has it. The other cells are then reported as bad. */
const MOST = 0.9;

const areMostly = <T>(items: readonly T[], is: (item: T) => boolean): boolean =>
  items.filter(is).length >= MOST * items.length;

/** The decimal sign: a comma if some numbers have a comma and none has a point. */
export function detectDecimal(rows: readonly (readonly unknown[])[]): '.' | ',' {
  let commas = 0;
  for (const row of rows)
    for (const value of row) {
      if (typeof value !== 'string') continue;
      if (/^\s*[+-]?\d*\.\d+(?:[eE][+-]?\d+)?\s*$/.test(value)) return '.';
      if (/^\s*[+-]?\d*,\d+(?:[eE][+-]?\d+)?\s*$/.test(value)) commas++;
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
