import { printSpec } from './1-read/print.ts';
import { findUnreached } from './1-read/reach.ts';
import { type ReadOptions, readSpec } from './1-read/read.ts';
import { isStack, type OpenSize, type Spec } from './1-read/spec/spec.ts';
import type { TrainingSpec } from './1-read/spec/training-spec.ts';
import {
  type BuildResult,
  buildGraph,
  buildNamed,
  type Differentiated,
  type FlowType,
  type NamedBuild,
} from './2-build/build.ts';
import { followsBatches } from './2-build/layers/norm.ts';
import { CHOSEN_TARGET, type FoundTarget, withLosses } from './2-build/losses/default-losses.ts';
import type { ObjectiveSpec } from './2-build/losses/objective.ts';
import { runPasses } from './3-optimize/passes/pass.ts';
import { applyOptimizer } from './3-optimize/passes/training/apply-optimizer.ts';
import { segmentLoops } from './3-optimize/passes/training/segment-loops.ts';
import { unroll, unrollOver } from './3-optimize/passes/unroll.ts';
import { learning, portable, target } from './3-optimize/pipelines.ts';
import { lowerGraph } from './4-lower/lower.ts';
import { fuseProgram } from './5-fuse/fuse.ts';
import { generateText } from './6-generate/generate.ts';
import { countWork } from './7-plan/count-work.ts';
import { planMemory } from './7-plan/plan-memory.ts';
import { type Diagnostic, InternalError, RnncError, type Sources } from './diagnostics/diagnostic.ts';
import { unrollTooLarge } from './diagnostics/messages/build/shapes.ts';
import { notRecomputed, notTrained, treesNeeded } from './diagnostics/messages/train.ts';
import { bindSegments } from './graph/segments.ts';
import { type GivenTrees, unrolledSize } from './graph/unroll.ts';
import type { TypedNodes } from './graph/verify.ts';
import { symbolsOf } from './ir/dim.ts';
import type { Graph } from './ir/graph.ts';
import { printGraph } from './ir/print.ts';
import type { Optimization } from './optimizers/optimizer-spec.ts';
import { printPlan, printProgram } from './program/print-program.ts';
import type { Precision } from './program/program.ts';

export type CompileOptions = ReadOptions;

/** What the compiler gives: the optimised rolled graphs, and everything an artifact keeps beside them. */
export interface Compiled {
  readonly name: string;
  readonly file: string;
  readonly seed: number;
  readonly unroll: number | null;
  /** Parameters, and sizes that were left to the data and are known by now. */
  readonly parameters: { readonly [name: string]: number };
  /** Sizes that the data will give; absent: none. Other numbers stand in for them. */
  readonly openSizes?: readonly OpenSize[];
  /** `training` is null where it would equal `inference`: the model has no dropout, no zoneout and no batch norm that goes with its batches. */
  readonly graphs: { readonly inference: Graph; readonly training: Graph | null };
  readonly spec: Spec;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
}

type WatchGraph = (name: string, graph: Graph) => void;
type Watch = (stage: string, text: () => string) => void;

/**
 * The front door: text → optimised graphs. The later phases run when a model is loaded, 7 when its sizes are known; 6 runs when it is saved, or
 * when it is loaded without what was made then.
 *
 *   YAML text ─1-read→ Spec ─2-build→ Graph ─3-optimize→ Graph ══ saved ══ ─4-lower→ Program ─5-fuse→ Program ─7-plan→ Plan
 *                                                                                                        └─6-generate→ WebAssembly, saved too
 *
 * @throws RnncError with every mistake found in the model.
 */
export function compileModel(text: string, options: CompileOptions): Compiled {
  const first = read(text, options);
  if (first.spec.openSizes.length === 0) return compileSpec(first);
  try {
    return compileSpec(first);
  } catch (cause) {
    if (!(cause instanceof RnncError) || options.standIn !== undefined) throw cause;
    return compileStandIns(text, options, cause);
  }
}

