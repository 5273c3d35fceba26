import type { GraphBuilder } from '../../graph/builder.ts';
import { type Dim, type Shape, sizeOfShape } from '../../ir/dim.ts';
import type { Origin, ValueId } from '../../ir/types.ts';

/** `gather` and `scatter_add` know rows of numbers; these know rows of any shape and type. */

/** Rows of a value [rows, …] by index; zeros for the index -1. */
export function gatherRows(
  builder: GraphBuilder,
  x: ValueId,
  indices: ValueId,
  origin: Origin,
  name?: string,
): ValueId {
  const { dtype, shape } = builder.typeOf(x);
  if (dtype === 'bool') {
    const numbers = builder.emit('cast', [x], { dtype: 'int32' }, origin);
    return builder.emit('cast', [gatherRows(builder, numbers, indices, origin)], { dtype }, origin, name);
  }
  const features = shape.slice(1);
  if (features.length === 1) return builder.emit('gather', [x, indices], {}, origin, name);
  const rows = builder.emit('gather', [flatten(builder, x, origin), indices], {}, origin);
  const whole: Shape = [...builder.typeOf(indices).shape, ...features];
  return builder.emit('reshape', [rows], { shape: whole }, origin, name);
}

/** The opposite: every row of a value [n, …] where its index says, zeros where none says so. No index is there twice. */
export function placeRows(builder: GraphBuilder, x: ValueId, indices: ValueId, rows: Dim, origin: Origin): ValueId {
  const { dtype, shape } = builder.typeOf(x);
  if (dtype === 'bool') {
    const numbers = builder.emit('cast', [x], { dtype: 'float32' }, origin);
    return builder.emit('cast', [placeRows(builder, numbers, indices, rows, origin)], { dtype }, origin);
  }
  // an int32 may have more digits than a float32 holds, so the number of its row is placed instead and then looked up
  if (dtype === 'int32') {
    const one = builder.constant(1, 'int32', origin);
    const fromOne = builder.emit(
      'add',
      [builder.emit('range', [], { length: shape[0] ?? {} }, origin), one],
      {},
      origin,
    );
    const numbers = builder.emit('cast', [fromOne], { dtype: 'float32' }, origin);
    const placed = builder.emit('cast', [placeRows(builder, numbers, indices, rows, origin)], { dtype }, origin);
    return gatherRows(builder, x, builder.emit('sub', [placed, one], {}, origin), origin);
  }
  const features = shape.slice(1);
  const flat = features.length === 1 ? x : flatten(builder, x, origin);
  const placed = builder.emit('scatter_add', [indices, flat], { rows }, origin);
  return features.length === 1 ? placed : builder.emit('reshape', [placed], { shape: [rows, ...features] }, origin);
}

/** [rows, …] as [rows, features]. */
function flatten(builder: GraphBuilder, x: ValueId, origin: Origin): ValueId {
  const [rows = {}, ...features] = builder.typeOf(x).shape;
  return builder.emit('reshape', [x], { shape: [rows, sizeOfShape(features)] }, origin);
}
