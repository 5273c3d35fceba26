import { quoted, refuse } from '../../model/refusal.ts';
import { isList, isObject, type JsonObject } from '../files/json.ts';
import { firstCallOf, type LayerCall, readCalls, referencesIn, type TensorReference } from './calls.ts';
import { Options } from './options.ts';

/** A layer of a file, or a model that is a layer of another one. */
export interface KerasLayer {
  readonly name: string;
  readonly className: string;
  readonly options: Options;
  /** Of a model: what is in it. */
  readonly model: KerasModel | null;
  readonly calls: readonly LayerCall[];
  readonly trainable: boolean;
}

export interface KerasModel {
  readonly layers: readonly KerasLayer[];
  readonly inputs: readonly TensorReference[];
  /** `name` is null where the file has none, so that the layer's is taken. */
  readonly outputs: readonly { readonly name: string | null; readonly tensor: TensorReference }[];
}

/** Models in models in models. */
const DEEPEST = 8;
const MODELS: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model']);

/** @throws Refusal where the configuration has no such form */
export function readModel(json: unknown, depth = 0): KerasModel {
  if (depth > DEEPEST) return refuse('its models are nested too deeply');
  if (!isObject(json)) return refuse('the file has no configuration of a model');
  const { class_name: kind, config } = json;
  if (kind === 'Sequential') return readSequential(config, depth);
  const inner = isObject(config) ? config : {};
  if (!isList(inner.layers) || inner.output_layers === undefined)
    return refuse(
      `it is a ${typeof kind === 'string' ? kind : 'model'} whose layers are Python code: only Sequential and functional models have them in the file`,
      'save keras.Model(x, model.call(x)) with x = keras.Input(shape) where its layers may be called so, or write the model in YAML and take the weights of the file: --weights FILE --from keras',
    );
  const layers = inner.layers.map((layer) => readLayer(layer, depth));
  const named = isObject(inner.output_layers) && inner.output_layers.class_name === undefined;
  const outputs = named
    ? Object.entries(inner.output_layers as JsonObject).flatMap(([name, value]) =>
        referencesIn(value).map((tensor, _, all) => ({ name: all.length === 1 ? name : null, tensor })),
      )
    : referencesIn(inner.output_layers).map((tensor) => ({ name: null, tensor }));
  const isKeras3 = inner.layers.some(
    (layer) => isObject(layer) && isList(layer.inbound_nodes) && layer.inbound_nodes.some(isObject),
  );
  return { ...countedFromZero(layers, outputs, isKeras3), inputs: referencesIn(inner.input_layers) };
}

/** With the calls of models counted as those of layers are. */
function countedFromZero(
  layers: KerasModel['layers'],
  outputs: KerasModel['outputs'],
  isKeras3: boolean,
): Pick<KerasModel, 'layers' | 'outputs'> {
  const calls = layers.flatMap((layer) => layer.calls);
  const beside = { calls, outputs: outputs.map(({ tensor }) => tensor), isKeras3 };
  const first = new Map(
    layers.flatMap(({ name, model, className }) =>
      model === null ? [] : [[name, firstCallOf({ name, isSequential: className === 'Sequential' }, beside)] as const],
    ),
  );
  const counted =
    (where: 'inLayers' | 'inOutputs') =>
    ({ layer, call, output }: TensorReference): TensorReference => ({
      layer,
      call: call - (first.get(layer)?.[where] ?? 0),
      output,
    });
  const inLayers = counted('inLayers');
  return {
    layers: layers.map((layer) => ({
      ...layer,
      calls: layer.calls.map((call) => ({
        ...call,
        inputs: call.inputs.map(inLayers),
        states: call.states.map(inLayers),
        mask: call.mask === null ? null : inLayers(call.mask),
      })),
    })),
    outputs: outputs.map(({ name, tensor }) => ({ name, tensor: counted('inOutputs')(tensor) })),
  };
}

