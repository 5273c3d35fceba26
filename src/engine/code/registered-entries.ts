import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { evaluateDim } from '../../../compiler/ir/dim.ts';
import type { BufferId } from '../../../compiler/program/buffer.ts';
import { ENTRY_LISTS, type EntryLayout, isGenerated } from '../../../compiler/program/entry.ts';
import type { Plan, Program, Step } from '../../../compiler/program/program.ts';
import {
  type Backend,
  type Block,
  type KernelRegistry,
  type PublicKernel,
  type PublicTensor,
  registryOf,
} from '../backend/backend.ts';
import type { KernelContext, Thunk } from '../kernels/context.ts';
import { asInput, ownData } from '../kernels/public-tensor.ts';
import { bufferOf, placementOf } from '../memory/placement.ts';
import type { BoundEntries, Entries, EntryPlace } from './entries.ts';
import { type Entry, EntryTable, type GeneratedCode, strideOf } from './generated-code.ts';

/** A step of a program as a kernel of tfjs. */
interface RegisteredEntry {
  readonly kernel: string;
  readonly layout: EntryLayout;
}

/**
 * The entries of a program as kernels of tfjs-core for its WASM backend, under names of their own, until they are disposed of. Such a kernel takes
 * every buffer that the step touches as an input, and `numbers`, one for each argument of the entry: a size, a stride, or the bytes
 * from the beginning of a buffer. It writes into the inputs that the step writes, and gives those back.
 */
export class RegisteredEntries implements Entries {
  readonly relaxed: boolean;
  readonly #backend: Backend;
  readonly #registry: KernelRegistry;
  readonly #program: Program;
  readonly #block: Block;
  readonly #registered = new Map<Step, RegisteredEntry>();

  /** @throws RnncError `out-of-memory`. */
  constructor(backend: Backend, program: Program, code: GeneratedCode) {
    this.relaxed = code.relaxed;
    this.#backend = backend;
    this.#registry = registryOf(backend);
    this.#program = program;
    const table = new EntryTable(program);
    this.#block = backend.allocate(table.argumentBytes, 'the arguments of generated code');
    const prefix = this.#registry.kernelPrefix(program.name);
    let pointer = this.#block.pointer;
    for (const list of ENTRY_LISTS)
      for (const step of program[list]) {
        if (!isGenerated(step)) continue;
        const { name, layout } = table.of(step);
        const kernel = `${prefix}${name}`;
        this.#registry.registerKernel(kernel, this.#kernelOf(step, layout, code.entry(name), pointer));
        this.#registered.set(step, { kernel, layout });
        pointer += 4 * layout.arguments.length;
      }
  }

  #kernelOf(step: Step, layout: EntryLayout, entry: Entry, pointer: number): PublicKernel {
    const [backend, registry] = [this.#backend, this.#registry];
    const operands = layout.arguments.map((argument) =>
      argument.kind === 'address' ? inputName(this.#program, ownerOf(this.#program, argument.buffer)) : null,
    );
    const written = [...writtenBy(step)].map((id) => inputName(this.#program, ownerOf(this.#program, id)));
    const results = [...new Set(written)];
    return ({ inputs, attrs, backend: caller }) => {
      const numbers = attrs.numbers as readonly number[] | undefined;
      if (numbers?.length !== operands.length)
        throw new InternalError(`a generated kernel takes ${operands.length} numbers`);
      const inputOf = (name: string): PublicTensor => inputs[name] ?? missing(name);
      const { i32 } = backend.heap();
      operands.forEach((name, i) => {
        const start = name === null ? 0 : registry.addressOf(inputOf(name), caller);
        i32[(pointer >>> 2) + i] = start + (numbers[i] ?? 0);
      });
      entry(pointer);
      return results.map(inputOf);
    };
  }

  bindTo(context: KernelContext, { plan }: EntryPlace): BoundEntries {
    return { bind: (step) => this.#bind(step, context, plan), dispose: () => {} };
  }

  #bind(step: Step, context: KernelContext, plan: Plan): Thunk {
    const registered = this.#registered.get(step);
    if (registered === undefined) throw new InternalError('a generated step is no entry');
    const program = this.#program;
    const inputs: { [name: string]: PublicTensor } = {};
    const numbers = registered.layout.arguments.map((argument) => {
      if (argument.kind === 'size') return evaluateDim(argument.dim, plan.sizes);
      const placement = placementOf(program, plan, argument.buffer);
      if (argument.kind === 'stride') return strideOf(placement, argument.loop);
      const owner = ownerOf(program, argument.buffer);
      inputs[inputName(program, owner)] = asInput(context.operand(owner));
      return placement.offset - placementOf(program, plan, owner).offset;
    });
    const run = this.#registry.publicKernel(registered.kernel);
    const args = { inputs, attrs: { numbers }, backend: ownData };
    return () => {
      run(args);
    };
  }

  dispose(): void {
    for (const { kernel } of this.#registered.values()) this.#registry.unregisterKernel(kernel);
    this.#registered.clear();
    this.#backend.release(this.#block);
  }
}

/** The buffer in whose memory a buffer lies. */
function ownerOf(program: Program, id: BufferId): BufferId {
  const { storage } = bufferOf(program, id);
  return storage.kind === 'own' ? id : ownerOf(program, storage.of);
}

const inputName = (program: Program, id: BufferId): string => `${id}.${bufferOf(program, id).name}`;

function* writtenBy(step: Step): Generator<BufferId> {
  if (step.kind === 'loop') for (const inner of step.body) yield* writtenBy(inner);
  else if (step.kind === 'generated')
    for (const [i, id] of step.call.operands.entries()) if (step.call.written.includes(i)) yield id;
}

function missing(name: string): never {
  throw new InternalError(`a generated kernel takes an input "${name}"`);
}
