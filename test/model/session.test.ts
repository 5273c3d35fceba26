import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { compile, load } from '../../src/index.ts';
import { cellModel } from './models.ts';

const numbers = (n: number, seed = 1): number[] =>
  Array.from({ length: n }, (_, i) => Math.fround(Math.sin(i * 1.3 + seed)));
function close(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-6): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs((found[i] ?? Number.NaN) - (expected[i] ?? 0))).toBeLessThanOrEqual(tolerance);
}
function codes(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics.map((d) => d.code);
    throw error;
  }
  return [];
}

describe.each(['fast', 'public'] as const)('a session on the %s path', (path) => {
  test.each([1, 3])('steps equal the run over the whole series (batch %i)', async (batch) => {
    const model = await load(cellModel({ features: 2, units: 3 }), { path });
    const steps = 25;
    const data = Float32Array.from(numbers(batch * steps * 2));
    const whole = model.run({ x: { data, shape: [batch, steps, 2] } });
    const session = model.session({ batch });
    const [x, y, last] = [new Float32Array(batch * 2), new Float32Array(batch * 3), new Float32Array(batch * 3)];
    for (let t = 0; t < steps; t++) {
      for (let b = 0; b < batch; b++) x.set(data.subarray((b * steps + t) * 2, (b * steps + t + 1) * 2), b * 2);
      session.step({ x }, { y, last });
      for (let b = 0; b < batch; b++)
        close(y.subarray(b * 3, b * 3 + 3), whole.y?.data.subarray((b * steps + t) * 3, (b * steps + t + 1) * 3) ?? []);
    }
    close(last, whole.last?.data ?? []);
    close(session.state.get('cell.h')?.data ?? [], last, 0);
    model.dispose();
  });

  test('process in pieces equals the run over the whole series', async () => {
    const model = await load(cellModel({ features: 2, units: 3 }), { path });
    const data = numbers(2 * 20 * 2);
    const rows = [0, 1].map((b) =>
      Array.from({ length: 20 }, (_, t) => data.slice((b * 20 + t) * 2, (b * 20 + t + 1) * 2)),
    );
    const whole = model.run({ x: rows });
    const session = model.session({ batch: 2 });
    const found: number[][] = [[], []];
    for (const [from, to] of [
      [0, 7],
      [7, 8],
      [8, 8],
      [8, 20],
    ] as const) {
      const piece = session.process({ x: rows.map((r) => r.slice(from, to)) });
      for (const b of [0, 1])
        found[b]?.push(...(piece.y?.data.subarray(b * (to - from) * 3, (b + 1) * (to - from) * 3) ?? []));
    }
    close(found.flat(), whole.y?.data ?? []);
    model.dispose();
  });
});

test('state, snapshot, restore and reset', async () => {
  const model = await load(cellModel({ features: 2, units: 3 }));
  const session = model.session();
  const [x, y] = [new Float32Array([1, 2]), new Float32Array(3)];
  const step = (): number[] => {
    session.step({ x }, { y });
    return [...y];
  };
  const first = step();
  const snapshot = session.snapshot();
  const second = step();
  session.restore(snapshot);
  expect(step()).toEqual(second);
  session.reset();
  expect(step()).toEqual(first);
  session.state = { 'cell.h': { shape: [1, 3], data: new Float32Array([9, 9, 9]) } };
  expect([...(session.state.get('cell.h')?.data ?? [])]).toEqual([9, 9, 9]);
  expect(
    codes(() => {
      session.state = { 'cell.q': { shape: [3], data: new Float32Array(3) } };
    }),
  ).toEqual(['state-unknown']);
  expect(
    codes(() => {
      session.state = { 'cell.h': { shape: [2], data: new Float32Array(2) } };
    }),
  ).toEqual(['array-length']);
  expect(codes(() => model.session({ batch: 2 }).restore(snapshot))).toEqual(['size-conflict']);
  model.dispose();
});

test('start values come from feeds, and reset returns to them', async () => {
  const model = await load(cellModel({ features: 2, units: 3, start: true }));
  const h0 = [
    [0.5, -0.5, 0.25],
    [0, 1, 0],
  ];
  const x = [[[1, 2]], [[3, 4]]];
  const whole = model.run({ x, h0 });
  const session = model.session({ feeds: { h0 } });
  expect(session.batch).toBe(2);
  for (let i = 0; i < 2; i++) {
    close(session.process({ x }).y?.data ?? [], whole.y?.data ?? []);
    session.reset();
  }
  expect(codes(() => model.session())).toEqual(['input-missing']);
  expect(codes(() => model.session({ feeds: { h0 }, batch: 3 }))).toEqual(['size-conflict']);
  model.dispose();
});

test('many sessions share weights and memory and do not disturb each other or runs', async () => {
  const model = await load(cellModel({ features: 2, units: 3 }));
  const alone = (seed: number): number[] => {
    const s = model.session();
    const y = new Float32Array(3);
    for (let t = 0; t < 5; t++) s.step({ x: Float32Array.from(numbers(2, seed + t)) }, { y });
    s.dispose();
    return [...y];
  };
  const expected = Array.from({ length: 20 }, (_, i) => alone(i));
  const sessions = expected.map(() => ({ session: model.session(), y: new Float32Array(3) }));
  for (let t = 0; t < 5; t++)
    for (const [i, { session, y }] of sessions.entries()) {
      session.step({ x: Float32Array.from(numbers(2, i + t)) }, { y });
      if (i % 5 === 0) model.run({ x: { data: new Float32Array((t + 1) * 40), shape: [1, (t + 1) * 20, 2] } });
    }
  expect(sessions.map(({ y }) => [...y])).toEqual(expected);
  model.dispose();
});

