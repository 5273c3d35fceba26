import type { ColumnRole } from '../dataset/column-role.ts';

/** Samples made by the project: a table of which every row follows from the seed and its own index. */
export interface TaskTable {
  readonly columns: readonly ColumnRole[];
  readonly rows: Iterable<readonly unknown[]>;
}

/** Makes the table of a task from its arguments. */
export type Task = (argument: (name: string) => number, seed: number) => TaskTable;

/** One row per sample, made when it is asked for. */
export const rows = (samples: number, row: (sample: number) => readonly unknown[]): Iterable<readonly unknown[]> => ({
  *[Symbol.iterator]() {
    for (let sample = 0; sample < samples; sample++) yield row(sample);
  },
});
