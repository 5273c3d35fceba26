import type { Node } from './nodes.ts';
import type { StructurePart, Walk } from './structure.ts';
import type { Origin, Value, ValueId } from './types.ts';

/** How an initialiser fills a weight; sizes and fans are taken from the shape. Evaluated by `compiler/initialize`. */
export type Initializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'literal'; readonly values: readonly number[] }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal' | 'truncated_normal'; readonly mean: number; readonly stddev: number }
  /** scale/fan variance: glorot = (1, avg), he = (2, in), lecun = (1, in). Fans as in Keras: last two axes. */
  | {
      readonly kind: 'variance_scaling';
      readonly scale: number;
      readonly fan: 'in' | 'out' | 'average';
      readonly distribution: 'uniform' | 'truncated_normal';
    }
  | { readonly kind: 'orthogonal'; readonly gain: number }
  | { readonly kind: 'identity'; readonly gain: number }
  /** Consecutive blocks along `axis`, each with its own initialiser (and its own fans). */
  | {
      readonly kind: 'blocks';
      readonly axis: number;
      readonly blocks: readonly { readonly size: number; readonly init: Initializer }[];
    };

/** A weight of the user's model: its path is its name in files. Shapes are static. */
export interface Weight {
  readonly path: string;
  readonly value: ValueId;
  readonly init: Initializer;
  readonly origin: Origin;
}

/**
 * What is fed per run.
 * `feed`: a user's input, batch-major as declared. `lengths`: int32 [batch] of one time symbol; full when absent.
 * `state`: the initial state of a loop, [batch, …]; zeros unless a session or caller gives it. `final` is where the next value comes out.
 * `mask`: 0/1 keep mask of a dropout site (of a zoneout site: what keeps its old value), drawn with probability `keep` unless fed under the site's path.
 * `setting`: a number of the optimiser for this step.
 * `structure`, `roots`: int32, what a walk over the nodes of a tree input needs; see `structure.ts`. Both follow from the trees that are fed.
 */
export type GraphInput =
  | {
      readonly role: 'feed';
      readonly name: string;
      readonly value: ValueId;
      /** int32 feeds that index a table: every entry must be in 0..limit-1. */
      readonly limit: number | null;
      /** -1 may stand where there is nothing to look up. */
      readonly missing?: true;
      readonly origin: Origin;
    }
  | { readonly role: 'lengths'; readonly name: string; readonly symbol: string; readonly value: ValueId }
  | {
      readonly role: 'state';
      readonly name: string;
      readonly value: ValueId;
      readonly final: ValueId;
      /** Feed that gives the start value where the user wrote `initial:` with an input; null: zeros. */
      readonly start: string | null;
    }
  | {
      readonly role: 'mask';
      readonly name: string;
      readonly value: ValueId;
      readonly keep: number;
    }
  /** float32 [] that the trainer gives at every step: a learning rate, a bias correction. */
  | { readonly role: 'setting'; readonly name: string; readonly value: ValueId }
  | {
      readonly role: 'structure';
      readonly name: string;
      readonly value: ValueId;
      readonly walk: Walk;
      readonly part: StructurePart;
      readonly origin: Origin;
    }
  | {
      readonly role: 'roots';
      readonly name: string;
      readonly value: ValueId;
      readonly tree: string;
      readonly axis: string;
      readonly origin: Origin;
    };

/** Numbers an optimiser keeps between steps: as large as a weight, saved in checkpoints, no part of the model. */
export interface Slot {
  readonly path: string;
  readonly value: ValueId;
  /** Every element at the start. */
  readonly start: number;
}

/**
 * What training adds to a graph. `differentiate` fills `gradients`, `apply-optimizer` the rest. Updates are written after everything else has
 * been computed, and not at all when the step is called off.
 */
export interface Learning {
  /** float32 []. */
  readonly loss: ValueId;
  /** Paths of the weights to train; the others stay as they are. */
  readonly trained: readonly string[];
  readonly gradients: readonly { readonly path: string; readonly value: ValueId }[];
  /** Next numbers of weights that follow what a step reads and not its gradient. `apply-optimizer` makes updates of them. */
  readonly followed: readonly { readonly path: string; readonly value: ValueId }[];
  readonly slots: readonly Slot[];
  /** Weights and slots with their next numbers. */
  readonly updates: readonly { readonly target: ValueId; readonly value: ValueId }[];
  /** Time symbols that `segment-loops` has made products of two others. */
  readonly segmented: readonly SegmentedTime[];
}

/** A number of steps as so many segments of so many steps, both bound when the program runs. */
export interface SegmentedTime {
  readonly symbol: string;
  readonly segments: string;
  readonly steps: string;
}

export interface GraphOutput {
  readonly name: string;
  readonly value: ValueId;
  readonly origin: Origin;
}

/**
 * Typed A-normal form. Nodes stand in execution order; ids are dense indices into `values`, unique over the graph and all bodies.
 * Feeds and outputs are batch-major as the user wrote them; the builder puts the transposes to time-major in between.
 */
export interface Graph {
  readonly name: string;
  readonly variant: 'inference' | 'training';
  readonly values: readonly Value[];
  readonly inputs: readonly GraphInput[];
  readonly weights: readonly Weight[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly GraphOutput[];
  readonly learning?: Learning;
  /** Why a session can't stream this graph step by step, or null if it can. */
  readonly streaming: { readonly reason: string; readonly origin: Origin } | null;
}
