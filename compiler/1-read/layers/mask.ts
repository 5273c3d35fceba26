import type { MaskSpec } from '../spec/spec.ts';
import { numberOf, ranges } from '../values/numbers.ts';
import { field, isText } from '../yaml/tree.ts';
import type { LayerSite } from './layer-site.ts';

/**
 * `mask: m`, a sequence of one number per step, or `mask: {input: x, value: -1}`, any sequence and the number that stands where there is nothing.
 * A layer has only the mask that is written: none is handed on from layer to layer.
 * Null where the key is missing, `broken` after a mistake, which has been reported.
 */
export function readMask({ context, map, name, references }: LayerSite): MaskSpec | null | 'broken' {
  const tree = field(map, 'mask');
  if (tree === undefined) return null;
  if (isText(tree)) {
    const reference = references.read(tree, name);
    return reference === null ? 'broken' : { reference, value: null };
  }
  if (tree.kind !== 'map') {
    context.usage.doubt('layer');
    return 'broken';
  }
  const reference = references.read(field(tree, 'input'), name);
  const value = numberOf(context, field(tree, 'value'), `value of the mask of layer "${name}"`, ranges.any);
  return reference === null || value === null ? 'broken' : { reference, value };
}
