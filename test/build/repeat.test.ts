import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable } from '../../compiler/3-optimize/pipelines.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { resolvedSpecText } from '../../src/cli/reports/resolved-spec.ts';
import { compile, load, memorySources } from '../../src/index.ts';

import { builtModel } from '../gradients/built.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { expectSameNumbers, randomFeeds } from '../passes/equal.ts';
import { read } from '../read/given.ts';

const decoder = (steps: string, more = ''): string => `name: decoder
inputs:
  x: {shape: [batch, time, 2]}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  context: {type: repeat, input: memory.last, ${steps}}
  decoder: {type: recurrent, input: context, cell: {rnn: {units: 4}}}
outputs: {y: decoder, last: memory.last, context: context${more}}
`;

test.each([
  ['times: 5', 5],
  ['along: time', 4],
])('%s: every step is the value itself, as RepeatVector gives it', async (steps, count) => {
  const model = await load(compile(decoder(steps)));
  const { context, last } = model.run({
    x: [0.5, -1].map((first) => [0, 1, 2, 3].map((t) => [first, t])),
  });
  expect(context?.shape).toEqual([2, count, 3]);
  const value = (row: number, unit: number): number | undefined => last?.data[row * 3 + unit];
  expect([...(context?.data ?? [])]).toEqual(
    [0, 1].flatMap((row) => Array.from({ length: count }, () => [0, 1, 2].map((unit) => value(row, unit))).flat()),
  );
  model.dispose();
});

test('the projection of a repeated value is made once, outside of the loop, and no row is copied', () => {
  const text = decoder('times: horizon')
    .replace('inputs:', 'parameters: {horizon: 6}\ninputs:')
    .replace(', context: context', '');
  const printed = printGraph(runPasses(builtModel(text), portable, { fused: false }));
  const own = printed
    .split('\n')
    .filter((line) => /decoder|context/.test(line) && !/(weight|state) decoder/.test(line));
  expect(printed).not.toContain('context');
  expect(own.join('\n')).toMatchInlineSnapshot(`
    "graph decoder (inference)
      %decoder.0.forward: float32[batch, 4] = matmul %memory.0.forward.last.final, decoder.0.forward.kernel
      %decoder.0.forward.1: float32[batch, 4] = add %decoder.0.forward, decoder.0.forward.bias
      %decoder.0.forward.final.h: float32[batch, 4], %decoder.0.forward.2: float32[6, batch, 4] = loop {direction: forward, length: 6}
        state %decoder.0.forward.h: float32[batch, 4] = decoder.0.forward.h
        invariant %decoder.0.forward.recurrent_kernel: float32[4, 4] = decoder.0.forward.recurrent_kernel
        invariant %decoder.0.forward.3: float32[batch, 4] = %decoder.0.forward.1
        %decoder.0.forward.4: float32[batch, 4] = matmul %decoder.0.forward.h, %decoder.0.forward.recurrent_kernel
        %decoder.0.forward.5: float32[batch, 4] = add %decoder.0.forward.3, %decoder.0.forward.4
        %decoder.0.forward.step.h': float32[batch, 4] = tanh %decoder.0.forward.5
        next %decoder.0.forward.h = %decoder.0.forward.step.h'
        stacked %decoder.0.forward.2 = %decoder.0.forward.step.h'
      %y: float32[batch, 6, 4] = transpose %decoder.0.forward.2 {permutation: [1, 0, 2]}"
  `);
});

test('beside a sequence, the product of joined features is a sum of which one part is made once', () => {
  const text = decoder('along: time')
    .replace('  decoder:', '  both: {type: concat, inputs: [context, x]}\n  decoder:')
    .replace('input: context', 'input: both')
    .replace(', context: context', '');
  const graph = builtModel(text);
  const lifted = runPasses(graph, portable, { fused: false });
  expectSameNumbers(graph, lifted, { batch: 2, time: 3 });
  const products = printGraph(lifted)
    .split('\n')
    .filter((line) => /matmul/.test(line) && /kernel.*rows/.test(line));
  expect(products.map((line) => line.trim().replace(/^.*: /, ''))).toMatchInlineSnapshot(`
    [
      "float32[batch, 4] = matmul %memory.0.forward.last.final, %decoder.0.forward.kernel.rows0",
      "float32[time, batch, 4] = matmul %x.steps, %decoder.0.forward.kernel.rows1",
    ]
  `);
  expect(printGraph(lifted)).not.toMatch(/concat|context/);
});

