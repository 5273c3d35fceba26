import type { ImportedInput, ImportedModel } from '../model/imported-model.ts';
import { freeName, type Obstacle, obstacleOf, quoted, Refusal, refuse } from '../model/refusal.ts';
import { withoutUnread } from '../model/without-unread.ts';
import { type KerasLayer, type KerasModel, readModel } from './config/read-model.ts';
import { GraphConversion } from './convert-graph.ts';
import { isList, shown } from './files/json.ts';
import { Conversion, type Dialect } from './layers/conversion.ts';
import { Axis, type InputUse, numbersOf, PLAIN, type Value } from './layers/values.ts';
import type { WeightSource } from './weights/source.ts';

export type Converted =
  | { readonly model: ImportedModel; readonly obstacles: null }
  | { readonly model: null; readonly obstacles: readonly Obstacle[] };

/** Layers that a model may have: searching through more takes too long. */
const MOST_LAYERS = 5000;

/**
 * A model of Keras in the terms of rnnc, exactly, or all reasons why not.
 * Source of the layers: Keras 3.15, tf_keras 2.21 and tfjs-layers 4.22.
 * @param json the configuration of the model
 * @param name of the model
 * @param origin one sentence on where it is from
 */
export function convertKeras(
  json: unknown,
  source: WeightSource,
  { dialect, name, origin }: { readonly dialect: Dialect; readonly name: string; readonly origin: string },
): Converted {
  try {
    const model = readModel(json);
    if (countLayers(model) > MOST_LAYERS) return refuse(`it has more than ${MOST_LAYERS} layers`);
    return convertRead(model, source, dialect, name, origin);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { model: null, obstacles: [obstacleOf('the model', cause)] };
  }
}

const countLayers = ({ layers }: KerasModel): number =>
  layers.reduce((sum, { model }) => sum + 1 + (model === null ? 0 : countLayers(model)), 0);

function convertRead(
  model: KerasModel,
  source: WeightSource,
  dialect: Dialect,
  name: string,
  origin: string,
): Converted {
  const conversion = new Conversion(dialect);
  const graph = new GraphConversion(conversion, source);
  const uses: InputUse[] = [];
  const inputs = model.inputs.map(({ layer }) =>
    graph.attempt(`input ${quoted(layer)}`, (): Value => {
      const input = model.layers.find((other) => other.name === layer) ?? refuse('it is no layer of the model');
      const value = inputOf(input, conversion);
      if (value.input !== null) uses.push(value.input);
      return value;
    }),
  );
  if (inputs.length === 0) return refuse('it has no inputs');
  const given = graph.convert(model, inputs);
  const { obstacles } = graph;
  if (obstacles.length > 0) return { model: null, obstacles };
  const times = new Map<Axis, string>();
  const written = uses.map((use) =>
    graph.attempt(`input ${quoted(use.name)}`, () => writtenInput(use, conversion, times)),
  );
  const taken = new Set<string>();
  const outputs = model.outputs.map(({ name: own, tensor }, at) => {
    const output = freeName(own ?? tensor.layer, taken);
    return graph.attempt(`output ${quoted(own ?? tensor.layer)}`, () => {
      const value = given[at] ?? refuse('nothing in the model gives it');
      noteOfOutput(output, value, conversion);
      return { name: output, reference: value.input === null ? numbersOf(value) : value.reference };
    });
  });
  if (obstacles.length > 0) return { model: null, obstacles };
  const { layers, cells, weights, notes } = conversion;
  if (dialect === 'tfjs') noteOfMasks(conversion);
  if (layers.length === 0) return refuse('it computes nothing');
  return {
    obstacles: null,
    model: withoutUnread({
      name: name.slice(0, 64),
      origin,
      inputs: written.filter((input) => input !== null),
      cells,
      layers,
      outputs: outputs.filter((output) => output !== null),
      weights,
      notes: [...notes],
    }),
  };
}

/** tfjs-layers keeps the mask of a layer for all that it computes later and that have none: `kwargs` in engine/executor.ts, 4.22. */
function noteOfMasks({ layers, notes }: Conversion): void {
  const recurrent = layers.filter(({ keys }) => keys.type === 'recurrent');
  const bare = recurrent.filter(({ keys }) => keys.mask === undefined);
  if (bare.length > 0 && bare.length < recurrent.length)
    notes.add(
      `no mask at ${bare.map(({ name }) => name).join(', ')}, as the file says; TensorFlow.js 4.22 itself hands the mask of another layer on to those that it computes later`,
    );
}

function inputOf({ name, options }: KerasLayer, { names }: Conversion): Value {
  const shape = options.value('batch_shape') ?? options.value('batch_input_shape');
  if (!isList(shape) || shape.length < 2) return refuse(`its shape is ${shown(shape ?? 'not in the file')}`);
  const axes = shape.slice(1).map((size) => {
    if (size === null) return new Axis(null);
    if (typeof size === 'number' && Number.isSafeInteger(size) && size > 0 && size <= 2 ** 24) return new Axis(size);
    return refuse(`its shape is ${shown(shape)}`);
  });
  for (const kind of ['sparse', 'ragged']) if (options.flag(kind)) return refuse(`it is a ${kind} tensor`);
  const type = options.value('dtype') ?? 'float32';
  if (!['float32', 'int32', 'int64', 'uint8', 'int16', 'uint16', 'int8'].includes(String(type)))
    return refuse(`its type is ${shown(type)}`);
  // a single axis is that of features, unless tokens stand along it
  const free = freeName(name, names);
  const use: InputUse = { name: free, axes, kind: null, column: false };
  return { ...PLAIN, reference: free, axes, input: use };
}

function writtenInput(use: InputUse, conversion: Conversion, times: Map<Axis, string>): ImportedInput {
  const { axes, kind, column, name } = use;
  const [first] = axes;
  const areSteps = axes.length > 1 || kind === 'tokens' || column;
  first?.become(areSteps ? 'steps' : 'features');
  if (kind === 'tokens') for (const axis of axes) axis.become('steps');
  const shape = axes.flatMap((axis, at): readonly (string | number)[] => {
    if (axis.role === 'one') return [];
    // sequences of sequences have their steps side by side
    const isBehindSteps = axes.slice(0, at).every(({ role }) => role === 'steps');
    if (axis.role === 'steps')
      return isBehindSteps
        ? [timeName(axis, times, conversion)]
        : refuse('its steps do not come right after the batch');
    return [axis.size ?? refuse('the size of its features is open')];
  });
  if (column) shape.push(1);
  const inFile = axes.map(({ size }) => size ?? 'any');
  if (shape.length !== axes.length)
    conversion.notes.add(`input ${name}: [batch, ${shape.join(', ')}] here, [batch, ${inFile.join(', ')}] in the file`);
  return { name, shape: ['batch', ...shape], dtype: kind === 'tokens' ? 'int32' : 'float32' };
}

function timeName(axis: Axis, times: Map<Axis, string>, { names }: Conversion): string {
  const known = times.get(axis.root);
  if (known !== undefined) return known;
  const name = freeName('time', names);
  times.set(axis.root, name);
  for (const repeat of axis.repeats) repeat(name);
  return name;
}

function noteOfOutput(name: string, { reversed, axes }: Value, { notes }: Conversion): void {
  if (reversed)
    notes.add(
      `output ${name}: its steps are in the order of the input; in the file they are in reverse (go_backwards)`,
    );
  if (axes.some(({ role }) => role === 'one'))
    notes.add(`output ${name}: in the file it has axes of size 1 that are left out here`);
}
