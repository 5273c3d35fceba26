import type { Sources } from '../../compiler/diagnostics/diagnostic.ts';
import { evaluateShape } from '../../compiler/ir/dim.ts';
import type { Graph, Initializer } from '../../compiler/ir/graph.ts';
import type { ModelDefinition } from './definition.ts';
import type { StoredKernels } from './stored-kernels.ts';

/**
 * MAJOR.MINOR of the file layout, of the graph's form and of generated kernels. The last changes with whatever makes other code of an equal
 * program: kernels of another version are not run.
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

/** Tensors whose names begin so belong to rnnc and are no weights. */
export const RESERVED_TENSORS = 'rnnc.';

/** What the names of the tensors begin with that hold the scales of a weight in 16 bits: of its rows, and of its columns. */
export const ROW_SCALES = 'rnnc.scales.rows.';
export const COLUMN_SCALES = 'rnnc.scales.columns.';

/** What the names of the tensors begin with that hold modules. */
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
