import { InternalError, type Sources } from '../diagnostics/diagnostic.ts';
import type { Dim } from '../ir/dim.ts';
import { encodeJson } from '../ir/exact-json.ts';
import type { BufferId } from '../program/buffer.ts';
import { ENTRY_LISTS, EntryLayout, entryName, isGenerated } from '../program/entry.ts';
import type { GeneratedCall, Kernel } from '../program/generated.ts';
import type { Program, Step } from '../program/program.ts';
import { FunctionWriter } from './function-writer.ts';
import { writeInt16Pack, writeInt16Product, writeInt16Rows } from './int16-product-kernel.ts';
import { ModuleWriter } from './module-writer.ts';
import { writeOuter } from './outer-kernel.ts';
import { writePack, writeProduct } from './product-kernel.ts';
import { writeRoutine } from './routines.ts';
import { writeRowKernel } from './row-kernel.ts';
import { sourceLines } from './source-lines.ts';

export interface GenerateOptions {
  /** Multiply-adds rounded once where the engine has them; numbers then differ between machines in the last bits. */
  readonly relaxed: boolean;
  /** Whether the memory is shared between threads. */
  readonly shared: boolean;
  /** Text of the files that the model was made of: each function is then headed by the lines it comes from. */
  readonly sources?: Sources;
}

/**
 * Phase 6: Program → WebAssembly text. One function per different kernel, one exported entry per step of a list that is generated as a whole:
 * a call, or a loop that calls its kernels for every index. An entry is given the address of its arguments (`EntryLayout`).
 */
export function generateText(program: Program, options: GenerateOptions): string {
  const module = new ModuleWriter(options.relaxed);
  const { sources } = options;
  const headsOf = (call: GeneratedCall): readonly string[] => (sources === undefined ? [] : headsIn(call, sources));
  for (const list of ENTRY_LISTS)
    program[list].forEach((step, i) => {
      if (isGenerated(step)) writeEntry(module, program, step, entryName(list, i), headsOf);
    });
  const memory = options.shared ? '(memory 1 65536 shared)' : '(memory 1)';
  return module.text(`(import "env" "memory" ${memory})`);
}

type HeadsOf = (call: GeneratedCall) => readonly string[];

/** The lines that a call comes from; what no line of the model asks for is headed by its name. */
function headsIn({ origins, name }: GeneratedCall, sources: Sources): readonly string[] {
  const lines = sourceLines(origins, sources);
  return lines.length > 0 ? lines : [name];
}

function writeEntry(module: ModuleWriter, program: Program, step: Step, name: string, headsOf: HeadsOf): void {
  const layout = new EntryLayout(program, step);
  const w = new FunctionWriter(module);
  new Driver(module, w, layout, headsOf).write(step, { moved: new Map(), sizes: new Map() });
  const [head, ...rest] = w.finish(`$${name}`, ['$arguments']).split('\n');
  const text = [head?.replace(`$${name}`, `$${name} (export "${name}")`), ...rest].join('\n');
  module.entry(text, [...new Set([...callsIn([step])].flatMap(headsOf))]);
}

/** An argument as it is read. */
const argument = (index: number): string => `(i32.load offset=${4 * index} (local.get $arguments))`;

/** Locals of the loops that are open. */
interface Here {
  /** With the present address of buffers that a loop moves, by the buffer's key. */
  readonly moved: ReadonlyMap<string, string>;
  /** With the present size of ragged symbols. */
  readonly sizes: ReadonlyMap<string, string>;
}

/** Writes calls and loops. */
class Driver {
  readonly #module: ModuleWriter;
  readonly #w: FunctionWriter;
  readonly #layout: EntryLayout;
  readonly #headsOf: HeadsOf;

  constructor(module: ModuleWriter, w: FunctionWriter, layout: EntryLayout, headsOf: HeadsOf) {
    this.#headsOf = headsOf;
    this.#module = module;
    this.#w = w;
    this.#layout = layout;
  }

  write(step: Step, here: Here): void {
    if (step.kind === 'generated') this.#writeCall(step.call, here);
    else if (step.kind === 'loop') this.#writeLoop(step, here);
  }

