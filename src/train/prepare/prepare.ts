import type { Reference } from '../../../compiler/1-read/spec/located.ts';
import type { Spec } from '../../../compiler/1-read/spec/spec.ts';
import type { LossSpec, TrainingSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { type Compiled, type CompiledTraining, compileTraining, withLosses } from '../../../compiler/compile.ts';
import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { BATCH, printDim, staticSize } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { Precision } from '../../../compiler/program/program.ts';
import type { ModelDefinition, WeightData } from '../../artifact/definition.ts';
import type { FeedMark, FeedMeaning, FeedShape, FeedSize, FeedSteps } from '../../data/dataset/dataset.ts';
import type { StepMask } from '../../data/dataset/preprocessing.ts';
import { treeSpecs } from '../../model/feeds/feed-trees.ts';
import * as say from '../messages.ts';
import { checkPrevious } from './check-previous.ts';
import { marksOfInputs, masksOfInputs } from './masks.ts';
import { modelKeys } from './model-keys.ts';

/** The section `training` with its losses spelled out. */
export type Objective = TrainingSpec & { readonly losses: readonly LossSpec[] };

/** A model made ready for training: what runs, and what must be fed. */
export interface Trainable {
  readonly compiled: Compiled;
  readonly objective: Objective;
  readonly graphs: CompiledTraining;
  /** Inputs of the model and targets of the losses, in the order of the graph. */
  readonly feeds: readonly FeedShape[];
  /** What of the model decides on the course of the training; `trainingIdentity` adds the data. */
  readonly identity: { readonly [what: string]: string };
}

/**
 * Compiles what `training` asks for.
 * @throws RnncError `no-training` where the model has no such section, and with every mistake in the objective
 */
export function prepareTraining(compiled: Compiled): Trainable {
  const { spec, sources } = compiled;
  const { training } = spec;
  if (training === null) throw new RnncError([say.noTraining(compiled.file)], sources);
  checkPrevious(compiled);
  const objective = withLosses(spec, training);
  const graphs = compileTraining(compiled, objective);
  return {
    compiled,
    objective,
    graphs,
    identity: identityOf(compiled, training),
    feeds: feedsOf(
      graphs.evaluation,
      new Set(spec.inputs.map((i) => i.name)),
      meaningsOf(objective.losses),
      classesOf(objective.losses, graphs.evaluation),
      marksOfInputs(spec),
      masksOfInputs(spec, objective.losses, comparedOf(objective.losses)),
      sizesOf(spec, objective.losses, graphs.evaluation),
      stepsOf(spec, objective.losses),
    ),
  };
}

/** How the identity of a training calls what stands under a key of the model. */
export const MODEL_KEY = 'key ';

function identityOf({ file, sources, parameters, seed }: Compiled, training: TrainingSpec): Trainable['identity'] {
  const keys = Object.entries(modelKeys(file, sources)).map(([key, value]) => [`${MODEL_KEY}${key}`, value] as const);
  return {
    ...Object.fromEntries(keys),
    parameters: JSON.stringify(Object.entries(parameters).sort()),
    seed: `${seed}`,
    'batch size': `${training.batch}`,
  };
}

/** What a `Model` is made from that runs training steps (variant `training`) and measures losses (variant `inference`). */
export function trainingDefinition(
  { compiled, graphs }: Trainable,
  weights: ReadonlyMap<string, WeightData> = new Map(),
  precision: Precision = 'float32',
): ModelDefinition {
  const { name, seed, unroll } = compiled;
  return { name, seed, unroll, precision, graphs: { inference: graphs.evaluation, training: graphs.step }, weights };
}

/** Size of the last axis of what the first loss measures. */
export const measuredWidth = ({ graphs: { evaluation } }: Trainable): number => widthOf(evaluation, 0);

function widthOf(evaluation: Graph, loss: number): number {
  const value = evaluation.outputs.find((o) => o.name === `measured.${loss}`)?.value;
  const last = value === undefined ? undefined : evaluation.values[value]?.type.shape.at(-1);
  return (last === undefined ? null : staticSize(last)) ?? 1;
}

/** By target; a target of several losses has to suit all. */
function classesOf(losses: readonly LossSpec[], evaluation: Graph): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  losses.forEach((loss, i) => {
    if (loss.type !== 'cross_entropy') return;
    const { value } = loss.target;
    found.set(value, Math.min(found.get(value) ?? Number.POSITIVE_INFINITY, widthOf(evaluation, i)));
  });
  return found;
}

