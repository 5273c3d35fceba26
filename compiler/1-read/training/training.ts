import * as readMessages from '../../diagnostics/messages/read/schema.ts';
import * as say from '../../diagnostics/messages/read/training.ts';
import type { Clipping } from '../../optimizers/optimizer-spec.ts';
import { oneOf } from '../data/entries.ts';
import type { ReadContext } from '../scope/context.ts';
import { type DataFormat, type DataSource, type DataSpec, formatOfPath } from '../spec/data-spec.ts';
import type { Located } from '../spec/located.ts';
import { hasLoop, type LayerSpec } from '../spec/spec.ts';
import {
  DEFAULT_TOP_K,
  directionOf,
  type EarlyStoppingSpec,
  isWeighed,
  type LossSpec,
  metricDirections,
  type TrainingSpec,
  WEIGHTED,
} from '../spec/training-spec.ts';
import { numberOf } from '../values/numbers.ts';
import { booleanOf, entriesOf, field, isText, listOf, mapOf, type Tree, type TreeMap } from '../yaml/tree.ts';
import { readScheduledSampling } from './scheduled-sampling.ts';
import { type LossSite, readLosses } from './training-losses.ts';
import { numberIn, trainingRanges as ranges } from './training-numbers.ts';
import { defaultOptimizer, defaultRate, readOptimizer } from './training-optimizer.ts';
import { plateauPatience, readSchedule } from './training-schedule.ts';

/** What the section refers to. */
export interface TrainingSite extends Omit<LossSite, 'context'> {
  readonly layers: readonly LayerSpec[];
  /** Null: there is none, or it has mistakes. */
  readonly data: DataSpec | null;
  /** Steps that loops are unrolled to, or null. */
  readonly unroll: number | null;
}

/** Epochs without improvement after which training stops, where nothing says otherwise. */
const PATIENCE = 5;

/**
 * The section `training`, or null where there is none or a loss has a mistake. Every mistake is reported; for other values with mistakes the
 * defaults stand.
 */
export function readTraining(context: ReadContext, root: TreeMap, site: TrainingSite): TrainingSpec | null {
  const entry = root.entries.get('training');
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null) return null;
  const lossTree = field(map, 'losses');
  const losses = lossTree === undefined ? undefined : readLosses({ context, ...site }, lossTree);
  const optimizerTree = field(map, 'optimizer');
  const optimizer = (optimizerTree && readOptimizer(context, optimizerTree)) ?? defaultOptimizer();
  const { metrics, topK } = readMetrics(context, map);
  const stopping = mapOf(field(map, 'early_stopping'));
  const weightedMetrics = readWeighted(context, map, losses);
  const monitor = stopping === null ? 'loss' : readMonitor(context, stopping, metrics, weightedMetrics);
  const start = defaultRate(optimizer.type);
  const rateTree = field(map, 'rate');
  const better = directionOf(monitor);
  const schedule = rateTree === undefined ? null : readSchedule({ context, start, better }, rateTree);
  const rate = schedule ?? { kind: 'constant', rate: start };
  const penalty = mapOf(field(map, 'weight_penalty'));
  const factor = (key: 'l1' | 'l2'): number =>
    penalty === null ? 0 : (numberIn(context, penalty, key, 'weight_penalty', ranges.notNegative, 0) ?? 0);
  const number = (key: string, fallback: number): number =>
    numberIn(context, map, key, '', ranges.count, fallback) ?? fallback;
  const epochs = number('epochs', 20);
  const isBroken = site.data === null && root.entries.has('data');
  const spec: Omit<TrainingSpec, 'losses'> = {
    span: entry.key,
    optimizer,
    schedule: rate,
    clip: readClipping(context, field(map, 'clip')),
    places: {
      optimizer: map.entries.get('optimizer')?.key ?? entry.key,
      clip: map.entries.get('clip')?.key ?? entry.key,
    },
    epochs,
    batch: number('batch', 32),
    frozen: readFrozen(context, map),
    weightPenalty: { l1: factor('l1'), l2: factor('l2') },
    average: numberIn(context, map, 'average', '', ranges.inside, null),
    carry: readCarry(context, map, site),
    remat: readRemat(context, map, site),
    scheduledSampling: readScheduledSampling(context, map, isBroken ? undefined : site.data, epochs),
    earlyStopping: readEarlyStopping(context, field(map, 'early_stopping'), monitor, plateauPatience(rate)),
    keep: oneOf(field(map, 'keep'), ['best', 'last'] as const) ?? 'best',
    metrics,
    weightedMetrics,
    topK,
  };
  return losses === null ? null : { ...spec, losses: losses ?? null };
}

