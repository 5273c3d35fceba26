import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { type ElementwiseOp, elementwiseArity } from '../../../compiler/ir/elementwise-ops.ts';
import { elementwise } from '../../../compiler/ops/elementwise/elementwise.ts';
import type { ElementwiseCall, Kernel } from './context.ts';
import { host } from './heap-view.ts';
import { cast, maximum, minimum, relu, scalarLoop } from './host-elementwise.ts';
import { binary, select, sigmoid, tanh, unary } from './stock.ts';

/** Ops whose call differs from that of all others with as many operands, and those that have a loop of ours. */
const ownForms: { readonly [K in ElementwiseOp]?: Kernel<ElementwiseCall> } = {
  sigmoid,
  tanh,
  select,
  cast: host(cast),
  relu: host(relu),
  minimum: host(minimum),
  maximum: host(maximum),
};

function formOf(op: ElementwiseOp): Kernel<ElementwiseCall> {
  const own = ownForms[op];
  if (own !== undefined) return own;
  const { stock, scalar } = elementwise[op];
  if (stock === null) return host(scalarLoop(scalar));
  switch (elementwiseArity[op]) {
    case 1:
      return unary(stock);
    case 2:
      return binary(stock);
    case 3:
      throw new InternalError(`no way to call ${stock} is known`);
  }
}

export const elementwiseKernel: Kernel<ElementwiseCall> = {
  fast: (call, context) => formOf(call.op).fast(call, context),
  public: (call, context) => formOf(call.op).public(call, context),
};
