import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
const folder = process.env.GOLDENS ?? import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

const shapeOf = (nested: Nested): number[] =>
  typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];
const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

test('there are vectors to test', () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)('%s', (file) => {
  const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly cases: readonly Case[] };
  describe.each(['fast', 'public'] as const)('%s path', (path) => {
    test.each(cases)('$name', async ({ model: text, weights, feeds, variant, outputs, tolerance }) => {
      const model = await load(compile(text, { file: 'golden.yaml' }), { path });
      try {
        model.setWeights(
          Object.fromEntries(
            Object.entries(weights).map(([name, w]) => [name, { shape: shapeOf(w), data: Float32Array.from(flat(w)) }]),
          ),
        );
        const found = model.run(feeds, { variant });
        for (const [name, expected] of Object.entries(outputs)) {
          const output = found[name];
          expect(output?.shape, name).toEqual(shapeOf(expected));
          const data = Array.from(output?.data ?? [], Number);
          const worst = flat(expected).reduce((max, x, i) => Math.max(max, Math.abs(x - (data[i] ?? Number.NaN))), 0);
          expect(worst, name).toBeLessThanOrEqual(tolerance);
        }
      } finally {
        model.dispose();
      }
    });
  });
});
