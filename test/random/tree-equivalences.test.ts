import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { evaluateShape, printDim } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { isStructure, structureValues } from '../../src/trees/structure-values.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';
import { type Code, codeOf, type Feeds, runProgram } from '../fuse/run.ts';
import { builtModel } from '../gradients/built.ts';
import { numbers } from '../passes/equal.ts';
import { runStockTrees } from './check-trees.ts';
import { type TreeModel, treeModel } from './tree-model.ts';

const RUNS = Number(process.env.RUNS ?? 0);
const EXACT = 1e-12;
const FLOAT32 = 1e-6;

/** A tree with what is fed of it: of an input over nodes a row for each, of another one row. */
interface Sample {
  readonly children: Children;
  readonly nodes: ReadonlyMap<string, readonly (readonly number[])[]>;
  readonly row: ReadonlyMap<string, readonly number[]>;
}

/** Rows of every output, by sample: one for each node of those over nodes, else one. */
type Results = readonly ReadonlyMap<string, readonly (readonly number[])[]>[];

const isOverNodes = (graph: Graph, id: number): boolean => {
  const second = graph.values[id]?.type.shape[1];
  return second !== undefined && printDim(second) === 'node';
};

const widthOf = (graph: Graph, id: number, lead: number): number =>
  evaluateShape(graph.values[id]?.type.shape.slice(lead) ?? [], {}).reduce((a, b) => a * b, 1);

function samplesOf(graph: Graph, batch: readonly Children[], seed: number): Sample[] {
  const next = numbers(seed + 17);
  return batch.map((children) => {
    const nodes = new Map<string, number[][]>();
    const row = new Map<string, number[]>();
    for (const input of graph.inputs) {
      if (input.role !== 'feed') continue;
      const { limit } = input;
      const entry = (): number =>
        limit === null ? Math.fround(next()) : Math.floor(((next() + 1) / 2) * (limit + 1 - 1e-9)) - 1;
      const over = isOverNodes(graph, input.value);
      const width = widthOf(graph, input.value, over ? 2 : 1);
      const one = (): number[] => Array.from({ length: width }, entry);
      if (over) nodes.set(input.name, children.map(one));
      else row.set(input.name, one());
    }
    return { children, nodes, row };
  });
}

/** The same numbers for a weight of the same name, whatever its direction is called; of two directions each has its own. */
function feedsOf(graph: Graph, samples: readonly Sample[], seed: number): Feeds {
  const node = Math.max(0, ...samples.map(({ children }) => children.length));
  const trees = new Map([['parse', samples.map(({ children }) => children)]]);
  const { values, sizes } = structureValues(graph.inputs.filter(isStructure), trees);
  const bound = { batch: samples.length, node, ...sizes };
  const inputs = new Map(
    [...values].map(([name, data]) => [name, tensor64('int32', [data.length], Float64Array.from(data))]),
  );
  for (const input of graph.inputs) {
    const type = graph.values[input.value]?.type ?? { dtype: 'float32', shape: [] };
    const shape = evaluateShape(type.shape, bound);
    const set = (data: readonly number[]): unknown =>
      inputs.set(input.name, tensor64(type.dtype, shape, Float64Array.from(data)));
    if (input.role === 'lengths') set(samples.map(({ children }) => children.length));
    else if (input.role === 'state' && input.start === null)
      set(new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0));
    else if (input.role === 'feed') {
      const width = widthOf(graph, input.value, isOverNodes(graph, input.value) ? 2 : 1);
      const beyond = new Array<number>(width).fill(type.dtype === 'int32' ? 0 : Number.NaN);
      set(
        samples.flatMap(({ nodes, row }) => {
          const rows = nodes.get(input.name);
          return rows === undefined
            ? (row.get(input.name) ?? [])
            : Array.from({ length: node }, (_, n) => rows[n] ?? beyond).flat();
        }),
      );
    }
  }
  const first = graph.weights.some(({ path }) => /\.(up|forward)\./.test(path));
  const weights = new Map(
    graph.weights.map(({ path, value }) => {
      const shape = evaluateShape(graph.values[value]?.type.shape ?? [], {});
      const name = path
        .replace(/\.(up|forward)\./, '.first.')
        .replace(/\.(down|backward)\./, first ? '.second.' : '.first.');
      const next = numbers([...name].reduce((n, c) => (31 * n + c.charCodeAt(0)) % 1e9, seed));
      const by = shape.length === 2 ? 0.7 / Math.sqrt(shape[0] || 1) : 0.5;
      const size = shape.reduce((a, b) => a * b, 1);
      return [
        path,
        tensor64(
          'float32',
          shape,
          Float64Array.from({ length: size }, () => Math.fround(by * next())),
        ),
      ];
    }),
  );
  return { inputs, weights, sizes: bound };
}

