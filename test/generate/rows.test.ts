import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ElementwiseOp } from '../../compiler/ir/elementwise-ops.ts';
import type { Dtype } from '../../compiler/ir/types.ts';
import { elementwise } from '../../compiler/ops/elementwise/elementwise.ts';
import { evaluations } from '../../compiler/ops/evaluations.ts';
import type { EvaluateContext, Tensor64 } from '../../compiler/ops/op/op.ts';
import type { RowKernel, RowOperand, RowStatement } from '../../compiler/program/generated.ts';
import { type Case, check, numbers, type Operand, roundings } from './alone.ts';

const context: EvaluateContext = {
  sizes: {},
  typeOf: () => expect.unreachable('no values'),
  runBody: () => expect.unreachable('no body'),
};

/** One op on elements that lie side by side, by its definition. */
function apply(op: ElementwiseOp, of: readonly Tensor64[], result: Dtype): Tensor64 {
  const [tensor] = op === 'cast' ? evaluations.cast(of, { dtype: result }, context) : evaluations[op](of, {}, context);
  return tensor ?? expect.unreachable('no result');
}

type Extent = RowOperand['extent'];

interface Size {
  readonly rows: number;
  /** 1 where the kernel has none. */
  readonly width: number;
  /** Of what repeats. */
  readonly period: number;
}

const lengthOf = (extent: Extent, { rows, width, period }: Size): number =>
  ({ each: rows * width, row: rows, column: width, one: 1, cycle: period * width })[extent];

/** Which number of an operand stands at element i of [rows, width]. */
const placeOf = (extent: Extent, i: number, { width, period }: Size): number => {
  const [row, column] = [Math.floor(i / width), i % width];
  return { each: i, row, column, one: 0, cycle: (row % period) * width + column }[extent];
};

/**
 * Runs the statements one after the other on all elements: what a row kernel means. A value of a row stands at each of its elements.
 * @returns what every operand holds at the end.
 */
function meaning({ operands, statements }: RowKernel, data: readonly Float64Array[], size: Size): Float64Array[] {
  const memory = data.map((d) => d.slice());
  const count = size.rows * size.width;
  const values: Tensor64[] = [];
  const empty: Tensor64 = { dtype: 'float32', shape: [0], data: new Float64Array(0) };
  for (const s of statements) {
    if (s.kind === 'store') {
      const { extent } = operands[s.operand] as RowOperand;
      const target = memory[s.operand] as Float64Array;
      values[s.of]?.data.forEach((x, i) => {
        target[placeOf(extent, i, size)] = x;
      });
      values.push(empty);
      continue;
    }
    let dtype: Dtype = 'float32';
    let numbersOf: Float64Array;
    if (s.kind === 'load') {
      const { extent, dtype: own } = operands[s.operand] as RowOperand;
      dtype = own;
      numbersOf = Float64Array.from({ length: count }, (_, i) => Number(memory[s.operand]?.[placeOf(extent, i, size)]));
    } else if (s.kind === 'place') {
      dtype = 'int32';
      numbersOf = Float64Array.from({ length: count }, (_, i) => i % size.width);
    } else if (s.kind === 'constant') {
      dtype = s.dtype;
      numbersOf = new Float64Array(count).fill(s.value);
    } else if (s.kind === 'apply') {
      dtype = s.result;
      numbersOf = apply(
        s.op,
        s.of.map((v) => values[v] as Tensor64),
        dtype,
      ).data;
    } else {
      const x = values[s.of]?.data as Float64Array;
      numbersOf = new Float64Array(count);
      for (let row = 0; row < size.rows; row++) {
        const own = x.subarray(row * size.width, (row + 1) * size.width);
        const sum = own.reduce((total, e) => total + e, 0);
        const one = s.by === 'max' ? Math.max(...own) : s.by === 'sum' ? sum : sum / size.width;
        numbersOf.fill(one, row * size.width, (row + 1) * size.width);
      }
    }
    values.push({ dtype, shape: [count], data: numbersOf });
  }
  return memory;
}

