import { pathFinder } from '../../../compiler/ir/paths.ts';
import type { WeightData } from '../definition.ts';

/** What a model takes of weights that were made for another one. */
export interface FittingWeights {
  /** By the full paths of the model. */
  readonly taken: ReadonlyMap<string, WeightData>;
  /** What it can't take, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
  /** The weights of the model that nothing was given for. */
  readonly fresh: readonly string[];
}

/** Takes what has the path and the shape of a weight. Paths may be shortened where only one weight can be meant. */
export function fittingWeights(
  given: ReadonlyMap<string, WeightData>,
  wanted: readonly { readonly path: string; readonly shape: readonly number[] }[],
): FittingWeights {
  const shapes = new Map(wanted.map(({ path, shape }) => [path, shape]));
  const find = pathFinder([...shapes.keys()]);
  const taken = new Map<string, WeightData>();
  const left: { readonly name: string; readonly why: string }[] = [];
  for (const [name, weight] of given) {
    const meant = find(name);
    const [path = ''] = meant;
    const shape = shapes.get(path);
    const leave = (why: string): void => {
      left.push({ name, why });
    };
    if (meant.length > 1) leave(`may be ${meant.join(' or ')}`);
    else if (shape === undefined) leave('the model has no such weight');
    else if (taken.has(path)) leave(`stands for ${path}, as another one does`);
    else if (shape.join() !== weight.shape.join())
      leave(`is [${weight.shape.join(', ')}], the model has [${shape.join(', ')}]`);
    else taken.set(path, weight);
  }
  return { taken, left, fresh: [...shapes.keys()].filter((path) => !taken.has(path)) };
}

/** Names that a sentence lists. */
const LISTED = 8;
const listed = (names: readonly string[]): string =>
  names.length <= LISTED ? names.join(', ') : `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`;

/** What came from where, in one line. @param from a file, or what else gave the weights */
export const fittingInWords = (from: string, { taken, left, fresh }: FittingWeights, rest: string): string =>
  [
    `weights from ${from}: ${taken.size === 0 ? 'none' : listed([...taken.keys()])}`,
    ...(fresh.length === 0 ? [] : [`${rest}: ${listed(fresh)}`]),
    ...(left.length === 0 ? [] : [`not taken: ${listed(left.map(({ name, why }) => `${name} (${why})`))}`]),
  ].join('; ');
