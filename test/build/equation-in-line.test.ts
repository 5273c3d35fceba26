import { expect, test } from 'vitest';
import { printGraph } from '../../compiler/ir/print.ts';
import { compile } from '../../src/index.ts';

const graphOf = (equations: string): string =>
  printGraph(
    compile(`inputs: {x: {shape: [batch, time, 2]}}
layers:
  f:
    type: equations
    inputs: {a: x}
    weights: {w: {shape: [4, 3]}}
    equations: ${equations}
    output: y
outputs: {y: f}
`).graphs.inference,
  );

test.each(['y = tanh([a, a] @ w)', '"y = tanh([a, a] @ w)"', "'y = tanh([a, a] @ w)' # one line"])(
  'an equation beside its key is that of a block: %s',
  (line) => {
    expect(graphOf(line)).toBe(graphOf('|\n      y = tanh([a, a] @ w)'));
  },
);
