import { describe, expect, test } from 'vitest';
import type { Spec } from '../../compiler/1-read/spec/spec.ts';
import type { LossSpec } from '../../compiler/1-read/spec/training-spec.ts';
import { buildGraph } from '../../compiler/2-build/build.ts';
import { type Compiled, compileModel, compileTraining } from '../../compiler/compile.ts';
import { Rewriter } from '../../compiler/graph/rewrite.ts';
import type { Graph, GraphOutput } from '../../compiler/ir/graph.ts';
import type { ValueId } from '../../compiler/ir/types.ts';
import { settingsAt } from '../../compiler/optimizers/settings.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import type { Path } from '../../src/engine/kernels/table.ts';
import { runTraining } from '../../src/model/training-run.ts';
import {
  type ByName,
  built,
  evaluatorInputs,
  evaluatorWeights,
  expectExact,
  expectNear,
  feedsOf,
  filesOf,
  lossesOf,
  type Numbers,
  noOptimizer,
  numbersByName,
  numbersOf,
  objectiveOf,
  onWasm,
  type Problem,
  readGolden,
  runtimeFeeds,
  scalar,
  scalarOf,
  type Term,
  targetName,
  withGradientOutputs,
} from './training-cases.ts';

interface Case extends Problem {
  readonly name: string;
  readonly outputs: ByName;
  readonly loss: number;
  readonly gradients: { readonly weights: ByName; readonly feeds: ByName };
}

const files = filesOf('training', 'gradients-').map((file) => ({
  file,
  cases: readGolden<{ readonly cases: readonly Case[] }>('training', file).cases,
}));

const factorName = (output: string): string => `factor_${output}`;
const origin = { path: 'loss', span: null };

/** The loss of the language: NaN beyond a row's length does it no harm. What it measures has the names of the model's outputs. */
function withObjective(spec: Spec, losses: readonly LossSpec[], { terms }: Problem): Graph {
  const graph = built(buildGraph(spec, 'training', objectiveOf(losses)));
  const renamed = new Map(terms.map(({ output }, i) => [`measured.${i}`, output]));
  return { ...graph, outputs: graph.outputs.map((o) => ({ ...o, name: renamed.get(o.name) ?? o.name })) };
}

/** The loss as the fixture tells it, built by hand: every entry's squared error times a factor that is fed, summed. */
function byHand(spec: Spec, { terms }: Problem): Graph {
  const rewriter = new Rewriter(built(buildGraph(spec, 'inference')), () => false);
  const copied = rewriter.run();
  const { builder } = rewriter;
  const inputs = [...copied.inputs];
  const fed = (name: string, like: GraphOutput): ValueId => {
    const value = builder.value(name, builder.typeOf(like.value));
    inputs.push({ role: 'feed', name, value, limit: null, origin });
    return value;
  };
  const total = terms.reduce(
    (sum, { output }) => {
      const measured = copied.outputs.find((o) => o.name === output);
      if (measured === undefined) throw new Error(`the model has no output '${output}'`);
      const error = builder.emit('sub', [measured.value, fed(targetName(output), measured)], {}, origin);
      const square = builder.emit('mul', [error, error], {}, origin);
      const weighted = builder.emit('mul', [square, fed(factorName(output), measured)], {}, origin);
      const axes = builder.typeOf(measured.value).shape.map((_, axis) => axis);
      const term = builder.emit('reduce_sum', [weighted], { axes, keepDims: false }, origin);
      return builder.emit('add', [sum, term], {}, origin);
    },
    builder.constant(0, 'float32', origin),
  );
  const outputs = [...copied.outputs, { name: 'loss', value: total, origin }];
  return { ...copied, inputs, outputs, values: builder.values, nodes: builder.nodes };
}

/** What each entry's squared error counts in a term of the loss. */
function factors({ output, reduce, over }: Term, { targets, feeds }: Problem): Numbers {
  const { shape, data } = numbersOf(targets[output] ?? []);
  const lengths = numbersOf(feeds['time.lengths'] ?? []).data;
  const [, steps = 1, features = 1] = shape;
  const counts = data.map((_, i) => {
    const length = lengths[Math.floor(i / (steps * features))];
    return over === 'all' || length === undefined || Math.floor(i / features) % steps < length ? 1 : 0;
  });
  const count = counts.reduce<number>((a, b) => a + b, 0);
  return { shape, data: reduce === 'mean' ? counts.map((valid) => valid / count) : counts };
}

const expectedOf = ({ loss, outputs, gradients }: Case): ReadonlyMap<string, Numbers> =>
  new Map([
    ['loss', scalar(loss)],
    ...numbersByName(outputs),
    ...[...numbersByName(gradients.weights), ...numbersByName(gradients.feeds)].map(
      ([name, numbers]) => [`d ${name}`, numbers] as const,
    ),
  ]);

const leavesOf = ({ gradients }: Case): string[] => [
  ...Object.keys(gradients.weights),
  ...Object.keys(gradients.feeds),
];

const feedsWithFactors = (problem: Problem): Map<string, Numbers> =>
  new Map([
    ...feedsOf(problem),
    ...problem.terms.map((term) => [factorName(term.output), factors(term, problem)] as const),
  ]);

