import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { type FeedFile, type FeedText, readFeedFile } from '../../model/feed-files/feed-file.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import type { Model } from '../../model.ts';
import { readText, shownName } from '../files/files.ts';

/** What stands in a file that is given as input. */
export const readInput = (input: string): FeedText => ({ file: shownName(input), text: readText(input) });

/**
 * Runs a model on the feeds in a file, or on none.
 * @throws RnncError with the places of mistakes in the file
 */
export function runFile(model: Model, file: FeedText | null, nan: 'error' | 'allow'): ReturnType<Model['run']> {
  return withFile(model, file, nan, (feeds) => model.run(feeds, { nan }));
}

/**
 * Does something with the feeds in a file, or with none.
 * @throws RnncError with the places in the file of what is wrong with them
 */
export function withFile<T>(
  model: Pick<Model, 'inputs'>,
  file: FeedText | null,
  nan: 'error' | 'allow',
  use: (feeds: Feeds) => T,
): T {
  const fed: FeedFile | null = file === null ? null : readFeedFile(file, model.inputs, { nan });
  try {
    return use(fed?.feeds ?? {});
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    if (fed !== null) throw new RnncError(error.diagnostics.map(fed.locate), fed.sources);
    throw new RnncError(
      error.diagnostics.map((d) => (d.code === 'input-missing' ? { ...d, fix: 'give it with --input FILE' } : d)),
    );
  }
}
