import type { Reference } from '../../1-read/spec/located.ts';
import { type InitSpec, isStack, type MaskSpec, type Spec } from '../../1-read/spec/spec.ts';
import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts';
import * as expressionMessages from '../../diagnostics/messages/build/expressions.ts';
import * as shapeMessages from '../../diagnostics/messages/build/shapes.ts';
import { GraphBuilder } from '../../graph/builder.ts';
import {
  BATCH,
  constantDim,
  dim,
  printDim,
  printShape,
  type Shape,
  shapeOf,
  staticSize,
  symbolDim,
} from '../../ir/dim.ts';
import type { GraphInput, Weight } from '../../ir/graph.ts';
import { partName, partShape, rootsName, type StructurePart, type Walk } from '../../ir/structure.ts';
import type { Origin, ValueId } from '../../ir/types.ts';
import { OpTypeError } from '../../ops/op/op.ts';
import type { BuildTimeScope } from './build-time.ts';
import { fullLengths, stepsOfMask } from './counted-steps.ts';
import { type Declaration, Emitter } from './emitter.ts';
import { BuildFailure, Poisoned } from './failure.ts';
import { type Flow, isFixedAxis, stepsOf } from './flow.ts';
import { toInitializer } from './initializers.ts';
import { allReferences, type LayerMask, maskKey, neededSteps } from './needed-steps.ts';

export type { Flow } from './flow.ts';

/** The backend holds no single tensor of 2 GiB or more, and all of a model's weights in one heap of 4 GiB. */
const MAX_TENSOR_BYTES = 2 ** 31;
const MAX_WEIGHT_BYTES = 2 ** 32;

/** State of one build: one graph of one variant. */
export class BuildContext {
  readonly spec: Spec;
  readonly variant: 'inference' | 'training';
  readonly builder = new GraphBuilder();
  readonly inputs: GraphInput[] = [];
  readonly declarations = new Map<ValueId, Declaration>();
  /** Final states by name, of every cell and direction (`encoder.0.forward`), and of every cell where both were joined (`encoder.0`). */
  readonly finals = new Map<string, ReadonlyMap<string, ValueId>>();
  /** Parameters and sizes of every cell, and of every layer of equations, by its path. */
  readonly scopes = new Map<string, BuildTimeScope>();
  /** What keeps the model from running step by step. */
  readonly obstacles: { readonly reason: string; readonly origin: Origin }[] = [];
  readonly #report: (diagnostic: Diagnostic) => void;
  /** By reference text (`encoder.0.forward.step.i`); a layer that failed is `poisoned`. */
  readonly #flows = new Map<string, Flow | 'poisoned'>();
  /** Reference paths that something asks of a layer, by layer name. */
  readonly #requested = new Map<string, Set<string>>();
  #weightBytes = 0;
  readonly #masked: boolean;
  readonly #valid = new Map<string, ValueId>();
  readonly #counted = new Map<string, ValueId>();
  /** Where gradients are taken: by layer the masks outside of which nobody reads what it gives. */
  readonly #needed: ReadonlyMap<string, readonly LayerMask[]>;
  /** Feeds that nothing but losses defines. */
  readonly #targets = new Set<ValueId>();
  readonly #lengths = new Map<string, ValueId>();
  /** What follows from trees, by name. */
  readonly #structure = new Map<string, ValueId>();
  readonly #steps = new Map<string, ValueId>();
  /** Whether everything with a name comes out, and not only what something asks for. */
  readonly traced: boolean;
  /** Values of a step with a row for each child, [links, …], by reference; only where everything comes out. */
  readonly perChild = new Map<string, ValueId>();
  readonly #weights = new Map<string, Weight>();
  /** Layers from whose final states others start. */
  readonly #starting: ReadonlySet<string>;

