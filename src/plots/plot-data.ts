/** What plots show, as plain data; `drawPlot` makes a picture of it. */

/** One step of time, or one node. */
export interface PlotStep {
  /** Steps count from 1, nodes from 0, as lists of parents number them. */
  readonly step: number;
  /** The token that is fed there; null: none, or the model knows no words. */
  readonly token: string | null;
}

/** Values of one name over the steps of a row. */
export interface ValuePanel {
  /** Its full path: `encoder.0.forward.step.i`. */
  readonly path: string;
  /** The equation that makes it, as it stands in the model; empty: it has none. */
  readonly text: string;
  readonly over: 'steps' | 'nodes';
  /** The axis of time or of nodes. */
  readonly axis: string;
  /** In which order it is computed; `any`: every step by itself. */
  readonly order: 'any' | 'forward' | 'backward' | 'up' | 'down';
  /** Numbers of each step. */
  readonly units: number;
  /** Steps in the order of time, nodes in the order in which they are computed. Values are null where the mask of the layer leaves the step out. */
  readonly steps: readonly (PlotStep & { readonly values: readonly number[] | null })[];
}

export interface ValuePlot {
  readonly kind: 'values';
  readonly model: string;
  /** The row that is shown, counted from 1, of so many. */
  readonly row: number;
  readonly rows: number;
  readonly panels: readonly ValuePanel[];
}

/** Sizes of the gradients of a loss by what a cell computes, over the steps of a row. */
export interface GradientSeries {
  readonly model: string;
  /** Its full path: `memory.0.forward.step.h'`. */
  readonly path: string;
  readonly over: 'steps' | 'nodes';
  readonly axis: string;
  /** Euclidean lengths of the gradients; null where the mask of the layer leaves the step out. */
  readonly steps: readonly (PlotStep & { readonly norm: number | null })[];
}

export interface GradientPlot {
  readonly kind: 'gradients';
  readonly row: number;
  readonly rows: number;
  /** What is differentiated, and its value, by model. */
  readonly losses: readonly { readonly model: string; readonly loss: string; readonly value: number }[];
  readonly series: readonly GradientSeries[];
}

/** The numbers of one weight. */
export interface WeightPanel {
  readonly path: string;
  readonly shape: readonly number[];
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of the numbers themselves, dividing by their number. */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
  /** How many are exactly 0. */
  readonly zeros: number;
  /** Bins of equal width; the last includes its end. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

export interface WeightPlot {
  readonly kind: 'weights';
  readonly model: string;
  readonly layer: string;
  /** `initial`: as the seed gives them. */
  readonly state: 'initial' | 'given' | 'trained';
  readonly panels: readonly WeightPanel[];
}

export type Plot = ValuePlot | GradientPlot | WeightPlot;
