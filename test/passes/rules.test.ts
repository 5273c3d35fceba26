import { describe, expect, test } from 'vitest';
import { dropDead } from '../../compiler/3-optimize/passes/drop-dead.ts';
import { foldConstants } from '../../compiler/3-optimize/passes/fold-constants.ts';
import { hoistInvariants } from '../../compiler/3-optimize/passes/hoist-invariants.ts';
import { mergeIdentical } from '../../compiler/3-optimize/passes/merge-identical.ts';
import { type Pass, runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { pushSplits } from '../../compiler/3-optimize/passes/push-splits.ts';
import { reduceStrength } from '../../compiler/3-optimize/passes/reduce-strength.ts';
import { splitConcatMatmul } from '../../compiler/3-optimize/passes/split-concat-matmul.ts';
import { at } from '../../compiler/diagnostics/invariants.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput, Weight } from '../../compiler/ir/graph.ts';
import type { OpAttributes, OpName } from '../../compiler/ir/nodes.ts';
import type { Dtype, ValueId } from '../../compiler/ir/types.ts';
import { countOps, expectSameNumbers } from './equal.ts';

const origin = { path: 'p', span: null };
const sizes = { batch: 3, time: 4 };

class Making {
  readonly builder = new GraphBuilder();
  readonly inputs: GraphInput[] = [];
  readonly weights: Weight[] = [];

  feed(
    name: string,
    dims: readonly (number | string)[],
    dtype: Dtype = 'float32',
    limit: number | null = null,
  ): ValueId {
    const value = this.builder.value(name, { dtype, shape: shapeOf(...dims) });
    this.inputs.push({ role: 'feed', name, value, limit, origin });
    return value;
  }

  weight(path: string, ...dims: readonly (number | string)[]): ValueId {
    const value = this.builder.value(path, { dtype: 'float32', shape: shapeOf(...dims) });
    this.weights.push({ path, value, init: { kind: 'constant', value: 0 }, origin });
    return value;
  }

  emit<K extends OpName>(op: K, inputs: readonly ValueId[], attrs: OpAttributes[K]): ValueId {
    return this.builder.emit(op, inputs, attrs, origin, op);
  }

  number(value: number, dtype: Dtype = 'float32'): ValueId {
    return this.builder.constant(value, dtype, origin);
  }

  filled(value: number, dims: readonly (number | string)[], dtype: Dtype = 'float32'): ValueId {
    return this.emit('broadcast', [this.number(value, dtype)], { shape: shapeOf(...dims) });
  }
}

function graphOf(make: (m: Making) => ValueId | readonly ValueId[]): Graph {
  const m = new Making();
  const made = make(m);
  const outputs = (typeof made === 'number' ? [made] : made).map((value, i) => ({ name: `y${i}`, value, origin }));
  const { inputs, weights, builder } = m;
  const { values, nodes } = builder;
  return { name: 'rule', variant: 'inference', values, inputs, weights, nodes, outputs, streaming: null };
}

const apply = (graph: Graph, ...passes: readonly Pass[]): Graph =>
  runPasses(graph, [...passes, dropDead], { fused: false });
/** Ops that are left outside of loops, after the numbers were found to be the same. */
function left(graph: Graph, ...passes: readonly Pass[]): Record<string, number> {
  const after = apply(graph, ...passes);
  expectSameNumbers(graph, after, sizes);
  return countOps(after).outside;
}

type Make = (m: Making, x: ValueId) => ValueId;
const over = (make: Make, dims: readonly (number | string)[] = ['batch', 4]) =>
  graphOf((m) => make(m, m.feed('x', dims)));

describe('fold-constants', () => {
  test.each<[string, Make]>([
    ['x + 0', (m, x) => m.emit('add', [x, m.number(0)], {})],
    ['0 + x', (m, x) => m.emit('add', [m.number(0), x], {})],
    ['x + zeros of a size that is not known', (m, x) => m.emit('add', [x, m.filled(0, ['batch', 4])], {})],
    ['x - 0', (m, x) => m.emit('sub', [x, m.number(0)], {})],
    ['x * 1', (m, x) => m.emit('mul', [x, m.filled(1, [4])], {})],
    ['1 * x', (m, x) => m.emit('mul', [m.filled(1, ['batch', 1]), x], {})],
    ['x / 1', (m, x) => m.emit('div', [x, m.number(1)], {})],
    ['pow(x, 1)', (m, x) => m.emit('pow', [x, m.number(1)], {})],
    ['select(true, x, 5)', (m, x) => m.emit('select', [m.number(1, 'bool'), x, m.number(5)], {})],
    ['select(false, 5, x)', (m, x) => m.emit('select', [m.number(0, 'bool'), m.number(5), x], {})],
    ['a cast to the own type', (m, x) => m.emit('cast', [x], { dtype: 'float32' })],
    ['a reshape to the own shape', (m, x) => m.emit('reshape', [x], { shape: shapeOf('batch', 4) })],
    ['a broadcast to the own shape', (m, x) => m.emit('broadcast', [x], { shape: shapeOf('batch', 4) })],
    ['a transpose by identity', (m, x) => m.emit('transpose', [x], { permutation: [0, 1] })],
    ['a split into one part', (m, x) => m.emit('split', [x], { axis: 1, sizes: shapeOf(4) })],
    ['a join of one part', (m, x) => m.emit('concat', [x], { axis: 1 })],
    ['a slice of everything', (m, x) => m.emit('slice', [x], { axis: 1, start: dim(0), end: dim(4) })],
  ])('%s is x', (_, make) => {
    const graph = over((m, x) => m.emit('tanh', [make(m, x)], {}));
    expect(left(graph, foldConstants)).toEqual({ tanh: 1 });
  });

  test.each<[string, Make]>([
    ['x + 1', (m, x) => m.emit('add', [x, m.number(1)], {})],
    ['x + ones', (m, x) => m.emit('add', [x, m.filled(1, ['batch', 4])], {})],
    ['0 - x', (m, x) => m.emit('sub', [m.number(0), x], {})],
    ['x - 1', (m, x) => m.emit('sub', [x, m.number(1)], {})],
    ['x * 0', (m, x) => m.emit('mul', [x, m.number(0)], {})],
    ['x * zeros', (m, x) => m.emit('mul', [x, m.filled(0, ['batch', 4])], {})],
    ['1 / x', (m, x) => m.emit('div', [m.number(1), x], {})],
    ['pow(1, x)', (m, x) => m.emit('pow', [m.number(1), x], {})],
    ['x + 0 of more axes', (m, x) => m.emit('add', [x, m.filled(0, ['time', 'batch', 4])], {})],
    ['0 of more axes + x', (m, x) => m.emit('add', [m.filled(0, ['time', 'batch', 4]), x], {})],
    ['x * ones of more axes', (m, x) => m.emit('mul', [x, m.filled(1, ['time', 'batch', 4])], {})],
    [
      'select(true, x, more axes)',
      (m, x) => m.emit('select', [m.number(1, 'bool'), x, m.filled(2, ['time', 'batch', 4])], {}),
    ],
    [
      'x + different numbers',
      (m, x) =>
        m.emit('add', [x, m.emit('constant', [], { dtype: 'float32', shape: shapeOf(4), values: [0, 0, 0, 1] })], {}),
    ],
    ['a cast to another type', (m, x) => m.emit('cast', [x], { dtype: 'int32' })],
    ['a reshape', (m, x) => m.emit('reshape', [x], { shape: shapeOf(4, 'batch') })],
    ['a transpose', (m, x) => m.emit('transpose', [x], { permutation: [1, 0] })],
    ['a slice of less', (m, x) => m.emit('slice', [x], { axis: 1, start: dim(0), end: dim(3) })],
    ['a slice from further on', (m, x) => m.emit('slice', [x], { axis: 1, start: dim(1), end: dim(4) })],
  ])('%s stays', (_, make) => {
    const graph = over(make);
    expect(foldConstants.run(graph)).toBe(graph);
  });

  test('what depends on literals alone is computed, unless its size is not known or large', () => {
    const sum = (dims: readonly (number | string)[]) =>
      over((m, x) => m.emit('add', [x, m.emit('exp', [m.filled(2, dims)], {})], {}));
    expect(left(sum([4]), foldConstants)).toEqual({ constant: 1, add: 1 });
    expect(left(sum(['batch', 4]), foldConstants)).toMatchObject({ exp: 1, broadcast: 1 });
    const long = (n: number) =>
      over((m, x) => m.emit('add', [x, m.emit('exp', [m.filled(2, [n])], {})], {}), ['batch', n]);
    expect(left(long(4096), foldConstants)).toEqual({ constant: 1, add: 1 });
    expect(left(long(4097), foldConstants)).toMatchObject({ exp: 1 });
    const different = over((m, x) => {
      const numbers = m.emit('constant', [], { dtype: 'float32', shape: shapeOf(4), values: [1, 2, 3, -0] });
      return m.emit('add', [x, m.emit('mul', [numbers, m.number(3)], {})], {});
    });
    expect(left(different, foldConstants)).toEqual({ constant: 1, add: 1 });
    const parts = over((m, x) => {
      const [a, b] = m.builder.emitAll('split', [m.filled(1.5, [4])], { axis: 0, sizes: shapeOf(1, 3) }, origin, [
        'a',
        'b',
      ]);
      return m.emit(
        'add',
        [m.emit('mul', [x, a ?? x], {}), m.emit('reduce_sum', [b ?? x], { axes: [0], keepDims: true })],
        {},
      );
    });
    expect(left(parts, foldConstants)).toEqual({ constant: 2, mul: 1, add: 1 });
  });

  test('numbers in a row and valid steps are no literals', () => {
    const graph = graphOf((m) => m.emit('range', [], { length: dim(5) }));
    expect(foldConstants.run(graph)).toBe(graph);
  });
});

describe('push-splits', () => {
  const cut = (make: (m: Making, x: ValueId, w: ValueId) => ValueId) =>
    graphOf((m) => {
      const z = make(m, m.feed('x', ['batch', 4]), m.weight('w', 4, 6));
      return m.builder.emitAll('split', [z], { axis: 1, sizes: shapeOf(2, 4) }, origin, ['a', 'b']);
    });

  test('what is the same for every column is not cut', () => {
    const one = cut((m, x, w) => {
      const column = m.emit('reduce_sum', [x], { axes: [1], keepDims: true });
      return m.emit('mul', [m.emit('add', [m.emit('matmul', [x, w], {}), column], {}), m.number(0.5)], {});
    });
    expect(left(one, pushSplits)).toEqual({ slice: 2, matmul: 2, add: 2, mul: 2, reduce_sum: 1, constant: 1 });
  });

  test('a bias is cut along with the matrix; what is stretched is made in parts', () => {
    const biased = cut((m, x, w) => m.emit('add', [m.emit('matmul', [x, w], {}), m.weight('b', 6)], {}));
    expect(left(biased, pushSplits)).toEqual({ slice: 4, matmul: 2, add: 2 });
    const stretched = cut((m, x, w) => {
      const column = m.emit('reduce_sum', [x], { axes: [1], keepDims: true });
      return m.emit(
        'mul',
        [m.emit('matmul', [x, w], {}), m.emit('broadcast', [column], { shape: shapeOf('batch', 6) })],
        {},
      );
    });
    expect(left(stretched, pushSplits)).toEqual({ slice: 2, matmul: 2, mul: 2, reduce_sum: 1, broadcast: 2 });
  });

  test('columns of one element are cut as well', () => {
    const graph = graphOf((m) => {
      const z = m.emit('tanh', [m.emit('matmul', [m.feed('x', ['batch', 4]), m.weight('w', 4, 1)], {})], {});
      return m.emit('slice', [z], { axis: 1, start: dim(0), end: dim(1) });
    });
    expect(left(graph, pushSplits)).toEqual({ matmul: 1, tanh: 1 });
  });

  test.each<[string, Graph]>([
    [
      'along another axis',
      graphOf((m) =>
        m.emit('slice', [m.emit('tanh', [m.feed('x', [5, 4])], {})], { axis: 0, start: dim(1), end: dim(3) }),
      ),
    ],
    [
      'of a feed',
      graphOf((m) => m.emit('slice', [m.feed('x', ['batch', 4])], { axis: 1, start: dim(1), end: dim(3) })),
    ],
    [
      'of a size that is not known',
      graphOf((m) =>
        m.emit('slice', [m.emit('tanh', [m.feed('x', [4, 'time'])], {})], { axis: 1, start: dim(0), end: dim('time') }),
      ),
    ],
    [
      'of a softmax',
      graphOf((m) =>
        m.emit('slice', [m.emit('softmax', [m.feed('x', ['batch', 4])], {})], { axis: 1, start: dim(1), end: dim(3) }),
      ),
    ],
  ])('a cut %s stays', (_, graph) => {
    expect(pushSplits.run(graph)).toBe(graph);
  });
});

test('split-concat-matmul takes joins along the last axis alone, of any number of parts and axes', () => {
  const joined = (axis: number) =>
    graphOf((m) => {
      const parts = ['a', 'b', 'c'].map((name, i) => m.feed(name, ['time', 'batch', axis === 2 ? i + 1 : 6]));
      return m.emit('matmul', [m.emit('concat', parts, { axis }), m.weight('w', 6, 5)], {});
    });
  expect(left(joined(2), splitConcatMatmul)).toEqual({ slice: 3, matmul: 3, add: 2 });
  const beside = joined(1);
  expect(splitConcatMatmul.run(beside)).toBe(beside);
});

test('reduce-strength: the logarithm of a sum of exponentials by maximum and softmax', () => {
  const graph = graphOf((m) => m.emit('logsumexp', [m.feed('x', ['batch', 'time', 4])], {}));
  const after = runPasses(graph, [reduceStrength, dropDead], { fused: true });
  expectSameNumbers(graph, after, sizes);
  expect(countOps(after).outside).toEqual({ softmax: 1, reduce_max: 2, log: 1, sub: 1 });
});

/** A loop over x [time, batch, 4] and z [time, batch, 4], and what it stacks; `state` adds up, so that the loop stays. */
function loopOf(body: (m: Making, loop: LoopBody, x: ValueId, state: ValueId) => readonly ValueId[]): Graph {
  return graphOf((m) => {
    const x = m.feed('x', ['time', 'batch', 4]);
    const loop = new LoopBody(m.builder, 'forward', dim('time'));
    const state = loop.state('h', m.feed('start', ['batch', 4]));
    const made = body(m, loop, loop.scan(x), state);
    const { finals, stacked } = loop.close(
      [m.emit('tanh', [m.emit('mul', [state, state], {})], {})],
      made.map((id) => ({ id, name: 'y' })),
      origin,
    );
    return [...finals, ...stacked];
  });
}

describe('hoist-invariants: what does not see the state is done for all steps at once', () => {
  const all: { readonly [name: string]: (m: Making, x: ValueId, fixed: (...dims: number[]) => ValueId) => ValueId } = {
    tanh: (m, x) => m.emit('tanh', [x], {}),
    'add of a vector': (m, x, fixed) => m.emit('add', [x, fixed(4)], {}),
    'add of more axes': (m, x, fixed) => m.emit('add', [x, fixed(2, 1, 4)], {}),
    'add of fewer axes': (m, x) => m.emit('add', [x, m.emit('reduce_sum', [x], { axes: [0], keepDims: false })], {}),
    softmax: (m, x) => m.emit('softmax', [x], {}),
    logsumexp: (m, x) => m.emit('logsumexp', [x], {}),
    matmul: (m, x, fixed) => m.emit('matmul', [x, fixed(4, 5)], {}),
    'concat of the same and the changing': (m, x) => m.emit('concat', [x, m.emit('tanh', [x], {})], { axis: 1 }),
    split: (m, x) => at(m.builder.emitAll('split', [x], { axis: 1, sizes: shapeOf(1, 3) }, origin, ['a', 'b']), 1),
    'slice of columns': (m, x) => m.emit('slice', [x], { axis: 1, start: dim(1), end: dim(3) }),
    reshape: (m, x) => m.emit('reshape', [x], { shape: shapeOf('batch', 2, 2) }),
    broadcast: (m, x) =>
      m.emit('broadcast', [m.emit('reduce_max', [x], { axes: [1], keepDims: true })], { shape: shapeOf('batch', 3) }),
    'broadcast to more axes': (m, x) => m.emit('broadcast', [x], { shape: shapeOf(2, 'batch', 4) }),
    transpose: (m, x) => m.emit('transpose', [x], { permutation: [1, 0] }),
    reduce_mean: (m, x) => m.emit('reduce_mean', [x], { axes: [1], keepDims: false }),
    reduce_sum: (m, x) => m.emit('reduce_sum', [x], { axes: [0, 1], keepDims: true }),
    'a sum of three': (m, x, fixed) => m.emit('add', [m.emit('add', [x, fixed(4)], {}), m.emit('tanh', [x], {})], {}),
  };
  test.each(Object.keys(all))('%s', (name) => {
    const graph = loopOf((m, loop, x) => {
      const fixed = (...dims: number[]): ValueId =>
        loop.capture(m.builder.outside(() => m.weight(`w${dims.join('x')}`, ...dims)));
      return [all[name]?.(m, x, fixed) ?? x];
    });
    const after = apply(graph, hoistInvariants);
    for (const time of [0, 1, 4]) expectSameNumbers(graph, after, { batch: 3, time });
    expect(countOps(after).inside).toEqual({ mul: 1, tanh: 1 });
  });

  test.each<[string, (m: Making, x: ValueId) => ValueId]>([
    [
      'a product of two that change',
      (m, x) => m.emit('matmul', [m.emit('transpose', [x], { permutation: [1, 0] }), x], {}),
    ],
    [
      'a look-up in a table that changes',
      (m, x) =>
        m.emit(
          'gather',
          [x, m.emit('cast', [m.emit('reduce_max', [x], { axes: [1], keepDims: false })], { dtype: 'int32' })],
          {},
        ),
    ],
  ])('%s stays in the loop', (_, make) => {
    const graph = loopOf((m, __, x) => [make(m, x)]);
    const after = apply(graph, hoistInvariants);
    expectSameNumbers(graph, after, sizes);
    const { inside } = countOps(after);
    expect((inside.matmul ?? 0) + (inside.gather ?? 0)).toBe(1);
  });

  test('terms without the state leave a sum with the state as one', () => {
    const graph = loopOf((m, loop, x, h) => {
      const w = loop.capture(m.builder.outside(() => m.weight('w', 4)));
      const v = loop.capture(m.builder.outside(() => m.weight('v', 4)));
      const sum = [h, x, w, m.emit('tanh', [x], {}), v].reduce((a, b) => m.emit('add', [a, b], {}));
      return [m.emit('sigmoid', [sum], {})];
    });
    const after = apply(graph, hoistInvariants);
    expectSameNumbers(graph, after, sizes);
    expect(countOps(after).inside).toEqual({ add: 1, sigmoid: 1, mul: 1, tanh: 1 });
    expect(countOps(after).outside).toMatchObject({ add: 3, tanh: 1 });
  });

  test('a sum that something else reads in the middle is not regrouped', () => {
    const graph = loopOf((m, _, x, h) => {
      const first = m.emit('add', [h, x], {});
      return [first, m.emit('add', [first, m.emit('tanh', [x], {})], {})];
    });
    const after = apply(graph, hoistInvariants);
    expectSameNumbers(graph, after, sizes);
    expect(countOps(after).inside).toEqual({ add: 2, mul: 1, tanh: 1 });
  });

  test('weights alone that are wider than a step are added inside', () => {
    const graph = loopOf((m, loop, x, h) => {
      const w = loop.capture(m.builder.outside(() => m.weight('w', 2, 1, 4)));
      return [m.emit('add', [m.emit('add', [x, w], {}), h], {})];
    });
    const after = apply(graph, hoistInvariants);
    expectSameNumbers(graph, after, sizes);
    expect(countOps(after).inside).toEqual({ add: 2, mul: 1, tanh: 1 });
  });

  test('loops inside loops, from the innermost on', () => {
    const graph = graphOf((m) => {
      const x = m.feed('x', ['time', 'batch', 3, 4]);
      const w = m.weight('w', 4, 4);
      const outer = new LoopBody(m.builder, 'forward', dim('time'));
      const h = outer.state('h', m.feed('h', [3, 4]));
      const xt = outer.scan(x);
      const [wi, ht] = [outer.capture(w), h];
      const inner = new LoopBody(m.builder, 'backward', dim('batch'));
      const g = inner.state('g', ht);
      const step = m.emit('matmul', [inner.scan(xt), inner.capture(wi)], {});
      const next = m.emit('tanh', [m.emit('add', [g, step], {})], {});
      const { finals, stacked } = inner.close([next], [{ id: step, name: 'step' }], origin);
      const out = outer.close([at(finals, 0)], [{ id: at(stacked, 0), name: 'steps' }], origin);
      return [...out.finals, ...out.stacked];
    });
    const after = apply(graph, hoistInvariants);
    expectSameNumbers(graph, after, { batch: 2, time: 3 });
    expect(countOps(after).inside.matmul ?? 0).toBe(0);
    expect(countOps(after).outside.matmul).toBe(1);
  });
});

describe('merge-identical', () => {
  test('attributes and regions tell expressions apart', () => {
    const graph = graphOf((m) => {
      const x = m.feed('x', ['batch', 4]);
      return [0, 1, 0].flatMap((start) => m.emit('slice', [x], { axis: 1, start: dim(start), end: dim(start + 2) }));
    });
    expect(left(graph, mergeIdentical)).toEqual({ slice: 2 });
  });

  test('a loop takes what it is given twice once, and stacks once what it stacks twice', () => {
    const graph = graphOf((m) => {
      const x = m.feed('x', ['time', 'batch', 4]);
      const w = m.weight('w', 4);
      const [a, b] = [m.emit('tanh', [x], {}), m.emit('tanh', [x], {})];
      const [v, u] = [m.emit('exp', [w], {}), m.emit('exp', [w], {})];
      const loop = new LoopBody(m.builder, 'forward', dim('time'));
      const h = loop.state('h', m.feed('start', ['batch', 4]));
      const sum = m.emit('add', [loop.scan(a), loop.capture(v)], {});
      const next = m.emit('mul', [m.emit('mul', [h, sum], {}), m.emit('add', [loop.scan(b), loop.capture(u)], {})], {});
      const { finals, stacked } = loop.close(
        [next],
        [sum, next, sum].map((id, i) => ({ id, name: `s${i}` })),
        origin,
      );
      return [...finals, ...stacked];
    });
    const after = apply(graph, mergeIdentical);
    expectSameNumbers(graph, after, sizes);
    expect(countOps(after)).toEqual({ outside: { tanh: 1, exp: 1, loop: 1 }, inside: { add: 1, mul: 2 } });
    const [loop] = after.nodes.filter(({ op }) => op === 'loop');
    if (loop?.op !== 'loop') throw new Error('no loop');
    expect(loop.attrs).toMatchObject({ states: 1, scanned: 1 });
    expect(loop.inputs).toHaveLength(3);
    expect(loop.outputs).toHaveLength(3);
  });

  test('the same object comes back where nothing is equal', () => {
    const graph = loopOf((m, _, x) => [m.emit('exp', [x], {})]);
    expect(mergeIdentical.run(graph)).toBe(graph);
  });

  test('equal expressions of two loops stay in both', () => {
    const graph = graphOf((m) => {
      const w = m.weight('w', 4);
      return ['a', 'b'].flatMap((name) => {
        const loop = new LoopBody(m.builder, 'forward', dim('time'));
        const h = loop.state('h', m.feed(name, ['batch', 4]));
        const { finals } = loop.close([m.emit('mul', [h, m.emit('exp', [loop.capture(w)], {})], {})], [], origin);
        return finals;
      });
    });
    expect(left(graph, mergeIdentical)).toEqual({ loop: 2 });
    expect(countOps(apply(graph, mergeIdentical)).inside).toEqual({ exp: 2, mul: 2 });
  });
});