/** Decoders over a repeated value: what stands between, what is joined, which parts are asked for. */
const decoders = fc
  .record({
    along: fc.boolean(),
    layers: fc.array(fc.constantFrom('dense', 'norm', 'activation', 'dropout'), { maxLength: 2 }),
    joined: fc.boolean(),
    direction: fc.constantFrom('forward', 'forward', 'backward', 'bidirectional'),
    cell: fc.constantFrom('gru', 'lstm', 'rnn'),
    part: fc.constantFrom('decoder', 'decoder.last', 'decoder.mean', 'decoder.max'),
    initial: fc.boolean(),
    mask: fc.boolean(),
    batch: fc.integer({ min: 1, max: 3 }),
    time: fc.integer({ min: 1, max: 4 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map((m) => {
    const between = m.layers.map((kind, i) => {
      const input = i === 0 ? 'context' : `between${i - 1}`;
      const form = {
        dense: `{type: dense, input: ${input}, units: 4, activation: tanh}`,
        norm: `{type: equations, inputs: {a: ${input}, b: memory.last}, equations: "c = layer_norm(a, epsilon=0.1) * b", output: "[c, a] * 0.5"}`,
        activation: `{type: activation, input: ${input}, function: softmax}`,
        dropout: `{type: dropout, input: ${input}, rate: 0.25}`,
      }[kind];
      return `  between${i}: ${form}`;
    });
    // what joins a value of memory.last with one of its size
    const fits = m.layers.every(
      (kind, i) => kind !== 'norm' || m.layers.slice(0, i).every((k) => k === 'activation' || k === 'dropout'),
    );
    const top = between.length === 0 || !fits ? 'context' : `between${between.length - 1}`;
    const joins = m.joined && m.along;
    const masked = m.mask && m.along;
    const yaml = `name: decoders
inputs:
  x: {shape: [batch, time, 2]}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  context: {type: repeat, input: memory.last, ${m.along ? 'along: time' : 'times: 3'}}
${fits ? between.join('\n') : ''}
${joins ? `  both: {type: concat, inputs: [x, ${top}]}` : ''}
  decoder: {type: recurrent, input: ${joins ? 'both' : top}, cell: {${m.cell}: {units: 3}}, direction: ${m.direction}${m.initial && m.cell === 'gru' && m.direction === 'forward' ? ', initial: memory' : ''}${masked ? ', mask: {input: x, value: 7}' : ''}}
outputs: {y: ${m.part}, whole: decoder}
`;
    return { ...m, yaml, toString: () => yaml };
  });

test.each([
  ['times: 5, along: time', /leave out times for as many steps as inputs along time have, or along for always/],
  ['times: 5, along: tame', /leave out along: "tame" is the time axis of no input/],
])('%s: what to leave out', (steps, fix) => {
  expect(() => compile(decoder(steps))).toThrow(fix);
});

describe('random decoders', () => {
  test('optimised graphs give the same numbers, and gradients are the central differences', () => {
    fc.assert(
      fc.property(decoders, fc.constantFrom('inference', 'training'), ({ yaml, batch, time, seed }, variant) => {
        const graph = builtModel(yaml, variant as 'inference');
        expectSameNumbers(graph, runPasses(graph, portable, { fused: false }), { batch, time });
        const { graph: lossy, loss } = withLoss(runPasses(graph, portable, { fused: false }));
        const result = differentiated(lossy, loss, floatLeaves(lossy));
        const worst = worstDifference(result, randomFeeds(result, { batch, time }, seed), seed, 0);
        expect(worst?.error ?? 0, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: Number(process.env.RUNS ?? 14), seed: 20_261_128 },
    );
  }, 120_000);

  test("kernels give the evaluator's numbers, rolled and unrolled", async () => {
    await fc.assert(
      fc.asyncProperty(decoders, fc.boolean(), async ({ yaml, batch, time, seed }, unrolled) => {
        const compiled = compile(yaml, unrolled && !yaml.includes('times: 3') ? { unroll: time } : {});
        const graph = builtModel(yaml);
        const { inputs, weights, sizes } = randomFeeds(graph, { batch, time }, seed);
        const model = await load(compiled, {
          weights: new Map(
            [...weights].map(([path, { shape, data }]) => [path, { shape, data: Float32Array.from(data) }]),
          ),
        });
        const fed = Object.fromEntries(
          [...inputs].flatMap(([name, { dtype, shape, data }]) =>
            name.startsWith('decoder.') || name.startsWith('memory.')
              ? []
              : [[name, { shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) }]],
          ),
        );
        const start = new Map(
          [...inputs].map(([name, t]) => [
            name,
            name.startsWith('decoder.') || name.startsWith('memory.') ? { ...t, data: t.data.fill(0) } : t,
          ]),
        );
        const expected = evaluateGraph(graph, { inputs: start, weights, sizes }).outputs;
        const found = model.run(fed);
        for (const [name, { shape, data }] of expected) {
          expect(found[name]?.shape, name).toEqual(shape);
          for (const [i, x] of data.entries()) expect(found[name]?.data[i], `${name}[${i}]`).toBeCloseTo(x, 4);
        }
        model.dispose();
      }),
      { numRuns: Number(process.env.RUNS ?? 6), seed: 20_261_129 },
    );
  }, 120_000);
});

test('a session over the steps of a decoder reads the same value at every step', async () => {
  const model = await load(
    compile(`inputs:
  past: {shape: [batch, time, 1]}
  plan: {shape: [batch, ahead, 2]}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 3}}}
  context: {type: repeat, input: memory.last, along: ahead}
  both: {type: concat, inputs: [context, plan]}
  decoder: {type: recurrent, input: both, cell: {gru: {units: 3}}}
outputs: {y: decoder, context: context}
`),
  );
  const past = [[[1], [0.5], [-1]]];
  const plan = [
    [
      [1, 0],
      [0, 1],
      [1, 1],
      [-1, 2],
    ],
  ];
  const whole = model.run({ past, plan });
  const session = model.session({ feeds: { past }, over: 'ahead' });
  const steps = (plan[0] ?? []).map((step) => session.step({ plan: Float32Array.from(step) }));
  for (const name of ['y', 'context'])
    expect(steps.flatMap((outputs) => [...(outputs[name]?.data ?? [])])).toEqual([...(whole[name]?.data ?? [])]);
  session.dispose();
  model.dispose();
});

test('a decoder that only reads a repeated value learns to forecast, from training to forecast', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => ({ v: 10 + 3 * Math.sin((i * Math.PI) / 4) }));
  const trained = await compile(
    `name: ahead
parameters: {horizon: 4}
inputs: {past: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 8}}}
  context: {type: repeat, input: memory.last, times: horizon}
  decoder: {type: recurrent, input: context, cell: {gru: {units: 8}}}
  value: {type: dense, input: decoder, units: 1}
outputs: {value: value}
data:
  source: rows.csv
  windows: {width: 8, horizon: horizon}
  feeds: {past: {columns: [v]}, target: {columns: [v], part: horizon}}
training: {rate: 0.02, epochs: 12, batch: 16}
`,
  ).train({ files: memorySources({ 'rows.csv': `v\n${rows.map(({ v }) => v).join('\n')}\n` }) });
  const model = await load(trained.model.toBytes());
  const { rows: forecast } = model.forecast(rows);
  expect(forecast).toHaveLength(4);
  for (const [i, row] of forecast.entries())
    expect(Math.abs(Number(row.v) - 10 - 3 * Math.sin(((120 + i) * Math.PI) / 4))).toBeLessThan(1);
  model.dispose();
});

test('the resolved model says the steps, and gives the same graph', () => {
  for (const steps of ['times: 2 + 3', 'along: time']) {
    const { spec } = read(decoder(steps));
    if (spec === null) throw new Error('no spec');
    const resolved = resolvedSpecText(spec, decoder(steps));
    expect(printGraph(compile(resolved).graphs.inference)).toBe(printGraph(compile(decoder(steps)).graphs.inference));
  }
});
