import { addDims, type Dim, multiplyDims, type Shape, symbolDim } from './dim.ts';
import type { Body, Graph, Node, TensorType } from './graph.ts';

/** The dimension with every symbol of `by` replaced. */
export function substituteDim(d: Dim, by: ReadonlyMap<string, Dim>): Dim {
  return Object.entries(d).reduce<Dim>((sum, [monomial, coefficient]) => {
    const symbols = monomial === '' ? [] : monomial.split('*');
    const factors = symbols.map((symbol) => by.get(symbol) ?? symbolDim(symbol));
    return addDims(sum, factors.reduce(multiplyDims, { '': coefficient }));
  }, {});
}

/** The same graph over other symbols: `time` as `time.segments * time.steps`, say. Roles of inputs keep the old names. */
export function substituteSymbols(graph: Graph, by: ReadonlyMap<string, Dim>): Graph {
  const dim = (d: Dim): Dim => substituteDim(d, by);
  const shape = (s: Shape): Shape => s.map(dim);
  const type = (t: TensorType): TensorType => ({ dtype: t.dtype, shape: shape(t.shape) });
  const body = (b: Body): Body => ({ ...b, nodes: b.nodes.map(node) });
  const node = (n: Node): Node => {
    switch (n.op) {
      case 'split':
        return { ...n, attrs: { ...n.attrs, sizes: n.attrs.sizes.map(dim) } };
      case 'slice':
        return { ...n, attrs: { ...n.attrs, start: dim(n.attrs.start), end: dim(n.attrs.end) } };
      case 'reshape':
        return { ...n, attrs: { shape: shape(n.attrs.shape) } };
      case 'broadcast':
        return { ...n, attrs: { shape: shape(n.attrs.shape) } };
      case 'constant':
        return { ...n, attrs: { ...n.attrs, shape: shape(n.attrs.shape) } };
      case 'range':
        return { ...n, attrs: { length: dim(n.attrs.length) } };
      case 'valid_steps':
        return { ...n, attrs: { length: dim(n.attrs.length) } };
      case 'loop':
        return {
          ...n,
          attrs: {
            ...n.attrs,
            length: dim(n.attrs.length),
            body: body(n.attrs.body),
            ...(n.attrs.ragged === undefined
              ? {}
              : { ragged: n.attrs.ragged.map((axis) => ({ ...axis, total: dim(axis.total) })) }),
          },
        };
      case 'scatter_add':
      case 'read_rows':
        return { ...n, attrs: { rows: dim(n.attrs.rows) } };
      default:
        return n;
    }
  };
  return { ...graph, values: graph.values.map((v) => ({ ...v, type: type(v.type) })), nodes: graph.nodes.map(node) };
}
