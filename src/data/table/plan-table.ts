import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { carryWithoutWindows } from '../../../compiler/diagnostics/messages/read/training.ts';
import { columnOfRoot } from '../dataset/column-role.ts';
import type { DatasetOptions } from '../dataset/dataset.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import { type PlannedFeed, planFeeds } from '../encode/plan-feeds.ts';
import type { CellType } from '../rows/cells.ts';
import { RowTyping, type UsedColumn } from '../rows/typed-rows.ts';
import type { TableForm } from './table-form.ts';

/** What is known of a table before its rows are read. */
export interface TablePlan {
  readonly spec: DataSpec;
  readonly form: TableForm;
  readonly feeds: readonly PlannedFeed[];
  readonly windows: Preprocessing['windows'];
  readonly options: DatasetOptions;
  /** The columns that the feeds need. The cells of a typed row stand in this order. */
  readonly used: readonly UsedColumn[];
  /** How the column that splits the rows is read. */
  readonly borderType: 'number' | 'time';
  readonly typing: RowTyping;
}

/** @throws RnncError for mistakes in feeds */
export function planTable(spec: DataSpec, form: TableForm, options: DatasetOptions): TablePlan {
  const windows = windowsOf(spec, options.carry ?? false);
  const feeds = planFeeds(spec, form.columns, options.inputs, windows, options.preprocessing ?? null);
  const types = new Map(form.columns.map(({ name, type }) => [name, type]));
  const fed = feeds.flatMap((feed) => feed.columns);
  // a column whose categories another one shares must be read too
  const numbered = fed.flatMap((name) =>
    types.get(name) === 'category' ? (nodesColumn(form.columns, name) ?? []) : [],
  );
  const names = [...new Set([...fed, ...numbered])];
  const used = names.map((name): UsedColumn => {
    const meant = options.inputs.flatMap(({ name: feed, meaning }) =>
      meaning !== undefined && feeds.some((f) => f.name === feed && f.columns.includes(name))
        ? [{ feed, meaning }]
        : [],
    );
    return { name, type: (types.get(name) ?? 'number') as CellType, kept: meant[0] ?? null };
  });
  const borderType = spec.split?.kind === 'column' && types.get(spec.split.column.value) === 'time' ? 'time' : 'number';
  const typing = new RowTyping(spec, form.decimal, used, borderType);
  return { spec, form, feeds, windows, options, used, borderType, typing };
}

/**
 * The column whose categories another column shares: labels of roots are numbered as those of all nodes.
 * Null where the column has its own.
 */
export function nodesColumn(columns: TableForm['columns'], name: string): string | null {
  const over = columnOfRoot(name);
  return columns.some((c) => c.name === over && c.over === 'nodes' && c.type === 'category') ? over : null;
}

/** Checks `carry` too: that the data is a table is known only once its files are found. */
function windowsOf({ windows, span }: DataSpec, carry: boolean): Preprocessing['windows'] {
  if (windows === null) {
    if (carry) throw new RnncError([carryWithoutWindows(null, span)]);
    return null;
  }
  const { width, horizon, stride } = windows;
  return { width, horizon, stride: stride ?? (carry ? width : 1), ...(carry ? { carry } : {}) };
}

/** Where the columns of a feed stand among those that are used. */
export function placesOf(used: readonly UsedColumn[], feed: PlannedFeed): readonly number[] {
  return feed.columns.map((name) => used.findIndex((column) => column.name === name));
}
