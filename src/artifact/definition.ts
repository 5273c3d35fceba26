import type { Graph } from '../../compiler/ir/graph.ts';
import type { Precision } from '../../compiler/program/program.ts';
import type { StoredKernels } from './stored-kernels.ts';
import type { TrainingRecord } from './training-record.ts';

export interface WeightData {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a model is made of: the content of an artifact, or what the compiler gives. */
export interface ModelDefinition {
  readonly name: string;
  /** Fills the weights that are not given. */
  readonly seed: number;
  /** Number of steps that loops are unrolled to; null: loops. */
  readonly unroll: number | null;
  readonly graphs: { readonly inference: Graph; readonly training: Graph | null };
  /** By path. A weight that is missing is initialised; one that is there is taken as it is. */
  readonly weights: ReadonlyMap<string, WeightData>;
  /**
   * Default `float32`. With `int16` the file holds matrices rounded to 16 bits, and kernels that the compiler wrote multiply by them in 16-bit integers
   * where that is safe; `weights` are the rounded numbers.
   */
  readonly precision?: Precision;
  /** Absent unless the model was trained here. */
  readonly training?: TrainingRecord;
  /** Kernels that were already generated for the programs of this model. */
  readonly kernels?: StoredKernels | undefined;
}
