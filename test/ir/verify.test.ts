import { describe, expect, it } from 'vitest';
import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { makeNode } from '../../compiler/graph/builder.ts';
import { verifyGraph } from '../../compiler/graph/verify.ts';
import { shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput } from '../../compiler/ir/graph.ts';
import type { Node, NodeOf, OpName } from '../../compiler/ir/nodes.ts';
import type { TensorType, Value, ValueId } from '../../compiler/ir/types.ts';
import { recurrentGraph } from './one-step.ts';

function problems(graph: Graph, fused = false): string[] {
  try {
    verifyGraph(graph, { fused });
    return [];
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.slice(2));
  }
}

const graph = recurrentGraph();

const isA =
  <K extends OpName>(op: K) =>
  (node: Node): node is Extract<Node, { op: K }> =>
    node.op === op;

function loopOf(g: Graph): NodeOf<'loop'> {
  const loop = g.nodes.find(isA('loop'));
  if (loop === undefined) throw new Error('no loop');
  return loop;
}
const withLoop = (edit: (loop: NodeOf<'loop'>) => Partial<NodeOf<'loop'>>): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.op === 'loop' ? { ...node, ...edit(node) } : node)),
});
const withBody = (edit: (body: NodeOf<'loop'>['attrs']['body']) => Partial<NodeOf<'loop'>['attrs']['body']>): Graph =>
  withLoop(({ attrs }) => ({ attrs: { ...attrs, body: { ...attrs.body, ...edit(attrs.body) } } }));
const withInput = (name: string, edit: (input: GraphInput) => GraphInput): Graph => ({
  ...graph,
  inputs: graph.inputs.map((input) => (input.name === name ? edit(input) : input)),
});
const retyped = (id: ValueId, type: TensorType): readonly Value[] =>
  graph.values.map((value, i) => (i === id ? { ...value, type } : value));
const valueOfInput = (name: string): ValueId => {
  const input = graph.inputs.find((i) => i.name === name);
  if (input === undefined) throw new Error(`no input ${name}`);
  return input.value;
};
const idOf = (name: string): ValueId => {
  const id = graph.values.findIndex((v) => v.name === name);
  if (id < 0) throw new Error(`no value ${name}`);
  return id as ValueId;
};
const nowhere = 999 as ValueId;
const stray = { path: 'stray', span: null };

describe('verifyGraph accepts', () => {
  it('what the builder makes', () => {
    expect(problems(graph)).toEqual([]);
    expect(() => verifyGraph(graph)).not.toThrow();
  });

  it('values that nothing defines or reads any more', () => {
    expect(
      problems({ ...graph, values: [...graph.values, { name: 'dead', type: { dtype: 'bool', shape: [] } }] }),
    ).toEqual([]);
  });
});

