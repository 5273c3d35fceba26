import { printShape, type Shape } from '../../ir/dim.ts';
import type { TensorType } from '../../ir/types.ts';
import type { Diagnostic, Span } from '../diagnostic.ts';
import { didYouMean, error, list, quote } from '../phrase.ts';

/** Mistakes that show when a model is made ready for training. */

export const opWithoutGradient = (span: Span | null, op: string, path: string): Diagnostic => ({
  code: 'no-gradient',
  severity: 'error',
  span,
  message: `"${path}" computes ${op}, which has no gradient, on the way from a weight to the loss`,
  fix: 'compute it from values that do not depend on a trained weight, or freeze the weights before it',
  notes: [],
});

export const weightUnreached = (span: Span | null, path: string): Diagnostic => ({
  code: 'weight-unreached',
  severity: 'error',
  span,
  message: `no loss depends on the weight "${path}", so training can't change it`,
  expected: 'a way from every trained weight to a loss',
  found: 'none',
  fix: 'add a loss of an output that uses it, or list it under training.frozen',
  notes: [],
});

/** Shapes as users write them: inside, sequences run time-major. */
const surface = (shape: Shape): string => printShape(shape).replace(/^\[([A-Za-z]\w*), batch\b/, '[batch, $1');

export const frozenUnknown = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-weight', span, `no weight is called "${name}" or begins with "${name}."`, {
    expected: `one of ${list(known)}, or the beginning of one`,
    found: `"${name}"`,
    fix: didYouMean(name, known) ?? 'see `rnnc inspect --json` for the names of all weights',
  });
export const frozenAll = (span: Span, weights: number): Diagnostic =>
  error('nothing-trained', span, 'nothing is left to train: every weight is frozen', {
    expected: 'at least one weight that is not frozen',
    found: `${weights} weight${weights === 1 ? '' : 's'}, all frozen`,
    fix: 'remove a name from frozen',
  });
export const statisticsApart = (span: Span, layer: string, frozen: string, moving: string): Diagnostic =>
  error('moving-statistics', span, `the statistics of batch_norm "${layer}" stay as they are together or not at all`, {
    expected: `"${frozen}" and "${moving}" under frozen, or neither`,
    found: `"${frozen}" alone`,
    fix: `write frozen: [${frozen}, ${moving}] to normalise by them in training too, or remove "${frozen}" to follow the batches`,
  });
export const lossOfIntegers = (span: Span, loss: string, dtype: string): Diagnostic =>
  error('loss-type', span, `${loss} measures float32 values`, {
    expected: 'a float32 output',
    found: dtype,
    fix: 'name the layer that computes the prediction',
  });
export const lossNeedsBatch = (span: Span, loss: string): Diagnostic =>
  error('loss-shape', span, `${loss} measures something that differs from sample to sample`, {
    expected: '[batch, …]',
    found: 'a value without a batch axis',
    fix: 'name the layer that computes the prediction',
  });
export const lossOfProbabilities = (
  span: Span,
  loss: string,
  own: string,
  measured: string,
  found: {
    readonly applied: string;
    readonly layer: string;
    readonly before: string | null;
    readonly span: Span | null;
  },
): Diagnostic =>
  error(
    'loss-of-probabilities',
    span,
    `${loss} applies ${own} by itself, and "${measured}" is what ${found.applied} gave`,
    {
      expected: `logits, as they are before ${found.applied}`,
      found: `numbers from 0 to 1`,
      fix:
        found.before === null
          ? `take ${found.applied} out of layer "${found.layer}"; where probabilities are an output, give them a layer of type activation behind it`
          : `write output: ${found.before}; layer "${found.layer}" may stay for the outputs`,
      notes: found.span === null ? [] : [{ message: `${found.applied} is applied here`, span: found.span }],
    },
  );
export const lossNeedsFeatures = (span: Span, loss: string): Diagnostic =>
  error('loss-shape', span, `${loss} needs a last axis with classes or parameters`, {
    expected: '[batch, …, classes]',
    found: 'no such axis',
    fix: 'put a dense layer before it',
  });
export const stepWeightsWithoutSteps = (span: Span, loss: string, name: string): Diagnostic =>
  error('loss-shape', span, `step_weights of ${loss}: its output has no steps`, {
    expected: 'an output [batch, time, …]',
    found: 'one value per sample',
    fix: `write sample_weights: ${name} for a weight per sample`,
  });
export const classWeightsOfSeveral = (span: Span): Diagnostic =>
  error('loss-shape', span, 'class weights are for one class at each sample or step', {
    expected: 'an output [batch, classes], one of one number, or the same over time',
    found: 'several classes side by side',
    fix: 'give each class a loss of its own with a weight, or remove class_weights',
  });
