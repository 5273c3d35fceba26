/** Cuts, joins and reductions along any axis of a sample, in random cells: against plain loops over indices, then in kernels, gradients and ONNX. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, load } from '../../src/index.ts';
import { exportOnnx, runOnnx } from '../export/run-onnx.ts';
import { builtModel } from '../gradients/built.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { randomFeeds } from '../passes/equal.ts';

interface Array64 {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type Place = readonly number[];

const numberOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
function make(shape: readonly number[], entry: (place: Place) => number): Array64 {
  const data = Array.from({ length: numberOf(shape) }, (_, i) => {
    let rest = i;
    const place = shape.map((size, axis) => {
      const stride = numberOf(shape.slice(axis + 1));
      const at = Math.floor(rest / stride);
      rest -= at * stride;
      return Math.min(at, size - 1);
    });
    return entry(place);
  });
  return { shape, data };
}
/** An entry, the last axes of the place first; axes of size 1 are stretched. */
function at({ shape, data }: Array64, place: Place): number {
  const own = place.slice(place.length - shape.length).map((p, axis) => (shape[axis] === 1 ? 0 : p));
  return data[own.reduce((index, p, axis) => index * (shape[axis] ?? 1) + p, 0)] ?? Number.NaN;
}
const along = (place: Place, axis: number, k: number): Place => place.map((p, i) => (i === axis ? k : p));
const line = (a: Array64, place: Place, axis: number): readonly number[] =>
  Array.from({ length: a.shape[axis] ?? 0 }, (_, k) => at(a, along(place, axis, k)));
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const reductions: { readonly [name: string]: (values: readonly number[]) => number } = {
  sum: total,
  mean: (values) => total(values) / values.length,
  max: (values) => Math.max(...values),
};

type Values = ReadonlyMap<string, Array64>;
/** A value of the cell while the cell is being made: its axes, and what it is of the values of a step. */
interface Made {
  readonly name: string;
  readonly shape: readonly number[];
  /** What declared shapes call its axes. */
  readonly names: readonly (readonly string[])[];
  readonly of: (values: Values) => Array64;
}
interface Cell {
  readonly lines: string[];
  readonly weights: Map<string, readonly number[]>;
}

/** Numbers below 1 that decide what stands in a cell. */
type Draw = (below: number) => number;

function axisText(v: Made, axis: number, draw: Draw): string {
  const own = v.names[axis] ?? [];
  const name = own[draw(Math.max(1, own.length))];
  const isOne = name !== undefined && v.names.filter((other) => other.includes(name)).length === 1;
  return isOne && draw(2) === 0 ? name : `${draw(2) === 0 ? axis : axis - v.shape.length}`;
}

function next(v: Made, cell: Cell, draw: Draw, smooth: boolean): Made {
  const name = `v${cell.lines.length}`;
  const axis = draw(v.shape.length);
  const written = axisText(v, axis, draw);
  const size = v.shape[axis] ?? 1;
  switch (draw(6)) {
    case 0: {
      const kinds = smooth ? ['sum', 'mean'] : ['sum', 'mean', 'max'];
      const kind = kinds[draw(kinds.length)] ?? 'sum';
      cell.lines.push(`${name} = ${kind}(${v.name}, axis=${written})`);
      const shape = along(v.shape, axis, 1);
      const of = (values: Values): Array64 => {
        const a = v.of(values);
        return make(shape, (place) => reductions[kind]?.(line(a, place, axis)) ?? Number.NaN);
      };
      return { ...v, name, shape, of };
    }
    case 1:
      cell.lines.push(`${name} = softmax(${v.name}, axis=${written})`);
      return {
        ...v,
        name,
        of: (values) => {
          const a = v.of(values);
          return make(v.shape, (place) => {
            const powers = line(a, place, axis).map(Math.exp);
            return Math.exp(at(a, place)) / total(powers);
          });
        },
      };
    case 2: {
      if (size < 2) return v;
      const first = 1 + draw(size - 1);
      cell.lines.push(
        `${name}a, ${name}b = split(${v.name}, ${first}, ${size - first}, axis=${written})`,
        `${name} = concat(${name}b, ${name}a, axis=${axisText(v, axis, draw)})`,
      );
      const of = (values: Values): Array64 => {
        const a = v.of(values);
        return make(v.shape, (place) => at(a, along(place, axis, ((place[axis] ?? 0) + first) % size)));
      };
      return { ...v, name, of };
    }
    case 3:
      return subscripted(v, name, cell, draw);
    case 4: {
      const other = v.shape.map((d) => (draw(3) === 0 ? 1 : d === 1 ? 1 + draw(3) : d));
      cell.weights.set(`w${name}`, other);
      cell.lines.push(`${name} = tanh(${v.name}) * w${name}`);
      const shape = v.shape.map((d, i) => Math.max(d, other[i] ?? 1));
      const of = (values: Values): Array64 => {
        const [a, w] = [v.of(values), values.get(`w${name}`) as Array64];
        return make(shape, (place) => Math.tanh(at(a, place)) * at(w, place));
      };
      return { ...v, name, shape, of };
    }
    default: {
      const [rows = 1, columns] = [v.shape.at(-1), 1 + draw(4)];
      cell.weights.set(`w${name}`, [rows, columns]);
      cell.lines.push(`${name} = ${v.name} @ w${name}`);
      const of = (values: Values): Array64 => {
        const [a, w] = [v.of(values), values.get(`w${name}`) as Array64];
        return make([...v.shape.slice(0, -1), columns], (place) =>
          total(
            Array.from({ length: rows }, (_, k) => at(a, [...place.slice(0, -1), k]) * at(w, [k, place.at(-1) ?? 0])),
          ),
        );
      };
      return { name, shape: [...v.shape.slice(0, -1), columns], names: [...v.names.slice(0, -1), []], of };
    }
  }
}

