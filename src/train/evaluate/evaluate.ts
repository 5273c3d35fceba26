import { isWeighed, type LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { readsItself } from '../../answers/feedback/refuse-feedback.ts';
import type { ErrorSizes } from '../../artifact/training-record.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import type { Contest, Entries, Figure, Weighing } from '../baselines/contest.ts';
import { classContest, distributionContest, scoreContest } from '../baselines/contest-classes.ts';
import { numberContest } from '../baselines/contest-numbers.ts';
import { tokenContest, tokenFeeds } from '../baselines/contest-tokens.ts';
import * as say from '../messages.ts';
import type { ClassTable } from '../metrics/class-counts.ts';
import { measuredWidth, type Objective, type Trainable } from '../prepare/prepare.ts';
import { byItself, planIn, type SaidTexts, saidTexts } from './by-itself.ts';
import { classTally } from './class-table.ts';
import { measurePart } from './measure.ts';
import { type Per, perOf } from './per.ts';
import { type Spread, spreadMeasure } from './spread.ts';

export type PartName = 'test' | 'validation' | 'train';

/** The result of measuring a model, and naive baselines beside it, on one part of the data. */
export interface Evaluation {
  /** `all`: the whole of the data that was given. */
  readonly part: PartName | 'all';
  readonly samples: number;
  /** What figures are means over, such as steps: `per step`. Null: the first loss compares with no target. */
  readonly per: Per | null;
  /** All losses times their weights, each the mean over the part's entries; penalties on weights are left out. */
  readonly loss: number;
  readonly losses: readonly {
    readonly type: LossSpec['type'];
    readonly target: string | null;
    readonly weight: number;
    readonly mean: number;
    readonly per: Per | null;
  }[];
  /** Figures of the first loss and its output: the loss itself, then every metric that fits it, plain and, where the training asks for it, weighted. */
  readonly figures: readonly Figure[];
  /** What the output tells of how sure it is, beside what came; null: it tells nothing of it. */
  readonly spread: Spread | null;
  /** The same weighted by the weights of the first loss; null: there are none, or the training does not ask for it. */
  readonly weightedSpread: Spread | null;
  /** Classes that the first loss measures beside the right ones; null: it has none, or too many for a table. */
  readonly classes: ClassTable | null;
  /** What a model says by itself that says a text token by token; null: it is no such model. */
  readonly said: SaidTexts | null;
  /** Names of the baselines, in the order of the columns of a table. */
  readonly baselines: readonly string[];
  /** The k of the figure `top_k`. */
  readonly topK: number;
  readonly notes: readonly string[];
}

export interface EvaluateOptions {
  /** Null: the test part, the validation part where there is none. */
  readonly part: PartName | null;
  /** Samples per batch; null: as in training, fewer where a text is too short for that many streams. */
  readonly batch: number | null;
  /** Steps of a season, for the seasonal naive forecast and MASE; null: found in the training part. */
  readonly season: number | null;
  /** All of its training part is measured, and what it is compared with comes from the data of the training. */
  readonly whole?: Dataset;
  /** The same model as it answers: of one whose decoder reads what it says. It has the record of a training. */
  readonly speaker?: RunnableModel;
  /** Of the model's forecasts, as its training kept them; null or absent: none. */
  readonly errors?: ErrorSizes | null;
}

/**
 * Measures a model on a part of its data, and the naive baselines, fitted on the training part, on the same entries.
 * @param data that of the training
 * @param model made from `trainingDefinition`
 * @throws RnncError `no-part` where the data has no such part, and as `measurePart`
 */
export async function evaluateModel(
  model: RunnableModel,
  trainable: Trainable,
  data: Dataset,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { objective, compiled, feeds } = trainable;
  const { whole } = options;
  const {
    name,
    part: given,
    note,
  } = whole === undefined ? choosePart(data, options.part) : { name: 'all' as const, part: whole.train, note: null };
  checkSeason(data, options.season);
  const { speaker } = options;
  const plan = speaker === undefined ? null : planIn(speaker);
  // what is compared with baselines must not know the steps before
  const part = speaker === undefined || plan === null || plan.text !== null ? given : byItself(given, speaker, plan);
  const [loss] = objective.losses;
  const width = measuredWidth(trainable);
  const weighings: readonly Weighing[] = loss !== undefined && isWeighed(loss) ? ['plain', 'weighted'] : ['plain'];
  const contests: Contest[] = [];
  for (const weighing of weighings) {
    const contest = await contestOf(data, objective, { feeds, weighing }, width, options.season);
    if (contest !== null) contests.push(contest);
  }
  const shown = objective.weightedMetrics ? weighings : (['plain'] as const);
  const spreads = shown.map((weighing) =>
    spreadMeasure(data.preprocessing, loss, { feeds, weighing }, options.errors ?? null),
  );
  const tally = classTally(data, loss, feeds, width);
  const measured = await measurePart(model, part, name, {
    feeds,
    losses: objective.losses,
    metrics: [],
    batch: isTracked(data)
      ? Math.min(options.batch ?? objective.batch, objective.batch)
      : (options.batch ?? batchFor(part, objective.batch)),
    seed: compiled.seed,
    carry: objective.carry,
    onBatch(batch, output) {
      for (const contest of contests) contest.add(batch, output);
      for (const spread of spreads) spread?.add(batch, output, width);
      tally?.add(batch, output);
    },
  });
  if (contests.some(({ addInOrder }) => addInOrder !== undefined))
    for await (const batch of part.batches({ batch: 1, epoch: 0, from: 0, seed: compiled.seed, shuffle: false }))
      for (const { addInOrder } of contests) addInOrder?.(batch);
  const capped =
    isTracked(data) && (options.batch ?? 0) > objective.batch
      ? [`states are carried as in training, so batches have at most ${objective.batch} samples`]
      : [];
  const weighed =
    loss === undefined || weighings.length === 1
      ? []
      : [say.weighedFigures(weightsIn(loss), objective.weightedMetrics)];
  if (loss?.classWeights !== undefined) weighed.push('the loss leaves out the class weights of the training');
  const order = { batch: objective.batch, epoch: 0, from: 0, seed: compiled.seed, shuffle: false };
  const said =
    speaker === undefined || plan === null || plan.text === null
      ? null
      : await saidTexts(given.batches(order), speaker, plan);
  const reading = !readsItself(data.preprocessing) ? [] : [part === given ? say.teacherForced() : say.readingItself()];
  const notes = [
    ...(note === null ? [] : [note]),
    ...reading,
    ...capped,
    ...weighed,
    ...contests.flatMap(({ notes: of }) => of),
  ];
  const [plain = null, weighted = null] = contests;
  const value = measured.losses[0] ?? Number.NaN;
  return {
    part: name,
    samples: measured.samples,
    per: loss === undefined ? null : perOf(loss, feeds, data.preprocessing),
    loss: measured.loss,
    losses: objective.losses.map((loss, i) => ({
      type: loss.type,
      target: 'target' in loss ? loss.target.value : null,
      weight: loss.weight,
      mean: measured.losses[i] ?? Number.NaN,
      per: perOf(loss, feeds, data.preprocessing),
    })),
    figures:
      weighted === null
        ? (plain?.figures(value) ?? [])
        : figuresOf(weighted.figures(value), plain?.figures(value) ?? [], objective.weightedMetrics),
    spread: spreads[0]?.result() ?? null,
    weightedSpread: spreads[1]?.result() ?? null,
    classes: tally?.table() ?? null,
    said,
    baselines: plain?.baselines ?? [],
    topK: objective.topK,
    notes: [...new Set(plain === null ? [...notes, 'the first loss has no metrics and no baseline'] : notes)],
  };
}

/** The loss as it is trained, then the metrics, both of a kind beside each other where weighted ones are asked for. */
function figuresOf(weighted: readonly Figure[], plain: readonly Figure[], isAsked: boolean): readonly Figure[] {
  return weighted.flatMap((figure, i): Figure[] => {
    const other = plain[i];
    const own: Figure = { ...figure, weighing: 'weighted' };
    if (i === 0 || other === undefined) return [own];
    return [...(isAsked ? [own] : []), { ...other, weighing: 'plain' }];
  });
}

/** What the weights of a loss are of, with the feeds that hold them. */
function weightsIn(loss: LossSpec): readonly string[] {
  return [
    ...('sampleWeights' in loss && loss.sampleWeights !== null ? [`each sample by "${loss.sampleWeights.value}"`] : []),
    ...('stepWeights' in loss && loss.stepWeights !== undefined ? [`each step by "${loss.stepWeights.value}"`] : []),
  ];
}

/** Whether states are carried along tracks. Batches smaller than those of the training leave the tracks at least as long. */
const isTracked = ({ preprocessing }: Dataset): boolean => preprocessing.windows?.carry === true;

function choosePart(
  data: Dataset,
  wanted: PartName | null,
): { readonly name: PartName; readonly part: Dataset['train']; readonly note: string | null } {
  const there = (['test', 'validation', 'train'] as const).filter((name) => data[name] !== null);
  const name = wanted ?? there[0] ?? 'test';
  const part = data[name];
  if (part === null || (wanted === null && name === 'train')) throw new RnncError([say.noPart(wanted, there)]);
  const note = wanted === null && name === 'validation' ? 'there is no test part: this is the validation part' : null;
  return { name, part, note };
}

function checkSeason({ preprocessing }: Dataset, season: number | null): void {
  if (season === null) return;
  const { kind, windows } = preprocessing;
  if (kind !== 'table' || windows === null) throw new RnncError([say.seasonWithoutSeries()]);
  if (windows.carry !== true && season > windows.width) throw new RnncError([say.seasonTooLong(season, windows.width)]);
}

/** A text is cut into no more streams than it has steps for. */
function batchFor(part: Dataset['train'], batch: number): number {
  let size = batch;
  while (size > 1 && part.batchCount(size) === 0) size = Math.floor(size / 2);
  return size;
}

/** What stands beside the model depends on what its first loss measures; null: nothing does. */
async function contestOf(
  data: Dataset,
  { losses: [loss], topK }: Objective,
  entries: Entries,
  width: number,
  season: number | null,
): Promise<Contest | null> {
  if (loss === undefined) return null;
  switch (loss.type) {
    case 'cross_entropy': {
      const tokens = tokenFeeds(data, loss.target.value);
      return tokens === null
        ? classContest(data, loss, entries, width, topK)
        : tokenContest(data, loss, tokens, entries, width, topK);
    }
    case 'sigmoid_cross_entropy':
      return scoreContest(data, loss, entries, width);
    case 'soft_cross_entropy':
      return distributionContest(data, loss, entries, width);
    case 'mse':
    case 'mae':
    case 'huber':
    case 'quantile':
    case 'gaussian_nll':
      return numberContest(data, loss, entries, width, season);
    case 'ctc':
    case 'l1':
    case 'l2':
      return null;
    default:
      return loss satisfies never;
  }
}
