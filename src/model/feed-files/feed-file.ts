import { type Diagnostic, RnncError, type Sources } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Port } from '../feeds/ports.ts';
import { csvTarget, readCsv } from './csv.ts';
import { readJson } from './json.ts';
import type { LocatedFeeds } from './located-feeds.ts';

/** What a file feeds. */
export interface FeedFile extends LocatedFeeds {
  readonly sources: Sources;
}

/** A file given as input: its text, and the name it is shown by. A name that ends in .csv, .tsv or .json decides on the format. */
export interface FeedText {
  readonly file: string;
  readonly text: string;
}

/**
 * Reads feeds from JSON (`{"x": [[[1], [2]]]}`, also `"time.lengths"`) or, for a model with one input of numbers per step, from CSV with one
 * row per step. Whether NaN is allowed in JSON is left to the run.
 * @param inputs what the model must be fed.
 * @throws RnncError with every mistake of the file.
 */
export function readFeedFile(
  { file, text }: FeedText,
  inputs: readonly Port[],
  options: { readonly nan: 'error' | 'allow' },
): FeedFile {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const sources = new Map([[file, plain]]);
  const fail = (mistakes: readonly Diagnostic[]): never => {
    throw new RnncError(mistakes, sources);
  };
  if (!isCsv(file, plain)) return { ...readJson(plain, file, fail), sources };
  const target = csvTarget(inputs, fail);
  return { ...readCsv(plain, file, target, options.nan, fail), sources };
}

/** Where the name does not tell the format, a text that is empty or begins with a bracket is read as JSON. */
const isCsv = (file: string, text: string): boolean =>
  /\.(csv|tsv)$/i.test(file) || (!/\.json$/i.test(file) && !/^\s*([{[]|$)/.test(text));