/** What is known of a value while a kernel is made up. */
interface Known {
  readonly value: number;
  readonly dtype: Dtype;
  readonly perElement: boolean;
  readonly pass: number;
  /** The largest magnitude it may have. */
  readonly bound: number;
  /** No rounding has come in: it can be compared, and cut to an integer. */
  readonly exact: boolean;
}

/** Functions that neither grow nor make errors grow. */
const tame = ['sigmoid', 'tanh', 'sin', 'cos', 'erf'] as const;
const compared = ['less', 'less_equal', 'greater', 'greater_equal', 'equal', 'not_equal'] as const;

/** Makes up a kernel, choosing by `pick`, a number from 0 to n - 1. */
function invented(pick: (n: number) => number, width: number | null, whole: boolean): RowKernel {
  const operands: RowOperand[] = [];
  const statements: RowStatement[] = [];
  const known: Known[] = [];
  /** Operands that may be stored to, with whether they are loaded or stored so far. */
  const from = <T>(list: readonly T[]): T => list[pick(list.length)] as T;
  const push = (statement: RowStatement): number => statements.push(statement) - 1;
  const note = (statement: RowStatement, k: Omit<Known, 'value'>): Known => {
    const made = { value: push(statement), ...k };
    known.push(made);
    return made;
  };
  const extents: readonly Extent[] =
    width === null ? ['each', 'each', 'one'] : ['each', 'each', 'each', 'row', 'column', 'one', 'cycle'];
  const isElement = (extent: Extent): boolean => extent !== 'row' && extent !== 'one';
  const load = (operand: number, pass: number): Known => {
    const { dtype, extent } = operands[operand] as RowOperand;
    const bound = dtype === 'float32' ? 2 : dtype === 'int32' ? 1000 : 1;
    const perElement = isElement(extent);
    return note(
      { kind: 'load', operand, pass: perElement ? pass : 0 },
      { dtype, perElement, pass: perElement ? pass : 0, bound, exact: true },
    );
  };
  const stored = new Set<number>();
  const fresh = (pass: number): Known => {
    if (width !== null && pick(6) === 0)
      return note({ kind: 'place', pass }, { dtype: 'int32', perElement: true, pass, bound: width, exact: true });
    const again = operands.flatMap((o, i) => (isElement(o.extent) && !stored.has(i) ? [i] : []));
    // the same operand in a later pass, too
    if (again.length > 0 && pick(3) === 0) return load(from(again), pass);
    operands.push({ dtype: from(['float32', 'float32', 'int32', 'bool'] as const), extent: from(extents) });
    return load(operands.length - 1, pass);
  };
  const constant = (dtype: Dtype, value: number): Known =>
    note(
      { kind: 'constant', dtype, value },
      { dtype, perElement: false, pass: 0, bound: Math.abs(value), exact: true },
    );
  /** Values that code of this pass can read. */
  const readable = (pass: number, dtype: Dtype): readonly Known[] =>
    known.filter((k) => k.dtype === dtype && (k.perElement ? k.pass === pass : k.pass <= pass));
  const some = (pass: number, dtype: Dtype): Known => {
    const list = readable(pass, dtype);
    if (list.length > 0 && pick(5) > 0) return from(list);
    if (dtype === 'float32' && pick(4) === 0) return constant(dtype, from([0.5, -1.25, 2, 0]));
    if (dtype === 'int32' && pick(3) === 0) return constant(dtype, from([-3, 0, 7]));
    if (dtype === 'bool' && pick(3) === 0) return constant(dtype, from([0, 1]));
    for (;;) {
      const made = fresh(pass);
      if (made.dtype === dtype) return made;
    }
  };
  const made = (op: ElementwiseOp, of: readonly Known[], result: Dtype, bound: number, exact: boolean): Known => {
    const types = of.map((k) => k.dtype);
    const operand = types.find((t) => t !== 'bool') ?? types[0] ?? result;
    return note(
      { kind: 'apply', op, of: of.map((k) => k.value), operand, result },
      {
        dtype: result,
        perElement: of.some((k) => k.perElement),
        pass: Math.max(0, ...of.map((k) => k.pass)),
        bound,
        exact,
      },
    );
  };
  const exactly = (pass: number, dtype: Dtype): Known => {
    const list = readable(pass, dtype).filter((k) => k.exact);
    if (list.length > 0 && pick(3) > 0) return from(list);
    const one = some(pass, dtype);
    return one.exact ? one : constant(dtype, 1);
  };
  const shrunk = (k: Known): Known => (k.bound > 4 ? made('tanh', [k], 'float32', 1, false) : k);
  const step = (pass: number): void => {
    const choice = pick(13);
    const float = (): Known => some(pass, 'float32');
    if (choice === 0) made(from(tame), [float()], 'float32', 1, false);
    else if (choice === 1) {
      const x = float();
      made(from(['neg', 'abs', 'relu'] as const), [x], 'float32', x.bound, x.exact);
    } else if (choice === 2) {
      const [x, y] = [float(), float()];
      made(from(['add', 'sub'] as const), [shrunk(x), shrunk(y)], 'float32', 8, false);
    } else if (choice === 3) {
      const [x, y] = [float(), float()];
      made('mul', [shrunk(x), shrunk(y)], 'float32', 16, false);
    } else if (choice === 4) {
      const [x, y] = [float(), float()];
      made(from(['minimum', 'maximum'] as const), [x, y], 'float32', Math.max(x.bound, y.bound), x.exact && y.exact);
    } else if (choice === 5) {
      const x = shrunk(float());
      made(from(['exp', 'expm1', 'softplus'] as const), [x], 'float32', 60, false);
    } else if (choice === 6) {
      const operand = float();
      const x = made('abs', [operand], 'float32', operand.bound, false);
      const y = made('add', [x, constant('float32', 1)], 'float32', operand.bound + 1, false);
      const z = made(from(['log', 'sqrt', 'rsqrt'] as const), [y], 'float32', 9, false);
      if (pick(2) === 0) made('div', [shrunk(float()), y], 'float32', 4, false);
      if (pick(2) === 0) made('pow', [shrunk(y), constant('float32', from([2, -0.5, 1.5]))], 'float32', 16, false);
      if (pick(2) === 0) shrunk(z);
    } else if (choice === 7) {
      const dtype = from(['float32', 'int32', 'bool'] as const);
      made(from(compared), [exactly(pass, dtype), exactly(pass, dtype)], 'bool', 1, true);
    } else if (choice === 8) {
      const dtype = from(['float32', 'float32', 'int32', 'bool'] as const);
      const [c, x, y] = [some(pass, 'bool'), some(pass, dtype), some(pass, dtype)];
      made('select', [c, x, y], dtype, Math.max(x.bound, y.bound), x.exact && y.exact);
    } else if (choice === 9) {
      made(from(['and', 'or'] as const), [some(pass, 'bool'), some(pass, 'bool')], 'bool', 1, true);
      if (pick(2) === 0) made('not', [some(pass, 'bool')], 'bool', 1, true);
    } else if (choice === 10) {
      made(
        from(['add', 'sub', 'mul', 'minimum', 'maximum'] as const),
        [some(pass, 'int32'), some(pass, 'int32')],
        'int32',
        1e9,
        true,
      );
    } else if (choice === 11) {
      const x = exactly(pass, from(['float32', 'bool'] as const));
      made('cast', [x], 'int32', 1000, true);
      const floored = exactly(pass, 'float32');
      if (pick(2) === 0) made('floor', [floored], 'float32', floored.bound + 1, true);
    } else {
      const x = some(pass, from(['bool', 'int32'] as const));
      if (x.dtype === 'bool') made('cast', [x], 'float32', 1, true);
      else made('cast', [x], 'bool', 1, true);
    }
  };
  const lastTouch = (operand: number): number =>
    statements.reduce((last, s) => {
      if (s.kind === 'load' && s.operand === operand) return Math.max(last, s.pass);
      return s.kind === 'store' && s.operand === operand ? Math.max(last, passOf(s.of)) : last;
    }, 0);
  const passOf = (value: number): number => known.find((k) => k.value === value)?.pass ?? 0;
  const store = (pass: number): void => {
    const ready = known.filter((k) => (k.perElement ? k.pass === pass : k.pass <= pass));
    if (ready.length === 0) return;
    const k = from(ready);
    // in place where an operand of the form is there that no later pass reads or writes
    const extent: Extent = width !== null && !k.perElement && pick(2) === 0 ? 'row' : 'each';
    const places = operands.flatMap((o, i) =>
      o.extent === extent && o.dtype === k.dtype && lastTouch(i) <= k.pass ? [i] : [],
    );
    let operand = places.length > 0 && pick(2) === 0 ? from(places) : -1;
    if (operand < 0) operand = operands.push({ dtype: k.dtype, extent }) - 1;
    push({ kind: 'store', operand, of: k.value });
    stored.add(operand);
    if (extent === 'each')
      (pending.get(pass) ?? pending.set(pass, []).get(pass) ?? []).push({
        operand,
        bound: k.bound,
        exact: k.exact,
        dtype: k.dtype,
      });
  };
  /** What was stored per element, by pass: a later pass may load it. */
  const pending = new Map<number, { operand: number; bound: number; exact: boolean; dtype: Dtype }[]>();
  const passes = width === null ? 1 : 1 + pick(4);
  for (let pass = 0; pass < passes; pass++) {
    for (const { operand, bound, exact, dtype } of pending.get(pass - 1) ?? [])
      if (pick(2) === 0) note({ kind: 'load', operand, pass }, { dtype, perElement: true, pass, bound, exact });
    const count = 1 + pick(6);
    for (let i = 0; i < count; i++) step(pass);
    if (pass < passes - 1) {
      const reductions = 1 + pick(2);
      for (let i = 0; i < reductions; i++) {
        // of what is there per element in this pass, so that the next one has something that depends on it
        const elements = readable(pass, 'float32').filter((k) => k.perElement);
        const x0 = shrunk(
          elements.length > 0 ? from(elements) : made('tanh', [some(pass, 'float32')], 'float32', 1, false),
        );
        const before = readable(pass, 'float32').filter((k) => !k.perElement && k.pass === pass && pass > 0);
        const x = before.length > 0 && pick(4) > 0 ? made('sub', [x0, shrunk(from(before))], 'float32', 8, false) : x0;
        const by = from(['sum', 'mean', 'max'] as const);
        const reduced = note(
          { kind: 'reduce', by, of: x.value },
          {
            dtype: 'float32',
            perElement: false,
            pass: x.pass + 1,
            bound: by === 'sum' ? x.bound * (width ?? 1) : x.bound,
            exact: false,
          },
        );
        if (pick(2) === 0) shrunk(reduced);
      }
    }
    for (let i = 0; i <= pick(2); i++) store(pass);
  }
  store(passes - 1);
  return { kind: 'rows', width, whole, operands, statements };
}

