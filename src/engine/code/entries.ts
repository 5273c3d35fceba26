import type { Plan, Program, Step } from '../../../compiler/program/program.ts';
import type { KernelContext, Thunk } from '../kernels/context.ts';
import { EntryBinder, EntryTable, type GeneratedCode } from './generated-code.ts';

/** Where a program lies for one binding of sizes. */
export interface EntryPlace {
  readonly plan: Plan;
  /** Address of the block of a run. */
  readonly arena: number;
  /** Address of the block of weights. */
  readonly persistent: number;
}

/** The generated code of one program, in the way that it is called. */
export interface Entries {
  /** Whether its multiply-adds are rounded once where the machine can. */
  readonly relaxed: boolean;
  /** For one binding of sizes. */
  bindTo(context: KernelContext, place: EntryPlace): BoundEntries;
  /** Nothing that was bound may be called afterwards. */
  dispose(): void;
}

export interface BoundEntries {
  /** The call of a step that is generated as a whole. Each step of the program once. */
  bind(step: Step): Thunk;
  dispose(): void;
}

/** Calls the functions of the module, with arguments that are written when they are bound. */
export class DirectEntries implements Entries {
  readonly #code: GeneratedCode;
  readonly #table: EntryTable;

  constructor(program: Program, code: GeneratedCode) {
    this.#code = code;
    this.#table = new EntryTable(program);
  }

  get relaxed(): boolean {
    return this.#code.relaxed;
  }

  bindTo({ backend }: KernelContext, { plan, arena, persistent }: EntryPlace): BoundEntries {
    const block = backend.allocate(this.#table.argumentBytes, 'the arguments of generated code');
    const places = { arena, persistent, arguments: block.pointer };
    const binder = new EntryBinder(this.#table, plan, this.#code, places, backend.heap().i32);
    return { bind: (step) => binder.bind(step), dispose: () => backend.release(block) };
  }

  dispose(): void {}
}
