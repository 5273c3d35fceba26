import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { assemble } from '../../compiler/6-generate/assemble.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import { planMemory } from '../../compiler/7-plan/plan-memory.ts';
import type { SizeBinding } from '../../compiler/ir/dim.ts';
import { evaluations } from '../../compiler/ops/evaluations.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import { isGenerated } from '../../compiler/program/entry.ts';
import type { Program, Step } from '../../compiler/program/program.ts';
import { EntryBinder, EntryTable, GeneratedCode } from '../../src/engine/code/generated-code.ts';
import { placementOf } from '../../src/engine/memory/placement.ts';

/** Bytes that nobody may change; NaN as floats. */
const CANARY = 0xff;
const GUARD = 256;

export interface Feeds {
  /** By name; states left out are zeros, lengths the full size. */
  readonly inputs: ReadonlyMap<string, Tensor64>;
  readonly weights: ReadonlyMap<string, Tensor64>;
  readonly sizes: SizeBinding;
}

/** Code of a program, to be run at many sizes. */
export interface Code {
  readonly program: Program;
  readonly text: string;
  readonly bytes: Uint8Array;
}

export function codeOf(lowered: Program, relaxed = false): Code {
  const program = fuseProgram(lowered);
  const text = generateText(program, { relaxed, shared: false });
  return { program, text, bytes: assemble(text) };
}

/**
 * Runs the generated code of a program on memory of its own, without tfjs. Whatever no step has written is NaN. What was left to stock
 * kernels is computed here.
 * @returns the outputs, and the final states under their names with `final ` before them.
 * @throws Error where a byte outside the blocks has changed.
 */
export function runProgram({ program, bytes }: Code, { inputs, weights, sizes }: Feeds): Map<string, Tensor64> {
  const plan = planMemory(program, sizes);
  const aligned = (n: number): number => Math.ceil(n / 64) * 64 + GUARD;
  const blocks = { arguments: GUARD, arena: 0, persistent: 0 };
  const table = new EntryTable(program);
  blocks.arena = blocks.arguments + aligned(table.argumentBytes);
  blocks.persistent = blocks.arena + aligned(plan.arenaBytes);
  const end = blocks.persistent + aligned(plan.persistentBytes);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / 65536) });
  const heap = new Uint8Array(memory.buffer);
  const floats = new Float32Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  heap.fill(CANARY);
  const viewOf = (id: BufferId): Uint8Array | Float32Array | Int32Array => {
    const { block, offset, size } = placementOf(program, plan, id);
    const at = blocks[block] + offset;
    const dtype = program.buffers[id]?.dtype;
    if (dtype === 'bool') return heap.subarray(at, at + size);
    return (dtype === 'int32' ? integers : floats).subarray(at / 4, at / 4 + size);
  };
  const tensorOf = (id: BufferId): Tensor64 => {
    const dtype = program.buffers[id]?.dtype ?? 'float32';
    return { dtype, shape: placementOf(program, plan, id).shape, data: Float64Array.from(viewOf(id)) };
  };
  program.buffers.forEach(({ storage }, i) => {
    if (storage.kind !== 'own' || storage.role !== 'constant') return;
    const view = viewOf(i as BufferId);
    if (storage.values.length === 1) view.fill(storage.values[0] as number);
    else view.set(storage.values);
  });
  for (const { path, buffer } of program.weights) viewOf(buffer).set(weights.get(path)?.data ?? []);
  const code = new GeneratedCode(bytes, memory, false);
  const binder = new EntryBinder(table, plan, code, blocks, integers);
  const bind = (step: Step): (() => void) => {
    if (isGenerated(step)) return binder.bind(step);
    if (step.kind === 'kernel' && step.call.kernel === 'BatchMatMul') {
      const { a, b, out } = step.call;
      return () => multiply(viewOf(a), viewOf(b), viewOf(out), placementOf(program, plan, b).shape);
    }
    // what is stretched along batch and time alone, without a width that is known
    if (step.kind === 'kernel' && step.call.kernel === 'elementwise' && step.call.op !== 'cast') {
      const { op, operands, out } = step.call;
      const evaluate = evaluations[op];
      return () => {
        const context = { sizes, typeOf: none, runBody: none };
        const [result] = evaluate(operands.map(tensorOf), {}, context);
        viewOf(out).set(result?.data ?? []);
      };
    }
    throw new Error(`a stock step: ${JSON.stringify(step)}`);
  };
  const prepare = program.prepare.map(bind);
  const main = program.main.map(bind);
  for (const thunk of prepare) thunk();
  const once = (): Map<string, Tensor64> => {
    for (const input of program.inputs) {
      const view = viewOf(input.buffer);
      const start = input.role === 'state' && input.start !== null ? inputs.get(input.start) : undefined;
      const given = inputs.get(input.name) ?? start;
      if (given !== undefined) view.set(given.data);
      else if (input.role === 'lengths') view.fill(sizes[input.symbol] ?? 0);
      else if (input.role === 'state') view.fill(0);
      else throw new Error(`${input.name} is not fed`);
    }
    for (const thunk of main) thunk();
    const results = new Map<string, Tensor64>();
    for (const { name, buffer } of program.outputs) results.set(name, tensorOf(buffer));
    for (const input of program.inputs)
      if (input.role === 'state') results.set(`final ${input.name}`, tensorOf(input.final));
    return results;
  };
  const first = once();
  // a second run finds the arena in another state
  for (const [name, { data }] of once())
    if (!data.every((x, i) => Object.is(x, first.get(name)?.data[i])))
      throw new Error(`${name} differs in a second run`);
  const guards = [0, blocks.arena - GUARD, blocks.persistent - GUARD, end - GUARD];
  for (const at of guards)
    if (heap.subarray(at, at + GUARD).some((b) => b !== CANARY))
      throw new Error(`bytes beside a block have changed: ${at}`);
  return first;
}

const none = (): never => {
  throw new Error('no values and no bodies here');
};

function multiply(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  out: { [i: number]: number },
  shape: readonly number[],
): void {
  const [k = 0, n = 0] = shape;
  const rows = k === 0 ? 1 : a.length / k;
  for (let r = 0; r < rows; r++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += Number(a[r * k + i]) * Number(b[i * n + j]);
      out[r * n + j] = sum;
    }
}