/** The model with other numbers in the place of sizes that the data will give. @throws RnncError what was wrong with the first ones, where something is again */
function compileStandIns(text: string, options: CompileOptions, first: RnncError): Compiled {
  try {
    return compileSpec(read(text, { ...options, standIn: 1 }));
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    throw first;
  }
}

/**
 * The same model with sizes that its data gave.
 * @throws RnncError where it does not fit together with them
 */
export function withSizes(
  { sources, file, spec, seed }: Compiled,
  sizes: { readonly [key: string]: number },
): Compiled {
  const text = sources.get(file);
  if (text === undefined) throw new InternalError('a model without its text');
  const set = { ...Object.fromEntries([...spec.parameters, ...spec.sizes]), ...sizes };
  const unroll = spec.unroll === null ? {} : { unroll: spec.unroll.value };
  return compileModel(text, { file, resolve: (path) => sources.get(path) ?? null, set, seed, ...unroll });
}

function compileSpec({ spec, sources, warnings }: ReturnType<typeof read>): Compiled {
  const built = build(spec, 'inference', sources);
  checkLosses(spec, sources);
  const unreached = findUnreached(spec);
  if (unreached.length > 0) throw new RnncError(unreached, sources);
  const inference = optimize(built);
  checkUnrolled(spec, inference, sources);
  const training = hasTrainingVariant(spec) ? optimize(build(spec, 'training', sources)) : null;
  return {
    name: spec.name,
    file: spec.file,
    seed: spec.seed,
    unroll: spec.unroll?.value ?? null,
    parameters: Object.fromEntries([...spec.parameters, ...spec.sizes]),
    ...(spec.openSizes.length === 0 ? {} : { openSizes: spec.openSizes }),
    graphs: { inference, training },
    spec,
    diagnostics: warnings,
    sources,
  };
}

export { CHOSEN_TARGET, type FoundTarget, withLosses };

/** Operations of an unrolled graph: so many take about half a minute to compile and as long before the first run. */
const MAX_UNROLLED = 50_000;

/** @throws RnncError `unroll-too-large`, before anything of that size is made */
function checkUnrolled({ unroll }: Spec, graph: Graph, sources: Sources): void {
  if (unroll === null) return;
  const size = unrolledSize(graph, unroll.value);
  if (size > MAX_UNROLLED)
    throw new RnncError([unrollTooLarge(unroll.span, unroll.value, size, MAX_UNROLLED)], sources);
}

/** The inference variant in portable form, which can be differentiated: core ops alone. */
export function portableGraph({ spec, sources }: Compiled): Graph {
  return runPasses(build(spec, 'inference', sources), portable, { fused: false });
}

export type { Differentiated, NamedBuild };

/**
 * The inference variant as it is built, before any pass, with an output for everything that has a name.
 * @param differentiated what gradients are taken of, null: none
 */
export function namedGraph({ spec }: Compiled, differentiated: Differentiated | null = null): NamedBuild {
  const built = buildNamed(spec, differentiated);
  return { ...built, graph: runPasses(built.graph, [], { fused: false }) };
}

/** The inference variant as it is built, before any pass, with the types of what layers exchange, the sizes of cells and what keeps it from running step by step. */
export function builtModel({
  spec,
  sources,
}: Compiled): Pick<BuildResult, 'typeOf' | 'scopes' | 'obstacles'> & { readonly graph: Graph } {
  const { graph, diagnostics, ...found } = buildGraph(spec, 'inference');
  if (graph === null) throw new RnncError(diagnostics, sources);
  return { graph, ...found };
}
export type { FlowType };

/** The training variant with the model's losses as it is built, before any pass; its loss is `learning.loss`. @throws RnncError for losses that can't be measured */
export const lossModel = ({ spec, sources }: Compiled, training: TrainingSpec): Graph =>
  buildWithLosses(spec, 'training', withLosses(spec, training), sources);

/** How a training step is made of a graph with losses. */
type StepOptions = Optimization & Partial<Pick<TrainingSpec, 'remat'>>;

/** What training runs: one step of the optimiser, and the losses alone. */
export interface CompiledTraining {
  /** The training variant with the losses' targets among its inputs; outputs `loss`, `loss.i.sum`, `loss.i.count`, `gradient_norm`. */
  readonly step: Graph;
  /** The inference variant with the same losses, and `measured.i`: what loss i measures. */
  readonly evaluation: Graph;
}

