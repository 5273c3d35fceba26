import type { TrainingRecord } from '../../artifact/training-record.ts';
import { arrangeGiven, type GivenRow, type GivenSeries } from '../../data/arrange/arrange-given.ts';
import { groupKey } from '../../data/dataset/group-key.ts';
import { hasTime } from '../../data/encode/encode.ts';
import { placeInRows, type RawRow } from '../../data/table/preprocess.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { rawFeeds } from '../classify.ts';
import { decodeOutputs, type PredictedValue, type Prediction } from '../decode.ts';
import type { Answerer } from '../feedback/answerer.ts';
import { isPlain, type Predicted, type PredictOptions } from './predicted.ts';

/** Rows whose sequences are run together, unless a single one has more. */
const AT_ONCE = 16_384;

/** One prediction for every sequence, in the order of their first rows. Answers over its steps are lists, and so are the columns that are kept beside. */
export function predictSequences(
  model: RunnableModel,
  record: TrainingRecord,
  rows: readonly RawRow[],
  options: PredictOptions,
  writer: Answerer | null,
): Predicted {
  const decimal = options.decimal ?? record.preprocessing.decimal;
  const preprocessing = { ...record.preprocessing, decimal };
  const nameOf = options.placeOf ?? placeInRows;
  const { series, notes } = arrangeGiven(preprocessing, rows, nameOf);
  const overSteps = Object.values(preprocessing.feeds).some((feed) => feed.role === 'target' && hasTime(feed));
  const columns = new Set<string>();
  const { group } = preprocessing;
  const keyOf = (row: RawRow): string => (group === null ? '' : groupKey(row[group]));
  const told: Prediction[] = [];
  for (const some of together(series)) {
    const keys = new Set(some.map(({ key }) => key ?? ''));
    const indices = rows.flatMap((row, index) => (keys.has(keyOf(row)) ? [index] : []));
    const { batch, feeds } = rawFeeds(
      model,
      indices.map((index) => rows[index] ?? {}),
      'predict',
      {
        preprocessing,
        ...(writer === null ? {} : { asked: true }),
        placeOf: (at, column, step) => nameOf(indices[at] ?? at, column, step),
      },
    );
    const answers =
      writer === null ? decodeOutputs(model, model.run(feeds), options) : writer.answers(batch, told.length);
    answers.forEach((prediction, s) => {
      const { key, stretches } = some[s] ?? { key: null, stretches: [] };
      const kept = keptOf(record, stretches.flat(), options.keep ?? (overSteps ? 'unused' : 'none'), prediction);
      const named = group === null || key === null ? kept : { [group]: key, ...kept };
      for (const name of Object.keys(named)) columns.add(name);
      told.push({ ...named, ...prediction });
    });
  }
  return { rows: told, kept: columns, notes: [...notes, ...(writer?.notes() ?? [])] };
}

/** Sequences that are run at once. */
function together(series: readonly GivenSeries[]): readonly (readonly GivenSeries[])[] {
  const parts: GivenSeries[][] = [];
  let rows = AT_ONCE;
  for (const one of series) {
    const own = one.stretches.reduce((n, { length }) => n + length, 0);
    if (rows + own > AT_ONCE) {
      parts.push([]);
      rows = 0;
    }
    rows += own;
    parts.at(-1)?.push(one);
  }
  return parts;
}

/** The values of columns at each step. */
function keptOf(
  { preprocessing }: TrainingRecord,
  rows: readonly GivenRow[],
  keep: NonNullable<PredictOptions['keep']>,
  prediction: Prediction,
): Prediction {
  if (keep === 'none') return {};
  const isKept = (name: string): boolean =>
    name !== preprocessing.group &&
    !Object.hasOwn(prediction, name) &&
    (keep === 'all' || (keep === 'unused' ? !Object.hasOwn(preprocessing.columns, name) : keep.includes(name)));
  const names = [...new Set(rows.flatMap(({ row }) => Object.keys(row)))].filter(isKept);
  return Object.fromEntries(
    names.map((name): [string, PredictedValue] => [
      name,
      rows.map(({ row }) => {
        const value = row[name];
        return isPlain(value) ? value : null;
      }),
    ]),
  );
}
