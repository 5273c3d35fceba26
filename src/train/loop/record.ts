import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Reference } from '../../../compiler/1-read/spec/located.ts';
import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { ErrorSizes, FoundData, History, TrainedTask, TrainingRecord } from '../../artifact/training-record.ts';
import type { Batch, Dataset } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import * as say from '../messages.ts';
import { MODEL_KEY, type Trainable } from '../prepare/prepare.ts';

/**
 * What an artifact keeps of a training.
 * @param errors of the first loss, from `validationErrors`.
 */
export function trainingRecord(
  trainable: Trainable,
  data: Dataset,
  history: History,
  errors: ErrorSizes | null,
): TrainingRecord {
  const { compiled, objective } = trainable;
  const { preprocessing } = data;
  const tasks = objective.losses.flatMap((loss, i): TrainedTask[] => {
    if (!('target' in loss)) return [];
    const task = {
      loss: loss.type,
      target: loss.target.value,
      output: outputOf(compiled, loss.output),
      ...(loss.why === undefined ? {} : { why: loss.why }),
      ...(i === 0 && errors !== null ? { errors } : {}),
    };
    return [loss.type === 'quantile' ? { ...task, quantiles: loss.quantiles } : task];
  });
  return { preprocessing, history, tasks, ...(preprocessing.kind === 'batches' ? {} : { found: foundIn(data) }) };
}

/** Columns that an artifact lists. */
const COLUMNS = 1000;

function foundIn({ report, preprocessing, train, validation, test }: Dataset): FoundData {
  const { format, rows, columns, counts, skipped, notes, series, sequences, time } = report;
  const isRead = (name: string): boolean => Object.hasOwn(preprocessing.columns, name);
  const names = Object.keys(columns);
  const listed = new Set([...names.filter(isRead), ...names].slice(0, COLUMNS));
  const left = names.length - names.filter((name) => listed.has(name)).length;
  const parts = Object.entries({ train, validation, test });
  const samples = Object.fromEntries(parts.flatMap(([name, part]) => (part === null ? [] : [[name, part.samples]])));
  return {
    format,
    rows,
    samples,
    ...(series === undefined ? {} : { series }),
    ...(sequences === undefined ? {} : { sequences }),
    ...(time === null ? {} : { time }),
    columns: Object.fromEntries(Object.entries(columns).filter(([name]) => listed.has(name))),
    ...(left === 0 ? {} : { moreColumns: left }),
    counts,
    skipped: skipped.count,
    ...(skipped.count === 0 ? {} : { reasons: skipped.first.map(({ line, reason }) => `line ${line}: ${reason}`) }),
    notes,
  };
}

/**
 * What a training that begins with trained weights takes over of what was learned with them; null: it is fitted on the data. A checkpoint
 * decides for itself. Of a user's own batches nothing is known.
 */
export function keptPreprocessing(earlier: Preprocessing | null, resume: Checkpoint | null): Preprocessing | null {
  if (resume !== null) return resume.keepsPreprocessing ? resume.preprocessing : null;
  return earlier?.kind === 'batches' ? null : earlier;
}

/** The output that gives what a loss measures. */
function outputOf({ spec }: Compiled, measured: Reference): string | null {
  const same = (other: Reference): boolean =>
    other.kind === measured.kind &&
    [other.target, ...other.path].join('.') === [measured.target, ...measured.path].join('.');
  return spec.outputs.find((o) => same(o.reference))?.name ?? null;
}

/** What a checkpoint belongs to: all that decides on the course of the training. */
export async function trainingIdentity(trainable: Trainable, data: Dataset): Promise<Checkpoint['identity']> {
  return { ...trainable.identity, [DATA]: await dataDigest(trainable, data) };
}
const DATA = 'data';

/** Numbers of a part that tell one data set from another: all of small data, the beginning and the last batch of large data. */
const DIGESTED = 2 ** 20;

/**
 * Of what was learned from the data, of how much there is of it, and of its first and last numbers in the order of the source. A user's own batches are
 * not drawn for this, and of data that is read as a stream only the training part, as the others may lie far behind.
 */
async function dataDigest({ objective, compiled }: Trainable, data: Dataset): Promise<string> {
  const { preprocessing, report, train, validation } = data;
  const digest = sha256.create();
  digest.update(new TextEncoder().encode(JSON.stringify({ preprocessing, rows: report.rows })));
  const parts = report.format === 'batches' ? [] : report.streamed ? [train] : [train, validation];
  for (const part of parts) {
    if (part === null) continue;
    let left = DIGESTED;
    let next = 0;
    const { batch } = objective;
    const add = ({ feeds }: Batch): void => {
      for (const { data: values } of Object.values(feeds)) {
        digest.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
        left -= values.length;
      }
      next++;
    };
    const options = { batch, epoch: 0, seed: compiled.seed, shuffle: false };
    for await (const one of part.batches({ ...options, from: 0 })) {
      add(one);
      if (left <= 0) break;
    }
    const last = Math.ceil((part.samples ?? 0) / batch) - 1;
    if (left > 0 || report.streamed || last < next) continue;
    for await (const one of part.batches({ ...options, from: last })) add(one);
  }
  return bytesToHex(digest.digest());
}

/** @throws RnncError `checkpoint-mismatch` where a checkpoint was made with another model, other parameters or data, another seed or batch size */
export function checkIdentity({ identity }: Checkpoint, own: Checkpoint['identity'], file: string): void {
  const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 12)}…` : text);
  for (const what of new Set([...Object.keys(own), ...Object.keys(identity)])) {
    const expected = own[what] ?? 'nothing';
    const found = identity[what] ?? 'nothing';
    if (found === expected) continue;
    if (what === DATA) throw new RnncError([say.checkpointOfOtherData(file)]);
    throw new RnncError([
      what.startsWith(MODEL_KEY)
        ? say.checkpointOfOtherKey(file, what.slice(MODEL_KEY.length), shown(expected), shown(found))
        : say.checkpointOfOther(file, what, shown(expected), shown(found)),
    ]);
  }
}
