import { describe, expect, test } from 'vitest';
import type { LossSpec } from '../../compiler/1-read/spec/training-spec.ts';
import { GRADIENT_NORM } from '../../compiler/3-optimize/passes/training/apply-optimizer.ts';
import { type Compiled, type CompiledTraining, compileModel, compileTraining } from '../../compiler/compile.ts';
import type { Clipping, Optimization, OptimizerSpec } from '../../compiler/optimizers/optimizer-spec.ts';
import { settingsAt } from '../../compiler/optimizers/settings.ts';
import { averageSlot } from '../../compiler/optimizers/slots.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import type { Path } from '../../src/engine/kernels/table.ts';
import { runTraining } from '../../src/model/training-run.ts';
import {
  type ByName,
  evaluatorInputs,
  evaluatorWeights,
  expectExact,
  expectNear,
  feedsOf,
  filesOf,
  lossesOf,
  type Numbers,
  numbersByName,
  objectiveOf,
  onWasm,
  type Problem,
  readGolden,
  runtimeFeeds,
  scalar,
  scalarOf,
  span,
} from './training-cases.ts';

interface Options {
  readonly [name: string]: number;
}

interface Penalty {
  readonly kind: 'l1' | 'l2';
  readonly on: 'weights' | 'activation';
  readonly factor: number;
  readonly paths: readonly string[];
}

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly options: Options;
  readonly learning_rates: readonly number[];
  readonly clip: { readonly kind: 'global_norm' | 'norm' | 'value'; readonly limit: number } | null;
  readonly penalty: Penalty | null;
  readonly steps: readonly {
    readonly loss: number;
    readonly gradient_norm: number;
    readonly weights: ByName;
    readonly averages?: ByName;
  }[];
}

const files = filesOf('training', 'optimisers-').map((file) => ({
  file,
  ...readGolden<{ readonly problem: Problem; readonly cases: readonly Case[] }>('training', file),
}));

interface Inexact {
  readonly reason: string;
  /** What is tested all the same. */
  readonly tested: 'nothing' | 'within 1e-5' | 'other matrices apart';
}

const clipped: Inexact = { reason: 'clip_grad_norm_ adds 1e-6 to the norm, ours does not', tested: 'within 1e-5' };
const decayed: Inexact = {
  reason: "weight decay is decoupled; torch's adds to the clipped gradient, which momentum and velocity see",
  tested: 'nothing',
};
const penalised: Inexact = {
  reason: 'a penalty on weights is on all matrices that are trained, not on some',
  tested: 'other matrices apart',
};

/** All cases whose update the language can't tell exactly. */
const inexact: { readonly [name: string]: Inexact } = {
  'keras.SGD, l1 penalty on weights': penalised,
  'keras.SGD, l2 penalty on weights': penalised,
  'torch.SGD, clipped by global_norm': clipped,
  'torch.SGD, clipped by norm': clipped,
  'torch.SGD momentum, clipped by global_norm': clipped,
  'torch.SGD nesterov, clipped by global_norm': clipped,
  'torch.Adagrad, clipped by global_norm': clipped,
  'torch.Adadelta, clipped by global_norm': clipped,
  'torch.RMSprop, clipped by global_norm': clipped,
  'torch.Adam, clipped by global_norm': clipped,
  'torch.AdamW, clipped by global_norm': clipped,
  'torch.NAdam, clipped by global_norm': clipped,
  'torch.SGD momentum, dampening 0.25': { reason: 'momentum has no dampening', tested: 'nothing' },
  'torch.SGD weight_decay, clipped by global_norm': decayed,
  'torch.Adam weight_decay': decayed,
};

function option(options: Options, name: string): number {
  const value = options[name];
  if (value === undefined) throw new Error(`the case has no option '${name}'`);
  return value;
}

const adam =
  (type: 'adam' | 'adamw' | 'nadam', convention: 'keras' | 'torch', beta1: string, beta2: string, epsilon: string) =>
  (o: Options): OptimizerSpec => ({
    type,
    beta1: option(o, beta1),
    beta2: option(o, beta2),
    epsilon: option(o, epsilon),
    convention,
    weightDecay: o.weight_decay ?? 0,
  });
const sgd = (o: Options): OptimizerSpec => ({ type: 'sgd', weightDecay: o.weight_decay ?? 0 });
const momentum =
  (convention: 'keras' | 'torch', nesterov: boolean) =>
  (o: Options): OptimizerSpec => ({
    type: 'momentum',
    momentum: option(o, 'momentum'),
    nesterov,
    convention,
    weightDecay: 0,
  });
