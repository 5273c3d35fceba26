import { describe, expect, onTestFinished, test } from 'vitest';
import { buildGraph } from '../../compiler/2-build/build.ts';
import { withLosses } from '../../compiler/2-build/losses/default-losses.ts';
import { compileModel } from '../../compiler/compile.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, load } from '../../src/index.ts';
import type { Output } from '../../src/model/output.ts';
import { onWasm, withGradientOutputs } from '../goldens/training-cases.ts';
import { builtModel } from '../gradients/built.ts';
import { numbers, randomFeeds } from '../passes/equal.ts';

type Feed = Parameters<Awaited<ReturnType<typeof load>>['run']>[0];
type Variant = 'inference' | 'training';

const BATCH = 3;
const TIME = 5;
const UNITS = 4;
const paths = ['fast', 'public'] as const;

async function opened(yaml: string, path: 'fast' | 'public' = 'fast', unroll?: number) {
  const model = await load(compile(yaml, unroll === undefined ? {} : { unroll }), { path });
  onTestFinished(() => model.dispose());
  return model;
}

function nested(output: Output | undefined): readonly unknown[] {
  const rows = output?.toArray();
  if (!Array.isArray(rows)) throw new Error('no rows');
  return rows;
}

const float32 = (tensor: Tensor64): Tensor64 =>
  tensor.dtype === 'float32' ? { ...tensor, data: tensor.data.map(Math.fround) } : tensor;
const numbersOf = ({ data }: Tensor64): number[] => [...data];
const masksOf = (graph: Graph): string[] =>
  graph.inputs.flatMap((i) =>
    i.role === 'mask' ? [`${i.name} ${printGraph(graph).split(`mask ${i.name}: `)[1]?.split('\n')[0]}`] : [],
  );

/** Random feeds of the training variant, full rows; those the other variant has not are left out there. */
function given(yaml: string, variant: Variant, seed = 3) {
  const { graphs } = compile(yaml);
  const graph = graphs[variant] ?? graphs.inference;
  const random = randomFeeds(graphs.training ?? graphs.inference, { batch: BATCH, time: TIME }, seed);
  const names = new Set(graph.inputs.map((i) => i.name));
  const inputs = new Map(
    [...random.inputs].flatMap(([name, t]) =>
      names.has(name) && !name.endsWith('.lengths') ? [[name, float32(t)] as const] : [],
    ),
  );
  const weights = new Map([...random.weights].map(([name, t]) => [name, float32(t)]));
  return { graph, inputs, weights, sizes: random.sizes };
}

const asFeeds = (inputs: ReadonlyMap<string, Tensor64>): Feed =>
  Object.fromEntries(
    [...inputs].map(([name, { dtype, shape, data }]) => [
      name,
      { shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) },
    ]),
  );

const expectClose = (found: ArrayLike<number> | undefined, expected: readonly number[], tolerance: number): void => {
  expect(found?.length).toBe(expected.length);
  for (const [i, x] of expected.entries())
    expect(Math.abs((found?.[i] ?? Number.NaN) - x), `[${i}]`).toBeLessThanOrEqual(tolerance);
};