/** A kernel with numbers to run on. */
function caseOf(kernel: RowKernel, size: Size, seed: number): Case {
  const next = numbers(seed);
  const data = kernel.operands.map(({ dtype, extent }) =>
    Float64Array.from({ length: lengthOf(extent, size) }, () => {
      const x = next();
      return dtype === 'float32' ? Math.fround(2 * x) : dtype === 'int32' ? Math.floor(1000 * x) : Number(x > 0);
    }),
  );
  const after = meaning(kernel, data, size);
  const stored = new Set(kernel.statements.flatMap((s) => (s.kind === 'store' ? [s.operand] : [])));
  const operands = kernel.operands.map(({ dtype }, i): Operand => {
    const [before, wanted] = [data[i] as Float64Array, after[i] as Float64Array];
    if (!stored.has(i)) return { dtype, data: before };
    const error = (j: number): number => (dtype === 'float32' ? 5e-5 * Math.max(1, Math.abs(wanted[j] as number)) : 0);
    return { dtype, data: before, after: wanted, error };
  });
  const cycles = kernel.operands.filter((o) => o.extent === 'cycle').map(() => size.period);
  return { kernel, counts: [size.rows, ...cycles], operands };
}

const invention = fc
  .record({
    choices: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    width: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 70 })),
    rows: fc.integer({ min: 0, max: 9 }),
    period: fc.integer({ min: 1, max: 4 }),
    fours: fc.boolean(),
  })
  .map(({ choices, width, rows, period, fours }) => {
    const next = numbers(choices);
    const kernel = invented((n) => Math.floor(((next() + 1) / 2) * n) % n, width, width === null && fours);
    return caseOf(
      kernel,
      { rows: width === null ? rows * (fours ? 4 : 7) : rows, width: width ?? 1, period },
      choices + 1,
    );
  });

