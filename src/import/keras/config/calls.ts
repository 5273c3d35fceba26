import { quoted, refuse } from '../../model/refusal.ts';
import { isList, isObject, shown } from '../files/json.ts';

/** One of the tensors that a layer gave when it was called: the layer's name, which of its calls, which of the tensors. */
export interface TensorReference {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

/** One use of a layer. Shared layers have several. */
export interface LayerCall {
  readonly inputs: readonly TensorReference[];
  /** Initial states where the file tells them apart from the inputs. */
  readonly states: readonly TensorReference[];
  /** The mask where the call names one. */
  readonly mask: TensorReference | null;
  /** Numbers that stand among the inputs. */
  readonly numbers: readonly number[];
  /** Arguments that the call has beside these, in words. */
  readonly others: readonly string[];
}

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** `["name", 0, 0]` of all dialects, with options behind it in Keras 2. */
function listedReference(value: unknown): TensorReference | null {
  if (!isList(value) || value.length < 3) return null;
  const [layer, call, output] = value;
  return typeof layer === 'string' && isIndex(call) && isIndex(output) ? { layer, call, output } : null;
}

/** All tensors in a structure of lists and mappings, in order. Anything else goes to `others`. */
export function referencesIn(value: unknown, others: string[] = [], depth = 0): readonly TensorReference[] {
  if (value === null || value === undefined) return [];
  if (depth > 8) return refuse('its inputs are nested too deeply');
  const listed = listedReference(value);
  if (listed !== null) return [listed];
  if (isList(value)) return value.flatMap((entry) => referencesIn(entry, others, depth + 1));
  if (isObject(value)) {
    const { class_name: kind, config } = value;
    if (kind === '__keras_tensor__')
      return [
        (isObject(config) ? listedReference(config.keras_history) : null) ??
          refuse('it reads a tensor that is not told'),
      ];
    if (kind === '__tuple__') return referencesIn(value.items, others, depth + 1);
    if (kind === undefined) return Object.values(value).flatMap((entry) => referencesIn(entry, others, depth + 1));
  }
  others.push(shown(value));
  return [];
}

const STATES = 'initial_state';

interface Named {
  readonly states: readonly TensorReference[];
  readonly mask: TensorReference | null;
}

/** A mapping of arguments by name: states, a mask, and what is told as an argument that is not known. */
function namedArguments(named: unknown, others: string[]): Named {
  if (!isObject(named)) return { states: [], mask: null };
  const [mask = null] = isObject(named.mask) ? referencesIn(named.mask, others) : [];
  for (const [key, value] of Object.entries(named)) {
    const isOff = value === null || (value === false && key === 'training') || (key === 'mask' && mask !== null);
    if (key !== STATES && !isOff) others.push(`${key} = ${shown(value)}`);
  }
  return { states: referencesIn(named[STATES], others), mask };
}

/** The calls of a layer, from its `inbound_nodes`: of Keras 3 mappings with `args` and `kwargs`, of Keras 2 and TensorFlow.js lists. */
export function readCalls(nodes: unknown, layer: string): readonly LayerCall[] {
  if (nodes === undefined || nodes === null) return [];
  if (!isList(nodes)) return refuse(`the calls of layer ${quoted(layer)} are no list`);
  return nodes.map((node): LayerCall => {
    const others: string[] = [];
    if (isObject(node)) {
      const { args, kwargs } = node;
      const [first, ...more] = isList(args) ? args : [];
      const inputs = referencesIn(first, others);
      const numbers = more.filter((argument) => typeof argument === 'number');
      const listed = more.flatMap((argument) => (typeof argument === 'number' ? [] : referencesIn(argument, others)));
      const { states, mask } = namedArguments(kwargs, others);
      return { inputs, states: [...listed, ...states], mask, numbers, others };
    }
    const entries = isList(node) ? (listedReference(node) === null ? node : [node]) : [];
    if (entries.length === 0) return refuse(`a call of layer ${quoted(layer)} has no inputs`);
    const states: TensorReference[] = [];
    const inputs = entries.map((entry) => {
      if (isList(entry) && entry.length > 3) states.push(...namedArguments(entry[3], others).states);
      return listedReference(entry) ?? refuse(`an input of layer ${quoted(layer)} is no tensor`);
    });
    return { inputs, states, mask: null, numbers: [], others };
  });
}

/** Where references to a model begin to count its calls. */
export interface FirstCall {
  readonly inLayers: number;
  readonly inOutputs: number;
}

/**
 * A functional model is called once when it is made, and most references count that call. Keras 3 leaves it out between layers.
 * Source: keras/src/models/functional.py, get_config, 3.15; tf_keras/src/engine/functional.py, 2.21; tfjs-layers/src/engine/container.ts, 4.22.
 * @param calls of all layers that stand beside the model
 */
export function firstCallOf(
  model: { readonly name: string; readonly isSequential: boolean },
  {
    calls,
    outputs,
    isKeras3,
  }: {
    readonly calls: readonly LayerCall[];
    readonly outputs: readonly TensorReference[];
    readonly isKeras3: boolean;
  },
): FirstCall {
  if (isKeras3) return { inLayers: 0, inOutputs: model.isSequential ? 0 : 1 };
  const between = calls.flatMap(({ inputs, states, mask }) => [...inputs, ...states, ...(mask === null ? [] : [mask])]);
  const counts = [...between, ...outputs].flatMap(({ layer, call }) => (layer === model.name ? [call] : []));
  // every call is read by something, else it would not be in the file
  const first = counts.reduce((least, count) => Math.min(least, count), 1);
  return { inLayers: first, inOutputs: first };
}
