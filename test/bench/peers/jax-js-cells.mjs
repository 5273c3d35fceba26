import { nn, numpy as np } from '@jax-js/jax';
import { foldedBias } from '../cases.mjs';

/**
 * One step of each cell from the projected input `a`, the product `b` of the recurrent kernel where it has one, the
 * states, and the weights that are left. jax-js
 * counts references: every value is consumed by its use, and `.ref` keeps it for one more. Returns [h', c'] (the c of a
 * GRU is passed on unused).
 */
const cells = {
  lstm(a, b, h, c) {
    h.dispose();
    const [i, f, g, o] = np.split(a.add(b), 4, -1);
    const nextC = nn
      .sigmoid(f)
      .mul(c)
      .add(nn.sigmoid(i).mul(np.tanh(g)));
    return [nn.sigmoid(o).mul(np.tanh(nextC.ref)), nextC];
  },
  gru(a, b, h, c) {
    const [az, ar, ah] = np.split(a, 3, -1);
    const [bz, br, bh] = np.split(b, 3, -1);
    const z = nn.sigmoid(az.add(bz));
    const candidate = np.tanh(ah.add(nn.sigmoid(ar.add(br)).mul(bh)));
    return [z.mul(h.sub(candidate.ref)).add(candidate), c];
  },
  gruBefore(a, b, h, c, { candidateKernel }) {
    const [az, ar, ah] = np.split(a, 3, -1);
    const [bz, br] = np.split(b, 2, -1);
    const z = nn.sigmoid(az.add(bz));
    const reset = nn.sigmoid(ar.add(br)).mul(h.ref);
    const candidate = np.tanh(ah.add(np.matmul(reset, candidateKernel)));
    return [z.mul(h.sub(candidate.ref)).add(candidate), c];
  },
  linear(x, _, h, c) {
    const [g, v] = np.split(x, 2, -1);
    const a = nn.sigmoid(g);
    return [a.mul(h.sub(v.ref)).add(v), c];
  },
  drift(a, b, h, c, { leak }) {
    const [u, r, g, o] = np.split(a.add(b), 4, -1);
    const f = nn.sigmoid(u.add(leak.mul(c.ref)));
    const candidate = np.tanh(g.add(nn.sigmoid(r).mul(c.ref)));
    const nextC = f.mul(c.sub(candidate.ref)).add(candidate);
    const p = nn.sigmoid(o);
    return [p.mul(np.tanh(nextC.ref).sub(h.ref)).add(h), nextC];
  },
};

/** @param shift what is added to the product of the recurrent kernel, where that is given */
export function stepOf(cell, { recurrent, recurrentBias, ...rest }, a, h, c, shift) {
  if (!recurrent) return cells[cell](a, undefined, h, c, rest);
  const product = np.matmul(h.ref, recurrent);
  const biased = recurrentBias ? product.add(recurrentBias) : product;
  return cells[cell](a, shift ? biased.add(shift) : biased, h, c, rest);
}

export function weightsOf(layer) {
  const width = layer.kernel.length / layer.input;
  const matrix = (data, rows) => np.array(data).reshape([rows, data.length / rows]);
  const gru = layer.cell === 'gru';
  return {
    kernel: matrix(layer.kernel, layer.input),
    ...recurrentWeights(layer, matrix),
    bias: np.array(gru ? layer.bias.slice(0, width) : foldedBias(layer)),
    ...(gru ? { recurrentBias: np.array(layer.bias.slice(width)) } : {}),
    ...(layer.leak ? { leak: np.array(layer.leak) } : {}),
  };
}

/** The last block of a GRU that resets before the product is multiplied with something else than the others. */
function recurrentWeights({ cell, recurrent, units }, matrix) {
  if (!recurrent) return {};
  if (cell !== 'gruBefore') return { recurrent: matrix(recurrent, units) };
  return {
    recurrent: matrix(columns(recurrent, units, 0, 2 * units), units),
    candidateKernel: matrix(columns(recurrent, units, 2 * units, 3 * units), units),
  };
}

function columns(matrix, rows, from, to) {
  const width = matrix.length / rows;
  const result = new Float32Array(rows * (to - from));
  for (let row = 0; row < rows; row++) {
    result.set(matrix.subarray(row * width + from, row * width + to), row * (to - from));
  }
  return result;
}

/** A fresh reference to every weight, for one use. */
export const borrow = (weights) =>
  Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, value.ref]));
