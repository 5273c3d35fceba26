/** Texts that a model says token by token: each step reads the token that was chosen before. */
import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/run.ts';
import { exp, log, logOfOnePlus } from '../../../compiler/initialize/elementary.ts';
import type { TrainingRecord } from '../../artifact/training-record.ts';
import type { Batch } from '../../data/dataset/dataset.ts';
import { markNumbers, vocabularySize } from '../../data/encode/vocabulary.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { sampleToken } from '../sampling.ts';
import { DecoderSteps, feedIn, repeated } from './decoder-steps.ts';
import type { Decoding } from './decoding.ts';
import type { FeedbackPlan } from './plan-feedback.ts';

/** A text, or the beginning of one, without its marks. */
export interface Written {
  readonly tokens: readonly number[];
  /** Of the model saying exactly this, with the end mark where there is one. */
  readonly logProbability: number;
  /** Whether it came to its end. */
  readonly ended: boolean;
}

export interface Writing {
  readonly decoding: Decoding;
  /** Most tokens of a text with an end mark. */
  readonly longest: number;
  /** Of random choices. */
  readonly seed: number;
  /** Samples before these, so that each draws numbers of its own. */
  readonly before: number;
}

const EMPTY: Written = { tokens: [], logProbability: 0, ended: false };

/** @throws RnncError `not-finite`, and where the model can't take steps over the axis of what it says */
export function writeTexts(
  model: RunnableModel,
  record: TrainingRecord,
  plan: FeedbackPlan,
  batch: Batch,
  writing: Writing,
): readonly Written[] {
  const { decoding } = writing;
  if (plan.text === null) throw new InternalError('the model says no text');
  const limits = limitsOf(plan, batch, writing.longest);
  if (batch.samples === 0 || Math.max(...limits) === 0) return limits.map(() => ({ ...EMPTY, ended: true }));
  const width = decoding.kind === 'beam' ? decoding.width : 1;
  const decoder = new DecoderSteps(model, record, plan, repeated(batch, width));
  try {
    const scores = new Scores(plan, decoder);
    const searches = limits.map((limit, i) =>
      decoding.kind === 'beam'
        ? new Beam(plan, limit, decoding)
        : new Single(limit, (logits, index) =>
            sampleToken(logits, decoding, {
              seed: writing.seed,
              index: (writing.before + i) * (writing.longest + 1) + index,
            }),
          ),
    );
    for (let index = 0; searches.some((search) => !search.isDone); index++) {
      decoder.step();
      const from = searches.flatMap((search, i) =>
        search.isDone
          ? Array.from({ length: width }, (_, at) => i * width + at)
          : search.take(scores, i * width, index),
      );
      decoder.goOnFrom(from);
      searches.forEach((search, i) => {
        search.live.forEach(({ tokens }, at) => {
          scores.read(i * width + at, tokens.at(-1));
        });
      });
    }
    return searches.map((search) => search.best);
  } finally {
    decoder.dispose();
  }
}

/** Steps of each text: as many as the inputs beside have, or the most that it may have before its end mark. */
function limitsOf(plan: FeedbackPlan, batch: Batch, longest: number): readonly number[] {
  const samples = Array.from({ length: batch.samples }, (_, i) => i);
  if (plan.text?.ends === true || plan.steps !== null) return samples.map(() => longest);
  const [beside = ''] = plan.beside;
  const lengths = plan.beside.map((name) => batch.lengths[name]).find((found) => found !== undefined);
  return samples.map((i) => lengths?.[i] ?? feedIn(batch, beside).shape[1] ?? 0);
}

/** What the last step says of the tokens. */
class Scores {
  readonly start: number;
  /** Null: texts have no end mark. */
  readonly end: number | null;
  readonly #size: number;
  readonly #width: number;
  readonly #said: Float32Array;
  readonly #next: Float32Array | Int32Array;
  readonly #output: string;