const adagrad =
  (convention: 'keras' | 'torch', epsilon: (o: Options) => number) =>
  (o: Options): OptimizerSpec => ({
    type: 'adagrad',
    epsilon: epsilon(o),
    initial: option(o, 'initial_accumulator_value'),
    convention,
    weightDecay: 0,
  });
const adadelta =
  (epsilon: string) =>
  (o: Options): OptimizerSpec => ({
    type: 'adadelta',
    rho: option(o, 'rho'),
    epsilon: option(o, epsilon),
    weightDecay: 0,
  });
const rmsprop =
  (convention: 'keras' | 'torch' | 'tf1', rho: string, epsilon: string, centered: boolean) =>
  (o: Options): OptimizerSpec => ({
    type: 'rmsprop',
    rho: option(o, rho),
    momentum: o.momentum ?? 0,
    centered,
    epsilon: option(o, epsilon),
    convention,
    weightDecay: 0,
  });

/** Our optimiser for each rule of the frameworks. */
const optimizers: { readonly [rule: string]: (options: Options) => OptimizerSpec } = {
  'keras.SGD': sgd,
  'keras.SGD momentum': momentum('keras', false),
  'keras.SGD nesterov': momentum('keras', true),
  'keras.SGD weight_decay': sgd,
  'keras.SGD use_ema': sgd,
  'keras.Adagrad': adagrad('keras', (o) => option(o, 'epsilon')),
  'keras.Adadelta': adadelta('epsilon'),
  'keras.RMSprop': rmsprop('keras', 'rho', 'epsilon', false),
  'keras.RMSprop momentum': rmsprop('keras', 'rho', 'epsilon', false),
  'keras.RMSprop centered': rmsprop('keras', 'rho', 'epsilon', true),
  'keras.RMSprop centered momentum': rmsprop('keras', 'rho', 'epsilon', true),
  'keras.Adam': adam('adam', 'keras', 'beta_1', 'beta_2', 'epsilon'),
  'keras.Adam weight_decay': adam('adam', 'keras', 'beta_1', 'beta_2', 'epsilon'),
  'keras.Adam use_ema': adam('adam', 'keras', 'beta_1', 'beta_2', 'epsilon'),
  'keras.AdamW': adam('adamw', 'keras', 'beta_1', 'beta_2', 'epsilon'),
  'keras.Nadam': adam('nadam', 'keras', 'beta_1', 'beta_2', 'epsilon'),
  'tf1.GradientDescentOptimizer': sgd,
  // the rate is no part of the momentum, as in PyTorch
  'tf1.MomentumOptimizer': momentum('torch', false),
  'tf1.MomentumOptimizer use_nesterov': momentum('torch', true),
  'tf1.AdagradOptimizer': adagrad('keras', () => 0),
  'tf1.AdadeltaOptimizer': adadelta('epsilon'),
  'tf1.RMSPropOptimizer': rmsprop('tf1', 'decay', 'epsilon', false),
  'tf1.RMSPropOptimizer centered': rmsprop('tf1', 'decay', 'epsilon', true),
  'tf1.AdamOptimizer': adam('adam', 'keras', 'beta1', 'beta2', 'epsilon'),
  'torch.SGD': sgd,
  'torch.SGD momentum': momentum('torch', false),
  'torch.SGD nesterov': momentum('torch', true),
  'torch.Adagrad': adagrad('torch', (o) => option(o, 'eps')),
  'torch.Adadelta': adadelta('eps'),
  'torch.RMSprop': rmsprop('torch', 'alpha', 'eps', false),
  'torch.RMSprop centered momentum': rmsprop('torch', 'alpha', 'eps', true),
  'torch.Adam': adam('adam', 'torch', 'beta1', 'beta2', 'eps'),
  'torch.Adam averaged': adam('adam', 'torch', 'beta1', 'beta2', 'eps'),
  'torch.AdamW': adam('adamw', 'torch', 'beta1', 'beta2', 'eps'),
  'torch.NAdam': adam('nadam', 'torch', 'beta1', 'beta2', 'eps'),
};

/** The options of a case that its optimiser is not made of: the average's decay, and what is one number per step. */
const averageOf = (o: Options): number | null => o.ema_momentum ?? o.decay ?? null;

function optimizationOf({ name, rule, options, clip, steps }: Case): Optimization {
  const optimizer = optimizers[rule]?.(options);
  if (optimizer === undefined) throw new Error(`no optimiser stands for '${rule}' of '${name}'`);
  const clipping: Clipping = clip === null ? { by: 'none', limit: 1 } : { by: clip.kind, limit: clip.limit };
  return { optimizer, clip: clipping, average: steps[0]?.averages === undefined ? null : averageOf(options) };
}

