import { countWork } from '../../compiler/7-plan/count-work.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/feeds.ts';
import { bindSegments } from '../../compiler/graph/segments.ts';
import { BATCH, type SizeBinding, symbolsOf } from '../../compiler/ir/dim.ts';
import { callback, isNamed, type Kind, like, type OptionTable, oneOf } from '../arguments/kinds.ts';
import { checkArgument, readOptions } from '../arguments/read-options.ts';
import type { Executable } from '../engine/executable.ts';
import { countKernels, type ModelStats, type StepTime, titleOf } from '../engine/stats.ts';
import { isStructure } from '../trees/structure-values.ts';
import { sizeMistakes } from './check-options.ts';
import type { Variant } from './executable-cache.ts';
import { isFeeds } from './feeds/check-feeds.ts';
import { treeSpecs } from './feeds/feed-trees.ts';
import type { Feeds } from './feeds/feeds.ts';
import { chainsFor, type RunShape, runShape } from './feeds/run-shape.ts';
import type { Runner } from './runner.ts';

/**
 * How large a run is. Either the size of every symbol in the shapes of the inputs, such as `{batch: 1, time: 100}`; or the feeds of a run, of which
 * only sizes, lengths and trees count. A model over trees needs the second form: with the trees, and with feeds for sizes that the trees do not tell.
 */
export type RunSizes = SizeBinding | { readonly feeds: Feeds };

const hasFeeds = (given: RunSizes): given is { readonly feeds: Feeds } =>
  typeof given.feeds === 'object' && given.feeds !== null;

/** Options of `profile`. */
export interface ProfileOptions {
  readonly variant?: Variant;
  /** `stock` for tfjs's own kernels. */
  readonly kernels?: 'auto' | 'stock';
  /** A clock in milliseconds. */
  readonly now?: () => number;
}
export const VARIANT: Kind<Variant> = oneOf('inference', 'training');
export const KERNELS: Kind<'auto' | 'stock'> = oneOf('auto', 'stock');
export const PROFILE_OPTIONS: OptionTable<ProfileOptions> = { variant: VARIANT, kernels: KERNELS, now: callback() };
const time: Kind<number> = like('a number of milliseconds', Number.isFinite);
const FEEDS_ALONE: OptionTable<{ readonly feeds: Feeds }> = { feeds: like('an object with feeds by name', isFeeds) };
const runSizes = like<RunSizes>(
  'an object with a size for each symbol, {batch: 1, time: 100}, or {feeds}',
  (value) => isNamed(value) && !(value instanceof Map),
);

/** Calls after which V8 has compiled a function well: 5 were enough for a loop, in 4 ms (V8 11.3). */
const WARM_UP_RUNS = 10;
const WARM_UP_STEPS = 3;
const PROFILE_ROUNDS = 11;

/** @throws RnncError as `Model.stats` */
export function statsOf(runner: Runner, given: RunSizes, variant: Variant, kernels: 'auto' | 'stock'): ModelStats {
  const { sizes, fullLength } = shapeOf('stats()', runner, given, variant);
  const { unroll } = runner.definition;
  const { program, entries, planner } = runner.program({ variant, fullLength, unroll, stock: kernels === 'stock' });
  const { arenaBytes, persistentBytes, packedBytes, peakBytes } = planner.plan(sizes);
  const { calls, flops, bytes } = countWork(program, [...program.main, ...program.update], sizes);
  return {
    path: runner.path,
    code: entries === null ? 'stock' : 'generated',
    relaxed: entries?.relaxed ?? false,
    kernels: countKernels(program),
    calls,
    flops,
    bytesMoved: bytes,
    arenaBytes,
    persistentBytes,
    packedBytes,
    peakBytes,
  };
}

