import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printGraph } from '../../compiler/ir/print.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';
import { numbers, randomForest } from '../passes/equal.ts';
import { oneLayer, oneTreeLayer } from '../read/given.ts';
import { graphOf, renumbered, runNodes, runSamples, type Sample, sampleOf } from './given.ts';

const chain = (length: number): Children => Array.from({ length }, (_, n) => (n === 0 ? [] : [n - 1]));

/** The same cell over time, over one child with a name, and over a list of children. */
const cellOf = (children: string, c: string, h: string): string => `cells:
  own:
${children === '' ? '' : `    children: ${children}\n`}    parameters: {units: size}
    inputs: {x: [n]}
    state: [{c: [units]}, {h: [units]}]
    weights: {w: {shape: [n, 3 * units]}, u: {shape: [units, 3 * units]}, b: {shape: [3 * units]}}
    equations: |
      i, f, g = split(x @ w + ${h} @ u + b)
      c' = sigmoid(f) * ${c} + sigmoid(i) * tanh(g)
      h' = tanh(c')
    output: h' * sigmoid(i)
`;
const overTime = cellOf('', 'c', 'h');
const overOne = cellOf('[before]', 'before.c', 'before.h');
const overList = cellOf('any', 'sum_children(c)', 'sum_children(h)');

const seeds = fc.nat(10_000);
/** Forests and graphs of up to eight nodes, each with the numbers of its nodes. */
function samplesOf(seed: number, count = 3): Sample[] {
  const next = numbers(seed + 1);
  return Array.from({ length: count }, () => sampleOf(randomForest(Math.floor((next() + 1) * 4), next), next));
}
const shuffle = (length: number, next: () => number): number[] =>
  Array.from({ length }, (_, n) => ({ n, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ n }) => n);
function expectClose(found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(Math.abs((found[i]?.[j] ?? Number.NaN) - value)).toBeLessThan(1e-12);
    });
  });
}