test('steps see new weights', async () => {
  const model = await load(cellModel({ features: 2, units: 3 }));
  const session = model.session();
  const [x, y] = [new Float32Array([1, 2]), new Float32Array(3)];
  session.step({ x }, { y });
  model.setWeights({
    'cell.w': { shape: [2, 3], data: new Float32Array(6) },
    'cell.u': { shape: [3, 3], data: new Float32Array(9) },
    'cell.b': { shape: [3], data: new Float32Array(3) },
  });
  session.step({ x }, { y });
  expect([...y]).toEqual([0, 0, 0]);
  model.dispose();
});

test.each(['fast', 'public'] as const)('process into arrays of the caller equals the run (%s)', async (path) => {
  const model = await load(cellModel({ features: 2, units: 3 }), { path });
  const [batch, steps] = [2, 12];
  const data = Float32Array.from(numbers(batch * steps * 2));
  const part = (from: number, to: number): Float32Array =>
    Float32Array.from([0, 1].flatMap((b) => [...data.subarray((b * steps + from) * 2, (b * steps + to) * 2)]));
  const whole = model.run({ x: { data, shape: [batch, steps, 2] } });
  const session = model.session({ batch });
  const last = new Float32Array(batch * 3);
  for (const [from, to] of [
    [0, 5],
    [5, 6],
    [6, 8],
    [8, 12],
  ] as const) {
    const y = new Float32Array(batch * (to - from) * 3);
    session.process({ x: part(from, to) }, { y, last });
    for (const b of [0, 1])
      close(
        y.subarray(b * (to - from) * 3, (b + 1) * (to - from) * 3),
        whole.y?.data.subarray((b * steps + from) * 3, (b * steps + to) * 3) ?? [],
      );
  }
  close(last, whole.last?.data ?? []);
  expect(codes(() => session.process({ x: new Float32Array(5) }, { last }))).toEqual(['array-length']);
  expect(codes(() => session.process({ x: new Float32Array(0) }, { last }))).toEqual(['array-length']);
  expect(codes(() => session.process({ x: new Float32Array(8) }, { y: new Float32Array(3) }))).toEqual([
    'array-length',
  ]);
  expect(codes(() => session.process({ x: [[[1, 2]], [[1, 2]]] } as never, { last }))).toEqual(['input-kind']);
  expect(codes(() => session.process({}, { last }))).toEqual(['input-missing']);
  session.dispose();
  model.dispose();
});

test('mistakes of a step', async () => {
  const model = await load(cellModel({ features: 2, units: 3 }));
  const session = model.session();
  const [x, y] = [new Float32Array(2), new Float32Array(3)];
  expect(codes(() => session.step({}, { y }))).toEqual(['input-missing']);
  expect(codes(() => session.step({ x: new Float32Array(3) }, { y }))).toEqual(['array-length']);
  expect(codes(() => session.step({ x }, { y: new Float32Array(2) }))).toEqual(['array-length']);
  expect(codes(() => session.step({ x: new Float32Array([1, Number.NaN]) }, { y }))).toEqual(['input-nan']);
  expect(codes(() => session.process({ x: [[[1, 2]], [[1, 2]]] }))).toEqual(['size-conflict']);
  session.dispose();
  expect(codes(() => session.step({ x }, { y }))).toEqual(['disposed']);
  model.dispose();
});

test("a model that can't stream says why", async () => {
  const model = await load(
    compile(
      'inputs: {x: {shape: [batch, time, 2]}}\nlayers: {encoder: {type: recurrent, input: x, cell: {rnn: {units: 2}}, direction: bidirectional}}\noutputs: {y: encoder}\n',
    ),
  );
  const session = model.session();
  expect(() => session.step({ x: new Float32Array(2) }, {})).toThrowError(
    'not-streaming: the model can\'t run one step at a time: layer "encoder" reads its sequence backward, which needs the whole sequence',
  );
  model.dispose();
});

test.each([
  ['step', 1],
  ['process', 1],
  ['process', 16],
] as const)(
  '100,000 calls of %s with %i steps allocate nothing in the heap and next to nothing in JavaScript',
  async (method, length) => {
    const backend = await loadBackend();
    const model = await load(cellModel({ features: 2, units: 3 }), { path: 'fast' });
    const session = model.session();
    const [feeds, out] = [{ x: new Float32Array(2 * length).fill(1) }, { y: new Float32Array(3 * length) }];
    const calls = (n: number): void => {
      for (let i = 0; i < n; i++)
        if (method === 'step') session.step(feeds, out);
        else session.process(feeds, out);
    };
    calls(50_000);
    const [ids, heap] = [backend.idsInUse, backend.heapBytes];
    // the engine itself allocates now and then, and collects: the middle one of five rounds shows what calls do
    const rounds = Array.from({ length: 5 }, () => {
      const before = process.memoryUsage().heapUsed;
      calls(100_000);
      return (process.memoryUsage().heapUsed - before) / 100_000;
    });
    expect([backend.idsInUse, backend.heapBytes]).toEqual([ids, heap]);
    expect(rounds.sort((a, b) => a - b)[2]).toBeLessThan(16);
    model.dispose();
  },
);
