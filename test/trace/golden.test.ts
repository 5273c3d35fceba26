import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, trace } from '../../src/index.ts';
import { traceCsv, traceJson } from '../../src/trace/trace-files.ts';
import { traceTable } from '../../src/trace/trace-table.ts';

const models = join(import.meta.dirname, '../../models');
const plain = { width: 120, values: null, digits: 8, bold: (text: string) => text };
const shipped = (name: string, options = {}) =>
  trace(
    compile(readFileSync(join(models, `${name}.yaml`), 'utf8'), { file: `${name}.yaml` }),
    JSON.parse(readFileSync(join(models, 'data', `${name}.json`), 'utf8')),
    options,
  );

test('the two steps of the seed note, with its numbers', () => {
  expect(traceTable(shipped('seed-rnn'), plain)).toMatchInlineSnapshot(`
    "step 1 of 2   x = 1
      rnn.0.forward  simple_rnn, x
        state, before                                                         [2]  0           0
        before_activation = state @ w_cell_state + x @ w_cell_input + b_cell  [2]  0.6         0.5
        state' = tanh(before_activation)                                      [2]  0.53704957  0.46211716  → state
      final_output = rnn @ kernel + bias                                      [1]  1.56128388  → output

    step 2 of 2   x = 2
      rnn.0.forward  simple_rnn, x
        state, before                                                         [2]  0.53704957  0.46211716
        before_activation = state @ w_cell_state + x @ w_cell_input + b_cell  [2]  1.2923401   1.39225678
        state' = tanh(before_activation)                                      [2]  0.85973818  0.88366641  → state
      final_output = rnn @ kernel + bias                                      [1]  2.72707101  → output"
  `);
});

test('the same over a tree, children first', () => {
  expect(traceTable(shipped('recursive-sharing'), plain)).toMatchInlineSnapshot(`
    "node 1 of 0..1   x = 1
      tree.0.up  simple_recursive, x
        before_activation = sum_children(state) @ w_cell_state + x @ w_cell_input + b_cell
                                           [2]  0.6         0.5
        state' = tanh(before_activation)   [2]  0.53704957  0.46211716  → state
      final_output = tree @ kernel + bias  [1]  1.56128388  → output

    node 0 of 0..1   child 1   x = 2
      tree.0.up  simple_recursive, x
        state, child 1                     [2]  0.53704957  0.46211716
        before_activation = sum_children(state) @ w_cell_state + x @ w_cell_input + b_cell
                                           [2]  1.2923401   1.39225678
        state' = tanh(before_activation)   [2]  0.85973818  0.88366641  → state
      final_output = tree @ kernel + bias  [1]  2.72707101  → output

    once for the sequence
      tree.root = root(tree)               [2]  0.85973818  0.88366641  → root"
  `);
});

