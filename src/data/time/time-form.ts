/** How the times of a column are written: reading and writing them is one thing. */
import { DAY, dayOf, daysOf, MONTHS_OF_YEAR as MONTHS } from './calendar.ts';

/** As plain JSON: it is kept in the artifact, so that every later file is read as the training data was. */
export interface TimeForm {
  /**
   * What comes first: `ymd`, `dmy`, `mdy`; `named`: the month has a name, which tells by itself; `compact`: 20200131, or 202001; `year`: 2020; `quarter`: 2020Q1;
   * `clock`: 18:30, without a day; `seconds`, `milliseconds`: since 1970; `number`: steps that are only counted.
   */
  readonly kind: TimeKind;
  /** Such as `dd.MM.yyyy HH:mm`. Empty for numbers. */
  readonly pattern: string;
  /** The distance to UTC as it is written after them: `Z`, `+01:00`; empty where nothing is. */
  readonly offset: string;
}

export type TimeKind =
  | 'ymd'
  | 'dmy'
  | 'mdy'
  | 'named'
  | 'compact'
  | 'year'
  | 'quarter'
  | 'clock'
  | 'seconds'
  | 'milliseconds'
  | 'number';

const isNumberKind = (kind: TimeKind): kind is 'seconds' | 'milliseconds' | 'number' =>
  kind === 'seconds' || kind === 'milliseconds' || kind === 'number';

/** Times that other numbers may look like. */
export const isDigits = (kind: TimeKind): boolean => isNumberKind(kind) || kind === 'year' || kind === 'compact';

/** A time as its text says it. */
export interface WrittenTime {
  /** Days since 1970. */
  readonly days: number;
  /** Seconds since midnight. */
  readonly clock: number;
  /** Seconds that the written clock is ahead of UTC; null: nothing is said. */
  readonly ahead: number | null;
  readonly pattern: string;
  readonly offset: string;
}

