/** Measures quantiles and bands as a forecast tells them: in raw units, quantiles in order. */
import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { exp } from '../../../compiler/initialize/elementary.ts';
import type { ErrorSizes } from '../../artifact/training-record.ts';
import type { Batch, FeedShape } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { type Band, type BandKind, bandOf } from '../../uncertainty/bands.ts';
import { type HeadNumbers, headNumbers, pointIndex } from '../../uncertainty/heads.ts';
import { normalQuantile } from '../../uncertainty/normal.ts';
import type { Entries } from '../baselines/contest.ts';
import { isScaled, rawTargets } from '../baselines/raw-targets.ts';
import { type Ahead, aheadOf, eachAhead } from './validation-errors.ts';

export interface Spread {
  /** `raw`: as the data have them; null: the data are not scaled, or not read by rnnc. */
  readonly units: 'raw' | null;
  readonly quantiles: readonly QuantileFigure[];
  readonly bands: readonly BandFigure[];
}
interface QuantileFigure {
  readonly column: string;
  readonly quantile: number;
  /** Mean of max(q e, (q - 1) e), with e = what came - what was told. */
  readonly pinball: number;
  /** Share of what came that lies below it. */
  readonly below: number;
}
interface BandFigure {
  readonly column: string;
  readonly kind: BandKind;
  /** The share that should lie in it. */
  readonly level: number;
  /** The share that does. */
  readonly coverage: number;
  /** Mean distance of its ends. */
  readonly width: number;
}

/** Of a normal distribution, which has them all. */
const QUANTILES = [0.1, 0.5, 0.9];
const LEVELS = [0.5, 0.8, 0.9, 0.95];

interface SpreadMeasure {
  /** @param width size of the last axis of what is measured. */
  readonly add: (batch: Batch, measured: Float32Array, width: number) => void;
  /** Null before the first number. */
  readonly result: () => Spread | null;
}

/** @returns null where the loss is none of numbers, and where plain numbers come without errors to judge them by */
export function spreadMeasure(
  preprocessing: Preprocessing,
  loss: LossSpec | undefined,
  entries: Entries,
  errors: ErrorSizes | null,
): SpreadMeasure | null {
  if (loss === undefined || !isOfNumbers(loss)) return null;
  const target = loss.target.value;
  const head = { loss: loss.type, ...(loss.type === 'quantile' ? { quantiles: loss.quantiles } : {}) };
  const task = { ...head, target, ...(errors === null ? {} : { errors }) };
  const levels = loss.type === 'quantile' ? pairsOf(loss.quantiles) : LEVELS;
  const bands = levels.flatMap((level) => {
    const band = bandOf(task, level);
    return 'ends' in band ? [band] : [];
  });
  const taus = loss.type === 'quantile' ? loss.quantiles : loss.type === 'gaussian_nll' ? QUANTILES : [];
  const names = namesOf(preprocessing, target, entries.feeds);
  // errors are known for the steps of a forecast, of which a model that guesses at each step gives more
  const isOfErrors = taus.length === 0;
  const ahead = isOfErrors ? aheadOf(preprocessing, target) : null;
  if (isOfErrors && (ahead === null || bands.length === 0)) return null;
  const units = isScaled(preprocessing, target) ? ('raw' as const) : null;
  const sums = names.map(() => ({
    weight: 0,
    quantiles: taus.map(() => ({ pinball: 0, below: 0 })),
    bands: bands.map(() => ({ inside: 0, width: 0 })),
  }));
  return {
    add(batch, measured, width) {
      const targets = batch.feeds[target]?.data;
      if (targets === undefined) return;
      const numbers = headNumbers(head, measured, width);
      const inRaw = rawTargets(preprocessing, batch, target);
      const point = pointIndex(head);
      const points = Float64Array.from({ length: targets.length }, (_, i) => numbers.at(i)[point] ?? Number.NaN);
      const toRaw = (values: Float64Array): ArrayLike<number> => inRaw.beside(points, values);
      const told = taus.map((_, q) => toRaw(quantilesTold(numbers, loss, taus, q, targets.length)));
      const raw = inRaw.truth();
      const ends = bands.map((band) => endsTold(numbers, band, targets.length, ahead, toRaw, batch.samples));
      const layout: Ahead = ahead ?? { steps: targets.length / batch.samples / names.length, columns: names.length };
      eachAhead(layout, batch, loss, entries, (index, _step, column, _target, weight) => {
        const sum = sums[column];
        const came = raw[index] ?? Number.NaN;
        if (sum === undefined || Number.isNaN(came)) return;
        sum.weight += weight;
        sum.quantiles.forEach((figure, q) => {
          const error = came - (told[q]?.[index] ?? Number.NaN);
          const tau = taus[q] ?? 0;
          figure.pinball += weight * Math.max(tau * error, (tau - 1) * error);
          // half of those that are met exactly, so that whole numbers are judged fairly
          figure.below += weight * (error < 0 ? 1 : error === 0 ? 0.5 : 0);
        });
        sum.bands.forEach((figure, b) => {
          const [low = Number.NaN, high = Number.NaN] = [ends[b]?.low[index], ends[b]?.high[index]];
          if (came >= low && came <= high) figure.inside += weight;
          figure.width += weight * (high - low);
        });
      });
    },
    result: () =>
      sums.every(({ weight }) => weight === 0)
        ? null
        : {
            units,
            quantiles: sums.flatMap(({ weight, quantiles }, c) =>
              quantiles.map(({ pinball, below }, q) => ({
                column: names[c] ?? '',
                quantile: taus[q] ?? 0,
                pinball: pinball / weight,
                below: below / weight,
              })),
            ),
            bands: sums.flatMap(({ weight, bands: of }, c) =>
              of.map(({ inside, width }, b) => ({
                column: names[c] ?? '',
                kind: bands[b]?.kind ?? 'errors',
                level: bands[b]?.level ?? 0,
                coverage: inside / weight,
                width: width / weight,
              })),
            ),
          },
  };
}

