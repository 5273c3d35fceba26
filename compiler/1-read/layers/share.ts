import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/layers.ts';
import {
  type CellUse,
  directionsOf,
  isFunctionValue,
  isStack,
  type LayerSpec,
  type ParameterValue,
} from '../spec/spec.ts';
import { printFunction } from '../values/function-value.ts';
import type { ReadLayer } from './layer-site.ts';

export interface Owners {
  /** Layers whose `share` does not fit. */
  readonly mistaken: ReadonlySet<string>;
  /** The layer with `share` replaced by the layer that owns the weights: a layer may share with one that shares with a third. */
  readonly resolve: (layer: LayerSpec) => LayerSpec;
}

/** Checks that layers that share weights are built alike. Sizes are compared while building, where they are known. */
export function checkShares(layers: ReadonlyMap<string, ReadLayer>, report: (d: Diagnostic) => void): Owners {
  const mistaken = new Set<string>();
  for (const { spec } of layers.values()) {
    if (spec.share === null) continue;
    const other = layers.get(spec.share.value)?.spec;
    const difference = other === undefined ? null : differenceOf(spec, other);
    if (other === undefined || difference === null) continue;
    mistaken.add(spec.name);
    report(
      messages.shareMismatch(
        spec.share.span,
        spec.name,
        other.name,
        difference.what,
        difference.expected,
        difference.found,
        other.span,
      ),
    );
  }
  const ownerOf = (name: string): string => {
    const seen = new Set([name]);
    let owner = name;
    for (
      let next = layers.get(owner)?.spec.share?.value;
      next !== undefined && !seen.has(next);
      next = layers.get(owner)?.spec.share?.value
    ) {
      seen.add(next);
      owner = next;
    }
    return owner;
  };
  const resolve = (layer: LayerSpec): LayerSpec =>
    layer.share === null ? layer : { ...layer, share: { ...layer.share, value: ownerOf(layer.share.value) } };
  return { mistaken, resolve };
}

interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

function differenceOf(layer: LayerSpec, other: LayerSpec): Difference | null {
  if (layer.type !== other.type) return { what: 'the type', expected: other.type, found: layer.type };
  if (layer.type === 'conv1d' && other.type === 'conv1d' && layer.bias !== other.bias)
    return { what: 'bias', expected: `${other.bias}`, found: `${layer.bias}` };
  if (layer.type === 'dense' && other.type === 'dense' && layer.bias !== other.bias)
    return { what: 'bias', expected: `${other.bias}`, found: `${layer.bias}` };
  if ('epsilon' in layer && 'epsilon' in other) {
    const key = (['scale', 'center'] as const).find((each) => layer[each] !== other[each]);
    return key === undefined ? null : { what: key, expected: `${other[key]}`, found: `${layer[key]}` };
  }
  if (layer.type === 'equations' && other.type === 'equations') {
    const names = (l: typeof layer): string =>
      l.weights
        .map((w) => w.name)
        .sort()
        .join(', ') || 'no weights';
    return names(layer) === names(other)
      ? null
      : { what: 'the list of weights', expected: names(other), found: names(layer) };
  }
  if (!isStack(layer) || !isStack(other)) return null;
  if (layer.direction !== other.direction)
    return { what: 'direction', expected: other.direction, found: layer.direction };
  if (layer.cells.length !== other.cells.length)
    return { what: 'the depth of the stack', expected: `${other.cells.length}`, found: `${layer.cells.length}` };
  if (layer.shareWithinStack !== other.shareWithinStack)
    return { what: 'share: self', expected: `${other.shareWithinStack}`, found: `${layer.shareWithinStack}` };
  const lacking = [...layer.learned.keys()].find((state) => !other.learned.has(state));
  if (lacking !== undefined)
    return {
      what: `the start of ${lacking}`,
      expected: other.initial.has(lacking) ? 'what initial names' : 'zeros',
      found: 'learned',
    };
  const ownOf = (l: typeof layer): string => printArguments(inOrder(l.second)) || 'no arguments of its own';
  const [second, twin] = [ownOf(layer), ownOf(other)];
  if (second !== twin)
    return {
      what: `the cell of the direction ${directionsOf(layer)[1]}`,
      expected: twin,
      found: second,
    };
  for (const [i, use] of layer.cells.entries()) {
    const twin = other.cells[i];
    if (twin !== undefined && printUse(use) !== printUse(twin))
      return { what: 'the cell', expected: printUse(twin), found: printUse(use) };
  }
  return null;
}

/** By name: `second` is as it was written. */
const inOrder = (given: CellUse['arguments']): CellUse['arguments'] =>
  new Map([...given].sort(([a], [b]) => (a < b ? -1 : 1)));
const printUse = ({ cell, arguments: given }: CellUse): string => `${cell}(${printArguments(given)})`;
const printArguments = (given: CellUse['arguments']): string =>
  [...given].map(([name, value]) => `${name}: ${printParameter(value)}`).join(', ');

/** `64`, `true`, `tanh`, `hard_sigmoid(alpha=0.2, beta=0.5)`, `2 * tanh(x)`. */
export const printParameter = (value: ParameterValue): string =>
  isFunctionValue(value) ? printFunction(value) : `${value.value}`;
