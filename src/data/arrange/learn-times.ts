import type { ColumnRole } from '../dataset/column-role.ts';
import type { RowReader } from '../rows/rows.ts';
import { areStamps, type LearnedForm, learnForm, learnNumbers } from '../time/learn-form.ts';
import { readWritten, type TimeForm } from '../time/time-form.ts';

/** Names that a column of numbers has where these are times. */
const STAMP_NAME = /^(?:time|timestamp|time_?stamp|ts|date|date_?time|unix|unix_?time|epoch)$/i;

/**
 * Whether a column that nobody declares has times as numbers, seconds or milliseconds since 1970 or dates as 20200131: its name says so, and so do all of
 * them.
 */
export function isStamp(name: string, values: readonly unknown[]): boolean {
  if (!STAMP_NAME.test(name.trim())) return false;
  const numbers = numbersIn(values);
  return numbers !== null && (areStamps(numbers) || learnNumbers(numbers)?.kind === 'compact');
}

/** Where nothing can be read as a time, every value is told as one that is none. */
const NONE: TimeForm = { kind: 'ymd', pattern: 'yyyy-MM-dd', offset: '' };

/** How the values of a column are to be read as times. */
export function learnTimes(values: readonly unknown[], order: 'dmy' | 'mdy' | null): LearnedForm {
  const filled = flat(values).filter((value) => value !== null && value !== undefined && `${value}`.trim() !== '');
  const numbers = numbersIn(filled);
  const form = numbers === null ? null : learnNumbers(numbers);
  if (form !== null) return { form, unclear: false };
  const texts = filled.filter((value) => typeof value === 'string').map((text) => text.trim());
  return learnForm(texts, order, 0) ?? { form: NONE, unclear: false };
}

const flat = (values: readonly unknown[]): readonly unknown[] =>
  values.flatMap((value) => (Array.isArray(value) ? flat(value) : [value]));

/** Null where most of them are none. */
function numbersIn(values: readonly unknown[]): readonly number[] | null {
  const numbers = values
    .filter(
      (value) => typeof value === 'number' || (typeof value === 'string' && /^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(value)),
    )
    .map(Number);
  return numbers.length > 0 && numbers.length >= 0.9 * values.length ? numbers : null;
}

/** Looks through the whole of the training data for a date that tells day and month apart, where the first rows do not. */
export async function settleOrder(
  columns: readonly ColumnRole[],
  readers: readonly RowReader[],
): Promise<readonly ColumnRole[]> {
  const open = new Map(columns.flatMap((column) => (column.times?.unclear === true ? [[column.name, column]] : [])));
  const settled = new Map<string, LearnedForm>();
  for (const reader of readers) {
    const names = [...open.keys()];
    if (names.length === 0) break;
    for await (const { rows } of reader.rows(names)) {
      for (const { values } of rows)
        for (const [i, name] of names.entries()) {
          const text = values[i];
          const column = open.get(name);
          if (typeof text !== 'string' || column === undefined) continue;
          const kind = onlyKind(text.trim());
          if (kind === null) continue;
          settled.set(name, ordered(column, kind));
          open.delete(name);
        }
      if (open.size === 0) break;
    }
  }
  return columns.map((column) => {
    const times = settled.get(column.name);
    return times === undefined ? column : { ...column, times };
  });
}

/** The form with day and month as they have turned out to stand. */
function ordered({ times }: ColumnRole, kind: 'dmy' | 'mdy'): LearnedForm {
  const form = times?.form ?? NONE;
  if (form.kind === kind) return { form, unclear: false };
  const swapped = form.pattern.replace(/[dM]+/g, (token) =>
    token.startsWith('d') ? token.replaceAll('d', 'M') : token.replaceAll('M', 'd'),
  );
  return { form: { kind, pattern: swapped, offset: form.offset }, unclear: false };
}

function onlyKind(text: string): 'dmy' | 'mdy' | null {
  const [isDmy, isMdy] = [readWritten('dmy', text) !== null, readWritten('mdy', text) !== null];
  return isDmy === isMdy ? null : isDmy ? 'dmy' : 'mdy';
}