describe('the graph of a recursive layer', () => {
  it('is a loop over levels, between an order of nodes and its opposite', () => {
    expect(`\n${printGraph(graphOf(oneTreeLayer('cell: {tree.gru: {units: 2}}')))}\n`).toMatchInlineSnapshot(`
      "
      graph model (inference)
        input x: float32[batch, node, 4]
        structure parse.up.starts: int32[parse.up.levels] {of: parse}
        structure parse.up.counts: int32[parse.up.levels] {of: parse}
        structure parse.up.link_starts: int32[parse.up.levels] {of: parse}
        structure parse.up.link_counts: int32[parse.up.levels] {of: parse}
        structure parse.up.owners: int32[parse.up.links] {of: parse}
        structure parse.up.predecessors: int32[parse.up.links] {of: parse}
        structure parse.up.order: int32[parse.nodes] {of: parse}
        structure parse.up.rows: int32[parse.up.levels] {of: parse}
        weight encoder.0.up.w: float32[4, 6] {init: variance_scaling(1, average, uniform)}
        weight encoder.0.up.b: float32[6] {init: constant(0)}
        weight encoder.0.up.u: float32[2, 6] {init: blocks(axis 1: 2 orthogonal(1), 2 orthogonal(1), 2 orthogonal(1))}
        %x.steps: float32[node, batch, 4] = transpose x {permutation: [1, 0, 2]}
        %0: float32[] = constant 0
        %encoder.0.up.h: float32[batch + parse.nodes, 2] = broadcast %0
        %encoder.0.up: float32[batch*node, 4] = reshape %x.steps
        %x.steps.1: float32[parse.nodes, 4] = gather %encoder.0.up, parse.up.order
        %encoder.0.up.h.final: float32[batch + parse.nodes, 2], %encoder.0.up.nodes: float32[parse.nodes, 2] = loop {direction: forward, length: parse.up.levels, ragged: parse.up.row of parse.nodes, parse.up.link of parse.up.links}
          state %encoder.0.up.h.1: float32[batch + parse.nodes, 2] = %encoder.0.up.h
          element %parse.up.starts: int32[] = parse.up.starts
          element %parse.up.counts: int32[] = parse.up.counts
          element %parse.up.link_starts: int32[] = parse.up.link_starts
          element %parse.up.link_counts: int32[] = parse.up.link_counts
          element %parse.up.owners: int32[parse.up.link] = parse.up.owners
          element %x.steps.2: float32[parse.up.row, 4] = %x.steps.1
          element %parse.up.predecessors: int32[parse.up.link] = parse.up.predecessors
          element %parse.up.rows: int32[] = parse.up.rows
          invariant %encoder.0.up.w: float32[4, 6] = encoder.0.up.w
          invariant %encoder.0.up.b: float32[6] = encoder.0.up.b
          invariant %encoder.0.up.u: float32[2, 6] = encoder.0.up.u
          %encoder.0.up.h.2: float32[parse.up.link, 2] = gather %encoder.0.up.h.1, %parse.up.predecessors
          %encoder.0.up.step.before: float32[parse.up.row, 2] = scatter_add %parse.up.owners, %encoder.0.up.h.2 {rows: parse.up.row}
          %encoder.0.up.1: float32[parse.up.row, 6] = matmul %x.steps.2, %encoder.0.up.w
          %encoder.0.up.2: float32[parse.up.row, 6] = add %encoder.0.up.1, %encoder.0.up.b
          %encoder.0.up.step.x_z: float32[parse.up.row, 2], %encoder.0.up.step.x_r: float32[parse.up.row, 2], %encoder.0.up.step.x_h: float32[parse.up.row, 2] = split %encoder.0.up.2 {axis: 1, sizes: [2, 2, 2]}
          %encoder.0.up.3: float32[2, 4] = slice %encoder.0.up.u {axis: 1, start: 0, end: 4}
          %encoder.0.up.4: float32[parse.up.row, 4] = matmul %encoder.0.up.step.before, %encoder.0.up.3
          %encoder.0.up.step.h_z: float32[parse.up.row, 2], %encoder.0.up.step.h_r: float32[parse.up.row, 2] = split %encoder.0.up.4 {axis: 1, sizes: [2, 2]}
          %encoder.0.up.5: float32[parse.up.row, 2] = add %encoder.0.up.step.x_z, %encoder.0.up.step.h_z
          %encoder.0.up.step.z: float32[parse.up.row, 2] = sigmoid %encoder.0.up.5
          %encoder.0.up.6: float32[parse.up.row, 2] = add %encoder.0.up.step.x_r, %encoder.0.up.step.h_r
          %encoder.0.up.step.r: float32[parse.up.row, 2] = sigmoid %encoder.0.up.6
          %encoder.0.up.7: float32[parse.up.row, 2] = mul %encoder.0.up.step.r, %encoder.0.up.step.before
          %encoder.0.up.8: float32[2, 2] = slice %encoder.0.up.u {axis: 1, start: 4, end: 6}
          %encoder.0.up.9: float32[parse.up.row, 2] = matmul %encoder.0.up.7, %encoder.0.up.8
          %encoder.0.up.10: float32[parse.up.row, 2] = add %encoder.0.up.step.x_h, %encoder.0.up.9
          %encoder.0.up.step.candidate: float32[parse.up.row, 2] = tanh %encoder.0.up.10
          %1: float32[] = constant 1
          %encoder.0.up.11: float32[parse.up.row, 2] = sub %1, %encoder.0.up.step.z
          %encoder.0.up.12: float32[parse.up.row, 2] = mul %encoder.0.up.11, %encoder.0.up.step.before
          %encoder.0.up.13: float32[parse.up.row, 2] = mul %encoder.0.up.step.z, %encoder.0.up.step.candidate
          %encoder.0.up.step.h': float32[parse.up.row, 2] = add %encoder.0.up.12, %encoder.0.up.13
          %encoder.0.up.14: float32[batch + parse.nodes, 2] = write_rows %encoder.0.up.h.1, %encoder.0.up.step.h', %parse.up.rows
          next %encoder.0.up.h.1 = %encoder.0.up.14
          stacked %encoder.0.up.nodes = %encoder.0.up.step.h'
        %encoder.0.up.15: float32[batch*node, 2] = scatter_add parse.up.order, %encoder.0.up.nodes {rows: batch*node}
        %encoder.0.up.16: float32[node, batch, 2] = reshape %encoder.0.up.15
        %y: float32[batch, node, 2] = transpose %encoder.0.up.16 {permutation: [1, 0, 2]}
        output y = %y
        not streaming: layer "encoder" runs over trees, whose nodes it needs all at once

      "
    `);
  });
});

