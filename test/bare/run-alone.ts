/** Runs in the bare context: a model in memory of its own, from its graphs and its kernels. */

import type { Graph } from '../../compiler/ir/graph.ts';
import { isGenerated } from '../../compiler/program/entry.ts';
import { DirectEntries } from '../../src/engine/code/entries.ts';
import { GeneratedCode } from '../../src/engine/code/generated-code.ts';
import type { Feeds } from '../../src/model/feeds/feeds.ts';
import { RunnableModel } from '../../src/model/runnable-model.ts';
import { MarkedMemory } from './own-memory.ts';

/** Numbers as they come from another world. */
export interface Plain {
  readonly data: readonly number[];
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

export interface Alone {
  readonly name: string;
  readonly seed: number;
  readonly unroll: number | null;
  readonly graph: Graph;
  /** Kernels by `programName`. */
  readonly modules: readonly (readonly [string, readonly number[]])[];
}

/** Bits of the outputs, by name. */
export type Bits = { readonly [output: string]: readonly number[] };

/** What `run` gives for each of some feeds, and what a session's steps give. */
export interface Ran {
  readonly runs: readonly Bits[];
  readonly steps: readonly Bits[];
}

const bitsOf = (data: Float32Array | Int32Array | Uint8Array): readonly number[] =>
  data instanceof Float32Array ? [...new Uint32Array(data.buffer, data.byteOffset, data.length)] : [...data];

const arrayOf = ({ data, dtype }: Plain): Float32Array | Int32Array =>
  dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data);

/**
 * @param runs feeds by input, and plain lists of lengths
 * @param steps feeds of single steps of one session; its outputs are float32
 */
export function runAll(
  model: RunnableModel,
  runs: readonly { readonly [input: string]: Plain | readonly number[] }[],
  steps: readonly { readonly [input: string]: Plain }[],
): Ran {
  const ran = runs.map((given) => {
    const feeds: { [name: string]: Feeds[string] } = {};
    for (const [name, value] of Object.entries(given))
      feeds[name] = 'data' in value ? { data: arrayOf(value), shape: [...value.shape] } : [...value];
    return Object.fromEntries(Object.entries(model.run(feeds)).map(([name, { data }]) => [name, bitsOf(data)]));
  });
  if (steps.length === 0) return { runs: ran, steps: [] };
  const session = model.session({ batch: Object.values(steps[0] ?? {})[0]?.shape[0] ?? 1 });
  const sizes = new Map(
    Object.entries(session.process(wholeSteps(steps[0] ?? {}))).map(([name, { data }]) => [name, data.length] as const),
  );
  session.reset();
  const out = Object.fromEntries([...sizes].map(([name, size]) => [name, new Float32Array(size)]));
  const stepped = steps.map((step) => {
    session.step(Object.fromEntries(Object.entries(step).map(([name, value]) => [name, arrayOf(value)])), out);
    return Object.fromEntries(Object.entries(out).map(([name, data]) => [name, bitsOf(data)]));
  });
  session.dispose();
  return { runs: ran, steps: stepped };
}

/** One step as a series of one. */
const wholeSteps = (step: { readonly [input: string]: Plain }): Feeds =>
  Object.fromEntries(
    Object.entries(step).map(([name, value]) => {
      const [batch = 1, ...rest] = value.shape;
      return [name, { data: arrayOf(value), shape: [batch, 1, ...rest] }];
    }),
  );

function modelAlone({ name, seed, unroll, graph, modules }: Alone): RunnableModel {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const codes = new Map(modules.map(([title, bytes]) => [title, Uint8Array.from(bytes)]));
  const definition = { name, seed, unroll, graphs: { inference: graph, training: null }, weights: new Map() };
  return new RunnableModel(definition, {
    backend: new MarkedMemory(memory),
    path: 'fast',
    memoryLimit: 2 ** 32,
    codeOf: (program, title) => {
      // a program that is the same with masks and without is written once
      const bytes = codes.get(title) ?? codes.get(title.replace(/\.masked$/, '.full'));
      if (bytes === undefined) throw new Error(`no kernels for ${title}`);
      if (![...program.prepare, ...program.main].every(isGenerated)) throw new Error(`${title} has stock steps`);
      return new DirectEntries(program, new GeneratedCode(bytes, memory, false));
    },
  });
}

/** @throws Error where a program has a step that is not generated */
export function runAlone(given: Alone, runs: Parameters<typeof runAll>[1], steps: Parameters<typeof runAll>[2]): Ran {
  const model = modelAlone(given);
  const ran = runAll(model, runs, steps);
  model.dispose();
  return ran;
}

/** What a model over trees gives for feeds that are plain lists, by output. @throws Error as `runAlone` */
export function runTreesAlone(given: Alone, feeds: Feeds): { readonly [output: string]: readonly number[] } {
  const model = modelAlone(given);
  const outputs = Object.entries(model.run(feeds)).map(([name, { data }]) => [name, [...data]] as const);
  model.dispose();
  return Object.fromEntries(outputs);
}
