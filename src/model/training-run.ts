import { InternalError, type Span } from '../../compiler/diagnostics/diagnostic.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Node } from '../../compiler/ir/nodes.ts';
import type { Origin } from '../../compiler/ir/types.ts';
import type { Executable } from '../engine/executable.ts';
import type { Tensor } from '../engine/kernels/context.ts';
import type { Variant } from './executable-cache.ts';
import { type Feeds, readFeeds } from './feeds/feeds.ts';
import { padToSegments } from './feeds/pad-time.ts';
import type { Output } from './output.ts';
import type { RunnableModel } from './runnable-model.ts';

export interface TrainingRunOptions {
  /** `training`: the graph with updates; `inference`: the one that only measures. */
  readonly variant: Variant;
  /** Numbers of the optimiser, by input name. */
  readonly settings: ReadonlyMap<string, number>;
  /** Seed of dropout masks. */
  readonly seed: number;
  /** Number of the optimiser step, from 0. Dropout masks depend on it. */
  readonly step: number;
  /** States that are not zero at the start, by path: the final ones of an earlier run with as many rows. */
  readonly states: ReadonlyMap<string, Float32Array>;
  /** Run with masks even where every row is full, so that one program serves all batches. */
  readonly masked: boolean;
}

/** A value that is no finite number, by the path and place of what computes it. */
export interface NotFinite {
  readonly name: string;
  readonly span: Span | null;
  readonly value: 'NaN' | 'Infinity';
}

/** A run whose results have been computed and whose updates have not been written yet. */
export interface TrainingRun {
  /** A scalar output. */
  readonly scalar: (name: string) => number;
  /** A copy of any output. */
  readonly output: (name: string) => Output;
  /** Copies of all final states, by path. */
  readonly finals: () => ReadonlyMap<string, Float32Array>;
  /** Whether some row was shorter than the others. */
  readonly ragged: boolean;
  /** Runs once more, slowly, to find the first value with NaN, or else with Infinity; null where all are finite. */
  readonly firstNotFinite: () => NotFinite | null;
  /** Writes the next weights and slots. Once, and before any other run of the runner. */
  readonly update: () => void;
}

/**
 * Runs the forward and backward part of a training step (or of a measurement) on one batch.
 * @throws RnncError for feeds that do not fit, or `out-of-memory` before anything is allocated
 */
export function runTraining({ runner }: RunnableModel, feeds: Feeds, options: TrainingRunOptions): TrainingRun {
  const { variant, settings, seed, step, states } = options;
  const graph = runner.graph(variant);
  const unroll = runner.definition.unroll;
  const padded = padToSegments(graph, feeds);
  const given = { nan: 'refuse', unroll, batch: null, optional: new Set<string>(), sizes: padded.sizes } as const;
  const read = readFeeds(padded.graph, padded.feeds, given);
  const choice = { variant, fullLength: read.fullLength && !options.masked, unroll };
  const executable = runner.executable({ ...choice, stock: false }, read.sizes);
  executable.ready();
  const writeInputs = (target: Executable): void =>
    runner.writeInputs(target, read, { seed, step, settings }, (target, at, size, path) => {
      const state = states.get(path);
      if (state === undefined) target.fill(0, at, at + size);
      else if (state.length === size) target.set(state, at);
      else throw new InternalError(`state ${path} has ${state.length} numbers for ${size}`);
    });
  writeInputs(executable);
  runner.execute(executable);
  const read32 = (buffer: Parameters<Executable['tensor']>[0]): Float32Array => runner.floatsAt(executable, buffer);
  const outputs = new Map(executable.program.outputs.map(({ name, buffer }) => [name, buffer]));
  return {
    ragged: !read.fullLength,
    scalar: (name) => {
      const buffer = outputs.get(name);
      const value = buffer === undefined ? undefined : read32(buffer)[0];
      if (value === undefined) throw new InternalError(`no output ${name}`);
      return value;
    },
    output: (name) => {
      const output = runner.readOutputs(executable, graph, (other) => other === name)[name];
      if (output === undefined) throw new InternalError(`no output ${name}`);
      return output;
    },
    finals: () =>
      new Map(
        executable.program.inputs.flatMap((input) =>
          input.role === 'state' ? [[input.name, read32(input.final)] as const] : [],
        ),
      ),
    firstNotFinite: () => {
      const watched = runner.executable({ ...choice, stock: true }, read.sizes);
      watched.ready();
      writeInputs(watched);
      return findNotFinite(watched, graph, (tensor) => runner.floatsOf(tensor));
    },
    update: () => runner.update(executable),
  };
}

function findNotFinite(
  executable: Executable,
  graph: Graph,
  floatsOf: (tensor: Tensor) => Float32Array,
): NotFinite | null {
  const first: { -readonly [K in NotFinite['value']]?: string } = {};
  executable.runWatched((written, tensor) => {
    if (first.NaN !== undefined || tensor.dtype !== 'float32') return;
    const name = executable.program.buffers[written]?.name ?? '';
    for (const x of floatsOf(tensor))
      if (Number.isNaN(x)) {
        first.NaN = name;
        return;
      } else if (!Number.isFinite(x)) first.Infinity ??= name;
  });
  const value = first.NaN === undefined ? 'Infinity' : 'NaN';
  const name = first[value];
  if (name === undefined) return null;
  const origin = originOf(name, graph, graph.nodes);
  return { name: origin?.path ?? name, span: origin?.span ?? null, value };
}

/** What computes the first value of this name. */
function originOf(name: string, graph: Graph, nodes: readonly Node[]): Origin | null {
  for (const node of nodes) {
    if (node.outputs.some((id) => graph.values[id]?.name === name)) return node.origin;
    const inner = node.op === 'loop' ? originOf(name, graph, node.attrs.body.nodes) : null;
    if (inner !== null) return inner;
  }
  return null;
}
