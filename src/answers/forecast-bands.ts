import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import { type BandKind, bandOf } from '../uncertainty/bands.ts';
import { percent, widestBand } from '../uncertainty/heads.ts';
import * as say from '../uncertainty/messages.ts';
import { type Plan, planOf, WHAT } from './forecast-plan.ts';
import { requireTraining } from './trained.ts';

/** What a band around a forecast is. */
export interface ForecastBand {
  /** The share of what comes that should lie in it. */
  readonly level: number;
  /** `quantiles` and `gaussian`: the model tells it; `errors`: from its errors on the validation part. */
  readonly kind: BandKind;
}

/**
 * The plan with a band for each target.
 * @param level null: none is asked for.
 * @throws RnncError `interval-unknown` where the model does not know enough, and beyond the steps that it gives at once
 */
export function withBands(
  plan: Plan,
  level: number | null,
  horizon: number,
): {
  readonly plan: Plan;
  readonly bands: { readonly [column: string]: ForecastBand };
  readonly notes: readonly string[];
} {
  if (level === null) return { plan, bands: {}, notes: [] };
  if (horizon > plan.horizon) throw new RnncError([say.bandBeyond(horizon, plan.horizon)]);
  if (plan.feedback !== null) throw new RnncError([say.bandFedBack(plan.feedback.fed.map(({ previous }) => previous))]);
  const bands: { [column: string]: ForecastBand } = {};
  const notes: string[] = [];
  const targets = plan.targets.map((target) => {
    const band = bandOf(target.task, level);
    if (!('ends' in band)) throw new RnncError([band]);
    const names = target.columns.map(({ name }) => name).filter((name) => bands[name] === undefined);
    for (const name of names) bands[name] = { level, kind: band.kind };
    if (names.length > 0) notes.push(`the ${percent(level)} % band of ${names.join(', ')} ${band.origin}`);
    return { ...target, band };
  });
  return { plan: { ...plan, targets }, bands, notes };
}

/** The level that a picture shows where none is asked for: 0.8, or what the quantiles hold; null: the model knows of no band. */
export function usualLevel(model: RunnableModel, horizon: number | null): number | null {
  const plan = planOf(model, requireTraining(model, WHAT));
  if ((horizon !== null && horizon > plan.horizon) || plan.feedback !== null) return null;
  const tasks = plan.targets.map(({ task }) => task);
  const widest = tasks.flatMap(({ quantiles }) => (quantiles === undefined ? [] : [widestBand(quantiles)]));
  const isKnown = (level: number): boolean => level > 0 && tasks.every((task) => 'ends' in bandOf(task, level));
  return [0.8, ...widest].find(isKnown) ?? null;
}
