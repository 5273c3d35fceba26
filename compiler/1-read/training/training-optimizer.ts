import { InternalError } from '../../diagnostics/diagnostic.ts';
import * as say from '../../diagnostics/messages/read/training.ts';
import type { Convention, OptimizerSpec } from '../../optimizers/optimizer-spec.ts';
import type { ReadContext } from '../scope/context.ts';
import type { NumberRange } from '../values/numbers.ts';
import { booleanOf, entriesOf, field, isText, mapOf, type Tree, type TreeMap, textOf } from '../yaml/tree.ts';
import { numberIn, trainingRanges as ranges } from './training-numbers.ts';

export type OptimizerName = OptimizerSpec['type'];

interface NumberOption {
  readonly range: NumberRange;
  readonly defaults: { readonly [K in Convention]: number };
}
interface OptimizerRules {
  /** Learning rate where none is written. */
  readonly rate: number;
  readonly numbers: { readonly [option: string]: NumberOption };
  /** Options that are true or false; false unless written. */
  readonly flags: readonly string[];
  /** Conventions that the optimiser knows; the first is the default. Empty where all frameworks compute it in the same way. */
  readonly conventions: readonly Convention[];
}

const option = (range: NumberRange, keras: number, torch = keras, tf1 = keras): NumberOption => ({
  range,
  defaults: { keras, torch, tf1 },
});
const adam = (weightDecay: NumberOption): OptimizerRules => ({
  rate: 0.001,
  numbers: {
    beta1: option(ranges.fading, 0.9),
    beta2: option(ranges.fading, 0.999),
    epsilon: option(ranges.epsilon, 1e-7, 1e-8),
    weight_decay: weightDecay,
  },
  flags: [],
  conventions: ['keras', 'torch'],
});
const noDecay = option(ranges.fading, 0);

/**
 * Options of each optimiser with the defaults of Keras 3.15.1 (`keras/src/optimizers`), for the convention `torch` those of PyTorch
 * (`torch/optim`), for `tf1` those of `tf.compat.v1.train.RMSPropOptimizer`. Rates are Keras' for every convention. Both frameworks leave
 * momentum off in their SGD; 0.9 is the value of PyTorch's example.
 */
const optimizers: { readonly [K in OptimizerName]: OptimizerRules } = {
  sgd: { rate: 0.01, numbers: { weight_decay: noDecay }, flags: [], conventions: [] },
  momentum: {
    rate: 0.01,
    numbers: { momentum: option(ranges.inside, 0.9), weight_decay: noDecay },
    flags: ['nesterov'],
    conventions: ['keras', 'torch'],
  },
  adagrad: {
    rate: 0.001,
    numbers: {
      initial: option(ranges.notNegative, 0.1, 0),
      epsilon: option(ranges.epsilon, 1e-7, 1e-10),
      weight_decay: noDecay,
    },
    flags: [],
    conventions: ['keras', 'torch'],
  },
  adadelta: {
    rate: 0.001,
    numbers: {
      rho: option(ranges.fading, 0.95),
      epsilon: option(ranges.epsilon, 1e-7),
      weight_decay: noDecay,
    },
    flags: [],
    conventions: [],
  },
  rmsprop: {
    rate: 0.001,
    numbers: {
      rho: option(ranges.fading, 0.9, 0.99, 0.9),
      momentum: option(ranges.fading, 0),
      epsilon: option(ranges.epsilon, 1e-7, 1e-8, 1e-10),
      weight_decay: noDecay,
    },
    flags: ['centered'],
    conventions: ['keras', 'torch', 'tf1'],
  },
  adam: adam(noDecay),
  adamw: adam(option(ranges.fading, 0.004, 0.01)),
  nadam: adam(noDecay),
};
export const optimizerNames: readonly string[] = Object.keys(optimizers);
const isOptimizer = (name: string): name is OptimizerName => Object.hasOwn(optimizers, name);

