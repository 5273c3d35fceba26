/**
 * The rooms of `src/data`, each of which imports those before it alone:
 *
 * - `messages` says what is wrong with data, by subject.
 * - `files` finds and opens files and cuts their text into pieces.
 * - `dataset` has the types of what the others make: batches, parts of a data set, what was learned of the columns.
 * - `rows` reads rows out of files, with the types of their cells; `rows/trees` the formats of trees.
 * - `tasks` makes rows by rules, without files.
 * - `encode` turns cells into numbers, and learns from the training rows how.
 * - `batches` puts samples in order and joins them.
 * - `table` makes a data set of rows, `text` one of a text; this file chooses between them.
 */
import type { DataSpec, SplitSpec } from '../../compiler/1-read/spec/data-spec.ts';
import type { ColumnRole } from './dataset/column-role.ts';
import type { Dataset, DatasetOptions } from './dataset/dataset.ts';
import { findFiles } from './files/find-files.ts';
import type { FittedTable } from './table/fit-table.ts';
import { measureTable, openTable } from './table/open-table.ts';
import { readForm } from './table/table-form.ts';
import { openText } from './text/text.ts';

/**
 * Opens what the section `data` of a model describes: finds the files, detects what is not written, cuts the parts, fits normalisation and
 * vocabularies on the training part alone.
 * @throws RnncError for files that are not there, rows that can't be read and feeds that the columns can't make
 */
export async function openDataset(spec: DataSpec, options: DatasetOptions): Promise<Dataset> {
  const { undivided = false } = options;
  const files = await findFiles(spec, options.open, { undivided, trained: options.preprocessing?.files ?? null });
  const section = undivided ? { ...spec, split: everything(spec) } : spec;
  return files.format === 'text' ? openText(section, files, options) : openTable(section, files, options);
}

/**
 * The columns of what the section `data` of a model describes, as its first rows show them; null: it is a text.
 * @throws RnncError for files that are not there or can't be read
 */
export async function lookAtColumns(
  spec: DataSpec,
  options: Pick<DatasetOptions, 'open' | 'seed'>,
): Promise<readonly ColumnRole[] | null> {
  const files = await findFiles(spec, options.open);
  return files.format === 'text' ? null : (await readForm(spec, files, { ...options, inputs: [] })).columns;
}

/** What the training part of the data gives. */
export type MeasuredData = Pick<FittedTable, 'preprocessing' | 'widths' | 'greatest'>;

/**
 * What the training part gives, for feeds some of whose sizes are open (NaN in `dims`).
 * @throws RnncError as `openDataset`
 */
export async function measureData(spec: DataSpec, options: DatasetOptions): Promise<MeasuredData> {
  const files = await findFiles(spec, options.open);
  if (files.format !== 'text') return measureTable(spec, files, options);
  const { preprocessing } = await openText(spec, files, options);
  return { preprocessing, widths: {}, greatest: {} };
}

const everything = ({ source: { span } }: DataSpec): SplitSpec => ({
  kind: 'ratio',
  span,
  train: 1,
  validation: 0,
  test: 0,
  by: 'order',
});
