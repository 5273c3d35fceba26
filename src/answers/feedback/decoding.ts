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
  (value) =>
    isNamed(value) &&
    (value.kind === 'beam'
      ? 'width' in value
      : !['beam', 'width', 'lengthPenalty'].some((name) => Object.hasOwn(value, name))),
  (value) => {
    if (value === 'greedy' || value === 'random') return `write {kind: '${value}'}`;
    if (value === 'beam') return "write {kind: 'beam', width: 4}";
    if (!isNamed(value)) return null;
    const width = [value.beam, value.width].find((given) => typeof given === 'number');
    return width === undefined ? null : `write {kind: 'beam', width: ${width}}`;
  },
);

/** What to write in place of names that the command line has for the choice of tokens. */
export const DECODING_MEANT = {
  beam: "write decoding: {kind: 'beam', width: 4}",
  sample: "write decoding: {kind: 'random'}",
  temperature: "write decoding: {kind: 'random', temperature: 0.8}",
  topK: "write decoding: {kind: 'random', topK: 40}",
  topP: "write decoding: {kind: 'random', topP: 0.9}",
};

/** @param call for messages. @throws RnncError for unknown options, and for numbers out of range */
export function readDecoding(call: string, given: DecodingOptions = { kind: 'greedy' }): Decoding {
  if (given.kind !== 'beam') return readSampling(call, given);
  const { width, lengthPenalty = 1 } = readOptions(call, given, BEAM);
  return { kind: 'beam', width, lengthPenalty };
}