/** A model that is run in float64, by generated kernels and by those of tfjs. */
interface Runner {
  readonly built: Graph;
  readonly optimized: Graph;
  readonly code: Code;
}

function runnerOf(yaml: string): Runner {
  const built = builtModel(yaml);
  const optimized = runPasses(runPasses(built, portable, { fused: false }), target, { fused: true });
  return { built, optimized, code: codeOf(lowerGraph(optimized, { fullLength: false, unroll: null })) };
}

async function run({ built, optimized, code }: Runner, samples: readonly Sample[], seed: number) {
  const over = new Set(built.outputs.flatMap(({ name, value }) => (isOverNodes(built, value) ? [name] : [])));
  const node = Math.max(0, ...samples.map(({ children }) => children.length));
  const bySample = (found: ReadonlyMap<string, ArrayLike<number>>): Results =>
    samples.map(
      ({ children }, b) =>
        new Map(
          built.outputs.map(({ name, value }) => {
            const width = widthOf(built, value, over.has(name) ? 2 : 1);
            const data = Array.from(found.get(name) ?? []);
            const row = (n: number): number[] => data.slice(n * width, (n + 1) * width);
            return [name, over.has(name) ? children.map((_, n) => row(b * node + n)) : [row(b)]];
          }),
        ),
    );
  const feeds = feedsOf(built, samples, seed);
  const data = (results: ReadonlyMap<string, { readonly data: ArrayLike<number> }>) =>
    new Map([...results].map(([name, t]) => [name, t.data]));
  const trees = new Map([['parse', samples.map(({ children }) => children)]]);
  const own = optimized.inputs.some(isStructure) ? trees : new Map();
  return {
    over,
    exact: bySample(data(evaluateGraph(built, feeds).outputs)),
    generated: bySample(data(runProgram(code, feedsOf(optimized, samples, seed)))),
    stock: bySample(await runStockTrees(optimized, feedsOf(optimized, samples, seed), own)),
  };
}
type Runs = Awaited<ReturnType<typeof run>>;

/** @param nodes of every sample: which node of `found` stands for each of `expected`; null: the same */
function expectSame(found: Runs, expected: Runs, nodes: readonly (readonly number[])[] | null = null): void {
  for (const [kind, most] of [
    ['exact', EXACT],
    ['generated', FLOAT32],
    ['stock', FLOAT32],
  ] as const)
    expected[kind].forEach((outputs, b) => {
      for (const [name, rows] of outputs) {
        const scale = Math.max(1, ...rows.flat().map(Math.abs));
        const other = found[kind][b]?.get(name) ?? [];
        const twins = expected.over.has(name) ? nodes?.[b] : undefined;
        rows.forEach((row, n) => {
          const twin = other[twins === undefined ? n : (twins[n] ?? -1)] ?? [];
          expect(twin.length, name).toBe(row.length);
          row.forEach((x, i) => {
            const y = twin[i] ?? Number.NaN;
            if (!Object.is(x, y) && !(Math.abs(x - y) <= most * scale))
              throw new Error(`${kind}: ${name} of node ${n} of sample ${b}, entry ${i}: ${y} for ${x}`);
          });
        });
      }
    });
}

