import { evaluateShape, type SizeBinding } from '../../compiler/ir/dim.ts';
import type { Plan, Program } from '../../compiler/program/program.ts';

const BYTES = { float32: 4, int32: 4, bool: 1 };

/** Gives every own buffer a place of its own: no reuse, for tests of the runtime alone. */
export function placeAll(program: Program, sizes: SizeBinding): Plan {
  let arenaBytes = 0;
  let persistentBytes = 0;
  const offsets = program.buffers.map(({ storage, shape, dtype }) => {
    if (storage.kind !== 'own') return -1;
    const bytes = evaluateShape(shape, sizes).reduce((n, d) => n * d, BYTES[dtype]);
    const room = Math.ceil(bytes / 64) * 64;
    const persistent = storage.role === 'weight' || storage.role === 'prepared' || storage.role === 'constant';
    const offset = persistent ? persistentBytes : arenaBytes;
    if (persistent) persistentBytes += room;
    else arenaBytes += room;
    return offset;
  });
  return {
    sizes,
    offsets,
    arenaBytes,
    persistentBytes,
    packedBytes: 0,
    peakBytes: arenaBytes + persistentBytes,
  };
}
