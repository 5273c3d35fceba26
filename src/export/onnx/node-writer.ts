import {
  type Dim,
  evaluateDim,
  printDim,
  type Shape,
  staticSize,
  symbolDim,
  symbolsOf,
} from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { Dtype, Origin, TensorType, ValueId } from '../../../compiler/ir/types.ts';
import type { OnnxFunction, OnnxNode, OnnxTensor } from '../../onnx/format.ts';
import { type Attributes, nodeOf, tensorOf } from '../../onnx/nodes.ts';
import { DOMAIN } from '../../onnx/trees/function-writer.ts';
import { ROW_FUNCTIONS, type RowFunction } from '../../onnx/trees/row-functions.ts';
import { knownIndices } from '../model/known-indices.ts';

/** Thrown where a node has no equal; caught once for each node. */
export class NoEqual extends Error {
  override readonly name = 'NoEqual';
}
export const refuse = (reason: string): never => {
  throw new NoEqual(reason);
};

/** Names of values: each once over a file and all bodies in it. */
class Names {
  readonly #taken = new Set<string>();

  /** @returns the name, with a number behind it where it is taken */
  free(wanted: string): string {
    let name = wanted === '' ? 'value' : wanted;
    for (let i = 2; this.#taken.has(name); i++) name = `${wanted}.${i}`;
    this.#taken.add(name);
    return name;
  }
}

/** Sizes of one graph or body. */
interface Sizes {
  /** int64 [1] by the text of a dimension. */
  readonly known: Map<string, string>;
  /** Where the nodes go that compute them. */
  readonly nodes: OnnxNode[];
  readonly around: Sizes | null;
}

/** What a whole file shares. */
class FileState {
  readonly names = new Names();
  readonly tensors: OnnxTensor[] = [];
  readonly constants = new Map<string, string>();
  /** By name. */
  readonly functions = new Map<string, OnnxFunction>();
  /** Sizes that follow from inputs alone; their nodes come before all others. */
  readonly sizes: Sizes = { known: new Map(), nodes: [], around: null };
}

/** Writes the nodes of a graph or of a body in it. A body reads values of the graph around it by their names, as ONNX lets it. */
export class NodeWriter {
  readonly graph: Graph;
  readonly nodes: OnnxNode[] = [];
  /** int32 values that are never below 0. */
  readonly knownIndices: ReadonlySet<ValueId>;
  readonly #file: FileState;
  readonly #values: Map<ValueId, string>;
  readonly #sizes: Sizes;

  private constructor(graph: Graph, around: NodeWriter | null, hasOwnSizes: boolean) {
    this.graph = graph;
    this.knownIndices = around?.knownIndices ?? knownIndices(graph);
    this.#file = around === null ? new FileState() : around.#file;
    this.#values = around === null ? new Map() : around.#values;
    const sizes = around === null ? this.#file.sizes : around.#sizes;
    this.#sizes = hasOwnSizes ? { known: new Map(), nodes: this.nodes, around: sizes } : sizes;
  }

  static forGraph(graph: Graph): NodeWriter {
    return new NodeWriter(graph, null, false);
  }
  /** @param hasOwnSizes whether symbols have sizes in the body that they have nowhere else: `bindSize` */
  forBody(hasOwnSizes = false): NodeWriter {
    return new NodeWriter(this.graph, this, hasOwnSizes);
  }

