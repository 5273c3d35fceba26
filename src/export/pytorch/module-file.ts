import { isStack, type LayerSpec, type Spec, statisticsOf } from '../../../compiler/1-read/spec/spec.ts';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { constantDim, plainSymbol, printDim } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';
import type { WeightData } from '../../artifact/definition.ts';
import { knownIndices } from '../model/known-indices.ts';
import { FunctionWriter, type ModuleScope, type Step } from './function-writer.ts';
import { NoEqual } from './op-expression.ts';
import { atom, identifier, indented, Names, shapeText } from './python-text.ts';
import { callLayer, type TorchLayer, torchLayers } from './torch-layers.ts';
import { type TreeArgument, treeArguments, treeLines } from './tree-arguments.ts';

/** Names that a module of torch has already. */
const RESERVED =
  'T_destination add_module apply bfloat16 bias buffers call_super_init children compile cpu cuda double dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load load_state_dict loss modules mtia named_buffers named_children named_modules named_parameters parameters register_buffer register_module register_parameter requires_grad_ set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad'.split(
    ' ',
  );

const isStart = (path: string): boolean => /\.\d+\.(?:forward|backward)\.initial\.[\w.]+$/.test(path);

/** A tensor of the state dict, and the weight of the model that it is. */
export interface StateEntry {
  readonly name: string;
  readonly path: string;
  /** Whether it lies the other way round. */
  readonly isTransposed: boolean;
  /** Whether it is no parameter: no gradient changes it. */
  readonly isBuffer: boolean;
}

/** An argument of `loss`. `missing`: where -1 stands for nothing to look up. */
export interface FedArgument {
  readonly name: string;
  readonly feed: string;
  readonly dtype: string;
  readonly missing: boolean;
}

/** The class of a model and what its state dict is called. */
export interface ModuleText {
  readonly lines: readonly string[];
  readonly state: readonly StateEntry[];
  /** Arguments of `loss`, with their dtypes; null: there is none. */
  readonly fed: readonly FedArgument[] | null;
  readonly lengths: readonly { readonly name: string; readonly argument: string }[];
  readonly trees: readonly TreeArgument[];
  readonly uses: { readonly recurrent: boolean; readonly weights: boolean };
}

export interface ModelGraphs {
  readonly inference: Graph;
  /** The training variant with its loss; null: the model says nothing about training. */
  readonly training: Graph | null;
}

/**
 * Writes the class of a model: modules with the layers' names, `forward` from the equations as they stand in the model, `loss` from the losses of its
 * section `training`.
 * @param mistakes is told every part that has no line of torch
 */
export function writeModule(
  spec: Spec,
  graphs: ModelGraphs,
  weights: ReadonlyMap<string, WeightData>,
  className: string,
  mistakes: Diagnostic[],
): ModuleText {
  const all = [graphs.inference, ...(graphs.training === null ? [] : [graphs.training])];
  const attributes = new Names(RESERVED);
  const attributeOf = new Map(spec.layers.map(({ name }) => [name, attributes.give(name)]));
  const called = torchLayers(spec, (path) => weights.get(path)?.shape ?? []).filter((layer) =>
    all.every((graph) => callLayer(graph, stepsOf(graph), layer, '') !== null),
  );
  const holders = writeHolders(spec, weights, attributeOf, called, attributes);
  const methods: { readonly name: string; readonly body: readonly string[]; readonly key: string }[] = [];
  const methodNames = new Names([...RESERVED, ...holders.attributes]);
  const method: ModuleScope['method'] = (wanted, write) => {
    const probe = write('METHOD');
    const key = probe.join('\n');
    const same = methods.find((other) => other.key === key);
    if (same !== undefined) return same.name;
    const name = methodNames.give(wanted);
    methods.push({ name, key, body: [probe[0]?.replace('METHOD', name) ?? '', ...probe.slice(1)] });
    return name;
  };
  const functions = all.map((graph) => {
    const module: ModuleScope = {
      values: graph.values,
      weights: weightTexts(graph, holders.texts),
      mistakes,
      method,
      knownIndices: knownIndices(graph),
    };
    const steps = withLayers(graph, spec, called, attributeOf);
    return graph.learning === undefined ? writeForward(graph, module, steps) : writeLoss(graph, module, steps);
  });
  const [, loss] = functions;
  const lines = [
    `class ${className}(nn.Module):`,
    ...indented([
      'def __init__(self):',
      ...indented(['super().__init__()', ...holders.lines]),
      ...functions.flatMap(({ lines }) => ['', ...lines]),
      ...methods.flatMap(({ body }) => ['', ...body]),
    ]),
  ];
  return {
    lines,
    state: holders.state,
    fed: loss?.fed ?? null,
    lengths: loss?.lengths ?? [],
    trees: loss?.trees ?? [],
    uses: { recurrent: called.length > 0, weights: holders.usesWeights },
  };
}

