import type { DataFormat } from '../../../compiler/1-read/spec/data-spec.ts';
import type { Span } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TreeRules } from '../../trees/check-tree.ts';
import type { OpenSource } from '../files/sources.ts';
import type { Preprocessing, StepMask } from './preprocessing.ts';

/** What one input or target is fed: batch-major, row-major. */
export interface BatchFeed {
  readonly dtype: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export interface Batch {
  readonly feeds: { readonly [name: string]: BatchFeed };
  /**
   * True lengths [samples] of feeds along their time axis, by the feed's name; absent where every row is full, or another feed along the same
   * axis tells. What lies beyond is not looked at.
   */
  readonly lengths: { readonly [feed: string]: Int32Array };
  /** Of inputs of sequences of sequences: true lengths along an inner axis, by the axis, [samples, words]. */
  readonly inner?: { readonly [axis: string]: BatchFeed };
  readonly samples: number;
  /** Whether states go on from the batch before: all of them, or by sample, each from the sample in the same place there. */
  readonly carry: boolean | readonly boolean[];
}

export interface BatchOptions {
  /** Samples per batch. The last one of an epoch may have fewer, and with `buckets` the last of each length. */
  readonly batch: number;
  /** From 0. With the seed it decides on the order. */
  readonly epoch: number;
  /** How many batches of the epoch to leave out: what follows is what an uninterrupted epoch would have given. */
  readonly from: number;
  readonly seed: number;
  /** False: in the order of the source. True: as `Dataset.shuffle` says. */
  readonly shuffle: boolean;
}

export interface Part {
  /** Null where unknown before reading. For text: tokens to predict. */
  readonly samples: number | null;
  /** Batches of an epoch, or null where unknown. */
  readonly batchCount: (batch: number) => number | null;
  /** @throws RnncError while iterating, for a mistake in the data */
  batches(options: BatchOptions): AsyncIterable<Batch>;
  /** @throws RnncError where it is too short for a batch of this size */
  readonly checkBatches?: (batch: number) => void;
  /** @throws RnncError where training on batches of this size would not do what was asked for */
  readonly checkTraining?: (batch: number) => void;
}

export interface Dataset {
  readonly train: Part;
  readonly validation: Part | null;
  readonly test: Part | null;
  readonly preprocessing: Preprocessing;
  readonly report: DataReport;
  /** Whether the training part is meant to be shuffled: `data.shuffle`, or its default. */
  readonly shuffle: boolean;
}

/** What was found while reading. */
export interface DataReport {
  /** Files by part as they were opened; a file that is split stands under train. Empty for tasks. */
  readonly files: {
    readonly train: readonly string[];
    readonly validation: readonly string[];
    readonly test: readonly string[];
  };
  readonly format: DataFormat | 'task' | 'batches';
  /** Rows (text: tokens) per part, skipped ones not counted. */
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  /** Bad rows that were left out, and the first of them. */
  readonly skipped: { readonly count: number; readonly first: readonly SkippedRow[] };
  /** Types of all columns, whether written or detected. */
  readonly columns: { readonly [name: string]: 'number' | 'category' | 'time' | 'text' | 'tree' | 'ignore' };
  /** What orders the rows; null: nothing does. */
  readonly time: {
    readonly columns: readonly string[];
    /** Such as `dd/mm/yyyy HH:mm`. */
    readonly written: string;
    readonly zone: string | null;
    /** Such as `hourly`; null: uneven. */
    readonly step: string | null;
    readonly gaps: number;
    /** Rows that are missing in gaps, or were put in. */
    readonly missing: number;
    readonly filled: boolean;
  } | null;
  /** Of columns of categories, and of tags that are only to be guessed, that were learned now: how often each stands in the training part, in the order of their numbers. */
  readonly counts: { readonly [column: string]: readonly number[] };
  /** How many series a column tells apart: in all files, or in those of the training part where parts have files of their own; absent: no column does. */
  readonly series?: number;
  /** Where series are samples: steps of the shortest and of the longest. */
  readonly sequences?: { readonly shortest: number; readonly longest: number };
  /** CSV only. */
  readonly delimiter: string | null;
  readonly decimal: '.' | ',' | null;
  readonly header: boolean | null;
  /** Whether the files are read again for every epoch, because they are large; shuffling is then within a buffer. */
  readonly streamed: boolean;
  /** Sentences about what may surprise, such as a part that got no samples. */
  readonly notes: readonly string[];
}

export interface SkippedRow {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** An input of the model or a target of a loss. */
export interface FeedShape {
  readonly name: string;
  readonly role: 'input' | 'target';
  readonly dtype: 'float32' | 'int32';
  /** `batch` first, then perhaps names of time axes, from the outermost on, then sizes; NaN: one that the data will give. */
  readonly dims: readonly (string | number)[];
  /** Why a loss needs the numbers as they are; absent: any scale will do. */
  readonly meaning?: FeedMeaning;
  /** Of an input that takes trees: what the model asks of them. In a batch they are parents, [batch, node], or parents and places, [batch, node, 2]. */
  readonly tree?: TreeRules;
  /** -1 may stand where a step or sample has nothing; in a float32 target NaN. */
  readonly missing?: true;
  /** Numbers with which masks of layers compare what is fed; absent: there are none. */
  readonly marks?: readonly FeedMark[];
  /** Of an input at some steps of which nothing may be given: nobody reads a step that all of these leave out. Absent: all steps are read. */
  readonly masks?: readonly StepMask[];
  /** Of a target that is the number of a class: how many the model tells apart. */
  readonly classes?: number;
  /** Of numbers that stand for classes, values or tokens: what in the model says how many there can be. */
  readonly size?: FeedSize;
  /** Of a target that is compared with an output at every step: where the model could take one step instead. */
  readonly steps?: FeedSteps;
}

/** A recurrent layer, all of whose steps go on to an output, and the layer that reads them; null: the output itself does. */
export interface FeedSteps {
  readonly layer: string;
  readonly reader: string | null;
  readonly output: string;
}

/** `units` of 3 at a layer `head`: it tells 3 classes apart. `vocabulary`: an embedding of so many tokens. */
export interface FeedSize {
  readonly layer: string;
  readonly key: 'units' | 'vocabulary';
  readonly count: number;
}

/** A mask of a layer, which leaves out the steps at which the feed is this number. */
export interface FeedMark {
  readonly layer: string;
  readonly value: number;
  readonly span: Span;
  /** Whether the mask names the number; a mask that names none compares with 0. */
  readonly isWritten: boolean;
}

/** Weights of samples; shares that sum to 1 over the classes; a probability from 0 to 1 for each feature. */
export type FeedMeaning = 'sample weights' | 'distribution' | 'probabilities';

export interface DatasetOptions {
  readonly open: OpenSource;
  /** For tasks and random splits. */
  readonly seed: number;
  /** Everything that must be fed. */
  readonly inputs: readonly FeedShape[];
  /** Use these numbers and vocabularies and fit nothing: for `evaluate`. */
  readonly preprocessing?: Preprocessing;
  /** Windows of a table go on from each other, as `training.carry` asks: they do not overlap, are not shuffled, and lie side by side in batches. */
  readonly carry?: boolean;
  /** All that the source names is one part, `train`, and the section's split counts for nothing: to measure the whole of a file. */
  readonly undivided?: boolean;
  /** Bytes up to which files are held in memory; 64 MiB where absent. Larger ones are read again for every epoch. */
  readonly memoryLimit?: number;
}
