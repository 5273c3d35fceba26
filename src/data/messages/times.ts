/** Texts about times, and the order of rows. One function per mistake. */
import type { GapRule } from '../../../compiler/1-read/spec/data-spec.ts';
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, list, plural } from '../../../compiler/diagnostics/phrase.ts';
import { closest } from '../../../compiler/diagnostics/suggest.ts';
import { quotedName, some } from './wording.ts';

const quoted = (name: string): string => JSON.stringify(name);
const listed = (names: readonly string[]): string => some(names, 5, quoted).join(', ');

export const timesSeveral = (span: Span | null, columns: readonly string[]): Diagnostic =>
  error('data-time', span, `it is not clear which column orders the rows: ${list(columns)} have times`, {
    expected: 'one column of times',
    found: list(columns),
    fix: `write data: {time: ${quotedName(columns[0] ?? 'COLUMN')}}, or time: false where rows stay in the order of the file`,
  });
export const timesNone = (span: Span | null, columns: readonly string[]): Diagnostic =>
  error('data-time', span, 'no column has times', {
    expected: 'a column of times',
    found: list(columns),
    fix: 'name it: time: {column: COLUMN}',
  });
export const dayMonth = (span: Span | null, column: string, example: string): Diagnostic =>
  error('data-time', span, `in "${column}", day and month can't be told apart: ${example}`, {
    expected: 'a day above 12 somewhere, or the order',
    found: 'dates that can be read both ways',
    fix: 'write data: {time: {order: dmy}} where the day comes first, order: mdy where the month does',
  });
export const notTimes = (span: Span | null, column: string, example: string): Diagnostic =>
  error('data-time', span, `the column "${column}" has no times: ${example}`, {
    expected:
      'dates as 2020-01-31, 31.01.2020, 31/01/2020 or Jan 31, 2020, with or without a clock, or seconds since 1970',
    found: example,
    fix: 'name the column that has times, or write the dates in one of these forms',
  });
export const zoneUnknown = (span: Span | null, zone: string): Diagnostic =>
  error('data-time', span, `there is no zone "${zone}"`, {
    expected: 'a name of the IANA data base, such as Europe/Berlin or America/New_York',
    found: zone,
    fix: 'correct the name',
  });
export const stepUnknown = (span: Span | null, step: string, examples: readonly string[]): Diagnostic =>
  error('data-time', span, `every: ${step} is no step`, {
    expected: `such as ${list(examples)}`,
    found: step,
    fix: 'write a number and a unit, such as 15 minutes',
  });

/** @param found the step that the rows have, as it is written; null: they have none. */
export const stepFiner = (span: Span | null, step: string, found: string | null): Diagnostic =>
  error('data-time', span, `every: ${step} is longer than from one row to the next`, {
    expected: found === null ? 'the step of the rows' : `every: ${found}`,
    found: `every: ${step}`,
    fix:
      found === null
        ? 'leave every out: the step is found'
        : `write every: ${found}, which is how far the rows are apart; for one row each ${step}, join the rows in the file first`,
  });

/** @param found how far the rows are apart. */
export const stepOff = (span: Span | null, step: string, found: string): Diagnostic =>
  error('data-time', span, `every: ${step} is not how far the rows are apart, nor a part of that`, {
    expected: `every: ${found}`,
    found: `every: ${step}`,
    fix: `write every: ${found}, or leave every out: the step is found`,
  });

export const measuresAsTime = (span: Span | null, column: string, example: string): Diagnostic =>
  error('data-time', span, `"${column}" holds measurements and no times: numbers such as ${example} go up and down`, {
    expected: 'a column of dates, or of numbers that count up from row to row',
    found: 'numbers that go up and down and stand several times',
    fix: `name the column that has times, or write data: {time: false} where the rows are in order as they stand; where "${column}" does order the rows of each series, write group: COLUMN`,
  });