describe('verifyGraph refuses', () => {
  it('a use before the definition', () => {
    const [first, ...rest] = graph.nodes;
    if (first === undefined) throw new Error('no nodes');
    expect(problems({ ...graph, nodes: [...rest, first] })).toEqual([
      "loop of 'rnn' reads %x.steps, which is not defined before",
    ]);
  });

  it('a body that reads a value of the graph around it', () => {
    const outer = valueOfInput('rnn.0.forward.h');
    const reads = withBody((body) => ({
      nodes: body.nodes.map((node) =>
        node.op === 'concat' ? { ...node, inputs: [node.inputs[0] ?? outer, outer] } : node,
      ),
    }));
    expect(problems(reads)).toEqual([
      "concat of 'rnn.0.forward.step.h'' reads rnn.0.forward.h, which belongs to another region",
    ]);
  });

  it('a graph that reads a value of a body', () => {
    const inner = loopOf(graph).attrs.body.results[0] ?? nowhere;
    expect(problems({ ...graph, outputs: [{ name: 'y', value: inner, origin: stray }] })).toEqual([
      "output 'y' reads %rnn.0.forward.step.h.kept, which belongs to another region",
    ]);
  });

  it('a body whose result is not its own', () => {
    expect(problems(withBody((body) => ({ results: [valueOfInput('x'), ...body.results.slice(1)] })))).toEqual([
      "the body of loop of 'rnn' reads x, which belongs to another region",
    ]);
  });

  it('a second definition', () => {
    const [first] = graph.nodes;
    if (first === undefined) throw new Error('no nodes');
    expect(problems({ ...graph, nodes: [first, ...graph.nodes] })).toEqual([
      expect.stringMatching(/^transpose of 'rnn' defines %x\.steps(\.1)? a second time$/),
    ]);
  });

  it('ids that are not there', () => {
    const reads = makeNode('tanh', [nowhere], {}, [], stray);
    expect(problems({ ...graph, nodes: [...graph.nodes, reads] })).toEqual([
      "tanh of 'stray' reads value 999, which is not defined before",
    ]);
    const defines = makeNode('tanh', [valueOfInput('x')], {}, [nowhere], stray);
    expect(problems({ ...graph, nodes: [...graph.nodes, defines] })).toEqual([
      expect.stringContaining("tanh of 'stray' defines value 999, which the graph does not have"),
    ]);
    const params = withBody((body) => ({ params: [...body.params.slice(0, -1), nowhere] }));
    expect(problems(params)[0]).toContain('defines value 999, which the graph does not have');
  });

  it('stored types that infer does not give', () => {
    const id = idOf('x.steps');
    const wrong: TensorType = { dtype: 'float32', shape: shapeOf('time', 'batch', 2) };
    expect(problems({ ...graph, values: retyped(id, wrong) })).toEqual([
      "transpose of 'rnn' gives float32[time, batch, 1] and %x.steps is stored as float32[time, batch, 2]",
      "loop of 'rnn': a loop whose body takes another type than it is given; expected float32[batch, 2], found float32[batch, 1]",
    ]);
  });

  it('operands that do not fit', () => {
    const node = makeNode('matmul', [valueOfInput('x'), valueOfInput('x')], {}, [], stray);
    expect(problems({ ...graph, nodes: [...graph.nodes, node] })).toEqual([
      "matmul of 'stray': matmul takes an operand of rank 2; expected [K, N], found [batch, time, 1]",
    ]);
  });

  it('wrong numbers of results', () => {
    expect(
      problems({ ...graph, nodes: [...graph.nodes, makeNode('tanh', [valueOfInput('x')], {}, [], stray)] }),
    ).toEqual(["tanh of 'stray' gives 1 values and defines 0"]);
  });

  it('loops whose body has other numbers of parameters or results', () => {
    expect(problems(withLoop(({ inputs }) => ({ inputs: inputs.slice(0, -1) })))).toEqual([
      "loop of 'rnn': a loop whose body has not one parameter per operand; expected 4, found 5",
    ]);
    expect(problems(withBody(() => ({ results: [] })))).toEqual([
      "loop of 'rnn': a loop whose body does not give every next state; expected at least 1 results, found 0",
    ]);
    expect(problems(withLoop(({ attrs }) => ({ attrs: { ...attrs, states: 4, scanned: 2 } })))).toEqual([
      "loop of 'rnn': a loop with too few operands; expected at least 6, found 5",
    ]);
  });

  it('fused ops where they may not be, and no others', () => {
    const [h, k, c] = [valueOfInput('drop.mask'), idOf('rnn.0.forward.kernel'), idOf('rnn.0.forward.bias')];
    const values = [
      ...retyped(k, { dtype: 'float32', shape: shapeOf(2, 2) }),
      { name: 'fused', type: { dtype: 'float32', shape: shapeOf('batch', 2) } } as const,
    ];
    const out = (values.length - 1) as ValueId;
    const node = makeNode('matmul_bias', [h, k, c], { activation: 'linear' }, [out], stray);
    const fused: Graph = {
      ...graph,
      values,
      nodes: [node],
      outputs: [],
      inputs: graph.inputs.filter((i) => i.role !== 'state'),
    };
    expect(problems(fused)).toEqual(["matmul_bias of 'stray' is fused, too early"]);
    expect(problems(fused, true)).toEqual([]);
  });

  it('what is no op', () => {
    const node = { ...makeNode('tanh', [], {}, [], stray), op: 'toString' } as unknown as Node;
    expect(problems({ ...graph, nodes: [...graph.nodes, node] })).toEqual(["toString of 'stray' is no op"]);
  });

  it('names that stand there twice', () => {
    const twice: Graph = {
      ...graph,
      inputs: graph.inputs.map((i) => (i.name === 'drop.mask' ? { ...i, name: 'x' } : i)),
      weights: graph.weights.map((w) => ({ ...w, path: 'k' })),
      outputs: graph.outputs.map((o) => ({ ...o, name: 'y' })),
    };
    expect(problems(twice)).toEqual([
      "input 'x' stands there twice",
      "weight 'k' stands there twice",
      "output 'y' stands there twice",
    ]);
  });

  it('outputs that nothing computes', () => {
    expect(problems({ ...graph, outputs: [{ name: 'y', value: nowhere, origin: stray }] })).toEqual([
      "output 'y' reads value 999, which is not defined before",
    ]);
  });

  it('weights whose shape depends on what is fed', () => {
    const id = graph.weights[1]?.value ?? nowhere;
    expect(problems({ ...graph, values: retyped(id, { dtype: 'float32', shape: shapeOf('batch') }) })).toContain(
      "weight 'rnn.0.forward.bias' has the shape [batch], which depends on what is fed",
    );
  });

  it('inputs that do not fit their role', () => {
    const limited = withInput('x', (i) => (i.role === 'feed' ? { ...i, limit: 10 } : i));
    expect(problems(limited)).toEqual(["input 'x' is float32[batch, time, 1], expected int32 below a positive limit"]);
    const lengths = retyped(valueOfInput('time.lengths'), { dtype: 'float32', shape: shapeOf('batch') });
    expect(problems({ ...graph, values: lengths })).toContain(
      "input 'time.lengths' is float32[batch], expected int32[batch, …] for lengths",
    );
    const kept = withInput('drop.mask', (i) => (i.role === 'mask' ? { ...i, keep: 0 } : i));
    expect(problems(kept)).toEqual([
      "input 'drop.mask' is float32[batch, 2], expected float32 kept with a probability in (0, 1]",
    ]);
  });

  it('states without a final value or start of their type', () => {
    const state = (edit: Partial<Extract<GraphInput, { role: 'state' }>>) =>
      problems(withInput('rnn.0.forward.h', (i) => (i.role === 'state' ? { ...i, ...edit } : i)));
    expect(state({ final: nowhere })).toEqual([
      "the final value of input 'rnn.0.forward.h' reads value 999, which is not defined before",
    ]);
    expect(state({ final: idOf('x.steps') })).toEqual([
      "input 'rnn.0.forward.h' is float32[batch, 2], expected float32[time, batch, 1], the type of its final value",
    ]);
    expect(state({ start: 'h0' })).toEqual(["input 'rnn.0.forward.h' starts from no input: 'h0'"]);
    expect(state({ start: 'x' })).toEqual([
      "input 'rnn.0.forward.h' is float32[batch, 2], expected float32[batch, time, 1], the type of its start",
    ]);
  });
});
