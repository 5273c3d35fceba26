import { readWritten, type TimeForm, type TimeKind, type WrittenTime } from './time-form.ts';

/** A form has at least this share of the times of a column. The others are then reported as bad. */
const MOST = 0.9;

const TEXT_KINDS = ['ymd', 'named', 'dmy', 'mdy', 'quarter'] as const satisfies readonly TimeKind[];

export interface LearnedForm {
  readonly form: TimeForm;
  /** Day and month could be the other way round. */
  readonly unclear: boolean;
}

/**
 * How the times of a column are written, from its first values.
 * @param order what `dmy` and `mdy` are told apart by where it is written.
 * @param least the share of them that must be such times, the rest being mistakes
 * @returns null where they are no times, or not written alike
 */
export function learnForm(
  texts: readonly string[],
  order: 'dmy' | 'mdy' | null,
  least: number = MOST,
): LearnedForm | null {
  const found = TEXT_KINDS.map((kind) => ({ kind, times: readAll(kind, texts) }));
  const best = found.reduce((a, b) => (b.times.length > a.times.length ? b : a));
  if (best.times.length === 0 || best.times.length < least * texts.length) return null;
  if ((best.kind === 'dmy' || best.kind === 'mdy') && !isYearLast(texts)) return null;
  const other = found.find(({ kind }) => kind === 'mdy');
  if (best.kind !== 'dmy' || other === undefined || other.times.length < best.times.length)
    return { form: formOf(best.kind, best.times), unclear: false };
  // points stand between day and month where the day comes first
  const isPointed = best.times.every(({ pattern }) => pattern.includes('.'));
  const chosen = order === 'mdy' ? other : best;
  return { form: formOf(chosen.kind, chosen.times), unclear: order === null && !isPointed };
}

/**
 * Whether the last of three numbers is the year. Where it has two digits the first could be it too, of which a column has fewer than days; points stand between
 * where the year is last.
 */
function isYearLast(texts: readonly string[]): boolean {
  const parts = texts
    .map((text) => /^(\d{1,2})([/.])\d{1,2}\2(\d{2})(?=\D|$)/.exec(text.trim()))
    .filter((found) => found !== null);
  if (parts.length === 0) return true;
  const differing = (at: 1 | 3): number => new Set(parts.map((found) => found[at])).size;
  const [first, last] = [differing(1), differing(3)];
  return last < first || (last === first && parts.every(([, , sign]) => sign === '.'));
}

/** Those of some texts that are no times of the form that most of them have. */
export function noTimes(texts: readonly string[]): readonly string[] {
  const rest = TEXT_KINDS.map((kind) => texts.filter((text) => readWritten(kind, text.trim()) === null));
  return rest.reduce((a, b) => (b.length < a.length ? b : a));
}

/** The clocks of a column of such, as 18:30 or 6:30 PM; null where they are no clocks. */
export function learnClock(texts: readonly string[]): TimeForm | null {
  const times = readAll('clock', texts);
  return times.length === 0 || times.length < MOST * texts.length ? null : formOf('clock', times);
}

/** Between 1973 and 5138, milliseconds since 1970 are larger than this and seconds are not. */
const MILLISECONDS_FROM = 1e11;
const SECONDS_FROM = 1e8;

/** How numbers stand for times, where they are said to do so. */
export function learnNumbers(numbers: readonly number[]): TimeForm | null {
  if (numbers.length === 0) return null;
  const texts = numbers.map(String);
  const sharing = (kind: TimeKind): readonly WrittenTime[] => readAll(kind, texts);
  for (const kind of ['compact', 'year'] as const) {
    const times = sharing(kind);
    if (times.length >= MOST * texts.length) return formOf(kind, times);
  }
  // they would all lie before 1973
  if (numbers.every((number) => Math.abs(number) < SECONDS_FROM)) return { kind: 'number', pattern: '', offset: '' };
  const large = numbers.filter((number) => Math.abs(number) >= MILLISECONDS_FROM).length;
  return { kind: large > numbers.length / 2 ? 'milliseconds' : 'seconds', pattern: '', offset: '' };
}

/** Whether numbers look like seconds or milliseconds since 1970, of times from 1990 to 2100. */
export function areStamps(numbers: readonly number[]): boolean {
  const isIn = (unit: number): boolean => numbers.every((n) => n >= 631_152_000 * unit && n < 4_102_444_800 * unit);
  return numbers.length > 0 && (isIn(1) || isIn(1000));
}

const readAll = (kind: TimeKind, texts: readonly string[]): readonly WrittenTime[] =>
  texts.map((text) => readWritten(kind, text.trim())).filter((time) => time !== null);

/** The form that most of them have; where some have a day or month of one digit, none is filled up with zeros. */
function formOf(kind: TimeKind, times: readonly WrittenTime[]): TimeForm {
  const counts = new Map<string, { pattern: string; offset: string; count: number }>();
  for (const { pattern, offset } of times) {
    const key = `${shapeOf(pattern)}|${offset}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { pattern: shapeOf(pattern), offset, count: 1 });
    else known.count++;
  }
  const most = [...counts.values()].reduce((a, b) => (b.count > a.count ? b : a));
  let { pattern } = most;
  for (const [one, two] of [
    ['M', 'MM'],
    ['d', 'dd'],
    ['H', 'HH'],
    ['h', 'hh'],
  ] as const)
    if (times.some((time) => new RegExp(`(?<!${one})${one}(?!${one})`).test(time.pattern)))
      pattern = pattern.replace(new RegExp(`(?<!${one})${two}(?!${one})`), one);
  if (times.some((time) => time.pattern.includes('MMMM'))) pattern = pattern.replace(/MMM(?!M)/, 'MMMM');
  return { kind, pattern, offset: most.offset };
}

/** The pattern with two digits for everything, and short names of months. */
const shapeOf = (pattern: string): string =>
  pattern
    .replace(/M{3,4}/, 'N')
    .replace(/M{1,2}/, 'MM')
    .replace('N', 'MMM')
    .replace(/d{1,2}/, 'dd')
    .replace(/H{1,2}/, 'HH')
    .replace(/h{1,2}/, 'hh');
