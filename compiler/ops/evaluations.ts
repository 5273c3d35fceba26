import type { OpName } from '../ir/nodes.ts';
import { evaluateBroadcast } from './broadcast.ts';
import { evaluateConstant } from './constant.ts';
import { elementwiseEvaluations } from './elementwise/evaluations.ts';
import { evaluateLogsumexp } from './logsumexp.ts';
import { evaluateLoop } from './loop.ts';
import { evaluateMatmul } from './matmul.ts';
import { evaluateMatmulBias } from './matmul-bias.ts';
import type { EvaluateRule } from './op/op.ts';
import { evaluateRange } from './range.ts';
import { evaluateReduceMax, evaluateReduceMean, evaluateReduceSum } from './reduce.ts';
import { evaluateGather } from './rows/gather.ts';
import { evaluateLastStep } from './rows/last-step.ts';
import { evaluateOneHot } from './rows/one-hot.ts';
import { evaluatePick } from './rows/pick.ts';
import { evaluateReadRows, evaluateWriteRows } from './rows/rows.ts';
import { evaluateAddRows, evaluateScatterAdd } from './rows/scatter-add.ts';
import { evaluateScatterMax } from './rows/scatter-max.ts';
import { evaluateValidSteps } from './rows/valid-steps.ts';
import { evaluateConcat } from './shape/concat.ts';
import { evaluateReshape } from './shape/reshape.ts';
import { evaluateSlice } from './shape/slice.ts';
import { evaluateSplit } from './shape/split.ts';
import { evaluateStack } from './shape/stack.ts';
import { evaluateTake } from './shape/take.ts';
import { evaluateTranspose } from './shape/transpose.ts';
import { evaluateSoftmax } from './softmax.ts';

/** The numbers that every op gives, their specification. An op of the signatures that is missing here is a type error. */
export const evaluations: { readonly [K in OpName]: EvaluateRule<K> } = {
  ...elementwiseEvaluations,
  matmul: evaluateMatmul,
  concat: evaluateConcat,
  split: evaluateSplit,
  slice: evaluateSlice,
  reshape: evaluateReshape,
  transpose: evaluateTranspose,
  broadcast: evaluateBroadcast,
  reduce_sum: evaluateReduceSum,
  reduce_mean: evaluateReduceMean,
  reduce_max: evaluateReduceMax,
  softmax: evaluateSoftmax,
  gather: evaluateGather,
  scatter_add: evaluateScatterAdd,
  scatter_max: evaluateScatterMax,
  add_rows: evaluateAddRows,
  read_rows: evaluateReadRows,
  write_rows: evaluateWriteRows,
  pick: evaluatePick,
  logsumexp: evaluateLogsumexp,
  one_hot: evaluateOneHot,
  constant: evaluateConstant,
  range: evaluateRange,
  valid_steps: evaluateValidSteps,
  last_step: evaluateLastStep,
  take: evaluateTake,
  stack: evaluateStack,
  loop: evaluateLoop,
  matmul_bias: evaluateMatmulBias,
};
