import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { outOfMemory } from '../../../compiler/diagnostics/messages/run.ts';
import type { Backend, Block } from './backend.ts';
import type { WasmMemory } from './wasm-types.ts';

const PAGE_BYTES = 65_536;
/** 4 GiB, what a WebAssembly memory can have. */
const MAX_PAGES = 65_536;
/** Blocks begin at multiples of this, and have so many bytes before and behind them that SIMD loads may touch. */
const ALIGNMENT = 64;

/** Bytes from `start` up to `end`, multiples of `ALIGNMENT`. */
interface Stretch {
  start: number;
  end: number;
}

/** A WebAssembly memory without tfjs. Only models with generated code for every step run in it. */
export class OwnMemory implements Backend {
  u8 = new Uint8Array(0);
  f32 = new Float32Array(0);
  i32 = new Int32Array(0);
  readonly raw = null;
  readonly registry = null;
  readonly alive = true;
  readonly memory: WasmMemory;
  /** The free ranges in the order of their addresses. No two of them touch. */
  readonly #free: Stretch[];

  /** @param memory all of it is given away but the first bytes, so that no address is 0 */
  constructor(memory: WasmMemory) {
    this.memory = memory;
    this.#free = [{ start: ALIGNMENT, end: this.heapBytes }];
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

  allocate(bytes: number, purpose: string): Block {
    const size = stretchBytes(bytes);
    let start = this.#take(size);
    if (start === null) {
      this.#grow(size, bytes, purpose);
      start = this.#take(size);
    }
    if (start === null) throw new InternalError('grown memory has no room for what it was grown for');
    return { start, pointer: start + ALIGNMENT, bytes };
  }

  /** Takes a block from the first free stretch that is large enough. */
  #take(size: number): number | null {
    const at = this.#free.findIndex(({ start, end }) => end - start >= size);
    const found = this.#free[at];
    if (found === undefined) return null;
    const { start } = found;
    found.start += size;
    if (found.start === found.end) this.#free.splice(at, 1);
    return start;
  }

  /** @throws RnncError `out-of-memory` */
  #grow(size: number, bytes: number, purpose: string): void {
    const end = this.heapBytes;
    const last = this.#free.at(-1);
    const missing = size - (last?.end === end ? last.end - last.start : 0);
    const pages = Math.ceil(missing / PAGE_BYTES);
    // grows by more than is needed, because every growth makes all views of the memory invalid
    const roomy = Math.min(Math.max(pages, Math.ceil(end / PAGE_BYTES / 4)), MAX_PAGES - end / PAGE_BYTES);
    if (!(pages <= roomy && this.#growBy(roomy)) && !this.#growBy(pages)) {
      const limit = MAX_PAGES * PAGE_BYTES;
      throw new RnncError([outOfMemory({ purpose, needed: bytes, limit, held: this.heapBytes, largest: [] })]);
    }
    this.#give({ start: end, end: this.heapBytes });
    this.heap();
  }

  #growBy(pages: number): boolean {
    try {
      this.memory.grow(pages);
      return true;
    } catch (cause) {
      if (cause instanceof RangeError) return false;
      throw cause;
    }
  }

  release({ start, bytes }: Block): void {
    this.#give({ start, end: start + stretchBytes(bytes) });
  }

  /** Marks a range as free and merges it with the free ranges next to it. */
  #give({ start, end }: Stretch): void {
    const found = this.#free.findIndex((stretch) => stretch.start > start);
    const at = found < 0 ? this.#free.length : found;
    const [before, after] = [this.#free[at - 1], this.#free[at]];
    if ((before?.end ?? 0) > start || (after?.start ?? end) < end)
      throw new InternalError('memory was released that is free already');
    if (before?.end === start && after?.start === end) {
      before.end = after.end;
      this.#free.splice(at, 1);
    } else if (before?.end === start) before.end = end;
    else if (after?.start === end) after.start = start;
    else this.#free.splice(at, 0, { start, end });
  }

  register(): number {
    return 0;
  }

  readdress(): void {
    throw new InternalError('there are no kernels of tfjs here that keep anything');
  }

  forget(): void {}
}

const stretchBytes = (bytes: number): number => ALIGNMENT * (Math.ceil(bytes / ALIGNMENT) + 2);
