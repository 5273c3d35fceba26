import { lowerGraph } from '../../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../../compiler/5-fuse/fuse.ts';
import { countWork } from '../../../compiler/7-plan/count-work.ts';
import { planMemory } from '../../../compiler/7-plan/plan-memory.ts';
import { multiplyAdds } from '../../../compiler/graph/multiply-adds.ts';
import { evaluateDim, type SizeBinding } from '../../../compiler/ir/dim.ts';
import type { ModelDefinition } from '../../artifact/definition.ts';

/** A run of some sizes, as the compiler plans it. */
export interface PlannedRun {
  /** Of the inputs: `{batch: 1, time: 100}`. */
  readonly sizes: SizeBinding;
  /** The most that memory must hold at one time, weights and their packed forms included. */
  readonly bytes: number;
  /** Multiply-adds count as two, any other operation on an element as one. */
  readonly operations: number;
  readonly multiplyAdds: number;
}

/**
 * @param all sizes of every symbol of the graph
 * @param sizes those to be told
 */
export function plannedRun(
  { graphs: { inference }, unroll, precision = 'float32' }: ModelDefinition,
  all: SizeBinding,
  sizes: SizeBinding,
): PlannedRun {
  const program = fuseProgram(lowerGraph(inference, { fullLength: true, unroll, precision }));
  return {
    sizes,
    bytes: planMemory(program, all).peakBytes,
    operations: countWork(program, [...program.main, ...program.update], all).flops,
    multiplyAdds: [...multiplyAdds(inference).values()].reduce((sum, count) => sum + evaluateDim(count, all), 0),
  };
}