const stepsOf = (graph: Graph): readonly Step[] => graph.nodes.map((node) => ({ node }));

const weightTexts = (graph: Graph, texts: ReadonlyMap<string, string>): ReadonlyMap<ValueId, string> =>
  new Map(
    graph.weights.flatMap(({ path, value }) => (texts.has(path) ? [[value, texts.get(path) ?? ''] as const] : [])),
  );

interface Holders {
  readonly lines: readonly string[];
  readonly attributes: readonly string[];
  /** How each weight is written, by its path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly state: readonly StateEntry[];
  readonly usesWeights: boolean;
}

/** The modules that hold the weights: torch's where a layer is one of torch's, else `Weights` for each cell. */
function writeHolders(
  spec: Spec,
  weights: ReadonlyMap<string, WeightData>,
  attributeOf: ReadonlyMap<string, string>,
  called: readonly TorchLayer[],
  attributes: Names,
): Holders {
  const lines: string[] = [];
  const texts = new Map<string, string>();
  const state: StateEntry[] = [];
  const made: string[] = [];
  let usesWeights = false;
  const hold = (path: string, name: string, text = `self.${name}`, isTransposed = false, isBuffer = false): void => {
    texts.set(path, text);
    state.push({ name, path, isTransposed, isBuffer });
  };
  const holdApart = (own: readonly string[], layer: LayerSpec, attribute: string): void => {
    const groups = new Map<string, string[]>();
    for (const path of own) {
      const group = path.slice(0, path.lastIndexOf('.'));
      groups.set(group, [...(groups.get(group) ?? []), path]);
    }
    for (const [group, paths] of groups) {
      const holder = group === layer.name ? attribute : attributes.give(group.replace(layer.name, attribute));
      const names = new Names(RESERVED.filter((name) => name !== 'bias'));
      const held = paths.map((path) => [path, names.give(path.slice(group.length + 1))] as const);
      const isBuffer = (path: string): boolean => layer.type === 'batch_norm' && statisticsOf(layer).includes(path);
      const sizes = held
        .filter(([path]) => !isBuffer(path))
        .map(([path, name]) => `${name}=${shapeText((weights.get(path)?.shape ?? []).map(constantDim), identifier)}`);
      const use = isStack(layer) ? layer.cells[Number(group.split('.').at(-2))]?.cell : undefined;
      lines.push(`self.${holder} = Weights(${sizes.join(', ')})${use === undefined ? '' : `  # ${use}`}`);
      // what no gradient changes is a buffer, as in torch.nn.BatchNorm1d
      for (const [path, name] of held)
        if (isBuffer(path))
          lines.push(
            `self.${holder}.register_buffer("${name}", torch.zeros(${shapeText((weights.get(path)?.shape ?? []).map(constantDim), identifier)}))`,
          );
      made.push(holder);
      usesWeights = true;
      for (const [path, name] of held) hold(path, `${holder}.${name}`, `self.${holder}.${name}`, false, isBuffer(path));
    }
  };
  for (const layer of spec.layers) {
    const own = [...weights.keys()].filter((path) => path.startsWith(`${layer.name}.`));
    const attribute = attributeOf.get(layer.name) ?? layer.name;
    if (own.length === 0) continue;
    const torch = called.find(({ name }) => name === layer.name);
    const [rows = 0, columns = 0] = weights.get(own[0] ?? '')?.shape ?? [];
    if (torch !== undefined) {
      lines.push(`self.${attribute} = ${torch.made}`);
      made.push(attribute);
      // what states start from lies beside the module of torch, which has no such weights
      holdApart(own.filter(isStart), layer, attribute);
      for (const path of own.filter((each) => !isStart(each))) {
        const [, index = '', direction, name = ''] = /\.(\d+)\.(forward|backward)\.(\w+)$/.exec(path) ?? [];
        hold(path, `${attribute}.${name}_l${index}${direction === 'backward' ? '_reverse' : ''}`);
      }
    } else if (layer.type === 'dense') {
      lines.push(`self.${attribute} = nn.Linear(${rows}, ${columns}${layer.bias ? '' : ', bias=False'})`);
      made.push(attribute);
      for (const path of own)
        if (path.endsWith('.kernel')) hold(path, `${attribute}.weight`, `self.${attribute}.weight.T`, true);
        else hold(path, `${attribute}.bias`);
    } else if (layer.type === 'embedding') {
      lines.push(`self.${attribute} = nn.Embedding(${rows}, ${columns})`);
      made.push(attribute);
      for (const path of own) hold(path, `${attribute}.weight`);
    } else {
      holdApart(own, layer, attribute);
    }
  }
  return { lines, attributes: made, texts, state, usesWeights };
}

/** The nodes with layers of torch.nn in the place of those that they stand for. */
function withLayers(
  graph: Graph,
  spec: Spec,
  called: readonly TorchLayer[],
  attributeOf: ReadonlyMap<string, string>,
): readonly Step[] {
  let steps = withLinear(graph, spec, attributeOf);
  for (const layer of called)
    steps = callLayer(graph, steps, layer, attributeOf.get(layer.name) ?? layer.name) ?? steps;
  return steps;
}

/** A product with the kernel of a dense layer and the sum with its bias are a call of nn.Linear, rows of a table one of nn.Embedding. */
function withLinear(graph: Graph, spec: Spec, attributeOf: ReadonlyMap<string, string>): readonly Step[] {
  const dense = new Map(
    spec.layers.flatMap((layer) =>
      layer.type === 'dense' && layer.share === null ? [[layer.name, layer.bias] as const] : [],
    ),
  );
  const layerOf = new Map(
    graph.weights.flatMap(({ path, value }) => {
      const [, name = '', weight] = /^(.+)\.(kernel|bias)$/.exec(path) ?? [];
      return dense.has(name) ? [[value, { name, weight }] as const] : [];
    }),
  );
  const uses = new Map<ValueId, number>();
  for (const id of [...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ value }) => value)])
    uses.set(id, (uses.get(id) ?? 0) + 1);
  const tables = new Map(
    graph.weights.flatMap(({ path, value }) => {
      const layer = spec.layers.find(({ name, type }) => type === 'embedding' && path === `${name}.table`);
      return layer === undefined ? [] : [[value, attributeOf.get(layer.name) ?? layer.name] as const];
    }),
  );
  const known = knownIndices(graph);
  const products = new Map<ValueId, { readonly name: string; readonly input: ValueId }>();
  const dropped = new Set<ValueId>();
  const steps = graph.nodes.map((node): Step => {
    const [a, b] = node.inputs;
    const [output] = node.outputs;
    if (a === undefined || b === undefined || output === undefined) return { node };
    if (node.op === 'gather' && tables.has(a) && known.has(b))
      return { node, linear: { layer: tables.get(a) ?? '', input: b } };
    const kernel = layerOf.get(b);
    if (node.op === 'matmul' && kernel?.weight === 'kernel') {
      if (dense.get(kernel.name) === false)
        return { node, linear: { layer: attributeOf.get(kernel.name) ?? kernel.name, input: a } };
      products.set(output, { name: kernel.name, input: a });
    }
    const product = products.get(a);
    if (
      node.op === 'add' &&
      product !== undefined &&
      layerOf.get(b)?.weight === 'bias' &&
      layerOf.get(b)?.name === product.name &&
      uses.get(a) === 1
    ) {
      dropped.add(a);
      return { node, linear: { layer: attributeOf.get(product.name) ?? product.name, input: product.input } };
    }
    return { node };
  });
  return steps.filter((step) => !('node' in step && step.node.outputs.some((id) => dropped.has(id))));
}

