import type { GraphBuilder } from '../../ir/builder.ts';
import { BATCH, constantDim, dim, printShape, type Shape } from '../../ir/dim.ts';
import type { Dtype, Origin, ValueId } from '../../ir/graph.ts';
import type { CellSite } from './recurrent.ts';

export function zeros(builder: GraphBuilder, dtype: Dtype, shape: Shape, origin: Origin): ValueId {
  return builder.emit('broadcast', [builder.constant(0, dtype, origin)], { shape }, origin);
}

/** `select(valid[t], new, old or zero)` with the mask reshaped to line up with the batch axis. */
export class ValidStep {
  readonly #site: CellSite;
  readonly #byRank = new Map<number, ValueId>();

  constructor(site: CellSite) {
    this.#site = site;
  }

  choose(value: ValueId, old: ValueId | null): ValueId {
    const { context, emitter, layer, loop, time } = this.#site;
    const { builder } = context;
    const { shape, dtype } = builder.typeOf(value);
    const batched = shape[0] !== undefined && printShape([shape[0]]) === printShape([dim(BATCH)]);
    const rank = batched ? shape.length : shape.length + 1;
    let condition = this.#byRank.get(rank);
    if (condition === undefined) {
      const flat = loop.scan(context.validSteps(time));
      const target: Shape = [dim(BATCH), ...Array.from({ length: rank - 1 }, () => constantDim(1))];
      condition =
        rank === 1 ? flat : builder.emit('reshape', [flat], { shape: target }, emitter.origin(layer.span, 'valid'));
      this.#byRank.set(rank, condition);
    }
    const other =
      old ?? zeros(builder, dtype, batched ? shape : [dim(BATCH), ...shape], emitter.origin(layer.span, 'padding'));
    return builder.emit('select', [condition, value, other], {}, emitter.origin(layer.span), builder.nameOf(value));
  }
}
