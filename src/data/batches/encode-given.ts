/** Rows that a trained model is given, as the numbers of its feeds. */

import type { Transform } from '../../../compiler/1-read/spec/data-spec.ts';
import { cellsOf, lackingSource, readGiven } from '../arrange/given-cells.ts';
import { isDifferenced, levelOf, refuseCell, transformRow } from '../arrange/transform-cells.ts';
import { groupKey } from '../dataset/group-key.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import type { PlaceOf, RawRow } from '../dataset/raw-row.ts';
import { BadValue, type ColumnsFeed, rowEncoder } from '../encode/encode.ts';
import { missingRead, withoutMaskedSteps } from '../encode/masked-steps.ts';
import { startEncoder } from '../encode/previous/marked-steps.ts';
import { columnsBySeries, ofSeries, UnseenScales } from '../encode/series-scale.ts';
import { BadCell, type Cell } from '../rows/cells.ts';
import { RowMistakes } from '../rows/faults/row-mistakes.ts';
import { lacking, rowFill } from '../rows/fill-cells.ts';
import { type ColumnCells, leftOut, nothingBefore, readColumn } from '../rows/reading.ts';
import { stepText } from '../rows/typed-rows.ts';
import type { Piece, Sample } from './batch.ts';

export interface NamedFeed {
  readonly name: string;
  readonly feed: ColumnsFeed;
}

/** The series of a row; one for all where no column tells. */
export const seriesOfRow = ({ group }: Pick<Preprocessing, 'group'>, row: RawRow): string =>
  group === null ? '' : groupKey(row[group]);

export function transformOf({ columns }: Pick<Preprocessing, 'columns'>, name: string): readonly Transform[] {
  const recipe = Object.hasOwn(columns, name) ? columns[name] : undefined;
  return recipe !== undefined && 'offset' in recipe ? (recipe.transform ?? []) : [];
}

/** Rows before a window that are needed for its differences. */
export const rowsBefore = ({ columns }: Pick<Preprocessing, 'columns'>): 0 | 1 =>
  Object.keys(columns).some((name) => isDifferenced(transformOf({ columns }, name))) ? 1 : 0;

/** A value as it is read; NaN where there is none that can be. */
function cellIn(row: RawRow | undefined, cells: ColumnCells): Cell {
  const read = row === undefined ? null : readGiven(row, cells);
  return read === null || read instanceof BadCell ? Number.NaN : read.cell;
}

/** The number of a column in a row, before its difference and scale; NaN where there is none. */
export function levelInRow(preprocessing: Preprocessing, row: RawRow | undefined, column: string): number {
  const cell = cellIn(row, cellsOf(preprocessing, column));
  return typeof cell === 'number' ? levelOf(transformOf(preprocessing, column), cell) : Number.NaN;
}

/**
 * What was learned, with scales for series that the training lacked.
 * @param stretches rows of one series each, without a gap. Values that can't be read are told where they are fed.
 */
export function scaleGiven(
  preprocessing: Preprocessing,
  stretches: readonly (readonly RawRow[])[],
): ReturnType<UnseenScales['result']> {
  const names = columnsBySeries(preprocessing);
  if (names.length === 0) return { preprocessing, notes: [] };
  const found = new UnseenScales(preprocessing);
  // as in training, rows that have none before them are left out where a column is a difference
  const left = rowsBefore(preprocessing);
  for (const rows of stretches)
    for (const [i, row] of rows.entries())
      for (const name of names) {
        const level = i < left ? Number.NaN : levelInRow(preprocessing, row, name);
        const isChange = isDifferenced(transformOf(preprocessing, name));
        const value = isChange ? level - levelInRow(preprocessing, rows[i - 1], name) : level;
        // a series without any number has a scale too, so that what is wrong with its rows is told
        found.add(name, value, seriesOfRow(preprocessing, row));
      }
  return found.result();
}

/**
 * Every row as one piece per feed.
 * @param beforeOf the row before, from which differences are taken; absent: there is nothing to be told of them.
 * @param asked targets are not known: feeds that read them a step later have their first step, and nothing is asked of their columns.
 */
export function encodeRows(
  preprocessing: Preprocessing,
  rows: readonly RawRow[],
  feeds: readonly NamedFeed[],
  placeOf: PlaceOf,
  beforeOf: (index: number) => RawRow | undefined = (index) => rows[index],
  asked?: true,
): readonly Sample[] {
  const encode = rawRowEncoder(preprocessing, feeds, asked);
  const mistakes = new RowMistakes(placeOf);
  const samples: Sample[] = [];
  for (const [i, row] of rows.entries()) {
    const sample = encode(row, i, mistakes, beforeOf(i));
    if (sample !== null) samples.push(sample);
  }
  mistakes.check(rows.length);
  return samples;
}

