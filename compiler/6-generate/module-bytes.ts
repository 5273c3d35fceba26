/** Bytes of a WebAssembly module that is being written. */
export class ModuleBytes {
  #bytes = new Uint8Array(64);
  #length = 0;

  #makeRoom(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + count));
    larger.set(this.view());
    this.#bytes = larger;
  }

  byte(byte: number): this {
    this.#makeRoom(1);
    this.#bytes[this.#length++] = byte;
    return this;
  }

  append(bytes: ArrayLike<number>): this {
    this.#makeRoom(bytes.length);
    if (bytes instanceof Uint8Array) this.#bytes.set(bytes, this.#length);
    else for (let i = 0; i < bytes.length; i++) this.#bytes[this.#length + i] = bytes[i] ?? 0;
    this.#length += bytes.length;
    return this;
  }

  /** Bytes with their number before them. */
  sized(bytes: ArrayLike<number>): this {
    return this.append(unsigned(bytes.length)).append(bytes);
  }

  /** What is written so far; it may change when more is written. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** An integer from 0 to 2^32 - 1 in LEB128. */
export function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return bytes;
}

/** An integer of 32 bits in signed LEB128. */
export function signed(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (; rest < -0x40 || rest > 0x3f; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest & 0x7f);
  return bytes;
}

/** Numbers of that type one after the other, little-endian as WebAssembly has them. NaN is the canonical one. */
export function numbers(values: readonly number[], of: 'i32' | 'f32' | 'f64'): Uint8Array {
  const size = of === 'f64' ? 8 : 4;
  const view = new DataView(new ArrayBuffer(size * values.length));
  values.forEach((value, i) => {
    if (of === 'i32') view.setInt32(size * i, value, true);
    else if (of === 'f32') view.setFloat32(size * i, value, true);
    else view.setFloat64(size * i, value, true);
  });
  return new Uint8Array(view.buffer);
}
