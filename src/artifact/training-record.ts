import type { DataReport } from '../data/dataset/dataset.ts';
import type { Preprocessing } from '../data/dataset/preprocessing.ts';

/** What a trained model knows of its training: how raw rows become feeds and outputs become raw units again, and how the training went. */
export interface TrainingRecord {
  readonly preprocessing: Preprocessing;
  readonly history: History;
  /** One per loss with a target, in order. */
  readonly tasks: readonly TrainedTask[];
  /** What was found in the data; absent where nothing is known of them, as of batches of one's own. */
  readonly found?: FoundData;
  /** Present where the command line trained it on files. */
  readonly data?: TrainedOn;
}

/** What a training found in its data. */
export interface FoundData {
  readonly format: string;
  /** By part; of a text the tokens. */
  readonly rows: { readonly [part: string]: number };
  /** Windows or rows that are samples, by part; null: they are not counted. */
  readonly samples: { readonly [part: string]: number | null };
  /** How many series a column tells apart; absent: no column does. */
  readonly series?: number;
  /** Where series are samples: steps of the shortest and of the longest. */
  readonly sequences?: { readonly shortest: number; readonly longest: number };
  /** What orders the rows; absent: nothing does. */
  readonly time?: NonNullable<DataReport['time']>;
  /** Types of columns, those that the model reads before others; of very many the first. */
  readonly columns: { readonly [name: string]: string };
  /** Columns that are not listed; absent: none. */
  readonly moreColumns?: number;
  /** Of columns of categories, and of tags that are only to be guessed: how often each stands in the training part, in the order of their numbers. */
  readonly counts: { readonly [column: string]: readonly number[] };
  /** Bad rows that were left out. */
  readonly skipped: number;
  /** Why the first of them were; absent: none was. */
  readonly reasons?: readonly string[];
  /** Sentences about what was left out or may surprise. */
  readonly notes: readonly string[];
}

/** Where the files of a training are found again. Paths lead from the folder of the artifact. */
export interface TrainedOn {
  /** What `--data` named; null: what the section `data` of the model names. */
  readonly source: string | null;
  /** The folder from which the section's own paths lead. */
  readonly folder: string;
  /** SHA-256 of the sizes and contents of the files, in hexadecimal. */
  readonly digest: string;
}

export interface TrainedTask {
  readonly loss: string;
  /** Name of the feed that was the target. */
  readonly target: string;
  /** Name of the output that gives what the loss measured, or null where no output does. */
  readonly output: string | null;
  /** Of a quantile loss. */
  readonly quantiles?: readonly number[];
  /** Of a loss that was chosen for what the data gave: why, in words. */
  readonly why?: string;
  /** Of forecasts that are plain numbers, where there was a validation part. */
  readonly errors?: ErrorSizes;
}

/** How large the errors of forecasts were in the windows of the validation part, in the numbers that the model sees. */
export interface ErrorSizes {
  /** Errors of each step and column. */
  readonly samples: number;
  /** Shares of the errors, smallest first. */
  readonly levels: readonly number[];
  /** By step ahead, by column of the target, by level: the size that this share of the errors stays within. */
  readonly sizes: readonly (readonly (readonly number[])[])[];
}

/** The results of an epoch, as plain JSON. It holds no times, so that a run that was interrupted and resumed gives exactly the same record. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Optimiser steps since the start of the training. */
  readonly steps: number;
  /** Learning rate of the epoch's last step. */
  readonly rate: number;
  /** By part of the data: `training`, and mostly `validation` too. NaN is written as null, because JSON has no NaN. */
  readonly parts: { readonly [part: string]: PartRecord };
  /** The best epoch so far. */
  readonly best: boolean;
}
export interface PartRecord {
  readonly loss: number | null;
  readonly metrics: { readonly [name: string]: number | null };
}

/** In the order of the epochs. */
export type History = readonly EpochRecord[];
