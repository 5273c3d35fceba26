import { beforeAll, describe, expect, test } from 'vitest';
import type { Block } from '../../src/engine/backend/backend.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import type { TfjsBackend } from '../../src/engine/backend/tfjs-backend.ts';
import { Harness } from './harness.ts';
import { ProgramBuilder } from './program-builder.ts';

let backend: TfjsBackend;
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
  p.call({
    kernel: 'BatchMatMul',
    a: p.view(x, 0, [{ 'batch*time': 1 }, 3]),
    b: w,
    out: p.view(projected, 0, [{ 'batch*time': 1 }, 2]),
    fresh: false,
  });
  const y = p.output('y', ['time', 'batch', 2]);
  const xt = p.element(projected, 0, ['batch', 2]);
  const yt = p.element(y, 0, ['batch', 2]);
  p.main.push({
    kind: 'loop',
    loop: 0,
    length: { time: 1 },
    direction,
    name: 'loop',
    ragged: [],
    body: [
      { kind: 'kernel', call: { kernel: 'elementwise', op: 'add', operands: [xt, start], out: yt } },
      { kind: 'kernel', call: { kernel: 'elementwise', op: 'sigmoid', operands: [yt], out: yt } },
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
  for (const [i, v] of a.entries()) expect(Math.abs(v - (b[i] ?? Number.NaN))).toBeLessThan(1e-5);
};
const numbers = (n: number, scale = 1) => Array.from({ length: n }, (_, i) => scale * Math.sin(i * 1.7 + 0.3));

/** Takes what the heap has until fewer than `left` bytes are free. */
function fillHeap(left: number): Block[] {
  const size = backend.heapBytes;
  const taken: Block[] = [];
  while (backend.heapBytes === size) taken.push(backend.allocate(left / 2, 'a test'));
  const rest = Math.floor((backend.heapBytes - size) / (left / 2)) - 1;
  for (let i = 0; i < rest; i++) taken.push(backend.allocate(left / 2, 'a test'));
  return taken;
}

describe.each(['fast', 'public'] as const)('a recurrent program on the %s path', (path) => {
  test.each(['forward', 'backward'] as const)('runs %s over strided elements for any number of steps', (direction) => {
    for (const [time, batch] of [
      [1, 1],
      [7, 2],
      [50, 1],
      [0, 3],
    ] as const) {
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

/** y = x @ w, with w's copy scaled by 2 in prepare where asked. */
function productProgram(scaled: boolean) {
  const p = new ProgramBuilder();
  const x = p.feed('x', ['batch', 3]);
  const w = p.weight('w', [3, 2]);
  const used = scaled ? p.prepared([3, 2]) : w;
  if (scaled) p.call({ kernel: 'elementwise', op: 'mul', operands: [w, p.constant([2], [])], out: used }, p.prepare);
  p.call({ kernel: 'BatchMatMul', a: x, b: used, out: p.output('y', ['batch', 2]), fresh: false });
  return p.build();
}

describe.each(['fast', 'public'] as const)('weights on the %s path', (path) => {
  test.each([false, true])('an update in place is seen by the next run (prepared: %s)', (scaled) => {
    const h = new Harness(backend, productProgram(scaled), { batch: 1 }, path);
    const scale = scaled ? 2 : 1;
    for (const w of [1, 3, -2]) {
      h.persistent.write('w', new Float32Array(6).fill(w));
      expect(h.run({ x: [1, 2, 3] }).y).toEqual([6 * w * scale, 6 * w * scale]);
    }
    h.dispose();
  });

  test('a right operand computed in the run is read anew each time', () => {
    const p = new ProgramBuilder();
    const x = p.feed('x', [1, 2]);
    const b = p.feed('b', [2, 1]);
    p.call({ kernel: 'BatchMatMul', a: x, b, out: p.output('y', [1, 1]), fresh: true });
    const h = new Harness(backend, p.build(), {}, path);
    expect(h.run({ x: [1, 2], b: [3, 4] }).y).toEqual([11]);
    expect(h.run({ x: [1, 2], b: [5, 6] }).y).toEqual([17]);
    h.dispose();
  });

  test('an element of a loop may be a right operand', () => {
    const p = new ProgramBuilder();
    const [x, b] = [p.feed('x', ['time', 1, 2]), p.feed('b', ['time', 2, 1])];
    const y = p.output('y', ['time', 1, 1]);
    const call = {
      kernel: 'BatchMatMul',
      a: p.element(x, 0, [1, 2]),
      b: p.element(b, 0, [2, 1]),
      out: p.element(y, 0, [1, 1]),
      fresh: true,
    } as const;
    p.main.push({
      kind: 'loop',
      loop: 0,
      length: { time: 1 },
      direction: 'forward',
      name: 'l',
      ragged: [],
      body: [{ kind: 'kernel', call }],
    });
    const h = new Harness(backend, p.build(), { time: 2 }, path);
    expect(h.run({ x: [1, 2, 3, 4], b: [1, 1, 2, 2] }).y).toEqual([3, 14]);
    expect(h.run({ x: [1, 2, 3, 4], b: [2, 2, 1, 1] }).y).toEqual([6, 7]);
    h.dispose();
  });

  test('loops inside loops, and views of elements', () => {
    const p = new ProgramBuilder();
    const x = p.feed('x', [2, 3, 4]);
    const y = p.output('y', [2, 3, 2]);
    const [xo, yo] = [p.element(x, 0, [3, 4]), p.element(y, 0, [3, 2])];
    const [xi, yi] = [p.element(xo, 1, [4]), p.element(yo, 1, [2])];
    const call = {
      kernel: 'elementwise',
      op: 'add',
      operands: [p.view(xi, 0, [2]), p.view(xi, 2, [2])],
      out: yi,
    } as const;
    const inner = {
      kind: 'loop',
      loop: 1,
      length: { '': 3 },
      direction: 'backward',
      name: 'i',
      ragged: [],
      body: [{ kind: 'kernel', call }],
    } as const;
    p.main.push({
      kind: 'loop',
      loop: 0,
      length: { '': 2 },
      direction: 'forward',
      name: 'o',
      body: [inner],
      ragged: [],
    });
    const h = new Harness(backend, p.build(), {}, path);
    const input = Array.from({ length: 24 }, (_, i) => i);
    const expectedSums = Array.from({ length: 12 }, (_, i) => 4 * Math.floor(i / 2) * 2 + 2 + 2 * (i % 2));
    expect(h.run({ x: input }).y).toEqual(expectedSums);
    h.dispose();
  });

  test('the heap may grow between runs and during one', () => {
    const h = new Harness(backend, recurrentProgram(), { time: 5, batch: 2 }, path);
    const w = numbers(6);
    h.persistent.write('w', Float32Array.from(w));
    const x = numbers(30);
    const before = h.run({ x, h: [0, 0, 0, 0] }).y ?? [];
    const size = backend.heapBytes;
    const big = backend.allocate(size, 'a test');
    expect(backend.heapBytes).toBeGreaterThan(size);
    expect(h.run({ x, h: [0, 0, 0, 0] }).y).toEqual(before);
    backend.release(big);
    h.dispose();

    // A first product packs its right operand; one of 48 MiB makes the heap grow while the program runs, before a copy of ours.
    const p = new ProgramBuilder();
    const a = p.feed('a', [1, 3072]);
    const wide = p.temporary([3072, 4096]);
    p.call({ kernel: 'host.broadcast', x: p.constant([0.5], []), out: wide });
    const product = p.temporary([1, 4096]);
    p.call({ kernel: 'BatchMatMul', a, b: wide, out: product, fresh: true });
    p.main.push({ kind: 'copy', from: product, to: p.output('y', [1, 4096]) });
    const g = new Harness(backend, p.build(), {}, path);
    g.executable.ready();
    const taken = fillHeap(16 << 20);
    const tight = backend.heapBytes;
    expect(g.run({ a: new Array(3072).fill(1) }).y?.[4095]).toBe(1536);
    expect(backend.heapBytes).toBeGreaterThan(tight);
    for (const block of taken) backend.release(block);
    g.dispose();
  });

  test('a larger binding moves the arena and the older one follows', () => {
    const small = new Harness(backend, recurrentProgram(), { time: 2, batch: 1 }, path);
    small.persistent.write('w', Float32Array.from(numbers(6)));
    const x = numbers(6);
    const before = small.run({ x, h: [0, 0] }).y;
    small.arena.ensure(1 << 20);
    expect(small.run({ x, h: [0, 0] }).y).toEqual(before);
    small.dispose();
  });
});

test('10,000 runs leak neither ids nor heap', () => {
  const h = new Harness(backend, recurrentProgram(), { time: 3, batch: 1 }, 'fast');
  h.persistent.write('w', Float32Array.from(numbers(6)));
  const x = numbers(9);
  const first = h.run({ x, h: [0, 0] }).y;
  const [ids, heap] = [backend.idsInUse, backend.heapBytes];
  for (let i = 0; i < 10_000; i++) h.run({ x, h: [0, 0] });
  expect([backend.idsInUse, backend.heapBytes]).toEqual([ids, heap]);
  expect(h.run({ x, h: [0, 0] }).y).toEqual(first);
  h.dispose();
});

test('binding and disposing 500 times gives all ids and memory back', () => {
  const once = (time: number): void => {
    const h = new Harness(backend, recurrentProgram(), { time, batch: 1 }, 'fast');
    h.persistent.write('w', Float32Array.from(numbers(6)));
    h.run({ x: numbers(time * 3), h: [0, 0] });
    h.dispose();
  };
  once(60);
  const [ids, heap] = [backend.idsInUse, backend.heapBytes];
  for (let i = 0; i < 500; i++) once(1 + (i % 60));
  expect([backend.idsInUse, backend.heapBytes]).toEqual([ids, heap]);
});
