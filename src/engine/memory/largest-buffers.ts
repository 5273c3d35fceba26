import { evaluateShape } from '../../../compiler/ir/dim.ts';
import type { Plan, Program } from '../../../compiler/program/program.ts';
import { BYTES, product } from '../kernels/context.ts';

/** The buffers with memory of their own that take the most, largest first. */
export function largestBuffers(
  program: Program,
  plan: Plan,
  count: number,
): { name: string; shape: number[]; bytes: number }[] {
  return program.buffers
    .filter(({ storage }) => storage.kind === 'own')
    .map(({ name, shape: dims, dtype }) => {
      const shape = evaluateShape(dims, plan.sizes);
      return { name, shape, bytes: product(shape) * BYTES[dtype] };
    })
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, count);
}
