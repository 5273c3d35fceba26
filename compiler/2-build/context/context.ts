import { nestingOf } from '../../1-read/spec/axis-nesting.ts';
import type { Reference } from '../../1-read/spec/located.ts';
import { type CellUse, isStack, type MaskSpec, type Spec } from '../../1-read/spec/spec.ts';
import type { TrainingSpec } from '../../1-read/spec/training-spec.ts';
import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts';
import * as expressionMessages from '../../diagnostics/messages/build/expressions.ts';
import * as maskMessages from '../../diagnostics/messages/build/masks.ts';
import * as recurrentMessages from '../../diagnostics/messages/build/recurrent.ts';
import * as shapeMessages from '../../diagnostics/messages/build/shapes.ts';
import { GraphBuilder } from '../../graph/builder.ts';
import { constantDim, printShape, type Shape, staticSize, symbolDim, timeSymbols } from '../../ir/dim.ts';

import type { Origin, ValueId } from '../../ir/types.ts';
import { Terms } from '../../ops/op/gradient.ts';
import { OpTypeError } from '../../ops/op/op.ts';
import type { BuildTimeScope } from '../equations/build-time.ts';
import { type Declaration, Emitter } from '../equations/emitter.ts';
import { BuildFailure, Poisoned } from '../equations/failure.ts';
import { type Flow, isFixedAxis, stepsOf } from '../equations/flow.ts';
import { NestedAxes } from '../equations/nested-axes.ts';
import { stepsOfMask } from './counted-steps.ts';
import { Inputs } from './inputs.ts';
import { allReferences, type LayerMask, maskKey, neededSteps } from './needed-steps.ts';
import { Weights } from './weights.ts';

export type { Flow } from '../equations/flow.ts';

/** How files of the library of cells are called. */
export const LIBRARY = 'rnnc:';

/** State of one build: one graph of one variant. */
export class BuildContext {
  readonly spec: Spec;
  readonly variant: 'inference' | 'training';
  readonly builder = new GraphBuilder();
  readonly axes: NestedAxes;
  readonly inputs: Inputs;
  readonly declarations = new Map<ValueId, Declaration>();
  readonly weights = new Weights(this.builder, this.declarations);
  /** Final states by name, of every cell and direction (`encoder.0.forward`), and of every cell where both were joined (`encoder.0`). */
  readonly finals = new Map<string, ReadonlyMap<string, ValueId>>();
  /** Parameters and sizes of every cell, and of every layer of equations, by its path. */
  readonly scopes = new Map<string, BuildTimeScope>();
  /** What keeps the model from running step by step. */
  readonly obstacles: { readonly reason: string; readonly origin: Origin }[] = [];
  readonly #report: (diagnostic: Diagnostic) => void;
  /** The cell that is being built. */
  #use: Pick<CellUse, 'definition' | 'span'> | null = null;
  /** By reference text (`encoder.0.forward.step.i`); a layer that failed is `poisoned`. */
  readonly #flows = new Map<string, Flow | 'poisoned'>();
  /** Reference paths that something asks of a layer, by layer name. */
  readonly #requested = new Map<string, Set<string>>();
  readonly #masked: boolean;
  readonly #valid = new Map<string, ValueId>();
  readonly #counted = new Map<string, ValueId>();
  /** Where gradients are taken: by layer the masks outside of which nobody reads what it gives. */
  readonly #needed: ReadonlyMap<string, readonly LayerMask[]>;
  readonly #steps = new Map<string, ValueId>();
  /** By layer the masks outside of which nobody reads what it gives, whether gradients are taken or not. */
  readonly #readBy: ReadonlyMap<string, readonly LayerMask[]>;
  /** Names of weights that stay as they are when the model is trained. */
  readonly frozen: TrainingSpec['frozen'];
  /** Whether everything with a name comes out, and not only what something asks for. */
  readonly traced: boolean;
  /** Values of a step with a row for each child, [links, …], by reference; only where everything comes out. */
  readonly perChild = new Map<string, ValueId>();
  /** Layers from whose final states others start. */
  readonly #starting: ReadonlySet<string>;

