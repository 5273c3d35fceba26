import { at, lost } from '../../diagnostics/invariants.ts';
import { LoopBody } from '../../graph/loop-body.ts';
import { GraphIndex, isOp, type Rewriter, rewriteGraph } from '../../graph/rewrite.ts';
import { symbolsOfNode } from '../../graph/substitute.ts';
import { constantDim, type Dim, type Shape, symbolsOf } from '../../ir/dim.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Node, RaggedAxis } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import { raggedAxisWithin, stackedShape } from '../../ops/loop.ts';
import type { Pass } from './pass.ts';
import { type OuterAxis, vectorize } from './vectorize.ts';

type Loop = Extract<Node, { op: 'loop' }>;

/** Where a value of the body stands: outside (the same at every step, or an element of an outer value for every step), or inside. */
type Place =
  | { readonly kind: 'invariant' | 'scanned'; readonly outer: ValueId }
  | { readonly kind: 'inside'; readonly id: ValueId };

/**
 * What a loop body computes without looking at the state is done for all steps at once, before the loop. Sums are regrouped first, so that
 * the terms without the state meet: `(x @ wx + h @ wh) + b` leaves only `+ h @ wh` inside. Knows dependencies, not cells. Out of a loop that is
 * computed twice to save memory (`remat`) only what is the same at every step goes. What leads with a ragged axis is done for the total of that
 * axis: a product for the nodes of all levels at once.
 *
 *   loop { x@wx + h@wh + b }  ==>  p = x@wx + b (all steps);  loop { p[t] + h@wh }
 */
export const hoistInvariants: Pass = {
  name: 'hoist-invariants',
  doc: 'Moves work that does not depend on the state out of loops and does it for all steps at once.',
  run: (graph) => {
    let hoisted = graph;
    // a node that left an inner loop may also leave the loop around it, so there is one round per level of nesting
    for (let level = depthOf(graph.nodes); level > 0; level--) hoisted = hoistOnce(hoisted);
    return hoisted;
  },
};

function hoistOnce(graph: Graph): Graph {
  const index = new GraphIndex(graph);
  return rewriteGraph(graph, (node, r) => {
    if (!isOp(node, 'loop')) return false;
    new Hoister(node, index, r).run();
    return true;
  });
}

/** How deep loops are nested. */
const depthOf = (nodes: readonly Node[]): number =>
  Math.max(0, ...nodes.map((node) => (isOp(node, 'loop') ? 1 + depthOf(node.attrs.body.nodes) : 0)));

class Hoister {
  readonly #loop: Loop;
  readonly #index: GraphIndex;
  readonly #r: Rewriter;
  readonly #places = new Map<ValueId, Place>();
  readonly #body: LoopBody;
  readonly #raggedSymbols: ReadonlySet<string>;

  constructor(loop: Loop, index: GraphIndex, r: Rewriter) {
    this.#loop = loop;
    this.#index = index;
    this.#r = r;
    const { states, direction, length, ragged = [], remat = false } = loop.attrs;
    const bounds = loop.inputs.slice(states, states + 2 * ragged.length).map((id) => r.get(id));
    this.#body = new LoopBody(r.builder, direction, length, { remat, ragged, bounds });
    this.#raggedSymbols = new Set(ragged.map(({ symbol }) => symbol));
  }

