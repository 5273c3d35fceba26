import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { Executable } from '../engine/executable.ts';
import { BYTES } from '../engine/kernels/context.ts';
import type { StateSlot } from '../engine/state-slots.ts';
import type { ProgramChoice } from './executable-cache.ts';
import type { ReadFeeds } from './feeds/feeds.ts';
import type { Runner } from './runner.ts';

/** What a session computes once, from the inputs that were given when it opened. It keeps these inputs, to compute it again when weights change. */
export class OncePart {
  readonly #runner: Runner;
  readonly #choice: ProgramChoice;
  readonly #sizes: ReadFeeds['sizes'];
  readonly #inputs: readonly { readonly buffer: BufferId; readonly bytes: Uint8Array }[];
  /** Version of the weights with which it was last computed. */
  #changes = -1;

  /** @throws RnncError for feeds that do not fit, or `out-of-memory` */
  constructor(runner: Runner, axis: string, read: ReadFeeds) {
    this.#runner = runner;
    this.#choice = {
      variant: 'inference',
      fullLength: read.fullLength,
      unroll: null,
      stock: false,
      of: { axis, part: 'once' },
    };
    this.#sizes = read.sizes;
    const executable = this.#ready();
    runner.writeInputs(executable, read, {}, (target, at, size) => {
      target.fill(0, at, at + size);
    });
    const { u8 } = runner.backend.heap();
    this.#inputs = executable.program.inputs.map(({ buffer }) => {
      const { pointer, size, dtype } = executable.tensor(buffer);
      return { buffer, bytes: u8.slice(pointer, pointer + size * BYTES[dtype]) };
    });
  }

  #ready(): Executable {
    const executable = this.#runner.executable(this.#choice, this.#sizes);
    executable.ready();
    return executable;
  }

  /** Whether weights were changed since it was computed. */
  get isStale(): boolean {
    return this.#changes !== this.#runner.weights.changes;
  }

  /** Computes it and puts it into the block of the session. */
  run(slots: readonly StateSlot[], block: number): void {
    const executable = this.#ready();
    const { u8 } = this.#runner.backend.heap();
    for (const { buffer, bytes } of this.#inputs) u8.set(bytes, executable.tensor(buffer).pointer);
    this.#runner.execute(executable);
    const after = this.#runner.backend.heap().u8;
    for (const { name, buffer } of executable.program.outputs) {
      const slot = slots.find(({ path }) => path === name);
      if (slot === undefined) throw new InternalError(`no state ${name}`);
      const { pointer, size, dtype } = executable.tensor(buffer);
      after.copyWithin(block + slot.offset, pointer, pointer + size * BYTES[dtype]);
    }
    this.#changes = this.#runner.weights.changes;
  }
}