/** @param years the two between which nothing stands. */
export const centuryUnclear = (span: Span | null, column: string, years: readonly [number, number]): Diagnostic =>
  error(
    'data-time',
    span,
    `in "${column}", years have two digits, and nothing stands between ${years[0]} and ${years[1]}`,
    {
      expected: 'years of one century: 69 to 99 are read as 1969 to 1999, 00 to 68 as 2000 to 2068',
      found: `${years[0]} and ${years[1]}`,
      fix: `write the years in the file with four digits, such as ${years[1] - 100} for ${String(years[1]).slice(2)}`,
    },
  );

interface Repeated {
  readonly time: string;
  /** Null: there is one series. */
  readonly series: string | null;
  /** Places of the rows. */
  readonly rows: readonly [string, string];
}
/**
 * @param about whether clocks may have been set back then, in a zone that is not written, and whether the column was only found to order the rows.
 * @param column as the model file writes it; null where the mistake is in rows that are given to a trained model.
 */
export const timeRepeated = (
  span: Span | null,
  { time, series, rows }: Repeated,
  count: number,
  column: string | null,
  hasGroup: boolean,
  about: { readonly setBack: boolean; readonly isGuess: boolean } = { setBack: false, isGuess: false },
): Diagnostic => {
  const where = series === null ? '' : ` in the series "${series}"`;
  const more = count > 1 ? `; ${count} times are repeated in all` : '';
  return error('data-time', span, `the time ${time} stands twice${where}: ${rows[0]} and ${rows[1]}${more}`, {
    expected: 'each time once in a series',
    found: `${time} twice`,
    fix:
      column === null
        ? 'leave one of the rows out'
        : `${about.setBack ? `where clocks were set back in that hour, write data: {time: {column: ${column}, zone: Europe/Berlin}} with the zone of the clocks; ` : ''}${hasGroup ? '' : 'write group: COLUMN where the rows are of several series; '}${about.isGuess ? 'write data: {time: false} where the rows are in order as they stand; ' : ''}${hasGroup && !about.setBack && !about.isGuess ? 'correct' : 'otherwise correct'} the rows, or write data: {time: {column: ${column}, duplicates: last}} (or first, mean)`,
  });
};
/** A column that tells series apart, and that no row has. @param repeated a time that stands twice because of that; null: none does. */
export const groupLacks = (
  column: string,
  what: 'rows' | 'rows of the future',
  place: string,
  found: readonly string[],
  repeated: Repeated | null,
): Diagnostic => {
  const twice =
    repeated === null ? '' : `: the time ${repeated.time} stands twice, ${repeated.rows[0]} and ${repeated.rows[1]}`;
  const [near] = closest(column, found);
  return error(
    'unknown-column',
    null,
    `the ${what} have no column ${quoted(column)}, which tells the series apart${twice}`,
    {
      expected: `${quoted(column)} in every row, such as ${place}`,
      found: list(found.map(quoted)),
      fix:
        near === undefined
          ? `give the column ${quoted(column)}`
          : `call the column ${quoted(column)} and not ${quoted(near)}`,
    },
  );
};
/** @param isTime the name itself is a time: the file has no line with names. */
export const timesRenamed = (column: string, found: string, isTime: boolean): Diagnostic =>
  error('unknown-column', null, `the rows have no column ${quoted(column)}, whose times order them`, {
    expected: quoted(column),
    found: quoted(found),
    fix: isTime
      ? `the first row of the file is data, and taken for the names of columns: write the names above it, as in training, or --no-header where the training data had none`
      : `did you mean ${quoted(found)}? Call it ${quoted(column)}, or leave ${quoted(found)} out where the rows are in order as they stand`,
  });
export const groupLacksNote = (column: string): string =>
  `the rows have no column ${quoted(column)}: they are taken as one series`;
