/** Texts about rows of the future, and what is fed of them. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, list, plural } from '../../../compiler/diagnostics/phrase.ts';
import { closest } from '../../../compiler/diagnostics/suggest.ts';
import { quotedName, some } from './wording.ts';

/** What rows ahead of one series lack, and those that do not fit. */
export interface SeriesProblems {
  readonly series: string | null;
  /** Steps without a row, each told by its time, or by its number after the last row. */
  readonly missing: readonly string[];
  /** Whether those are all steps that are read. */
  readonly isNone: boolean;
  /** Rows whose time is none of those that follow. */
  readonly wrong: readonly { readonly place: string; readonly time: string }[];
  readonly lacking: readonly {
    readonly place: string;
    readonly column: string;
    /** It is there, without a value. */
    readonly isEmpty: boolean;
  }[];
}

/** Series, rows and times that a message lists. */
const LISTED = { series: 3, rows: 3, steps: 3 };

const quoted = (name: string): string => JSON.stringify(name);

/** Times that follow each other without a gap are told by the first and the last. */
const stepsInWords = ({ missing, isNone }: SeriesProblems): string =>
  isNone && missing.length > LISTED.steps
    ? `${missing[0]} to ${missing.at(-1)}`
    : some(missing, LISTED.steps, (time) => time).join(', ');

/** What is wrong with rows ahead, what series share once. @param step such as `daily`; null: rows are not told apart by times */
function problemsInWords(problems: readonly SeriesProblems[], step: string | null): string {
  const spans = new Map<string, string[]>();
  for (const of of problems) {
    if (of.missing.length === 0) continue;
    const steps = stepsInWords(of);
    spans.set(steps, [...(spans.get(steps) ?? []), ...(of.series === null ? [] : [of.series])]);
  }
  const places = new Map<string, string[]>();
  const lacks = ['lack the column', 'have no value of'] as const;
  for (const { place, column, isEmpty } of problems.flatMap(({ lacking }) => lacking)) {
    const what = `${lacks[isEmpty ? 1 : 0]} ${quoted(column)}`;
    places.set(what, [...(places.get(what) ?? []), place]);
  }
  const wrong = problems.flatMap((of) => of.wrong);
  return [
    ...some([...spans], LISTED.series, ([steps, series]) =>
      series.length === 0
        ? `there is no row for ${steps}`
        : `there is no row of the series ${some(series, LISTED.series, quoted).join(', ')} for ${steps}`,
    ),
    ...some(
      wrong,
      LISTED.rows,
      ({ place, time }) => `${place} is of ${time}, which is no step after the last row (${step ?? 'uneven'})`,
    ),
    ...some([...places], LISTED.rows, ([what, [first = '', ...more]]) =>
      more.length === 0
        ? `${first} ${what.replace(/^lack/, 'lacks').replace(/^have/, 'has')}`
        : `${first} and ${plural(more.length, 'more row')} ${what}`,
    ),
  ].join('; ');
}

/**
 * @param columns that the model reads ahead
 * @param needed columns that rows ahead have beside them: of times, and of the group
 * @param targets that it forecasts
 * @param step such as `daily`; null: rows are not told apart by times
 * @param unknown series of rows ahead of which there is no past
 */
export function aheadMissing(
  columns: readonly string[],
  needed: readonly string[],
  targets: readonly string[],
  step: string | null,
  problems: readonly SeriesProblems[],
  unknown: readonly string[],
): Diagnostic {
  const others = unknown.length === 0 ? '' : `; ${unknownNote(unknown)}`;
  return error(
    'future-missing',
    null,
    `the model reads ${list(columns)} ahead: ${problemsInWords(problems, step)}${others}`,
    {
      expected: `a row with ${list([...needed, ...columns])} for each step of a series`,
      fix:
        targets.length === 0
          ? 'give such rows apart, as the rows of the future (--future FILE)'
          : `write such rows behind the last row, with ${list(targets)} left empty, or give them apart, as the rows of the future (--future FILE)`,
    },
  );
}
/** A row of the future without a column of times. @param isAll no row has it. */
export function futureTimeLacks(column: string, place: string, found: readonly string[], isAll: boolean): Diagnostic {
  const [only = '', ...others] = found;
  const sign = others.length === 0 ? [';', ',', '\t', '|'].find((each) => only.includes(each)) : undefined;
  const who = isAll
    ? `the rows of the future have no column ${quoted(column)}`
    : `${place} lacks the column ${quoted(column)}`;
  return error('unknown-column', null, who, {
    expected: `${quoted(column)} in every row of the future, such as ${place}`,
    found: list(found.map(quoted)),
    fix:
      sign === undefined
        ? `give the column ${quoted(column)}`
        : `its fields are parted by ${quoted(sign)}: leave --delimiter out, then the sign of each file is found, or write both files with the same one`,
  });
}

