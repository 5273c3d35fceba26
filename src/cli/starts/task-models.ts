import { type Head, word } from './write-model.ts';

/** Labels of sentences given as trees, by a cell that goes from the leaves to the root. */
export const treeModel = ({ name, schema, file, source }: Head): string => `# yaml-language-server: $schema=${schema}
# Train it:   rnnc train ${file}
#
# A label at every node of a tree, 0 for very bad to 4 for very good. The data is one tree to a line: (4 (2 so) (4 good)).
name: ${name}
parameters: {vocabulary: 100, vector: 16, units: 24}
inputs:
  words: {shape: [batch, node], dtype: int32} # of the leaves; nothing at inner nodes
  parse: {tree: node}
layers:
  vectors: {type: embedding, input: words, vocabulary: vocabulary, units: vector}
  memory: {type: recursive, input: vectors, tree: parse, cell: {tree.nary_lstm: {units: units}}}
  answer: {type: dense, input: memory, units: 5}
outputs: {answer: answer}
data:
  source: ${word(source)}
  format: brackets
  feeds:
    parse: {columns: [tree]}
    words: {columns: [word]}
    label: {columns: [label]}
  vocabulary: {size: vocabulary} # rarer words are one, <unk>
training:
  losses: [{type: cross_entropy, output: answer, target: label}]
  metrics: [accuracy]
  rate: 0.005
  batch: 8
`;

/** The adding problem: the data is made while the model trains. */
export const addingModel = ({
  name,
  schema,
  file,
}: Omit<Head, 'source'>): string => `# yaml-language-server: $schema=${schema}
# Train it:   rnnc train ${file}
#
# The adding problem (Hochreiter and Schmidhuber 1997): every step is a random value with a marker, two steps are marked, and the sum of their
# values is asked for at the end. Who remembers nothing says 1 and is wrong by 1/6 in the mean square. The samples are made, so there is no file.
name: ${name}
parameters: {length: 30, units: 32, samples: 2000}
inputs:
  steps: {shape: [batch, time, 2]} # value, marker
layers:
  memory: {type: recurrent, input: steps, cell: {lstm: {units: units}}}
  sum: {type: dense, input: memory.last, units: 1}
outputs: {sum: sum}
data:
  source: {task: {adding: {length: length, samples: samples}}}
training:
  losses: [{type: mse, output: sum}]
  rate: 0.005
`;
