import type { Sources } from '../../compiler/diagnostics/diagnostic.ts';
import { evaluateShape } from '../../compiler/ir/dim.ts';
import type { Graph, Initializer } from '../../compiler/ir/graph.ts';
import type { ModelDefinition } from './definition.ts';
import type { StoredKernels } from './stored-kernels.ts';

/**
 * Versions, as MAJOR.MINOR, of the file layout, of the form of graphs and of generated kernels. The version of kernels changes whenever the compiler
 * would write different code for the same program. Kernels of another version are not run.
 */
export const VERSIONS = { format: '1.0', ir: '1.0', kernels: '1.0' } as const;

/** Names in `__metadata__`. */
export const KEYS = {
  format: 'rnnc.format',
  ir: 'rnnc.ir',
  kernels: 'rnnc.kernels',
  modules: 'rnnc.modules',
  model: 'rnnc.model',
  sources: 'rnnc.sources',
  training: 'rnnc.training',
  sha256: 'rnnc.sha256',
} as const;

/** Tensors whose names begin with this belong to rnnc and are not weights. */
export const RESERVED_TENSORS = 'rnnc.';

/** Prefixes of the tensors that hold the scales of a 16-bit weight: one tensor for the scales of its rows, one for those of its columns. */
export const ROW_SCALES = 'rnnc.scales.rows.';
export const COLUMN_SCALES = 'rnnc.scales.columns.';

/** Prefix of the tensors that hold compiled WebAssembly modules. */
export const MODULE_TENSORS = 'rnnc.kernels.';

/** The content of a compiled model's file. A `ModelDefinition`, so that it can be loaded as it is. */
export interface Artifact extends ModelDefinition {
  /** The key of the model file in `sources`. */
  readonly file: string;
  readonly parameters: { readonly [name: string]: number };
  /** Every source file verbatim, by its path relative to the model's folder; cells of the library as `rnnc:cells/NAME.yaml`. */
  readonly sources: Sources;
  readonly kernels: StoredKernels;
}

export interface ExpectedWeight {
  readonly path: string;
  readonly shape: readonly number[];
  readonly init: Initializer;
}

/** The weights of a model, those of both variants, in the order of the graphs. */
export function weightsOf(graphs: ModelDefinition['graphs']): readonly ExpectedWeight[] {
  const found = new Map<string, ExpectedWeight>();
  const take = (graph: Graph): void => {
    for (const { path, value, init } of graph.weights)
      if (!found.has(path))
        found.set(path, { path, shape: evaluateShape(graph.values[value]?.type.shape ?? [], {}), init });
  };
  take(graphs.inference);
  if (graphs.training !== null) take(graphs.training);
  return [...found.values()];
}

/** `20,389 numbers in 9 weights`; a shared weight counts once. */
export function weightCount(graphs: ModelDefinition['graphs']): string {
  const weights = weightsOf(graphs);
  const total = weights.reduce((sum, { shape }) => sum + shape.reduce((n, size) => n * size, 1), 0);
  const grouped = `${total}`.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped} number${total === 1 ? '' : 's'} in ${weights.length} weight${weights.length === 1 ? '' : 's'}`;
}
