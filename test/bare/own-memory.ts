import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import type { Backend, Block } from '../../src/engine/backend/backend.ts';

/** Memory of one's own with nothing of tfjs: models run in it whose every step is generated. */
export class OwnMemory implements Backend {
  u8 = new Uint8Array(0);
  f32 = new Float32Array(0);
  i32 = new Int32Array(0);
  readonly raw = null;
  readonly registry = null;
  readonly alive = true;
  readonly memory: WebAssembly.Memory;
  /** Bytes that were ever given away. Nothing is given twice. */
  #used = 64;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.heap();
  }

  heap(): this {
    const { buffer } = this.memory;
    if (buffer !== this.u8.buffer) {
      this.u8 = new Uint8Array(buffer);
      this.f32 = new Float32Array(buffer);
      this.i32 = new Int32Array(buffer);
    }
    return this;
  }

  get heapBytes(): number {
    return this.memory.buffer.byteLength;
  }

  allocate(bytes: number): Block {
    const pointer = this.#used;
    this.#used += 64 * Math.ceil(bytes / 64 + 1);
    const missing = this.#used - this.heapBytes;
    if (missing > 0) this.memory.grow(Math.ceil(missing / 65536));
    // what lies there is no number: whoever reads before writing is found out
    this.heap().u8.fill(0xff, pointer, this.#used);
    return { start: pointer, pointer, bytes };
  }

  release(): void {}

  register(): number {
    return 0;
  }

  readdress(): void {
    throw new InternalError('there are no kernels of tfjs here that keep anything');
  }

  forget(): void {}
}
