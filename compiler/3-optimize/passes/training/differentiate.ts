import { InternalError, RnncError } from '../../../diagnostics/diagnostic.ts';
import { at } from '../../../diagnostics/invariants.ts';
import * as messages from '../../../diagnostics/messages/train.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import { grownTables } from '../../../graph/grown-tables.ts';
import { LoopBody } from '../../../graph/loop-body.ts';
import { isOp, Rewriter } from '../../../graph/rewrite.ts';
import type { Graph } from '../../../ir/graph.ts';
import type { Node, NodeOf, OpName } from '../../../ir/nodes.ts';
import type { ValueId } from '../../../ir/types.ts';
import { gradients as rulesOfOps } from '../../../ops/gradients.ts';
import { stackedShape } from '../../../ops/loop.ts';
import { type GradientRule, type GradientSite, Terms } from '../../../ops/op/gradient.ts';
import type { Pass } from '../pass.ts';

export type GradientRules = { readonly [K in OpName]: GradientRule<K> };

/**
 * Gradients of the loss with respect to the trained weights, by reverse-mode differentiation of the rolled graph (Griewank & Walther 2008,
 * chapter 3): a loop becomes a second loop that runs the other way over the values the first one stacked.
 *
 *   h' = tanh(x + h @ w)   ==>   loop { … stacked h, h' };  loop backward { dz = dh' * (1 - h'^2);  dh = dz @ w^T;  dw += h^T @ dz }
 */
export const differentiate: Pass = {
  name: 'differentiate',
  doc: 'Adds the gradients of the loss with respect to the trained weights.',
  run: (graph) => {
    const { learning } = graph;
    if (learning === undefined || learning.gradients.length > 0) return graph;
    const weights = graph.weights.filter((w) => learning.trained.includes(w.path));
    const { graph: result, gradients } = withGradients(
      graph,
      learning.loss,
      weights.map((w) => w.value),
    );
    const unreached = weights.filter((_, i) => gradients[i] === null);
    if (unreached.length > 0)
      throw new RnncError(unreached.map(({ path, origin }) => messages.weightUnreached(origin.span, path)));
    return {
      ...result,
      learning: {
        ...(result.learning ?? learning),
        gradients: weights.flatMap(({ path }, i) => {
          const value = gradients[i];
          return value === null || value === undefined ? [] : [{ path, value }];
        }),
      },
    };
  },
};

/**
 * The graph with the derivatives of `loss`, a float32 scalar, with respect to the values `wrt` of the graph itself (weights, inputs, slots).
 * A gradient is null where the loss does not depend on the value. `rules` are those of the ops unless a test gives others.
 * @throws RnncError for an op on the way that has no gradient, with its place in the model.
 */
export function withGradients(
  graph: Graph,
  loss: ValueId,
  wrt: readonly ValueId[],
  rules: GradientRules = rulesOfOps,
): { readonly graph: Graph; readonly gradients: readonly (ValueId | null)[] } {
  const kept = stackEverything(graph);
  const rewriter = new Rewriter(kept.graph, () => false);
  const copied = rewriter.run();
  const reverse = new Reverse(rewriter, kept.graph, new Set(wrt.map(kept.get)), rules);
  const gradients = reverse.run(kept.get(loss), wrt.map(kept.get));
  return { graph: { ...copied, values: rewriter.builder.values, nodes: rewriter.builder.nodes }, gradients };
}

/**
 * Every loop also stacks the old states and all values of its body, for the reverse loop to read; `drop-dead` takes away what it does not.
 * A loop whose body is computed anew stacks the old states alone, and of those no tables that only grow.
 */
