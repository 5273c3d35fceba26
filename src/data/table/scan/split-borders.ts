import { type Diagnostic, RnncError } from '../../../../compiler/diagnostics/diagnostic.ts';
import { bordersFall } from '../../../../compiler/diagnostics/messages/read/data.ts';
import * as say from '../../messages/parts.ts';
import { BadCell, type CellReading, readCell } from '../../rows/cells.ts';
import type { RowKeys } from '../../rows/typed-rows.ts';
import { learnForm } from '../../time/learn-form.ts';
import { readTimes, type TimeReading, timeReading, writeTimes } from '../../time/read-time.ts';
import { aheadOf, isDigits, readTime, readWritten, type TimeForm } from '../../time/time-form.ts';
import type { TablePlan } from '../plan-table.ts';

type BorderKey = RowKeys['border'];

/**
 * Where a split cuts, as the rows have their values: numbers, or seconds since 1970.
 * @throws RnncError for borders that can't be told, or do not rise
 */
export function splitBorders(plan: TablePlan): readonly number[] {
  const read = readBorders(plan);
  if (read.mistakes.length > 0) throw new RnncError(read.mistakes);
  return read.borders;
}

/** Borders that can't be told, or do not rise. */
export const borderMistakes = (plan: TablePlan): readonly Diagnostic[] => readBorders(plan).mistakes;

function readBorders({ spec: { split, time }, keys: { border: key } }: TablePlan): {
  readonly borders: readonly number[];
  readonly mistakes: readonly Diagnostic[];
} {
  if (split?.kind !== 'column') return { borders: [], mistakes: [] };
  const { column, at } = split;
  const mistakes: Diagnostic[] = [];
  const borders = at.flatMap(({ value, span }): readonly number[] => {
    const order = time?.order ?? null;
    const read = key.type === 'time' ? timeBorder(value, readingOf(key), order) : numberBorder(value, key.written);
    if (typeof read === 'number') return [read];
    const shown = JSON.stringify(value);
    const example = key.type === 'time' ? JSON.stringify(writeTimes(readingOf(key), EXAMPLE)[0]) : null;
    mistakes.push(
      read === 'unclear' ? say.borderUnclear(span, shown) : say.borderType(span, column.value, shown, example),
    );
    return [];
  });
  const [first, second] = borders;
  const last = at.at(-1);
  if (mistakes.length === 0 && first !== undefined && second !== undefined && !(first < second) && last !== undefined)
    mistakes.push(bordersFall(last.span, first === second));
  return { borders, mistakes };
}

const ISO = timeReading([{ kind: 'ymd', pattern: 'yyyy-MM-dd', offset: '' }], null);
/** 2020-01-01. */
const EXAMPLE = 1_577_836_800;

const readingOf = ({ written }: BorderKey): TimeReading => (typeof written === 'string' ? null : written.times) ?? ISO;

/** A number as the model file or the column writes it; null: it is none. */
function numberBorder(value: string | number, written: '.' | ',' | CellReading): number | null {
  // a number of the model file is one, however the column writes them
  const read = readCell(value, 'number', typeof value === 'number' ? '.' : written);
  const border = read instanceof BadCell ? readCell(value, 'number', '.') : read;
  return typeof border === 'number' && !Number.isNaN(border) ? border : null;
}

/** Seconds since 1970, of a time as the column writes it or in another form; `unclear`: day and month could change places. */
function timeBorder(
  value: string | number,
  reading: TimeReading,
  order: 'dmy' | 'mdy' | null,
): number | 'unclear' | null {
  const [form] = reading.forms;
  if (form === undefined) return null;
  // elsewhere a number may be seconds, a year, or a day
  if (typeof value === 'number' && !isDigits(form.kind)) return null;
  const text = String(value).trim();
  // what the column puts first says nothing of a border with other signs: 31.01.2024 beside 02/01/2024
  const sign = form.kind === 'dmy' || form.kind === 'mdy' ? /^\d{1,2}([-/.])\d/.exec(text)?.[1] : undefined;
  const isOther = sign !== undefined && !form.pattern.includes(sign);
  const own = isOther ? null : secondsOf(form, text, reading);
  if (own !== null) return own;
  if (form.kind === 'number' || typeof value === 'number') return null;
  const found = learnForm([text], !isOther && (form.kind === 'dmy' || form.kind === 'mdy') ? form.kind : order, 1);
  if (found?.unclear === true) return 'unclear';
  const other = found?.form ?? digitsForm(text);
  return other === null ? null : secondsOf(other, text, reading);
}

/** A time that says no distance to UTC is one by the clock of the column. */
function secondsOf(form: TimeForm, text: string, { forms, zone, clock }: TimeReading): number | null {
  const read = readTime(form, text);
  if (read === null) return null;
  if (zone === null && read.ahead === null) return read.wall - (aheadOf(forms[0]?.offset ?? '') ?? 0);
  const time = readTimes({ forms: [form], zone, clock }, [text]);
  return typeof time === 'number' ? time : null;
}

/** Days and years without a sign between them. */
function digitsForm(text: string): TimeForm | null {
  for (const kind of ['compact', 'year'] as const) {
    const written = readWritten(kind, text);
    if (written !== null) return { kind, pattern: written.pattern, offset: written.offset };
  }
  return null;
}
