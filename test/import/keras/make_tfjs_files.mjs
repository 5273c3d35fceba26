/**
 * Files of TensorFlow.js with the numbers that tfjs-layers computes: writes tfjs/ for test/import/keras.
 * Run by hand, never by the tests, with @tensorflow/tfjs-layers and tfjs-backend-cpu 4.22.0: node test/import/keras/make_tfjs_files.mjs
 * Kernels start as zeros, because tfjs-layers without the rest of tfjs can't make orthogonal ones; all weights are then random float32 numbers.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

const folder = join(import.meta.dirname, 'tfjs');
mkdirSync(folder, { recursive: true });
await tf.setBackend('cpu');

let state = 7;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.fround((state / 2 ** 32) * 2 - 1);
};
const numbers = (count) => Float32Array.from({ length: count }, random);
const nested = (data, [size, ...shape]) =>
  size === undefined
    ? Number(Number(data[0]).toPrecision(9))
    : Array.from({ length: size }, (_, i) =>
        nested(data.slice((i * data.length) / size, ((i + 1) * data.length) / size), shape),
      );
const floats = (...shape) => tf.tensor(numbers(shape.reduce((a, b) => a * b, 1)), shape);
const tokens = (batch, time, vocabulary) =>
  tf.tensor(
    Array.from({ length: batch * time }, (_, i) =>
      i % time > time - 2 - Math.floor(i / time) ? 0 : 1 + Math.floor(((random() + 1) / 2) * (vocabulary - 1)),
    ),
    [batch, time],
  );

const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros' };
const { layers } = tfl;
const series = (name = 'x', features = 3) => tfl.input({ shape: [null, features], name });

const models = {
  tagger() {
    const model = tfl.sequential();
    model.add(layers.embedding({ inputDim: 7, outputDim: 3, maskZero: true, inputShape: [6], name: 'words' }));
    model.add(
      layers.bidirectional({ layer: layers.lstm({ units: 4, returnSequences: true, ...zeros }), mergeMode: 'concat' }),
    );
    model.add(layers.dropout({ rate: 0.3 }));
    model.add(layers.gru({ units: 3, returnSequences: true, recurrentActivation: 'sigmoid', ...zeros }));
    model.add(layers.timeDistributed({ layer: layers.dense({ units: 4, activation: 'softmax' }) }));
    return [model, [tokens(3, 6, 7)]];
  },
  cells() {
    const x = series();
    const cell = [
      layers.lstmCell({ units: 3, ...zeros }),
      layers.gruCell({ units: 4, activation: 'relu', ...zeros }),
      layers.simpleRNNCell({ units: 2, ...zeros }),
    ];
    const [y, ...finals] = layers.rnn({ cell, returnState: true, name: 'stack' }).apply(x);
    return [tfl.model({ inputs: x, outputs: [y, ...finals] }), [floats(2, 5, 3)]];
  },
  directions() {
    const x = series();
    const parts = ['sum', 'mul', 'ave'].map((mergeMode) =>
      layers.bidirectional({ layer: layers.simpleRNN({ units: 2, useBias: false, ...zeros }), mergeMode }).apply(x),
    );
    parts.push(
      layers
        .lstm({ units: 3, goBackwards: true, recurrentActivation: 'hardSigmoid', unitForgetBias: true, ...zeros })
        .apply(x),
    );
    return [tfl.model({ inputs: x, outputs: layers.concatenate().apply(parts) }), [floats(3, 4, 3)]];
  },
  states() {
    const [source, target] = [series('source', 2), series('target', 3)];
    const [, h, c] = layers.lstm({ units: 3, returnState: true, name: 'encoder', ...zeros }).apply(source);
    const y = layers.lstm({ units: 3, returnSequences: true, name: 'decoder', ...zeros }).apply([target, h, c]);
    return [
      tfl.model({ inputs: [source, target], outputs: [layers.dense({ units: 2 }).apply(y), h] }),
      [floats(2, 3, 2), floats(2, 4, 3)],
    ];
  },
  merges() {
    const [a, b] = [tfl.input({ shape: [4], name: 'a' }), tfl.input({ shape: [4], name: 'b' })];
    const dense = layers.dense({ units: 4, activation: 'elu', name: 'shared' });
    const [p, q] = [dense.apply(a), dense.apply(b)];
    const of = ['add', 'multiply', 'average', 'maximum', 'minimum'].map((name) => layers[name]().apply([p, q]));
    const joined = layers.concatenate().apply(of);
    const normal = layers.layerNormalization().apply(layers.batchNormalization().apply(joined));
    const more = ['hardSigmoid', 'selu', 'softsign', 'relu6', 'swish', 'mish'].map((activation) =>
      layers.dense({ units: 2, activation }).apply(normal),
    );
    const leaky = layers.leakyReLU({ alpha: 0.2 }).apply(layers.concatenate().apply(more));
    const steps = layers.repeatVector({ n: 3 }).apply(leaky);
    return [
      tfl.model({ inputs: [a, b], outputs: layers.gru({ units: 2, ...zeros }).apply(steps) }),
      [floats(3, 4), floats(3, 4)],
    ];
  },
  masking() {
    const model = tfl.sequential();
    model.add(layers.masking({ maskValue: -1, inputShape: [5, 2] }));
    model.add(layers.lstm({ units: 3, returnSequences: true, ...zeros }));
    model.add(layers.simpleRNN({ units: 2, ...zeros }));
    const x = numbers(2 * 5 * 2);
    for (const at of [0, 1, 6, 7, 18, 19, 4]) x[at] = -1;
    return [model, [tf.tensor(x, [2, 5, 2])]];
  },
};

/** Bytes and entries of the manifest, with the weights packed as the type says. */
function packed(specs, data, type) {
  const parts = [];
  const entries = specs.map(({ name, shape }, at) => {
    const values = data[at];
    const [min, max] = [Math.min(...values), Math.max(...values)];
    if (type === 'float32') parts.push(new Uint8Array(values.buffer.slice(0)));
    else if (type === 'float16') parts.push(new Uint8Array(Uint16Array.from(values, half).buffer));
    else {
      const steps = type === 'uint8' ? 255 : 65535;
      const scale = (max - min) / steps || 1;
      const whole = Array.from(values, (x) => Math.round((x - min) / scale));
      parts.push(new Uint8Array((type === 'uint8' ? Uint8Array : Uint16Array).from(whole).buffer));
      return { name, shape, dtype: 'float32', quantization: { dtype: type, scale, min, original_dtype: 'float32' } };
    }
    return {
      name,
      shape,
      dtype: 'float32',
      ...(type === 'float32' ? {} : { quantization: { dtype: type, original_dtype: 'float32' } }),
    };
  });
  return { bytes: Buffer.concat(parts), entries };
}
/** Truncated to 16 bits, which is enough for numbers between 2^-14 and 2. */
function half(x) {
  const bits = new Uint32Array(Float32Array.of(x).buffer)[0];
  const exponent = ((bits >> 23) & 255) - 112;
  return ((bits >> 16) & 0x8000) | (exponent <= 0 ? 0 : (exponent << 10) | ((bits >> 13) & 1023));
}

