import { describe, expect, test } from 'vitest';
import type { LossSpec } from '../../compiler/1-read/spec/training-spec.ts';
import { buildGraph } from '../../compiler/2-build/build.ts';
import { type Compiled, compileModel, compileTraining } from '../../compiler/compile.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import type { Optimization } from '../../compiler/optimizers/optimizer-spec.ts';
import { settingsAt } from '../../compiler/optimizers/settings.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import type { Path } from '../../src/engine/kernels/table.ts';
import type { Feeds } from '../../src/model/feeds/feeds.ts';
import { runTraining } from '../../src/model/training-run.ts';
import { isStructure, structureValues } from '../../src/trees/structure-values.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';
import {
  type ByName,
  built,
  evaluatorInputs,
  evaluatorWeights,
  expectExact,
  feedsOf,
  filesOf,
  lossesOf,
  type Nested,
  type Numbers,
  numbersByName,
  objectiveOf,
  onWasm,
  type Problem,
  readGolden,
  runtimeFeeds,
  scalar,
  scalarOf,
  withGradientOutputs,
} from './training-cases.ts';

/** What make_trees_torch.py writes; the form is told there. */
interface Case extends Omit<Problem, 'feeds'> {
  readonly name: string;
  readonly feeds: { readonly [name: string]: Nested | readonly Children[]; readonly parse: readonly Children[] };
  readonly outputs: ByName;
  readonly loss: number;
  readonly gradients: { readonly weights: ByName; readonly feeds: ByName };
  readonly steps?: readonly { readonly loss: number; readonly weights: ByName }[];
}

interface File {
  readonly adam: { readonly lr: number; readonly beta1: number; readonly beta2: number; readonly eps: number };
  readonly cases: readonly Case[];
}

const files = filesOf('training', 'trees-').map((file) => ({ file, ...readGolden<File>('training', file) }));

/** The case without its trees. */
const problemOf = ({ feeds: { parse: _, ...feeds }, ...rest }: Case): Problem => ({ ...rest, feeds: feeds as ByName });

/** NaN in every entry of x beyond the nodes of its sample. */
function spoiled(feeds: ReadonlyMap<string, Numbers>): Map<string, Numbers> {
  const lengths = feeds.get('node.lengths')?.data ?? [];
  const beyond = ({ shape: [, nodes = 1, features = 1] }: Numbers, i: number): boolean =>
    Math.floor(i / features) % nodes >= (lengths[Math.floor(i / (nodes * features))] ?? nodes);
  return new Map(
    [...feeds].map(([name, numbers]) => [
      name,
      name === 'x' ? { ...numbers, data: numbers.data.map((v, i) => (beyond(numbers, i) ? Number.NaN : v)) } : numbers,
    ]),
  );
}

/** What follows from the trees, as the evaluator takes it. */
function structureOf(graph: Graph, { feeds: { parse } }: Case): [string, Tensor64][] {
  const { values } = structureValues(graph.inputs.filter(isStructure), new Map([['parse', parse]]));
  return [...values].map(([name, data]) => [
    name,
    { dtype: 'int32', shape: [data.length], data: Float64Array.from(data) },
  ]);
}

const evaluated = (graph: Graph, golden: Case, feeds: ReadonlyMap<string, Numbers>, rest: EvaluationRest) =>
  evaluateGraph(graph, {
    inputs: new Map([...evaluatorInputs(graph, feeds), ...structureOf(graph, golden)]),
    weights: evaluatorWeights(rest.weights),
    ...(rest.slots === undefined ? {} : { slots: evaluatorWeights(rest.slots) }),
  });

interface EvaluationRest {
  readonly weights: ReadonlyMap<string, Numbers>;
  readonly slots?: ReadonlyMap<string, Numbers>;
}

const fed = (graph: Graph, { feeds: { parse } }: Case, feeds: ReadonlyMap<string, Numbers>): Feeds => ({
  ...runtimeFeeds(graph, feeds),
  parse,
});

/** Float32: within 1e-5 of the larger of 1 and the largest entry. */
const expectClose = (name: string, found: Parameters<typeof expectExact>[1], expected: Numbers): void =>
  expectExact(name, found, expected, 1e-5);

const expectedOf = ({ loss, outputs, gradients }: Case): ReadonlyMap<string, Numbers> =>
  new Map([
    ['loss', scalar(loss)],
    ...numbersByName(outputs),
    ...[...numbersByName(gradients.weights), ...numbersByName(gradients.feeds)].map(
      ([name, numbers]) => [`d ${name}`, numbers] as const,
    ),
  ]);

/** A graph whose outputs are the loss, what it measures and all gradients, as it is and optimised for kernels. */
function withGradients(golden: Case, { spec }: Compiled, losses: readonly LossSpec[]) {
  const graph = built(buildGraph(spec, 'training', objectiveOf(losses)));
  const renamed = new Map(golden.terms.map(({ output }, i) => [`measured.${i}`, output]));
  const named = { ...graph, outputs: graph.outputs.map((o) => ({ ...o, name: renamed.get(o.name) ?? o.name })) };
  const { weights, feeds } = golden.gradients;
  return withGradientOutputs(named, [...Object.keys(weights), ...Object.keys(feeds)]);
}