type NumberLoss = Extract<LossSpec, { readonly type: 'mse' | 'mae' | 'huber' | 'quantile' | 'gaussian_nll' }>;
const isOfNumbers = (loss: LossSpec): loss is NumberLoss =>
  ['mse', 'mae', 'huber', 'quantile', 'gaussian_nll'].includes(loss.type);

/** Levels of the bands between quantiles that lie as far from 0 as from 1, widest first. */
function pairsOf(quantiles: readonly number[]): readonly number[] {
  const sorted = [...quantiles].sort((a, b) => a - b);
  return sorted.flatMap((low) =>
    low < 0.5 && sorted.some((high) => Math.abs(low + high - 1) < 1e-9) ? [Number((1 - 2 * low).toPrecision(9))] : [],
  );
}

function quantilesTold(
  { at }: HeadNumbers,
  loss: NumberLoss,
  taus: readonly number[],
  q: number,
  count: number,
): Float64Array {
  if (loss.type === 'quantile') return Float64Array.from({ length: count }, (_, i) => at(i)[q] ?? Number.NaN);
  const reach = normalQuantile(taus[q] ?? 0.5);
  return Float64Array.from({ length: count }, (_, i) => {
    const [mean = Number.NaN, logVariance = Number.NaN] = at(i);
    return mean + reach * exp(logVariance / 2);
  });
}

/** Both ends of a band for every number of a target. */
function endsTold(
  { at }: HeadNumbers,
  band: Band,
  count: number,
  ahead: Ahead | null,
  toRaw: (values: Float64Array) => ArrayLike<number>,
  samples: number,
): { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> } {
  const low = new Float64Array(count);
  const high = new Float64Array(count);
  const perSample = count / samples;
  for (let i = 0; i < count; i++) {
    const back = ahead === null ? 0 : Math.floor((perSample - 1 - (i % perSample)) / ahead.columns);
    [low[i], high[i]] = band.ends(
      at(i),
      ahead === null ? 0 : ahead.steps - 1 - back,
      ahead === null ? 0 : i % ahead.columns,
    );
  }
  return { low: toRaw(low), high: toRaw(high) };
}

/** A name for each number of one step of a target. */
function namesOf({ feeds, windows }: Preprocessing, target: string, shapes: readonly FeedShape[]): readonly string[] {
  const recipe = Object.hasOwn(feeds, target) ? feeds[target] : undefined;
  if (recipe?.from === 'columns' && windows !== null) return recipe.columns;
  const dims = shapes.find(({ name }) => name === target)?.dims ?? [];
  const size = dims.reduce<number>((n, dim) => (typeof dim === 'number' ? n * dim : n), 1);
  if (recipe?.from === 'columns' && recipe.columns.length === size) return recipe.columns;
  const [only] = recipe?.from === 'columns' ? recipe.columns : [];
  return Array.from({ length: size }, (_, i) => (size === 1 ? (only ?? target) : `${only ?? target}[${i}]`));
}
