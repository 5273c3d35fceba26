import type { KernelCall } from '../../../compiler/program/program.ts';
import type { CallOf, Kernel, KernelContext, Thunk } from './context.ts';
import { elementwiseKernel } from './elementwise.ts';
import { host } from './heap-view.ts';
import { broadcast, copyRows, range, transpose } from './host-arrange.ts';
import { reduce } from './host-reduce.ts';
import { addRows, gather, lastStep, oneHot, pick, scatterAdd, scatterMax, validSteps } from './host-rows.ts';
import { fusedMatmul, matmul, softmax } from './stock.ts';

/** Every kernel a program can name. One that is missing here is a type error. */
const kernels: { readonly [K in KernelCall['kernel']]: Kernel<CallOf<K>> } = {
  elementwise: elementwiseKernel,
  BatchMatMul: matmul,
  _FusedMatMul: fusedMatmul,
  Softmax: softmax,
  'host.reduce': host(reduce),
  'host.transpose': host(transpose),
  'host.broadcast': host(broadcast),
  'host.copy_rows': host(copyRows),
  'host.gather': host(gather),
  'host.scatter_add': host(scatterAdd),
  'host.add_rows': host(addRows),
  'host.scatter_max': host(scatterMax),
  'host.pick': host(pick),
  'host.one_hot': host(oneHot),
  'host.range': host(range),
  'host.valid_steps': host(validSteps),
  'host.last_step': host(lastStep),
};

export type Path = 'fast' | 'public';

/** Binds one call for a path; null where it has nothing to do. */
export function bindKernel(path: Path, call: KernelCall, context: KernelContext): Thunk | null {
  // The key and the call's type agree by construction of the table.
  const kernel = kernels[call.kernel] as unknown as Kernel<KernelCall>;
  return kernel[path](call, context);
}
