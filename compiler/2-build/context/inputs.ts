import type { GraphBuilder } from '../../graph/builder.ts';
import { BATCH, type Shape, shapeOf } from '../../ir/dim.ts';
import type { GraphInput } from '../../ir/graph.ts';
import { partName, partShape, rootsName, type StructurePart, type Walk } from '../../ir/structure.ts';
import type { Origin, ValueId } from '../../ir/types.ts';
import { isFixedAxis, stepsOf } from '../equations/flow.ts';
import type { NestedAxes } from '../equations/nested-axes.ts';
import { fullLengths } from './counted-steps.ts';

/** What is fed to a graph that is being built. */
export class Inputs {
  readonly #builder: GraphBuilder;
  readonly #axes: NestedAxes;
  readonly #inputs: GraphInput[] = [];
  /** Feeds that nothing but losses defines. */
  readonly #targets = new Set<ValueId>();
  readonly #lengths = new Map<string, ValueId>();
  /** What follows from trees, by name. */
  readonly #structure = new Map<string, ValueId>();

  constructor(builder: GraphBuilder, axes: NestedAxes) {
    this.#builder = builder;
    this.#axes = axes;
  }

  get all(): readonly GraphInput[] {
    return this.#inputs;
  }

  /** Something that the user feeds; a target is one that only losses read. */
  feed(input: Extract<GraphInput, { role: 'feed' }>, isTarget: boolean): void {
    this.#inputs.push(input);
    if (isTarget) this.#targets.add(input.value);
  }

  mask(name: string, shape: Shape, keep: number): ValueId {
    const value = this.#builder.value(name, { dtype: 'float32', shape });
    this.#inputs.push({ role: 'mask', name, value, keep });
    return value;
  }

  /** A mask for every step, time-major: [time, rows, …]. It is fed as [rows, time, …]. */
  stepMask(name: string, time: string, features: Shape, keep: number, origin: Origin): ValueId {
    const fed = this.mask(name, [this.#axes.rows(time), stepsOf(time), ...features], keep);
    const permutation = [1, 0, ...features.map((_, i) => i + 2)];
    return this.#builder.outside(() => this.#builder.emit('transpose', [fed], { permutation }, origin));
  }

  /** A state carried between runs. Its final value is its start until `setFinal` says where the next one comes out. */
  state(name: string, shape: Shape, start: string | null): ValueId {
    const value = this.#builder.value(name, { dtype: 'float32', shape });
    this.#inputs.push({ role: 'state', name, value, final: value, start });
    return value;
  }

  /** Notes where the next value of a state comes out, once the loop that makes it is built. */
  setFinal(state: ValueId, final: ValueId): void {
    const at = this.#inputs.findIndex((input) => input.value === state);
    const input = this.#inputs[at];
    if (input?.role === 'state') this.#inputs[at] = { ...input, final };
  }

  /** int32 [rows]: how many steps of each row count. Of an inner axis they are fed as [batch, words]. */
  lengths(symbol: string): ValueId {
    const known = this.#lengths.get(symbol);
    if (known !== undefined) return known;
    const name = `${symbol}.lengths`;
    if (isFixedAxis(symbol)) return fullLengths(this.#builder, symbol, { path: name, span: null });
    const fed = this.#builder.value(name, { dtype: 'int32', shape: this.#axes.lead(symbol).slice(0, -1) });
    this.#inputs.push({ role: 'lengths', name, symbol, value: fed });
    const origin = { path: name, span: null };
    const rows = this.#builder.outside(() => this.#axes.fromFeed(fed, symbol, origin, `${name}.rows`, true));
    this.#lengths.set(symbol, rows);
    return rows;
  }

  /** A part of what a walk over trees needs to know. */
  structure(walk: Walk, part: StructurePart, origin: Origin): ValueId {
    const name = partName(walk, part);
    const known = this.#structure.get(name);
    if (known !== undefined) return known;
    const value = this.#builder.value(name, { dtype: 'int32', shape: partShape(walk, part) });
    this.#inputs.push({ role: 'structure', name, value, walk, part, origin });
    this.#structure.set(name, value);
    return value;
  }

  /** int32 [batch]: the row of every sample's root in a flattened sequence, -1 for a sample without nodes. */
  roots(tree: string, axis: string, origin: Origin): ValueId {
    const name = rootsName(tree);
    const known = this.#structure.get(name);
    if (known !== undefined) return known;
    const value = this.#builder.value(name, { dtype: 'int32', shape: shapeOf(BATCH) });
    this.#inputs.push({ role: 'roots', name, value, tree, axis, origin });
    this.#structure.set(name, value);
    return value;
  }

  /** Entries of an int32 input that index a table of `limit` rows; the strictest table counts. */
  limitTokens(value: ValueId, limit: number): void {
    const { input, at } = this.#feedOf(value);
    if (input !== null) this.#inputs[at] = { ...input, limit: Math.min(limit, input.limit ?? limit) };
  }

  /**
   * Lets a feed of classes hold -1 where a step or sample has no class, and a target of numbers NaN. False where it may not: an input of the model may only do so over the nodes of a tree.
   */
  allowMissing(value: ValueId): boolean {
    const { input, at } = this.#feedOf(value);
    if (input !== null && this.#targets.has(input.value)) this.#inputs[at] = { ...input, missing: true };
    return this.mayBeMissing(value);
  }

  mayBeMissing(value: ValueId): boolean {
    return this.#feedOf(value).input?.missing === true;
  }

  /** The feed that a flow is, if it is one. */
  #feedOf(value: ValueId): { readonly input: Extract<GraphInput, { role: 'feed' }> | null; readonly at: number } {
    const behind = (of: ValueId, op: 'select' | 'reshape' | 'transpose', operand: number): ValueId =>
      this.#builder.nodes.find((n) => n.op === op && n.outputs[0] === of)?.inputs[operand] ?? of;
    // a sequence of numbers is 0 beyond the end of a row; the steps around an inner axis are rows
    const source = behind(behind(behind(value, 'select', 1), 'reshape', 0), 'transpose', 0);
    const at = this.#inputs.findIndex((input) => input.role === 'feed' && input.value === source);
    const input = this.#inputs[at];
    return { input: input?.role === 'feed' ? input : null, at };
  }
}
