import { type CompiledModel, compile, memorySources } from '../../src/index.ts';
import { type Draws, mutateBytes, mutateText, withRun } from './mutate.ts';
import type { Target } from './target.ts';

const ROWS = Array.from({ length: 40 }, (_, i) => ({ a: i % 7, b: (i % 11) / 2, y: i % 5 }));
export const CSV = `a,b,y\n${ROWS.map(({ a, b, y }) => `${a},${b},"${y}"\n`).join('')}`;
const JSON_ROWS = JSON.stringify(ROWS);
const NDJSON = ROWS.map((row) => `${JSON.stringify(row)}\n`).join('');
const BRACKETS = '(3 (2 Effective) (3 (2 but) (1 dull)))\n(1 (1 dull) (2 .))\n( (0 (1 (2 a) (0 b)) (1 c)) )\n'.repeat(
  4,
);
const CONLLU = `# sent_id = 1
1	a	a	DET	_	_	2	det	_	_
2	cat	cat	NOUN	_	_	3	nsubj	_	_
2.1	_	_	_	_	_	_	_	_	_
3	waits	wait	VERB	_	_	0	root	_	SpaceAfter=No

# sent_id = 2
1-2	dunno	_	_	_	_	_	_	_	_
1	do	do	VERB	X	_	0	root	_	_
2	nt	not	PART	_	_	1	advmod	_	_

`.repeat(4);
/** Float32 of 12 rows with 2 numbers each. */
const NPY = npyOf([12, 2], new Float32Array(24).fill(0.5));

function npyOf(shape: readonly number[], data: Float32Array): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`.padEnd(117);
  const head = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, 118, 0, ...new TextEncoder().encode(`${text}\n`)];
  return Uint8Array.from([...head, ...new Uint8Array(data.buffer)]);
}

export const trained = (source: string, more = ''): string => `
inputs: {x: {shape: [batch, 2]}}
layers: {h: {type: dense, input: x, units: 3, activation: tanh}, o: {type: dense, input: h, units: 1}}
outputs: {o: o}
data: {source: ${source}, split: {train: 1}, feeds: {x: {columns: [a, b]}, y: {columns: [y]}}${more}}
training: {losses: [{type: mse, output: o, target: y}], epochs: 1, batch: 20}
`;
const arrays = `
inputs: {x: {shape: [batch, 2]}}
layers: {o: {type: dense, input: x, units: 2}}
outputs: {o: o}
data: {source: {array: a.npy}, split: {train: 1}, feeds: {x: {columns: [array]}, y: {columns: [array]}}}
training: {losses: [{type: mse, output: o, target: y}], epochs: 1, batch: 20}
`;
const trees = (source: string, format: string, word: string, label: string, more = ''): string => `
inputs: {words: {shape: [batch, node], dtype: int32}, parse: {tree: node}}
layers:
  vectors: {type: embedding, input: words, vocabulary: 40, units: 2}
  encoder: {type: recursive, input: vectors, tree: parse, cell: {tree.child_sum_lstm: {units: 2}}}
  o: {type: dense, input: encoder, units: 8}
outputs: {o: o}
data:
  source: ${source}
  format: ${format}
  split: {train: 1}${more}
  feeds: {parse: {columns: [tree]}, words: {columns: [${word}]}, label: {columns: [${label}]}}
  vocabulary: {size: 40}
training: {losses: [{type: cross_entropy, output: o, target: label}], epochs: 1, batch: 4}
`;

/** Files of every format that data come in. */
export async function dataTargets(longest: number): Promise<readonly Target[]> {
  const csv = compile(trained('a.csv'));
  const json = compile(trained('a.json'));
  const ndjson = [compile(trained('a.ndjson')), compile(trained('a.ndjson', ', bad_rows: skip'))];
  const npy = compile(arrays);
  const skip = '\n  bad_rows: skip';
  const brackets = ['', skip].map((more) => compile(trees('a.txt', 'brackets', 'word', 'label', more)));
  const conllu = ['', skip].map((more) => compile(trees('a.conllu', 'conllu', 'form', 'deprel', more)));
  const read = async (model: CompiledModel, file: string, content: string | Uint8Array): Promise<void> => {
    // tfjs's kernels: what is tried here is the reading
    await model.train({ files: memorySources({ [file]: content }) }, { kernels: 'stock' });
  };
  // what the cases start from is read by every model
  await read(csv, 'a.csv', CSV);
  await read(json, 'a.json', JSON_ROWS);
  await read(npy, 'a.npy', NPY);
  for (const model of ndjson) await read(model, 'a.ndjson', NDJSON);
  for (const model of brackets) await read(model, 'a.txt', BRACKETS);
  for (const model of conllu) await read(model, 'a.conllu', CONLLU);
  return [
    {
      name: 'data files',
      run: (draws) =>
        draws.below(2) === 0
          ? read(csv, 'a.csv', mutateText(CSV, draws, longest))
          : read(json, 'a.json', mutateText(JSON_ROWS, draws, longest)),
      longRuns: [
        (draws) => read(csv, 'a.csv', withRun(CSV, draws, longest)),
        (draws) => read(json, 'a.json', withRun(JSON_ROWS, draws, longest)),
      ],
    },
    {
      name: 'ndjson files',
      run: (draws) => read(draws.of(ndjson), 'a.ndjson', mutateText(NDJSON, draws, longest)),
      longRuns: [(draws) => read(draws.of(ndjson), 'a.ndjson', withRun(NDJSON, draws, longest))],
    },
    {
      name: 'conllu files',
      run: (draws) => read(draws.of(conllu), 'a.conllu', mutateText(CONLLU, draws, longest)),
      longRuns: [(draws) => read(draws.of(conllu), 'a.conllu', withRun(CONLLU, draws, longest))],
    },
    {
      name: 'bracket files',
      run: (draws) => read(draws.of(brackets), 'a.txt', mutateText(BRACKETS, draws, longest)),
      longRuns: [(draws) => read(draws.of(brackets), 'a.txt', withRun(BRACKETS, draws, longest))],
    },
    { name: 'npy files', run: (draws) => read(npy, 'a.npy', mutateNpy(NPY, draws)) },
  ];
}

/** Half of the changes are in the header, as text of the same length. */
function mutateNpy(file: Uint8Array, draws: Draws): Uint8Array {
  if (draws.below(2) === 0) return mutateBytes(file, draws);
  const header = mutateText(new TextDecoder('latin1').decode(file.subarray(10, 128)).trimEnd(), draws, 100);
  return Uint8Array.from([
    ...file.subarray(0, 10),
    ...new TextEncoder().encode(header.padEnd(118)).subarray(0, 118),
    ...file.subarray(128),
  ]);
}
