import { expect, test } from 'vitest';
import { rawValues } from '../../compiler/4-lower/raw-values.ts';
import { at } from '../../compiler/diagnostics/invariants.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { OpAttributes, OpName } from '../../compiler/ir/nodes.ts';
import type { ValueId } from '../../compiler/ir/types.ts';

const origin = { path: 'p', span: null };

interface Given {
  readonly b: GraphBuilder;
  readonly emit: <K extends OpName>(op: K, inputs: readonly ValueId[], attrs: OpAttributes[K]) => ValueId;
  /** [time, batch, 4]: rows of a table; they vary, have no limits, and are not raw. */
  readonly rows: ValueId;
  /** [time, batch, 4], between -1 and 1. */
  readonly limited: ValueId;
  /** A weight [4, 4]. */
  readonly w: ValueId;
  /** [batch, 4] */
  readonly start: ValueId;
}

/** Whether a product of the value with rows that have no limits is raw: it is where the value itself has no limits. */
function isLimited(make: (given: Given) => ValueId): boolean {
  const b = new GraphBuilder();
  const tokens = b.value('tokens', { dtype: 'int32', shape: shapeOf('time', 'batch') });
  const start = b.value('start', { dtype: 'float32', shape: shapeOf('batch', 4) });
  const table = b.value('table', { dtype: 'float32', shape: shapeOf(7, 4) });
  const w = b.value('w', { dtype: 'float32', shape: shapeOf(4, 4) });
  const emit: Given['emit'] = (op, inputs, attrs) => b.emit(op, inputs, attrs, origin);
  const rows = emit('gather', [table, tokens], {});
  const made = make({ b, emit, rows, limited: emit('tanh', [rows], {}), w, start });
  const size = emit('reduce_sum', [rows], { axes: [0, 1, 2], keepDims: false });
  const product = emit('mul', [made, size], {});
  const init = { kind: 'constant', value: 0 } as const;
  const graph: Graph = {
    name: 'limits',
    variant: 'inference',
    values: b.values,
    inputs: [
      { role: 'feed', name: 'tokens', value: tokens, limit: 7, origin },
      { role: 'state', name: 'start', value: start, final: product, start: null },
    ],
    weights: [
      { path: 'table', value: table, init, origin },
      { path: 'w', value: w, init, origin },
    ],
    nodes: b.nodes,
    outputs: [{ name: 'y', value: product, origin }],
    streaming: null,
  };
  const raw = rawValues(graph);
  // tokens are fed whole numbers: only what is computed with them is asked for
  expect(raw.has(made)).toBe(false);
  return !raw.has(product);
}

const reshaped = shapeOf('time', 'batch', 2, 2);
test.each<[string, boolean, (given: Given) => ValueId]>([
  ['rows of a table', false, ({ rows }) => rows],
  ['a tanh', true, ({ limited }) => limited],
  ['a softmax', true, ({ emit, rows }) => emit('softmax', [rows], {})],
  ['a product of limited numbers', true, ({ emit, limited }) => emit('mul', [limited, limited], {})],
  ['a product of one that is limited', false, ({ emit, limited, rows }) => emit('mul', [limited, rows], {})],
  ['a sum of limited numbers', false, ({ emit, limited }) => emit('add', [limited, limited], {})],
  ['a join of limited numbers', true, ({ emit, limited }) => emit('concat', [limited, limited], { axis: 2 })],
  ['a join with others', false, ({ emit, limited, rows }) => emit('concat', [limited, rows], { axis: 2 })],
  [
    'a part',
    true,
    ({ b, limited }) => at(b.emitAll('split', [limited], { axis: 2, sizes: shapeOf(1, 3) }, origin, ['a', 'b']), 0),
  ],
  ['a slice', true, ({ emit, limited }) => emit('slice', [limited], { axis: 2, start: dim(1), end: dim(3) })],
  ['a reshape', true, ({ emit, limited }) => emit('reshape', [limited], { shape: reshaped })],
  ['a reshape of others', false, ({ emit, rows }) => emit('reshape', [rows], { shape: reshaped })],
  ['a transpose', true, ({ emit, limited }) => emit('transpose', [limited], { permutation: [1, 0, 2] })],
  ['a broadcast', true, ({ emit, limited }) => emit('broadcast', [limited], { shape: shapeOf(2, 'time', 'batch', 4) })],
  ['one step', true, ({ emit, limited }) => emit('take', [limited], { index: 0 })],
  ['a stack', true, ({ emit, limited }) => emit('stack', [limited, limited], {})],
  ['a stack with others', false, ({ emit, limited, rows }) => emit('stack', [limited, rows], {})],
  ['a sum over an axis', false, ({ emit, limited }) => emit('reduce_sum', [limited], { axes: [2], keepDims: false })],
  [
    'a product with a bias and a sigmoid',
    true,
    ({ emit, rows, w }) =>
      emit('matmul_bias', [rows, w, emit('reduce_sum', [w], { axes: [0], keepDims: false })], {
        activation: 'sigmoid',
      }),
  ],
  [
    'one with relu',
    false,
    ({ emit, rows, w }) =>
      emit('matmul_bias', [rows, w, emit('reduce_sum', [w], { axes: [0], keepDims: false })], { activation: 'relu' }),
  ],
  [
    'one without a function',
    false,
    ({ emit, rows, w }) =>
      emit('matmul_bias', [rows, w, emit('reduce_sum', [w], { axes: [0], keepDims: false })], { activation: 'linear' }),
  ],
])('%s is limited: %s', (_, expected, make) => {
  expect(isLimited(make)).toBe(expected);
});

/** What a loop makes of each step: its state becomes the tanh of a step, and it stacks what `stack` gives. */
function looped(
  { b, emit, rows, limited, start }: Given,
  stack: (step: ValueId, bounded: ValueId, state: ValueId) => ValueId,
) {
  const loop = new LoopBody(b, 'forward', dim('time'));
  const state = loop.state('h', start);
  const [step, bounded] = [loop.scan(rows), loop.scan(limited)];
  const next = emit('tanh', [emit('add', [step, state], {})], {});
  return loop.close([next], [{ id: stack(step, bounded, state), name: 's' }], origin);
}

test('what a loop stacks is as limited as one step of it; what its state ends with may be its start', () => {
  const stacked = (stack: Parameters<typeof looped>[1]) => isLimited((given) => at(looped(given, stack).stacked, 0));
  expect(stacked((step) => step)).toBe(false);
  expect(stacked((_, bounded) => bounded)).toBe(true);
  expect(stacked((_, __, state) => state)).toBe(false);
  expect(isLimited((given) => at(looped(given, (step) => step).finals, 0))).toBe(false);
});
