import { DAMAGED, type Obstacle, obstacleOf, quoted, Refusal, refuse } from '../model/refusal.ts';
import type { TensorReference } from './config/calls.ts';
import type { KerasLayer, KerasModel } from './config/read-model.ts';
import { variableKey, variablesOf } from './config/variables.ts';
import { isObject, shown } from './files/json.ts';
import type { Tensor } from './files/tensor.ts';
import { type Conversion, type Use, type Weights, WITHOUT_MASKS } from './layers/conversion.ts';
import { LAYERS } from './layers/index.ts';
import { numbersOf, type Value } from './layers/values.ts';
import type { Placed, WeightSource } from './weights/source.ts';

/** What is left where a layer is not converted. */
const BY_HAND =
  'write the model in YAML, with what this layer computes as a cell or as equations, and take the weights of the file: --weights FILE --from keras';

type Given = readonly (Value | null)[];

/** Converts the layers of a model, and of the models in it, in the order in which they can be computed. */
export class GraphConversion {
  readonly obstacles: Obstacle[] = [];
  readonly #conversion: Conversion;
  readonly #source: WeightSource;
  /** Names of the layers that the first use of a layer became. */
  readonly #made = new Map<KerasLayer, string[]>();
  readonly #weights = new Map<KerasLayer, ReadonlyMap<string, Tensor>>();

  constructor(conversion: Conversion, source: WeightSource) {
    this.#conversion = conversion;
    this.#source = source;
  }

  /** @returns null where a reason is told in `obstacles` */
  attempt<T>(where: string, act: () => T): T | null {
    try {
      return act();
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      this.obstacles.push(obstacleOf(where, cause, BY_HAND));
      return null;
    }
  }

  /**
   * @param inputs by the inputs of the model; null for what could not be converted
   * @param models those that the model is in, and `layer` what it is in the innermost
   * @returns what the model gives, in its order
   */
  convert(model: KerasModel, inputs: Given, models: Placed['models'] = [], layer: KerasLayer | null = null): Given {
    const placed = [...models, { model, layer }];
    const graph = new Graph(model);
    for (const [at, { layer }] of model.inputs.entries()) graph.set(layer, 0, [inputs[at] ?? null]);
    graph.walk((layer, call) => {
      const use = layer.calls[call];
      if (use === undefined) return [];
      const given = use.inputs.map((reference) => graph.get(reference));
      const states = use.states.map((reference) => graph.get(reference));
      const mask = use.mask === null ? [] : [graph.get(use.mask)];
      if ([...given, ...states, ...mask].includes(null)) return null;
      return this.attempt(whereOf(placed, layer), () => {
        if (use.others.length > 0) return refuse(`it is called with ${use.others.join(', ')}`);
        const [inputs = [], starts = [], [named] = []] = [given, states, mask].map((list) =>
          list.filter((value) => value !== null),
        );
        const masked = named === undefined ? inputs : inputs.map((value) => underMask(value, named));
        const isMaskNamed = named !== undefined;
        return this.#use(layer, { inputs: masked, states: starts, isMaskNamed, numbers: use.numbers }, placed);
      });
    });
    for (const { layer } of graph.left)
      this.obstacles.push({ where: whereOf(placed, layer), reason: 'what it reads is not in the file', fix: DAMAGED });
    return model.outputs.map(({ tensor }) => graph.get(tensor));
  }

