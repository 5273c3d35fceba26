/** What is drawn of small models, of every kind: the numbers, with six digits, and the picture. */
import { describe, expect, test } from 'vitest';
import { compile, type Feeds } from '../../src/index.ts';
import { drawPlot, plotGradients, plotValues, plotWeights } from '../../src/pictures.ts';
import type { Plot } from '../../src/plots/plot-data.ts';
import { gaps, tree } from './given.ts';

const x: Feeds = {
  x: [
    [
      [1, 0.5],
      [0, 0],
      [-1, 0.25],
      [0.5, -0.5],
    ],
  ],
};
const nodes: Feeds = { x: [[[1], [2], [3], [4]]], parse: [[-1, 0, 1, 0]] };

const plots: readonly (readonly [name: string, plot: () => Plot, kind: 'heat' | 'lines' | null])[] = [
  ['heat-map', () => plotValues(compile(gaps), x, { of: ['memory.z', 'next'] }), 'heat'],
  ['lines', () => plotValues(compile(gaps), x, { of: ["memory.h'"] }), 'lines'],
  ['tree', () => plotValues(compile(tree), nodes, { of: ["encoder.h'"] }), 'heat'],
  ['weights', () => plotWeights(compile(gaps), 'memory'), null],
  ['gradients', () => plotGradients(compile(gaps), x), null],
  ['gradients-tree', () => plotGradients(compile(tree), nodes), null],
];

const sixDigits = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(6)) : value;

describe.each(plots)('%s', (name, plot, kind) => {
  test('numbers', async () => {
    await expect(`${JSON.stringify(plot(), sixDigits, 1)}\n`).toMatchFileSnapshot(`goldens/${name}.txt`);
  });
  test('picture', async () => {
    await expect(drawPlot(plot(), kind === null ? {} : { kind })).toMatchFileSnapshot(`goldens/${name}.svg`);
  });
});