function gradientsInFloat64(golden: Case, compiled: Compiled, losses: readonly LossSpec[]): void {
  const feeds = spoiled(feedsOf(problemOf(golden)));
  for (const [form, graph] of Object.entries(withGradients(golden, compiled, losses))) {
    const { outputs } = evaluated(graph, golden, feeds, { weights: numbersByName(golden.weights) });
    for (const [name, numbers] of expectedOf(golden)) expectExact(`${form}: ${name}`, outputs.get(name), numbers);
  }
}

async function gradientsByKernels(golden: Case, compiled: Compiled, losses: readonly LossSpec[], path: Path) {
  const { optimized } = withGradients(golden, compiled, losses);
  const feeds = spoiled(feedsOf(problemOf(golden)));
  const graphs = { inference: optimized, training: null };
  const found = await onWasm(graphs, numbersByName(golden.weights), path, (model) =>
    model.run(fed(optimized, golden, feeds), { nan: 'allow' }),
  );
  for (const [name, numbers] of expectedOf(golden)) expectClose(`${path}: ${name}`, found[name], numbers);
}

/** Five steps of Adam: the losses before them, the weights after them. */
interface Stepping {
  readonly golden: Case;
  readonly steps: NonNullable<Case['steps']>;
  readonly optimization: Optimization;
  readonly rate: number;
  readonly step: Graph;
  readonly evaluation: Graph;
}

function steppingOf(
  golden: Case,
  { lr, beta1, beta2, eps }: File['adam'],
  compiled: Compiled,
  losses: readonly LossSpec[],
): Stepping {
  const optimization: Optimization = {
    optimizer: { type: 'adam', beta1, beta2, epsilon: eps, convention: 'torch', weightDecay: 0 },
    clip: { by: 'none', limit: 1 },
    average: null,
  };
  const { step, evaluation } = compileTraining(compiled, objectiveOf(losses, optimization));
  return { golden, steps: golden.steps ?? [], optimization, rate: lr, step, evaluation };
}

function stepsInFloat64({ golden, steps, optimization, rate, step }: Stepping): void {
  let weights: ReadonlyMap<string, Numbers> = numbersByName(golden.weights);
  let slots: ReadonlyMap<string, Numbers> = new Map();
  steps.forEach((expected, i) => {
    const settings = [...settingsAt(optimization, i + 1, rate)].map(([name, value]) => [name, scalar(value)] as const);
    const feeds = new Map([...feedsOf(problemOf(golden)), ...settings]);
    const { learning } = evaluated(step, golden, feeds, { weights, slots });
    const updates = [...(learning?.updates ?? [])].map(
      ([path, { shape, data }]) => [path, { shape, data: [...data] }] as const,
    );
    weights = new Map(updates.filter(([path]) => path in golden.weights));
    slots = new Map(updates.filter(([path]) => !(path in golden.weights)));
    expectExact(`step ${i + 1}: loss`, learning?.loss, scalar(expected.loss));
    for (const [path, numbers] of numbersByName(expected.weights))
      expectExact(`step ${i + 1}: ${path}`, weights.get(path), numbers);
  });
}

const stepsByKernels = ({ golden, steps, optimization, rate, step, evaluation }: Stepping, path: Path): Promise<void> =>
  onWasm({ inference: evaluation, training: step }, numbersByName(golden.weights), path, (model) => {
    const feeds = fed(step, golden, feedsOf(problemOf(golden)));
    steps.forEach((expected, i) => {
      const settings = settingsAt(optimization, i + 1, rate);
      const options = { variant: 'training', settings, seed: 0, step: i, states: new Map(), masked: false } as const;
      const run = runTraining(model, feeds, options);
      expectClose(`${path}, step ${i + 1}: loss`, scalarOf(run.scalar('loss')), scalar(expected.loss));
      run.update();
      const found = model.weights();
      for (const [name, numbers] of numbersByName(expected.weights))
        expectClose(`${path}, step ${i + 1}: ${name}`, found.get(name), numbers);
    });
  });

test('there are vectors to test, with steps of every cell', () => {
  const cells = new Set(files.flatMap(({ cases }) => cases.map(({ name }) => name.split(':')[0])));
  expect([...cells].sort()).toEqual([
    'tree.child_sum_lstm',
    'tree.child_sum_lstm forget_input false',
    'tree.gru',
    'tree.nary_lstm',
    'tree.recursive',
  ]);
  const stepped = files.flatMap(({ cases }) => cases.filter(({ steps }) => steps?.length === 5));
  expect(stepped).toHaveLength(2 * cells.size);
});

for (const { file, adam, cases } of files)
  describe(file, () => {
    const lossesIn = (golden: Case) => {
      const compiled = compileModel(golden.model, { file: 'golden.yaml', resolve: () => null, set: {} });
      const losses = lossesOf(compiled.spec, problemOf(golden));
      if (losses === null) throw new Error('the language has this loss');
      return { compiled, losses };
    };

    test.each(cases)('$name: in float64', (golden) => {
      const { compiled, losses } = lossesIn(golden);
      gradientsInFloat64(golden, compiled, losses);
      if (golden.steps !== undefined) stepsInFloat64(steppingOf(golden, adam, compiled, losses));
    });

    describe.each(['fast', 'public'] as const)('%s path', (path) => {
      test.each(cases)('$name: by kernels', async (golden) => {
        const { compiled, losses } = lossesIn(golden);
        await gradientsByKernels(golden, compiled, losses, path);
        if (golden.steps !== undefined) await stepsByKernels(steppingOf(golden, adam, compiled, losses), path);
      });
    });
  });
