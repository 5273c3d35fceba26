/**
 * What pictures show, as texts of Graphviz that were looked at as pictures. `vitest run test/diagrams -u` writes them anew: look at the pictures first.
 */
import { describe, expect, test } from 'vitest';
import { type GraphChoice, graphOfModel } from '../../src/diagrams/graph-of-model.ts';
import { toDot } from '../../src/diagrams/placed/to-dot.ts';
import { toMermaid } from '../../src/diagrams/placed/to-mermaid.ts';
import { sampleTree } from '../../src/diagrams/sample-tree.ts';
import { attention, compiled, deep, feedsOf, threeStates, wrapped } from './pictures.ts';

const pictures: readonly (readonly [string, string, GraphChoice])[] = [
  ['seed-rnn', 'seed-rnn.yaml', {}],
  ['seed-rnn-unrolled', 'seed-rnn.yaml', { unrolled: 2, shapes: true, params: true }],
  ['encoder-decoder', 'encoder-decoder.yaml', { shapes: true, params: true }],
  ['encoder-decoder-unrolled', 'encoder-decoder.yaml', { unrolled: 3 }],
  ['dropout-lstm', 'dropout-lstm.yaml', { unrolled: 3 }],
  ['deep-rolled', deep, {}],
  ['wrapped', wrapped, { shapes: true }],
  ['wrapped-unrolled', wrapped, { unrolled: 2 }],
  ['attention-unrolled', attention, { unrolled: 3 }],
  ['basic-lstm-cell', 'basic-lstm.yaml', { cell: 'tf1.basic_lstm' }],
  ['peephole-cell', 'peephole-cell.yaml', { cell: 'peephole_lstm' }],
  ['child-sum-cell', 'dependency-trees.yaml', { cell: 'tree.child_sum_lstm' }],
  ['gru-cell', wrapped, { cell: 'below.0.forward' }],
  ['three-states-cell', threeStates, { cell: 'three' }],
];

describe('in the language of Graphviz', () => {
  test.each(pictures)('%s', async (name, model, choice) => {
    await expect(toDot(graphOfModel(compiled(model), choice))).toMatchFileSnapshot(`goldens/${name}.dot`);
  });

  test.each(['tree-sentiment', 'dependency-trees'])('a sample of %s', async (name) => {
    const model = compiled(`${name}.yaml`);
    const tree = sampleTree(model.graphs.inference, feedsOf(name) as never, 1);
    await expect(toDot(graphOfModel(model, { tree }))).toMatchFileSnapshot(`goldens/${name}.dot`);
  });
});

test('as a flowchart of Mermaid', () => {
  expect(toMermaid(graphOfModel(compiled('seed-rnn.yaml'), {}))).toMatchInlineSnapshot(`
    "---
    title: "seed-rnn"
    ---
    flowchart BT
      n0[/"x"/]
      n1("rnn<br/>simple_rnn")
      n2["final_output<br/>dense 1"]
      n3[/"before_activation"/]
      n4[/"state"/]
      n5[/"output"/]
      n0 --> n1
      n1 --> n2
      n1 --> n3
      n1 --> n4
      n2 --> n5
      n1 ==>|"state"| n1
    "
  `);
});
