import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable } from '../../compiler/3-optimize/pipelines.ts';
import { withStateHistory } from '../../compiler/graph/state-history.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, load } from '../../src/index.ts';
import { loadSync } from '../../src/worklet.ts';
import { builtModel } from '../gradients/built.ts';
import { numbers, randomFeeds } from '../passes/equal.ts';

const stack = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  near: {type: conv1d, input: x, units: 3, kernel_size: 3, activation: tanh}
  far: {type: conv1d, input: near, units: 4, kernel_size: 2, dilation: 3}
  memory: {type: recurrent, input: far, cell: {gru: {units: 2}}}
  y: {type: conv1d, input: memory, units: 2, kernel_size: 2}
outputs: {y: y}
`;
const around = (more: string): string => `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  y: {type: conv1d, input: x, units: 3, kernel_size: 5, padding: same${more}}
outputs: {y: y}
`;

/** [batch][time][feature] */
function sequences(batch: number, time: number, seed: number): number[][][] {
  const next = numbers(seed);
  const of = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  return of(batch, () => of(time, () => of(2, next)));
}

describe('step by step', () => {
  test('a session gives what a run gives, a step or several at a time', async () => {
    const model = await load(compile(stack));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 2 }),
        fc.nat(1e6),
        async (blocks, batch, seed) => {
          const time = blocks.reduce((a, b) => a + b, 0);
          const x = sequences(batch, time, seed + 1);
          const whole = model.run({ x }).y?.toArray() as number[][][];
          const session = model.session({ batch });
          let from = 0;
          for (const steps of blocks) {
            const block = x.map((row) => row.slice(from, from + steps));
            const found = session.process({ x: block }).y?.toArray() as number[][][];
            for (const [row, each] of found.entries())
              for (const [t, values] of each.entries())
                for (const [i, value] of values.entries())
                  expect(value).toBeCloseTo(whole[row]?.[from + t]?.[i] ?? Number.NaN, 5);
            from += steps;
          }
          session.dispose();
        },
      ),
      { numRuns: 8, seed: 20_261_129 },
    );
    model.dispose();
  });

  test('what is read ahead keeps a model from it, unless it runs over parts that overlap', () => {
    const graph = builtModel(around(''));
    expect(graph.streaming?.reason).toBe('layer "y" reads 2 steps ahead, which padding: same asks for');
    expect(withStateHistory(graph, 'time')?.outputs).toEqual(new Map([['y.past', 'y.past.steps']]));
    expect(builtModel(stack).streaming).toBeNull();
  });

  test('the states that one part of a sequence ends with are those that the next one starts from', () => {
    const graph = builtModel(stack);
    const { inputs, weights } = randomFeeds(graph, { batch: 2, time: 7 }, 3);
    const states = graph.inputs.flatMap((input) => (input.role === 'state' ? [input.name] : []));
    expect(states).toEqual(['near.past', 'far.past', 'memory.0.forward.h', 'y.past']);
    const x = inputs.get('x');
    const run = (from: number, to: number, carried: typeof inputs) =>
      evaluateGraph(graph, {
        weights,
        inputs: new Map([
          ...inputs,
          ...carried,
          ['time.lengths', { dtype: 'int32', shape: [2], data: Float64Array.of(to - from, to - from) }],
          [
            'x',
            {
              dtype: 'float32',
              shape: [2, to - from, 2],
              data: Float64Array.from(
                [0, 1].flatMap((row) => [...(x?.data ?? []).slice(14 * row + 2 * from, 14 * row + 2 * to)]),
              ),
            },
          ],
        ]),
      });
    const whole = run(0, 7, new Map());
    const first = run(0, 2, new Map());
    const second = run(2, 7, first.finals as typeof inputs);
    expect(second.finals.get('far.past')?.data).toEqual(whole.finals.get('far.past')?.data);
    const of = (found: typeof whole, row: number): number[] => {
      const { data = new Float64Array(), shape = [] } = found.outputs.get('y') ?? {};
      const size = (shape[1] ?? 0) * 2;
      return [...data.slice(row * size, (row + 1) * size)];
    };
    for (const row of [0, 1]) expect([...of(first, row), ...of(second, row)]).toEqual(of(whole, row));
  });

  test('in a worklet, where there is no tfjs', async () => {
    const bytes = compile(stack).toBytes();
    const [alone, model] = [loadSync(bytes), await load(bytes)];
    const x = sequences(1, 6, 5);
    expect(alone.run({ x }).y?.data).toEqual(model.run({ x }).y?.data);
    model.dispose();
  });
});

test.each([stack, around(''), around(', dilation: 2')])(
  'a row of a batch gives what it gives alone, whatever stands behind its end: %s',
  async (text) => {
    const model = await load(compile(text));
    const x = sequences(3, 7, 11);
    const lengths = [7, 3, 0];
    const padded = x.map((row, i) => row.map((step, t) => (t < (lengths[i] ?? 0) ? step : [Number.NaN, Number.NaN])));
    const found = model.run({ x: padded, 'time.lengths': lengths }, { nan: 'allow' }).y?.toArray() as number[][][];
    for (const [i, length] of lengths.entries()) {
      if (length === 0) continue;
      const alone = model.run({ x: [x[i]?.slice(0, length) ?? []] }).y?.toArray() as number[][][];
      expect(found[i]?.slice(0, length)).toEqual(alone[0]);
    }
    model.dispose();
  },
);

test('the products are of all steps at once; loops only move inputs', () => {
  const text = around('').replace('kernel_size: 5', 'kernel_size: 3');
  const printed = printGraph(runPasses(builtModel(text), portable, { fused: false }));
  expect(printed).toMatchInlineSnapshot(`
    "graph model (inference)
      input x: float32[batch, time, 2]
      state y.past: float32[batch, 1, 2] {start: zeros, final: %y.final.past}
      lengths time.lengths: int32[batch] {of: time}
      weight y.kernel: float32[3, 2, 3] {init: variance_scaling(1, average, uniform)}
      weight y.bias: float32[3] {init: constant(0)}
      %x.steps: float32[time, batch, 2] = transpose x {permutation: [1, 0, 2]}
      %time.valid: bool[time, batch] = valid_steps time.lengths
      %y: float32[time, batch, 1, 2] = reshape %x.steps
      %y.1: bool[time, batch, 1, 1] = reshape %time.valid
      %y.final.past: float32[batch, 1, 2], %y.past.steps: float32[time, batch, 2] = loop {direction: forward, length: time}
        state %y.past: float32[batch, 1, 2] = y.past
        element %y.2: bool[batch, 1, 1] = %y.1
        element %y.3: float32[batch, 1, 2] = %y
        %y.4: float32[batch, 1, 2] = select %y.2, %y.3, %y.past
        %y.5: float32[batch, 2] = reshape %y.past
        next %y.past = %y.4
        stacked %y.past.steps = %y.5
      %0: float32[] = constant 0
      %y.ahead: float32[batch, 1, 2] = broadcast %0
      %y.final.ahead: float32[batch, 1, 2], %y.ahead.steps: float32[time, batch, 2] = loop {direction: backward, length: time}
        state %y.ahead.1: float32[batch, 1, 2] = %y.ahead
        element %y.6: bool[batch, 1, 1] = %y.1
        element %y.7: float32[batch, 1, 2] = %y
        %y.8: float32[batch, 1, 2] = select %y.6, %y.7, %y.ahead.1
        %y.9: float32[batch, 2] = reshape %y.ahead.1
        next %y.ahead.1 = %y.8
        stacked %y.ahead.steps = %y.9
      %y.10: float32[6, 3] = reshape y.kernel
      %y.rows0: float32[2, 3] = slice %y.10 {axis: 0, start: 0, end: 2}
      %y.11: float32[time, batch, 3] = matmul %y.past.steps, %y.rows0
      %y.rows1: float32[2, 3] = slice %y.10 {axis: 0, start: 2, end: 4}
      %y.12: float32[time, batch, 3] = matmul %x.steps, %y.rows1
      %y.13: float32[time, batch, 3] = add %y.11, %y.12
      %y.rows2: float32[2, 3] = slice %y.10 {axis: 0, start: 4, end: 6}
      %y.14: float32[time, batch, 3] = matmul %y.ahead.steps, %y.rows2
      %y.15: float32[time, batch, 3] = add %y.13, %y.14
      %y.16: float32[time, batch, 3] = add %y.15, y.bias
      %y.17: float32[batch, time, 3] = transpose %y.16 {permutation: [1, 0, 2]}
      output y = %y.17
      not streaming: layer "y" reads one step ahead, which padding: same asks for
    "
  `);
});

describe('mistakes', () => {
  test.each([
    ['y: {type: conv1d, input: x, units: 2, kernel_size: 3, padding: valid}', /causal, same/],
    ['y: {type: conv1d, input: x, units: 2, kernel_size: 3, strides: 2}', /strides/],
    [
      'y: {type: conv1d, input: x, units: 2, kernel_size: 1, dilation: 2}',
      /a kernel of one step reads that step alone/,
    ],
    ['y: {type: conv1d, input: last, units: 2, kernel_size: 2}\n  last: {type: last, input: x}', /has no time axis/],
  ])('%s', (layer, message) => {
    const text = `inputs: {x: {shape: [batch, time, 2]}}\nlayers:\n  ${layer}\noutputs: {y: y}\n`;
    expect(() => compile(text)).toThrow(message);
  });
});
