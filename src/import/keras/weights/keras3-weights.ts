import { quoted, refuse } from '../../model/refusal.ts';
import type { KerasLayer, KerasModel } from '../config/read-model.ts';
import { containerNames } from '../config/variables.ts';
import type { Hdf5File } from '../files/hdf5.ts';
import type { Placed, WeightSource } from './source.ts';

/** Names of the list of layers: of Keras 3, and of Keras 2 from 2.12. */
const LISTS = ['layers', '_layer_checkpoint_dependencies'] as const;

/**
 * Weights as `.keras` files have them: `layers/lstm_1/cell/vars/0`, with names made of classes.
 * Source: keras/src/saving/saving_lib.py, Keras 3.15.
 */
export function keras3Weights(file: Hdf5File): WeightSource {
  const namesOf = new Map<KerasModel, readonly string[]>();
  const segment = (model: KerasModel, layer: KerasLayer): string => {
    const names = namesOf.get(model) ?? containerNames(model.layers.map(({ className }) => className));
    namesOf.set(model, names);
    return names[model.layers.indexOf(layer)] ?? '';
  };
  const pathOf = ({ layer, models }: Placed): string => {
    let path = '';
    for (const [at, { model }] of models.entries()) {
      const next = models[at + 1]?.layer ?? layer;
      const name = segment(model, next);
      const list = LISTS.find((list) => file.members(`${path === '' ? '/' : path}`).includes(list)) ?? LISTS[0];
      path = `${path}/${list}/${name}`;
    }
    return path;
  };
  return {
    weightsOf: (place, variables) => {
      const path = pathOf(place);
      const counts = new Map<string, number>();
      for (const { part } of variables) counts.set(part.join('/'), (counts.get(part.join('/')) ?? 0) + 1);
      for (const [part, count] of counts) {
        const group = [path, ...(part === '' ? [] : [part]), 'vars'].join('/');
        const there = file.members(group).length;
        if (there !== count)
          refuse(`the file has ${there} weights in ${quoted(group)}, where its configuration wants ${count}`);
      }
      return variables.map(({ part, index }) => {
        const at = [path, ...part, 'vars', String(index)].join('/');
        return file.tensor(at, at.slice(1));
      });
    },
  };
}
