import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { obstacles } from '../../compiler/diagnostics/messages/stepping.ts';
import { isKept } from '../../compiler/graph/split-at-steps.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { SessionPart } from '../artifact/stored-kernels.ts';
import type { Runner } from './runner.ts';

/** What a session of a model runs. */
export interface SessionPlan {
  /** What its steps run. */
  readonly step: Graph;
  /** The part of the model that `step` runs; null: the whole model. */
  readonly of: SessionPart | null;
  /** What runs when the session opens; null where nothing does. */
  readonly once: Graph | null;
  /** Inputs that are given when the session opens. */
  readonly given: readonly string[];
  /** Why it can take no steps; null where it can. */
  readonly refusal: string | null;
}

/**
 * Plans a session over one time axis. Inputs without that axis are given when the session opens. There is one exception: where the model has only one
 * time axis, no state starts from such an input and none is given, these inputs are given with each step.
 * @throws RnncError where there is no such axis, where there are several and none is named, and where the given inputs ask for steps that the model
 *   can't take
 */
export function planSession(runner: Runner, over: string | undefined, feeds: object): SessionPlan {
  const graph = runner.graph('inference');
  const stepped = runner.stepped();
  const names = stepped.map(({ axis }) => axis);
  const whole = { step: graph, of: null, once: null, given: [] };
  if (over !== undefined && !names.includes(over)) throw new RnncError([say.axisUnknown(over, names)]);
  const asked = over === undefined ? stepped : stepped.filter(({ axis }) => axis === over);
  const able = asked.filter(({ stepping }) => stepping.kind !== 'refused');
  if (able.length > 1) throw new RnncError([say.severalAxes(able.map(({ axis }) => axis))]);
  const [one] = able;
  if (one === undefined) {
    const reasons = asked.flatMap(({ axis, stepping }) =>
      stepping.kind === 'refused' ? [{ axis, reason: stepping.reason }] : [],
    );
    const refusal = reasons.length > 0 ? obstacles(reasons) : (graph.streaming?.reason ?? null);
    const isGiven = graph.inputs.some(({ role, name }) => role === 'feed' && Object.hasOwn(feeds, name));
    // a session that can't take steps may still be opened, to read and copy its start values
    if (refusal !== null && (over !== undefined || isGiven)) throw new RnncError([say.notStreaming(refusal)]);
    return { ...whole, refusal };
  }
  const { axis, stepping } = one;
  if (stepping.kind !== 'split') return { ...whole, refusal: null };
  const { split, given, wholeFits } = stepping;
  if (wholeFits && names.length === 1 && !given.some((name) => Object.hasOwn(feeds, name)))
    return { ...whole, refusal: null };
  return { step: split.step, of: { axis, part: 'step' }, once: split.once, given, refusal: null };
}

/** The graph as callers see it: without what was computed before the steps. */
export const withoutKept = (graph: Graph): Graph => ({
  ...graph,
  inputs: graph.inputs.filter((input) => !isKept(input)),
});
