import { type DataFormat, formatOfPath, isTreeFormat } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { MEMORY_LIMIT } from '../dataset/limits.ts';
import type { OpenSource } from '../files/sources.ts';
import * as say from '../messages/sources.ts';
import { BadRows } from '../rows/bad-rows.ts';
import { csvReader, detectCsv } from '../rows/csv-rows.ts';
import { detectDecimal } from '../rows/detect-types.ts';
import { jsonReader, ndjsonReader } from '../rows/json-rows.ts';
import type { RawRow as RowOfFile, RowReader } from '../rows/rows.ts';
import { treeReader } from '../rows/tree-rows.ts';
import type { PlaceOf, RawRow } from './preprocess.ts';

/** Rows of a file, and the decimal sign that its numbers have. */
export interface RawRows {
  readonly rows: readonly RawRow[];
  readonly decimal: '.' | ',';
  /** `FILE:LINE:COLUMN` of a row, or of its value in a column. */
  readonly placeOf: PlaceOf;
}

/**
 * Reads a CSV, JSON, NDJSON file, or one of trees, as raw rows, for `feedsFromRows`. A file whose decimal sign is not that of the training data is read with
 * `feedsFromRows({...preprocessing, decimal}, rows)`.
 * @param format absent: what the ending of the path says
 * @throws RnncError for a file that can't be read, and for rows that are no rows, with their places
 */
export async function readRows(
  open: OpenSource,
  path: string,
  format: DataFormat | null = formatOfPath(path),
): Promise<RawRows> {
  const found = { path, file: await open.open(path) };
  let reader: RowReader;
  if (format === 'csv') reader = await csvReader(found, await detectCsv(found, { delimiter: null, header: null }));
  else if (format === 'json') reader = await jsonReader(found, MEMORY_LIMIT, null);
  else if (format === 'ndjson') reader = await ndjsonReader(found);
  else if (isTreeFormat(format)) reader = await treeReader(found, format);
  else throw new RnncError([say.formatUnknown(null, path)]);
  const bad = new BadRows('refuse');
  const read: RowOfFile[] = [];
  for await (const { rows: block } of reader.rows(reader.columns))
    for (const row of block) {
      if (row.problem === null) read.push(row);
      else bad.add(path, bad.wantsPlaces ? reader.locate(row, null) : null, row.problem.reason, row.problem.fix);
    }
  bad.check();
  const rows = read.map(({ values }) =>
    Object.fromEntries(
      reader.columns.map((name, i) => [name, values[i]] as const).filter(([, value]) => value !== undefined),
    ),
  );
  return {
    rows,
    decimal: format === 'csv' ? detectDecimal(read.map(({ values }) => values)) : '.',
    placeOf: (index, name, step) => {
      const row = read[index];
      const { line, column } = row === undefined ? { line: 1, column: 1 } : reader.locate(row, name, step);
      return `${path}:${line}:${column}${name === null ? '' : `: "${name}"`}`;
    },
  };
}
