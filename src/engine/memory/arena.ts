import type { Backend, Block } from '../backend/backend.ts';

/**
 * The one block in which all executables of a model work, one at a time. It grows to the largest that was asked for; `generation` then
 * counts up and older bindings are void.
 */
export class Arena {
  generation = 0;
  readonly #backend: Backend;
  #block: Block | null = null;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get bytes(): number {
    return this.#block?.bytes ?? 0;
  }

  /** Address of at least `bytes` bytes; contents are lost when it grows. @throws RnncError `out-of-memory`. */
  ensure(bytes: number): number {
    if (this.#block !== null && this.#block.bytes >= bytes) return this.#block.pointer;
    this.dispose();
    this.generation++;
    this.#block = this.#backend.allocate(bytes, 'the buffers of a run');
    return this.#block.pointer;
  }

  dispose(): void {
    if (this.#block !== null) this.#backend.release(this.#block);
    this.#block = null;
  }
}
