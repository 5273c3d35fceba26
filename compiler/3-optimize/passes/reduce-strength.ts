import { only } from '../../diagnostics/invariants.ts';
import { GraphIndex, isOp, rewriteGraph } from '../../graph/rewrite.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Pass } from './pass.ts';

/**
 * Cheaper operations of the same value.
 *
 *   x / 4          ==>  x * 0.25     (where the inverse is a normal float32: x / 1e-39 would become x * Infinity)
 *   x * 2          ==>  x + x
 *   pow(x, 2)      ==>  x * x
 *   x - 3          ==>  x + (-3)
 *   logsumexp(x)   ==>  max(x) - log(max(softmax(x))), whose softmax the gradient needs too
 */
export const reduceStrength: Pass = {
  name: 'reduce-strength',
  doc: 'Replaces operations by cheaper ones of the same value.',
  run: (graph) => {
    const index = new GraphIndex(graph);
    const scalar = (id: ValueId | undefined): number | null => {
      const maker = id === undefined ? null : index.producer(id, 'constant');
      if (maker === null || maker.attrs.dtype !== 'float32' || maker.attrs.shape.length > 0) return null;
      return only(maker.attrs.values);
    };
    return rewriteGraph(graph, (node, r) => {
      const { builder } = r;
      const [x, y] = node.inputs;
      const [out] = node.outputs;
      if (x === undefined || out === undefined) return false;
      const name = graph.values[out]?.name;
      const done = (id: ValueId): true => {
        r.changed = true;
        r.bind(node, [id]);
        return true;
      };
      if (isOp(node, 'logsumexp')) {
        const axes = [builder.typeOf(r.get(x)).shape.length - 1];
        const greatest = (of: ValueId): ValueId =>
          builder.emit('reduce_max', [of], { axes, keepDims: false }, node.origin);
        const share = greatest(builder.emit('softmax', [r.get(x)], {}, node.origin));
        const log = builder.emit('log', [share], {}, node.origin);
        return done(builder.emit('sub', [greatest(r.get(x)), log], {}, node.origin, name));
      }
      const c = scalar(y);
      if (c === null) return false;
      if (isOp(node, 'div') && isNormal(1 / c))
        return done(
          builder.emit('mul', [r.get(x), builder.constant(1 / c, 'float32', node.origin)], {}, node.origin, name),
        );
      if (isOp(node, 'sub'))
        return done(
          builder.emit('add', [r.get(x), builder.constant(-c, 'float32', node.origin)], {}, node.origin, name),
        );
      if (isOp(node, 'mul') && c === 2) return done(builder.emit('add', [r.get(x), r.get(x)], {}, node.origin, name));
      if (isOp(node, 'pow') && c === 2) return done(builder.emit('mul', [r.get(x), r.get(x)], {}, node.origin, name));
      return false;
    });
  },
};

/** Whether the number is finite as a float32, not 0, and has all digits of one. */
const isNormal = (x: number): boolean => Math.abs(x) >= 2 ** -126 && Number.isFinite(Math.fround(x));
