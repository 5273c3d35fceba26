import { InternalError } from '../diagnostics/diagnostic.ts';
import { constantDim, type Dim, evaluateDim, type SizeBinding, shapeOf, staticSize, symbolsOf } from '../ir/dim.ts';
import type { Graph } from '../ir/graph.ts';
import type { Node, NodeOf, RaggedAxis } from '../ir/nodes.ts';
import type { ValueId } from '../ir/types.ts';
import { raggedAxisWithin } from '../ops/loop.ts';
import { isOp, Rewriter } from './rewrite.ts';
import { mapDims, substituteDim } from './substitute.ts';

/**
 * The unrolled form: every loop becomes `steps` copies of its body that read the same weight values; every time symbol becomes the number
 * `steps`. Batch stays symbolic. Values of step t carry `.tN` in their names.
 * @throws InternalError for a loop with ragged axes, which is unrolled over given trees.
 */
export function unrollLoops(graph: Graph, steps: number): Graph {
  const symbols = graph.values.flatMap(({ type }) => type.shape.flatMap(symbolsOf)).filter((s) => s !== 'batch');
  return new Unroller(graph, new Map(symbols.map((symbol) => [symbol, constantDim(steps)])), new Map()).run();
}

/** Nodes of `unrollLoops(graph, steps)`, without making it. */
export function unrolledSize({ nodes }: Pick<Graph, 'nodes'>, steps: number): number {
  let size = 0;
  for (const node of nodes) size += isOp(node, 'loop') ? steps * unrolledSize(node.attrs.body, steps) : 1;
  return size;
}

/** One batch of trees as a graph has it: all sizes, and what inputs hold that follow from the trees, by their names. */
export interface GivenTrees {
  readonly sizes: SizeBinding;
  readonly values: ReadonlyMap<string, Int32Array>;
}

/**
 * The unrolled form on given trees: a loop over their levels becomes a copy of its body for each level, all sizes become numbers, and what follows
 * from the trees stands in the graph. Other loops have as many steps as `sizes` says.
 * @throws InternalError where the starts and counts of levels are not among the values.
 */
export function unrollTrees(graph: Graph, { sizes, values }: GivenTrees): Graph {
  const known = graph.inputs.flatMap((input) => {
    const data = values.get(input.name);
    return data === undefined ? [] : [{ name: input.name, id: input.value, data: [...data] }];
  });
  const constants = known.map(
    ({ name, id, data }): NodeOf<'constant'> => ({
      op: 'constant',
      inputs: [],
      attrs: { dtype: 'int32', shape: shapeOf(data.length), values: data },
      outputs: [id],
      origin: { path: name, span: null },
    }),
  );
  const ids = new Set(known.map(({ id }) => id));
  const source: Graph = {
    ...graph,
    inputs: graph.inputs.filter(({ value }) => !ids.has(value)),
    nodes: [...constants, ...graph.nodes],
  };
  const by = new Map(Object.entries(sizes).map(([symbol, size]) => [symbol, constantDim(size)]));
  // the symbols of ragged axes have another size at every level, and are replaced there
  for (const symbol of raggedSymbols(graph.nodes)) by.delete(symbol);
  return new Unroller(source, by, new Map(known.map(({ id, data }) => [id, data]))).run();
}

const raggedSymbols = (nodes: readonly Node[]): readonly string[] =>
  nodes.flatMap((node) =>
    isOp(node, 'loop')
      ? [...(node.attrs.ragged ?? []).map(({ symbol }) => symbol), ...raggedSymbols(node.attrs.body.nodes)]
      : [],
  );

/** Where the elements of a step lie on a ragged axis. */
interface Interval {
  readonly start: number;
  readonly count: number;
}

class Unroller {
  /** int32 numbers that a value of the graph holds. */
  readonly #known: ReadonlyMap<ValueId, readonly number[]>;
  readonly #r: Rewriter;

