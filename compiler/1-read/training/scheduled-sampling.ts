import * as say from '../../diagnostics/messages/read/scheduled-sampling.ts';
import { oneOf } from '../data/entries.ts';
import type { ReadContext } from '../scope/context.ts';
import type { DataSpec } from '../spec/data-spec.ts';
import type { ScheduledSamplingSpec } from '../spec/training-spec.ts';
import { field, mapOf, type TreeMap } from '../yaml/tree.ts';
import { numberIn, trainingRanges as ranges } from './training-numbers.ts';

const OWNER = 'scheduled_sampling';

/**
 * The entry `scheduled_sampling` of the section `training`; null where there is none, and after a mistake.
 * @param data null: the model has no such section; undefined: it has one with mistakes
 * @param epochs over which the share falls where nothing else is written
 */
export function readScheduledSampling(
  context: ReadContext,
  training: TreeMap,
  data: DataSpec | null | undefined,
  epochs: number,
): ScheduledSamplingSpec | null {
  const entry = training.entries.get(OWNER);
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null) return null;
  const { report } = context;
  const decay = oneOf(field(map, 'decay'), ['linear', 'exponential', 'inverse_sigmoid'] as const) ?? 'linear';
  const unit = oneOf(field(map, 'unit'), ['step', 'epoch'] as const) ?? 'epoch';
  const from = numberIn(context, map, 'from', OWNER, ranges.share, 1);
  const to = numberIn(context, map, 'to', OWNER, ranges.share, from === null ? null : Math.min(0.5, from));
  const over = numberIn(context, map, 'over', OWNER, ranges.steps, unit === 'epoch' ? epochs : null);
  const passes = numberIn(context, map, 'passes', OWNER, ranges.count, 1);
  const previous = [...(data?.feeds ?? [])].some(([, feed]) => feed.kind === 'columns' && feed.part === 'previous');
  if (data !== undefined && !previous) report(say.samplingNothing(entry.key, data !== null));
  const unitEntry = map.entries.get('unit');
  if (unitEntry !== undefined && unit === 'step' && !map.entries.has('over'))
    report(say.samplingOverSteps(unitEntry.key));
  if (from === null || to === null) return null;
  const place = map.entries.get('to')?.value.span ?? entry.key;
  if (to > from) report(say.samplingRises(place, from, to));
  else if (decay === 'exponential' && to === 0 && from > 0) report(say.samplingToNothing(place));
  if (over === null || passes === null) return null;
  return { span: entry.key, decay, from, to, over, unit, passes };
}
