import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { BadCell, type Cell, isNumberList } from './cells.ts';
import type { ColumnRecipe, FeedRecipe, Preprocessing } from './preprocessing.ts';
import { tokenNumbers } from './vocabulary.ts';

export type ColumnsFeed = Extract<FeedRecipe, { from: 'columns' }>;

/** What one row gives to one feed. */
export interface Encoded {
  /** Along the time axis of a sample that is one row; 1 where the row is itself a step. */
  readonly steps: number;
  readonly data: readonly number[];
}
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

export const hasTime = (feed: { readonly dims: readonly (string | number)[] }): boolean =>
  typeof feed.dims[1] === 'string';

/** Rows of a window that a feed takes; 1 where a row is a sample. */
export function windowSteps(feed: ColumnsFeed, windows: Preprocessing['windows']): number {
  if (feed.part === 'row' || windows === null) return 1;
  return feed.part === 'horizon' ? windows.horizon : windows.width;
}

/** First row of a feed's steps within its window. */
export const windowOffset = (feed: ColumnsFeed, windows: Preprocessing['windows']): number =>
  windows === null || feed.part === 'row' || feed.part === 'window'
    ? 0
    : feed.part === 'horizon'
      ? windows.width
      : windows.horizon;

/** Rows from the start of a window to the end of the last feed's steps. */
export const windowSpan = (windows: NonNullable<Preprocessing['windows']>): number => windows.width + windows.horizon;

/** Numbers that a feed takes per step, or null where the window's steps do not divide its shape. */
export function featuresOf(feed: ColumnsFeed, windows: Preprocessing['windows']): number | null {
  const total = product(sizesIn(feed.dims));
  if (hasTime(feed)) return total;
  const features = total / windowSteps(feed, windows);
  return Number.isInteger(features) ? features : null;
}

/** Whether a row holds a whole sequence, so that its lists run over time. */
export const isSequence = (feed: ColumnsFeed): boolean => feed.part === 'row' && hasTime(feed);

/**
 * How the cells of one row become the numbers of one feed.
 * @param feed whose columns the cells belong to, in its order.
 */
export function rowEncoder(
  preprocessing: Preprocessing,
  feed: ColumnsFeed,
): (cells: readonly Cell[]) => Encoded | BadValue {
  const encoders = feed.columns.map((name) => {
    const recipe = preprocessing.columns[name];
    if (recipe === undefined) throw new InternalError(`the column "${name}" has no recipe`);
    return columnEncoder(preprocessing, recipe, feed);
  });
  const features = featuresOf(feed, preprocessing.windows);
  const sequence = isSequence(feed);
  return (cells) => {
    const parts: Spread[] = [];
    for (let i = 0; i < encoders.length; i++) {
      const part = encoders[i]?.(cells[i] ?? 0);
      if (part === undefined) throw new InternalError('a column without a cell');
      if (part instanceof BadCell) return new BadValue(part, i);
      parts.push(part);
    }
    return sequence ? alongTime(parts, features) : together(parts, features);
  };
}

/** The numbers of one cell; `steps` is null where the cell is no list. */
interface Spread {
  readonly steps: number | null;
  readonly data: readonly number[];
}

function columnEncoder(
  preprocessing: Preprocessing,
  recipe: ColumnRecipe,
  feed: ColumnsFeed,
): (cell: Cell) => Spread | BadCell {
  switch (recipe.type) {
    case 'number':
    case 'time': {
      const { offset, scale } = recipe;
      const [onlyOffset = 0, onlyScale = 1] = [offset[0], scale[0]];
      if (feed.dtype === 'int32') return wholeNumbers;
      return (cell) => {
        if (typeof cell === 'number') return { steps: null, data: [(cell - onlyOffset) / onlyScale] };
        if (!isNumberList(cell)) throw new InternalError('a number column holds text');
        const data = Array.from(cell.data, (value, i) => {
          const at = i % offset.length;
          return (value - (offset[at] ?? 0)) / (scale[at] ?? 1);
        });
        return { steps: cell.shape[0] ?? 0, data };
      };
    }
    case 'category': {
      const numbers = new Map(recipe.values.map((value, i) => [value, i]));
      const width = recipe.values.length;
      const read = (value: string): number | BadCell =>
        numbers.get(value) ??
        new BadCell(
          `has the value ${JSON.stringify(value)}, which the training part has not`,
          'list every value under columns: {NAME: {values: […]}}, or leave such rows out with bad_rows: skip',
        );
      const spread = (n: number): readonly number[] =>
        feed.dtype === 'int32' ? [n] : Array.from({ length: width }, (_, i) => (i === n ? 1 : 0));
      return (cell) => {
        const list = typeof cell === 'string' ? [cell] : (cell as readonly string[]);
        const data: number[] = [];
        for (const value of list) {
          const number = read(value);
          if (number instanceof BadCell) return number;
          data.push(...spread(number));
        }
        return { steps: typeof cell === 'string' ? null : list.length, data };
      };
    }
    case 'text': {
      const { vocabulary } = preprocessing;
      if (vocabulary === null) throw new InternalError('a column of text without a vocabulary');
      const numberOf = tokenNumbers(vocabulary);
      const tokens = textTokens(vocabulary.of);
      return (cell) => {
        if (vocabulary.of === 'bytes') {
          const bytes = new TextEncoder().encode(
            typeof cell === 'string' ? cell : (cell as readonly string[]).join(''),
          );
          return { steps: bytes.length, data: Array.from(bytes) };
        }
        const data: number[] = [];
        for (const token of tokens(cell)) {
          const number = numberOf(token);
          if (number === null)
            return new BadCell(
              `has the token ${JSON.stringify(token)}, which is not in the vocabulary`,
              'use vocabulary: {unknown: <unk>}, or leave such rows out with bad_rows: skip',
            );
          data.push(number);
        }
        return { steps: data.length, data };
      };
    }
  }
}

