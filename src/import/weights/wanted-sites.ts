import {
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

/** A layer that has weights of its own. */
export interface WantedLayer {
  readonly name: string;
  readonly kind: 'cells' | 'dense' | 'embedding' | 'other';
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
    return [{ name: layer.name, kind: kindOf(layer), sites, weights: own }];
  });
}

const kindOf = (layer: LayerSpec): WantedLayer['kind'] =>
  isStack(layer) ? 'cells' : layer.type === 'dense' || layer.type === 'embedding' ? layer.type : 'other';

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
