import { printDim, printShape } from '../ir/dim.ts';
import type { BufferId } from './buffer.ts';
import type { GeneratedCall, Kernel, RowStatement } from './generated.ts';
import type { KernelCall, Plan, Program, Step } from './program.ts';
import { nameOf, operandsOf } from './program-operands.ts';

/**
 * The textual form of a program: its buffers with where they live, then the steps.
 *
 *   #4 encoder.0.forward.c: float32[batch, 8] input
 *   #7 = sigmoid #6
 */
export function printProgram(program: Program): string {
  const lines = [`program ${program.name} (${program.variant}${program.fullLength ? ', full length' : ''})`];
  program.buffers.forEach((_, i) => {
    lines.push(`  ${printBuffer(program, i as BufferId)}`);
  });
  lines.push('prepare', ...printSteps(program.prepare, '  '), 'main', ...printSteps(program.main, '  '));
  if (program.update.length > 0) lines.push('update', ...printSteps(program.update, '  '));
  for (const { name, buffer } of program.outputs) lines.push(`output ${name} = #${buffer}`);
  return `${lines.join('\n')}\n`;
}

function printBuffer(program: Program, id: BufferId): string {
  const buffer = program.buffers[id];
  if (buffer === undefined) return `#${id} ?`;
  const { storage } = buffer;
  const where =
    storage.kind === 'own'
      ? storage.role === 'constant'
        ? `constant ${storage.values.length > 4 ? `${storage.values.length} numbers` : storage.values.join(', ')}`
        : storage.role
      : storage.kind === 'view'
        ? `view of #${storage.of} at ${printDim(storage.offset)}`
        : storage.kind === 'element'
          ? `element of #${storage.of} in loop ${storage.loop}`
          : `rows of #${storage.of} from #${storage.start}`;
  return `#${id} ${buffer.name}: ${buffer.dtype}${printShape(buffer.shape)} ${where}`;
}

function printSteps(steps: readonly Step[], indent: string): string[] {
  return steps.flatMap((step) => {
    if (step.kind === 'copy') return [`${indent}#${step.to} = copy #${step.from}`];
    if (step.kind === 'kernel') return [`${indent}${printCall(step.call)}`];
    if (step.kind === 'generated') return printGenerated(step.call).map((line) => `${indent}${line}`);
    const sizes = step.ragged.map(({ symbol, count }) => `, ${symbol} = #${count}`).join('');
    const head = `${indent}loop ${step.loop} ${step.direction} ${printDim(step.length)}${sizes} (${step.name})`;
    return [head, ...printSteps(step.body, `${indent}  `)];
  });
}

function printCall(call: KernelCall): string {
  const fused = call.kernel === '_FusedMatMul' && call.activation !== 'linear' ? ` ${call.activation}` : '';
  const fresh = 'fresh' in call && call.fresh ? ' fresh' : '';
  const int16 = 'int16' in call && call.int16 === true ? ' int16' : '';
  return `#${call.out} = ${nameOf(call)} ${operandsOf(call)
    .map((id) => `#${id}`)
    .join(' ')}${fused}${fresh}${int16}`;
}

function printGenerated({ kernel, operands, written, counts }: GeneratedCall): string[] {
  const name = (i: number): string => `#${operands[i] ?? '?'}`;
  const list = (ids: readonly number[]): string => ids.map(name).join(' ');
  const all = operands.map((_, i) => i);
  const reads = all.filter((i) => !written.includes(i));
  const sizes = counts.map(printDim).join(', ');
  switch (kernel.kind) {
    case 'rows': {
      const head = `${list(written)} = rows [${sizes}${kernel.width === null ? '' : `; ${kernel.width}`}] ${list(reads)}`;
      return [head.trimEnd(), ...kernel.statements.map((s, v) => `  ${printStatement(s, v, name)}`)];
    }
    case 'product':
    case 'int16-product':
      return [
        `${list(written)} = ${kernel.kind} [${sizes}; ${kernel.k}, ${kernel.n}] ${list(reads)} from ${kernel.start}${printSkip(kernel)}`,
      ];
    case 'pack':
    case 'int16-pack':
      return [
        `${list(written)} = ${kernel.kind} [${kernel.k}, ${kernel.n}] ${list(reads)} at ${kernel.rowStride} i + ${kernel.columnStride} j`,
      ];
    case 'int16-rows':
      return [`${list(written)} = int16-rows [${sizes}; ${kernel.k}] ${list(reads)}`];
    case 'outer':
      return [
        `${list(written)} = outer [${sizes}; ${kernel.m}, ${kernel.n}] ${list(reads)} at ${kernel.outStride} i + j${printSkip(kernel)}`,
      ];
    default:
      return [
        `${list(written)} = ${kernel.kind}${'by' in kernel ? ` ${kernel.by}` : ''} [${sizes}] ${list(reads)}`.trimEnd(),
      ];
  }
}

const printSkip = (kernel: Kernel): string =>
  'skip' in kernel && kernel.skip !== undefined ? ` without ${kernel.skip}` : '';

function printStatement(s: RowStatement, v: number, name: (i: number) => string): string {
  switch (s.kind) {
    case 'load':
      return `v${v} = ${name(s.operand)}${s.pass > 0 ? ` in pass ${s.pass}` : ''}`;
    case 'constant':
      return `v${v} = ${s.value}`;
    case 'place':
      return `v${v} = place in row${s.pass > 0 ? ` in pass ${s.pass}` : ''}`;
    case 'apply':
      return `v${v} = ${s.op} ${s.of.map((of) => `v${of}`).join(' ')}`;
    case 'reduce':
      return `v${v} = ${s.by} of row v${s.of}`;
    case 'store':
      return `${name(s.operand)} = v${s.of}`;
    default:
      return s satisfies never;
  }
}

/** Addresses of one plan, arena buffers by offset. @param flops of a run */
export function printPlan(program: Program, plan: Plan, flops: number): string {
  const sizes = Object.entries(plan.sizes).map(([symbol, size]) => `${symbol} = ${size}`);
  const lines = [
    `plan ${program.name}${sizes.length === 0 ? '' : ` (${sizes.join(', ')})`}`,
    `  arena ${plan.arenaBytes} bytes, persistent ${plan.persistentBytes} bytes, packed weights ${plan.packedBytes} bytes, peak ${plan.peakBytes} bytes`,
    `  ${flops} flops a run`,
  ];
  const rows = plan.offsets.flatMap((offset, i) => {
    const buffer = program.buffers[i];
    if (buffer === undefined || buffer.storage.kind !== 'own') return [];
    const block = ['weight', 'slot', 'prepared', 'constant'].includes(buffer.storage.role) ? 'persistent' : 'arena';
    return [{ block, offset, text: `  ${block} ${offset}: #${i} ${buffer.name}` }];
  });
  rows.sort((a, b) => (a.block < b.block ? -1 : a.block > b.block ? 1 : a.offset - b.offset));
  return `${[...lines, ...rows.map((r) => r.text)].join('\n')}\n`;
}
