import type { OpName } from '../ir/nodes.ts';
import { broadcast } from './broadcast.ts';
import { constant } from './constant.ts';
import { elementwise } from './elementwise/elementwise.ts';
import { logsumexp } from './logsumexp.ts';
import { loop } from './loop.ts';
import { matmul } from './matmul.ts';
import { matmul_bias } from './matmul-bias.ts';
import type { OpDef } from './op/op.ts';
import { range } from './range.ts';
import { reduce_max, reduce_mean, reduce_sum } from './reduce.ts';
import { gather } from './rows/gather.ts';
import { last_step } from './rows/last-step.ts';
import { one_hot } from './rows/one-hot.ts';
import { pick } from './rows/pick.ts';
import { read_rows, write_rows } from './rows/rows.ts';
import { add_rows, scatter_add } from './rows/scatter-add.ts';
import { scatter_max } from './rows/scatter-max.ts';
import { valid_steps } from './rows/valid-steps.ts';
import { concat } from './shape/concat.ts';
import { reshape } from './shape/reshape.ts';
import { slice } from './shape/slice.ts';
import { split } from './shape/split.ts';
import { stack } from './shape/stack.ts';
import { take } from './shape/take.ts';
import { transpose } from './shape/transpose.ts';
import { softmax } from './softmax.ts';

/** What every op means. An op of the signatures that is missing here is a type error. */
export const ops: { readonly [K in OpName]: OpDef<K> } = {
  ...elementwise,
  matmul,
  concat,
  split,
  slice,
  reshape,
  transpose,
  broadcast,
  reduce_sum,
  reduce_mean,
  reduce_max,
  softmax,
  gather,
  scatter_add,
  scatter_max,
  add_rows,
  read_rows,
  write_rows,
  pick,
  logsumexp,
  one_hot,
  constant,
  range,
  valid_steps,
  last_step,
  take,
  stack,
  loop,
  matmul_bias,
};
