import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { weightsOf } from '../../src/artifact/artifact.ts';
import { writeSafetensors } from '../../src/artifact/safetensors.ts';
import { readWeights } from '../../src/artifact/weights/weights.ts';
import { compile, load } from '../../src/index.ts';
import { rnnc } from './command.ts';

const model = `inputs:
  tokens: {shape: [batch, time], dtype: int32}
layers:
  vectors: {type: embedding, input: tokens, vocabulary: 4, units: 2}
  memory: {type: recurrent, input: vectors, cell: {rnn: {units: 3}}}
  next: {type: dense, input: memory, units: 4}
outputs: {next: next}
data: {source: text.txt, format: text, vocabulary: {size: 4}, windows: {width: 4}, split: {train: 1, validation: 0, test: 0}}
training: {losses: [{type: cross_entropy, output: next}], epochs: 3, batch: 2, frozen: [vectors]}
`;
/** The table of the embedding, by the path that the model has for it. */
let table = '';
const numbers = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
beforeAll(() => {
  const compiled = compileModel(model, { file: 'model.yaml', resolve: () => null });
  table = weightsOf(compiled.graphs).find(({ path }) => path.startsWith('vectors.'))?.path ?? '';
  expect(table).not.toBe('');
});

function folderWithModel(text = model): string {
  const folder = mkdtempSync(join(tmpdir(), 'rnnc-weights-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'model.yaml'), text);
  writeFileSync(join(folder, 'text.txt'), 'abcabcbacb'.repeat(20));
  return folder;
}
const file = (tensors: { readonly [name: string]: readonly [readonly number[], Float32Array] }): Uint8Array =>
  writeSafetensors(new Map(Object.entries(tensors).map(([name, [shape, data]]) => [name, { shape, data }])), new Map());
const trainedTable = async (folder: string): Promise<readonly number[]> => {
  const loaded = await load(new Uint8Array(readFileSync(join(folder, 'model.rnnc'))));
  const data = [...(loaded.weights().get(table)?.data ?? [])];
  loaded.dispose();
  return data;
};

test('a table alone is taken where that is asked for; what came from where is said, and what is left', async () => {
  const cwd = folderWithModel();
  writeFileSync(
    join(cwd, 'part.safetensors'),
    file({ [table]: [[4, 2], numbers], 'memory.kernel': [[9, 9], new Float32Array(81)] }),
  );
  const args = ['train', 'model.yaml', '--epochs', '1', '--init', 'part.safetensors'];
  const refused = await rnnc(args, { cwd });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('--partial takes the weights that fit');
  const taken = await rnnc([...args, '--partial'], { cwd });
  expect([taken.code, taken.err]).toEqual([
    0,
    expect.stringContaining(`weights from part.safetensors: ${table}; as they were: memory.`),
  ]);
  expect(taken.err).toContain('not taken: memory.kernel (is [9, 9], the model has [2, 3])');
  expect(await trainedTable(cwd)).toEqual([...numbers]);
});

test('an array of NumPy is the weight that is named', async () => {
  const cwd = folderWithModel();
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 2), }".padEnd(117) + '\n';
  const npy = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    Buffer.from([118, 0]),
    Buffer.from(header),
    Buffer.from(numbers.buffer),
  ]);
  writeFileSync(join(cwd, 'table.npy'), npy);
  const taken = await rnnc(['train', 'model.yaml', '--epochs', '1', '--init', `${table}=table.npy`], { cwd });
  expect([taken.code, taken.err]).toEqual([0, expect.stringContaining(`weights from table.npy: ${table};`)]);
  expect(await trainedTable(cwd)).toEqual([...numbers]);
  const other = await rnnc(['train', 'model.yaml', '--init', 'memory.kernel=table.npy'], { cwd });
  expect([other.code, other.err]).toEqual([1, expect.stringContaining('is [4, 2], the model has [2, 3]')]);
  const unnamed = await rnnc(['train', 'model.yaml', '--init', 'table.npy'], { cwd });
  expect([unnamed.code, unnamed.err]).toEqual([1, expect.stringContaining('--init PATH=table.npy')]);
});