/** The evaluator gives these numbers to the last digits of float64, both paths those of float32. */
async function expectOutputs(
  yaml: string,
  variant: Variant,
  expected: (at: ReturnType<typeof given>) => { readonly [output: string]: readonly number[] },
): Promise<void> {
  const at = given(yaml, variant);
  const right = expected(at);
  const evaluated = evaluateGraph(at.graph, at);
  for (const [name, values] of Object.entries(right)) expectClose(evaluated.outputs.get(name)?.data, values, 1e-12);
  for (const path of paths) {
    const model = await opened(yaml, path);
    model.setWeights(
      new Map(
        [...at.weights].map(([name, { shape, data }]) => [name, { shape: [...shape], data: Float32Array.from(data) }]),
      ),
    );
    const found = model.run(asFeeds(at.inputs), { variant });
    for (const [name, values] of Object.entries(right)) expectClose(found[name]?.data, values, 2e-6);
  }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * A Keras LSTM with zoneout of both states, one number after the other. `share` gives how much of the old value stays.
 */
function lstm(
  { inputs, weights }: ReturnType<typeof given>,
  share: (state: 'c' | 'h', row: number, t: number, unit: number) => number,
): { readonly y: number[]; readonly c: number[] } {
  const get = (map: ReadonlyMap<string, Tensor64>, name: string): ((i: number) => number) => {
    const data = map.get(name)?.data;
    if (data === undefined) throw new Error(`no ${name}`);
    return (i) => data[i] ?? Number.NaN;
  };
  const x = get(inputs, 'x');
  const start = { c: get(inputs, 'r.0.forward.c'), h: get(inputs, 'r.0.forward.h') };
  const [kernel, recurrent, bias] = ['kernel', 'recurrent_kernel', 'bias'].map((n) => get(weights, `r.0.forward.${n}`));
  if (kernel === undefined || recurrent === undefined || bias === undefined) throw new Error('weights');
  const units = [...Array(UNITS).keys()];
  const y: number[] = [];
  const finals: number[] = [];
  for (let row = 0; row < BATCH; row++) {
    let c = units.map((u) => start.c(row * UNITS + u));
    let h = units.map((u) => start.h(row * UNITS + u));
    for (let t = 0; t < TIME; t++) {
      const gate = (block: number, u: number): number => {
        const column = block * UNITS + u;
        let z = bias(column);
        for (let k = 0; k < 2; k++) z += x((row * TIME + t) * 2 + k) * kernel(k * 4 * UNITS + column);
        for (const v of units) z += (h[v] ?? 0) * recurrent(v * 4 * UNITS + column);
        return z;
      };
      const next = units.map((u) => {
        const made = sigmoid(gate(1, u)) * (c[u] ?? 0) + sigmoid(gate(0, u)) * Math.tanh(gate(2, u));
        // what h is made of is the memory before zoneout (Krueger et al. 2016, equation 5)
        return { c: made, h: sigmoid(gate(3, u)) * Math.tanh(made) };
      });
      const mix = (state: 'c' | 'h', old: readonly number[]): number[] =>
        units.map((u) => {
          const m = share(state, row, t, u);
          return m * (old[u] ?? 0) + (1 - m) * (next[u]?.[state] ?? 0);
        });
      [c, h] = [mix('c', c), mix('h', h)];
      y.push(...h);
    }
    finals.push(...c);
  }
  return { y, c: finals };
}

const zoned = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  r: {type: recurrent, input: x, cell: {lstm: {units: ${UNITS}}}, wrap: [{zoneout: {rate: {c: 0.5, h: 0.05}}}]}
outputs: {y: r, c: r.final.c, last: r.last}
`;
const cell = (lines: string, output: string, wrap: string): string => `
inputs: {x: {shape: [batch, time, 2]}}
cells:
  own:
    inputs: {x: [n]}
    state: [{h: [n]}]
    equations: |
      ${lines}
    output: ${output}
layers:
  r: {type: recurrent, input: x, cell: own, wrap: [${wrap}]}
outputs: {y: r, h: r.final.h}
`;

/** Each number of a state that starts at `h0` and gets `next`, row by row and unit by unit; gives outputs per step and the last states. */
function scan(
  { inputs }: ReturnType<typeof given>,
  step: (x: number, h: number, mask: (site: string) => number) => { readonly h: number; readonly y: number },
): { readonly y: number[]; readonly h: number[] } {
  const at = (name: string, i: number): number => inputs.get(name)?.data[i] ?? Number.NaN;
  const y: number[] = [];
  const states: number[] = [];
  for (let row = 0; row < BATCH; row++) {
    const h = [0, 1].map((u) => at('r.0.forward.h', row * 2 + u));
    for (let t = 0; t < TIME; t++)
      for (const u of [0, 1]) {
        const i = (row * TIME + t) * 2 + u;
        const made = step(at('x', i), h[u] ?? 0, (site) => at(`r.0.forward.${site}`, i));
        h[u] = made.h;
        y.push(made.y);
      }
    states.push(...h);
  }
  return { y, h: states };
}

describe('zoneout', () => {
  test('in training a mask for each state, by chance; elsewhere its rate', () => {
    const yaml = cell("h' = x + h", "h'", '{zoneout: {rate: 0.25}}');
    expect(printGraph(builtModel(yaml, 'training'))).toMatchInlineSnapshot(`
      "graph model (training)
        input x: float32[batch, time, 2]
        state r.0.forward.h: float32[batch, 2] {start: zeros, final: %r.0.forward.final.h}
        mask r.0.forward.zoneout.h: float32[batch, time, 2] {keep: 0.25}
        lengths time.lengths: int32[batch] {of: time}
        %x.steps: float32[time, batch, 2] = transpose x {permutation: [1, 0, 2]}
        %r.0.forward.zoneout.h: float32[time, batch, 2] = transpose r.0.forward.zoneout.h {permutation: [1, 0, 2]}
        %time.valid: bool[time, batch] = valid_steps time.lengths
        %r.0.forward.final.h: float32[batch, 2], %r.0.forward: float32[time, batch, 2] = loop {direction: forward, length: time}
          state %r.0.forward.h: float32[batch, 2] = r.0.forward.h
          element %x.steps.1: float32[batch, 2] = %x.steps
          element %r.0.forward.zoneout.h.1: float32[batch, 2] = %r.0.forward.zoneout.h
          element %time.valid.1: bool[batch] = %time.valid
          %r.0.forward.step.h': float32[batch, 2] = add %x.steps.1, %r.0.forward.h
          %1: float32[] = constant 1
          %r.0.forward.1: float32[batch, 2] = sub %1, %r.0.forward.zoneout.h.1
          %r.0.forward.2: float32[batch, 2] = mul %r.0.forward.zoneout.h.1, %r.0.forward.h
          %r.0.forward.3: float32[batch, 2] = mul %r.0.forward.1, %r.0.forward.step.h'
          %r.0.forward.4: float32[batch, 2] = add %r.0.forward.2, %r.0.forward.3
          %r.0.forward.valid: bool[batch, 1] = reshape %time.valid.1
          %r.0.forward.5: float32[batch, 2] = select %r.0.forward.valid, %r.0.forward.4, %r.0.forward.h
          %0: float32[] = constant 0
          %r.0.forward.padding: float32[batch, 2] = broadcast %0
          %r.0.forward.6: float32[batch, 2] = select %r.0.forward.valid, %r.0.forward.4, %r.0.forward.padding
          next %r.0.forward.h = %r.0.forward.5
          stacked %r.0.forward = %r.0.forward.6
        %y: float32[batch, time, 2] = transpose %r.0.forward {permutation: [1, 0, 2]}
        output y = %y
        output h = %r.0.forward.final.h
      "
    `);
    expect(printGraph(builtModel(yaml, 'inference'))).toMatchInlineSnapshot(`
      "graph model (inference)
        input x: float32[batch, time, 2]
        state r.0.forward.h: float32[batch, 2] {start: zeros, final: %r.0.forward.final.h}
        lengths time.lengths: int32[batch] {of: time}
        %x.steps: float32[time, batch, 2] = transpose x {permutation: [1, 0, 2]}
        %time.valid: bool[time, batch] = valid_steps time.lengths
        %r.0.forward.final.h: float32[batch, 2], %r.0.forward: float32[time, batch, 2] = loop {direction: forward, length: time}
          state %r.0.forward.h: float32[batch, 2] = r.0.forward.h
          element %x.steps.1: float32[batch, 2] = %x.steps
          element %time.valid.1: bool[batch] = %time.valid
          %r.0.forward.step.h': float32[batch, 2] = add %x.steps.1, %r.0.forward.h
          %0.25: float32[] = constant 0.25
          %0.75: float32[] = constant 0.75
          %r.0.forward.1: float32[batch, 2] = mul %0.25, %r.0.forward.h
          %r.0.forward.2: float32[batch, 2] = mul %0.75, %r.0.forward.step.h'
          %r.0.forward.3: float32[batch, 2] = add %r.0.forward.1, %r.0.forward.2
          %r.0.forward.valid: bool[batch, 1] = reshape %time.valid.1
          %r.0.forward.4: float32[batch, 2] = select %r.0.forward.valid, %r.0.forward.3, %r.0.forward.h
          %0: float32[] = constant 0
          %r.0.forward.padding: float32[batch, 2] = broadcast %0
          %r.0.forward.5: float32[batch, 2] = select %r.0.forward.valid, %r.0.forward.3, %r.0.forward.padding
          next %r.0.forward.h = %r.0.forward.4
          stacked %r.0.forward = %r.0.forward.5
        %y: float32[batch, time, 2] = transpose %r.0.forward {permutation: [1, 0, 2]}
        output y = %y
        output h = %r.0.forward.final.h
      "
    `);
  });

  test('of an LSTM, training: units keep their old values where the masks say so', async () => {
    await expectOutputs(zoned, 'training', (at) =>
      lstm(
        at,
        (state, row, t, u) => at.inputs.get(`r.0.forward.zoneout.${state}`)?.data[(row * TIME + t) * UNITS + u] ?? 0,
      ),
    );
  });

  test('of an LSTM, inference: the expected values', async () => {
    await expectOutputs(zoned, 'inference', (at) => lstm(at, (state) => (state === 'c' ? 0.5 : 0.05)));
  });

  test('one rate is that of every state; a state that is not named is left alone', () => {
    const masks = (rate: string): string[] => {
      const { training } = compile(zoned.replace('{c: 0.5, h: 0.05}', rate)).graphs;
      return training === null ? [] : masksOf(training);
    };
    expect(masks('0.1')).toEqual([
      'r.0.forward.zoneout.h float32[batch, time, 4] {keep: 0.1}',
      'r.0.forward.zoneout.c float32[batch, time, 4] {keep: 0.1}',
    ]);
    expect(masks('{c: 0.5}')).toEqual(['r.0.forward.zoneout.c float32[batch, time, 4] {keep: 0.5}']);
  });

  test('a unit that is kept is the same number at every step', async () => {
    for (const path of paths) {
      const model = await opened(zoned, path);
      const { inputs } = given(zoned, 'training');
      const all = { shape: [BATCH, TIME, UNITS], data: new Float32Array(BATCH * TIME * UNITS).fill(1) };
      const feeds = { ...asFeeds(inputs), 'r.0.forward.zoneout.c': all, 'r.0.forward.zoneout.h': all };
      const { y, c } = model.run(feeds, { variant: 'training' });
      expect([...(c?.data ?? [])]).toEqual(numbersOf(inputs.get('r.0.forward.c') as Tensor64));
      const h = inputs.get('r.0.forward.h')?.data ?? [];
      y?.data.forEach((value, i) => {
        expect(value).toBe(h[Math.floor(i / (TIME * UNITS)) * UNITS + (i % UNITS)]);
      });
    }
  });

  test('what the cell gives is read from the mixed state, what makes next states is not', async () => {
    const yaml = cell(
      "u = tanh(x + h)\n      h' = u * 0.5\n      a = h' + u\n      y = a * 2",
      'y - a',
      '{zoneout: {rate: 0.3}}',
    );
    for (const variant of ['training', 'inference'] as const)
      await expectOutputs(yaml, variant, (at) =>
        scan(at, (x, h, mask) => {
          const m = variant === 'training' ? mask('zoneout.h') : 0.3;
          const u = Math.tanh(x + h);
          const mixed = m * h + (1 - m) * u * 0.5;
          return { h: mixed, y: mixed + u };
        }),
      );
  });

  test('a value that is given by name is read from the mixed state too', async () => {
    const outputs = await Promise.all(
      ["h', h'", "gamma=h', beta=h'"].map(async (scaled) => {
        const lines = `h' = tanh(x + h)\n      y = layer_norm(x + 2, ${scaled})`;
        const yaml = cell(lines, 'y', '{zoneout: {rate: 0.3}}');
        const { y } = (await opened(yaml)).run(asFeeds(given(yaml, 'inference').inputs));
        return nested(y);
      }),
    );
    expect(outputs[1]).toEqual(outputs[0]);
  });

  test('innermost first: state dropout before or after it, and residual around both; the output is never dropped', async () => {
    const dropout = '{dropout: {state_keep_prob: 0.8}}';
    const zoneout = '{zoneout: {rate: 0.3}}';
    const keep = (mask: number, h: number): number => (h / 0.8) * mask;
    await expectOutputs(cell("h' = tanh(x + h)", "h'", `${dropout}, ${zoneout}, residual`), 'training', (at) =>
      scan(at, (x, h, mask) => {
        const [m, made] = [mask('zoneout.h'), Math.tanh(x + h)];
        return { h: m * h + (1 - m) * keep(mask('dropout.state.h'), made), y: x + m * h + (1 - m) * made };
      }),
    );
    await expectOutputs(cell("h' = tanh(x + h)", "h'", `${zoneout}, residual, ${dropout}`), 'training', (at) =>
      scan(at, (x, h, mask) => {
        const m = mask('zoneout.h');
        const mixed = m * h + (1 - m) * Math.tanh(x + h);
        return { h: keep(mask('dropout.state.h'), mixed), y: x + mixed };
      }),
    );
  });

  test('each of two around one cell has masks of its own', () => {
    const { training } = compile(zoned.replace('wrap: [', 'wrap: [{zoneout: {rate: {h: 0.2}}}, ')).graphs;
    expect(training === null ? [] : masksOf(training)).toEqual([
      'r.0.forward.zoneout.h float32[batch, time, 4] {keep: 0.2}',
      'r.0.forward.zoneout1.h float32[batch, time, 4] {keep: 0.05}',
      'r.0.forward.zoneout1.c float32[batch, time, 4] {keep: 0.5}',
    ]);
  });

  test('of a whole stack: each cell takes the rates of the states it has', () => {
    const stack = zoned.replace(`cell: {lstm: {units: ${UNITS}}}`, 'cell: [{lstm: {units: 4}}, {gru: {units: 2}}]');
    const masks = (rates: string): string[] => {
      const { training } = compile(stack.replace('{c: 0.5, h: 0.05}', rates).replace(', c: r.final.c', '')).graphs;
      return training === null ? [] : masksOf(training);
    };
    expect(masks('{c: 0.5}')).toEqual(['r.0.forward.zoneout.c float32[batch, time, 4] {keep: 0.5}']);
    expect(masks('{h: 0.5}')).toEqual([
      'r.0.forward.zoneout.h float32[batch, time, 4] {keep: 0.5}',
      'r.1.forward.zoneout.h float32[batch, time, 2] {keep: 0.5}',
    ]);
  });

  test('0 by a parameter turns it off', () => {
    const parameter = `parameters: {zoneout: 0}${zoned.replace('{c: 0.5, h: 0.05}', 'zoneout')}`;
    expect(compile(parameter).graphs.training).toBeNull();
    expect(compile(parameter, { set: { zoneout: 0.1 } }).graphs.training).not.toBeNull();
  });

  test.each(['forward', 'backward', 'bidirectional'])('rows of different lengths, %s', async (direction) => {
    const yaml = zoned
      .replace('type: recurrent', `type: recurrent, direction: ${direction}`)
      .replace(', c: r.final.c', '');
    const model = await opened(yaml);
    const next = numbers(7);
    const rows = [5, 2, 4].map((length) => Array.from({ length }, () => [next(), next()]));
    for (const variant of ['inference', 'training'] as const) {
      const together = model.run({ x: rows }, { variant, step: 4 });
      // a mask depends on the row, so that each is run as the row it was
      for (const [i, row] of rows.entries()) {
        const alone = model.run({ x: rows.map((_, j) => (j === i ? row : row.slice(0, 1))) }, { variant, step: 4 });
        expect(alone.last?.toArray()).toHaveLength(rows.length);
        const lastOf = (run: typeof alone): unknown => nested(run.last)[i];
        expect(lastOf(alone)).toEqual(lastOf(together));
      }
    }
  });

  test('unrolled, and step by step in a session', async () => {
    const { inputs } = given(zoned, 'training');
    const feeds = asFeeds(inputs);
    const rolled = await opened(zoned);
    const unrolled = await opened(zoned, 'fast', TIME);
    unrolled.setWeights(rolled.weights());
    for (const variant of ['inference', 'training'] as const) {
      const named = variant === 'training' ? feeds : asFeeds(new Map([...inputs].filter(([n]) => !n.includes('zone'))));
      const [a, b] = [rolled.run(named, { variant }), unrolled.run(named, { variant })];
      expectClose(b.y?.data, [...(a.y?.data ?? [])], 1e-6);
    }
    const x = inputs.get('x')?.data ?? new Float64Array();
    const whole = rolled.run({ x: { shape: [1, TIME, 2], data: Float32Array.from(x.slice(0, TIME * 2)) } });
    const session = rolled.session();
    const y = new Float32Array(UNITS);
    for (let t = 0; t < TIME; t++) {
      session.step({ x: Float32Array.from(x.slice(2 * t, 2 * t + 2)) }, { y });
      expectClose(y, [...(whole.y?.data.slice(t * UNITS, (t + 1) * UNITS) ?? [])], 1e-6);
    }
  });
});

