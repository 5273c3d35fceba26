import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { rowAxes } from '../dataset/feed-axes.ts';
import type { ColumnRecipe, Longest, Preprocessing, TextForm, Vocabulary } from '../dataset/preprocessing.ts';
import { cleanText, tokensOfCell } from '../dataset/tokens.ts';
import { asNumbers } from '../messages/sizes.ts';
import { BadCell, type Cell, empty, isNestedList, isNumberList, nothingAtStep } from '../rows/cells.ts';
import { cutCell, cutOf } from '../rows/list-cells.ts';
import { type ColumnsFeed, type Encoded, hasTime, isSequence } from './columns-feed.ts';
import { firstSequence, nestedEncoder } from './nested-cells.ts';
import { markedSteps } from './previous/marked-steps.ts';
import { END_MARK, START_MARK, tokenNumbers } from './vocabulary.ts';

export { type ColumnsFeed, type Encoded, hasTime, isSequence } from './columns-feed.ts';

/** A row that can't be fed, and the column (by its place in the feed) that is at fault. */
export class BadValue {
  readonly bad: BadCell;
  readonly column: number;
  constructor(bad: BadCell, column: number) {
    this.bad = bad;
    this.column = column;
  }
}

export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
const sizesIn = (dims: readonly (string | number)[]): readonly number[] => dims.filter((d) => typeof d === 'number');

/** Rows of a window that a feed takes; 1 where a row is a sample. */
export function windowSteps(feed: ColumnsFeed, windows: Preprocessing['windows']): number {
  if (windows === null || ['row', 'step', 'series'].includes(feed.part)) return 1;
  if (feed.part === 'span') return windowSpan(windows);
  return feed.part === 'horizon' || feed.part === 'previous' ? windows.horizon : windows.width;
}

/** First row of a feed's steps within its window. */
export function windowOffset(feed: ColumnsFeed, windows: Preprocessing['windows']): number {
  if (windows === null || ['row', 'step', 'series', 'window', 'span'].includes(feed.part)) return 0;
  if (feed.part === 'previous') return windows.width - 1;
  return leadOf(windows) + (feed.part === 'horizon' ? windows.width : windows.horizon);
}

type Windows = NonNullable<Preprocessing['windows']>;

/** Rows between the window and its horizon. */
export const leadOf = ({ lead = 0 }: Pick<Windows, 'lead'>): number => lead;

/** Rows from the start of a window to the end of the last feed's steps. */
export const windowSpan = (windows: Windows): number => windows.width + leadOf(windows) + windows.horizon;

/** Inputs that read rows after the window: what is known ahead. Not those that read what a target was at the step before. */
export const inputsAhead = ({ feeds, windows }: Pick<Preprocessing, 'feeds' | 'windows'>): readonly ColumnsFeed[] =>
  Object.values(feeds).filter(
    (feed): feed is ColumnsFeed =>
      feed.from === 'columns' &&
      feed.role === 'input' &&
      windows !== null &&
      feed.part !== 'previous' &&
      windowOffset(feed, windows) + windowSteps(feed, windows) > windows.width,
  );

/** Rows of a window before its first target: those may be of an earlier part. */
export function rowsBeforeTargets(feeds: readonly ColumnsFeed[], windows: Preprocessing['windows']): number {
  const offsets = feeds.filter(({ role }) => role === 'target').map((feed) => windowOffset(feed, windows));
  return offsets.length === 0 ? 0 : Math.min(...offsets);
}

/** Rows of a window that are of its own part in any case, however short the window is. */
export const rowsOfTargets = (feeds: readonly ColumnsFeed[], windows: Preprocessing['windows']): number =>
  windows !== null && rowsBeforeTargets(feeds, windows) === windows.width + leadOf(windows) ? windows.horizon : 1;

/** Numbers that a feed takes per step, NaN where the data will give them, or null where the window's steps do not divide its shape. */
export function featuresOf(feed: ColumnsFeed, windows: Preprocessing['windows']): number | null {
  const total = product(sizesIn(feed.dims));
  if (hasTime(feed)) return total;
  const features = total / windowSteps(feed, windows);
  return Number.isInteger(features) || Number.isNaN(features) ? features : null;
}