const YMD = /^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?(?=\D|$)/;
const NUMBERS = /^(\d{1,2})(?:([-/.])(\d{1,2})\2(\d{4})|([/.])(\d{1,2})\5(\d{2}))(?=\D|$)/;
const MONTH_FIRST = /^([A-Za-z]{3,9})([ -])(\d{1,2})(,?)([ -])(\d{4})(?=\D|$)/;
const DAY_FIRST = /^(\d{1,2})([ -])([A-Za-z]{3,9})([ -])(\d{4}|\d{2})(?=\D|$)/;
const MONTH_ALONE = /^([A-Za-z]{3,9})([ -])(\d{4})(?=\D|$)/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})?(?=\D|$)/;
const YEAR = /^(\d{4})$/;
const QUARTER = /^(\d{4})([- ]?)([Qq])([1-4])$/;
/** A clock and the distance to UTC, after a day. */
const REST =
  /^(?:(T|,? +)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:( ?)([AaPp])([Mm]))?)?( ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$/;

const padded = (digits: string, one: string): string => (digits.length === 1 ? one : one + one);

interface Day {
  readonly days: number | null;
  readonly pattern: string;
  readonly length: number;
}

function readDay(kind: TimeKind, text: string): Day | null {
  switch (kind) {
    case 'ymd': {
      const [all, year = '', sign = '-', month = '', day] = YMD.exec(text) ?? [];
      if (all === undefined) return null;
      const ofDay = day === undefined ? '' : sign + padded(day, 'd');
      return {
        days: daysOf(Number(year), Number(month), Number(day ?? 1)),
        pattern: `yyyy${sign}${padded(month, 'M')}${ofDay}`,
        length: all.length,
      };
    }
    case 'dmy':
    case 'mdy': {
      const [all, first = '', sign4, second4, year4, sign2 = '/', second2 = '', year2 = ''] = NUMBERS.exec(text) ?? [];
      if (all === undefined) return null;
      const [sign, second, year] = [sign4 ?? sign2, second4 ?? second2, year4 ?? year2];
      const [day, month] = kind === 'dmy' ? [first, second] : [second, first];
      const written = [padded(first, kind === 'dmy' ? 'd' : 'M'), padded(second, kind === 'dmy' ? 'M' : 'd')];
      return {
        days: daysOf(yearOf(year), Number(month), Number(day)),
        pattern: [...written, 'y'.repeat(year.length)].join(sign),
        length: all.length,
      };
    }
    case 'named':
      return readNamed(text);
    case 'compact': {
      const [all, year, month, day] = COMPACT.exec(text) ?? [];
      if (all === undefined || (day === undefined && !isUsual(Number(year)))) return null;
      const pattern = day === undefined ? 'yyyyMM' : 'yyyyMMdd';
      return { days: daysOf(Number(year), Number(month), Number(day ?? 1)), pattern, length: all.length };
    }
    case 'year': {
      const [all, year] = YEAR.exec(text) ?? [];
      return all === undefined ? null : { days: daysOf(Number(year), 1, 1), pattern: 'yyyy', length: all.length };
    }
    case 'quarter': {
      const [all, year, sign = '', letter = 'Q', quarter] = QUARTER.exec(text) ?? [];
      return all === undefined
        ? null
        : {
            days: daysOf(Number(year), 3 * Number(quarter) - 2, 1),
            pattern: `yyyy${sign}${letter}q`,
            length: all.length,
          };
    }
    case 'clock':
      return { days: 0, pattern: '', length: 0 };
    case 'seconds':
    case 'milliseconds':
    case 'number':
      return null;
    default:
      return kind satisfies never;
  }
}

function readNamed(text: string): Day | null {
  const nameOf = (name: string): string => (name.length > 3 ? 'MMMM' : 'MMM');
  const [first, month1 = '', gap1 = ' ', day1 = '', comma = '', gap2 = ' ', year1] = MONTH_FIRST.exec(text) ?? [];
  if (first !== undefined)
    return {
      days: daysOf(Number(year1), monthOf(month1), Number(day1)),
      pattern: `${nameOf(month1)}${gap1}${padded(day1, 'd')}${comma}${gap2}yyyy`,
      length: first.length,
    };
  const [second, day2 = '', gap3 = ' ', month2 = '', gap4 = ' ', year2 = ''] = DAY_FIRST.exec(text) ?? [];
  if (second !== undefined)
    return {
      days: daysOf(yearOf(year2), monthOf(month2), Number(day2)),
      pattern: `${padded(day2, 'd')}${gap3}${nameOf(month2)}${gap4}${'y'.repeat(year2.length)}`,
      length: second.length,
    };
  const [third, month3 = '', gap5 = ' ', year3] = MONTH_ALONE.exec(text) ?? [];
  return third === undefined
    ? null
    : {
        days: daysOf(Number(year3), monthOf(month3), 1),
        pattern: `${nameOf(month3)}${gap5}yyyy`,
        length: third.length,
      };
}

/** Of two digits, those from 69 on are of the twentieth century, as POSIX has it. */
const yearOf = (digits: string): number =>
  digits.length === 4 ? Number(digits) : Number(digits) + (Number(digits) < 69 ? 2000 : 1900);

/** Six digits are a month only in a year that tables tell of; other numbers of six digits are many. */
const isUsual = (year: number): boolean => year >= 1500 && year <= 2200;

/** From 1; 0 where no month has such a name. */
function monthOf(name: string): number {
  const lower = name.toLowerCase();
  return lower === 'sept' ? 9 : MONTHS.findIndex((month) => month.toLowerCase().startsWith(lower)) + 1;
}

/** What a text says where it is a time of this kind, or null. */
export function readWritten(kind: TimeKind, text: string): WrittenTime | null {
  const day = readDay(kind, text);
  if (day === null || day.days === null) return null;
  const rest = REST.exec(kind === 'clock' ? ` ${text}` : text.slice(day.length));
  if (rest === null) return null;
  const [, before = '', hour, minutes = '0', seconds, fraction, blank = '', half, , offset = ''] = rest;
  if (hour === undefined) {
    if (kind === 'clock') return null;
    return { days: day.days, clock: 0, ahead: aheadOf(offset), pattern: day.pattern, offset };
  }
  const [h, m, s] = [Number(hour), Number(minutes), Number(seconds ?? 0)];
  const isHalf = half !== undefined;
  // 24:00 is the end of a day, a second 60 one that was let in
  if (isHalf ? h < 1 || h > 12 : h > 24 || (h === 24 && m + s > 0)) return null;
  if (m > 59 || s > 60) return null;
  const hours = isHalf ? (h % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : h;
  const marks = [padded(hour, isHalf ? 'h' : 'H'), 'mm', ...(seconds === undefined ? [] : ['ss'])].join(':');
  const parts = fraction === undefined ? '' : `.${'S'.repeat(fraction.length)}`;
  const mark = isHalf ? `${blank}${half === half.toLowerCase() ? 'a' : 'A'}` : '';
  return {
    days: day.days,
    clock: hours * 3600 + m * 60 + s + (fraction === undefined ? 0 : Number(`0.${fraction}`)),
    ahead: aheadOf(offset),
    pattern: `${day.pattern}${kind === 'clock' ? '' : before}${marks}${parts}${mark}`,
    offset,
  };
}

/** Seconds that a clock is ahead of UTC, from `+01:00`; null where nothing is written. */
export function aheadOf(offset: string): number | null {
  const text = offset.trim();
  if (text === '') return null;
  if (!/^[+-]/.test(text)) return 0;
  return (Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))) * (text[0] === '-' ? -60 : 60);
}