const VOCABULARY = 6;
const embedded = `
inputs: {tokens: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: tokens, vocabulary: ${VOCABULARY}, units: 3, dropout: {rate: 0.25}}
outputs: {y: e}
`;

describe('dropout of an embedding', () => {
  test('a row of the table is dropped wherever its token stands; the table is not multiplied', () => {
    expect(printGraph(builtModel(embedded, 'training'))).toMatchInlineSnapshot(`
      "graph model (training)
        input tokens: int32[batch, time] {limit: 6}
        mask e.dropout: float32[6, 1] {keep: 0.75}
        weight e.table: float32[6, 3] {init: uniform(-0.05, 0.05)}
        %tokens.steps: int32[time, batch] = transpose tokens {permutation: [1, 0]}
        %e: float32[time, batch, 3] = gather e.table, %tokens.steps
        %e.1: float32[time, batch, 1] = gather e.dropout, %tokens.steps
        %1.3333333333333333: float32[] = constant 1.3333333333333333
        %e.2: float32[time, batch, 1] = mul %e.1, %1.3333333333333333
        %e.3: float32[time, batch, 3] = mul %e, %e.2
        %y: float32[batch, time, 3] = transpose %e.3 {permutation: [1, 0, 2]}
        output y = %y
      "
    `);
    expect(printGraph(builtModel(embedded, 'inference'))).not.toMatch(/mask|mul/);
  });

  test.each(['inference', 'training'] as const)('%s', async (variant) => {
    await expectOutputs(embedded, variant, ({ inputs, weights }) => {
      const table = weights.get('e.table')?.data ?? [];
      const y = [...(inputs.get('tokens')?.data ?? [])].flatMap((token) =>
        [0, 1, 2].map(
          (u) =>
            (table[token * 3 + u] ?? Number.NaN) *
            (variant === 'training' ? (inputs.get('e.dropout')?.data[token] ?? Number.NaN) / 0.75 : 1),
        ),
      );
      return { y };
    });
  });

  test('the same tokens are dropped in every row, step of the series and split of the batch; others at the next training step', async () => {
    const model = await opened(embedded);
    const tokens = [...Array(VOCABULARY).keys()];
    const dropped = (rows: number[][], step: number): boolean[][] =>
      (nested(model.run({ tokens: rows }, { variant: 'training', seed: 1, step }).y) as number[][][]).map((row) =>
        row.map((vector) => vector.every((v) => v === 0)),
      );
    const [all = []] = dropped([tokens], 2);
    expect(new Set(all).size).toBe(2);
    const rows = [tokens, tokens.toReversed(), [3, 3, 3, 0, 1, 5]];
    expect(dropped(rows, 2)).toEqual(rows.map((row) => row.map((token) => all[token])));
    expect(rows.map((row) => dropped([row], 2)[0])).toEqual(dropped(rows, 2));
    expect(dropped([tokens], 3)).not.toEqual([all]);
  });

  test('a table that two layers share is dropped by each on its own', () => {
    const twice = embedded
      .replace(
        'outputs:',
        '  f: {type: embedding, input: tokens, vocabulary: 6, units: 3, share: e, dropout: {output_keep_prob: 0.5}}\noutputs:',
      )
      .replace('{y: e}', '{y: e, z: f}');
    const { training } = compile(twice).graphs;
    expect(training === null ? [] : masksOf(training)).toEqual([
      'e.dropout float32[6, 1] {keep: 0.75}',
      'f.dropout float32[6, 1] {keep: 0.5}',
    ]);
  });
});

