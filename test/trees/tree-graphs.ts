import fc from 'fast-check';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { BATCH, type Dim, multiplyDims, shapeOf, symbolDim } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput, Weight } from '../../compiler/ir/graph.ts';
import type { OpAttributes, OpName } from '../../compiler/ir/nodes.ts';
import {
  nodesSymbol,
  partName,
  partShape,
  rootsName,
  type StructurePart,
  tableRows,
  type Walk,
  walkName,
  walkSymbols,
} from '../../compiler/ir/structure.ts';
import type { TensorType, ValueId } from '../../compiler/ir/types.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { isStructure, structureValues } from '../../src/trees/structure-values.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';
import { numbers } from '../passes/equal.ts';

const origin = { path: 'tree', span: null };

/** What a made-up recursive cell does. */
export interface TreeCell {
  /** `list`: any number of children, joined by what the other fields say; `named`: two, each with a product of its own. */
  readonly children: 'list' | 'named';
  readonly direction: 'up' | 'down';
  /** A node without predecessors starts from a state that is fed. */
  readonly started: boolean;
  readonly inputs: number;
  readonly units: number;
  /** Of a second state; null: none. */
  readonly memory: number | null;
  /** How a list of states becomes one. */
  readonly by: 'sum' | 'max';
  readonly layerNorm: boolean;
}

export const treeCell: fc.Arbitrary<TreeCell> = fc
  .record({
    children: fc.constantFrom('list' as const, 'named' as const),
    direction: fc.constantFrom('up' as const, 'down' as const),
    started: fc.boolean(),
    inputs: fc.integer({ min: 1, max: 5 }),
    units: fc.integer({ min: 1, max: 9 }),
    memory: fc.option(fc.integer({ min: 1, max: 6 })),
    by: fc.constantFrom('sum' as const, 'max' as const),
    layerNorm: fc.boolean(),
  })
  .map((cell) => (cell.children === 'named' ? { ...cell, direction: 'up' as const, started: false } : cell));

/** Trees for the nodes of a batch: forests and acyclic graphs, samples without nodes, chains, and levels of many nodes. */
export const treeBatch = (children: TreeCell['children']): fc.Arbitrary<readonly Children[]> => {
  const any = fc
    .array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 9 })
    .map((nodes) => nodes.map((wishes, i) => (i === 0 ? [] : wishes.map((wish) => wish % i))));
  const named = fc
    .array(fc.tuple(fc.option(fc.nat()), fc.option(fc.nat())), { maxLength: 9 })
    .map((nodes) => nodes.map((wishes, i) => (i === 0 ? [] : wishes.map((wish) => (wish === null ? null : wish % i)))));
  const chain = fc
    .integer({ min: 1, max: 6 })
    .map((n) => Array.from({ length: n }, (_, i) => (i === 0 ? [] : [i - 1])));
  const wide = fc.integer({ min: 4, max: 40 }).map((n) => Array.from({ length: n }, (_, i) => (i === 0 ? [] : [0])));
  const alone = fc.constant([[]] as Children);
  return fc.array(fc.oneof({ weight: 4, arbitrary: children === 'list' ? any : named }, chain, wide, alone), {
    minLength: 1,
    maxLength: 4,
  });
};

export const treeWalk = ({ direction, started }: TreeCell): Walk => ({
  tree: 'parse',
  axis: 'node',
  direction,
  started,
});

