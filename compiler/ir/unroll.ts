import { InternalError } from '../diagnostics/diagnostic.ts';
import { addDims, constantDim, type Dim, evaluateDim, multiplyDims, type Shape } from './dim.ts';
import type { Graph, Node, TensorType, ValueId } from './graph.ts';
import { isOp, Rewriter } from './rewrite.ts';
import { mapDims } from './substitute.ts';

/**
 * The unrolled form: every loop becomes `steps` copies of its body that read the same weight values; every time symbol becomes the number
 * `steps`. Batch stays symbolic. Values of step t carry `.tN` in their names.
 */
export function unrollLoops(graph: Graph, steps: number): Graph {
  const symbols = new Set(timeSymbols(graph));
  const fix = (d: Dim): Dim => substitute(d, symbols, steps);
  const source: Graph = { ...graph, values: graph.values.map((v) => ({ ...v, type: fixType(v.type, fix) })) };
  const rewriter: Rewriter = new Rewriter(source, (node, r) => {
    if (isOp(node, 'loop')) {
      unrollOne(node, Math.max(0, evaluateDim(fix(node.attrs.length), {})), r, fix);
      return true;
    }
    copyFixed(node, r, fix, '');
    return true;
  });
  return rewriter.run();
}

function timeSymbols(graph: Graph): readonly string[] {
  const found: string[] = [];
  const add = (d: Dim): void => {
    for (const key of Object.keys(d))
      for (const s of key === '' ? [] : key.split('*')) if (s !== 'batch') found.push(s);
  };
  for (const value of graph.values) value.type.shape.forEach(add);
  return found;
}

function substitute(d: Dim, symbols: ReadonlySet<string>, size: number): Dim {
  return Object.entries(d).reduce((sum, [key, c]) => {
    const factors = (key === '' ? [] : key.split('*')).map(
      (s): Dim => (symbols.has(s) ? constantDim(size) : { [s]: 1 }),
    );
    return addDims(sum, factors.reduce(multiplyDims, constantDim(c)));
  }, constantDim(0));
}

type Fix = (d: Dim) => Dim;
const fixShape = (shape: Shape, fix: Fix): Shape => shape.map(fix);
const fixType = (type: TensorType, fix: Fix): TensorType => ({ dtype: type.dtype, shape: fixShape(type.shape, fix) });

/** Copies one node with the sizes in its attributes fixed. */
function copyFixed(node: Node, r: Rewriter, fix: Fix, suffix: string): void {
  if (isOp(node, 'loop')) {
    unrollOne(node, evaluateDim(fix(node.attrs.length), {}), r, fix);
    return;
  }
  const names = node.outputs.map((id) => `${r.source.values[id]?.name ?? ''}${suffix}`);
  r.bind(node, r.emitSame(mapDims(node, fix), r.all(node.inputs), names));
}

function unrollOne(loop: Extract<Node, { op: 'loop' }>, steps: number, r: Rewriter, fix: Fix): void {
  const { states, scanned, direction, body } = loop.attrs;
  const outer = loop.inputs.map((id) => r.get(id));
  let current = outer.slice(0, states);
  const stackedCount = body.results.length - states;
  const stacked: ValueId[][] = Array.from({ length: stackedCount }, () => []);
  const order = Array.from({ length: steps }, (_, i) => (direction === 'forward' ? i : steps - 1 - i));
  for (const t of order) {
    body.params.forEach((param, i) => {
      const given = i < states ? current[i] : outer[i];
      if (given === undefined) throw new InternalError('a loop without its operand');
      const element = i >= states && i < states + scanned;
      const name = `${r.source.values[param]?.name ?? ''}.t${t}`;
      r.set(param, element ? r.builder.emit('take', [given], { index: t }, loop.origin, name) : given);
    });
    for (const node of body.nodes) copyFixed(node, r, fix, `.t${t}`);
    const results = body.results.map((id) => r.get(id));
    current = results.slice(0, states);
    results.slice(states).forEach((id, i) => {
      const list = stacked[i];
      if (list !== undefined) list[t] = id;
    });
  }
  const names = loop.outputs.map((id) => r.source.values[id]?.name ?? '');
  const tops = stacked.map((ids, i) => {
    const first = loop.outputs[states + i];
    if (ids.length === 0) {
      const type = first === undefined ? undefined : r.source.values[first]?.type;
      if (type === undefined) throw new InternalError('a stacked result without a type');
      const zero = r.builder.constant(0, type.dtype, loop.origin);
      return r.builder.emit('broadcast', [zero], { shape: type.shape }, loop.origin, names[states + i]);
    }
    return r.builder.emit('stack', ids, {}, loop.origin, names[states + i]);
  });
  r.bind(loop, [...current, ...tops]);
}