export const streamUnordered = (
  span: Span | null,
  place: string,
  why: 'order' | 'gathered' | 'repeated',
  columns: readonly string[],
  limit: number,
): Diagnostic => {
  const whys = {
    order: 'the row stands after one of a later time',
    gathered: 'the rows of its series do not stand together',
    repeated: 'its time stands twice in the series',
  };
  return error('data-time', span, `${place}: ${whys[why]}, and the file is too large to be sorted in memory`, {
    expected: `rows in the order of ${columns.join(', then ')}`,
    found: whys[why],
    fix: `sort the file by ${columns.join(', then ')}, or make it smaller than ${Math.round(limit / 2 ** 20)} MiB`,
  });
};
export const streamAhead = (span: Span | null, limit: number): Diagnostic =>
  error('data-time', span, 'fill: interpolate needs later rows, and the file is too large to be held in memory', {
    expected: 'fill: forward, which takes earlier rows alone',
    found: 'fill: interpolate',
    fix: `write fill: forward, or make the file smaller than ${Math.round(limit / 2 ** 20)} MiB`,
  });
export const gapTooLong = (span: Span | null, place: string, rows: number): Diagnostic =>
  error('data-time', span, `${place}: ${plural(rows, 'row')} would be put in before this one`, {
    expected: 'gaps that are short beside the data',
    found: plural(rows, 'missing row'),
    fix: 'correct the time or write the step (every:), or leave the gap: gaps: break',
  });

// lines of the data report

export const futureYearsNote = (column: string, first: number, last: number): string => {
  const years = (shift: number): string =>
    first === last ? `${first - shift}` : `${first - shift} to ${last - shift}`;
  return `years of "${column}" have two digits and are read as ${years(0)}: where they are ${years(100)}, write them with four digits in the file`;
};

export const sortedNote = (columns: readonly string[], moved: number, falls: boolean): string =>
  falls
    ? `the newest row comes first: rows were put in the order of ${columns.join(' and ')}`
    : `${plural(moved, 'row stands', 'rows stand')} after a later one: rows were put in the order of ${columns.join(' and ')}`;
/** @param rising a column that could order the rows; null: none is found. */
export const apartNote = (column: string, count: number, rising: string | null): string =>
  `rows of ${count} "${column}" stand apart in the file and nothing orders them: they are joined as they stand` +
  (rising === null
    ? '; data: {time: COLUMN} puts them in the order of a column'
    : `; "${rising}" counts up within each: data: {time: ${quotedName(rising)}} puts them in its order`);
export const duplicatesNote = (count: number, policy: string): string =>
  `${plural(count, 'time')} stood twice: ${policy === 'mean' ? 'the mean of the rows was taken' : `the ${policy} row of the file was taken`}`;
export const unevenNote = (columns: readonly string[]): string =>
  `${columns.join(' and ')}: most neighbours share no step, so the times are taken as uneven and nothing as a gap`;
export const shortNote = (short: number, all: number, rows: number): string =>
  `${short} of ${plural(all, 'series', 'series')} ${short === 1 ? 'has' : 'have'} fewer than ${plural(rows, 'row')} without a gap, too few for a window: left out`;
/** What to do about a gap. @param rule what the training did with gaps: those that it fills stay where rows are left out, or very many are missing. */
export const gapFix = (rule: GapRule): string =>
  rule === 'break'
    ? 'give the missing rows, or train with data: {time: {gaps: forward}}'
    : 'give the missing rows, and the values without which rows are left out: such gaps are not filled';
/** @param rule of the training for gaps, where rows that are missing made some of them short; null: none did. */
export const shortSeriesNote = (names: readonly string[], all: number, rows: number, rule: GapRule | null): string => {
  const why =
    rule !== null
      ? `fewer than ${plural(rows, 'row')} after the last gap in time`
      : `fewer than ${plural(rows, 'row')}`;
  const fix = rule === null ? '' : ` (${gapFix(rule)})`;
  return `left out, ${names.length} of ${all} series: ${listed(names)} ${names.length === 1 ? 'has' : 'have'} ${why}, too few for a window${fix}`;
};
/** @param place of the first of them. */
export const skippedNote = (column: string, rows: number, place: string, hasWindows: boolean): string =>
  `${plural(rows, 'row')} without "${column}" left out, as in training: ${place}${rows > 1 ? ' and others' : ''}${hasWindows ? '; no window crosses the gap' : ''}`;