/** A layer that stands by itself, such as the one in a wrapper. */
export function readLayer(json: unknown, depth = 0): KerasLayer {
  if (!isObject(json)) return refuse('a layer in it has no configuration');
  const { class_name: className, config, name: ownName, inbound_nodes: nodes } = json;
  if (typeof className !== 'string') return refuse('a layer in it has no class');
  const values = isObject(config) ? config : {};
  const name = [ownName, values.name].find((text) => typeof text === 'string') ?? className.toLowerCase();
  return {
    name,
    className: isMaskOperation(json, className, values) ? `${MASK_OPERATIONS}.${className}` : ownClass(json, className),
    options: new Options(values),
    model: MODELS.has(className) ? readModel(json, depth + 1) : null,
    calls: readCalls(nodes, name),
    trainable: values.trainable !== false,
  };
}

/** Operations of masks, which Keras 3 writes beside layers; in `.h5` files without their module, which their classes are told from layers by. */
export const MASK_OPERATIONS = 'keras.src.ops.numpy';
const isMaskOperation = ({ module }: JsonObject, className: string, values: JsonObject): boolean =>
  module === undefined &&
  !Object.hasOwn(values, 'trainable') &&
  /^(?:NotEqual|Any|ExpandDims|ZerosLike|OnesLike|LogicalOr|Concatenate)$/.test(className);

/** Classes of one's own, and operations that are no layers, may have the name of a layer of Keras. */
function ownClass({ module, registered_name: registered }: JsonObject, className: string): string {
  if (typeof registered === 'string' && registered.includes('>')) return registered;
  if (typeof module !== 'string' || module === '') return className;
  if (
    /^(?:keras|tf_keras|keras\.(?:src\.)?(?:layers|models|engine)\b.*|tf_keras\.(?:src\.)?(?:layers|models|engine)\b.*)$/.test(
      module,
    )
  )
    return className;
  return `${module}.${className}`;
}

function readSequential(config: unknown, depth: number): KerasModel {
  const listed = isList(config) ? config : isObject(config) && isList(config.layers) ? config.layers : [];
  const read = listed.map((layer) => readLayer(layer, depth));
  const [first] = read;
  if (first === undefined) return refuse('the model has no layers');
  const withInput = first.className === 'InputLayer' ? read : [inputOf(first, listed[0], config), ...read];
  const seen = new Set<string>();
  const layers = withInput.map((layer, at): KerasLayer => {
    if (seen.has(layer.name)) return refuse(`it has two layers with the name ${quoted(layer.name)}`);
    seen.add(layer.name);
    const before = withInput[at - 1];
    const inputs = before === undefined ? [] : [{ layer: before.name, call: 0, output: 0 }];
    return {
      ...layer,
      calls: before === undefined ? [] : [{ inputs, states: [], mask: null, numbers: [], others: [] }],
    };
  });
  const reference = (at: number): TensorReference => ({ layer: layers.at(at)?.name ?? '', call: 0, output: 0 });
  return { layers, inputs: [reference(0)], outputs: [{ name: null, tensor: reference(-1) }] };
}

/** A Sequential model may say the shape of its input at its first layer. */
function inputOf(first: KerasLayer, json: unknown, config: unknown): KerasLayer {
  const build = isObject(json) && isObject(json.build_config) ? json.build_config : {};
  const length = first.options.value('input_length') ?? null;
  const ofModel = isObject(config) ? config : {};
  const shape = [
    first.options.value('batch_input_shape'),
    first.options.value('batch_shape'),
    ofModel.build_input_shape,
    build.input_shape,
    first.className === 'Embedding' ? [null, length] : null,
  ].find((found) => found !== null && found !== undefined);
  const values = { batch_shape: shape ?? null, dtype: first.className === 'Embedding' ? 'int32' : 'float32' };
  return {
    name: `${first.name}_input`,
    className: 'InputLayer',
    options: new Options(values),
    model: null,
    calls: [],
    trainable: true,
  };
}
