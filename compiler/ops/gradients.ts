import type { OpName } from '../ir/nodes.ts';
import { broadcastGradient } from './broadcast.ts';
import { elementwiseGradients } from './elementwise/gradients.ts';
import { logsumexpGradient } from './logsumexp.ts';
import { matmulGradient } from './matmul.ts';
import type { GradientRule } from './op/gradient.ts';
import { reduceMaxGradient, reduceMeanGradient, reduceSumGradient } from './reduce.ts';
import { gatherGradient } from './rows/gather.ts';
import { lastStepGradient } from './rows/last-step.ts';
import { pickGradient } from './rows/pick.ts';
import { readRowsGradient, writeRowsGradient } from './rows/rows.ts';
import { addRowsGradient, scatterAddGradient } from './rows/scatter-add.ts';
import { scatterMaxGradient } from './rows/scatter-max.ts';
import { concatGradient } from './shape/concat.ts';
import { reshapeGradient } from './shape/reshape.ts';
import { sliceGradient } from './shape/slice.ts';
import { splitGradient } from './shape/split.ts';
import { stackGradient } from './shape/stack.ts';
import { takeGradient } from './shape/take.ts';
import { transposeGradient } from './shape/transpose.ts';
import { softmaxGradient } from './softmax.ts';

/** The derivative of every op, as expressions of the IR. An op of the signatures that is missing here is a type error. */
export const gradients: { readonly [K in OpName]: GradientRule<K> } = {
  ...elementwiseGradients,
  matmul: matmulGradient,
  concat: concatGradient,
  split: splitGradient,
  slice: sliceGradient,
  reshape: reshapeGradient,
  transpose: transposeGradient,
  broadcast: broadcastGradient,
  reduce_sum: reduceSumGradient,
  reduce_mean: reduceMeanGradient,
  reduce_max: reduceMaxGradient,
  softmax: softmaxGradient,
  gather: gatherGradient,
  scatter_add: scatterAddGradient,
  scatter_max: scatterMaxGradient,
  add_rows: addRowsGradient,
  read_rows: readRowsGradient,
  write_rows: writeRowsGradient,
  pick: pickGradient,
  logsumexp: logsumexpGradient,
  one_hot: 'flat',
  constant: 'flat',
  range: 'flat',
  valid_steps: 'flat',
  last_step: lastStepGradient,
  take: takeGradient,
  stack: stackGradient,
  loop: 'region',
  matmul_bias: 'refused',
};
