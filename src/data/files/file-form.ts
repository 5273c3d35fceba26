import { type DataFormat, formatOfPath } from '../../../compiler/1-read/spec/data-spec.ts';

/** How the files of a training were written. */
export interface TrainedFiles {
  readonly format: DataFormat;
  /** Endings of their names, in lower case, without the dot; `any`: whatever a file is called. */
  readonly endings: readonly string[] | 'any';
  /** CSV only. */
  readonly delimiter: string | null;
  readonly header: boolean | null;
}

/** What a preprocessing says of files. */
interface Trained {
  readonly files?: TrainedFiles;
  readonly decimal: '.' | ',';
  readonly columns: { readonly [name: string]: unknown };
}

/** How a file is written; null: its contents tell, or for the format its name. */
export interface FileForm {
  readonly format: DataFormat | null;
  /** CSV only. */
  readonly delimiter: string | null;
  readonly header: boolean | null;
  readonly decimal: '.' | ',' | null;
}

/** The ending of a path in lower case, without its dot; empty where there is none. */
export const endingOf = (path: string): string => /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

/**
 * The format of a file that is read with a trained model: that of the training, unless the name has another ending than the files of the training
 * and this one stands for rows too.
 */
export function formatAsTrained(path: string, trained: TrainedFiles): DataFormat | null {
  if (trained.endings === 'any' || trained.endings.includes(endingOf(path))) return trained.format;
  const named = formatOfPath(path);
  return named === null || named === 'text' || named === 'npy' ? trained.format : named;
}

/** How CSV files of the training were written, and what their columns are called. */
export interface TrainedCsv {
  readonly delimiter: string;
  readonly header: boolean;
  readonly decimal: '.' | ',';
  /** Those that the model knows. */
  readonly columns: readonly string[];
}

/** What is said of the form of a file, with what the model knows of the files of its training. */
export interface KnownForm extends FileForm {
  /** Holds where such columns are found so. */
  readonly trained: TrainedCsv | null;
}

/** @param said takes the place of what the model knows */
export function formOf(preprocessing: Trained, path: string, said: Partial<FileForm> = {}): KnownForm {
  const { files, decimal, columns } = preprocessing;
  const { delimiter = null, header = null } = files ?? {};
  return {
    format: said.format ?? (files === undefined ? formatOfPath(path) : formatAsTrained(path, files)),
    delimiter: said.delimiter ?? null,
    header: said.header ?? null,
    decimal: said.decimal ?? null,
    trained:
      delimiter === null || header === null ? null : { delimiter, header, decimal, columns: Object.keys(columns) },
  };
}

/** The preprocessing as if the files of the training had been written as it is said now. */
export function withForm<P extends Trained>(preprocessing: P, { format, delimiter, header, decimal }: FileForm): P {
  const { files } = preprocessing;
  const rest = { ...preprocessing, decimal: decimal ?? preprocessing.decimal };
  if (files === undefined)
    return format === null ? rest : { ...rest, files: { format, endings: 'any', delimiter, header } };
  return {
    ...rest,
    files: {
      format: format ?? files.format,
      endings: format === null ? files.endings : 'any',
      delimiter: delimiter ?? files.delimiter,
      header: header ?? files.header,
    },
  };
}

/** What begins with a bracket is no CSV; otherwise it is what the training read. */
export function formatOfText(text: string, trained: DataFormat | null): DataFormat {
  const first = text.trimStart()[0];
  const isTable = trained === null || trained === 'csv' || trained === 'json' || trained === 'ndjson';
  if (isTable && first === '[') return 'json';
  if (isTable && first === '{') return 'ndjson';
  return trained === null || trained === 'json' || trained === 'ndjson' || trained === 'npy' ? 'csv' : trained;
}
