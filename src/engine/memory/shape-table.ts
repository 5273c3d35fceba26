import type { Backend, Block } from '../backend/backend.ts';

const PAGE_BYTES = 1024;

/** Shapes as int32 numbers in the heap, where C++ kernels read them, and the bits of other small operands. Equal ones share their place. */
export class ShapeTable {
  readonly #backend: Backend;
  readonly #pages: Block[] = [];
  readonly #pointers = new Map<string, number>();
  #used = PAGE_BYTES;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  pointerOf(shape: readonly number[] | Int32Array): number {
    const key = shape.join();
    const known = this.#pointers.get(key);
    if (known !== undefined) return known;
    const bytes = shape.length * 4;
    let page = this.#pages.at(-1);
    if (page === undefined || this.#used + bytes > PAGE_BYTES) {
      page = this.#backend.allocate(PAGE_BYTES, 'shapes');
      this.#pages.push(page);
      this.#used = 0;
    }
    const pointer = page.pointer + this.#used;
    this.#used += bytes;
    this.#backend.heap().i32.set(shape, pointer >>> 2);
    this.#pointers.set(key, pointer);
    return pointer;
  }

  dispose(): void {
    for (const page of this.#pages) this.#backend.release(page);
    this.#pages.length = 0;
    this.#pointers.clear();
  }
}
