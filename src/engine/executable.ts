import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { evaluateDim } from '../../compiler/ir/dim.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import { isGenerated } from '../../compiler/program/entry.ts';
import type { KernelCall, Plan, Program, Step } from '../../compiler/program/program.ts';
import { type Backend, registryOf } from './backend/backend.ts';
import type { BoundEntries, Entries } from './code/entries.ts';
import type { KernelContext, Tensor, Thunk } from './kernels/context.ts';
import { copyThunk } from './kernels/stock.ts';
import { bindKernel, type Path } from './kernels/table.ts';
import { LoopTensors } from './loop-tensors.ts';
import type { Arena } from './memory/arena.ts';
import { bindPacking } from './memory/pack-operands.ts';
import type { PersistentBlock } from './memory/persistent.ts';
import { bufferOf, type Placement, placementOf } from './memory/placement.ts';
import { ShapeTable } from './memory/shape-table.ts';
import { raggedLoopThunk } from './ragged-loop.ts';

/**
 * A program bound to sizes and memory: flat arrays of calls with every address, id and shape filled in. Bound again by itself when the
 * arena has moved.
 */
export class Executable {
  readonly program: Program;
  readonly plan: Plan;
  readonly persistent: PersistentBlock;
  readonly #backend: Backend;
  readonly #arena: Arena;
  readonly #path: Path;
  readonly #entries: Entries | null;
  #binding: Binding | null = null;
  #generation = -1;
  #packed = false;
  #reserved = false;

  constructor(
    backend: Backend,
    arena: Arena,
    persistent: PersistentBlock,
    program: Program,
    plan: Plan,
    path: Path,
    entries: Entries | null = null,
  ) {
    this.#entries = entries;
    this.#backend = backend;
    this.#arena = arena;
    this.persistent = persistent;
    this.program = program;
    this.plan = plan;
    this.#path = path;
  }

  /** Makes sure that memory is there, everything is bound and the prepared values fit the weights. Before inputs are written. */
  ready(): void {
    const base = this.#arena.ensure(this.plan.arenaBytes);
    if (this.#binding === null || this.#generation !== this.#arena.generation) {
      this.#binding?.dispose();
      this.#binding = null;
      this.#binding = this.#bind(base, this.#entries, null);
      this.#generation = this.#arena.generation;
    }
    if (this.persistent.stale) {
      this.persistent.forgetPacked();
      this.#execute(this.#binding.prepare);
      this.persistent.forgetPacked();
      this.#packed = false;
    }
    if (!this.#packed) {
      this.#pack(this.#binding);
      this.#packed = true;
      this.persistent.stale = false;
    }
  }

  /**
   * The backend packs right operands at their first use and, where the heap is full, prints a line and gives zeros. So the room is asked for
   * beforehand. @throws RnncError `out-of-memory`.
   */
  #pack({ pack, packedBytes }: Binding): void {
    const reserve = (bytes: number): void => {
      if (bytes > 0) this.#backend.release(this.#backend.allocate(bytes, 'the packed weights'));
    };
    // when they are packed again, the lasting copies take the place of the old ones; asking for room for all at once would need a free range that is not there
    if (!this.#reserved) reserve(this.plan.packedBytes);
    this.#reserved = true;
    this.#execute(pack);
    reserve(this.plan.packedBytes - packedBytes);
  }

