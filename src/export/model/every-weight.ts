import { initializeWeight } from '../../../compiler/initialize/initialize.ts';
import { weightsOf } from '../../artifact/artifact.ts';
import type { ModelDefinition, WeightData } from '../../artifact/definition.ts';

/** All weights of a model by path: those it has, and for the others what its seed gives. */
export const everyWeight = ({
  graphs,
  seed,
  weights,
}: Pick<ModelDefinition, 'graphs' | 'seed' | 'weights'>): ReadonlyMap<string, WeightData> =>
  new Map(
    weightsOf(graphs).map(({ path, shape, init }) => [
      path,
      weights.get(path) ?? { shape, data: initializeWeight(init, shape, seed, path) },
    ]),
  );