/** Whether samples may have different numbers of steps of a feed. */
export const isRagged = (feed: ColumnsFeed): boolean => feed.part === 'step' || isSequence(feed);

/**
 * How the cells of one row become the numbers of one feed.
 * @param feed whose columns the cells belong to, in its order.
 * @param onUnknown is told of each value and token that one number stands for with others.
 */
export function rowEncoder(
  preprocessing: Preprocessing,
  feed: ColumnsFeed,
  onUnknown: OnUnknown = () => {},
): (cells: readonly Cell[]) => Encoded | BadValue {
  if (takesTrees(preprocessing, feed)) return treeOf;
  const encoders = encodersOf(preprocessing, feed, onUnknown);
  const features = featuresOf(feed, preprocessing.windows) ?? 0;
  const encode = valuesOf(feed, encoders, features);
  // the steps of a sequence are put together, and moved, where all of its rows are known
  const marked = feed.part === 'step' ? (encoded: Encoded) => encoded : markedSteps(preprocessing, feed, features);
  return (cells) => {
    const encoded = tooManyAxes(cells, feed) ?? encode(cells);
    return encoded instanceof BadValue ? encoded : marked(encoded, cutOf(cells));
  };
}

/** How the columns of a feed are put together. */
function valuesOf(feed: ColumnsFeed, encoders: readonly CellEncoder[], features: number): RowEncoder {
  const axes = rowAxes(feed).length;
  if (axes === 0) return together(encoders, features);
  const isStep = feed.part !== 'row';
  // single values in a row may be the steps of one sequence; within a step, several of them
  const sequence = alongTime(encoders, features, axes === 1 && (!isStep || encoders.length > 1));
  if (axes === 1 && !isStep) return sequence;
  const encode = nestedEncoder(sequence, axes, isStep);
  return (cells) => {
    const encoded = encode(cells);
    return 'bad' in encoded ? new BadValue(encoded.bad, encoded.column) : encoded;
  };
}

/** An array with more axes than the feed has. Those of size 1 say nothing about the order of its numbers. */
function tooManyAxes(cells: readonly Cell[], feed: ColumnsFeed): BadValue | null {
  const ofTime = rowAxes(feed).length;
  const taken = sizesIn(feed.dims).length;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (!isNumberList(cell) || cell.shape.length <= ofTime + taken) continue;
    const axes = cell.shape.slice(ofTime).filter((size) => size !== 1);
    // columns side by side are told apart by one axis that may be theirs alone
    if (axes.length > Math.max(taken, 1))
      return new BadValue(
        new BadCell(
          `has the shape [${cell.shape.join(', ')}], with more axes than the feed takes`,
          'flatten the array as the model wants its numbers, such as a.reshape(len(a), -1)',
        ),
        i,
      );
  }
  return null;
}

/** Adds the numbers of one cell to `out` and gives its steps; a cell that is no list has none. */
type CellEncoder = (cell: Cell, out: number[]) => number | null | BadCell;

type OnUnknown = (column: string, item: string) => void;

function encodersOf(
  preprocessing: Preprocessing,
  feed: ColumnsFeed,
  onUnknown: OnUnknown = () => {},
): readonly CellEncoder[] {
  const missing = feed.missing === true || feed.masks !== undefined;
  return feed.columns.map((name) => {
    const tell = (item: string): void => onUnknown(name, item);
    const recipe = Object.hasOwn(preprocessing.columns, name) ? preprocessing.columns[name] : undefined;
    if (recipe === undefined) throw new InternalError(`the column "${name}" has no recipe`);
    switch (recipe.type) {
      case 'number':
      case 'time':
        return feed.dtype === 'int32' ? wholeNumbers(feed) : scaledNumbers(recipe, missing);
      case 'category':
        return categoryEncoder(
          recipe,
          feed.dtype === 'float32' && !isYesOrNo(feed, recipe.values, preprocessing.windows),
          missing ? { ...feed, missing } : feed,
          tell,
        );
      case 'text':
        return textEncoder(recipe.vocabulary, feed.missing === true, tell, lettersRead(preprocessing, name));
      case 'tree':
        throw new InternalError('trees are no part of a row of numbers');
      default:
        return recipe satisfies never;
    }
  });
}

