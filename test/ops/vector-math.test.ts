import { describe, expect, it } from 'vitest';
import { accuracy as expm1Accuracy, expm1Lanes } from '../../compiler/ops/elementwise/expm1.ts';
import {
  accuracy,
  cos,
  erf,
  exp,
  log,
  pow,
  sigmoid,
  sin,
  softplus,
  tanh,
  type VectorFunction,
} from '../../compiler/ops/elementwise/vector-math.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import type { Lanes, VectorCode } from '../../compiler/ops/op/vector-code.ts';
import { evaluated } from './given.ts';
import { lanes, type Rounding, VectorText } from './vector-text.ts';

type Binary = (code: VectorCode, a: Lanes, b: Lanes) => Lanes;

const chunk = 4096;

/** f of the elements of `a` and `b`, as the engine computes it. */
function run(f: Binary, rounding: Rounding, a: Float32Array, b: Float32Array = a): Float32Array {
  const code = new VectorText(rounding);
  const [first, second] = [lanes('$a'), lanes('$b')];
  const binary = code.module(first, second, f(code, first, second));
  const { memory, run: compute } = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof compute !== 'function') throw new Error('not the module');
  const room = new Float32Array(memory.buffer, 0, 3 * chunk);
  const y = new Float32Array(a.length);
  for (let start = 0; start < a.length; start += chunk) {
    room.set(a.subarray(start, start + chunk), 0);
    room.set(b.subarray(start, start + chunk), chunk);
    compute(0, 4 * chunk, 8 * chunk, 4 * chunk);
    y.set(room.subarray(2 * chunk, 2 * chunk + Math.min(chunk, a.length - start)), start);
  }
  return y;
}

/** Whether the engine knows the instruction. */
function relaxes(): boolean {
  const code = new VectorText('relaxed');
  const [a, b] = [lanes('$a'), lanes('$b')];
  return WebAssembly.validate(code.module(a, b, code.multiplyAdd(a, a, b)));
}
const roundings: readonly Rounding[] = ['twice', 'once', ...(relaxes() ? (['relaxed'] as const) : [])];

const functions = {
  exp,
  log,
  sigmoid,
  tanh,
  softplus,
  erf,
  sin,
  cos,
  expm1: expm1Lanes,
} as const;
type Unary = keyof typeof functions;
const stated = { ...accuracy, expm1: expm1Accuracy };
const names = ['exp', 'log', 'sigmoid', 'tanh', 'softplus', 'erf', 'sin', 'cos', 'expm1'] as const satisfies Unary[];

/** What the evaluator makes of an op. */
function meaning(op: VectorFunction | 'expm1', ...operands: readonly Float32Array[]): Float64Array {
  const tensors = operands.map((x) => tensor64('float32', [x.length], x));
  return evaluated(op, tensors, {})[0]?.data ?? new Float64Array();
}

const least = 2 ** -149;
const neighbours = (x: number): number[] => {
  const bits = new Int32Array(new Float32Array([x]).buffer)[0] ?? 0;
  return [-2, -1, 0, 1, 2].map((step) => new Float32Array(new Int32Array([bits + step]).buffer)[0] ?? 0);
};
const edges: readonly number[] = [
  ...[0, least, 3 * least, 2 ** -127, 3.4028234663852886e38, Number.POSITIVE_INFINITY, Number.NaN],
  // powers of two, and where the functions overflow, vanish, saturate or change formula
  ...Array.from({ length: 276 }, (_, i) => 2 ** (i - 148)).flatMap(neighbours),
  ...[88.72284, 88.75, 88, 87.33655, 103.97208, 104.5, 20, 7.9, 9.01, 3.7, 3.92, 1 / Math.SQRT2].flatMap(neighbours),
  // halves of what arguments are reduced by
  ...Array.from({ length: 300 }, (_, i) => i / 2).flatMap((n) => [
    ...neighbours(n * Math.LN2),
    ...neighbours((n * Math.PI) / 2),
  ]),
  ...[1e3, 1e5, 1e7].flatMap((n) => neighbours((n * Math.PI) / 4)),
].flatMap((x) => [x, -x]);

/** Every 4099th of all float32, and the edges. */
function sample(): Float32Array {
  const count = Math.ceil(2 ** 32 / 4099);
  const bits = Uint32Array.from({ length: count }, (_, i) => 4099 * i);
  const x = new Float32Array(count + edges.length);
  x.set(new Float32Array(bits.buffer));
  x.set(edges, count);
  return x;
}

/** Of float32 about y. */
const lastPlace = (y: number): number => {
  const size = Math.abs(y);
  return size < 2 ** -126 ? least : 2 ** (Math.min(Math.floor(Math.log2(size)), 127) - 23);
};
/** Infinity as the number after the greatest, so that a result may be off by one place there too. */
const bounded = (y: number): number => Math.max(-(2 ** 128), Math.min(2 ** 128, y));

/** The first results that are further from the exact ones than `allowed` says. */
function misses(
  x: Float32Array,
  found: Float32Array,
  expected: Float64Array,
  allowed: (exact: number, x: number) => number,
): string[] {
  const wrong: string[] = [];
  for (let i = 0; i < found.length && wrong.length < 10; i++) {
    const [argument, y, e] = [x[i] ?? 0, found[i] ?? 0, expected[i] ?? 0];
    // so it is in most cases
    if (Math.fround(e) === y || (Number.isNaN(e) && Number.isNaN(y))) continue;
    const within = Math.abs(bounded(y) - bounded(e)) <= allowed(bounded(e), argument);
    if (!within) wrong.push(`${i}: ${argument} gives ${y}, not ${e}`);
  }
  return wrong;
}

