import type { Backend } from './backend/backend.ts';
import type { Tensor } from './kernels/context.ts';

/** A loop that would need more ids than this registers its tensors again in every iteration. That costs time, but no memory for ids. */
const MAX_IDS = 2 ** 18;

interface Moving {
  readonly tensor: Tensor;
  readonly base: number;
  readonly moves: readonly { readonly loop: number; readonly stride: number }[];
  /** Present counter of each loop in `moves`. */
  readonly at: number[];
  /** One id per iteration, or null where one id is registered anew at each. */
  ids: Int32Array | null;
  hasIds: boolean;
}

/**
 * Tensors whose address follows a loop counter. An id per iteration, all registered when the program is bound, costs nothing in the loop;
 * registering one id anew costs 40 to 80 ns per tensor and iteration, a copy through a fixed slot about as much and more for large rows.
 */
export class LoopTensors {
  readonly #backend: Backend;
  readonly #lengths: ReadonlyMap<number, number>;
  readonly #moving = new Map<Tensor, Moving>();
  #ids = 0;

  constructor(backend: Backend, lengths: ReadonlyMap<number, number>) {
    this.#backend = backend;
    this.#lengths = lengths;
  }

  has(tensor: Tensor): boolean {
    return this.#moving.has(tensor);
  }

  add(tensor: Tensor, moves: Moving['moves']): void {
    this.#moving.set(tensor, { tensor, base: tensor.pointer, moves, at: moves.map(() => 0), ids: null, hasIds: false });
  }

  giveIds(tensor: Tensor): void {
    const moving = this.#moving.get(tensor);
    if (moving === undefined || moving.hasIds) return;
    moving.hasIds = true;
    const [move, ...more] = moving.moves;
    const length = this.#lengths.get(move?.loop ?? -1) ?? 0;
    if (move === undefined || more.length > 0 || this.#ids + length > MAX_IDS) {
      tensor.id = this.#backend.register(tensor.size, tensor.pointer);
      return;
    }
    this.#ids += length;
    moving.ids = Int32Array.from({ length }, (_, t) =>
      this.#backend.register(tensor.size, moving.base + t * move.stride),
    );
    tensor.id = moving.ids[0] ?? 0;
  }

  /** What moves with a loop. Asked for once all tensors of the body are known. */
  movesOf(loop: number): readonly ((t: number) => void)[] {
    return [...this.#moving.values()].flatMap((moving) => {
      const axis = moving.moves.findIndex((move) => move.loop === loop);
      return axis < 0 ? [] : [this.#move(moving, axis)];
    });
  }

  #move(moving: Moving, axis: number): (t: number) => void {
    const { tensor, base, ids, moves, at } = moving;
    const stride = moves[axis]?.stride ?? 0;
    if (moves.length === 1 && (ids !== null || !moving.hasIds)) {
      if (ids === null)
        return (t) => {
          tensor.pointer = base + t * stride;
        };
      return (t) => {
        tensor.pointer = base + t * stride;
        tensor.id = ids[t] as number;
      };
    }
    return (t) => {
      at[axis] = t;
      let pointer = base;
      for (let i = 0; i < moves.length; i++) pointer += (at[i] ?? 0) * (moves[i]?.stride ?? 0);
      tensor.pointer = pointer;
      if (moving.hasIds) this.#backend.readdress(tensor.id, tensor.size, pointer);
    };
  }

  dispose(): void {
    for (const { ids, hasIds, tensor } of this.#moving.values()) {
      if (ids !== null) for (const id of ids) this.#backend.forget(id);
      else if (hasIds) this.#backend.forget(tensor.id);
    }
    this.#moving.clear();
  }
}