test('a model with two layers that go both ways: the backward one begins at the last step, and only what was built is told', () => {
  const model = compile(
    `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  r: {type: recurrent, input: x, cell: {keras.gru: {units: 1, reset_after: false}}, direction: bidirectional}
  y: {type: dense, input: r, units: 1, activation: sigmoid}
outputs: {y: y, last: r.last}
`,
  );
  const told = trace(model, { x: [[[0]], [[1], [2]]] }, { row: 2 });
  expect(traceTable(told, { ...plain, digits: 4 })).toMatchInlineSnapshot(`
    "step 1 of 2   x = 1
      r.0.forward  keras.gru, x
        h, before                            [1]   0
        x_z, x_r, x_h = split(x @ kernel + bias if use_bias else x @ kernel)
          x_z                                [1]   0.0251
          x_r                                [1]  -0.0829
          x_h                                [1]   0.1925
        h_z, h_r, h_h = split(h @ recurrent_kernel + recurrent_bias if use_bias and reset_after else h @ recurrent_kernel)
          h_z                                [1]   0
          h_r                                [1]   0
          h_h                                [1]   0
        z = recurrent_activation(x_z + h_z)  [1]   0.5063
        r = recurrent_activation(x_r + h_r)  [1]   0.4793
        candidate = activation(x_h + r * h_h if reset_after else x_h + (r * h) @ recurrent_kernel[2 * units:])
                                             [1]   0.1901
        h' = z * h + (1 - z) * candidate     [1]   0.0939

    step 2 of 2   x = 2
      r.0.forward  keras.gru, x
        h, before                            [1]   0.0939
        x_z, x_r, x_h = split(x @ kernel + bias if use_bias else x @ kernel)
          x_z                                [1]   0.0502
          x_r                                [1]  -0.1657
          x_h                                [1]   0.3849
        h_z, h_r, h_h = split(h @ recurrent_kernel + recurrent_bias if use_bias and reset_after else h @ recurrent_kernel)
          h_z                                [1]  -0.0835
          h_r                                [1]  -0.0359
          h_h                                [1]   0.0234
        z = recurrent_activation(x_z + h_z)  [1]   0.4917
        r = recurrent_activation(x_r + h_r)  [1]   0.4498
        candidate = activation(x_h + r * h_h if reset_after else x_h + (r * h) @ recurrent_kernel[2 * units:])
                                             [1]   0.376
        h' = z * h + (1 - z) * candidate     [1]   0.2373

    step 2 of 2   x = 2
      r.0.backward  keras.gru, x
        h, before                            [1]   0
        x_z, x_r, x_h = split(x @ kernel + bias if use_bias else x @ kernel)
          x_z                                [1]  -1.4074
          x_r                                [1]   0.7029
          x_h                                [1]  -1.2713
        h_z, h_r, h_h = split(h @ recurrent_kernel + recurrent_bias if use_bias and reset_after else h @ recurrent_kernel)
          h_z                                [1]   0
          h_r                                [1]   0
          h_h                                [1]   0
        z = recurrent_activation(x_z + h_z)  [1]   0.1966
        r = recurrent_activation(x_r + h_r)  [1]   0.6688
        candidate = activation(x_h + r * h_h if reset_after else x_h + (r * h) @ recurrent_kernel[2 * units:])
                                             [1]  -0.8541
        h' = z * h + (1 - z) * candidate     [1]  -0.6862

    step 1 of 2   x = 1
      r.0.backward  keras.gru, x
        h, before                            [1]  -0.6862
        x_z, x_r, x_h = split(x @ kernel + bias if use_bias else x @ kernel)
          x_z                                [1]  -0.7037
          x_r                                [1]   0.3515
          x_h                                [1]  -0.6356
        h_z, h_r, h_h = split(h @ recurrent_kernel + recurrent_bias if use_bias and reset_after else h @ recurrent_kernel)
          h_z                                [1]  -0.114
          h_r                                [1]  -0.4639
          h_h                                [1]   0.4926
        z = recurrent_activation(x_z + h_z)  [1]   0.3062
        r = recurrent_activation(x_r + h_r)  [1]   0.4719
        candidate = activation(x_h + r * h_h if reset_after else x_h + (r * h) @ recurrent_kernel[2 * units:])
                                             [1]  -0.3826
        h' = z * h + (1 - z) * candidate     [1]  -0.4756

    step 1 of 2
      r = [r.0.forward, r.0.backward]        [2]  0.0939  -0.4756
      y = sigmoid(r @ kernel + bias)         [1]  0.517

    step 2 of 2
      r = [r.0.forward, r.0.backward]        [2]  0.2373  -0.6862
      y = sigmoid(r @ kernel + bias)         [1]  0.516

    once for the sequence
      r.last = last(r)                       [2]  0.2373  -0.4756  → last"
  `);
});

test('as CSV, a line for each number, and as JSON', () => {
  const told = shipped('seed-rnn', { layers: ['rnn.before_activation', 'final_output'], steps: 2 });
  expect(traceCsv(told, 8)).toMatchInlineSnapshot(`
    "axis,step,path,equation,shape,unit,value
    time,2,x,,1,1,2
    time,2,rnn.0.forward.step.before_activation,before_activation = state @ w_cell_state + x @ w_cell_input + b_cell,2,1,1.2923401
    time,2,rnn.0.forward.step.before_activation,before_activation = state @ w_cell_state + x @ w_cell_input + b_cell,2,2,1.39225678
    time,2,final_output,rnn @ kernel + bias,1,1,2.72707101
    "
  `);
  const all = JSON.parse(traceJson(shipped('seed-rnn'), null));
  expect(all.outputs.output).toEqual({ shape: [2, 1], data: [1.561283881518055, expect.closeTo(2.72707101, 8)] });
  expect(all.blocks[1].units[0].values.map(({ path }: { path: string }) => path)).toEqual([
    'rnn.0.forward.step.x',
    'rnn.0.forward.step.state',
    'rnn.0.forward.step.before_activation',
    "rnn.0.forward.step.state'",
  ]);
});
