import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, type Feeds, trace } from '../../src/index.ts';
import { isStructure } from '../../src/trees/structure-values.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';
import { feedsOf } from '../random/check-trees.ts';
import { treeModel } from '../random/tree-model.ts';
import { feed } from './given.ts';

/** Nodes with their children come after these, or, on the way down, before. */
function expectOrder(order: readonly number[], children: Children, isUp: boolean): void {
  const place = new Map(order.map((node, i) => [node, i]));
  children.forEach((list, node) => {
    for (const child of list)
      if (child !== null) expect((place.get(child) ?? 0) < (place.get(node) ?? 0), `${child} and ${node}`).toBe(isUp);
  });
}

test('random tree cells: every sample gives what the optimised graph gives, with a row for each child', () => {
  let links = 0;
  fc.assert(
    fc.property(fc.noBias(treeModel({ size: 4, nodes: 8, smooth: false }).filter(({ noisy }) => !noisy)), (model) => {
      const compiled = compile(model.yaml);
      const graph = compiled.graphs.inference;
      const random = feedsOf(graph, model);
      const { outputs } = evaluateGraph(graph, random);
      const weights = new Map(
        [...random.weights].map(([path, { shape, data }]) => [path, { shape, data: Float32Array.from(data) }]),
      );
      const given = { file: compiled.file, sources: compiled.sources, parameters: {}, seed: 0, unroll: null, weights };
      const structure = new Set(graph.inputs.filter(isStructure).map(({ name }) => name));
      const feeds: Feeds = {
        ...Object.fromEntries(
          [...random.inputs].filter(([name]) => !structure.has(name)).map(([name, t]) => [name, feed(t)]),
        ),
        ...Object.fromEntries([...model.trees].map(([name, trees]) => [name, trees])),
      };
      const batch = model.trees.get('parse')?.length ?? 0;
      for (let row = 1; row <= batch; row++) {
        const told = trace(given, feeds, { row, nan: 'allow' });
        for (const [name, { shape, data }] of outputs) {
          const found = told.outputs[name];
          if (found === undefined) throw new Error(`no output ${name}`);
          const each = data.length / batch;
          expect(found.data.length, name).toBeLessThanOrEqual(each);
          if (found.shape.length === shape.length - 1 && found.data.length < each)
            expect(found.shape.slice(1), name).toEqual(shape.slice(2));
          found.data.forEach((x, i) => {
            const y = data[(row - 1) * each + i] ?? Number.NaN;
            if (!Object.is(x, y))
              expect(Math.abs(x - y) / Math.max(1, Math.abs(y)), `${name}[${i}] of ${row}`).toBeLessThanOrEqual(1e-9);
          });
        }
        for (const direction of ['up', 'down'] as const) {
          const blocks = told.blocks.filter(({ units }) => units.some(({ path }) => path.endsWith(`.${direction}`)));
          const [unit] = blocks.flatMap(({ units }) => units.filter(({ path }) => path.endsWith(`.${direction}`)));
          if (unit === undefined) continue;
          const own = blocks.filter(({ units }) => units.some(({ path }) => path === unit.path));
          const trees = [...model.trees.values()].map((each) => each[row - 1] ?? []);
          const children = trees.find((list) => list.length === own.length) ?? [];
          if (trees.filter((list) => list.length === own.length).length > 1) continue;
          expectOrder(
            own.map(({ step }) => step ?? 0),
            children,
            direction === 'up',
          );
          if (direction === 'down') continue;
          for (const block of own) {
            const read = (block.links ?? []).flatMap(({ node }) => node ?? []);
            expect(read.toSorted(), `children of ${block.step}`).toEqual(
              (children[block.step ?? 0] ?? []).flatMap((child) => child ?? []).toSorted(),
            );
            links += read.length;
          }
        }
      }
    }),
    { numRuns: 6, seed: 20_264_100 },
  );
  expect(links).toBeGreaterThan(10);
});
