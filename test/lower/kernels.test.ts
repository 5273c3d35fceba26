import { expect, test } from 'vitest';
import { type LowerOptions, lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput, Weight } from '../../compiler/ir/graph.ts';
import type { OpAttributes, OpName } from '../../compiler/ir/nodes.ts';
import type { Dtype, ValueId } from '../../compiler/ir/types.ts';
import { printProgram } from '../../compiler/program/print-program.ts';
import type { Program } from '../../compiler/program/program.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { codeOf, runProgram } from '../fuse/run.ts';
import { randomFeeds } from '../passes/equal.ts';

const origin = { path: 'n', span: null };
type Dims = readonly (number | string)[];

class Making {
  readonly builder = new GraphBuilder();
  readonly inputs: GraphInput[] = [];
  readonly weights: Weight[] = [];

  feed(name: string, dims: Dims, dtype: Dtype = 'float32', limit: number | null = null): ValueId {
    const value = this.builder.value(name, { dtype, shape: shapeOf(...dims) });
    this.inputs.push({ role: 'feed', name, value, limit, origin });
    return value;
  }

  lengths(): ValueId {
    const value = this.builder.value('time.lengths', { dtype: 'int32', shape: shapeOf('batch') });
    this.inputs.push({ role: 'lengths', name: 'time.lengths', symbol: 'time', value });
    return value;
  }

  weight(path: string, ...dims: Dims): ValueId {
    const value = this.builder.value(path, { dtype: 'float32', shape: shapeOf(...dims) });
    this.weights.push({ path, value, init: { kind: 'constant', value: 0 }, origin });
    return value;
  }

  emit<K extends OpName>(op: K, inputs: readonly ValueId[], attrs: OpAttributes[K], name = op as string): ValueId {
    return this.builder.emit(op, inputs, attrs, origin, name);
  }

  number(value: number, dtype: Dtype = 'float32'): ValueId {
    return this.builder.constant(value, dtype, origin);
  }

  /** Where `a` is below 0. */
  negative(a: ValueId): ValueId {
    return this.emit('less', [a, this.builder.constant(0, 'float32', origin)], {});
  }
}

function graphOf(make: (m: Making) => readonly ValueId[]): Graph {
  const m = new Making();
  const outputs = make(m).map((value, i) => ({ name: `y${i}`, value, origin }));
  const { inputs, weights, builder } = m;
  return {
    name: 'small',
    variant: 'inference',
    values: builder.values,
    inputs,
    weights,
    nodes: builder.nodes,
    outputs,
    streaming: null,
  };
}

/** The steps of a program, without its buffers; then those of them that are views. */
function stepsOf(program: Program): string {
  const text = printProgram(program);
  const lines = text.split('\n');
  const views = program.buffers.flatMap(({ storage }, i) =>
    storage.kind === 'view' ? (lines.find((line) => line.includes(`  #${i} `)) ?? []) : [],
  );
  return [text.slice(text.indexOf('\nprepare') + 1).trimEnd(), ...views].join('\n');
}

/** What the graph is lowered to and what is left of it after fusion, in every way that it can run. */
function printed(graph: Graph): string {
  const hasLengths = graph.inputs.some(({ role }) => role === 'lengths');
  const ways: { readonly [title: string]: LowerOptions } = {
    'of full length': { fullLength: true, unroll: null },
    ...(hasLengths ? { 'with masks': { fullLength: false, unroll: null } } : {}),
    ...(graph.weights.length > 0 ? { 'in int16': { fullLength: true, unroll: null, precision: 'int16' } } : {}),
  };
  return Object.entries(ways)
    .map(([title, options]) => {
      const program = lowerGraph(graph, options);
      return `${title}\n${stepsOf(program)}\nfused\n${stepsOf(fuseProgram(program))}`;
    })
    .join('\n\n');
}

