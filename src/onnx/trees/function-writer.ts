import type { Dtype } from '../../../compiler/ir/types.ts';
import type { OnnxFunction, OnnxGraph, OnnxNode } from '../format.ts';
import { type Attributes, nodeOf, tensorOf } from '../nodes.ts';

/** The domain of operators that a file brings along as functions. */
export const DOMAIN = 'rnnc.trees';
/** The operators of ONNX that their nodes are. */
const OPSET = 22;

/** Writes nodes into a function, or into the body of a loop in one. A body reads values around it by their names. */
export class FunctionWriter {
  readonly #nodes: OnnxNode[] = [];
  readonly #taken: Set<string>;
  readonly #constants: Map<string, string>;
  /** Constants stand in the function itself, before the loop whose body reads them. */
  readonly #outermost: OnnxNode[];

  constructor(inputs: readonly string[], around: FunctionWriter | null = null) {
    this.#taken = around === null ? new Set() : around.#taken;
    this.#constants = around === null ? new Map() : around.#constants;
    this.#outermost = around === null ? this.#nodes : around.#outermost;
    for (const input of inputs) this.#taken.add(input);
  }

  /** A node with one result. @param wanted its name, or the name with a number behind it where it is taken */
  emit(opType: string, inputs: readonly string[], wanted: string, attributes: Attributes = {}): string {
    const name = this.#free(wanted);
    this.#nodes.push(nodeOf(opType, inputs, [name], attributes));
    return name;
  }
  /** The numbers of a list [n], the smallest first. */
  ascending(numbers: string, wanted: string): string {
    const count = this.emit('Shape', [numbers], `${wanted}_count`);
    // the places that they had are read by nobody, but TopK must give them
    const outputs = [this.#free(wanted), this.#free(`${wanted}_places`)];
    this.#nodes.push(nodeOf('TopK', [numbers, count], outputs, { axis: { int: 0 }, largest: { int: 0 } }));
    return outputs[0] ?? '';
  }

  #free(wanted: string): string {
    let name = wanted;
    for (let i = 2; this.#taken.has(name); i++) name = `${wanted}_${i}`;
    this.#taken.add(name);
    return name;
  }

  constant(dtype: Dtype | 'int64', dims: readonly number[], ...data: readonly number[]): string {
    const name = `${dtype}_${dims.length === 0 ? '' : 'list_'}${data.join('_').replaceAll('-', 'minus_')}`;
    const known = this.#constants.get(name);
    if (known !== undefined) return known;
    this.#constants.set(name, name);
    this.#taken.add(name);
    this.#outermost.push(nodeOf('Constant', [], [name], { value: { tensor: tensorOf(name, dtype, dims, data) } }));
    return name;
  }
  number(x: number): string {
    return this.constant('int64', [], x);
  }
  list(x: number): string {
    return this.constant('int64', [1], x);
  }

  /** The nodes of a body; constants that it asks for come before them. */
  get nodes(): readonly OnnxNode[] {
    return this.#nodes;
  }

  /** @param outputs by the names that the function gives them: values */
  close(name: string, inputs: readonly string[], outputs: ReadonlyMap<string, string>, about: string): OnnxFunction {
    for (const [output, value] of outputs) this.#nodes.push(nodeOf('Identity', [value], [output]));
    return {
      name,
      domain: DOMAIN,
      input: inputs,
      output: [...outputs.keys()],
      attribute: [],
      node: this.#nodes,
      opsetImport: [{ domain: '', version: OPSET }],
      docString: about,
    };
  }
}

/** The body of a loop of a function. */
export const bodyOf = (
  name: string,
  inputs: OnnxGraph['input'],
  outputs: OnnxGraph['output'],
  { nodes }: FunctionWriter,
): OnnxGraph => ({ name, node: nodes, initializer: [], sparseInitializer: [], input: inputs, output: outputs });
