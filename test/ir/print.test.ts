import { describe, expect, it } from 'vitest';
import type { Graph, Initializer } from '../../compiler/ir/graph.ts';
import { printGraph, printInitializer, printNode, printValueNames } from '../../compiler/ir/print.ts';
import { recurrentGraph } from './one-step.ts';

describe('printGraph', () => {
  it('shows everything with its type', () => {
    expect(printGraph(recurrentGraph())).toMatchInlineSnapshot(`
      "graph one_step (training)
        input x: float32[batch, time, 1]
        lengths time.lengths: int32[batch] {of: time}
        state rnn.0.forward.h: float32[batch, 2] {start: zeros, final: %rnn.0.forward.final.h}
        mask drop.mask: float32[batch, 2] {keep: 0.8}
        weight rnn.0.forward.kernel: float32[3, 2] {init: variance_scaling(1, average, uniform)}
        weight rnn.0.forward.bias: float32[2] {init: constant(0)}
        %x.steps: float32[time, batch, 1] = transpose x {permutation: [1, 0, 2]}
        %time.valid: bool[time, batch] = valid_steps time.lengths
        %time.valid.1: bool[time, batch, 1] = reshape %time.valid
        %rnn.0.forward.final.h: float32[batch, 2], %rnn: float32[time, batch, 2] = loop {direction: forward, length: time}
          state %rnn.0.forward.step.h: float32[batch, 2] = rnn.0.forward.h
          element %rnn.0.forward.step.x: float32[batch, 1] = %x.steps
          element %rnn.0.forward.step.valid: bool[batch, 1] = %time.valid.1
          invariant %rnn.0.forward.kernel: float32[3, 2] = rnn.0.forward.kernel
          invariant %rnn.0.forward.bias: float32[2] = rnn.0.forward.bias
          %rnn.0.forward.step.h': float32[batch, 3] = concat %rnn.0.forward.step.x, %rnn.0.forward.step.h {axis: 1}
          %rnn.0.forward.step.h'.1: float32[batch, 2] = matmul %rnn.0.forward.step.h', %rnn.0.forward.kernel
          %rnn.0.forward.step.h'.2: float32[batch, 2] = add %rnn.0.forward.step.h'.1, %rnn.0.forward.bias
          %rnn.0.forward.step.h'.3: float32[batch, 2] = tanh %rnn.0.forward.step.h'.2
          %rnn.0.forward.step.h.kept: float32[batch, 2] = select %rnn.0.forward.step.valid, %rnn.0.forward.step.h'.3, %rnn.0.forward.step.h
          %0: float32[] = constant 0
          %rnn.0.forward.step.y: float32[batch, 2] = select %rnn.0.forward.step.valid, %rnn.0.forward.step.h'.3, %0
          next %rnn.0.forward.step.h = %rnn.0.forward.step.h.kept
          stacked %rnn = %rnn.0.forward.step.y
        %rnn.last: float32[batch, 2] = last_step %rnn, time.lengths
        %scale: float32[2] = constant [0.5, -1]
        %numbers: int32[9] = constant [9 numbers]
        %numbers.head: int32[2] = slice %numbers {axis: 0, start: 0, end: 2}
        %drop: float32[batch, 2] = mul %rnn.last, drop.mask
        %drop.1: float32[batch, 2] = mul %drop, %scale
        output y = %drop.1
        output head = %numbers.head
        not streaming: 'rnn.last' is known at the end of the sequence alone
      "
    `);
  });

  it('names every value once', () => {
    const graph = recurrentGraph();
    const names = [...printValueNames(graph).values()];
    expect(names).toHaveLength(graph.values.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it('does not take a name that another value has by itself', () => {
    const graph = recurrentGraph();
    const values = graph.values.map((v) => (v.name === 'rnn.last' ? { ...v, name: "rnn.0.forward.step.h'.1" } : v));
    const names = printValueNames({ ...graph, values });
    expect(new Set(names.values()).size).toBe(values.length);
    expect([...names.values()]).toContain("%rnn.0.forward.step.h'.1");
    expect([...names.values()]).toContain("%rnn.0.forward.step.h'.2");
  });

  it('keeps all other names when a node goes', () => {
    const graph = recurrentGraph();
    const gone = graph.nodes.find((node) => node.op === 'transpose');
    const before = printValueNames(graph);
    const after = printValueNames({ ...graph, nodes: graph.nodes.filter((node) => node !== gone) });
    expect(after.size).toBe(before.size - 1);
    for (const [id, name] of after) expect(name).toBe(before.get(id));
  });

  it('prints one node as it stands in the graph', () => {
    const graph = recurrentGraph();
    for (const node of graph.nodes) {
      const lines = printNode(graph, node).split('\n');
      expect(printGraph(graph)).toContain(lines.map((line) => `  ${line}\n`).join(''));
    }
  });

  it('shows what is fed', () => {
    const graph = recurrentGraph();
    const [feed] = graph.inputs;
    if (feed?.role !== 'feed') throw new Error('no feed');
    const printed = printGraph({ ...graph, inputs: [{ ...feed, limit: 100 }], streaming: null } satisfies Graph);
    expect(printed).toContain('input x: float32[batch, time, 1] {limit: 100}\n');
    expect(printed).not.toContain('not streaming');
  });
});

describe('printInitializer', () => {
  it.each<[Initializer, string]>([
    [{ kind: 'constant', value: -0 }, 'constant(-0)'],
    [{ kind: 'literal', values: [1, 2.5] }, 'literal([1, 2.5])'],
    [{ kind: 'literal', values: Array.from({ length: 12 }, () => 1) }, 'literal([12 numbers])'],
    [{ kind: 'uniform', low: -0.1, high: 0.1 }, 'uniform(-0.1, 0.1)'],
    [{ kind: 'truncated_normal', mean: 0, stddev: 0.05 }, 'truncated_normal(0, 0.05)'],
    [{ kind: 'orthogonal', gain: 1 }, 'orthogonal(1)'],
    [{ kind: 'identity', gain: 0.5 }, 'identity(0.5)'],
    [
      {
        kind: 'blocks',
        axis: 1,
        blocks: [
          { size: 2, init: { kind: 'constant', value: 1 } },
          { size: 4, init: { kind: 'normal', mean: 0, stddev: 1 } },
        ],
      },
      'blocks(axis 1: 2 constant(1), 4 normal(0, 1))',
    ],
  ])('%j', (init, text) => {
    expect(printInitializer(init)).toBe(text);
  });
});
