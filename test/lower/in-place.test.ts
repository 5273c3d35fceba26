import { describe, expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { verifyGraph } from '../../compiler/graph/verify.ts';
import { constantDim, shapeOf, symbolDim } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput } from '../../compiler/ir/graph.ts';
import type { OpAttributes, OpName } from '../../compiler/ir/nodes.ts';
import type { TensorType, ValueId } from '../../compiler/ir/types.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { codeOf, runProgram } from '../fuse/run.ts';
import { numbers } from '../passes/equal.ts';
import { runOn } from '../trees/run-on.ts';

const UNITS = 3;
const origin = { path: 'tree', span: null };

interface Body {
  readonly emit: <K extends OpName>(op: K, inputs: readonly ValueId[], attrs: OpAttributes[K]) => ValueId;
  /** The table, and the same after the rows of the step were written. */
  readonly old: ValueId;
  readonly written: ValueId;
  /** [row]: rows of the table. */
  readonly read: ValueId;
  /** []: the first row that the step wrote. */
  readonly first: ValueId;
  /** [row, UNITS] */
  readonly x: ValueId;
}

/** Steps that write rows of a table and then compute what is kept of them. @param next the table that the next step finds */
function tableGraph(keep: (body: Body) => ValueId, next: (body: Body) => ValueId = ({ written }) => written): Graph {
  const b = new GraphBuilder();
  const inputs: GraphInput[] = [];
  const feed = (name: string, dtype: TensorType['dtype'], ...dims: readonly (string | number)[]): ValueId => {
    const value = b.value(name, { dtype, shape: shapeOf(...dims) });
    inputs.push({ role: 'feed', name, value, limit: null, origin });
    return value;
  };
  const [starts, counts, rows] = ['starts', 'counts', 'rows'].map((name) => feed(name, 'int32', 'level')) as [
    ValueId,
    ValueId,
    ValueId,
  ];
  const read = feed('read', 'int32', 'node');
  const [x, table] = [feed('x', 'float32', 'node', UNITS), feed('table', 'float32', 'places', UNITS)];
  const loop = new LoopBody(b, 'forward', symbolDim('level'), {
    ragged: [{ symbol: 'step.row', total: symbolDim('node') }],
    bounds: [starts, counts],
  });
  const emit: Body['emit'] = (op, ids, attrs) => b.emit(op, ids, attrs, origin);
  const old = loop.state('table', table);
  const own = loop.scan(x);
  const first = loop.scan(rows);
  const written = emit('write_rows', [old, emit('tanh', [own], {}), first], {});
  const body: Body = { emit, old, written, read: loop.scan(read), first, x: own };
  const { stacked, finals } = loop.close([next(body)], [{ id: keep(body), name: 'kept' }], origin);
  const outputs = [
    { name: 'kept', value: stacked[0] as ValueId, origin },
    { name: 'table', value: finals[0] as ValueId, origin },
  ];
  return {
    name: 'tables',
    variant: 'inference',
    values: b.values,
    inputs,
    weights: [],
    nodes: b.nodes,
    outputs,
    streaming: null,
  };
}

const counts = [3, 1, 0, 4];
const nodes = 8;

function feeds() {
  const next = numbers(3);
  const list = (data: readonly number[]): Tensor64 => tensor64('int32', [data.length], Float64Array.from(data));
  const floats = (...shape: readonly [number, number]): Tensor64 =>
    tensor64(
      'float32',
      shape,
      Float64Array.from({ length: shape[0] * shape[1] }, () => Math.fround(next())),
    );
  const starts = counts.map((_, i) => counts.slice(0, i).reduce((a, b) => a + b, 0));
  const inputs = new Map([
    ['starts', list(starts)],
    ['counts', list(counts)],
    ['rows', list(starts.map((s) => s + 1))],
    // every step reads rows that it writes, rows before them and rows behind
    ['read', list([1, 2, 9, 4, 5, 8, 0, 3])],
    ['x', floats(nodes, UNITS)],
    ['table', floats(nodes + 2, UNITS)],
  ]);
  const sizes = { level: counts.length, node: nodes, places: nodes + 2, 'step.row': Math.max(...counts) };
  return { inputs, weights: new Map<string, Tensor64>(), sizes };
}

const rowsOf = (emit: Body['emit'], table: ValueId, read: ValueId): ValueId => emit('gather', [table, read], {});
const cases: readonly (readonly [string, Graph])[] = [
  ['the new table', tableGraph(({ emit, written, read }) => rowsOf(emit, written, read))],
  ['the old table', tableGraph(({ emit, old, read }) => rowsOf(emit, old, read))],
  [
    'the old table and the new one',
    tableGraph(({ emit, old, written, read }) =>
      emit('sub', [rowsOf(emit, written, read), rowsOf(emit, old, read)], {}),
    ),
  ],
  [
    'rows of the old table where new ones were written',
    tableGraph(({ emit, old, first, x }) =>
      emit('add', [x, emit('read_rows', [old, first], { rows: symbolDim('step.row') })], {}),
    ),
  ],
  [
    'a view of the old table',
    tableGraph(({ emit, old, read }) => {
      const view = emit('reshape', [old], { shape: shapeOf('places', 1, UNITS) });
      return rowsOf(emit, emit('reshape', [view], { shape: shapeOf('places', UNITS) }), read);
    }),
  ],
  [
    'a column of the old table',
    tableGraph(({ emit, old, read, x }) => {
      const column = emit('slice', [old], { axis: 1, start: constantDim(1), end: constantDim(2) });
      return emit('add', [x, rowsOf(emit, column, read)], {});
    }),
  ],
  [
    'the old table, which also goes on',
    tableGraph(
      ({ emit, written, read }) => rowsOf(emit, written, read),
      ({ old }) => old,
    ),
  ],
  [
    'a table written twice, read between',
    tableGraph(
      ({ emit, written, read }) => rowsOf(emit, written, read),
      ({ emit, written, first, x }) => emit('write_rows', [written, emit('exp', [x], {}), first], {}),
    ),
  ],
];

describe('a body that reads a table after writing to it', () => {
  test.each(cases)('sees %s', async (_, graph) => {
    verifyGraph(graph);
    const backend = await loadBackend();
    const exact = evaluateGraph(graph, feeds()).outputs;
    const optimized = runPasses(runPasses(graph, portable, { fused: false }), target, { fused: true });
    for (const form of [graph, optimized]) {
      const program = lowerGraph(form, { fullLength: true, unroll: null });
      const found = [
        runProgram(codeOf(program), feeds()),
        runOn(backend, program, null, 'fast', feeds()),
        runOn(backend, program, null, 'public', feeds()),
      ];
      for (const outputs of found)
        for (const [name, { data }] of exact)
          data.forEach((value, i) => {
            expect(Math.abs((outputs.get(name)?.data[i] ?? Number.NaN) - value), `${name}[${i}]`).toBeLessThan(1e-6);
          });
    }
  });
});