const within =
  (name: VectorFunction | 'expm1') =>
  (e: number): number =>
    Math.max(stated[name].absolute, stated[name].ulp * lastPlace(e));

describe.each(roundings)('vector code, products and sums rounded %s', (rounding) => {
  const all = sample();
  const limited = all.filter((x) => !(Math.abs(x) > 1e8) || Math.abs(x) === Number.POSITIVE_INFINITY);

  it.each(names)('%s is as accurate as stated over all float32', (name) => {
    const x = name === 'sin' || name === 'cos' ? limited : all;
    expect(misses(x, run(functions[name], rounding, x), meaning(name, x), within(name))).toEqual([]);
  });

  it.each(['sin', 'cos'] as const)('%s loses digits slowly beyond 1e8, and stays between -1 and 1', (name) => {
    const x = all.filter((value) => Number.isFinite(value));
    const y = run(functions[name], rounding, x);
    const digits = (_: number, value: number) => (Math.abs(value) > 1e15 ? 2 : 2e-7 + 3e-16 * Math.abs(value));
    expect(misses(x, y, meaning(name, x), digits)).toEqual([]);
    expect(y.findIndex((value) => !(Math.abs(value) <= 1))).toBe(-1);
  });

  it('tanh and erf are odd, no greater than 1, and x at the smallest arguments', () => {
    const negated = all.map((x) => -x);
    for (const f of [tanh, erf]) {
      const y = run(f, rounding, all);
      const mirrored = run(f, rounding, negated);
      expect(y.findIndex((value, i) => !Object.is(-value, mirrored[i]))).toBe(-1);
      expect(y.findIndex((value) => Math.abs(value) > 1)).toBe(-1);
    }
    const small = all.filter((x) => Math.abs(x) < 1e-4);
    expect(misses(small, run(tanh, rounding, small), Float64Array.from(small), lastPlace)).toEqual([]);
  });

  const inf = Number.POSITIVE_INFINITY;
  it.each([
    ['exp', [-inf, -200, -0, 0, 200, inf], [0, 0, 1, 1, inf, inf]],
    ['log', [-inf, -1, -least, -0, 0, 1, inf], [Number.NaN, Number.NaN, Number.NaN, -inf, -inf, 0, inf]],
    ['sigmoid', [-inf, -200, 0, 200, inf], [0, 0, 0.5, 1, 1]],
    ['tanh', [-inf, -20, -least, -0, 0, least, 20, inf], [-1, -1, -least, -0, 0, least, 1, 1]],
    ['softplus', [-inf, -200, 200, inf], [0, 0, 200, inf]],
    ['erf', [-inf, -20, -0, 0, 20, inf], [-1, -1, -0, 0, 1, 1]],
    ['sin', [-inf, -least, -0, 0, least, inf], [Number.NaN, -least, -0, 0, least, Number.NaN]],
    ['cos', [-inf, -0, 0, inf], [Number.NaN, 1, 1, Number.NaN]],
    ['expm1', [-inf, -200, -least, -0, 0, least, 200, inf], [-1, -1, -least, -0, 0, least, inf, inf]],
  ] as const)('%s is exact where it has to be', (name, x, y) => {
    expect([...run(functions[name], rounding, Float32Array.from(x))]).toEqual(y);
  });

  it('pow is IEEE pow', () => {
    const special = [
      ...[0, 1, 2, 3, 0.5, 1.5, 1 / 3, 127, 128, 149, 150, least, 1e-38, 3e38, inf, Number.NaN, 0.99999994, 1.0000001],
      ...[8388607, 8388607.5, 16777215, 16777216, 16777218],
    ].flatMap((x) => [x, -x]);
    const pairs = special.flatMap((a) => special.map((b): readonly [number, number] => [a, b]));
    for (const [i, a] of all.entries()) {
      if (i % 4 !== 0) continue;
      const part = (i * 0.6180339887498949) % 1;
      const turn = (i >> 2) % 3;
      const logarithm = Math.log2(Math.abs(a)) || 1;
      // results over the range of float32, integers, and anything
      const b = turn === 0 ? (300 * part - 150) / logarithm : turn === 1 ? Math.round(40 * part - 20) : all[i >> 1];
      pairs.push([turn === 0 ? Math.abs(a) : a, b ?? 0]);
    }
    const a = Float32Array.from(pairs, ([x]) => x);
    const b = Float32Array.from(pairs, ([, y]) => y);
    const y = run(pow, rounding, a, b);
    expect(misses(a, y, meaning('pow', a, b), within('pow'))).toEqual([]);
    const count = special.length ** 2;
    const signs = meaning('pow', a.subarray(0, count), b.subarray(0, count));
    const wrong = [...signs].flatMap((e, i) =>
      e === 0 && !Object.is(y[i], e) && Object.is(Math.fround(e), e) ? [`${a[i]} to the ${b[i]}: ${y[i]}`] : [],
    );
    expect(wrong).toEqual([]);
  });
});
