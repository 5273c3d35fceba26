import type { WeightData } from '../artifact/definition.ts';
import type { Feed, ShapedData, TensorLike } from './feeds/feed-values.ts';
import type { Output } from './output.ts';

/**
 * What a program knows of one model when it is written: names, ranks, sizes and types. `rnnc compile --types` and `typesOf` write such an interface for a
 * model; `AnyModel` is the one of which nothing is known. They are types alone: nothing checks at run time that a file holds that model.
 */
export interface ModelTypes {
  /** What `run` must be fed. */
  readonly inputs: object;
  /** What it may be fed besides: lengths, start values of states, dropout masks. */
  readonly optional: object;
  readonly outputs: { [name: string]: Output };
  /** Paths of states, and short ones. */
  readonly states: string;
  /** Of a session: the flat arrays of a step, and what comes out of one. `never` where the model takes no steps. */
  readonly step: { readonly inputs: object; readonly outputs: { readonly [output: string]: Output } };
  /** A sample in raw units, by column. */
  readonly row: object;
  /** What is predicted of a sample, by column. */
  readonly prediction: object;
  /** A step of a forecast, by column. */
  readonly forecast: object;
  /** Classes of a sample, and of a step or node. */
  readonly labels: string;
  readonly stepLabels: string;
}

/** A model of which nothing is known. */
export interface AnyModel extends ModelTypes {
  readonly inputs: { readonly [name: string]: Feed };
  readonly optional: object;
  readonly outputs: { [name: string]: Output };
  readonly states: string;
  readonly step: {
    readonly inputs: { readonly [input: string]: Float32Array | Int32Array };
    readonly outputs: { readonly [output: string]: Output };
  };
  readonly row: { readonly [column: string]: unknown };
  readonly prediction: { readonly [column: string]: PredictedValue };
  readonly forecast: { readonly [column: string]: string | number };
  readonly labels: string;
  readonly stepLabels: string;
}

/** A value of a prediction: over steps, nodes or a horizon there are lists. */
export type PredictedValue = number | string | boolean | null | readonly PredictedValue[];

export declare const TYPES: unique symbol;
/** Carries the types of a model from where it comes from to `load`. There is nothing of it at run time. */
export interface OfTypes<T extends ModelTypes> {
  readonly [TYPES]?: T;
}

/** The address of a compiled model, as a bundler gives it: `load` takes it. */
export interface ModelAddress<T extends ModelTypes = AnyModel> extends OfTypes<T> {
  readonly href: string;
}

/** What `run` takes. */
export type FeedsOf<T extends ModelTypes> = T['inputs'] & { readonly [K in keyof T['optional']]?: T['optional'][K] };
/** Start values of a session, and inputs that hold for all its steps. */
export type StartFeedsOf<T extends ModelTypes> = { readonly [K in keyof FeedsOf<T>]?: FeedsOf<T>[K] };
/** What `process` takes: the inputs of a step over any number of steps. */
export type ProcessFeedsOf<T extends ModelTypes> = {
  readonly [K in keyof T['step']['inputs'] & keyof T['inputs']]: T['inputs'][K];
} & { readonly [K in keyof T['optional']]?: T['optional'][K] };
/** Where `step` and `process` put results. */
export type StepOutputsOf<T extends ModelTypes> = { readonly [K in keyof T['outputs']]?: Float32Array };
/** States that a session is given. */
export type StatesOf<T extends ModelTypes> =
  | ReadonlyMap<T['states'], WeightData>
  | { readonly [K in T['states']]?: WeightData };
/** What a raw session says after a step: where it says something of every step, of the last one. */
export type StepPredictionOf<T extends ModelTypes> = { readonly [K in keyof T['prediction']]: PredictedValue };

/** An entry of a feed. */
type Entry = number | bigint | boolean;
type Rows<S extends readonly unknown[]> = S extends readonly [unknown, ...infer Inner] ? ArrayLike<Rows<Inner>> : Entry;
type FlatArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;
/** What is fed for a shape: nested arrays of its rank, whose rows may end at different times, `{data, shape}`, a typed array, or a tensor of tfjs. */
export type Input<S extends readonly number[]> = Rows<S> | ShapedData | TensorLike | FlatArray;
/** Trees, as a list with one for each sample. */
export type { Feed as TreeInput } from './feeds/feed-values.ts';
/** A cell of a raw row: a list where the column is one. */
export type RawNumber = number | string | null | ArrayLike<RawNumber>;
export type RawText = string | number | boolean | null | ArrayLike<RawText>;
