import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { type FeedFile, type FeedText, readFeedFile } from '../../model/feed-files/feed-file.ts';
import type { Model } from '../../model.ts';
import { readText, shownName } from '../files/files.ts';

/** What stands in a file that is given as input. */
export const readInput = (input: string): FeedText => ({ file: shownName(input), text: readText(input) });

/**
 * Runs a model on the feeds in a file, or on none.
 * @throws RnncError with the places of mistakes in the file
 */
export function runFile(model: Model, file: FeedText | null, nan: 'error' | 'allow'): ReturnType<Model['run']> {
  const fed: FeedFile | null = file === null ? null : readFeedFile(file, model.inputs, { nan });
  try {
    return model.run(fed?.feeds ?? {}, { nan });
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    if (fed !== null) throw new RnncError(error.diagnostics.map(fed.locate), fed.sources);
    throw new RnncError(
      error.diagnostics.map((d) => (d.code === 'input-missing' ? { ...d, fix: 'give it with --input FILE' } : d)),
    );
  }
}
