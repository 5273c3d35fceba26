import type { OnnxGraph, OnnxNode, OnnxTensor } from '../../onnx/format.ts';
import type { ReadBeside } from '../model/beside.ts';
import { quoted, Refusal } from '../model/refusal.ts';
import { type CellLayout, type Family, onnxLayout } from '../weights/cell-layout.ts';
import type { ForeignModule, ForeignTensor, GivenWeights } from '../weights/foreign-modules.ts';
import { readTensor } from './tensors.ts';
import { refuse } from './values.ts';

const FAMILIES: {
  readonly [operator: string]: {
    readonly family: Family;
    readonly gates: number;
    readonly functions: readonly string[];
  };
} = {
  RNN: { family: 'rnn', gates: 1, functions: ['Tanh'] },
  GRU: { family: 'gru', gates: 3, functions: ['Sigmoid', 'Tanh'] },
  LSTM: { family: 'lstm', gates: 4, functions: ['Sigmoid', 'Tanh', 'Tanh'] },
};

/** Inputs of other nodes by what PyTorch calls them in its modules, whose shapes these have. */
const LAYERS: { readonly [operator: string]: readonly string[] } = {
  Conv: ['weight', 'bias'],
  LayerNormalization: ['weight', 'bias'],
  BatchNormalization: ['weight', 'bias', 'running_mean', 'running_var'],
};

/**
 * The weights of the nodes of a graph: of RNN, GRU and LSTM by their attributes, of MatMul, Gemm, Gather, Conv and norms by what they do with a tensor of the file. Modules are
 * named as their tensors are (`encoder.weight` is of `encoder`), or else as the node.
 * Source of the operators: onnx/defs, opset 22.
 * @throws Refusal for a tensor that can't be read
 */
export function weightsOfNodes(graph: OnnxGraph, beside: ReadBeside): GivenWeights {
  const stored = new Map<string, OnnxTensor>(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  for (const { opType, output, attribute } of graph.node) {
    const value = attribute.find(({ name }) => name === 'value')?.t;
    if (opType === 'Constant' && value !== undefined) stored.set(output[0] ?? '', value);
    // exporters give one tensor several names
  }
  for (const { opType, input, output } of graph.node) {
    const same = opType === 'Identity' ? stored.get(input[0] ?? '') : undefined;
    if (same !== undefined) stored.set(output[0] ?? '', { ...same, name: same.name ?? input[0] ?? '' });
  }
  const tensors = new Map<string, ForeignTensor>();
  const tensorOf = (name: string | undefined): ForeignTensor | null => {
    const known = tensors.get(name ?? '');
    const tensor = stored.get(name ?? '');
    if (known !== undefined || tensor === undefined || name === undefined) return known ?? null;
    const { dtype, dims, data } = attempt(`tensor ${quoted(name)}`, () => readTensor(tensor, name, beside));
    if (dtype !== 'float32' || dims.length === 0) return null;
    const read = { name, shape: dims, data: data instanceof Float32Array ? data : Float32Array.from(data) };
    tensors.set(name, read);
    return read;
  };
  const readers = new Map<string, OnnxNode[]>();
  for (const node of graph.node) for (const name of node.input) readers.set(name, [...(readers.get(name) ?? []), node]);
  const modules = graph.node.flatMap((node): readonly ForeignModule[] => {
    const { opType = '', input, output } = node;
    if (Object.hasOwn(FAMILIES, opType)) return recurrentModule(node, tensorOf);
    if (opType === 'RowsOrZeros' || (opType === 'Gather' && intOf(node, 'axis', 0) === 0)) {
      const table = tensorOf(input[0]);
      return table?.shape.length === 2 ? [layer(node, [['embeddings', table]])] : [];
    }
    if (opType === 'Gemm') {
      const [matrix, bias] = [tensorOf(input[1]), tensorOf(input[2])];
      const isPlain = ['alpha', 'beta'].every((name) => floatOf(node, name, 1) === 1) && intOf(node, 'transA', 0) === 0;
      if (matrix === null || !isPlain) return [];
      const role = intOf(node, 'transB', 0) === 0 ? 'kernel' : 'weight';
      return [layer(node, [[role, matrix], ...(bias === null ? [] : [['bias', bias] as const])])];
    }
    const named = Object.hasOwn(LAYERS, opType) ? LAYERS[opType] : undefined;
    if (named !== undefined) return layerModule(node, named, tensorOf);
    if (opType !== 'MatMul') return [];
    const matrix = tensorOf(input[1]);
    if (matrix?.shape.length !== 2) return [];
    const [add, ...others] = readers.get(output[0] ?? '') ?? [];
    const added =
      add?.opType === 'Add' && others.length === 0 ? add.input.find((name) => name !== output[0]) : undefined;
    const bias = tensorOf(added);
    const isBias = bias !== null && bias.shape.join() === String(matrix.shape[1]);
    return [layer(node, [['kernel', matrix], ...(isBias ? [['bias', bias] as const] : [])])];
  });
  for (const name of stored.keys()) tensorOf(name);
  return { tensors: [...tensors.values()], modules: unique(modules), ownLayout: false };
}

/** A tensor that can't be read is told by its name. */
function attempt<T>(where: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof Refusal) return refuse(`${where}: ${cause.message}`);
    throw cause;
  }
}

