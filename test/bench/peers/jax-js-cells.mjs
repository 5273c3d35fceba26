import { nn, numpy as np } from '@jax-js/jax';
import { foldedBias } from '../cases.mjs';

/**
 * One step of each cell from the projected input `a`, the product `b` of the recurrent kernel, and the states. jax-js
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
  drift(a, b, h, c, leak) {
    const [u, r, g, o] = np.split(a.add(b), 4, -1);
    const f = nn.sigmoid(u.add(leak.mul(c.ref)));
    const candidate = np.tanh(g.add(nn.sigmoid(r).mul(c.ref)));
    const nextC = f.mul(c.sub(candidate.ref)).add(candidate);
    const p = nn.sigmoid(o);
    return [p.mul(np.tanh(nextC.ref).sub(h.ref)).add(h), nextC];
  },
};

/** @param shift what is added to the product of the recurrent kernel, where that is given */
export function stepOf(cell, { recurrent, recurrentBias, leak }, a, h, c, shift) {
  const product = np.matmul(h.ref, recurrent);
  const biased = recurrentBias ? product.add(recurrentBias) : product;
  return cells[cell](a, shift ? biased.add(shift) : biased, h, c, leak);
}

export function weightsOf(layer) {
  const width = layer.kernel.length / layer.input;
  const matrix = (data, rows) => np.array(data).reshape([rows, width]);
  const gru = layer.cell === 'gru';
  return {
    kernel: matrix(layer.kernel, layer.input),
    recurrent: matrix(layer.recurrent, layer.units),
    bias: np.array(gru ? layer.bias.slice(0, width) : foldedBias(layer)),
    ...(gru ? { recurrentBias: np.array(layer.bias.slice(width)) } : {}),
    ...(layer.leak ? { leak: np.array(layer.leak) } : {}),
  };
}

/** A fresh reference to every weight, for one use. */
export const borrow = (weights) =>
  Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, value.ref]));

/** The form that was fastest in up to eight calls of each. */
export async function fastest(forms) {
  const timed = forms.map((form) => ({ ...form, best: Number.POSITIVE_INFINITY }));
  const until = performance.now() + 10_000;
  for (let attempt = 0; attempt < 8 && (attempt < 2 || performance.now() < until); attempt++) {
    for (const form of timed) {
      const begin = performance.now();
      await form.run();
      form.best = Math.min(form.best, performance.now() - begin);
    }
  }
  return timed.sort((one, other) => one.best - other.best)[0];
}