const clippings = ['global_norm', 'norm', 'value'] as const satisfies readonly Clipping['by'][];

function readClipping(context: ReadContext, tree: Tree | undefined): Clipping {
  const usual: Clipping = { by: 'global_norm', limit: 1 };
  if (tree === undefined) return usual;
  if (isText(tree)) {
    if (tree.value === 'none') return { by: 'none', limit: 0 };
    context.report(
      readMessages.unknownValue(tree.span, 'training.clip', `"${tree.value}"`, ['none', '{global_norm: 1}']),
    );
    return usual;
  }
  const map = mapOf(tree);
  const [by, ...more] = clippings.filter((key) => map?.entries.has(key));
  if (map === null || by === undefined || more.length > 0) return usual;
  const limit = numberIn(context, map, by, 'clip', ranges.positive, null);
  return limit === null ? usual : { by, limit };
}

function readFrozen({ report }: ReadContext, map: TreeMap): readonly Located<string>[] {
  const frozen: Located<string>[] = [];
  for (const item of listOf(field(map, 'frozen'))?.items ?? []) {
    if (!isText(item)) continue;
    const name = { value: item.value, span: item.span };
    const same = frozen.find((other) => covers(other.value, name.value) || covers(name.value, other.value));
    if (same === undefined) frozen.push(name);
    else if (covers(same.value, name.value)) report(say.frozenTwice(name.span, name.value, same.value, same.span));
    else report(say.frozenTwice(same.span, same.value, name.value, name.span));
  }
  return frozen;
}
/** Whether `name` is the beginning of a path, up to a dot. */
const covers = (name: string, path: string): boolean => path === name || path.startsWith(`${name}.`);

const isMetric = (name: string): name is keyof typeof metricDirections => Object.hasOwn(metricDirections, name);

function readMetrics(context: ReadContext, map: TreeMap): Pick<TrainingSpec, 'metrics' | 'topK'> {
  const metrics: Located<string>[] = [];
  let topK = DEFAULT_TOP_K;
  for (const [i, item] of (listOf(field(map, 'metrics'))?.items ?? []).entries()) {
    const [entry] = entriesOf(item);
    const [name, span] = isText(item) ? [item.value, item.span] : [entry?.name, entry?.key];
    if (name === undefined || span === undefined) continue;
    if (!isMetric(name)) {
      // the schema knows the keys of a map
      if (entry !== undefined) continue;
      const known = Object.keys(metricDirections);
      context.report(readMessages.unknownValue(span, `training.metrics.${i}`, `"${name}"`, known));
      continue;
    }
    const first = metrics.find((m) => m.value === name);
    if (first === undefined) metrics.push({ value: name, span });
    else context.report(say.metricTwice(span, name, first.span));
    topK = numberOf(context, entry?.value, 'top_k', ranges.count)?.value ?? topK;
  }
  return { metrics, topK };
}

/** @param losses undefined: they are left to the data; null: they have mistakes. */
function readWeighted(context: ReadContext, map: TreeMap, losses: readonly LossSpec[] | null | undefined): boolean {
  const entry = map.entries.get('weighted_metrics');
  if (entry === undefined || booleanOf(entry.value) !== true) return false;
  if (losses === null) return true;
  const [first] = losses ?? [];
  if (first !== undefined && isWeighed(first)) return true;
  context.report(say.weighedByNothing(entry.key));
  return false;
}

