import type { Optimization } from './optimizer-spec.ts';
import { updateRule } from './update-rules.ts';

/** Name of the graph input that holds a number of the optimiser. */
export const settingName = (name: string): string => `optimizer.${name}`;

/**
 * The numbers that a training step is given besides its batch, by input name: learning rate, bias corrections and what else depends on the
 * step alone.
 * @param step counted from 1
 */
export function settingsAt(
  { optimizer, average }: Omit<Optimization, 'clip'>,
  step: number,
  rate: number,
): ReadonlyMap<string, number> {
  const settings = new Map(Object.entries(updateRule(optimizer).settings(step, rate)));
  if (optimizer.weightDecay > 0) settings.set('keep', 1 - rate * optimizer.weightDecay);
  // Keras 3.15.1, `_update_model_variables_moving_average`: the first step's weights are the first average
  if (average !== null) settings.set('average_keep', step === 1 ? 0 : average);
  return new Map([...settings].map(([name, value]) => [settingName(name), value]));
}
