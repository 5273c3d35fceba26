import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Located } from './located.ts';

/** The section `data` of a model: where samples come from and how feeds are made of them. Paths are relative to the model's file. */
export interface DataSpec {
  readonly span: Span;
  readonly source: DataSource;
  /** Null: by the file's ending. */
  readonly format: Located<DataFormat> | null;
  /** CSV: null is detected. */
  readonly delimiter: string | null;
  readonly decimal: '.' | ',' | null;
  readonly header: boolean | null;
  /** What stands for no value in any column, beside what always does. */
  readonly missing: readonly (string | number)[];
  /** As far as written; the types of others are detected. */
  readonly columns: ReadonlyMap<string, ColumnSpec>;
  /** What tells series apart: `group`, or `by` of `sequence`. */
  readonly group: Located<string> | null;
  /** Null: rows are samples, unless there are windows, and samples of one step are a mistake. */
  readonly sequence: SequenceSpec | null;
  /** Null: the only column of times orders the rows, as they are found to be. */
  readonly time: TimeSpec | null;
  /** Rows are steps and samples are cut from them; null: every row is a sample. For text: how many tokens a batch goes on. */
  readonly windows: WindowSpec | null;
  /** Null: deduced from the model and the columns. */
  readonly feeds: ReadonlyMap<string, DataFeedSpec> | null;
  readonly split: SplitSpec | null;
  readonly vocabulary: VocabularySpec | null;
  /** Null: yes, except where batches go on from each other: in text, and with `training.carry`. */
  readonly shuffle: boolean | null;
  /** Groups of similar length that batches are made from; 1: batches take samples as they come. */
  readonly buckets: number;
  readonly badRows: 'stop' | 'skip';
}

export type DataFormat = 'csv' | 'json' | 'ndjson' | 'npy' | 'text' | TreeFormat;

/** Files in which every row is a tree: bracketed treebanks, dependency files, nested nodes in JSON, one tree per line. */
export type TreeFormat = 'brackets' | 'conllu' | 'nested';
export const isTreeFormat = (format: string | null): format is TreeFormat =>
  format === 'brackets' || format === 'conllu' || format === 'nested';

const endings: ReadonlyMap<string, DataFormat> = new Map([
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['json', 'json'],
  ['ndjson', 'ndjson'],
  ['jsonl', 'ndjson'],
  ['npy', 'npy'],
  ['txt', 'text'],
  ['conllu', 'conllu'],
]);
/** The format that the ending of a path stands for, also below .gz; or null. */
export const formatOfPath = (path: string): DataFormat | null =>
  endings.get(/\.([A-Za-z]+)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase() ?? '') ?? null;

export type PartName = 'train' | 'validation' | 'test';
export const partNames = ['train', 'validation', 'test'] as const satisfies readonly PartName[];

/** Files of one part: paths (one may be a folder), or for arrays one file per column. */
export type PartFiles =
  | { readonly kind: 'paths'; readonly paths: readonly Located<string>[] }
  | { readonly kind: 'arrays'; readonly files: ReadonlyMap<string, Located<string>> };

export type DataSource =
  /** One set of files, cut into parts by `split`. */
  | { readonly kind: 'files'; readonly files: PartFiles; readonly span: Span }
  /** Files of their own for each part. */
  | {
      readonly kind: 'parts';
      readonly train: PartFiles;
      readonly validation: PartFiles | null;
      readonly test: PartFiles | null;
      readonly span: Span;
    }
  /** Samples that the project makes, with every argument. */
  | {
      readonly kind: 'task';
      readonly name: TaskName;
      readonly arguments: ReadonlyMap<string, number>;
      readonly span: Span;
    };

export type TaskName = 'adding' | 'reber' | 'copy' | 'mackey_glass' | 'waves' | 'list_operations';

/** `tree`: parents, a table of children or nested nodes. */
export type ColumnType = 'number' | 'category' | 'time' | 'text' | 'tree' | 'ignore';

export interface ColumnSpec {
  readonly span: Span;
  /** Null: detected. */
  readonly type: ColumnType | null;
  /** Null: standard, or none where the training part holds nothing but 0 and 1, or where a loss needs the numbers as they are. */
  readonly normalize: 'standard' | 'minmax' | 'none' | null;
  /** Whether each series has a scale of its own. */
  readonly over: 'all' | 'series';
  /** What is done to numbers before they are scaled: a logarithm, then a difference, or one of them; empty: nothing. */
  readonly transform: readonly Transform[];
  /** Category: the values in the order of their numbers; null: those of the training part, sorted. */
  readonly values: readonly string[] | null;
  /** Category: values that have no number share one, `<unk>`, the last; null: such a value is a mistake. */
  readonly unknown: UnknownValues | null;
  /** How numbers are written as text; null: found. */
  readonly decimal: '.' | ',' | null;
  readonly thousands: '.' | ',' | ' ' | "'" | null;
  /** What stands between the numbers of a list in a cell of text; null: found. */
  readonly list: ' ' | ';' | ',' | '|' | null;
  /** What stands for no value, beside what always does and what the section says. */
  readonly missing: readonly (string | number)[];
  /** Null: a row without a value is bad. */
  readonly fill: FillRule | null;
  /** The column with the number of steps that count, and where they stand; null: NAME.lengths, where there is one. */
  readonly lengths: Located<string> | null;
  /** Where the steps are that do not count; null: at the end. */
  readonly padded: 'start' | 'end' | null;
  /** Lists and texts: what is longer is cut; null: nothing is. */
  readonly longest: LongestSpec | null;
  /** Whether there is a column NAME.missing: 1 where this one has no value. */
  readonly mask: boolean;
  /** Text: the whole rule of its vocabulary, where something is written for this column; null: as the section says. */
  readonly vocabulary: VocabularySpec | null;
}

