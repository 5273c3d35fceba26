import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { flatTree } from '../../src/trees/flat-tree.ts';
import { isStructure, structureValues } from '../../src/trees/structure-values.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';
import type { Named } from './run-onnx.ts';

/** Trees of a batch by the name of their input. */
export type Trees = ReadonlyMap<string, readonly Children[]>;

const int32 = (shape: readonly number[], data: ArrayLike<number>): Tensor64 => ({
  dtype: 'int32',
  shape: [...shape],
  data: Float64Array.from(data),
});

/** What a graph needs to know of trees. */
export const structureOf = (graph: Graph, trees: Trees): Named =>
  new Map(
    [...structureValues(graph.inputs.filter(isStructure), trees).values].map(([name, data]) => [
      name,
      int32([data.length], data),
    ]),
  );

/** Trees as an exported file takes them; what stands in the padding would be a parent, were it read. @param nodes of a sample with padding */
export function flatTrees(trees: Trees, nodes: number): Named {
  return new Map(
    [...trees].map(([name, samples]) => {
      const flat = samples.map(flatTree);
      const width = Math.max(2, ...flat.map(({ shape }) => shape[1]));
      const data = new Int32Array(samples.length * nodes * width).fill(-1);
      flat.forEach(({ shape: [count, own], data: numbers }, b) => {
        for (let n = count; n < nodes; n++) data[(b * nodes + n) * width] = 0;
        for (let n = 0; n < count; n++) data.set(numbers.subarray(n * own, (n + 1) * own), (b * nodes + n) * width);
      });
      return [name, int32([samples.length, nodes, width], data)];
    }),
  );
}

export const treeLengths = (samples: readonly Children[]): Tensor64 =>
  int32(
    [samples.length],
    samples.map(({ length }) => length),
  );

export interface Grown {
  readonly samples: number;
  readonly nodes: number;
  /** Named places of children; 0: a list. */
  readonly places: number;
  /** Whether nodes may have several parents. */
  readonly graphs: boolean;
}

/** Random trees or acyclic graphs with one root, whose nodes are numbered in any order; the first has one node, the second all that there is room for. */
export function grownTrees({ samples, nodes, places, graphs }: Grown, random: () => number): readonly Children[] {
  return Array.from({ length: samples }, (_, sample) => {
    const count = sample === 0 ? 1 : sample === 1 ? nodes : 1 + Math.floor(random() * nodes);
    const children: (number | null)[][] = Array.from({ length: count }, () => []);
    const put = (parent: number, child: number): boolean => {
      const list = children[parent] ?? [];
      if (places === 0) {
        if (list.includes(child)) return false;
        list.push(child);
        return true;
      }
      const free = Array.from({ length: places }, (__, place) => place).filter(
        (place) => (list[place] ?? null) === null,
      );
      const place = free[Math.floor(random() * free.length)];
      if (place === undefined) return false;
      while (list.length <= place) list.push(null);
      list[place] = child;
      return true;
    };
    // a node is a child of nodes before it alone, so nothing goes round in a circle
    for (let child = 1; child < count; child++) {
      let parent = Math.floor(random() * child);
      while (!put(parent, child)) parent = (parent + 1) % child;
      if (graphs && random() < 0.3) put(Math.floor(random() * child), child);
    }
    const order = Array.from({ length: count }, (__, n) => ({ n, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ n }) => n);
    const to = order.map((__, n) => order.indexOf(n));
    return order.map((n) => (children[n] ?? []).map((child) => (child === null ? null : (to[child] ?? null))));
  });
}
