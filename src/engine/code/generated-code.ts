import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { evaluateDim } from '../../../compiler/ir/dim.ts';
import { ENTRY_LISTS, EntryLayout, entryName, isGenerated } from '../../../compiler/program/entry.ts';
import type { Plan, Program, Step } from '../../../compiler/program/program.ts';
import type { WasmMemory, WasmModule } from '../backend/wasm-types.ts';
import type { Thunk } from '../kernels/context.ts';
import { type Placement, placementOf } from '../memory/placement.ts';

/** An entry of generated code: given the address of its arguments. */
export type Entry = (argumentsPointer: number) => void;

/** The generated code of a program. The same code serves all sizes. */
export class GeneratedCode {
  /** Whether its multiply-adds are rounded once where the machine can. */
  readonly relaxed: boolean;
  readonly #exports: WebAssembly.Exports;

  /** @throws WebAssembly.CompileError, WebAssembly.LinkError; RangeError where a page may not have a module of that size at once */
  constructor(code: WasmModule | Uint8Array, memory: WasmMemory, relaxed: boolean) {
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

/** Name and layout of every entry of a program: the same for all sizes. */
export class EntryTable {
  /** Bytes of the arguments of all entries. */
  readonly argumentBytes: number;
  readonly program: Program;
  readonly #entries = new Map<Step, { readonly name: string; readonly layout: EntryLayout }>();

  constructor(program: Program) {
    this.program = program;
    let count = 0;
    for (const list of ENTRY_LISTS)
      for (const [i, step] of program[list].entries()) {
        if (!isGenerated(step)) continue;
        const layout = new EntryLayout(program, step);
        this.#entries.set(step, { name: entryName(list, i), layout });
        count += layout.arguments.length;
      }
    this.argumentBytes = 4 * count;
  }

  of(step: Step): { readonly name: string; readonly layout: EntryLayout } {
    const found = this.#entries.get(step);
    if (found === undefined) throw new InternalError('a generated step is no entry');
    return found;
  }
}

/** Where the blocks of a binding lie. */
export interface Blocks {
  readonly arena: number;
  readonly persistent: number;
  /** For the arguments: see `EntryTable`. */
  readonly arguments: number;
}

/** Writes the arguments of every entry for one binding of sizes, and gives the calls. */
export class EntryBinder {
  readonly #plan: Plan;
  readonly #code: GeneratedCode;
  readonly #blocks: Blocks;
  readonly #heap: Int32Array;
  readonly #table: EntryTable;
  #next: number;

  constructor(table: EntryTable, plan: Plan, code: GeneratedCode, blocks: Blocks, heap: Int32Array) {
    this.#table = table;
    this.#plan = plan;
    this.#code = code;
    this.#blocks = blocks;
    this.#heap = heap;
    this.#next = blocks.arguments;
  }

  bind(step: Step): Thunk {
    const { name, layout } = this.#table.of(step);
    const entry = this.#code.entry(name);
    const pointer = this.#next;
    for (const argument of layout.arguments) {
      this.#heap[this.#next >>> 2] = this.#valueOf(argument);
      this.#next += 4;
    }
    return () => entry(pointer);
  }

  #valueOf(argument: EntryLayout['arguments'][number]): number {
    if (argument.kind === 'size') return evaluateDim(argument.dim, this.#plan.sizes);
    const placement = placementOf(this.#table.program, this.#plan, argument.buffer);
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
