import { InternalError } from '../diagnostics/diagnostic.ts';
import { BATCH, type Dim, equalShapes, plainSymbol, printShape, shapeOf, staticSize } from '../ir/dim.ts';
import type { Graph, GraphInput, Learning } from '../ir/graph.ts';
import type { Body, Node, OpName } from '../ir/nodes.ts';
import { printType, printValueNames, type ValueNames } from '../ir/print.ts';
import { partShape } from '../ir/structure.ts';
import type { TensorType, ValueId } from '../ir/types.ts';
import { ops } from '../ops/index.ts';
import { OpTypeError } from '../ops/op/op.ts';
import { inferTypes } from './builder.ts';

export interface VerifyOptions {
  /** Whether ops of the target passes may stand in the graph. */
  readonly fused: boolean;
  /**
   * Nodes whose types were found right, by their attributes: given to one verification after the other, it spares those that a pass has only
   * copied. Types are a function of op, attributes and operand types, and all of them are compared.
   */
  readonly typed?: TypedNodes;
}

export type TypedNodes = Map<
  object,
  { readonly op: OpName; readonly inputs: readonly TensorType[]; readonly outputs: readonly TensorType[] }
>;

/**
 * Checks that a graph is what `graph.ts` says: every operand is defined before it is used, in its own region; every value is defined
 * once; stored types are those that `infer` gives; inputs, weights and outputs fit their roles. Time linear in the size of the graph.
 * @throws InternalError listing every problem found.
 */
export function verifyGraph(graph: Graph, options: VerifyOptions = { fused: false }): void {
  const problems = new Verifier(graph, options).problems();
  if (problems.length > 0)
    throw new InternalError(`graph '${graph.name}' is malformed\n${problems.map((p) => `- ${p}`).join('\n')}`);
}

const sameType = (a: TensorType, b: TensorType): boolean => a.dtype === b.dtype && equalShapes(a.shape, b.shape);

const isSize = (d: Dim): boolean => plainSymbol(d) !== null || staticSize(d) !== null;
const isBatch = (d: Dim): boolean => isSize(d) && (plainSymbol(d) ?? BATCH) === BATCH;
/** The steps of an axis of time, of which a training step that computes values anew has so many segments of so many. */
const isTime = (d: Dim): boolean => isSize(d) || (Object.keys(d).length === 1 && Object.values(d)[0] === 1);

/** Who defines or reads a value: a node, or what the text says. */
type Reader = Node | (() => string);

const printReader = (by: Reader): string => (typeof by === 'function' ? by() : `${by.op} of '${by.origin.path}'`);

/** Regions are numbered from 1 as they are entered. */
const OUTERMOST = 1;

class Verifier {
  readonly #graph: Graph;
  readonly #options: VerifyOptions;
  #names: ValueNames | null = null;
  readonly #problems: string[] = [];
  /** The region that defines each value; 0 where none has so far. */
  readonly #homes: number[];
  #regions = OUTERMOST;

  constructor(graph: Graph, options: VerifyOptions) {
    this.#graph = graph;
    this.#options = options;
    this.#homes = new Array<number>(graph.values.length).fill(0);
  }

