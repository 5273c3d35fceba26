import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { isKept } from '../../compiler/graph/split-at-steps.ts';
import { evaluateShape, type SizeBinding } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Dtype } from '../../compiler/ir/types.ts';
import { BYTES, product } from './kernels/context.ts';

/** Where one state lies in a session's block. */
export interface StateSlot {
  readonly path: string;
  /** Whether no step changes it: it holds what was computed when the session opened. */
  readonly kept: boolean;
  readonly start: string | null;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly size: number;
  /** Bytes from the start of the session's block. */
  readonly offset: number;
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

export function stateSlots(graph: Graph, sizes: SizeBinding): readonly StateSlot[] {
  let offset = 0;
  return graph.inputs.flatMap((input) => {
    if (input.role !== 'state') return [];
    const type = graph.values[input.value]?.type;
    if (type === undefined) throw new InternalError(`state ${input.name} has no value`);
    const shape = evaluateShape(type.shape, sizes);
    const { name: path, start } = input;
    const slot = { path, kept: isKept(input), start, dtype: type.dtype, shape, size: product(shape), offset };
    offset += align(slot.size * BYTES[type.dtype]);
    return [slot];
  });
}

/** Bytes of the block. */
export function slotBytes(slots: readonly StateSlot[]): number {
  const last = slots.at(-1);
  return last === undefined ? 0 : last.offset + align(last.size * BYTES[last.dtype]);
}