interface WrittenFunction {
  readonly lines: readonly string[];
  readonly fed: ModuleText['fed'];
  readonly lengths: ModuleText['lengths'];
  readonly trees: ModuleText['trees'];
}

function writeForward(graph: Graph, module: ModuleScope, steps: readonly Step[]): WrittenFunction {
  const writer = new FunctionWriter(module, '', ['states']);
  const { fed, lengths, trees, first } = writeArguments(graph, writer);
  const stateInputs = graph.inputs.flatMap((input) => (input.role === 'state' ? [input] : []));
  const prologue = lengthDefaults(graph, writer, lengths);
  for (const input of stateInputs) {
    const start =
      input.start === null
        ? undefined
        : graph.inputs.find((other) => other.role === 'feed' && other.name === input.start);
    const fallback =
      start === undefined
        ? `${writer.like()}.new_zeros(${shapeText(writer.typeOf(input.value).shape, writer.symbol)})`
        : writer.of(start.value).text;
    const name = writer.name(input.name);
    prologue.push(`${name} = states.get("${input.name}", ${fallback})`);
    writer.set(input.value, atom(name));
  }
  writer.write(steps, [...graph.outputs.map(({ value }) => value), ...stateInputs.map(({ final }) => final)]);
  const results = refusing(
    () => graph.outputs.map(({ name, value }) => `"${name}": ${writer.tensor(value).text},`),
    [],
  );
  const finals = refusing(() => stateInputs.map(({ name, final }) => `"${name}": ${writer.tensor(final).text},`), []);
  const args = [
    'self',
    ...[...fed, ...trees].map(({ name }) => name),
    ...lengths.map(({ argument }) => `${argument}=None`),
    ...(stateInputs.length > 0 ? ['states=None'] : []),
  ];
  return {
    fed,
    lengths,
    trees,
    lines: [
      `def forward(${args.join(', ')}):`,
      ...indented([
        ...(stateInputs.length > 0 ? ['states = states or {}'] : []),
        ...first,
        ...writer.opening(),
        ...prologue,
        ...writer.lines,
        ...dictionary('outputs', results),
        ...(stateInputs.length > 0 ? dictionary('final', finals) : []),
        `return outputs, ${stateInputs.length > 0 ? 'final' : '{}'}`,
      ]),
    ],
  };
}

