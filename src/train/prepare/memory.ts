import { lowerGraph } from '../../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../../compiler/5-fuse/fuse.ts';
import { MemoryPlanner } from '../../../compiler/7-plan/plan-memory.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { lost } from '../../../compiler/diagnostics/invariants.ts';
import { bindSegments } from '../../../compiler/graph/segments.ts';
import { evaluateShape, symbolsOf } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { bytesOf, type ValueId } from '../../../compiler/ir/types.ts';
import { HEAP_LIMIT_BYTES } from '../../engine/backend/backend.ts';
import * as say from '../messages.ts';
import type { Trainable } from './prepare.ts';

/**
 * Checks before any data is read that a training step can fit into memory. A step that needs too much only for its batch is refused at the first batch.
 * @param memoryLimit bytes; the heap of WebAssembly is a limit in any case
 * @throws RnncError `training-too-large`
 */
export function checkTrainingMemory({ compiled, objective, graphs }: Trainable, memoryLimit = HEAP_LIMIT_BYTES): void {
  const limit = Math.min(memoryLimit, HEAP_LIMIT_BYTES);
  const { step } = graphs;
  const { learning } = step;
  const weights = bytesOfValues(step, step.weights);
  const slots = bytesOfValues(step, learning?.slots ?? []);
  const gradients = bytesOfValues(step, learning?.gradients ?? []);
  if (weights + slots + gradients <= limit) return;
  // Gradients that are equal share memory, and some need none: the plan knows. Making it takes time, so it is made only for large models.
  const needed = smallestPeak(step, compiled.unroll);
  if (needed <= limit) return;
  const { places, optimizer, average } = objective;
  const of = { needed, limit, weights, slots, gradients, optimizer: optimizer.type, isAveraged: average !== null };
  throw new RnncError([say.trainingTooLarge(places.optimizer, of)], compiled.sources);
}

function bytesOfValues(graph: Graph, of: readonly { readonly value: ValueId }[]): number {
  return of.reduce((sum, { value }) => {
    const { shape, dtype } = graph.values[value]?.type ?? lost();
    return sum + evaluateShape(shape, {}).reduce((a, b) => a * b, bytesOf(dtype));
  }, 0);
}

/** Bytes that a step needs for one sample of one step of time. */
function smallestPeak(step: Graph, unroll: number | null): number {
  const program = fuseProgram(lowerGraph(step, { fullLength: true, unroll, precision: 'float32' }));
  const symbols = program.buffers.flatMap(({ shape }) => shape.flatMap(symbolsOf));
  const ones = Object.fromEntries(symbols.map((symbol) => [symbol, 1]));
  return new MemoryPlanner(program).plan({ ...ones, ...bindSegments(step, ones) }).peakBytes;
}
