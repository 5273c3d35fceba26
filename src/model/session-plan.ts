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
  /** What `step` is a part of the model by; null: it is the whole. */
  readonly of: SessionPart | null;
  /** What runs when the session opens; null where nothing does. */
  readonly once: Graph | null;
  /** Inputs that are given when the session opens. */
  readonly given: readonly string[];
  /** Why it can take no steps; null where it can. */
  readonly refusal: string | null;
}

/**
 * Inputs that lack the time axis whose steps are taken are given when the session opens. A model with one time axis, of which no state starts from
 * such an input, takes them with each step instead where none is given.
 * @throws RnncError where the axis is none, or is one of several and not given, and where what was given says that steps will be taken that can't
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
    // a session that is opened without these may still hand its start values about
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
