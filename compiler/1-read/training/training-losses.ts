import type { Span } from '../../diagnostics/diagnostic.ts';
import * as readMessages from '../../diagnostics/messages/read/schema.ts';
import * as say from '../../diagnostics/messages/read/training.ts';
import type { FullPaths } from '../layers/full-paths.ts';
import type { ReadContext } from '../scope/context.ts';
import { checkName } from '../scope/names.ts';
import type { References } from '../scope/references.ts';
import type { Located, Reference } from '../spec/located.ts';
import type { OutputSpec } from '../spec/spec.ts';
import type { ClassWeights, LossSpec, Reduction } from '../spec/training-spec.ts';
import { isLiteral, numberOf } from '../values/numbers.ts';
import { entriesOf, field, isText, listOf, mapOf, type Tree, type TreeMap, textOf } from '../yaml/tree.ts';
import { numberIn, trainingRanges as ranges } from './training-numbers.ts';

type LossType = LossSpec['type'];

/** Keys that name feeds, and what the feeds are. */
const feedWords = { target: 'a target', sample_weights: 'sample weights', step_weights: 'step weights' } as const;
type FeedKey = keyof typeof feedWords;
const feedKeys = ['target', 'sample_weights', 'step_weights'] as const satisfies readonly FeedKey[];

/** Keys of each loss beyond `type`, `output`, `weight` and `reduce`. */
const keysOf: { readonly [K in LossType]: readonly string[] } = {
  cross_entropy: ['target', 'sample_weights', 'step_weights', 'class_weights'],
  soft_cross_entropy: ['target', 'sample_weights', 'step_weights'],
  sigmoid_cross_entropy: ['target', 'sample_weights', 'step_weights', 'class_weights'],
  mse: ['target', 'sample_weights', 'step_weights'],
  mae: ['target', 'sample_weights', 'step_weights'],
  gaussian_nll: ['target', 'sample_weights', 'step_weights'],
  huber: ['target', 'sample_weights', 'step_weights', 'delta'],
  quantile: ['target', 'sample_weights', 'step_weights', 'quantiles'],
  ctc: ['target', 'sample_weights', 'blank'],
  l1: [],
  l2: [],
};
export const lossTypes: readonly string[] = Object.keys(keysOf);
const isLoss = (name: string | null): name is LossType => name !== null && Object.hasOwn(keysOf, name);
const isPenalty = (type: LossType): type is 'l1' | 'l2' => type === 'l1' || type === 'l2';
const ownKeys: readonly string[] = [...new Set(Object.values(keysOf).flat())];

const reductions: readonly Reduction[] = ['mean', 'sum', 'batch'];

/** Name of the target of the only loss with one, where none is written. */
export const DEFAULT_TARGET = 'target';

/** Where the losses stand, and what they may name. */
export interface LossSite {
  readonly context: ReadContext;
  readonly references: References;
  readonly paths: FullPaths;
  /** Outputs that were read without a mistake. */
  readonly outputs: readonly OutputSpec[];
  /** Names of the outputs as declared. */
  readonly outputNames: ReadonlySet<string>;
  /** Inputs as declared. */
  readonly inputs: ReadonlySet<string>;
  /** Names of the inputs and layers that were read without a mistake. */
  readonly whole: ReadonlySet<string>;
}

/** The losses as written. Null where one of them has a mistake, which has been reported. */
export function readLosses(site: LossSite, tree: Tree): readonly LossSpec[] | null {
  const items = listOf(tree)?.items ?? [];
  const compared = items.filter((item) => {
    const type = typeOf(item);
    return type === null || !isPenalty(type);
  });
  const losses = items.map((item) => readLoss(site, item, compared.length === 1));
  const whole = losses.filter((loss) => loss !== null);
  return whole.length === items.length && whole.length > 0 ? whole : null;
}

function typeOf(tree: Tree): LossType | null {
  const map = mapOf(tree);
  const type = map === null ? null : textOf(field(map, 'type'));
  return isLoss(type) ? type : null;
}