/** Seconds since 1970 by the clock that is written, or null where the text is no time of this form. */
export function readTime(
  { kind }: TimeForm,
  text: string,
): { readonly wall: number; readonly ahead: number | null } | null {
  if (isNumberKind(kind)) {
    const number = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(number)) return null;
    return { wall: kind === 'milliseconds' ? number / 1000 : number, ahead: 0 };
  }
  const written = readWritten(kind, text);
  return written === null ? null : { wall: written.days * DAY + written.clock, ahead: written.ahead };
}

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * A time as the form writes it; a number where the form is one.
 * @param wall seconds since 1970 by the clock that is written.
 */
export function writeTime({ kind, pattern, offset }: TimeForm, wall: number): string | number {
  if (kind === 'milliseconds') return Math.round(wall * 1000);
  if (isNumberKind(kind)) return wall;
  const digits = /S+/.exec(pattern)?.[0].length ?? 0;
  const unit = 10 ** Math.min(digits, 6);
  const ticks = Math.round(wall * unit);
  const whole = Math.floor(ticks / unit);
  const fraction = String(ticks - whole * unit)
    .padStart(Math.min(digits, 6), '0')
    .padEnd(digits, '0');
  const days = Math.floor(whole / DAY);
  const clock = whole - days * DAY;
  const { year, month, day } = dayOf(days);
  const hour = Math.floor(clock / 3600);
  const half = hour % 12 === 0 ? 12 : hour % 12;
  const name = MONTHS[month - 1] ?? '';
  const text = pattern.replace(/yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|H|hh|h|mm|ss|S+|A|a|q/g, (token) => {
    switch (token[0]) {
      case 'y':
        return token === 'yy' ? two(year % 100) : String(year).padStart(4, '0');
      case 'M':
        return token === 'MMMM' ? name : token === 'MMM' ? name.slice(0, 3) : token === 'MM' ? two(month) : `${month}`;
      case 'd':
        return token === 'dd' ? two(day) : `${day}`;
      case 'H':
        return token === 'HH' ? two(hour) : `${hour}`;
      case 'h':
        return token === 'hh' ? two(half) : `${half}`;
      case 'm':
        return two(Math.floor(clock / 60) % 60);
      case 's':
        return two(clock % 60);
      case 'S':
        return fraction;
      case 'A':
        return hour < 12 ? 'AM' : 'PM';
      case 'a':
        return hour < 12 ? 'am' : 'pm';
      default:
        return `${Math.floor((month - 1) / 3) + 1}`;
    }
  });
  return text + offset;
}

/** The form in words, for reports. */
export function formText({ kind, pattern, offset }: TimeForm): string {
  if (kind === 'number') return 'numbers';
  if (isNumberKind(kind)) return `${kind} since 1970`;
  return pattern.replace(/M+/, (months) => (months.length > 2 ? months : months.toLowerCase())) + offset;
}
