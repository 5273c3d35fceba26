import { formatOfPath, isTreeFormat } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { MEMORY_LIMIT } from '../dataset/limits.ts';
import type { KnownForm } from '../files/file-form.ts';
import { unpacked } from '../files/gzip.ts';
import type { OpenSource } from '../files/sources.ts';
import * as say from '../messages/sources.ts';
import { BadRows } from '../rows/bad-rows.ts';
import { BadCell } from '../rows/cells.ts';
import { csvReader, detectCsv } from '../rows/csv-rows.ts';
import { detectDecimal } from '../rows/detect-types.ts';
import { jsonReader, ndjsonReader } from '../rows/json-rows.ts';
import type { RawRow as RowOfFile, RowReader } from '../rows/rows.ts';
import { treeReader } from '../rows/tree-rows.ts';
import type { PlaceOf, RawRow } from './preprocess.ts';

/** Rows of a file, and the decimal sign that its numbers have: what was said of it, or what they tell. */
export interface RawRows {
  readonly rows: readonly RawRow[];
  readonly decimal: '.' | ',';
  /** `FILE:LINE:COLUMN` of a row, or of its value in a column. */
  readonly placeOf: PlaceOf;
}

/**
 * Reads a CSV, JSON, NDJSON file, or one of trees, as raw rows, for `feedsFromRows`. A file whose decimal sign is not that of the training data is read with
 * `feedsFromRows({...preprocessing, decimal}, rows)`.
 * @param form `formOf` has that of the training; what is absent is told by the file, and the format by the ending of the path
 * @throws RnncError for a file that can't be read, and for rows that are no rows, with their places
 */
export async function readRows(open: OpenSource, path: string, form: Partial<KnownForm> = {}): Promise<RawRows> {
  const { delimiter = null, header = null, trained = null } = form;
  let decimal = form.decimal ?? null;
  const format = form.format ?? formatOfPath(path);
  const found = { path, file: await unpacked(await open.open(path), path) };
  let reader: RowReader;
  if (format === 'csv') {
    const csv = await detectCsv(found, { delimiter, header }, trained);
    decimal ??= csv.decimal ?? null;
    reader = await csvReader(found, csv);
  } else if (format === 'json') reader = await jsonReader(found, MEMORY_LIMIT, null);
  else if (format === 'ndjson') reader = await ndjsonReader(found);
  else if (isTreeFormat(format)) reader = await treeReader(found, format);
  else if (format === 'text') throw new RnncError([say.textNoRows(path)]);
  else throw new RnncError([say.formatUnknown(null, path)]);
  const bad = new BadRows('refuse');
  const read: RowOfFile[] = [];
  for await (const { rows: block } of reader.rows(reader.columns))
    for (const row of block) {
      if (row.problem === null) read.push(row);
      else bad.add(path, row.line, null, new BadCell(row.problem.reason, row.problem.fix))?.(reader.locate(row, null));
    }
  bad.check();
  const rows = read.map(({ values }) =>
    Object.fromEntries(
      reader.columns.map((name, i) => [name, values[i]] as const).filter(([, value]) => value !== undefined),
    ),
  );
  return {
    rows,
    decimal: decimal ?? (format === 'csv' ? detectDecimal(read.map(({ values }) => values)) : '.'),
    placeOf: (index, name, step) => {
      const row = read[index];
      const { line, column } = row === undefined ? { line: 1, column: 1 } : reader.locate(row, name, step);
      return `${path}:${line}:${column}${name === null ? '' : `: "${name}"`}`;
    },
  };
}
