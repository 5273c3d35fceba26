/** Lists of numbers as text: `0.1 0.2 0.3`, `0,1; 0,2`, `[0.1, 0.2]`. */
import type { ListForm, Longest, TextForm } from '../dataset/preprocessing.ts';
import { tokensOfCell } from '../dataset/tokens.ts';
import { type Cell, isEmpty, isNestedList, isNumberList, type NumberList, parseNumber } from './cells.ts';

/** Tried one after the other: a comma may be the decimal sign of the others, and blanks may stand beside any. */
const SEPARATORS = [';', '|', ',', ' '] as const satisfies readonly ListForm['separator'][];

/** Nearly all texts must be such lists, and some have several numbers. */
const MOST = 0.9;

/** The items of a list as text, nested where it is. A text without a separator has one item. */
export function listItems(text: string, { separator }: ListForm): readonly unknown[] {
  const trimmed = text.trim();
  const isOpen = trimmed.startsWith('[') && trimmed.endsWith(']');
  if (isOpen && trimmed.startsWith('[', 1)) return nested(trimmed) ?? [trimmed];
  const inner = (isOpen ? trimmed.slice(1, -1) : trimmed).trim();
  if (inner === '') return [];
  const items = separator === ' ' ? inner.split(/\s+/) : inner.split(separator).map((item) => item.trim());
  return items.map((item) => (isEmpty(item) || item === 'None' ? null : item));
}

/** Lists in lists, as JSON and Python write them. Markers among them need no quotes. */
function nested(text: string): readonly unknown[] | null {
  const plain = text.replaceAll(/\b(?:NaN|nan|None)\b/g, 'null');
  return (
    parsedList(plain) ??
    parsedList(plain.replaceAll(/[^\s,[\]]+/g, (item) => (JSON_ITEM.test(item) ? item : JSON.stringify(item))))
  );
}

