import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { numberReader } from '../dataset/number-form.ts';
import type { CellRecipe, TextForm } from '../dataset/preprocessing.ts';
import { wordsOfCell } from '../dataset/tokens.ts';
import { calendarValue } from '../time/calendar-features.ts';
import type { TimeReading } from '../time/read-time.ts';
import {
  BadCell,
  type Cell,
  type CellReading,
  type CellType,
  empty,
  isNumberList,
  parseNumber,
  readCell,
} from './cells.ts';
import { numberAdvice } from './faults/number-advice.ts';
import { allOf, filledCell, filledSteps, lacking, maskOf, rowFill } from './fill-cells.ts';
import { cutCell, listItems, stepsOfList, withCut } from './list-cells.ts';

/**
 * @param decimal the sign of the table, where the column has no form of its own
 * @param mayLack also where the column has no rule for cells without a value
 * @param times how a column of times writes them
 * @param trained whether the model was trained with the recipe
 */
export function cellReading(
  recipe: CellRecipe,
  decimal: '.' | ',',
  mayLack: boolean,
  times: TimeReading | null = null,
  trained = false,
): CellReading {
  const form = recipe.written ?? { decimal };
  const { list } = recipe;
  const texts = new Set((recipe.missing ?? []).map(String));
  const numbers = new Set((recipe.missing ?? []).map(Number).filter((n) => !Number.isNaN(n)));
  const number = numberReader(form);
  return {
    number,
    advice: numberAdvice(form, recipe.written === undefined, trained),
    isMarker: (raw) => {
      if (typeof raw === 'number') return numbers.has(raw);
      if (typeof raw !== 'string' || texts.size === 0) return false;
      const text = raw.trim();
      if (texts.has(text)) return true;
      const value = numbers.size === 0 ? null : number(text);
      return value !== null && numbers.has(value);
    },
    items: list === undefined ? null : (text) => listItems(text, list),
    mayLack: mayLack || recipe.fill !== undefined || recipe.maskOf !== undefined,
    times,
  };
}

/** As `cellReading`, which is made once for all columns that are read alike: tables may have very many. */
export function sharedReadings(): typeof cellReading {
  const known = new Map<string, CellReading>();
  return (recipe, decimal, mayLack, times = null, trained = false) => {
    // times have forms of their own
    if (times !== null) return cellReading(recipe, decimal, mayLack, times, trained);
    const { written, missing, list, fill, maskOf: mask } = recipe;
    const lacks = mayLack || fill !== undefined || mask !== undefined;
    const key = JSON.stringify([written ?? decimal, missing, list, lacks, trained]);
    const shared = known.get(key) ?? cellReading(recipe, decimal, mayLack, null, trained);
    known.set(key, shared);
    return shared;
  };
}

/** How a column of the feeds is read out of a column of the file. */
export interface ColumnCells {
  /** The column of the file. */
  readonly source: string;
  readonly type: CellType;
  readonly reading: CellReading;
  readonly recipe: CellRecipe;
  /** What is missing is counted as filled: the mean of the training part is put in once it is known. */
  readonly awaitsMean: boolean;
  /** A row holds all steps of a sequence. */
  readonly overSteps: boolean;
  /** Axes of time around the innermost one within a row, see `readCell`. */
  readonly depth: number;
  /** Its numbers must stay whole. */
  readonly whole: boolean;
  /** How texts are cut into tokens; null: the column has none. */
  readonly form: TextForm | null;
  /** What is missing stays so, since other rows of the same time may have it. */
  readonly awaitsRows?: true;
  /** As a mask it is 0 in every row of a file. */
  readonly allThere?: true;
}

/** A cell of a row that was filled from other rows of its series. It stands in the place of what was given. */
export class FilledCell {
  readonly cell: Cell;
  readonly mask: Cell;
  constructor(cell: Cell, mask: Cell) {
    this.cell = cell;
    this.mask = mask;
  }
}

export function columnCells(
  name: string,
  type: CellType,
  recipe: CellRecipe,
  options: {
    readonly decimal: '.' | ',';
    readonly mayLack: boolean;
    readonly awaitsMean: boolean;
    readonly overSteps: boolean;
    readonly depth: number;
    readonly whole: boolean;
    readonly times: TimeReading | null;
    readonly trained: boolean;
    readonly form?: TextForm | null;
    /** Absent: the column has a reading of its own. */
    readonly readingOf?: typeof cellReading;
  },
): ColumnCells {
  const { decimal, mayLack, awaitsMean, overSteps, depth, whole, times, trained, form = null } = options;
  const { readingOf = cellReading } = options;
  const reading = readingOf(recipe, decimal, mayLack || awaitsMean, times, trained);
  const source = sourcesOf(name, recipe)[0] ?? name;
  const typeThere = recipe.calendar === undefined ? (recipe.maskOf?.type ?? type) : 'time';
  return { source, type: typeThere, reading, recipe, awaitsMean, overSteps, depth, whole, form };
}

/** The columns of the file that a column of the feeds is read out of. */
export const sourcesOf = (name: string, { maskOf: mask, calendar, lettersOf }: CellRecipe): readonly string[] =>
  calendar?.columns ?? [mask?.column ?? lettersOf?.column ?? name];