const attributeOf = ({ attribute }: OnnxNode, wanted: string) => attribute.find(({ name }) => name === wanted);
const intOf = (node: OnnxNode, name: string, fallback: number): number => attributeOf(node, name)?.i ?? fallback;
const floatOf = (node: OnnxNode, name: string, fallback: number): number => attributeOf(node, name)?.f ?? fallback;
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());

/** A convolution over steps or a norm with its weights in the file, and what its attributes say of it; nothing for others. */
function layerModule(
  node: OnnxNode,
  names: readonly string[],
  tensorOf: (name: string | undefined) => ForeignTensor | null,
): readonly ForeignModule[] {
  const roles = names.flatMap((name, at): readonly (readonly [string, ForeignTensor])[] => {
    const tensor = tensorOf(node.input[at + 1]);
    return tensor === null ? [] : [[name, tensor]];
  });
  const [weight] = roles;
  if (weight?.[0] !== 'weight') return [];
  if (node.opType !== 'Conv') {
    const epsilon = Number(Math.fround(floatOf(node, 'epsilon', 1e-5)).toPrecision(7));
    return [{ ...layer(node, roles), settings: new Map([['epsilon', epsilon]]) }];
  }
  const [, , count = 0, ...others] = weight[1].shape;
  if (count < 1 || others.length > 0 || intOf(node, 'group', 1) !== 1) return [];
  if ((attributeOf(node, 'strides')?.ints ?? []).some((stride) => stride !== 1)) return [];
  const [dilation = 1] = attributeOf(node, 'dilations')?.ints ?? [];
  const reach = (count - 1) * dilation;
  const [before = 0, after = 0] = attributeOf(node, 'pads')?.ints ?? [];
  const half = Math.floor(reach / 2);
  // zeros that another node adds are not seen here
  const padding = before === reach ? 'causal' : before === half && after === reach - half ? 'same' : null;
  const settings = new Map<string, string | number>([
    ['dilation', dilation],
    ...(padding === null ? [] : ([['padding', padding]] as const)),
  ]);
  return [{ ...layer(node, roles), settings: count === 1 ? new Map() : settings }];
}

/** `encoder` of `encoder.weight`, `encoder.weight_ih_l0` or `encoder/kernel`; null where the name says no module. */
function stemOf(name: string): string | null {
  const [, stem] =
    /^(.+)[./](?:weight|bias|running_mean|running_var|kernel|embeddings?|(?:weight|bias)_(?:ih|hh)\w*|[WRB])(?::\d+)?$/.exec(
      name,
    ) ?? [];
  return stem ?? null;
}

function nameOf(node: OnnxNode, tensors: readonly ForeignTensor[]): string {
  const stems = tensors.flatMap(({ name }) => stemOf(name) ?? []);
  const [stem] = stems;
  if (stem !== undefined) return stem;
  return node.name !== undefined && node.name !== '' ? node.name : (node.output[0] ?? '');
}

const layer = (node: OnnxNode, roles: readonly (readonly [string, ForeignTensor])[]): ForeignModule => ({
  name: nameOf(
    node,
    roles.map(([, tensor]) => tensor),
  ),
  kind: 'layer',
  cells: [[new Map(roles)]],
});

