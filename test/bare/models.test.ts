import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { steppedAxes } from '../../compiler/graph/split-at-steps.ts';
import { symbolsOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { makeKernels } from '../../src/generate-kernels.ts';
import { type CompiledModel, compile, load } from '../../src/index.ts';
import { isStructure } from '../../src/trees/structure-values.ts';
import { modelNames, textOf } from '../fuse/models.ts';
import { numbers, randomFeeds } from '../passes/equal.ts';
import { bareContext, FOREIGN } from './bare-context.ts';
import { type Plain, type Ran, runAll, type runAlone } from './run-alone.ts';

const bare = bareContext();
const alone = bare.load(join(import.meta.dirname, 'run-alone.ts')).runAlone as typeof runAlone;

const homeMade = `name: home-made
inputs: {x: {shape: [batch, time, 5]}}
cells:
  invented:
    parameters: {units: size}
    inputs: {x: [n]}
    state:
      - c: [units]
      - h: [units]
    weights:
      w: {shape: [n, units], init: glorot_uniform}
      u: {shape: [units, units], init: glorot_uniform}
      v: {shape: [units, units], init: glorot_uniform}
    equations: |
      z = x @ w + h @ u
      m = z - mean(z)
      s = m / sqrt(mean(m * m) + 0.001)
      c' = c + exp(-s * s) * softplus(h + s)
      h' = tanh(c' @ v)
    output: h'
layers:
  memory: {type: recurrent, input: x, cell: {invented: {units: 9}}}
  out: {type: dense, input: memory, units: 3, activation: softmax}
outputs: {y: out, last: memory.last}
`;

type Feeds = { readonly [input: string]: Plain | readonly number[] };

const plain = ({ data, shape, dtype }: Tensor64): Plain => ({ data: [...data], shape, dtype });

function sizesOf(graph: Graph, batch: number, time: number): { [symbol: string]: number } {
  const symbols = new Set(graph.values.flatMap(({ type }) => type.shape.flatMap(symbolsOf)));
  return Object.fromEntries([...symbols].map((symbol) => [symbol, symbol === 'batch' ? batch : time]));
}

/** A tree for every sample, of at most two children for each node, as parents; [batch, steps]. */
function treesOf(lengths: readonly number[], steps: number, seed: number): Plain {
  const next = numbers(seed);
  const data = lengths.flatMap((nodes) => {
    const children = new Array<number>(nodes).fill(0);
    const parents = children.map((_, node) => {
      const free = Array.from({ length: node }, (_, n) => n).filter((n) => (children[n] ?? 0) < 2);
      const parent = free[Math.floor(((next() + 1) / 2) * free.length)] ?? -1;
      children[parent] = (children[parent] ?? 0) + 1;
      return parent;
    });
    return [...parents, ...new Array<number>(steps - nodes).fill(-1)];
  });
  return { data, shape: [lengths.length, steps], dtype: 'int32' };
}

/** Random feeds, initial states and trees among them; with lengths or of full length. */
function feedsOf(graph: Graph, sizes: { readonly [symbol: string]: number }, ragged: boolean, seed: number): Feeds {
  const { inputs } = randomFeeds(graph, sizes, seed);
  return Object.fromEntries(
    graph.inputs.flatMap((input): [string, Plain | readonly number[]][] => {
      if (isStructure(input)) {
        const { tree, axis } = input.role === 'roots' ? input : input.walk;
        const [batch = 1, steps = 1] = [sizes.batch, sizes[axis]];
        const lengths = ragged ? inputs.get(`${axis}.lengths`)?.data : undefined;
        return [[tree, treesOf([...(lengths ?? new Array<number>(batch).fill(steps))], steps, seed)]];
      }
      const { role, name } = input;
      const tensor = inputs.get(name);
      if (tensor === undefined || (role === 'lengths' && !ragged)) return [];
      return [[name, role === 'lengths' ? [...tensor.data] : plain(tensor)]];
    }),
  );
}

/** Feeds of single steps: without the time axis, and without states. */
function stepsOf(graph: Graph, batch: number, count: number): { readonly [input: string]: Plain }[] {
  const starts = new Set(graph.inputs.flatMap((input) => (input.role === 'state' ? [input.start] : [])));
  return Array.from({ length: count }, (_, t) => {
    const { inputs } = randomFeeds(graph, sizesOf(graph, batch, 1), 40 + t);
    return Object.fromEntries(
      graph.inputs.flatMap(({ role, name }) => {
        const tensor = inputs.get(name);
        if (role !== 'feed' || tensor === undefined || starts.has(name)) return [];
        const [rows = 1, , ...rest] = tensor.shape;
        return [[name, plain({ ...tensor, shape: [rows, ...rest] })] as const];
      }),
    );
  });
}

async function ordinarily(
  model: CompiledModel,
  runs: readonly Feeds[],
  steps: readonly { readonly [input: string]: Plain }[],
): Promise<Ran> {
  const notices: string[] = [];
  const loaded = await load(model, { onNotice: (notice) => notices.push(notice) });
  const ran = runAll(loaded, runs, steps);
  loaded.dispose();
  expect(notices).toEqual([]);
  return ran;
}

test('the context is bare', () => {
  expect(FOREIGN.filter((name) => bare.globals.includes(name))).toEqual([]);
  expect(bare.globals).toContain('WebAssembly');
  expect(() => bare.load(join(import.meta.dirname, '../engine/backend.test.ts'))).toThrowError(
    /wants @tensorflow\/tfjs-core/,
  );
});

const sources = new Map([...modelNames.map((name) => [name, textOf(name)] as const), ['home-made', homeMade]]);

describe('a whole model in memory of its own, in a bare context, gives the bits of an ordinary run', () => {
  test.each([...sources.keys()])('%s', async (name) => {
    // fewer words than the published models have
    const set = name === 'ptb-small' || name === 'tree-sentiment' ? { vocabulary: 300 } : {};
    const model = compile(sources.get(name) ?? '', { set });
    const graph = model.graphs.inference;
    const { unroll } = model;
    const time = (n: number): number => unroll ?? n;
    const runs = [
      feedsOf(graph, sizesOf(graph, 1, time(6)), false, 1),
      feedsOf(graph, sizesOf(graph, 5, time(9)), false, 2),
      feedsOf(graph, sizesOf(graph, 3, time(4)), true, 3),
      // more than memory has at the start: it grows while the model lives
      feedsOf(graph, sizesOf(graph, 2, time(40)), true, 4),
    ];
    const takesSteps =
      graph.streaming === null && steppedAxes(graph).every(({ stepping }) => stepping.kind !== 'refused');
    const steps = takesSteps ? stepsOf(graph, 2, 5) : [];
    const modules = [...makeKernels(model).modules].map(([title, { bytes }]) => [title, [...bytes]] as const);
    const found = alone({ name, seed: model.seed, unroll, graph, modules }, runs, steps);
    const expected = await ordinarily(model, runs, steps);
    expect(found.steps.length).toBe(steps.length);
    expect(JSON.parse(JSON.stringify(found))).toEqual(expected);
    // numbers, and not the same for every feed
    for (const outputs of [...expected.runs, ...expected.steps])
      for (const bits of Object.values(outputs)) expect(new Set(bits).size).toBeGreaterThan(bits.length > 1 ? 1 : 0);
  });
});
