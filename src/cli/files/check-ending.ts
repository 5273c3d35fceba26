import { extname } from 'node:path';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from './messages.ts';

/** Endings that name a format. Any other ending is only a part of the file's name. */
const FORMATS: ReadonlySet<string> = new Set(
  ['csv', 'tsv', 'json', 'ndjson', 'jsonl', 'xlsx', 'xls', 'ods', 'parquet', 'npy', 'yaml', 'yml', 'rnnc', 'html', 'md']
    .concat(['svg', 'png', 'jpg', 'jpeg', 'gif', 'webp', 'bmp', 'pdf'])
    .map((ending) => `.${ending}`),
);

/**
 * @param what is written, in words.
 * @param written endings that say so; the first are for the message.
 * @throws RnncError for a name whose ending says something else
 */
export function checkEnding(file: string, what: string, written: readonly string[]): void {
  const ending = extname(file).toLowerCase();
  if (FORMATS.has(ending) && !written.includes(ending)) throw new RnncError([say.endingMisfit(file, what, written)]);
}
