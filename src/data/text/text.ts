import { type DataSpec, type PartName, partNames } from '../../../compiler/1-read/spec/data-spec.ts';
import { type Diagnostic, InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { makeBatch, type Piece, type Sample } from '../batches/batch.ts';
import { memoryPart, streamPart } from '../batches/parts.ts';
import type { Batch, BatchOptions, Dataset, DatasetOptions, Part } from '../dataset/dataset.ts';
import { MEMORY_LIMIT } from '../dataset/limits.ts';
import type { FeedRecipe, Preprocessing, TextForm, Vocabulary } from '../dataset/preprocessing.ts';
import { checkTokens } from '../encode/checks/check-sizes.ts';
import { textForm, VocabularyFit } from '../encode/fit-text.ts';
import { printDims } from '../encode/plan-feeds.ts';
import { tokenNumbers } from '../encode/vocabulary.ts';
import type { FoundFile, FoundFiles } from '../files/find-files.ts';
import * as columnMessages from '../messages/columns.ts';
import * as partMessages from '../messages/parts.ts';
import * as valueMessages from '../messages/values.ts';
import { cuts, sharesOf } from '../rows/split-rows.ts';
import { countOf, FIRST_PLACE, type TokenPlace, tokenBlocks } from './token-stream.ts';

const DEFAULT_STEPS = 20;

/**
 * Opens a text as one stream of tokens per part. Batches are cut as in Zaremba, Sutskever and Vinyals, "Recurrent neural network
 * regularization", 2014: the stream is laid out in as many rows as a batch has samples, and each batch takes the next `windows.width` tokens of every
 * row, so that states carry over; what does not fill a row or a window is left out. With `shuffle: true` windows are samples of their own.
 * @throws RnncError for files that can't be read, a feed that is no tokens, a split that is not by order
 */
export async function openText(spec: DataSpec, files: FoundFiles, options: DatasetOptions): Promise<Dataset> {
  if (spec.split?.kind === 'column' || spec.split?.by === 'random')
    throw new RnncError([partMessages.textSplit(spec.split.span)]);
  const steps = spec.windows?.width ?? DEFAULT_STEPS;
  const feeds = planTokens(spec, options, steps);
  const { preprocessing: fitted } = options;
  if (fitted !== undefined && fitted.kind !== 'text')
    throw new RnncError([valueMessages.kindMismatch(fitted.kind === 'table' ? 'rows of a table' : 'batches', 'text')]);
  const form = fitted?.vocabulary ?? textForm(spec.vocabulary, spec.vocabulary?.of ?? 'characters');
  const { of } = form;
  const sets = [files.train, files.validation, files.test].map((set) => set ?? []);
  const size = sets.flat().reduce((n, { file }) => n + (file.size ?? Number.POSITIVE_INFINITY), 0);
  const streamed = size > (options.memoryLimit ?? MEMORY_LIMIT);
  const texts = await Promise.all(sets.map((set) => Text.read(set, form, streamed)));
  const ranges = files.whole
    ? wholeRanges(texts[0], spec)
    : texts.map((text) => ({ text, start: 0, end: text.length }));
  const [train] = ranges;
  if (train === undefined || train.end === 0) throw new RnncError([partMessages.nothingLeft(spec.span, 0)]);
  const fit = fitted === undefined ? await fitVocabulary(spec, form, train) : null;
  const vocabulary = fit?.vocabulary() ?? fitted?.vocabulary ?? null;
  if (vocabulary === null) throw new InternalError('a text has no vocabulary');
  checkTokens(feeds, options.inputs, vocabulary, spec.span);
  const lacking = fit === null ? null : valueMessages.lackingTokensNote('the text', fit.lacking());
  const notes = fitted === undefined ? (lacking === null ? [] : [lacking]) : await unknownNotes(vocabulary, ranges);
  const stride = spec.shuffle === true ? (spec.windows?.stride ?? steps) : steps;
  const wanted = spec.vocabulary?.of ?? of;
  if (wanted !== of) throw new RnncError([valueMessages.vocabularyOfOther(wanted, of)]);
  const preprocessing: Preprocessing = {
    version: 1,
    kind: 'text',
    columns: {},
    vocabulary,
    group: null,
    time: null,
    decimal: '.',
    windows: { width: steps, horizon: 1, stride },
    feeds: Object.fromEntries(feeds.map(({ name, ...feed }) => [name, feed])),
  };
  const parts: (Part | null)[] = [];
  for (const [i, range] of ranges.entries()) {
    const name = partNames[i] ?? 'train';
    range.text.number(vocabulary, files.whole ? 'text' : `${name} text`);
    const isThere = range.end > range.start && (files.whole || (sets[i]?.length ?? 0) > 0);
    if (!isThere && isAsked(spec, files, name))
      throw new RnncError([partMessages.partEmpty(spec.split?.span ?? spec.span, name, 0, null)]);
    parts.push(isThere ? textPart(range, { name, steps, stride, feeds, shuffle: spec.shuffle === true }) : null);
  }
  const [trainPart, validation, test] = parts;
  if (!trainPart) throw new RnncError([partMessages.nothingLeft(spec.span, 0)]);
  const lengths = ranges.map(({ start, end }) => end - start);
  const paths = (set: readonly FoundFile[] | undefined): readonly string[] => (set ?? []).map(({ path }) => path);
  return {
    train: trainPart,
    validation: validation ?? null,
    test: test ?? null,
    preprocessing,
    shuffle: spec.shuffle ?? false,
    report: {
      files: { train: paths(sets[0]), validation: paths(sets[1]), test: paths(sets[2]) },
      format: 'text',
      rows: { train: lengths[0] ?? 0, validation: lengths[1] ?? 0, test: lengths[2] ?? 0 },
      skipped: { count: 0, first: [] },
      columns: {},
      time: null,
      counts: {},
      delimiter: null,
      decimal: null,
      header: null,
      streamed,
      notes,
    },
  };
}

const isAsked = ({ split }: DataSpec, files: FoundFiles, name: PartName): boolean =>
  files.whole
    ? name === 'train' || (split?.kind === 'ratio' && split[name] > 0)
    : name === 'train' || files[name] !== null;

interface Range {
  readonly text: Text;
  readonly start: number;
  readonly end: number;
}

function wholeRanges(text: Text | undefined, spec: DataSpec): readonly Range[] {
  if (text === undefined) return [];
  const [first, second] = cuts(text.length, sharesOf(spec.split));
  return [
    { text, start: 0, end: first },
    { text, start: first, end: second },
    { text, start: second, end: text.length },
  ];
}

/** What of a text the training did not have. */
async function unknownNotes(vocabulary: Vocabulary, ranges: readonly Range[]): Promise<readonly string[]> {
  if (vocabulary.of === 'bytes' || vocabulary.unknown === null) return [];
  const known = new Set(vocabulary.tokens);
  const items = new Set<string>();
  let count = 0;
  for (const { text, start, end } of ranges)
    for (const [token, times] of await text.counts(start, end)) {
      if (known.has(token)) continue;
      items.add(token);
      count += times;
    }
  return count === 0 ? [] : [valueMessages.unknownsNote(null, count, [...items])];
}

// feeds

type TokenFeed = Extract<FeedRecipe, { from: 'tokens' }> & { readonly name: string };

function planTokens(spec: DataSpec, { inputs }: DatasetOptions, steps: number): readonly TokenFeed[] {
  const mistakes: Diagnostic[] = [];
  const names = inputs.map((shape) => shape.name);
  for (const [name, { span }] of spec.feeds ?? [])
    if (!names.includes(name)) mistakes.push(columnMessages.feedUnknown(span, name, names));
  const feeds = inputs.flatMap((shape): readonly TokenFeed[] => {
    const written = spec.feeds?.get(shape.name);
    const span = written?.span ?? spec.span;
    if (written?.kind === 'columns') {
      mistakes.push(columnMessages.columnsOfText(span, shape.name));
      return [];
    }
    const only = inputs.filter((other) => other.role === shape.role).length === 1;
    if (written === undefined && !only) {
      mistakes.push(columnMessages.feedUnclear(span, shape.name, printDims(shape), '{tokens: next}', ['the tokens']));
      return [];
    }
    const tokens = written?.tokens ?? (shape.role === 'input' ? 'input' : 'next');
    const [, time] = shape.dims;
    const perStep = shape.dims.length === 2 && (typeof time === 'string' || time === steps);
    if (shape.dtype !== 'int32' || !(perStep || (shape.dims.length === 1 && tokens === 'next'))) {
      mistakes.push(columnMessages.feedShape(span, shape.name, printDims(shape), columnMessages.tokensShape()));
      return [];
    }
    const { role, dtype, dims, missing } = shape;
    return [
      { from: 'tokens', tokens, name: shape.name, role, dtype, dims, ...(missing === undefined ? {} : { missing }) },
    ];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return feeds;
}

async function fitVocabulary(spec: DataSpec, form: TextForm, train: Range): Promise<VocabularyFit> {
  const fit = new VocabularyFit(spec.vocabulary, form.of, false);
  if (form.of !== 'bytes')
    for (const [token, count] of await train.text.counts(train.start, train.end)) fit.add(token, count);
  return fit;
}

// the tokens

/** Tokens as numbers, from some place on. */
interface Cursor {
  /** The next `count` tokens, which must be there. */
  take(count: number): Promise<Int32Array>;
  close(): Promise<void>;
}

/** Tokens between places that are kept for jumping into a streamed text. */
const CHECKPOINT = 65_536;

/** The tokens of some files: in memory as numbers, or read again from the nearest checkpoint. */
class Text {
  readonly #files: readonly FoundFile[];
  readonly #form: TextForm;
  readonly length: number;
  /** In memory: numbers of their own order, later those of the vocabulary. */
  #numbers: Int32Array | null;
  readonly #names: readonly string[];
  readonly #checkpoints: readonly { readonly token: number; readonly place: TokenPlace }[];
  #numbered = false;
  #numberOf: (token: string) => number = () => 0;

  private constructor(
    files: readonly FoundFile[],
    form: TextForm,
    length: number,
    numbers: Int32Array | null,
    names: readonly string[],
    checkpoints: readonly { readonly token: number; readonly place: TokenPlace }[],
  ) {
    this.#files = files;
    this.#form = form;
    this.length = length;
    this.#numbers = numbers;
    this.#names = names;
    this.#checkpoints = checkpoints;
  }

  /** One pass over the files. */
  static async read(files: readonly FoundFile[], form: TextForm, streamed: boolean): Promise<Text> {
    const names = new Map<string, number>();
    const checkpoints = [{ token: 0, place: FIRST_PLACE }];
    let numbers = new Int32Array(streamed ? 0 : 1024);
    let length = 0;
    for await (const block of tokenBlocks(files, form)) {
      const count = countOf(block);
      if (!streamed) {
        if (length + count > numbers.length) {
          const grown = new Int32Array(Math.max(length + count, 2 * numbers.length));
          grown.set(numbers);
          numbers = grown;
        }
        if ('bytes' in block) numbers.set(block.bytes, length);
        else for (const [i, token] of block.tokens.entries()) numbers[length + i] = intern(names, token);
      }
      length += count;
      if (length - (checkpoints.at(-1)?.token ?? 0) >= CHECKPOINT)
        checkpoints.push({ token: length, place: block.end });
    }
    return new Text(files, form, length, streamed ? null : numbers.slice(0, length), [...names.keys()], checkpoints);
  }

  /** How often each token occurs from `start` to `end`. */
  async counts(start: number, end: number): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    const add = (token: string): void => {
      counts.set(token, (counts.get(token) ?? 0) + 1);
    };
    if (this.#numbers !== null) {
      for (let i = start; i < end; i++) add(this.#names[this.#numbers[i] ?? 0] ?? '');
      return counts;
    }
    let at = 0;
    for await (const block of tokenBlocks(this.#files, this.#form)) {
      if (!('tokens' in block)) continue;
      for (const token of block.tokens) {
        if (at >= start && at < end) add(token);
        at++;
      }
      if (at >= end) break;
    }
    return counts;
  }

  /** From here on, numbers are those of the vocabulary. @throws RnncError for a token that it lacks, at once if in memory */
  number(vocabulary: Vocabulary, what: string): void {
    if (this.#numbered) return;
    this.#numbered = true;
    const find = tokenNumbers(vocabulary);
    this.#numberOf = (token) => {
      const number = find(token);
      if (number === null)
        throw new RnncError([valueMessages.unknownToken(`the ${what}`, token, vocabulary.tokens.length)]);
      return number;
    };
    if (this.#numbers === null || this.#form.of === 'bytes') return;
    const renumbered = this.#names.map(this.#numberOf);
    this.#numbers = this.#numbers.map((number) => renumbered[number] ?? 0);
  }

  /** Tokens in memory, or null. */
  get held(): Int32Array | null {
    return this.#numbers;
  }

  cursor(start: number): Cursor {
    const { held } = this;
    if (held !== null) {
      let at = start;
      return {
        take: async (count) => {
          at += count;
          return held.subarray(at - count, at);
        },
        close: async () => {},
      };
    }
    const from = this.#checkpoints.findLast(({ token }) => token <= start) ?? { token: 0, place: FIRST_PLACE };
    const blocks = tokenBlocks(this.#files, this.#form, from.place);
    let skip = start - from.token;
    let ready: ArrayLike<number> = [];
    let at = 0;
    return {
      take: async (count) => {
        const taken = new Int32Array(count);
        for (let filled = 0; filled < count; ) {
          if (at >= ready.length) {
            const { done, value } = await blocks.next();
            if (done) break;
            ready = 'bytes' in value ? value.bytes : value.tokens.map(this.#numberOf);
            at = Math.min(skip, ready.length);
            skip -= at;
            continue;
          }
          taken[filled++] = ready[at++] ?? 0;
        }
        return taken;
      },
      close: async () => {
        await blocks.return(undefined);
      },
    };
  }
}

function intern(names: Map<string, number>, token: string): number {
  const known = names.get(token);
  if (known !== undefined) return known;
  names.set(token, names.size);
  return names.size - 1;
}

// batches

interface TextRules {
  readonly name: string;
  readonly steps: number;
  readonly stride: number;
  readonly feeds: readonly TokenFeed[];
  readonly shuffle: boolean;
}

function textPart(range: Range, rules: TextRules): Part {
  if (rules.shuffle) return windowsPart(range, rules);
  const { steps, name } = rules;
  const length = range.end - range.start;
  const batchCount = (batch: number): number => Math.max(0, Math.floor((Math.floor(length / batch) - 1) / steps));
  const check = (batch: number): void => {
    if (batchCount(batch) === 0) throw new RnncError([partMessages.textTooShort(name, length, batch, steps)]);
  };
  return {
    samples: Math.max(0, length - 1),
    batchCount,
    checkBatches: check,
    batches: (options) => {
      check(options.batch);
      return rowsOfText(range, rules, options, batchCount(options.batch));
    },
  };
}

async function* rowsOfText(
  { text, start, end }: Range,
  { steps, feeds }: TextRules,
  { batch, from }: BatchOptions,
  count: number,
): AsyncGenerator<Batch> {
  const rowLength = Math.floor((end - start) / batch);
  const cursors = Array.from({ length: batch }, (_, row) => text.cursor(start + row * rowLength + from * steps));
  try {
    let firsts = await Promise.all(cursors.map(async (cursor) => cursor.take(1)));
    for (let n = from; n < count; n++) {
      const windows: Int32Array[] = [];
      for (const [row, cursor] of cursors.entries()) {
        const window = new Int32Array(steps + 1);
        window.set(firsts[row] ?? []);
        window.set(await cursor.take(steps), 1);
        windows.push(window);
      }
      firsts = windows.map((window) => window.subarray(steps));
      yield makeBatch(
        feeds,
        windows.map((window) => sampleOf(window, feeds)),
        n > 0,
      );
    }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
}

/** @param window the tokens of the steps and the one after them. */
const sampleOf = (window: Int32Array, feeds: readonly TokenFeed[]): Sample =>
  feeds.map(({ tokens, dims }): Piece => {
    const steps = window.length - 1;
    if (dims.length === 1) return { steps: 1, data: window.subarray(steps) };
    return { steps, data: tokens === 'input' ? window.subarray(0, steps) : window.subarray(1) };
  });

/** Windows as samples that know nothing of each other. */
function windowsPart({ text, start, end }: Range, { name, steps, stride, feeds }: TextRules): Part {
  const count = Math.max(0, Math.floor((end - start - steps - 1) / stride) + 1);
  if (count === 0) throw new RnncError([partMessages.textTooShort(name, end - start, 1, steps)]);
  const rules = { name, layouts: feeds, shuffle: true, buckets: [] };
  const { held } = text;
  if (held !== null)
    return memoryPart(
      {
        count,
        get: (i) => sampleOf(held.subarray(start + i * stride, start + i * stride + steps + 1), feeds),
      },
      rules,
    );
  const open = async function* (): AsyncGenerator<Sample> {
    const cursor = text.cursor(start);
    try {
      let window = await cursor.take(steps + 1);
      for (let i = 0; i < count; i++) {
        yield sampleOf(window, feeds);
        if (i + 1 === count) return;
        const kept = Math.max(0, steps + 1 - stride);
        await cursor.take(Math.max(0, stride - steps - 1));
        const next = new Int32Array(steps + 1);
        next.set(window.subarray(steps + 1 - kept));
        next.set(await cursor.take(steps + 1 - kept), kept);
        window = next;
      }
    } finally {
      await cursor.close();
    }
  };
  return streamPart(open, { samples: count, lengths: new Map([[steps, count]]) }, rules);
}