  #writeCall(call: GeneratedCall, here: Here): void {
    const { kernel, operands, counts } = call;
    const addresses = operands.map((id) => this.#addressOf(id, here));
    const sizes = counts.map((dim) => this.#sizeOf(dim, here));
    const [rows, ...others] = sizes;
    // a product without a start takes the address of its result in that place
    const isProduct = kernel.kind === 'product' || kernel.kind === 'int16-product';
    const result = isProduct && kernel.start === 'zero' ? addresses.slice(-1) : [];
    const all = [...(rows === undefined ? [] : [rows]), ...addresses, ...result, ...others];
    this.#w.line(`(call ${functionOf(this.#module, kernel, this.#headsOf(call))} ${all.join(' ')})`);
  }

  #addressOf(id: BufferId, here: Here): string {
    const found = this.#layout.found(id);
    if (found !== null) {
      const bytes = this.#sizeOf(found.bytes, here);
      const times = found.times === null ? null : `(i32.load ${this.#addressOf(found.times, here)})`;
      return `(i32.add ${this.#addressOf(found.of, here)} ${times === null ? bytes : `(i32.mul ${times} ${bytes})`})`;
    }
    const moved = here.moved.get(this.#layout.key(id));
    return moved === undefined ? argument(this.#layout.address(id)) : `(local.get ${moved})`;
  }

  #sizeOf(whole: Dim, here: Here): string {
    const parts = this.#layout
      .partsOf(whole)
      .map(({ dim, ragged }) =>
        ragged.reduce(
          (product, symbol) => `(i32.mul ${product} (local.get ${here.sizes.get(symbol) ?? closed(symbol)}))`,
          argument(this.#layout.size(dim)),
        ),
      );
    return parts.reduce((sum, part) => `(i32.add ${sum} ${part})`);
  }

  #writeLoop(step: Extract<Step, { kind: 'loop' }>, here: Here): void {
    const w = this.#w;
    const length = argument(this.#layout.size(step.length));
    const backward = step.direction === 'backward';
    const moved = new Map<string, { readonly local: string; readonly stride: string }>();
    const touched = [...[...callsIn(step.body)].flatMap(({ operands }) => operands), ...countsIn([step])];
    for (const id of touched.flatMap((operand) => this.#layout.basesOf(operand))) {
      const key = this.#layout.key(id);
      if (moved.has(key) || !this.#layout.loopsOf(id).includes(step.loop)) continue;
      const local = w.local(`$t${step.loop}_${moved.size}`, 'i32');
      const stride = argument(this.#layout.stride(id, step.loop));
      const start = this.#addressOf(id, here);
      const last = `(i32.mul (i32.sub ${length} (i32.const 1)) ${stride})`;
      w.set(local, backward ? `(i32.add ${start} ${last})` : start);
      moved.set(key, { local, stride });
    }
    const sizes = step.ragged.map(({ symbol, count }, r) => {
      return { symbol, count, local: w.local(`$n${step.loop}_${r}`, 'i32') };
    });
    const inside: Here = {
      moved: new Map([...here.moved, ...[...moved].map(([key, { local }]) => [key, local] as const)]),
      sizes: new Map([...here.sizes, ...sizes.map(({ symbol, local }) => [symbol, local] as const)]),
    };
    const left = w.local(`$left${step.loop}`, 'i32');
    w.set(left, length);
    w.loop(`(i32.eqz (local.get ${left}))`, () => {
      for (const { count, local } of sizes) w.set(local, `(i32.load ${this.#addressOf(count, inside)})`);
      for (const inner of step.body) this.write(inner, inside);
      for (const { local, stride } of moved.values())
        w.set(local, `(i32.${backward ? 'sub' : 'add'} (local.get ${local}) ${stride})`);
      w.advance(left, -1);
    });
  }
}

function* callsIn(steps: readonly Step[]): Generator<GeneratedCall> {
  for (const step of steps)
    if (step.kind === 'generated') yield step.call;
    else if (step.kind === 'loop') yield* callsIn(step.body);
}

function* countsIn(steps: readonly Step[]): Generator<BufferId> {
  for (const step of steps)
    if (step.kind === 'loop') {
      for (const { count } of step.ragged) yield count;
      yield* countsIn(step.body);
    }
}

function closed(symbol: string): never {
  throw new InternalError(`a size of '${symbol}' outside its loop`);
}

function functionOf(module: ModuleWriter, kernel: Kernel, heads: readonly string[]): string {
  return module.function(encodeJson(kernel), stemOf(kernel), (name) => writeKernel(module, kernel, name), heads);
}

/** What the name of a kernel's function begins with. */
function stemOf(kernel: Kernel): string {
  switch (kernel.kind) {
    case 'product':
    case 'pack':
    case 'int16-product':
    case 'int16-pack':
      return `${kernel.kind.replace('-', '_')}_${kernel.k}x${kernel.n}`;
    case 'int16-rows':
      return `int16_rows_${kernel.k}`;
    case 'outer':
      return `outer_${kernel.m}x${kernel.n}`;
    default:
      return kernel.kind.replace('-', '_');
  }
}

function writeKernel(module: ModuleWriter, kernel: Kernel, name: string): string {
  switch (kernel.kind) {
    case 'rows':
      return writeRowKernel(module, kernel, name);
    case 'product':
      return writeProduct(module, kernel, name);
    case 'pack':
      return writePack(module, kernel, name);
    case 'int16-rows':
      return writeInt16Rows(module, kernel, name);
    case 'int16-product':
      return writeInt16Product(module, kernel, name);
    case 'int16-pack':
      return writeInt16Pack(module, kernel, name);
    case 'outer':
      return writeOuter(module, kernel, name);
    default:
      return writeRoutine(module, kernel, name);
  }
}
