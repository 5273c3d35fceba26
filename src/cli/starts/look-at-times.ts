import { learnTimes } from '../../data/arrange/learn-times.ts';
import type { TimeRecipe } from '../../data/dataset/preprocessing.ts';
import type { TableForm } from '../../data/table/table-form.ts';
import { readTimes, type TimeReading, timeReading } from '../../data/time/read-time.ts';
import { type Step, StepFinder, stepsBetween, stepText } from '../../data/time/step.ts';

export interface FoundTime {
  /** A date and a clock may stand side by side. */
  readonly columns: readonly string[];
  /** What had to be chosen, as the model file says it; null: nothing. */
  readonly choice: TimeChoice | null;
  readonly first: string;
  readonly last: string;
  /** Null: most neighbours have no distance in common. */
  readonly step: Step | null;
  /** `daily`, `every 10 minutes`. */
  readonly stepText: string;
  /** Share of neighbours that are one step apart. */
  readonly regular: number;
  readonly isOrdered: boolean;
  /** The column that tells series apart, and how many there are; null: the file is one series. */
  readonly group: { readonly column: string; readonly count: number; readonly shortest: number } | null;
  /** Whether times repeat and no column tells their rows apart. */
  readonly repeats: boolean;
  /** By column that ends before its series do. */
  readonly behind: ReadonlyMap<string, BehindTarget>;
}

/** Rows behind the last value of a column, of all series together. */
export interface BehindTarget {
  readonly rows: number;
  /** Of the series with the fewest. */
  readonly fewest: number;
  /** How many of them have no value in other columns, and in this one. */
  readonly lacks: ReadonlyMap<string, number>;
}

/** A rule for the times that has to be written, as nothing in the file settles it. */
export interface TimeChoice {
  /** As the model file says it. */
  readonly text: string;
  readonly why: string;
  /** It is only one where the rows are then those of series with a step. */
  readonly isGuess: boolean;
  /** Rows whose times can't be read have to be left out. */
  readonly skips?: true;
}

/**
 * What the times of a table may be, the first one where they are equally likely: the order of day and month, which of several columns, or numbers that are years. Empty: nothing is to
 * be chosen.
 */
export function timeChoices({ columns, head }: Pick<TableForm, 'columns' | 'head'>): readonly TimeChoice[] {
  const times = columns.filter(({ type }) => type === 'time');
  const [first] = times;
  const doubtful = columns.filter(({ doubt }) => doubt?.kind === 'time');
  if (first === undefined && doubtful.length > 0)
    return doubtful.map(({ name, doubt }) => ({
      text: JSON.stringify(name),
      why: `${doubt?.count} of ${doubt?.all} are times; the other rows are left out (bad_rows: skip)`,
      isGuess: false,
      skips: true,
    }));
  if (first === undefined)
    return columns
      .filter(
        ({ name, type }) =>
          type === 'number' && /year/i.test(name) && learnTimes(head(name), null).form.kind === 'year',
      )
      .map(({ name }) => ({ text: JSON.stringify(name), why: 'its numbers are taken for years', isGuess: true }));
  const column = `column: ${JSON.stringify(first.name)}`;
  if (first.times?.unclear === true)
    return [
      {
        text: `{${column}, order: dmy}`,
        why: 'the day is taken to come first; otherwise write order: mdy',
        isGuess: false,
      },
      {
        text: `{${column}, order: mdy}`,
        why: 'the month is taken to come first, as the times are then regular; otherwise write order: dmy',
        isGuess: false,
      },
    ];
  if (times.length === 1) return [];
  const why = 'the most regular of several columns of times';
  return times.map(({ name }) => ({ text: `{column: ${JSON.stringify(name)}}`, why, isGuess: false }));
}

/** The times as the choice that makes them most regular has them; null: there are none. */
export function likeliest(looks: readonly SeriesLook[]): FoundTime | null {
  const found = looks
    .map((look) => look.found())
    .filter(({ choice, repeats, step }) => choice?.isGuess !== true || (!repeats && step !== null));
  return found.reduce<FoundTime | null>((a, b) => (a === null || b.regular > a.regular ? b : a), null);
}

/** Rows that series have on the average. */
const ROWS_OF_SERIES = 3;

/** Which column tells series apart: with it, no time stands twice. */
export class SeriesLook {
  readonly #recipe: TimeRecipe;
  readonly #reading: TimeReading;
  readonly #places: readonly number[];
  readonly #names: readonly string[];
  readonly #keys: readonly number[];
  readonly #times: number[] = [];
  readonly #texts: string[] = [];
  readonly #cells: string[][] = [];
  /** By row, places of the columns without a value. */
  readonly #lacks: (readonly number[])[] = [];

  readonly #choice: TimeChoice | null;