/** Samples have nodes here, and no steps of another axis. */
const models = (fits: (model: TreeModel) => boolean): fc.Arbitrary<TreeModel> =>
  treeModel({ size: 7, nodes: 12, smooth: true }).filter(
    (m) => !m.noisy && m.trees.size === 1 && !m.yaml.includes('steps: {shape: [batch, time') && fits(m),
  );
const noOrder = (m: TreeModel): boolean => !/type: recurrent/.test(m.yaml);
const hasList = (m: TreeModel): boolean => m.yaml.includes('children: any');

const check = (
  fits: (model: TreeModel) => boolean,
  seed: number,
  each: (runner: Runner, samples: readonly Sample[], model: TreeModel) => Promise<void>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.noBias(models(fits)), async (model) => {
      const runner = runnerOf(model.yaml);
      await each(runner, samplesOf(runner.built, model.trees.get('parse') ?? [], model.seed), model);
    }),
    { numRuns: RUNS > 0 ? RUNS / 2 : 5, seed },
  );

const shuffled = (length: number, next: () => number): number[] =>
  Array.from({ length }, (_, n) => ({ n, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ n }) => n);

/** The sample with node n as node `to[n]`. */
function renumbered({ children, nodes, row }: Sample, to: readonly number[]): Sample {
  const from = to.map((_, place) => to.indexOf(place));
  return {
    children: from.map((n) => (children[n] ?? []).map((child) => (child === null ? null : (to[child] ?? -1)))),
    nodes: new Map([...nodes].map(([name, rows]) => [name, from.map((n) => rows[n] ?? [])])),
    row,
  };
}

test('how nodes are numbered makes no difference', () =>
  check(noOrder, 1, async (runner, samples, { seed }) => {
    const next = numbers(seed);
    const orders = samples.map(({ children }) => shuffled(children.length, next));
    const other = samples.map((sample, b) => renumbered(sample, orders[b] ?? []));
    expectSame(await run(runner, other, seed), await run(runner, samples, seed), orders);
  }));

test('the order of children in a list makes no difference', () =>
  check(hasList, 2, async (runner, samples, { seed }) => {
    const next = numbers(seed);
    const other = samples.map((sample) => ({
      ...sample,
      children: sample.children.map((list) => shuffled(list.length, next).map((i) => list[i] ?? null)),
    }));
    expectSame(await run(runner, other, seed), await run(runner, samples, seed));
  }));

test('a batch gives what its trees give alone, and among others', () =>
  check(
    () => true,
    3,
    async (runner, samples, { seed }) => {
      const whole = await run(runner, samples, seed);
      const kinds = ['exact', 'generated', 'stock'] as const;
      const alone = await Promise.all(samples.map((sample) => run(runner, [sample], seed)));
      const joined = Object.fromEntries(kinds.map((kind) => [kind, alone.flatMap((runs) => runs[kind])]));
      expectSame({ ...joined, over: whole.over } as Runs, whole);
      const among = await run(runner, [...samples, ...samples.toReversed()], seed);
      expectSame(among, whole);
    },
  ));

