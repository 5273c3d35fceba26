import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { evaluateShape, printDim, printShape } from '../../../compiler/ir/dim.ts';
import { encodeJson, exactNumber } from '../../../compiler/ir/exact-json.ts';
import type { Buffer, BufferId } from '../../../compiler/program/buffer.ts';
import type { Plan, Program } from '../../../compiler/program/program.ts';
import type { Backend, Block } from '../backend/backend.ts';
import { BYTES, product, type Tensor } from '../kernels/context.ts';
import { bufferOf, type Placement, placementOf } from './placement.ts';

/** Fields of steps that name buffers. */
const OPERANDS: ReadonlySet<string> = new Set([
  'x',
  'out',
  'a',
  'b',
  'bias',
  'condition',
  'table',
  'indices',
  'lengths',
  'from',
  'to',
]);

/**
 * Text that is equal for programs that can share one persistent block, whatever the numbers of their buffers: the same weights, constants
 * and prepared values at the same places, made by the same steps.
 */
export function persistentLayout(program: Program, plan: Plan): string {
  const temporaries: BufferId[] = [];
  const describe = (id: BufferId): string => {
    const { storage, dtype, shape } = bufferOf(program, id);
    const type = `${dtype}${printShape(shape)}`;
    if (storage.kind === 'view') return `${type} ${describe(storage.of)}+${printDim(storage.offset)}`;
    if (storage.kind === 'own' && isPersistent(storage)) return `${type} @${plan.offsets[id]}`;
    if (!temporaries.includes(id)) temporaries.push(id);
    return `${type} ${temporaries.indexOf(id)}`;
  };
  const ids = program.buffers.map((_, id) => id as BufferId);
  const constants = ids.flatMap((id) => {
    const { storage } = bufferOf(program, id);
    return storage.kind === 'own' && storage.role === 'constant' ? [[describe(id), storage.values]] : [];
  });
  const weights = [...program.weights, ...program.slots].map(({ path, buffer }) => [path, describe(buffer)]);
  const prepare = JSON.stringify(program.prepare, (key, value: unknown) => {
    // the names of buffers are only for people and are left out
    if (key === 'name' || key === 'origin' || key === 'origins') return undefined;
    if (key === 'operands')
      return (value as readonly BufferId[]).map((id) => (typeof id === 'number' ? describe(id) : id));
    return typeof value === 'number' && OPERANDS.has(key) ? describe(value as BufferId) : exactNumber(value);
  });
  return encodeJson([plan.persistentBytes, weights, constants, prepare]);
}

const isPersistent = ({ role }: Extract<Buffer['storage'], { kind: 'own' }>): boolean =>
  role === 'weight' || role === 'slot' || role === 'prepared' || role === 'constant';

/** Weights, constants and what is prepared from them, in one block of the heap that executables of every size share. */
export class PersistentBlock {
  /** True until the prepare program has run on the weights there are. */
  stale = true;
  /** Which state of the model's weights this block holds. */
  version = 0;
  readonly #backend: Backend;
  readonly #block: Block;
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #operands = new Map<string, Tensor>();

  /** @throws RnncError `out-of-memory`. */
  constructor(backend: Backend, program: Program, plan: Plan) {
    this.#backend = backend;
    this.#program = program;
    this.#plan = plan;
    this.#block = backend.allocate(plan.persistentBytes, 'the weights');
    program.buffers.forEach((buffer, id) => {
      if (buffer.storage.kind === 'own' && buffer.storage.role === 'constant')
        this.#writeConstant(id as BufferId, buffer, buffer.storage.values);
    });
    for (const { path, start } of program.slots) this.#viewOf(path)?.fill(start);
  }

  get pointer(): number {
    return this.#block.pointer;
  }

  get bytes(): number {
    return this.#block.bytes;
  }

  #writeConstant(id: BufferId, buffer: Buffer, values: readonly number[]): void {
    const { offset } = placementOf(this.#program, this.#plan, id);
    const size = product(evaluateShape(buffer.shape, {}));
    const heap = this.#backend.heap();
    const data = buffer.dtype === 'float32' ? heap.f32 : buffer.dtype === 'int32' ? heap.i32 : heap.u8;
    const at = (this.pointer + offset) / BYTES[buffer.dtype];
    if (values.length === 1) data.fill(values[0] ?? 0, at, at + size);
    else if (values.length === size) data.set(values, at);
    else throw new InternalError(`constant ${buffer.name} has ${values.length} values for ${size} elements`);
  }

  /** A tensor of this block with an id that lives as long as the block: right operands keep their packed copy over all executables. */
  operand(placement: Placement, dtype: Tensor['dtype']): Tensor {
    const key = `${placement.offset}:${dtype}:${placement.shape}`;
    const known = this.#operands.get(key);
    if (known !== undefined) return known;
    const pointer = this.pointer + placement.offset;
    const id = this.#backend.register(placement.size, pointer);
    const tensor: Tensor = { id, pointer, size: placement.size, dtype, shape: placement.shape, persistent: true };
    this.#operands.set(key, tensor);
    return tensor;
  }

  /** Puts a weight's or slot's numbers in place; nothing happens where the program has none of that path. The prepare program must run before the next use: `stale` says so. */
  write(path: string, values: Float32Array): void {
    const view = this.#viewOf(path);
    if (view === null) return;
    if (values.length !== view.length)
      throw new InternalError(`weight ${path} has ${values.length} values for ${view.length} elements`);
    view.set(values);
    this.stale = true;
  }

  /** A copy of a weight or slot; null where the program has none of that path. */
  read(path: string): Float32Array | null {
    return this.#viewOf(path)?.slice() ?? null;
  }

  get slots(): readonly { readonly path: string; readonly shape: readonly number[] }[] {
    return this.#program.slots;
  }

  /** Copies the weights and slots that both blocks have from the other one. */
  copyFrom(other: PersistentBlock): void {
    for (const { path } of [...this.#program.weights, ...this.#program.slots]) {
      const values = other.#viewOf(path);
      if (values !== null) this.write(path, values);
    }
    this.version = other.version;
    this.stale = true;
  }

  /** All it holds, for `putBack`. */
  copyBytes(): Uint8Array {
    return this.#backend.heap().u8.slice(this.pointer, this.pointer + this.#plan.persistentBytes);
  }

  /** Restores exactly what `copyBytes` gave. Packed copies that were made from those numbers are valid again. */
  putBack(bytes: Uint8Array): void {
    this.#backend.heap().u8.set(bytes, this.pointer);
  }

  /** A view of the numbers in the heap. It is invalid as soon as the heap grows. */
  #viewOf(path: string): Float32Array | null {
    const held = [...this.#program.weights, ...this.#program.slots].find((w) => w.path === path);
    if (held === undefined) return null;
    if (bufferOf(this.#program, held.buffer).dtype !== 'float32') throw new InternalError(`${path} is not float32`);
    const { offset, size } = placementOf(this.#program, this.#plan, held.buffer);
    const at = (this.pointer + offset) >>> 2;
    return this.#backend.heap().f32.subarray(at, at + size);
  }

  /** Drops the packed copies of right operands: they are made again from the present numbers at the next use. */
  forgetPacked(): void {
    for (const { id, size, pointer } of this.#operands.values()) this.#backend.readdress(id, size, pointer);
  }

  dispose(): void {
    for (const { id } of this.#operands.values()) this.#backend.forget(id);
    this.#operands.clear();
    this.#backend.release(this.#block);
  }
}
