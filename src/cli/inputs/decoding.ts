/** Options that say how tokens are chosen. */
import { InvalidArgumentError, Option } from 'commander';
import type { DecodingOptions } from '../../answers/feedback/decoding.ts';
import type { PredictOptions } from '../../answers/predict/predicted.ts';
import { parseCount } from './options.ts';
import { UsageError } from './usage.ts';

export interface DecodingFlags {
  readonly sample?: boolean;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly beam?: number;
  readonly lengthPenalty?: number;
  readonly longest?: number;
  readonly seed?: number;
}

const within =
  (least: number, most: number, words: string) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value > least && value <= most)) throw new InvalidArgumentError(`It must be ${words}.`);
    return value;
  };
export const wholeFrom0 = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || value >>> 0 !== value)
    throw new InvalidArgumentError('It must be a whole number from 0 to 4294967295.');
  return value;
};

/** @param zero what to do for a temperature of 0. */
export const temperatureOption = (zero: string): Option =>
  new Option('--temperature <t>', 'below 1 safer, above 1 wilder (default: 1)').argParser(
    within(0, Number.MAX_VALUE, `a number above 0; ${zero}`),
  );
export const topKOption = (): Option =>
  new Option('--top-k <k>', 'only the k most probable tokens').argParser(parseCount);
export const topPOption = (): Option =>
  new Option('--top-p <p>', 'only the fewest tokens that together have this probability').argParser(
    within(0, 1, 'a number above 0 and at most 1'),
  );

/** For models that say a text token by token. */
export const decodingOptions = (): readonly Option[] => [
  new Option('--sample', 'texts: draw each token by its probability (default: the most probable one)'),
  temperatureOption('for 0 leave --sample out'),
  topKOption(),
  topPOption(),
  new Option('--beam <n>', 'texts: search for the most probable one, keeping n beginnings at each step').argParser(
    parseCount,
  ),
  new Option(
    '--length-penalty <a>',
    'of --beam: texts are compared by log probability over length to this power; 0 favours short ones (default: 1)',
  ).argParser(fromZero),
  new Option(
    '--longest <n>',
    'texts: the most tokens (default: twice the longest in the training part); numbers step by step: the steps',
  ).argParser(parseCount),
  new Option('--seed <n>', 'of --sample: the same seed gives the same texts (default: 0)').argParser(wholeFrom0),
];

const fromZero = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 10))
    throw new InvalidArgumentError('It must be a number from 0 to 10.');
  return value;
};

/** @throws UsageError for options that do not go together */
export function decodingOf(flags: DecodingFlags): Pick<PredictOptions, 'decoding' | 'longest' | 'seed'> {
  const { sample = false, temperature, topK, topP, beam, lengthPenalty, longest, seed } = flags;
  const ofSampling = temperature !== undefined || topK !== undefined || topP !== undefined || seed !== undefined;
  if (sample && beam !== undefined)
    throw new UsageError('--sample draws tokens and --beam searches: give one or the other');
  if (!sample && ofSampling) throw new UsageError('--temperature, --top-k, --top-p and --seed are for --sample');
  if (lengthPenalty !== undefined && beam === undefined) throw new UsageError('--length-penalty is for --beam');
  const decoding: DecodingOptions | null = sample
    ? { kind: 'random', temperature: temperature ?? 1, topK: topK ?? null, topP: topP ?? null }
    : beam === undefined
      ? null
      : { kind: 'beam', width: beam, lengthPenalty: lengthPenalty ?? 1 };
  return {
    ...(decoding === null ? {} : { decoding }),
    ...(longest === undefined ? {} : { longest }),
    ...(seed === undefined ? {} : { seed }),
  };
}