function stackEverything(graph: Graph): { readonly graph: Graph; readonly get: (old: ValueId) => ValueId } {
  const rewriter = new Rewriter(graph, (node, r) => {
    if (!isOp(node, 'loop')) return false;
    const { states, body, remat } = node.attrs;
    const grown = remat ? grownTables(r.source, node) : new Set<number>();
    const isHeld = (_: unknown, state: number): boolean => !grown.has(state);
    const inner = r.body(body);
    const held = inner.params.slice(0, states).filter(isHeld);
    const canStack = (id: ValueId): boolean => stackedShape(node.attrs, r.builder.typeOf(id).shape) !== null;
    const made = remat ? [] : inner.nodes.flatMap((n) => n.outputs).filter(canStack);
    const values = [...held, ...made];
    const names = values.map((id) => r.builder.nameOf(id));
    const outputs = r.builder.emitAll(
      'loop',
      node.inputs.map((id) => r.get(id)),
      { ...node.attrs, body: { ...inner, results: [...inner.results, ...values] } },
      node.origin,
      [...node.outputs.map((id) => at(r.source.values, id).name), ...names],
    );
    r.bind(node, outputs);
    return true;
  });
  return { graph: rewriter.run(), get: (old) => rewriter.get(old) };
}

/** Cotangents by the value, of the forward graph, that they belong to. */
type Cotangents = Map<ValueId, ValueId>;

/** Where forward values can be had: in the graph itself, or element by element in the reverse loop's body. */
interface Region {
  /** The value, usable in the region that is open. */
  readonly own: (id: ValueId) => ValueId;
  /** The same without emitting anything: for a body that is opened within. */
  readonly carried: (id: ValueId) => ValueId;
}

class Reverse {
  readonly #r: Rewriter;
  readonly #builder: GraphBuilder;
  readonly #source: Graph;
  readonly #rules: GradientRules;
  readonly #active: ReadonlySet<ValueId>;
  readonly #producers = new Map<ValueId, Node>();

  constructor(r: Rewriter, source: Graph, wrt: ReadonlySet<ValueId>, rules: GradientRules) {
    this.#r = r;
    this.#builder = r.builder;
    this.#source = source;
    this.#rules = rules;
    const active = new Set(wrt);
    markActive(source, source.nodes, active, rules);
    this.#active = active;
    const note = (nodes: readonly Node[]): void => {
      for (const node of nodes) {
        for (const out of node.outputs) this.#producers.set(out, node);
        if (isOp(node, 'loop')) note(node.attrs.body.nodes);
      }
    };
    note(source.nodes);
  }