/**
 * The graphs that train a compiled model.
 *
 *   Spec ─2-build→ Graph with losses (─segment-loops→) ─portable→ ─differentiate, lift-sums, …→ ─apply-optimizer→ ─target→ step
 *
 * @throws RnncError where a loss can't measure what it names, or a trained weight has no gradient
 */
export function compileTraining(compiled: Compiled, objective: ObjectiveSpec & StepOptions): CompiledTraining {
  const { spec, sources } = compiled;
  const step = optimizeStep(buildWithLosses(spec, 'training', objective, sources), objective, sources);
  const { learning: _, ...evaluation } = buildWithLosses(spec, 'inference', objective, sources);
  return { step, evaluation: optimize(evaluation) };
}

function buildWithLosses(
  spec: Spec,
  variant: 'inference' | 'training',
  objective: ObjectiveSpec,
  sources: Sources,
): Graph {
  const { graph, diagnostics } = buildGraph(spec, variant, objective);
  if (graph === null) throw new RnncError(diagnostics, sources);
  return graph;
}

/** @throws RnncError for losses that can't measure what they name */
function checkLosses(spec: Spec, sources: Sources): void {
  const { training } = spec;
  if (training !== null && training.losses !== null)
    buildWithLosses(spec, 'inference', withLosses(spec, training), sources);
}

/** What the losses measure is no result of a step: reading it back would cost as much as computing it. */
function optimizeStep(graph: Graph, objective: StepOptions, sources: Sources, watch?: WatchGraph): Graph {
  const start = { ...graph, outputs: graph.outputs.filter((o) => !o.name.startsWith('measured.')) };
  const typed: TypedNodes = new Map();
  const passes = [...(objective.remat ? [segmentLoops] : []), ...portable, ...learning, applyOptimizer(objective)];
  try {
    const updated = runPasses(start, passes, { fused: false, typed }, watch);
    return runPasses(updated, target, { fused: true, typed }, watch);
  } catch (error) {
    if (error instanceof RnncError && error.sources.size === 0) throw new RnncError(error.diagnostics, sources);
    throw error;
  }
}

/** Whether the training variant differs from the inference variant. */
const hasTrainingVariant = (spec: Spec): boolean =>
  spec.layers.some(
    (layer) =>
      layer.type === 'dropout' ||
      (layer.type === 'batch_norm' && followsBatches(layer, spec.training?.frozen ?? [])) ||
      (layer.type === 'embedding' && layer.keepProb < 1) ||
      (isStack(layer) && layer.cells.some(({ wrap }) => wrap.some(({ kind }) => kind !== 'residual'))),
  );

function read(text: string, options: CompileOptions) {
  const { spec, diagnostics, sources } = readSpec(text, options);
  const warnings = diagnostics.filter((d) => d.severity === 'warning');
  if (spec === null || warnings.length < diagnostics.length) {
    // what phase 2 finds in the part that is whole belongs to the same list
    const built = spec === null ? [] : buildGraph(spec, 'inference').diagnostics;
    const places = new Set(diagnostics.map(placeOf));
    const more = built.filter((d) => d.span === null || !places.has(placeOf(d)));
    throw new RnncError([...diagnostics, ...more], sources);
  }
  return { spec, sources, warnings };
}

function build(spec: Spec, variant: 'inference' | 'training', sources: Sources): Graph {
  const { graph, diagnostics } = buildGraph(spec, variant);
  if (graph === null) throw new RnncError(diagnostics, sources);
  return graph;
}

function optimize(graph: Graph, watch: WatchGraph = () => {}): Graph {
  const typed: TypedNodes = new Map();
  const core = runPasses(graph, portable, { fused: false, typed }, watch);
  return runPasses(core, target, { fused: true, typed }, watch);
}

