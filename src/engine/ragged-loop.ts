import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { type Dim, evaluateDim, evaluateShape, type SizeBinding } from '../../compiler/ir/dim.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { Program, Step } from '../../compiler/program/program.ts';
import { BYTES, type KernelContext, product, type Tensor, type Thunk } from './kernels/context.ts';
import { bufferOf } from './memory/placement.ts';
import { ShapeTable } from './memory/shape-table.ts';

type Loop = Extract<Step, { kind: 'loop' }>;

/**
 * Runs a loop with ragged axes, although kernels are bound to fixed sizes. In every iteration it binds each step of the body again, when the numbers
 * that decide its sizes and addresses have been computed. This is slow.
 * @param outer the context of the steps around the loop
 * @param sizes sizes of all symbols; those of ragged axes are not read
 * @param bind binds one step of the body; null where the step has nothing to do
 */
export function raggedLoopThunk(
  program: Program,
  loop: Loop,
  outer: KernelContext,
  sizes: SizeBinding,
  bind: (step: Step, context: KernelContext) => Thunk | null,
): Thunk {
  const length = outer.size(loop.length);
  const order = Array.from({ length }, (_, k) => (loop.direction === 'forward' ? k : length - 1 - k));
  return () => {
    const shapes = new ShapeTable(outer.backend);
    try {
      for (const t of order) {
        const level = new Level(program, loop, outer, shapes, sizes, t);
        try {
          for (const step of loop.body) {
            level.forget();
            bind(step, level)?.();
          }
        } finally {
          level.forget();
        }
      }
    } finally {
      shapes.dispose();
    }
  };
}

/** Runs one iteration. A bound step is valid until the next step is bound. */
class Level implements KernelContext {
  readonly backend: KernelContext['backend'];
  readonly #program: Program;
  readonly #outer: KernelContext;
  readonly #shapes: ShapeTable;
  readonly #loop: Loop;
  readonly #sizes: SizeBinding;
  readonly #t: number;
  readonly #tensors = new Map<BufferId, Tensor>();
  readonly #registered = new Set<Tensor>();

  constructor(program: Program, loop: Loop, outer: KernelContext, shapes: ShapeTable, sizes: SizeBinding, t: number) {
    this.backend = outer.backend;
    this.#program = program;
    this.#outer = outer;
    this.#shapes = shapes;
    this.#loop = loop;
    this.#t = t;
    const counts = loop.ragged.map(({ symbol, count }) => [symbol, this.#integerAt(count)]);
    this.#sizes = { ...sizes, ...Object.fromEntries(counts) };
  }

  #integerAt(id: BufferId): number {
    const value = this.backend.heap().i32[this.#pointerOf(id) >>> 2];
    if (value === undefined) throw new InternalError(`buffer ${id} is outside the heap`);
    return value;
  }

  #pointerOf(id: BufferId): number {
    const { storage, dtype, shape } = bufferOf(this.#program, id);
    switch (storage.kind) {
      case 'own':
        return this.#outer.tensor(id).pointer;
      case 'view':
        return this.#pointerOf(storage.of) + BYTES[dtype] * evaluateDim(storage.offset, this.#sizes);
      case 'element': {
        if (storage.loop !== this.#loop.loop) throw new InternalError(`buffer ${id} moves with another loop`);
        return this.#pointerOf(storage.of) + BYTES[dtype] * this.#t * product(evaluateShape(shape, this.#sizes));
      }
      case 'rows': {
        const row = product(evaluateShape(shape.slice(1), this.#sizes));
        return this.#pointerOf(storage.of) + BYTES[dtype] * row * this.#integerAt(storage.start);
      }
      default:
        return storage satisfies never;
    }
  }

  /** Whether a buffer is the same in all iterations: it lies in the weights, or in values that are prepared from them. */
  #isPersistent(id: BufferId): boolean {
    const { storage } = bufferOf(this.#program, id);
    if (storage.kind === 'view') return this.#isPersistent(storage.of);
    return (
      storage.kind === 'own' && storage.role !== 'input' && storage.role !== 'temporary' && storage.role !== 'output'
    );
  }

  tensor(id: BufferId): Tensor {
    if (this.#isPersistent(id)) return this.#outer.tensor(id);
    const known = this.#tensors.get(id);
    if (known !== undefined) return known;
    const { dtype, shape: dims } = bufferOf(this.#program, id);
    const shape = evaluateShape(dims, this.#sizes);
    const pointer = this.#pointerOf(id);
    const tensor: Tensor = { id: 0, pointer, size: product(shape), dtype, shape, persistent: false };
    this.#tensors.set(id, tensor);
    return tensor;
  }

  operand(id: BufferId): Tensor {
    if (this.#isPersistent(id)) return this.#outer.operand(id);
    const tensor = this.tensor(id);
    if (!this.#registered.has(tensor)) {
      tensor.id = this.backend.register(tensor.size, tensor.pointer);
      this.#registered.add(tensor);
    }
    return tensor;
  }

  size(dim: Dim): number {
    return evaluateDim(dim, this.#sizes);
  }

  number(value: number): Tensor {
    return this.#outer.number(value);
  }

  shapePointer(shape: readonly number[]): number {
    return this.#shapes.pointerOf(shape);
  }

  /** Drops all tensors with their addresses, because an address may depend on numbers that a step has just written. */
  forget(): void {
    for (const { id } of this.#registered) this.backend.forget(id);
    this.#registered.clear();
    this.#tensors.clear();
  }
}
