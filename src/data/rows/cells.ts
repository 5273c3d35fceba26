import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { checkTree } from '../../trees/check-tree.ts';
import { flatTree } from '../../trees/flat-tree.ts';
import { MAX_PLACES, readTree } from '../../trees/read-tree.ts';
import { withPlainMinus } from '../dataset/number-form.ts';
import { readTimes, type TimeReading, timeReading, type UnreadTime } from '../time/read-time.ts';
import { BadCell } from './faults/bad-cell.ts';
import { numberAdvice } from './faults/number-advice.ts';

export { BadCell } from './faults/bad-cell.ts';

/**
 * Values of one column in one row. A number or a time is a number, a category or a text is a string; each can also be a list with an
 * element per step or per feature. Null among texts, NaN among numbers: there is no value. A tree is [nodes, LINKS, 2] numbers: see `flatTree`. Where a
 * feed has inner axes of time, each step may be a cell of its own.
 */
export type Cell = number | string | null | NumberList | TextList | NestedList;

/** Where steps of a sequence are not read, since it is longer than its column says; absent: all are. */
interface CutOff {
  readonly cut?: 'start' | 'end';
}

/** Numbers in row-major order. */
export interface NumberList extends CutOff {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

type TextList = readonly (string | null)[] & CutOff;

/** A sequence of sequences: what each step has along the next axis of time, as many as it likes. */
export interface NestedList extends CutOff {
  readonly lists: readonly Cell[];
}

export type CellType = 'number' | 'category' | 'time' | 'text' | 'tree';

export const isNumberList = (value: unknown): value is NumberList =>
  typeof value === 'object' && value !== null && 'shape' in value && 'data' in value && Array.isArray(value.shape);

export const isNestedList = (value: unknown): value is NestedList =>
  typeof value === 'object' && value !== null && 'lists' in value && Array.isArray(value.lists);

/** How the cells of one column are read. */
export interface CellReading {
  readonly number: (text: string) => number | null;
  /** What to say of a value that is no such number. */
  readonly advice: ReturnType<typeof numberAdvice>;
  /** Whether this stands for no value, beside what always does. */
  readonly isMarker: (raw: unknown) => boolean;
  /** Whether a cell without a value is read as NaN, or null among texts; otherwise it is bad. */
  readonly mayLack: boolean;
  /** The items of a text that is a list of numbers; null: texts are single numbers. */
  readonly items: ((text: string) => readonly unknown[]) | null;
  /** How a column of times writes them; null: as ISO has it. */
  readonly times: TimeReading | null;
}

/** How times are read where nothing is known of them. */
const ISO = timeReading([{ kind: 'ymd', pattern: 'yyyy-MM-dd', offset: '' }], null);

const usual = (decimal: '.' | ','): CellReading => ({
  number: (text) => parseNumber(text, decimal),
  advice: numberAdvice({ decimal }, true, false),
  isMarker: () => false,
  mayLack: false,
  items: null,
  times: null,
});
const POINT = usual('.');
const COMMA = usual(',');

/**
 * Reads what stands in a file, a record or a call. Text is trimmed, except in columns of text.
 * @param written how the column is read, or the decimal sign of one that has nothing unusual
 * @param depth how many axes of time there are around the innermost one: elements of lists are so far lists themselves.
 */
export function readCell(raw: unknown, type: CellType, written: '.' | ',' | CellReading, depth = 0): Cell | BadCell {
  if (type === 'tree') return readTreeCell(raw);
  const reading = written === '.' ? POINT : written === ',' ? COMMA : written;
  if (depth > 0) {
    const isText = typeof raw === 'string' && !isEmpty(raw) && !reading.isMarker(raw);
    const list = isText ? (reading.items?.(raw) ?? raw) : raw;
    if (Array.isArray(list)) return nestedOf(list, type, reading, depth);
  }
  if (type === 'number' || type === 'time') {
    const read = (item: unknown): number | BadCell =>
      type === 'time' ? timeOf(item, reading) : numberOf(item, reading);
    if (isNumberList(raw)) return arrayOf(raw, reading);
    if (Array.isArray(raw)) return listOfNumbers(raw, read);
    const isList = reading.items !== null && typeof raw === 'string' && !isEmpty(raw) && !reading.isMarker(raw);
    return isList ? listOfNumbers(reading.items(raw), read) : read(raw);
  }
  const trim = type === 'category';
  if (isNumberList(raw)) return notFinite(raw) ?? Array.from(raw.data, String);
  if (!Array.isArray(raw)) {
    if (!reading.mayLack) return reading.isMarker(raw) ? emptyText() : textOf(raw, trim);
    return lacksText(raw, trim, reading) ? null : textOf(raw, trim);
  }
  const texts: (string | null)[] = [];
  for (const [i, item] of raw.entries()) {
    const lacks = item === null || reading.isMarker(item) || (reading.mayLack && lacksText(item, trim, reading));
    const text = lacks ? null : textOf(item, trim);
    if (text instanceof BadCell) return text.at(i);
    texts.push(text);
  }
  return texts;
}

function nestedOf(list: readonly unknown[], type: CellType, reading: CellReading, depth: number): NestedList | BadCell {
  const lists: Cell[] = [];
  for (const [i, item] of list.entries()) {
    if (item === null) return nothingAtStep(i);
    const cell = readCell(item, type, reading, depth - 1);
    if (cell instanceof BadCell) return cell.at(i);
    lists.push(cell);
  }
  return { lists };
}

const lacksText = (raw: unknown, trim: boolean, { isMarker }: CellReading): boolean =>
  raw === undefined || raw === null || isMarker(raw) || (trim && typeof raw === 'string' && raw.trim() === '');

/** An array of numbers with NaN where it holds markers, and where it may. */
function arrayOf(raw: NumberList, { isMarker, mayLack }: CellReading): NumberList | BadCell {
  if (!mayLack) return notFinite(raw) ?? raw;
  const data = Array.from(raw.data, (item) => (isMarker(item) ? Number.NaN : item));
  const wrong = data.find((item) => Math.abs(item) === Number.POSITIVE_INFINITY);
  return wrong === undefined ? { shape: raw.shape, data } : (notFinite(raw) ?? raw);
}

function readTreeCell(raw: unknown): NumberList | BadCell {
  const read = readTree(raw, 'tree');
  if (!('children' in read)) {
    const [first] = read;
    const node = /^tree\[(\d+)\]/.exec(first?.message ?? '')?.[1];
    return noTree(first, node === undefined ? null : Number(node));
  }
  const [mistake] = checkTree(read, ANY_TREE, 'tree');
  if (mistake !== undefined) return noTree(mistake.diagnostic, mistake.node);
  const wide = read.children.findIndex((list) => list.length > MAX_PLACES);
  if (wide >= 0) return new BadCell(`has more than ${MAX_PLACES} children at node ${wide}`, 'leave some out', wide);
  return flatTree(read.children);
}

const noTree = (mistake: Diagnostic | undefined, node: number | null): BadCell =>
  new BadCell(`holds no tree: ${mistake?.message ?? ''}`, mistake?.fix ?? 'write one tree per row', node);
const ANY_TREE = { mostChildren: null, mostParents: null, oneRoot: false };

function numberOf(raw: unknown, reading: CellReading): number | BadCell {
  if (isEmpty(raw) || reading.isMarker(raw)) return reading.mayLack ? Number.NaN : empty();
  const { advice } = reading;
  if (typeof raw === 'number')
    return Number.isFinite(raw) || (reading.mayLack && Number.isNaN(raw)) ? raw : notANumber(advice, `${raw}`);
  if (raw === true || raw === false) return Number(raw);
  if (typeof raw !== 'string') return notANumber(advice, kindOf(raw));
  const text = raw.trim();
  return reading.number(text) ?? notANumber(advice, JSON.stringify(shorten(raw)), text);
}

function timeOf(raw: unknown, { isMarker, mayLack, times }: CellReading): number | BadCell {
  if (isEmpty(raw) || isMarker(raw)) return mayLack ? Number.NaN : empty();
  const read = readTimes(times ?? ISO, [raw]);
  return typeof read === 'number' ? read : badTime(read);
}

export const badTime = ({ reason, fix, cause }: UnreadTime): BadCell =>
  new BadCell(reason, fix, null, { cause: cause ?? null });

/** The first number of a list that is not finite. */
function notFinite({ shape, data }: NumberList): BadCell | null {
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (Number.isFinite(value)) continue;
    const index: number[] = [];
    let rest = i;
    for (const size of shape.toReversed()) {
      index.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    const place = `[${index.join(', ')}]`;
    return new BadCell(`has no finite number at ${place}: ${value}`, 'replace it with a number', null, {
      cause: { text: 'has a number that is not finite', shown: `${value} at ${place}` },
    });
  }
  return null;
}

/** What always stands for no value among numbers and times. */
export const isEmpty = (raw: unknown): boolean =>
  raw === undefined || raw === null || (typeof raw === 'string' && ABSENT.test(raw.trim()));
const ABSENT = /^(?:nan|na|n\/a|null|-)?$/i;
const POLICIES =
  'fill the gap, or say under columns: {NAME: {fill: …}} what to do: skip leaves the row out, mean and {value: 0} put something in its place';
const AS_TRAINED =
  'give the value, or leave the row out; rows without it can be answered by a model that was trained with data: {columns: {NAME: {fill: mean}}}, or another rule';
/** There is no value where there must be one. */
export const empty = (): BadCell => new BadCell('is empty', POLICIES, null, { trainedFix: AS_TRAINED });
const TEXT_POLICIES =
  'fill the gap, or say under columns: {NAME: {fill: …}} what to do: skip leaves the row out, forward takes the value of the row before, {value: none} puts a word in its place';
const TEXT_AS_TRAINED =
  'give the value, or leave the row out; rows without it can be answered by a model that was trained with data: {columns: {NAME: {fill: {value: none}}}}, or another rule';
/** As `empty`, for texts and categories, which have no mean. */
const emptyText = (): BadCell => new BadCell('is empty', TEXT_POLICIES, null, { trainedFix: TEXT_AS_TRAINED });
/** There is none at a step of a list. */
export const nothingAtStep = (step: number): BadCell =>
  new BadCell('has nothing at a step', POLICIES, step, { trainedFix: AS_TRAINED });
function notANumber(advice: CellReading['advice'], shown: string, text: string | null = null): BadCell {
  const { expected, fix, kind, fixOfAll } = advice(shown, text);
  const reason = `is no number${expected === null ? '' : ` (the column has ${expected})`}`;
  const cause = { text: reason, kind, shown, ...(fixOfAll === undefined ? {} : { fix: fixOfAll }) };
  return new BadCell(`${reason}: ${shown}`, fix, null, { cause });
}
const kindOf = (raw: unknown): string => (Array.isArray(raw) ? 'a list' : `a ${typeof raw}`);
const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function textOf(raw: unknown, trim: boolean): string | BadCell {
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  if (typeof raw !== 'string')
    return raw === undefined || raw === null
      ? emptyText()
      : new BadCell(`is no text: ${kindOf(raw)}`, 'write text', null, {
          cause: { text: 'is no text', shown: kindOf(raw) },
        });
  const text = trim ? raw.trim().normalize() : raw;
  return trim && text === '' ? emptyText() : text;
}

function listOfNumbers(list: readonly unknown[], read: (item: unknown) => number | BadCell): NumberList | BadCell {
  const shape: number[] = [];
  for (let at: unknown = list; Array.isArray(at); at = at.find((item) => item !== null)) shape.push(at.length);
  const data: number[] = [];
  const visit = (value: unknown, axis: number): BadCell | null => {
    const size = shape[axis];
    if (size === undefined) {
      // a step, or one of its features, may have nothing
      const number = value === null ? Number.NaN : read(value);
      if (number instanceof BadCell) return number;
      data.push(number);
      return null;
    }
    if (value === null) {
      const all = shape.slice(axis).reduce((a, b) => a * b, 1);
      for (let i = 0; i < all; i++) data.push(Number.NaN);
      return null;
    }
    if (!Array.isArray(value) || value.length !== size)
      return new BadCell(
        `is ragged inside: ${Array.isArray(value) ? `a list of ${value.length}` : 'a number'} where others have ${size}`,
        'give every step the same number of features; where each step is a sequence of its own, give the feed one more axis of time in the model',
      );
    for (const [i, item] of value.entries()) {
      const bad = visit(item, axis + 1);
      if (bad !== null) return axis === 0 ? bad.at(i) : bad;
    }
    return null;
  };
  return visit(list, 0) ?? { shape, data };
}

const NUMBER = /^[+\-\u2212]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+\-\u2212]?\d+)?$/;
const COMMA_NUMBER = /^[+\-\u2212]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+\-\u2212]?\d+)?$/;

/** True also for numbers that are too large for float64. */
export const isWrittenAsNumber = (text: string, decimal: '.' | ','): boolean =>
  (decimal === '.' ? NUMBER : COMMA_NUMBER).test(text);

/** A finite number as text, or null. */
export function parseNumber(text: string, decimal: '.' | ','): number | null {
  if (!isWrittenAsNumber(text, decimal)) return null;
  const plain = withPlainMinus(text);
  const value = Number(decimal === '.' ? plain : plain.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}
