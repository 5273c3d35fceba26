import { at, only } from '../../diagnostics/invariants.ts';
import { GraphIndex, isOp, type Rewriter, rewriteGraph } from '../../graph/rewrite.ts';
import { equalShapes, isStatic, type Shape } from '../../ir/dim.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Node, NodeOf } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Pass } from './pass.ts';

interface Writing {
  readonly get: (old: ValueId) => ValueId;
  readonly emit: (op: 'add' | 'sub' | 'mul' | 'neg' | 'matmul', operands: readonly ValueId[]) => ValueId;
}
/** Makes something that weights alone give. */
type Make = (writing: Writing) => ValueId;

/** A sum of products with weights, each scaled by a number per column or not, and of a number per column. */
interface Affine {
  readonly products: readonly { readonly node: NodeOf<'matmul'>; readonly scale: Make | null }[];
  readonly offset: Make | null;
  /** The nodes behind the last one, which nothing else reads. */
  readonly inner: readonly Node[];
  readonly isScaled: boolean;
}

/**
 * A product with a weight that is scaled by a vector of weights is a product with a scaled weight, and what is added to or taken from it is one bias: so
 * a batch norm behind a dense layer or a convolution costs nothing when the model runs. What is made of weights alone is computed when they are bound.
 *
 *   (a @ w + b - m) * s + c   ==>   a @ (w * s) + ((b - m) * s + c)
 */
export const foldScales: Pass = {
  name: 'fold-scales',
  doc: 'Takes factors per column into the weights of a product.',
  run: (graph) => {
    // a step that trains has other weights than the one before, so scaling them would be work of every step
    if (graph.learning !== undefined) return graph;
    const index = new GraphIndex(graph);
    const forms = new Map<ValueId, Affine>();
    const finder = new Finder(graph, index, forms);
    for (const node of graph.nodes) finder.visit(node);
    const last = new Map([...finder.scaled()].map((node) => [node, at(node.outputs, 0)]));
    if (last.size === 0) return graph;
    const swallowed = new Set([...last.values()].flatMap((id) => forms.get(id)?.inner ?? []));
    return rewriteGraph(graph, (node, r) => {
      if (swallowed.has(node)) return true;
      const id = last.get(node);
      const form = id === undefined ? undefined : forms.get(id);
      if (form === undefined) return false;
      r.changed = true;
      r.bind(node, [write(r, node, form)]);
      return true;
    });
  },
};

class Finder {
  readonly #graph: Graph;
  readonly #index: GraphIndex;
  readonly #forms: Map<ValueId, Affine>;
  /** Values that follow from weights and literals alone. */
  readonly #prepared: Set<ValueId>;

  constructor(graph: Graph, index: GraphIndex, forms: Map<ValueId, Affine>) {
    this.#graph = graph;
    this.#index = index;
    this.#forms = forms;
    this.#prepared = new Set(graph.weights.map(({ value }) => value));
  }

  visit(node: Node): void {
    const [out, other] = node.outputs;
    if (out === undefined || other !== undefined || isOp(node, 'loop')) return;
    if (node.inputs.every((id) => this.#prepared.has(id))) {
      this.#prepared.add(out);
      return;
    }
    const form = this.#formOf(node);
    if (form !== null) this.#forms.set(out, form);
  }

  /** The last nodes of sums with a factor: no longer sum takes them in. */
  *scaled(): Generator<Node> {
    const inner = new Set([...this.#forms.values()].flatMap((form) => (form.isScaled ? form.inner : [])));
    for (const node of this.#graph.nodes) {
      const [out] = node.outputs;
      if (out !== undefined && this.#forms.get(out)?.isScaled === true && !inner.has(node)) yield node;
    }
  }

  #formOf(node: Node): Affine | null {
    if (isOp(node, 'matmul')) {
      const isWeight = this.#prepared.has(at(node.inputs, 1)) && this.#shapeOf(at(node.inputs, 1)).length === 2;
      return isWeight ? { products: [{ node, scale: null }], offset: null, inner: [], isScaled: false } : null;
    }
    if (!isOp(node, 'add') && !isOp(node, 'sub') && !isOp(node, 'mul')) return null;
    const [a, b] = [at(node.inputs, 0), at(node.inputs, 1)];
    const shape = this.#shapeOf(at(node.outputs, 0));
    const [left, right] = [this.#innerForm(a, shape), this.#innerForm(b, shape)];
    if (isOp(node, 'add') && left !== null && right !== null)
      return {
        products: [...left.form.products, ...right.form.products],
        offset: summed('add', left.form.offset, right.form.offset),
        inner: [...left.form.inner, left.node, ...right.form.inner, right.node],
        isScaled: left.form.isScaled || right.form.isScaled,
      };
    const found = left ?? (isOp(node, 'sub') ? null : right);
    const vector = left === null ? a : b;
    if (found === null || !this.#isPerColumn(vector, shape)) return null;
    const { form } = found;
    const inner = [...form.inner, found.node];
    const given: Make = (w) => w.get(vector);
    if (!isOp(node, 'mul'))
      return { ...form, offset: summed(isOp(node, 'sub') ? 'sub' : 'add', form.offset, given), inner };
    // one number for all columns is not worth another copy of the weight
    if (this.#shapeOf(vector).length === 0) return null;
    const times = (scale: Make | null): Make => (scale === null ? given : (w) => w.emit('mul', [scale(w), given(w)]));
    return {
      products: form.products.map(({ node, scale }) => ({ node, scale: times(scale) })),
      offset: form.offset === null ? null : times(form.offset),
      inner,
      isScaled: true,
    };
  }

  /** Of an operand with the shape of the result that nothing else reads. */
  #innerForm(id: ValueId, shape: Shape): { readonly form: Affine; readonly node: Node } | null {
    const form = this.#forms.get(id);
    const node = this.#index.producers.get(id);
    if (form === undefined || node === undefined || this.#index.usesOf(id) !== 1) return null;
    return equalShapes(this.#shapeOf(id), shape) ? { form, node } : null;
  }

  #isPerColumn(id: ValueId, shape: Shape): boolean {
    if (!this.#prepared.has(id)) return false;
    const own = this.#shapeOf(id);
    const columns = shape.at(-1);
    return own.length === 0 || (columns !== undefined && equalShapes(own, [columns]) && !isStatic(columns, 1));
  }

  #shapeOf(id: ValueId): Shape {
    return at(this.#graph.values, id).type.shape;
  }
}

function summed(op: 'add' | 'sub', a: Make | null, b: Make | null): Make | null {
  if (b === null) return a;
  if (a !== null) return (w) => w.emit(op, [a(w), b(w)]);
  return op === 'add' ? b : (w) => w.emit('neg', [b(w)]);
}

function write(r: Rewriter, last: Node, { products, offset }: Affine): ValueId {
  const { builder } = r;
  const writing: Writing = {
    get: (old) => r.get(old),
    emit: (op, operands) => builder.emit(op, operands, {}, last.origin),
  };
  const scaled = products.map(({ node, scale }) => {
    const [x, weight] = [r.get(at(node.inputs, 0)), r.get(at(node.inputs, 1))];
    return writing.emit('matmul', [x, scale === null ? weight : writing.emit('mul', [weight, scale(writing)])]);
  });
  const sum = scaled.reduce((a, b) => writing.emit('add', [a, b]));
  const whole = offset === null ? sum : writing.emit('add', [sum, offset(writing)]);
  builder.rename(whole, at(r.source.values, only(last.outputs)).name);
  return whole;
}