/** Several nodes of one name are the module and a number; nodes that read the same tensors are one module. */
function unique(modules: readonly ForeignModule[]): readonly ForeignModule[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  return modules.flatMap((module): readonly ForeignModule[] => {
    const text = module.cells.flatMap((ways) =>
      ways.flatMap((roles) => [...roles].map(([role, { name }]) => `${role} ${name}`)),
    );
    const key = JSON.stringify([module.kind, text]);
    if (seen.has(key)) return [];
    seen.add(key);
    const before = counts.get(module.name) ?? 0;
    counts.set(module.name, before + 1);
    return [before === 0 ? module : { ...module, name: `${module.name}_${before}` }];
  });
}

/** RNN, GRU and LSTM with their weights in the file; nothing for a node whose weights are computed. */
function recurrentModule(
  node: OnnxNode,
  tensorOf: (name: string | undefined) => ForeignTensor | null,
): readonly ForeignModule[] {
  const { opType = '', input } = node;
  const kind = FAMILIES[opType];
  const [w, r, b, p] = [1, 2, 3, 7].map((at) => tensorOf(input[at]));
  if (kind === undefined || w === null || w === undefined || r === null || r === undefined) return [];
  const direction = textOf(attributeOf(node, 'direction')?.s) || 'forward';
  const directions: readonly ('forward' | 'backward')[] =
    direction === 'bidirectional' ? ['forward', 'backward'] : [direction === 'reverse' ? 'backward' : 'forward'];
  const [count, rows = 0] = w.shape;
  if (count !== directions.length || w.shape.length !== 3 || rows % kind.gates !== 0) return [];
  const units = rows / kind.gates;
  const slice = (tensor: ForeignTensor, way: number): ForeignTensor => {
    const size = tensor.data.length / directions.length;
    return { ...tensor, shape: tensor.shape.slice(1), data: tensor.data.subarray(way * size, (way + 1) * size) };
  };
  const cells = directions.map((_, way) => {
    const roles = new Map<string, ForeignTensor>([
      ['W', slice(w, way)],
      ['R', slice(r, way)],
    ]);
    if (b !== null && b !== undefined) {
      const both = slice(b, way);
      const half = kind.gates * units;
      roles.set('Wb', { ...both, shape: [half], data: both.data.subarray(0, half) });
      roles.set('Rb', { ...both, shape: [both.data.length - half], data: both.data.subarray(half) });
    }
    if (p !== null && p !== undefined && opType === 'LSTM') roles.set('P', slice(p, way));
    return roles;
  });
  const names = attributeOf(node, 'activations')?.strings.map(textOf) ?? [];
  const layouts = directions.map((_, way): CellLayout => {
    const own =
      names.length === 0 ? kind.functions : names.slice(way * kind.functions.length, (way + 1) * kind.functions.length);
    const clip = floatOf(node, 'clip', 0);
    const hasNumbers = ['activation_alpha', 'activation_beta'].some((name) => attributeOf(node, name) !== undefined);
    return onnxLayout(kind.family, {
      functions: own.map((name) => functionName(name, hasNumbers)),
      hasBias: b !== null && b !== undefined,
      peepholes: p !== null && p !== undefined && opType === 'LSTM',
      reset: intOf(node, 'linear_before_reset', 0) === 0 ? 'before' : 'after',
      special: [
        ...(clip === 0 ? [] : [`clip_threshold ${Number(clip.toPrecision(7))}`]),
        ...(opType === 'LSTM' && intOf(node, 'input_forget', 0) !== 0 ? ['input_forget'] : []),
      ],
    });
  });
  const there = [w, r, b].filter((tensor) => tensor !== null && tensor !== undefined);
  return [{ name: nameOf(node, there), kind: 'cell', cells: [cells], told: { layouts: [layouts], directions } }];
}

const PLAIN: { readonly [name: string]: string } = {
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softsign: 'softsign',
};
/** As the model language names it. A function with numbers is told as it stands in the file, so that none is taken for it. */
const functionName = (name: string, hasNumbers: boolean): string => {
  const key = name.toLowerCase();
  const plain = Object.hasOwn(PLAIN, key) ? PLAIN[key] : undefined;
  return plain ?? (hasNumbers ? `${name} of its own numbers` : name);
};
