import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { callback, counter, isNamed, like, type OptionTable, text, whole } from '../arguments/kinds.ts';
import { readOptions } from '../arguments/read-options.ts';
import type { TrainingRecord } from '../artifact/training-record.ts';
import { type NoteOptions, sampleNotes } from '../data/batches/sample-notes.ts';
import type { Vocabulary } from '../data/dataset/preprocessing.ts';
import { wordJoiner } from '../data/dataset/tokens.ts';
import { decodeText, encodeText, vocabularySize } from '../data/encode/vocabulary.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import { readSampling, type Sampling, type SamplingOptions, sampleToken } from './sampling.ts';
import { oneDoor } from './trained.ts';

export interface GenerateOptions extends NoteOptions {
  /** What the text begins with; at least one token. Default: a line's end where the vocabulary has one, else its first token. */
  readonly prompt?: string;
  /** Tokens to add; default 200. */
  readonly length?: number;
  /** Default: random at temperature 1. */
  readonly sampling?: SamplingOptions;
  /** Default 0. The same seed gives the same text. */
  readonly seed?: number;
}
const GENERATE_OPTIONS: OptionTable<GenerateOptions> = {
  prompt: text,
  length: whole(0),
  sampling: like("{kind: 'greedy'}, or {kind: 'random', temperature: 0.8}", isNamed, (value) =>
    value === 'greedy' || value === 'random' ? `write {kind: '${value}'}` : null,
  ),
  seed: counter,
  onNote: callback(),
};
const CALL = 'generate()';

/**
 * Writes on from a prompt, a token at a time: a session takes the prompt, then each token that was drawn from the logits before it.
 * @throws RnncError at once for unknown options; at the first token `not-generative` for a model that was not trained to guess the next
 *   token of a text, and for a prompt with unknown tokens; later for logits that are no numbers
 */
export function generate(
  model: RunnableModel,
  record: TrainingRecord | null,
  options: GenerateOptions,
): Generator<string, void> {
  const { prompt = '', length = 200, sampling = {}, seed = 0, ...told } = readOptions(CALL, options, GENERATE_OPTIONS);
  const chosen = readSampling(`${CALL}, sampling`, sampling);
  return writeOn(model, record, { prompt, length, sampling: chosen, seed, ...told });
}

/** Options with nothing left out. */
interface Generation extends NoteOptions {
  readonly prompt: string;
  readonly length: number;
  readonly sampling: Sampling;
  readonly seed: number;
}

function* writeOn(model: RunnableModel, record: TrainingRecord | null, options: Generation): Generator<string, void> {
  const { length, sampling, seed } = options;
  const { input, output, vocabulary } = generativeParts(record);
  const size = vocabularySize(vocabulary);
  const given = encodeText(vocabulary, options.prompt);
  if (options.onNote !== undefined && record !== null)
    for (const note of sampleNotes(record.preprocessing, [options.prompt])) options.onNote(note);
  const newline = encodeTextOrNull(vocabulary, '\n');
  const prompt = given.length > 0 ? given : Int32Array.of(newline ?? 0);
  const write = writerOf(vocabulary, given, options.prompt);
  const session = model.session();
  try {
    const token = new Int32Array(1);
    const width = Number(model.outputs.find((o) => o.name === output)?.dims.at(-1) ?? 0);
    if (!(width >= size)) throw new InternalError(`output ${output} has ${width} logits for ${size} tokens`);
    const all = new Float32Array(width);
    // a model may have room for more tokens than its text had
    const logits = all.subarray(0, size);
    const step = (next: number): void => {
      token[0] = next;
      session.step({ [input]: token }, { [output]: all });
    };
    for (const next of prompt) step(next);
    const bytes: number[] = [];
    for (let index = 0; index < length; index++) {
      const next = sampleToken(logits, sampling, { seed, index });
      if (vocabulary.of === 'bytes') {
        bytes.push(next);
        const text = wholeCharacters(bytes);
        if (text !== '') yield text;
      } else yield write(next);
      if (index + 1 < length) step(next);
    }
    if (bytes.length > 0) yield decodeText(vocabulary, bytes);
  } finally {
    session.dispose();
  }
}

/** Decodes the bytes and empties the list. It waits and returns an empty text while the last character may still be incomplete. */
function wholeCharacters(bytes: number[]): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
    bytes.length = 0;
    return text;
  } catch {
    // a character has at most four bytes, so more bytes will not complete these
    return bytes.length < 4 ? '' : new TextDecoder().decode(Uint8Array.from(bytes.splice(0)));
  }
}

/** Gives for each token what is written for it behind the prompt. */
function writerOf(vocabulary: Vocabulary, prompt: Int32Array, text: string): (token: number) => string {
  const of = (token: number): string => vocabulary.tokens[token] ?? '';
  if (vocabulary.of === 'characters') return of;
  const join = wordJoiner(vocabulary);
  for (const token of text === '' ? [] : prompt) join(of(token));
  let isFirst = true;
  return (token) => {
    const written = join(of(token));
    const shown = isFirst && /\s$/.test(text) ? written.replace(/^ /, '') : written;
    isFirst = false;
    return shown;
  };
}

function encodeTextOrNull(vocabulary: Vocabulary, text: string): number | null {
  try {
    return encodeText(vocabulary, text)[0] ?? null;
  } catch (cause) {
    if (cause instanceof RnncError) return null;
    throw cause;
  }
}

function generativeParts(record: TrainingRecord | null) {
  if (record === null)
    throw new RnncError([say.notGenerative('it was not trained here, so its vocabulary is not known')]);
  const { vocabulary, feeds, kind } = record.preprocessing;
  const inputs = Object.entries(feeds).filter(([, feed]) => feed.role === 'input');
  const [first, ...more] = inputs;
  const task = record.tasks.find(({ loss }) => loss === 'cross_entropy');
  if (vocabulary === null || kind !== 'text' || first === undefined || more.length > 0 || first[1].from !== 'tokens')
    throw new RnncError([
      say.notGenerative('its only input has to be the tokens of a text', oneDoor(record, 'generate')),
    ]);
  if (task === undefined) {
    const why = 'it was not trained with cross_entropy to guess the next token';
    throw new RnncError([say.notGenerative(why, oneDoor(record, 'generate'))]);
  }
  if (task.output === null) throw new RnncError([say.noLogits()]);
  return { input: first[0], output: task.output, vocabulary };
}