/** What is read of the letters of a word; undefined: all, or the column has none. */
const lettersRead = ({ cells = {} }: Preprocessing, name: string): Longest | undefined =>
  Object.hasOwn(cells, name) ? cells[name]?.lettersOf?.longest : undefined;

/** @param missing whether there may be nothing: then it is NaN. */
function scaledNumbers(
  { offset, scale }: Extract<ColumnRecipe, { type: 'number' | 'time' }>,
  missing: boolean,
): CellEncoder {
  const [onlyOffset = 0, onlyScale = 1] = [offset[0], scale[0]];
  return (given, out) => {
    const cell = given ?? Number.NaN;
    if (typeof cell === 'number') {
      if (Number.isNaN(cell) && !missing) return empty();
      out.push((cell - onlyOffset) / onlyScale);
      return null;
    }
    if (!isNumberList(cell)) throw new InternalError('a number column holds text');
    for (let i = 0; i < cell.data.length; i++) {
      if (Number.isNaN(cell.data[i]) && !missing)
        return nothingAtStep(Math.floor(i / (cell.data.length / (cell.shape[0] ?? 1))));
      const at = i % offset.length;
      out.push(((cell.data[i] ?? 0) - (offset[at] ?? 0)) / (scale[at] ?? 1));
    }
    return cell.shape[0] ?? 0;
  };
}

/** Where there may be nothing it is -1. */
const wholeNumbers =
  (feed: Pick<ColumnsFeed, 'missing' | 'role' | 'dims'>): CellEncoder =>
  (given, out) => {
    const cell = given ?? Number.NaN;
    const data: ArrayLike<number> = typeof cell === 'number' ? [cell] : isNumberList(cell) ? cell.data : [];
    for (let i = 0; i < data.length; i++) {
      const value = data[i] ?? 0;
      if (Number.isNaN(value)) {
        if (feed.missing !== true) return typeof cell === 'number' ? empty() : nothingAtStep(i);
        out.push(-1);
        continue;
      }
      if (!Number.isInteger(value) || Math.abs(value) > 0x7fffffff)
        return new BadCell(
          `is no whole number: ${value}`,
          `${asNumbers(feed)}; where each number stands for a thing, write columns: {NAME: {type: category}}`,
          isNumberList(cell) && cell.shape.length === 1 ? i : null,
          { cause: { text: 'is no whole number', shown: `${value}` }, trainedFix: 'write whole numbers' },
        );
      out.push(value);
    }
    return isNumberList(cell) ? (cell.shape[0] ?? 0) : null;
  };

/** A category of two values is one number, 0 or 1, where the feed takes no more. */
const isYesOrNo = (feed: ColumnsFeed, values: readonly string[], windows: Preprocessing['windows']): boolean =>
  values.length === 2 && feed.columns.length === 1 && featuresOf(feed, windows) === 1;

/** Where there may be nothing it is -1, among float32 NaN in place of each number. */
function categoryEncoder(
  { values, unknown }: Extract<ColumnRecipe, { type: 'category' }>,
  isOneHot: boolean,
  { role, missing, dtype }: Pick<ColumnsFeed, 'role' | 'missing' | 'dtype'>,
  onUnknown: (item: string) => void,
): CellEncoder {
  const numbers = new Map(values.map((value, i) => [value, i]));
  const ofOthers = unknown === undefined ? undefined : numbers.get(unknown);
  return (cell, out) => {
    const list = typeof cell === 'string' || cell === null ? [cell] : (cell as readonly (string | null)[]);
    for (const [i, value] of list.entries()) {
      if (value === null) {
        if (missing !== true) return cell === null ? empty() : nothingAtStep(i);
        const count = isOneHot ? values.length : 1;
        for (let c = 0; c < count; c++) out.push(dtype === 'float32' ? Number.NaN : -1);
        continue;
      }
      const own = numbers.get(value);
      const number = own ?? ofOthers;
      if (own === undefined && number !== undefined) onUnknown(value);
      if (number === undefined) return unknownCategory(value, values, role, typeof cell === 'string' ? null : i);
      if (isOneHot) for (let c = 0; c < values.length; c++) out.push(c === number ? 1 : 0);
      else out.push(number);
    }
    return typeof cell === 'string' || cell === null ? null : list.length;
  };
}

/** The most values that a fix lists. */
const LISTED = 12;

