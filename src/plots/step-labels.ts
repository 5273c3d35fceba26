import type { Spec } from '../../compiler/1-read/spec/spec.ts';
import { at } from '../../compiler/diagnostics/invariants.ts';
import type { NamedValues } from '../trace/named-values.ts';
import type { PlannedUnit } from '../trace/plan-units.ts';
import { walkOf } from '../trace/row-walk.ts';
import type { Vocabularies } from '../trace/vocabularies.ts';
import type { PlotStep } from './plot-data.ts';

/** What is known of the sample that is drawn. */
export type SampleValues = Pick<NamedValues, 'structure' | 'batch' | 'sample' | 'stepsOf'>;

export interface DrawnAxis {
  readonly axis: string;
  readonly over: 'steps' | 'nodes';
  /** Steps, or nodes, counted from 0, in the order in which they stand on the axis. */
  readonly order: readonly number[];
  readonly stepOf: (index: number) => PlotStep;
}

/**
 * The steps of time in their order, or nodes as they are computed: in the order of a sentence by a layer that reads its nodes as a sequence.
 * @param unit whose way over the nodes counts
 */
export function axisOf(
  axis: string,
  unit: PlannedUnit | null,
  spec: Spec,
  units: readonly PlannedUnit[],
  sample: SampleValues,
  vocabularies: Vocabularies,
): DrawnAxis {
  const isTree = spec.trees.some((tree) => tree.axis === axis);
  const walker = [unit, ...units].find((other) => other !== null && other.walk !== null && other.axis === axis) ?? null;
  const isSequence = unit?.order === 'forward' || unit?.order === 'backward';
  const count = sample.stepsOf(axis);
  const order =
    isTree && walker !== null && !isSequence
      ? walkOf(walker, sample).order
      : Array.from({ length: count }, (_, step) => step);
  const tokens = tokensAlong(axis, spec, sample, vocabularies);
  return {
    axis,
    over: isTree ? 'nodes' : 'steps',
    order,
    stepOf: (index) => ({ step: isTree ? index : index + 1, token: tokens(index) }),
  };
}

/** Tokens of the first input that has one at every step. */
function tokensAlong(
  axis: string,
  { inputs }: Spec,
  { structure, batch, sample, stepsOf }: SampleValues,
  vocabularies: Vocabularies,
): (index: number) => string | null {
  for (const { name, dtype, shape } of inputs) {
    if (dtype !== 'int32' || shape.length !== 2 || `${at(shape, 1).value}` !== axis) continue;
    const labels = vocabularies(name);
    const numbers = structure(name);
    if (labels === null || numbers === null) continue;
    const steps = Math.max(stepsOf(axis), numbers.length / batch);
    return (index) => labels[numbers[sample * steps + index] ?? -1] ?? null;
  }
  return () => null;
}
