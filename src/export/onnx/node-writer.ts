import { type Dim, evaluateDim, printDim, type Shape, staticSize } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { Dtype, Origin, TensorType, ValueId } from '../../../compiler/ir/types.ts';
import {
  ATTRIBUTE_TYPES,
  DATA_TYPES,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
} from '../../onnx/format.ts';

/** Thrown where a node has no equal; caught once for each node. */
export class NoEqual extends Error {
  override readonly name = 'NoEqual';
}
export const refuse = (reason: string): never => {
  throw new NoEqual(reason);
};

export type AttributeValue =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly floats: readonly number[] }
  | { readonly float: number }
  | { readonly graph: OnnxGraph };

const NOTHING = { floats: [], ints: [], strings: [] } as const;

function attribute(name: string, value: AttributeValue): OnnxAttribute {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  if ('int' in value) return { ...NOTHING, name, i: value.int, type: ATTRIBUTE_TYPES.int };
  if ('ints' in value) return { ...NOTHING, name, ints: value.ints, type: ATTRIBUTE_TYPES.ints };
  if ('text' in value) return { ...NOTHING, name, s: bytes(value.text), type: ATTRIBUTE_TYPES.string };
  if ('texts' in value) return { ...NOTHING, name, strings: value.texts.map(bytes), type: ATTRIBUTE_TYPES.strings };
  if ('floats' in value) return { ...NOTHING, name, floats: value.floats, type: ATTRIBUTE_TYPES.floats };
  if ('float' in value) return { ...NOTHING, name, f: value.float, type: ATTRIBUTE_TYPES.float };
  return { ...NOTHING, name, g: value.graph, type: ATTRIBUTE_TYPES.graph };
}

export const attributesOf = (attributes: { readonly [name: string]: AttributeValue }): readonly OnnxAttribute[] =>
  Object.entries(attributes).map(([name, value]) => attribute(name, value));

export const ONNX_TYPES: { readonly [dtype in Dtype]: number } = {
  float32: DATA_TYPES.float,
  int32: DATA_TYPES.int32,
  bool: DATA_TYPES.bool,
};

export const valueInfo = (name: string, { dtype, shape }: TensorType): OnnxValueInfo => ({
  name,
  type: {
    tensorType: {
      elemType: ONNX_TYPES[dtype],
      shape: {
        dim: shape.map((d) => {
          const size = staticSize(d);
          return size === null ? { dimParam: printDim(d) } : { dimValue: size };
        }),
      },
    },
  },
});

const EMPTY_TENSOR = { floatData: [], int32Data: [], int64Data: [], externalData: [] } as const;

export function tensorOf(
  name: string,
  dtype: Dtype | 'int64',
  dims: readonly number[],
  data: ArrayLike<number>,
): OnnxTensor {
  const width = dtype === 'int64' ? 8 : dtype === 'bool' ? 1 : 4;
  const rawData = new Uint8Array(data.length * width);
  const view = new DataView(rawData.buffer);
  for (let i = 0; i < data.length; i++) {
    const x = data[i] ?? 0;
    if (dtype === 'float32') view.setFloat32(4 * i, x, true);
    else if (dtype === 'int32') view.setInt32(4 * i, x, true);
    else if (dtype === 'int64') view.setBigInt64(8 * i, BigInt(x), true);
    else view.setUint8(i, x);
  }
  const dataType = dtype === 'int64' ? DATA_TYPES.int64 : ONNX_TYPES[dtype];
  return { ...EMPTY_TENSOR, name, dims, dataType, rawData };
}

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

/** What a whole file shares: names, tensors, and the sizes that are read from the shapes of its inputs. */
class FileState {
  readonly names = new Names();
  readonly tensors: OnnxTensor[] = [];
  /** Nodes that read inputs alone, before all others. */
  readonly sizeNodes: OnnxNode[] = [];
  /** int64 [1] by the text of a dimension. */
  readonly sizes = new Map<string, string>();
  readonly constants = new Map<string, string>();
}

