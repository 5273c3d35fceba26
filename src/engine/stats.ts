import type { Program, Step } from '../../compiler/program/program.ts';
import { nameOf } from '../../compiler/program/program-operands.ts';
import type { Path } from './kernels/table.ts';

export interface ModelStats {
  readonly path: Path;
  /** Whether kernels that the compiler wrote run, or tfjs's own. */
  readonly code: 'generated' | 'stock';
  /** Whether generated kernels run that fuse multiply and add. */
  readonly relaxed: boolean;
  /** How often each kernel is called in the text of the program, where a loop counts once. Elementwise kernels go by op, plain copies by `copy`. */
  readonly kernels: { readonly [kernel: string]: number };
  /** Calls that one run makes. */
  readonly calls: number;
  /** A multiply-add counts as two operations, any other operation on an element as one. The same for generated and stock kernels. */
  readonly flops: number;
  /** Bytes of the operands and results of all calls of a run. A buffer counts once for each call that uses it. */
  readonly bytesMoved: number;
  readonly arenaBytes: number;
  readonly persistentBytes: number;
  readonly packedBytes: number;
  /** The most bytes that the heap must hold at one time. */
  readonly peakBytes: number;
}

/** Where the time of a run goes: one entry per step of the program, a loop being one. */
export interface StepTime {
  /** The layer or value, and what is done: a kernel, or the loop. */
  readonly name: string;
  readonly kernel: string;
  /** `update`: of the optimiser, which writes the next weights; only a training step has those. */
  readonly part: 'run' | 'update';
  /** Calls of kernels and copies, those of every step of a loop; as in `ModelStats`, and so are the next two. */
  readonly calls: number;
  readonly flops: number;
  readonly bytesMoved: number;
  /** Median of some runs on zeros. */
  readonly milliseconds: number;
  /** Share of the time of all steps, 0 to 1. */
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

/** Calls in the text of a program, by kernel. */
export function countKernels({ main, update }: Program): ModelStats['kernels'] {
  const kernels: { [kernel: string]: number } = {};
  const visit = (steps: readonly Step[]): void => {
    for (const step of steps) {
      if (step.kind === 'loop') visit(step.body);
      else {
        const name =
          step.kind === 'copy' ? 'copy' : step.kind === 'generated' ? step.call.kernel.kind : nameOf(step.call);
        kernels[name] = (kernels[name] ?? 0) + 1;
      }
    }
  };
  visit([...main, ...update]);
  return kernels;
}
