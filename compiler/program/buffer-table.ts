import { InternalError } from '../diagnostics/diagnostic.ts';
import { constantDim, type Dim, equalShapes, type Shape } from '../ir/dim.ts';
import type { Dtype, TensorType } from '../ir/types.ts';
import type { Buffer, BufferId, Storage } from './buffer.ts';

/** The buffers of a program under construction. */
export class BufferTable {
  readonly buffers: Buffer[];

  constructor(buffers: readonly Buffer[] = []) {
    this.buffers = [...buffers];
  }

  add(name: string, type: TensorType, storage: Storage): BufferId {
    this.buffers.push({ name, dtype: type.dtype, shape: type.shape, storage });
    return (this.buffers.length - 1) as BufferId;
  }

  replace(id: BufferId, buffer: Buffer): void {
    this.buffers[id] = buffer;
  }

  get(id: BufferId): Buffer {
    const buffer = this.buffers[id];
    if (buffer === undefined) throw new InternalError(`no buffer ${id}`);
    return buffer;
  }

  /** The same memory in another shape; the buffer itself where the shape is the same. */
  reshape(id: BufferId, shape: Shape): BufferId {
    const { name, dtype, shape: old } = this.get(id);
    return equalShapes(old, shape) ? id : this.view(id, name, { dtype, shape }, constantDim(0));
  }

  view(of: BufferId, name: string, type: TensorType, offset: Dim): BufferId {
    return this.add(name, type, { kind: 'view', of, offset });
  }

  /** `of[t]` of a loop, in the shape given (as many elements as one element of `of`). */
  element(of: BufferId, loop: number, name: string, type: TensorType): BufferId {
    return this.add(name, type, { kind: 'element', of, loop });
  }

  /** Rows of `of` from the number on that `start` holds, in the type given. */
  rows(of: BufferId, start: BufferId, name: string, type: TensorType): BufferId {
    return this.add(name, type, { kind: 'rows', of, start });
  }

  /** The buffer whose memory this is. */
  root(id: BufferId): BufferId {
    return rootOf(this.buffers, id);
  }

  /** Whether the contents stay the same over runs: weights, what is prepared from them, and literals. */
  isPersistent(id: BufferId): boolean {
    const { storage } = this.get(id);
    if (storage.kind === 'own')
      return storage.role === 'weight' || storage.role === 'prepared' || storage.role === 'constant';
    return storage.kind === 'view' && this.isPersistent(storage.of);
  }

  dtype(id: BufferId): Dtype {
    return this.get(id).dtype;
  }
}

/** The buffer whose memory a buffer is. */
export function rootOf(buffers: readonly Buffer[], id: BufferId): BufferId {
  const storage = buffers[id]?.storage;
  if (storage === undefined) throw new InternalError(`no buffer ${id}`);
  return storage.kind === 'own' ? id : rootOf(buffers, storage.of);
}
