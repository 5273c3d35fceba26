import type { Pass } from './pass.ts';
import { accumulateRows } from './passes/accumulate-rows.ts';
import { composeGathers } from './passes/compose-gathers.ts';
import { differentiate } from './passes/differentiate.ts';
import { dropDead } from './passes/drop-dead.ts';
import { foldConstants } from './passes/fold-constants.ts';
import { fuseBias } from './passes/fuse-bias.ts';
import { hoistInvariants } from './passes/hoist-invariants.ts';
import { joinPadded } from './passes/join-padded.ts';
import { liftSums } from './passes/lift-sums.ts';
import { mergeIdentical } from './passes/merge-identical.ts';
import { projectTables } from './passes/project-tables.ts';
import { pushSplits } from './passes/push-splits.ts';
import { reduceStrength } from './passes/reduce-strength.ts';
import { splitConcatMatmul } from './passes/split-concat-matmul.ts';

/** Portable form: core ops alone, still differentiable. */
export const portable: readonly Pass[] = [
  foldConstants,
  composeGathers,
  splitConcatMatmul,
  pushSplits,
  hoistInvariants,
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
  projectTables,
  reduceStrength,
  fuseBias,
  accumulateRows,
  mergeIdentical,
  dropDead,
];