/** The rate of step `t` from 1. `lr_decay` of PyTorch's Adagrad is one more schedule. */
function rateAt({ learning_rates, options }: Case, t: number): number {
  const rate = learning_rates[t - 1];
  if (rate === undefined) throw new Error(`the case has no rate for step ${t}`);
  return rate / (1 + (t - 1) * (options.lr_decay ?? 0));
}

interface Prepared {
  readonly golden: Case;
  readonly optimization: Optimization;
  readonly graphs: CompiledTraining;
  readonly feeds: ReadonlyMap<string, Numbers>;
  readonly weights: ReadonlyMap<string, Numbers>;
}

/** Keras 3.15.1 keeps the factor of `L1` as float32, and that of `L2` as it is (`keras/src/regularizers`). */
const factorOf = ({ kind, factor }: Penalty): number => (kind === 'l1' ? Math.fround(factor) : factor);

/** factor · Σ|y| / batch over the whole output of a layer. */
const activationLoss = (penalty: Penalty): LossSpec => {
  const [target = ''] = penalty.paths;
  const output = { kind: 'layer', target, path: [], span } as const;
  return { type: penalty.kind, output, weight: factorOf(penalty), reduce: 'batch', span };
};

function prepare(compiled: Compiled, problem: Problem, golden: Case): Prepared {
  const { penalty } = golden;
  const optimization = optimizationOf(golden);
  const losses = lossesOf(compiled.spec, problem) ?? [];
  const objective = objectiveOf(
    penalty?.on === 'activation' ? [...losses, activationLoss(penalty)] : losses,
    penalty?.on === 'weights'
      ? { ...optimization, weightPenalty: { l1: 0, l2: 0, [penalty.kind]: factorOf(penalty) } }
      : optimization,
  );
  return {
    golden,
    optimization,
    graphs: compileTraining(compiled, objective),
    feeds: feedsOf(problem),
    weights: numbersByName(problem.weights),
  };
}

/** One step in float64. */
function evaluatedStep(
  { golden, optimization, graphs: { step }, feeds }: Prepared,
  t: number,
  weights: ReadonlyMap<string, Numbers>,
  slots: ReadonlyMap<string, Numbers>,
) {
  const settings = settingsAt(optimization, t, rateAt(golden, t));
  const given = new Map([...feeds, ...[...settings].map(([name, value]) => [name, scalar(value)] as const)]);
  const { learning, outputs } = evaluateGraph(step, {
    inputs: evaluatorInputs(step, given),
    weights: evaluatorWeights(weights),
    slots: evaluatorWeights(slots),
  });
  if (learning === null) throw new Error('the step has nothing to learn');
  const updates = [...learning.updates].map(([path, { shape, data }]) => [path, { shape, data: [...data] }] as const);
  return {
    loss: learning.loss,
    norm: outputs.get(GRADIENT_NORM),
    weights: new Map(updates.filter(([path]) => weights.has(path))),
    slots: new Map(updates.filter(([path]) => !weights.has(path))),
  };
}

function checkInFloat64(prepared: Prepared, tolerance: number): void {
  let { weights }: { weights: ReadonlyMap<string, Numbers> } = prepared;
  let slots: ReadonlyMap<string, Numbers> = new Map();
  prepared.golden.steps.forEach((expected, i) => {
    const at = `step ${i + 1}`;
    const found = evaluatedStep(prepared, i + 1, weights, slots);
    ({ weights, slots } = found);
    expectExact(`${at}: loss`, found.loss, scalar(expected.loss), tolerance);
    expectExact(`${at}: gradient norm`, found.norm, scalar(expected.gradient_norm), tolerance);
    for (const [path, numbers] of numbersByName(expected.weights))
      expectExact(`${at}: ${path}`, weights.get(path), numbers, tolerance);
    for (const [path, numbers] of numbersByName(expected.averages ?? {}))
      expectExact(`${at}: average of ${path}`, slots.get(averageSlot(path)), numbers, tolerance);
  });
}

