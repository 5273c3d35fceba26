import type { GraphBuilder } from '../../graph/builder.ts';
import { constantDim, equalDims, type Shape } from '../../ir/dim.ts';
import type { Dtype, Origin, ValueId } from '../../ir/types.ts';
import type { FillPadding } from '../equations/emitter.ts';
import type { CellSite } from './cell-site.ts';

export function zeros(builder: GraphBuilder, dtype: Dtype, shape: Shape, origin: Origin): ValueId {
  return builder.emit('broadcast', [builder.constant(0, dtype, origin)], { shape }, origin);
}

/** `select(counted[t], new, old or zero)` with what says whether the step counts reshaped to line up with the axis of rows. */
export class ValidStep {
  readonly #site: CellSite;
  readonly #byRank = new Map<number, ValueId>();

  constructor(site: CellSite) {
    this.#site = site;
  }

  #hasRows([first]: Shape): boolean {
    return first !== undefined && equalDims(first, this.#site.lead);
  }

  choose(value: ValueId, old: ValueId | null): ValueId {
    const { context, emitter, layer } = this.#site;
    if (this.#counted() === null) return value;
    const { builder } = context;
    const { shape, dtype } = builder.typeOf(value);
    const whole = this.#hasRows(shape) ? shape : [this.#site.lead, ...shape];
    const other = old ?? zeros(builder, dtype, whole, emitter.origin(layer.span, 'padding'));
    return this.#select(whole.length, value, other);
  }

  /** At a step that does not count `fill` takes the place of a float32 value that differs from row to row. */
  readonly fillPadding: FillPadding = (value, fill) => {
    const { context, emitter, layer } = this.#site;
    const { builder } = context;
    const { shape } = builder.typeOf(value);
    // of a whole sequence [steps, batch, …] the second axis is that of the rows
    const rank = this.#hasRows(shape) ? shape.length : this.#hasRows(shape.slice(1)) ? shape.length - 1 : null;
    if (rank === null || this.#counted() === null) return value;
    const other = builder.constant(fill, 'float32', emitter.origin(layer.span, 'padding'));
    return this.#select(rank, value, other);
  };

  #select(rank: number, value: ValueId, other: ValueId): ValueId {
    const { context, emitter, layer } = this.#site;
    const { builder } = context;
    const condition = this.#condition(rank);
    if (condition === null) return value;
    const operands = [condition, value, other];
    return builder.emit('select', operands, {}, emitter.origin(layer.span), builder.nameOf(value));
  }

  /** Null where all steps count. */
  #counted(): ValueId | null {
    const { context, layer, axis } = this.#site;
    return context.countedSteps(layer.name, layer.type === 'recurrent' ? layer.mask : null, axis);
  }

  #condition(rank: number): ValueId | null {
    const { context, emitter, layer, loop } = this.#site;
    const known = this.#byRank.get(rank);
    if (known !== undefined) return known;
    const counted = this.#counted();
    if (counted === null) return null;
    const flat = loop.scan(counted);
    const shape: Shape = [this.#site.lead, ...Array.from({ length: rank - 1 }, () => constantDim(1))];
    const origin = emitter.origin(layer.span, 'valid');
    const condition = rank === 1 ? flat : context.builder.emit('reshape', [flat], { shape }, origin);
    this.#byRank.set(rank, condition);
    return condition;
  }
}
