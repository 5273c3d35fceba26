import { InternalError } from '../diagnostics/diagnostic.ts';
import { at } from '../diagnostics/invariants.ts';
import { evaluateDim, evaluateShape, printDim, type Shape, type SizeBinding, symbolsOf } from '../ir/dim.ts';
import type { Graph, GraphInput, Learning } from '../ir/graph.ts';
import type { Body, Node, NodeOf, OpName } from '../ir/nodes.ts';
import { printType } from '../ir/print.ts';
import type { TensorType, ValueId } from '../ir/types.ts';
import { evaluations } from '../ops/evaluations.ts';
import type { EvaluateContext, Tensor64 } from '../ops/op/op.ts';
import { elementCount, tensor64, zeros64 } from '../ops/op/tensor64.ts';

export interface Feeds {
  /** By `GraphInput.name`. States may be left out (their `start`, else zeros) and so may lengths (full); masks may not. */
  readonly inputs: ReadonlyMap<string, Tensor64>;
  /** By path. */
  readonly weights: ReadonlyMap<string, Tensor64>;
  /** Optimiser slots by path; their start where absent. */
  readonly slots?: ReadonlyMap<string, Tensor64>;
  /** Sizes of symbols that the shapes of the inputs do not give. */
  readonly sizes?: SizeBinding;
}

export interface Evaluation {
  readonly outputs: ReadonlyMap<string, Tensor64>;
  /** What each state has become at the end, by the state's name. */
  readonly finals: ReadonlyMap<string, Tensor64>;
  /** Of a graph that is trained: the loss, gradients by weight path, next numbers of weights and slots by path. */
  readonly learning: {
    readonly loss: Tensor64;
    readonly gradients: ReadonlyMap<string, Tensor64>;
    readonly updates: ReadonlyMap<string, Tensor64>;
  } | null;
}

/** What becomes of a number that an op computes. */
export type Rounding = (x: number, op: OpName) => number;

/**
 * Runs a graph in float64, node by node, by the ops' own definitions: the specification of its numbers, never fast.
 * @param rounding of every float32 number that a node gives; none by default. With that of float32, or one that is off by as much, it shows how
 *   far its numbers can be trusted in float32.
 * @throws RangeError for feeds that are missing, unknown, of another type or out of range, and for sizes that disagree.
 */
export function evaluateGraph(graph: Graph, feeds: Feeds, rounding: Rounding | null = null): Evaluation {
  refuseUnknown('input', feeds.inputs, new Set(graph.inputs.map((i) => i.name)));
  refuseUnknown('weight', feeds.weights, new Set(graph.weights.map((w) => w.path)));
  const sizes = bindSizes(graph, feeds);
  const typeOf = (id: ValueId): TensorType => {
    const value = graph.values[id];
    if (value === undefined) throw new InternalError(`no value ${id}`);
    return value.type;
  };
  const bound = new Map<ValueId, Tensor64>();
  for (const input of graph.inputs) {
    const tensor = fed(input, feeds, sizes, typeOf(input.value));
    requireType(`input '${input.name}'`, tensor, typeOf(input.value), sizes);
    requireRange(input, tensor, sizes);
    bound.set(input.value, tensor);
  }
  for (const { path, value } of graph.weights) {
    const tensor = feeds.weights.get(path);
    if (tensor === undefined) throw new RangeError(`no weight '${path}' is given`);
    requireType(`weight '${path}'`, tensor, typeOf(value), sizes);
    bound.set(value, tensor);
  }
  for (const { path, value, start } of graph.learning?.slots ?? []) {
    const { dtype, shape } = typeOf(value);
    const sized = evaluateShape(shape, sizes);
    const tensor = feeds.slots?.get(path) ?? tensor64(dtype, sized, new Float64Array(elementCount(sized)).fill(start));
    requireType(`slot '${path}'`, tensor, typeOf(value), sizes);
    bound.set(value, tensor);
  }
  const contextOf = (bound: SizeBinding): EvaluateContext => {
    const context: EvaluateContext = {
      sizes: bound,
      typeOf,
      runBody: (body, params, sizes) =>
        runBody(body, params, sizes === undefined ? context : contextOf(sizes), rounding),
    };
    return context;
  };
  const context = contextOf(sizes);
  runNodes(graph.nodes, bound, context, rounding);
  return {
    outputs: new Map(graph.outputs.map(({ name, value }) => [name, tensorOf(bound, value)])),
    finals: new Map(graph.inputs.flatMap((i) => (i.role === 'state' ? [[i.name, tensorOf(bound, i.final)]] : []))),
    learning: graph.learning === undefined ? null : learned(graph, graph.learning, bound),
  };
}

function learned(graph: Graph, { loss, gradients, slots, updates }: Learning, bound: ReadonlyMap<ValueId, Tensor64>) {
  const paths = new Map([...graph.weights, ...slots].map(({ path, value }) => [value, path]));
  return {
    loss: tensorOf(bound, loss),
    gradients: new Map(gradients.map(({ path, value }) => [path, tensorOf(bound, value)])),
    updates: new Map(updates.map(({ target, value }) => [paths.get(target) ?? '', tensorOf(bound, value)])),
  };
}

/**
 * Sizes of all symbols, read off the inputs' shapes where a dimension is a symbol by itself, together with those given.
 * @throws RangeError if two of them disagree or a symbol of an input has none.
 */
