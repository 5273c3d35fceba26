import { equalDims } from '../ir/dim.ts';
import type { BufferId } from '../program/buffer.ts';
import type { Step } from '../program/program.ts';
import { conflict, type Memory } from './memory.ts';

/**
 * Moves steps that do not depend on a softmax before it, for example the computation of the weight that each row has in a mean. Then the steps after
 * the softmax that read its result, such as the gradient of a cross-entropy, can join its row kernel. Steps that read the same memory as the softmax,
 * or are as large, stay behind it, because they can join the same kernel.
 */
export function delaySoftmaxes(steps: readonly Step[], memory: Memory): readonly Step[] {
  const softmax = steps.findIndex((s) => s.kind === 'kernel' && s.call.kernel === 'Softmax');
  const first = steps[softmax];
  if (first?.kind !== 'kernel' || first.call.kernel !== 'Softmax') return steps;
  const [x, { size }] = [memory.regionOf(first.call.x), memory.regionOf(first.call.out)];
  const [free, bound]: [Step[], Step[]] = [[], []];
  const [read, written] = [new Set<BufferId>(), new Set<BufferId>()];
  for (const step of steps.slice(softmax)) {
    const { reads, writes } = memory.accessesOf(step);
    const isFree =
      bound.length > 0 &&
      !reads.some(({ root }) => root === x.root) &&
      !writes.some((w) => equalDims(w.size, size)) &&
      !reads.some(({ root }) => written.has(root)) &&
      !writes.some(({ root }) => read.has(root) || written.has(root));
    (isFree ? free : bound).push(step);
    if (isFree) continue;
    for (const { root } of reads) read.add(root);
    for (const { root } of writes) written.add(root);
  }
  return [...steps.slice(0, softmax), ...free, ...bound];
}

/** Moves steps that make one-hot rows to right before their first reader. There both join one row kernel, and the rows need no memory. */
export function delayOneHots(steps: readonly Step[], memory: Memory): readonly Step[] {
  const done = [...steps];
  for (const step of steps) {
    if (step.kind !== 'kernel' || step.call.kernel !== 'host.one_hot') continue;
    const own = memory.accessesOf(step);
    const at = done.indexOf(step);
    const next = done.findIndex((other, i) => i > at && conflict(memory.accessesOf(other), own));
    if (next < 0) continue;
    done.splice(next, 0, step);
    done.splice(at, 1);
  }
  return done;
}
