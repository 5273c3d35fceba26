import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { type Dim, dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Body } from '../../compiler/ir/nodes.ts';
import { printType } from '../../compiler/ir/print.ts';
import type { TensorType } from '../../compiler/ir/types.ts';
import { OpTypeError, type Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { f32, floats, ints, nested } from './given.ts';

const origin = { path: 'test', span: null };

/** (h, x_t, k) → h' = h * k + x_t, stacked y_t = h' - h. */
function body(b: GraphBuilder, h: TensorType, x: TensorType, k: TensorType): Body {
  const [hIn, xIn, kIn] = [b.value('h', h), b.value('x_t', x), b.value('k', k)];
  b.openBody();
  const next = b.emit('add', [b.emit('mul', [hIn, kIn], {}, origin), xIn], {}, origin);
  return b.closeBody([hIn, xIn, kIn], [next, b.emit('sub', [next, hIn], {}, origin)]);
}

interface Case {
  readonly direction?: 'forward' | 'backward';
  readonly length?: Dim;
  readonly operands?: readonly TensorType[];
  readonly params?: readonly [TensorType, TensorType, TensorType];
  readonly states?: number;
  readonly scanned?: number;
  readonly closed?: (body: Body) => Body;
}

function types(given: Case): string[] {
  const b = new GraphBuilder();
  const operands = given.operands ?? [floats('batch', 2), floats('time', 'batch', 2), floats(2)];
  const made = body(b, ...(given.params ?? [floats('batch', 2), floats('batch', 2), floats(2)]));
  const outputs = b.emitAll(
    'loop',
    operands.map((t, i) => b.value(`operand${i}`, t)),
    {
      states: given.states ?? 1,
      scanned: given.scanned ?? 1,
      direction: given.direction ?? 'forward',
      length: given.length ?? dim('time'),
      body: given.closed?.(made) ?? made,
    },
    origin,
  );
  return outputs.map((id) => printType(b.typeOf(id)));
}

function refusal(given: Case) {
  try {
    return types(given);
  } catch (error) {
    if (!(error instanceof OpTypeError)) throw error;
    return { expected: error.expected, found: error.found, operands: error.operands };
  }
}

describe('types of a loop', () => {
  it('are the states, then what is stacked along the length', () => {
    expect(types({})).toEqual(['float32[batch, 2]', 'float32[time, batch, 2]']);
  });

  it('refuse a sequence of another length', () => {
    expect(refusal({ length: dim('source') })).toEqual({
      expected: '[source, ...]',
      found: '[time, batch, 2]',
      operands: [1],
    });
  });

  it('refuse a body made for other operands', () => {
    const [h, x, k] = [floats('batch', 2), floats('batch', 2), floats(2)];
    expect(refusal({ params: [h, x, floats(1)] })).toEqual({
      expected: 'float32[2]',
      found: 'float32[1]',
      operands: [2],
    });
    expect(refusal({ params: [h, floats(2), k] })).toMatchObject({ expected: 'float32[batch, 2]', operands: [1] });
    expect(refusal({ operands: [ints('batch', 2), floats('time', 'batch', 2), floats(2)] })).toMatchObject({
      expected: 'int32[batch, 2]',
      found: 'float32[batch, 2]',
      operands: [0],
    });
  });

  it('refuse a next state unlike the initial one', () => {
    const small = floats(2);
    expect(
      refusal({
        operands: [small, floats('time', 'batch', 2), floats(2)],
        params: [small, floats('batch', 2), floats(2)],
      }),
    ).toEqual({ expected: 'float32[2]', found: 'float32[batch, 2]', operands: [0] });
  });

  it('refuse wrong numbers of operands, parameters and results', () => {
    expect(refusal({ operands: [floats('batch', 2)] })).toMatchObject({ expected: 'at least 2', found: '1' });
    expect(refusal({ closed: (b) => ({ ...b, params: b.params.slice(1) }) })).toMatchObject({
      expected: '3',
      found: '2',
    });
    expect(refusal({ closed: (b) => ({ ...b, results: [] }) })).toMatchObject({
      expected: 'at least 1 results',
      found: '0',
    });
  });
});

function run(direction: 'forward' | 'backward', h: Tensor64, xs: Tensor64, k: Tensor64) {
  const b = new GraphBuilder();
  const element = floats('batch');
  const [h0, x, kIn] = [b.value('h0', element), b.value('x', floats('time', 'batch')), b.value('k', floats())];
  const attrs = { states: 1, scanned: 1, direction, length: dim('time'), body: body(b, element, element, floats()) };
  const [final, ys] = b.emitAll('loop', [h0, x, kIn], attrs, origin);
  if (final === undefined || ys === undefined) throw new Error('no results');
  const feed = (name: string, value: typeof h0) => ({ role: 'feed', name, value, limit: null, origin }) as const;
  const { outputs } = evaluateGraph(
    {
      name: 'test',
      variant: 'inference',
      values: b.values,
      inputs: [feed('h0', h0), feed('x', x), feed('k', kIn)],
      weights: [],
      nodes: b.nodes,
      outputs: [
        { name: 'final', value: final, origin },
        { name: 'ys', value: ys, origin },
      ],
      streaming: null,
    },
    {
      inputs: new Map([
        ['h0', h],
        ['x', xs],
        ['k', k],
      ]),
      weights: new Map(),
    },
  );
  return [...outputs.values()].map(nested);
}

describe('numbers of a loop', () => {
  it('go forward', () => {
    // h: 1 → 1·2+10 = 12 → 12·2+20 = 44 → 44·2+30 = 118
    expect(run('forward', f32([1]), f32([[10], [20], [30]]), f32(2))).toEqual([[118], [[11], [32], [74]]]);
  });

  it('go backward, each result at the index of its step', () => {
    // h: 1 → 1·2+30 = 32 → 32·2+20 = 84 → 84·2+10 = 178
    expect(run('backward', f32([1]), f32([[10], [20], [30]]), f32(2))).toEqual([[178], [[94], [52], [31]]]);
  });

  it('leave the state alone where there is no step', () => {
    const none: Tensor64 = { dtype: 'float32', shape: [0, 2], data: new Float64Array() };
    expect(run('forward', f32([5, 6]), none, f32(2))).toEqual([[5, 6], []]);
  });

  it('are those of the body run by hand', () => {
    const number = fc.integer({ min: -9, max: 9 });
    const sequence = fc
      .integer({ min: 1, max: 3 })
      .chain((batch) =>
        fc.array(fc.array(number, { minLength: batch, maxLength: batch }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(sequence, number, fc.constantFrom('forward', 'backward'), (xs, k, direction) => {
        let h = (xs[0] ?? []).map((_, i) => i);
        const ys: number[][] = [];
        for (const x of direction === 'forward' ? xs : xs.toReversed()) {
          const next = h.map((v, i) => v * k + (x[i] ?? 0));
          ys.push(next.map((v, i) => v - (h[i] ?? 0)));
          h = next;
        }
        const stacked = direction === 'forward' ? ys : ys.toReversed();
        const noMinusZero = (x: unknown) => JSON.parse(JSON.stringify(x));
        expect(noMinusZero(run(direction, f32((xs[0] ?? []).map((_, i) => i)), f32(xs), f32(k)))).toEqual(
          noMinusZero([h, stacked]),
        );
      }),
    );
  });

  it('can scan several sequences of other shapes at the same time', () => {
    const b = new GraphBuilder();
    const [a, c] = [b.value('a', floats(2)), b.value('c', floats(2, 3))];
    const [at, ct] = [b.value('at', floats()), b.value('ct', floats(3))];
    b.openBody();
    const y = b.emit('mul', [at, ct], {}, origin);
    const closed = b.closeBody([at, ct], [y]);
    const [ys] = b.emitAll(
      'loop',
      [a, c],
      { states: 0, scanned: 2, direction: 'forward', length: dim(2), body: closed },
      origin,
    );
    expect(ys !== undefined && b.typeOf(ys).shape).toEqual(shapeOf(2, 3));
  });
});
