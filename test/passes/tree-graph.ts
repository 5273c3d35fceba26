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
  walkSymbols,
} from '../../compiler/ir/structure.ts';
import type { ValueId } from '../../compiler/ir/types.ts';

export const UNITS = 3;
export const WIDTH = 2;
const VOCABULARY = 5;
const origin = { path: 'tree', span: null };

/** What a cell sees of the nodes of a level: values of the loop's body. */
export interface LevelView {
  /** [row, width] */
  readonly x: ValueId;
  readonly width: number;
  /** The states of all nodes. */
  readonly table: ValueId;
  /** [row, UNITS] or, of a list of children, [link, UNITS]: by place the state of the predecessors. */
  readonly children: readonly ValueId[];
  /** [link]; null where children have names. */
  readonly owners: ValueId | null;
  readonly row: Dim;
  /** [row]: of every node, its row of the flattened sequence. */
  readonly order: ValueId;
  /** []: row of the first node in the table of the state. */
  readonly at: ValueId;
  readonly weight: (name: string, ...shape: number[]) => ValueId;
  readonly emit: <K extends OpName>(
    op: K,
    inputs: readonly ValueId[],
    attrs: OpAttributes[K],
    name?: string,
  ) => ValueId;
}

/** Gives the next state, [row, UNITS]. */
export type LevelCell = (level: LevelView) => ValueId;

/**
 * Words of the nodes of trees, looked up and given to a loop over the levels; the states of all nodes and of the root come out. The
 * second of two layers is given the states of the first.
 * @param places Named children of a node; 0: a list.
 */
export function treeGraph(
  cell: LevelCell,
  options: { readonly direction?: 'up' | 'down'; readonly places?: number; readonly layers?: number } = {},
): Graph {
  const { direction = 'up', places = 0, layers = 1 } = options;
  const walk: Walk = { tree: 'parse', axis: 'node', direction, started: false };
  const symbols = walkSymbols(walk);
  const b = new GraphBuilder();
  const inputs: GraphInput[] = [];
  const weights: Weight[] = [];
  const weight = (path: string, ...shape: number[]): ValueId => {
    const known = weights.find((w) => w.path === path);
    if (known !== undefined) return known.value;
    const value = b.value(path, { dtype: 'float32', shape: shapeOf(...shape) });
    weights.push({ path, value, init: { kind: 'constant', value: 0 }, origin });
    return value;
  };
  const emit = <K extends OpName>(op: K, given: readonly ValueId[], attrs: OpAttributes[K], name?: string): ValueId =>
    b.emit(op, given, attrs, origin, name);
  const part = (which: StructurePart): ValueId => {
    const name = partName(walk, which);
    const value = b.value(name, { dtype: 'int32', shape: partShape(walk, which) });
    inputs.push({ role: 'structure', name, value, walk, part: which, origin });
    return value;
  };
  const words = b.value('words', { dtype: 'int32', shape: shapeOf(BATCH, 'node') });
  inputs.push({ role: 'feed', name: 'words', value: words, limit: VOCABULARY, missing: true, origin });
  const lengths = b.value('node.lengths', { dtype: 'int32', shape: shapeOf(BATCH) });
  inputs.push({ role: 'lengths', name: 'node.lengths', symbol: 'node', value: lengths });
  const flat = multiplyDims(symbolDim('node'), symbolDim(BATCH));
  const order = part('order');
  const [starts, counts, rows] = [part('starts'), part('counts'), part('rows')];
  const links =
    places > 0
      ? null
      : {
          starts: part('link_starts'),
          counts: part('link_counts'),
          predecessors: part('predecessors'),
          owners: part('owners'),
        };
  const named = Array.from({ length: places }, (_, place) => part({ place }));
  const roots = b.value(rootsName('parse'), { dtype: 'int32', shape: shapeOf(BATCH) });
  inputs.push({ role: 'roots', name: rootsName('parse'), value: roots, tree: 'parse', axis: 'node', origin });

  const byNode = emit('transpose', [words], { permutation: [1, 0] });
  const vectors = emit('gather', [weight('embed', VOCABULARY, WIDTH), byNode], {}, 'vectors');
  const layer = (sequence: ValueId, prefix: string, width: number) => {
    const x = emit('gather', [emit('reshape', [sequence], { shape: [flat, { '': width }] }), order], {}, 'x');
    const zero = b.constant(0, 'float32', origin);
    const init = emit('broadcast', [zero], { shape: [tableRows('parse'), { '': UNITS }] });
    const loop = new LoopBody(b, 'forward', symbolDim(symbols.levels), {
      ragged: [
        { symbol: symbols.row, total: symbolDim(nodesSymbol('parse')) },
        ...(links === null ? [] : [{ symbol: symbols.link, total: symbolDim(symbols.links) }]),
      ],
      bounds: [starts, counts, ...(links === null ? [] : [links.starts, links.counts])],
    });
    const table = loop.state('h', init);
    const from = links === null ? named : [links.predecessors];
    const next = cell({
      x: loop.scan(x),
      width,
      table,
      children: from.map((at, place) => emit('gather', [table, loop.scan(at)], {}, `child${place}`)),
      owners: links === null ? null : loop.scan(links.owners),
      row: symbolDim(symbols.row),
      order: loop.scan(order),
      at: loop.scan(rows),
      weight: (name, ...shape) => loop.capture(b.outside(() => weight(`${prefix}${name}`, ...shape))),
      emit,
    });
    const { stacked } = loop.close(
      [emit('write_rows', [table, next, loop.scan(rows)], {}, "h'")],
      [{ id: next, name: 'y' }],
      origin,
    );
    const all = emit('scatter_add', [order, ...stacked], { rows: flat });
    return { all, byTime: emit('reshape', [all], { shape: [symbolDim('node'), symbolDim(BATCH), { '': UNITS }] }) };
  };
  let { all, byTime } = layer(vectors, '', WIDTH);
  for (let i = 1; i < layers; i++) ({ all, byTime } = layer(byTime, `${i}.`, UNITS));
  return {
    name: 'tree',
    variant: 'inference',
    values: b.values,
    inputs,
    weights,
    nodes: b.nodes,
    outputs: [
      { name: 'h', value: emit('transpose', [byTime], { permutation: [1, 0, 2] }), origin },
      { name: 'root', value: emit('gather', [all, roots], {}), origin },
    ],
    streaming: null,
  };
}

