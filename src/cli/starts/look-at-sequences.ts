/** Rows of a table that are the steps of many sequences. */
export interface FoundSequences {
  /** The column whose value all rows of a sequence share. */
  readonly by: string;
  readonly count: number;
  readonly shortest: number;
  readonly longest: number;
  /** The column that numbers the steps of each; null: they stand in their order. */
  readonly order: string | null;
  /** Columns with one value for each sequence. */
  readonly constant: ReadonlySet<string>;
}

/** Sequences that there must be, and steps that they have on the average: fewer may be a coincidence. */
const [FEWEST, STEPS] = [5, 3];
/** A category with at most so many values may as well be a property of rows that stand sorted by it. */
const SORTED_VALUES = 20;

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
      const order = this.#names.find((_, c) => c !== key && this.#counts(runs, c)) ?? null;
      const lengths = runs.map(({ length }) => length);
      return {
        by: this.#names[key] ?? '',
        count: runs.length,
        shortest: lengths.reduce((a, b) => Math.min(a, b)),
        longest: lengths.reduce((a, b) => Math.max(a, b)),
        order,
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

  /** Whether it numbers the steps of every sequence, from the same number on. */
  #counts(runs: readonly (readonly string[][])[], column: number): boolean {
    const first = Number(runs[0]?.[0]?.[column] || Number.NaN);
    return runs.every((run) => run.every((row, i) => row[column] !== '' && Number(row[column]) === first + i));
  }
}
