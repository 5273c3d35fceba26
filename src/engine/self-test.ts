import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { planMemory } from '../../compiler/7-plan/plan-memory.ts';
import { dim } from '../../compiler/ir/dim.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { Plan, Program } from '../../compiler/program/program.ts';
import type { Backend } from './backend/backend.ts';
import type { Entries } from './code/entries.ts';
import { Executable } from './executable.ts';
import type { Path } from './kernels/table.ts';
import { Arena } from './memory/arena.ts';
import { PersistentBlock } from './memory/persistent.ts';

/** `[1, 2] @ w + bias` with w [2, 2]. */
const program: Program = {
  name: 'self-test',
  variant: 'inference',
  fullLength: true,
  buffers: [
    { name: 'x', dtype: 'float32', shape: [dim(1), dim(2)], storage: { kind: 'own', role: 'input' } },
    { name: 'w', dtype: 'float32', shape: [dim(2), dim(2)], storage: { kind: 'own', role: 'weight' } },
    {
      name: 'bias',
      dtype: 'float32',
      shape: [dim(2)],
      storage: { kind: 'own', role: 'constant', values: [0.5, -0.5] },
    },
    { name: 'product', dtype: 'float32', shape: [dim(1), dim(2)], storage: { kind: 'own', role: 'temporary' } },
    { name: 'y', dtype: 'float32', shape: [dim(1), dim(2)], storage: { kind: 'own', role: 'output' } },
  ],
  prepare: [],
  main: [
    {
      kind: 'kernel',
      call: { kernel: 'BatchMatMul', a: 0 as BufferId, b: 1 as BufferId, out: 3 as BufferId, fresh: false },
    },
    {
      kind: 'kernel',
      call: { kernel: 'elementwise', op: 'add', operands: [3 as BufferId, 2 as BufferId], out: 4 as BufferId },
    },
  ],
  update: [],
  inputs: [{ role: 'feed', name: 'x', buffer: 0 as BufferId, limit: null }],
  weights: [{ path: 'w', buffer: 1 as BufferId, shape: [2, 2], init: { kind: 'constant', value: 0 } }],
  outputs: [{ name: 'y', buffer: 4 as BufferId }],
  slots: [],
  streaming: null,
};
const plan: Plan = {
  sizes: {},
  offsets: [0, 0, 64, 64, 128],
  arenaBytes: 192,
  persistentBytes: 128,
  packedBytes: 64,
  peakBytes: 384,
};

/** The same program for generated code. */
export const generatedSelfTest = (): Program => fuseProgram(program);

/** True if products, sums and weight updates in place come out right on a path. */
export function selfTest(backend: Backend, path: Path): boolean {
  if (path === 'fast' && backend.raw === null) return false;
  return comesOutRight(backend, program, plan, path, null);
}

/** True if the same calculations come out right in generated code. @param entries of `tested`, which is what `generatedSelfTest` gives. */
export const selfTestGenerated = (backend: Backend, path: Path, tested: Program, entries: Entries): boolean =>
  comesOutRight(backend, tested, planMemory(tested, {}), path, entries);

function comesOutRight(backend: Backend, of: Program, plan: Plan, path: Path, entries: Entries | null): boolean {
  const arena = new Arena(backend);
  const persistent = new PersistentBlock(backend, of, plan);
  const executable = new Executable(backend, arena, persistent, of, plan, path, entries);
  const gives = (weights: readonly number[], y: readonly number[]): boolean => {
    persistent.write('w', Float32Array.from(weights));
    executable.ready();
    backend.heap().f32.set([1, 2], executable.tensor(0 as BufferId).pointer >>> 2);
    executable.run();
    const at = executable.tensor(4 as BufferId).pointer >>> 2;
    const { f32 } = backend.heap();
    return y.every((value, i) => f32[at + i] === value);
  };
  try {
    return gives([1, 2, 3, 4], [7.5, 9.5]) && gives([2, 4, 6, 8], [14.5, 19.5]);
  } catch {
    return false;
  } finally {
    executable.dispose();
    persistent.dispose();
    arena.dispose();
  }
}
