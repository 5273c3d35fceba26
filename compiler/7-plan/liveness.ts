import type { BufferId } from '../program/buffer.ts';
import { rootOf } from '../program/buffer-table.ts';
import type { Program, Step } from '../program/program.ts';
import { startsOf, touchedBy } from '../program/program-operands.ts';

/** First and last position at which a buffer's memory must be its own; positions number the steps of a program in order. */
export interface Interval {
  readonly first: number;
  readonly last: number;
}

interface LoopSpan {
  readonly first: number;
  last: number;
}

/**
 * Lifetimes of the arena's buffers. Inputs live from the start, outputs and final states to the end. A buffer that only
 * steps inside one loop touch lives from its first to its last touch within an iteration: what one iteration leaves behind for the next is a state,
 * whose start and end the loop's surroundings touch. Any other buffer that is touched in a loop lives through the whole loop.
 */
export function findLifetimes(program: Program): ReadonlyMap<BufferId, Interval> {
  const touches = new Map<BufferId, { first: number; last: number; loops: LoopSpan[][] }>();
  let position = 0;
  const touch = (id: BufferId, open: readonly LoopSpan[]): void => {
    touchOne(id, open);
    for (const start of startsOf(program.buffers, id)) touchOne(start, open);
  };
  const touchOne = (id: BufferId, open: readonly LoopSpan[]): void => {
    const root = rootOf(program.buffers, id);
    const known = touches.get(root) ?? { first: position, last: position, loops: [] };
    known.first = Math.min(known.first, position);
    known.last = Math.max(known.last, position);
    known.loops.push([...open]);
    touches.set(root, known);
  };
  const walk = (steps: readonly Step[], open: readonly LoopSpan[]): void => {
    for (const step of steps) {
      position += 1;
      if (step.kind === 'loop') {
        const span: LoopSpan = { first: position, last: position };
        // a ragged loop reads the sizes of an iteration when the iteration begins
        const sizes = step.ragged.flatMap(({ start, count }) => [start, count]);
        for (const id of sizes) touch(id, [...open, span]);
        walk(step.body, [...open, span]);
        position += 1;
        span.last = position;
      } else {
        const { reads, writes } = touchedBy(step);
        for (const id of [...reads, ...writes]) touch(id, open);
      }
    }
  };
  for (const input of program.inputs) touch(input.buffer, []);
  walk(program.main, []);
  walk(program.update, []);
  position += 1;
  for (const output of program.outputs) touch(output.buffer, []);
  for (const input of program.inputs) if (input.role === 'state') touch(input.final, []);

  const lifetimes = new Map<BufferId, Interval>();
  for (const [root, { first, last, loops }] of touches) {
    const interval = { first, last };
    for (const stack of loops)
      for (const span of stack) {
        if (loops.every((other) => other.includes(span))) continue;
        interval.first = Math.min(interval.first, span.first);
        interval.last = Math.max(interval.last, span.last);
      }
    lifetimes.set(root, interval);
  }
  return lifetimes;
}
