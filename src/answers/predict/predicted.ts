import type { PlaceOf, RawRow } from '../../data/table/preprocess.ts';
import type { PredictedValue, Prediction } from '../decode.ts';
import type { DecodingOptions } from '../feedback/decoding.ts';

export interface PredictOptions {
  /** Also the probability of every label, as `COLUMN.LABEL`. */
  readonly probabilities?: boolean;
  /**
   * Columns of a row that stand beside what is predicted: those that the model does not use (the default), all, none, or these. Of a sequence of
   * rows they are lists, and by default stand beside answers for every step alone.
   */
  readonly keep?: 'unused' | 'all' | 'none' | readonly string[];
  /** Of a model that says a text token by token: how each is chosen. Default: the likeliest at each step. */
  readonly decoding?: DecodingOptions;
  /**
   * Of such a model: the most tokens of a text, by default twice those of the longest of the training part. Of one that says numbers step by step: the
   * steps.
   */
  readonly longest?: number;
  /**
   * Of a model of windows: an answer for every window that ends at an n-th row of its series, counted back from the last row, with `row`, the number of
   * the window's last row from 1, and its time as `COLUMN.last`. Absent: one for the last window of each series.
   */
  readonly every?: number;
  /**
   * Of such a model: what is known of the steps after the last rows, for inputs with `part: horizon`, as rows with the times, the group column and
   * those columns. Absent: rows that stand behind the last one with a value of what is predicted. What the calendar tells needs no rows.
   */
  readonly future?: readonly RawRow[];
  /** Of random choices; default 0. The same seed gives the same texts. */
  readonly seed?: number;
  /** The decimal sign of numbers that come as text; default that of the training data. */
  readonly decimal?: '.' | ',';
  /** What messages call a row, or its value in a column; absent: `rows[INDEX].COLUMN`. */
  readonly placeOf?: PlaceOf;
  /** The same for rows of the future; absent: `future[INDEX].COLUMN`. */
  readonly placeOfFuture?: PlaceOf;
  /** Is told what may surprise, a sentence at a time, such as series that are left out because they are too short. */
  readonly onNote?: (note: string) => void;
}

/** What the model says, and sentences about what may surprise. */
export interface Predicted {
  readonly rows: readonly Prediction[];
  /** Columns that come from the rows that were given. The model does not tell them. */
  readonly kept: ReadonlySet<string>;
  readonly notes: readonly string[];
}

export const isPlain = (value: unknown): value is PredictedValue =>
  value === null ||
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every(isPlain));
