import type { LayerSpec } from '../spec/spec.ts';
import { numberOf, ranges } from '../values/numbers.ts';
import { booleanOf, field } from '../yaml/tree.ts';
import { type LayerSite, readInput, readShared } from './layer-site.ts';

/** What Keras adds to the variance unless told otherwise. */
const EPSILON = 1e-3;

/** A layer that normalises: `epsilon`, and whether it has a gain (`scale`) and a bias (`center`). Null after a mistake. */
export function readNorm(site: LayerSite, type: 'layer_norm' | 'batch_norm'): LayerSpec | null {
  const { context, map, name, span } = site;
  const input = readInput(site);
  const flag = (key: string): boolean | null => {
    const tree = field(map, key);
    return tree === undefined ? true : booleanOf(tree);
  };
  const [center, scale] = [flag('center'), flag('scale')];
  const written = field(map, 'epsilon');
  const epsilon =
    written === undefined
      ? EPSILON
      : (numberOf(context, written, `epsilon of layer "${name}"`, ranges.positive)?.value ?? null);
  const statistics = type === 'batch_norm' ? ['moving_mean', 'moving_variance'] : [];
  const weights = [...(scale === false ? [] : ['gamma']), ...(center === false ? [] : ['beta']), ...statistics];
  const shared = readShared(site, weights);
  if (input === null || center === null || scale === null || epsilon === null || shared === null) return null;
  return { type, name, span, ...shared, input, epsilon, center, scale };
}
