import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { callback, counter, flag, like, type OptionTable, oneOf, whole } from '../../arguments/kinds.ts';
import { type OptionHints, readOptions } from '../../arguments/read-options.ts';
import type { TrainingRecord } from '../../artifact/training-record.ts';
import { fillSamples } from '../../data/arrange/fill-given.ts';
import { scaleGiven } from '../../data/batches/encode-given.ts';
import { emptyNotes, sampleNotes } from '../../data/batches/sample-notes.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { placeInRows, type RawRow } from '../../data/table/preprocess.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { checkSamples, rawFeeds } from '../classify.ts';
import { decodeOutputs, type Prediction } from '../decode.ts';
import { type Answerer, answerer } from '../feedback/answerer.ts';
import { DECODING_MEANT, decodingKind } from '../feedback/decoding.ts';
import { forecast, forecastEvery } from '../forecast.ts';
import { planOf } from '../forecast-plan.ts';
import { feedsOf, requireTraining } from '../trained.ts';
import { checkWindowless, endOf, windowParts, windowSamples } from '../window-samples.ts';
import { checkKept } from './check-asked.ts';
import { isPlain, type Predicted, type PredictOptions } from './predicted.ts';
import { predictSequences } from './sequences.ts';

const PREDICT_OPTIONS: OptionTable<PredictOptions> = {
  probabilities: flag,
  keep: like(
    'unused, all, none or a list of columns',
    (value) =>
      value === 'unused' ||
      value === 'all' ||
      value === 'none' ||
      (Array.isArray(value) && value.every((name) => typeof name === 'string')),
  ),
  decoding: decodingKind,
  longest: whole(1, 1_000_000),
  seed: counter,
  every: whole(1),
  future: like('a list of rows', Array.isArray),
  decimal: oneOf('.', ','),
  placeOf: callback(),
  placeOfFuture: callback(),
  onNote: callback(),
};

const HINTS: OptionHints = {
  meant: { ...DECODING_MEANT, notes: 'write onNote: (note) => console.log(note)' },
  internal: ['placeOf', 'placeOfFuture'],
};

const WHAT = 'predict';

/** @throws RnncError as `Model.predict` */
export function predict(
  model: RunnableModel,
  samples: readonly RawRow[] | readonly string[],
  given: PredictOptions = {},
): Predicted {
  const options = readOptions('predict()', given, PREDICT_OPTIONS, HINTS);
  const record = requireTraining(model, WHAT);
  checkSamples(samples);
  checkKept(samples, options.keep);
  const told = predicted(model, record, samples, options);
  // a forecast has told of its rows itself
  const { preprocessing } = record;
  const notes = [
    ...new Set([...told.notes, ...emptyNotes(preprocessing, samples), ...sampleNotes(preprocessing, samples)]),
  ];
  for (const note of notes) options.onNote?.(note);
  return { ...told, notes };
}

function predicted(
  model: RunnableModel,
  record: TrainingRecord,
  samples: readonly RawRow[] | readonly string[],
  options: PredictOptions,
): Predicted {
  const { kind, windows, sequence } = record.preprocessing;
  const texts = samples.every((sample) => typeof sample === 'string');
  const writer = answerer(model, record, options);
  if (kind !== 'table' || windows === null || texts) checkWindowless('predict', options);
  if (sequence === true && !texts)
    return predictSequences(model, record, samples as readonly RawRow[], options, writer);
  if (kind !== 'table' || windows === null || texts) return bySample(model, record, samples, options, writer);
  const rows = samples as readonly RawRow[];
  const { decimal, placeOf, placeOfFuture, future, every } = options;
  if (!forecasts(model, record)) return byWindows(model, record, rows, options, writer);
  const given = {
    ...(decimal === undefined ? {} : { decimal }),
    ...(placeOf === undefined ? {} : { placeOf }),
    ...(placeOfFuture === undefined ? {} : { placeOfFuture }),
    ...(future === undefined ? {} : { future }),
  };
  if (every !== undefined) {
    const told = forecastEvery(model, rows, given, every);
    return { rows: told.rows, kept: told.beside, notes: told.notes };
  }
  const told = forecast(model, rows, given);
  const { group, times } = told.columns;
  return { rows: told.rows, kept: new Set([...(group === null ? [] : [group]), ...times]), notes: told.notes };
}

