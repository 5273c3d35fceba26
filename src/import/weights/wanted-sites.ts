import {
  inputsOf,
  isStack,
  type LayerSpec,
  type ParameterValue,
  type Spec,
  type StackSpec,
} from '../../../compiler/1-read/spec/spec.ts';
import type { ExpectedWeight } from '../../artifact/artifact.ts';
import { type CellLayout, layoutOfCell } from './cell-layout.ts';

/** A cell of the model in one direction. */
export interface CellSite {
  /** `encoder.0.forward`. */
  readonly path: string;
  readonly index: number;
  /** 0 for the first direction of its layer. */
  readonly direction: number;
  /** `keras.lstm`, or one's own. */
  readonly cell: string;
  /** Null: no framework has this cell. */
  readonly layout: CellLayout | null;
}

const PLAIN = ['dense', 'embedding', 'conv1d', 'layer_norm', 'batch_norm'] as const;
/** Layers without cells that frameworks have too. */
export type PlainKind = (typeof PLAIN)[number];

/** A layer that has weights of its own. */
export interface WantedLayer {
  readonly name: string;
  readonly kind: 'cells' | PlainKind | 'other';
  /** What it computes beside its weights that those don't tell, by the keys of the model language. */
  readonly settings: ReadonlyMap<string, string | number>;
  /** Names of the functions that its sums go through: its own, or those of activation layers that read it. Null where it can't be told: formulas and equations. */
  readonly activations: readonly string[] | null;
  /** Of a stack of cells. */
  readonly sites: readonly CellSite[];
  readonly weights: readonly ExpectedWeight[];
}

/** The layers of a model and the weights that each has. A layer that shares another one's has none. */
export function wantedLayers(spec: Spec, weights: readonly ExpectedWeight[]): readonly WantedLayer[] {
  return spec.layers.flatMap((layer): readonly WantedLayer[] => {
    const own = weights.filter(({ path }) => path.startsWith(`${layer.name}.`));
    if (own.length === 0 || layer.share !== null) return [];
    const sites = isStack(layer)
      ? sitesOf(spec, layer).filter(({ path }) => own.some((w) => w.path.startsWith(`${path}.`)))
      : [];
    const activations = activationsOf(spec, layer);
    return [{ name: layer.name, kind: kindOf(layer), settings: settingsOf(layer), activations, sites, weights: own }];
  });
}

function activationsOf({ layers }: Spec, layer: LayerSpec): WantedLayer['activations'] {
  const own = layer.type === 'dense' || layer.type === 'conv1d' ? layer.activation : null;
  const readers = layers.filter((other) =>
    inputsOf(other).some(({ kind, target }) => kind === 'layer' && target === layer.name),
  );
  const functions =
    own === null ? readers.flatMap((each) => (each.type === 'activation' ? [each.function] : [])) : [own];
  const isTold =
    functions.every(({ kind }) => kind === 'function') && readers.every(({ type }) => type !== 'equations');
  return isTold ? functions.flatMap((each) => (each.kind === 'function' ? [each.name] : [])) : null;
}

const kindOf = (layer: LayerSpec): WantedLayer['kind'] =>
  isStack(layer) ? 'cells' : (PLAIN.find((kind) => kind === layer.type) ?? 'other');

function settingsOf(layer: LayerSpec): WantedLayer['settings'] {
  if (layer.type === 'layer_norm' || layer.type === 'batch_norm') return new Map([['epsilon', layer.epsilon]]);
  if (layer.type !== 'conv1d') return new Map();
  return layer.kernelSize.value === 1
    ? new Map()
    : new Map<string, string | number>([
        ['padding', layer.padding],
        ['dilation', layer.dilation],
      ]);
}

/** A weight that a state of a cell starts from, which lies beside those of its cell. */
export const isStart = (path: string): boolean => /^[^.]+\.\d+\.\w+\.initial\./.test(path);

function sitesOf(spec: Spec, layer: StackSpec): readonly CellSite[] {
  const directions = {
    forward: ['forward'],
    backward: ['backward'],
    bidirectional: ['forward', 'backward'],
    up: ['up'],
    down: ['down'],
    both: ['up', 'down'],
  }[layer.direction];
  return layer.cells.flatMap((use, index) =>
    directions.map((direction, at): CellSite => {
      const given: ReadonlyMap<string, ParameterValue> =
        at === 0 ? use.arguments : new Map([...use.arguments, ...layer.second]);
      const isLibrary = spec.cells.get(use.cell)?.span.file.startsWith('rnnc:') ?? false;
      return {
        path: `${layer.name}.${index}.${direction}`,
        index,
        direction: at,
        cell: use.cell,
        layout: isLibrary ? layoutOfCell(use.cell, given) : null,
      };
    }),
  );
}