  constructor({ text, fed: [fed] }: FeedbackPlan, decoder: DecoderSteps) {
    const marks = text === null ? null : markNumbers(text.vocabulary);
    const said = decoder.said.get(fed?.output ?? '');
    const next = decoder.previous.get(fed?.previous ?? '');
    if (text === null || marks === null || said === undefined || next === undefined)
      throw new InternalError('the model says no text with marks');
    this.start = marks.start;
    this.end = text.ends ? marks.end : null;
    this.#output = fed?.output ?? '';
    this.#size = vocabularySize(text.vocabulary);
    this.#width = said.length / decoder.rows;
    if (this.#width < this.#size)
      throw new InternalError(`${this.#output} has ${this.#width} logits for ${this.#size} tokens`);
    this.#said = said;
    this.#next = next;
    this.#hidden = text.ends ? [marks.start] : [marks.start, marks.end];
  }
  readonly #hidden: readonly number[];

  /** The row reads this token at the next step. */
  read(row: number, token: number | undefined): void {
    if (token !== undefined) this.#next[row] = token;
  }

  /** Logits of the tokens that can be said, the others being -Infinity, and what makes them log probabilities. */
  of(row: number, index: number): { readonly logits: Float32Array; readonly total: number } {
    const all = this.#said.subarray(row * this.#width, (row + 1) * this.#width);
    let top = Number.NEGATIVE_INFINITY;
    for (const logit of all) top = Math.max(top, logit);
    let sum = 0;
    for (const logit of all) sum += exp(logit - top);
    const total = top + log(sum);
    if (!Number.isFinite(total)) throw new RnncError([say.outputNotFinite(this.#output, `token ${index + 1}`)]);
    const logits = all.slice(0, this.#size);
    // a model may have room for more tokens than there are
    for (const token of this.#hidden) logits[token] = Number.NEGATIVE_INFINITY;
    return { logits, total };
  }
}

/** One text at a time: a choice at each step. */
class Single {
  #text: Written = EMPTY;
  readonly #limit: number;
  readonly #choose: (logits: Float32Array, index: number) => number;
  #done: boolean;

  constructor(limit: number, choose: (logits: Float32Array, index: number) => number) {
    this.#limit = limit;
    this.#choose = choose;
    this.#done = limit === 0;
    if (limit === 0) this.#text = { ...EMPTY, ended: true };
  }

  get isDone(): boolean {
    return this.#done;
  }

  get live(): readonly Written[] {
    return [this.#text];
  }

  get best(): Written {
    return this.#text;
  }

  take(scores: Scores, row: number, index: number): readonly number[] {
    const { logits, total } = scores.of(row, index);
    const token = this.#choose(logits, index);
    const logProbability = this.#text.logProbability + (logits[token] ?? 0) - total;
    const ended = token === scores.end;
    // after the last token nothing but the end may come
    const isOver = scores.end !== null && index === this.#limit;
    if (ended) this.#text = { ...this.#text, logProbability, ended };
    else if (!isOver) {
      const tokens = [...this.#text.tokens, token];
      this.#text = { tokens, logProbability, ended: scores.end === null && tokens.length === this.#limit };
    }
    this.#done = this.#text.ended || isOver;
    return [row];
  }
}

/** Keeps the likeliest beginnings, and the best text that has come to its end. */
class Beam {
  readonly #limit: number;
  readonly #width: number;
  readonly #penalty: number;
  readonly #ends: boolean;
  #live: readonly Written[] = [EMPTY];
  #best: Written | null = null;

  constructor({ text }: FeedbackPlan, limit: number, decoding: Extract<Decoding, { readonly kind: 'beam' }>) {
    this.#limit = limit;
    this.#width = decoding.width;
    this.#penalty = decoding.lengthPenalty;
    this.#ends = text?.ends === true;
    if (limit === 0) this.#best = { ...EMPTY, ended: true };
  }

  get live(): readonly Written[] {
    return this.#live;
  }

  /** Probabilities only fall, so that no beginning can become better than it would be at the greatest length. */
  get isDone(): boolean {
    const [first] = this.#live;
    if (first === undefined || this.#limit === 0) return true;
    return this.#best !== null && this.#scoreOf(this.#best) >= first.logProbability / this.#longest ** this.#penalty;
  }

  get #longest(): number {
    return this.#limit + (this.#ends ? 1 : 0);
  }

  #scoreOf({ tokens, logProbability }: Written): number {
    return logProbability / (tokens.length + (this.#ends ? 1 : 0)) ** this.#penalty;
  }

  /** Of texts that ended and of beginnings that were cut off, the likeliest. */
  get best(): Written {
    const [first = EMPTY] = this.#live;
    const [cut, best] = [this.#cut, this.#best];
    if (best === null || cut === null) return best ?? cut?.text ?? first;
    return cut.score > this.#scoreOf(best) ? cut.text : best;
  }
  #cut: { readonly text: Written; readonly score: number } | null = null;

  /** A text that goes on where it is cut off counts as what it is: the beginning, and then anything but the end. */
  #cutOff(text: Written, { logits, total }: ReturnType<Scores['of']>, end: number | null): void {
    const ends = end === null ? 0 : exp((logits[end] ?? Number.NEGATIVE_INFINITY) - total);
    const score = (text.logProbability + logOfOnePlus(-Math.min(ends, 1))) / this.#longest ** this.#penalty;
    if (this.#cut === null || score > this.#cut.score) this.#cut = { text, score };
  }

  #end(text: Written): void {
    if (this.#best === null || this.#scoreOf(text) > this.#scoreOf(this.#best)) this.#best = text;
  }

  take(scores: Scores, row: number, index: number): readonly number[] {
    const found: { readonly of: number; readonly token: number; readonly logProbability: number }[] = [];
    const isLast = index + 1 === this.#longest;
    this.#live.forEach((beginning, at) => {
      const said = scores.of(row + at, index);
      const { logits, total } = said;
      if (isLast && this.#ends) this.#cutOff(beginning, said, scores.end);
      for (const [token, logit] of logits.entries()) {
        if (logit === Number.NEGATIVE_INFINITY) continue;
        const logProbability = beginning.logProbability + logit - total;
        if (token === scores.end) this.#end({ ...beginning, logProbability, ended: true });
        else found.push({ of: at, token, logProbability });
      }
    });
    if (isLast && this.#ends) this.#live = [];
    else {
      found.sort((a, b) => b.logProbability - a.logProbability || a.of - b.of || a.token - b.token);
      const kept = found.slice(0, this.#width);
      const next = kept.map(({ of, token, logProbability }): Written => {
        const tokens = [...(this.#live[of]?.tokens ?? []), token];
        return { tokens, logProbability, ended: isLast };
      });
      if (isLast) for (const text of next) this.#end(text);
      this.#live = isLast ? [] : next;
      if (!isLast)
        return this.#rows(
          row,
          kept.map(({ of }) => of),
        );
    }
    return this.#rows(row, []);
  }

  #rows(row: number, from: readonly number[]): readonly number[] {
    return Array.from({ length: this.#width }, (_, at) => row + (from[at] ?? at));
  }
}