/** Whether the model predicts, for a window, a number that follows it. */
function forecasts(model: RunnableModel, record: TrainingRecord): boolean {
  try {
    planOf(model, record);
    return true;
  } catch (cause) {
    if (cause instanceof RnncError) return false;
    throw cause;
  }
}

/** Samples that are run at once. */
const AT_ONCE = 512;

function bySample(
  model: RunnableModel,
  record: TrainingRecord,
  samples: readonly RawRow[] | readonly string[],
  options: PredictOptions,
  writer: Answerer | null,
): Predicted {
  const placeOf = options.placeOf ?? placeInRows;
  const all: Prediction[] = [];
  const columns = new Set<string>();
  const isRows = samples.every((sample) => typeof sample !== 'string');
  // rows of one series may lie in several batches
  const filled = isRows ? fillSamples(preprocessingOf(record, options), samples as readonly RawRow[]) : samples;
  const given = filled.flatMap((sample) => (typeof sample === 'string' ? [] : [[sample]]));
  const { preprocessing, notes } = scaleGiven(preprocessingOf(record, options), given);
  for (let from = 0; from < samples.length; from += AT_ONCE) {
    const some = filled.slice(from, from + AT_ONCE) as readonly RawRow[] | readonly string[];
    const { batch, feeds } = rawFeeds(model, some, WHAT, {
      preprocessing,
      ...(writer === null ? {} : { asked: true }),
      placeOf: (index, column, step) => placeOf(from + index, column, step),
    });
    const told = writer === null ? decodeOutputs(model, model.run(feeds), options) : writer.answers(batch, from);
    for (const [i, prediction] of told.entries()) {
      const beside = kept(record, samples[from + i], options.keep ?? 'unused', prediction);
      for (const name of Object.keys(beside)) columns.add(name);
      all.push({ ...beside, ...prediction });
    }
  }
  return { rows: all, kept: columns, notes: [...notes, ...(writer?.notes() ?? [])] };
}

const preprocessingOf = ({ preprocessing }: TrainingRecord, { decimal }: PredictOptions): Preprocessing =>
  decimal === undefined ? preprocessing : { ...preprocessing, decimal };

/** A window is a sample: the last one of each series, or as many as are asked for. */
function byWindows(
  model: RunnableModel,
  record: TrainingRecord,
  rows: readonly RawRow[],
  options: PredictOptions,
  writer: Answerer | null,
): Predicted {
  const { group } = record.preprocessing;
  const samples = windowSamples(record, rows, options);
  const told: Prediction[] = [];
  const beside = new Set<string>();
  for (const some of windowParts(samples)) {
    const batch = samples.batchOf(some);
    const answers =
      writer === null
        ? decodeOutputs(model, model.run(feedsOf(record, batch)), { ...options, origins: samples.originsOf(some) })
        : writer.answers(batch, told.length);
    answers.forEach((prediction, s) => {
      const window = some[s];
      const key = window?.key ?? null;
      const place = {
        ...(group === null || key === null ? {} : { [group]: key }),
        ...(options.every === undefined || window === undefined ? {} : endOf(record.preprocessing, window)),
      };
      for (const name of Object.keys(place)) beside.add(name);
      told.push({ ...place, ...prediction });
    });
  }
  return { rows: told, kept: beside, notes: [...samples.notes, ...(writer?.notes() ?? [])] };
}

function kept(
  { preprocessing }: TrainingRecord,
  sample: RawRow | string | undefined,
  keep: NonNullable<PredictOptions['keep']>,
  prediction: Prediction,
): Prediction {
  if (sample === undefined || keep === 'none') return {};
  if (typeof sample === 'string') return keep === 'all' ? { text: sample } : {};
  const isKept = (name: string): boolean =>
    !Object.hasOwn(prediction, name) &&
    (keep === 'all' || (keep === 'unused' ? !Object.hasOwn(preprocessing.columns, name) : keep.includes(name)));
  return Object.fromEntries(
    Object.entries(sample).filter(([name, value]) => isKept(name) && isPlain(value)),
  ) as Prediction;
}
