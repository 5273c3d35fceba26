import { statisticsOf } from '../../1-read/spec/spec.ts';
import type { LossSpec, TrainingSpec } from '../../1-read/spec/training-spec.ts';
import { InternalError, type Span } from '../../diagnostics/diagnostic.ts';
import * as layerMessages from '../../diagnostics/messages/read/layers.ts';
import * as messages from '../../diagnostics/messages/train.ts';
import { BATCH, constantDim, dim, type Shape, staticSize } from '../../ir/dim.ts';
import type { GraphOutput } from '../../ir/graph.ts';
import { pathsUnder } from '../../ir/paths.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext } from '../context/context.ts';
import { BuildFailure } from '../equations/failure.ts';
import { connectionistLoss } from './connectionist-loss.ts';
import { type LossSite, targetFlow } from './loss-site.ts';
import { type Squashed, squashedBy } from './probabilities.ts';

/** Losses of a spec whose `losses` are filled in. */
export type ObjectiveSpec = Pick<TrainingSpec, 'frozen' | 'weightPenalty' | 'span'> & {
  readonly losses: readonly LossSpec[];
};

/** The scalar that training makes smaller, and what is reported of it. */
export interface Objective {
  readonly loss: ValueId;
  /**
   * `loss`; per loss number i `loss.i.sum` (of all entries that count, times their weights, features averaged unless the loss sums) and
   * `loss.i.count` (of those entries).
   */
  readonly outputs: readonly GraphOutput[];
  /** Paths of the weights that are not frozen. */
  readonly trained: readonly string[];
}

/** Values per entry: shape [time, batch, …] or [batch, …]; `time` null where the loss is one per sequence. */
interface Entries {
  readonly id: ValueId;
  readonly time: string | null;
  /** How much each counts, of the same shape without features; absent: all alike. */
  readonly weights?: ValueId;
  /** Bool [time, batch] or [batch]: whether there is something to compare with; absent: there is. */
  readonly present?: ValueId;
  /** Bool, of the shape of the entries, or with 1 in place of their last size: which numbers of the target are there. Absent: all are. */
  readonly given?: ValueId;
}

/**
 * All losses of a model as one scalar over flows that are built. Losses beyond a row's length count for nothing, whatever stands there; nor do
 * those at a step, or of a sample, whose class is -1, nor numbers whose target is NaN.
 * @throws BuildFailure for an output that a loss can't measure, for frozen names without a weight, and where every weight is frozen
 */
export function buildObjective(context: BuildContext, spec: ObjectiveSpec): Objective {
  const outputs: GraphOutput[] = [];
  const origin = { path: 'loss', span: spec.span };
  const terms = context.terms('loss', spec.span);
  const totals = spec.losses.flatMap((loss, i) => {
    const built = context.attempt(() => buildLoss(context, loss, i), loss.span);
    if (built === null) return [];
    outputs.push(
      { name: `loss.${i}.sum`, value: built.sum, origin: { path: `loss.${i}`, span: loss.span } },
      { name: `loss.${i}.count`, value: built.count, origin: { path: `loss.${i}`, span: loss.span } },
    );
    return [loss.weight === 1 ? built.value : terms.times(built.value, loss.weight)];
  });
  const trained = trainedWeights(context, spec);
  const penalties = weightPenalties(context, spec, trained);
  const loss = [...totals, ...penalties].reduce<ValueId | null>(
    (sum, x) => (sum === null ? x : terms.add(sum, x)),
    null,
  );
  const scalar = loss ?? terms.number(0);
  return { loss: scalar, outputs: [{ name: 'loss', value: scalar, origin }, ...outputs], trained };
}

