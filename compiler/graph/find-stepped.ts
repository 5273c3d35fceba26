import type { Span } from '../diagnostics/diagnostic.ts';
import { type Dim, equalDims, plainSymbol, type Shape, sizeOfShape, symbolDim, symbolsOf } from '../ir/dim.ts';
import type { Graph, GraphInput } from '../ir/graph.ts';
import { isElementwiseNode, type Node, type NodeOf } from '../ir/nodes.ts';
import type { ValueId } from '../ir/types.ts';
import { isOp } from './rewrite.ts';

/**
 * What the steps of one axis do to a value.
 * `fixed`: it does not follow from them. `each`: it has the axis at `place`, and its element t follows from the steps up to t alone; where that
 * dimension is a product, as of sequences of sequences, the axis is its slowest part, and element t is a block of rows. `latest`: it
 * lacks the axis and holds what the steps so far have led to. `start`: the input of a state that a loop over the axis carries on. `lengths`: how
 * many steps of the axis each row has.
 */
export type Course =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'each'; readonly place: number }
  | { readonly kind: 'latest' }
  | { readonly kind: 'start' }
  | { readonly kind: 'lengths' };

/** Why a graph can't take the steps of an axis one by one, and what can't: its path and its place in the model. */
export interface StepObstacle {
  readonly why: 'backward' | 'start' | 'index' | 'whole' | 'together';
  readonly path: string;
  readonly span: Span | null;
}

const FIXED: Course = { kind: 'fixed' };
const LATEST: Course = { kind: 'latest' };

/** The courses of all values outside of loops, or the first obstacle. Time linear in the size of the graph. */
export function findStepped(graph: Graph, axis: string): ReadonlyMap<ValueId, Course> | StepObstacle {
  return new Stepped(graph, axis).run();
}

/** All that keeps a graph from taking the steps of an axis one by one, in the order of the nodes: each as if nothing else did. */
export const findObstacles = (graph: Graph, axis: string): readonly StepObstacle[] =>
  new Stepped(graph, axis).obstacles();

export const isObstacle = (found: ReadonlyMap<ValueId, Course> | StepObstacle): found is StepObstacle => 'why' in found;

class Stepped {
  readonly #graph: Graph;
  readonly #axis: string;
  /** The next value of every state that a loop over the axis carries on, by the state's input. */
  readonly #carried: ReadonlyMap<ValueId, ValueId>;
  readonly #courses = new Map<ValueId, Course>();

  constructor(graph: Graph, axis: string) {
    this.#graph = graph;
    this.#axis = axis;
    this.#carried = carriedStates(graph, axis);
  }

  run(): ReadonlyMap<ValueId, Course> | StepObstacle {
    const { value: first } = this.#follow().next();
    return first ?? this.#courses;
  }

  obstacles(): readonly StepObstacle[] {
    return [...this.#follow()];
  }

  /** Finds the courses of all values. Behind an obstacle it goes on as if the values were what their shapes allow. */
  *#follow(): Generator<StepObstacle, void> {
    /** Values whose course nothing tells. */
    const lost = new Set<ValueId>();
    const recover = (value: ValueId): void => {
      const shape = this.#shapeOf(value);
      const course = this.#mentions(shape) ? this.#each(shape, [value]) : LATEST;
      if (course === null) lost.add(value);
      else this.#courses.set(value, course);
    };
    for (const { value } of this.#graph.weights) this.#courses.set(value, FIXED);
    for (const input of this.#graph.inputs) {
      const course = this.#ofInput(input);
      if (course === null) {
        yield { why: 'together', path: input.name, span: 'origin' in input ? input.origin.span : null };
        recover(input.value);
      } else this.#courses.set(input.value, course);
    }
    for (const node of this.#graph.nodes) {
      const isLost = node.inputs.some((id) => lost.has(id));
      const course = isLost ? null : this.#ofNode(node);
      if (typeof course === 'string') yield { why: course, ...node.origin };
      if (course === null || typeof course === 'string') for (const out of node.outputs) recover(out);
      else
        node.outputs.forEach((out, i) => {
          this.#courses.set(out, Array.isArray(course) ? (course[i] ?? FIXED) : (course as Course));
        });
    }
  }

  #ofInput(input: GraphInput): Course | null {
    if (input.role === 'lengths' && input.symbol === this.#axis) return { kind: 'lengths' };
    if (this.#carried.has(input.value)) return { kind: 'start' };
    const shape = this.#shapeOf(input.value);
    return this.#mentions(shape) ? this.#each(shape, [input.value]) : FIXED;
  }

  #shapeOf(id: ValueId): Shape {
    return this.#graph.values[id]?.type.shape ?? [];
  }

  #mentions = (shape: Shape): boolean => shape.some((d) => symbolsOf(d).includes(this.#axis));

  /** The course of values that have the axis, all at one place; null where they have it otherwise. */
  #each(shape: Shape, values: readonly ValueId[]): Course | null {
    const place = this.#placeIn(shape);
    const fits = values.every((id) =>
      this.#shapeOf(id).every((d, i) => (i === place ? this.#isAlong(d) : !symbolsOf(d).includes(this.#axis))),
    );
    return place >= 0 && fits ? { kind: 'each', place } : null;
  }