/** Series of which no row is left. */
export const emptiedNote = (names: readonly string[], all: number, areSequences: boolean): string =>
  `no answer for ${names.length} of ${plural(all, areSequences ? 'sequence' : 'series', areSequences ? 'sequences' : 'series')}: of ${listed(names)} every row is left out`;
export const unfilledNote = (count: number): string =>
  `${plural(count, 'row')} at the start of a series left out: nothing stands before to fill ${count === 1 ? 'it' : 'them'}`;
export const timesLackNote = (columns: readonly string[]): string =>
  `the rows have no ${columns.join(' and ')}: they are taken in the order in which they stand`;
export const undifferedNote = (rows: number): string =>
  `${plural(rows, 'row')} without one before in the series, from which no difference can be taken: left out`;
export const gapLeftNote = (place: string, missing: number, most: number): string =>
  `${place}: ${plural(missing, 'row')} are missing before it, more than ${most}: the gap is not filled, and what is before it does not count`;

interface Pair {
  readonly before: string;
  readonly time: string;
}

const are = (missing: number): string => `${plural(missing, 'row')} ${missing === 1 ? 'is' : 'are'} missing`;

/** A row of a session that is not later than the one before. */
export const stepBack = (place: string, { before, time }: Pair, repeats: boolean): Diagnostic =>
  error(
    'data-time',
    null,
    repeats
      ? `${place}: the time ${time} stands twice in the session`
      : `${place}: the row of ${time} comes after the one of ${before}`,
    {
      expected: `a time after ${before}`,
      found: time,
      fix: repeats
        ? 'leave one of the rows out; before the rows of another series write reset()'
        : 'give the rows in the order of time; before the rows of another series write reset()',
    },
  );
/** A row of a session that is of another series than those before. */
export const stepOfOther = (place: string, group: string, before: string, key: string): Diagnostic =>
  error(
    'session-rows',
    null,
    `${place}: the row is of ${quoted(group)} ${quoted(key)}, and those before it are of ${quoted(before)}`,
    {
      expected: `rows of ${quoted(before)}`,
      found: quoted(key),
      fix: `one session takes one series: write reset() before the first row of ${quoted(key)}, or open another session for it`,
    },
  );
/** @param step of the training, in words. */
export const stepGap = (place: string, missing: number, { before, time }: Pair, step: string): Diagnostic =>
  error('data-time', null, `${place}: ${are(missing)} between ${before} and ${time}`, {
    expected: `rows without a gap, as in the windows of the training (${step})`,
    found: are(missing),
    fix: 'give the missing rows, or write reset() and go on with this row, or train with data: {time: {gaps: forward}}',
  });
export const stepGapNote = (missing: number, { before, time }: Pair, step: string): string =>
  `${are(missing)} between ${before} and ${time} (the rows of the training: ${step}): a session puts none in, and takes the row as the next step. Further gaps are not told`;
export const stepsCloseNote = ({ before, time }: Pair, step: string): string =>
  `the rows of ${before} and ${time} are closer than those of the training (${step}): each is taken as the next step. Further ones are not told`;
export const stepCarriedNote = (column: string): string =>
  `${quoted(column)} has no value: a session knows no later rows, so the value before is carried forward, where training took one on the line to the next (fill: interpolate). Further ones are not told`;
export const stepDiffersNote = (found: string, trained: string): string =>
  `the rows are ${found}, and those of the training were ${trained}: the model takes each as the next step. Are the times in the same unit?`;