function trainedWeights(context: BuildContext, { frozen }: ObjectiveSpec): readonly string[] {
  const known = context.weights.all.map((w) => w.path);
  const kept = new Set(
    frozen.flatMap(({ value, span }) => {
      const meant = pathsUnder(value, known);
      const isWhole = meant.some((path) => path.startsWith(`${value}.`));
      if (meant.length === 0) context.report(messages.frozenUnknown(span, value, known));
      if (meant.length > 1 && !isWhole) context.report(layerMessages.ambiguousPath(span, value, meant));
      return meant;
    }),
  );
  const moving = new Set<string>();
  for (const layer of context.spec.layers) {
    if (layer.type !== 'batch_norm') continue;
    const statistics = statisticsOf(layer);
    for (const path of statistics) moving.add(path);
    const [other] = statistics.filter((path) => !kept.has(path));
    const [one] = statistics.filter((path) => kept.has(path));
    const name = frozen.find(({ value }) => one !== undefined && pathsUnder(value, known).includes(one));
    if (one !== undefined && other !== undefined && name !== undefined)
      context.report(messages.statisticsApart(name.span, layer.name, one, other));
  }
  const trained = known.filter((path) => !kept.has(path) && !moving.has(path));
  const [first] = frozen;
  if (first !== undefined && trained.length === 0 && context.weights.all.length > 0)
    context.report(messages.frozenAll(first.span, context.weights.all.length));
  return trained;
}

/** l1 · Σ|w| + l2 · Σw² over trained weights that are matrices (Keras 3.15.1, `regularizers.L1L2`); biases are left alone. */
function weightPenalties(
  context: BuildContext,
  { weightPenalty, span }: ObjectiveSpec,
  trained: readonly string[],
): ValueId[] {
  const { l1, l2 } = weightPenalty;
  if (l1 === 0 && l2 === 0) return [];
  return context.weights.all.flatMap(({ path, value }) => {
    const { shape } = context.builder.typeOf(value);
    if (shape.length < 2 || !trained.includes(path)) return [];
    const t = context.terms(`penalty.${path}`, span);
    const axes = shape.map((_, axis) => axis);
    const sum = (x: ValueId, factor: number): ValueId[] =>
      factor === 0 ? [] : [t.times(t.emit('reduce_sum', [x], { axes, keepDims: false }), factor)];
    return [
      ...(l1 === 0 ? [] : sum(t.emit('abs', [value], {}), l1)),
      ...(l2 === 0 ? [] : sum(t.mul(value, value), l2)),
    ];
  });
}