describe('one mask for all steps', () => {
  const yaml = (variational: string): string => `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  r: {type: recurrent, input: x, cell: {rnn: {units: 4}}, wrap: [{dropout: {rate: 0.5, state_keep_prob: 0.8, variational: ${variational}}}]}
  d: {type: dropout, input: r, rate: 0.5, variational: ${variational}}
outputs: {r: r, d: d}
`;
  test('of the whole batch, or of each sample', () => {
    const masks = (variational: string): string[] => {
      const { training } = compile(yaml(variational)).graphs;
      return training === null ? [] : masksOf(training).map((mask) => mask.replace(/ \{.*/, ''));
    };
    const sites = ['r.0.forward.dropout.state.h', 'r.0.forward.dropout.output', 'd.mask'];
    expect(masks('false')).toEqual(sites.map((site) => `${site} float32[batch, time, 4]`));
    expect(masks('true')).toEqual(sites.map((site) => `${site} float32[1, 4]`));
    expect(masks('sample')).toEqual(sites.map((site) => `${site} float32[batch, 4]`));
  });

  test('numbers of a sample are the mask of its row at every step', async () => {
    const own = cell("h' = x + h", "h'", '{dropout: {rate: 0.5, state_keep_prob: 0.8, variational: sample}}');
    await expectOutputs(own, 'training', ({ inputs }) => {
      const at = (name: string, i: number): number => inputs.get(name)?.data[i] ?? Number.NaN;
      const y: number[] = [];
      for (let row = 0; row < BATCH; row++) {
        const h = [0, 1].map((u) => at('r.0.forward.h', row * 2 + u));
        for (let t = 0; t < TIME; t++)
          for (const u of [0, 1]) {
            const made = at('x', (row * TIME + t) * 2 + u) + (h[u] ?? 0);
            y.push((made / 0.5) * at('r.0.forward.dropout.output', row * 2 + u));
            h[u] = (made / 0.8) * at('r.0.forward.dropout.state.h', row * 2 + u);
          }
      }
      return { y };
    });
  });

  test('a row keeps its mask in a larger batch', async () => {
    const model = await opened(yaml('sample'));
    const row = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    const rows = (n: number): unknown[] => {
      const x = Array.from({ length: n }, () => row);
      return nested(model.run({ x }, { variant: 'training', step: 3 }).d).slice(0, 2);
    };
    expect(rows(4)).toEqual(rows(2));
    const [first, second] = rows(2);
    expect(first).not.toEqual(second);
  });
});

test('a training step on WASM has the gradients of the evaluator, on both paths', async () => {
  const yaml = `
inputs: {x: {shape: [batch, time, 2]}, tokens: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: tokens, vocabulary: 5, units: 2, dropout: {rate: 0.3}}
  both: {type: concat, inputs: [x, e]}
  r:
    type: recurrent
    input: both
    cell: [{lstm: {units: 4}}, {gru: {units: 3}}]
    direction: bidirectional
    wrap: [{zoneout: {rate: {c: 0.5, h: 0.2}}}, {dropout: {rate: 0.2, state_keep_prob: 0.9, variational: sample}}]
outputs: {y: r}
training: {losses: [{type: mse, output: r}]}
`;
  const { spec } = compileModel(yaml, { file: 'model.yaml', resolve: () => null });
  const { graph } = buildGraph(spec, 'training', spec.training === null ? null : withLosses(spec, spec.training));
  if (graph === null) throw new Error('no graph');
  const { plain, optimized } = withGradientOutputs(
    graph,
    graph.weights.map((w) => w.path),
  );
  const random = randomFeeds(graph, { batch: BATCH, time: TIME }, 11);
  random.inputs.get('time.lengths')?.data.set([5, 2, 4]);
  const inputs = new Map([...random.inputs].map(([name, t]) => [name, float32(t)]));
  const weights = new Map([...random.weights].map(([name, t]) => [name, float32(t)]));
  const expected = [...evaluateGraph(plain, { inputs, weights }).outputs].filter(([name]) => name.startsWith('d '));
  expect(expected).toHaveLength(1 + 2 * (3 + 4));
  for (const path of paths)
    await onWasm(
      { inference: optimized, training: null },
      new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: [...data] }])),
      path,
      (model) => {
        const found = model.run(asFeeds(inputs));
        for (const [name, { data }] of expected) {
          const largest = data.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
          expect(largest, name).toBeGreaterThan(0);
          expectClose(found[name]?.data, [...data], 1e-5 * Math.max(1, largest));
        }
      },
    );
});

test.each([
  ['zoneout', zoned],
  ['dropout of an embedding', embedded],
])('%s goes through the compiled file, and seed and step alone decide what is drawn', async (_, yaml) => {
  const compiled = compile(yaml);
  const [direct, again] = [await load(compiled), await load(compiled.toBytes())];
  onTestFinished(() => {
    direct.dispose();
    again.dispose();
  });
  const { inputs } = given(yaml, 'inference');
  const drawn = (model: typeof direct, seed: number, step: number): number[] => [
    ...(model.run(asFeeds(inputs), { variant: 'training', seed, step }).y?.data ?? []),
  ];
  expect(drawn(again, 4, 9)).toEqual(drawn(direct, 4, 9));
  expect(drawn(direct, 4, 10)).not.toEqual(drawn(direct, 4, 9));
  expect(drawn(direct, 5, 9)).not.toEqual(drawn(direct, 4, 9));
  expect(again.run(asFeeds(inputs)).y?.data).toEqual(direct.run(asFeeds(inputs)).y?.data);
});
