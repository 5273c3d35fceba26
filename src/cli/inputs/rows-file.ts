import { existsSync, statSync } from 'node:fs';
import { Option } from 'commander';
import type { DataFormat, DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { type FileForm, formatOfText, formOf } from '../../data/files/file-form.ts';
import { memorySources } from '../../data/files/sources.ts';
import type { PlaceOf, RawRow } from '../../data/table/preprocess.ts';
import { type RawRows, readRows } from '../../data/table/read-rows.ts';
import { decodeText, readBytes, STDIN, shownName } from '../files/files.ts';
import { fileMissing, futureEmpty, inputEmpty } from '../files/messages.ts';
import { nodeSources } from '../files/node-sources.ts';
import { parseName } from './options.ts';

/** Options that say how a data file is written, in the place of what was found or said at training. */
export interface FormOptions {
  readonly dataFormat?: Exclude<DataFormat, 'npy' | 'text'>;
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
  readonly header?: boolean;
}

export const formOptions = (): readonly Option[] => [
  new Option('--data-format <format>', 'how the file is written (default: as the data of the training)').choices([
    'csv',
    'json',
    'ndjson',
    'brackets',
    'conllu',
    'nested',
  ]),
  new Option(
    '--delimiter <sign>',
    'what stands between the fields of its rows, "tab" for a tab (default: as then)',
  ).argParser((text: string) => (text === 'tab' || text === '\\t' ? '\t' : text)),
  new Option('--decimal <sign>', 'the decimal sign of its numbers (default: as then)').choices(['.', ',']),
  new Option('--header', 'its first row names the columns (default: as then)'),
  new Option('--no-header', 'its first row is data'),
];

export const saidForm = ({ dataFormat, delimiter, decimal, header }: FormOptions): FileForm => ({
  format: dataFormat ?? null,
  delimiter: delimiter ?? null,
  header: header ?? null,
  decimal: decimal ?? null,
});

/** The section `data` as if it said how the files are written. */
export const withSaidForm = (spec: DataSpec, { format, delimiter, header, decimal }: FileForm): DataSpec => ({
  ...spec,
  format: format === null ? spec.format : { value: format, span: spec.span },
  delimiter: delimiter ?? spec.delimiter,
  header: header ?? spec.header,
  decimal: decimal ?? spec.decimal,
});

export const futureOption = (): Option =>
  new Option(
    '--future <file>',
    'file with what is known of the steps ahead, for inputs with part: horizon; - for standard input (default: the rows that stand behind the last value)',
  ).argParser(parseName);

/**
 * The rows of the future, with what messages call them.
 * @throws RnncError as `rowsOfFile`, and for a file without rows
 */
export async function futureRows(
  file: string,
  trained: Preprocessing | null,
  options: FormOptions,
): Promise<{ readonly future: RawRows['rows']; readonly placeOfFuture: RawRows['placeOf'] }> {
  // a sign that stands nowhere in its first line was said of the other file
  const { delimiter, ...rest } = options;
  const isSaid = delimiter !== undefined && (file === STDIN || isPipe(file) || firstLine(file).includes(delimiter));
  const { rows, placeOf } = await rowsOfFile(file, trained, isSaid ? options : rest);
  if (rows.length === 0) throw new RnncError([futureEmpty(shownName(file))]);
  return { future: rows, placeOfFuture: placeOf };
}

/**
 * The rows of a file that is written as the data of the training, or as the options say.
 * @throws RnncError for a file that can't be read, and for rows that are no rows
 */
export async function rowsOfFile(input: string, trained: Preprocessing | null, options: FormOptions): Promise<RawRows> {
  const said = saidForm(options);
  if (input !== STDIN && !existsSync(input)) throw new RnncError([fileMissing(shownName(input))]);
  if (input !== STDIN && !isPipe(input))
    return readRows(nodeSources('.'), input, trained === null ? said : formOf(trained, input, said));
  const name = shownName(input);
  const text = decodeText(readBytes(input), name);
  const format = said.format ?? formatOfText(text, trained?.files?.format ?? null);
  const form = trained === null ? { ...said, format } : formOf(trained, STDIN, { ...said, format });
  return readRows(memorySources({ [name]: text }), name, form);
}

/** Samples of a file, as `predict` and `encode` take them. */
export interface Samples {
  readonly samples: readonly RawRow[] | readonly string[];
  readonly options: { readonly decimal?: '.' | ','; readonly placeOf?: PlaceOf };
}

/** Rows of a table, or of a text each line. @throws RnncError as `rowsOfFile`, and for a file without rows */
export async function samplesOf(data: string, trained: Preprocessing | null, options: FormOptions): Promise<Samples> {
  if (trained?.kind === 'text') {
    const lines = decodeText(readBytes(data), shownName(data)).split(/\r?\n/);
    return { samples: lines.filter((line) => line !== ''), options: {} };
  }
  const { rows, decimal, placeOf } = await rowsOfFile(data, trained, options);
  if (rows.length === 0) throw new RnncError([inputEmpty(shownName(data))]);
  return { samples: rows, options: { decimal, placeOf } };
}

function firstLine(file: string): string {
  if (!existsSync(file)) throw new RnncError([fileMissing(shownName(file))]);
  return /^[^\r\n]*/.exec(new TextDecoder().decode(readBytes(file).subarray(0, FIRST_BYTES)))?.[0] ?? '';
}
const FIRST_BYTES = 65_536;

/** What is read once, from its beginning to its end. */
function isPipe(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
