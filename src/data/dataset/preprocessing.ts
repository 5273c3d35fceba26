import type { GapRule, TimeSpec, Transform } from '../../../compiler/1-read/spec/data-spec.ts';
import type { TrainedFiles } from '../files/file-form.ts';
import type { CalendarFeature } from '../time/calendar-features.ts';
import type { Step } from '../time/step.ts';
import type { TimeForm } from '../time/time-form.ts';
import type { NumberForm } from './number-form.ts';

/**
 * Everything that is learned from the training data about how raw values become feeds, as plain JSON: it is kept in the artifact, and
 * with it `rnnc/runtime` treats new rows and texts as the training did.
 */
export interface Preprocessing {
  readonly version: 1;
  /** `table`: rows and records. `text`: one stream of tokens. `batches`: a user's own iterator, nothing is known. */
  readonly kind: 'table' | 'text' | 'batches';
  /** The columns that feeds use. */
  readonly columns: { readonly [name: string]: ColumnRecipe };
  /** Of a text source. Columns of text have their own. */
  readonly vocabulary: Vocabulary | null;
  readonly group: string | null;
  /** Present where all rows of a series are the steps of one sample. */
  readonly sequence?: true;
  /** What is read of the rows of a sequence; absent: all. */
  readonly longest?: Longest;
  /** What orders the rows of a series; null: they stay as they stand. */
  readonly time: TimeRecipe | null;
  /** The decimal sign of numbers that come as text. */
  readonly decimal: '.' | ',';
  /** How the files of the training were written; absent: there were none. */
  readonly files?: TrainedFiles;
  /** How the cells of columns are read and filled, where not as usual. */
  readonly cells?: { readonly [column: string]: CellRecipe };
  /** Null: a row is a sample. */
  readonly windows: {
    readonly width: number;
    readonly horizon: number;
    /** Steps between the window and its horizon; absent: 0. */
    readonly lead?: number;
    readonly stride: number;
    /** Present where states go on from window to window, so that all rows of a series tell of its future. */
    readonly carry?: true;
  } | null;
  readonly feeds: { readonly [name: string]: FeedRecipe };
}

/** The first steps, or the last, at most so many. */
export interface Longest {
  readonly steps: number;
  readonly keep?: 'end';
}

export interface CellRecipe {
  /** How numbers are written as text; absent: plainly, with the decimal sign of the table. */
  readonly written?: NumberForm;
  /** What stands for no value, beside what always does. */
  readonly missing?: readonly (string | number)[];
  /** What is done where there is no value; absent: the row is bad. */
  readonly fill?: FillRecipe;
  /** Cells of text are lists of numbers. */
  readonly list?: ListForm;
  /** A column with the number of steps that count; those beyond are not looked at. */
  readonly lengths?: { readonly column: string; readonly from?: 'end' };
  /** What is read of the steps of a list or the tokens of a text; absent: all. */
  readonly longest?: Longest;
  /** The column is 1 where this one, whose values are of this type, has none, and else 0. */
  readonly maskOf?: { readonly column: string; readonly type: ColumnRecipe['type'] };
  /** The column is no column of the file: its values follow from the times of the row. */
  readonly calendar?: CalendarRecipe;
  /** The column is no column of the file: it has the letters of the words of another one. */
  readonly lettersOf?: LettersRecipe;
}

/** What the letters of words are read out of. How letters become numbers, the vocabulary of the column says. */
export interface LettersRecipe {
  /** A column of the file. */
  readonly column: string;
  /** How a text of it is cut into words. */
  readonly words: TextForm;
  /** What is read of the letters of a word; absent: all. */
  readonly longest?: Longest;
}

/** What the times of a row are in the calendar. */
export interface CalendarRecipe extends CalendarFeature {
  /** A column of times, or one of dates and one of clocks. */
  readonly columns: readonly string[];
  /** How each of them is written. */
  readonly forms: readonly TimeForm[];
  /** Whose local clock it is; null: UTC where the times do not say it. */
  readonly zone: string | null;
}

/** What stands between the numbers of a list; a blank is any. Brackets may stand around it. */
export interface ListForm {
  readonly separator: ' ' | ';' | ',' | '|';
}

/**
 * `skip`: the row is left out. `forward`: the last value before it in its series. `interpolate`: on the line between its neighbours there; at the end, and
 * among whole numbers, the last value. A value for each feature, or one for all.
 */
export type FillRecipe =
  | 'skip'
  | 'forward'
  | 'interpolate'
  | {
      readonly value: readonly (number | string)[];
      /** The value is the mean of the training part, and not one that the model file gives. */
      readonly mean?: true;
    };
