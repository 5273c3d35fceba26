import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { learnTimes } from '../arrange/learn-times.ts';
import type { DatasetOptions } from '../dataset/dataset.ts';
import type { TimeRecipe } from '../dataset/preprocessing.ts';
import * as columnMessages from '../messages/columns.ts';
import * as say from '../messages/times.ts';
import { learnClock } from '../time/learn-form.ts';
import { parseStep, STEP_EXAMPLES } from '../time/step.ts';
import type { TimeForm } from '../time/time-form.ts';
import { openZone } from '../time/zone.ts';
import type { TableForm } from './table-form.ts';

/**
 * What orders the rows. The step is as written, or still to be found.
 * @throws RnncError where that is not clear
 */
export function planTime(
  spec: DataSpec,
  form: TableForm,
  needsOrder: boolean,
  { preprocessing }: DatasetOptions,
): TimeRecipe | null {
  const known = form.columns.map(({ name }) => name);
  if (preprocessing !== undefined && preprocessing.kind === 'table') {
    const missing = preprocessing.time?.columns.find((column) => !known.includes(column));
    if (missing !== undefined)
      throw new RnncError([columnMessages.columnUnknown(null, 'the trained model', missing, known)]);
    return preprocessing.time;
  }
  const { time, split } = spec;
  const byOrder = split?.kind === 'ratio' && split.by === 'order';
  if (time?.columns === null || (time === null && !needsOrder && !byOrder)) return null;
  const columns = columnsOf(spec, form, known);
  if (columns === null) return null;
  const zone = time?.zone ?? null;
  if (zone !== null && openZone(zone.value) === null) throw new RnncError([say.zoneUnknown(zone.span, zone.value)]);
  const every = time?.every ?? null;
  const step = every === null ? null : parseStep(every.value);
  if (every !== null && step === null) throw new RnncError([say.stepUnknown(every.span, every.value, STEP_EXAMPLES)]);
  const forms = columns.map((name, i) => formOf(spec, form, name, i > 0));
  return {
    columns,
    forms,
    zone: zone?.value ?? null,
    step,
    gaps: time?.gaps ?? 'break',
    duplicates: time?.duplicates ?? 'error',
  };
}

/** Null where no column has times. */
function columnsOf({ time, span }: DataSpec, form: TableForm, known: readonly string[]): readonly string[] | null {
  const written = time?.columns ?? [];
  const unknown = written.filter((column) => !known.includes(column.value));
  if (unknown.length > 0)
    throw new RnncError(
      unknown.map((column) => columnMessages.columnUnknown(column.span, 'time', column.value, known)),
    );
  if (written.length > 0) return written.map((column) => column.value);
  const found = form.columns.filter(({ type }) => type === 'time').map(({ name }) => name);
  if (found.length > 1) throw new RnncError([say.timesSeveral(time?.span ?? span, found)]);
  const [only] = found;
  if (only === undefined) {
    const doubts = form.columns.flatMap(({ name, type, doubt }) =>
      doubt?.kind === 'time' ? [columnMessages.columnDoubtful(time?.span ?? span, name, type, doubt)] : [],
    );
    if (doubts.length > 0) throw new RnncError(doubts);
    if (time !== null) throw new RnncError([say.timesNone(time.span, known)]);
    return null;
  }
  const dates = form.columns.find(({ name }) => name === only)?.times?.form;
  if (dates === undefined || !hasDaysAlone(dates)) return [only];
  // a date and a clock that stand side by side are one time
  const clocks = form.columns.filter(
    ({ name, type }) => (type === 'category' || type === 'text') && clockOf(form, name) !== null,
  );
  const [clock] = clocks;
  return clock !== undefined && clocks.length === 1 ? [only, clock.name] : [only];
}

const hasDaysAlone = ({ kind, pattern }: TimeForm): boolean =>
  ['ymd', 'dmy', 'mdy', 'named', 'compact'].includes(kind) && /d/.test(pattern) && !/[Hh]/.test(pattern);

const clockOf = (form: TableForm, name: string): TimeForm | null =>
  learnClock(
    form
      .head(name)
      .filter((value) => typeof value === 'string')
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  );

function formOf(spec: DataSpec, form: TableForm, name: string, isClock: boolean): TimeForm {
  const order = spec.time?.order ?? null;
  const values = form.head(name);
  if (isClock) {
    const clock = clockOf(form, name);
    if (clock !== null) return clock;
    throw new RnncError([say.notTimes(spec.time?.span ?? spec.span, name, JSON.stringify(values[0] ?? ''))]);
  }
  const known = form.columns.find((column) => column.name === name)?.times;
  const learned = known ?? learnTimes(values, order);
  if (learned.unclear)
    throw new RnncError([say.dayMonth(spec.time?.span ?? spec.span, name, JSON.stringify(values[0] ?? ''))]);
  return learned.form;
}
