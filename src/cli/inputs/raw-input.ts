import { type DataFormat, formatOfPath } from '../../../compiler/1-read/spec/data-spec.ts';
import { rawFeeds, type TaskClasses, taskClasses } from '../../answers/classify.ts';
import type { SampleFeeds } from '../../answers/window-samples.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { memorySources } from '../../data/files/sources.ts';
import { type RawRows, readRows } from '../../data/table/read-rows.ts';
import type { FeedText } from '../../model/feed-files/feed-file.ts';
import type { Model } from '../../model.ts';

/** What a model gives for a data file. */
export interface RawResult {
  readonly outputs: ReturnType<Model['run']>;
  readonly classes: readonly TaskClasses[];
}

/**
 * Runs a trained model on a file as it was trained on: bracketed trees, CoNLL-U, NDJSON records or nested nodes.
 * @returns null for what holds feeds by name
 * @throws RnncError for a model that was not trained, and with the places of mistakes in the file
 */
export async function runRaw(model: Model, input: FeedText): Promise<RawResult | null> {
  const fed = await readRaw(model, input, 'run');
  if (fed === null) return null;
  const outputs = model.run(fed.feeds);
  return { outputs, classes: taskClasses(model, outputs, fed.batch.samples) };
}

/**
 * What a trained model is fed from such a file.
 * @param what the caller does, in words
 * @returns null for what holds feeds by name
 * @throws RnncError as `runRaw`
 */
export async function readRaw(model: Model, input: FeedText, what: string): Promise<SampleFeeds | null> {
  const text = input.text.replace(/^\uFEFF/, '');
  const format = rawFormat(input.file, text, model.training?.preprocessing ?? null);
  if (format === null) return null;
  const { rows, placeOf }: RawRows = await readRows(memorySources({ [input.file]: text }), input.file, { format });
  return rawFeeds(model, rows, `${what} on ${names[format] ?? 'rows'}`, { placeOf });
}

const names: { readonly [K in DataFormat]?: string } = {
  brackets: 'bracketed trees',
  conllu: 'dependency trees',
  nested: 'trees of nested nodes',
};

/** The format by the name of the file; if that does not tell, by what the text begins with. */
function rawFormat(file: string, text: string, known: Preprocessing | null): DataFormat | null {
  const byName = formatOfPath(file);
  if (byName === 'conllu') return 'conllu';
  if (byName === 'ndjson') return isNested(text, known) ? 'nested' : 'ndjson';
  if (byName === 'csv' || byName === 'json') return null;
  if (/^\s*\(/.test(text)) return 'brackets';
  if (/^\s*(?:#.*\n\s*)*1(?:-\d+)?\t/.test(text)) return 'conllu';
  return known !== null && firstRecord(text)?.children !== undefined && isNested(text, known) ? 'nested' : null;
}

/** Whether every line is a tree of a model that was trained on such, and no record with a column of trees. */
function isNested(text: string, known: Preprocessing | null): boolean {
  if (known?.columns.tree?.type !== 'tree') return false;
  const first = firstRecord(text);
  return first === null || !Object.hasOwn(first, 'tree');
}

/** The record on the first line, or null where there is none. */
function firstRecord(text: string): { readonly [key: string]: unknown } | null {
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [key: string]: unknown })
      : null;
  } catch {
    return null;
  }
}
