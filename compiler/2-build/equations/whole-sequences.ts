import type { GraphBuilder } from '../../graph/builder.ts';
import type { LoopBody } from '../../graph/loop-body.ts';
import { constantDim, type Dim, equalDims, type Shape } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import { type Flow, isFixedAxis, stepsOf } from './flow.ts';

/**
 * Sequences that a cell gets whole at every step, [steps, batch, …], for attention. What its equations make of them keeps both axes: values of the
 * current step [batch, …] meet them by the usual rule of missing leading axes, so a query meets every step of the memory. Only functions over
 * steps (`softmax_steps`, `sum_steps`) take the first axis away; they ask here which steps count.
 */
export class WholeSequences {
  readonly #builder: GraphBuilder;
  readonly #validSteps: (axis: string) => ValueId | null;
  readonly #loop: LoopBody;
  readonly #path: string;
  readonly #rows: Dim;
  /** Time axes of the sequences that the cell reads. */
  readonly #axes = new Set<string>();
  readonly #conditions = new Map<string, ValueId>();

  /**
   * @param validSteps bool [steps, rows] of an axis: the steps that count; null where all do
   * @param rows how many rows the cell's layer has: batch, where it goes along no inner axis
   */
  constructor(
    builder: GraphBuilder,
    validSteps: (axis: string) => ValueId | null,
    loop: LoopBody,
    { path, rows }: { readonly path: string; readonly rows: Dim },
  ) {
    this.#builder = builder;
    this.#validSteps = validSteps;
    this.#loop = loop;
    this.#path = path;
    this.#rows = rows;
  }

  /** A sequence as the cell's body gets it. */
  read({ id, time }: Flow): ValueId {
    if (time !== null) this.#axes.add(time);
    return this.#loop.capture(id);
  }

  /** Whether a value has a row for every step of such a sequence. */
  isWhole(id: ValueId): boolean {
    return this.#axisOf(id) !== null;
  }

  /** `fill` in the place of what stands at steps that don't count; a value without such steps as it is. */
  fillSteps(id: ValueId, fill: number): ValueId {
    const builder = this.#builder;
    const axis = this.#axisOf(id);
    const condition = axis === null ? null : this.#condition(axis, builder.typeOf(id).shape.length);
    if (condition === null) return id;
    const origin = { path: `${this.#path}.padding`, span: null };
    const { dtype } = builder.typeOf(id);
    const other = builder.constant(fill, dtype, origin);
    return builder.emit('select', [condition, id, other], {}, origin, builder.nameOf(id));
  }

  /** float32 [batch, 1, …]: how many steps count, lined up with the value without its first axis. Null where all do. */
  count(id: ValueId): ValueId | null {
    const builder = this.#builder;
    const axis = this.#axisOf(id);
    const condition = axis === null ? null : this.#condition(axis, builder.typeOf(id).shape.length);
    if (condition === null) return null;
    const origin = { path: `${this.#path}.count`, span: null };
    const ones = builder.emit('cast', [condition], { dtype: 'float32' }, origin);
    return builder.emit('reduce_sum', [ones], { axes: [0], keepDims: false }, origin);
  }

  /** A value with a row for every step as [batch, steps, …], which is how it is seen outside; any other as it is. */
  byRow(id: ValueId): ValueId {
    if (!this.isWhole(id)) return id;
    const builder = this.#builder;
    const { shape } = builder.typeOf(id);
    const permutation = shape.map((_, axis) => (axis === 0 ? 1 : axis === 1 ? 0 : axis));
    return builder.emit('transpose', [id], { permutation }, { path: this.#path, span: null }, builder.nameOf(id));
  }

  #axisOf(id: ValueId): string | null {
    const [first, second] = this.#builder.typeOf(id).shape;
    if (first === undefined || second === undefined || !equalDims(second, this.#rows)) return null;
    return [...this.#axes].find((axis) => equalDims(first, stepsOf(axis))) ?? null;
  }

  /** bool [steps, batch, 1, …]; null where all steps count. */
  #condition(axis: string, rank: number): ValueId | null {
    const key = `${axis} ${rank}`;
    const known = this.#conditions.get(key);
    if (known !== undefined) return known;
    const valid = isFixedAxis(axis) ? null : this.#validSteps(axis);
    if (valid === null) return null;
    const builder = this.#builder;
    const shape: Shape = [stepsOf(axis), this.#rows, ...Array.from({ length: rank - 2 }, () => constantDim(1))];
    const origin = { path: `${axis}.valid`, span: null };
    const inner = this.#loop.capture(valid);
    const condition = rank === 2 ? inner : builder.emit('reshape', [inner], { shape }, origin);
    this.#conditions.set(key, condition);
    return condition;
  }
}
