import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { type Compiled, compileModel } from '../../compiler/compile.ts';
import { type Diagnostic, RnncError, type Sources } from '../../compiler/diagnostics/diagnostic.ts';
import { openSizes as sizesOpen } from '../../compiler/diagnostics/messages/read/open-sizes.ts';
import { type Artifact, weightsOf } from '../artifact/artifact.ts';
import type { ModelDefinition } from '../artifact/definition.ts';
import { readArtifact } from '../artifact/file/read.ts';
import { writeArtifact } from '../artifact/file/write.ts';
import { readWeights } from '../artifact/weights/weights.ts';
import { readBytes, readText } from '../cli/files/files.ts';
import { importedFrom } from '../cli/files/imported-from.ts';
import { makeKernels } from '../generate-kernels.ts';

export interface CompiledFile {
  readonly bytes: Uint8Array;
  readonly definition: ModelDefinition;
  readonly warnings: readonly Diagnostic[];
  readonly sources: Sources;
  /** Sentences about the weights that may surprise. */
  readonly notices: readonly string[];
}

export interface FileToCompile {
  /** The YAML model. */
  readonly file: string;
  /** What messages call it. */
  readonly shown: string;
  /** A compiled model or safetensors file with its weights; null: its initial ones. */
  readonly weights: string | null;
  /** Told of every file that is looked for, whether or not it is there. */
  readonly onRead: (file: string) => void;
}

/**
 * Compiles a YAML model with the weights of a file.
 * @throws RnncError with every mistake of the model, and for weights that do not fit it
 */
export function compileFile({ file, shown, weights, onRead }: FileToCompile): CompiledFile {
  onRead(file);
  if (weights !== null) onRead(weights);
  const text = readText(file);
  const imported = importedFrom(dirname(file));
  const resolve = (path: string): string | null => {
    onRead(join(dirname(file), path));
    return imported(path);
  };
  const compile = (options: Partial<Parameters<typeof compileModel>[1]> = {}): Compiled =>
    compileModel(text, { file: shown, resolve, set: {}, ...options });
  const fresh = compile();
  const { diagnostics: warnings, sources } = fresh;
  const finish = (content: Compiled & ModelDefinition, notices: readonly string[]): CompiledFile => {
    const { openSizes = [] } = content;
    if (openSizes.length > 0) throw new RnncError([sizesOpen(openSizes)], sources);
    const bytes = writeArtifact({ ...content, kernels: () => makeKernels(content) });
    return { bytes, definition: content, warnings, sources, notices };
  };
  if (weights === null) {
    const { training } = fresh.spec;
    const missing = `${shown} runs with its initial weights: \`rnnc train ${shown}\` puts trained ones beside it`;
    return finish({ ...fresh, weights: new Map() }, training === null ? [] : [missing]);
  }
  const bytes = readBytes(weights);
  const trained = weights.endsWith('.rnnc') ? readArtifact(bytes, { file: weights }) : null;
  if (trained !== null && isOf(trained, fresh)) {
    const { parameters, seed, unroll, precision = 'float32', training } = trained;
    const compiled = compile({ set: parameters, seed, ...(unroll === null ? {} : { unroll }) });
    const record = training === undefined ? {} : { training };
    return finish({ ...compiled, weights: trained.weights, precision, ...record }, []);
  }
  if ((fresh.openSizes ?? []).length > 0) return finish({ ...fresh, weights: new Map() }, []);
  const taken = readWeights(bytes, weightsOf(fresh.graphs), weights);
  const notices =
    trained === null
      ? []
      : [
          `${weights} was made from another version of ${shown}: its weights are taken, its precision and what it knows of data are not`,
        ];
  return finish({ ...fresh, weights: taken }, notices);
}

/** Whether a compiled model was made from these sources; comments and how YAML is written do not count. */
function isOf({ file, sources }: Artifact, fresh: Compiled): boolean {
  const others = [...sources].filter(([path]) => path !== file);
  const read = [...fresh.sources].filter(([path]) => path !== fresh.file);
  return (
    isAlike(sources.get(file), fresh.sources.get(fresh.file)) &&
    others.length === read.length &&
    others.every(([path, text]) => isAlike(text, fresh.sources.get(path)))
  );
}

const isAlike = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && (a === b || JSON.stringify(parse(a)) === JSON.stringify(parse(b)));

/** Where `rnnc train` and `rnnc compile` put what they make of a model, and `rnnc import` its weights; the first that is there is taken. */
export const besideOf = (file: string): readonly string[] =>
  ['.rnnc', '.safetensors'].map((ending) => file.replace(/\.ya?ml$/, ending));

/** Null where there is nothing. */
export const weightsBeside = (file: string): string | null => besideOf(file).find((path) => existsSync(path)) ?? null;