/** Tokens of a cell of text: the elements of a list are tokens as they are. */
export function textTokens(of: 'bytes' | 'characters' | 'words'): (cell: Cell) => readonly string[] {
  const cut = of === 'characters' ? (text: string) => Array.from(text) : (text: string) => text.match(/\S+/g) ?? [];
  return (cell) => {
    if (typeof cell === 'string') return cut(cell);
    if (typeof cell === 'number' || isNumberList(cell)) throw new InternalError('a column of text holds numbers');
    return cell;
  };
}

function wholeNumbers(cell: Cell): Spread | BadCell {
  const data = typeof cell === 'number' ? [cell] : isNumberList(cell) ? Array.from(cell.data) : [];
  const odd = data.find((value) => !Number.isInteger(value) || Math.abs(value) > 0x7fffffff);
  if (odd !== undefined)
    return new BadCell(`is no whole number: ${odd}`, 'this feed is int32: write whole numbers, or make it a category');
  return { steps: isNumberList(cell) ? (cell.shape[0] ?? 0) : null, data };
}

function together(parts: readonly Spread[], features: number | null): Encoded | BadValue {
  const [only] = parts;
  const data = parts.length === 1 && only !== undefined ? only.data : parts.flatMap((part) => part.data);
  if (data.length === features) return { steps: 1, data };
  return new BadValue(
    new BadCell(`gives ${data.length} numbers where the model takes ${features}`, 'give every row the same number'),
    parts.length - 1,
  );
}

function alongTime(parts: readonly Spread[], features: number | null): Encoded | BadValue {
  const size = features ?? 1;
  if (parts.every((part) => part.steps === null)) {
    const data = parts.flatMap((part) => part.data);
    if (data.length % size === 0) return { steps: data.length / size, data };
    return new BadValue(new BadCell(`gives ${data.length} numbers, no multiple of ${size}`, 'name other columns'), 0);
  }
  const steps = parts.find((part) => part.steps !== null)?.steps ?? 0;
  let width = 0;
  for (const [i, part] of parts.entries()) {
    if (part.steps !== steps)
      return new BadValue(
        new BadCell(
          part.steps === null
            ? 'is one value where others are lists'
            : `has ${part.steps} steps where others have ${steps}`,
          'give all columns of a feed the same number of steps',
        ),
        i,
      );
    width += steps === 0 ? 0 : part.data.length / steps;
  }
  if (steps > 0 && width !== size)
    return new BadValue(
      new BadCell(`gives ${width} numbers per step where the model takes ${size}`, 'give every step the same number'),
      parts.length - 1,
    );
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return { steps, data: only.data };
  const data: number[] = [];
  for (let t = 0; t < steps; t++)
    for (const part of parts) {
      const own = part.data.length / steps;
      for (let i = 0; i < own; i++) data.push(part.data[t * own + i] ?? 0);
    }
  return { steps, data };
}

/** Numbers per step (or row) that the columns of a feed give for these cells, or null where a cell does not fit at all. */
export function givenFeatures(preprocessing: Preprocessing, feed: ColumnsFeed, cells: readonly Cell[]): number | null {
  const parts: Spread[] = [];
  for (const [i, name] of feed.columns.entries()) {
    const recipe = preprocessing.columns[name];
    const cell = cells[i];
    const part = recipe === undefined || cell === undefined ? null : columnEncoder(preprocessing, recipe, feed)(cell);
    if (part === null || part instanceof BadCell) return null;
    parts.push(part);
  }
  const total = parts.reduce((n, part) => n + part.data.length, 0);
  if (!isSequence(feed)) return total;
  const steps = parts.find((part) => part.steps !== null)?.steps ?? null;
  const taken = featuresOf(feed, preprocessing.windows) ?? 1;
  if (steps === null) return total % taken === 0 ? taken : total;
  return steps === 0 || parts.some((part) => part.steps !== steps) ? null : total / steps;
}