/** Gives null, and says why, for a row that does not fit. */
export function rawRowEncoder(
  preprocessing: Preprocessing,
  feeds: readonly NamedFeed[],
  asked?: true,
): (row: RawRow, index: number, mistakes: RowMistakes, before: RawRow | undefined) => Sample | null {
  const isStart = (feed: ColumnsFeed): boolean => asked === true && feed.previous !== undefined;
  const used = [...new Set(feeds.flatMap(({ feed }) => (isStart(feed) ? [] : feed.columns)))];
  const readings = used.map((column) => cellsOf(preprocessing, column));
  const placeOf = new Map(used.map((column, i) => [column, i]));
  const named = feeds.map(({ name, feed }) => ({ ...feed, name }));
  const encodersOf = (known: Preprocessing) =>
    feeds.map(({ feed }) => ({
      feed,
      encode: isStart(feed) ? startEncoder(known, feed) : rowEncoder(known, feed),
      places: feed.columns.map((column) => placeOf.get(column) ?? -1),
    }));
  const bySeries = columnsBySeries(preprocessing).some((name) => placeOf.has(name));
  const common = bySeries ? null : encodersOf(preprocessing);
  const ofKey = new Map<string, ReturnType<typeof encodersOf>>();
  const encodersFor = (row: RawRow): ReturnType<typeof encodersOf> => {
    if (common !== null) return common;
    const key = seriesOfRow(preprocessing, row);
    const own = ofKey.get(key) ?? encodersOf(ofSeries(preprocessing, key));
    ofKey.set(key, own);
    return own;
  };
  const transforms = used.map((column) => transformOf(preprocessing, column));
  const isTransformed = transforms.some((transform) => transform.length > 0);
  const refuse = used.map((column, i) =>
    refuseCell(transforms[i] ?? [], columnsBySeries(preprocessing).includes(column)),
  );
  return (row, index, mistakes, before) => {
    const count = mistakes.count;
    const read = readings.map((column, i): Cell => {
      const cell = rowCell(preprocessing, row, index, column, mistakes);
      const why = mistakes.count > count ? null : (refuse[i]?.(cell) ?? null);
      if (why !== null) mistakes.value(index, column.source, why);
      return cell;
    });
    if (mistakes.count > count) return null;
    const cells = isTransformed
      ? transformRow(
          transforms,
          read,
          readings.map((column) => cellIn(before, column)),
        )
      : read;
    const sample = encodersFor(row).map(({ feed, encode, places }): Piece | null => {
      const encoded = encode(places.map((place) => cells[place] ?? null));
      if (!(encoded instanceof BadValue)) return encoded;
      const column = feed.columns[encoded.column] ?? '';
      addBadValue(preprocessing, index, column, row[column], encoded.bad, mistakes);
      return null;
    });
    const pieces = sample.filter((piece) => piece !== null);
    if (pieces.length < sample.length) return null;
    const known = withoutMaskedSteps(named, pieces);
    if (!('index' in known)) return known;
    const { columns = [] } = named[known.feed] ?? {};
    const column = columns[known.index % columns.length] ?? '';
    addBadValue(preprocessing, index, column, row[column], missingRead(named, known), mistakes);
    return null;
  };
}

function rowCell(
  { columns, sequence }: Preprocessing,
  row: RawRow,
  index: number,
  cells: ColumnCells,
  mistakes: RowMistakes,
): Cell | null {
  const { source } = cells;
  const lacks = lackingSource(row, source, cells);
  if (lacks !== null) {
    mistakes.lacks(index, lacks, row, columns);
    return null;
  }
  const read = readGiven(row, cells) ?? leftOut(cells);
  if (!(read instanceof BadCell))
    return sequence === true && typeof read.cell === 'string' && cells.type === 'text'
      ? stepText(read.cell, cells)
      : read.cell;
  mistakes.value(index, source, read);
  return null;
}

function addBadValue(
  preprocessing: Preprocessing,
  index: number,
  column: string,
  value: unknown,
  bad: BadCell,
  mistakes: RowMistakes,
): void {
  const recipe = preprocessing.columns[column];
  if (recipe?.type === 'category') {
    const odd = (Array.isArray(value) ? value : [value])
      .map((item) => String(item ?? '').trim())
      .find((item) => item !== '' && !recipe.values.includes(item));
    if (odd !== undefined) {
      mistakes.unknown(index, column, bad.step, odd, recipe.values);
      return;
    }
  }
  const cell = Object.hasOwn(preprocessing.columns, column) ? cellsOf(preprocessing, column) : null;
  const isCarried = cell !== null && !cell.overSteps && rowFill(cell.recipe.fill, cell.whole) !== null;
  const read = cell !== null && isCarried ? readColumn(value, cell) : null;
  const lacks = read !== null && !(read instanceof BadCell) && lacking(read.cell) > 0;
  mistakes.value(index, column, lacks ? nothingBefore() : bad);
}