/** What says how many classes, values or tokens there can be, by feed: the layer that a loss measures, the smallest embedding of an input. */
function sizesOf({ layers }: Spec, losses: readonly LossSpec[], evaluation: Graph): ReadonlyMap<string, FeedSize> {
  const found = new Map<string, FeedSize>();
  const add = (feed: string, size: FeedSize): void => {
    if (size.count < (found.get(feed)?.count ?? Number.POSITIVE_INFINITY)) found.set(feed, size);
  };
  losses.forEach((loss, i) => {
    const [layer, count] = [loss.output.target, widthOf(evaluation, i)];
    if (loss.type === 'cross_entropy') add(loss.target.value, { layer, key: 'units', count });
    // one number tells two classes apart
    if (loss.type === 'sigmoid_cross_entropy' && count === 1) add(loss.target.value, { layer, key: 'units', count: 2 });
  });
  for (const layer of layers)
    if (layer.type === 'embedding' && layer.input.path.length === 0)
      add(layer.input.target, { layer: layer.name, key: 'vocabulary', count: layer.vocabulary.value });
  return found;
}

/** By target, the recurrent layer whose every step comes through to what a loss measures. */
function stepsOf({ layers }: Spec, losses: readonly LossSpec[]): ReadonlyMap<string, FeedSteps> {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const found = new Map<string, FeedSteps>();
  for (const loss of losses) {
    if (!('target' in loss)) continue;
    let [reader, at]: [string | null, Reference | undefined] = [null, loss.output];
    while (at !== undefined && at.path.length === 0) {
      const layer = byName.get(at.target);
      if (layer?.type === 'recurrent')
        found.set(loss.target.value, { layer: layer.name, reader, output: loss.output.target });
      if (layer === undefined || layer.type === 'recurrent') break;
      reader = layer.name;
      at = 'input' in layer && layer.type !== 'recursive' ? layer.input : undefined;
    }
  }
  return found;
}

/** Feeds that losses compare or weigh with. */
const comparedOf = (losses: readonly LossSpec[]): ReadonlySet<string> =>
  new Set([...losses.flatMap((loss) => ('target' in loss ? [loss.target.value] : [])), ...meaningsOf(losses).keys()]);

/** Feeds whose numbers must reach a loss unscaled. */
function meaningsOf(losses: readonly LossSpec[]): ReadonlyMap<string, FeedMeaning> {
  const found: [string, FeedMeaning][] = losses.flatMap((loss): [string, FeedMeaning][] => {
    if (!('target' in loss)) return [];
    const target = loss.target.value;
    return [
      ...(loss.type === 'soft_cross_entropy' ? [[target, 'distribution'] satisfies [string, FeedMeaning]] : []),
      ...(loss.type === 'sigmoid_cross_entropy' ? [[target, 'probabilities'] satisfies [string, FeedMeaning]] : []),
      ...(loss.sampleWeights === null
        ? []
        : [[loss.sampleWeights.value, 'sample weights'] satisfies [string, FeedMeaning]]),
      ...('stepWeights' in loss && loss.stepWeights !== undefined
        ? [[loss.stepWeights.value, 'sample weights'] satisfies [string, FeedMeaning]]
        : []),
    ];
  });
  return new Map(found);
}

function feedsOf(
  graph: Graph,
  inputs: ReadonlySet<string>,
  meanings: ReadonlyMap<string, FeedMeaning>,
  classes: ReadonlyMap<string, number>,
  marks: ReadonlyMap<string, readonly FeedMark[]>,
  masks: ReadonlyMap<string, readonly StepMask[]>,
  sizes: ReadonlyMap<string, FeedSize>,
  steps: ReadonlyMap<string, FeedSteps>,
): FeedShape[] {
  const trees = treeSpecs(graph).map(
    ({ name, axis, ...tree }): FeedShape => ({
      name,
      role: 'input',
      dtype: 'int32',
      dims: [BATCH, axis, 2],
      tree,
    }),
  );
  const values = graph.inputs.flatMap((input): FeedShape[] => {
    if (input.role !== 'feed') return [];
    const type = graph.values[input.value]?.type;
    if (type === undefined || type.dtype === 'bool') throw new InternalError(`feed ${input.name} has no type`);
    const dims = type.shape.map((d) => staticSize(d) ?? printDim(d));
    const { name } = input;
    const meaning = meanings.get(name);
    const count = classes.get(name);
    const compared = marks.get(name);
    const masked = type.dtype === 'float32' ? masks.get(name) : undefined;
    const size = sizes.get(name);
    const along = typeof dims[1] === 'string' ? steps.get(name) : undefined;
    const role = inputs.has(name) ? 'input' : 'target';
    return [
      {
        name,
        role,
        dtype: type.dtype,
        dims,
        ...(meaning === undefined ? {} : { meaning }),
        ...(count === undefined ? {} : { classes: count }),
        ...(compared === undefined ? {} : { marks: compared }),
        ...(masked === undefined ? {} : { masks: masked }),
        ...(size === undefined ? {} : { size }),
        ...(along === undefined ? {} : { steps: along }),
        ...(input.missing === undefined ? {} : { missing: input.missing }),
      },
    ];
  });
  return [...values, ...trees];
}