async function checkOnWasm(prepared: Prepared, path: Path): Promise<void> {
  const { golden, optimization, graphs, feeds } = prepared;
  const { evaluation, step: training } = graphs;
  await onWasm({ inference: evaluation, training }, prepared.weights, path, (model) => {
    golden.steps.forEach((expected, i) => {
      const at = `WASM, step ${i + 1}`;
      const settings = settingsAt(optimization, i + 1, rateAt(golden, i + 1));
      const options = { variant: 'training', settings, seed: 0, step: i, states: new Map(), masked: false } as const;
      const run = runTraining(model, runtimeFeeds(training, feeds), options);
      expectNear(`${at}: loss`, scalarOf(run.scalar('loss')), scalar(expected.loss));
      expectNear(`${at}: gradient norm`, scalarOf(run.scalar(GRADIENT_NORM)), scalar(expected.gradient_norm));
      run.update();
      const [weights, slots] = [model.weights(), model.slots()];
      for (const [name, numbers] of numbersByName(expected.weights))
        expectNear(`${at}: ${name}`, weights.get(name), numbers);
      for (const [name, numbers] of numbersByName(expected.averages ?? {})) {
        const data = slots.get(averageSlot(name));
        expectNear(`${at}: average of ${name}`, data && { shape: numbers.shape, data }, numbers);
      }
    });
  });
}

/** What the penalty adds to the gradient of one entry. */
const slopeOf = (penalty: Penalty, w: number): number =>
  factorOf(penalty) * (penalty.kind === 'l1' ? Math.sign(w) : 2 * w);

/** What the penalty of one weight adds to the loss. */
const costOf = (penalty: Penalty, { data }: Numbers): number =>
  factorOf(penalty) * data.reduce((sum, w) => sum + (penalty.kind === 'l1' ? Math.abs(w) : w * w), 0);

/**
 * Plain SGD without clipping moves each weight by its own gradient alone: steps that start at the fixture's weights differ by the penalty's
 * gradient in the matrices that Keras leaves out, and nowhere else.
 */
function checkPenaltyOnSome(prepared: Prepared): void {
  const { golden } = prepared;
  const { penalty } = golden;
  if (penalty === null) throw new Error(`'${golden.name}' has no penalty`);
  golden.steps.forEach((expected, i) => {
    const before = i === 0 ? prepared.weights : numbersByName(golden.steps[i - 1]?.weights ?? {});
    const found = evaluatedStep(prepared, i + 1, before, new Map());
    const others = [...before].filter(([path, { shape }]) => shape.length > 1 && !penalty.paths.includes(path));
    expect(others.map(([path]) => path)).toEqual(['rnn.0.forward.recurrent_kernel']);
    const more = others.reduce((sum, [, w]) => sum + costOf(penalty, w), 0);
    expectExact(`step ${i + 1}: loss`, found.loss, scalar(expected.loss + more));
    const rate = rateAt(golden, i + 1);
    for (const [path, { shape, data }] of numbersByName(expected.weights)) {
      const old = others.find(([other]) => other === path)?.[1].data;
      const moved = data.map((x, k) => (old === undefined ? x : x - rate * slopeOf(penalty, old[k] ?? Number.NaN)));
      expectExact(`step ${i + 1}: ${path}`, found.weights.get(path), { shape, data: moved });
    }
  });
}

test('there are vectors to test, and every inexact case is one of them', () => {
  expect(files.map(({ file }) => file).sort()).toEqual([
    'optimisers-keras.json',
    'optimisers-learned-torch.json',
    'optimisers-tf1.json',
    'optimisers-torch.json',
  ]);
  const names = files.flatMap(({ cases }) => cases.map(({ name }) => name));
  expect(Object.keys(inexact).filter((name) => !names.includes(name))).toEqual([]);
});

for (const { file, problem, cases } of files)
  describe(`${file}: five steps`, () => {
    const compiled = compileModel(problem.model, { file: 'golden.yaml', resolve: () => null, set: {} });
    const tested = (golden: Case): Inexact['tested'] | 'all' => inexact[golden.name]?.tested ?? 'all';

    for (const golden of cases.filter((c) => tested(c) !== 'nothing'))
      test(golden.name, async () => {
        const prepared = prepare(compiled, problem, golden);
        if (tested(golden) === 'other matrices apart') {
          checkPenaltyOnSome(prepared);
          return;
        }
        checkInFloat64(prepared, tested(golden) === 'within 1e-5' ? 1e-5 : 1e-9);
        await checkOnWasm(prepared, 'fast');
      });

    test('on the public path, the first of each rule', async () => {
      const exact = cases.filter((golden) => tested(golden) === 'all');
      const first = new Map(exact.toReversed().map((golden) => [golden.rule, golden]));
      for (const golden of first.values()) await checkOnWasm(prepare(compiled, problem, golden), 'public');
    });
  });