/** The program computes what the graph means, on generated code. */
function expectRight(graph: Graph, fullLength: boolean): void {
  const sizes = { batch: 3, time: 4 };
  const feeds = randomFeeds(graph, sizes, 5);
  if (fullLength && feeds.inputs.has('time.lengths'))
    feeds.inputs.set('time.lengths', { dtype: 'int32', shape: [3], data: Float64Array.from([4, 4, 4]) });
  const expected = evaluateGraph(graph, feeds).outputs;
  const found = runProgram(codeOf(lowerGraph(graph, { fullLength, unroll: null })), feeds);
  for (const [name, { shape, data }] of expected) {
    expect(found.get(name)?.shape).toEqual(shape);
    data.forEach((x, i) => {
      expect(found.get(name)?.data[i], `${name}[${i}]`).toBeCloseTo(x, 5);
    });
  }
}

const reduced = (op: 'reduce_sum' | 'reduce_mean' | 'reduce_max', ...axes: number[]) =>
  graphOf((m) => [m.emit(op, [m.feed('x', ['batch', 2, 3, 4])], { axes, keepDims: true })]);

const chosen = (mask: Dims, a: Dims, b: Dims) =>
  graphOf((m) => [m.emit('select', [m.negative(m.feed('c', mask)), m.feed('a', a), m.feed('b', b)], {})]);