  #placeIn = (shape: Shape): number => shape.findIndex((d) => this.#isAlong(d));

  /** Whether a dimension is the axis, or the axis times others. */
  #isAlong(d: Dim): boolean {
    const [monomial = '', ...more] = Object.keys(d);
    const symbols = monomial.split('*');
    return more.length === 0 && d[monomial] === 1 && symbols.filter((symbol) => symbol === this.#axis).length === 1;
  }

  #courseOf(id: ValueId): Course {
    return this.#courses.get(id) ?? FIXED;
  }

  /** One course for all results, one for each, or why there is none. */
  #ofNode(node: Node): Course | readonly Course[] | StepObstacle['why'] {
    const courses = node.inputs.map((id) => this.#courseOf(id));
    const mentions = node.outputs.some((out) => this.#mentions(this.#shapeOf(out)));
    const isOver = isOp(node, 'loop') && symbolsOf(node.attrs.length).includes(this.#axis);
    if (!mentions && !isOver && courses.every(({ kind }) => kind === 'fixed')) return FIXED;
    if (isOp(node, 'loop')) return isOver ? this.#ofLoop(node, courses) : this.#ofInnerLoop(node, courses);
    if (isOp(node, 'range')) return 'index';
    const [first] = courses;
    if (isOp(node, 'last_step') && first?.kind === 'each' && first.place === 0) return LATEST;
    if (isOp(node, 'valid_steps'))
      return this.#each(this.#shapeOf(node.outputs[0] as ValueId), node.outputs) ?? 'together';
    if (courses.some(({ kind }) => kind === 'start' || kind === 'lengths')) return 'whole';
    const hasEach = courses.some(({ kind }) => kind === 'each');
    if (courses.some(({ kind }) => kind === 'latest')) return hasEach || mentions ? 'whole' : LATEST;
    if (hasEach && !this.#keepsSteps(node, courses)) return 'together';
    const [out] = node.outputs;
    return (out === undefined ? null : this.#each(this.#shapeOf(out), node.outputs)) ?? 'together';
  }

  /** Whether element t of the result follows from the elements t of the operands that have the axis. */
  #keepsSteps(node: Node, courses: readonly Course[]): boolean {
    const shapes = node.inputs.map((id) => this.#shapeOf(id));
    const out = this.#shapeOf(node.outputs[0] as ValueId);
    const to = this.#placeIn(out);
    const placeOf = (i: number): number | null => {
      const course = courses[i];
      return course?.kind === 'each' ? course.place : null;
    };
    /** Every operand with the axis has it at the place that the rule makes the result's. */
    const moves = (rule: (place: number, shape: Shape) => number | null): boolean =>
      courses.every((course, i) => course.kind !== 'each' || rule(course.place, shapes[i] ?? []) === to);
    const alone = (operand: number): boolean => courses.every(({ kind }, i) => i === operand || kind === 'fixed');
    const fromRight = (place: number, shape: Shape): number => out.length - (shape.length - place);
    if (isElementwiseNode(node)) return moves(fromRight);
    switch (node.op) {
      case 'broadcast':
        return moves(fromRight);
      case 'matmul':
      case 'matmul_bias':
        return alone(0) && moves((place, shape) => (place < shape.length - 1 ? place : null));
      case 'softmax':
      case 'logsumexp':
      case 'pick':
        return moves((place, shape) => (place < shape.length - 1 ? place : null));
      case 'concat':
      case 'split':
      case 'slice': {
        const { axis } = node.attrs;
        return moves((place) => (place === axis ? null : place));
      }
      case 'reshape': {
        const lead = sizeOfShape(out.slice(0, to));
        return to >= 0 && moves((place, shape) => (equalDims(sizeOfShape(shape.slice(0, place)), lead) ? to : null));
      }
      case 'transpose': {
        const { permutation } = node.attrs;
        return moves((place) => permutation.indexOf(place));
      }
      case 'reduce_sum':
      case 'reduce_mean':
      case 'reduce_max': {
        const { axes, keepDims } = node.attrs;
        return moves((place) =>
          axes.includes(place) ? null : keepDims ? place : place - axes.filter((axis) => axis < place).length,
        );
      }
      case 'gather':
        return placeOf(0) === null && moves((place) => place);
      case 'one_hot':
        return moves((place) => place);
      // along an inner axis: a result for every row
      case 'last_step':
        return placeOf(0) === 1 && placeOf(1) === 0 && to === 0;
      case 'take':
        return moves((place) => (place === 0 ? null : place - 1));
      case 'stack':
        return moves((place) => place + 1);
      default:
        return false;
    }
  }

  #ofLoop(node: NodeOf<'loop'>, courses: readonly Course[]): readonly Course[] | StepObstacle['why'] {
    const { states, scanned, direction, length, body, ragged = [] } = node.attrs;
    if (plainSymbol(length) !== this.#axis || ragged.length > 0) return 'together';
    if (direction === 'backward' && states > 0) return 'backward';
    const isOwn = (i: number): boolean => this.#carried.get(node.inputs[i] as ValueId) === node.outputs[i];
    if (courses.slice(0, states).some(({ kind }, i) => kind !== 'fixed' && !(kind === 'start' && isOwn(i))))
      return 'start';
    if (courses.slice(states, states + scanned).some((c) => c.kind !== 'each' || c.place !== 0)) return 'together';
    if (courses.slice(states + scanned).some(({ kind }) => kind !== 'fixed')) return 'whole';
    if (this.#mentionsInside(body.params, body.nodes)) return 'whole';
    const results: Course[] = [];
    for (const [i, out] of node.outputs.entries()) {
      const course = i < states ? LATEST : this.#each(this.#shapeOf(out), [out]);
      if (course === null) return 'together';
      results.push(course);
    }
    return results;
  }

  /** A loop along an inner axis, which runs within every step: all that it computes stays within its row. */
  #ofInnerLoop(node: NodeOf<'loop'>, courses: readonly Course[]): readonly Course[] | StepObstacle['why'] {
    const { states, scanned, body, ragged = [] } = node.attrs;
    if (ragged.length > 0 || courses.some(({ kind }) => kind !== 'each' && kind !== 'fixed')) return 'whole';
    for (const [i, param] of body.params.entries()) {
      const course = courses[i] ?? FIXED;
      const isScanned = i >= states && i < states + scanned;
      if (course.kind === 'each' && isScanned && course.place === 0) return 'together';
      const within = this.#ofShape(param);
      if (within === null) return 'together';
      if (within.kind === 'fixed' && course.kind === 'each') return 'together';
      this.#courses.set(param, within);
    }
    for (const inner of body.nodes) {
      const course = this.#ofNode(inner);
      if (typeof course === 'string') return 'together';
      inner.outputs.forEach((out, i) => {
        this.#courses.set(out, Array.isArray(course) ? (course[i] ?? FIXED) : (course as Course));
      });
    }
    const results = body.results.every((id) => {
      const { kind } = this.#courseOf(id);
      return kind === 'each' || kind === 'fixed';
    });
    const found = node.outputs.map((out) => this.#ofShape(out));
    const fits = found.flatMap((course) => course ?? []);
    return results && fits.length === found.length ? fits : 'together';
  }

  /** `each` or `fixed` by shape; null where the axis stands there otherwise. */
  #ofShape(id: ValueId): Course | null {
    const shape = this.#shapeOf(id);
    return this.#mentions(shape) ? this.#each(shape, [id]) : FIXED;
  }

  #mentionsInside(params: readonly ValueId[], nodes: readonly Node[]): boolean {
    return (
      params.some((id) => this.#mentions(this.#shapeOf(id))) ||
      nodes.some(
        (node) =>
          node.outputs.some((id) => this.#mentions(this.#shapeOf(id))) ||
          (isOp(node, 'loop') && this.#mentionsInside(node.attrs.body.params, node.attrs.body.nodes)),
      )
    );
  }
}

/** Whether a loop runs over this axis and no other. */
export const runsOver = (length: Dim, axis: string): boolean => equalDims(length, symbolDim(axis));

/** State inputs that a loop over the axis starts from and whose next values it gives, with these. */
export function carriedStates({ inputs, nodes }: Graph, axis: string): ReadonlyMap<ValueId, ValueId> {
  const starts = new Map<ValueId, ValueId | undefined>();
  for (const node of nodes)
    if (isOp(node, 'loop') && runsOver(node.attrs.length, axis))
      for (const [i, out] of node.outputs.slice(0, node.attrs.states).entries()) starts.set(out, node.inputs[i]);
  return new Map(
    inputs.flatMap((input) =>
      input.role === 'state' && input.final !== input.value && starts.get(input.final) === input.value
        ? [[input.value, input.final] as const]
        : [],
    ),
  );
}
