import { type Dim, printDim, printShape } from './dim.ts';
import type { Graph, GraphInput, Initializer } from './graph.ts';
import type { Node, NodeOf, OpName } from './nodes.ts';
import type { TensorType, ValueId } from './types.ts';

/**
 * The textual form of graphs, the same in tests, documents and `rnnc inspect`:
 *
 *     graph   = "graph" NAME "(" variant ")" line*
 *     line    = ("input" | "lengths" | "state" | "mask" | "weight") NAME ":" type attributes?
 *             | binder ("," binder)* "=" op operand* attributes? region?
 *             | "output" NAME "=" operand
 *             | ("slot" binder "=" number | "loss =" operand | ("gradient" | "update") NAME "=" operand), of training
 *             | "not streaming:" reason
 *     region  = ("state" | "element" | "invariant") binder "=" operand, per parameter; line*; ("next" | "stacked") VALUE "=" operand
 *     binder  = VALUE ":" type
 *     operand = NAME, of something fed, or VALUE, something computed: "%" and its name, ".1", ".2" … from its first repetition on
 *
 * Attributes that the result's type states already are left out. Values print in full up to eight numbers.
 */
export function printGraph(graph: Graph): string {
  const printer = new Printer(graph);
  return [`graph ${graph.name} (${graph.variant})`, ...printer.graph().map((line) => `  ${line}`), ''].join('\n');
}

/** One node as it stands in `printGraph`, with the body it holds. `names` spares computing them again. */
export function printNode(graph: Graph, node: Node, names: ValueNames = printValueNames(graph)): string {
  return new Printer(graph, names).node(node).join('\n');
}

/** `float32[batch, 4]`; a scalar is `float32[]`. */
export const printType = (type: TensorType): string => `${type.dtype}${printShape(type.shape)}`;

export type ValueNames = ReadonlyMap<ValueId, string>;

/**
 * The name of every value as printed, unique over the graph. It depends on the value's own name and on the earlier values of that name
 * alone, so that an edit elsewhere changes no other name.
 */
export function printValueNames(graph: Graph): ValueNames {
  const base = (id: ValueId): string => graph.values[id]?.name || '_';
  const fed = [
    ...graph.inputs.map(({ name, value }) => ({ id: value, base: name })),
    ...graph.weights.map(({ path, value }) => ({ id: value, base: path })),
    ...(graph.learning?.slots ?? []).map(({ path, value }) => ({ id: value, base: path })),
  ];
  const computed = definedBy(graph.nodes).map((id) => ({ id, base: `%${base(id)}` }));
  return uniqueNames([...fed, ...computed]);
}

function definedBy(nodes: readonly Node[]): ValueId[] {
  return nodes.flatMap((node) => [
    ...node.outputs,
    ...(node.op === 'loop' ? [...node.attrs.body.params, ...definedBy(node.attrs.body.nodes)] : []),
  ]);
}

