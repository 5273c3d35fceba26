import type { ModelDefinition } from '../../artifact/definition.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import { tellPrepared } from './prepared.ts';
import { readRaw } from './raw-input.ts';
import { readInput, withFile } from './run-file.ts';
import type { Terminal } from './terminal.ts';

export interface FeedsChoice {
  /** The model as it was named. */
  readonly file: string;
  readonly input: string | undefined;
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
  { file, input, nan, what }: FeedsChoice,
  use: (feeds: Feeds) => T,
  terminal: Terminal,
): Promise<T> {
  const { load } = await import('../../load.ts');
  const model = await load(definition, { kernels: 'stock', onNotice: terminal.notice });
  try {
    const given = input === undefined ? null : readInput(input);
    const raw = given === null ? null : await readRaw(model, given, what);
    if (raw !== null) return use(raw.feeds);
    tellPrepared(model, file, given, terminal);
    return withFile(model, given, nan, use);
  } finally {
    model.dispose();
  }
}
