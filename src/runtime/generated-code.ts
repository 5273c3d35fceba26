import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { evaluateDim } from '../../compiler/ir/dim.ts';
import { ENTRY_LISTS, EntryLayout, entryName, isGenerated } from '../../compiler/ir/entry.ts';
import type { Plan, Program, Step } from '../../compiler/ir/program.ts';
import type { Thunk } from './kernels/context.ts';
import { type Placement, placementOf } from './placement.ts';

/** An entry of generated code: given the address of its arguments. */
export type Entry = (argumentsPointer: number) => void;

/** The generated code of a program. One for all sizes. */
export class GeneratedCode {
  /** Whether its multiply-adds are rounded once where the machine can. */
  readonly relaxed: boolean;
  readonly #exports: WebAssembly.Exports;

  /** @throws WebAssembly.CompileError, WebAssembly.LinkError; RangeError where a page may not have a module of that size at once */
  constructor(code: WebAssembly.Module | Uint8Array, memory: WebAssembly.Memory, relaxed: boolean) {
    this.relaxed = relaxed;
    const module = code instanceof Uint8Array ? new WebAssembly.Module(code as BufferSource) : code;
    this.#exports = new WebAssembly.Instance(module, { env: { memory } }).exports;
  }

  has(name: string): boolean {
    return typeof this.#exports[name] === 'function';
  }

  entry(name: string): Entry {
    const found = this.#exports[name];
    if (typeof found !== 'function') throw new InternalError(`generated code has no entry '${name}'`);
    return found as Entry;
  }
}

/** Bytes of the arguments of all entries. */
export function argumentBytes(program: Program): number {
  let count = 0;
  for (const list of ENTRY_LISTS)
    for (const step of program[list]) if (isGenerated(step)) count += new EntryLayout(program, step).arguments.length;
  return 4 * count;
}

/** Where the blocks of a binding lie. */
export interface Blocks {
  readonly arena: number;
  readonly persistent: number;
  /** For the arguments: see `argumentBytes`. */
  readonly arguments: number;
}

/** Writes the arguments of every entry for one binding of sizes, and gives the calls. */
export class EntryBinder {
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #code: GeneratedCode;
  readonly #blocks: Blocks;
  readonly #heap: Int32Array;
  readonly #names = new Map<Step, string>();
  #next: number;

  constructor(program: Program, plan: Plan, code: GeneratedCode, blocks: Blocks, heap: Int32Array) {
    this.#program = program;
    this.#plan = plan;
    this.#code = code;
    this.#blocks = blocks;
    this.#heap = heap;
    this.#next = blocks.arguments;
    for (const list of ENTRY_LISTS)
      for (const [i, step] of program[list].entries()) this.#names.set(step, entryName(list, i));
  }

  bind(step: Step): Thunk {
    const name = this.#names.get(step);
    if (name === undefined) throw new InternalError('a generated step is no entry');
    const entry = this.#code.entry(name);
    const pointer = this.#next;
    for (const argument of new EntryLayout(this.#program, step).arguments) {
      this.#heap[this.#next >>> 2] = this.#valueOf(argument);
      this.#next += 4;
    }
    return () => entry(pointer);
  }

  #valueOf(argument: EntryLayout['arguments'][number]): number {
    if (argument.kind === 'size') return evaluateDim(argument.dim, this.#plan.sizes);
    const placement = placementOf(this.#program, this.#plan, argument.buffer);
    if (argument.kind === 'stride') return strideOf(placement, argument.loop);
    return this.#blocks[placement.block] + placement.offset;
  }
}

/** Bytes by which a buffer moves from one iteration of a loop to the next. */
export function strideOf({ moves }: Placement, loop: number): number {
  const move = moves.find((m) => m.loop === loop);
  if (move === undefined) throw new InternalError(`a buffer does not move with loop ${loop}`);
  return move.stride;
}