/** Writes the nodes of a graph or of a body in it. A body reads values of the graph around it by their names, as ONNX lets it. */
export class NodeWriter {
  readonly graph: Graph;
  readonly nodes: OnnxNode[] = [];
  readonly #file: FileState;
  readonly #values: Map<ValueId, string>;

  private constructor(graph: Graph, file: FileState, values: Map<ValueId, string>) {
    this.graph = graph;
    this.#file = file;
    this.#values = values;
  }

  static forGraph(graph: Graph): NodeWriter {
    return new NodeWriter(graph, new FileState(), new Map());
  }
  forBody(): NodeWriter {
    return new NodeWriter(this.graph, this.#file, this.#values);
  }

  get tensors(): readonly OnnxTensor[] {
    return this.#file.tensors;
  }
  /** All nodes, those of sizes first. */
  get allNodes(): readonly OnnxNode[] {
    return [...this.#file.sizeNodes, ...this.nodes];
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
  emit(
    opType: string,
    inputs: readonly string[],
    wanted: string,
    attributes: { readonly [name: string]: AttributeValue } = {},
  ): string {
    const output = this.freeName(wanted);
    this.emitNode(opType, inputs, [output], attributes);
    return output;
  }
  emitNode(
    opType: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: { readonly [name: string]: AttributeValue } = {},
    nodes: OnnxNode[] = this.nodes,
  ): void {
    nodes.push({
      name: outputs.find((output) => output !== '') ?? '',
      opType,
      input: inputs,
      output: outputs,
      attribute: attributesOf(attributes),
    });
  }

  /** Says where the size of a symbol is read: at an axis of an input of the file. */
  readSize(symbol: string, input: string, axis: number): void {
    const { sizes, sizeNodes } = this.#file;
    if (sizes.has(symbol)) return;
    const output = this.freeName(`size.${symbol}`);
    this.emitNode('Shape', [input], [output], { start: { int: axis }, end: { int: axis + 1 } }, sizeNodes);
    sizes.set(symbol, output);
  }

  /** A dimension as int64 [1]. @throws NoEqual for a symbol that no input has as its axis */
  size(d: Dim): string {
    const fixed = staticSize(d);
    if (fixed !== null) return this.int64(fixed);
    const { sizes, sizeNodes } = this.#file;
    const text = printDim(d);
    const known = sizes.get(text);
    if (known !== undefined) return known;
    const add = (opType: string, a: string, b: string, wanted: string): string => {
      const output = this.freeName(wanted);
      this.emitNode(opType, [a, b], [output], {}, sizeNodes);
      return output;
    };
    const terms = Object.entries(d).map(([monomial, factor]) => {
      const factors = monomial
        .split('*')
        .filter((symbol) => symbol !== '')
        .map((symbol) => sizes.get(symbol) ?? refuse(`the number "${symbol}" is no axis of an input`));
      return [...factors, ...(factor === 1 && factors.length > 0 ? [] : [this.int64(factor)])].reduce((a, b) =>
        add('Mul', a, b, `size.${monomial}`),
      );
    });
    const sum = terms.reduce((a, b) => add('Add', a, b, `size.${text}`));
    sizes.set(text, sum);
    return sum;
  }

  /** A shape as int64 [rank]. */
  shape(shape: Shape): string {
    if (shape.every((d) => staticSize(d) !== null)) return this.int64(...shape.map((d) => evaluateDim(d, {})));
    const { sizes, sizeNodes } = this.#file;
    const text = `[${shape.map(printDim).join(', ')}]`;
    const known = sizes.get(text);
    if (known !== undefined) return known;
    const parts = shape.map((d) => this.size(d));
    const [only = ''] = parts;
    const output = parts.length === 1 ? only : this.freeName(`shape.${shape.map(printDim).join('.')}`);
    if (parts.length > 1) this.emitNode('Concat', parts, [output], { axis: { int: 0 } }, sizeNodes);
    sizes.set(text, output);
    return output;
  }
}

export type { Origin };
