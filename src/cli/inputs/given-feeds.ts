import { Option } from 'commander';
import { requireTraining } from '../../answers/trained.ts';
import type { ModelDefinition } from '../../artifact/definition.ts';
import type { FeedText } from '../../model/feed-files/feed-file.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import type { Model } from '../../model.ts';
import { STDIN } from '../files/files.ts';
import { parseName } from './options.ts';
import { tellPrepared } from './prepared.ts';
import { readRaw } from './raw-input.ts';
import { samplesOf } from './rows-file.ts';
import { readInput, withFile } from './run-file.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage.ts';

/** Where the numbers come from that a model is looked at with; at most one of them. */
export interface GivenOptions {
  readonly input?: string;
  readonly data?: string;
  readonly text?: readonly string[];
}

export const givenOptions = (): readonly Option[] => [
  new Option(
    '-i, --input <file>',
    'what rnnc run takes: JSON, CSV with one row per step, or for a trained model NDJSON or files of trees; - for standard input',
  ),
  new Option(
    '-d, --data <file>',
    'of a trained model: rows or texts as those of the training, which it prepares itself; - for standard input',
  ).argParser(parseName),
  new Option('--text <text>', 'of a model trained on texts: a text; may be given several times').argParser(
    (text: string, earlier: readonly string[] = []) => [...earlier, text],
  ),
];

/** The files that such options name. */
export const givenFiles = ({ input, data }: GivenOptions): readonly string[] =>
  [input, data].filter((file) => file !== undefined);

/** What a model is looked at with: a file as `rnnc run` takes it (null: none), or samples as `rnnc predict` takes them. */
export type Given =
  | { readonly kind: 'feeds'; readonly file: FeedText | null }
  | { readonly kind: 'data'; readonly file: string }
  | { readonly kind: 'texts'; readonly texts: readonly string[] };

/**
 * @param models how many models will read it
 * @throws UsageError for several sources, and where standard input would be read twice; RnncError for a file that can't be read
 */
export function readGiven({ input, data, text }: GivenOptions, models: number): Given {
  if ([input, data, text].filter((source) => source !== undefined).length > 1)
    throw new UsageError('say what to look at with one of --input FILE, --data FILE and --text TEXT');
  if (text !== undefined) return { kind: 'texts', texts: text };
  if (data === undefined) return { kind: 'feeds', file: input === undefined ? null : readInput(input) };
  if (data === STDIN && models > 1)
    throw new UsageError('each model reads the rows in its own way, and standard input can be read once: give a file');
  return { kind: 'data', file: data };
}

export interface FeedsChoice {
  /** The model as it was named. */
  readonly file: string;
  readonly given: Given;
  readonly nan: 'error' | 'allow';
  /** The command that asks. */
  readonly command: 'trace' | 'plot';
}

/**
 * Does something with what is given to a model that is not run.
 * @throws RnncError with the places of mistakes in the file, and for samples where the model was not trained
 */
export async function withGivenFeeds<T>(
  definition: ModelDefinition,
  choice: FeedsChoice,
  use: (feeds: Feeds) => T,
  terminal: Terminal,
): Promise<T> {
  const { load } = await import('../../load.ts');
  const model = await load(definition, { kernels: 'stock', onNotice: terminal.notice });
  try {
    const { file, given, nan, command } = choice;
    if (given.kind !== 'feeds') return use(await encoded(model, given, command, terminal));
    const raw = given.file === null ? null : await readRaw(model, given.file, command);
    if (raw !== null) return use(raw.feeds);
    tellPrepared(model, file, given.file, command, terminal);
    return withFile(model, given.file, nan, use);
  } finally {
    model.dispose();
  }
}

/** What the model is fed of samples as `rnnc predict` takes them. */
async function encoded(
  model: Model,
  given: Exclude<Given, { readonly kind: 'feeds' }>,
  command: string,
  { notice }: Terminal,
): Promise<Feeds> {
  requireTraining(model, `${command} --data and --text`);
  if (given.kind === 'texts') return model.encode(given.texts, { onNote: notice });
  const { samples, options } = await samplesOf(given.file, model.training?.preprocessing ?? null, {});
  return model.encode(samples, {
    onNote: notice,
    ...(options.decimal === undefined ? {} : { decimal: options.decimal }),
  });
}
