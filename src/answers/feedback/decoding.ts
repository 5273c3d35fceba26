import { isNamed, like, type OptionTable, whole } from '../../arguments/kinds.ts';
import { readOptions } from '../../arguments/read-options.ts';
import { readSampling, type Sampling, type SamplingOptions } from '../sampling.ts';

/** How the tokens of a text are chosen: the likeliest at each step, by chance, or the likeliest text that a beam search finds. */
export type DecodingOptions = SamplingOptions | BeamOptions;

interface BeamOptions {
  readonly kind: 'beam';
  /** Beginnings that are kept at each step; at least 1. */
  readonly width: number;
  /**
   * Texts are compared by their log probability over this power of their length, the end mark counted: 0 compares the probabilities themselves, which
   * favours short texts. Default 1.
   */
  readonly lengthPenalty?: number;
}

export type Decoding = Sampling | { readonly kind: 'beam'; readonly width: number; readonly lengthPenalty: number };

const BEAM: OptionTable<BeamOptions> = {
  kind: like('beam', (value) => value === 'beam'),
  width: whole(1, 1000),
  lengthPenalty: like('a number from 0 to 10', (value) => typeof value === 'number' && value >= 0 && value <= 10),
};

export const decodingKind = like<DecodingOptions>(
  "{kind: 'greedy'}, {kind: 'random', temperature: 0.8} or {kind: 'beam', width: 4}",
  (value) => isNamed(value) && (value.kind !== 'beam' || 'width' in value),
  (value) => (value === 'greedy' || value === 'random' ? `write {kind: '${value}'}` : null),
);

/** @param call for messages. @throws RnncError for unknown options, and for numbers out of range */
export function readDecoding(call: string, given: DecodingOptions = { kind: 'greedy' }): Decoding {
  if (given.kind !== 'beam') return readSampling(call, given);
  const { width, lengthPenalty = 1 } = readOptions(call, given, BEAM);
  return { kind: 'beam', width, lengthPenalty };
}
