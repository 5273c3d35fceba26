import type { DataSpec } from '../../../../compiler/1-read/spec/data-spec.ts';
import type { Diagnostic } from '../../../../compiler/diagnostics/diagnostic.ts';
import { isDifferenced } from '../../arrange/transform-cells.ts';
import type { FeedShape } from '../../dataset/dataset.ts';
import type { Preprocessing } from '../../dataset/preprocessing.ts';
import * as say from '../../messages/units.ts';
import { leadOf } from '../encode.ts';
import type { PlannedFeed } from '../plan-feeds.ts';

/** Transforms and scales of series that can't be applied, or not undone, where the model file asks for them. */
export function checkUnits(
  spec: DataSpec,
  feeds: readonly PlannedFeed[],
  shapes: readonly FeedShape[],
  windows: Preprocessing['windows'],
  types: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  const meanings = new Map(shapes.map(({ name, meaning }) => [name, meaning]));
  return [...spec.columns].flatMap(([name, { span, transform, over, fill }]): readonly Diagnostic[] => {
    const bySeries = over === 'series';
    if (transform.length === 0 && !bySeries) return [];
    const what = transform.length > 0 ? 'transform' : 'normalize';
    const refuse = (why: string, fix: string): readonly Diagnostic[] => [say.noNumbers(span, what, name, why, fix)];
    if (types.get(name) !== 'number')
      return refuse(`it is of type ${types.get(name)}`, `leave ${what} out, or write type: number`);
    if (bySeries && spec.group === null) return [say.scaleWithoutSeries(span, name)];
    if (fill === 'mean')
      return refuse(
        transform.length > 0
          ? 'fill: mean would put the mean of transformed numbers among them'
          : 'fill: mean would put the mean of all series among the numbers of one',
        'write fill: {value: …} or another rule',
      );
    const takers = feeds.filter(({ columns }) => columns.includes(name));
    const whole = takers.find(({ dtype }) => dtype === 'int32');
    if (whole !== undefined) return refuse(`"${whole.name}" takes whole numbers as they are`, `leave ${what} out`);
    const meant = takers.find((feed) => meanings.get(feed.name) !== undefined);
    if (meant !== undefined)
      return refuse(
        `"${meant.name}" holds ${meanings.get(meant.name)}, which are fed as they are`,
        `leave ${what} out`,
      );
    const targets = takers.filter(({ role }) => role === 'target');
    const mixed = targets.find(({ columns }) => columns.some((other) => types.get(other) !== 'number'));
    if (mixed !== undefined)
      return refuse(`"${mixed.name}" has columns beside it that are no numbers`, 'give them a target of their own');
    if (bySeries && windows === null && targets.length > 0)
      return refuse(
        'answers for rows that are no windows could not be brought back',
        'leave over: series out for targets, or write windows:',
      );
    if (isDifferenced(transform) && takers.some(({ part }) => part === 'series'))
      return refuse('it has one value per series, which never changes', 'leave the difference out');
    return isDifferenced(transform) ? differences(name, span, windows, targets) : [];
  });
}

function differences(
  name: string,
  span: Parameters<typeof say.differenceMisplaced>[0],
  windows: Preprocessing['windows'],
  targets: readonly PlannedFeed[],
): readonly Diagnostic[] {
  const refuse = (why: string, fix: string): readonly Diagnostic[] => [say.differenceMisplaced(span, name, why, fix)];
  if (windows === null) return refuse('there are no windows', 'write windows: {width: …}, or leave the difference out');
  if (windows.carry === true)
    return refuse('states are carried from window to window', 'leave training.carry or the difference out');
  if (targets.length === 0) return [];
  if (leadOf(windows) > 0)
    return refuse('the changes within the lead are not known', 'leave lead: or the difference out');
  if (targets.some(({ part }) => part === 'window'))
    return refuse('the row before the window is not told', 'leave the difference out, or write part: horizon');
  return targets.some(({ part }) => part === 'next') && windows.horizon > 1
    ? refuse(
        `each step tells the change ${windows.horizon} rows later, without those between`,
        'write part: horizon, horizon: 1, or leave the difference out',
      )
    : [];
}