  /**
   * @param training names of weights that stay as they are, and what losses read, or null where no gradients are taken. Where they are, float sequences are 0 beyond a row's length, and at steps
   *   at which no mask lets anybody read them, so that a gradient of 0 there meets no NaN.
   */
  constructor(
    spec: Spec,
    variant: 'inference' | 'training',
    { measured, frozen }: { readonly measured: readonly Reference[] | null; readonly frozen: TrainingSpec['frozen'] },
    report: (diagnostic: Diagnostic) => void,
    traced = false,
  ) {
    this.spec = spec;
    this.axes = new NestedAxes(this.builder, nestingOf(spec.inputs, spec.trees));
    this.inputs = new Inputs(this.builder, this.axes);
    this.traced = traced;
    this.variant = variant;
    this.#report = report;
    this.frozen = frozen;
    this.#masked = measured !== null;
    this.#needed = measured === null ? new Map() : neededSteps(spec.layers, measured);
    const read = measured ?? spec.training?.losses?.map(({ output }) => output);
    this.#readBy = neededSteps(spec.layers, read ?? spec.outputs.map(({ reference }) => reference));
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
   * Something fed per run: `shape` is batch-major, [batch, time, …], [batch, words, letters, …] or [batch, …]. Layers see it time-major. An int32
   * input over the nodes of a tree may hold -1 where a node has nothing; a target may where its loss allows it.
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
    const time = axis ?? timeSymbols(shape).at(-1) ?? null;
    const missing = dtype === 'int32' && role === 'input' && this.spec.trees.some(({ axis }) => axis === time);
    const fed = { role: 'feed', name, value, limit: null, ...(missing ? { missing } : {}), origin } as const;
    this.inputs.feed(fed, role === 'target');
    if (time === null) return { id: value, time: null };
    const steps = this.axes.fromFeed(value, time, origin, `${name}.steps`);
    return dtype === 'float32' ? this.finiteBeyond({ id: steps, time }, origin, `${name}.masked`) : { id: steps, time };
  }

  /** `fill` in the place of what a float32 sequence has at steps that are not valid. */
  fill(
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
        : builder.emit('reshape', [valid], { shape: [stepsOf(time), this.axes.rows(time), ...ones] }, origin);
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
    return { id: this.fill(id, { time, valid }, 0, origin, `${layer}.${reference.target}.masked`), time };
  }