describe.each(roundings)('$relaxed', (options) => {
  test('random straight-line code over rows, with reductions in a row and stores in place', () => {
    fc.assert(
      fc.property(fc.array(invention, { minLength: 10, maxLength: 10 }), (cases) => check(cases, options)),
      { numRuns: Number(process.env.RUNS ?? 60), seed: 20_261_201, endOnFailure: true },
    );
  }, 240_000);
});

describe('what is made up', () => {
  const kernels = fc.sample(invention, { numRuns: 300, seed: 1 }).map((c) => c.kernel as RowKernel);

  test('has every extent and dtype, every op, chains of three reductions, and operands that are read and written', () => {
    const seen = new Set<string>();
    for (const { operands, statements } of kernels) {
      for (const { dtype, extent } of operands) seen.add(extent).add(dtype);
      for (const s of statements) if (s.kind === 'apply') seen.add(s.op);
      const depth: number[] = [];
      for (const s of statements) {
        const of = s.kind === 'apply' ? s.of : s.kind === 'reduce' ? [s.of] : [];
        depth.push(Math.max(0, ...of.map((v) => depth[v] ?? 0)) + (s.kind === 'reduce' ? 1 : 0));
      }
      seen.add(`${Math.max(...depth)} deep`);
      const loaded = new Set(statements.flatMap((s) => (s.kind === 'load' ? [s.operand] : [])));
      if (statements.some((s) => s.kind === 'store' && loaded.has(s.operand))) seen.add('in place');
    }
    const wanted = ['each', 'row', 'column', 'one', 'cycle', 'float32', 'int32', 'bool', '3 deep', 'in place'];
    expect([...wanted, ...Object.keys(elementwise)].filter((x) => !seen.has(x))).toEqual([]);
  });

  test('has every remainder of a width', () => {
    expect(new Set(kernels.map((k) => (k.width ?? 0) % 8)).size).toBe(8);
  });
});

