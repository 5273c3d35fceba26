/** Lists of numbers as text: `0.1 0.2 0.3`, `0,1; 0,2`, `[0.1, 0.2]`. */
import type { ListForm } from '../dataset/preprocessing.ts';
import { isEmpty, parseNumber } from './cells.ts';

/** Tried one after the other: a comma may be the decimal sign of the others, and blanks may stand beside any. */
const SEPARATORS = [';', '|', ',', ' '] as const satisfies readonly ListForm['separator'][];

const patterns: { readonly [separator in ListForm['separator']]: RegExp } = {
  ';': /\s*;\s*/,
  '|': /\s*\|\s*/,
  ',': /\s*,\s*/,
  ' ': /\s+/,
};

/** Nearly all texts must be such lists, and some have several numbers. */
const MOST = 0.9;

/** The items of a list as text, nested where it is. A text without a separator has one item. */
export function listItems(text: string, { separator }: ListForm): readonly unknown[] {
  const trimmed = text.trim();
  const isOpen = trimmed.startsWith('[') && trimmed.endsWith(']');
  if (isOpen && trimmed.startsWith('[', 1)) return nested(trimmed) ?? [trimmed];
  const inner = (isOpen ? trimmed.slice(1, -1) : trimmed).trim();
  if (inner === '') return [];
  return inner.split(patterns[separator]).map((item) => (isEmpty(item) || item === 'None' ? null : item));
}

/** Lists in lists, as JSON and Python write them. */
function nested(text: string): readonly unknown[] | null {
  try {
    const read: unknown = JSON.parse(text.replaceAll(/\b(?:NaN|nan|None)\b/g, 'null'));
    return Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}

/**
 * How a column writes lists of numbers; null: its texts are none.
 * @param mayBeTokens whole numbers between blanks may as well be words of a text.
 */
export function learnList(values: readonly unknown[], mayBeTokens: boolean): ListForm | null {
  const texts = values.filter((value) => !isEmpty(value));
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string')) return null;
  for (const separator of SEPARATORS) {
    const lists = texts.map((text) => itemsOf(text, { separator }));
    const fitting = lists.filter((items) => items.every((item) => item === null || isNumber(item, separator)));
    if (fitting.length < MOST * lists.length || !fitting.some((items) => items.length > 1)) continue;
    const isBracketed = texts.some((text) => text.trim().startsWith('['));
    const isWhole = fitting.every((items) => items.every((item) => item === null || /^\d+$/.test(item)));
    return mayBeTokens && isWhole && !isBracketed ? null : { separator };
  }
  return null;
}

/** The items of all texts, by which the numbers in them are read. */
export const itemsOfAll = (values: readonly unknown[], form: ListForm): readonly string[] =>
  values.flatMap((value) => (typeof value === 'string' ? itemsOf(value, form) : [])).filter((item) => item !== null);

const itemsOf = (text: string, form: ListForm): readonly (string | null)[] =>
  (listItems(text, form).flat(9) as readonly unknown[]).map((item) => (item === null ? null : String(item)));

const isNumber = (item: string, separator: ListForm['separator']): boolean =>
  parseNumber(item, '.') !== null || (separator !== ',' && parseNumber(item, ',') !== null);
