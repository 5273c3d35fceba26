import { DAY, dayOf, daysInMonth, daysOf, monthIndex, weekdayOf } from './calendar.ts';
import type { Clock } from './zone.ts';

/** How far neighbouring rows of a series are apart. As plain JSON: it is kept in the artifact. */
export type Step =
  | { readonly unit: 'second' | 'day' | 'business day'; readonly count: number }
  /** `day`: the day of the month, or its last one where it has fewer: 31 for ends of months. */
  | { readonly unit: 'month'; readonly count: number; readonly day: number };

const dayIn = (wall: number): number => Math.floor(wall / DAY);
const timeOfDay = (wall: number): number => wall - dayIn(wall) * DAY;

/** Number of a working day; that of a weekend is the Friday before. */
const businessIndex = (day: number): number => 5 * Math.floor((day + 3) / 7) + Math.min(weekdayOf(day), 4);

/** Steps from one time to a later one. */
export function stepsBetween(step: Step, from: number, to: number, clock: Clock): number {
  if (step.unit === 'second') return (to - from) / step.count;
  const [a, b] = [clock.wallOf(from), clock.wallOf(to)];
  if (step.unit === 'day') return (b - a) / DAY / step.count;
  if (step.unit === 'business day') return (businessIndex(dayIn(b)) - businessIndex(dayIn(a))) / step.count;
  const [first, last] = [dayOf(dayIn(a)), dayOf(dayIn(b))];
  return (monthIndex(last) - monthIndex(first) + (last.day - first.day) / 31) / step.count;
}

/** The time that lies some steps after another. */
export function later(step: Step, time: number, steps: number, clock: Clock): number {
  if (step.unit === 'second') return time + steps * step.count;
  const wall = clock.wallOf(time);
  const day = dayIn(wall);
  const rest = timeOfDay(wall);
  if (step.unit === 'day') return clock.utcOf((day + steps * step.count) * DAY + rest);
  if (step.unit === 'month') {
    const month = monthIndex(dayOf(day)) + steps * step.count;
    const ofMonth = Math.min(step.day, daysInMonth(month));
    const target = daysOf(Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, ofMonth);
    return clock.utcOf((target ?? day) * DAY + rest);
  }
  const index = businessIndex(day) + steps * step.count;
  return clock.utcOf((7 * Math.floor(index / 5) + (((index % 5) + 5) % 5) - 3) * DAY + rest);
}

const every = (count: number, one: string, many: string): string => (count === 1 ? one : `every ${count} ${many}`);

/** The step in words, as reports and messages have it. */
export function stepText(step: Step): string {
  const { count } = step;
  switch (step.unit) {
    case 'second':
      if (count % 3600 === 0) return every(count / 3600, 'hourly', 'hours');
      if (count % 60 === 0) return every(count / 60, 'every minute', 'minutes');
      return every(count, 'every second', 'seconds');
    case 'day':
      return count % 7 === 0 ? every(count / 7, 'weekly', 'weeks') : every(count, 'daily', 'days');
    case 'business day':
      return every(count, 'business days', 'business days');
    case 'month': {
      const text =
        count % 12 === 0
          ? every(count / 12, 'yearly', 'years')
          : count === 3
            ? 'quarterly'
            : every(count, 'monthly', 'months');
      return step.day === 31 ? `${text}, at the ends of months` : text;
    }
    default:
      return step satisfies never;
  }
}

const WORDS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ...['second', 's', 'sec'].map((word) => [word, { unit: 'second', count: 1 }] as const),
  ...['minute', 'min'].map((word) => [word, { unit: 'second', count: 60 }] as const),
  ...['hour', 'h', 'hourly'].map((word) => [word, { unit: 'second', count: 3600 }] as const),
  ...['day', 'd', 'daily'].map((word) => [word, { unit: 'day', count: 1 }] as const),
  ...['week', 'w', 'weekly'].map((word) => [word, { unit: 'day', count: 7 }] as const),
  ...['business day', 'working day'].map((word) => [word, { unit: 'business day', count: 1 }] as const),
  ...['month', 'monthly'].map((word) => [word, { unit: 'month', count: 1, day: 0 }] as const),
  ['month end', { unit: 'month', count: 1, day: 31 }],
  ...['quarter', 'quarterly'].map((word) => [word, { unit: 'month', count: 3, day: 0 }] as const),
  ['quarter end', { unit: 'month', count: 3, day: 31 }],
  ...['year', 'yearly'].map((word) => [word, { unit: 'month', count: 12, day: 0 }] as const),
]);
export const STEP_EXAMPLES = ['15 minutes', 'hour', 'day', 'business day', 'week', 'month', 'month end', 'quarter'];

/** A step as `every:` has it, such as `15 minutes` or `month`; a day of 0: that of the first time. Null: it is none. */
export function parseStep(text: string): Step | null {
  const [, count = '1', word = ''] = /^(\d{1,6})?\s*([a-z]+(?: [a-z]+)?)$/.exec(text.trim().toLowerCase()) ?? [];
  const step = WORDS.get(word) ?? (word.endsWith('s') ? WORDS.get(word.slice(0, -1)) : undefined);
  return step === undefined || Number(count) === 0 ? null : { ...step, count: step.count * Number(count) };
}