function uniqueNames(values: readonly { readonly id: ValueId; readonly base: string }[]): ValueNames {
  const taken = new Set(values.map((v) => v.base));
  const repetitions = new Map<string, number>();
  const names = new Map<ValueId, string>();
  for (const { id, base } of values) {
    let name = base;
    let count = repetitions.get(base);
    if (count !== undefined)
      do {
        count += 1;
        name = `${base}.${count}`;
      } while (taken.has(name));
    repetitions.set(base, count ?? 0);
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

type Attribute = string | number | boolean | Dim | readonly (number | Dim)[];
type Attributes = { readonly [name: string]: Attribute };

/** Attributes that can be read off the type of the result. */
const statedByType: ReadonlySet<`${OpName}.${string}`> = new Set([
  'cast.dtype',
  'reshape.shape',
  'broadcast.shape',
  'one_hot.depth',
  'range.length',
  'valid_steps.length',
] as const);

/** Order in print where it isn't the alphabet's. */
const attributeOrder: readonly string[] = ['axis', 'start', 'end'];

const mostNumbers = 8;

const printNumbers = (values: readonly number[]): string => {
  const [first] = values;
  if (values.length === 1 && first !== undefined) return printNumber(first);
  return values.length > mostNumbers ? `[${values.length} numbers]` : `[${values.map(printNumber).join(', ')}]`;
};

const printNumber = (n: number): string => (Object.is(n, -0) ? '-0' : `${n}`);

function printAttribute(value: Attribute): string {
  if (typeof value === 'number') return printNumber(value);
  if (typeof value !== 'object') return `${value}`;
  if (isList(value)) return `[${value.map((d) => (typeof d === 'number' ? printNumber(d) : printDim(d))).join(', ')}]`;
  return printDim(value);
}

const isList = (value: Dim | readonly (number | Dim)[]): value is readonly (number | Dim)[] => Array.isArray(value);

function printAttributes(attributes: Attributes): string {
  const order = (name: string): string => {
    const at = attributeOrder.indexOf(name);
    return at < 0 ? name : `${at}`;
  };
  const entries = Object.entries(attributes).sort(([a], [b]) => (order(a) < order(b) ? -1 : 1));
  return entries.length === 0 ? '' : ` {${entries.map(([name, v]) => `${name}: ${printAttribute(v)}`).join(', ')}}`;
}

/** `variance_scaling(1, average, uniform)`: the initialiser as a call. */
export function printInitializer(init: Initializer): string {
  switch (init.kind) {
    case 'constant':
      return `constant(${printNumber(init.value)})`;
    case 'literal':
      return `literal(${printNumbers(init.values)})`;
    case 'uniform':
      return `uniform(${init.low}, ${init.high})`;
    case 'normal':
    case 'truncated_normal':
      return `${init.kind}(${init.mean}, ${init.stddev})`;
    case 'variance_scaling':
      return `variance_scaling(${init.scale}, ${init.fan}, ${init.distribution})`;
    case 'orthogonal':
    case 'identity':
      return `${init.kind}(${init.gain})`;
    case 'blocks':
      return `blocks(axis ${init.axis}: ${init.blocks.map((b) => `${b.size} ${printInitializer(b.init)}`).join(', ')})`;
    default:
      return init satisfies never;
  }
}

class Printer {
  readonly #graph: Graph;
  readonly #names: ValueNames;

  constructor(graph: Graph, names: ValueNames = printValueNames(graph)) {
    this.#graph = graph;
    this.#names = names;
  }

  graph(): string[] {
    const { inputs, weights, nodes, outputs, streaming, learning } = this.#graph;
    return [
      ...inputs.map((input) => this.#input(input)),
      ...weights.map(({ value, init }) => `weight ${this.#binder(value)} {init: ${printInitializer(init)}}`),
      ...(learning?.slots ?? []).map(({ value, start }) => `slot ${this.#binder(value)} = ${start}`),
      ...nodes.flatMap((node) => this.node(node)),
      ...outputs.map(({ name, value }) => `output ${name} = ${this.#name(value)}`),
      ...(learning === undefined
        ? []
        : [
            `loss = ${this.#name(learning.loss)}`,
            ...learning.gradients.map(({ path, value }) => `gradient ${path} = ${this.#name(value)}`),
            ...learning.followed.map(({ path, value }) => `followed ${path} = ${this.#name(value)}`),
            ...learning.updates.map(({ target, value }) => `update ${this.#name(target)} = ${this.#name(value)}`),
          ]),
      ...(streaming === null ? [] : [`not streaming: ${streaming.reason}`]),
    ];
  }

  node(node: Node): string[] {
    const results = node.outputs.map((id) => this.#binder(id)).join(', ');
    if (node.op === 'loop') return [`${results} = ${this.#loopHead(node)}`, ...this.#region(node).map((l) => `  ${l}`)];
    const operands = node.inputs.map((id) => this.#name(id)).join(', ');
    return [`${results} = ${[node.op, operands].filter((s) => s !== '').join(' ')}${nodeAttributes(node)}`];
  }

  #loopHead({ attrs: { direction, length, ragged, remat } }: NodeOf<'loop'>): string {
    const axes = ragged?.map(({ symbol, total }) => `${symbol} of ${printDim(total)}`).join(', ');
    return `loop${printAttributes({ direction, length, ...(axes === undefined ? {} : { ragged: axes }), ...(remat === undefined ? {} : { remat }) })}`;
  }

  #region({ inputs, outputs, attrs: { states, scanned, body } }: NodeOf<'loop'>): string[] {
    const role = (i: number): string => (i < states ? 'state' : i < states + scanned ? 'element' : 'invariant');
    return [
      ...body.params.map((id, i) => `${role(i)} ${this.#binder(id)} = ${this.#name(inputs[i])}`),
      ...body.nodes.flatMap((node) => this.node(node)),
      ...body.results.map((id, i) =>
        i < states
          ? `next ${this.#name(body.params[i])} = ${this.#name(id)}`
          : `stacked ${this.#name(outputs[i])} = ${this.#name(id)}`,
      ),
    ];
  }

  #input(input: GraphInput): string {
    const bound = this.#binder(input.value);
    switch (input.role) {
      case 'feed':
        return `input ${bound}${input.limit === null ? '' : printAttributes({ limit: input.limit, ...(input.missing === undefined ? {} : { missing: -1 }) })}`;
      case 'lengths':
        return `lengths ${bound}${printAttributes({ of: input.symbol })}`;
      case 'state':
        return `state ${bound}${printAttributes({ start: input.start ?? 'zeros', final: this.#name(input.final) })}`;
      case 'setting':
        return `setting ${bound}`;
      case 'mask':
        return `mask ${bound}${printAttributes({ keep: input.keep })}`;
      case 'structure':
        return `structure ${bound}${printAttributes({ of: input.walk.tree })}`;
      case 'roots':
        return `roots ${bound}${printAttributes({ of: input.tree })}`;
      default:
        return input satisfies never;
    }
  }

  #name(id: ValueId | undefined): string {
    return id === undefined ? '?' : (this.#names.get(id) ?? `?${id}`);
  }

  #binder(id: ValueId): string {
    const value = this.#graph.values[id];
    return `${this.#name(id)}: ${value === undefined ? '?' : printType(value.type)}`;
  }
}

function nodeAttributes(node: Exclude<Node, NodeOf<'loop'>>): string {
  if (node.op === 'constant') return ` ${printNumbers(node.attrs.values)}`;
  const attributes: Attributes = node.attrs;
  return printAttributes(
    Object.fromEntries(Object.entries(attributes).filter(([name]) => !statedByType.has(`${node.op}.${name}`))),
  );
}
