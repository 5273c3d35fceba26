import { composeGathers } from './passes/compose-gathers.ts';
import { dropDead } from './passes/drop-dead.ts';
import { foldConstants } from './passes/fold-constants.ts';
import { foldScales } from './passes/fold-scales.ts';
import { fuseBias } from './passes/fuse-bias.ts';
import { hoistInvariants } from './passes/hoist-invariants.ts';
import { liftRepeats } from './passes/lift-repeats.ts';
import { mergeIdentical } from './passes/merge-identical.ts';
import type { Pass } from './passes/pass.ts';
import { projectTables } from './passes/project-tables.ts';
import { pushSplits } from './passes/push-splits.ts';
import { reduceStrength } from './passes/reduce-strength.ts';
import { splitConcatMatmul } from './passes/split-concat-matmul.ts';
import { accumulateRows } from './passes/training/accumulate-rows.ts';
import { differentiate } from './passes/training/differentiate.ts';
import { joinPadded } from './passes/training/join-padded.ts';
import { liftSums } from './passes/training/lift-sums.ts';

/** Portable form: core ops alone, still differentiable. */
export const portable: readonly Pass[] = [
  foldConstants,
  composeGathers,
  splitConcatMatmul,
  liftRepeats,
  pushSplits,
  hoistInvariants,
  liftRepeats,
  mergeIdentical,
  dropDead,
];

/** Gradients of a graph in portable form, in portable form. */
export const learning: readonly Pass[] = [
  differentiate,
  dropDead,
  liftSums,
  hoistInvariants,
  foldConstants,
  joinPadded,
  mergeIdentical,
  dropDead,
];

/** For the target's kernels: strength and fusion. */
export const target: readonly Pass[] = [
  foldConstants,
  foldScales,
  projectTables,
  reduceStrength,
  fuseBias,
  accumulateRows,
  mergeIdentical,
  dropDead,
];