const JSON_ITEM = /^(?:null|true|false|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

function parsedList(text: string): readonly unknown[] | null {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}

/**
 * How a column writes lists of numbers; null: its texts are none.
 * @param mayBeTokens whole numbers between blanks may as well be words of a text.
 * @param isMarker whether an item stands for no number
 */
export function learnList(
  values: readonly unknown[],
  mayBeTokens: boolean,
  isMarker: (item: string) => boolean = () => false,
): ListForm | null {
  const texts = values.filter((value) => !isEmpty(value));
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string')) return null;
  for (const separator of SEPARATORS) {
    const lists = texts.map((text) =>
      itemsOf(text, { separator }).map((item) => (item === null || isMarker(item) ? null : item)),
    );
    const fitting = lists.filter((items) => items.every((item) => item === null || isNumber(item, separator)));
    if (!fitting.some((items) => items.some((item) => item !== null))) continue;
    if (fitting.length < MOST * lists.length || !fitting.some((items) => items.length > 1)) continue;
    const isBracketed = texts.some((text) => text.trim().startsWith('['));
    const isWhole = fitting.every((items) => items.every((item) => item === null || /^\d+$/.test(item)));
    return mayBeTokens && isWhole && !isBracketed ? null : { separator };
  }
  return null;
}

/** A column of lists has mistakes or other words, not markers, where more different texts stand among its numbers. */
const MARKERS = 3;

/** The texts that stand for no number in a column that would hold lists of numbers without them; empty: it would not. */
export function listMarkers(values: readonly unknown[]): readonly string[] {
  const texts = values.filter((value) => typeof value === 'string');
  for (const separator of SEPARATORS) {
    const items = texts.flatMap((text) => itemsOf(text, { separator })).filter((item) => item !== null);
    const strange = items.filter((item) => !isNumber(item, separator));
    const markers = new Set(strange);
    if (markers.size === 0 || markers.size > MARKERS || 2 * strange.length >= items.length) continue;
    if (learnList(values, false, (item) => markers.has(item)) !== null) return [...markers];
  }
  return [];
}

/** How lists of numbers are written that hold markers which nobody named: each is then told with its step. */
export function learnMarkedList(values: readonly unknown[]): ListForm | null {
  const markers = listMarkers(values);
  return markers.length === 0 ? null : learnList(values, false, (item) => markers.includes(item));
}

/** The items of all texts, by which the numbers in them are read. */
export const itemsOfAll = (values: readonly unknown[], form: ListForm): readonly string[] =>
  values.flatMap((value) => (typeof value === 'string' ? itemsOf(value, form) : [])).filter((item) => item !== null);

function itemsOf(text: string, form: ListForm): readonly (string | null)[] {
  const items = listItems(text, form);
  // to flatten a long list takes many times what a look at it does
  const flat: readonly unknown[] = items.some(Array.isArray) ? items.flat(9) : items;
  return flat.map((item) => (item === null ? null : String(item)));
}

const isNumber = (item: string, separator: ListForm['separator']): boolean =>
  parseNumber(item, '.') !== null || (separator !== ',' && parseNumber(item, ',') !== null);

/** Where what is kept of so many steps starts and ends. */
export const keptSteps = (all: number, { steps, keep }: Longest): readonly [number, number] =>
  all <= steps ? [0, all] : keep === 'end' ? [all - steps, all] : [0, steps];

/** Some of the steps of a list. */
export function stepsOfList(list: NumberList, start: number, end: number): NumberList {
  const width = list.shape.slice(1).reduce((a, b) => a * b, 1);
  const data = Array.from({ length: (end - start) * width }, (_, i) => list.data[start * width + i] ?? Number.NaN);
  return { shape: [end - start, ...list.shape.slice(1)], data };
}

/** A cell without the steps that are not read; the same one where all are. @param form how texts are cut into tokens */
export function cutCell(cell: Cell, longest: Longest, form: TextForm | null): Cell {
  if (isNumberList(cell)) {
    const [all = 0] = cell.shape;
    return all <= longest.steps ? cell : stepsOfList(cell, ...keptSteps(all, longest));
  }
  if (isNestedList(cell)) {
    const { lists } = cell;
    return lists.length <= longest.steps ? cell : { lists: lists.slice(...keptSteps(lists.length, longest)) };
  }
  if (Array.isArray(cell)) return cell.length <= longest.steps ? cell : cell.slice(...keptSteps(cell.length, longest));
  if (typeof cell !== 'string' || form === null) return cell;
  const { of, ...rest } = form;
  if (of === 'bytes') return cutBytes(cell, longest);
  const tokens = tokensOfCell({ ...rest, of }, cell);
  return tokens.length <= longest.steps ? cell : tokens.slice(...keptSteps(tokens.length, longest));
}

/** A cell that knows where it was cut; null: it was not. A text that was becomes a list of its characters. */
export function withCut(cell: Cell, cut: 'start' | 'end' | null): Cell {
  if (cut === null) return cell;
  if (isNumberList(cell) || isNestedList(cell)) return { ...cell, cut };
  if (Array.isArray(cell)) return Object.assign([...(cell as readonly (string | null)[])], { cut } as const);
  return typeof cell === 'string' ? Object.assign(Array.from(cell), { cut } as const) : cell;
}

/** Where the sequences of a row were cut, those of one feed alike; null: they are whole. */
export function cutOf(cells: readonly Cell[]): 'start' | 'end' | null {
  for (const cell of cells) {
    const cut = typeof cell === 'object' ? cell?.cut : undefined;
    if (cut !== undefined) return cut;
  }
  return null;
}

/** As many whole characters as there is room for. */
function cutBytes(text: string, { steps, keep }: Longest): string {
  const encoder = new TextEncoder();
  if (encoder.encode(text).length <= steps) return text;
  const characters = keep === 'end' ? Array.from(text).reverse() : Array.from(text);
  let room = steps;
  const end = characters.findIndex((character) => {
    room -= encoder.encode(character).length;
    return room < 0;
  });
  const kept = characters.slice(0, end);
  return (keep === 'end' ? kept.reverse() : kept).join('');
}
