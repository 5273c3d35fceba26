import { addDims, constantDim, type Dim, multiplyDims, sizeOfShape, staticSize } from '../ir/dim.ts';
import type { Graph } from '../ir/graph.ts';
import type { Node, NodeOf } from '../ir/nodes.ts';
import type { ValueId } from '../ir/types.ts';

/**
 * Multiply-adds of all matrix products of a run, by the path of what they belong to (`encoder.0.forward.step.i`), as polynomials over the sizes of the
 * run: `12288*batch*time`. Products of weights alone are left out, because they are computed when weights are bound.
 */
export function multiplyAdds(graph: Graph): ReadonlyMap<string, Dim> {
  const found = new Map<string, Dim>();
  const fixed = new Set<ValueId>(graph.weights.map(({ value }) => value));
  const visit = (nodes: readonly Node[], times: (count: Dim) => Dim): void => {
    for (const node of nodes) {
      if (node.op === 'loop') {
        const { length, body, ragged = [], states, scanned } = node.attrs;
        node.inputs.forEach((id, i) => {
          const param = body.params[i];
          if (param !== undefined && i >= states + scanned && fixed.has(id)) fixed.add(param);
        });
        visit(body.nodes, (count) => times(overSteps(count, length, ragged)));
        continue;
      }
      const isFixed = node.inputs.every((id) => fixed.has(id)) && node.outputs.every((id) => isSized(graph, id));
      if (isFixed) for (const id of node.outputs) fixed.add(id);
      else if (node.op === 'matmul' || node.op === 'matmul_bias') {
        const { path } = node.origin;
        found.set(path, addDims(found.get(path) ?? {}, times(ofProduct(graph, node))));
      }
    }
  };
  visit(graph.nodes, (count) => count);
  return found;
}

const shapeOf = (graph: Graph, id: ValueId | undefined) =>
  id === undefined ? [] : (graph.values[id]?.type.shape ?? []);

const isSized = (graph: Graph, id: ValueId): boolean => shapeOf(graph, id).every((d) => staticSize(d) !== null);

function ofProduct(graph: Graph, { inputs, outputs }: NodeOf<'matmul' | 'matmul_bias'>): Dim {
  const inner = shapeOf(graph, inputs[0]).at(-1) ?? constantDim(1);
  return multiplyDims(sizeOfShape(shapeOf(graph, outputs[0])), inner);
}

/** All iterations of a loop together: what depends on a size that changes between them counts for their total. */
function overSteps(count: Dim, length: Dim, ragged: NonNullable<NodeOf<'loop'>['attrs']['ragged']>): Dim {
  return Object.entries(count).reduce<Dim>((sum, [monomial, coefficient]) => {
    const symbols = monomial.split('*');
    const axis = ragged.find(({ symbol }) => symbols.includes(symbol));
    const rest = symbols.filter((symbol) => symbol !== axis?.symbol && symbol !== '').join('*');
    const times = multiplyDims(axis?.total ?? length, rest === '' ? constantDim(coefficient) : { [rest]: coefficient });
    return addDims(sum, times);
  }, {});
}