/** Children summed, each behind a gate of its own that sees the node too (Tai et al. 2015, without a memory). */
export const gatedSum: LevelCell = ({ x, width, children: [child = x], owners, row, weight, emit }) => {
  if (owners === null) throw new Error('children are a list');
  const own = (gate: string): ValueId => emit('matmul', [x, weight(`w${gate}`, width, UNITS)], {}, `x${gate}`);
  const forget = emit(
    'sigmoid',
    [
      emit(
        'add',
        [
          emit(
            'add',
            [emit('gather', [own('f'), owners], {}), emit('matmul', [child, weight('uf', UNITS, UNITS)], {})],
            {},
          ),
          weight('bf', UNITS),
        ],
        {},
      ),
    ],
    {},
    'forget',
  );
  const sum = emit('scatter_add', [owners, emit('mul', [forget, child], {})], { rows: row }, 'sum');
  const inner = emit(
    'add',
    [emit('add', [own('h'), emit('matmul', [sum, weight('uh', UNITS, UNITS)], {})], {}), weight('bh', UNITS)],
    {},
  );
  return emit('tanh', [inner], {}, 'next');
};

/** Two named children, joined: concat(x, left, right) @ w + b. */
export const joined: LevelCell = ({ x, width, children: [left = x, right = x], weight, emit }) => {
  const all = emit('concat', [x, left, right], { axis: 1 });
  const z = emit('matmul', [all, weight('w', width + 2 * UNITS, 2 * UNITS)], {});
  const gates = emit('add', [z, weight('b', 2 * UNITS)], {});
  const cut = (start: number): ValueId =>
    emit('slice', [gates], { axis: 1, start: { ...(start === 0 ? {} : { '': start }) }, end: { '': start + UNITS } });
  return emit('mul', [emit('sigmoid', [cut(0)], {}), emit('tanh', [cut(UNITS)], {})], {}, 'next');
};