function unknownCategory(value: string, values: readonly string[], role: string, step: number | null): BadCell {
  const fix = (shown: readonly string[]): string => {
    const all = [...values.map((known) => JSON.stringify(known)), ...shown];
    const listed = `columns: {NAME: {values: [${all.length > LISTED ? '…' : all.join(', ')}]}}`;
    const rows = shown.length === 1 ? 'the row' : 'the rows';
    return role === 'target'
      ? `list every value, ${listed}, or leave ${rows} out`
      : `write columns: {NAME: {unknown: true}}, which gives a number to all values that training does not have, list every value, ${listed}, or leave ${rows} out`;
  };
  const shown = JSON.stringify(value);
  return new BadCell(`has the value ${shown}, which the training part has not`, fix([shown]), step, {
    cause: { text: 'has values that the training part has not', shown, fix },
    trainedFix: 'use a value of the training data, or leave the row out',
  });
}

/** A tree as `flatTree` writes it: where nodes have several parents, more numbers per node than the shape of the feed says. */
const treeOf: RowEncoder = ([cell]) => {
  if (cell === undefined || !isNumberList(cell)) throw new InternalError('a column of trees holds none');
  return { steps: cell.shape[0] ?? 0, data: cell.data };
};

const takesTrees = ({ columns }: Preprocessing, feed: ColumnsFeed): boolean =>
  feed.columns.some((name) => Object.hasOwn(columns, name) && columns[name]?.type === 'tree');

/** @param missing whether a step may have nothing: then it is -1. */
function textEncoder(
  vocabulary: Vocabulary,
  missing: boolean,
  onUnknown: (item: string) => void,
  longest?: Longest,
): CellEncoder {
  if (vocabulary.of === 'bytes') {
    const encoder = new TextEncoder();
    return (whole, out) => {
      const cell = longest === undefined ? whole : cutCell(whole, longest, vocabulary);
      const bytes = encoder.encode(typeof cell === 'string' ? cell : ((cell ?? []) as readonly string[]).join(''));
      for (const byte of bytes) out.push(byte);
      return bytes.length;
    };
  }
  const numberOf = tokenNumbers(vocabulary);
  const unknown = vocabulary.unknown === null ? null : numberOf(vocabulary.unknown);
  const tokensOf = textTokens(vocabulary, longest);
  return (cell, out) => {
    const tokens = tokensOf(cell);
    for (const [i, token] of tokens.entries()) {
      if (token === null && !missing) return nothingAtStep(i);
      if (vocabulary.marks === true && (token === START_MARK || token === END_MARK))
        return new BadCell(
          `has the mark ${token}, which is put there at the start and the end`,
          'leave it out',
          typeof cell === 'string' ? null : i,
        );
      const number = token === null ? -1 : numberOf(token);
      if (number === null)
        return new BadCell(
          `has the token ${JSON.stringify(token)}, which is not in the vocabulary`,
          'write columns: {NAME: {vocabulary: {unknown: <unk>}}}, or leave the row out',
          typeof cell === 'string' ? null : i,
          {
            cause: { text: 'has tokens that are not in the vocabulary', shown: JSON.stringify(token) },
            trainedFix: 'leave it out, or train with vocabulary: {unknown: <unk>}',
          },
        );
      if (token !== null && number === unknown && token !== vocabulary.unknown) onUnknown(token);
      out.push(number);
    }
    return tokens.length;
  };
}

/** Tokens of a cell of text: the elements of a list are tokens as they are. @param longest what is read of them; absent: all. */
export function textTokens(form: TextForm, longest?: Longest): (cell: Cell) => readonly (string | null)[] {
  const { of, ...rest } = form;
  return (whole) => {
    const cell = longest === undefined ? whole : cutCell(whole, longest, form);
    if (cell === null) return [];
    if (typeof cell === 'number' || isNumberList(cell) || isNestedList(cell))
      throw new InternalError('a column of text holds numbers');
    if (typeof cell !== 'string') return cell.map((token) => (token === null ? null : cleanText(form, token)));
    if (of === 'bytes') throw new InternalError('bytes are no tokens');
    return tokensOfCell({ ...rest, of }, cell);
  };
}

type RowEncoder = (cells: readonly Cell[]) => Encoded | BadValue;