/** What times are in the calendar. */
export function calendarCell(cell: Cell, { recipe: { calendar }, reading: { times } }: ColumnCells): Cell {
  if (calendar === undefined || times === null) throw new InternalError('a column is nothing in the calendar');
  const { clock } = times;
  if (typeof cell === 'number') return calendarValue(calendar, clock, cell);
  if (!isNumberList(cell)) throw new InternalError('a column of times holds text');
  const values = Array.from(cell.data, (time) => calendarValue(calendar, clock, time));
  return calendar.circle === undefined ? values.map(String) : { shape: cell.shape, data: values.map(Number) };
}

/** A cell as it is read. */
export interface ReadColumn {
  readonly cell: Cell;
  /** How many of its values were not there. */
  readonly lacks: number;
  /** Whether something is put in their place. */
  readonly isFilled: boolean;
  /** Steps of it are not read, since it is longer than the rule of the column says. */
  readonly isCut?: true;
}

/** @param length how many steps of a list count, as the column has it that tells; absent: all. @returns null where the row is to be left out. What other rows may fill is still missing, and is counted where it is filled. */
export function readColumn(given: unknown, column: ColumnCells, length?: unknown): ReadColumn | BadCell | null {
  const { type, reading, recipe } = column;
  if (given instanceof FilledCell)
    return { cell: recipe.maskOf === undefined ? given.cell : given.mask, lacks: 0, isFilled: false };
  const raw = recipe.lengths === undefined || length === undefined ? given : cutGiven(given, length, column);
  if (raw instanceof BadCell) return raw;
  const whole = readCell(raw, type, reading, column.depth);
  if (whole instanceof BadCell) return whole;
  const { longest } = recipe;
  const kept = longest === undefined ? whole : cutCell(whole, longest, column.form);
  const cell = recipe.lettersOf === undefined || column.depth === 0 ? kept : apartWords(kept, recipe.lettersOf.words);
  const read = ruledCell(cell, column);
  if (read === null || longest === undefined || Object.is(kept, whole)) return read;
  return { ...read, cell: withCut(read.cell, longest.keep === 'end' ? 'start' : 'end'), isCut: true };
}

/** The words of a text, each of which has its letters. */
function apartWords(cell: Cell, words: TextForm): Cell {
  if (Array.isArray(cell)) return { lists: cell };
  return typeof cell === 'string' ? { lists: wordsOfCell(words, cell) } : cell;
}

/** A cell as the rules of its column have it. @returns as `readColumn` */
export function ruledCell(cell: Cell, column: ColumnCells): ReadColumn | null {
  const { reading, recipe, awaitsMean, overSteps, whole } = column;
  if (recipe.maskOf !== undefined) {
    const mask = maskOf(cell);
    return { cell: column.allThere === true ? allOf(mask, 0) : mask, lacks: 0, isFilled: false };
  }
  if (recipe.calendar !== undefined) return { cell: calendarCell(cell, column), lacks: 0, isFilled: false };
  if (!reading.mayLack) return { cell, lacks: 0, isFilled: false };
  const lacks = lacking(cell);
  if (lacks === 0) return { cell, lacks, isFilled: false };
  if (column.awaitsRows === true) return { cell, lacks: 0, isFilled: false };
  if (recipe.fill === 'skip') return null;
  const fill = rowFill(recipe.fill, whole);
  if (fill === null)
    return { cell: filledCell(cell, recipe.fill), lacks, isFilled: recipe.fill !== undefined || awaitsMean };
  if (!overSteps) return { cell, lacks: 0, isFilled: false };
  const filled = filledSteps(cell, fill);
  return lacking(filled) > 0 ? null : { cell: filled, lacks, isFilled: true };
}

/** A column as it is read where rows of one time become one before what they lack is filled. A list of steps is filled in itself. */
export const awaitingRows = (column: ColumnCells): ColumnCells =>
  column.overSteps ? column : { ...column, awaitsRows: true };

/** A list without the steps that do not count. */
function cutGiven(given: unknown, length: unknown, { reading, recipe }: ColumnCells): unknown {
  const text = typeof given === 'string' ? (reading.items?.(given) ?? given) : given;
  const list = isNumberList(text) ? text.shape[0] : Array.isArray(text) ? text.length : undefined;
  const { column = '', from } = recipe.lengths ?? {};
  if (list === undefined)
    return new BadCell(`is no list, and "${column}" says how many of its steps count`, 'write a list');
  const count = typeof length === 'string' ? parseNumber(length.trim(), '.') : length;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > list)
    return new BadCell(
      `has ${list} steps, and "${column}" says that ${JSON.stringify(length)} of them count`,
      `write a whole number from 0 to ${list} in "${column}"`,
    );
  const [start, end] = from === 'end' ? [list - count, list] : [0, count];
  if (!isNumberList(text)) return (text as readonly unknown[]).slice(start, end);
  return stepsOfList(text, start, end);
}

/** Why a row can't be answered that training would have left out. */
export const leftOut = ({ recipe, whole }: Pick<ColumnCells, 'recipe' | 'whole'>): BadCell =>
  rowFill(recipe.fill, whole) === null
    ? new BadCell(
        empty().reason,
        'give the value: such rows were left out of the training; rows without it can be answered by a model that was trained with data: {columns: {NAME: {fill: forward}}}, or another rule',
      )
    : new BadCell(
        'has a step without a value, and no step of the list to fill it from',
        'give the first value of the list: such rows were left out of the training',
      );

/** Where nothing before it in its series has a value. */
export const nothingBefore = (): BadCell =>
  new BadCell(
    'is empty, and so is all before it in its series',
    'give the value, or a row before it in its series that has one: it is carried forward from there',
  );
