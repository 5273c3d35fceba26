/**
 * Raw rows and texts to feeds, and what a model gives back to raw units: the part of the data pipeline that runs with the model. It needs
 * nothing but the plain object that is kept in the artifact.
 */
import { type Diagnostic, InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { arrangeGiven, type GivenRows } from '../arrange/arrange-given.ts';
import { fillSamples } from '../arrange/fill-given.ts';
import { type FeedLayout, makeBatch, type Piece, type Sample } from '../batches/batch.ts';
import { encodeRows, type NamedFeed, rawRowEncoder, rowsBefore, scaleGiven } from '../batches/encode-given.ts';
import { changedValue, joinPieces } from '../batches/join-rows.ts';
import type { Batch } from '../dataset/dataset.ts';
import type { CellRecipe, ColumnRecipe, FeedRecipe, Preprocessing, Vocabulary } from '../dataset/preprocessing.ts';
import type { PlaceOf, RawRow } from '../dataset/raw-row.ts';
import { windowOffset, windowSpan, windowSteps } from '../encode/encode.ts';
import { isPrevious } from '../encode/previous/marked-steps.ts';
import { decodeText, encodeText, vocabularySize } from '../encode/vocabulary.ts';
import * as columnMessages from '../messages/columns.ts';
import { shortSeriesNote } from '../messages/times.ts';
import * as valueMessages from '../messages/values.ts';
import { RowMistakes } from '../rows/faults/row-mistakes.ts';
import { sourcesOf } from '../rows/reading.ts';

export type { ColumnRecipe, FeedRecipe, Preprocessing, TextForm, Vocabulary } from '../dataset/preprocessing.ts';

export type { PlaceOf, RawRow } from '../dataset/raw-row.ts';

export interface RowOptions {
  /** Feeds to make; absent: the model's inputs. */
  readonly feeds?: readonly string[];
  /**
   * With windows. `last`: one sample of each series, from its last rows, to forecast what follows. `all`: every window that has its
   * horizon, as in training. Absent: last.
   */
  readonly windows?: 'last' | 'all';
  /** The targets are not known: feeds that read them a step later have their first step, and nothing is asked of their columns. */
  readonly asked?: true;
  /** What messages call a row, or its value in a column; absent: `rows[INDEX].COLUMN`. */
  readonly placeOf?: PlaceOf;
  /** Is told what may surprise. */
  readonly onNote?: (note: string) => void;
}

export const placeInRows: PlaceOf = (index, column, step = null) =>
  `rows[${index}]${column === null ? '' : `.${column}`}${step === null ? '' : `[${step}]`}`;

/**
 * Feeds of a model that was trained on a table, from raw rows. Without windows each row is a sample; with windows, series come in the order of their
 * first rows, each in the order of time.
 * @returns one batch of all samples
 * @throws RnncError for a missing column, a value that can't be read or was not there in training, too few rows for a window
 */
export function feedsFromRows(trained: Preprocessing, rows: readonly RawRow[], options: RowOptions = {}): Batch {
  const placeOf = options.placeOf ?? placeInRows;
  const arranged = trained.windows === null && trained.sequence !== true ? null : arrangeGiven(trained, rows, placeOf);
  const whole = arranged?.series.flatMap(({ stretches }) => stretches.map((of) => of.map(({ row }) => row)));
  const filled = arranged === null ? fillSamples(trained, rows) : rows;
  const { preprocessing, notes } = scaleGiven(trained, whole ?? filled.map((row) => [row]));
  if (options.onNote !== undefined) for (const note of [...(arranged?.notes ?? []), ...notes]) options.onNote(note);
  const feeds = chosenFeeds(preprocessing, options.feeds).map(([name, feed]) => {
    if (feed.from !== 'columns') throw new RnncError([valueMessages.kindMismatch(kinds[preprocessing.kind], 'rows')]);
    return { name, feed };
  });
  if (preprocessing.sequence === true && arranged !== null)
    return sequenceBatch(preprocessing, arranged.series, feeds, placeOf, options.asked);
  const { windows } = preprocessing;
  const mode = options.windows ?? 'last';
  if (windows !== null && mode === 'last')
    for (const { name, feed } of feeds)
      if (feed.part !== 'window' && feed.part !== 'series' && !(feed.part === 'previous' && options.asked === true))
        throw new RnncError([columnMessages.feedNotMade(name, `its part is ${feed.part}, which lies after the rows`)]);
  if (windows === null || arranged === null) {
    const samples = encodeRows(preprocessing, filled, feeds, placeOf, undefined, options.asked);
    const batch = makeBatch(layoutsOf(feeds), samples, false);
    if (options.asked === undefined) return batch;
    // one step is no length
    const isKnown = (name: string): boolean => !feeds.some((of) => of.name === name && isPrevious(of.feed));
    return { ...batch, lengths: Object.fromEntries(Object.entries(batch.lengths).filter(([name]) => isKnown(name))) };
  }
  // the first row of a stretch has no difference
  const skipped = rowsBefore(preprocessing);
  const ordered = arranged.series.map(({ key, stretches }) => ({
    key,
    stretches: stretches.map((of) => of.slice(skipped)),
  }));
  const flat = ordered.flatMap(({ stretches }) => stretches.flat());
  const before = arranged.series.flatMap(({ stretches }) =>
    stretches.flatMap((of) => of.slice(skipped).map((_, i) => of[i + skipped - 1]?.row)),
  );
  const encoded = encodeRows(
    preprocessing,
    flat.map(({ row }) => row),
    feeds,
    (index, column, step) => placeOf(flat[index]?.index ?? index, column, step),
    (index) => before[index],
  );
  return windowBatch(preprocessing, feeds, ordered, encoded, { mode, skipped, onNote: options.onNote });
}

/** Each series is a sample, all of its rows. */
function sequenceBatch(
  preprocessing: Preprocessing,
  series: GivenRows['series'],
  feeds: readonly NamedFeed[],
  placeOf: PlaceOf,
  asked: true | undefined,
): Batch {
  const given = series.map(({ key, stretches }) => ({ key, rows: stretches.flat() }));
  const flat = given.flatMap((of) => of.rows);
  const placeOfRow: PlaceOf = (at, column, step) => placeOf(flat[at]?.index ?? 0, column, step);
  const encoded = encodeRows(
    preprocessing,
    flat.map(({ row }) => row),
    feeds,
    placeOfRow,
    undefined,
    asked,
  );
  const mistakes = new RowMistakes(placeOfRow);
  const inFeeds = feeds.map(({ feed }) => feed);
  let end = 0;
  const samples = given.map(({ key, rows: { length } }): Sample => {
    const start = end;
    end += length;
    const own = encoded.slice(start, end);
    for (const [at, pieces] of own.entries()) {
      const changed = changedValue(inFeeds, key ?? '', own[0] ?? [], pieces);
      if (changed !== null) mistakes.value(start + at, changed.column, changed.bad);
    }
    return joinPieces(inFeeds, own);
  });
  mistakes.check(flat.length);
  return makeBatch(layoutsOf(feeds), samples, false);
}

/** One series as it is cut into windows: rows without a gap between them. */
interface Stretches {
  readonly key: string | null;
  readonly stretches: readonly { readonly length: number }[];
}

/** Rows of a series without a gap, in the order of time, and where a window of them begins. */
export interface WindowRows {
  readonly rows: readonly RawRow[];
  readonly at: number;
}

/** Samples from one window each. Rows are encoded for the feeds that read them alone, because those ahead need not have the columns of others. */
export function feedsFromWindows(
  preprocessing: Preprocessing,
  given: readonly WindowRows[],
  placeOf: (row: RawRow, column: string | null, step?: number | null) => string,
): Batch {
  const { windows } = preprocessing;
  const feeds = inputsOfColumns(preprocessing);
  const samples = given.map((): Piece[] => []);
  const spans = new Set(feeds.map(({ feed }) => `${windowOffset(feed, windows)}+${windowSteps(feed, windows)}`));
  for (const span of spans) {
    const [offset = 0, steps = 0] = span.split('+').map(Number);
    const places = feeds.flatMap(({ feed }, f) =>
      windowOffset(feed, windows) === offset && windowSteps(feed, windows) === steps ? [f] : [],
    );
    const reading = places.flatMap((f) => feeds[f] ?? []);
    // what targets were is not known ahead
    const count = reading.some(({ feed }) => feed.part === 'previous') ? 1 : steps;
    const rows = given.flatMap((one) => one.rows.slice(one.at + offset, one.at + offset + count));
    const before = given.flatMap((one) => Array.from({ length: count }, (_, i) => one.rows[one.at + offset + i - 1]));
    const encoded = encodeRows(
      preprocessing,
      rows,
      reading,
      (index, column, step) => placeOf(rows[index] ?? {}, column, step),
      (index) => before[index],
    );
    samples.forEach((sample, i) => {
      const own = encoded.slice(i * count, (i + 1) * count);
      places.forEach((f, at) => {
        sample[f] = stepsOf(own, at, steps);
      });
    });
  }
  return makeBatch(layoutsOf(feeds), samples, false);
}

/**
 * Series without a window are left out.
 * @param encoded the rows of all series, one after the other.
 * @param skipped rows before those that a window needs too.
 * @throws RnncError where no series has a window
 */
function windowBatch(
  preprocessing: Preprocessing,
  feeds: readonly NamedFeed[],
  series: readonly Stretches[],
  encoded: readonly Sample[],
  {
    mode,
    skipped,
    onNote,
  }: { readonly mode: 'last' | 'all'; readonly skipped: number; readonly onNote: RowOptions['onNote'] },
): Batch {
  const { windows } = preprocessing;
  if (windows === null) throw new InternalError('no windows');
  const needed = mode === 'last' ? windows.width : windowSpan(windows);
  const gaps = preprocessing.time?.gaps ?? 'break';
  const samples: Sample[] = [];
  const short: { readonly key: string | null; readonly longest: number; readonly isGap: boolean }[] = [];
  let end = 0;
  for (const { key, stretches } of series) {
    const before = samples.length;
    const usable = mode === 'last' ? stretches.length - 1 : 0;
    let longest = 0;
    for (const [i, { length }] of stretches.entries()) {
      end += length;
      if (i < usable) continue;
      longest = Math.max(longest, length);
      const first = mode === 'last' ? end - needed : end - length;
      if (length < needed) continue;
      for (let at = first; at + needed <= end; at += windows.stride)
        samples.push(windowAt(preprocessing, feeds, encoded, at, at + needed));
    }
    if (samples.length === before) short.push({ key, longest, isGap: stretches.length > 1 });
  }
  if (samples.length === 0) {
    const [{ key, longest, isGap } = { key: null, longest: 0, isGap: false }] = short;
    throw new RnncError([valueMessages.rowsTooFew(seriesName(key), longest, needed, isGap ? gaps : null)]);
  }
  if (short.length > 0) {
    const names = short.map(({ key }) => key ?? '');
    onNote?.(shortSeriesNote(names, series.length, needed + skipped, short.some(({ isGap }) => isGap) ? gaps : null));
  }
  return makeBatch(layoutsOf(feeds), samples, false);
}

export const seriesName = (key: string | null): string => (key === null ? 'the series' : `the series "${key}"`);

/**
 * Feeds from texts: the tokens of a model of text, or the text column of a model that classifies texts. Each text is a sample.
 * @throws RnncError for a token outside the vocabulary, or a model that was not trained on text
 */
export function feedsFromText(
  preprocessing: Preprocessing,
  texts: string | readonly string[],
  { asked }: Pick<RowOptions, 'asked'> = {},
): Batch {
  const list = typeof texts === 'string' ? [texts] : texts;
  if (preprocessing.kind === 'text')
    return feedsFromTokens(
      preprocessing,
      list.map((text) => Array.from(encodeText(vocabularyOf(preprocessing), text))),
    );
  const column = textColumn(preprocessing, asked);
  if (column === null) {
    const { group, kind } = preprocessing;
    const wanted = preprocessing.sequence === true ? 'rows that are the steps of sequences' : kinds[kind];
    const columns = columnsRead(preprocessing, asked);
    throw new RnncError([valueMessages.textGiven(wanted, [...(group === null ? [] : [group]), ...columns])]);
  }
  return feedsFromRows(
    preprocessing,
    list.map((text) => ({ [column]: text })),
    asked === undefined ? {} : { asked },
  );
}

/** The column of texts that is all a sample needs; null where samples need other columns, or several rows. */
export function textColumn(preprocessing: Preprocessing, asked?: boolean): string | null {
  const { cells = {}, columns } = preprocessing;
  const read = [...columnsRead(preprocessing, asked)];
  const cellOf = (name: string): CellRecipe => (Object.hasOwn(cells, name) ? (cells[name] ?? {}) : {});
  const [source, ...others] = new Set(read.flatMap((name) => sourcesOf(name, cellOf(name))));
  const isAlone = others.length === 0 && preprocessing.sequence !== true;
  return source !== undefined && isAlone && read.every((name) => columns[name]?.type === 'text') ? source : null;
}

const columnsRead = (preprocessing: Preprocessing, asked?: boolean): ReadonlySet<string> =>
  new Set(
    inputsOfColumns(preprocessing).flatMap(({ feed }) => (asked === true && isPrevious(feed) ? [] : feed.columns)),
  );

/**
 * Feeds of a model of text from token numbers, one list per sample.
 * @throws RnncError for a number outside the vocabulary
 */
export function feedsFromTokens(preprocessing: Preprocessing, tokens: readonly (readonly number[])[]): Batch {
  const size = vocabularySize(vocabularyOf(preprocessing));
  const feeds = chosenFeeds(preprocessing, undefined).map(([name, feed]) => {
    if (feed.from !== 'tokens') throw new RnncError([valueMessages.kindMismatch(kinds[preprocessing.kind], 'tokens')]);
    return { name, feed };
  });
  for (const list of tokens)
    for (const token of list)
      if (!Number.isInteger(token) || token < 0 || token >= size)
        throw new RnncError([valueMessages.tokenOutOfRange(token, size)]);
  const samples = tokens.map((data) => feeds.map(() => ({ steps: data.length, data })));
  return makeBatch(layoutsOf(feeds), samples, false);
}

/**
 * Numbers of a feed, or what the model gives in its place, in raw units: the normalisation undone along the last axis.
 * @throws RnncError for a feed that is not of numbers
 */
export function denormalize(preprocessing: Preprocessing, feed: string, values: ArrayLike<number>): Float64Array {
  const recipe = feedOf(preprocessing, feed);
  if (recipe.from !== 'columns' || recipe.dtype === 'int32') return Float64Array.from(values);
  const scales = recipe.columns.flatMap((name) => {
    const column = columnOf(preprocessing, name);
    if ('transform' in column || 'series' in column) throw new RnncError([columnMessages.rowsNeeded(feed, name)]);
    if (!('offset' in column)) throw new RnncError([columnMessages.feedNot(feed, 'made of numbers alone', [])]);
    return column.offset.map((offset, i) => ({ offset, scale: column.scale[i] ?? 1 }));
  });
  return Float64Array.from(values, (value, i) => {
    const { offset, scale } = scales[i % scales.length] ?? { offset: 0, scale: 1 };
    return value * scale + offset;
  });
}

/**
 * The label that a class stands for.
 * @param feed the target that was trained against.
 * @throws RnncError where there is no such class
 */
export function labelOf(preprocessing: Preprocessing, feed: string, index: number): string {
  const labels = labelsOf(preprocessing, feed);
  if (labels === null) return String(index);
  const label = labels[index];
  if (label === undefined) throw new RnncError([valueMessages.tokenOutOfRange(index, labels.length)]);
  return label;
}

/** The labels of a target in the order of their numbers, or null: it is made of numbers, which are their own labels. */
export function labelsOf(preprocessing: Preprocessing, feed: string): readonly string[] | null {
  const recipe = feedOf(preprocessing, feed);
  if (recipe.from !== 'columns') return preprocessing.vocabulary?.tokens ?? null;
  const [name, ...others] = recipe.columns;
  const column = name === undefined || others.length > 0 ? null : columnOf(preprocessing, name);
  if (column?.type === 'category') return column.values;
  return column?.type === 'text' ? column.vocabulary.tokens : null;
}

/** Token numbers as text: of a text source, or of the first input of text. @throws RnncError for a number outside the vocabulary, or a model without one */
export const decodeTokens = (preprocessing: Preprocessing, tokens: Iterable<number>): string =>
  decodeText(vocabularyOf(preprocessing), tokens);

const kinds: { readonly [K in Preprocessing['kind']]: string } = {
  table: 'rows of a table',
  text: 'text',
  batches: "batches of the user's own",
};

function vocabularyOf(preprocessing: Preprocessing): Vocabulary {
  if (preprocessing.vocabulary !== null) return preprocessing.vocabulary;
  const feeds = Object.values(preprocessing.feeds);
  const inFirst = [...feeds].sort((a, b) => Number(a.role === 'target') - Number(b.role === 'target'));
  for (const feed of inFirst)
    for (const name of feed.from === 'columns' ? feed.columns : []) {
      const column = columnOf(preprocessing, name);
      if (column.type === 'text') return column.vocabulary;
    }
  throw new RnncError([valueMessages.kindMismatch(kinds[preprocessing.kind], 'text')]);
}

function feedOf(preprocessing: Preprocessing, name: string): FeedRecipe {
  const feed = Object.hasOwn(preprocessing.feeds, name) ? preprocessing.feeds[name] : undefined;
  if (feed === undefined)
    throw new RnncError([columnMessages.feedNot(name, 'a feed of the model', Object.keys(preprocessing.feeds))]);
  return feed;
}

function columnOf(preprocessing: Preprocessing, name: string): ColumnRecipe {
  const column = Object.hasOwn(preprocessing.columns, name) ? preprocessing.columns[name] : undefined;
  if (column === undefined) throw new InternalError(`the column "${name}" has no recipe`);
  return column;
}

function chosenFeeds(
  preprocessing: Preprocessing,
  names: readonly string[] | undefined,
): readonly (readonly [string, FeedRecipe])[] {
  if (names !== undefined) return names.map((name) => [name, feedOf(preprocessing, name)]);
  return Object.entries(preprocessing.feeds).filter(([, feed]) => feed.role === 'input');
}

const layoutsOf = (feeds: readonly { readonly name: string; readonly feed: FeedRecipe }[]): readonly FeedLayout[] =>
  feeds.map(({ name, feed: { dtype, dims } }) => ({ name, dtype, dims }));

/** Tells why a row can't be fed to the model; null: it can. */
export function rowChecker(
  preprocessing: Preprocessing,
): (row: RawRow, placeOf: (column: string | null, step?: number | null) => string) => Diagnostic | null {
  const encode = rawRowEncoder(preprocessing, inputsOfColumns(preprocessing));
  return (row, placeOf) => {
    const mistakes = new RowMistakes((_, column, step) => placeOf(column, step));
    encode(row, 0, mistakes, row);
    return mistakes.diagnostics(1)[0] ?? null;
  };
}

/** @throws RnncError for rows that can't be fed to the model */
export function checkRows(preprocessing: Preprocessing, rows: readonly RawRow[], placeOf: PlaceOf): void {
  encodeRows(preprocessing, rows, inputsOfColumns(preprocessing), placeOf);
}

const inputsOfColumns = (preprocessing: Preprocessing): readonly NamedFeed[] =>
  chosenFeeds(preprocessing, undefined).flatMap(([name, feed]) => (feed.from === 'columns' ? [{ name, feed }] : []));

function windowAt(
  { windows }: Preprocessing,
  feeds: readonly NamedFeed[],
  rows: readonly Sample[],
  at: number,
  end: number,
): Sample {
  return feeds.map(({ feed }, f) => {
    const start = at + windowOffset(feed, windows);
    const steps = windowSteps(feed, windows);
    return stepsOf(rows.slice(start, Math.min(start + steps, end)), f, steps);
  });
}

/** Steps of one feed from a row each; steps of rows that are not known are 0. */
function stepsOf(rows: readonly Sample[], feed: number, steps: number): Piece {
  const data = rows.flatMap((row) => Array.from(row[feed]?.data ?? []));
  const missing = rows.length === 0 ? 0 : (data.length / rows.length) * (steps - rows.length);
  return { steps, data: missing === 0 ? data : [...data, ...Array.from({ length: missing }, () => 0)] };
}
