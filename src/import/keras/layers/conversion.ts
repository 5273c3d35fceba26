import type { FlowValue, ImportedCell, ImportedWeight } from '../../model/imported-model.ts';
import { freeName } from '../../model/refusal.ts';
import type { KerasLayer } from '../config/read-model.ts';
import type { Variable } from '../config/variables.ts';
import type { Tensor } from '../files/tensor.ts';
import type { Value } from './values.ts';

/** Whose rules a file goes by: they differ in functions, masks and defaults. */
export type Dialect = 'keras3' | 'keras2' | 'tfjs';

/**
 * Layers that read a masked sequence and give one without a mask (supportsMasking is false), beside those that give another sequence or none.
 * Source: Keras 3.15, tf_keras 2.21 and tfjs-layers 4.22.
 */
export const WITHOUT_MASKS: { readonly [dialect in Dialect]: ReadonlySet<string> } = {
  keras3: new Set(['Reshape']),
  keras2: new Set(['Reshape', 'Rescaling', 'Identity']),
  tfjs: new Set(['Reshape', 'Rescaling', 'ELU', 'LeakyReLU', 'ThresholdedReLU', 'Softmax']),
};

export interface GrowingLayer {
  readonly name: string;
  readonly keys: { [key: string]: FlowValue };
  readonly equations?: readonly string[];
}

/** What has been converted so far. */
export class Conversion {
  readonly dialect: Dialect;
  readonly layers: GrowingLayer[] = [];
  readonly weights: ImportedWeight[] = [];
  readonly cells = new Map<string, ImportedCell>();
  readonly notes = new Set<string>();
  readonly names = new Set(['batch']);

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  addLayer(wanted: string, keys: { readonly [key: string]: FlowValue }, equations?: readonly string[]): GrowingLayer {
    const layer = { name: freeName(wanted, this.names), keys: { ...keys }, ...(equations ? { equations } : {}) };
    this.layers.push(layer);
    return layer;
  }

  /** The name of a cell with these equations: one for all layers that have the same. */
  cellNamed(wanted: string, cell: ImportedCell): string {
    const text = JSON.stringify(cell);
    for (const [name, other] of this.cells) if (JSON.stringify(other) === text) return name;
    const name = freeName(wanted, new Set(this.cells.keys()));
    this.cells.set(name, cell);
    return name;
  }
}

/** A weight of the file, by its place in the layer. */
export interface Weights {
  /** @param key of `variableKey` */
  get(key: string): Tensor;
}

/** One use of a layer, with all that its conversion reads. */
export interface Use {
  readonly layer: KerasLayer;
  /** The name that the layer wants in the model. */
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly states: readonly Value[];
  /** Whether the call itself names the mask of its input. */
  readonly isMaskNamed: boolean;
  /** Numbers that stand among the inputs. */
  readonly numbers: readonly number[];
  readonly variables: readonly Variable[];
  readonly weights: Weights;
  /** Layers of the model that an earlier use has made, in order: this use shares their weights. Empty at the first use. */
  readonly earlier: readonly string[];
  readonly conversion: Conversion;
}

export type Convert = (use: Use) => readonly Value[];

/** Where the tensors of a layer go: one weight of the model for each entry. */
export interface Placement {
  readonly path: string;
  readonly tensor: Tensor;
  readonly shape?: readonly number[];
  readonly data?: Float32Array;
  /** What was done to the tensor. */
  readonly how?: string;
}

/** Makes the layers of one use: the first use brings weights, later ones share those of the first. */
export class Emitter {
  readonly #use: Use;
  readonly made: string[] = [];
  #sharing = 0;

  constructor(use: Use) {
    this.#use = use;
  }

  /**
   * A layer; with `weights` (paths behind its name), one that has weights.
   * @param suffix of its name, where the layer becomes several
   */
  add(
    keys: { readonly [key: string]: FlowValue },
    {
      suffix = '',
      equations,
      weights = [],
    }: {
      readonly suffix?: string;
      readonly equations?: readonly string[];
      readonly weights?: readonly Placement[];
    } = {},
  ): string {
    const { conversion, earlier, name } = this.#use;
    const shared = weights.length === 0 ? undefined : earlier[this.#sharing++];
    const own = shared === undefined ? keys : { ...keys, share: shared };
    const layer = conversion.addLayer(`${name}${suffix}`, own, equations);
    if (weights.length > 0) this.made.push(layer.name);
    if (shared === undefined)
      for (const { path, tensor, shape = tensor.dims, data = tensor.data, how = '' } of weights)
        conversion.weights.push({
          path: `${layer.name}.${path}`,
          shape,
          data,
          from: `${tensor.name} [${tensor.dims.join(', ')}]${how}`,
        });
    return layer.name;
  }
}

/** A value that a layer made of another one, with the same steps and mask. */
export const made = (from: Value, reference: string, axes = from.axes): Value => ({
  ...from,
  reference,
  axes,
  input: null,
  zeroed: null,
});