test('load takes what fits, and says so', async () => {
  const notices: string[] = [];
  const options = {
    weights: { [table]: { shape: [4, 2], data: numbers }, other: { shape: [1], data: new Float32Array(1) } },
    onNotice: (text: string) => notices.push(text),
  };
  await expect(load(compile(model), options)).rejects.toThrow('other');
  const loaded = await load(compile(model), { ...options, partial: true });
  expect([...(loaded.weights().get(table)?.data ?? [])]).toEqual([...numbers]);
  expect(notices.join('\n')).toContain('not taken: other (the model has no such weight)');
  loaded.dispose();
});

test('two biases in one tensor are taken apart', () => {
  const text = model.replace('rnn: {units: 3}', 'gru: {units: 3}');
  const { graphs } = compileModel(text, { file: 'model.yaml', resolve: () => null });
  const wanted = weightsOf(graphs);
  const tensors = Object.fromEntries(
    wanted.map(({ path, shape }) => [path, [shape, new Float32Array(shape.reduce((a, b) => a * b, 1))] as const]),
  );
  const [bias, second] = ['memory.0.forward.bias', 'memory.0.forward.recurrent_bias'];
  const { [bias]: _, [second]: __, ...rest } = tensors;
  const packed = Float32Array.from({ length: 18 }, (___, i) => i);
  const read = readWeights(file({ ...rest, [bias]: [[2, 9], packed] }), wanted, 'gru.safetensors');
  expect([...(read.get(bias)?.data ?? [])]).toEqual([...packed.slice(0, 9)]);
  expect([...(read.get(second)?.data ?? [])]).toEqual([...packed.slice(9)]);
});

test('keep: last keeps the weights that the training ended with', async () => {
  const text = model.replace('epochs: 3', 'epochs: 3, rate: 30, early_stopping: none');
  const cwd = folderWithModel(text);
  const best = await rnnc(['train', 'model.yaml'], { cwd });
  expect([best.code, best.out]).toEqual([0, expect.stringMatching(/with the weights of epoch [123]/)]);
  writeFileSync(join(cwd, 'model.yaml'), text.replace('epochs: 3', 'epochs: 3, keep: last'));
  const last = await rnnc(['train', 'model.yaml'], { cwd });
  expect([last.code, last.out]).toEqual([0, expect.stringContaining('with the weights of the last epoch')]);
  expect((await rnnc(['config', 'model.yaml'], { cwd })).out).toContain('keep: last');
});

test('a checkpoint of a model that was changed names the key', async () => {
  const cwd = folderWithModel();
  const { out, code } = await rnnc(['train', 'model.yaml', '--epochs', '1'], { cwd });
  expect([code, out]).toEqual([0, expect.any(String)]);
  writeFileSync(
    join(cwd, 'model.yaml'),
    `# a comment changes nothing\n${model.replace('frozen: [vectors]', 'frozen: [memory]')}`,
  );
  const { err } = await rnnc(['train', 'model.yaml', '--resume'], { cwd });
  expect(err).toContain('was made with another model: training.frozen differs');
  expect(err).toContain('training.frozen: ["vectors"]');
});

test("weights of the model's name beside it are not taken in silence, nor left", async () => {
  const cwd = folderWithModel(model.replace(/^(?:data|training):.*\n/gm, ''));
  writeFileSync(join(cwd, 'model.safetensors'), file({ [table]: [[4, 2], numbers] }));
  writeFileSync(join(cwd, 'tokens.json'), '{"tokens": [[0, 1]]}');
  const run = async (...options: readonly string[]): Promise<string> =>
    (await rnnc(['run', 'model.yaml', '--input', 'tokens.json', ...options], { cwd })).err;
  expect(await run()).toMatch(
    /model\.yaml has its initial weights: --weights model\.safetensors takes those beside it/,
  );
  expect(await run('--seed', '3')).toBe('');
});
