import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { depthIn, rowAxes } from '../dataset/feed-axes.ts';
import type { FeedRecipe, Preprocessing, TextForm } from '../dataset/preprocessing.ts';
import type { RawRow } from '../dataset/raw-row.ts';
import { type BadCell, badTime } from '../rows/cells.ts';
import {
  type ColumnCells,
  calendarCell,
  columnCells,
  type ReadColumn,
  readColumn,
  sourcesOf,
} from '../rows/reading.ts';
import { readTimes, timeReading } from '../time/read-time.ts';

type ColumnsRecipe = Extract<FeedRecipe, { readonly from: 'columns' }>;

/** How a column of rows that are given is read: as training did. */
export function cellsOf({ cells = {}, columns, decimal, feeds }: Preprocessing, column: string): ColumnCells {
  const known = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (known === undefined) throw new InternalError(`the column "${column}" has no recipe`);
  const recipe = Object.hasOwn(cells, column) ? cells[column] : undefined;
  const calendar = recipe?.calendar;
  const source = Object.hasOwn(columns, recipe?.maskOf?.column ?? column)
    ? columns[recipe?.maskOf?.column ?? column]
    : undefined;
  const using = Object.values(feeds).filter(
    (feed): feed is ColumnsRecipe => feed.from === 'columns' && feed.columns.includes(column),
  );
  const times =
    calendar !== undefined
      ? timeReading(calendar.forms, calendar.zone)
      : source?.type === 'time'
        ? timeReading([source.form], source.zone)
        : null;
  return columnCells(column, known.type, recipe ?? {}, {
    decimal,
    mayLack: mayLackGiven(using),
    awaitsMean: false,
    overSteps: using.some((feed) => rowAxes(feed).length > 0),
    depth: depthIn(using),
    whole: using.some(({ dtype }) => dtype === 'int32'),
    times,
    trained: true,
    form: recipe?.lettersOf?.words ?? textFormOf({ columns }, recipe?.maskOf?.column ?? column),
  });
}

/** Whether nobody need read a number: inputs leave it out by masks, and targets are not given. */
const mayLackGiven = (using: readonly FeedRecipe[]): boolean => {
  const inputs = using.flatMap((feed) => (feed.from === 'columns' && feed.role === 'input' ? [feed] : []));
  return inputs.length > 0 && inputs.every(({ masks }) => masks !== undefined);
};

/** How the texts of a column are cut into tokens; null: it has none. */
export function textFormOf({ columns }: Pick<Preprocessing, 'columns'>, column: string): TextForm | null {
  const recipe = Object.hasOwn(columns, column) ? columns[column] : undefined;
  return recipe?.type === 'text' ? recipe.vocabulary : null;
}

/** Columns of which some feed takes whole numbers. */
export const wholeColumns = ({ feeds }: Preprocessing): ReadonlySet<string> =>
  new Set(
    Object.values(feeds).flatMap((feed) => (feed.from === 'columns' && feed.dtype === 'int32' ? feed.columns : [])),
  );

/** Columns of which a series has one value. */
export const staticColumns = ({ feeds }: Preprocessing): readonly string[] => [
  ...new Set(
    Object.values(feeds).flatMap((feed) => (feed.from === 'columns' && feed.part === 'series' ? feed.columns : [])),
  ),
];

/** A column of the file that a row lacks; null: it lacks none that this column is read out of. */
export const lackingSource = (row: RawRow, name: string, { recipe }: ColumnCells): string | null =>
  sourcesOf(name, recipe).find((source) => !Object.hasOwn(row, source)) ?? null;

/** Reads a column out of a row as it is given. @returns null where the row is to be left out */
export function readGiven(row: RawRow, cells: ColumnCells): ReadColumn | BadCell | null {
  const { calendar } = cells.recipe;
  const { times } = cells.reading;
  if (calendar === undefined || times === null || calendar.columns.length === 1)
    return readColumn(row[cells.source], cells, row[cells.recipe.lengths?.column ?? '']);
  const time = readTimes(
    times,
    calendar.columns.map((column) => row[column]),
  );
  return typeof time === 'number' ? { cell: calendarCell(time, cells), lacks: 0, isFilled: false } : badTime(time);
}
