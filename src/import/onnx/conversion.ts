import type { OnnxAttribute, OnnxFunction, OnnxGraph, OnnxNode, OnnxTensor } from '../../onnx/format.ts';
import type { FlowValue, ImportedCell, ImportedWeight } from '../model/imported-model.ts';
import { freeName } from '../model/refusal.ts';
import { expectOwn } from './trees/own-functions.ts';
import { type Axis, type Constant, type Data, refuse, type TreeWalk, UNKNOWN, type Value } from './values.ts';

/** Layers that may still be changed by the next node: a dense layer takes the bias that is added to it. */
export interface GrowingLayer {
  readonly name: string;
  readonly keys: { [key: string]: FlowValue };
  equations?: readonly string[];
}

/** What has been converted so far. */
export class Conversion {
  readonly opset: number;
  readonly layers: GrowingLayer[] = [];
  readonly weights: ImportedWeight[] = [];
  readonly cells = new Map<string, ImportedCell>();
  /** How many nodes and outputs read a tensor. */
  readonly readers: ReadonlyMap<string, number>;
  /** The name of `sequence_lens` that recurrent nodes read over an axis; '' where they read none. */
  readonly lengths = new Map<object, string>();
  /** The layers that RNN, GRU and LSTM nodes have become. */
  readonly operatorLayers = new Set<string>();
  /** Layers of convolutions by what the file calls them, and the inputs that are what they have read before. */
  readonly convolutions = new Map<string, string>();
  readonly pastInputs = new Map<string, string>();
  /** Inputs that are trees, with the axis of their nodes. */
  readonly trees = new Map<string, Axis>();
  readonly walks: TreeWalk[] = [];
  /** Layers over trees, and the input of those. */
  readonly recursive = new Map<string, string>();
  /** Axes of the inputs of the graph. */
  readonly inputAxes: readonly Axis[];
  readonly #functions: readonly OnnxFunction[];
  readonly #ownFunctions = new Set<string>();
  readonly #names: Set<string>;
  readonly #later: ((isRead: (reference: string) => boolean) => void)[] = [];

  constructor(
    { opset, functions }: { readonly opset: number; readonly functions: readonly OnnxFunction[] },
    readers: ReadonlyMap<string, number>,
    names: Set<string>,
    inputAxes: readonly Axis[],
  ) {
    this.inputAxes = inputAxes;
    this.#functions = functions;
    this.opset = opset;
    this.readers = readers;
    this.#names = names;
  }