const graphs: { readonly [name: string]: Graph } = {
  'a product of a weight; one of what a run makes; one of more axes': graphOf((m) => {
    const x = m.feed('x', ['time', 'batch', 3]);
    const w = m.weight('w', 3, 5);
    const first = m.emit('reshape', [x], { shape: shapeOf({ 'batch*time': 1 }, 3) });
    const turned = m.emit('transpose', [first], { permutation: [1, 0] });
    return [m.emit('matmul', [x, w], {}), m.emit('matmul', [turned, first], {})];
  }),
  'a product with a bias; with one that a run makes': graphOf((m) => {
    const [x, w, b] = [m.feed('x', ['batch', 3]), m.weight('w', 3, 5), m.weight('b', 5)];
    const made = m.feed('made', [5]);
    return [
      m.emit('matmul_bias', [x, w, b], { activation: 'relu' }),
      m.emit('matmul_bias', [x, w, made], { activation: 'linear' }),
    ];
  }),
  'what depends on weights alone is prepared': graphOf((m) => {
    const [x, w] = [m.feed('x', ['batch', 3]), m.weight('w', 3, 4)];
    const doubled = m.emit('add', [w, w], {});
    const [left = w, right = w] = m.builder.emitAll('split', [doubled], { axis: 1, sizes: shapeOf(1, 3) }, origin, [
      'l',
      'r',
    ]);
    return [m.emit('matmul', [x, left], {}), m.emit('matmul', [x, right], {})];
  }),
  'a sum over neighbouring axes': reduced('reduce_sum', 1, 2),
  'a mean over axes apart': reduced('reduce_mean', 1, 3),
  'a maximum over all but the first': reduced('reduce_max', 1, 2, 3),
  'a sum over the leading axis': reduced('reduce_sum', 0),
  'a choice by row': chosen(['batch', 1], ['batch', 4], ['batch', 4]),
  'a choice by row of two axes, of what is stretched': chosen(
    ['batch', 'time', 1],
    ['batch', 1, 4],
    ['batch', 'time', 4],
  ),
  'a choice by element': chosen(['batch', 4], ['batch', 4], ['batch', 4]),
  'a choice by column': chosen([1, 4], ['batch', 4], ['batch', 4]),
  'one choice for all': chosen([], ['batch', 4], ['batch', 4]),
  'a choice by the second axis': chosen([1, 'time', 1], ['batch', 'time', 4], ['batch', 'time', 4]),
  'parts along the first axis are views, along another copies': graphOf((m) => {
    const x = m.feed('x', [6, 4]);
    const y = m.feed('y', ['batch', 6]);
    const parts = m.builder.emitAll('split', [x], { axis: 0, sizes: shapeOf(2, 4) }, origin, ['a', 'b']);
    const cut = m.emit('slice', [y], { axis: 1, start: dim(2), end: dim(5) });
    const more = m.builder.emitAll('split', [y], { axis: 1, sizes: shapeOf(1, 3, 2) }, origin, ['c', 'd', 'e']);
    return [...parts, cut, ...more];
  }),
  'a join along the last axis and along the first': graphOf((m) => {
    const [x, y] = [m.feed('x', ['batch', 2]), m.feed('y', ['batch', 3])];
    const z = m.feed('z', ['batch', 2]);
    return [m.emit('concat', [x, y, z], { axis: 1 }), m.emit('concat', [x, z], { axis: 0 })];
  }),
  'a transpose that only moves axes of one element is a view': graphOf((m) => {
    const x = m.feed('x', ['batch', 1, 4]);
    return [m.emit('transpose', [x], { permutation: [1, 0, 2] }), m.emit('transpose', [x], { permutation: [2, 0, 1] })];
  }),
  'softmax, logsumexp and a pick of classes': graphOf((m) => {
    const x = m.feed('x', ['batch', 'time', 5]);
    const k = m.feed('k', ['batch', 'time', 1], 'int32', 5);
    return [m.emit('softmax', [x], {}), m.emit('logsumexp', [x], {}), m.emit('pick', [x, k], {})];
  }),
  'tables by index': graphOf((m) => {
    const [table, k] = [m.weight('table', 7, 3), m.feed('k', ['batch'], 'int32', 7)];
    const x = m.feed('x', ['batch', 3]);
    return [
      m.emit('gather', [table, k], {}),
      m.emit('scatter_add', [k, x], { rows: dim(7) }),
      m.emit('scatter_max', [k, x], { rows: dim(7) }),
      m.emit('one_hot', [k], { depth: 7 }),
    ];
  }),
  'numbers in a row, stretched': graphOf((m) => {
    const range = m.emit('range', [], { length: dim('batch') });
    return [m.emit('broadcast', [range], { shape: shapeOf('time', 'batch') })];
  }),
  'valid steps decide a choice and pick the last step': graphOf((m) => {
    const [x, y] = [m.feed('x', ['time', 'batch', 3]), m.feed('y', ['time', 'batch', 3])];
    const lengths = m.lengths();
    const valid = m.emit('valid_steps', [lengths], { length: dim('time') });
    const column = m.emit('reshape', [valid], { shape: shapeOf('time', 'batch', 1) });
    return [m.emit('select', [column, m.emit('tanh', [x], {}), y], {}), m.emit('last_step', [x, lengths], {})];
  }),
  'valid steps that something else reads are filled in': graphOf((m) => {
    const valid = m.emit('valid_steps', [m.lengths()], { length: dim('time') });
    const first = m.emit('take', [valid], { index: 0 });
    return [m.emit('cast', [valid], { dtype: 'float32' }), m.emit('cast', [first], { dtype: 'float32' })];
  }),
  'a stack of what is computed, fed and computed twice': graphOf((m) => {
    const x = m.feed('x', ['batch', 3]);
    const made = m.emit('tanh', [x], {});
    return [
      m.emit('stack', [made, x, m.emit('sigmoid', [made], {}), made], {}),
      m.emit('take', [m.emit('stack', [x, made], {})], { index: 1 }),
    ];
  }),
  'a product of tokens and limited numbers may be in int16, one of fed numbers not': graphOf((m) => {
    const [x, k] = [m.feed('x', ['batch', 4]), m.feed('k', ['batch'], 'int32', 7)];
    const [table, w] = [m.weight('table', 7, 4), m.weight('w', 4, 8)];
    const b = m.weight('b', 8);
    const limited = m.emit('tanh', [m.emit('gather', [table, k], {})], {});
    const sum = m.emit('add', [m.emit('matmul', [limited, w], {}), m.emit('matmul', [x, w], {})], {});
    return [sum, m.emit('matmul_bias', [limited, w, b], { activation: 'sigmoid' }), m.emit('matmul', [limited, w], {})];
  }),
  'products that start from what is added to them': graphOf((m) => {
    const [x, y] = [m.feed('x', ['batch', 4]), m.feed('y', ['batch', 8])];
    const [w, v, b] = [m.weight('w', 4, 8), m.weight('v', 8, 8), m.weight('b', 8)];
    const two = m.emit('add', [m.emit('matmul', [x, w], {}), m.emit('matmul', [y, v], {})], {});
    const biased = m.emit('add', [m.emit('matmul', [x, w], {}), b], {});
    const wide = m.emit('add', [m.emit('matmul', [m.emit('tanh', [x], {}), w], {}), y], {});
    return [m.emit('tanh', [two], {}), m.emit('sigmoid', [biased], {}), wide, m.emit('mul', [y, wide], {})];
  }),
  'an outer product': graphOf((m) => {
    const [x, y] = [m.feed('x', ['batch', 4]), m.feed('y', ['batch', 8])];
    const turned = m.emit('transpose', [x], { permutation: [1, 0] });
    return [m.emit('matmul', [turned, y], {}), m.emit('matmul', [turned, m.emit('tanh', [y], {})], {})];
  }),
  'a row kernel with sums over the row, columns, rows and single numbers': graphOf((m) => {
    const [x, gain] = [m.feed('x', ['batch', 6]), m.weight('gain', 6)];
    const each = m.feed('each', ['batch', 1]);
    const one = m.feed('one', []);
    const mean = m.emit('reduce_mean', [x], { axes: [1], keepDims: true });
    const centred = m.emit('sub', [x, mean], {});
    const spread = m.emit('reduce_mean', [m.emit('mul', [centred, centred], {})], { axes: [1], keepDims: true });
    const scaled = m.emit('mul', [centred, gain], {});
    return [m.emit('add', [m.emit('mul', [scaled, each], {}), one], {}), m.emit('add', [spread, each], {})];
  }),
  'sums over a row, one of what the other gives, and what is made of both': graphOf((m) => {
    const x = m.feed('x', ['batch', 6]);
    const mean = m.emit('reduce_mean', [x], { axes: [1], keepDims: true });
    const centred = m.emit('sub', [x, mean], {});
    const spread = m.emit('reduce_mean', [m.emit('mul', [centred, centred], {})], { axes: [1], keepDims: true });
    const normed = m.emit('div', [centred, m.emit('sqrt', [m.emit('add', [spread, m.number(0.01)], {})], {})], {});
    const top = m.emit('reduce_max', [normed], { axes: [1], keepDims: true });
    const shares = m.emit('softmax', [m.emit('sub', [normed, top], {})], {});
    return [
      shares,
      m.emit('reduce_sum', [m.emit('mul', [shares, normed], {})], { axes: [1], keepDims: false }),
      normed,
    ];
  }),
  'shares less the class of each row': graphOf((m) => {
    const [x, k] = [m.feed('x', ['batch', 5]), m.feed('k', ['batch'], 'int32', 5)];
    const other = m.emit('exp', [m.feed('other', ['batch', 1])], {});
    const difference = m.emit('sub', [m.emit('softmax', [x], {}), m.emit('one_hot', [k], { depth: 5 })], {});
    return [m.emit('mul', [difference, other], {}), other];
  }),
  'what repeats for every step, and what is equal for all': graphOf((m) => {
    const [x, y] = [m.feed('x', ['time', 'batch', 4]), m.feed('y', ['batch', 4])];
    const [w, one] = [m.weight('w', 4), m.feed('one', [1])];
    const sum = m.emit('add', [m.emit('mul', [x, y], {}), w], {});
    return [
      m.emit('tanh', [sum], {}),
      m.emit('mul', [sum, one], {}),
      m.emit('add', [m.feed('step', ['time', 1, 1]), y], {}),
    ];
  }),
  'sums over steps, over samples and over both': graphOf((m) => {
    const x = m.emit('tanh', [m.feed('x', ['time', 'batch', 4])], {});
    const over = (...axes: number[]): ValueId => m.emit('reduce_sum', [x], { axes, keepDims: false });
    return [
      over(0),
      over(1),
      over(0, 1),
      over(2),
      over(1, 2),
      m.emit('reduce_mean', [x], { axes: [2], keepDims: true }),
    ];
  }),
  'whole numbers and conditions': graphOf((m) => {
    const [x, k] = [m.feed('x', ['batch', 4]), m.feed('k', ['batch', 4], 'int32', 9)];
    const more = m.emit('add', [k, m.number(1, 'int32')], {});
    const low = m.negative(x);
    const real = m.emit('cast', [more], { dtype: 'float32' });
    return [
      m.emit('select', [low, real, x], {}),
      m.emit('cast', [low], { dtype: 'float32' }),
      m.emit('mul', [real, x], {}),
    ];
  }),
  'rows of different widths are no one kernel': graphOf((m) => {
    const [x, y] = [m.feed('x', ['batch', 4]), m.feed('y', ['time', 4])];
    const wide = m.emit('concat', [m.emit('tanh', [x], {}), m.emit('exp', [x], {})], { axis: 1 });
    return [
      m.emit('sigmoid', [wide], {}),
      m.emit('tanh', [y], {}),
      m.emit('tanh', [m.emit('reshape', [x], { shape: shapeOf({ batch: 4 }) })], {}),
    ];
  }),
  'a loop forward and one backward over what the first one stacked': graphOf((m) => {
    const x = m.feed('x', ['time', 'batch', 3]);
    const [w, u, v] = [m.weight('w', 3, 5), m.weight('u', 5, 5), m.weight('v', 5)];
    const projected = m.emit('matmul', [x, w], {});
    const run = (direction: 'forward' | 'backward', input: ValueId, name: string) => {
      const loop = new LoopBody(m.builder, direction, dim('time'));
      const h = loop.state(name, m.feed(`${name}.start`, ['batch', 5]));
      const sum = m.emit('add', [loop.scan(input), m.emit('matmul', [h, loop.capture(u)], {})], {});
      const gate = m.emit('sigmoid', [m.emit('mul', [sum, loop.capture(v)], {})], {});
      const next = m.emit('add', [m.emit('mul', [gate, h], {}), m.emit('tanh', [sum], {})], {});
      return loop.close(
        [next],
        [
          { id: next, name: `${name}.all` },
          { id: gate, name: `${name}.gate` },
        ],
        origin,
      );
    };
    const there = run('forward', projected, 'h');
    const back = run('backward', there.stacked[0] ?? x, 'g');
    return [...there.finals, ...there.stacked, ...back.finals, ...back.stacked];
  }),
  'a state that is read after it was changed, and two that change places': graphOf((m) => {
    const x = m.feed('x', ['time', 'batch', 3]);
    const loop = new LoopBody(m.builder, 'forward', dim('time'));
    const [a, b] = [loop.state('a', m.feed('a0', ['batch', 3])), loop.state('b', m.feed('b0', ['batch', 3]))];
    const made = m.emit('add', [m.emit('mul', [a, loop.scan(x)], {}), b], {});
    const kept = m.emit('sub', [made, a], {});
    const { finals, stacked } = loop.close(
      [b, made],
      [
        { id: kept, name: 'kept' },
        { id: a, name: 'was' },
      ],
      origin,
    );
    return [...finals, ...stacked];
  }),
  'what nothing reads is not computed': graphOf((m) => {
    const x = m.feed('x', ['batch', 3]);
    m.emit('exp', [m.emit('tanh', [x], {})], {});
    return [m.emit('sigmoid', [x], {})];
  }),
};

test.each(Object.keys(graphs))('%s', (name) => {
  const graph = graphs[name];
  if (graph === undefined) throw new Error(name);
  const hasLengths = graph.inputs.some(({ role }) => role === 'lengths');
  const both = hasLengths ? [true, false] : [true];
  for (const fullLength of both) expectRight(graph, fullLength);
  expect(printed(graph)).toMatchSnapshot();
});
