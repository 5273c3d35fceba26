/** A value of a flow mapping in the model file: text is written as it stands where it needs no quotes. */
export type FlowValue = string | number | boolean | readonly FlowValue[] | { readonly [key: string]: FlowValue };

export type ImportedInput =
  | { readonly name: string; readonly shape: readonly (string | number)[]; readonly dtype: 'float32' | 'int32' }
  /** Trees over the nodes of an axis. */
  | { readonly name: string; readonly tree: string };

/** A cell in the model language: with sizes `n` of what it reads and `units`, or with numbers everywhere. */
export interface ImportedCell {
  /** States with their size, or the sizes of their axes. */
  readonly state: { readonly [name: string]: number | 'units' | readonly number[] };
  /** Of a cell for trees: a list of any length, or their names. */
  readonly children?: 'any' | readonly string[];
  /** The size of what it reads. */
  readonly input: number | 'n';
  /** Shapes by name, in the model language. */
  readonly weights: { readonly [name: string]: readonly (string | number)[] };
  readonly equations: readonly string[];
  readonly output: string;
}

export interface ImportedLayer {
  readonly name: string;
  readonly keys: { readonly [key: string]: FlowValue };
  /** Equations that stand in a block of text. */
  readonly equations?: readonly string[];
}

/** One weight of the model, and the tensor of the file that it was made of. */
export interface ImportedWeight {
  readonly path: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** What it was made of, in words: name, shape, and what was done to it. */
  readonly from: string;
}

/** What a file of another framework holds, in the terms of the model language. Every importer makes one; the writers read nothing else. */
export interface ImportedModel {
  readonly name: string;
  /** One sentence on where it is from. */
  readonly origin: string;
  readonly inputs: readonly ImportedInput[];
  readonly cells: ReadonlyMap<string, ImportedCell>;
  readonly layers: readonly ImportedLayer[];
  readonly outputs: readonly { readonly name: string; readonly reference: string }[];
  readonly weights: readonly ImportedWeight[];
  /** What differs for whoever calls the model: order of axes, names, parts of an output. */
  readonly notes: readonly string[];
}