  problems(): readonly string[] {
    const { inputs, weights, nodes, outputs } = this.#graph;
    for (const { name, value } of inputs) this.#define(OUTERMOST, value, () => `input '${name}'`);
    for (const { path, value } of weights) this.#define(OUTERMOST, value, () => `weight '${path}'`);
    for (const { path, value } of this.#graph.learning?.slots ?? [])
      this.#define(OUTERMOST, value, () => `slot '${path}'`);
    for (const node of nodes) this.#node(node, OUTERMOST);
    for (const { name, value } of outputs) this.#use(OUTERMOST, value, () => `output '${name}'`);
    this.#unique(
      'input',
      inputs.map((i) => i.name),
    );
    this.#unique(
      'weight',
      weights.map((w) => w.path),
    );
    this.#unique(
      'output',
      outputs.map((o) => o.name),
    );
    for (const input of inputs) this.#input(input);
    for (const { path, value } of weights) this.#weight(path, value);
    if (this.#graph.learning !== undefined) this.#learning(this.#graph.learning);
    return this.#problems;
  }

  #name(id: ValueId): string {
    this.#names ??= printValueNames(this.#graph);
    return this.#names.get(id) ?? `value ${id}`;
  }

  #report(problem: string): void {
    this.#problems.push(problem);
  }

  #typeOf(id: ValueId): TensorType | undefined {
    return this.#graph.values[id]?.type;
  }

  #unique(what: string, names: readonly string[]): void {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) this.#report(`${what} '${name}' stands there twice`);
      seen.add(name);
    }
  }

  #define(region: number, id: ValueId, by: Reader): void {
    if (this.#typeOf(id) === undefined)
      this.#report(`${printReader(by)} defines value ${id}, which the graph does not have`);
    if ((this.#homes[id] ?? 0) > 0) this.#report(`${printReader(by)} defines ${this.#name(id)} a second time`);
    this.#homes[id] = region;
  }

  #use(region: number, id: ValueId, by: Reader): boolean {
    const home = this.#homes[id] ?? 0;
    if (home === region) return this.#typeOf(id) !== undefined;
    const where = home > 0 ? 'belongs to another region' : 'is not defined before';
    this.#report(`${printReader(by)} reads ${this.#name(id)}, which ${where}`);
    return false;
  }

  /** Whether all can be read and have types. */
  #useAll(region: number, ids: readonly ValueId[], by: Reader): boolean {
    let good = true;
    for (const id of ids) if (!this.#use(region, id, by)) good = false;
    return good;
  }

  #node(node: Node, region: number): void {
    if (!Object.hasOwn(ops, node.op)) this.#report(`${printReader(node)} is no op`);
    else {
      if (ops[node.op].level === 'fused' && !this.#options.fused)
        this.#report(`${printReader(node)} is fused, too early`);
      const operands = this.#useAll(region, node.inputs, node);
      const bodies = node.op !== 'loop' || this.#body(node, node.attrs.body);
      if (operands && bodies && !this.#isKnown(node)) this.#types(node);
    }
    for (const id of node.outputs) this.#define(region, id, node);
  }

  /** Whether the types of the body's parameters and results are known. */
  #body(node: Node, body: Body): boolean {
    const region = ++this.#regions;
    const by = (): string => `the body of ${printReader(node)}`;
    for (const id of body.params) this.#define(region, id, by);
    for (const inner of body.nodes) this.#node(inner, region);
    const results = this.#useAll(region, body.results, by);
    return results && body.params.every((id) => this.#typeOf(id) !== undefined);
  }

  /** Whether this node was found right before, over operands of the same types. */
  #isKnown(node: Node): boolean {
    const known = this.#options.typed?.get(node.attrs);
    return (
      known !== undefined &&
      known.op === node.op &&
      this.#haveTypes(node.inputs, known.inputs) &&
      this.#haveTypes(node.outputs, known.outputs)
    );
  }

  #haveTypes(ids: readonly ValueId[], types: readonly TensorType[]): boolean {
    if (ids.length !== types.length) return false;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i];
      if (id === undefined || this.#graph.values[id]?.type !== types[i]) return false;
    }
    return true;
  }

  #types(node: Node): void {
    const before = this.#problems.length;
    this.#inferred(node);
    // the types of a loop depend on the types inside its body
    if (this.#problems.length > before || node.op === 'loop') return;
    const typesOf = (ids: readonly ValueId[]): readonly TensorType[] => {
      const types: TensorType[] = [];
      for (const id of ids) {
        const type = this.#typeOf(id);
        if (type !== undefined) types.push(type);
      }
      return types;
    };
    this.#options.typed?.set(node.attrs, {
      op: node.op,
      inputs: typesOf(node.inputs),
      outputs: typesOf(node.outputs),
    });
  }

  #inferred(node: Node): void {
    const inferred = this.#infer(node);
    if (inferred === null) return;
    if (inferred.length !== node.outputs.length)
      this.#report(`${printReader(node)} gives ${inferred.length} values and defines ${node.outputs.length}`);
    for (const [i, id] of node.outputs.entries()) {
      const [expected, stored] = [inferred[i], this.#typeOf(id)];
      if (expected !== undefined && stored !== undefined && !sameType(expected, stored))
        this.#report(
          `${printReader(node)} gives ${printType(expected)} and ${this.#name(id)} is stored as ${printType(stored)}`,
        );
    }
  }

  #infer(node: Node): readonly TensorType[] | null {
    const typeOf = (id: ValueId): TensorType => {
      const type = this.#typeOf(id);
      if (type === undefined) throw new InternalError(`value ${id} has no type`);
      return type;
    };
    try {
      return inferTypes(node.op, node.inputs.map(typeOf), node.attrs, typeOf);
    } catch (error) {
      if (!(error instanceof OpTypeError)) throw error;
      this.#report(`${printReader(node)}: ${error.message}; expected ${error.expected}, found ${error.found}`);
      return null;
    }
  }

  #input(input: GraphInput): void {
    const by = `input '${input.name}'`;
    const type = this.#typeOf(input.value);
    if (type === undefined) return;
    const expect = (holds: boolean, what: string): void => {
      if (!holds) this.#report(`${by} is ${printType(type)}, expected ${what}`);
    };
    switch (input.role) {
      case 'feed':
        expect(input.limit === null || (type.dtype === 'int32' && input.limit >= 1), 'int32 below a positive limit');
        return;
      case 'lengths':
        // a graph that was unrolled over given trees is for a batch of their number; of an inner axis every step around it has a length
        expect(
          type.dtype === 'int32' && isBatch(type.shape[0] ?? {}) && type.shape.every(isTime),
          'int32[batch, …] for lengths',
        );
        return;
      case 'setting':
        expect(sameType(type, { dtype: 'float32', shape: [] }), 'float32[]');
        return;
      case 'structure': {
        const expected: TensorType = { dtype: 'int32', shape: partShape(input.walk, input.part) };
        expect(sameType(type, expected), `${printType(expected)} for that part of a walk`);
        return;
      }
      case 'roots':
        expect(sameType(type, { dtype: 'int32', shape: shapeOf('batch') }), 'int32[batch] for roots');
        return;
      case 'mask':
        expect(
          type.dtype === 'float32' && input.keep > 0 && input.keep <= 1,
          'float32 kept with a probability in (0, 1]',
        );
        return;
      case 'state': {
        if (this.#use(OUTERMOST, input.final, () => `the final value of ${by}`)) {
          const final = this.#typeOf(input.final);
          if (final !== undefined) expect(sameType(type, final), `${printType(final)}, the type of its final value`);
        }
        const feed = this.#graph.inputs.find((other) => other.role === 'feed' && other.name === input.start);
        const start = feed === undefined ? undefined : this.#typeOf(feed.value);
        if (input.start !== null && start === undefined) this.#report(`${by} starts from no input: '${input.start}'`);
        if (start !== undefined) expect(sameType(type, start), `${printType(start)}, the type of its start`);
        return;
      }
      default:
        input satisfies never;
    }
  }

  #learning({ loss, trained, gradients, followed, slots, updates }: Learning): void {
    const scalar: TensorType = { dtype: 'float32', shape: [] };
    const match = (id: ValueId, expected: TensorType | undefined, what: () => string): void => {
      if (!this.#use(OUTERMOST, id, what)) return;
      const type = this.#typeOf(id);
      if (type === undefined || expected === undefined || !sameType(type, expected))
        this.#report(
          `${what()} is ${type === undefined ? '?' : printType(type)}, expected ${expected === undefined ? '?' : printType(expected)}`,
        );
    };
    match(loss, scalar, () => 'the loss');
    const weights = new Map(this.#graph.weights.map(({ path, value }) => [path, value]));
    for (const path of trained) if (!weights.has(path)) this.#report(`trained weight '${path}' is no weight`);
    for (const { path, value } of gradients) {
      const weight = weights.get(path);
      match(value, weight === undefined ? undefined : this.#typeOf(weight), () => `the gradient of '${path}'`);
    }
    for (const { path, value } of followed) {
      if (trained.includes(path)) this.#report(`weight '${path}' is both trained and followed`);
      const weight = weights.get(path);
      match(value, weight === undefined ? undefined : this.#typeOf(weight), () => `what '${path}' becomes`);
    }
    this.#unique('slot', [...slots.map((s) => s.path), ...weights.keys()]);
    for (const { path, value } of slots) this.#weight(path, value);
    const targets = new Set([...weights.values(), ...slots.map((s) => s.value)]);
    for (const { target, value } of updates) {
      if (!targets.has(target)) this.#report(`an update of ${this.#name(target)}, which is neither weight nor slot`);
      match(value, this.#typeOf(target), () => `the update of ${this.#name(target)}`);
    }
    if (new Set(updates.map((u) => u.target)).size < updates.length)
      this.#unique(
        'update',
        updates.map((u) => this.#name(u.target)),
      );
  }

  #weight(path: string, value: ValueId): void {
    const type = this.#typeOf(value);
    if (type?.shape.some((d) => staticSize(d) === null))
      this.#report(`weight '${path}' has the shape ${printShape(type.shape)}, which depends on what is fed`);
  }
}
