import { expect, test } from 'vitest';
import type { BufferId } from '../../compiler/program/buffer.ts';
import { BufferTable } from '../../compiler/program/buffer-table.ts';
import type { Program, Step } from '../../compiler/program/program.ts';
import { fused, graphsOf } from './models.ts';

const model = (equations: string): string => `name: stacks
inputs: {x: {shape: [batch, time, 3]}}
cells:
  own:
    inputs: {x: [n]}
    state: [{h: [4]}]
    weights: {w: {shape: [n, 4]}, u: {shape: [4, 4]}${/ v/.test(equations) ? ', v: {shape: [4, 4]}' : ''}}
    equations: |
${equations.replace(/^/gm, '      ')}
    output: h'
layers: {r: {type: recurrent, input: x, cell: {own: {}}}}
outputs: {y: r}
`;

/** The only loop of the fused inference program, and where each buffer's memory is. */
function loopOf(yaml: string): {
  readonly body: readonly Step[];
  readonly rootOf: (id: BufferId) => BufferId;
  readonly program: Program;
} {
  const graph = graphsOf(yaml).get('inference');
  if (graph === undefined) throw new Error('no inference graph');
  const program = fused(graph, true);
  const table = new BufferTable(program.buffers);
  const [loop] = program.main.filter((s) => s.kind === 'loop');
  if (loop?.kind !== 'loop') throw new Error('no loop');
  return { body: loop.body, rootOf: (id) => table.root(id), program };
}

/** Products of the loop's body that start from what is in memory: whether each writes its sum there too. */
function inPlace(yaml: string): readonly boolean[] {
  const { body, rootOf } = loopOf(yaml);
  return body.flatMap((step) => {
    if (step.kind !== 'generated' || step.call.kernel.kind !== 'product' || step.call.kernel.start !== 'each')
      return [];
    const [start, out] = step.call.operands.slice(2).map(rootOf);
    return [start === out];
  });
}

test('a product adds to the projection that it starts from, and the state is stacked over that', () => {
  const yaml = model("h' = tanh(x @ w + h @ u)");
  expect(inPlace(yaml)).toEqual([true]);
  const { body, rootOf, program } = loopOf(yaml);
  const last = body.at(-1);
  if (last?.kind !== 'generated') throw new Error('no row kernel');
  const projection = program.main.find((s) => s.kind === 'generated' && s.call.kernel.kind === 'product');
  if (projection?.kind !== 'generated') throw new Error('no projection');
  const stack = rootOf(projection.call.operands.at(-1) ?? (-1 as BufferId));
  expect(last.call.written.map((i) => rootOf(last.call.operands[i] ?? (-1 as BufferId)))).toContain(stack);
});

test('a projection that two products start from is left as it is', () => {
  expect(inPlace(model("p = x @ w\nh' = tanh(p + h @ u) * sigmoid(p + h @ v)"))).toEqual([false, false]);
});

test('a projection that is read beside the product is left as it is', () => {
  expect(inPlace(model("p = x @ w\nh' = tanh(p + h @ u) + p"))).toEqual([false]);
});
