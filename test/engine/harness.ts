import type { SizeBinding } from '../../compiler/ir/dim.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { Plan, Program } from '../../compiler/program/program.ts';
import type { Backend } from '../../src/engine/backend/backend.ts';
import { Executable } from '../../src/engine/executable.ts';
import type { Path } from '../../src/engine/kernels/table.ts';
import { Arena } from '../../src/engine/memory/arena.ts';
import { PersistentBlock } from '../../src/engine/memory/persistent.ts';
import { placeAll } from './tiny-planner.ts';

/** One program with its own memory, fed and read by buffer name. */
export class Harness {
  readonly arena: Arena;
  readonly persistent: PersistentBlock;
  readonly executable: Executable;
  readonly plan: Plan;
  readonly #backend: Backend;
  readonly #program: Program;

  constructor(backend: Backend, program: Program, sizes: SizeBinding, path: Path) {
    this.#backend = backend;
    this.#program = program;
    this.plan = placeAll(program, sizes);
    this.arena = new Arena(backend);
    this.persistent = new PersistentBlock(backend, program, this.plan);
    this.executable = new Executable(backend, this.arena, this.persistent, program, this.plan, path);
  }

  #view(buffer: BufferId): Float32Array | Int32Array | Uint8Array {
    const { pointer, size, dtype } = this.executable.tensor(buffer);
    const heap = this.#backend.heap();
    if (dtype === 'bool') return heap.u8.subarray(pointer, pointer + size);
    const view = dtype === 'float32' ? heap.f32 : heap.i32;
    return view.subarray(pointer >>> 2, (pointer >>> 2) + size);
  }

  run(feeds: { readonly [name: string]: ArrayLike<number> }): { [name: string]: number[] } {
    this.executable.ready();
    for (const input of this.#program.inputs) this.#view(input.buffer).set(feeds[input.name] ?? []);
    this.executable.run();
    return Object.fromEntries(this.#program.outputs.map(({ name, buffer }) => [name, [...this.#view(buffer)]]));
  }

  dispose(): void {
    this.executable.dispose();
    this.persistent.dispose();
    this.arena.dispose();
  }
}
