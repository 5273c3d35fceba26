import { lowerGraph } from '../compiler/4-lower/lower.ts';
import { fuseProgram } from '../compiler/5-fuse/fuse.ts';
import { assemble } from '../compiler/6-generate/assemble.ts';
import { generateText } from '../compiler/6-generate/generate.ts';
import { steppedAxes } from '../compiler/graph/split-at-steps.ts';
import type { Program } from '../compiler/program/program.ts';
import { VERSIONS } from './artifact/artifact.ts';
import type { ModelDefinition } from './artifact/definition.ts';
import {
  MAX_MODULE_BYTES,
  programDigest,
  programName,
  SELF_TEST,
  type StoredKernels,
  type StoredModule,
} from './artifact/stored-kernels.ts';
import type { WriteCode } from './engine/code-source.ts';
import { generatedSelfTest } from './engine/self-test.ts';

export const writeCode: WriteCode = (program, form) => assemble(generateText(program, form));

/**
 * The kernels of all programs that running a model takes, for its artifact: of both variants, with and without masks, and of a model that is
 * unrolled and can stream, the loops that its sessions run, and the parts of a model that sessions run apart. Not relaxed. A module that would be too large is left out.
 */
export function makeKernels({
  graphs,
  unroll,
  precision = 'float32',
}: Pick<ModelDefinition, 'graphs' | 'unroll' | 'precision'>): StoredKernels {
  const modules = new Map<string, StoredModule>();
  const known = new Set<string>();
  const add = (name: string, program: Program): void => {
    const digest = programDigest(program);
    if (known.has(digest)) return;
    known.add(digest);
    const bytes = writeCode(program, { relaxed: false, shared: false });
    if (bytes.length <= MAX_MODULE_BYTES) modules.set(name, { program: digest, bytes });
  };
  add(SELF_TEST, generatedSelfTest());
  for (const graph of [graphs.inference, ...(graphs.training === null ? [] : [graphs.training])]) {
    const streams = graph === graphs.inference && graph.streaming === null;
    for (const steps of unroll !== null && streams ? [unroll, null] : [unroll])
      for (const fullLength of [true, false])
        add(
          programName(graph.variant, fullLength, steps),
          fuseProgram(lowerGraph(graph, { fullLength, unroll: steps, precision })),
        );
  }
  const { variant } = graphs.inference;
  for (const { axis, stepping } of steppedAxes(graphs.inference)) {
    if (stepping.kind !== 'split') continue;
    for (const part of ['once', 'step'] as const)
      for (const fullLength of [true, false])
        add(
          programName(variant, fullLength, null, { axis, part }),
          fuseProgram(lowerGraph(stepping.split[part], { fullLength, unroll: null, precision })),
        );
  }
  return { version: VERSIONS.kernels, modules };
}
