import { InternalError } from '../diagnostics/diagnostic.ts';
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
  const add = (name: string, value: number): void => {
    if (settings.has(name)) throw new InternalError(`two settings of the optimiser are called ${name}`);
    settings.set(name, value);
  };
  if (optimizer.weightDecay > 0) add('keep', 1 - rate * optimizer.weightDecay);
  // Keras 3.15.1, `_update_model_variables_moving_average`: the first step's weights are the first average
  if (average !== null) add('average_keep', step === 1 ? 0 : average);
  return new Map([...settings].map(([name, value]) => [settingName(name), value]));
}