  constructor(graph: Graph, sizes: ReadonlyMap<string, Dim>, known: ReadonlyMap<ValueId, readonly number[]>) {
    this.#known = known;
    const values = graph.values.map(({ name, type }) => ({
      name,
      type: { dtype: type.dtype, shape: type.shape.map((d) => substituteDim(d, sizes)) },
    }));
    this.#r = new Rewriter({ ...graph, values }, (node) => {
      this.#copy(node, sizes, '');
      return true;
    });
  }

  run(): Graph {
    return this.#r.run();
  }

  #nameOf(id: ValueId): string {
    return this.#r.source.values[id]?.name ?? '';
  }

  /** Copies one node with the sizes in its attributes fixed. */
  #copy(node: Node, sizes: ReadonlyMap<string, Dim>, suffix: string): void {
    const r = this.#r;
    const fixed = mapDims(node, (d) => substituteDim(d, sizes));
    if (isOp(fixed, 'loop')) {
      this.#loop(fixed, sizes);
      return;
    }
    const inputs = r.all(node.inputs);
    const names = node.outputs.map((id) => `${this.#nameOf(id)}${suffix}`);
    const made = r.emitSame(fixed, inputs, names);
    r.bind(node, this.#isOfNothing(fixed, inputs) ? made.map((id) => this.#zeros(id, node)) : made);
  }

  /** Whether the node scatters no rows, as at a level of leaves, which have no children. */
  #isOfNothing(node: Node, inputs: readonly ValueId[]): boolean {
    const { builder } = this.#r;
    return (
      (isOp(node, 'scatter_add') || isOp(node, 'scatter_max')) &&
      inputs.some((id) => builder.typeOf(id).shape.some((d) => staticSize(d) === 0))
    );
  }

  #zeros(like: ValueId, { origin }: Node): ValueId {
    const { builder } = this.#r;
    const { dtype, shape } = builder.typeOf(like);
    return builder.emit('broadcast', [builder.constant(0, dtype, origin)], { shape }, origin, builder.nameOf(like));
  }

  #loop(loop: NodeOf<'loop'>, sizes: ReadonlyMap<string, Dim>): void {
    const r = this.#r;
    const { states, direction, length, body, ragged = [] } = loop.attrs;
    const steps = Math.max(0, evaluateDim(length, {}));
    const intervals = this.#intervals(loop, steps);
    const operands = r.all(loop.inputs);
    let current = operands.slice(0, states);
    const stacked = body.results.slice(states).map((): ValueId[] => []);
    const order = Array.from({ length: steps }, (_, i) => (direction === 'forward' ? i : steps - 1 - i));
    for (const t of order) {
      const here = new Map(sizes);
      for (const { symbol } of ragged) here.set(symbol, constantDim(intervals.get(symbol)?.[t]?.count ?? 0));
      body.params.forEach((param, i) => {
        const given = i < states ? current[i] : operands[i];
        if (given === undefined) throw new InternalError('a loop without its operand');
        r.set(param, this.#element(loop, i, given, t, intervals));
      });
      for (const node of body.nodes) this.#copy(node, here, `.t${t}`);
      const results = body.results.map((id) => r.get(id));
      current = results.slice(0, states);
      results.slice(states).forEach((id, i) => {
        const list = stacked[i];
        if (list !== undefined) list[t] = id;
      });
    }
    const wholes = stacked.map((elements, i) => this.#whole(loop, states + i, elements));
    r.bind(loop, [...current, ...wholes]);
  }

  /** Where the elements of every step lie, by the symbol of their ragged axis. */
  #intervals({ inputs, attrs: { states, ragged = [] } }: NodeOf<'loop'>, steps: number) {
    return new Map(
      ragged.map(({ symbol }, r): [string, readonly Interval[]] => {
        const [starts, counts] = inputs.slice(states + 2 * r).map((id) => this.#known.get(id));
        if (starts?.length !== steps || counts?.length !== steps)
          throw new InternalError(`'${symbol}' is unrolled over trees that are not given`);
        return [symbol, starts.map((start, t) => ({ start, count: counts[t] ?? 0 }))];
      }),
    );
  }

  /** The ragged axis that a value of a body leads with. */
  #axisOf(id: ValueId | undefined, { attrs }: NodeOf<'loop'>): RaggedAxis | null {
    return raggedAxisWithin(this.#r.source.values[id ?? -1]?.type.shape ?? [], attrs.ragged);
  }

  /** What the body's parameter `i` is at step t, of the operand `given`. */
  #element(
    loop: NodeOf<'loop'>,
    i: number,
    given: ValueId,
    t: number,
    intervals: ReadonlyMap<string, readonly Interval[]>,
  ): ValueId {
    const { states, scanned, body } = loop.attrs;
    const [param, operand] = [body.params[i], loop.inputs[i]];
    if (i < states || i >= states + scanned || param === undefined || operand === undefined) return given;
    const { builder } = this.#r;
    const { origin } = loop;
    const name = `${this.#nameOf(param)}.t${t}`;
    const axis = this.#axisOf(param, loop);
    const interval = axis === null ? null : (intervals.get(axis.symbol)?.[t] ?? null);
    const numbers = this.#known.get(operand);
    if (numbers !== undefined) {
      const [start, count] = interval === null ? [t, 1] : [interval.start, interval.count];
      const shape = interval === null ? [] : shapeOf(count);
      const values = numbers.slice(start, start + count);
      return builder.emit('constant', [], { dtype: 'int32', shape, values }, origin, name);
    }
    if (interval === null) return builder.emit('take', [given], { index: t }, origin, name);
    if (interval.count === 0) {
      const { dtype, shape } = builder.typeOf(given);
      const zero = builder.constant(0, dtype, origin);
      return builder.emit('broadcast', [zero], { shape: [constantDim(0), ...shape.slice(1)] }, origin, name);
    }
    const [start, end] = [constantDim(interval.start), constantDim(interval.start + interval.count)];
    return builder.emit('slice', [given], { axis: 0, start, end }, origin, name);
  }

  /** A stacked result from its elements. */
  #whole(loop: NodeOf<'loop'>, result: number, elements: readonly ValueId[]): ValueId {
    const { builder, source } = this.#r;
    const { origin } = loop;
    const output = loop.outputs[result];
    const [name, [first]] = [output === undefined ? '' : this.#nameOf(output), elements];
    if (first === undefined) {
      const type = output === undefined ? undefined : source.values[output]?.type;
      if (type === undefined) throw new InternalError('a stacked result without a type');
      const zero = builder.constant(0, type.dtype, origin);
      return builder.emit('broadcast', [zero], { shape: type.shape }, origin, name);
    }
    if (this.#axisOf(loop.attrs.body.results[result], loop) === null)
      return builder.emit('stack', elements, {}, origin, name);
    return elements.length === 1 ? first : builder.emit('concat', elements, { axis: 0 }, origin, name);
  }
}