const cases = [];
const types = { cells: 'uint16', directions: 'float16', states: 'uint8' };
for (const [name, make] of Object.entries(models)) {
  const [model, feeds] = make();
  for (const weight of model.weights) {
    const values = numbers(weight.shape.reduce((a, b) => a * b, 1));
    weight.write(tf.tensor(/variance/.test(weight.name) ? values.map((x) => Math.abs(x) + 0.1) : values, weight.shape));
  }
  let saved;
  await model.save({
    save: async (artifacts) => {
      saved = artifacts;
      return {};
    },
  });
  let at = 0;
  const data = saved.weightSpecs.map(({ shape }) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const values = new Float32Array(saved.weightData.slice(at, at + 4 * count));
    at += 4 * count;
    return values;
  });
  const { bytes, entries } = packed(saved.weightSpecs, data, types[name] ?? 'float32');
  const cut = Math.floor(bytes.length / 2) + 1;
  const shards = name === 'tagger' ? [bytes.subarray(0, cut), bytes.subarray(cut)] : [bytes];
  const paths = shards.map((_, i) => `${name}.shard${i + 1}of${shards.length}.bin`);
  for (const [i, shard] of shards.entries()) writeFileSync(join(folder, paths[i]), shard);
  const { modelTopology, format, generatedBy, convertedBy } = saved;
  writeFileSync(
    join(folder, `${name}.json`),
    JSON.stringify({ format, generatedBy, convertedBy, modelTopology, weightsManifest: [{ paths, weights: entries }] }),
  );
  const read = await tfl.loadLayersModel({
    load: async () => ({
      modelTopology,
      weightSpecs: entries,
      weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    }),
  });
  const given = read.predict(feeds.length === 1 ? feeds[0] : feeds);
  const outputs = Array.isArray(given) ? given : [given];
  cases.push({
    name,
    file: `${name}.json`,
    feeds: feeds.map((feed) => nested(feed.dataSync(), feed.shape)),
    outputs: outputs.map((output) => nested(output.dataSync(), output.shape)),
  });
}
writeFileSync(
  join(folder, 'cases.json'),
  `${JSON.stringify({ 'tfjs-layers': tfl.version_layers, cases }).replaceAll('{"name"', '\n{"name"')}\n`,
);
