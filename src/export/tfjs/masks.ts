import type { LayerSpec, MaskSpec, RecurrentSpec } from '../../../compiler/1-read/spec/spec.ts';
import { refuse } from './functions.ts';
import { pathOf, type Tensor } from './tensor.ts';

/** Layers of tfjs-layers, 4.22, that give what they make of a masked sequence its mask (supportsMasking is true). */
const KEEPING: ReadonlySet<string> = new Set([
  'Dense',
  'Dropout',
  'SpatialDropout1D',
  'Activation',
  'LayerNormalization',
  'BatchNormalization',
]);
const JOINING: ReadonlySet<string> = new Set(['Concatenate', 'Add', 'Multiply']);

/** What a mask looks at, in one word. */
export const maskKey = ({ reference, value }: MaskSpec): string => `${pathOf(reference)} ${value?.value ?? 0}`;

/** Masks as they come with tensors in tfjs-layers, where layers follow that of what they read. */
export class TensorMasks {
  readonly #of = new Map<string, string>();
  /** Embeddings whose tokens 0 are no steps. */
  readonly #embeddings: ReadonlySet<string>;

  constructor(layers: readonly LayerSpec[]) {
    const wanted = new Set(
      layers.flatMap((layer) => (layer.type === 'recurrent' && layer.mask !== null ? [maskKey(layer.mask)] : [])),
    );
    this.areUsed = wanted.size > 0;
    this.#embeddings = new Set(
      layers.flatMap((layer) =>
        layer.type === 'embedding' && wanted.has(`${pathOf(layer.input)} 0`) ? [layer.name] : [],
      ),
    );
  }

  /** Whether any recurrent layer has a mask. */
  readonly areUsed: boolean;
  isMaskZero(embedding: string): boolean {
    return this.#embeddings.has(embedding);
  }
  set(tensor: Tensor, key: string): void {
    this.#of.set(tensor.join(' '), key);
  }
  get(tensor: Tensor): string | null {
    return this.#of.get(tensor.join(' ')) ?? null;
  }

  /** The mask of what a layer other than a recurrent one makes of tensors. */
  pass(className: string, inputs: readonly Tensor[], result: Tensor): void {
    const masks = inputs.map((input) => this.get(input));
    if (JOINING.has(className) && masks.some((mask) => mask !== null))
      refuse('it joins sequences of which one comes with a mask, which tfjs-layers joins otherwise');
    const [mask = null] = masks;
    if (KEEPING.has(className) && mask !== null) this.set(result, mask);
  }
}

/**
 * What a recurrent layer needs to follow its mask.
 * @param brought the mask that its input comes with
 * @param areUsed whether any layer has a mask: tfjs-layers hands one on to all layers without that it computes later (`kwargs` in engine/executor.ts, 4.22)
 * @returns the number of a layer Masking before it; null where none is needed
 */
export function maskingOf(
  layer: RecurrentSpec,
  {
    brought,
    areUsed,
    isRead,
  }: { readonly brought: string | null; readonly areUsed: boolean; readonly isRead: boolean },
): number | null {
  const { mask } = layer;
  if (mask === null)
    return areUsed
      ? refuse('it has no mask where another layer has one, which tfjs-layers hands on to layers without')
      : null;
  if (layer.initial.size > 0)
    refuse('it has a mask and an initial state, which tfjs-layers gives as output of a first step that is left out');
  if (isRead && layer.padding === 'zero')
    refuse('steps that its mask leaves out give zeros, in tfjs-layers the output before: write padding: previous');
  if (brought === maskKey(mask)) return null;
  const [input] = layer.input.values();
  if (brought !== null || input === undefined || pathOf(input) !== pathOf(mask.reference))
    refuse('its mask looks at something else than what it reads, which in tfjs-layers a mask comes with');
  return mask.value?.value ?? 0;
}
