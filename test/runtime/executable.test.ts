import { beforeAll, describe, expect, test } from 'vitest';
import { type Backend, loadBackend } from '../../src/runtime/backend.ts';
import { Harness } from './harness.ts';
import { ProgramBuilder } from './program-builder.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

/** y[t] = state' = sigmoid(x[t] @ w + state), time-major. */
function recurrentProgram(direction: 'forward' | 'backward' = 'forward') {
  const p = new ProgramBuilder();
  const x = p.feed('x', ['time', 'batch', 3]);
  const start = p.feed('h', ['batch', 2]);
  const w = p.weight('w', [3, 2]);
  const projected = p.temporary(['time', 'batch', 2]);
  p.call({ kernel: 'BatchMatMul', a: p.view(x, 0, [{ 'batch*time': 1 }, 3]), b: w, out: p.view(projected, 0, [{ 'batch*time': 1 }, 2]), fresh: false });
  const y = p.output('y', ['time', 'batch', 2]);
  const xt = p.element(projected, 0, ['batch', 2]);
  const yt = p.element(y, 0, ['batch', 2]);
  p.main.push({
    kind: 'loop',
    loop: 0,
    length: { time: 1 },
    direction,
    name: 'loop',
    body: [
      { kind: 'kernel', call: { kernel: 'Add', a: xt, b: start, out: yt } },
      { kind: 'kernel', call: { kernel: 'Sigmoid', x: yt, out: yt } },
      { kind: 'copy', from: yt, to: start },
    ],
  });
  return p.build();
}

function expected(x: number[], w: number[], time: number, batch: number, backward = false): number[] {
  const y = new Array<number>(time * batch * 2).fill(0);
  for (let b = 0; b < batch; b++) {
    let h = [0, 0];
    for (let k = 0; k < time; k++) {
      const t = backward ? time - 1 - k : k;
      h = h.map((v, j) => {
        let z = v;
        for (let i = 0; i < 3; i++) z += (x[(t * batch + b) * 3 + i] ?? 0) * (w[i * 2 + j] ?? 0);
        return 1 / (1 + Math.exp(-z));
      });
      h.forEach((v, j) => {
        y[(t * batch + b) * 2 + j] = v;
      });
    }
  }
  return y;
}
const close = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  a.forEach((v, i) => expect(Math.abs(v - (b[i] ?? Number.NaN))).toBeLessThan(1e-5));
};
const numbers = (n: number, scale = 1) => Array.from({ length: n }, (_, i) => scale * Math.sin(i * 1.7 + 0.3));

describe.each(['fast', 'public'] as const)('a recurrent program on the %s path', (path) => {
  test.each(['forward', 'backward'] as const)('runs %s over strided elements for any number of steps', (direction) => {
    for (const [time, batch] of [[1, 1], [7, 2], [50, 1], [0, 3]] as const) {
      const h = new Harness(backend, recurrentProgram(direction), { time, batch }, path);
      const w = numbers(6);
      h.persistent.write('w', Float32Array.from(w));
      const x = numbers(time * batch * 3);
      const { y } = h.run({ x, h: new Array(batch * 2).fill(0) });
      close(y ?? [], expected(x, w, time, batch, direction === 'backward'));
      h.dispose();
    }
  });
});
