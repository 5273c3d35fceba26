import { aheadOf, formText, readTime, type TimeForm, writeTime } from './time-form.ts';
import { type Clock, fixedClock, openZone, UTC, type Zone } from './zone.ts';

/** Reads and writes the times of one column, or of a column of dates and one of clocks. */
export interface TimeReading {
  /** One per column. */
  readonly forms: readonly TimeForm[];
  readonly zone: Zone | null;
  /** By which days and months are counted. */
  readonly clock: Clock;
}

/** Why there is no time: `reason` goes on from the name of the column. */
export interface UnreadTime {
  readonly reason: string;
  readonly fix: string;
  /** Which of the columns is at fault. */
  readonly at: number;
  /** The reason without the value, and the value; absent: the reason names none. */
  readonly cause?: { readonly text: string; readonly shown: string };
}

/** @param zone a name of the IANA data base; one that this machine does not know is taken for UTC. */
export function timeReading(forms: readonly TimeForm[], zone: string | null): TimeReading {
  const opened = zone === null ? null : openZone(zone);
  const ahead = forms.map(({ offset }) => aheadOf(offset)).find((found) => found !== null) ?? 0;
  return { forms, zone: opened, clock: opened ?? (ahead === 0 ? UTC : fixedClock(ahead)) };
}

/** Seconds since 1970, or why they can't be told. @param raws one value per form, as it stands in a file or a record. */
export function readTimes({ forms, zone }: TimeReading, raws: readonly unknown[]): number | UnreadTime {
  let wall = 0;
  let ahead: number | null = null;
  for (const [at, form] of forms.entries()) {
    const raw = raws[at];
    if (raw instanceof Date)
      return Number.isNaN(raw.getTime()) ? no('is no time', 'an invalid Date', form, at) : raw.getTime() / 1000;
    if (raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === ''))
      return { reason: 'is empty', fix: 'write the time, or leave the row out', at };
    if (typeof raw !== 'string' && typeof raw !== 'number')
      return no('is no time', Array.isArray(raw) ? 'a list' : `a ${typeof raw}`, form, at);
    const text = String(raw).trim();
    const read = readTime(form, text);
    if (read === null) return unread(form, text, at);
    wall += read.wall;
    ahead = read.ahead ?? ahead;
  }
  if (ahead !== null) return wall - ahead;
  if (zone === null) return wall;
  const [first] = zone.times(wall);
  if (first !== undefined) return first;
  return {
    reason: `is a time that ${zone.name} does not have: clocks go forward over it`,
    fix: 'correct the time, or remove zone: where the times are not that local clock',
    at: 0,
  };
}

/** A text that is no time as the column has them. */
function unread(form: TimeForm, text: string, at: number): UnreadTime {
  const shown = JSON.stringify(shorten(text));
  if (TWO_DIGITS.test(text))
    return {
      ...no('has a year of two digits, which could be of any century', shown, form, at),
      fix: 'write years with four digits',
    };
  if (form.kind !== 'clock' && CLOCK.test(text))
    return {
      ...no('has a clock without a day', shown, form, at),
      fix: 'write the day before it, or name both columns: time: {column: [DAY, CLOCK]}',
    };
  return no(`is no time as the others are, ${formText(form)}`, shown, form, at);
}

function no(text: string, shown: string, form: TimeForm, at: number): UnreadTime {
  return { reason: `${text}: ${shown}`, fix: `write it as ${writeTime(form, EXAMPLE)}`, at, cause: { text, shown } };
}

const TWO_DIGITS = /^\d{1,2}([-/.])\d{1,2}\1\d{2}(?!\d)/;
const CLOCK = /^\d{1,2}:\d{2}(?!\d)/;
/** 2020-01-31 18:30. */
const EXAMPLE = 1_580_495_400;
const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** A time as the columns write it. @param time seconds since 1970. */
export function writeTimes({ forms, zone, clock }: TimeReading, time: number): readonly (string | number)[] {
  const wall = clock.wallOf(time);
  return forms.map((form) => {
    const ahead = aheadOf(form.offset);
    if (zone === null || ahead === null) return writeTime(form, wall);
    if (!/[+-]/.test(form.offset)) return writeTime(form, time);
    return writeTime({ ...form, offset: offsetLike(form.offset, wall - time) }, wall);
  });
}

/** A distance to UTC in the manner of another one. */
function offsetLike(offset: string, ahead: number): string {
  const minutes = Math.round(Math.abs(ahead) / 60);
  const digits = (n: number): string => String(n).padStart(2, '0');
  const sign = ahead < 0 ? '-' : '+';
  const colon = offset.includes(':') ? ':' : '';
  return `${/^ ?/.exec(offset)?.[0] ?? ''}${sign}${digits(Math.floor(minutes / 60))}${colon}${digits(minutes % 60)}`;
}
