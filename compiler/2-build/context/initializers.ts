import type { InitSpec } from '../../1-read/spec/spec.ts';
import { InternalError } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/build/shapes.ts';
import type { Initializer } from '../../ir/graph.ts';
import { type BuildTimeScope, evaluateNumber } from '../equations/build-time.ts';
import { BuildFailure } from '../equations/failure.ts';

/** An initialiser as written, for one weight of known shape. @throws BuildFailure where a literal or the blocks do not fit the shape. */
export function toInitializer(
  spec: InitSpec,
  shape: readonly number[],
  scope: BuildTimeScope,
  path: string,
): Initializer {
  if (spec.kind === 'literal') {
    if (spec.shape.length !== shape.length || spec.shape.some((n, i) => n !== shape[i]))
      throw new BuildFailure(messages.literalShape(spec.span, path, shape, spec.shape));
    return { kind: 'literal', values: spec.values };
  }
  if (spec.kind === 'blocks') {
    const axis = shape.length - 1;
    const total = shape[axis];
    if (total === undefined || total % spec.blocks.length !== 0)
      throw new BuildFailure(messages.blocksDoNotDivide(spec.span, path, spec.blocks.length, shape));
    const size = total / spec.blocks.length;
    const blockShape = [...shape.slice(0, -1), size];
    return {
      kind: 'blocks',
      axis,
      blocks: spec.blocks.map((block) => ({ size, init: toInitializer(block, blockShape, scope, path) })),
    };
  }
  const number = (name: string): number => {
    const expr = spec.arguments.get(name);
    if (expr === undefined) throw new InternalError(`initialiser ${spec.name} lacks its argument ${name}`);
    return evaluateNumber(expr, scope);
  };
  const scaling = (
    scale: number,
    fan: 'in' | 'average',
    distribution: 'uniform' | 'truncated_normal',
  ): Initializer => ({
    kind: 'variance_scaling',
    scale,
    fan,
    distribution,
  });
  switch (spec.name) {
    case 'zeros':
      return { kind: 'constant', value: 0 };
    case 'ones':
      return { kind: 'constant', value: 1 };
    case 'constant':
      return { kind: 'constant', value: number('value') };
    case 'uniform':
      return { kind: 'uniform', low: number('low'), high: number('high') };
    case 'normal':
    case 'truncated_normal':
      return { kind: spec.name, mean: number('mean'), stddev: number('stddev') };
    case 'glorot_uniform':
      return scaling(1, 'average', 'uniform');
    case 'glorot_normal':
      return scaling(1, 'average', 'truncated_normal');
    case 'he_uniform':
      return scaling(2, 'in', 'uniform');
    case 'he_normal':
      return scaling(2, 'in', 'truncated_normal');
    case 'lecun_uniform':
      return scaling(1, 'in', 'uniform');
    case 'lecun_normal':
      return scaling(1, 'in', 'truncated_normal');
    case 'orthogonal':
    case 'identity':
      if (shape.length < 2) throw new BuildFailure(messages.initNeedsMatrix(spec.span, spec.name, path, shape));
      return { kind: spec.name, gain: number('gain') };
  }
}
