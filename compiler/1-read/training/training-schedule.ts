import * as say from '../../diagnostics/messages/read/training.ts';
import type { ReadContext } from '../scope/context.ts';
import type { ScheduleSpec } from '../spec/training-spec.ts';
import { type NumberRange, numberOf } from '../values/numbers.ts';
import { entriesOf, field, isText, mapOf, type Tree, type TreeEntry, type TreeMap, textOf } from '../yaml/tree.ts';
import { numberIn, trainingRanges as ranges } from './training-numbers.ts';

type Schedule = Exclude<ScheduleSpec['kind'], 'constant'>;

/** How each schedule is written, for messages. */
const examples: { readonly [K in Schedule]: string } = {
  step_decay: '{step_decay: {start: 0.01, factor: 0.1, every: 10}}',
  exponential: '{exponential: {start: 0.001, factor: 0.9}}',
  cosine: '{cosine: {start: 0.001, length: 20}}',
  halve_after_epoch: '{halve_after_epoch: {start: 1, after: 4}}',
  reduce_on_plateau: '{reduce_on_plateau: {start: 0.001, factor: 0.1, patience: 10}}',
  warm_up: '{warm_up: {length: 100, then: 0.001}}',
};
const isSchedule = (name: string): name is Schedule => Object.hasOwn(examples, name);

export interface ScheduleSite {
  readonly context: ReadContext;
  /** Rate where the schedule names no `start`. */
  readonly start: number;
  /** Which way the value improves that a plateau is seen in. */
  readonly better: 'higher' | 'lower';
}

/** A number, or `{SCHEDULE: {…}}`; the names are those of `src/train/schedule/schedule.ts`. Null after a mistake, which has been reported. */
export function readSchedule(site: ScheduleSite, tree: Tree): ScheduleSpec | null {
  const { context } = site;
  if (isText(tree) && isSchedule(tree.value) && !context.parameters.has(tree.value)) {
    context.report(say.bareSchedule(tree.span, tree.value, examples[tree.value]));
    return null;
  }
  if (tree.kind === 'scalar') {
    const rate = numberOf(context, tree, 'rate', ranges.positive);
    return rate === null ? null : { kind: 'constant', rate: rate.value };
  }
  const [entry] = entriesOf(tree);
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null || !isSchedule(entry.name)) return null;
  return readNamed(site, entry.name, entry, map);
}

function readNamed(site: ScheduleSite, kind: Schedule, { key: span }: TreeEntry, map: TreeMap): ScheduleSpec | null {
  const { context } = site;
  const number = (key: string, range: NumberRange, fallback: number | null): number | null =>
    numberIn(context, map, key, kind, range, fallback);
  const unit = (fallback: 'step' | 'epoch'): 'step' | 'epoch' | null => {
    const tree = field(map, 'unit');
    const text = textOf(tree);
    return tree === undefined ? fallback : text === 'step' || text === 'epoch' ? text : null;
  };
  const start = (): number | null => number('start', ranges.positive, site.start);
  switch (kind) {
    case 'step_decay':
    case 'exponential': {
      const rate = start();
      const factor = number('factor', ranges.positive, kind === 'step_decay' ? 0.1 : null);
      const every = number('every', ranges.steps, kind === 'exponential' ? 1 : null);
      const of = unit('epoch');
      if (rate === null || factor === null || every === null || of === null) return null;
      return { kind, rate, factor, every, unit: of };
    }
    case 'cosine': {
      const rate = start();
      const floor = readFloor(site, kind, map, rate);
      const length = number('length', ranges.steps, null);
      const of = unit('epoch');
      if (rate === null || floor === null || length === null || of === null) return null;
      return { kind, rate, floor, length, unit: of };
    }
    case 'halve_after_epoch': {
      const rate = start();
      const after = number('after', ranges.cooldown, null);
      const factor = number('factor', ranges.inside, 0.5);
      return rate === null || after === null || factor === null ? null : { kind, rate, after, factor };
    }
    case 'reduce_on_plateau': {
      const rate = start();
      const factor = number('factor', ranges.inside, 0.1);
      const patience = number('patience', ranges.count, 10);
      const minDelta = number('min_delta', ranges.notNegative, 1e-4);
      const cooldown = number('cooldown', ranges.cooldown, 0);
      const floor = readFloor(site, kind, map, rate);
      if (rate === null || factor === null || patience === null) return null;
      if (minDelta === null || cooldown === null || floor === null) return null;
      return { kind, rate, factor, patience, minDelta, cooldown, floor, better: site.better };
    }
    case 'warm_up': {
      const length = number('length', ranges.rampSteps, null);
      const of = unit('step');
      const tree = field(map, 'then');
      const then = tree === undefined ? constant(site.start) : readSchedule(site, tree);
      if (then?.kind === 'warm_up') {
        context.report(say.warmUpTwice(entriesOf(tree)[0]?.key ?? span));
        return null;
      }
      return length === null || of === null || then === null ? null : { kind, length, unit: of, then };
    }
    default:
      return kind satisfies never;
  }
}

const constant = (rate: number): ScheduleSpec => ({ kind: 'constant', rate });

function readFloor({ context }: ScheduleSite, kind: Schedule, map: TreeMap, start: number | null): number | null {
  const floor = numberIn(context, map, 'floor', kind, ranges.notNegative, 0);
  const tree = field(map, 'floor');
  if (floor === null || start === null || floor < start || tree === undefined) return floor;
  context.report(say.floorAboveStart(tree.span, kind, start, floor));
  return null;
}

/** The plateau that a schedule waits for, or null. */
export function plateauPatience(schedule: ScheduleSpec): number | null {
  if (schedule.kind === 'warm_up') return plateauPatience(schedule.then);
  return schedule.kind === 'reduce_on_plateau' ? schedule.patience : null;
}