/** The loss as it enters the total, with the sum and number of the entries it is made of. */
function buildLoss(
  context: BuildContext,
  spec: LossSpec,
  index: number,
): { readonly value: ValueId; readonly sum: ValueId; readonly count: ValueId } {
  const terms = context.terms(`loss.${index}`, spec.span);
  const flow = context.resolve(spec.output);
  const site: LossSite = { context, terms, spec, flow };
  const { dtype, shape } = context.builder.typeOf(flow.id);
  if (dtype !== 'float32') throw new BuildFailure(messages.lossOfIntegers(spec.output.span, spec.type, dtype));
  if (shape.length < (flow.time === null ? 1 : 2))
    throw new BuildFailure(messages.lossNeedsBatch(spec.output.span, spec.type));
  refuseProbabilities(site);
  const entries = spec.type === 'ctc' ? { id: connectionistLoss(site, spec), time: null } : entriesOf(site);
  const lead = entries.time === null ? 1 : 2;
  const type = context.builder.typeOf(entries.id);
  const features = type.shape.map((_, axis) => axis).slice(lead);
  const overFeatures = (x: ValueId, op: 'reduce_mean' | 'reduce_sum'): ValueId =>
    features.length === 0 ? x : terms.emit(op, [x], { axes: features, keepDims: false });
  const perEntry = overFeatures(entries.id, spec.reduce === 'mean' ? 'reduce_mean' : 'reduce_sum');
  /** Share of an entry's numbers that there are. */
  const share =
    entries.given === undefined
      ? null
      : overFeatures(terms.emit('cast', [entries.given], { dtype: 'float32' }), 'reduce_mean');
  const rowWeights =
    'sampleWeights' in spec && spec.sampleWeights !== null ? sampleWeights(site, spec.sampleWeights) : null;
  const stepWeights =
    'stepWeights' in spec && spec.stepWeights !== undefined ? weightsOfSteps(site, spec.stepWeights) : null;
  const ofSamples =
    rowWeights === null || entries.time === null
      ? rowWeights
      : context.axes.toRows({ id: rowWeights, time: null }, entries.time, { path: `loss.${index}`, span: spec.span });
  const ofEach = [entries.weights ?? null, stepWeights, ofSamples].filter((given) => given !== null);
  // those of classes and steps are [time, rows], those of samples [rows]
  const weights = ofEach.reduce<ValueId | null>((all, given) => (all === null ? given : terms.mul(all, given)), null);
  const leadShape = type.shape.slice(0, lead);
  const all = leadShape.map((_, axis) => axis);
  const total = (x: ValueId): ValueId => terms.emit('reduce_sum', [x], { axes: all, keepDims: false });
  const steps = entries.time === null ? null : context.validSteps(entries.time);
  const { present = null } = entries;
  const valid = steps === null || present === null ? (steps ?? present) : terms.emit('and', [steps, present], {});
  // padding may hold NaN, so it is replaced by 0 before it is multiplied by a weight
  const counted = valid === null ? perEntry : terms.choose(valid, perEntry, terms.number(0));
  const sum = total(weights === null ? counted : terms.mul(counted, weights));
  const ones =
    share !== null
      ? valid === null
        ? share
        : terms.choose(valid, share, terms.number(0))
      : valid === null
        ? terms.filled(1, leadShape)
        : terms.emit('cast', [valid], { dtype: 'float32' });
  const count = total(weights === null ? ones : terms.mul(ones, weights));
  /** A batch whose weights, or lengths, are all 0, or that has no labels, has the loss 0. */
  const shareOf = (total: ValueId): ValueId => {
    if (weights === null && valid === null && share === null) return terms.div(sum, total);
    const isZero = terms.emit('equal', [total, terms.number(0)], {});
    return terms.div(sum, terms.choose(isZero, terms.number(1), total));
  };
  switch (spec.reduce) {
    case 'mean':
      return { value: shareOf(count), sum, count };
    case 'sum':
      return { value: sum, sum, count };
    case 'batch': {
      const rows = rowWeights ?? terms.filled(1, [dim(BATCH)]);
      return { value: shareOf(terms.emit('reduce_sum', [rows], { axes: [0], keepDims: false })), sum, count };
    }
    default:
      return spec.reduce satisfies never;
  }
}

/** The function that a loss of logits applies by itself. */
const functionOfLoss: { readonly [K in LossSpec['type']]?: Squashed['op'] } = {
  cross_entropy: 'softmax',
  soft_cross_entropy: 'softmax',
  ctc: 'softmax',
  sigmoid_cross_entropy: 'sigmoid',
};

/** @throws BuildFailure for a loss of logits that is given what softmax or sigmoid made of them */
function refuseProbabilities({ context, spec, flow }: LossSite): void {
  const own = functionOfLoss[spec.type];
  const squashed =
    own === undefined ? null : squashedBy(flow.id, context.builder.nodes, (id) => context.builder.typeOf(id));
  if (own === undefined || squashed === null) return;
  const { op, origin } = squashed;
  const layer = context.spec.layers.find(({ name }) => name === origin.path.split('.')[0]);
  const before = layer?.type === 'activation' ? [layer.input.target, ...layer.input.path].join('.') : null;
  const measured = [spec.output.target, ...spec.output.path].join('.');
  throw new BuildFailure(
    messages.lossOfProbabilities(spec.output.span, spec.type, own, measured, {
      applied: op,
      layer: layer?.name ?? measured,
      before,
      span: origin.span,
    }),
  );
}

/** The weight of the class of each entry. @throws BuildFailure where an entry has several classes */
function classWeights(
  { terms: t, spec, context }: Pick<LossSite, 'terms' | 'spec' | 'context'>,
  classes: ValueId,
  several: boolean,
): ValueId {
  const values = spec.weightOfClass ?? [];
  const place = spec.classWeights?.span ?? spec.span;
  if (several) throw new BuildFailure(messages.classWeightsOfSeveral(place));
  const shape = [constantDim(values.length), constantDim(1)];
  const table = t.emit('constant', [], { dtype: 'float32', shape, values });
  return t.reshape(t.emit('gather', [table, classes], {}), context.builder.typeOf(classes).shape);
}

