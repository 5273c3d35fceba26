import type { Rows } from '../../model/output.ts';
import type { Trace } from '../../trace/trace.ts';

/** A model as the page has it: its text, and the files that it imports by their paths. */
export interface GivenModel {
  readonly text: string;
  readonly files: { readonly [path: string]: string };
}

/** What is fed: the text of the input and the name of the file that it came from, which tells its format. */
export interface GivenInput {
  readonly file: string;
  readonly text: string;
}

/** A mistake or a warning, with its place where it has one. */
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly expected: string | null;
  readonly found: string | null;
  readonly fix: string | null;
  readonly notes: readonly string[];
  readonly place: Place | null;
}

export interface Place {
  readonly file: string;
  /** Offsets in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** What the page must know of a model without mistakes. */
export interface CheckedModel {
  readonly name: string;
  readonly warnings: readonly Problem[];
  readonly inputs: readonly { readonly name: string; readonly shape: string }[];
  /** The data will give sizes: until it is trained the model can be drawn without shapes, and nothing else. */
  readonly needsData: boolean;
  /** A valid input, as JSON; null where the model has trees or sizes that nobody knows yet. */
  readonly example: string | null;
  readonly training: TrainingPlan | null;
  /** It was trained here, and its text is still the same. */
  readonly trained: boolean;
  /** Its training was stopped and can go on. */
  readonly resumable: boolean;
}

/** What the section `training` says. */
export interface TrainingPlan {
  readonly epochs: number;
  readonly batch: number;
  /** Files that the section `data` names; none where it makes its samples itself. */
  readonly files: readonly string[];
}

export type PictureChoice =
  | { readonly kind: 'rolled'; readonly shapes: boolean }
  | {
      readonly kind: 'unrolled';
      readonly steps: number;
      readonly shapes: boolean;
      /** Of trees: whose tree is drawn, and the row of the batch, counted from 1. */
      readonly input: GivenInput | null;
      readonly row: number;
    }
  | { readonly kind: 'cell'; readonly path: string }
  /** A value over all steps of an input. */
  | { readonly kind: 'values'; readonly path: string; readonly input: GivenInput; readonly row: number };

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PictureBox[];
}

/** Where a box is, in pixels of the picture. */
export interface PictureBox {
  readonly kind: string;
  readonly path: string;
  readonly label: string;
  /** Of a copy; from 0. */
  readonly step: number | null;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a trained model says in raw units: a text that goes on, or of each sample what it predicts, by column. */
export type Answer =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'forecast';
      readonly samples: readonly { readonly [column: string]: unknown }[];
      /** The chart. */
      readonly svg: string;
    }
  | { readonly kind: 'samples'; readonly samples: readonly { readonly [column: string]: unknown }[] };

export interface Result extends Rows {
  readonly name: string;
  /** Axes of `dims` along which nodes of trees stand. */
  readonly nodes: readonly string[];
  /** Row-major. */
  readonly data: readonly number[];
}

/** What to train on and for how long. */
export interface TrainingOrder {
  /** Files by the paths that the section `data` names; those of an example as text. */
  readonly data: { readonly [path: string]: string | File };
  readonly epochs: number;
  /** Goes on from where the training of this model was stopped. */
  readonly resume: boolean;
  /** Whose first row is drawn meanwhile, where it fits the model. */
  readonly input: GivenInput;
  /** The value that is drawn, if the model has it; null: a gate. */
  readonly watched: string | null;
}

export interface TrainingEnd {
  readonly end: 'epochs' | 'early-stopping' | 'aborted';
  readonly steps: number;
  readonly epochs: number;
  /** Whether what is worked on has its weights now: not so where another model came meanwhile. */
  readonly kept: boolean;
  /** What was found in the data and may surprise. */
  readonly notes: readonly string[];
}

/** How a training goes. A loss that is no number is null. */
export type TrainingNews =
  | { readonly kind: 'step'; readonly step: number; readonly epoch: number; readonly loss: number }
  | {
      readonly kind: 'epoch';
      readonly step: number;
      readonly epoch: number;
      readonly losses: { readonly [part: string]: number | null };
      readonly metrics: { readonly [name: string]: number | null };
    }
  | GatesNews;

/** A value over the steps of one sample, by the weights after an epoch. */
export interface GatesNews {
  readonly kind: 'gates';
  readonly epoch: number;
  readonly path: string;
  /** What else can be drawn. */
  readonly paths: readonly string[];
  readonly svg: string;
}

/** A name with what it means; code stands between backticks. */
export interface Word {
  readonly name: string;
  readonly what: string;
}

/** What models may name without having declared it. */
export interface Vocabulary {
  readonly cells: readonly (Word & {
    readonly isForTrees: boolean;
    /** In order; without a fallback they must be given. */
    readonly parameters: readonly { readonly name: string; readonly fallback: string | null }[];
  })[];
  readonly functions: readonly Word[];
  /** Those of one tensor. */
  readonly unary: readonly string[];
  readonly initializers: readonly string[];
}

/** For each call of the page what it asks for and what it is given. */
export interface Calls {
  readonly vocabulary: { readonly asks: null; readonly gives: Vocabulary };
  readonly check: { readonly asks: GivenModel; readonly gives: CheckedModel };
  readonly draw: { readonly asks: PictureChoice; readonly gives: Picture };
  readonly run: { readonly asks: GivenInput; readonly gives: { readonly results: readonly Result[] } };
  readonly trace: { readonly asks: { readonly input: GivenInput; readonly row: number }; readonly gives: Trace };
  readonly answer: { readonly asks: GivenInput; readonly gives: Answer };
  /** The last rows of the file that the model was trained on, with its first line; null where there is none. */
  readonly rows: { readonly asks: null; readonly gives: string | null };
  /** Answered when it ends; `News` come meanwhile. */
  readonly train: { readonly asks: TrainingOrder; readonly gives: TrainingEnd };
  /** Draws another value of the sample from now on. */
  readonly watch: { readonly asks: string; readonly gives: null };
  /** Ends the training after the step under way. */
  readonly stop: { readonly asks: null; readonly gives: null };
  readonly file: {
    readonly asks: null;
    readonly gives: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };
  };
}
export type CallName = keyof Calls;

/** From the page to the worker. */
export type Request = {
  readonly [C in CallName]: { readonly id: number; readonly call: C; readonly asks: Calls[C]['asks'] };
}[CallName];

/** From the worker to the page. */
export type FromWorker = Reply | News;

export interface News {
  readonly news: TrainingNews;
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly gives: unknown }
  | { readonly id: number; readonly ok: false; readonly problems: readonly Problem[] };