function subscripted(v: Made, name: string, cell: Cell, draw: Draw): Made {
  const texts: string[] = [];
  const shape: number[] = [];
  const names: (readonly string[])[] = [];
  /** For each old axis its first place, and the new axis it is, or null where it is gone. */
  const from: { readonly start: number; readonly axis: number | null }[] = [];
  v.shape.forEach((size, axis) => {
    if (shape.length + v.shape.length - axis < 4 && draw(4) === 0) {
      texts.push('None');
      shape.push(1);
      names.push([]);
    }
    const kept = shape.length > 0 || axis < v.shape.length - 1;
    const kind = draw(kept ? 3 : 2);
    const start = draw(size);
    const end = start + 1 + draw(size - start);
    texts.push(kind === 0 ? ':' : kind === 1 ? `${start}:${end}` : `${draw(2) === 0 ? start : start - size}`);
    from.push({ start: kind === 0 ? 0 : start, axis: kind === 2 ? null : shape.length });
    if (kind === 2) return;
    shape.push(kind === 0 ? size : end - start);
    names.push(v.names[axis] ?? []);
  });
  cell.lines.push(`${name} = ${v.name}[${texts.join(', ')}]`);
  const of = (values: Values): Array64 => {
    const a = v.of(values);
    return make(shape, (place) =>
      at(
        a,
        from.map(({ start, axis }) => start + (axis === null ? 0 : (place[axis] ?? 0))),
      ),
    );
  };
  return { name, shape, names, of };
}

interface RandomCell {
  readonly yaml: string;
  readonly p: number;
  readonly q: number;
  readonly output: Made;
  readonly seed: number;
  readonly toString: () => string;
}

const randomCell = (smooth: boolean): fc.Arbitrary<RandomCell> =>
  fc
    .record({
      p: fc.integer({ min: 1, max: 4 }),
      q: fc.integer({ min: 1, max: 5 }),
      choices: fc.array(fc.nat(1 << 20), { minLength: 30, maxLength: 60 }),
      steps: fc.integer({ min: 1, max: 6 }),
      recurrent: fc.boolean(),
      seed: fc.integer({ min: 1, max: 1_000_000 }),
    })
    .map(({ p, q, choices, steps, recurrent, seed }) => {
      let used = 0;
      const draw: Draw = (below) => (choices[used++ % choices.length] ?? 0) % below;
      const cell: Cell = { lines: [recurrent ? 'v = x + 0.5 * s' : 'v = 1 * x'], weights: new Map() };
      const of = (values: Values): Array64 => {
        const [x, s] = [values.get('x') as Array64, values.get('s') as Array64];
        return make([p, q], (place) => at(x, place) + (recurrent ? 0.5 * at(s, place) : 0));
      };
      let v: Made = { name: 'v', shape: [p, q], names: [recurrent ? ['p', 'rows'] : ['p'], ['q']], of };
      for (let i = 0; i < steps; i++) v = next(v, cell, draw, smooth);
      const pooled = v.shape.reduce((text, _, axis) => `mean(${text}, axis=${axis})`, v.name);
      const lines = [
        ...cell.lines,
        `pooled = ${pooled}[None, None, ${v.shape.map(() => '0').join(', ')}]`,
        "s' = 0.5 * s + 0.2 * x + pooled",
      ];
      const weights = [...cell.weights].map(([name, shape]) => `${name}: {shape: [${shape.join(', ')}]}`);
      const yaml = `
inputs: {x: {shape: [batch, time, ${p}, ${q}]}}
cells:
  axes:
    parameters: {rows: size}
    inputs: {x: [p, q]}
    state: [{s: [rows, q]}]
    weights: {${weights.join(', ')}}
    equations: |
${lines.map((text) => `      ${text}`).join('\n')}
    output: ${v.name}
layers: {r: {type: recurrent, input: x, cell: {axes: {rows: ${p}}}}}
outputs: {y: r, s: r.0.forward.final.s}
`;
      return { yaml, p, q, output: v, seed, toString: () => yaml };
    });

