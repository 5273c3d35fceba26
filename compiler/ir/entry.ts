import { InternalError } from '../diagnostics/diagnostic.ts';
import { type Dim, printDim, printShape } from './dim.ts';
import { encodeJson } from './exact-json.ts';
import type { Argument } from './generated.ts';
import type { BufferId, Program, Step } from './program.ts';

/** Whether a step runs in generated code as a whole. */
export function isGenerated(step: Step): boolean {
  return step.kind === 'generated' || (step.kind === 'loop' && step.body.every(isGenerated));
}

/** The lists of a program in which steps can be entries, by the name their entries begin with. */
export const ENTRY_LISTS = ['prepare', 'main', 'update'] as const;

/** Name under which the module exports the entry of a step. */
export const entryName = (list: (typeof ENTRY_LISTS)[number], index: number): string => `${list}.${index}`;

/**
 * What an entry of generated code is given: one int32 after the other, each named once. The writer of the code and the runtime that fills the
 * block both ask here.
 */
export class EntryLayout {
  readonly arguments: Argument[] = [];
  readonly #program: Program;
  readonly #indices = new Map<string, number>();

  constructor(program: Program, step: Step) {
    this.#program = program;
    this.#visit(step, []);
  }

  #visit(step: Step, open: readonly number[]): void {
    if (step.kind === 'loop') {
      this.#note(`size ${printDim(step.length)}`, { kind: 'size', dim: step.length });
      for (const inner of step.body) this.#visit(inner, [...open, step.loop]);
      return;
    }
    if (step.kind !== 'generated') throw new InternalError('a step of another kind in generated code');
    for (const dim of step.call.counts) this.#note(`size ${printDim(dim)}`, { kind: 'size', dim });
    for (const buffer of step.call.operands) {
      this.#note(`address ${this.key(buffer)}`, { kind: 'address', buffer });
      for (const loop of this.loopsOf(buffer)) {
        if (!open.includes(loop)) throw new InternalError(`buffer ${buffer} moves with a loop that is not open`);
        this.#note(`stride ${loop} ${this.key(buffer)}`, { kind: 'stride', buffer, loop });
      }
    }
  }

  #note(key: string, argument: Argument): void {
    if (this.#indices.has(key)) return;
    this.#indices.set(key, this.arguments.length);
    this.arguments.push(argument);
  }

  #indexOf(key: string): number {
    const index = this.#indices.get(key);
    if (index === undefined) throw new InternalError(`no argument '${key}'`);
    return index;
  }

  size(dim: Dim): number {
    return this.#indexOf(`size ${printDim(dim)}`);
  }

  address(buffer: BufferId): number {
    return this.#indexOf(`address ${this.key(buffer)}`);
  }

  stride(buffer: BufferId, loop: number): number {
    return this.#indexOf(`stride ${loop} ${this.key(buffer)}`);
  }

  /** Equal for buffers that begin at the same address at every iteration. */
  key(buffer: BufferId): string {
    const { storage, shape } = this.#bufferOf(buffer);
    if (storage.kind === 'own') return `${buffer}`;
    if (storage.kind === 'element') return `${this.key(storage.of)}[${storage.loop}: ${printShape(shape)}]`;
    const offset = printDim(storage.offset);
    return offset === '0' ? this.key(storage.of) : `${this.key(storage.of)}+${offset}`;
  }

  /** Loops that move a buffer, outermost first. */
  loopsOf(buffer: BufferId): readonly number[] {
    const { storage } = this.#bufferOf(buffer);
    if (storage.kind === 'own') return [];
    return storage.kind === 'view' ? this.loopsOf(storage.of) : [...this.loopsOf(storage.of), storage.loop];
  }

  #bufferOf(id: BufferId): Program['buffers'][number] {
    const buffer = this.#program.buffers[id];
    if (buffer === undefined) throw new InternalError(`no buffer ${id}`);
    return buffer;
  }
}

/**
 * Everything of a program that its generated code follows from, as text: equal texts, equal code. What is said for people is left out, and with
 * it every path of a file.
 */
export function generatedText(program: Program): string {
  const entries: unknown[] = [];
  for (const list of ENTRY_LISTS)
    program[list].forEach((step, i) => {
      if (!isGenerated(step)) return;
      const layout = new EntryLayout(program, step);
      entries.push([entryName(list, i), describeStep(step, layout)]);
    });
  return encodeJson(entries);
}

function describeStep(step: Step, layout: EntryLayout): unknown {
  if (step.kind === 'loop')
    return {
      loop: step.loop,
      length: printDim(step.length),
      direction: step.direction,
      body: step.body.map((inner) => describeStep(inner, layout)),
    };
  if (step.kind !== 'generated') throw new InternalError('a step of another kind in generated code');
  const { kernel, operands, counts } = step.call;
  return { kernel, operands: operands.map((id) => layout.key(id)), counts: counts.map(printDim) };
}

/** Names of the entries that the code of a program exports. */
export const entryNames = (program: Program): readonly string[] =>
  ENTRY_LISTS.flatMap((list) => program[list].flatMap((step, i) => (isGenerated(step) ? [entryName(list, i)] : [])));
