import type { ValueId } from '../../ir/graph.ts';
import type { BuildContext } from '../context.ts';
import type { RecurrentSpec } from './recurrent.ts';

/** Joins what the two directions gave (Keras Bidirectional: concat, sum, mul, ave); one direction passes through. */
export function mergeDirections(context: BuildContext, layer: RecurrentSpec, values: readonly ValueId[]): ValueId {
  const [first, second] = values;
  if (first === undefined) throw new Error('internal: nothing to merge');
  if (second === undefined) return first;
  const { builder } = context;
  const origin = { path: layer.name, span: layer.span };
  switch (layer.merge) {
    case 'concat':
      return builder.emit('concat', [first, second], { axis: builder.typeOf(first).shape.length - 1 }, origin);
    case 'sum':
      return builder.emit('add', [first, second], {}, origin);
    case 'mul':
      return builder.emit('mul', [first, second], {}, origin);
    case 'ave': {
      const half = builder.constant(0.5, 'float32', origin);
      return builder.emit('mul', [builder.emit('add', [first, second], {}, origin), half], {}, origin);
    }
    case 'none':
      throw new Error('internal: merge none has nothing to join');
  }
}