/** NaN in every entry of a sequence beyond its row's length. */
function spoiled(feeds: ReadonlyMap<string, Numbers>): Map<string, Numbers> {
  const lengths = feeds.get('time.lengths')?.data ?? [];
  return new Map(
    [...feeds].map(([name, { shape, data }]) => {
      const [, steps = 1, features] = shape;
      if (features === undefined) return [name, { shape, data }];
      const beyond = (i: number): boolean =>
        Math.floor(i / features) % steps >= (lengths[Math.floor(i / (steps * features))] ?? steps);
      return [name, { shape, data: data.map((x, i) => (beyond(i) ? Number.NaN : x)) }];
    }),
  );
}

/** Loss, outputs and the gradients of weights, inputs and initial states, of a graph whose output `loss` they are of. */
async function checkLeaves(golden: Case, graph: Graph, feeds: ReadonlyMap<string, Numbers>, paths: readonly Path[]) {
  const { plain, optimized } = withGradientOutputs(graph, leavesOf(golden));
  const expected = expectedOf(golden);
  const weights = numbersByName(golden.weights);
  for (const [form, of] of Object.entries({ plain, optimized })) {
    const given = { inputs: evaluatorInputs(of, feeds), weights: evaluatorWeights(weights) };
    const { outputs } = evaluateGraph(of, given);
    for (const [name, numbers] of expected) expectExact(`${form}: ${name}`, outputs.get(name), numbers);
  }
  for (const path of paths) {
    const found = await onWasm({ inference: optimized, training: null }, weights, path, (model) =>
      model.run(runtimeFeeds(optimized, feeds), { nan: 'allow' }),
    );
    for (const [name, numbers] of expected) expectNear(`WASM: ${name}`, found[name], numbers);
  }
}

/** Loss and gradients of weights, of the step that the compiler makes. */
async function checkStep(golden: Case, compiled: Compiled, losses: readonly LossSpec[]) {
  const { step, evaluation } = compileTraining(compiled, objectiveOf(losses));
  const feeds = feedsOf(golden);
  const weights = numbersByName(golden.weights);
  const gradients = numbersByName(golden.gradients.weights);
  const settings = settingsAt(noOptimizer, 1, 0.5);
  const given = new Map([...feeds, ...[...settings].map(([name, value]) => [name, scalar(value)] as const)]);
  const { learning } = evaluateGraph(step, {
    inputs: evaluatorInputs(step, given),
    weights: evaluatorWeights(weights),
  });
  expectExact('step: loss', learning?.loss, scalar(golden.loss));
  expect(new Set(learning?.gradients.keys())).toEqual(new Set(gradients.keys()));
  for (const [path, numbers] of gradients) expectExact(`step: d ${path}`, learning?.gradients.get(path), numbers);

  const shown = (step.learning?.gradients ?? []).map(({ path, value }) => ({ name: `d ${path}`, value, origin }));
  const training = { ...step, outputs: [...step.outputs, ...shown] };
  await onWasm({ inference: evaluation, training }, weights, 'fast', (model) => {
    const options = { variant: 'training', settings, seed: 0, step: 0, states: new Map(), masked: false } as const;
    const run = runTraining(model, runtimeFeeds(training, feeds), options);
    expectNear('WASM, step: loss', scalarOf(run.scalar('loss')), scalar(golden.loss));
    for (const [path, numbers] of gradients) expectNear(`WASM, step: d ${path}`, run.output(`d ${path}`), numbers);
  });
}

test('there are vectors to test', () => {
  expect(files.map(({ file }) => file).sort()).toEqual([
    'gradients-keras.json',
    'gradients-tf1.json',
    'gradients-torch.json',
  ]);
});

/** Their loss counts steps beyond a row's length, which no loss of the language does: by hand. */
const countsPadding = ({ name }: Case): boolean => name.endsWith(': padding counts too, final states, sum');
/** Run through the compiler's whole training step too: the gradients are those of the same passes, so some of each cell are enough. */
const stepped = ({ name }: Case): boolean => /: mean, head$|: lengths|stack of two|bidirectional, lengths/.test(name);
/** Run on the public path too. */
const sampled = ({ name }: Case): boolean => /lengths, initial state/.test(name);

for (const { file, cases } of files)
  describe(file, () => {
    for (const golden of cases)
      test(golden.name, async () => {
        const compiled = compileModel(golden.model, { file: 'golden.yaml', resolve: () => null, set: {} });
        const losses = lossesOf(compiled.spec, golden);
        expect(losses === null).toBe(countsPadding(golden));
        const paths: readonly Path[] = sampled(golden) ? ['fast', 'public'] : ['fast'];
        if (losses === null) {
          await checkLeaves(golden, byHand(compiled.spec, golden), feedsWithFactors(golden), paths);
          return;
        }
        await checkLeaves(golden, withObjective(compiled.spec, losses, golden), spoiled(feedsOf(golden)), paths);
        if (stepped(golden)) await checkStep(golden, compiled, losses);
      });
  });