export const classWeightUnknown = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-class', span, `class_weights: there is no class ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'name a class of the target',
  });
export const classWeightsAllZero = (span: Span): Diagnostic =>
  error('out-of-range', span, 'class_weights leave every class at 0', {
    expected: 'a class with a weight above 0',
    found: 'none',
    fix: 'give one class a weight, or remove class_weights',
  });
export const lossOfOneClass = (span: Span): Diagnostic =>
  error('one-class', span, 'cross_entropy is always 0 here: its output has one class', {
    expected: '[batch, …, classes] with two classes at least',
    found: 'an output of one number, and data of one class',
    fix: 'give data with another class too, or name another target',
  });
export const lossOfManyMissing = (span: Span, loss: string): Diagnostic =>
  error('loss-shape', span, `${loss} takes one class per node, as a node may have none`, {
    expected: 'a target [batch, node]',
    found: 'several classes per node',
    fix: 'name a target of its own, or give each class a loss of its own',
  });
export const targetDisagrees = (span: Span, name: string, expected: TensorType, found: TensorType): Diagnostic =>
  error('target-shape', span, `"${name}" does not fit the output that it is the target of`, {
    expected: `${expected.dtype}${surface(expected.shape)}`,
    found: `${found.dtype}${surface(found.shape)}`,
    fix: isOneStep(expected, found)
      ? 'use the last step where the output is made: write LAYER.last for the recurrent layer that it reads'
      : 'use another name for the target, or another output',
  });
/** Whether the only difference is that the output has a time axis and the other shape has none. */
const isOneStep = ({ shape }: TensorType, found: TensorType): boolean =>
  shape.length === found.shape.length + 1 && printShape(shape.filter((_, i) => i !== 0)) === printShape(found.shape);
export const quantileCount = (span: Span, quantiles: number, features: number): Diagnostic =>
  error('loss-shape', span, 'a quantile loss needs a feature per quantile for every number of the target', {
    expected: `${quantiles} features, or a multiple of it`,
    found: `${features}`,
    fix: `give the layer before it units: ${quantiles}, times the steps of a horizon where there are several`,
  });
export const gaussianHalves = (span: Span, features: number): Diagnostic =>
  error('loss-shape', span, 'gaussian_nll needs a mean and a log variance for every feature of the target', {
    expected: 'an even number of features, means first',
    found: `${features}`,
    fix: 'give the layer before it twice as many units as the target has features',
  });
export const ctcNeedsLogits = (span: Span, shape: Shape): Diagnostic =>
  error('loss-shape', span, 'ctc measures logits per step', {
    expected: '[batch, time, classes]',
    found: surface(shape),
    fix: 'name a layer that gives one row of logits per step',
  });
export const ctcWithin = (span: Span, time: string, around: string): Diagnostic =>
  error('loss-shape', span, 'ctc measures one sequence of logits per sample', {
    expected: 'a sequence right behind batch',
    found: `one over "${time}" at every step of "${around}"`,
    fix: `measure a layer along "${around}", or give the model one sequence per sample`,
  });
export const ctcBlank = (span: Span, blank: number, classes: number): Diagnostic =>
  error('out-of-range', span, `blank must be one of the ${classes} classes`, {
    expected: `0 to ${classes - 1}`,
    found: `${blank}`,
    fix: 'the usual blank is 0',
  });
export const whichLoss = (span: Span, outputs: readonly string[]): Diagnostic =>
  error('which-loss', span, 'the model has several outputs and no loss says which of them to train', {
    expected: `losses, each with an output: one of ${list(outputs)}`,
    found: 'none',
    fix: `add losses: [{type: mse, output: ${outputs[0] ?? 'y'}}]`,
  });
export const notTrained = (stage: string): Diagnostic =>
  error('no-training', null, `"${stage}" is a step of the compiler for models that are trained`, {
    expected: 'a model with the section training, and --variant training',
    found: 'the graph that runs',
    fix: 'add --variant training',
  });
export const notRecomputed = (stage: string): Diagnostic =>
  error('no-recomputation', null, `"${stage}" is a step of the compiler for models that recompute in training`, {
    expected: 'remat: true in the section training',
    found: 'a model that keeps what its loops compute',
    fix: 'add remat: true under training',
  });
/** @param trees names of the inputs that take them. */
export const treesNeeded = (stage: string, trees: readonly string[]): Diagnostic =>
  error('trees-missing', null, `"${stage}" shows a model over trees for trees that are given, and none are`, {
    expected: `a file with ${list(trees.map((name) => `"${name}"`))}`,
    found: 'none',
    fix: 'give one with --input FILE, such as rnnc run takes',
  });
