import { addDims, type Dim, multiplyDims, type Shape, symbolDim, symbolsOf } from '../ir/dim.ts';
import type { Graph } from '../ir/graph.ts';
import type { Node } from '../ir/nodes.ts';

/** The dimension with every symbol of `by` replaced. */
export function substituteDim(d: Dim, by: ReadonlyMap<string, Dim>): Dim {
  return Object.entries(d).reduce<Dim>((sum, [monomial, coefficient]) => {
    const symbols = monomial === '' ? [] : monomial.split('*');
    const factors = symbols.map((symbol) => by.get(symbol) ?? symbolDim(symbol));
    return addDims(sum, factors.reduce(multiplyDims, { '': coefficient }));
  }, {});
}

/** The node with every dimension of its attributes replaced, those of the nodes of its body too. */
export function mapDims(node: Node, map: (d: Dim) => Dim): Node {
  const shape = (s: Shape): Shape => s.map(map);
  switch (node.op) {
    case 'split':
      return { ...node, attrs: { ...node.attrs, sizes: shape(node.attrs.sizes) } };
    case 'slice':
      return { ...node, attrs: { ...node.attrs, start: map(node.attrs.start), end: map(node.attrs.end) } };
    case 'reshape':
      return { ...node, attrs: { shape: shape(node.attrs.shape) } };
    case 'broadcast':
      return { ...node, attrs: { shape: shape(node.attrs.shape) } };
    case 'constant':
      return { ...node, attrs: { ...node.attrs, shape: shape(node.attrs.shape) } };
    case 'range':
      return { ...node, attrs: { length: map(node.attrs.length) } };
    case 'valid_steps':
      return { ...node, attrs: { length: map(node.attrs.length) } };
    case 'loop': {
      const { length, body, ragged } = node.attrs;
      return {
        ...node,
        attrs: {
          ...node.attrs,
          length: map(length),
          body: { ...body, nodes: body.nodes.map((inner) => mapDims(inner, map)) },
          ...(ragged === undefined ? {} : { ragged: ragged.map((axis) => ({ ...axis, total: map(axis.total) })) }),
        },
      };
    }
    case 'scatter_add':
    case 'scatter_max':
    case 'read_rows':
      return { ...node, attrs: { rows: map(node.attrs.rows) } };
    default:
      return node;
  }
}

/** Symbols in the attributes of a node and of the nodes of its body. */
export function symbolsOfNode(node: Node): ReadonlySet<string> {
  const found = new Set<string>();
  mapDims(node, (d) => {
    for (const symbol of symbolsOf(d)) found.add(symbol);
    return d;
  });
  return found;
}

/** The same graph over other symbols: `time` as `time.segments * time.steps`, say. Roles of inputs keep the old names. */
export function substituteSymbols(graph: Graph, by: ReadonlyMap<string, Dim>): Graph {
  const dim = (d: Dim): Dim => substituteDim(d, by);
  return {
    ...graph,
    values: graph.values.map((v) => ({ ...v, type: { dtype: v.type.dtype, shape: v.type.shape.map(dim) } })),
    nodes: graph.nodes.map((node) => mapDims(node, dim)),
  };
}
