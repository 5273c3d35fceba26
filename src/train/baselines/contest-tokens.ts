/** Baselines for the next token of a text: how often tokens, and pairs of them, occurred in training. */
import type { Dataset } from '../../data/dataset/dataset.ts';
import { createMetric, METRICS } from '../metrics/metrics.ts';
import { trainingBatches } from '../prepare/training-batches.ts';
import { bigram, type Texts, type TokenModel, unigram } from './baselines.ts';
import { type Contest, type Entries, type Figure, type LossWithTarget, layoutOf, rowWeights } from './contest.ts';
import { lossFigure, metricFigure, WeightedMean } from './contest-classes.ts';

/** The feeds with the tokens that are read and those that are to be guessed. */
export interface TokenFeeds {
  readonly input: string;
  readonly target: string;
}

/** The feeds of a model of text, or null where the target of the loss is not the token after each. */
export function tokenFeeds({ preprocessing }: Dataset, target: string): TokenFeeds | null {
  const recipe = Object.hasOwn(preprocessing.feeds, target) ? preprocessing.feeds[target] : undefined;
  if (recipe?.from !== 'tokens' || recipe.tokens !== 'next') return null;
  const input = Object.entries(preprocessing.feeds).find(([, feed]) => feed.from === 'tokens' && feed.role === 'input');
  return input === undefined ? null : { input: input[0], target };
}

/** @param size number of tokens that the model has logits for. @param k of the metric `top_k`, which is left out where there are not more tokens. */
export async function tokenContest(
  data: Dataset,
  loss: LossWithTarget,
  { input, target }: TokenFeeds,
  entries: Entries,
  size: number,
  k: number,
): Promise<Contest> {
  const texts = await trainingTexts(data, { input, target });
  const rivals = [
    new Rival('unigram', unigram(texts, size), new Followers([], size, k, unigram(texts, size))),
    new Rival('bigram', bigram(texts, size), new Followers(texts, size, k, unigram(texts, size))),
  ];
  const own = [
    createMetric({ name: 'accuracy', scores: 'logits' }),
    ...(size > k ? [createMetric({ name: 'top_k', k })] : []),
  ];
  const isWords = data.preprocessing.vocabulary?.of === 'words';
  return {
    baselines: rivals.map(({ name }) => name),
    notes: [],
    add(batch, measured) {
      const layout = layoutOf(batch, loss, entries);
      const targets = batch.feeds[target]?.data;
      const read = batch.feeds[input]?.data;
      if (layout === null || targets === undefined || read === undefined) return;
      const weights = rowWeights(layout, targets.length);
      for (const metric of own)
        metric.add({ outputs: measured, targets, width: size, ...(weights === null ? {} : { weights }) });
      const { samples, steps } = layout;
      const readSteps = read.length / samples;
      for (let sample = 0; sample < samples; sample++)
        for (let step = 0; step < steps; step++) {
          const weight = weights?.[sample * steps + step] ?? 1;
          if (weight === 0) continue;
          // a target without time follows the last token read
          const previous = read[(sample + 1) * readSteps - steps + step] ?? null;
          for (const rival of rivals) rival.add(targets[sample * steps + step] ?? 0, previous, k, weight);
        }
    },
    figures: (value) => {
      const nats = (of: (mean: number) => number): Figure['baselines'] =>
        Object.fromEntries(rivals.map(({ name, mean }) => [name, mean.value === null ? null : of(mean.value)]));
      const derived = (name: 'perplexity' | 'bits_per_character', of: (mean: number) => number): Figure => ({
        name,
        column: null,
        units: null,
        weighing: null,
        better: METRICS[name].better,
        model: of(value),
        baselines: nats(of),
      });
      return [
        lossFigure(
          loss,
          value,
          nats((mean) => mean),
        ),
        derived('perplexity', Math.exp),
        ...(isWords ? [] : [derived('bits_per_character', (mean) => mean / Math.LN2)]),
        ...own.map(
          (metric, i): Figure => ({
            ...metricFigure(metric, []),
            baselines: Object.fromEntries(rivals.map(({ name, hits }) => [name, hits[i]?.value ?? null])),
          }),
        ),
      ];
    },
  };
}

class Rival {
  readonly name: string;
  readonly mean = new WeightedMean();
  /** Share of tokens that were the first guess, and share of those among the first k guesses. */
  readonly hits = [new WeightedMean(), new WeightedMean()] as const;
  readonly #model: TokenModel;
  readonly #followers: Followers;

  constructor(name: string, model: TokenModel, followers: Followers) {
    this.name = name;
    this.#model = model;
    this.#followers = followers;
  }

  add(token: number, previous: number | null, k: number, weight: number): void {
    this.mean.add(-Math.log(this.#model.probability(token, previous)), weight);
    const place = this.#followers.best(this.#model, previous).indexOf(token);
    this.hits[0].add(place === 0 ? 1 : 0, weight);
    this.hits[1].add(place >= 0 && place < k ? 1 : 0, weight);
  }
}

/** The likeliest tokens after each token. It is enough to compare the tokens that followed it in training and the most frequent tokens. */
class Followers {
  readonly #after = new Map<number, Set<number>>();
  readonly #k: number;
  readonly #frequent: readonly number[];
  readonly #best = new Map<number | null, readonly number[]>();

  constructor(texts: Texts, size: number, k: number, single: TokenModel) {
    this.#k = k;
    for (const text of texts)
      for (let t = 1; t < text.length; t++) {
        const previous = text[t - 1] ?? 0;
        const known = this.#after.get(previous);
        if (known === undefined) this.#after.set(previous, new Set([text[t] ?? 0]));
        else known.add(text[t] ?? 0);
      }
    const all = Array.from({ length: size }, (_, token) => token);
    this.#frequent = highest(all, k, (token) => single.probability(token, null));
  }

  best(model: TokenModel, previous: number | null): readonly number[] {
    const known = this.#best.get(previous);
    if (known !== undefined) return known;
    const seen = previous === null ? undefined : this.#after.get(previous);
    const tokens = [...new Set([...this.#frequent, ...(seen ?? [])])];
    const best = highest(tokens, this.#k, (token) => model.probability(token, previous));
    this.#best.set(previous, best);
    return best;
  }
}

function highest(tokens: readonly number[], k: number, score: (token: number) => number): readonly number[] {
  return tokens
    .map((token) => ({ token, score: score(token) }))
    .sort((a, b) => b.score - a.score || a.token - b.token)
    .slice(0, k)
    .map(({ token }) => token);
}

/** The training part as texts. Windows that go on from each other make one text, and no token counts twice. */
async function trainingTexts(data: Dataset, { input, target }: TokenFeeds): Promise<Texts> {
  const texts: number[][] = [];
  const stride = data.preprocessing.windows?.stride ?? 1;
  for await (const batch of trainingBatches(data)) {
    const read = batch.feeds[input];
    const next = batch.feeds[target];
    if (read === undefined || next === undefined) continue;
    const steps = read.data.length / batch.samples;
    const perSample = next.data.length / batch.samples;
    for (let sample = 0; sample < batch.samples; sample++) {
      const window = Array.from(read.data.subarray(sample * steps, (sample + 1) * steps));
      window.push(next.data[(sample + 1) * perSample - 1] ?? 0);
      const last = texts.at(-1);
      if (last === undefined || stride > steps) texts.push(window);
      else for (const token of window.slice(window.length - stride)) last.push(token);
    }
  }
  return texts;
}
