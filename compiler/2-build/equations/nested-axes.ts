import { type AxisNesting, axesAround } from '../../1-read/spec/axis-nesting.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { BATCH, type Dim, dim, multiplyDims, type Shape } from '../../ir/dim.ts';
import type { Origin, ValueId } from '../../ir/types.ts';
import { type Flow, stepsOf } from './flow.ts';

/**
 * Sequences of sequences. An input `[batch, words, letters, …]` has for every word of a sample a sequence of letters, and a layer along `letters` does the
 * same for every word: its rows are the words of all samples, `words * batch` of them, in the order of the axes. What it gives once per row stands,
 * seen from outside, at the steps of `words`. So every layer knows only the axis that it goes along and its number of rows.
 */
export class NestedAxes {
  readonly #builder: GraphBuilder;
  readonly #nesting: AxisNesting;

  constructor(builder: GraphBuilder, nesting: AxisNesting) {
    this.#builder = builder;
    this.#nesting = nesting;
  }

  /** The axis of time whose steps each have a sequence over this one; null: samples have it. */
  around(axis: string): string | null {
    return this.#nesting.get(axis) ?? null;
  }

  isInner(axis: string): boolean {
    return this.around(axis) !== null;
  }

  /** How many sequences there are over an axis: samples, times the steps of the axes around it. */
  rows(axis: string | null): Dim {
    const around = axis === null ? [] : axesAround(this.#nesting, axis);
    return around.map(stepsOf).reduce(multiplyDims, dim(BATCH));
  }

  /** What there is once per row of a layer along `axis`, [rows, …], as it is seen from outside. */
  fromRows(id: ValueId, axis: string, origin: Origin): Flow {
    const outer = this.around(axis);
    if (outer === null) return { id, time: null };
    const builder = this.#builder;
    const [, ...features] = builder.typeOf(id).shape;
    const shape = [stepsOf(outer), this.rows(outer), ...features];
    return {
      id: builder.outside(() => builder.emit('reshape', [id], { shape }, origin, builder.nameOf(id))),
      time: outer,
    };
  }

  /** The innermost of these axes, all others of which are around it. Null where two of them stand side by side, or there is none. */
  innermostOf(axes: readonly string[]): string | null {
    return axes.find((axis) => axes.every((other) => other === axis || this.isAround(other, axis))) ?? null;
  }

  /** Whether `outer` is an axis around `axis`, or no axis at all: what has one value per step of it has one for each row of a layer along `axis`. */
  isAround(outer: string | null, axis: string): boolean {
    return outer === null || axesAround(this.#nesting, axis).includes(outer);
  }

  /** A value that stands outside of a layer along `axis` (`isAround`), as [rows, …]: repeated for all rows that belong to it. */
  toRows(flow: Flow, axis: string, origin: Origin): ValueId {
    const outer = this.around(axis);
    if (outer === null) return flow.id;
    const builder = this.#builder;
    if (flow.time === outer) {
      const [, , ...features] = builder.typeOf(flow.id).shape;
      const shape = [this.rows(axis), ...features];
      return builder.outside(() => builder.emit('reshape', [flow.id], { shape }, origin, builder.nameOf(flow.id)));
    }
    return builder.outside(() => {
      const within = this.toRows(flow, outer, origin);
      const all: Shape = [stepsOf(outer), ...builder.typeOf(within).shape];
      const id = builder.emit('broadcast', [within], { shape: all }, origin);
      return this.toRows({ id, time: outer }, axis, origin);
    });
  }

  /** A feed as it comes, [batch, outermost, …, axis, …], as the sequence that layers go along: [axis, rows, …]. `isLengths`: [batch, outermost, …] as [rows]. */
  fromFeed(fed: ValueId, axis: string, origin: Origin, name: string, isLengths = false): ValueId {
    const builder = this.#builder;
    const around = axesAround(this.#nesting, axis);
    const { shape } = builder.typeOf(fed);
    // time-major: [letters, words, batch, …]
    const lead = around.length + (isLengths ? 1 : 2);
    const permutation = shape.map((_, i) => (i < lead ? lead - 1 - i : i));
    const turned = lead === 1 ? fed : builder.emit('transpose', [fed], { permutation }, origin, name);
    if (around.length === 0) return turned;
    const features = shape.slice(lead);
    const flat = [...(isLengths ? [] : [stepsOf(axis)]), this.rows(axis), ...features];
    return builder.emit('reshape', [turned], { shape: flat }, origin, name);
  }

  /** A sequence as it is handed out: [batch, outermost, …, axis, …]. The other way round of `fromFeed`. */
  toBatchMajor(id: ValueId, axis: string, origin: Origin): ValueId {
    const builder = this.#builder;
    const around = axesAround(this.#nesting, axis);
    const [, , ...features] = builder.typeOf(id).shape;
    const lead: Shape = [stepsOf(axis), ...around.toReversed().map(stepsOf), dim(BATCH)];
    const apart = around.length === 0 ? id : builder.emit('reshape', [id], { shape: [...lead, ...features] }, origin);
    const permutation = [...lead, ...features].map((_, i) => (i < lead.length ? lead.length - 1 - i : i));
    return builder.emit('transpose', [apart], { permutation }, origin);
  }

  /** The sizes in front of a value over an axis as a model names them: [batch, outermost, …, axis]. */
  lead(axis: string): Shape {
    return [dim(BATCH), ...axesAround(this.#nesting, axis).map(stepsOf), stepsOf(axis)];
  }
}
