import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeArrays } from '../../src/cli/arrays/write-arrays.ts';
import { outputsToJson, outputsToTable } from '../../src/cli/reports/numbers.ts';
import { compile, load } from '../../src/index.ts';
import type { Feeds } from '../../src/model/feeds/feeds.ts';

const model = (axes: string, layer: string): string => `
inputs: {x: {shape: [batch, ${axes}, 1]}}
layers: {y: ${layer}}
outputs: {y: y}
`;
const DENSE = '{type: dense, input: x, units: 1, bias: false, init: {kernel: ones}}';
const HELD =
  '{type: recurrent, input: x, cell: {keras.simple_rnn: {units: 1}}, init: {kernel: ones, recurrent_kernel: zeros}}';

async function run(text: string, feeds: Feeds) {
  const loaded = await load(compile(text));
  const { y } = loaded.run(feeds);
  loaded.dispose();
  if (y === undefined) throw new Error('no y');
  return y;
}

test('rows end where their lists end, whether or not the model goes over steps', async () => {
  const y = await run(model('time', DENSE), { x: [[[1], [2], [3]], [[5]]] });
  expect(y.lengths).toEqual(Int32Array.of(3, 1));
  expect(outputsToJson({ y })).toBe('{"outputs": {"y": [[[1], [2], [3]], [[5]]]}}');
});

const X = [[[[1], [2], [3]], [[5]], []], [[[4], [6]]]];

test.each([
  ['that go over no steps', DENSE],
  ['that give what was before', HELD],
])('inner rows of layers %s end where their lists end', async (_, layer) => {
  const y = await run(model('words, letters', layer), { x: X });
  expect(y.lengths).toEqual(Int32Array.of(3, 1));
  expect(y.innerLengths).toEqual({ letters: Int32Array.of(3, 1, 0, 2, 0, 0) });
  const told: { readonly outputs: { readonly y: number[][][][] } } = JSON.parse(outputsToJson({ y }));
  expect(told.outputs.y.map((words) => words.map((letters) => letters.length))).toEqual([[3, 1, 0], [2]]);
  const [, ...rows] = outputsToTable({ y }, (name) => name).split('\n');
  const places = ['0, 0, 0', '0, 0, 1', '0, 0, 2', '0, 1, 0', '1, 0, 0', '1, 0, 1'];
  expect(rows.map((row) => row.trim().replace(/\].*/, ']'))).toEqual(places.map((place) => `[${place}]`));
});

test('what stands beyond the last word is not looked at', async () => {
  const data = Float32Array.of(1, 2, 3, 4, 5, 6, Number.NaN, Number.NaN);
  const y = await run(model('words, letters', DENSE), { x: { data, shape: [2, 2, 2, 1] }, 'words.lengths': [2, 1] });
  expect([y.lengths, y.innerLengths]).toEqual([Int32Array.of(2, 1), { letters: Int32Array.of(2, 2, 2, 0) }]);
});

test('arrays hold 0 behind the last inner steps, and how many there are', async () => {
  const y = await run(model('words, letters', HELD), { x: X });
  expect(y.data[4]).not.toBe(0);
  const folder = mkdtempSync(join(tmpdir(), 'rnnc-'));
  try {
    const file = join(folder, 'y.npz');
    writeArrays([{ output: null, file }], { y }, () => {});
    const arrays = unzipSync(readFileSync(file));
    expect(Object.keys(arrays)).toEqual(['y.npy', 'y.lengths.npy', 'y.letters.lengths.npy']);
    const bytes = arrays['y.npy']?.slice(-4 * y.data.length) ?? new Uint8Array();
    const isThere = [true, true, true, true, false, false, false, false, false, true, true, ...Array(7).fill(false)];
    expect([...new Float32Array(bytes.buffer)].map((x) => x !== 0)).toEqual(isThere);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a step of a session tells the lengths of the sequences in it', async () => {
  const loaded = await load(compile(model('words, letters', HELD)));
  const { y } = loaded.session({ batch: 2 }).step({ x: [[[1], [2]], [[3]]] } as never);
  loaded.dispose();
  expect([y?.dims, y?.lengths, y?.innerLengths]).toEqual([['batch', 'letters', '1'], Int32Array.of(2, 1), {}]);
});
