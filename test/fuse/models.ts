import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { compileModel, compileTraining, withLosses } from '../../compiler/compile.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Program } from '../../compiler/program/program.ts';

const folder = join(import.meta.dirname, '../../models');

export const modelNames: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

export const textOf = (name: string): string => readFileSync(join(folder, `${name}.yaml`), 'utf8');

/** Every graph that is run of a model: what it gives, with dropout too, and a step of its training where it has one. */
export function graphsOf(yaml: string): ReadonlyMap<string, Graph> {
  const compiled = compileModel(yaml, { file: 'model.yaml', resolve: () => null });
  const { graphs, spec } = compiled;
  const all = new Map([['inference', graphs.inference]]);
  if (graphs.training !== null) all.set('training', graphs.training);
  if (spec.training !== null) {
    const { step, evaluation } = compileTraining(compiled, withLosses(spec, spec.training));
    all.set('step', step).set('evaluation', evaluation);
  }
  return all;
}

export const fused = (
  graph: Graph,
  fullLength: boolean,
  unroll: number | null = null,
  precision: 'float32' | 'int16' = 'float32',
): Program => fuseProgram(lowerGraph(graph, { fullLength, unroll, precision }));

/** The fused programs of a model, of full length and with masks. */
export const fusedPrograms = (yaml: string): ReadonlyMap<string, Program> =>
  new Map(
    [...graphsOf(yaml)].flatMap(([name, graph]) =>
      [true, false].map((full) => [`${name}${full ? ', full length' : ''}`, fused(graph, full)] as const),
    ),
  );