/** A recursive layer with the cell, as a graph; outputs `h`, in the order of the nodes, `root`, and `c` where there is a memory. */
export function treeGraph(cell: TreeCell): Graph {
  const b = new GraphBuilder();
  const inputs: GraphInput[] = [];
  const weights: Weight[] = [];
  const walk = treeWalk(cell);
  const { levels, links, row, link } = walkSymbols(walk);
  const nodes = symbolDim(nodesSymbol(walk.tree));
  const padded = multiplyDims(symbolDim('node'), symbolDim(BATCH));
  const float = (...dims: readonly (string | number | Dim)[]): TensorType => ({
    dtype: 'float32',
    shape: shapeOf(...dims),
  });
  const emit = <K extends OpName>(op: K, ids: readonly ValueId[], attrs: OpAttributes[K]): ValueId =>
    b.emit(op, ids, attrs, origin);
  const part = (of: StructurePart): ValueId => {
    const name = partName(walk, of);
    const known = inputs.find((input) => input.name === name);
    if (known !== undefined) return known.value;
    const value = b.value(name, { dtype: 'int32', shape: partShape(walk, of) });
    inputs.push({ role: 'structure', name, value, walk, part: of, origin });
    return value;
  };
  const weight = (path: string, ...dims: number[]): ValueId => {
    const value = b.value(path, float(...dims));
    weights.push({ path, value, init: { kind: 'constant', value: 0 }, origin });
    return value;
  };
  const fed = (name: string, type: TensorType): ValueId => {
    const value = b.value(name, type);
    inputs.push({ role: 'feed', name, value, limit: null, origin });
    return value;
  };
  const { units, memory } = cell;
  const x = fed('x', float('node', BATCH, cell.inputs));
  const order = part('order');
  const ordered = emit('gather', [emit('reshape', [x], { shape: shapeOf(padded, cell.inputs) }), order], {});
  const isList = cell.children === 'list';
  const zero = b.constant(0, 'float32', origin);
  const start = (name: string, size: number): ValueId => {
    const rows = tableRows(walk.tree);
    if (!cell.started) return emit('broadcast', [zero], { shape: shapeOf(rows, size) });
    const rest = emit('broadcast', [zero], { shape: shapeOf(nodes, size) });
    return emit('concat', [fed(`start.${name}`, float(BATCH, size)), rest], { axis: 0 });
  };
  const starts = [{ name: 'h', size: units }, ...(memory === null ? [] : [{ name: 'c', size: memory }])].map(
    ({ name, size }) => ({ name, size, init: start(name, size) }),
  );
  const loop = new LoopBody(b, 'forward', symbolDim(levels), {
    ragged: [{ symbol: row, total: nodes }, ...(isList ? [{ symbol: link, total: symbolDim(links) }] : [])],
    bounds: [part('starts'), part('counts'), ...(isList ? [part('link_starts'), part('link_counts')] : [])],
  });
  const tables = starts.map(({ name, size, init }) => ({ name, size, table: loop.state(name, init) }));
  const [h, c] = tables;
  if (h === undefined) throw new Error('no state');
  const product = (a: ValueId, path: string, from: number, to: number): ValueId =>
    emit('matmul', [a, loop.capture(weight(path, from, to))], {});
  const plus = (a: ValueId, d: ValueId): ValueId => emit('add', [a, d], {});
  const own = loop.scan(ordered);
  let sum = plus(product(own, 'w', cell.inputs, units), loop.capture(weight('b', units)));
  let kept: ValueId | null = null;
  const bounded = (a: ValueId): ValueId => emit('tanh', [a], {});
  if (isList) {
    const [predecessors, owners] = [loop.scan(part('predecessors')), loop.scan(part('owners'))];
    const joined = (a: ValueId): ValueId =>
      emit(cell.by === 'sum' ? 'scatter_add' : 'scatter_max', [owners, a], { rows: symbolDim(row) });
    const each = emit('gather', [h.table, predecessors], {});
    sum = plus(sum, product(joined(each), 'u', units, units));
    if (c !== undefined) {
      // a gate for every child
      const ownGate = emit('gather', [product(own, 'wf', cell.inputs, c.size), owners], {});
      const gate = emit('sigmoid', [plus(ownGate, product(each, 'uf', units, c.size))], {});
      const old = emit('mul', [gate, emit('gather', [c.table, predecessors], {})], {});
      kept = emit('scatter_add', [owners, old], { rows: symbolDim(row) });
    }
  } else {
    const named = [0, 1].map((place) => loop.scan(part({ place })));
    named.forEach((rows, place) => {
      sum = plus(sum, product(emit('gather', [h.table, rows], {}), `u${place}`, units, units));
    });
    if (c !== undefined) {
      const both = named.map((rows) => emit('gather', [c.table, rows], {}));
      const gate = emit('sigmoid', [product(own, 'wf', cell.inputs, c.size)], {});
      kept = emit('mul', [gate, plus(both[0] as ValueId, both[1] as ValueId)], {});
    }
  }
  if (cell.layerNorm) sum = normalized(b, sum, float(row, units));
  const nexts: ValueId[] = [];
  if (c !== undefined && kept !== null) {
    const next = plus(kept, bounded(product(own, 'wc', cell.inputs, c.size)));
    sum = plus(sum, product(bounded(next), 'uc', c.size, units));
    nexts.push(next);
  }
  nexts.unshift(bounded(sum));
  const at = loop.scan(part('rows'));
  const written = tables.map(({ table }, i) => emit('write_rows', [table, nexts[i] as ValueId, at], {}));
  const { stacked } = loop.close(
    written,
    tables.map(({ name }, i) => ({ id: nexts[i] as ValueId, name })),
    origin,
  );
  const outputs = tables.map(({ name }, i) => ({
    name,
    value: emit('scatter_add', [order, stacked[i] as ValueId], { rows: padded }),
    origin,
  }));
  const roots = b.value(rootsName(walk.tree), { dtype: 'int32', shape: shapeOf(BATCH) });
  inputs.push({ role: 'roots', name: rootsName(walk.tree), value: roots, tree: walk.tree, axis: walk.axis, origin });
  outputs.push({ name: 'root', value: emit('gather', [outputs[0]?.value as ValueId, roots], {}), origin });
  return {
    name: walkName(walk),
    variant: 'inference',
    values: b.values,
    inputs,
    weights,
    nodes: b.nodes,
    outputs,
    streaming: null,
  };
}

