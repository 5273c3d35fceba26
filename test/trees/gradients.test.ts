import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyGraph } from '../../compiler/graph/verify.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { numbers, randomForest } from '../passes/equal.ts';
import { oneTreeLayer } from '../read/given.ts';
import { feedsOf, graphOf, sampleOf } from './given.ts';

const own = (children: string, equations: readonly string[]): string => `cells:
  own:
    children: ${children}
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{c: [units]}, {h: [units]}]
    weights: {w: {shape: [n, units]}, u: {shape: [units, units]}, b: {shape: [units]}}
    equations: |
${equations.map((line) => `      ${line}`).join('\n')}
    output: h' + c'
`;
const starts = 'h0: {shape: [batch, 2]}\n  c0: {shape: [batch, 2]}';

/** A layer, cells, what the inputs have beside, outputs, and how many children a node may have. */
const models: readonly (readonly [string, string, string, string, number])[] = [
  [
    'child_sum_lstm',
    'cell: {tree.child_sum_lstm: {units: 2}}',
    '',
    '{y: encoder, r: encoder.root, c: encoder.final.c}',
    9,
  ],
  [
    'child_sum_lstm, both',
    'cell: {tree.child_sum_lstm: {units: 2}}\ndirection: both\nmerge: mul',
    '',
    '{y: encoder}',
    9,
  ],
  ['gru, a stack', 'cell: {tree.gru: {units: 4}}\ndepth: 2\nwrap: [residual]\ndirection: down', '', '{y: encoder}', 9],
  ['nary_lstm', 'cell: {tree.nary_lstm: {units: 2}}', '', '{y: encoder, h: encoder.final.h}', 2],
  ['nary_lstm from a start', 'cell: {tree.nary_lstm: {units: 2}}\ninitial: {h: h0, c: c0}', '', '{y: encoder}', 2],
  ['recursive', 'cell: {tree.recursive: {units: 2}}', '', '{y: encoder.0.up.step.left.h, z: encoder}', 2],
  [
    'mean',
    'cell: {own: {units: 2}}',
    own('any', ["c' = mean_children(c * sigmoid(x @ w)) + b", "h' = tanh(c' + mean_children(h) @ u)"]),
    '{y: encoder}',
    9,
  ],
  [
    'attention over children',
    'cell: {own: {units: 2}}',
    own('any', [
      'weight = softmax_children(sum(tanh(h @ u + x @ w) * b))',
      "c' = tanh(sum_children(weight * c) + x @ w)",
      "h' = c' + max_children(h)",
    ]),
    '{y: encoder}',
    9,
  ],
  [
    'joins from a start',
    'cell: {own: {units: 2}}\ninitial: {h: h0, c: c0}',
    own('any', ["c' = sum_children(tanh([h, c][1:3] @ u + x @ w))", "h' = x @ w * sigmoid(c') + b"]),
    '{y: encoder}',
    9,
  ],
];

/** Nodes have at most so many children. */
const limited = (children: Children, most: number): Children => children.map((list) => list.slice(0, most));

describe('gradients of tree cells agree with central differences', () => {
  it.each(models)('%s', (_, layer, cells, outputs, most) => {
    const text = oneTreeLayer(layer, cells)
      .replace('outputs: {y: encoder}', `outputs: ${outputs}`)
      .replace('parse: {tree: node}', `parse: {tree: node}${layer.includes('h0') ? `\n  ${starts}` : ''}`);
    const { graph, loss } = withLoss(graphOf(text, 'training'));
    const reversed = differentiated(graph, loss, floatLeaves(graph));
    verifyGraph(reversed);
    fc.assert(
      fc.property(fc.nat(10_000), (seed) => {
        const next = numbers(seed + 1);
        const samples = Array.from({ length: 2 }, () => {
          const nodes = Math.floor((next() + 1) * 3);
          const children = limited(randomForest(nodes, next), most);
          return sampleOf(children, next);
        });
        const feeds = feedsOf(reversed, samples, seed);
        const worst = worstDifference(reversed, feeds, seed);
        expect(worst?.error ?? 0).toBeLessThan(1e-6);
      }),
      { numRuns: 12, seed: 8 },
    );
  });
});