/** A row that is one step, or a sample without time: the columns one after the other. */
const together =
  (encoders: readonly CellEncoder[], features: number): RowEncoder =>
  (cells) => {
    const data: number[] = [];
    for (let i = 0; i < encoders.length; i++) {
      if (isNestedList(cells[i] ?? null)) return new BadValue(tooDeep(), i);
      const found = encoders[i]?.(cells[i] ?? null, data) ?? null;
      if (found instanceof BadCell) return new BadValue(found, i);
    }
    if (data.length === features) return { steps: 1, data };
    return new BadValue(
      new BadCell(`gives ${data.length} numbers where the model takes ${features}`, 'give every row the same number'),
      encoders.length - 1,
    );
  };

/** A row that is a whole sequence: its lists side by side at each step; without lists, its columns are the steps, where they may be (`single`). */
const alongTime =
  (encoders: readonly CellEncoder[], features: number, single: boolean): RowEncoder =>
  (cells) => {
    const parts: number[][] = [];
    let steps: number | null = null;
    for (let i = 0; i < encoders.length; i++) {
      const data: number[] = [];
      const found = isNestedList(cells[i] ?? null) ? tooDeep() : (encoders[i]?.(cells[i] ?? null, data) ?? null);
      if (found instanceof BadCell) return new BadValue(found, i);
      if (found === null && !single) return new BadValue(oneValue(), i);
      if (i > 0 && found !== steps) return new BadValue(unlikeSteps(found, steps), i);
      steps = found;
      parts.push(data);
    }
    const total = parts.reduce((n, part) => n + part.length, 0);
    if (steps === null) {
      const data = parts.flat();
      if (total % features === 0) return { steps: total / features, data };
      return new BadValue(new BadCell(`gives ${total} numbers, no multiple of ${features}`, 'name other columns'), 0);
    }
    if (total !== steps * features)
      return new BadValue(
        new BadCell(
          `gives ${total / steps} numbers per step where the model takes ${features}`,
          'give every step the same number',
        ),
        parts.length - 1,
      );
    const [only] = parts;
    return { steps, data: parts.length === 1 && only !== undefined ? only : sideBySide(parts, steps) };
  };

const tooDeep = (): BadCell =>
  new BadCell('has lists in a list', 'write one list, or give the feed an axis of time more in the model');
const oneValue = (): BadCell =>
  new BadCell(
    'has one value at a step that is a sequence',
    'write a list at each step; for the letters of words name NAME.characters as the column of the feed',
  );
const unlikeSteps = (steps: number | null, others: number | null): BadCell => {
  const fix = 'give all columns of a feed the same number of steps';
  if (steps === null) return new BadCell('is one value where others are lists', fix);
  if (others === null) return new BadCell('is a list where others are single values', fix);
  return new BadCell(`has ${steps} steps where others have ${others}`, fix);
};

function sideBySide(parts: readonly (readonly number[])[], steps: number): readonly number[] {
  const data: number[] = [];
  for (let t = 0; t < steps; t++)
    for (const part of parts) {
      const own = part.length / steps;
      for (let i = 0; i < own; i++) data.push(part[t * own + i] ?? 0);
    }
  return data;
}

/** Numbers per step (or row) that the columns of a feed give for these cells, or null where a cell does not fit at all. */
export function givenFeatures(preprocessing: Preprocessing, feed: ColumnsFeed, cells: readonly Cell[]): number | null {
  if (takesTrees(preprocessing, feed)) return featuresOf(feed, preprocessing.windows);
  const data: number[] = [];
  const steps: (number | null)[] = [];
  const axes = rowAxes(feed).length;
  const read = firstSequence(cells, axes);
  if (read?.some(isNestedList) !== false) return null;
  for (const [i, encode] of encodersOf(preprocessing, feed).entries()) {
    const found = encode(read[i] ?? null, data);
    if (found instanceof BadCell) return null;
    steps.push(found);
  }
  const total = data.length;
  if (axes === 0) return total;
  const [first = null] = steps;
  const taken = featuresOf(feed, preprocessing.windows) ?? 1;
  // single values in a row are its steps
  if (steps.every((n) => n === null)) return Number.isNaN(taken) ? 1 : total % taken === 0 ? taken : total;
  return first === null || first === 0 || steps.some((n) => n !== first) ? null : total / first;
}
