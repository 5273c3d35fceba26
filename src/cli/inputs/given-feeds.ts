import type { ModelDefinition } from '../../artifact/definition.ts';
import type { FeedText } from '../../model/feed-files/feed-file.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import { tellPrepared } from './prepared.ts';
import { readRaw } from './raw-input.ts';
import { withFile } from './run-file.ts';
import type { Terminal } from './terminal.ts';

export interface FeedsChoice {
  /** The model as it was named. */
  readonly file: string;
  /** What stands in the file that is given as input; null: none is. */
  readonly given: FeedText | null;
  readonly nan: 'error' | 'allow';
  /** What the caller does, in words. */
  readonly what: string;
}

/**
 * Does something with what `rnnc run` takes, for a model that is not run.
 * @throws RnncError with the places of mistakes in the file
 */
export async function withGivenFeeds<T>(
  definition: ModelDefinition,
  { file, given, nan, what }: FeedsChoice,
  use: (feeds: Feeds) => T,
  terminal: Terminal,
): Promise<T> {
  const { load } = await import('../../load.ts');
  const model = await load(definition, { kernels: 'stock', onNotice: terminal.notice });
  try {
    const raw = given === null ? null : await readRaw(model, given, what);
    if (raw !== null) return use(raw.feeds);
    tellPrepared(model, file, given, terminal);
    return withFile(model, given, nan, use);
  } finally {
    model.dispose();
  }
}
