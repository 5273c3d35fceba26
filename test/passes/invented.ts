import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput, Initializer, Weight } from '../../compiler/ir/graph.ts';
import type { ValueId } from '../../compiler/ir/types.ts';

const init: Initializer = { kind: 'normal', mean: 0, stddev: 0.5 };

/**
 * A cell nobody has: three blocks a, b, d of one joined product; m' = tanh(a) * m + sigmoid(b) * sin(d) + shift, y = m' * cos(x @ v).
 * Exactly what passes must recognise by structure: joined features, one wide matrix, a part that does not look at the state, a tanh.
 */
export function inventedGraph(inputSize = 3, units = 4): Graph {
  const b = new GraphBuilder();
  const origin = { path: 'r.0.forward', span: null };
  const inputs: GraphInput[] = [];
  const weights: Weight[] = [];
  const weight = (path: string, ...shape: number[]): ValueId => {
    const value = b.value(path, { dtype: 'float32', shape: shapeOf(...shape) });
    weights.push({ path, value, init, origin });
    return value;
  };
  const x = b.value('x', { dtype: 'float32', shape: shapeOf('batch', 'time', inputSize) });
  inputs.push({ role: 'feed', name: 'x', value: x, limit: null, origin });
  const m0 = b.value('r.0.forward.m', { dtype: 'float32', shape: shapeOf('batch', units) });
  const kernel = weight('r.0.forward.kernel', inputSize + units, 3 * units);
  const bias = weight('r.0.forward.bias', 3 * units);
  const v = weight('r.0.forward.v', inputSize, units);
  const lengths = b.value('time.lengths', { dtype: 'int32', shape: shapeOf('batch') });
  inputs.push({ role: 'lengths', name: 'time.lengths', symbol: 'time', value: lengths });
  const valid = b.emit('valid_steps', [lengths], { length: dim('time') }, origin, 'valid');
  const steps = b.emit('transpose', [x], { permutation: [1, 0, 2] }, origin, 'x.steps');
  const loop = new LoopBody(b, 'forward', dim('time'));
  const m = loop.state('m', m0);
  const xt = loop.scan(steps);
  const joined = b.emit('concat', [xt, m], { axis: 1 }, origin, 'joined');
  const z = b.emit(
    'add',
    [b.emit('matmul', [joined, loop.capture(kernel)], {}, origin, 'product'), loop.capture(bias)],
    {},
    origin,
    'z',
  );
  const [a, g, d] = b.emitAll('split', [z], { axis: 1, sizes: shapeOf(units, units, units) }, origin, ['a', 'g', 'd']);
  if (a === undefined || g === undefined || d === undefined) throw new Error('split');
  const keep = b.emit('mul', [b.emit('tanh', [a], {}, origin), m], {}, origin, 'keep');
  const shifted = b.emit('add', [g, b.constant(1, 'float32', origin)], {}, origin);
  const fresh = b.emit(
    'mul',
    [b.emit('sigmoid', [shifted], {}, origin), b.emit('sin', [d], {}, origin)],
    {},
    origin,
    'fresh',
  );
  const next = b.emit('add', [keep, fresh], {}, origin, "m'");
  const gate = b.emit('cos', [b.emit('matmul', [xt, loop.capture(v)], {}, origin)], {}, origin, 'gate');
  const y = b.emit('mul', [next, gate], {}, origin, 'y');
  const mask = b.emit('reshape', [loop.scan(valid)], { shape: shapeOf('batch', 1) }, origin, 'valid.column');
  const zeros = b.emit('broadcast', [b.constant(0, 'float32', origin)], { shape: shapeOf('batch', units) }, origin);
  const kept = b.emit('select', [mask, next, m], {}, origin, "m'");
  const shown = b.emit('select', [mask, y, zeros], {}, origin, 'y');
  const out = loop.close([kept], [{ id: shown, name: 'y' }], origin);
  const [final] = out.finals;
  const [sequence] = out.stacked;
  if (final === undefined || sequence === undefined) throw new Error('loop');
  inputs.push({ role: 'state', name: 'r.0.forward.m', value: m0, final, start: null });
  const result = b.emit('transpose', [sequence], { permutation: [1, 0, 2] }, origin, 'out');
  return {
    name: 'invented',
    variant: 'inference',
    values: b.values,
    inputs,
    weights,
    nodes: b.nodes,
    outputs: [
      { name: 'out', value: result, origin },
      { name: 'final', value: final, origin },
    ],
    streaming: null,
  };
}