  /** Runs the main steps. The inputs must have been written since `ready`. */
  run(): void {
    if (this.#binding === null) throw new InternalError('run before ready');
    this.#execute(this.#binding.main);
  }

  /** Writes the next weights and slots, after `run`. What is prepared from weights is made anew at the next `ready`. */
  update(): void {
    if (this.#binding === null) throw new InternalError('update before ready');
    this.#execute(this.#binding.update);
    this.persistent.stale = true;
  }

  #bind(base: number, entries: Entries | null, watch: Watch | null): Binding {
    return new Binding(this.#backend, this.program, this.plan, this.persistent, base, this.#path, entries, watch);
  }

  /** Does what `run` does, but slowly: after every kernel call it says which buffer was written and where it lies. Inputs must be written again before. */
  runWatched(onCall: Watch): void {
    if (this.#binding === null) throw new InternalError('run before ready');
    const base = this.#arena.ensure(this.plan.arenaBytes);
    const binding = this.#bind(base, null, onCall);
    try {
      this.#execute(binding.main);
    } finally {
      binding.dispose();
    }
  }

  /**
   * Milliseconds that every step takes, the median of some rounds; of a training step, also those that write the next weights, on weights and slots
   * that are put back after every round.
   * @param now a clock in milliseconds.
   * @param writeInputs is called before every round, because a run uses the memory of its inputs for other values
   */
  profile(now: () => number, rounds: number, writeInputs: () => void): readonly MeasuredStep[] {
    if (this.#binding === null) throw new InternalError('profile before ready');
    const { mainSteps, updateSteps } = this.#binding;
    const measured = (part: MeasuredStep['part']) => (bound: BoundStep) => ({ ...bound, part, times: [] as number[] });
    const main = mainSteps.map(measured('run'));
    const update = updateSteps.map(measured('update'));
    const measure = (timed: typeof main): void => {
      for (const { thunk, times } of timed) {
        const start = now();
        this.#execute([thunk]);
        times.push(now() - start);
      }
    };
    const kept = update.length === 0 ? null : this.persistent.copyBytes();
    for (let round = 0; round < rounds; round++) {
      writeInputs();
      measure(main);
      if (kept === null) continue;
      try {
        measure(update);
      } finally {
        this.persistent.putBack(kept);
      }
    }
    return [...main, ...update].map(({ step, part, times }) => ({
      step,
      part,
      milliseconds: times.sort((a, b) => a - b)[times.length >> 1] ?? 0,
    }));
  }

  /** Where a buffer lies, after `ready`. */
  tensor(buffer: BufferId): Tensor {
    if (this.#binding === null) throw new InternalError('tensor before ready');
    return this.#binding.tensor(buffer);
  }

  /** Changes when addresses that `tensor` gave are no longer valid. */
  get generation(): number {
    return this.#generation;
  }

  #execute(thunks: readonly Thunk[]): void {
    if (this.#path === 'fast') runAll(thunks);
    else this.#executePublic(thunks);
  }

  /** Separate from `#execute`, because a closure there would allocate memory at every run. */
  #executePublic(thunks: readonly Thunk[]): void {
    registryOf(this.#backend).withPublicKernels(() => runAll(thunks));
  }

  dispose(): void {
    this.#binding?.dispose();
    this.#binding = null;
  }
}

function runAll(thunks: readonly Thunk[]): void {
  for (let i = 0; i < thunks.length; i++) (thunks[i] as Thunk)();
}

/** Is called after every kernel call. */
export type Watch = (written: BufferId, tensor: Tensor) => void;

/** Time of a step of the main list (`run`) or of the list that writes the next weights. */
interface MeasuredStep {
  readonly step: Step;
  readonly part: 'run' | 'update';
  readonly milliseconds: number;
}

interface BoundStep {
  readonly step: Step;
  readonly thunk: Thunk;
}

/** All that is owned by one binding: ids of arena tensors, shapes in the heap, and the calls made of them. */
class Binding implements KernelContext {
  readonly backend: Backend;
  readonly prepare: readonly Thunk[];
  /** Makes the packed copies of right operands that last, one after the other: see `bindPacking`. */
  readonly pack: readonly Thunk[];
  /** Bytes of those copies. */
  readonly packedBytes: number;
  readonly mainSteps: readonly BoundStep[];
  readonly main: readonly Thunk[];
  readonly updateSteps: readonly BoundStep[];
  readonly update: readonly Thunk[];
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #persistent: PersistentBlock;
  readonly #base: number;
  readonly #path: Path;
  readonly #watch: Watch | null;
  readonly #shapes: ShapeTable;
  readonly #tensors = new Map<BufferId, Tensor>();
  readonly #registered = new Set<Tensor>();
  readonly #scratch: number[] = [];
  readonly #numbers = new Map<number, Tensor>();
  readonly #loops: LoopTensors;
  readonly #entries: BoundEntries | null;

  constructor(
    backend: Backend,
    program: Program,
    plan: Plan,
    persistent: PersistentBlock,
    base: number,
    path: Path,
    entries: Entries | null,
    watch: Watch | null,
  ) {
    this.backend = backend;
    this.#watch = watch;
    this.#program = program;
    this.#plan = plan;
    this.#persistent = persistent;
    this.#base = base;
    this.#path = path;
    this.#shapes = new ShapeTable(backend);
    this.#loops = new LoopTensors(backend, loopLengths([...program.main, ...program.update], plan));
    const place = { plan, arena: base, persistent: persistent.pointer };
    this.#entries = entries === null ? null : entries.bindTo(this, place);
    this.prepare = this.#bind(program.prepare);
    this.mainSteps = this.#bindSteps(program.main);
    this.main = this.mainSteps.map(({ thunk }) => thunk);
    this.updateSteps = this.#bindSteps(program.update);
    this.update = this.updateSteps.map(({ thunk }) => thunk);
    const packing = bindPacking([...program.prepare, ...program.main, ...program.update], this, path, {
      row: base,
      bytes: plan.arenaBytes,
      register: (size, pointer) => {
        const id = backend.register(size, pointer);
        this.#scratch.push(id);
        return id;
      },
    });
    this.pack = packing.thunks;
    this.packedBytes = packing.bytes;
  }

  #bind(steps: readonly Step[]): Thunk[] {
    return this.#bindSteps(steps).map(({ thunk }) => thunk);
  }

  #bindSteps(steps: readonly Step[]): BoundStep[] {
    return steps.flatMap((step) => {
      const thunk = this.#bindStep(step);
      return thunk === null ? [] : [{ step, thunk }];
    });
  }

  #bindStep(step: Step): Thunk | null {
    if (this.#entries !== null && isGenerated(step)) return this.#entries.bind(step);
    switch (step.kind) {
      case 'kernel':
      case 'copy':
      case 'generated':
        return this.#bindAlone(step, this);
      case 'loop': {
        const length = this.size(step.length);
        if (length === 0) return null;
        if (step.ragged.length > 0)
          return raggedLoopThunk(this.#program, step, this, this.#plan.sizes, (inner, level) =>
            this.#bindAlone(inner, level),
          );
        const body = this.#bind(step.body);
        const moves = this.#loops.movesOf(step.loop);
        return loopThunk(body, moves, length, step.direction);
      }
      default:
        return step satisfies never;
    }
  }

  #bindAlone(step: Step, context: KernelContext): Thunk | null {
    switch (step.kind) {
      case 'kernel':
        return this.#watched(step.call, bindKernel(this.#path, step.call, context), context);
      case 'copy':
        return copyThunk(context, context.tensor(step.from), context.tensor(step.to));
      case 'generated':
        throw new InternalError('a generated step without generated code');
      case 'loop':
        throw new InternalError('a loop in the body of one with ragged axes');
      default:
        return step satisfies never;
    }
  }

  #watched(call: KernelCall, thunk: Thunk | null, context: KernelContext): Thunk | null {
    const watch = this.#watch;
    if (watch === null || thunk === null) return thunk;
    const out = context.tensor(call.out);
    return () => {
      thunk();
      watch(call.out, out);
    };
  }

  size(dim: Parameters<typeof evaluateDim>[0]): number {
    return evaluateDim(dim, this.#plan.sizes);
  }

  shapePointer(shape: readonly number[]): number {
    return this.#shapes.pointerOf(shape);
  }

  number(value: number): Tensor {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const pointer = this.#shapes.pointerOf(new Int32Array(Float32Array.of(value).buffer));
    const id = this.backend.register(1, pointer);
    this.#scratch.push(id);
    const tensor: Tensor = { id, pointer, size: 1, dtype: 'float32', shape: [], persistent: false };
    this.#numbers.set(value, tensor);
    return tensor;
  }

  tensor(id: BufferId): Tensor {
    const known = this.#tensors.get(id);
    if (known !== undefined) return known;
    const placement = placementOf(this.#program, this.#plan, id);
    const tensor = this.#make(id, placement);
    this.#tensors.set(id, tensor);
    return tensor;
  }

  #make(id: BufferId, placement: Placement): Tensor {
    const { dtype } = bufferOf(this.#program, id);
    const persistent = placement.block === 'persistent';
    const pointer = (persistent ? this.#persistent.pointer : this.#base) + placement.offset;
    const fixed = placement.moves.length === 0;
    if (persistent && fixed) return this.#persistent.operand(placement, dtype);
    const tensor: Tensor = { id: 0, pointer, size: placement.size, dtype, shape: placement.shape, persistent: false };
    if (!fixed) this.#loops.add(tensor, placement.moves);
    return tensor;
  }

  operand(id: BufferId): Tensor {
    const tensor = this.tensor(id);
    if (tensor.persistent) return tensor;
    if (this.#loops.has(tensor)) this.#loops.giveIds(tensor);
    else if (!this.#registered.has(tensor)) {
      tensor.id = this.backend.register(tensor.size, tensor.pointer);
      this.#registered.add(tensor);
    }
    return tensor;
  }

  dispose(): void {
    for (const { id } of this.#registered) this.backend.forget(id);
    for (const id of this.#scratch) this.backend.forget(id);
    this.#registered.clear();
    this.#loops.dispose();
    this.#shapes.dispose();
    this.#entries?.dispose();
  }
}

function loopLengths(steps: readonly Step[], plan: Plan): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  const visit = (step: Step): void => {
    if (step.kind !== 'loop') return;
    lengths.set(step.loop, evaluateDim(step.length, plan.sizes));
    step.body.forEach(visit);
  };
  steps.forEach(visit);
  return lengths;
}

type Move = (t: number) => void;

/** Runs the body at every index, with the element buffers moved there first. */
function loopThunk(
  body: readonly Thunk[],
  moves: readonly Move[],
  length: number,
  direction: 'forward' | 'backward',
): Thunk {
  const backward = direction === 'backward';
  return () => {
    for (let k = 0; k < length; k++) {
      const t = backward ? length - 1 - k : k;
      for (let i = 0; i < moves.length; i++) (moves[i] as Move)(t);
      runAll(body);
    }
  };
}