export function bindSizes(graph: Graph, { inputs, sizes = {} }: Feeds): SizeBinding {
  const found = new Map(Object.entries(sizes));
  for (const { name, value } of graph.inputs) {
    const tensor = inputs.get(name);
    const shape = graph.values[value]?.type.shape ?? [];
    if (tensor === undefined || tensor.shape.length !== shape.length) continue;
    for (const [axis, d] of shape.entries()) {
      const [symbol] = symbolsOf(d);
      const size = tensor.shape[axis];
      if (symbol === undefined || size === undefined || printDim(d) !== symbol) continue;
      const before = found.get(symbol);
      if (before !== undefined && before !== size)
        throw new RangeError(`'${symbol}' is ${before} and, by axis ${axis} of input '${name}', ${size}`);
      found.set(symbol, size);
    }
  }
  for (const { name, value } of graph.inputs)
    for (const symbol of (graph.values[value]?.type.shape ?? []).flatMap(symbolsOf))
      if (!found.has(symbol)) throw new RangeError(`input '${name}' has no size for '${symbol}'`);
  return Object.fromEntries(found);
}

function fed(input: GraphInput, { inputs }: Feeds, sizes: SizeBinding, type: TensorType): Tensor64 {
  const given = inputs.get(input.name);
  if (given !== undefined) return given;
  const shape = evaluateShape(type.shape, sizes);
  switch (input.role) {
    case 'feed':
      throw new RangeError(`no input '${input.name}' is given`);
    case 'mask':
    case 'setting':
    case 'structure':
    case 'roots':
      throw new RangeError(`no ${input.role} '${input.name}' is given`);
    case 'lengths': {
      const full = sizes[input.symbol];
      if (full === undefined) throw new RangeError(`no size for '${input.symbol}'`);
      return { dtype: 'int32', shape, data: new Float64Array(elementCount(shape)).fill(full) };
    }
    case 'state':
      return (input.start === null ? undefined : inputs.get(input.start)) ?? zeros64(type.dtype, shape);
    default:
      return input satisfies never;
  }
}

function refuseUnknown(what: string, given: ReadonlyMap<string, unknown>, known: ReadonlySet<string>): void {
  for (const name of given.keys()) if (!known.has(name)) throw new RangeError(`the graph has no ${what} '${name}'`);
}

function requireType(what: string, tensor: Tensor64, type: TensorType, sizes: SizeBinding): void {
  const mismatch = typeMismatch(tensor, type, sizes);
  if (mismatch !== null) throw new RangeError(`${what} is ${mismatch}`);
}

/** `float32[2], expected float32[3] (float32[batch])`, or null where the tensor has the type. */
function typeMismatch(tensor: Tensor64, type: TensorType, sizes: SizeBinding): string | null {
  if (tensor.dtype === type.dtype && fits(tensor.shape, type.shape, sizes)) return null;
  const expected = evaluateShape(type.shape, sizes);
  return `${tensor.dtype}[${tensor.shape.join(', ')}], expected ${type.dtype}[${expected.join(', ')}] (${printType(type)})`;
}

function fits(found: readonly number[], shape: Shape, sizes: SizeBinding): boolean {
  if (found.length !== shape.length) return false;
  for (let axis = 0; axis < found.length; axis++)
    if (found[axis] !== evaluateDim(shape[axis] ?? {}, sizes)) return false;
  return true;
}

function requireRange(input: GraphInput, tensor: Tensor64, sizes: SizeBinding): void {
  const limit = input.role === 'feed' ? input.limit : input.role === 'lengths' ? (sizes[input.symbol] ?? 0) + 1 : null;
  if (limit === null) return;
  const least = input.role === 'feed' && input.missing === true ? -1 : 0;
  const wrong = tensor.data.find((entry) => !Number.isInteger(entry) || entry < least || entry >= limit);
  if (wrong !== undefined)
    throw new RangeError(`input '${input.name}' holds ${wrong}, expected ${least} to ${limit - 1}`);
}

function runNodes(
  nodes: readonly Node[],
  values: Map<ValueId, Tensor64>,
  context: EvaluateContext,
  rounding: Rounding | null,
): void {
  for (const node of nodes) {
    const inputs = node.inputs.map((id) => tensorOf(values, id));
    const results = evaluateNode(node, inputs, context);
    for (let i = 0; i < node.outputs.length; i++) {
      const id = at(node.outputs, i);
      const result = results[i];
      if (result === undefined) throw new InternalError(`${node.op} of '${node.origin.path}' gave no result ${i}`);
      const mismatch = typeMismatch(result, context.typeOf(id), context.sizes);
      if (mismatch !== null)
        throw new InternalError(`result ${i} of ${node.op} of '${node.origin.path}' is ${mismatch}`);
      // what a loop gives was rounded in its body
      const rounded = rounding !== null && result.dtype === 'float32' && node.op !== 'loop';
      values.set(id, rounded ? { ...result, data: result.data.map((x) => rounding(x, node.op)) } : result);
    }
  }
}

/** Results of one node for given operands. */
export function evaluateNode<K extends OpName>(
  node: NodeOf<K>,
  inputs: readonly Tensor64[],
  context: EvaluateContext,
): readonly Tensor64[] {
  return evaluations[node.op](inputs, node.attrs, context);
}

function runBody(
  body: Body,
  params: readonly Tensor64[],
  context: EvaluateContext,
  rounding: Rounding | null,
): readonly Tensor64[] {
  const values = new Map<ValueId, Tensor64>();
  for (const [i, id] of body.params.entries()) {
    const param = params[i];
    if (param === undefined)
      throw new InternalError(`a body of ${body.params.length} parameters was given ${params.length}`);
    values.set(id, param);
  }
  runNodes(body.nodes, values, context, rounding);
  return body.results.map((id) => tensorOf(values, id));
}

function tensorOf(values: ReadonlyMap<ValueId, Tensor64>, id: ValueId): Tensor64 {
  const value = values.get(id);
  if (value === undefined) throw new InternalError(`value ${id} is read before it is computed`);
  return value;
}