  /**
   * @param measured what losses read, or null where no gradients are taken. Where they are, float sequences are 0 beyond a row's length, and at steps
   *   at which no mask lets anybody read them, so that a gradient of 0 there meets no NaN.
   */
  constructor(
    spec: Spec,
    variant: 'inference' | 'training',
    measured: readonly Reference[] | null,
    report: (diagnostic: Diagnostic) => void,
    traced = false,
  ) {
    this.spec = spec;
    this.traced = traced;
    this.variant = variant;
    this.#report = report;
    this.#masked = measured !== null;
    this.#needed = measured === null ? new Map() : neededSteps(spec.layers, measured);
    for (const reference of [...allReferences(spec), ...(measured ?? [])]) this.request(reference);
    const starts = spec.layers.flatMap((layer) => (isStack(layer) ? [...layer.initial.values()] : []));
    this.#starting = new Set(starts.flatMap(({ target, path }) => (path.length === 0 ? [target] : [])));
  }

  /** Notes that something asks for this part of a layer, before the layer is built. */
  request(reference: Reference): void {
    const asked = this.#requested.get(reference.target) ?? new Set();
    asked.add(reference.path.join('.'));
    this.#requested.set(reference.target, asked);
  }

  /**
   * Something fed per run: `shape` is batch-major, [batch, time, …] or [batch, …]. Layers see it time-major. An int32 input over the nodes of a tree
   * may hold -1 where a node has nothing; a target may where its loss allows it.
   * @param axis the time axis, where it is one of a fixed number of steps; a size alone is no time axis.
   */
  defineFeed(
    name: string,
    span: Span,
    dtype: 'float32' | 'int32',
    shape: Shape,
    role: 'input' | 'target' = 'input',
    axis: string | null = null,
  ): Flow {
    const { builder } = this;
    const value = builder.value(name, { dtype, shape });
    const origin = { path: name, span };
    const [, second] = shape;
    const time = axis ?? (second === undefined || staticSize(second) !== null ? null : printDim(second));
    const missing = dtype === 'int32' && role === 'input' && this.spec.trees.some(({ axis }) => axis === time);
    this.inputs.push({ role: 'feed', name, value, limit: null, ...(missing ? { missing } : {}), origin });
    if (role === 'target') this.#targets.add(value);
    if (time === null) return { id: value, time: null };
    const permutation = [1, 0, ...shape.slice(2).map((_, i) => i + 2)];
    const steps = builder.emit('transpose', [value], { permutation }, origin, `${name}.steps`);
    const valid = this.#masked && dtype === 'float32' ? this.validSteps(time) : null;
    if (valid === null) return { id: steps, time };
    return { id: this.#fill(steps, { time, valid }, 0, origin, `${name}.masked`), time };
  }

  /** `fill` in the place of what a float32 sequence has at steps that are not valid. */
  #fill(
    value: ValueId,
    { time, valid }: { readonly time: string; readonly valid: ValueId },
    fill: number,
    origin: Origin,
    name: string,
  ): ValueId {
    const { builder } = this;
    const ones = builder
      .typeOf(value)
      .shape.slice(2)
      .map(() => constantDim(1));
    const perRow =
      ones.length === 0
        ? valid
        : builder.emit('reshape', [valid], { shape: [stepsOf(time), symbolDim(BATCH), ...ones] }, origin);
    const other = builder.constant(fill, 'float32', origin);
    return builder.emit('select', [perRow, value, other], {}, origin, name);
  }

  /**
   * What a layer reads. Where gradients are taken, a sequence that is fed is 0 at the steps at which the layer's own mask, or the masks of all that read
   * the layer, leave it out: whatever is fed there, NaN among it, reaches neither a product nor the gradient of its weight.
   */
  read(layer: string, reference: Reference): Flow {
    const flow = this.resolve(reference);
    const { id, time } = flow;
    if (reference.kind !== 'input' || time === null || this.builder.typeOf(id).dtype !== 'float32') return flow;
    const valid = this.#neededBy(layer, time);
    if (valid === null) return flow;
    const origin = { path: `${layer}.masked`, span: null };
    return { id: this.#fill(id, { time, valid }, 0, origin, `${layer}.${reference.target}.masked`), time };
  }

  /** Bool [time, batch]: the steps at which somebody reads what a layer gives. Null where all may be needed, or a mask is not built yet. */
  #neededBy(layer: string, time: string): ValueId | null {
    const masks = this.#needed.get(layer) ?? [];
    const isBuilt = masks.every(({ mask: { reference } }) => {
      const flow = this.lookup([reference.target, ...reference.path].join('.'));
      return flow?.time === time;
    });
    if (masks.length === 0 || !isBuilt) return null;
    const all = masks.flatMap((mask) => this.countedSteps(mask.layer, mask.mask, time) ?? []);
    const origin = { path: `${layer}.masked`, span: null };
    return this.builder.outside(() => all.reduce((a, b) => this.builder.emit('or', [a, b], {}, origin)));
  }

