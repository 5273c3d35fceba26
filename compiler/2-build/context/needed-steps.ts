import type { Reference } from '../../1-read/spec/located.ts';
import { inputsOf, isStack, type LayerSpec, type MaskSpec, type Spec } from '../../1-read/spec/spec.ts';

/** A mask with the layer that it is written at. */
export interface LayerMask {
  readonly layer: string;
  readonly mask: MaskSpec;
}

/**
 * For every layer the masks of those that read it, directly or through layers that do the same at every step: where all of these masks say that a
 * step doesn't count, nobody reads what the layer gives there. A layer over time has its own mask. Layers of which all steps are needed are left out.
 * @param layers in an order in which every layer comes after what it reads
 * @param measured what losses read
 */
export function neededSteps(
  layers: readonly LayerSpec[],
  measured: readonly Reference[],
): ReadonlyMap<string, readonly LayerMask[]> {
  return readersOf(layers, measured).needed;
}

/** For every input the masks of all that read it, as `neededSteps` has them of layers. Inputs of which all steps are needed are left out. */
export function neededOfInputs(
  layers: readonly LayerSpec[],
  measured: readonly Reference[],
): ReadonlyMap<string, readonly LayerMask[]> {
  const names = new Set(layers.map(({ name }) => name));
  const { read } = readersOf(layers, measured);
  return new Map(
    [...read].flatMap(([name, masks]) => (masks === null || names.has(name) ? [] : [[name, distinct(masks)] as const])),
  );
}

function readersOf(
  layers: readonly LayerSpec[],
  measured: readonly Reference[],
): {
  readonly needed: ReadonlyMap<string, readonly LayerMask[]>;
  readonly read: ReadonlyMap<string, readonly LayerMask[] | null>;
} {
  /** By layer, while its readers are gone through; null: all steps. */
  const read = new Map<string, readonly LayerMask[] | null>();
  const note = ({ target }: Reference, masks: readonly LayerMask[] | null): void => {
    const known = read.get(target);
    read.set(target, masks === null || known === null ? null : [...(known ?? []), ...masks]);
  };
  for (const reference of measured) note(reference, null);
  const needed = new Map<string, readonly LayerMask[]>();
  for (const layer of layers.toReversed()) {
    const own = maskOf(layer);
    const masks = own === undefined ? (read.get(layer.name) ?? null) : own;
    if (masks !== null) needed.set(layer.name, distinct(masks));
    for (const reference of inputsOf(layer))
      note(reference, isMask(layer, reference) || isWhole(layer, reference) ? null : masks);
    if (isStack(layer)) for (const reference of layer.initial.values()) note(reference, null);
  }
  return { needed, read };
}

/** Of a layer that goes over steps: its mask, or null for all steps; undefined for one that does the same at every step. */
function maskOf(layer: LayerSpec): readonly LayerMask[] | null | undefined {
  switch (layer.type) {
    case 'recurrent':
    case 'last':
    case 'mean':
    case 'max':
      return layer.mask === null ? null : [{ layer: layer.name, mask: layer.mask }];
    case 'recursive':
    case 'conv1d':
    case 'repeat':
      return null;
    case 'embedding':
    case 'dense':
    case 'dropout':
    case 'activation':
    case 'layer_norm':
    case 'batch_norm':
    case 'concat':
    case 'add':
    case 'multiply':
    case 'equations':
      return undefined;
  }
}

const isMask = (layer: LayerSpec, reference: Reference): boolean =>
  'mask' in layer && layer.mask?.reference === reference;

/** Whether cells of the layer read all steps of it at every step: then the layer's mask says nothing about which of them count. */
const isWhole = (layer: LayerSpec, reference: Reference): boolean =>
  isStack(layer) && [...layer.whole].some((name) => layer.input.get(name) === reference);

/** What masks are told apart by. */
export const maskKey = ({ reference: { target, path }, value }: MaskSpec): string =>
  [[target, ...path].join('.'), value === null ? '' : value.value].join(' ');

const distinct = (masks: readonly LayerMask[]): readonly LayerMask[] => [
  ...new Map(masks.map((mask) => [maskKey(mask.mask), mask])).values(),
];

/** Every reference in outputs and layers. */
export function allReferences(spec: Spec): readonly Reference[] {
  return [...spec.outputs.map((o) => o.reference), ...spec.layers.flatMap(referencesOf)];
}

const referencesOf = (layer: LayerSpec): readonly Reference[] => [
  ...inputsOf(layer),
  ...(isStack(layer) ? layer.initial.values() : []),
];
