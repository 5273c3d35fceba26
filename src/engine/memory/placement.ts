import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { evaluateDim, evaluateShape } from '../../../compiler/ir/dim.ts';
import type { BufferId } from '../../../compiler/program/buffer.ts';
import type { Plan, Program } from '../../../compiler/program/program.ts';
import { BYTES, product } from '../kernels/context.ts';

/** Where a buffer lies for one binding of sizes: in one of the two blocks, at an offset that may move with loops. */
export interface Placement {
  readonly block: 'arena' | 'persistent';
  /** Bytes from the start of the block, with all loop counters at 0. */
  readonly offset: number;
  /** Bytes per iteration of the loops that move it, outermost first. */
  readonly moves: readonly { readonly loop: number; readonly stride: number }[];
  readonly shape: readonly number[];
  readonly size: number;
}

export function bufferOf(program: Program, id: BufferId): Program['buffers'][number] {
  const buffer = program.buffers[id];
  if (buffer === undefined) throw new InternalError(`no buffer ${id} in ${program.name}`);
  return buffer;
}

const PERSISTENT: ReadonlySet<string> = new Set(['weight', 'slot', 'prepared', 'constant']);

export function placementOf(program: Program, plan: Plan, id: BufferId): Placement {
  const { storage, dtype, shape: dims } = bufferOf(program, id);
  const shape = evaluateShape(dims, plan.sizes);
  const size = product(shape);
  switch (storage.kind) {
    case 'own': {
      const offset = plan.offsets[id];
      if (offset === undefined || offset < 0) throw new InternalError(`the plan has no place for buffer ${id}`);
      return { block: PERSISTENT.has(storage.role) ? 'persistent' : 'arena', offset, moves: [], shape, size };
    }
    case 'view': {
      const parent = placementOf(program, plan, storage.of);
      const start = evaluateDim(storage.offset, plan.sizes);
      if (start < 0 || start + size > parent.size)
        throw new InternalError(`view ${id} reaches beyond buffer ${storage.of}`);
      return { ...parent, offset: parent.offset + start * BYTES[dtype], shape, size };
    }
    case 'element': {
      const parent = placementOf(program, plan, storage.of);
      const stride = size * BYTES[dtype];
      return { ...parent, moves: [...parent.moves, { loop: storage.loop, stride }], shape, size };
    }
    case 'rows':
      throw new InternalError(`where buffer ${id} lies is not known before a step begins`);
    default:
      return storage satisfies never;
  }
}