/** A session takes single steps, and no rows after them. */
export const aheadOfStep = (feed: string, part: string, span: Span | null = null): Diagnostic =>
  error(
    'rows-needed',
    span,
    `a session can't take raw steps: "${feed}" is of part ${part}, which lies after the step`,
    {
      expected: 'inputs of the steps that are given',
      found: `"${feed}" with part: ${part}`,
      fix: 'use predict or forecast, with the rows and what is known ahead',
    },
  );
/** Rows whose columns that are forecast are all empty. */
export const pastMissing = (targets: readonly string[], rows: number, ahead: readonly string[]): Diagnostic =>
  error('data-empty', null, `no row has a value of ${list(targets)}, so there is nothing to go on from`, {
    expected: `past rows with ${list(targets)}; those without it are taken as what is known ahead`,
    found: `${plural(rows, 'row')}${ahead.length === 0 ? '' : ` with ${list(ahead)}`}`,
    fix: `give the rows that have ${list(targets)}; what is known ahead stands behind them, or apart, as the rows of the future (--future FILE)`,
  });
export const futureUnused = (): Diagnostic =>
  error('no-effect', null, 'the model reads nothing ahead, so rows of the future have no effect', {
    expected: 'an input with part: horizon, or a horizon longer than what the model gives at once',
    found: 'rows of the future',
    fix: 'leave them out',
  });

/** A column that the model is fed ahead, and that it is to forecast. */
export const leak = (span: Span | null, feed: string, column: string, target: string, part: string): Diagnostic =>
  error(
    'data-feeds',
    span,
    `feed "${feed}" gives the model what it is to forecast: "${column}" is in "${target}" too`,
    {
      expected: 'columns that are known ahead',
      found: `${column} with part: ${part}`,
      fix: `remove ${column} from "${feed}", or write part: window for its past`,
    },
  );
/** Two inputs along one time axis that have not equally many steps. */
export const axisShared = (
  span: Span | null,
  feed: string,
  part: string,
  steps: number,
  axis: string,
  other: { readonly name: string; readonly steps: number },
): Diagnostic =>
  error(
    'data-feeds',
    span,
    `feed "${feed}" has ${plural(steps, 'step')} (part: ${part}) along "${axis}", and "${other.name}" has ${other.steps}`,
    {
      expected: 'a time axis of its own',
      found: `"${axis}" in both`,
      fix: `name it otherwise in the shape of "${feed}", such as [batch, ahead, 1]`,
    },
  );

export const calendarUnknown = (
  span: Span | null,
  feed: string,
  column: string,
  rest: string,
  units: readonly string[],
): Diagnostic => {
  const [unit = ''] = rest.split('.');
  const known = units.flatMap((each) => [each, `${each}.sin`, `${each}.cos`]);
  const [near] = closest(rest, known);
  const [nearUnit] = closest(unit, units);
  const alike = units.find((each) => each.length > 3 && unit.toLowerCase().startsWith(each.slice(0, 4)));
  const meant = near ?? nearUnit ?? alike;
  return error('unknown-column', span, `feed "${feed}": the times of "${column}" have no "${rest}"`, {
    expected: `one of ${units.join(', ')}, each with .sin and .cos too`,
    found: `"${column}.${rest}"`,
    fix: meant === undefined ? `write ${column}.weekday or another one` : `did you mean "${column}.${meant}"?`,
  });
};
export const calendarOfOther = (
  span: Span | null,
  feed: string,
  name: string,
  column: string,
  type: string,
): Diagnostic =>
  error(
    'unknown-column',
    span,
    `feed "${feed}": there is no column "${name}", and "${column}" is read as ${type}, not as times`,
    {
      expected: 'a column of times before the point',
      found: `"${column}", of type ${type}`,
      fix: `name the column of times, or write columns: {${column}: {type: time}} where it has them`,
    },
  );
export const calendarTooFine = (
  span: Span | null,
  name: string,
  written: string,
  unit: string,
  known: readonly string[],
): Diagnostic =>
  error(
    'data-feeds',
    span,
    `"${name}" is the same for all times: they are written as ${written}, which tells no ${unit}`,
    {
      expected: known.length === 0 ? 'times with days or clocks' : `one of ${list(known)}`,
      found: name,
      fix: known.length === 0 ? 'remove it' : `remove it, or name another one, such as ${known[0]}`,
    },
  );
export const calendarTarget = (span: Span | null, feed: string, name: string): Diagnostic =>
  error('data-feeds', span, `"${feed}" is to be predicted, and "${name}" is known from the calendar`, {
    expected: 'a column of the data',
    found: name,
    fix: 'name another column',
  });

export const seriesOverTime = (span: Span | null, feed: string, dims: string): Diagnostic =>
  error('data-feeds', span, `feed "${feed}" ${dims} has a time axis, and part: series gives one value per series`, {
    expected: 'a shape without a time axis',
    found: dims,
    fix: 'declare the input as [batch, columns], for a category as {shape: [batch], dtype: int32}, or remove part: series',
  });
