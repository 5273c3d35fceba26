import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, load } from '../../src/index.ts';

type Nested = number | readonly Nested[];
interface Case {
  readonly name: string;
  readonly model: string;
  readonly weights: { readonly [path: string]: Nested };
  readonly feeds: { readonly [name: string]: Nested };
  readonly variant: 'inference' | 'training';
  readonly outputs: { readonly [name: string]: Nested };
  readonly tolerance: number;
}

/** Vectors from the real frameworks; GOLDENS=DIR takes a freshly made set instead of the committed one. */
const folders =
  process.env.GOLDENS === undefined ? [import.meta.dirname, join(import.meta.dirname, 'cells')] : [process.env.GOLDENS];
const files = folders.flatMap((folder) =>
  readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [join(folder, name)] : [])),
);
const setsOf = new Map(
  files.map((file) => [file, JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] }]),
);

const shapeOf = (nested: Nested): number[] =>
  typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];
const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

function expectNear(
  name: string,
  found: { readonly shape: readonly number[]; readonly data: ArrayLike<number> } | undefined,
  expected: Nested,
  tolerance: number,
): void {
  expect(found?.shape, name).toEqual(shapeOf(expected));
  const data = Array.from(found?.data ?? [], Number);
  const worst = flat(expected).reduce((max, x, i) => Math.max(max, Math.abs(x - (data[i] ?? Number.NaN))), 0);
  expect(worst, name).toBeLessThanOrEqual(tolerance);
}

test('there are vectors to test', () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)('%s', (file) => {
  const cases = setsOf.get(file)?.cases ?? [];
  // the public path runs the same kernels by way of tfjs: the cells above are enough of a test of it
  const paths = file.startsWith(join(import.meta.dirname, 'cells'))
    ? (['fast'] as const)
    : (['fast', 'public'] as const);
  describe.each(paths)('%s path', (path) => {
    test.each(cases)('$name', async ({ model: text, weights, feeds, variant, outputs, tolerance }) => {
      const compiled = compile(text, { file: 'golden.yaml' });
      const model = await load(compiled, { path });
      try {
        model.setWeights(
          Object.fromEntries(
            Object.entries(weights).map(([name, w]) => [name, { shape: shapeOf(w), data: Float32Array.from(flat(w)) }]),
          ),
        );
        const found = model.run(feeds, { variant });
        for (const [name, expected] of Object.entries(outputs)) expectNear(name, found[name], expected, tolerance);
      } finally {
        model.dispose();
      }
      if (path === 'public') return;
      const graph = compiled.graphs[variant];
      if (graph === null) throw new Error(`no ${variant} variant`);
      const dtypes = new Map(graph.inputs.map(({ name, value }) => [name, graph.values[value]?.type.dtype]));
      const tensors = (given: { readonly [name: string]: Nested }) =>
        new Map(
          Object.entries(given).map(([name, x]) => [
            name,
            tensor64(dtypes.get(name) ?? 'float32', shapeOf(x), Float64Array.from(flat(x))),
          ]),
        );
      const evaluated = evaluateGraph(graph, { inputs: tensors(feeds), weights: tensors(weights) });
      for (const [name, expected] of Object.entries(outputs))
        expectNear(`${name} of the evaluator`, evaluated.outputs.get(name), expected, tolerance);
    });
  });
});