const dictionary = (name: string, entries: readonly string[]): readonly string[] =>
  entries.length === 1 ? [`${name} = {${entries[0]?.slice(0, -1)}}`] : [`${name} = {`, ...indented(entries), '}'];

function writeLoss(graph: Graph, module: ModuleScope, steps: readonly Step[]): WrittenFunction {
  const writer = new FunctionWriter(module, '', []);
  const { fed, lengths, trees, first } = writeArguments(graph, writer);
  const prologue = lengthDefaults(graph, writer, lengths);
  for (const input of graph.inputs) {
    const shape = (): string => shapeText(writer.typeOf(input.value).shape, writer.symbol);
    if (input.role === 'state') writer.set(input.value, atom(`${writer.like()}.new_zeros(${shape()})`));
    if (input.role !== 'mask') continue;
    const name = writer.name(input.name);
    prologue.push(`${name} = ${writer.like()}.new_empty(${shape()}).bernoulli_(${input.keep})`);
    writer.set(input.value, atom(name));
  }
  const { loss, followed = [] } = graph.learning ?? {};
  writer.write(steps, [...(loss === undefined ? [] : [loss]), ...followed.map(({ value }) => value)]);
  const moved = followed.map(({ path, value }) => {
    const weight = graph.weights.find((each) => each.path === path);
    const target = weight === undefined ? '' : writer.of(weight.value).text;
    return `${target}.copy_(${refusing(() => writer.tensor(value).text, '')})`;
  });
  const result = loss === undefined ? '' : refusing(() => writer.tensor(loss).text, '');
  const args = [
    'self',
    ...[...fed, ...trees].map(({ name }) => name),
    ...lengths.map(({ argument }) => `${argument}=None`),
  ];
  return {
    fed,
    lengths,
    trees,
    lines: [
      `def loss(${args.join(', ')}):`,
      ...indented([
        ...first,
        ...writer.opening(),
        ...prologue,
        ...writer.lines,
        ...(moved.length === 0 ? [] : ['with torch.no_grad():', ...indented(moved)]),
        `return ${result}`,
      ]),
    ],
  };
}

function writeArguments(
  graph: Graph,
  writer: FunctionWriter,
): Omit<WrittenFunction, 'lines' | 'fed'> & {
  readonly fed: readonly FedArgument[];
  /** Lines that come before all others. */
  readonly first: readonly string[];
} {
  const fed = graph.inputs.flatMap((input) => {
    if (input.role !== 'feed') return [];
    const type = writer.typeOf(input.value);
    const name = writer.argument(input.value, input.name);
    writer.sizesOf(name, type);
    return [{ name, feed: input.name, dtype: type.dtype, missing: input.missing === true }];
  });
  const lengths = graph.inputs.flatMap((input) =>
    input.role === 'lengths' ? [{ name: input.name, argument: writer.argument(input.value, input.name) }] : [],
  );
  const trees = treeArguments(graph, writer);
  // trees have lengths also where no layer reads them
  const own = trees
    .filter(({ axis }) => !lengths.some(({ name }) => name === `${axis}.lengths`))
    .map(({ axis }) => `${axis}.lengths`);
  const all = [...lengths, ...[...new Set(own)].map((name) => ({ name, argument: writer.name(name) }))];
  const lengthsOf = (axis: string): string => all.find(({ name }) => name === `${axis}.lengths`)?.argument ?? 'None';
  return { fed, lengths: all, trees, first: treeLines(graph, writer, trees, lengthsOf) };
}

function lengthDefaults(graph: Graph, writer: FunctionWriter, lengths: ModuleText['lengths']): string[] {
  return graph.inputs.flatMap((input) => {
    const argument = lengths.find(({ name }) => name === input.name)?.argument;
    if (input.role !== 'lengths' || argument === undefined) return [];
    const rows = writer.typeOf(input.value).shape.map((d) => {
      const symbol = plainSymbol(d);
      return symbol === null ? printDim(d) : writer.symbol(symbol);
    });
    const shape = `(${rows.join(', ')}${rows.length === 1 ? ',' : ''})`;
    const all = `torch.full(${shape}, ${writer.symbol(input.symbol)}, device=${writer.like()}.device)`;
    return [`${argument} = ${all} if ${argument} is None else ${argument}`];
  });
}

/** What was refused has no text. */
function refusing<T>(make: () => T, otherwise: T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof NoEqual)) throw cause;
    return otherwise;
  }
}