  #use(
    layer: KerasLayer,
    { inputs, states, isMaskNamed, numbers }: Pick<Use, 'inputs' | 'states' | 'isMaskNamed' | 'numbers'>,
    models: Placed['models'],
  ): Given {
    const { className, name, options, model } = layer;
    if (model !== null) {
      if (inputs.length !== model.inputs.length)
        return refuse(`it has ${inputs.length} inputs, not ${model.inputs.length}`);
      return this.convert(model, inputs, models, layer);
    }
    const convert = Object.hasOwn(LAYERS, className) ? LAYERS[className] : undefined;
    if (convert === undefined) return refuse('the model language has no equal for its class');
    // operations of masks say the type that they make
    if (!className.includes('.')) checkType(layer, this.#conversion);
    const variables = variablesOf(layer);
    const weights = this.#weights.get(layer) ?? this.#read({ layer, models }, variables);
    const earlier = this.#made.get(layer) ?? [];
    this.#made.set(layer, earlier);
    const prefix = models.slice(1).map((entry) => `${entry.layer?.name ?? ''}_`);
    const found: Weights = { get: (key) => weights.get(key) ?? refuse(`it has no weight ${quoted(key)}`) };
    const conversion = this.#conversion;
    const given = convert({
      layer,
      name: `${prefix.join('')}${name}`,
      inputs,
      states,
      isMaskNamed,
      numbers,
      variables,
      weights: found,
      earlier,
      conversion,
    });
    const { unread } = options;
    if (unread.length > 0) return refuse(`its options are not known: ${unread.join(', ')}`);
    return WITHOUT_MASKS[conversion.dialect].has(className) ? given.map((value) => ({ ...value, mask: null })) : given;
  }

  #read(place: Placed, variables: ReturnType<typeof variablesOf>): ReadonlyMap<string, Tensor> {
    const tensors = asDamaged(() => this.#source.weightsOf(place, variables));
    const weights = new Map(
      variables.flatMap((variable, at) => {
        const tensor = tensors[at];
        return tensor === undefined ? [] : [[variableKey(variable), tensor] as const];
      }),
    );
    this.#weights.set(place.layer, weights);
    return weights;
  }
}

/** Weights that are not those of the configuration are damaged, whatever the layer is. */
function asDamaged<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof Refusal && cause.fix === undefined) return refuse(cause.message, DAMAGED);
    throw cause;
  }
}

export const whereOf = (models: Placed['models'], { name, className }: KerasLayer): string => {
  const path = [...models.slice(1).map(({ layer }) => layer?.name ?? ''), name].join('/');
  return `layer ${quoted(path)} (${className.slice(0, 80)})`;
};

/** A value with the mask that a call names, as functional models of Keras 3 do. */
function underMask(value: Value, { condition }: Value): Value {
  if (condition === null) return refuse('its mask is no mask but numbers');
  const mask = condition === 'all' ? null : condition === 'none' ? 'unclear' : condition;
  if (JSON.stringify(mask) === JSON.stringify(value.mask)) return value;
  return { ...value, ...(value.zeroed === null ? {} : { reference: numbersOf(value), zeroed: null }), mask };
}

/** Layers compute in float32; where a file mixes types, its weights are float32 and only the arithmetic is less exact. */
function checkType({ name, options }: KerasLayer, { notes }: Conversion): void {
  const value = options.value('dtype');
  const policy = isObject(value) && isObject(value.config) ? value.config.name : value;
  if (policy === undefined || policy === 'float32') return;
  if (policy === 'mixed_float16' || policy === 'mixed_bfloat16')
    notes.add(`layer ${name} computes in ${policy.slice(6)} in the file, and in float32 here`);
  else refuse(`it computes in ${shown(policy)}, where only float32 is computed with`);
}

/** The calls of one model, and what they have given. */
class Graph {
  readonly #given = new Map<string, Given>();
  #left: readonly { readonly layer: KerasLayer; readonly call: number }[];

  constructor(model: KerasModel) {
    if (new Set(model.layers.map(({ name }) => name)).size !== model.layers.length)
      refuse('it has several layers with one name');
    this.#left = model.layers.flatMap((layer) => layer.calls.map((_, call) => ({ layer, call })));
  }
  get left(): readonly { readonly layer: KerasLayer }[] {
    return this.#left;
  }
  set(layer: string, call: number, values: Given): void {
    this.#given.set(`${call} ${layer}`, values);
  }
  #find({ layer, call }: TensorReference): Given | undefined {
    return this.#given.get(`${call} ${layer}`);
  }
  get(reference: TensorReference): Value | null {
    const given = this.#find(reference) ?? refuse(`it reads layer ${quoted(reference.layer)}, which gives nothing`);
    // what a refused layer would have given is nothing
    return given.length === 0 ? null : (given[reference.output] ?? null);
  }
  /** @param compute gives null where it was refused */
  walk(compute: (layer: KerasLayer, call: number) => Given | null): void {
    for (let before = -1; before !== this.#left.length; ) {
      before = this.#left.length;
      this.#left = this.#left.filter(({ layer, call }) => {
        const use = layer.calls[call];
        const isReady = [...(use?.inputs ?? []), ...(use?.states ?? []), ...(use?.mask ? [use.mask] : [])].every(
          (other) => this.#find(other) !== undefined,
        );
        if (isReady) this.set(layer.name, call, compute(layer, call) ?? []);
        return !isReady;
      });
    }
  }
}
