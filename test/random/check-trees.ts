import { expect } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { evaluateShape, printDim } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { load } from '../../src/index.ts';
import { isStructure, structureValues } from '../../src/trees/structure-values.ts';
import { codeOf, type Feeds, runProgram } from '../fuse/run.ts';
import { stockInLoops } from '../fuse/unwritten.ts';
import { builtModel } from '../gradients/built.ts';
import { objectiveGradients } from '../gradients/objective-graph.ts';
import { numbers } from '../passes/equal.ts';
import { exactly, expectAgreement, generatedKernels, type Kernels, stockKernels } from './agreement.ts';
import type { TreeModel } from './tree-model.ts';

/** Steps of sequences that do not run over nodes. */
const TIME = 4;
/** Of nodes, that have no word one time in so many. */
const WITHOUT = 4;

/**
 * Random feeds of a graph over the trees of a model. Beyond the nodes of a sample, sequences hold NaN. Words may be missing; matrices are small
 * enough that states neither saturate nor grow.
 */
export function feedsOf(graph: Graph, { trees, seed }: TreeModel): Feeds {
  const batch = trees.get('parse') ?? [];
  /** Nodes of the samples, or steps. */
  const lengths = new Map([
    ['time', batch.map((_, b) => (b + 3) % (TIME + 1))],
    ['node', batch.map((nodes) => nodes.length)],
    ['part', (trees.get('other') ?? []).map((nodes) => nodes.length)],
  ]);
  const longest = [...lengths].map(([symbol, list]) => [symbol, Math.max(0, ...list)] as const);
  const { values, sizes } = structureValues(graph.inputs.filter(isStructure), trees);
  const bound: { readonly [symbol: string]: number } = {
    batch: batch.length,
    ...Object.fromEntries(longest),
    ...sizes,
  };
  const next = numbers(seed);
  const shapeOf = (id: number): readonly number[] => evaluateShape(graph.values[id]?.type.shape ?? [], bound);
  const filled = (id: number, fill: () => number): Tensor64 => {
    const { dtype } = graph.values[id]?.type ?? { dtype: 'float32' };
    const shape = shapeOf(id);
    return tensor64(
      dtype,
      shape,
      Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.fround(fill())),
    );
  };
  const inputs = new Map<string, Tensor64>();
  for (const [name, data] of values) inputs.set(name, tensor64('int32', [data.length], Float64Array.from(data)));
  for (const input of graph.inputs) {
    const dims = graph.values[input.value]?.type.shape ?? [];
    if (input.role === 'lengths') {
      const list = lengths.get(input.symbol) ?? [];
      inputs.set(input.name, tensor64('int32', [batch.length], Float64Array.from(list)));
    } else if (input.role === 'mask')
      inputs.set(
        input.name,
        filled(input.value, () => (next() > 0 ? 1 : 0)),
      );
    else if (input.role === 'state' && input.start === null)
      inputs.set(
        input.name,
        filled(input.value, () => 0),
      );
    else if (input.role === 'feed') {
      const { limit } = input;
      const word = (): number => Math.floor(((next() + 1) / 2) * (limit ?? 1) * (1 - 1e-9));
      const any = (): number => (limit === null ? 0.6 * next() : next() > 1 - 2 / WITHOUT ? -1 : word());
      const tensor = filled(input.value, any);
      const width = tensor.shape.slice(2).reduce((a, b) => a * b, 1);
      const symbol = dims[1] === undefined ? '' : printDim(dims[1]);
      const padded = bound[symbol] ?? 0;
      // a loss that sums all of an output has numbers there
      const beyond = tensor.dtype === 'int32' ? 0 : input.name.startsWith('factor ') ? 1 : Number.NaN;
      lengths.get(symbol)?.forEach((length, b) => {
        tensor.data.fill(beyond, (b * padded + length) * width, (b + 1) * padded * width);
      });
      inputs.set(input.name, tensor);
    }
  }
  const weights = new Map(
    graph.weights.map(({ path, value }) => {
      const by = shapeOf(value).length === 2 ? 0.8 / Math.sqrt(shapeOf(value)[0] || 1) : 0.6;
      return [path, filled(value, () => by * next())] as const;
    }),
  );
  return { inputs, weights, sizes: bound };
}

/** Outputs by the kernels of tfjs, from trees as a caller gives them. */
export async function runStockTrees(
  graph: Graph,
  { inputs, weights }: Feeds,
  trees: TreeModel['trees'],
): Promise<ReadonlyMap<string, Float32Array>> {
  const model = await load(
    {
      name: 'stock',
      seed: 0,
      unroll: null,
      graphs: { inference: graph, training: null },
      weights: new Map([...weights].map(([path, t]) => [path, { shape: t.shape, data: Float32Array.from(t.data) }])),
    },
    { kernels: 'stock' },
  );
  try {
    const given = graph.inputs.flatMap(({ role, name }) => {
      const t = inputs.get(name);
      if (t === undefined || role === 'structure' || role === 'roots' || role === 'state') return [];
      const data = t.dtype === 'int32' ? Int32Array.from(t.data) : Float32Array.from(t.data);
      return [[name, { shape: t.shape, data }] as const];
    });
    const outputs = model.run(Object.fromEntries([...given, ...trees]), { nan: 'allow' });
    return new Map(Object.entries(outputs).map(([name, { data }]) => [name, Float32Array.from(data)]));
  } finally {
    model.dispose();
  }
}

async function runAll(graph: Graph, feeds: Feeds, model: TreeModel) {
  const code = codeOf(lowerGraph(graph, { fullLength: false, unroll: null }));
  expect(stockInLoops(code.program)).toEqual([]);
  const generated = [...runProgram(code, feeds)].map(([name, { data }]) => [name, data] as const);
  return new Map<Kernels, ReadonlyMap<string, ArrayLike<number>>>([
    [generatedKernels, new Map(generated)],
    [stockKernels, await runStockTrees(graph, feeds, model.trees)],
  ]);
}

/**
 * Outputs, by generated and by stock kernels against the evaluator on the graph as it was built.
 * @returns whether all keep the tolerance without any allowance for roundings
 * @throws Error where kernels give other numbers than the evaluator
 */
export async function checkForward(model: TreeModel): Promise<boolean> {
  const built = builtModel(model.yaml, model.noisy ? 'training' : 'inference');
  const graph = runPasses(runPasses(built, portable, { fused: false }), target, { fused: true });
  const feeds = feedsOf(built, model);
  const found = await runAll(graph, feeds, model);
  return expectAgreement({ graph, feeds, exact: exactly(built, feeds), found, tolerance: 1e-5, seed: model.seed });
}

/** As `checkForward`: a loss and its gradients. @param remat with inner values computed anew in the reverse pass */
export async function checkGradients(model: TreeModel, remat: boolean): Promise<boolean> {
  const { plain, lowered } = objectiveGradients(model.yaml, { remat });
  const exact = exactly(plain, feedsOf(plain, model));
  for (const [name, { data }] of exact)
    if (!data.every(Number.isFinite)) throw new Error(`${name} is not finite in float64`);
  const feeds = feedsOf(lowered, model);
  const found = await runAll(lowered, feeds, model);
  return expectAgreement({ graph: lowered, feeds, exact, found, tolerance: 1e-4, seed: model.seed });
}