test('a constant is the float32 nearest to its number', () => {
  const values = [
    ...[0, -0, 1, -1, 0.1, 1 / 3, 2 / 3, 1e-7, 1e21, 1e22, 16777217, 2 ** -126, 2 ** -149, 1e-45, 1.1754942e-38],
    ...[3.4028234663852886e38, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, Math.PI, -1e-40],
  ];
  check(
    values.map((value): Case => {
      const kernel: RowKernel = {
        kind: 'rows',
        width: null,
        whole: false,
        operands: [{ dtype: 'float32', extent: 'each' }],
        statements: [
          { kind: 'constant', dtype: 'float32', value },
          { kind: 'store', operand: 0, of: 0 },
        ],
      };
      const data = new Float32Array(7);
      return {
        kernel,
        counts: [7],
        operands: [{ dtype: 'float32', data, after: Float64Array.from(data.fill(value)) }],
      };
    }),
  );
});

test('sums of long rows keep six digits; a softmax of a long row is one', () => {
  const width = 50_000;
  const row: RowKernel = {
    kind: 'rows',
    width,
    whole: false,
    operands: [
      { dtype: 'float32', extent: 'each' },
      { dtype: 'float32', extent: 'row' },
    ],
    statements: [
      { kind: 'load', operand: 0, pass: 0 },
      { kind: 'reduce', by: 'sum', of: 0 },
      { kind: 'store', operand: 1, of: 1 },
    ],
  };
  const data = new Float32Array(width).fill(0.1);
  const sum = width * Math.fround(0.1);
  const out: Operand = { dtype: 'float32', data: [0], after: [sum], error: () => 1e-6 * sum };
  check([{ kernel: row, counts: [1], operands: [{ dtype: 'float32', data }, out] }]);
});