export interface TimeRecipe {
  /** A column of times, or one of dates and one of clocks. */
  readonly columns: readonly string[];
  /** How each of them is written. */
  readonly forms: readonly TimeForm[];
  /** Whose local clock it is; null: UTC where the times do not say it. */
  readonly zone: string | null;
  /** How far neighbouring rows are apart; null: unevenly. */
  readonly step: Step | null;
  readonly gaps: GapRule;
  readonly duplicates: TimeSpec['duplicates'];
}

interface Scaled {
  readonly normalize: 'standard' | 'minmax' | 'none';
  readonly offset: readonly number[];
  readonly scale: readonly number[];
  /** The least and the greatest number of the training part, of a column that is not transformed; absent: there was none. */
  readonly range?: readonly [number, number];
  /** What is done to numbers before; absent: nothing. */
  readonly transform?: readonly Transform[];
  /** By series: in place of `offset` and `scale`, which are those of all rows. */
  readonly series?: { readonly [key: string]: SeriesScale };
}

export interface SeriesScale {
  readonly offset: number;
  readonly scale: number;
}

export type ColumnRecipe =
  /** fed = (transformed − offset) / scale, the last axis running through these lists. */
  | ({ readonly type: 'number' } & Scaled)
  /** Counts in seconds since 1970. */
  | ({ readonly type: 'time'; readonly form: TimeForm; readonly zone: string | null } & Scaled)
  /** The number of a value is its place here; in a float32 feed it is one-hot. */
  | {
      readonly type: 'category';
      readonly values: readonly string[];
      /** The one of the values that stands for all others; absent: others are mistakes. */
      readonly unknown?: string;
    }
  /** Columns that share a vocabulary have equal ones. */
  | { readonly type: 'text'; readonly vocabulary: Vocabulary }
  /** Fed as [nodes, 2]: the parent of every node, -1 for a root, and its place among the children. */
  | { readonly type: 'tree' };

export interface Vocabulary extends TextForm {
  /** By number. Empty for bytes, which are their own numbers. Words: `<eos>` is the end of a line. */
  readonly tokens: readonly string[];
  /** Stands for every token that is not in the list, or null: such a token is a mistake. */
  readonly unknown: string | null;
  /** It has marks for the start and the end of a sequence: `<s>` and `</s>`; those of bytes are 256 and 257. */
  readonly marks?: true;
}

/** How a text is cut into tokens. Tokens of a list stand as they are, but for normalisation and small letters. */
export interface TextForm {
  readonly of: 'bytes' | 'characters' | 'words';
  /** The normal form of Unicode that a text is brought into, which bytes are not; absent: NFC. */
  readonly normalize?: 'NFKC' | 'none';
  /** Capital letters become small ones. */
  readonly lower?: true;
  /** Of words; absent: punctuation is a part of the word that it stands at. */
  readonly punctuation?: 'tokens' | 'dropped';
}

/** A feed that says which steps of another one are left out: those at which all of its numbers are `value`; null: at which its one number is 0. */
export interface StepMask {
  readonly feed: string;
  readonly value: number | null;
}

export type FeedRecipe = {
  /** Given to the model, or compared with what it gives. */
  readonly role: 'input' | 'target';
  readonly dtype: 'float32' | 'int32';
  /** `batch` first, then perhaps names of time axes, from the outermost on, then sizes. */
  readonly dims: readonly (string | number)[];
  /** -1 stands where a step or sample has nothing; in a float32 target NaN. */
  readonly missing?: true;
} & (
  | {
      readonly from: 'columns';
      readonly columns: readonly string[];
      /**
       * `row`: there are no windows. `step`: each row of a series is a step. `span`: window, lead and horizon. `next`: the steps of the window, each `lead` and `horizon`
       * later. `previous`: those of the horizon, each a row earlier. `series`: one row, since all of a series have the same.
       */
      readonly part: 'row' | 'step' | 'window' | 'horizon' | 'next' | 'previous' | 'series' | 'span';
      /** The sequence of a row, one step later, with a start before it. `longest`: steps of the longest one of the training part. */
      readonly previous?: { readonly longest: number };
      /** The sequence of a row has an end mark, which counts as a step. */
      readonly ends?: true;
      /** A number may be missing, and is fed as 0, at steps that all of these leave out. */
      readonly masks?: readonly StepMask[];
    }
  | { readonly from: 'tokens'; readonly tokens: 'input' | 'next' }
  /** As the user's own iterator gives it. */
  | { readonly from: 'batches' }
);