/** What early stopping and a plateau look at. */
function readMonitor(
  { report }: ReadContext,
  stopping: TreeMap,
  metrics: readonly Located<string>[],
  weighted: boolean,
): string {
  const tree = field(stopping, 'monitor');
  if (!isText(tree) || tree.value === 'loss') return 'loss';
  const listed = metrics.flatMap(({ value }) => (weighted ? [value, `${WEIGHTED}${value}`] : [value]));
  if (listed.includes(tree.value)) return tree.value;
  report(say.monitorUnknown(tree.span, tree.value, listed, Object.keys(metricDirections)));
  return 'loss';
}

function readEarlyStopping(
  context: ReadContext,
  tree: Tree | undefined,
  monitor: string,
  plateau: number | null,
): EarlyStoppingSpec | null {
  // after the rate is lowered, training gets as many epochs again to improve
  const patience = plateau === null ? PATIENCE : Math.max(PATIENCE, 2 * plateau);
  if (isText(tree)) {
    if (tree.value === 'none') return null;
    context.report(
      readMessages.unknownValue(tree.span, 'training.early_stopping', `"${tree.value}"`, ['none', '{patience: 5}']),
    );
  }
  const map = mapOf(tree);
  if (map === null) return { patience, minDelta: 0, monitor };
  const written = field(map, 'patience');
  const read = numberOf(context, written, 'patience of early_stopping', ranges.count);
  if (read !== null && plateau !== null && read.value <= plateau)
    context.report(say.plateauTooPatient(read.span, plateau, read.value));
  return {
    patience: read?.value ?? patience,
    minDelta: numberIn(context, map, 'min_delta', 'early_stopping', ranges.notNegative, 0) ?? 0,
    monitor,
  };
}

function readCarry(context: ReadContext, map: TreeMap, { data, layers, whole, references }: TrainingSite): boolean {
  const entry = map.entries.get('carry');
  const isRecurrent = layers.some((layer) => layer.type !== 'recursive' && hasLoop(layer));
  const format = data === null ? null : formatOf(data);
  const written = booleanOf(entry?.value);
  if (entry === undefined || written === null) return isRecurrent && format === 'text' && data?.shuffle !== true;
  if (!written) return false;
  if (!isRecurrent && [...references.layers].every((layer) => whole.has(layer))) {
    context.report(say.carryNothing(entry.key));
    return false;
  }
  const recurrent = layers.filter((layer) => layer.type === 'recurrent');
  const starts = recurrent.map(({ initial }) => initial.get('') ?? null);
  const [first] = starts;
  if (first && starts.every((start) => start !== null) && !layers.some((layer) => layer.type === 'conv1d')) {
    context.report(say.carryInitial(entry.key, first.span));
    return false;
  }
  if (data === null) return true;
  // a folder may hold text, which is only known when it is opened
  const { windows, span, shuffle } = data;
  const isTable = format !== 'text' && windows !== null;
  const lacksWindows = format !== null && format !== 'text' && windows === null;
  const overlaps = isTable && windows.stride !== null && windows.stride !== windows.width;
  if (lacksWindows) context.report(say.carryWithoutWindows(entry.key, span));
  if (shuffle === true) context.report(say.carryShuffled(entry.key, span));
  if (overlaps) context.report(say.carryStride(windows.span, windows.width, windows.stride));
  return !lacksWindows && shuffle !== true && !overlaps;
}

function readRemat(
  { report }: ReadContext,
  map: TreeMap,
  { layers, whole, references, unroll }: TrainingSite,
): boolean {
  const entry = map.entries.get('remat');
  if (entry === undefined || booleanOf(entry.value) !== true) return false;
  if (!layers.some(hasLoop) && [...references.layers].every((layer) => whole.has(layer)))
    report(say.rematNothing(entry.key));
  else if (unroll !== null) report(say.rematUnrolled(entry.key, unroll));
  return true;
}

/** The format of the data; null where it is only known when the files are opened. */
function formatOf({ format, source }: DataSpec): DataFormat | 'made' | null {
  return format?.value ?? (source.kind === 'task' ? 'made' : formatOfFiles(source));
}

function formatOfFiles(source: Exclude<DataSource, { kind: 'task' }>): DataFormat | null {
  const files = source.kind === 'files' ? source.files : source.train;
  if (files.kind === 'arrays') return 'npy';
  const [first] = files.paths;
  return first === undefined ? null : formatOfPath(first.value);
}