/** Every option of an optimiser, as it is written. */
export const optionsOf = (name: OptimizerName): readonly string[] => {
  const { numbers, flags, conventions } = optimizers[name];
  return [...Object.keys(numbers), ...flags, ...(conventions.length === 0 ? [] : ['convention'])];
};

/** The learning rate of an optimiser where none is written. */
export const defaultRate = (name: OptimizerName): number => optimizers[name].rate;

/** The optimiser where none is written. */
export const defaultOptimizer = (): OptimizerSpec =>
  assemble('adam', 'keras', numbersOf('adam', 'keras'), { nesterov: false, centered: false });

/** `adam`, or with options `{adam: {beta1: 0.8}}`. Null after a mistake, which has been reported. */
export function readOptimizer(context: ReadContext, tree: Tree): OptimizerSpec | null {
  const [entry] = entriesOf(tree);
  const [name, span] = isText(tree) ? [tree.value, tree.span] : [entry?.name, entry?.key];
  if (name === undefined || span === undefined) return null;
  if (!isOptimizer(name)) {
    context.report(say.unknownOptimizer(span, name, optimizerNames));
    return null;
  }
  if (entry === undefined)
    return assemble(name, 'keras', numbersOf(name, 'keras'), { nesterov: false, centered: false });
  const map = mapOf(entry.value);
  return map === null ? null : readOptions(context, name, map);
}

function readOptions(context: ReadContext, name: OptimizerName, map: TreeMap): OptimizerSpec | null {
  const known = optionsOf(name);
  let whole = true;
  for (const { name: key, key: at } of map.entries.values()) {
    if (known.includes(key)) continue;
    const owners = optimizerNames.filter((other) => isOptimizer(other) && optionsOf(other).includes(key));
    context.report(say.unknownOption(at, name, key, known, owners));
    whole = false;
  }
  const { numbers, conventions } = optimizers[name];
  const written = textOf(field(map, 'convention'));
  const convention = written === null ? 'keras' : conventions.find((c) => c === written);
  const values = new Map<string, number>();
  for (const [key, { range, defaults }] of Object.entries(numbers)) {
    const value = numberIn(context, map, key, name, range, defaults[convention ?? 'keras']);
    if (value === null) whole = false;
    else values.set(key, value);
  }
  if (!whole || convention === undefined) return null;
  const flag = (key: string): boolean => booleanOf(field(map, key)) ?? false;
  return assemble(name, convention, values, { nesterov: flag('nesterov'), centered: flag('centered') });
}

const numbersOf = (name: OptimizerName, convention: Convention): ReadonlyMap<string, number> =>
  new Map(Object.entries(optimizers[name].numbers).map(([key, { defaults }]) => [key, defaults[convention]]));

function assemble(
  type: OptimizerName,
  convention: Convention,
  values: ReadonlyMap<string, number>,
  { nesterov, centered }: { readonly nesterov: boolean; readonly centered: boolean },
): OptimizerSpec {
  const number = (key: string): number => {
    const value = values.get(key);
    if (value === undefined) throw new InternalError(`${type} without ${key}`);
    return value;
  };
  const weightDecay = number('weight_decay');
  const either = convention === 'torch' ? 'torch' : 'keras';
  switch (type) {
    case 'sgd':
      return { type, weightDecay };
    case 'momentum':
      return { type, momentum: number('momentum'), nesterov, convention: either, weightDecay };
    case 'adagrad':
      return { type, initial: number('initial'), epsilon: number('epsilon'), convention: either, weightDecay };
    case 'adadelta':
      return { type, rho: number('rho'), epsilon: number('epsilon'), weightDecay };
    case 'rmsprop': {
      const [rho, momentum, epsilon] = [number('rho'), number('momentum'), number('epsilon')];
      return { type, rho, momentum, centered, epsilon, convention, weightDecay };
    }
    case 'adam':
    case 'adamw':
    case 'nadam': {
      const [beta1, beta2, epsilon] = [number('beta1'), number('beta2'), number('epsilon')];
      return { type, beta1, beta2, epsilon, convention: either, weightDecay };
    }
    default:
      return type satisfies never;
  }
}
