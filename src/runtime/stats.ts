import { evaluateDim, type SizeBinding } from '../../compiler/ir/dim.ts';
import type { Program, Step } from '../../compiler/ir/program.ts';
import { nameOf } from '../../compiler/ir/program-operands.ts';
import type { Path } from './kernels/table.ts';

export interface ModelStats {
  readonly path: Path;
  /** Whether kernels that the compiler wrote run, or tfjs's own. */
  readonly code: 'generated' | 'stock';
  /** Whether generated kernels run that fuse multiply and add. */
  readonly relaxed: boolean;
  /** Calls in the program's text, by kernel, elementwise ones by op; `copy` for plain copies. Independent of the number of steps. */
  readonly kernels: { readonly [kernel: string]: number };
  /** Calls that one run makes. */
  readonly calls: number;
  /** Multiply-adds count as two. */
  readonly flops: number;
  /** Operands and results of all calls of a run, each call's own. */
  readonly bytesMoved: number;
  readonly arenaBytes: number;
  readonly persistentBytes: number;
  readonly packedBytes: number;
  /** What the heap must hold at once. */
  readonly peakBytes: number;
}

/** Where the time of a run goes: one entry per step of the program, a loop being one. */
export interface StepTime {
  /** The layer or value, and what is done: a kernel, or the loop. */
  readonly name: string;
  readonly kernel: string;
  /** Median of some runs on zeros. */
  readonly milliseconds: number;
  /** Of the sum over all steps, 0 to 1. */
  readonly share: number;
}

/** What a step is called in a profile. */
export function titleOf(step: Step, program: Program): Pick<StepTime, 'name' | 'kernel'> {
  switch (step.kind) {
    case 'loop':
      return { name: step.name, kernel: 'loop' };
    case 'generated':
      return { name: step.call.name, kernel: step.call.kernel.kind };
    case 'copy':
      return { name: program.buffers[step.to]?.name ?? '', kernel: 'copy' };
    case 'kernel':
      return { name: program.buffers[step.call.out]?.name ?? '', kernel: nameOf(step.call) };
    default:
      return step satisfies never;
  }
}

export function countKernels(program: Program, sizes: SizeBinding): Pick<ModelStats, 'kernels' | 'calls'> {
  const kernels: { [kernel: string]: number } = {};
  const visit = (steps: readonly Step[], times: number): number =>
    steps.reduce((calls, step) => {
      if (step.kind === 'loop') return calls + visit(step.body, times * evaluateDim(step.length, sizes));
      const name =
        step.kind === 'copy' ? 'copy' : step.kind === 'generated' ? step.call.kernel.kind : nameOf(step.call);
      kernels[name] = (kernels[name] ?? 0) + 1;
      return calls + times;
    }, 0);
  const calls = visit(program.main, 1) + visit(program.update, 1);
  return { kernels, calls };
}