  /** Looks at a function of the file once. @throws Refusal where it is not the one that `rnnc export` writes under this name */
  expectOwn(name: string): void {
    if (!this.#ownFunctions.has(name)) expectOwn(name, this.#functions);
    this.#ownFunctions.add(name);
  }

  /** A name that no input, layer or time axis has. */
  freeName(wanted: string): string {
    return freeName(wanted, this.#names);
  }

  /** Lengths belong to the steps of the model, so all that reads lengths of them reads the same. @param name '' where none are read @throws Refusal */
  keepLengths(time: Axis, name: string): void {
    const before = this.lengths.get(time.root);
    if (before !== undefined && before !== name) refuse('other nodes over the same steps read other lengths, or none');
    this.lengths.set(time.root, name);
  }

  addLayer(wanted: string, keys: { readonly [key: string]: FlowValue }, equations?: readonly string[]): GrowingLayer {
    const layer: GrowingLayer = { name: this.freeName(wanted), keys: { ...keys }, ...(equations ? { equations } : {}) };
    this.layers.push(layer);
    return layer;
  }

  /** What is decided once all nodes are converted, by what layers and outputs read. */
  decideLater(act: (isRead: (reference: string) => boolean) => void): void {
    this.#later.push(act);
  }
  /** @param outputs what the outputs of the model read */
  decide(outputs: readonly string[]): void {
    const read = new Set(outputs);
    const note = (value: FlowValue): void => {
      if (typeof value === 'string') read.add(value);
      else if (typeof value === 'object') Object.values(value).forEach(note);
    };
    for (const { keys } of this.layers) note(keys);
    for (const act of this.#later) act((reference) => read.has(reference));
  }

  addWeight(path: string, shape: readonly number[], data: Float32Array, from: string): void {
    this.weights.push({ path, shape, data, from });
  }

  /** The name of a cell with these equations: one for all layers that have the same. */
  cellNamed(wanted: string, cell: ImportedCell): string {
    const text = JSON.stringify(cell);
    for (const [name, other] of this.cells) if (JSON.stringify(other) === text) return name;
    let name = wanted;
    for (let i = 2; this.cells.has(name); i++) name = `${wanted}_${i}`;
    this.cells.set(name, cell);
    return name;
  }
}

export { freeName };

/** A node with its inputs found and its attributes by name. */
export class NodeReader {
  readonly node: OnnxNode;
  readonly #inputs: readonly (Value | null)[];
  readonly #attributes: ReadonlyMap<string, OnnxAttribute>;
  readonly #asked = new Set<string>();

  constructor(node: OnnxNode, inputs: readonly (Value | null)[]) {
    this.node = node;
    this.#inputs = inputs;
    this.#attributes = new Map(node.attribute.map((attribute) => [attribute.name ?? '', attribute]));
  }

  /** An input that may be left out; null where it is. */
  optional(at: number): Value | null {
    return this.#inputs[at] ?? null;
  }
  input(at: number): Value {
    return this.optional(at) ?? refuse(`its input ${at} is missing`);
  }
  get inputs(): readonly Value[] {
    return this.#inputs.map((_, at) => this.input(at));
  }
  data(at: number): Data {
    const value = this.input(at);
    if (value.kind === 'data' && value.made)
      return refuse(`its input "${this.node.input[at]}" is a step on the way to what the model has as one layer`);
    return value.kind === 'data'
      ? value
      : refuse(`its input "${this.node.input[at]}" does not follow from an input of the model`);
  }
  /** float32 numbers of the file, or null where the input is left out. */
  optionalFloats(at: number, what: string): Constant | null {
    const value = this.optional(at);
    if (value === null) return null;
    if (value.kind !== 'constant') return refuse(`its ${what} is computed by other nodes, so it is no weight`);
    if (value.dtype !== 'float32') return refuse(`its ${what} is no float32 tensor`);
    return value;
  }
  floats(at: number, what: string): Constant {
    return this.optionalFloats(at, what) ?? refuse(`its ${what} is missing`);
  }

  #attribute(name: string): OnnxAttribute | undefined {
    this.#asked.add(name);
    return this.#attributes.get(name);
  }
  has(name: string): boolean {
    return this.#attribute(name) !== undefined;
  }
  int(name: string, fallback: number): number {
    const found = this.#attribute(name);
    if (found === undefined) return fallback;
    return Number.isSafeInteger(found.i ?? 0) ? (found.i ?? 0) : refuse(`its attribute ${name} is ${found.i}`);
  }
  float(name: string, fallback: number): number {
    const found = this.#attribute(name);
    return found === undefined ? fallback : (found.f ?? 0);
  }
  text(name: string, fallback: string): string {
    const found = this.#attribute(name);
    return found === undefined ? fallback : new TextDecoder().decode(found.s ?? new Uint8Array());
  }
  ints(name: string): readonly number[] | null {
    return this.#attribute(name)?.ints ?? null;
  }
  numbers(name: string): readonly number[] {
    return this.#attribute(name)?.floats ?? [];
  }
  texts(name: string): readonly string[] {
    return this.#attribute(name)?.strings.map((bytes) => new TextDecoder().decode(bytes)) ?? [];
  }
  graph(name: string): OnnxGraph | null {
    return this.#attribute(name)?.g ?? null;
  }
  tensor(name: string): OnnxTensor | null {
    return this.#attribute(name)?.t ?? null;
  }
  /** Attributes of the node that its conversion has not asked for. */
  get unread(): readonly string[] {
    return [...this.#attributes.keys()].filter((name) => !this.#asked.has(name));
  }
  /** Whether something reads this output. */
  isRead(at: number, { readers }: Conversion): boolean {
    const name = this.node.output[at] ?? '';
    return name !== '' && (readers.get(name) ?? 0) > 0;
  }
}

export const onlyUnknown = ({ node }: NodeReader): readonly Value[] => node.output.map(() => UNKNOWN);
