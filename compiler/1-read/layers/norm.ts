import type { LayerSpec } from '../spec/spec.ts';
import { type NumberRange, numberOf, ranges } from '../values/numbers.ts';
import { booleanOf, field } from '../yaml/tree.ts';
import { type LayerSite, readInput, readShared } from './layer-site.ts';

/** Of Keras 3. */
const EPSILON = 1e-3;
const MOMENTUM = 0.99;

/** A layer that normalises: `epsilon`, whether it has a gain (`scale`) and a bias (`center`), and how moving statistics follow batches. Null after a mistake. */
export function readNorm(site: LayerSite, type: 'layer_norm' | 'batch_norm'): LayerSpec | null {
  const { context, map, name, span } = site;
  const input = readInput(site);
  const flag = (key: string, usual: boolean): boolean | null => {
    const tree = field(map, key);
    return tree === undefined ? usual : booleanOf(tree);
  };
  const number = (key: string, usual: number, range: NumberRange): number | null => {
    const tree = field(map, key);
    return tree === undefined ? usual : (numberOf(context, tree, `${key} of layer "${name}"`, range)?.value ?? null);
  };
  const [center, scale] = [flag('center', true), flag('scale', true)];
  const epsilon = number('epsilon', EPSILON, ranges.positive);
  const [momentum, unbiased] = [number('momentum', MOMENTUM, ranges.rate), flag('unbiased', false)];
  const statistics = type === 'batch_norm' ? ['moving_mean', 'moving_variance'] : [];
  const weights = [...(scale === false ? [] : ['gamma']), ...(center === false ? [] : ['beta']), ...statistics];
  const shared = readShared(site, weights);
  if (input === null || center === null || scale === null || epsilon === null || shared === null) return null;
  const norm = { name, span, ...shared, input, epsilon, center, scale };
  if (type === 'layer_norm') return { type, ...norm };
  return momentum === null || unbiased === null ? null : { type, ...norm, momentum, unbiased };
}
