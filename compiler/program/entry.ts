import { InternalError } from '../diagnostics/diagnostic.ts';
import {
  addDims,
  constantDim,
  type Dim,
  multiplyDims,
  printDim,
  printShape,
  sizeOfShape,
  symbolDim,
  symbolsOf,
} from '../ir/dim.ts';
import { encodeJson } from '../ir/exact-json.ts';
import { bytesOf } from '../ir/types.ts';
import type { BufferId } from './buffer.ts';
import type { Argument } from './generated.ts';
import type { Program, Step } from './program.ts';

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
  /** Symbols whose size is no argument: it changes from one iteration of a loop to the next. */
  readonly #ragged = new Set<string>();

  constructor(program: Program, step: Step) {
    this.#program = program;
    this.#visit(step, []);
  }

  #visit(step: Step, open: readonly number[]): void {
    if (step.kind === 'loop') {
      this.#note(`size ${printDim(step.length)}`, { kind: 'size', dim: step.length });
      const within = [...open, step.loop];
      for (const { symbol, count } of step.ragged) {
        this.#ragged.add(symbol);
        this.#noteAddress(count, within);
      }
      for (const inner of step.body) this.#visit(inner, within);
      return;
    }
    if (step.kind !== 'generated') throw new InternalError('a step of another kind in generated code');
    for (const dim of step.call.counts) this.#noteSize(dim);
    for (const buffer of step.call.operands) this.#noteAddress(buffer, open);
  }

  #noteSize(whole: Dim): void {
    for (const { dim } of this.partsOf(whole)) this.#note(`size ${printDim(dim)}`, { kind: 'size', dim });
  }

  #noteAddress(buffer: BufferId, open: readonly number[]): void {
    const found = this.found(buffer);
    if (found !== null) {
      this.#noteAddress(found.of, open);
      this.#noteSize(found.bytes);
      if (found.times !== null) this.#noteAddress(found.times, open);
      return;
    }
    this.#note(`address ${this.key(buffer)}`, { kind: 'address', buffer });
    for (const loop of this.loopsOf(buffer)) {
      if (!open.includes(loop)) throw new InternalError(`buffer ${buffer} moves with a loop that is not open`);
      this.#note(`stride ${loop} ${this.key(buffer)}`, { kind: 'stride', buffer, loop });
    }
  }

  /** A size as a sum: of every part the number that is an argument, times ragged symbols. */
  partsOf(whole: Dim): readonly { readonly dim: Dim; readonly ragged: readonly string[] }[] {
    if (this.#ragged.size === 0) return [{ dim: whole, ragged: [] }];
    const parts = new Map<string, { dim: Dim; readonly ragged: readonly string[] }>();
    for (const [monomial, coefficient] of Object.entries(whole)) {
      const symbols = monomial === '' ? [] : monomial.split('*');
      const ragged = symbols.filter((s) => this.#ragged.has(s));
      const rest = symbols.filter((s) => !this.#ragged.has(s)).map(symbolDim);
      const term = rest.reduce(multiplyDims, constantDim(coefficient));
      const key = ragged.join('*');
      parts.set(key, { dim: addDims(parts.get(key)?.dim ?? {}, term), ragged });
    }
    return parts.size === 0 ? [{ dim: whole, ragged: [] }] : [...parts.values()];
  }

  /**
   * How the address of a buffer is computed when a step begins: the address of `of`, plus `bytes`, which are multiplied by the number in the
   * buffer `times` if there is one. Null where the address is an argument of its own, which loops move.
   */
  found(buffer: BufferId): { readonly of: BufferId; readonly bytes: Dim; readonly times: BufferId | null } | null {
    const { storage, shape, dtype } = this.#bufferOf(buffer);
    const inBytes = (d: Dim): Dim => multiplyDims(d, constantDim(bytesOf(dtype)));
    switch (storage.kind) {
      case 'own':
        return null;
      case 'rows':
        return { of: storage.of, bytes: inBytes(sizeOfShape(shape.slice(1))), times: storage.start };
      case 'view': {
        const fixed = this.found(storage.of) === null && !symbolsOf(storage.offset).some((s) => this.#ragged.has(s));
        return fixed ? null : { of: storage.of, bytes: inBytes(storage.offset), times: null };
      }
      case 'element':
        if (this.found(storage.of) !== null || symbolsOf(sizeOfShape(shape)).some((s) => this.#ragged.has(s)))
          throw new InternalError(`buffer ${buffer} is an element of rows`);
        return null;
      default:
        return storage satisfies never;
    }
  }

  /** The buffers whose addresses are arguments and from which the address of this buffer is computed. */
  basesOf(buffer: BufferId): readonly BufferId[] {
    const found = this.found(buffer);
    if (found === null) return [buffer];
    return [...this.basesOf(found.of), ...(found.times === null ? [] : this.basesOf(found.times))];
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
    if (storage.kind === 'rows')
      return `${this.key(storage.of)}[from ${this.key(storage.start)}: ${printShape(shape)}]`;
    const offset = printDim(storage.offset);
    return offset === '0' ? this.key(storage.of) : `${this.key(storage.of)}+${offset}`;
  }

  /** Loops that move a buffer, outermost first. */
  loopsOf(buffer: BufferId): readonly number[] {
    const { storage } = this.#bufferOf(buffer);
    if (storage.kind === 'own') return [];
    return storage.kind === 'element' ? [...this.loopsOf(storage.of), storage.loop] : this.loopsOf(storage.of);
  }

  #bufferOf(id: BufferId): Program['buffers'][number] {
    const buffer = this.#program.buffers[id];
    if (buffer === undefined) throw new InternalError(`no buffer ${id}`);
    return buffer;
  }
}

/**
 * Everything in a program that its generated code depends on, as text: equal texts give equal code. Names and origins, which are for people, are left
 * out, and with them all paths of files.
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
      ragged: step.ragged.map(({ symbol, count }) => ({ symbol, count: layout.key(count) })),
      body: step.body.map((inner) => describeStep(inner, layout)),
    };
  if (step.kind !== 'generated') throw new InternalError('a step of another kind in generated code');
  const { kernel, operands, counts } = step.call;
  return { kernel, operands: operands.map((id) => layout.key(id)), counts: counts.map(printDim) };
}

/** Names of the entries that the code of a program exports. */
export const entryNames = (program: Program): readonly string[] =>
  ENTRY_LISTS.flatMap((list) => program[list].flatMap((step, i) => (isGenerated(step) ? [entryName(list, i)] : [])));
