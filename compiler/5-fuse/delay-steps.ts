import { equalDims } from '../ir/dim.ts';
import type { BufferId } from '../program/buffer.ts';
import type { Step } from '../program/program.ts';
import { conflict, type Memory } from './memory.ts';

/**
 * What does not depend on a softmax comes before it, such as the weight of each row in a mean: work on its result, the gradient of a cross-entropy too,
 * can then stand in its row kernel. What reads the same numbers or is as large stays behind it, for the same kernel.
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

/** One-hot rows are made right before they are first read: in the row kernel of their reader they are numbers of its own, not memory. */
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
