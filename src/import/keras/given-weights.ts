import { Refusal, refuse } from '../model/refusal.ts';
import { type CellLayout, type Family, kerasLayout } from '../weights/cell-layout.ts';
import {
  type ForeignModule,
  type ForeignTensor,
  foreignModules,
  type GivenWeights,
  partsOf,
  type ToldCells,
} from '../weights/foreign-modules.ts';
import { type KerasLayer, type KerasModel, readModel } from './config/read-model.ts';
import { cellsOf, layerIn, RECURRENT, type Variable, variablesOf } from './config/variables.ts';
import { activationOf } from './layers/activations.ts';
import type { Dialect } from './layers/conversion.ts';
import type { OpenKeras } from './open-keras.ts';
import type { Placed } from './weights/source.ts';
import { variableName } from './weights/variable-names.ts';

/**
 * The weights of a file by the names of its layers, those of a model in a model as `outer/inner`, with the functions and options of recurrent layers. Where the
 * layers are Python code, or the file has weights alone, what it says of their names and classes tells. Layers of classes that are not known give their tensors by
 * the paths of the file.
 * @throws Refusal where the weights are not those of the configuration
 */
export function givenByKeras({ config, source, dialect, hdf5 }: OpenKeras): GivenWeights {
  const model = config === null ? null : layersOf(config);
  const tensors: ForeignTensor[] = [];
  const modules: ForeignModule[] = [];
  const taken = new Set<string>();
  const turns = model !== null && hasReversed(model);
  const visit = (model: KerasModel, models: Placed['models'], path: string): void => {
    for (const layer of model.layers) {
      const name = `${path}${layer.name}`;
      if (layer.model !== null) {
        visit(layer.model, [...models, { model: layer.model, layer }], `${name}/`);
        continue;
      }
      const variables = variablesOf(layer);
      if (variables.length === 0) continue;
      const read = source.weightsOf({ layer, models }, variables);
      const named = variables.flatMap((variable, at) => {
        const tensor = read[at];
        if (tensor === undefined) return [];
        taken.add(tensor.name);
        const own: ForeignTensor = {
          name: [name, ...variable.part, variable.name].join('/'),
          shape: tensor.dims,
          data: tensor.data,
        };
        return [{ variable, tensor: own }];
      });
      tensors.push(...named.map(({ tensor }) => tensor));
      modules.push({
        ...moduleOf(name, named, toldBy(withoutTime(layer), dialect, turns)),
        settings: settingsOf(withoutTime(layer)),
        ...functionsOf(withoutTime(layer), dialect),
      });
    }
  };
  if (model !== null) visit(model, [{ model, layer: null }], '');
  const left = (hdf5?.datasets() ?? []).flatMap((path) => {
    const name = path.slice(1).replace(/^model_weights\//, '');
    return hdf5 === null || taken.has(name) ? [] : [{ path, name, tensor: hdf5.tensor(path, name) }];
  });
  const shapes = new Map(left.map(({ path, tensor }) => [path, tensor.dims]));
  const others = left.map(({ path, name, tensor: { dims, data } }): ForeignTensor => {
    // without a configuration only the file says what is what
    const own = model === null && hdf5 !== null ? variableName(hdf5, path, (at) => shapes.get(at) ?? []) : null;
    return { name: own ?? name, shape: dims, data };
  });
  return {
    tensors: [...tensors, ...others],
    modules: [...modules, ...foreignModules(others, 'keras').modules],
    ownLayout: false,
  };
}

/** null where the layers are Python code, so that the file holds their tensors alone. */
function layersOf(config: unknown): KerasModel | null {
  try {
    return readModel(config);
  } catch (cause) {
    if (cause instanceof Refusal) return null;
    throw cause;
  }
}

interface NamedVariable {
  readonly variable: Variable;
  readonly tensor: ForeignTensor;
}

function moduleOf(name: string, named: readonly NamedVariable[], told: ToldCells | null): ForeignModule {
  // by cell and direction
  const cells: Map<string, ForeignTensor>[][] = [];
  const indices = new Map<string, number>();
  for (const { variable, tensor } of named) {
    const part = variable.part.slice(variable.part.findIndex((name) => name !== 'layer'));
    const direction = part[0] === 'backward_layer' ? 1 : 0;
    const counted = `${direction} ${part.join('/')}`;
    const index = indices.get(counted) ?? [...indices.keys()].filter((key) => key.startsWith(`${direction} `)).length;
    indices.set(counted, index);
    const directions = cells[index] ?? [];
    cells[index] = directions;
    const roles = directions[direction] ?? new Map<string, ForeignTensor>();
    directions[direction] = roles;
    for (const [role, of] of partsOf(tensor, variable.name)) roles.set(role, of);
  }
  return { name, kind: told === null ? 'layer' : 'cell', cells, ...(told === null ? {} : { told }) };
}

/** Whether a layer gives its sequence in reverse, so that others may go the other way than they say. */
const hasReversed = ({ layers }: KerasModel): boolean =>
  layers.some(({ model, options }) =>
    model === null ? options.flag('go_backwards') && options.flag('return_sequences') : hasReversed(model),
  );

/** The layer in TimeDistributed, whose weights are those of the layer alone. */
function withoutTime(layer: KerasLayer): KerasLayer {
  const inner = layer.className === 'TimeDistributed' ? layerIn(layer, 'layer') : null;
  return inner === null ? layer : withoutTime(inner);
}

/** What the configuration says of the cells of a recurrent layer; null for other layers. */
function toldBy(layer: KerasLayer, dialect: Dialect, turns: boolean): ToldCells | null {
  if (layer.className === 'Bidirectional') {
    const forward = layerIn(layer, 'layer') ?? refuse('its layer is not in the file');
    const backward = layerIn(layer, 'backward_layer') ?? forward;
    const [first, second] = [layoutsOf(forward, dialect), layoutsOf(backward, dialect)];
    if (first === null || second === null || forward.options.flag('go_backwards')) return null;
    return {
      layouts: first.map((layout, at) => [layout, second[at] ?? layout]),
      directions: turns ? null : ['forward', 'backward'],
    };
  }
  const layouts = layoutsOf(layer, dialect);
  if (layouts === null) return null;
  const direction = layer.options.flag('go_backwards') ? 'backward' : 'forward';
  return { layouts: layouts.map((layout) => [layout]), directions: turns ? null : [direction] };
}

/** What the configuration says of a convolution or a norm. */
function settingsOf({ className, options }: KerasLayer): ReadonlyMap<string, string | number> {
  if (className === 'LayerNormalization' || className === 'BatchNormalization')
    return new Map([['epsilon', options.number('epsilon', 1e-3)]]);
  const dilation = [options.value('dilation_rate') ?? 1].flat()[0];
  return className === 'Conv1D'
    ? new Map<string, string | number>([
        ['padding', options.text('padding', 'valid')],
        ['dilation', Number(dilation)],
      ])
    : new Map();
}

/** The function of a dense layer or a convolution, where it has a name. */
function functionsOf({ className, options }: KerasLayer, dialect: Dialect): Pick<ForeignModule, 'activation'> {
  const activation =
    className === 'Dense' || className === 'Conv1D'
      ? functionOf(options.value('activation') ?? 'linear', dialect)
      : null;
  return activation === null ? {} : { activation };
}

const FAMILIES: { readonly [className: string]: Family } = { SimpleRNN: 'rnn', LSTM: 'lstm', GRU: 'gru' };

function layoutsOf(layer: KerasLayer, dialect: Dialect): readonly CellLayout[] | null {
  const cells = RECURRENT.has(layer.className)
    ? [layer]
    : layer.className === 'RNN'
      ? cellsOf(layer).map(({ cell }) => cell)
      : null;
  if (cells === null) return null;
  const layouts = cells.map(({ className, options }) => {
    const family = FAMILIES[className.replace(/Cell$/, '')];
    if (family === undefined) return null;
    const gate = options.value('recurrent_activation') ?? (dialect === 'tfjs' ? 'hard_sigmoid' : 'sigmoid');
    const functions = [...(family === 'rnn' ? [] : [gate]), options.value('activation') ?? 'tanh'].map((value) =>
      functionOf(value, dialect),
    );
    const known = functions.filter((name) => name !== null);
    return kerasLayout(family, {
      hasBias: options.flag('use_bias', true),
      reset: options.flag('reset_after', dialect === 'keras3') ? 'after' : 'before',
      functions: known.length === functions.length ? known : null,
    });
  });
  return layouts.some((layout) => layout === null) ? null : layouts.filter((layout) => layout !== null);
}

/** A function as the model language names it; null for a formula, and for code of one's own, of which the model's word counts. */
function functionOf(value: unknown, dialect: Dialect): string | null {
  try {
    return activationOf(value, dialect).bound;
  } catch (cause) {
    if (cause instanceof Refusal) return null;
    throw cause;
  }
}
