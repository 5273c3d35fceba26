/** What a time is in the calendar: its hour, its weekday. As a category, or as a number on a circle. */
import { cos, sin } from '../../../compiler/initialize/elementary.ts';
import { DAY, dayOf, daysOf, MONTHS_OF_YEAR, WEEKDAYS, weekdayOf } from './calendar.ts';
import type { TimeForm } from './time-form.ts';
import type { Clock } from './zone.ts';

/** As plain JSON: it is kept in the artifact. */
export interface CalendarFeature {
  readonly unit: CalendarUnit;
  /** Its sine or cosine on a circle that goes round once; absent: a category. */
  readonly circle?: 'sin' | 'cos';
}

export const CALENDAR_UNITS = ['minute', 'hour', 'weekday', 'day', 'dayofyear', 'week', 'month', 'quarter'] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

interface Unit {
  /** In the order of their numbers. */
  readonly values: readonly string[];
  /** Its number, from 0. @param days since 1970 @param clock seconds since midnight */
  readonly of: (days: number, clock: number) => number;
}

const from = (first: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => String(first + i));
const dayOfYear = (days: number): number => days - (daysOf(dayOf(days).year, 1, 1) ?? days);

const UNITS: { readonly [K in CalendarUnit]: Unit } = {
  minute: { values: from(0, 60), of: (_, clock) => Math.floor(clock / 60) % 60 },
  hour: { values: from(0, 24), of: (_, clock) => Math.floor(clock / 3600) },
  weekday: { values: WEEKDAYS, of: weekdayOf },
  day: { values: from(1, 31), of: (days) => dayOf(days).day - 1 },
  dayofyear: { values: from(1, 366), of: dayOfYear },
  // a week is of the year that its Thursday is of, as ISO 8601 has it
  week: { values: from(1, 53), of: (days) => Math.floor(dayOfYear(days - weekdayOf(days) + 3) / 7) },
  month: { values: MONTHS_OF_YEAR, of: (days) => dayOf(days).month - 1 },
  quarter: { values: from(1, 4), of: (days) => Math.floor((dayOf(days).month - 1) / 3) },
};

/** `hour`, `hour.sin`; null: there is no such feature. */
export function parseFeature(text: string): CalendarFeature | null {
  const [, name, , circle] = /^([a-z]+)(\.(sin|cos))?$/.exec(text) ?? [];
  const unit = CALENDAR_UNITS.find((each) => each === name);
  if (unit === undefined) return null;
  return circle === 'sin' || circle === 'cos' ? { unit, circle } : { unit };
}

/** The values of a unit, in the order of their numbers. */
export const valuesOf = ({ unit }: CalendarFeature): readonly string[] => UNITS[unit].values;

/** The value of a category, or a number from -1 to 1. @param time seconds since 1970 */
export function calendarValue({ unit, circle }: CalendarFeature, clock: Clock, time: number): string | number {
  const wall = clock.wallOf(time);
  const days = Math.floor(wall / DAY);
  const { values, of } = UNITS[unit];
  const number = of(days, wall - days * DAY);
  if (circle === undefined) return values[number] ?? '';
  return (circle === 'sin' ? sin : cos)((2 * Math.PI * number) / values.length);
}

/** The units that differ between times which are written in such forms. */
export function unitsIn(forms: readonly TimeForm[]): readonly CalendarUnit[] {
  const kinds = forms.map(({ kind }) => kind);
  if (kinds.includes('number')) return [];
  if (kinds.includes('seconds') || kinds.includes('milliseconds')) return CALENDAR_UNITS;
  const pattern = forms.map((form) => form.pattern).join(' ');
  const hasDay = /d/.test(pattern);
  const hasClock = /[Hh]/.test(pattern);
  return CALENDAR_UNITS.filter((unit) => {
    switch (unit) {
      case 'minute':
      case 'hour':
        return hasClock;
      case 'weekday':
      case 'day':
      case 'dayofyear':
      case 'week':
        return hasDay;
      case 'month':
        return hasDay || /M/.test(pattern);
      case 'quarter':
        return hasDay || /[Mq]/.test(pattern);
      default:
        return unit satisfies never;
    }
  });
}
