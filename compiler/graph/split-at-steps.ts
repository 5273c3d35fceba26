import * as say from '../diagnostics/messages/stepping.ts';
import { BATCH, symbolsOf, timeSymbols } from '../ir/dim.ts';
import type { Graph, GraphInput } from '../ir/graph.ts';
import type { Node, NodeOf } from '../ir/nodes.ts';
import type { Value, ValueId } from '../ir/types.ts';
import { type Course, carriedStates, findStepped, isObstacle, runsOver } from './find-stepped.ts';
import { isOp } from './rewrite.ts';

/**
 * A graph in two parts. `once` computes what does not follow from the steps of an axis; every output of it has the name of a state of `step`, which
 * starts with it. `step` takes any number of steps from its states on. A state of it that is its own next value is a result of `once` that all steps read.
 */
export interface StepSplit {
  readonly once: Graph;
  readonly step: Graph;
}

/** How a graph takes the steps of an axis: as it is, in two parts, or not at all. */
export type Stepping =
  | { readonly kind: 'whole' }
  | {
      readonly kind: 'split';
      readonly split: StepSplit;
      /** Whether no state starts from what `once` computes, so that the whole graph can be run a step at a time too. */
      readonly wholeFits: boolean;
      /** Inputs without the axis, which must be known before the first step. */
      readonly given: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

export interface SteppedAxis {
  readonly axis: string;
  readonly stepping: Stepping;
}

/** The axes of the inputs that differ from run to run, batch and inner axes aside, and how the graph takes their steps. None of a graph over trees. */
export function steppedAxes(graph: Graph): readonly SteppedAxis[] {
  if (graph.inputs.some(({ role }) => role === 'structure' || role === 'roots')) return [];
  const axes = graph.inputs.flatMap((input) =>
    input.role === 'feed' ? symbolsIn(graph, input.value).filter((symbol) => symbol !== BATCH) : [],
  );
  const inner = innerAxes(graph);
  const found = [...new Set(axes)].filter((axis) => !inner.has(axis));
  return found.map((axis) => {
    const stepping = splitAtSteps(graph, axis);
    // where there is one axis, the build has said why in the words of the model
    const known = stepping.kind === 'refused' && found.length === 1 ? graph.streaming?.reason : undefined;
    return { axis, stepping: known === undefined ? stepping : { kind: 'refused', reason: known } };
  });
}

/** Axes along which an input has sequences within the steps of another one: `letters` of [batch, words, letters]. */
const innerAxes = (graph: Graph): ReadonlySet<string> =>
  new Set(
    graph.inputs.flatMap((input) =>
      input.role === 'feed' ? timeSymbols(graph.values[input.value]?.type.shape ?? []).slice(1) : [],
    ),
  );

/** Splits a graph into what runs once and what runs at every step of an axis. */
export function splitAtSteps(graph: Graph, axis: string): Stepping {
  const courses = findStepped(graph, axis);
  if (isObstacle(courses))
    return { kind: 'refused', reason: say.obstacle(courses.why, courses.path.split('.')[0] ?? courses.path, axis) };
  return new Splitter(graph, axis, courses).split();
}

const symbolsIn = (graph: Graph, id: ValueId): readonly string[] =>
  (graph.values[id]?.type.shape ?? []).flatMap(symbolsOf);

class Splitter {
  readonly #graph: Graph;
  readonly #axis: string;
  readonly #courses: ReadonlyMap<ValueId, Course>;
  readonly #values: Value[];
  /** Fixed values that steps compute themselves: of weights and literals alone. */
  readonly #own = new Set<ValueId>();
  /** Which steps of each row are there. */
  readonly #validity = new Set<ValueId>();
  /** What `once` gives, by the name of the state that starts with it. */
  readonly #given = new Map<string, ValueId>();
  readonly #kept = new Map<ValueId, GraphInput>();
  readonly #started: GraphInput[] = [];
  /** Values that an output without steps follows from. */
  readonly #shown: ReadonlySet<ValueId>;
  readonly #names: ReadonlySet<string>;

  constructor(graph: Graph, axis: string, courses: ReadonlyMap<ValueId, Course>) {
    this.#graph = graph;
    this.#axis = axis;
    this.#courses = courses;
    this.#values = [...graph.values];
    this.#shown = this.#findShown();
    this.#names = new Set(graph.inputs.map(({ name }) => name));
  }

  split(): Stepping {
    const { inputs, weights, nodes, outputs } = this.#graph;
    this.#findOwn();
    const parts = nodes.flatMap((node) =>
      node.outputs.every((out) => this.#own.has(out)) ? [node] : this.#isFixed(node) ? [] : [this.#startStates(node)],
    );
    const carried = carriedStates(this.#graph, this.#axis);
    const asked = [...outputs.map(({ value }) => value), ...carried.values(), ...this.#started.flatMap(finalOf)];
    const { kept, read } = liveNodes(parts, asked);
    for (const id of read) if (this.#isFixedValue(id) && !this.#own.has(id)) this.#keep(id);
    const fixed = inputs.filter(({ value }) => this.#isFixedValue(value));
    const stepped = inputs.filter(({ value }) => !this.#isFixedValue(value));
    const given = fixed.flatMap((input) => (input.role === 'feed' ? [input.name] : []));
    if (given.length === 0 && this.#given.size === 0) return { kind: 'whole' };
    const step: Graph = {
      ...this.#graph,
      values: this.#values,
      inputs: [...stepped, ...this.#started, ...this.#kept.values()],
      weights: weights.filter(({ value }) => read.has(value)),
      nodes: parts.filter((node) => kept.has(node)),
      streaming: null,
    };
    return { kind: 'split', split: { once: this.#once(fixed), step }, wholeFits: this.#started.length === 0, given };
  }

  #isFixedValue(id: ValueId): boolean {
    const kind = this.#courses.get(id)?.kind;
    return kind === 'fixed' || (kind === undefined && id < this.#graph.values.length);
  }

  #isFixed({ outputs }: Node): boolean {
    return outputs.every((out) => this.#isFixedValue(out));
  }

  #findOwn(): void {
    for (const { value } of this.#graph.weights) this.#own.add(value);
    for (const node of this.#graph.nodes) {
      if (isOp(node, 'valid_steps')) this.#validity.add(node.outputs[0] as ValueId);
      if (isOp(node, 'reshape') && this.#validity.has(node.inputs[0] as ValueId))
        this.#validity.add(node.outputs[0] as ValueId);
      const isSmall = node.outputs.every((out) => symbolsIn(this.#graph, out).every((symbol) => symbol === BATCH));
      if (!isOp(node, 'loop') && isSmall && this.#isFixed(node) && node.inputs.every((id) => this.#own.has(id)))
        for (const out of node.outputs) this.#own.add(out);
    }
  }

  #once(inputs: readonly GraphInput[]): Graph {
    const { weights, nodes } = this.#graph;
    const asked = [...this.#given.values()];
    const { kept, read } = liveNodes(nodes, asked);
    const made = new Set([...kept].flatMap(({ outputs }) => outputs));
    return {
      ...this.#graph,
      inputs: inputs.map((input) =>
        input.role === 'state' && !made.has(input.final) ? { ...input, final: input.value } : input,
      ),
      weights: weights.filter(({ value }) => read.has(value)),
      nodes: nodes.filter((node) => kept.has(node)),
      outputs: [...this.#given].map(([name, value]) => ({ name, value, origin: { path: name, span: null } })),
      streaming: null,
    };
  }

  /** A loop over the axis with a state input for every state that starts from what is fixed and that its steps hand on. */
  #startStates(node: Node): Node {
    if (!isOp(node, 'loop') || !runsOver(node.attrs.length, this.#axis)) return node;
    const { states, body } = node.attrs;
    const inputs = node.inputs.map((init, i): ValueId => {
      if (i >= states || this.#courses.get(init)?.kind === 'start' || !this.#isHandedOn(node, i)) return init;
      const type = this.#graph.values[init]?.type;
      const [param, final] = [body.params[i], node.outputs[i]];
      if (type === undefined || param === undefined || final === undefined) return init;
      const name = this.#freeName(this.#graph.values[param]?.name ?? 'state');
      const value = (this.#values.push({ name, type }) - 1) as ValueId;
      this.#started.push({ role: 'state', name, value, final, start: null });
      this.#given.set(name, init);
      return value;
    });
    return { ...node, inputs };
  }

  /** Whether what steps before have left in the state reaches a later result: of a row that has no step in a block too. */
  #isHandedOn(node: NodeOf<'loop'>, state: number): boolean {
    return this.#isReadByStep(node, state) || this.#showsWhereNoStepIs(node, state);
  }

  /** Whether an output that has no steps follows from what the loop gives for rows without a step in the block. */
  #showsWhereNoStepIs({ outputs, attrs: { states } }: NodeOf<'loop'>, state: number): boolean {
    return outputs.some((out, i) => (i === state || i >= states) && this.#shown.has(out));
  }

  #findShown(): ReadonlySet<ValueId> {
    const { nodes, outputs } = this.#graph;
    const shown = new Set(outputs.flatMap(({ value }) => (this.#courses.get(value)?.kind === 'latest' ? [value] : [])));
    for (const node of nodes.toReversed()) {
      // another loop leaves out the same steps
      if (isOp(node, 'loop') && runsOver(node.attrs.length, this.#axis)) continue;
      if (node.outputs.some((out) => shown.has(out))) for (const id of node.inputs) shown.add(id);
    }
    return shown;
  }

  /** Whether a step reads the state, in rows that have that step. */
  #isReadByStep({ inputs, attrs: { body, states, scanned } }: NodeOf<'loop'>, state: number): boolean {
    const valid = new Set(
      body.params.filter((_, i) => i >= states && i < states + scanned && this.#validity.has(inputs[i] as ValueId)),
    );
    const param = body.params[state] as ValueId;
    for (const node of body.nodes) {
      if (isOp(node, 'reshape') && node.inputs.every((id) => valid.has(id)))
        for (const out of node.outputs) valid.add(out);
      const [condition, then] = node.inputs;
      const isChoice = isOp(node, 'select') && condition !== undefined && valid.has(condition) && then !== param;
      if (!isChoice && node.inputs.includes(param)) return true;
    }
    return body.results.includes(param);
  }

  /** A result of `once` that steps read. */
  #keep(value: ValueId): void {
    if (this.#kept.has(value)) return;
    const name = this.#freeName(`kept.${this.#kept.size}`);
    this.#kept.set(value, { role: 'state', name, value, final: value, start: null });
    this.#given.set(name, value);
  }

  #freeName(wanted: string): string {
    const taken = (name: string): boolean => this.#given.has(name) || this.#names.has(name);
    let name = wanted;
    while (taken(name)) name = `${name}.start`;
    return name;
  }
}

const finalOf = (input: GraphInput): ValueId[] => (input.role === 'state' ? [input.final] : []);

/** The nodes that something asked for needs, and all that they and those who ask read. */
function liveNodes(
  nodes: readonly Node[],
  asked: readonly ValueId[],
): { readonly kept: ReadonlySet<Node>; readonly read: ReadonlySet<ValueId> } {
  const read = new Set(asked);
  const kept = new Set<Node>();
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((out) => read.has(out))) continue;
    kept.add(node);
    for (const id of node.inputs) read.add(id);
  }
  return { kept, read };
}

/** Whether a state never changes: it holds what was computed once. */
export const isKept = (input: GraphInput): boolean => input.role === 'state' && input.final === input.value;
