import type { StackSpec } from '../../1-read/spec/spec.ts';
import { InternalError } from '../../diagnostics/diagnostic.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext } from '../context/context.ts';
import type { Placed } from '../equations/emitter.ts';
import { featureAxis } from '../equations/functions.ts';

/**
 * Joins what the two directions gave (Keras Bidirectional: concat, sum, mul, ave); one direction passes through.
 * @throws BuildFailure where the outputs have no features to join, or are no float32 to add.
 */
export function mergeDirections(context: BuildContext, layer: StackSpec, values: readonly ValueId[]): ValueId {
  const [first, second] = values.map((id): Placed => ({ id, span: layer.span }));
  if (first === undefined) throw new InternalError('nothing to merge');
  if (second === undefined) return first.id;
  const emitter = context.emitter(layer.name, null);
  const join = (op: 'add' | 'mul', a: Placed, b: Placed): Placed => ({
    id: emitter.emit(op, [a, b], {}, layer.span),
    span: layer.span,
  });
  switch (layer.merge) {
    case 'concat':
      return emitter.emit('concat', [first, second], { axis: featureAxis(emitter, first) }, layer.span);
    case 'sum':
      return join('add', first, second).id;
    case 'mul':
      return join('mul', first, second).id;
    case 'ave': {
      const half = context.builder.constant(0.5, 'float32', emitter.origin(layer.span));
      return join('mul', join('add', first, second), { id: half, span: layer.span }).id;
    }
    case 'none':
      throw new InternalError('merge none has nothing to join');
  }
}
