/**
 * The cells in plain float64 JavaScript, step by step: what every peer's output, or in training its first loss, is held
 * against, so that a mistake shared by rnnc and one peer cannot hide.
 */
import { foldedBias } from './cases.mjs';

export const sigmoid = (value) => 1 / (1 + Math.exp(-value));

/** vector · matrix, starting from `start` (its length gives the number of columns). */
export function affine(vector, matrix, start) {
  const sums = Float64Array.from(start);
  for (let row = 0; row < vector.length; row++) {
    const factor = vector[row];
    const offset = row * sums.length;
    for (let column = 0; column < sums.length; column++) sums[column] += factor * matrix[offset + column];
  }
  return sums;
}

const steps = {
  lstm(layer, x, { h, c }) {
    const { units } = layer;
    const z = affine(h, layer.recurrent, affine(x, layer.kernel, foldedBias(layer)));
    const nextC = c.map((value, j) => sigmoid(z[units + j]) * value + sigmoid(z[j]) * Math.tanh(z[2 * units + j]));
    return { c: nextC, h: nextC.map((value, j) => sigmoid(z[3 * units + j]) * Math.tanh(value)) };
  },
  gru(layer, x, { h, c }, form) {
    if (form === 'reset_after: false') return steps.gruBefore(layer, x, { h, c });
    const { units } = layer;
    const width = 3 * units;
    const a = affine(x, layer.kernel, layer.bias.subarray(0, width));
    const b = affine(h, layer.recurrent, layer.bias.subarray(width));
    return {
      c,
      h: h.map((value, j) => {
        const z = sigmoid(a[j] + b[j]);
        const r = sigmoid(a[units + j] + b[units + j]);
        return z * value + (1 - z) * Math.tanh(a[2 * units + j] + r * b[2 * units + j]);
      }),
    };
  },
  gruBefore(layer, x, { h, c }) {
    const { units } = layer;
    const width = 3 * units;
    const a = affine(x, layer.kernel, layer.bias.subarray(0, width));
    const b = affine(h, layer.recurrent, new Float64Array(width));
    const reset = h.map((value, j) => value * sigmoid(a[units + j] + b[units + j]));
    const candidate = affine(reset, layer.recurrent, new Float64Array(width));
    return {
      c,
      h: h.map((value, j) => {
        const z = sigmoid(a[j] + b[j]);
        return z * value + (1 - z) * Math.tanh(a[2 * units + j] + candidate[2 * units + j]);
      }),
    };
  },
  linear(layer, x, { h, c }) {
    const z = affine(x, layer.kernel, layer.bias);
    return {
      c,
      h: h.map((value, j) => {
        const a = sigmoid(z[j]);
        return a * value + (1 - a) * z[layer.units + j];
      }),
    };
  },
  drift(layer, x, { h, c }) {
    const { units, leak } = layer;
    const z = affine(h, layer.recurrent, affine(x, layer.kernel, layer.bias));
    const nextC = c.map((value, j) => {
      const f = sigmoid(z[j] + leak[j] * value);
      return f * value + (1 - f) * Math.tanh(z[2 * units + j] + sigmoid(z[units + j]) * value);
    });
    return {
      c: nextC,
      h: h.map((value, j) => {
        const p = sigmoid(z[3 * units + j]);
        return p * Math.tanh(nextC[j]) + (1 - p) * value;
      }),
    };
  },
};

/** The outputs of one series of the batch, [time, units], in the given form of the cell. */
export function referenceSeries(testCase, row, form) {
  const { time, x, layers, embedding } = testCase;
  let width = layers[0].input;
  const rowOf = (numbers, index) => numbers.subarray(index * width, (index + 1) * width);
  let series = Array.from({ length: time }, (_, t) =>
    embedding ? rowOf(embedding.table, x[row * time + t]) : rowOf(x, row * time + t),
  );
  for (const layer of layers) {
    width = layer.units;
    let state = { h: new Float64Array(width), c: new Float64Array(width) };
    series = series.map((value) => {
      state = steps[layer.cell](layer, value, state, form);
      return state.h;
    });
  }
  return series;
}

/**
 * The largest difference between an output [batch, time, units] and the reference over the first and the last
 * series of the batch.
 */
export function differenceFromReference(testCase, output, form) {
  const { batch, time, layers } = testCase;
  const { units } = layers[layers.length - 1];
  if (output.length !== batch * time * units) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const row of new Set([0, batch - 1])) {
    referenceSeries(testCase, row, form).forEach((values, t) => {
      values.forEach((value, j) => {
        const difference = Math.abs(value - output[(row * time + t) * units + j]);
        largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
      });
    });
  }
  return largest;
}

const lossOfStep = {
  mse: ({ head, target }, y, step) =>
    y.reduce((sum, value, j) => sum + (value - target[step * head.units + j]) ** 2, 0) / head.units,
  cross_entropy({ target }, y, step) {
    const largest = y.reduce((most, value) => Math.max(most, value));
    const sum = y.reduce((total, value) => total + Math.exp(value - largest), 0);
    return Math.log(sum) + largest - y[target[step]];
  },
};

/** The loss of a training case with the weights it starts from, in the given form of the cell. */
export function referenceLoss(testCase, form) {
  const { batch, time, head, loss, reduce } = testCase;
  let sum = 0;
  for (let row = 0; row < batch; row++) {
    referenceSeries(testCase, row, form).forEach((values, t) => {
      sum += lossOfStep[loss](testCase, affine(values, head.kernel, head.bias), row * time + t);
    });
  }
  return sum / (reduce === 'mean' ? batch * time : batch);
}

/** The largest difference between two outputs; infinite when they differ in length or one holds NaN. */
export function difference(one, other) {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let index = 0; index < one.length; index++) {
    const distance = Math.abs(one[index] - other[index]);
    largest = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(largest, distance);
  }
  return largest;
}