const [batch, time] = [2, 3];
const rowOf = ({ shape, data }: Tensor64, index: number, lead: number): Array64 => {
  const size = numberOf(shape.slice(lead));
  return { shape: shape.slice(lead), data: [...data.slice(index * size, (index + 1) * size)] };
};

/** The outputs of a cell by loops over indices. */
function looped(
  { output, p, q }: RandomCell,
  inputs: ReadonlyMap<string, Tensor64>,
  weights: ReadonlyMap<string, Tensor64>,
): readonly number[] {
  const own = [...weights].map(([path, w]) => [path.replace(/.*\./, ''), { ...w, data: [...w.data] }] as const);
  const lengths = inputs.get('time.lengths')?.data;
  return Array.from({ length: batch }, (_, b) => {
    const start = inputs.get('r.0.forward.s');
    let s = start === undefined ? make([p, q], () => 0) : rowOf(start, b, 1);
    return Array.from({ length: time }, (_, t) => {
      const x = rowOf(inputs.get('x') as Tensor64, b * time + t, 2);
      const y = output.of(new Map<string, Array64>([['x', x], ['s', s], ...own]));
      if (t >= (lengths?.[b] ?? time)) return y.data.map(() => 0);
      const pooled = total(y.data) / y.data.length;
      const before = s;
      s = make([p, q], (place) => 0.5 * at(before, place) + 0.2 * at(x, place) + pooled);
      return y.data;
    });
  }).flat(2);
}

function expectNear(found: ArrayLike<number> | undefined, wanted: ArrayLike<number>, tolerance: number): void {
  expect(found?.length).toBe(wanted.length);
  const worst = Array.from(wanted).reduce(
    (most, x, i) => Math.max(most, Math.abs(x - (found?.[i] ?? Number.NaN)) / Math.max(1, Math.abs(x))),
    0,
  );
  expect(worst).toBeLessThanOrEqual(tolerance);
}

test('the evaluator gives what loops over indices give, before and after passes, and kernels give it in float32', async () => {
  await fc.assert(
    fc.asyncProperty(randomCell(false), async (cell) => {
      const compiled = compile(cell.yaml);
      const built = builtModel(cell.yaml);
      const { inputs, weights, sizes } = randomFeeds(built, { batch, time }, cell.seed);
      const wanted = looped(cell, inputs, weights);
      for (const graph of [built, compiled.graphs.inference]) {
        const { outputs } = evaluateGraph(graph, { inputs, weights, sizes });
        expectNear(outputs.get('y')?.data, wanted, 1e-9);
      }
      const model = await load(compiled, {
        weights: new Map(
          [...weights].map(([path, { shape, data }]) => [path, { shape: [...shape], data: Float32Array.from(data) }]),
        ),
      });
      try {
        const fed = [...inputs].map(([name, { shape, data, dtype }]) => [
          name,
          { shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) },
        ]);
        expectNear(model.run(Object.fromEntries(fed)).y?.data, wanted, 1e-4);
      } finally {
        model.dispose();
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 40), seed: 7 },
  );
}, 60_000);

test('gradients equal central differences', () => {
  fc.assert(
    fc.property(randomCell(true), (cell) => {
      const { graph, loss } = withLoss(builtModel(cell.yaml));
      const result = differentiated(graph, loss, floatLeaves(graph));
      const worst = worstDifference(result, randomFeeds(result, { batch, time }, cell.seed), cell.seed, 0);
      expect(worst?.error, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
    }),
    { numRuns: 12, seed: 3 },
  );
}, 60_000);

test('onnxruntime gives the same numbers', async () => {
  await fc.assert(
    fc.asyncProperty(randomCell(false), async (cell) => {
      const compiled = compileModel(cell.yaml, { file: 'cell.yaml', resolve: () => null });
      const { inputs, weights, sizes } = randomFeeds(compiled.graphs.inference, { batch, time }, cell.seed);
      const file = await exportOnnx(
        compiled,
        new Map([...weights].map(([path, { shape, data }]) => [path, { shape, data: Float32Array.from(data) }])),
        true,
      );
      const { outputs } = evaluateGraph(compiled.graphs.inference, { inputs, weights, sizes });
      expectNear((await runOnnx(file, inputs)).get('y')?.data, outputs.get('y')?.data ?? [], 1e-4);
    }),
    { numRuns: 10, seed: 5 },
  );
}, 60_000);
