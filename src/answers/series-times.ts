/** Goes on with the times of a series whose rows are evenly apart. */
import { parseTime } from '../data/rows/cells.ts';

/** The time `ahead` steps after the last row, counted from 1, written as the rows have it. */
export type TimesAhead = (ahead: number) => string | number;

const DAY = 86_400;

/**
 * @param values times of rows in order: seconds since 1970, or dates as text.
 * @returns null where they are no times, fewer than two, or not evenly apart in seconds or in months
 */
export function timesAhead(values: readonly unknown[]): TimesAhead | null {
  if (values.length < 2) return null;
  if (values.every((value) => typeof value === 'number')) {
    const step = evenStep(values);
    const last = values.at(-1) ?? 0;
    return step === null ? null : (ahead) => last + ahead * step;
  }
  const texts = values.filter((value) => typeof value === 'string').map((text) => text.trim());
  const form = texts.length < values.length ? null : formOf(texts);
  if (form === null) return null;
  const seconds = texts.map((text) => (parseTime(text) ?? Number.NaN) + form.offset);
  // months may by chance be evenly apart in seconds too
  const months = monthsOf(seconds);
  if (months !== null) return (ahead) => form.write(months(ahead));
  const step = evenStep(seconds);
  const last = seconds.at(-1) ?? 0;
  return step === null ? null : (ahead) => form.write(last + ahead * step);
}

/** The distance of neighbours where it is one and above 0. */
function evenStep(values: readonly number[]): number | null {
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  if (!(step > 0)) return null;
  // times with fractions of a second are rounded
  const isEven = values.every((value, i) => i === 0 || Math.abs(value - (values[i - 1] ?? 0) - step) < 1e-6);
  return isEven ? step : null;
}

/** Seconds of a time some steps on, where the rows are a whole number of months apart, at one day of the month or at its end. */
function monthsOf(seconds: readonly number[]): ((ahead: number) => number) | null {
  const parts = seconds.map((s) => {
    const date = new Date(s * 1000);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    return { month: 12 * year + month, day, isEnd: day === daysIn(12 * year + month), rest: ((s % DAY) + DAY) % DAY };
  });
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return null;
  const step = evenStep(parts.map(({ month }) => month));
  const atEnd = parts.every(({ isEnd }) => isEnd);
  const isRegular = parts.every(({ day, rest }) => rest === first.rest && (atEnd || day === first.day));
  if (step === null || !isRegular || (!atEnd && first.day > 28)) return null;
  const sameDay = parts.every(({ day }) => day === first.day) && first.day <= 28;
  return (ahead) => {
    const month = last.month + ahead * step;
    const day = sameDay ? first.day : daysIn(month);
    return Date.UTC(Math.floor(month / 12), month % 12, day) / 1000 + first.rest;
  };
}

const daysIn = (month: number): number => new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();

/** How times are written. */
interface Form {
  /** Seconds that the written clock is ahead of UTC. */
  readonly offset: number;
  /** @param seconds on the written clock. */
  readonly write: (seconds: number) => string;
}

const ISO =
  /^\d{4}([-/])(\d{1,2})(?:[-/](\d{1,2}))?(?:([T ])(\d{1,2}):\d{2}(?::\d{2}(?:\.(\d+))?)?)?(\s?)(Z|[+-]\d{2}:?\d{2})?$/;
const NAMED = /^(?:([A-Za-z]{3,9}) \d{1,2}(,?)|\d{1,2} ([A-Za-z]{3,9})) \d{4}$/;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Null where the texts are no times, or not all written alike. */
function formOf(texts: readonly string[]): Form | null {
  if (texts.some((text) => parseTime(text) === null)) return null;
  const last = texts.at(-1) ?? '';
  // digits are written with zeros before them unless some text has a single one
  const shapeOf = (text: string): string => text.replace(/\d+/g, '0').replace(/[A-Za-z]{3,}/g, 'A');
  const zones = texts.map((text) => ISO.exec(text)?.[8] ?? '');
  if (texts.some((text) => shapeOf(text) !== shapeOf(last)) || zones.some((zone) => zone !== zones.at(-1))) return null;
  return isoForm(texts, last) ?? namedForm(texts, last);
}

const two = (n: number, isPadded: boolean): string => (isPadded ? String(n).padStart(2, '0') : String(n));

function isoForm(texts: readonly string[], last: string): Form | null {
  const parts = ISO.exec(last);
  if (parts === null) return null;
  const [, sign = '-', , day, between, hours, fraction, gap = '', zone = ''] = parts;
  const isPadded = texts.every((text) => ISO.exec(text)?.[2]?.length === 2 && (ISO.exec(text)?.[3]?.length ?? 2) === 2);
  const hasSeconds = hours !== undefined && /:\d{2}:\d{2}/.test(last);
  const hoursPadded = texts.every((text) => (ISO.exec(text)?.[5]?.length ?? 2) === 2);
  const digits = fraction?.length ?? 0;
  return {
    offset: offsetOf(zone),
    write(seconds) {
      const date = new Date(Math.round(seconds * 1000));
      const days = [date.getUTCMonth() + 1, ...(day === undefined ? [] : [date.getUTCDate()])];
      const written = [String(date.getUTCFullYear()).padStart(4, '0'), ...days.map((n) => two(n, isPadded))].join(sign);
      if (hours === undefined) return `${written}${gap}${zone}`;
      const sub =
        digits === 0
          ? ''
          : `.${String(date.getUTCMilliseconds()).padStart(3, '0').padEnd(digits, '0').slice(0, digits)}`;
      const clock = [two(date.getUTCHours(), hoursPadded), two(date.getUTCMinutes(), true)];
      if (hasSeconds) clock.push(`${two(date.getUTCSeconds(), true)}${sub}`);
      return `${written}${between ?? 'T'}${clock.join(':')}${gap}${zone}`;
    },
  };
}

function offsetOf(zone: string): number {
  if (zone === '' || zone === 'Z') return 0;
  return (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * (zone[0] === '-' ? -60 : 60);
}

function namedForm(texts: readonly string[], last: string): Form | null {
  const parts = NAMED.exec(last);
  if (parts === null) return null;
  const [, monthFirst, comma = ''] = parts;
  const isLong = texts.some((text) => /[A-Za-z]{4}/.test(text));
  const isPadded = texts.every((text) => /(?:^|\D)\d{2}\D/.test(text));
  return {
    offset: 0,
    write(seconds) {
      const date = new Date(seconds * 1000);
      const name = MONTHS[date.getUTCMonth()] ?? '';
      const month = isLong ? name : name.slice(0, 3);
      const day = two(date.getUTCDate(), isPadded);
      const year = date.getUTCFullYear();
      return monthFirst === undefined ? `${day} ${month} ${year}` : `${month} ${day}${comma} ${year}`;
    },
  };
}
