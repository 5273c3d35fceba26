import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import type { Batch, FeedShape } from '../../data/dataset/dataset.ts';
import { beats } from '../metrics/metrics.ts';

export type LossWithTarget = Extract<LossSpec, { readonly target: unknown }>;

/** One number of the model beside that of the baselines. */
export interface Figure {
  readonly name: string;
  /** `normalised`: as the model sees numbers; `raw`: as they stand in the data; null: without a unit, or both alike. */
  readonly units: 'normalised' | 'raw' | null;
  readonly better: 'higher' | 'lower';
  readonly model: number | null;
  /** By the name of the baseline; null where it has no such number. */
  readonly baselines: { readonly [name: string]: number | null };
}

/** The model against baselines on one part of the data, batch by batch. */
export interface Contest {
  readonly baselines: readonly string[];
  /** Sentences about what is left out, and what was found. */
  readonly notes: readonly string[];
  /** @param measured what the first loss measures, [batch, …]. */
  readonly add: (batch: Batch, measured: Float32Array) => void;
  /** There where forecasts need the samples in the order of their series and the model's batches have another order. Takes them one by one. */
  readonly addInOrder?: (batch: Batch) => void;
  /** @param loss the mean of the first loss. */
  readonly figures: (loss: number) => readonly Figure[];
}

/** Baselines that the model beats, by name. */
export const beaten = ({ model, baselines, better }: Figure): readonly string[] =>
  Object.entries(baselines).flatMap(([name, value]) => (value !== null && beats(model, value, better) ? [name] : []));

/** How the numbers of a feed lie in a batch. */
export interface Layout {
  readonly samples: number;
  /** Along the time axis, or 1 where there is none. */
  readonly steps: number;
  /** Numbers per sample and step. */
  readonly features: number;
  /** Steps of each sample that are real; null: all. */
  readonly lengths: Int32Array | null;
  /** Of each sample; null: all 1. */
  readonly weights: ArrayLike<number> | null;
  /** The class of each sample and step, -1 where there is none. Null: there is one everywhere. */
  readonly classes: ArrayLike<number> | null;
}

/** How the target of a loss lies in a batch, with the weights of that loss. */
export function layoutOf(
  batch: Batch,
  { target, sampleWeights }: Pick<LossWithTarget, 'target' | 'sampleWeights'>,
  shapes: readonly FeedShape[],
): Layout | null {
  const name = target.value;
  const weights = sampleWeights === null ? null : (batch.feeds[sampleWeights.value]?.data ?? null);
  const feed = batch.feeds[name];
  const dims = shapes.find((shape) => shape.name === name)?.dims;
  if (feed === undefined || dims === undefined) return null;
  const [samples = 0, second = 1] = feed.shape;
  const time = dims[1];
  if (typeof time !== 'string')
    return { samples, steps: 1, features: sizeOf(feed.shape.slice(1)), lengths: null, weights, classes: null };
  const measured = shapes.find((shape) => shape.dims[1] === time && batch.lengths[shape.name] !== undefined);
  const lengths = measured === undefined ? null : (batch.lengths[measured.name] ?? null);
  const classes = feed.dtype === 'int32' && feed.data.some((label) => label < 0) ? feed.data : null;
  return { samples, steps: second, features: sizeOf(feed.shape.slice(2)), lengths, weights, classes };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Whether a step of a sample is real. */
const isReal = ({ lengths }: Layout, sample: number, step: number): boolean =>
  lengths === null || step < (lengths[sample] ?? 0);

/** Weights of `rows` rows that share the entries of a batch evenly, 0 beyond the length of a sample and where there is no class; null: all are 1. */
export function rowWeights(layout: Layout, rows: number): Float32Array | null {
  const { lengths, weights, classes } = layout;
  if (lengths === null && weights === null && classes === null) return null;
  const perEntry = rows / (layout.samples * layout.steps);
  return Float32Array.from({ length: rows }, (_, row) => {
    const entry = Math.floor(row / perEntry);
    const sample = Math.floor(entry / layout.steps);
    if ((classes?.[entry] ?? 0) < 0) return 0;
    return isReal(layout, sample, entry % layout.steps) ? (weights?.[sample] ?? 1) : 0;
  });
}