  get tensors(): readonly OnnxTensor[] {
    return this.#file.tensors;
  }
  /** All nodes, those of sizes first. */
  get allNodes(): readonly OnnxNode[] {
    return [...this.#file.sizes.nodes, ...this.nodes];
  }
  get functions(): readonly OnnxFunction[] {
    return [...this.#file.functions.values()];
  }

  freeName(wanted: string): string {
    return this.#file.names.free(wanted);
  }
  typeOf(value: ValueId): TensorType {
    return this.graph.values[value]?.type ?? refuse('it has no type');
  }
  /** The name of a value that has been written. */
  nameOf(value: ValueId): string {
    return this.#values.get(value) ?? refuse('it reads what was refused');
  }
  has(value: ValueId): boolean {
    return this.#values.has(value);
  }
  setName(value: ValueId, name: string): void {
    this.#values.set(value, name);
  }
  /** A new name for a value, after its own. */
  newName(value: ValueId): string {
    const name = this.freeName(this.graph.values[value]?.name ?? '');
    this.#values.set(value, name);
    return name;
  }

  addTensor(name: string, dtype: Dtype | 'int64', dims: readonly number[], data: ArrayLike<number>): void {
    this.#file.tensors.push(tensorOf(name, dtype, dims, data));
  }
  /** A small constant, kept once for all that have the same. */
  constant(dtype: Dtype | 'int64', dims: readonly number[], data: readonly number[]): string {
    const key = `${dtype}[${dims.join()}] ${data.join()}`;
    const known = this.#file.constants.get(key);
    if (known !== undefined) return known;
    const name = this.freeName(`constant.${data.length === 1 ? data[0] : this.#file.constants.size}`);
    this.#file.constants.set(key, name);
    this.addTensor(name, dtype, dims, data);
    return name;
  }
  int64(...data: readonly number[]): string {
    return this.constant('int64', [data.length], data);
  }

  /** Writes a node with one result. @param wanted the name of that, after which a free one is chosen */
  emit(opType: string, inputs: readonly string[], wanted: string, attributes: Attributes = {}): string {
    const output = this.freeName(wanted);
    this.emitNode(opType, inputs, [output], attributes);
    return output;
  }
  emitNode(
    opType: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes = {},
    nodes: OnnxNode[] = this.nodes,
  ): void {
    nodes.push(nodeOf(opType, inputs, outputs, attributes));
  }

  /** A node before all others, which reads only what such nodes give, and inputs. */
  emitFirst(opType: string, inputs: readonly string[], wanted: string, attributes: Attributes = {}): string {
    const output = this.freeName(wanted);
    this.emitNode(opType, inputs, [output], attributes, this.#file.sizes.nodes);
    return output;
  }

  /** A node of a function that the file brings along, before all others. @returns its results */
  callFirst(made: OnnxFunction, inputs: readonly string[], wanted: readonly string[]): readonly string[] {
    const { name = '' } = made;
    this.#file.functions.set(name, made);
    const outputs = wanted.map((output) => this.freeName(output));
    this.#file.sizes.nodes.push(nodeOf(name, inputs, outputs, {}, DOMAIN));
    return outputs;
  }
  callRows(name: RowFunction, inputs: readonly string[], wanted: string): string {
    if (!this.#file.functions.has(name)) this.#file.functions.set(name, ROW_FUNCTIONS[name]());
    const output = this.freeName(wanted);
    this.nodes.push(nodeOf(name, inputs, [output], {}, DOMAIN));
    return output;
  }

  /** Says where the size of a symbol is read: at an axis of an input of the file, or of what a first node gives. */
  readSize(symbol: string, input: string, axis: number): void {
    const { known } = this.#file.sizes;
    if (known.has(symbol)) return;
    known.set(
      symbol,
      this.emitFirst('Shape', [input], `size.${symbol}`, { start: { int: axis }, end: { int: axis + 1 } }),
    );
  }
  /** Says what the size of a symbol is in this body, int64 [1]. */
  bindSize(symbol: string, size: string): void {
    this.#sizes.known.set(symbol, size);
  }
  /** The innermost sizes that know one of the symbols. */
  #sizesOf(shape: Shape): Sizes {
    const symbols = shape.flatMap(symbolsOf);
    let sizes = this.#sizes;
    while (sizes.around !== null && !symbols.some((symbol) => sizes.known.has(symbol))) sizes = sizes.around;
    return sizes;
  }

  /** A dimension as int64 [1]. @throws NoEqual for a symbol that no input has as its axis */
  size(d: Dim): string {
    const fixed = staticSize(d);
    if (fixed !== null) return this.int64(fixed);
    const sizes = this.#sizesOf([d]);
    const text = printDim(d);
    const known = sizes.known.get(text);
    if (known !== undefined) return known;
    const add = (opType: string, a: string, b: string, wanted: string): string => {
      const output = this.freeName(wanted);
      this.emitNode(opType, [a, b], [output], {}, sizes.nodes);
      return output;
    };
    const terms = Object.entries(d).map(([monomial, factor]) => {
      const factors = monomial
        .split('*')
        .filter((symbol) => symbol !== '')
        .map((symbol) => this.#sizeOf(symbol));
      return [...factors, ...(factor === 1 && factors.length > 0 ? [] : [this.int64(factor)])].reduce((a, b) =>
        add('Mul', a, b, `size.${monomial}`),
      );
    });
    const sum = terms.reduce((a, b) => add('Add', a, b, `size.${text}`));
    sizes.known.set(text, sum);
    return sum;
  }
  #sizeOf(symbol: string): string {
    return (
      this.#sizesOf([symbolDim(symbol)]).known.get(symbol) ?? refuse(`the number "${symbol}" is no axis of an input`)
    );
  }

  /** A shape as int64 [rank]. */
  shape(shape: Shape): string {
    if (shape.every((d) => staticSize(d) !== null)) return this.int64(...shape.map((d) => evaluateDim(d, {})));
    const sizes = this.#sizesOf(shape);
    const text = `[${shape.map(printDim).join(', ')}]`;
    const known = sizes.known.get(text);
    if (known !== undefined) return known;
    const parts = shape.map((d) => this.size(d));
    const [only = ''] = parts;
    const output = parts.length === 1 ? only : this.freeName(`shape.${shape.map(printDim).join('.')}`);
    if (parts.length > 1) this.emitNode('Concat', parts, [output], { axis: { int: 0 } }, sizes.nodes);
    sizes.known.set(text, output);
    return output;
  }
}

export type { Origin };