test('a NaN or an infinity in one row is in no other', () => {
  const width = 6;
  const kernel: RowKernel = {
    kind: 'rows',
    width,
    whole: false,
    operands: [
      { dtype: 'float32', extent: 'each' },
      { dtype: 'float32', extent: 'each' },
      { dtype: 'float32', extent: 'row' },
    ],
    statements: [
      { kind: 'load', operand: 0, pass: 0 },
      { kind: 'reduce', by: 'max', of: 0 },
      { kind: 'load', operand: 0, pass: 1 },
      { kind: 'apply', op: 'sub', of: [2, 1], operand: 'float32', result: 'float32' },
      { kind: 'store', operand: 1, of: 3 },
      { kind: 'store', operand: 2, of: 1 },
    ],
  };
  check(
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((odd) =>
      Array.from({ length: 3 * width }, (_, at): Case => {
        const x = Float64Array.from({ length: 3 * width }, (__, i) => i % 7);
        x[at] = odd;
        const size = { rows: 3, width, period: 1 };
        const [, y, top] = meaning(kernel, [x, new Float64Array(3 * width), new Float64Array(3)], size);
        return {
          kernel,
          counts: [3],
          operands: [
            { dtype: 'float32', data: x },
            { dtype: 'float32', data: new Float32Array(3 * width), after: y ?? null },
            { dtype: 'float32', data: new Float32Array(3), after: top ?? null },
          ],
        };
      }),
    ),
  );
});

test('one-hot rows: zeros for an index out of range', () => {
  check(
    [1, 3, 4, 5, 8, 11].map((width): Case => {
      const kernel: RowKernel = {
        kind: 'rows',
        width,
        whole: false,
        operands: [
          { dtype: 'int32', extent: 'row' },
          { dtype: 'float32', extent: 'each' },
        ],
        statements: [
          { kind: 'load', operand: 0, pass: 0 },
          { kind: 'place', pass: 0 },
          { kind: 'apply', op: 'equal', of: [1, 0], operand: 'int32', result: 'bool' },
          { kind: 'apply', op: 'cast', of: [2], operand: 'bool', result: 'float32' },
          { kind: 'store', operand: 1, of: 3 },
        ],
      };
      const indices = Array.from({ length: width + 2 }, (_, i) => i - 1);
      const after = indices.flatMap((hot) => Array.from({ length: width }, (_, i) => Number(i === hot)));
      return {
        kernel,
        counts: [indices.length],
        operands: [
          { dtype: 'int32', data: Float64Array.from(indices) },
          { dtype: 'float32', data: new Float32Array(after.length), after: Float64Array.from(after) },
        ],
      };
    }),
  );
});
