import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { ValueId } from '../../compiler/ir/types.ts';

const origin = { path: 'rnn', span: null };
const at = (path: string) => ({ path, span: null });

/** h' = tanh([x, h] @ kernel + bias) over a batch-major sequence, masked by lengths, then a dropped-out last step. */
export function recurrentGraph(): Graph {
  const b = new GraphBuilder();
  const float = (name: string, ...dims: (string | number)[]): ValueId =>
    b.value(name, { dtype: 'float32', shape: shapeOf(...dims) });
  const x = float('x', 'batch', 'time', 1);
  const lengths = b.value('time.lengths', { dtype: 'int32', shape: shapeOf('batch') });
  const h0 = float('rnn.0.forward.h', 'batch', 2);
  const mask = float('drop.mask', 'batch', 2);
  const kernel = float('rnn.0.forward.kernel', 3, 2);
  const bias = float('rnn.0.forward.bias', 2);

  const xs = b.emit('transpose', [x], { permutation: [1, 0, 2] }, origin, 'x.steps');
  const valid = b.emit('valid_steps', [lengths], { length: dim('time') }, origin, 'time.valid');
  const column = b.emit('reshape', [valid], { shape: shapeOf('time', 'batch', 1) }, origin, 'time.valid');

  const step = (name: string) => `rnn.0.forward.step.${name}`;
  const h = float(step('h'), 'batch', 2);
  const xt = float(step('x'), 'batch', 1);
  const vt = b.value(step('valid'), { dtype: 'bool', shape: shapeOf('batch', 1) });
  const k = float('rnn.0.forward.kernel', 3, 2);
  const c = float('rnn.0.forward.bias', 2);
  b.openBody();
  const z = b.emit('concat', [xt, h], { axis: 1 }, at(step("h'")));
  const next = b.emit(
    'tanh',
    [b.emit('add', [b.emit('matmul', [z, k], {}, at(step("h'"))), c], {}, at(step("h'")))],
    {},
    at(step("h'")),
  );
  const kept = b.emit('select', [vt, next, h], {}, at(step("h'")), step('h.kept'));
  const zero = b.constant(0, 'float32', at(step('y')));
  const y = b.emit('select', [vt, next, zero], {}, at(step('y')));
  const body = b.closeBody([h, xt, vt, k, c], [kept, y]);

  const [final, ys] = b.emitAll(
    'loop',
    [h0, xs, column, kernel, bias],
    { states: 1, scanned: 2, direction: 'forward', length: dim('time'), body },
    origin,
    ['rnn.0.forward.final.h', 'rnn'],
  );
  if (final === undefined || ys === undefined) throw new Error('a loop without results');
  const last = b.emit('last_step', [ys, lengths], {}, at('rnn.last'));
  const table = b.emit('constant', [], { dtype: 'float32', shape: shapeOf(2), values: [0.5, -1] }, at('scale'));
  const long = b.emit(
    'constant',
    [],
    { dtype: 'int32', shape: shapeOf(9), values: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
    at('numbers'),
  );
  const head = b.emit('slice', [long], { end: dim(2), start: dim(0), axis: 0 }, at('numbers.head'));
  const dropped = b.emit('mul', [b.emit('mul', [last, mask], {}, at('drop')), table], {}, at('drop'));
  return {
    name: 'one_step',
    variant: 'training',
    values: b.values,
    inputs: [
      { role: 'feed', name: 'x', value: x, limit: null, origin },
      { role: 'lengths', name: 'time.lengths', symbol: 'time', value: lengths },
      { role: 'state', name: 'rnn.0.forward.h', value: h0, final, start: null },
      { role: 'mask', name: 'drop.mask', value: mask, keep: 0.8 },
    ],
    weights: [
      {
        path: 'rnn.0.forward.kernel',
        value: kernel,
        init: { kind: 'variance_scaling', scale: 1, fan: 'average', distribution: 'uniform' },
        origin,
      },
      { path: 'rnn.0.forward.bias', value: bias, init: { kind: 'constant', value: 0 }, origin },
    ],
    nodes: b.nodes,
    outputs: [
      { name: 'y', value: dropped, origin },
      { name: 'head', value: head, origin },
    ],
    streaming: { reason: "'rnn.last' is known at the end of the sequence alone", origin },
  };
}