  run(): void {
    const { states, scanned, body, remat } = this.#loop.attrs;
    const r = this.#r;
    body.params.forEach((param, i) => {
      const outer = r.get(at(this.#loop.inputs, i));
      if (i < states)
        this.#places.set(param, { kind: 'inside', id: this.#body.state(at(r.source.values, param).name, outer) });
      else if (i >= states + scanned) this.#places.set(param, { kind: 'invariant', outer });
      else if (remat) this.#places.set(param, { kind: 'inside', id: this.#body.scan(outer) });
      else this.#places.set(param, { kind: 'scanned', outer });
    });
    const skipped = new Set<Node>();
    const chains = findSums(body.nodes, this.#index, body.results);
    for (const node of body.nodes) {
      const chain = chains.get(node);
      if (chain === 'inner') skipped.add(node);
      else if (chain !== undefined) this.#sum(node, chain);
      else this.#place(node);
    }
    const next = body.results.slice(0, states).map((result) => this.#inside(result));
    const stacked = body.results.slice(states);
    const kept = stacked.flatMap((result, i) => (this.#at(result).kind === 'scanned' ? [] : [i]));
    const out = this.#body.close(
      next,
      kept.map((i) => ({
        id: this.#inside(at(stacked, i)),
        name: at(r.source.values, at(this.#loop.outputs, states + i)).name,
      })),
      this.#loop.origin,
    );
    this.#loop.outputs.forEach((output, i) => {
      const result = stacked[i - states];
      const place = i < states || result === undefined ? null : this.#at(result);
      if (i < states) {
        const final = at(out.finals, i);
        r.builder.rename(final, at(r.source.values, output).name);
        r.set(output, final);
      } else if (place?.kind === 'scanned') {
        r.changed = true;
        r.set(output, place.outer);
      } else r.set(output, at(out.stacked, kept.indexOf(i - states)));
    });
  }

  #at(id: ValueId): Place {
    return this.#places.get(id) ?? lost();
  }

  #inside(id: ValueId): ValueId {
    const place = this.#at(id);
    if (place.kind === 'inside') return place.id;
    return place.kind === 'scanned' ? this.#body.scan(place.outer) : this.#body.capture(place.outer);
  }

  /** Puts one node outside where it can go, else inside. */
  #place(node: Node): void {
    const places = node.inputs.map((id) => this.#at(id));
    const outside = places.flatMap((p) => (p.kind === 'inside' ? [] : [p]));
    const names = node.outputs.map((id) => at(this.#r.source.values, id).name);
    const { builder } = this.#r;
    if (outside.length === places.length) {
      const outputs = builder.outside(() => {
        if (outside.every((p) => p.kind === 'invariant')) {
          if (this.#isRagged(node)) return null;
          const operands = outside.map((p) => p.outer);
          return { kind: 'invariant' as const, ids: this.#emitSame(node, operands, names) };
        }
        const operands = outside.map((p) => ({ id: p.outer, scanned: p.kind === 'scanned' }));
        const axis = this.#outerAxis(node);
        const elements = node.outputs.map((id) => this.#shapeOf(id));
        const ids = axis === null ? null : vectorize(builder, node, operands, elements, axis, names);
        return ids === null ? null : { kind: 'scanned' as const, ids };
      });
      if (outputs !== null) {
        this.#r.changed = true;
        node.outputs.forEach((out, i) => {
          this.#places.set(out, { kind: outputs.kind, outer: at(outputs.ids, i) });
        });
        return;
      }
    }
    const ids = this.#emitSame(
      node,
      node.inputs.map((id) => this.#inside(id)),
      names,
    );
    node.outputs.forEach((out, i) => {
      this.#places.set(out, { kind: 'inside', id: at(ids, i) });
    });
  }

  #shapeOf(id: ValueId): Shape {
    return at(this.#r.source.values, id).type.shape;
  }

  /** The ragged axis that a value of the body leads with. */
  #raggedAxis(id: ValueId): RaggedAxis | null {
    return raggedAxisWithin(this.#shapeOf(id), this.#loop.attrs.ragged);
  }

  /** Whether the node or the types of its results contain the symbol of a ragged axis, which has a meaning only inside the body. */
  #isRagged(node: Node): boolean {
    if (this.#raggedSymbols.size === 0) return false;
    const ofResults = node.outputs.flatMap((id) => this.#shapeOf(id).flatMap(symbolsOf));
    return [...symbolsOfNode(node), ...ofResults].some((symbol) => this.#raggedSymbols.has(symbol));
  }

  /** The axis along which all steps of the node, whose operands are outside, can be done at once; null where there is none. */
  #outerAxis(node: Node): OuterAxis | null {
    const { length } = this.#loop.attrs;
    if (this.#raggedSymbols.size === 0) return { size: length, ragged: false };
    const scanned = node.inputs.filter((id) => this.#at(id).kind === 'scanned');
    const [axis, ...others] = new Set([...scanned, ...node.outputs].map((id) => this.#raggedAxis(id)));
    if (others.length > 0 || axis === undefined) return null;
    if (axis === null) return this.#isRagged(node) ? null : { size: length, ragged: false };
    if (node.outputs.some((id) => stackedShape(this.#loop.attrs, this.#shapeOf(id)) === null)) return null;
    return { size: axis.total, ragged: true };
  }

  #emitSame(node: Node, inputs: readonly ValueId[], names: readonly string[]): readonly ValueId[] {
    if (!isOp(node, 'loop')) return this.#r.emitSame(node, inputs, names);
    node.inputs.forEach((old, i) => {
      this.#r.set(old, at(inputs, i));
    });
    this.#r.visit(node);
    return node.outputs.map((out) => this.#r.get(out));
  }

  /** Emits a regrouped sum: terms of the weights, then of the step, both outside; then the terms with the state. */
  #sum(root: Node, terms: readonly ValueId[]): void {
    const result = at(root.outputs, 0);
    const groups = { invariant: [] as ValueId[], scanned: [] as ValueId[], inside: [] as ValueId[] };
    for (const term of terms) {
      const { kind } = this.#at(term);
      // a term that is equal for all nodes of a level is added inside the loop: outside, the nodes of all levels lie side by side
      const apart = kind === 'scanned' && this.#raggedAxis(term) !== this.#raggedAxis(result);
      groups[apart ? 'inside' : kind].push(term);
    }
    const { builder } = this.#r;
    const name = at(this.#r.source.values, result).name;
    const add = (a: ValueId, b: ValueId): ValueId => builder.emit('add', [a, b], {}, root.origin, name);
    const outer = (id: ValueId): ValueId => {
      const place = this.#at(id);
      return place.kind === 'inside' ? lost() : place.outer;
    };
    const invariant = builder.outside(() =>
      groups.invariant.map(outer).reduce<ValueId | null>((sum, t) => (sum === null ? t : add(sum, t)), null),
    );
    const rank = (id: ValueId): number => this.#shapeOf(id).length;
    const widest = groups.scanned.toSorted((a, b) => rank(b) - rank(a));
    const scanned = builder.outside(() =>
      widest.reduce<{ id: ValueId; element: Shape } | null>((sum, term) => {
        const element = this.#shapeOf(term);
        if (sum === null) return { id: outer(term), element };
        const lined = lineUp(builder, outer(term), element, sum.element.length, this.#loop.attrs.length, root);
        return { id: add(sum.id, lined), element: sum.element };
      }, null),
    );
    let total: ValueId | null = null;
    if (scanned !== null) {
      const invariantRank = invariant === null ? 0 : builder.typeOf(invariant).shape.length;
      const fits = invariant !== null && invariantRank <= scanned.element.length;
      const all = fits && invariant !== null ? builder.outside(() => add(scanned.id, invariant)) : scanned.id;
      if (groups.inside.length === 0 && (fits || invariant === null)) {
        this.#r.changed = true;
        this.#places.set(result, { kind: 'scanned', outer: all });
        return;
      }
      total = this.#body.scan(all);
      if (!fits && invariant !== null) total = add(total, this.#body.capture(invariant));
    } else if (invariant !== null) {
      if (groups.inside.length === 0) {
        this.#r.changed = true;
        this.#places.set(result, { kind: 'invariant', outer: invariant });
        return;
      }
      total = this.#body.capture(invariant);
    }
    if (total !== null && terms.length - groups.inside.length > 1) this.#r.changed = true;
    for (const term of groups.inside) total = total === null ? this.#inside(term) : add(total, this.#inside(term));
    this.#places.set(result, { kind: 'inside', id: total ?? lost() });
  }
}

function lineUp(
  builder: Rewriter['builder'],
  id: ValueId,
  element: Shape,
  rank: number,
  length: Dim,
  node: Node,
): ValueId {
  if (element.length === rank) return id;
  const shape = [length, ...Array.from({ length: rank - element.length }, () => constantDim(1)), ...element];
  return builder.emit('reshape', [id], { shape }, node.origin);
}

/**
 * Sums of three or more terms: the last addition of each → its terms in order, the additions it swallows → `inner`. An addition is swallowed
 * when only the next one reads it. Float32 sums only; the order of terms changes rounding alone.
 */
function findSums(
  nodes: readonly Node[],
  index: GraphIndex,
  results: readonly ValueId[],
): ReadonlyMap<Node, readonly ValueId[] | 'inner'> {
  const sums = new Map<Node, readonly ValueId[] | 'inner'>();
  const here = new Set(nodes);
  const asked = new Set(results);
  const inner = (id: ValueId): Extract<Node, { op: 'add' }> | null => {
    const maker = index.producer(id, 'add');
    return maker !== null &&
      here.has(maker) &&
      index.usesOf(id) === 1 &&
      !asked.has(id) &&
      index.values[id]?.type.dtype === 'float32'
      ? maker
      : null;
  };
  const terms = (node: Node): ValueId[] =>
    node.inputs.flatMap((id) => {
      const maker = inner(id);
      return maker === null ? [id] : terms(maker);
    });
  const mark = (node: Node): void => {
    for (const id of node.inputs) {
      const maker = inner(id);
      if (maker === null) continue;
      sums.set(maker, 'inner');
      mark(maker);
    }
  };
  for (const node of nodes.toReversed()) {
    if (!isOp(node, 'add') || sums.has(node)) continue;
    const parts = terms(node);
    if (parts.length < 3) continue;
    sums.set(node, parts);
    mark(node);
  }
  return sums;
}
