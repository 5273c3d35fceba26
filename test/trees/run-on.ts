import { planMemory } from '../../compiler/7-plan/plan-memory.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { Program } from '../../compiler/program/program.ts';
import type { Backend } from '../../src/engine/backend/backend.ts';
import { DirectEntries, type Entries } from '../../src/engine/code/entries.ts';
import { GeneratedCode } from '../../src/engine/code/generated-code.ts';
import { RegisteredEntries } from '../../src/engine/code/registered-entries.ts';
import { Executable } from '../../src/engine/executable.ts';
import { Arena } from '../../src/engine/memory/arena.ts';
import { PersistentBlock } from '../../src/engine/memory/persistent.ts';
import type { TreeFeeds } from './tree-graphs.ts';

export type Path = 'fast' | 'public';

/** Runs a program on a backend, twice: the second run finds the arena in another state. @param bytes its code; null: by stock kernels */
export function runOn(
  backend: Backend,
  program: Program,
  bytes: Uint8Array | null,
  path: Path,
  { inputs, weights, sizes }: TreeFeeds,
): Map<string, Tensor64> {
  const plan = planMemory(program, sizes);
  const arena = new Arena(backend);
  const persistent = new PersistentBlock(backend, program, plan);
  const entries = bytes === null ? null : entriesOf(backend, program, bytes, path);
  const executable = new Executable(backend, arena, persistent, program, plan, path, entries);
  try {
    for (const [name, { data }] of weights) persistent.write(name, Float32Array.from(data));
    const once = (): Map<string, Tensor64> => {
      executable.ready();
      for (const { name, buffer } of program.inputs) viewOf(buffer).set(inputs.get(name)?.data ?? []);
      executable.run();
      return new Map(
        program.outputs.map(({ name, buffer }) => {
          const { dtype, shape } = executable.tensor(buffer);
          return [name, tensor64(dtype, shape, Float64Array.from(viewOf(buffer)))];
        }),
      );
    };
    const viewOf = (buffer: BufferId): Float32Array | Int32Array => {
      const { pointer, size, dtype } = executable.tensor(buffer);
      const { f32, i32 } = backend.heap();
      return (dtype === 'int32' ? i32 : f32).subarray(pointer >>> 2, (pointer >>> 2) + size);
    };
    once();
    return once();
  } finally {
    executable.dispose();
    entries?.dispose();
    persistent.dispose();
    arena.dispose();
  }
}

function entriesOf(backend: Backend, program: Program, bytes: Uint8Array, path: Path): Entries {
  if (backend.memory === null) throw new Error('generated code needs the memory of the backend');
  const code = new GeneratedCode(bytes, backend.memory, false);
  return path === 'fast' ? new DirectEntries(program, code) : new RegisteredEntries(backend, program, code);
}
