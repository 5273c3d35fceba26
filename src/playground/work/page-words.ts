/**
 * What messages say of the command line, in the words of the page. Each part that a message may hold stands with what takes its place, from which
 * the same can be had here; nothing, where it can't.
 */
const PHRASES: readonly (readonly [string | RegExp, string])[] = [
  ['rnnc init writes a model to start from', 'choose an example above to start from'],
  [
    'train one with `rnnc train`, for example models/characters.yaml --data FILE',
    'train one here, for example the example characters',
  ],
  ['train it with `rnnc train`, and use what that writes; or feed numbers with run()', 'train it here, under Training'],
  [
    /, or give the numbers?: (?:--set \S+=N )+\(in a program set: \{.*?\}\)/,
    ' under Training: its data gives the sizes',
  ],
  [/^--set (?=\S+ is )/, ''],
  [
    '; rnnc inspect MODEL --after unroll --input FILE shows the copies of the cell for the trees of a file',
    '; the picture, unrolled, shows the copies of the cell for the tree of the input',
  ],
  ['see `rnnc inspect --json` for the names of all weights', 'write one of these names'],
  [/, or allow (?:NaN|such values with NaN) \(nan: "allow", on the command line --nan allow\)/, ''],
  ['; NaN is written "NaN" and needs --nan allow', ''],
  [', or leave the field empty and use --nan allow', ''],
  [', or read such fields as NaN with --nan allow', ''],
  [/use `rnnc predict MODEL --rows '\{\}' --sample`, or predict\(.*?\}\}\)/, 'give rows: [{}]'],
  ['; to train on with the change, give the trained weights: --init CHECKPOINT', ', or start anew with Train'],
  [
    'resume with the data as it was; to train on with other data, give the trained model: --init MODEL.rnnc',
    'choose the data as it was, or start anew with Train',
  ],
  ['give such rows apart, as the rows of the future (--future FILE)', 'write such rows behind the last row'],
  [', or give them apart, as the rows of the future (--future FILE)', ''],
  [', or apart, as the rows of the future (--future FILE)', ''],
  [
    'give rows: --data FILE or --rows JSON, or a list of objects',
    'give rows: CSV with the names of the columns above, or JSON objects',
  ],
  ['look at the path, then give it with --data', 'name a file beside the model, and choose it under Training'],
  ['; a model of texts goes on from one with rnnc generate MODEL --prompt TEXT', ''],
  [', or --no-header where the training data had none', ''],
  ['draw it without --unrolled', 'choose rolled'],
  [
    'draw the tree of a sample with --input FILE (in a program: sample), or draw it rolled',
    'choose rolled; once the data has given its sizes, the tree of the input is drawn',
  ],
];

/** A message without words that only help on the command line. */
export const inPageWords = (text: string): string =>
  PHRASES.reduce((said, [phrase, here]) => said.replace(phrase, here), text);
