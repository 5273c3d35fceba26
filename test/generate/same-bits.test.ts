import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type CompiledModel, compile, load, memorySources } from '../../src/index.ts';
import { numbers } from '../passes/equal.ts';

/**
 * Two wide layers and a cell of its own with most of the functions that equations have; sizes that are no multiples of a vector. The sums of
 * the products are long enough that another order of adding changes them.
 */
const model = `
name: bits
seed: 8
inputs: {x: {shape: [batch, time, 2]}}
cells:
  drift:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{m: [units]}, {h: [units]}]
    weights: {kernel: {shape: [n + units, 3 * units]}, leak: {shape: [units]}}
    equations: |
      u, r, g = split(layer_norm([x, h] @ kernel))
      f = sigmoid(u + leak * m)
      m' = f * m + (1 - f) * tanh(g + gelu(r) * m) + 0.1 * sin(u) * exp(-abs(g))
      h' = softplus(r) * tanh(m') + 0.5 * log(1.5 + cos(h))
    output: h'
layers:
  below: {type: recurrent, input: x, cell: {lstm: {units: 37}}, direction: bidirectional}
  above: {type: recurrent, input: below, cell: {drift: {units: 21}}, wrap: [{dropout: {output_keep_prob: 0.8}}]}
  sum: {type: dense, input: above.last, units: 1}
outputs: {states: above, sum: sum}
data: {source: {task: {adding: {length: 9, samples: 24}}}, split: {train: 0.8, validation: 0.2}}
training: {losses: [{type: mse, output: sum}], optimizer: adam, clip: {norm: 0.1}, batch: 19, epochs: 1}
`;

/** SHA-256 of float32 numbers, in little endian and in the order of their names. */
function sha256(named: Iterable<readonly [string, Float32Array]>): string {
  const hash = createHash('sha256');
  for (const [name, data] of [...named].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = new DataView(new ArrayBuffer(data.length * 4));
    data.forEach((value, i) => {
      bytes.setFloat32(4 * i, value, true);
    });
    hash.update(name).update(new Uint8Array(bytes.buffer));
  }
  return hash.digest('hex');
}

async function outputsOf(compiled: CompiledModel): Promise<string> {
  const loaded = await load(compiled);
  const next = numbers(3);
  const data = Float32Array.from({ length: 5 * 30 * 2 }, next);
  const outputs = loaded.run({ x: { shape: [5, 30, 2], data }, 'time.lengths': Int32Array.of(30, 7, 0, 1, 29) });
  loaded.dispose();
  return sha256(Object.entries(outputs).map(([name, output]) => [name, output.data as Float32Array]));
}

// the sums stand for every machine: where one differs, somebody's numbers differ
test('outputs and the weights after one training step have the same bits on every machine', async () => {
  const compiled = compile(model);
  expect(await outputsOf(compiled)).toMatchInlineSnapshot(
    `"16cf3d920d06800db198e72b0613ea2e0544413d654a31d8121549a46d777d10"`,
  );
  const { model: trained, history } = await compiled.train({ files: memorySources({}) });
  expect(history.length).toBe(1);
  const weights = [...trained.weights].map(([path, weight]) => [path, weight.data as Float32Array] as const);
  expect(weights.length).toBeGreaterThan(8);
  expect(sha256(weights)).toMatchInlineSnapshot(`"ba02b9a7f8275e11679357864726a6b0f342257ed399fb7dc623a0c24df14c64"`);
  expect(await outputsOf(trained)).toMatchInlineSnapshot(
    `"83b8563d71a749366ebfd3caed896f74279ecb4a7d58d8d136a6d133a81a8e5a"`,
  );
});