describe('a chain is the recurrent layer, to the last bit', () => {
  const samples = (() => {
    const next = numbers(5);
    return [4, 1, 6].map((length) => sampleOf(chain(length), next));
  })();
  const wraps = ['residual', '{dropout: {rate: 0.5, input_keep_prob: 0.4, state_keep_prob: 0.3}}'];
  it.each([
    ['one child', overOne, '', ''],
    ['a list of children', overList, '', ''],
    ['one child that starts from something', overOne, '', 'initial: {h: h0, c: c0}'],
    ['a list that starts from something', overList, '', 'initial: {h: h0, c: c0}'],
    ['with wrappers', overOne, `[${wraps.join(', ')}]`, ''],
    ['a list with wrappers', overList, `[${wraps.join(', ')}]`, ''],
    [
      'with masks for all steps',
      overOne,
      '[{dropout: {rate: 0.5, variational: sample}}, {dropout: {rate: 0.3, variational: true}}]',
      '',
    ],
    ['with zoneout', overOne, '[{zoneout: {rate: {h: 0.3, c: 0.6}}}]', ''],
  ])('%s', (_, cell, wrap, initial) => {
    const layer = `cell: {own: {units: 4}}\n${wrap === '' ? '' : `wrap: ${wrap}\n`}${initial}`;
    const inputs = (text: string): string =>
      initial === ''
        ? text
        : text.replace('inputs:\n', 'inputs:\n  h0: {shape: [batch, 4]}\n  c0: {shape: [batch, 4]}\n');
    const recurrent = inputs(oneLayer(layer, overTime).replace('batch, time', 'batch, node'));
    const recursive = inputs(oneTreeLayer(layer, cell));
    for (const variant of ['inference', 'training'] as const)
      expect(runNodes(graphOf(recursive, variant), samples)).toEqual(runNodes(graphOf(recurrent, variant), samples));
  });

  it('gives its last step at the root, and its final states', () => {
    const outputs = (last: string): string => `outputs: {y: encoder.${last}, c: encoder.final.c}`;
    const recurrent = graphOf(
      oneLayer('cell: {own: {units: 4}}', overTime)
        .replace('batch, time', 'batch, node')
        .replace('outputs: {y: encoder}', outputs('last')),
    );
    const recursive = graphOf(
      oneTreeLayer('cell: {own: {units: 4}}', overList).replace('outputs: {y: encoder}', outputs('root')),
    );
    for (const output of ['y', 'c'])
      expect(runSamples(recursive, samples, output)).toEqual(runSamples(recurrent, samples, output));
  });
});

const listCells = [
  ['child_sum_lstm', 'tree.child_sum_lstm: {units: 3}', ''],
  ['child_sum_lstm without x', 'tree.child_sum_lstm: {units: 3, forget_input: false}', ''],
  ['gru', 'tree.gru: {units: 3}', ''],
  ['own', 'own: {units: 3}', overList],
] as const;

describe.each(listCells)('over forests and graphs, %s', (_, use, cells) => {
  const graphIn = (direction: string) => graphOf(oneTreeLayer(`cell: {${use}}\ndirection: ${direction}`, cells));
  const up = graphIn('up');
  const down = graphIn('down');

  it('does not mind how nodes are numbered', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const samples = samplesOf(seed);
        const next = numbers(seed + 2);
        const orders = samples.map(({ x }) => shuffle(x.length, next));
        const found = runNodes(
          up,
          samples.map((sample, b) => renumbered(sample, orders[b] ?? [])),
        );
        runNodes(up, samples).forEach((nodes, b) => {
          expectClose(
            nodes.map((_, n) => found[b]?.[orders[b]?.[n] ?? -1] ?? []),
            nodes,
          );
        });
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('does not mind the order of children', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const samples = samplesOf(seed);
        const turned = samples.map((s) => ({ ...s, children: s.children.map((list) => list.toReversed()) }));
        expectClose(runNodes(up, turned).flat(), runNodes(up, samples).flat());
      }),
      { numRuns: 30, seed: 2 },
    );
  });

  it('gives to a batch what its samples have alone, whatever stands beside them', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const samples = samplesOf(seed, 4);
        expectClose(runNodes(up, samples).flat(), samples.flatMap((sample) => runNodes(up, [sample])).flat());
        // an unrelated tree in the same sample
        const [first, second] = samples;
        if (first === undefined || second === undefined) throw new Error('no samples');
        const shift = first.x.length;
        const both: Sample = {
          children: [...first.children, ...second.children.map((l) => l.map((c) => (c === null ? null : c + shift)))],
          x: [...first.x, ...second.x],
        };
        expectClose(runNodes(up, [both]).flat(), [...runNodes(up, [first]), ...runNodes(up, [second])].flat());
      }),
      { numRuns: 30, seed: 3 },
    );
  });

  it('goes down as it goes up over the graph turned around', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const samples = samplesOf(seed);
        const turned = samples.map(({ children, x }) => ({
          children: children.map((_, n) =>
            children.flatMap((list, parent) => list.flatMap((c) => (c === n ? [parent] : []))),
          ),
          x,
        }));
        expectClose(runNodes(down, samples).flat(), runNodes(up, turned).flat());
      }),
      { numRuns: 30, seed: 4 },
    );
  });

  it('sees a shared child as it sees two like it', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const next = numbers(seed + 1);
        const shared = sampleOf([[], [0], [0], [1, 2]], next);
        const copied: Sample = {
          children: [[], [0], [4], [1, 2], []],
          x: [...shared.x, shared.x[0] ?? []],
        };
        expectClose(runNodes(up, [shared])[0] ?? [], (runNodes(up, [copied])[0] ?? []).slice(0, 4));
      }),
      { numRuns: 10, seed: 5 },
    );
  });
});