function readLoss(site: LossSite, tree: Tree, isOnly: boolean): LossSpec | null {
  const { context } = site;
  const map = mapOf(tree);
  const type = typeOf(tree);
  if (map === null) return null;
  const output = readMeasured(site, map, type);
  // the target of a loss counts as used also where the type of the loss is unknown
  if (type === null) {
    for (const key of feedKeys) readFeed(site, map, key);
    return null;
  }
  const span = field(map, 'type')?.span ?? map.span;
  const isWhole = checkKeys(context, map, type);
  const weight = readWeight(context, map, type);
  const reduce = readReduction(map);
  const target = isPenalty(type) ? null : readTarget(site, map, type, isOnly, span);
  const sampleWeights = isPenalty(type) ? null : readFeed(site, map, 'sample_weights');
  const stepWeights = isPenalty(type) || type === 'ctc' ? null : readFeed(site, map, 'step_weights');
  const [delta, quantiles, blank] = [
    type === 'huber' ? numberIn(context, map, 'delta', type, ranges.positive, 1) : 1,
    type === 'quantile' ? readQuantiles(context, map, span) : [],
    type === 'ctc' ? numberIn(context, map, 'blank', type, ranges.blank, 0) : 0,
  ];
  if (!isWhole || output === null || weight === null || reduce === null) return null;
  const classWeights = readClassWeights(context, map, type);
  if (classWeights === 'broken') return null;
  const base = { span, output, weight, reduce, ...(classWeights === null ? {} : { classWeights }) };
  if (isPenalty(type)) return { ...base, type };
  if (target === null || sampleWeights === undefined || stepWeights === undefined) return null;
  const ofSamples = { ...base, target, sampleWeights };
  const compared = { ...ofSamples, ...(stepWeights === null ? {} : { stepWeights }) };
  switch (type) {
    case 'huber':
      return delta === null ? null : { ...compared, type, delta };
    case 'quantile':
      return quantiles === null ? null : { ...compared, type, quantiles };
    case 'ctc':
      return blank === null ? null : { ...ofSamples, type, blank };
    case 'cross_entropy':
    case 'soft_cross_entropy':
    case 'sigmoid_cross_entropy':
    case 'mse':
    case 'mae':
    case 'gaussian_nll':
      return { ...compared, type };
    default:
      return type satisfies never;
  }
}

function checkKeys({ report }: ReadContext, map: TreeMap, type: LossType): boolean {
  const strange = ownKeys.filter((key) => !keysOf[type].includes(key)).flatMap((key) => map.entries.get(key) ?? []);
  for (const { name, key } of strange) {
    const owners = lossTypes.filter((other) => isLoss(other) && keysOf[other].includes(name));
    const isCommon = name === 'target' || name === 'sample_weights' || (name === 'step_weights' && isPenalty(type));
    report(isCommon ? say.penaltyKey(key, name, type) : say.keyOfOtherLoss(key, name, type, owners));
  }
  return strange.length === 0;
}

/** What a loss measures: a layer, a part of one, or what an output gives. Null after a mistake, which has been reported. */
function readMeasured(site: LossSite, map: TreeMap, type: LossType | null): Reference | null {
  const { context, references, whole, paths, outputs, outputNames } = site;
  const tree = field(map, 'output');
  const name = textOf(tree);
  const isOutput = name !== null && outputNames.has(name);
  const given = outputs.find((o) => o.name === name);
  let measured: Reference | null;
  if (isOutput && !references.layers.has(name))
    measured = given === undefined || tree === undefined ? null : { ...given.reference, span: tree.span };
  else {
    const read = references.read(tree, null);
    measured = read === null || !whole.has(read.target) ? null : paths.full(read);
  }
  if (measured === null) return null;
  if (isOutput && given !== undefined && !sameReference(measured, given.reference)) {
    context.report(say.lossOfLayerOrOutput(measured.span, name, given.span));
    return null;
  }
  if (measured.kind === 'layer') return measured;
  context.report(say.lossOfInput(measured.span, type ?? 'a loss', measured.target));
  return null;
}

