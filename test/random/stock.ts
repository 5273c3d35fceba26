import type { Graph } from '../../compiler/ir/graph.ts';
import { load } from '../../src/index.ts';
import type { Feeds } from '../fuse/run.ts';

/** Outputs of a graph by the kernels of tfjs. */
export async function runStock(
  graph: Graph,
  { inputs, weights }: Feeds,
): Promise<ReadonlyMap<string, ArrayLike<number>>> {
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
    const feeds = [...inputs].map(
      ([name, { dtype, shape, data }]) =>
        [name, { shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) }] as const,
    );
    const outputs = model.run(Object.fromEntries(feeds), { nan: 'allow' });
    return new Map(Object.entries(outputs).map(([name, { data }]) => [name, Float32Array.from(data)]));
  } finally {
    model.dispose();
  }
}
