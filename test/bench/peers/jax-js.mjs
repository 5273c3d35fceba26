import { defaultDevice, init, jit, nn, numpy as np } from '@jax-js/jax';
import { fastest } from '../timing.mjs';
import { borrow, stepOf, weightsOf } from './jax-js-cells.mjs';
import { prepareTraining } from './jax-js-training.mjs';

export const packages = ['@jax-js/jax'];

export async function start() {
  const devices = await init('wasm');
  if (!devices.includes('wasm')) throw new Error('the wasm device did not start');
  defaultDevice('wasm');
}

const project = jit((x, kernel, bias) => np.matmul(x, kernel).add(bias));

export async function prepare(testCase) {
  if (testCase.mode === 'train') return prepareTraining(testCase);
  const weights = testCase.layers.map(weightsOf);
  if (testCase.mode === 'step') return stepper(testCase, weights[0]);
  // jax-js has no lax.scan: a loop in JavaScript over one jitted step, or all steps unrolled in one jit.
  // Which is faster depends on the sizes, so both are tried and the faster one is measured; for the linear recurrence
  // also a scan over all steps at once, in log2(T) passes.
  const forms = [
    { note: 'one jit per step', run: looped(testCase, weights) },
    { note: 'steps unrolled in one jit', run: unrolled(testCase, weights) },
    ...(testCase.layers[0].cell === 'linear'
      ? [{ note: 'a scan by doubling in one jit', run: doubled(testCase, weights[0]) }]
      : []),
  ];
  for (const form of forms) form.output = form.run();
  const { run, output, note } = await fastest(forms);
  return { run, output, note };
}

function looped(testCase, weights) {
  const { batch, time, layers, x } = testCase;
  const steps = layers.map((layer) => jit((w, a, h, c) => stepOf(layer.cell, w, a, h, c)));
  const toTimeMajor = jit((input) => np.transpose(input, [1, 0, 2]));
  return () => {
    let series = toTimeMajor(np.array(x).reshape([batch, time, layers[0].input])).dataSync();
    layers.forEach((layer, index) => {
      const { kernel, bias, ...rest } = weights[index];
      const { units, input } = layer;
      const width = layer.kernel.length / input;
      const projected = project(np.array(series).reshape([time, batch, input]), kernel.ref, bias.ref).dataSync();
      series = new Float32Array(time * batch * units);
      let h = np.zeros([batch, units]);
      let c = np.zeros([batch, units]);
      for (let t = 0; t < time; t++) {
        const row = projected.subarray(t * batch * width, (t + 1) * batch * width);
        const a = np.array(row).reshape([batch, width]);
        [h, c] = steps[index](borrow(rest), a, h, c);
        series.set(h.ref.dataSync(), t * batch * units);
      }
      h.dispose();
      c.dispose();
    });
    return batchMajor(series, time, batch);
  };
}

function batchMajor(series, time, batch) {
  if (batch === 1) return series;
  const units = series.length / (time * batch);
  const result = new Float32Array(series.length);
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++) {
      const from = (t * batch + b) * units;
      result.set(series.subarray(from, from + units), (b * time + t) * units);
    }
  }
  return result;
}

function unrolled(testCase, weights) {
  const { batch, time, layers, x } = testCase;
  const whole = jit((input, ...all) => {
    let series = np.transpose(input, [1, 0, 2]);
    layers.forEach((layer, index) => {
      const { kernel, bias, ...rest } = all[index];
      const projected = np.matmul(series, kernel).add(bias);
      let h = np.zeros([batch, layer.units]);
      let c = np.zeros([batch, layer.units]);
      const outputs = [];
      for (let t = 0; t < time; t++) {
        [h, c] = stepOf(layer.cell, borrow(rest), projected.ref.slice(t), h, c);
        outputs.push(h.ref);
      }
      for (const value of [projected, h, c, ...Object.values(rest)]) value.dispose();
      series = np.stack(outputs, 0);
    });
    return np.transpose(series, [1, 0, 2]);
  });
  return () => whole(np.array(x).reshape([batch, time, layers[0].input]), ...weights.map(borrow)).dataSync();
}

/**
 * The linear recurrence h' = a h + b over all steps: with every pass, a and b of a step come to stand for twice as many
 * steps before it.
 */
function doubled({ batch, time, layers: [{ input, units }], x }, weights) {
  const later = (series, steps) =>
    np.concatenate([np.zeros([batch, steps, units]), series.slice([], [0, time - steps])], 1);
  const whole = jit((series, { kernel, bias }) => {
    const [g, v] = np.split(np.matmul(series, kernel).add(bias), 2, -1);
    let a = nn.sigmoid(g);
    let b = v.ref.sub(a.ref.mul(v));
    for (let steps = 1; steps < time; steps *= 2) {
      b = b.ref.add(a.ref.mul(later(b, steps)));
      a = a.ref.mul(later(a, steps));
    }
    a.dispose();
    return b;
  });
  return () => whole(np.array(x).reshape([batch, time, input]), borrow(weights)).dataSync();
}

function stepper(testCase, weights) {
  const [layer] = testCase.layers;
  const { input, units } = layer;
  const step = jit(({ kernel, bias, ...rest }, x, h, c) =>
    stepOf(layer.cell, rest, np.matmul(x, kernel).add(bias), h, c),
  );
  let h = np.zeros([1, units]);
  let c = np.zeros([1, units]);
  const at = (t) => {
    const x = np.array(testCase.x.subarray(t * input, (t + 1) * input)).reshape([1, input]);
    [h, c] = step(borrow(weights), x, h, c);
    return h.ref.dataSync();
  };
  const output = new Float32Array(testCase.time * units);
  for (let t = 0; t < testCase.time; t++) output.set(at(t), t * units);
  let t = 0;
  const run = () => {
    t = t + 1 === testCase.time ? 0 : t + 1;
    return at(t);
  };
  return { run, output };
}
