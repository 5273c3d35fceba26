import { quoted, refuse } from '../../model/refusal.ts';
import type { KerasLayer } from '../config/read-model.ts';
import { type Variable, variableKey, variablesOf } from '../config/variables.ts';
import type { Hdf5File } from '../files/hdf5.ts';
import type { WeightSource } from './source.ts';

interface Expected {
  readonly layer: KerasLayer;
  readonly variable: Variable;
}

/** All weights of a layer, and of all layers of a model, those that are trained first. */
function expectedOf(layer: KerasLayer): readonly Expected[] {
  const inside = (of: KerasLayer, trainable: boolean): readonly Expected[] =>
    of.model === null
      ? variablesOf(of).map((variable) => ({
          layer: of,
          variable: { ...variable, trainable: variable.trainable && trainable },
        }))
      : of.model.layers.flatMap((inner) => inside(inner, trainable && of.trainable));
  const all = inside(layer, true);
  return [...all.filter(({ variable }) => variable.trainable), ...all.filter(({ variable }) => !variable.trainable)];
}

/**
 * Weights as `.h5` files have them: a group for each layer of the model, with its weights in order.
 * Source: keras/src/legacy/saving/legacy_h5_format.py, Keras 3.15.
 */
export function legacyWeights(file: Hdf5File): WeightSource {
  const root = file.members('/').includes('model_weights') ? '/model_weights' : '';
  const found = new Map<KerasLayer, ReadonlyMap<KerasLayer, ReadonlyMap<string, string>>>();
  const read = (outermost: KerasLayer): ReadonlyMap<KerasLayer, ReadonlyMap<string, string>> => {
    const group = `${root}/${outermost.name}`;
    const names = chunked(file, group, 'weight_names');
    const expected = expectedOf(outermost);
    if (names.length !== expected.length)
      return refuse(
        `the file has ${names.length} weights in ${quoted(group)}, where its configuration wants ${expected.length}`,
      );
    const places = new Map<KerasLayer, Map<string, string>>();
    for (const [at, { layer, variable }] of expected.entries()) {
      const own = places.get(layer) ?? new Map<string, string>();
      own.set(variableKey(variable), `${group}/${names[at]}`);
      places.set(layer, own);
    }
    return places;
  };
  return {
    weightsOf: ({ layer, models }, variables) => {
      const outermost = models[1]?.layer ?? layer;
      const places = found.get(outermost) ?? read(outermost);
      found.set(outermost, places);
      return variables.map((variable) => {
        const path =
          places.get(layer)?.get(variableKey(variable)) ?? refuse(`it has no weight ${quoted(variable.name)}`);
        return file.tensor(path, path.slice(1).replace(/^model_weights\//, ''));
      });
    },
  };
}

/** A list of texts, which is cut into several attributes where it is long. */
function chunked(file: Hdf5File, path: string, attribute: string): readonly string[] {
  const whole = file.texts(path, attribute);
  if (whole !== null) return whole;
  const all: string[] = [];
  for (let at = 0; ; at++) {
    const part = file.texts(path, `${attribute}${at}`);
    if (part === null) return all;
    all.push(...part);
  }
}
