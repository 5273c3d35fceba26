import { evaluateDim, evaluateShape, type SizeBinding } from '../ir/dim.ts';
import type { GeneratedCall } from '../ir/generated.ts';
import type { BufferId, KernelCall, Program, Step } from '../ir/program.ts';
import { touchedBy } from '../ir/program-operands.ts';
import { bufferBytes, elementsOf } from './buffer-size.ts';

/** What steps do for one binding of sizes. */
export interface Work {
  /** Multiply-adds count as two, every other operation on an element as one. */
  readonly flops: number;
  /** Of all operands and results, each call's own. */
  readonly bytes: number;
}

export function countWork(program: Program, steps: readonly Step[], sizes: SizeBinding): Work {
  let flops = 0;
  let bytes = 0;
  const visit = (list: readonly Step[], times: number): void => {
    for (const step of list) {
      if (step.kind === 'loop') {
        visit(step.body, times * evaluateDim(step.length, sizes));
        continue;
      }
      const { reads, writes } = touchedBy(step);
      for (const id of [...reads, ...writes]) {
        const buffer = program.buffers[id];
        if (buffer !== undefined) bytes += times * bufferBytes(buffer, sizes);
      }
      if (step.kind === 'kernel') flops += times * flopsOfCall(program, step.call, sizes);
      else if (step.kind === 'generated') flops += times * flopsOfGenerated(program, step.call, sizes);
    }
  };
  visit(steps, 1);
  return { flops, bytes };
}

function flopsOfCall(program: Program, call: KernelCall, sizes: SizeBinding): number {
  const count = elementsOf(program, call.out, sizes);
  if (call.kernel === 'BatchMatMul' || call.kernel === '_FusedMatMul') {
    const inner = evaluateShape(program.buffers[call.a]?.shape ?? [], sizes).at(-1) ?? 0;
    return 2 * inner * count;
  }
  return call.kernel.startsWith('host.') ? 0 : count;
}

function flopsOfGenerated(program: Program, { kernel, operands, counts }: GeneratedCall, sizes: SizeBinding): number {
  const [rows = 1] = counts.map((d) => evaluateDim(d, sizes));
  switch (kernel.kind) {
    case 'product':
    case 'int16-product':
      return rows * kernel.n * (2 * kernel.k + (kernel.start === 'zero' ? 0 : 1));
    case 'outer':
      return 2 * rows * kernel.m * kernel.n;
    case 'rows': {
      // a statement on numbers of a row alone is one operation per row, which is not worth telling apart
      const work = kernel.statements.filter((s) => s.kind === 'apply' || s.kind === 'reduce').length;
      return rows * (kernel.width ?? 1) * work;
    }
    case 'reduce-columns':
    case 'reduce-rows':
    case 'scatter-add':
      return elementsOf(program, operands[kernel.kind === 'scatter-add' ? 1 : 0] ?? (0 as BufferId), sizes);
    default:
      return 0;
  }
}