  /** Bool [time, batch]: the steps at which somebody reads what a layer gives. Null where all may be needed, or a mask is not built yet. */
  #neededBy(layer: string, time: string): ValueId | null {
    return this.#outside(this.#needed.get(layer) ?? [], layer, time);
  }

  #outside(masks: readonly LayerMask[], layer: string, time: string): ValueId | null {
    const isBuilt = masks.every(({ mask: { reference } }) => {
      const flow = this.lookup([reference.target, ...reference.path].join('.'));
      return flow?.time === time;
    });
    if (masks.length === 0 || !isBuilt) return null;
    const all = masks.flatMap((mask) => this.countedSteps(mask.layer, mask.mask, time) ?? []);
    const origin = { path: `${layer}.masked`, span: null };
    return this.builder.outside(() => all.reduce((a, b) => this.builder.emit('or', [a, b], {}, origin)));
  }

  /**
   * Bool [time, rows]: the steps of a layer that count for its statistics, which are those that something reads. Null where all steps of all rows do.
   * @throws BuildFailure where a mask of what reads the layer is computed after it
   */
  readSteps(layer: string, time: string): ValueId | null {
    const masks = this.#readBy.get(layer) ?? [];
    if (masks.length === 0) return this.validSteps(time);
    const steps = this.#outside(masks, layer, time);
    const late = masks.find(
      ({ mask: { reference } }) => this.lookup([reference.target, ...reference.path].join('.')) === null,
    );
    if (steps === null && late !== undefined)
      throw new BuildFailure(maskMessages.maskAfterStatistics(late.mask.reference.span, layer, late.layer));
    return steps;
  }

  /** Writes the terms of a formula about part `path` of the model. */
  terms(path: string, span: Span | null): Terms {
    const { builder } = this;
    return new Terms((op, inputs, attrs) => builder.emitAll(op, inputs, attrs, { path, span }), builder.typeOf);
  }

  /** Where gradients are taken: a float32 sequence with 0 at the steps that no row has, whose gradient of 0 would else meet what stands there. */
  finiteBeyond({ id, time }: Flow, origin: Origin, name = this.builder.nameOf(id)): Flow {
    const valid = this.#masked && time !== null ? this.validSteps(time) : null;
    if (time === null || valid === null) return { id, time };
    return { id: this.fill(id, { time, valid }, 0, origin, name), time };
  }

  /** An emitter for a layer that does the same at every step of the sequence over `time`, or, where `time` is null, has no steps. */
  emitter(path: string, time: string | null): Emitter {
    const { builder } = this;
    const plain = new Emitter(builder, path, this.declarations, null);
    if (!this.#masked || time === null) return plain;
    const lead = printShape([stepsOf(time), this.axes.rows(time)]);
    const valid = this.#neededBy(path, time) ?? this.validSteps(time);
    if (valid === null) return plain;
    return plain.filling((value, fill) => {
      const { shape } = builder.typeOf(value);
      if (printShape(shape.slice(0, 2)) !== lead) return value;
      return this.fill(value, { time, valid }, fill, { path: `${path}.padding`, span: null }, builder.nameOf(value));
    });
  }

  /** Whether gradients will be taken. */
  get masked(): boolean {
    return this.#masked;
  }

  report(diagnostic: Diagnostic): void {
    this.#report(this.#toldOfModel(diagnostic));
  }

  /** Builds a cell that the model uses at `use.span`. A mistake in equations of the library is one of what the model gives them, and is told there. */
  using<T>(use: Pick<CellUse, 'definition' | 'span'>, piece: () => T): T {
    const before = this.#use;
    this.#use = use;
    try {
      return piece();
    } catch (error) {
      if (!(error instanceof BuildFailure)) throw error;
      throw new BuildFailure(...error.diagnostics.map((one) => this.#toldOfModel(one)));
    } finally {
      this.#use = before;
    }
  }

  #toldOfModel(diagnostic: Diagnostic): Diagnostic {
    const use = this.#use;
    if (use === null || diagnostic.span?.file.startsWith(LIBRARY) !== true) return diagnostic;
    return recurrentMessages.inLibrary(use.span, use.definition, diagnostic);
  }

  /** Runs one piece of the build; a mistake in it is reported, at `span` where it has no place of its own, and the piece gives null. */
  attempt<T>(piece: () => T, span: Span | null = null): T | null {
    try {
      return piece();
    } catch (error) {
      if (error instanceof BuildFailure) for (const one of error.diagnostics) this.report(one);
      else if (error instanceof OpTypeError && span !== null)
        this.report(shapeMessages.shapesDisagree(span, error, []));
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

  /** Whether another layer starts from all final states of this one. */
  startsAnother(layer: string): boolean {
    return this.#starting.has(layer);
  }

  /** Where the model first writes this reference. */
  placeOf(reference: string): Span | null {
    const found = allReferences(this.spec).find(({ target, path }) => [target, ...path].join('.') === reference);
    return found?.span ?? null;
  }

  /** bool [time, rows]. Null where all steps of all rows count. */
  validSteps(symbol: string): ValueId | null {
    if (isFixedAxis(symbol)) return null;
    const known = this.#valid.get(symbol);
    if (known !== undefined) return known;
    const lengths = this.inputs.lengths(symbol);
    const attrs = { length: symbolDim(symbol) };
    const valid = this.builder.outside(() =>
      this.builder.emit('valid_steps', [lengths], attrs, { path: `${symbol}.valid`, span: null }),
    );
    this.#valid.set(symbol, valid);
    return valid;
  }

  /**
   * Bool [time, rows]: the steps that count for a layer, by lengths and by its mask. Null where all do.
   * @throws BuildFailure where the mask does not fit
   */
  countedSteps(layer: string, mask: MaskSpec | null, time: string): ValueId | null {
    const valid = this.validSteps(time);
    if (mask === null) return valid;
    const key = `${time} ${maskKey(mask)}`;
    const known = this.#counted.get(key);
    if (known !== undefined) return known;
    const steps = stepsOfMask(this.builder, { layer, mask }, this.resolve(mask.reference), time, this.axes);
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

  /**
   * @param time the axis along which the reason holds; within one step of the axis around it, an inner one has all its steps
   * @param span what of the model keeps it from running step by step: the value of a key, a reference, a name in an equation
   */
  cannotStream(time: string, reason: string, path: string, span: Span): void {
    if (this.axes.isInner(time)) return;
    this.obstacles.push({ reason, origin: { path, span } });
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
