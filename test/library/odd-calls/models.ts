import { type CompiledModel, compile, memorySources } from '../../../src/index.ts';

/** A model that streams, whose state may be fed. */
export const STREAMING = `
inputs:
  x: {shape: [batch, time, 2]}
layers:
  a: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  y: {type: dense, input: a, units: 2}
outputs: {y: y}
training: {losses: [{type: mse, output: y, target: t}], epochs: 1, rate: 1.0e-9}
`;
export const TOKENS = `
inputs:
  tokens: {shape: [batch, time], dtype: int32}
layers:
  e: {type: embedding, input: tokens, vocabulary: 5, units: 2}
  a: {type: recurrent, input: e, cell: {gru: {units: 3}}}
outputs: {a: a, last: a.last}
`;
export const TREES = `
inputs:
  t: {tree: node}
  x: {shape: [batch, node, 2]}
layers:
  a: {type: recursive, input: x, tree: t, cell: {tree.child_sum_lstm: {units: 2}}}
outputs: {a: a}
`;

const ROWS = Array.from({ length: 24 }, (_, i) => ({ price: Math.sin(i), kind: i % 2 === 0 ? 'even' : 'odd' }));
export const SERIES: readonly { readonly price: number; readonly kind: string }[] = ROWS;
const CSV = ['price,kind', ...ROWS.map(({ price, kind }) => `${price},${kind}`)].join('\n');
export const FORECASTING = `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  a: {type: recurrent, input: x, cell: {gru: {units: 2}}}
  y: {type: dense, input: a.last, units: 2}
outputs: {y: y}
data:
  source: rows.csv
  columns: {kind: {type: ignore}}
  split: {train: 1}
  windows: {width: 4, horizon: 2}
  feeds: {x: {columns: [price]}, target: {columns: [price], part: horizon}}
training: {losses: [{type: mse, output: y}], epochs: 1}
`;
export const CLASSIFYING = `
inputs: {x: {shape: [batch, 1]}}
layers: {y: {type: dense, input: x, units: 2}}
outputs: {y: y}
data:
  source: rows.csv
  split: {train: 1}
  feeds: {x: {columns: [price]}, target: {columns: [kind]}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 1}
`;
export const WRITING = `
inputs: {tokens: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: tokens, vocabulary: 6, units: 2}
  a: {type: recurrent, input: e, cell: {gru: {units: 2}}}
  y: {type: dense, input: a, units: 6}
outputs: {y: y}
data: {source: text.txt, vocabulary: {of: characters, unknown: false}, windows: {width: 4}, split: {train: 1}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 1, batch: 8}
`;

export const FILES: { readonly [path: string]: string } = { 'rows.csv': CSV, 'text.txt': 'abcde\n'.repeat(12) };
export const trained = async (text: string): Promise<CompiledModel> =>
  (await compile(text).train({ files: memorySources(FILES) })).model;