test('down is up over the graph turned around', () =>
  check(
    (m) => hasList(m) && noOrder(m) && m.yaml.includes('direction: down') && !m.yaml.includes('head: {type: recursive'),
    4,
    async (_, samples, { yaml, seed }) => {
      // the root of a graph turned around is another one
      const apart = (text: string): string => text.replace(/^.*(\.root|\.final).*\n/gm, '');
      const up = runnerOf(apart(yaml.replaceAll('direction: down', 'direction: up').replaceAll('.down.', '.up.')));
      const turned = samples.map((sample) => ({
        ...sample,
        children: sample.children.map((_, n) =>
          sample.children.flatMap((list, parent) => list.flatMap((c) => (c === n ? [parent] : []))),
        ),
      }));
      const down = runnerOf(apart(yaml));
      const found = await run(up, turned, seed);
      const renamed = (results: Results): Results =>
        results.map((outputs) => new Map([...outputs].map(([name, rows]) => [name.replace(/_up$/, '_down'), rows])));
      const { exact, generated, stock, over } = found;
      expectSame(
        { over, exact: renamed(exact), generated: renamed(generated), stock: renamed(stock) },
        await run(down, samples, seed),
      );
    },
  ));

/** The graph as a tree: every node as often as there are ways to it. */
function unfolded(
  { children, nodes, row }: Sample,
  most: number,
): { readonly sample: Sample; readonly of: number[] } | null {
  const isChild = new Set(children.flat());
  const of = [...children.keys()].filter((n) => !isChild.has(n));
  const lists: (number | null)[][] = [];
  for (let i = 0; i < of.length; i++) {
    if (of.length > most) return null;
    lists.push((children[of[i] ?? -1] ?? []).map((child) => (child === null ? null : of.push(child) - 1)));
  }
  const copied = new Map([...nodes].map(([name, rows]) => [name, of.map((n) => rows[n] ?? [])]));
  return { sample: { children: lists, nodes: copied, row }, of };
}

test('a shared child is as good as copies of it', () =>
  check(
    (m) => noOrder(m) && !/direction: (down|both)|head: \{type: (mean|max)/.test(m.yaml),
    5,
    async (runner, samples, { seed }) => {
      const copies = samples.map((sample) => unfolded(sample, 60));
      const whole = samples.filter((_, b) => copies[b] !== null);
      const others = copies.flatMap((copy) => (copy === null ? [] : [copy]));
      if (others.length === 0) return;
      const found = await run(
        runner,
        others.map(({ sample }) => sample),
        seed,
      );
      const first = whole.map(({ children }, b) => children.map((_, n) => others[b]?.of.indexOf(n) ?? -1));
      expectSame(found, await run(runner, whole, seed), first);
    },
  ));

test('a chain is the recurrent layer', () =>
  check(
    (m) => m.yaml.includes('children: [only]') && noOrder(m) && !/head: \{type: recursive|words:/.test(m.yaml),
    6,
    async (runner, samples, { yaml, seed }) => {
      const chains = samples.map((sample) => ({
        ...sample,
        children: sample.children.map((_, n) => (n === 0 ? [] : [n - 1])),
      }));
      const text = yaml
        .replace('    children: [only]\n', '')
        .replaceAll('only.', '')
        .replace('  parse: {tree: node}\n', '')
        .replaceAll('type: recursive', 'type: recurrent')
        .replaceAll(', tree: parse', '')
        .replaceAll('direction: up', 'direction: forward')
        .replaceAll('direction: down', 'direction: backward')
        .replaceAll('direction: both', 'direction: bidirectional')
        .replaceAll('r.root', 'r.last')
        .replace(/(r|r\.\d)\.up\b/g, '$1.forward')
        .replace(/(r|r\.\d)\.down\b/g, '$1.backward');
      const over = runnerOf(text);
      // a sequence that goes backward ends where its chain begins
      const skipped = /direction: (down|both)/.test(yaml) ? /^(root|final)/ : /^$/;
      const filled = chains.map(({ children }) => children.length > 0);
      const some = (runs: Runs): Runs => {
        const kept = (results: Results): Results =>
          results
            .filter((_, b) => filled[b])
            .map((outputs) => new Map([...outputs].filter(([name]) => !skipped.test(name))));
        return { over: runs.over, exact: kept(runs.exact), generated: kept(runs.generated), stock: kept(runs.stock) };
      };
      expectSame(some(await run(runner, chains, seed)), some(await run(over, chains, seed)));
    },
  ));
