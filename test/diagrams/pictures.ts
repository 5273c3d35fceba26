import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Compiled, compileModel } from '../../compiler/compile.ts';

const root = join(import.meta.dirname, '../..');

/** A model of the package, or YAML text, compiled with the library of cells. */
export function compiled(model: string): Compiled {
  const isFile = model.endsWith('.yaml');
  const file = isFile ? join(root, 'models', model) : 'model.yaml';
  const text = isFile ? readFileSync(file, 'utf8') : model;
  return compileModel(text, { file: isFile ? `models/${model}` : file, resolve: fromLibrary(dirname(file)), set: {} });
}

const fromLibrary =
  (folder: string) =>
  (path: string): string | null => {
    try {
      return readFileSync(path.startsWith('rnnc:') ? join(root, 'models', path.slice(5)) : join(folder, path), 'utf8');
    } catch {
      return null;
    }
  };

/** Feeds that the package ships for one of its models. */
export const feedsOf = (name: string): { readonly [name: string]: unknown } =>
  JSON.parse(readFileSync(join(root, 'models/data', `${name}.json`), 'utf8'));

/** Five bidirectional layers with dropout between them. */
export const deep = `
name: five bidirectional layers
inputs:
  words: { shape: [batch, time], dtype: int32 }
layers:
  vectors: { type: embedding, input: words, vocabulary: 1000, units: 16 }
  encoder:
    type: recurrent
    input: vectors
    cell: { keras.lstm: { units: 16 } }
    depth: 5
    direction: bidirectional
    wrap: [{ dropout: { output_keep_prob: 0.5 } }]
  tags: { type: dense, input: encoder, units: 9 }
outputs: { tags: tags }
`;

/** A cell of one's own with three states, under names of sixty letters. */
export const threeStates = `
name: home made
inputs: { x: { shape: [batch, time, 3] } }
cells:
  three:
    parameters: { units: size, slow: 0.1 }
    inputs: { x: [n] }
    state:
      - fast: [units]
      - memory_of_the_long_past_that_changes_only_slowly_with_time_and: [units]
      - count: [1]
    weights:
      w: { shape: [n, units] }
      u: { shape: [units, units] }
      v: { shape: [units] }
      b: { shape: [units] }
    equations: |
      z = x @ w + fast @ u + b
      gate = sigmoid(z + v * fast)
      fast' = gate * tanh(z) + (1 - gate) * fast
      memory_of_the_long_past_that_changes_only_slowly_with_time_and' = (1 - slow) * memory_of_the_long_past_that_changes_only_slowly_with_time_and + slow * fast'
      count' = minimum(count + 1, 10)
      y = [fast', memory_of_the_long_past_that_changes_only_slowly_with_time_and'] / count'
    output: y
layers:
  a_layer_with_a_name_of_sixty_characters_as_nobody_would_like_: { type: recurrent, input: x, cell: { three: { units: 4 } }, depth: 2 }
outputs: { y: a_layer_with_a_name_of_sixty_characters_as_nobody_would_like_ }
`;

/** All wrappers, a start, a mask, a skipped connection and shared weights. */
export const wrapped = `
name: wrapped
inputs:
  x: { shape: [batch, time, 4] }
  present: { shape: [batch, time] }
  start: { shape: [batch, 4] }
layers:
  below:
    type: recurrent
    input: x
    mask: present
    cell: { keras.gru: { units: 4 } }
    initial: { h: start }
    wrap:
      - { zoneout: { rate: 0.1 } }
      - { dropout: { input_keep_prob: 0.8, output_keep_prob: 0.5, state_keep_prob: 0.9 } }
      - residual
  above: { type: recurrent, input: below, cell: { keras.gru: { units: 4 } }, share: below }
  both: { type: concat, inputs: [x, above] }
  head: { type: dense, input: both, units: 2, activation: tanh }
  total: { type: dense, input: above.last, units: 1 }
outputs: { head: head, total: total, gate: below.r }
`;

/** A decoder that looks back at all steps of its encoder. */
export const attention = `
name: attention
inputs: { x: { shape: [batch, source, 3] }, y: { shape: [batch, target, 2] } }
layers:
  encoder: { type: recurrent, input: x, cell: { keras.gru: { units: 4 } }, direction: bidirectional }
  decoder: { type: recurrent, inputs: { x: y, memory: encoder }, cell: { attention.bahdanau: { units: 4 } } }
  words: { type: dense, input: decoder, units: 5, activation: softmax }
outputs: { words: words }
`;
