import type { GeneratedCall } from './generated.ts';
import type { BufferId, KernelCall, Step } from './program.ts';

/** What a call is called where people read it. */
export const nameOf = (call: KernelCall): string => (call.kernel === 'elementwise' ? call.op : call.kernel);

/** Buffers that a call reads. */
export function operandsOf(call: KernelCall): readonly BufferId[] {
  switch (call.kernel) {
    case 'elementwise':
      return call.operands;
    case 'BatchMatMul':
      return [call.a, call.b];
    case '_FusedMatMul':
      return [call.a, call.b, call.bias];
    case 'host.gather':
      return [call.table, call.indices];
    case 'host.scatter_add':
      return [call.indices, call.x];
    case 'host.pick':
      return [call.x, call.indices];
    case 'host.one_hot':
      return [call.indices];
    case 'host.range':
      return [];
    case 'host.valid_steps':
      return [call.lengths];
    case 'host.last_step':
      return [call.x, call.lengths];
    case 'Softmax':
    case 'host.reduce':
    case 'host.transpose':
    case 'host.broadcast':
    case 'host.copy_rows':
      return [call.x];
  }
}

/** Buffers that a step other than a loop reads and writes. */
export function touchedBy(step: Exclude<Step, { kind: 'loop' }>): {
  readonly reads: readonly BufferId[];
  readonly writes: readonly BufferId[];
} {
  switch (step.kind) {
    case 'copy':
      return { reads: [step.from], writes: [step.to] };
    case 'kernel':
      return { reads: operandsOf(step.call), writes: [step.call.out] };
    case 'generated': {
      const { operands, written } = step.call;
      const read = readOperands(step.call);
      return { reads: operands.filter((_, i) => read.has(i)), writes: operands.filter((_, i) => written.includes(i)) };
    }
    default:
      return step satisfies never;
  }
}

/** Positions of the operands that a generated call reads what others wrote to. */
function readOperands({ kernel, operands, written }: GeneratedCall): ReadonlySet<number> {
  if (kernel.kind !== 'rows') return new Set(operands.flatMap((_, i) => (written.includes(i) ? [] : [i])));
  const stored = new Set<number>();
  const read = new Set<number>();
  for (const s of kernel.statements) {
    if (s.kind === 'load' && !stored.has(s.operand)) read.add(s.operand);
    if (s.kind === 'store') stored.add(s.operand);
  }
  return read;
}
