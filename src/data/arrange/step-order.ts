/** The order of rows that come one at a time, as a session takes them. */
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import type { RawRow } from '../dataset/raw-row.ts';
import * as say from '../messages/times.ts';
import { badTime } from '../rows/cells.ts';
import { RowMistakes } from '../rows/faults/row-mistakes.ts';
import { readTimes, type TimeReading, timeReading, writeTimes } from '../time/read-time.ts';
import { stepsBetween, stepText } from '../time/step.ts';

/** What is known of the rows of one series so far. */
export interface Track {
  /** The value of the group column; null: no row had the column. */
  readonly key: string | null;
  /** Seconds since 1970 of the last row that had a time; null: none had. */
  readonly time: number | null;
  /** Rows without a time since then. */
  readonly untimed: number;
}
const NO_ROWS: Track = { key: null, time: null, untimed: 0 };

export interface Followed {
  readonly track: Track;
  /** What may surprise: rows that are further apart, or closer, than those of the training. */
  readonly note: { readonly kind: 'gap' | 'close'; readonly text: string } | null;
}

type PlaceOfColumn = (column: string | null) => string;

/** Follows rows that are steps of a series. Columns of times and groups that a row does not have are not looked at. */
export class StepOrder {
  readonly #preprocessing: Preprocessing;
  readonly #reading: TimeReading | null;
  /** Whether each row is a step, and not a sample of its own. */
  readonly #areSteps: boolean;

  constructor(preprocessing: Preprocessing) {
    const { time, windows, sequence } = preprocessing;
    this.#preprocessing = preprocessing;
    this.#areSteps = windows !== null || sequence === true;
    this.#reading = time === null ? null : timeReading(time.forms, time.zone);
  }

  /**
   * @param before of the same series; absent: the row is the first one.
   * @throws RnncError for a row of another series, a time that can't be read or is not later than the one before, and for a gap that no window of the
   *   training crossed
   */
  follow(row: RawRow, before: Track = NO_ROWS, placeOf: PlaceOfColumn): Followed {
    if (!this.#areSteps) return { track: before, note: null };
    const key = this.#keyOf(row, before, placeOf);
    const time = this.#timeOf(row, placeOf);
    if (time === null) return { track: { ...before, key, untimed: before.untimed + 1 }, note: null };
    const note = before.time === null ? null : this.#distance(before.time, time, before.untimed + 1, placeOf);
    return { track: { key, time, untimed: 0 }, note };
  }

  #keyOf(row: RawRow, { key: before }: Track, placeOf: PlaceOfColumn): string | null {
    const { group } = this.#preprocessing;
    if (group === null || !Object.hasOwn(row, group)) return before;
    const key = String(row[group] ?? '').trim();
    if (before !== null && before !== key) throw new RnncError([say.stepOfOther(placeOf(group), group, before, key)]);
    return key;
  }

  /** Null where the row has no time. */
  #timeOf(row: RawRow, placeOf: PlaceOfColumn): number | null {
    const { time, columns } = this.#preprocessing;
    if (time === null || this.#reading === null) return null;
    if (!time.columns.some((column) => Object.hasOwn(row, column))) return null;
    const mistakes = new RowMistakes((_, column) => placeOf(column));
    const missing = time.columns.find((column) => !Object.hasOwn(row, column));
    if (missing !== undefined) mistakes.lacks(0, missing, row, columns);
    const read = readTimes(
      this.#reading,
      time.columns.map((column) => row[column]),
    );
    if (typeof read !== 'number' && missing === undefined)
      mistakes.value(0, time.columns[read.at] ?? null, badTime(read));
    mistakes.check(1);
    return typeof read === 'number' ? read : null;
  }

  /** @param rows that came since, this one among them. */
  #distance(before: number, time: number, rows: number, placeOf: PlaceOfColumn): Followed['note'] {
    const { time: recipe, sequence } = this.#preprocessing;
    const reading = this.#reading;
    if (recipe === null || reading === null) return null;
    const written = (at: number): string => writeTimes(reading, at).join(' ');
    const pair = { before: written(before), time: written(time) };
    if (time <= before) throw new RnncError([say.stepBack(placeOf(recipe.columns[0] ?? null), pair, time === before)]);
    const { step, gaps } = recipe;
    if (step === null) return null;
    const missing = Math.round(stepsBetween(step, before, time, reading.clock)) - rows;
    if (missing < 0) return { kind: 'close', text: say.stepsCloseNote(pair, stepText(step)) };
    if (missing === 0) return null;
    // a sequence goes over its gaps in training too
    if (gaps === 'break' && sequence !== true)
      throw new RnncError([say.stepGap(placeOf(null), missing, pair, stepText(step))]);
    return { kind: 'gap', text: say.stepGapNote(missing, pair, stepText(step)) };
  }
}
