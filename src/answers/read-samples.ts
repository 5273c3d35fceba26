import { type Bytes, bytesOf, isBytes } from '../arguments/bytes.ts';
import { flag, like, type OptionTable, oneOf } from '../arguments/kinds.ts';
import { checkArgument, readOptions } from '../arguments/read-options.ts';
import { formatOfText, formOf } from '../data/files/file-form.ts';
import { memorySources } from '../data/files/sources.ts';
import type { RawRow } from '../data/table/preprocess.ts';
import { readRows as readFile } from '../data/table/read-rows.ts';
import { RunnableModel } from '../model/runnable-model.ts';

export interface ReadRowsOptions {
  /** A trained model: the file is written as those of its training, as far as nothing else is said here. */
  readonly model?: RunnableModel;
  /** Default: the format of the training data, or what the beginning of the text suggests. */
  readonly format?: 'csv' | 'json' | 'ndjson' | 'brackets' | 'conllu' | 'nested';
  /** CSV: what stands between fields; whether the first row names the columns. */
  readonly delimiter?: string;
  readonly header?: boolean;
}
const READ_OPTIONS: OptionTable<ReadRowsOptions> = {
  model: like('a model that load() gave', (value) => value instanceof RunnableModel),
  format: oneOf('csv', 'json', 'ndjson', 'brackets', 'conllu', 'nested'),
  delimiter: like('a text of one character', (value) => typeof value === 'string' && value.length === 1),
  header: flag,
};
const file = like<string | Bytes>(
  'the text of a file, or its bytes',
  (value) => typeof value === 'string' || isBytes(value),
);

/**
 * The rows of a file, for `forecast`, `predict`, `classify` and `encode` of a model.
 * @param given text of CSV, JSON, NDJSON or trees, or its bytes in UTF-8.
 * @returns values by column as they stand there; numbers of CSV are texts, which the model reads with the decimal sign of its training.
 * @throws RnncError for what can't be read, and for rows that are no rows, with their places
 */
export async function readRows(given: string | Bytes, options: ReadRowsOptions = {}): Promise<readonly RawRow[]> {
  const call = 'readRows()';
  checkArgument(call, 'the file', given, file);
  const { model, ...said } = readOptions(call, options, READ_OPTIONS);
  const trained = model?.training?.preprocessing ?? null;
  const text = typeof given === 'string' ? given : new TextDecoder().decode(bytesOf(given));
  const format = said.format ?? formatOfText(text, trained?.files?.format ?? null);
  const form = trained === null ? { ...said, format } : formOf(trained, NAME, { ...said, format });
  const { rows } = await readFile(memorySources({ [NAME]: given }), NAME, form);
  return rows;
}

/** What messages call the file. */
const NAME = 'rows';