/** What `inspect --after` can stop at, in order; a pass that runs twice is shown after its last run. */
export const stageNames: readonly string[] = [
  'read',
  'build',
  ...new Set([
    segmentLoops.name,
    ...[...portable, ...learning].map((pass) => pass.name),
    'apply-optimizer',
    ...target.map((pass) => pass.name),
  ]),
  'optimize',
  'unroll',
  'lower',
  'fuse',
  'generate',
  'plan',
];

export interface InspectOptions extends CompileOptions {
  /** `training` of a model with the section of that name: a step of the optimiser. */
  readonly variant?: 'inference' | 'training';
  /** Default `float32`. A training step is always in float32. */
  readonly precision?: Precision;
  /**
   * What one batch has, for the graph that it is fed to: all sizes, lengths, and what follows from its trees. Loops are unrolled over it, and memory is
   * planned for it. A model over trees needs one for the stages that show that.
   */
  readonly batch?: (graph: Graph) => GivenTrees;
  /** Sizes for the plan where no batch is given; symbols left out count as 1. */
  readonly sizes?: { readonly [symbol: string]: number };
  /** Generated code whose multiply-adds are rounded once; default false. */
  readonly relaxed?: boolean;
}

/** The data at one arrow of the pipeline, in its one textual form. @throws RnncError as `compileModel`, and where a stage needs trees. */
export function inspectAfter(text: string, options: InspectOptions, stage: string): string {
  const seen = new Map<string, () => string>();
  const watch: Watch = (name, print) => seen.set(name, print);
  runWatched(text, options, watch);
  const print = seen.get(stage);
  if (print === undefined) {
    if (!stageNames.includes(stage)) throw new InternalError(`no stage '${stage}'`);
    throw new RnncError([seen.has('apply-optimizer') ? notRecomputed(stage) : notTrained(stage)]);
  }
  return print();
}

function runWatched(text: string, options: InspectOptions, watch: Watch): void {
  const { spec, sources } = read(text, options);
  watch('read', () => printSpec(spec));
  const variant = options.variant ?? 'inference';
  const watchGraph: WatchGraph = (name, result) => watch(name, () => printGraph(result));
  const objective = variant === 'inference' || spec.training === null ? null : withLosses(spec, spec.training);
  const graph = objective === null ? build(spec, variant, sources) : buildWithLosses(spec, variant, objective, sources);
  watch('build', () => printGraph(graph));
  const optimized =
    objective === null ? optimize(graph, watchGraph) : optimizeStep(graph, objective, sources, watchGraph);
  watch('optimize', () => printGraph(optimized));
  const steps = spec.unroll?.value ?? null;
  const batchFor = (stage: string): GivenTrees | null => {
    if (options.batch !== undefined) return options.batch(optimized);
    const trees = optimized.inputs.flatMap((i) => (i.role === 'structure' ? [i.walk.tree] : []));
    if (trees.length > 0) throw new RnncError([treesNeeded(stage, [...new Set(trees)])]);
    return null;
  };
  watch('unroll', () => {
    const batch = batchFor('unroll');
    const pass = batch === null ? unroll(steps ?? 2) : unrollOver(batch);
    return printGraph(runPasses(optimized, [pass], { fused: true }));
  });
  const lowered = lowerGraph(optimized, {
    fullLength: true,
    unroll: steps,
    precision: options.precision ?? 'float32',
  });
  watch('lower', () => printProgram(lowered));
  const program = fuseProgram(lowered);
  watch('fuse', () => printProgram(program));
  watch('generate', () => generateText(program, { relaxed: options.relaxed ?? false, shared: false, sources }));
  watch('plan', () => {
    const symbols = program.buffers.flatMap(({ shape }) => shape.flatMap(symbolsOf));
    const given = batchFor('plan')?.sizes ?? bindSegments(optimized, options.sizes ?? {});
    const sizes = { ...Object.fromEntries(symbols.map((symbol) => [symbol, 1])), ...given };
    const { flops } = countWork(program, [...program.main, ...program.update], sizes);
    return printPlan(program, planMemory(program, sizes), flops);
  });
}

/** Where a mistake is, and of what kind: both phases may find it. */
const placeOf = ({ code, span }: Diagnostic): string => `${code} ${span?.file} ${span?.start}`;