/** (x - mean) / sqrt(variance + 0.1) over the row. */
function normalized(b: GraphBuilder, x: ValueId, type: TensorType): ValueId {
  const emit = <K extends OpName>(op: K, ids: readonly ValueId[], attrs: OpAttributes[K]): ValueId =>
    b.emit(op, ids, attrs, origin);
  const axes = [type.shape.length - 1];
  const away = emit('sub', [x, emit('reduce_mean', [x], { axes, keepDims: true })], {});
  const variance = emit('reduce_mean', [emit('mul', [away, away], {})], { axes, keepDims: true });
  const deviation = emit('sqrt', [emit('add', [variance, b.constant(0.1, 'float32', origin)], {})], {});
  return emit('div', [away, deviation], {});
}

export interface TreeFeeds {
  readonly inputs: Map<string, Tensor64>;
  readonly weights: Map<string, Tensor64>;
  readonly sizes: { readonly [symbol: string]: number };
}

/** Random numbers for all that a graph over trees is fed, beside the trees. */
export function treeFeeds(graph: Graph, batch: readonly Children[], seed: number): TreeFeeds {
  const asked = graph.inputs.filter(isStructure);
  const structure = structureValues(asked, new Map([['parse', batch]]));
  const node = Math.max(0, ...batch.map((nodes) => nodes.length));
  const sizes = { [BATCH]: batch.length, node, ...structure.sizes };
  const next = numbers(seed);
  const random = (id: ValueId): Tensor64 => {
    const shape = (graph.values[id]?.type.shape ?? []).map((d) =>
      Object.entries(d).reduce(
        (sum, [key, c]) =>
          sum +
          (key === '' ? [] : key.split('*')).reduce((p, s) => p * ((sizes as { [s: string]: number })[s] ?? 0), c),
        0,
      ),
    );
    const data = Float64Array.from({ length: shape.reduce((a, d) => a * d, 1) }, () => Math.fround(next()));
    return tensor64('float32', shape, data);
  };
  const inputs = new Map<string, Tensor64>();
  for (const input of graph.inputs) {
    const integers = structure.values.get(input.name);
    if (integers !== undefined)
      inputs.set(input.name, tensor64('int32', [integers.length], Float64Array.from(integers)));
    else inputs.set(input.name, random(input.value));
  }
  const weights = new Map(graph.weights.map(({ path, value }) => [path, random(value)]));
  return { inputs, weights, sizes };
}
