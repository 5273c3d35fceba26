/** Local clocks: their distance to UTC changes with the seasons. */
import { DAY } from './calendar.ts';

/** Seconds since 1970 by a local clock, and back. */
export interface Clock {
  wallOf(utc: number): number;
  /** What the clock passes over when it goes forward is as much later. */
  utcOf(wall: number): number;
}

export const UTC: Clock = fixedClock(0);

/** @param ahead seconds that the clock is ahead of UTC. */
export function fixedClock(ahead: number): Clock {
  return { wallOf: (utc) => utc + ahead, utcOf: (wall) => wall - ahead };
}

/** Null where there is no zone of this name. */
export function openZone(name: string): Zone | null {
  try {
    return new Zone(name);
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

/** The clock of a zone of the IANA data base, such as Europe/Berlin. */
export class Zone implements Clock {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  /** Distance to UTC at the beginning of a day of UTC. */
  readonly #atMidnight = new Map<number, number>();

  /** @throws RangeError for a zone that is not known */
  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  wallOf(utc: number): number {
    return utc + this.#aheadAt(utc);
  }

  utcOf(wall: number): number {
    return this.times(wall)[0] ?? wall - this.#aheadAt(wall - DAY);
  }

  /** All times at which the clock shows this, in order: none where it goes forward, two where it goes back. */
  times(wall: number): readonly number[] {
    const distances = new Set([this.#aheadAt(wall - DAY), this.#aheadAt(wall + DAY)]);
    return [...distances]
      .map((ahead) => wall - ahead)
      .filter((utc) => this.wallOf(utc) === wall)
      .sort((a, b) => a - b);
  }

  #aheadAt(utc: number): number {
    const day = Math.floor(utc / DAY);
    const before = this.#aheadAtMidnight(day);
    return before === this.#aheadAtMidnight(day + 1) ? before : this.#look(utc);
  }

  #aheadAtMidnight(day: number): number {
    const known = this.#atMidnight.get(day);
    if (known !== undefined) return known;
    const found = this.#look(day * DAY);
    this.#atMidnight.set(day, found);
    return found;
  }

  #look(utc: number): number {
    const whole = Math.floor(utc);
    const parts = new Map(this.#format.formatToParts(whole * 1000).map(({ type, value }) => [type, value]));
    const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
    const year = parts.get('era')?.startsWith('B') === true ? 1 - number('year') : number('year');
    const date = new Date(0);
    date.setUTCFullYear(year, number('month') - 1, number('day'));
    date.setUTCHours(number('hour'), number('minute'), number('second'));
    return date.getTime() / 1000 - whole;
  }
}

/** Whether clocks are set back somewhere in this local hour: early on a Sunday of spring or autumn. @param time in seconds, as written */
export function mayBeSetBack(time: number): boolean {
  const date = new Date(time * 1000);
  return date.getUTCDay() === 0 && date.getUTCHours() < 4 && [2, 3, 8, 9, 10].includes(date.getUTCMonth());
}
