import { at, lost } from '../diagnostics/invariants.ts';
import { evaluateDim, evaluateShape, type SizeBinding } from '../ir/dim.ts';
import type { BufferId } from '../program/buffer.ts';
import type { GeneratedCall, RowKernel } from '../program/generated.ts';
import type { KernelCall, Program, Step } from '../program/program.ts';
import { touchedBy } from '../program/program-operands.ts';
import { bufferBytes, elementsOf } from './buffer-size.ts';

type Loop = Extract<Step, { kind: 'loop' }>;

/** What steps do for one binding of sizes. */
export interface Work {
  /** Multiply-adds count as two, every other operation on an element as one. */
  readonly flops: number;
  /** Bytes of all operands and results of every call. Of a table that is read or written by index, only the rows in question count. */
  readonly bytes: number;
  /** Number of calls of kernels and copies, counted in every step of a loop anew. */
  readonly calls: number;
}

const NONE: Work = { flops: 0, bytes: 0, calls: 0 };

const plus = (a: Work, b: Work, times = 1): Work => ({
  flops: a.flops + times * b.flops,
  bytes: a.bytes + times * b.bytes,
  calls: a.calls + times * b.calls,
});

export function countWork(program: Program, steps: readonly Step[], sizes: SizeBinding): Work {
  return steps.reduce((work, step) => plus(work, workOf(program, step, sizes)), NONE);
}

function workOf(program: Program, step: Step, sizes: SizeBinding): Work {
  if (step.kind === 'loop') return workOfLoop(program, step, sizes);
  const { reads, writes } = touchedBy(step);
  const flops =
    step.kind === 'kernel'
      ? flopsOfCall(program, step.call, sizes)
      : step.kind === 'generated'
        ? flopsOfGenerated(program, step.call, sizes)
        : 0;
  const rows = rowsTouched(step);
  const bytes = [...reads, ...writes].reduce((sum, id) => {
    const touched = id === rows?.table ? rows.like : id;
    return sum + bufferBytes(at(program.buffers, touched), sizes);
  }, 0);
  return { flops, bytes, calls: 1 };
}

/** The table of which a step touches some rows alone, by their indices, and the buffer that has as many. */
function rowsTouched(step: Exclude<Step, Loop>): { readonly table: BufferId; readonly like: BufferId } | null {
  if (step.kind === 'kernel') {
    const { call } = step;
    if (call.kernel === 'host.gather') return { table: call.table, like: call.out };
    return call.kernel === 'host.add_rows' ? { table: call.out, like: call.x } : null;
  }
  if (step.kind !== 'generated') return null;
  const { kernel, operands } = step.call;
  if (kernel.kind === 'gather') return { table: at(operands, 0), like: at(operands, 2) };
  return kernel.kind === 'add-rows' ? { table: at(operands, 2), like: at(operands, 1) } : null;
}

/**
 * The work of all iterations of a loop. A size that changes between iterations is a factor of a step's work at most once. So for work that depends on
 * it, all iterations together count as one iteration of the total size; all other work counts once per iteration.
 */
function workOfLoop(program: Program, { body, length, ragged }: Loop, sizes: SizeBinding): Work {
  const empty = { ...sizes, ...Object.fromEntries(ragged.map(({ symbol }) => [symbol, 0])) };
  const fixed = countWork(program, body, empty);
  return ragged.reduce(
    (work, { symbol, total }) => {
      const one = plus(countWork(program, body, { ...empty, [symbol]: 1 }), fixed, -1);
      return plus(work, one, evaluateDim(total, sizes));
    },
    plus(NONE, fixed, evaluateDim(length, sizes)),
  );
}

/** Operations per element of a softmax: maximum, difference, exponential, sum and quotient. */
const SOFTMAX_OPERATIONS = 5;

/** Operations per element of a one-hot row: comparing its place with the index, and converting the result to a number. */
const ONE_HOT_OPERATIONS = 2;

/** By the same rules as `flopsOfGenerated`, so that the two forms of a program can be compared. */
function flopsOfCall(program: Program, call: KernelCall, sizes: SizeBinding): number {
  const count = elementsOf(program, call.out, sizes);
  switch (call.kernel) {
    case 'elementwise':
      return count;
    case 'BatchMatMul':
    case '_FusedMatMul': {
      const inner = evaluateShape(at(program.buffers, call.a).shape, sizes).at(-1) ?? lost();
      const bias = call.kernel === '_FusedMatMul' ? 1 : 0;
      const activation = call.kernel === '_FusedMatMul' && call.activation !== 'linear' ? 1 : 0;
      return count * (2 * inner + bias + activation);
    }
    case 'host.one_hot':
      return ONE_HOT_OPERATIONS * count;
    case 'Softmax':
      return SOFTMAX_OPERATIONS * count;
    case 'host.reduce':
    case 'host.scatter_add':
    case 'host.scatter_max':
    case 'host.add_rows':
      return elementsOf(program, call.x, sizes);
    case 'host.transpose':
    case 'host.broadcast':
    case 'host.copy_rows':
    case 'host.gather':
    case 'host.pick':
    case 'host.range':
    case 'host.valid_steps':
    case 'host.last_step':
      return 0;
    default:
      return call satisfies never;
  }
}

function flopsOfGenerated(program: Program, { kernel, operands, counts }: GeneratedCall, sizes: SizeBinding): number {
  const [rows = 1] = counts.map((d) => evaluateDim(d, sizes));
  switch (kernel.kind) {
    case 'product':
    case 'int16-product':
      return rows * kernel.n * (2 * kernel.k + (kernel.start === 'zero' ? 0 : 1));
    case 'outer':
      return 2 * rows * kernel.m * kernel.n;
    case 'rows':
      return flopsOfRows(kernel, rows);
    case 'reduce-columns':
    case 'reduce-rows':
      return elementsOf(program, at(operands, 0), sizes);
    case 'scatter-add':
    case 'add-rows':
    case 'scatter-max':
      return elementsOf(program, at(operands, 1), sizes);
    case 'pack':
    case 'int16-rows':
    case 'int16-pack':
    case 'copy-rows':
    case 'rearrange':
    case 'gather':
    case 'pick':
    case 'range':
    case 'valid-steps':
    case 'last-step':
      return 0;
    default:
      return kernel satisfies never;
  }
}

/** A statement counts once for every number it makes or reduces. */
function flopsOfRows({ width, operands, statements }: RowKernel, rows: number): number {
  const element = rows * (width ?? 1);
  /** How many numbers a value is, from few to many: one in all, one per row, one per element. */
  const extents = [1, rows, element] as const;
  const levels: (0 | 1 | 2)[] = [];
  let flops = 0;
  for (const statement of statements) {
    switch (statement.kind) {
      case 'load': {
        const { extent } = at(operands, statement.operand);
        levels.push(extent === 'one' ? 0 : extent === 'row' ? 1 : 2);
        break;
      }
      case 'place':
        levels.push(2);
        break;
      case 'constant':
        levels.push(0);
        break;
      case 'apply': {
        const held = statement.of.map((value) => levels[value]);
        const level = held.includes(2) ? 2 : held.includes(1) ? 1 : 0;
        flops += extents[level];
        levels.push(level);
        break;
      }
      case 'reduce':
        flops += element;
        levels.push(1);
        break;
      case 'store':
        levels.push(0);
        break;
      default:
        statement satisfies never;
    }
  }
  return flops;
}
