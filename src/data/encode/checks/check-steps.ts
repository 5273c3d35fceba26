import type { Diagnostic } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { FeedShape } from '../../dataset/dataset.ts';
import type { Preprocessing } from '../../dataset/preprocessing.ts';
import * as say from '../../messages/sizes.ts';
import { hasTime, product, windowSteps } from '../encode.ts';
import type { PlannedFeed } from '../plan-feeds.ts';

/** Targets with the time axis of inputs that have another number of steps along it. */
export function checkSteps(
  feeds: readonly PlannedFeed[],
  shapes: readonly FeedShape[],
  windows: Preprocessing['windows'],
): readonly Diagnostic[] {
  if (windows === null) return [];
  const inputs = feeds.filter((feed) => feed.role === 'input' && hasTime(feed));
  return feeds.flatMap((target) => {
    if (target.role !== 'target' || !hasTime(target)) return [];
    const steps = windowSteps(target, windows);
    const along = inputs.filter((input) => input.dims[1] === target.dims[1]);
    const [other] = along;
    // inputs that differ among themselves are a mistake of their own
    if (other === undefined || along.some((input) => windowSteps(input, windows) === steps)) return [];
    const found = { name: other.name, steps: windowSteps(other, windows) };
    const axis = `${target.dims[1]}`;
    if (target.part !== 'horizon') {
      const fix = other.part === 'horizon' || other.part === 'previous' ? ('target' as const) : null;
      return [say.stepsDiffer(target, steps, axis, found, fix)];
    }
    if (other.part !== 'window') return [say.stepsDiffer(target, steps, axis, found, null)];
    // with a window on another axis, this axis is that of what is known ahead
    if (inputs.some((input) => input.part === 'window' && input.dims[1] !== axis))
      return [say.stepsDiffer(target, steps, axis, found, 'input')];
    const units = product(target.dims.filter((dim) => typeof dim === 'number'));
    const sizes = { width: windows.width, horizon: windows.horizon, numbers: units * windows.horizon, units };
    const shape = shapes.find(({ name }) => name === target.name);
    return [say.oneAfterWindow(target.span, target.name, shape?.steps ?? null, sizes)];
  });
}