/** A float32 feed [batch]. */
function sampleWeights(
  { context }: LossSite,
  { value: name, span }: { readonly value: string; readonly span: Span },
): ValueId {
  return targetFlow(context, name, span, 'float32', [dim(BATCH)], null).id;
}

/** A float32 feed [batch, time], time-major. @throws BuildFailure for a loss that has no steps */
function weightsOfSteps(
  { context, spec, flow }: LossSite,
  { value: name, span }: { readonly value: string; readonly span: Span },
): ValueId {
  const { time } = flow;
  if (time === null) throw new BuildFailure(messages.stepWeightsWithoutSteps(span, spec.type, name));
  const [steps, batch] = context.builder.typeOf(flow.id).shape;
  if (steps === undefined || batch === undefined) throw new InternalError('a flow over time has no steps');
  return targetFlow(context, name, span, 'float32', [steps, batch], time).id;
}

function entriesOf(site: LossSite): Entries {
  const { terms: t, flow, spec } = site;
  const { shape } = site.context.builder.typeOf(flow.id);
  const x = flow.id;
  const last = shape.length - 1;
  const lead = flow.time === null ? 1 : 2;
  const entries = (id: ValueId): Entries => ({ id, time: flow.time });
  const classes = (): Shape => {
    if (shape.length <= lead) throw new BuildFailure(messages.lossNeedsFeatures(spec.output.span, spec.type));
    return shape.slice(0, -1);
  };
  const target = (dtype: 'float32' | 'int32', of: Shape): ValueId => {
    if (!('target' in spec)) throw new InternalError('a penalty has no target');
    return targetFlow(site.context, spec.target.value, spec.target.span, dtype, of, flow.time).id;
  };
  /** A target of numbers, 0 where it is NaN, and where it is not. An input of the model that is a target too has all its numbers. */
  const numbers = (of: Shape): { readonly target: ValueId; readonly given: ValueId | null } => {
    const raw = target('float32', of);
    if (!site.context.inputs.allowMissing(raw)) return { target: raw, given: null };
    const given = t.emit('equal', [raw, raw], {});
    return { target: t.choose(given, raw, t.number(0)), given };
  };
  const counted = (id: ValueId, given: ValueId | null): Entries =>
    given === null ? entries(id) : { ...entries(t.choose(given, id, t.number(0))), given };
  const sumLast = (id: ValueId): ValueId => t.emit('reduce_sum', [id], { axes: [last], keepDims: false });
  switch (spec.type) {
    /** log Σ exp(x) - x[target], of logits; the class is an index, or -1 where a step or sample has none. */
    case 'cross_entropy': {
      const of = classes();
      const label = target('int32', of);
      site.context.inputs.limitTokens(label, staticSize(shape[last] ?? {}) ?? 1);
      const isOne = of.length === lead;
      const mayBeAbsent = isOne ? site.context.inputs.allowMissing(label) : site.context.inputs.mayBeMissing(label);
      if (mayBeAbsent && !isOne) throw new BuildFailure(messages.lossOfManyMissing(spec.output.span, spec.type));
      const none = t.number(0, 'int32');
      const present = mayBeAbsent ? t.emit('greater_equal', [label, none], {}) : null;
      const found = present === null ? label : t.choose(present, label, none);
      const picked = t.emit('pick', [x, t.reshape(found, [...of, constantDim(1)])], {});
      const loss = t.sub(t.emit('logsumexp', [x], {}), t.reshape(picked, of));
      const weights = spec.weightOfClass === undefined ? {} : { weights: classWeights(site, found, of.length > lead) };
      return { ...entries(loss), ...weights, ...(present === null ? {} : { present }) };
    }
    /** Σ q (log Σ exp(x) - x), of logits; q is a distribution over the classes. */
    case 'soft_cross_entropy': {
      const of = classes();
      const { target: q, given } = numbers(shape);
      const loss = t.sub(t.mul(t.emit('logsumexp', [x], {}), sumLast(q)), sumLast(t.mul(q, x)));
      if (given === null) return entries(loss);
      // a distribution is there as a whole or not at all
      const known = sumLast(t.emit('cast', [given], { dtype: 'float32' }));
      const size = staticSize(shape[last] ?? {}) ?? 1;
      const whole = t.emit('equal', [known, t.filled(size, of)], {});
      return counted(loss, whole);
    }
    /** log(1 + exp(x)) - x z, of logits; z from 0 to 1 for every feature by itself. */
    case 'sigmoid_cross_entropy': {
      const { target: z, given } = numbers(shape);
      const loss = counted(t.sub(t.emit('softplus', [x], {}), t.mul(x, z)), given);
      if (spec.weightOfClass === undefined) return loss;
      const [negative = 1, positive = 1] = spec.weightOfClass;
      if (shape.length !== lead + 1 || staticSize(shape[last] ?? {}) !== 1)
        throw new BuildFailure(messages.classWeightsOfSeveral(spec.classWeights?.span ?? spec.span));
      const weights = t.add(t.times(z, positive - negative), t.number(negative));
      return { ...loss, weights: t.reshape(weights, shape.slice(0, -1)) };
    }
    case 'mse': {
      const { target: y, given } = numbers(shape);
      const d = t.sub(x, y);
      return counted(t.mul(d, d), given);
    }
    case 'mae': {
      const { target: y, given } = numbers(shape);
      return counted(t.emit('abs', [t.sub(x, y)], {}), given);
    }
    /** d²/2 up to delta, then delta (|d| - delta/2) (Huber 1964; Keras and PyTorch `huber_loss`). */
    case 'huber': {
      const { target: y, given } = numbers(shape);
      const size = t.emit('abs', [t.sub(x, y)], {});
      const inner = t.emit('minimum', [size, t.number(spec.delta)], {});
      return counted(t.add(t.times(t.mul(inner, inner), 0.5), t.times(t.sub(size, inner), spec.delta)), given);
    }
    /** max(tau e, (tau - 1) e) with e = target - x (Koenker and Bassett 1978); the output has all quantiles of a number side by side. */
    case 'quantile': {
      const of = classes();
      const count = spec.quantiles.length;
      const width = staticSize(shape[last] ?? {}) ?? 0;
      if (width === 0 || width % count !== 0)
        throw new BuildFailure(messages.quantileCount(spec.output.span, count, width));
      const compared = [...of, constantDim(width / count)];
      const { target: y, given: there } = numbers(compared);
      const isOne = width === count;
      const apart = (id: ValueId, size: number): ValueId =>
        isOne ? id : t.reshape(id, [...compared, constantDim(size)]);
      const given = there === null ? null : apart(there, 1);
      const e = t.sub(apart(y, 1), apart(x, count));
      const taus = (shift: number): ValueId =>
        t.emit('constant', [], {
          dtype: 'float32',
          shape: [constantDim(count)],
          values: spec.quantiles.map((tau) => tau - shift),
        });
      return counted(t.emit('maximum', [t.mul(e, taus(0)), t.mul(e, taus(1))], {}), given);
    }
    /** (log variance + (target - mean)² / variance + log 2π) / 2; the output's first half are means, the second log variances. */
    case 'gaussian_nll': {
      const of = classes();
      const width = staticSize(shape[last] ?? {}) ?? 0;
      if (width % 2 !== 0) throw new BuildFailure(messages.gaussianHalves(spec.output.span, width));
      const half = constantDim(width / 2);
      const [mean, logVariance] = t.emitAll('split', [x], { axis: last, sizes: [half, half] });
      if (mean === undefined || logVariance === undefined) throw new InternalError('a split in two gave less');
      const { target: y, given } = numbers([...of, half]);
      const d = t.sub(y, mean);
      const scaled = t.mul(t.mul(d, d), t.emit('exp', [t.neg(logVariance)], {}));
      return counted(t.times(t.add(t.add(logVariance, scaled), t.number(Math.log(2 * Math.PI))), 0.5), given);
    }
    case 'l1':
      return entries(t.emit('abs', [x], {}));
    case 'l2':
      return entries(t.mul(x, x));
    case 'ctc':
      throw new InternalError('ctc is one value per sequence');
    default:
      return spec satisfies never;
  }
}
