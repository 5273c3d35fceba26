import { compileModel } from '../compiler/compile.ts';
import { type Diagnostic, RnncError, type Sources } from '../compiler/diagnostics/diagnostic.ts';
import { weightsOf } from './artifact/artifact.ts';
import { readWeights } from './artifact/weights.ts';
import { writeArtifact } from './artifact/write.ts';
import type { ModelDefinition, WeightData } from './runtime/definition.ts';

export interface CompileOptions {
  /** Name of the model file in messages and spans. Default `model.yaml`. */
  readonly file?: string;
  /** Text of an imported file by its path relative to the model's folder, or null where there is none. Without it, nothing can be imported. */
  readonly resolve?: (path: string) => string | null;
  /** Replaces values of the model's `parameters`. */
  readonly set?: { readonly [parameter: string]: number };
  /** Replaces the model's `seed`. */
  readonly seed?: number;
  /** Replaces the model's `unroll`. */
  readonly unroll?: number;
}

/** A compiled model: give it to `load`, or keep its bytes. */
export class CompiledModel implements ModelDefinition {
  readonly name: string;
  readonly file: string;
  readonly seed: number;
  readonly unroll: number | null;
  readonly parameters: { readonly [name: string]: number };
  /** The optimised rolled graphs; `training` is null where it would equal `inference`. */
  readonly graphs: ModelDefinition['graphs'];
  /** Weights that were given; the others come from the seed. */
  readonly weights: ReadonlyMap<string, WeightData>;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every source file, by the path that messages show. */
  readonly sources: Sources;

  constructor(content: Omit<CompiledModel, 'toBytes' | 'withWeights'>) {
    this.name = content.name;
    this.file = content.file;
    this.seed = content.seed;
    this.unroll = content.unroll;
    this.parameters = content.parameters;
    this.graphs = content.graphs;
    this.weights = content.weights;
    this.diagnostics = content.diagnostics;
    this.sources = content.sources;
  }

  /** The artifact: one file, a valid safetensors file, equal for equal models. */
  toBytes(): Uint8Array {
    return writeArtifact(this);
  }

  /**
   * The same model with all weights taken from a safetensors file.
   * @param file name of the weights in messages.
   * @throws RnncError with everything that does not fit.
   */
  withWeights(bytes: Uint8Array, file = 'weights'): CompiledModel {
    return new CompiledModel({ ...this, weights: readWeights(bytes, weightsOf(this.graphs), file) });
  }
}

/**
 * Compiles a model. Synchronous and pure: it reads no files but through `resolve`.
 * @param text the YAML of the model.
 * @throws RnncError with every mistake of the model; `formatDiagnostics(error.diagnostics, error.sources)` prints them.
 */
export function compile(text: string, options: CompileOptions = {}): CompiledModel {
  const { file = 'model.yaml', resolve = () => null, set = {}, ...rest } = options;
  return new CompiledModel({ ...compileModel(text, { file, resolve, set, ...rest }), weights: new Map() });
}

export type { Diagnostic, Note, Sources, Span } from '../compiler/diagnostics/diagnostic.ts';
export { InternalError } from '../compiler/diagnostics/diagnostic.ts';
export { formatDiagnostics } from '../compiler/diagnostics/format.ts';
export type { Graph } from '../compiler/ir/graph.ts';
export { printGraph } from '../compiler/ir/print.ts';
export type { Artifact } from './artifact/artifact.ts';
export { readArtifact } from './artifact/read.ts';
export * from './runtime.ts';
export { RnncError };
