/** Rows of a table that are the steps of many sequences. */
export interface FoundSequences {
  /** The column whose value all rows of a sequence share. */
  readonly by: string;
  readonly count: number;
  readonly shortest: number;
  readonly longest: number;
  /** The column that tells the order of the steps of each; null: they stand in it. */
  readonly order: string | null;
  /** Sequences whose rows stand in another order. */
  readonly shuffled: number;
  /** Columns with one value for each sequence. */
  readonly constant: ReadonlySet<string>;
}

/** Sequences that there must be, and steps that they have on the average: fewer may be a coincidence. */
const [FEWEST, STEPS] = [5, 3];
/** A category with at most so many values may as well be a property of rows that stand sorted by it. */
const SORTED_VALUES = 20;
/** What a column is called that tells when the rows of a sequence were. */
const TIME_NAME = /^(?:t|time|time_?stamp|ts|seconds?|secs?|ms|step|frame|tick)$/i;

/** Finds a column whose rows stand together, as those of a name or a counter of sequences do. */
export class SequenceLook {
  readonly #names: readonly string[];
  readonly #keys: readonly number[];
  readonly #rows: string[][] = [];

  /** @param keys places of the columns that can be names of sequences */
  constructor(names: readonly string[], keys: readonly number[]) {
    this.#names = names;
    this.#keys = keys;
  }

  add(values: readonly unknown[]): void {
    this.#rows.push(this.#names.map((_, i) => String(values[i] ?? '').trim()));
  }

  /** Null where no column tells sequences apart. */
  found(): FoundSequences | null {
    for (const key of this.#keys) {
      const runs = this.#runs(key);
      if (runs === null) continue;
      const constant = this.#names.filter((_, c) => runs.every((run) => run.every((row) => row[c] === run[0]?.[c])));
      const order = this.#orderOf(runs, key);
      const lengths = runs.map(({ length }) => length);
      return {
        by: this.#names[key] ?? '',
        count: runs.length,
        shortest: lengths.reduce((a, b) => Math.min(a, b)),
        longest: lengths.reduce((a, b) => Math.max(a, b)),
        order: order < 0 ? null : (this.#names[order] ?? null),
        shuffled: order < 0 ? 0 : runs.filter((run) => !rises(numbersOf(run, order))).length,
        constant: new Set(constant),
      };
    }
    return null;
  }

  /** The rows of each value; null where they do not stand together, or mean no sequences. */
  #runs(key: number): readonly (readonly string[][])[] | null {
    const runs: string[][][] = [];
    const seen = new Set<string>();
    for (const row of this.#rows) {
      const value = row[key] ?? '';
      const last = runs.at(-1);
      if (last !== undefined && last[0]?.[key] === value) last.push(row);
      else if (value === '' || seen.has(value)) return null;
      else {
        seen.add(value);
        runs.push([row]);
      }
    }
    if (runs.length < FEWEST || this.#rows.length < STEPS * runs.length) return null;
    const names = runs.map((run) => run[0]?.[key] ?? '');
    const areNumbers = names.every((name) => /^-?\d+(\.\d+)?$/.test(name));
    const isCounter = names.every((name, i) => i === 0 || Number(name) === Number(names[i - 1]) + 1);
    return (areNumbers ? isCounter : runs.length > SORTED_VALUES) ? runs : null;
  }

  /** The place of the column that tells the order of the steps; -1: none does. */
  #orderOf(runs: readonly (readonly string[][])[], key: number): number {
    const rules: readonly ((column: number) => boolean)[] = [
      (column) => this.#counts(runs, column),
      (column) => isEven(runs.map((run) => numbersOf(run, column))),
      (column) =>
        TIME_NAME.test(this.#names[column] ?? '') && runs.every((run) => rises(numbersOf(run, column).toSorted(up))),
    ];
    for (const rule of rules) {
      const found = this.#names.findIndex((_, column) => column !== key && rule(column));
      if (found >= 0) return found;
    }
    return -1;
  }

  /** Whether it numbers the steps of every sequence, from the same number on. */
  #counts(runs: readonly (readonly string[][])[], column: number): boolean {
    const first = Number(runs[0]?.[0]?.[column] || Number.NaN);
    return runs.every((run) => run.every((row, i) => row[column] !== '' && Number(row[column]) === first + i));
  }
}

/** NaN where it is none. */
const numbersOf = (run: readonly string[][], column: number): readonly number[] =>
  run.map((row) => Number(row[column] || Number.NaN));
const up = (a: number, b: number): number => a - b;
const rises = (list: readonly number[]): boolean =>
  list.every((value, i) => (i === 0 ? !Number.isNaN(value) : value > (list[i - 1] ?? value)));

/**
 * Whether the numbers of each sequence are those of one step, each once and with few that are left out, in whichever order. Those of most sequences must
 * stand in order, as numbers of another meaning do not.
 */
function isEven(lists: readonly (readonly number[])[]): boolean {
  if (2 * lists.filter(rises).length < lists.length) return false;
  const sorted = lists.map((list) => list.toSorted(up));
  const apart = sorted.flatMap((list) => list.slice(1).map((value, i) => value - (list[i] ?? Number.NaN)));
  const step = apart.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (!(step > 0 && step < Number.POSITIVE_INFINITY)) return false;
  const isSteps = (distance: number): boolean => Math.abs(distance / step - Math.round(distance / step)) < 1e-3;
  return (
    apart.every(isSteps) &&
    sorted.every((list) => ((list.at(-1) ?? Number.NaN) - (list[0] ?? Number.NaN)) / step < 2 * list.length)
  );
}
