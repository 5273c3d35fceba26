import type { Buffer, BufferId } from './buffer.ts';
import type { GeneratedCall } from './generated.ts';
import type { KernelCall, Step } from './program.ts';

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
    case 'host.scatter_max':
      return [call.indices, call.x];
    case 'host.add_rows':
      return [call.indices, call.x, call.out];
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

const NOTHING: readonly BufferId[] = [];

/** Buffers that hold numbers which the address of a buffer follows from. */
export function startsOf(buffers: readonly Buffer[], id: BufferId): readonly BufferId[] {
  const storage = buffers[id]?.storage;
  if (storage === undefined || storage.kind === 'own') return NOTHING;
  const outer = startsOf(buffers, storage.of);
  return storage.kind === 'rows' ? [...outer, storage.start, ...startsOf(buffers, storage.start)] : outer;
}

/** Positions of the operands that a generated call reads what others wrote to. */
function readOperands({ kernel, operands, written }: GeneratedCall): ReadonlySet<number> {
  if (kernel.kind === 'add-rows') return new Set(operands.keys());
  if (kernel.kind !== 'rows') return new Set(operands.flatMap((_, i) => (written.includes(i) ? [] : [i])));
  const stored = new Set<number>();
  const read = new Set<number>();
  for (const s of kernel.statements) {
    if (s.kind === 'load' && !stored.has(s.operand)) read.add(s.operand);
    if (s.kind === 'store') stored.add(s.operand);
  }
  return read;
}