/** The most steps that are read of a sequence, and which. */
export interface LongestSpec {
  readonly span: Span;
  readonly steps: number;
  readonly keep: 'start' | 'end';
}

/** Values that occur less often than `below` in the training part have no number of their own. */
export interface UnknownValues {
  readonly span: Span;
  readonly below: number;
}

export type Transform = 'log' | 'log1p' | 'difference';

/** What is done where a column has no value. `skip`: the row is left out. `mean`: that of the training part. */
export type FillRule = 'skip' | 'mean' | 'forward' | 'interpolate' | { readonly value: string | number };

/** What orders the rows of a series. */
export interface TimeSpec {
  readonly span: Span;
  /** A column, or one of dates and one of clocks. Empty: the only one that has times. Null: rows stay in the order of the file. */
  readonly columns: readonly Located<string>[] | null;
  /** The distance of neighbours; null: found. */
  readonly every: Located<string> | null;
  /** Whose local clock is written, such as Europe/Berlin; null: UTC, where the times do not say it. */
  readonly zone: Located<string> | null;
  /** Whether the day or the month comes first in `03/04/2020`; null: the data tells. */
  readonly order: 'dmy' | 'mdy' | null;
  readonly gaps: GapRule;
  readonly duplicates: 'error' | 'first' | 'last' | 'mean';
}

/** `break`: no window crosses a gap. Otherwise rows are put in: with the values before, between those around, or with one value. */
export type GapRule = 'break' | 'forward' | 'interpolate' | { readonly value: number };

/** Whether all rows of a series are the steps of one sample. */
export interface SequenceSpec {
  readonly span: Span;
  /** The column that tells the series apart. Null: every row is a sample, even of one step. */
  readonly by: Located<string> | null;
  /** What is longer is cut; null: nothing is. */
  readonly longest: LongestSpec | null;
}

export interface WindowSpec {
  readonly span: Span;
  /** Steps of the input. */
  readonly width: number;
  /** Steps after the window, and after the lead, that are to be predicted. */
  readonly horizon: number;
  /** Steps between the window and the horizon. */
  readonly lead: number;
  /** Rows from the start of a window to the start of the next; null: 1 for rows, but the width where states are carried; the width for text. */
  readonly stride: number | null;
}

export type DataFeedSpec =
  | {
      readonly kind: 'columns';
      readonly span: Span;
      readonly columns: readonly Located<string>[];
      /** Null: the window, or without windows the row. `previous`: what a target is compared with, one step later. */
      readonly part: 'window' | 'horizon' | 'next' | 'previous' | 'series' | null;
    }
  /** Text: the tokens, or at each step the token after it. */
  | { readonly kind: 'tokens'; readonly span: Span; readonly tokens: 'input' | 'next' };

export type SplitSpec =
  | {
      readonly kind: 'ratio';
      readonly span: Span;
      /** They sum to 1. */
      readonly train: number;
      readonly validation: number;
      readonly test: number;
      /** Null: order with windows and text, else random. */
      readonly by: 'order' | 'random' | null;
    }
  /** Rows below the first value train, those below the second validate, the others test. */
  | {
      readonly kind: 'column';
      readonly span: Span;
      readonly column: Located<string>;
      readonly at: readonly Located<string | number>[];
    };

export interface VocabularySpec {
  readonly span: Span;
  /** Null: characters for a text, words for columns of text. */
  readonly of: 'bytes' | 'characters' | 'words' | null;
  /** At most this many tokens, the unknown one included; null: all. */
  readonly size: number | null;
  /** Rarer tokens are left to the unknown one. */
  readonly minCount: number;
  /** Stands for every token that the vocabulary lacks; false: such a token is a mistake. Null: `<unk>`, and none for what is only a target. */
  readonly unknown: string | false | null;
  /** Which equal writings of a character are one. */
  readonly normalize: TextNormalization;
  /** Capital letters become small ones. */
  readonly lower: boolean;
  /** `kept`: as part of the words. */
  readonly punctuation: 'kept' | 'tokens' | 'dropped';
  /** A column whose vocabulary this one has; null: its own. */
  readonly share: Located<string> | null;
}

/** The normal forms of Unicode that texts are brought into. */
export type TextNormalization = 'NFC' | 'NFKC' | 'none';
