import { quoted, refuse } from '../../model/refusal.ts';
import type { Tensor } from '../files/tensor.ts';
import type { WeightSource } from './source.ts';

/**
 * Weights as `model.json` of TensorFlow.js lists them: names that begin with that of the layer, in the order of its weights.
 * Source: tfjs-layers/src/engine/container.ts, 4.22, and the names of its converter in Python.
 */
export function tfjsWeights(tensors: readonly Tensor[]): WeightSource {
  const segments = tensors.map(({ name }) => name.split('/'));
  return {
    weightsOf: ({ layer }, variables) => {
      if (variables.length === 0) return [];
      const under = (isOf: (names: readonly string[]) => boolean): readonly Tensor[] =>
        tensors.filter((_, at) => isOf(segments[at] ?? []));
      const first = under((names) => names[0] === layer.name);
      const found = first.length > 0 ? first : under((names) => names.includes(layer.name));
      if (found.length !== variables.length)
        return refuse(`the file has ${found.length} weights of it, where its configuration wants ${variables.length}`);
      for (const [at, { name }] of variables.entries()) {
        const last = found[at]?.name.split('/').at(-1)?.replace(/:\d+$/, '');
        if (last !== name)
          return refuse(`its weight ${quoted(found[at]?.name ?? '')} stands in the place of ${quoted(name)}`);
      }
      return found;
    },
  };
}
