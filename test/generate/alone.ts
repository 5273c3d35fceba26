import { createContext, runInContext } from 'node:vm';
import { assemble } from '../../compiler/6-generate/assemble.ts';
import { type GenerateOptions, generateText } from '../../compiler/6-generate/generate.ts';
import { constantDim, evaluateDim } from '../../compiler/ir/dim.ts';
import { bytesOf, type Dtype } from '../../compiler/ir/types.ts';
import type { Buffer, BufferId } from '../../compiler/program/buffer.ts';
import { EntryLayout, entryName } from '../../compiler/program/entry.ts';
import type { Kernel } from '../../compiler/program/generated.ts';
import type { Program, Step } from '../../compiler/program/program.ts';

/** One buffer that a kernel is given. */
export interface Operand {
  readonly dtype: Dtype;
  /** What lies there before. NaN in int32 and bool stands for arbitrary bits. */
  readonly data: ArrayLike<number>;
  /** What must lie there afterwards; null where the kernel may leave anything. Absent: the kernel must not write. */
  readonly after?: Float64Array | readonly number[] | null;
  /** The largest error of each element of `after`; 0 where absent. */
  readonly error?: (i: number) => number;
}

/** A call of one kernel. Operands that are one object are one buffer. */
export interface Case {
  readonly kernel: Kernel;
  readonly counts: readonly number[];
  readonly operands: readonly Operand[];
}

/** All that is before and behind a buffer: no number as a float, -1 as an integer. */
const CANARY = 0xff;
const GUARD = 64;

function programOf(cases: readonly Case[]): { readonly program: Program; readonly operands: readonly Operand[] } {
  const operands = [...new Set(cases.flatMap((c) => c.operands))];
  const ids = new Map(operands.map((o, i) => [o, i as BufferId]));
  const buffers = operands.map(
    ({ dtype, data }, i): Buffer => ({
      name: `${i}`,
      dtype,
      shape: [constantDim(data.length)],
      storage: { kind: 'own', role: 'temporary' },
    }),
  );
  const main = cases.map(
    ({ kernel, counts, operands: own }): Step => ({
      kind: 'generated',
      call: {
        kernel,
        operands: own.map((o) => ids.get(o) as BufferId),
        written: own.flatMap(({ after }, i) => (after === undefined ? [] : [i])),
        counts: counts.map(constantDim),
        name: '',
        origins: [],
      },
    }),
  );
  const program: Program = {
    name: 'alone',
    variant: 'inference',
    fullLength: true,
    buffers,
    prepare: [],
    main,
    update: [],
    inputs: [],
    weights: [],
    outputs: [],
    slots: [],
    streaming: null,
  };
  return { program, operands };
}

export const textOf = (cases: readonly Case[], options: GenerateOptions): string =>
  generateText(programOf(cases).program, options);

/** Makes an instance where there is nothing but the language and WebAssembly: no Node, no clock, no files. */
const instantiate = runInContext(
  `(bytes, memory) => {
    for (const name of ['process', 'require', 'fetch', 'setTimeout', 'performance'])
      if (name in globalThis) throw new Error('not bare: ' + name);
    const module = new WebAssembly.Module(bytes);
    const imports = WebAssembly.Module.imports(module).map((i) => i.module + '.' + i.name + ' ' + i.kind);
    if (imports.join() !== 'env.memory memory') throw new Error('imports ' + imports);
    return new WebAssembly.Instance(module, { env: { memory } }).exports;
  }`,
  createContext(Object.create(null)),
) as (bytes: Uint8Array, memory: WebAssembly.Memory) => { readonly [name: string]: (block: number) => void };

export interface RunOptions extends GenerateOptions {
  /** Text → bytes. */
  readonly assemble?: (text: string) => Uint8Array;
}

/**
 * Runs every case on memory of its own and compares what lies there with what must. Buffers begin at no round address, one behind the other,
 * with bytes between them that nobody may change.
 * @throws Error at the first difference
 */
