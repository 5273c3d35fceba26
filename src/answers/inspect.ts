/** What a trained model tells of its training and of the data that it was trained on, as plain data. */
import type { FoundData, TrainingRecord } from '../artifact/training-record.ts';
import type { ColumnRecipe, Preprocessing, Vocabulary } from '../data/dataset/preprocessing.ts';
import { vocabularySize } from '../data/encode/vocabulary.ts';
import { labelsOf } from '../data/table/preprocess.ts';

export interface TrainingSummary {
  /** What it was trained for, by loss. */
  readonly tasks: readonly {
    readonly target: string;
    readonly loss: string;
    /** Of a loss that was chosen for the data: why, in words. */
    readonly why: string | null;
  }[];
  readonly epochs: number;
  /** Null where the batches were the user's own. */
  readonly data: DataSummary | null;
}

export interface DataSummary {
  readonly format: string;
  /** Rows, of a text tokens, and samples by part; `samples` is null where they were not counted. */
  readonly parts: readonly { readonly name: string; readonly rows: number; readonly samples: number | null }[];
  /** How many series a column tells apart; null: no column does. */
  readonly series: number | null;
  /** Where series are samples: steps of the shortest and of the longest. */
  readonly sequences: { readonly shortest: number; readonly longest: number } | null;
  readonly time: NonNullable<FoundData['time']> | null;
  /** Null: a row is a sample. */
  readonly windows: {
    readonly width: number;
    readonly horizon: number;
    readonly lead: number;
    readonly stride: number;
  } | null;
  /** Of a text source. */
  readonly vocabulary: VocabularySummary | null;
  /** The first ones, those that the model reads before others. */
  readonly columns: readonly ColumnSummary[];
  readonly moreColumns: number;
  /** By target that is a category or made of tags; at most 100 of each are listed. */
  readonly classes: readonly {
    readonly target: string;
    /** `count`: in the training part; null: not counted. */
    readonly classes: readonly { readonly name: string; readonly count: number | null }[];
    readonly more: number;
  }[];
  /** Bad rows that were left out, and the first reasons. */
  readonly skipped: number;
  readonly reasons: readonly string[];
  /** Sentences about what was left out or may surprise. */
  readonly notes: readonly string[];
}

export interface ColumnSummary {
  readonly name: string;
  readonly type: string;
  /** Feeds that take it. */
  readonly feeds: readonly string[];
  /** Of numbers: fed = (transformed − offset) / scale. `series`: how many have a scale of their own; null: one holds for all rows. Of several features the first. */
  readonly scale: {
    readonly normalize: 'standard' | 'minmax' | 'none';
    readonly transform: readonly string[];
    readonly offset: number;
    readonly scale: number;
    readonly series: number | null;
  } | null;
  /** Of a category. */
  readonly values: number | null;
  readonly vocabulary: VocabularySummary | null;
}

interface VocabularySummary {
  readonly of: Vocabulary['of'];
  readonly size: number;
  readonly unknown: string | null;
}

/** Columns, and classes of one target, that are listed. */
const LISTED = 100;

export function inspectTraining({ tasks, history, found, preprocessing }: TrainingRecord): TrainingSummary {
  return {
    tasks: tasks.map(({ target, loss, why = null }) => ({ target, loss, why })),
    epochs: history.length,
    data: found === undefined ? null : dataSummary(found, preprocessing, [...new Set(tasks.map((t) => t.target))]),
  };
}

function dataSummary(found: FoundData, preprocessing: Preprocessing, targets: readonly string[]): DataSummary {
  const { windows, vocabulary } = preprocessing;
  const names = Object.keys(found.columns);
  const isRead = (name: string): boolean => Object.hasOwn(preprocessing.columns, name);
  const shown = [...names.filter(isRead), ...names.filter((name) => !isRead(name))].slice(0, LISTED);
  return {
    format: found.format,
    parts: Object.entries(found.samples).map(([name, samples]) => ({ name, rows: found.rows[name] ?? 0, samples })),
    series: found.series ?? null,
    sequences: found.sequences ?? null,
    time: found.time ?? null,
    windows:
      windows === null || preprocessing.kind === 'text'
        ? null
        : { width: windows.width, horizon: windows.horizon, lead: windows.lead ?? 0, stride: windows.stride },
    vocabulary: vocabulary === null ? null : vocabularySummary(vocabulary),
    columns: shown.map((name) => columnSummary(name, found.columns[name] ?? '', preprocessing)),
    moreColumns: names.length - shown.length + (found.moreColumns ?? 0),
    classes: targets.flatMap((target) => classesOf(target, found, preprocessing)),
    skipped: found.skipped,
    reasons: found.reasons ?? [],
    notes: found.notes,
  };
}

function columnSummary(name: string, type: string, { columns, feeds }: Preprocessing): ColumnSummary {
  const recipe = Object.hasOwn(columns, name) ? columns[name] : undefined;
  return {
    name,
    type,
    feeds: Object.entries(feeds).flatMap(([feed, of]) =>
      of.from === 'columns' && of.columns.includes(name) ? [feed] : [],
    ),
    scale: recipe === undefined || !('offset' in recipe) ? null : scaleOf(recipe),
    values: recipe?.type === 'category' ? recipe.values.length : null,
    vocabulary: recipe?.type === 'text' ? vocabularySummary(recipe.vocabulary) : null,
  };
}

const scaleOf = ({
  normalize,
  transform = [],
  offset,
  scale,
  series,
}: Extract<ColumnRecipe, { readonly offset: unknown }>): ColumnSummary['scale'] => ({
  normalize,
  transform,
  offset: offset[0] ?? 0,
  scale: scale[0] ?? 1,
  series: series === undefined ? null : Object.keys(series).length,
});

const vocabularySummary = (vocabulary: Vocabulary): VocabularySummary => ({
  of: vocabulary.of,
  size: vocabularySize(vocabulary),
  unknown: vocabulary.unknown,
});

function classesOf(target: string, { counts }: FoundData, preprocessing: Preprocessing): DataSummary['classes'] {
  const feed = Object.hasOwn(preprocessing.feeds, target) ? preprocessing.feeds[target] : undefined;
  const [column] = feed?.from === 'columns' && feed.columns.length === 1 ? feed.columns : [];
  const labels = column === undefined ? null : labelsOf(preprocessing, target);
  if (column === undefined || labels === null) return [];
  const own = Object.hasOwn(counts, column) ? counts[column] : undefined;
  const recipe = preprocessing.columns[column];
  // texts are no classes
  if (recipe?.type === 'text' && own === undefined) return [];
  const unknown = recipe?.type === 'text' ? recipe.vocabulary.unknown : null;
  const all = labels.flatMap((name, i) =>
    name === unknown && own?.[i] === 0 ? [] : [{ name, count: own?.[i] ?? null }],
  );
  return [{ target, classes: all.slice(0, LISTED), more: Math.max(0, all.length - LISTED) }];
}
