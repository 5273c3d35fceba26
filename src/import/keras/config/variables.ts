import { refuse } from '../../model/refusal.ts';
import { isList, isObject } from '../files/json.ts';
import { type KerasLayer, readLayer } from './read-model.ts';

/** A weight that a layer has by its configuration. */
export interface Variable {
  /** Where it is inside the layer, in the names of `.keras` files: `forward_layer`, `cell`. */
  readonly part: readonly string[];
  /** Its number within the part. */
  readonly index: number;
  readonly name: string;
  readonly trainable: boolean;
}

export const variableKey = ({ part, name }: Pick<Variable, 'part' | 'name'>): string => [...part, name].join('/');

interface Named {
  readonly name: string;
  readonly trainable?: boolean;
}

const biased = (layer: KerasLayer, ...names: readonly string[]): readonly Named[] =>
  [...names, ...(layer.options.flag('use_bias', true) ? ['bias'] : [])].map((name) => ({ name }));
const cellWeights = (layer: KerasLayer): readonly Named[] => biased(layer, 'kernel', 'recurrent_kernel');
const scaled = (layer: KerasLayer): readonly Named[] => [
  ...(layer.options.flag('scale', true) ? [{ name: 'gamma' }] : []),
  ...(layer.options.flag('center', true) ? [{ name: 'beta' }] : []),
];

const OWN: { readonly [className: string]: (layer: KerasLayer) => readonly Named[] } = {
  Embedding: () => [{ name: 'embeddings' }],
  Dense: (layer) => biased(layer, 'kernel'),
  Conv1D: (layer) => biased(layer, 'kernel'),
  SimpleRNNCell: cellWeights,
  LSTMCell: cellWeights,
  GRUCell: cellWeights,
  LayerNormalization: scaled,
  BatchNormalization: (layer) => [
    ...scaled(layer),
    { name: 'moving_mean', trainable: false },
    { name: 'moving_variance', trainable: false },
  ],
  PReLU: () => [{ name: 'alpha' }],
};
export const RECURRENT: ReadonlySet<string> = new Set(['SimpleRNN', 'LSTM', 'GRU']);
export const CELLS: ReadonlySet<string> = new Set(['SimpleRNNCell', 'LSTMCell', 'GRUCell']);

/** A layer inside another one, by the option that has it. */
export const layerIn = (layer: KerasLayer, option: string): KerasLayer | null => {
  const value = layer.options.value(option);
  return isObject(value) ? readLayer(value) : null;
};

/** The cells of a layer RNN, with the part of each. */
export function cellsOf(layer: KerasLayer): readonly { readonly cell: KerasLayer; readonly part: readonly string[] }[] {
  const inner = layerIn(layer, 'cell') ?? refuse('its cell is not in the file');
  if (inner.className !== 'StackedRNNCells') return [{ cell: inner, part: ['cell'] }];
  const listed = inner.options.value('cells');
  // TensorFlow.js writes them a second time
  layer.options.value('cells');
  const { unread } = inner.options;
  if (unread.length > 0) return refuse(`the options of its cells are not known: ${unread.join(', ')}`);
  if (!isList(listed) || listed.length === 0 || listed.length > 100) return refuse('its cells are not in the file');
  const cells = listed.map((cell) => readLayer(cell));
  const names = containerNames(cells.map(({ className }) => className));
  return cells.map((cell, at) => ({ cell, part: ['cell', 'cells', names[at] ?? ''] }));
}

/** The names that `.keras` files have for things of these classes in one list. Source: keras/src/saving/saving_lib.py, Keras 3.15. */
export function containerNames(classNames: readonly string[]): readonly string[] {
  const used = new Map<string, number>();
  return classNames.map((className) => {
    const name = className
      .replace(/\W+/g, '')
      .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase();
    const before = used.get(name);
    used.set(name, (before ?? 0) + 1);
    return before === undefined ? name : `${name}_${before}`;
  });
}

/** All weights that a layer has by its configuration, in the order of Keras. Models are no layers here. */
export function variablesOf(layer: KerasLayer): readonly Variable[] {
  const { className, trainable } = layer;
  const under = (part: readonly string[], inner: KerasLayer): readonly Variable[] =>
    variablesOf(inner).map((variable) => ({
      ...variable,
      part: [...part, ...variable.part],
      trainable: variable.trainable && trainable,
    }));
  const own = Object.hasOwn(OWN, className) ? OWN[className]?.(layer) : undefined;
  if (own !== undefined)
    return own.map((named, index) => ({
      part: [],
      index,
      name: named.name,
      trainable: trainable && named.trainable !== false,
    }));
  if (RECURRENT.has(className)) return under(['cell'], { ...layer, className: `${className}Cell` });
  if (className === 'RNN') return cellsOf(layer).flatMap(({ cell, part }) => under(part, cell));
  if (className === 'TimeDistributed') {
    const inner = layerIn(layer, 'layer');
    return inner === null ? [] : under(['layer'], inner);
  }
  if (className !== 'Bidirectional') return [];
  const forward = layerIn(layer, 'layer');
  if (forward === null) return [];
  return [
    ...under(['forward_layer'], forward),
    ...under(['backward_layer'], layerIn(layer, 'backward_layer') ?? forward),
  ];
}