/** A step as `every:` is written. */
export function writtenStep(step: Step): string {
  const written = (count: number, unit: string): string => (count === 1 ? unit : `${count} ${unit}s`);
  const { unit, count } = step;
  switch (unit) {
    case 'second':
      if (count % 3600 === 0) return written(count / 3600, 'hour');
      return count % 60 === 0 ? written(count / 60, 'minute') : written(count, 'second');
    case 'day':
      return count % 7 === 0 ? written(count / 7, 'week') : written(count, 'day');
    case 'business day':
      return written(count, 'business day');
    case 'month':
      return written(count, step.day === 31 ? 'month end' : 'month');
    default:
      return step satisfies never;
  }
}

/** Different distances that are counted; a column with more has no step. */
const MOST_DISTANCES = 10_000;

/** Finds the step that most neighbours share. They are shown pair by pair, series by series, each in the order of time. */
export class StepFinder {
  readonly #clock: Clock;
  readonly #written: Step | null;
  #pairs = 0;
  #nearer = 0;
  #between = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #furthest: readonly [before: number, time: number] | null = null;
  #times = 0;
  #weekends = 0;
  /** Pairs of working days that follow each other, and those of them with a weekend between. */
  #working = 0;
  #overWeekend = 0;
  readonly #seconds = new Map<number, number>();
  readonly #days = new Map<number, number>();
  readonly #months = new Map<number, number>();
  /** How many times fall on each day of a month of so many days. */
  readonly #daysOfMonth = new Map<string, { readonly day: number; readonly last: number; count: number }>();

  /** @param written the step that a model file says there is */
  constructor(clock: Clock, written: Step | null = null) {
    this.#clock = clock;
    this.#written = written;
  }

  /** Whether most neighbours are much nearer to each other than the step that is written. */
  get isFiner(): boolean {
    return 2 * this.#nearer > this.#pairs;
  }

  /** Whether most neighbours are no whole number of the steps that are written apart. */
  get isOff(): boolean {
    return 2 * this.#between > this.#pairs;
  }

  /** The earliest and the latest time; null: none was shown. */
  get range(): readonly [first: number, last: number] | null {
    return this.#times === 0 ? null : [this.#first, this.#last];
  }

  /** The neighbours that are furthest apart. */
  get furthest(): readonly [before: number, time: number] | null {
    return this.#furthest;
  }

  /** Neighbours that were shown. */
  get pairs(): number {
    return this.#pairs;
  }

  /** @param before null: the time is the first of its series. */
  add(before: number | null, time: number): void {
    const wall = this.#clock.wallOf(time);
    const day = dayIn(wall);
    const date = dayOf(day);
    const month = monthIndex(date);
    const last = daysInMonth(month);
    const key = `${date.day}/${last}`;
    const known = this.#daysOfMonth.get(key);
    if (known === undefined) this.#daysOfMonth.set(key, { day: date.day, last, count: 1 });
    else known.count++;
    this.#times++;
    this.#first = Math.min(this.#first, time);
    this.#last = Math.max(this.#last, time);
    if (weekdayOf(day) > 4) this.#weekends++;
    if (before === null) return;
    this.#pairs++;
    if (this.#furthest === null || time - before > this.#furthest[1] - this.#furthest[0])
      this.#furthest = [before, time];
    if (this.#written !== null && time > before) {
      const steps = stepsBetween(this.#written, before, time, this.#clock);
      if (steps < 0.75) this.#nearer++;
      // months are counted with parts of 31 days, which short ones do not have
      const rounding = this.#written.unit === 'month' ? 0.15 : 0.02;
      if (steps < 1 - rounding || Math.abs(steps - Math.round(steps)) > rounding) this.#between++;
    }
    count(this.#seconds, Math.round((time - before) * 1000) / 1000);
    const earlier = this.#clock.wallOf(before);
    if (Math.abs(timeOfDay(earlier) - timeOfDay(wall)) > 1e-3) return;
    const from = dayIn(earlier);
    count(this.#days, day - from);
    count(this.#months, month - monthIndex(dayOf(from)));
    if (businessIndex(day) - businessIndex(from) !== 1) return;
    this.#working++;
    if (day - from > 2) this.#overWeekend++;
  }

  /** Null where no step is shared by more than half of all neighbours. */
  find(): Step | null {
    const months = this.#most(this.#months);
    const day = this.dayOfMonth();
    if (months !== null && months > 0 && day !== null) return { unit: 'month', count: months, day };
    if (this.#weekends === 0 && this.#overWeekend > 0 && 2 * this.#working > this.#pairs)
      return { unit: 'business day', count: 1 };
    const days = this.#most(this.#days);
    if (days !== null && days > 0) return { unit: 'day', count: days };
    const seconds = this.#most(this.#seconds);
    return seconds === null || seconds <= 0 ? null : { unit: 'second', count: seconds };
  }

  /** The day of the month that nearly all times have, as far as months are long enough. */
  dayOfMonth(): number | null {
    const found = [...this.#daysOfMonth.values()];
    const share = (day: number): number =>
      found.reduce((n, each) => n + (each.day === Math.min(day, each.last) ? each.count : 0), 0);
    const common = found.reduce((a, b) => (b.count > a.count ? b : a), { day: 0, last: 0, count: 0 }).day;
    const candidates = [...(common <= 28 ? [common] : []), 31, ...found.map((each) => each.day)];
    const best = candidates.reduce((a, b) => (share(b) > share(a) ? b : a));
    return share(best) >= 0.9 * this.#times ? best : null;
  }

  #most(counts: ReadonlyMap<number, number>): number | null {
    for (const [distance, times] of counts) if (2 * times > this.#pairs) return distance;
    return null;
  }
}

function count(counts: Map<number, number>, distance: number): void {
  const known = counts.get(distance);
  if (known !== undefined || counts.size < MOST_DISTANCES) counts.set(distance, (known ?? 0) + 1);
}
