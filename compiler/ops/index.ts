import { broadcast } from './broadcast.ts';
import { concat } from './concat.ts';
import { constant } from './constant.ts';
import { elementwise } from './elementwise.ts';
import { gather } from './gather.ts';
import { last_step } from './last-step.ts';
import { logsumexp } from './logsumexp.ts';
import { loop } from './loop.ts';
import { matmul } from './matmul.ts';
import { matmul_bias } from './matmul-bias.ts';
import { one_hot } from './one-hot.ts';
import type { OpDef } from './op.ts';
import { pick } from './pick.ts';
import { range } from './range.ts';
import { reduce_max, reduce_mean, reduce_sum } from './reduce.ts';
import { reshape } from './reshape.ts';
import { read_rows, write_rows } from './rows.ts';
import { add_rows, scatter_add } from './scatter-add.ts';
import { scatter_max } from './scatter-max.ts';
import type { OpName } from './signatures.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { split } from './split.ts';
import { stack } from './stack.ts';
import { take } from './take.ts';
import { transpose } from './transpose.ts';
import { valid_steps } from './valid-steps.ts';

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