/** The sizes with those that follow from them. @throws RnncError where options, sizes or feeds do not fit. */
function shapeOf(call: string, runner: Runner, given: RunSizes, variant: Variant): RunShape {
  checkArgument(call, 'the sizes', given, runSizes);
  const graph = runner.graph(variant);
  const { unroll } = runner.definition;
  if (hasFeeds(given)) {
    const { feeds } = readOptions(call, given, FEEDS_ALONE);
    return runShape(graph, runner.graph('inference'), feeds, unroll);
  }
  const trees = treeSpecs(graph).map(({ name }) => name);
  if (trees.length > 0) throw new RnncError([say.sizesOfTrees(trees)]);
  const derived = new Set(graph.learning?.segmented?.flatMap(({ segments, steps }) => [segments, steps]));
  const symbols = [...new Set(graph.values.flatMap(({ type }) => type.shape.flatMap(symbolsOf)))];
  const needed = new Set(symbols.filter((symbol) => !derived.has(symbol)));
  for (const { symbol } of graph.learning?.segmented ?? []) needed.add(symbol);
  const mistakes = sizeMistakes(given, [...needed].sort(), unroll);
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return { sizes: bindSegments(graph, given), fullLength: true, values: new Map() };
}

/** @throws RnncError as `Model.warmup` */
export function warmUp(runner: Runner): void {
  const graph = runner.graph('inference');
  const { unroll } = runner.definition;
  const symbols = new Set(graph.values.flatMap(({ type }) => type.shape.flatMap(symbolsOf)));
  // the sizes of the other inputs are free
  const overTrees = { ...graph, inputs: graph.inputs.filter((i) => i.role === 'lengths' || isStructure(i)) };
  for (const batch of [1, 4]) {
    const sizes = Object.fromEntries([...symbols].map((symbol) => [symbol, unroll ?? WARM_UP_STEPS]));
    const chains = runShape(overTrees, overTrees, chainsFor(treeSpecs(graph), batch, WARM_UP_STEPS), null);
    const bound = bindSegments(graph, { ...sizes, ...chains.sizes, [BATCH]: batch });
    const executable = runner.executable({ variant: 'inference', fullLength: true, unroll, stock: false }, bound);
    executable.ready();
    runOnZeros(runner, executable, chains.values);
  }
}

/** Zeros in feeds and states, ones in masks. @param values of other inputs, by name */
function writeZeros(runner: Runner, executable: Executable, values: RunShape['values']): void {
  for (const input of executable.program.inputs) {
    const { pointer, size, dtype } = executable.tensor(input.buffer);
    const heap = runner.backend.heap();
    const target = dtype === 'float32' ? heap.f32 : dtype === 'int32' ? heap.i32 : heap.u8;
    const at = dtype === 'bool' ? pointer : pointer >>> 2;
    const known = values.get(input.name);
    if (known === undefined) target.fill(input.role === 'mask' || input.role === 'setting' ? 1 : 0, at, at + size);
    else target.set(known, at);
  }
}

function runOnZeros(runner: Runner, executable: Executable, values: RunShape['values']): void {
  for (let i = 0; i < WARM_UP_RUNS; i++) {
    // a run uses the memory of its inputs for other values
    writeZeros(runner, executable, values);
    runner.execute(executable);
  }
}

/** @throws RnncError as `Model.profile` */
export function profileOf(runner: Runner, given: RunSizes, options: ProfileOptions): readonly StepTime[] {
  const { variant = 'inference', kernels = 'auto', now = () => performance.now() } = options;
  const clock = (): number => {
    const milliseconds = now();
    checkArgument('profile()', 'what now() gives', milliseconds, time);
    return milliseconds;
  };
  const { sizes, fullLength, values } = shapeOf('profile()', runner, given, variant);
  const { unroll } = runner.definition;
  const executable = runner.executable({ variant, fullLength, unroll, stock: kernels === 'stock' }, sizes);
  executable.ready();
  runOnZeros(runner, executable, values);
  const writeInputs = (): void => writeZeros(runner, executable, values);
  const times = runner.guarded(() => executable.profile(clock, PROFILE_ROUNDS, writeInputs));
  const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return times.map(({ step, part, milliseconds }) => {
    const { calls, flops, bytes } = countWork(executable.program, [step], sizes);
    return {
      ...titleOf(step, executable.program),
      part,
      calls,
      flops,
      bytesMoved: bytes,
      milliseconds,
      share: total > 0 ? milliseconds / total : 0,
    };
  });
}
