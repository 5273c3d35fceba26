import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { steppedAxes } from '../../../compiler/graph/split-at-steps.ts';
import { type StateHistory, withStateHistory } from '../../../compiler/graph/state-history.ts';
import { printDim } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { readsItself } from '../../answers/feedback/refuse-feedback.ts';
import type { ModelDefinition } from '../../artifact/definition.ts';
import { rowsBefore } from '../../data/batches/encode-given.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { columnsBySeries } from '../../data/encode/series-scale.ts';
import { axisOfNestedSteps } from '../../model/nested-steps.ts';
import { UsageError } from '../inputs/usage.ts';
import * as say from './messages.ts';

/**
 * The graph of a model that reads ahead.
 * @returns null where more than backward directions keeps it from taking its steps one by one
 * @throws UsageError for options that do not go together with a lookahead; RnncError for a model that needs none, has inputs without steps, or reads rows of data by the ones before
 */
export function historyFor(
  { graphs: { inference }, training }: ModelDefinition,
  options: { readonly prepared: boolean; readonly start: string | undefined; readonly over: string | undefined },
): StateHistory | null {
  if (options.start !== undefined) throw new UsageError(say.aheadWithoutStart());
  const axes = steppedAxes(inference).filter(({ axis }) => options.over === undefined || axis === options.over);
  const [only, ...others] = axes;
  if (axes.some(({ stepping }) => stepping.kind !== 'refused')) throw new RnncError([say.needsNoLookahead()]);
  const nested = axisOfNestedSteps(inference);
  if (nested !== null) throw new RnncError([say.aheadOfNestedSteps(nested)]);
  if (only === undefined || others.length > 0) return null;
  const history = withStateHistory(inference, only.axis);
  const still = inference.inputs.flatMap(({ role, name, value }) => {
    const [, steps] = inference.values[value]?.type.shape ?? [];
    return role === 'feed' && (steps === undefined || printDim(steps) !== only.axis) ? [name] : [];
  });
  if (history !== null && still.length > 0) throw new RnncError([say.aheadOfSteps(still, only.axis)]);
  if (history !== null && training !== undefined && !options.prepared && !isAlone(training.preprocessing))
    throw new RnncError([say.aheadIsPrepared()]);
  return history;
}

/** Whether a row is read and told without those before it, its series and what the model says. */
const isAlone = (known: Preprocessing): boolean =>
  rowsBefore(known) === 0 && columnsBySeries(known).length === 0 && !readsItself(known);

/** The same model of another graph, whose kernels are made when it is loaded. */
export function withGraph({ kernels: _, ...definition }: ModelDefinition, inference: Graph): ModelDefinition {
  return { ...definition, graphs: { ...definition.graphs, inference } };
}