const sameReference = (a: Reference, b: Reference): boolean =>
  [a.target, ...a.path].join('.') === [b.target, ...b.path].join('.');

function readWeight(context: ReadContext, map: TreeMap, type: LossType): number | null {
  const weight = numberIn(context, map, 'weight', type, ranges.notNegative, 1);
  const tree = field(map, 'weight');
  if (weight !== 0 || tree === undefined || !isLiteral(tree)) return weight;
  context.report(say.weightOfNothing(tree.span, type));
  return null;
}

function readReduction(map: TreeMap): Reduction | null {
  const tree = field(map, 'reduce');
  if (tree === undefined) return 'mean';
  const text = textOf(tree);
  return reductions.find((r) => r === text) ?? null;
}

function readTarget(site: LossSite, map: TreeMap, type: LossType, isOnly: boolean, span: Span): Located<string> | null {
  if (map.entries.has('target')) return readFeed(site, map, 'target') ?? null;
  if (!isOnly) {
    site.context.report(say.targetNeeded(span, type));
    return null;
  }
  return checkFeed(site, 'target', { value: DEFAULT_TARGET, span });
}

/** Name of a feed. Null where none is written, undefined after a mistake. */
function readFeed(site: LossSite, map: TreeMap, key: FeedKey): Located<string> | null | undefined {
  const tree = field(map, key);
  if (tree === undefined) return null;
  if (!isText(tree)) return undefined;
  return checkFeed(site, key, { value: tree.value, span: tree.span }) ?? undefined;
}

/** Checks the name of a feed: an input, which then counts as used, or a name that nothing else in the model has. */
function checkFeed({ context, references, inputs }: LossSite, key: FeedKey, name: Located<string>): typeof name | null {
  const { value, span } = name;
  if (inputs.has(value)) {
    context.usage.mark('layer', value);
    return name;
  }
  if (references.layers.has(value)) {
    context.usage.mark('layer', value);
    context.report(say.targetIsLayer(span, key, value));
    return null;
  }
  return checkName(value, feedWords[key], 'plain', span, context.report) ? name : null;
}

/** `balanced`, or a number for each class by its name. Null where nothing is written. */
function readClassWeights(context: ReadContext, map: TreeMap, type: LossType): ClassWeights | null | 'broken' {
  const tree = field(map, 'class_weights');
  if (tree === undefined || !keysOf[type].includes('class_weights')) return null;
  if (mapOf(tree) === null) return textOf(tree) === 'balanced' ? { kind: 'balanced', span: tree.span } : 'broken';
  const read = entriesOf(tree).map(({ name, value }) => {
    const number = numberOf(context, value, `the weight of class "${name}"`, ranges.notNegative);
    return number === null ? null : ([name, number] as const);
  });
  const weights = read.filter((entry) => entry !== null);
  return weights.length === read.length ? { kind: 'named', weights: new Map(weights), span: tree.span } : 'broken';
}

function readQuantiles(context: ReadContext, map: TreeMap, span: Span): readonly number[] | null {
  const tree = field(map, 'quantiles');
  if (tree === undefined) {
    context.report(readMessages.missingKey(span, 'a quantile loss', 'quantiles'));
    return null;
  }
  const items = listOf(tree)?.items ?? [];
  const seen = new Set<number>();
  let whole = items.length > 0;
  for (const item of items) {
    const quantile = numberOf(context, item, 'a quantile', ranges.inside)?.value;
    if (quantile === undefined) whole = false;
    else if (seen.has(quantile)) {
      context.report(say.quantileTwice(item.span, quantile));
      whole = false;
    } else seen.add(quantile);
  }
  return whole ? [...seen] : null;
}