  /** An emitter for a layer that does the same at every step of the sequence over `time`, or, where `time` is null, has no steps. */
  emitter(path: string, time: string | null): Emitter {
    const { builder } = this;
    const plain = new Emitter(builder, path, this.declarations, null);
    if (!this.#masked || time === null) return plain;
    const lead = printShape([stepsOf(time), symbolDim(BATCH)]);
    const valid = this.#neededBy(path, time) ?? this.validSteps(time);
    if (valid === null) return plain;
    return plain.filling((value, fill) => {
      const { shape } = builder.typeOf(value);
      if (printShape(shape.slice(0, 2)) !== lead) return value;
      return this.#fill(value, { time, valid }, fill, { path: `${path}.padding`, span: null }, builder.nameOf(value));
    });
  }

  get weights(): readonly Weight[] {
    return [...this.#weights.values()];
  }

  /** Whether gradients will be taken. */
  get masked(): boolean {
    return this.#masked;
  }

  report(diagnostic: Diagnostic): void {
    this.#report(diagnostic);
  }

  /** Runs one piece of the build; a mistake in it is reported, at `span` where it has no place of its own, and the piece gives null. */
  attempt<T>(piece: () => T, span: Span | null = null): T | null {
    try {
      return piece();
    } catch (error) {
      if (error instanceof BuildFailure) error.diagnostics.forEach(this.#report);
      else if (error instanceof OpTypeError && span !== null)
        this.#report(shapeMessages.shapesDisagree(span, error, []));
      else if (!(error instanceof Poisoned)) throw error;
      return null;
    }
  }

  define(reference: string, flow: Flow | 'poisoned'): void {
    this.#flows.set(reference, flow);
  }

  isRequested(layer: string, path: string): boolean {
    return this.#requested.get(layer)?.has(path) ?? false;
  }

  requestedOf(layer: string): readonly string[] {
    return [...(this.#requested.get(layer) ?? [])];
  }

  /** Everything that has a name so far. */
  named(): ReadonlyMap<string, Flow> {
    return new Map([...this.#flows].flatMap(([name, flow]) => (flow === 'poisoned' ? [] : [[name, flow]])));
  }

  /** @throws BuildFailure if the target has no such part, Poisoned if it failed to build. */
  resolve(reference: Reference): Flow {
    const text = [reference.target, ...reference.path].join('.');
    const found = this.#flows.get(text);
    if (found !== undefined && found !== 'poisoned') return found;
    if (found === 'poisoned' || this.#flows.get(reference.target) === 'poisoned') throw new Poisoned();
    const parts = [...this.#flows.keys()].filter(
      (name) => name === reference.target || name.startsWith(`${reference.target}.`),
    );
    throw new BuildFailure(expressionMessages.unknownPart(reference.span, text, reference.target, parts));
  }

  /** A weight of the user's model, created once per path. */
  weight(
    path: string,
    shape: readonly number[],
    init: InitSpec,
    scope: BuildTimeScope,
    span: Span,
    formula: string,
  ): ValueId {
    const known = this.#weights.get(path);
    const symbolic = shapeOf(...shape);
    if (known !== undefined) {
      const type = this.builder.typeOf(known.value);
      if (printShape(type.shape) !== printShape(symbolic))
        throw new BuildFailure(
          shapeMessages.sharedShape(span, path, printShape(type.shape), printShape(symbolic), known.origin.span),
        );
      return known.value;
    }
    const bytes = 4 * shape.reduce((a, b) => a * b, 1);
    this.#weightBytes += bytes;
    if (bytes >= MAX_TENSOR_BYTES || this.#weightBytes > MAX_WEIGHT_BYTES)
      throw new BuildFailure(shapeMessages.modelTooLarge(span, path, printShape(symbolic), bytes, this.#weightBytes));
    const value = this.builder.value(path, { dtype: 'float32', shape: symbolic });
    this.#weights.set(path, {
      path,
      value,
      init: toInitializer(init, shape, scope, path),
      origin: { path, span },
    });
    this.declarations.set(value, { name: path, formula, span });
    return value;
  }

  mask(name: string, shape: Shape, keep: number): ValueId {
    const value = this.builder.value(name, { dtype: 'float32', shape });
    this.inputs.push({ role: 'mask', name, value, keep });
    return value;
  }

  /** A mask for every step, time-major: [time, batch, …]. It is fed as [batch, time, …]. */
  stepMask(name: string, time: string, features: Shape, keep: number, origin: Origin): ValueId {
    const fed = this.mask(name, [dim(BATCH), stepsOf(time), ...features], keep);
    const permutation = [1, 0, ...features.map((_, i) => i + 2)];
    return this.builder.outside(() => this.builder.emit('transpose', [fed], { permutation }, origin));
  }

  /** A state carried between runs. Its final value is its start until `setFinal` says where the next one comes out. */
  state(name: string, shape: Shape, start: string | null): ValueId {
    const value = this.builder.value(name, { dtype: 'float32', shape });
    this.inputs.push({ role: 'state', name, value, final: value, start });
    return value;
  }

  /** Notes where the next value of a state comes out, once the loop that makes it is built. */
  setFinal(state: ValueId, final: ValueId): void {
    const at = this.inputs.findIndex((input) => input.value === state);
    const input = this.inputs[at];
    if (input?.role === 'state') this.inputs[at] = { ...input, final };
  }

  /** int32 [batch]: how many steps of each row count. */
  lengths(symbol: string): ValueId {
    const known = this.#lengths.get(symbol);
    if (known !== undefined) return known;
    const name = `${symbol}.lengths`;
    if (isFixedAxis(symbol)) return fullLengths(this.builder, symbol, { path: name, span: null });
    const value = this.builder.value(name, { dtype: 'int32', shape: shapeOf(BATCH) });
    this.inputs.push({ role: 'lengths', name, symbol, value });
    this.#lengths.set(symbol, value);
    return value;
  }

  /** A part of what a walk over trees needs to know. */
  structure(walk: Walk, part: StructurePart, origin: Origin): ValueId {
    const name = partName(walk, part);
    const known = this.#structure.get(name);
    if (known !== undefined) return known;
    const value = this.builder.value(name, { dtype: 'int32', shape: partShape(walk, part) });
    this.inputs.push({ role: 'structure', name, value, walk, part, origin });
    this.#structure.set(name, value);
    return value;
  }

  /** int32 [batch]: the row of every sample's root in a flattened sequence, -1 for a sample without nodes. */
  roots(tree: string, axis: string, origin: Origin): ValueId {
    const name = rootsName(tree);
    const known = this.#structure.get(name);
    if (known !== undefined) return known;
    const value = this.builder.value(name, { dtype: 'int32', shape: shapeOf(BATCH) });
    this.inputs.push({ role: 'roots', name, value, tree, axis, origin });
    this.#structure.set(name, value);
    return value;
  }

  /** Whether another layer starts from all final states of this one. */
  startsAnother(layer: string): boolean {
    return this.#starting.has(layer);
  }

  /** Where the model first writes this reference. */
  placeOf(reference: string): Span | null {
    const found = allReferences(this.spec).find(({ target, path }) => [target, ...path].join('.') === reference);
    return found?.span ?? null;
  }

  /** bool [time, batch]. Null where all steps of all rows count. */
  validSteps(symbol: string): ValueId | null {
    if (isFixedAxis(symbol)) return null;
    const known = this.#valid.get(symbol);
    if (known !== undefined) return known;
    const lengths = this.lengths(symbol);
    const attrs = { length: symbolDim(symbol) };
    const valid = this.builder.outside(() =>
      this.builder.emit('valid_steps', [lengths], attrs, { path: `${symbol}.valid`, span: null }),
    );
    this.#valid.set(symbol, valid);
    return valid;
  }

  /**
   * Bool [time, batch]: the steps that count for a layer, by lengths and by its mask. Null where all do.
   * @throws BuildFailure where the mask does not fit
   */
  countedSteps(layer: string, mask: MaskSpec | null, time: string): ValueId | null {
    const valid = this.validSteps(time);
    if (mask === null) return valid;
    const key = `${time} ${maskKey(mask)}`;
    const known = this.#counted.get(key);
    if (known !== undefined) return known;
    const steps = stepsOfMask(this.builder, { layer, mask }, this.resolve(mask.reference), time);
    const origin = { path: `${layer}.mask`, span: mask.reference.span };
    const counted = this.builder.outside(() =>
      valid === null ? steps : this.builder.emit('and', [valid, steps], {}, origin, `${layer}.counted`),
    );
    this.#counted.set(key, counted);
    return counted;
  }

  /** int32 [time] = 0, 1, … */
  stepIndex(symbol: string): ValueId {
    const known = this.#steps.get(symbol);
    if (known !== undefined) return known;
    const attrs = { length: stepsOf(symbol) };
    const steps = this.builder.outside(() =>
      this.builder.emit('range', [], attrs, { path: `${symbol}.step`, span: null }),
    );
    this.#steps.set(symbol, steps);
    return steps;
  }

  /** What a reference stands for so far, or null. */
  lookup(reference: string): Flow | null {
    const found = this.#flows.get(reference);
    return found === undefined || found === 'poisoned' ? null : found;
  }

  /** @param span what of the model keeps it from running step by step: the value of a key, a reference, a name in an equation */
  cannotStream(reason: string, path: string, span: Span): void {
    this.obstacles.push({ reason, origin: { path, span } });
  }

  /** Entries of an int32 input that index a table of `limit` rows; the strictest table counts. */
  limitTokens(value: ValueId, limit: number): void {
    const { input, at } = this.#feedOf(value);
    if (input !== null) this.inputs[at] = { ...input, limit: Math.min(limit, input.limit ?? limit) };
  }

  /**
   * Lets a feed of classes hold -1 where a step or sample has no class, and a target of numbers NaN. False where it may not: an input of the model may only do so over the nodes of a tree.
   */
  allowMissing(value: ValueId): boolean {
    const { input, at } = this.#feedOf(value);
    if (input !== null && this.#targets.has(input.value)) this.inputs[at] = { ...input, missing: true };
    return this.mayBeMissing(value);
  }

  mayBeMissing(value: ValueId): boolean {
    return this.#feedOf(value).input?.missing === true;
  }

  /** The feed that a flow is, if it is one. */
  #feedOf(value: ValueId): { readonly input: Extract<GraphInput, { role: 'feed' }> | null; readonly at: number } {
    const behind = (of: ValueId, op: 'select' | 'transpose', operand: number): ValueId =>
      this.builder.nodes.find((n) => n.op === op && n.outputs[0] === of)?.inputs[operand] ?? of;
    // a sequence of numbers is 0 beyond the end of a row
    const source = behind(behind(value, 'select', 1), 'transpose', 0);
    const at = this.inputs.findIndex((input) => input.role === 'feed' && input.value === source);
    const input = this.inputs[at];
    return { input: input?.role === 'feed' ? input : null, at };
  }

  /** Size of the last axis, which is always static. */
  features(flow: Flow, what: string, span: Span): number {
    const { shape } = this.builder.typeOf(flow.id);
    const lead = flow.time === null ? 1 : 2;
    const size = shape.length > lead ? staticSize(shape.at(-1) ?? {}) : null;
    if (size === null) throw new BuildFailure(shapeMessages.needsFeatures(span, what, shape));
    return size;
  }
}