  constructor(choice: TimeChoice | null, recipe: TimeRecipe, names: readonly string[], keys: readonly number[]) {
    this.#choice = choice;
    this.#recipe = recipe;
    this.#reading = timeReading(recipe.forms, recipe.zone);
    this.#places = recipe.columns.map((column) => names.indexOf(column));
    this.#names = names;
    this.#keys = keys;
  }

  /** @param lacks places of the columns without a value */
  add(values: readonly unknown[], lacks: readonly number[]): void {
    const raws = this.#places.map((place) => values[place]);
    const time = readTimes(this.#reading, raws);
    if (typeof time !== 'number') return;
    this.#times.push(time);
    this.#texts.push(raws.map((raw) => String(raw).trim()).join(' '));
    this.#cells.push(this.#keys.map((key) => String(values[key] ?? '')));
    this.#lacks.push(lacks);
  }

  /** What differs in nearly every row, such as a name, tells no series apart. */
  #isKey(place: number): boolean {
    const keys = new Set(this.#cells.map((cells) => cells[place]));
    return this.#cells.length >= ROWS_OF_SERIES * keys.size;
  }

  /** @param order numbers of all rows, from the oldest on. @param place of the key of series among all keys; -1: there is one series */
  #behind(order: readonly number[], place: number): FoundTime['behind'] {
    const series = new Map<string, number[]>();
    for (const row of order) {
      const key = place < 0 ? '' : (this.#cells[row]?.[place] ?? '');
      const rows = series.get(key);
      if (rows === undefined) series.set(key, [row]);
      else rows.push(row);
    }
    const found = new Map<string, BehindTarget>();
    for (const [column, name] of this.#names.entries()) {
      const lacksIt = (row: number): boolean => this.#lacks[row]?.includes(column) === true;
      const bySeries = [...series.values()].map((rows) => {
        const end = rows.findLastIndex((row) => !lacksIt(row)) + 1;
        // a series without any value is none that goes on
        return end === 0 ? [] : rows.slice(end);
      });
      const behind = bySeries.flat();
      if (behind.length === 0) continue;
      const lacks = new Map<string, number>();
      for (const row of behind)
        for (const each of this.#lacks[row] ?? []) {
          const other = this.#names[each] ?? '';
          lacks.set(other, (lacks.get(other) ?? 0) + 1);
        }
      const fewest = bySeries.reduce((a, { length }) => Math.min(a, length), Number.POSITIVE_INFINITY);
      found.set(name, { rows: behind.length, fewest, lacks });
    }
    return found;
  }

  found(): FoundTime {
    const isUnique = (place: number | null): boolean => {
      const seen = new Set(this.#times.map((time, i) => `${time} ${place === null ? '' : this.#cells[i]?.[place]}`));
      return seen.size === this.#times.length;
    };
    const alone = isUnique(null);
    const place = alone ? -1 : this.#keys.findIndex((_, i) => isUnique(i) && this.#isKey(i));
    const series = new Map<string, number[]>();
    this.#times.forEach((time, i) => {
      const key = place < 0 ? '' : (this.#cells[i]?.[place] ?? '');
      const list = series.get(key);
      if (list === undefined) series.set(key, [time]);
      else list.push(time);
    });
    const lists = [...series.values()];
    const isOrdered = lists.every((list) => list.every((time, i) => i === 0 || time >= (list[i - 1] ?? 0)));
    const finder = new StepFinder(this.#reading.clock);
    for (const list of lists) list.sort((a, b) => a - b);
    const pairs = lists.flatMap((list) =>
      list.flatMap((time, i) => (i === 0 ? [] : [[list[i - 1] ?? time, time] as const])),
    );
    for (const list of lists)
      list.forEach((time, i) => {
        finder.add(list[i - 1] ?? null, time);
      });
    const step = finder.find();
    const isNext = ([before, time]: readonly [number, number]): boolean =>
      step !== null && Math.abs(stepsBetween(step, before, time, this.#reading.clock) - 1) < 0.5;
    const order = this.#times.map((_, i) => i).sort((a, b) => (this.#times[a] ?? 0) - (this.#times[b] ?? 0));
    return {
      columns: this.#recipe.columns,
      choice: this.#choice,
      first: this.#texts[order[0] ?? -1] ?? '',
      last: this.#texts[order.at(-1) ?? -1] ?? '',
      step,
      stepText: step === null ? 'no step that most rows share' : stepText(step),
      regular: pairs.length === 0 ? 0 : pairs.filter(isNext).length / pairs.length,
      isOrdered,
      group:
        place < 0
          ? null
          : {
              column: this.#names[this.#keys[place] ?? -1] ?? '',
              count: series.size,
              shortest: Math.min(...lists.map(({ length }) => length)),
            },
      repeats: !alone && place < 0,
      behind: this.#behind(order, place),
    };
  }
}
