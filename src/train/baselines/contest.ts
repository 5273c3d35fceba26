import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { isThere, lengthsByAxis } from '../../data/batches/batch.ts';
import type { Batch, BatchFeed, FeedShape } from '../../data/dataset/dataset.ts';
import { beats } from '../metrics/metrics.ts';

export type LossWithTarget = Extract<LossSpec, { readonly target: unknown }>;

/** How much entries count in a figure: as in the loss, or each once; those of weight 0 never do. */
export type Weighing = 'weighted' | 'plain';

/** What entries of a batch are found by. */
export interface Entries {
  readonly feeds: readonly FeedShape[];
  readonly weighing: Weighing;
}

/** One number of the model beside that of the baselines. */
export interface Figure {
  readonly name: string;
  /** The column of the target that it is of; null: all of them. */
  readonly column: string | null;
  /** `normalised`: as the model sees numbers; `raw`: as they stand in the data; null: without a unit, or both alike. */
  readonly units: 'normalised' | 'raw' | null;
  /** Null: the loss has no weights of samples or steps, so both are alike. */
  readonly weighing: Weighing | null;
  readonly better: 'higher' | 'lower';
  readonly model: number | null;
  /** The same number of each baseline, by its name; null where a baseline has none. */
  readonly baselines: { readonly [name: string]: number | null };
}

/** The model against baselines on one part of the data, batch by batch. */
export interface Contest {
  readonly baselines: readonly string[];
  /** Sentences about what is left out, and what was found. */
  readonly notes: readonly string[];
  /** @param measured what the first loss measures, [batch, …]. */
  readonly add: (batch: Batch, measured: Float32Array) => void;
  /** Takes the samples one by one in the order of their series. It exists where forecasts need that order and the model's batches have another. */
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
  /** Steps along the time axis, of axes within each other of all together; 1 where there is no time axis. */
  readonly steps: number;
  /** Numbers per sample and step. */
  readonly features: number;
  /** Steps of each sample that are real; null: all, or those of which there are targets, along inner axes. */
  readonly lengths: Int32Array | null;
  /** Weight of each sample; null: all are 1. */
  readonly weights: ArrayLike<number> | null;
  /** Weight of each step, [samples, steps]; null: all are 1. */
  readonly stepWeights: ArrayLike<number> | null;
  /** 1 for every number that the target has, 0 where one is missing, or an inner step. Null: none is missing. */
  readonly targets: Uint8Array | null;
}

/** How the target of a loss lies in a batch, with the weights of that loss; where each entry counts once they are 0 and 1. */
export function layoutOf(batch: Batch, loss: LossWithTarget, { feeds: shapes, weighing }: Entries): Layout | null {
  const { target, sampleWeights } = loss;
  const name = target.value;
  const ofSteps = 'stepWeights' in loss ? loss.stepWeights : undefined;
  const given = (of: string | undefined): ArrayLike<number> | null => {
    const found = of === undefined ? undefined : batch.feeds[of]?.data;
    if (found === undefined) return null;
    return weighing === 'weighted' ? found : Uint8Array.from(found, (weight) => Number(weight > 0));
  };
  const stepWeights = given(ofSteps?.value);
  const weights = given(sampleWeights?.value);
  const feed = batch.feeds[name];
  const dims = shapes.find((shape) => shape.name === name)?.dims;
  if (feed === undefined || dims === undefined) return null;
  const { dtype, data, shape } = feed;
  const [samples = 0] = shape;
  const lengths = lengthsByAxis(batch, dims, shapes);
  const steps = sizeOf(shape.slice(1, lengths.length + 1));
  const features = sizeOf(shape.slice(lengths.length + 1));
  const isInner = lengths.length > 1;
  const isKnown = (target: number, i: number): boolean =>
    isTarget(target, dtype) && (!isInner || isThere(Math.floor(i / features), shape, lengths));
  const targets = data.every(isKnown) ? null : Uint8Array.from(data, (target, i) => Number(isKnown(target, i)));
  return {
    samples,
    steps,
    features,
    lengths: isInner ? null : (lengths[0] ?? null),
    weights,
    stepWeights: lengths.length === 0 ? null : stepWeights,
    targets,
  };
}

/** Whether there is a target: no class is -1, and no number is NaN. */
const isTarget = (target: number, dtype: BatchFeed['dtype']): boolean =>
  dtype === 'int32' ? target >= 0 : !Number.isNaN(target);

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Whether a step of a sample is real. */
const isReal = ({ lengths }: Layout, sample: number, step: number): boolean =>
  lengths === null || step < (lengths[sample] ?? 0);

/** Weights of `rows` rows that share the entries of a batch evenly, 0 beyond the length of a sample and where there is no target; null: all are 1. */
export function rowWeights(layout: Layout, rows: number): Float32Array | null {
  const { lengths, weights, stepWeights, targets } = layout;
  if (lengths === null && weights === null && stepWeights === null && targets === null) return null;
  const perRow = (targets?.length ?? 0) / rows;
  const perEntry = rows / (layout.samples * layout.steps);
  return Float32Array.from({ length: rows }, (_, row) => {
    const entry = Math.floor(row / perEntry);
    const sample = Math.floor(entry / layout.steps);
    if (targets?.subarray(row * perRow, (row + 1) * perRow).every((there) => there === 0)) return 0;
    return isReal(layout, sample, entry % layout.steps) ? (weights?.[sample] ?? 1) * (stepWeights?.[entry] ?? 1) : 0;
  });
}