  run(loss: ValueId, wrt: readonly ValueId[]): readonly (ValueId | null)[] {
    const origin = { path: 'd.loss', span: null };
    const cotangents: Cotangents = new Map([[loss, this.#builder.constant(1, 'float32', origin)]]);
    const get = (id: ValueId): ValueId => this.#r.get(id);
    this.#reverse(this.#source.nodes, cotangents, { own: get, carried: get });
    return wrt.map((id) => cotangents.get(id) ?? null);
  }

  #reverse(nodes: readonly Node[], cotangents: Cotangents, region: Region): void {
    for (const node of nodes.toReversed()) {
      if (!node.outputs.some((id) => cotangents.has(id))) continue;
      if (!node.inputs.some((id) => this.#active.has(id))) continue;
      const rule: GradientRule<OpName> = this.#rules[node.op] as unknown as GradientRule<OpName>;
      if (rule === 'flat') continue;
      if (rule === 'refused')
        throw new RnncError([messages.opWithoutGradient(node.origin.span, node.op, node.origin.path)]);
      if (rule === 'region') {
        if (!isOp(node, 'loop')) throw new InternalError(`no rule for the body of ${node.op}`);
        this.#reverseLoop(node, cotangents, region);
        continue;
      }
      const terms = this.#terms(node);
      const gradients = rule(terms, this.#site(node as NodeOf<OpName>, cotangents, region, terms));
      gradients.forEach((gradient, i) => {
        const input = node.inputs[i];
        if (gradient !== null && input !== undefined) this.#accumulate(cotangents, input, gradient, terms);
      });
    }
  }

  #accumulate(cotangents: Cotangents, id: ValueId, gradient: ValueId, terms: Terms): void {
    if (!this.#active.has(id)) return;
    const before = cotangents.get(id);
    cotangents.set(id, before === undefined ? gradient : terms.add(before, gradient));
  }

  #terms(node: Node): Terms {
    const origin = { path: `d.${node.origin.path}`, span: node.origin.span };
    return new Terms((op, inputs, attrs) => this.#builder.emitAll(op, inputs, attrs, origin), this.#builder.typeOf);
  }

  #typeOf(id: ValueId | undefined) {
    const value = id === undefined ? undefined : this.#source.values[id];
    if (value === undefined) throw new InternalError('a gradient of a value that is not there');
    return value.type;
  }

  #site(node: NodeOf<OpName>, cotangents: Cotangents, region: Region, terms: Terms): GradientSite<OpName> {
    return {
      attrs: node.attrs,
      inputCount: node.inputs.length,
      input: (i) => region.own(at(node.inputs, i)),
      output: (i) => region.own(at(node.outputs, i)),
      inputType: (i) => this.#typeOf(at(node.inputs, i)),
      outputType: (i) => this.#typeOf(at(node.outputs, i)),
      cotangentOrNull: (i) => cotangents.get(at(node.outputs, i)) ?? null,
      cotangent: (i) => cotangents.get(at(node.outputs, i)) ?? terms.filled(0, this.#typeOf(at(node.outputs, i)).shape),
      wants: (i) => this.#active.has(at(node.inputs, i)),
    };
  }

  /**
   * The states of the reverse loop are the cotangents of the states, and the sums of those of the invariants; what it stacks are the
   * cotangents of the scanned operands.
   */
  #reverseLoop(node: NodeOf<'loop'>, cotangents: Cotangents, region: Region): void {
    const { states, scanned, direction, length, body, ragged, remat } = node.attrs;
    const terms = this.#terms(node);
    const name = (id: ValueId | undefined): string =>
      `d.${id === undefined ? '' : (this.#source.values[id]?.name ?? '')}`;
    const role = (i: number): 'state' | 'scanned' | 'invariant' =>
      i < states ? 'state' : i < states + scanned ? 'scanned' : 'invariant';
    const carried = body.params.flatMap((param, i) => {
      if (!this.#active.has(param) || role(i) === 'scanned') return [];
      const final = role(i) === 'state' ? cotangents.get(node.outputs[i] ?? param) : undefined;
      const init = final ?? terms.filled(0, this.#typeOf(param).shape);
      return [{ param, i, init }];
    });
    const bounds = node.inputs.slice(states, states + 2 * (ragged?.length ?? 0)).map(region.carried);
    const loop = new LoopBody(this.#builder, direction === 'forward' ? 'backward' : 'forward', length, {
      remat: remat ?? false,
      ragged: ragged ?? [],
      bounds,
    });
    const inner: Cotangents = new Map();
    const held = new Map(carried.map(({ param, i, init }) => [i, loop.state(name(param), init, name(node.inputs[i]))]));
    body.results.forEach((result, i) => {
      const outer = i < states ? undefined : cotangents.get(node.outputs[i] ?? result);
      const cotangent = i < states ? held.get(i) : outer === undefined ? undefined : loop.scan(outer);
      if (cotangent !== undefined) this.#accumulate(inner, result, cotangent, terms);
    });
    const within = this.#within(node, loop, region);
    this.#reverse(body.nodes, inner, remat ? this.#anew(node, within) : within);
    const next = carried.map(({ param, i }) => {
      const cotangent = inner.get(param);
      if (role(i) === 'state') return cotangent ?? terms.filled(0, this.#typeOf(param).shape);
      const sum = held.get(i);
      if (sum === undefined) throw new InternalError('a sum without its state');
      return cotangent === undefined ? sum : terms.add(sum, cotangent);
    });
    const elements = body.params.flatMap((param, i) => {
      const cotangent = inner.get(param);
      return role(i) === 'scanned' && cotangent !== undefined ? [{ i, id: cotangent, name: name(node.inputs[i]) }] : [];
    });
    const reached = new Set(
      carried.filter(({ param, i }) => role(i) === 'state' || inner.has(param)).map(({ i }) => i),
    );
    const origin = { path: `d.${node.origin.path}`, span: node.origin.span };
    const results = loop.close(next, elements, origin);
    const give = (i: number, gradient: ValueId | undefined): void => {
      const input = node.inputs[i];
      if (input !== undefined && gradient !== undefined) this.#accumulate(cotangents, input, gradient, terms);
    };
    carried.forEach(({ i }, k) => {
      if (reached.has(i)) give(i, results.finals[k]);
    });
    elements.forEach(({ i }, k) => {
      give(i, results.stacked[k]);
    });
  }

  /**
   * Computes the body of a loop once more in the body of its reverse, from the old states and the loop's operands. A table that only grows is read as
   * it is at the end.
   */
  #anew(node: NodeOf<'loop'>, within: Region): Region {
    const { body } = node.attrs;
    for (const param of body.params) this.#r.set(param, within.carried(param));
    for (const inner of body.nodes) this.#r.visit(inner);
    const get = (id: ValueId): ValueId => this.#r.get(id);
    return { own: get, carried: get };
  }

  /** The values of a loop's body as the body of its reverse has them: elements of what the loop stacked, constants anew. */
  #within(node: NodeOf<'loop'>, loop: LoopBody, outside: Region): Region {
    const { states, scanned, body, remat } = node.attrs;
    const grown = remat ? grownTables(this.#source, node) : new Set<number>();
    const carried = (id: ValueId): ValueId => {
      const param = body.params.indexOf(id);
      const operand = node.inputs[param];
      const final = grown.has(param) ? node.outputs[param] : undefined;
      if (final !== undefined) return loop.capture(outside.carried(final));
      if (param >= states && operand !== undefined)
        return param < states + scanned ? loop.scan(outside.carried(operand)) : loop.capture(outside.carried(operand));
      const whole = node.outputs[body.results.indexOf(id, states)];
      if (whole === undefined) throw new InternalError('a loop did not stack what its reverse needs');
      return loop.scan(outside.carried(whole));
    };
    const own = (id: ValueId): ValueId => {
      const maker = this.#producers.get(id);
      if (maker === undefined || !isOp(maker, 'constant') || !body.nodes.includes(maker)) return carried(id);
      return this.#builder.emit('constant', [], maker.attrs, maker.origin);
    };
    return { own, carried };
  }
}

/** Adds the float values that depend on active ones to `active`; states through all iterations. */
function markActive(graph: Graph, nodes: readonly Node[], active: Set<ValueId>, rules: GradientRules): void {
  const mark = (id: ValueId): void => {
    if (graph.values[id]?.type.dtype === 'float32') active.add(id);
  };
  for (const node of nodes) {
    if (!isOp(node, 'loop')) {
      if (rules[node.op] !== 'flat' && node.inputs.some((id) => active.has(id))) node.outputs.forEach(mark);
      continue;
    }
    const { states, body } = node.attrs;
    const markFrom = (from: readonly ValueId[], to: readonly ValueId[]): void => {
      to.forEach((id, i) => {
        const source = from[i];
        if (source !== undefined && active.has(source)) mark(id);
      });
    };
    markFrom(node.inputs, body.params);
    for (;;) {
      const before = active.size;
      markActive(graph, body.nodes, active, rules);
      markFrom(body.results.slice(0, states), body.params.slice(0, states));
      if (active.size === before) break;
    }
    markFrom(body.results, node.outputs);
    markFrom(node.inputs.slice(0, states), node.outputs.slice(0, states));
  }
}
