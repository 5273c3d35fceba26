import type { CellLayout } from './cell-layout.ts';
import type { Tensor } from './gate-weights.ts';

/** Frameworks whose names and layouts of weights are known. */
export const DIALECTS = ['torch', 'keras', 'tf1', 'onnx'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** As messages name it. */
export const DIALECT_NAMES: { readonly [dialect in Dialect]: string } = {
  torch: 'PyTorch',
  keras: 'Keras',
  tf1: 'TensorFlow 1',
  onnx: 'ONNX',
};

export interface ForeignTensor extends Tensor {
  /** Its name in the file. */
  readonly name: string;
}

/** Tensors of one cell, or of one other layer, by what they are in it: `weight_ih`, `recurrent_kernel`. */
export type Roles = ReadonlyMap<string, ForeignTensor>;

/** What a file holds for one layer of a network. */
export interface ForeignModule {
  /** `model.encoder`; empty where the file is of one layer alone. */
  readonly name: string;
  readonly kind: 'cell' | 'layer';
  /** Of every cell of a stack, bottom first, one direction or both; of another layer one alone. */
  readonly cells: readonly (readonly Roles[])[];
  /** What a file that holds more than weights tells of its cells; otherwise names and shapes tell. */
  readonly told?: ToldCells;
  /** What such a file tells of another layer, by the keys of the model language. */
  readonly settings?: ReadonlyMap<string, string | number>;
  /** The function that such a file applies to the sums of another layer, as the model language names it: `relu`, `linear`. */
  readonly activation?: string;
}

export interface ToldCells {
  /** By cell and direction, as `cells`. */
  readonly layouts: readonly (readonly CellLayout[])[];
  /** Null: it reads what may run either way. */
  readonly directions: readonly ('forward' | 'backward')[] | null;
}

/** What a file gives, whatever its format. */
export interface GivenWeights {
  readonly tensors: readonly ForeignTensor[];
  readonly modules: readonly ForeignModule[];
  /** Whether matrices of cells that are nobody's lie as the model has them. */
  readonly ownLayout: boolean;
  /** Tensors that are no weights: what counts batches. */
  readonly counters?: readonly string[];
}

interface Place {
  readonly module: string;
  readonly kind: ForeignModule['kind'];
  readonly role: string;
  readonly index: number;
  readonly direction: 0 | 1;
}

/** Modules by the names of their tensors, and the tensors that belong to none. */
export function foreignModules(
  tensors: readonly ForeignTensor[],
  dialect: Dialect,
): { readonly modules: readonly ForeignModule[]; readonly others: readonly ForeignTensor[] } {
  const placeOf = { torch: torchPlace, keras: kerasPlace, tf1: tf1Place, onnx: torchPlace }[dialect];
  const found = new Map<
    string,
    { readonly kind: ForeignModule['kind']; readonly cells: Map<string, Map<string, ForeignTensor>> }
  >();
  const others: ForeignTensor[] = [];
  for (const tensor of tensors) {
    const place = placeOf(tensor.name);
    if (place === null) {
      others.push(tensor);
      continue;
    }
    const key = `${place.kind} ${place.module}`;
    const module = found.get(key) ?? { kind: place.kind, cells: new Map() };
    found.set(key, module);
    const at = `${place.index}.${place.direction}`;
    const roles = module.cells.get(at) ?? new Map<string, ForeignTensor>();
    module.cells.set(at, roles);
    if (roles.has(place.role)) others.push(tensor);
    else for (const [role, part] of partsOf(tensor, place.role)) roles.set(role, part);
  }
  const modules = [...found].flatMap(([key, { kind, cells }]): readonly ForeignModule[] => {
    const stack = stackOf(cells);
    const isCell = kind === 'cell' || (stack?.[0]?.[0]?.has('recurrent_kernel') ?? false);
    return stack === null
      ? []
      : [{ name: key.slice(key.indexOf(' ') + 1), kind: isCell ? 'cell' : 'layer', cells: stack }];
  });
  const whole = new Set(modules.flatMap(tensorsOf).map(({ name }) => name));
  const placed = tensors.filter((tensor) => !others.includes(tensor) && !whole.has(tensor.name));
  return { modules: [...modules, ...numbered(modules)], others: [...others, ...placed] };
}

export const tensorsOf = ({ cells }: ForeignModule): readonly ForeignTensor[] =>
  cells.flatMap((directions) => directions.flatMap((roles) => [...roles.values()]));

/** Modules of cells as one that has them above each other, the first at the bottom. */
export function stacked(name: string, modules: readonly ForeignModule[]): ForeignModule {
  const told = modules.flatMap((module) => module.told ?? []);
  const [first] = told;
  const directions = told.every((each) => each.directions?.join() === first?.directions?.join()) && first?.directions;
  return {
    name,
    kind: 'cell',
    cells: modules.flatMap(({ cells }) => cells),
    ...(told.length === modules.length
      ? { told: { layouts: told.flatMap(({ layouts }) => layouts), directions: directions || null } }
      : {}),
  };
}

/** Cells 0, 1, 2, … with the same directions; null where some are missing. */
function stackOf(cells: ReadonlyMap<string, Roles>): readonly (readonly Roles[])[] | null {
  const stack: (readonly Roles[])[] = [];
  const ways = cells.has('0.1') ? 2 : 1;
  for (let index = 0; stack.length * ways < cells.size; index++) {
    const directions = [cells.get(`${index}.0`), cells.get(`${index}.1`)].slice(0, ways);
    const there = directions.filter((roles) => roles !== undefined);
    if (there.length < ways) return null;
    stack.push(there);
  }
  return stack;
}

/** Modules `cells.0`, `cells.1`, … of one cell each are a stack too. */
function numbered(modules: readonly ForeignModule[]): readonly ForeignModule[] {
  const stacks = new Map<string, ForeignModule[]>();
  for (const module of modules) {
    const [, stem, index] = /^(.+)[./_](\d+)$/.exec(module.name) ?? [];
    if (stem === undefined || module.kind !== 'cell' || module.cells.length !== 1) continue;
    const stack = stacks.get(stem) ?? [];
    stack[Number(index)] = module;
    if (Number(index) < 1000) stacks.set(stem, stack);
  }
  return [...stacks].flatMap(([name, stack]) => {
    const cells = Array.from(stack, (module) => module?.cells[0]);
    const there = cells.filter((directions) => directions !== undefined);
    return there.length === cells.length && new Set(there.map(({ length }) => length)).size === 1
      ? [{ name, kind: 'cell' as const, cells: there }]
      : [];
  });
}

/** torch.nn.RNN and its kin, the cells of torch.nn, and layers with a `weight`, or with statistics. */
function torchPlace(name: string): Place | null {
  const [, module = '', kind, of, layer, reverse] =
    /^(?:(.*)\.)?(weight|bias)_(ih|hh|hr)(?:_l(\d{1,4})(_reverse)?)?$/.exec(name) ?? [];
  if (of !== undefined)
    return {
      module,
      kind: 'cell',
      role: `${kind}_${of}`,
      index: Number(layer ?? 0),
      direction: reverse === undefined ? 0 : 1,
    };
  const [, parent = '', role] = /^(?:(.*)\.)?(weight|bias|running_mean|running_var)$/.exec(name) ?? [];
  return role === undefined ? null : { module: parent, kind: 'layer', role, index: 0, direction: 0 };
}

const NORM_ROLES: readonly string[] = ['gamma', 'beta', 'moving_mean', 'moving_variance'];
const KERAS_ROLES: readonly string[] = ['kernel', 'recurrent_kernel', 'bias', 'embeddings', ...NORM_ROLES];

/** Paths of variables: `encoder/lstm_cell/kernel`, `encoder/stacked_rnn_cells/lstm_cell_1/kernel`, `bidirectional/forward_lstm/lstm_cell/kernel`, `dense/kernel`, `embedding/embeddings`. */
function kerasPlace(name: string): Place | null {
  const parts = name.replace(/:\d+$/, '').split(/[/.]/);
  const role = parts.pop() ?? '';
  if (!KERAS_ROLES.includes(role)) return null;
  const isCell = /^(?:lstm|gru|simple_rnn)_cell(?:_\d+)?$/.test(parts.at(-1) ?? '');
  // their names don't tell their order
  const isOfStack = isCell && /^stacked_rnn_cells(?:_\d+)?$/.test(parts.at(-2) ?? '');
  if (isCell && !isOfStack) parts.pop();
  const [, way] = /^(forward|backward)(?:_|$)/.exec(parts.at(-1) ?? '') ?? [];
  const isWrapped = way !== undefined && parts.length > 1;
  if (isWrapped) parts.pop();
  return {
    module: parts.join('/'),
    kind: isCell ? 'cell' : 'layer',
    role,
    index: 0,
    direction: isWrapped && way === 'backward' ? 1 : 0,
  };
}

/** Variables of tf.nn.rnn_cell: `rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel`, `bidirectional_rnn/bw/gru_cell/gates/kernel`, `dense/kernel`. */
function tf1Place(name: string): Place | null {
  const parts = name.replace(/:\d+$/, '').split('/');
  const at = parts.findIndex((part) => /^(?:basic_rnn|basic_lstm|lstm|gru)_cell(?:_\d+)?$/.test(part));
  if (at < 0) {
    const [last = ''] = parts.slice(-1);
    const role =
      {
        kernel: 'kernel',
        weights: 'kernel',
        bias: 'bias',
        biases: 'bias',
        embeddings: 'embeddings',
        embedding: 'embeddings',
      }[last] ?? NORM_ROLES.find((name) => name === last);
    return role === undefined
      ? null
      : { module: parts.slice(0, -1).join('/'), kind: 'layer', role, index: 0, direction: 0 };
  }
  const role = parts.slice(at + 1).join('_');
  const above = parts.slice(0, at);
  const [, index = '0'] = /^cell_(\d{1,4})$/.exec(above.at(-1) ?? '') ?? [];
  if (/^cell_\d{1,4}$/.test(above.at(-1) ?? '')) above.pop();
  if (above.at(-1) === 'multi_rnn_cell') above.pop();
  const way = above.at(-1);
  if (way === 'fw' || way === 'bw') above.pop();
  return { module: above.join('/'), kind: 'cell', role, index: Number(index), direction: way === 'bw' ? 1 : 0 };
}

/** Keras keeps the two biases of a GRU as the rows of one tensor. */
export function partsOf(tensor: ForeignTensor, role: string): readonly (readonly [string, ForeignTensor])[] {
  const [rows, columns = 0] = tensor.shape;
  if (role !== 'bias' || tensor.shape.length !== 2 || rows !== 2) return [[role, tensor]];
  const row = (at: number): ForeignTensor => ({
    ...tensor,
    shape: [columns],
    data: tensor.data.subarray(at * columns, (at + 1) * columns),
  });
  return [
    ['bias', row(0)],
    ['recurrent_bias', row(1)],
  ];
}