export const seriesTarget = (span: Span | null, feed: string): Diagnostic =>
  error('data-feeds', span, `"${feed}" is a target, and part: series is for inputs`, {
    expected: 'part: horizon',
    found: 'part: series',
    fix: 'write part: horizon: all rows of a series have the value',
  });
/** The rest of a sentence that begins with a column. @param series null: it has no name. */
export const seriesChanges = (series: string | null) => ({
  reason: `changes within the series${series === null ? '' : ` ${JSON.stringify(series)}`}, of which it is fed once`,
  cause:
    series === null
      ? null
      : { text: 'changes within its series, of which it is fed once', shown: JSON.stringify(series) },
  fix: 'give all rows of a series the same value, or leave part: series out and declare the input with a time axis: [batch, time, 1], for a category {shape: [batch, time], dtype: int32}',
});

// lines of reports

export const realColumnNote = (name: string, column: string): string =>
  `"${name}" is the column of the data that is called so, and not made of the times of "${column}"`;

export const aheadNote = (rows: number, targets: readonly string[]): string =>
  `${plural(rows, 'row')} without ${list(targets)} at the end: what is known ahead`;
/** @param isApart whether they are no rows of the parts, because the model reads ahead. */
export const behindNote = (rows: number, targets: readonly string[], isApart: boolean): string =>
  `${plural(rows, 'row')} behind the last value of ${list(targets)}: ${
    isApart
      ? 'what is known ahead, in no part'
      : `no feed reads ahead, so ${rows === 1 ? 'it counts' : 'they count'} as any other row without ${targets.length === 1 ? 'it' : 'them'}`
  }`;
export const unknownNote = (series: readonly string[]): string =>
  `rows of the future of the series ${some(series, LISTED.series, quoted).join(', ')}, of which no past is given: not used`;
/** @param all series that could have been forecast. */
export const leftNote = (problems: readonly SeriesProblems[], all: number, step: string | null): string =>
  `left out, ${problems.length} of ${all} series: ${problemsInWords(problems, step)}`;
/** @param all windows that could have been answered. */
export const windowsLeftNote = (left: number, all: number): string =>
  `${left} of ${plural(all, 'window')} left out: of the steps behind ${left === 1 ? 'it' : 'them'}, what the model reads ahead is not known`;
export const beyondNote = (rows: number, steps: number): string =>
  `${plural(rows, 'row')} beyond the ${plural(steps, 'step')} ahead not used`;
export const pastNote = (rows: number): string =>
  `${plural(rows, 'row')} of the future ${rows === 1 ? 'is' : 'are'} not after the last row of ${rows === 1 ? 'its' : 'their'} series: not used`;

const feedLine = (feed: string, columns: readonly string[], part = ''): string =>
  `feeds: {${quotedName(feed)}: {columns: [${columns.map(quotedName).join(', ')}]${part}}}`;
/** A feed that holds columns of a target at the same steps. */
export interface CopiedFeed {
  readonly feed: string;
  readonly columns: readonly string[];
  /** Its other columns. */
  readonly rest: readonly string[];
}
/** @param remedy a part that makes it another task; null: there is none */
export const copyNote = (
  { feed, columns, rest }: CopiedFeed,
  target: { readonly name: string; readonly columns: readonly string[] },
  remedy: 'horizon' | 'previous' | null,
): string => {
  const without =
    rest.length === 0
      ? `Make "${feed}" of other columns`
      : `Leave ${list(columns)} out of the input: ${feedLine(feed, rest)}`;
  const REMEDIES = {
    horizon: `; for a forecast write ${feedLine(target.name, target.columns, ', part: horizon')}`,
    previous: `; for a model that goes on from what it said last write ${feedLine(feed, columns, ', part: previous')}`,
  };
  return (
    `the model need only copy its input: "${feed}" has ${list(columns)} at the same steps as the target "${target.name}", so a good figure says nothing. ` +
    `${without}${remedy === null ? '' : REMEDIES[remedy]}. Only an autoencoder is meant so`
  );
};
export const horizonIdleNote = (horizon: number, target: string, columns: readonly string[]): string =>
  `horizon: ${horizon} has no effect, as no feed has part: horizon. For a forecast write ${feedLine(target, columns, ', part: horizon')}; otherwise remove horizon:`;
/** An input that reads what the model says, in a model that was asked whether it runs step by step in the units of its data. */
export const readsAnswers = (feed: string, span: Span): Diagnostic =>
  error(
    'rows-needed',
    span,
    `a stream can't take raw steps: "${feed}" is of part previous, which reads what the model says`,
    {
      expected: 'inputs that are known before the model answers',
      found: `"${feed}" with part: previous`,
      fix: 'use predict, which reads them back; rnnc run --stream --prepared takes what the input is to read',
    },
  );