export function check(cases: readonly Case[], options: RunOptions = { relaxed: false, shared: false }): void {
  const { program, operands } = programOf(cases);
  const blocks = cases.map((_, i) => new EntryLayout(program, program.main[i] as Step).arguments);
  let at = 4 * blocks.reduce((n, block) => n + block.length, 0) + GUARD;
  const places = operands.map(({ dtype, data }) => {
    const place = at;
    // floats end anywhere, bools begin anywhere
    at += data.length * bytesOf(dtype) + GUARD;
    if (at % 4 > 0) at += 4 - (at % 4);
    return place;
  });
  const pages = Math.ceil((at + GUARD) / 65536);
  const memory = options.shared
    ? new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true })
    : new WebAssembly.Memory({ initial: pages });
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(CANARY);
  const write = (place: number, dtype: Dtype, data: ArrayLike<number>): void => {
    const view = new DataView(memory.buffer);
    for (let i = 0; i < data.length; i++) {
      const value = data[i] as number;
      if (dtype === 'bool') bytes[place + i] = value;
      else if (dtype === 'int32') view.setInt32(place + 4 * i, value, true);
      else view.setFloat32(place + 4 * i, value, true);
    }
  };
  operands.forEach(({ dtype, data }, i) => {
    write(places[i] as number, dtype, data);
  });
  let next = 0;
  const pointers = blocks.map((block) => {
    const pointer = next;
    for (const argument of block) {
      if (argument.kind === 'stride') throw new Error('a stride without a loop');
      const value = argument.kind === 'size' ? evaluateDim(argument.dim, {}) : (places[argument.buffer] as number);
      write(next, 'int32', [value]);
      next += 4;
    }
    return pointer;
  });
  const before = bytes.slice();
  const exports = instantiate((options.assemble ?? assemble)(generateText(program, options)), memory);
  cases.forEach(({ kernel, counts, operands: own }, i) => {
    const where = (): string => `${JSON.stringify(kernel)} of ${counts}`;
    (exports[entryName('main', i)] as (block: number) => void)(pointers[i] as number);
    for (const operand of new Set(own)) {
      const { dtype, data, after, error } = operand;
      const place = places[operands.indexOf(operand)] as number;
      const end = place + data.length * bytesOf(dtype);
      const guards = [...bytes.subarray(place - GUARD, place), ...bytes.subarray(end, end + GUARD)];
      const hurt = guards.findIndex((b) => b !== CANARY);
      if (hurt >= 0) throw new Error(`${where()}: writes beside operand ${own.indexOf(operand)}, guard byte ${hurt}`);
      if (after === undefined) continue;
      // what it wrote is what must lie there from now on
      before.set(bytes.subarray(place, end), place);
      if (after === null) continue;
      const view = new DataView(memory.buffer);
      for (let j = 0; j < data.length; j++) {
        const found =
          dtype === 'bool'
            ? (bytes[place + j] as number)
            : dtype === 'int32'
              ? view.getInt32(place + 4 * j, true)
              : view.getFloat32(place + 4 * j, true);
        const wanted = after[j] as number;
        const same = Object.is(found, wanted) || Math.abs(found - wanted) <= (error?.(j) ?? 0);
        if (!same) throw new Error(`${where()}: operand ${own.indexOf(operand)} is ${found} at ${j}, not ${wanted}`);
      }
    }
  });
  const changed = bytes.findIndex((b, i) => b !== before[i]);
  if (changed >= 0) throw new Error(`byte ${changed}, which no kernel is given to write, has changed`);
}

/** Reproducible numbers from -1 to 1 in float32. */
export function numbers(seed: number): () => number {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.fround(state / 2 ** 31 - 1);
  };
}

export const times = (n: number, next: () => number): Float32Array => Float32Array.from({ length: n }, next);

/** Multiply-adds rounded once, where this engine has them. */
export const hasRelaxed: boolean = WebAssembly.validate(
  assemble(
    '(module (func (param $x v128) (result v128) (f32x4.relaxed_madd (local.get $x) (local.get $x) (local.get $x))))',
  ) as BufferSource,
);

/** What kernels must be right with. */
export const roundings: readonly GenerateOptions[] = [
  { relaxed: false, shared: false },
  ...(hasRelaxed ? [{ relaxed: true, shared: false }] : []),
];
