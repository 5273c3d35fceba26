import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { segmentTime } from '../../compiler/graph/segments.ts';
import { printDim } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { codeOf, type Feeds, runProgram } from '../fuse/run.ts';
import { numbers, randomFeeds } from '../passes/equal.ts';
import { exactly, expectAgreement, generatedKernels, stockKernels } from '../random/agreement.ts';
import { wideModel } from '../random/cells.ts';
import { randomModel } from '../random/model.ts';
import { runStock } from '../random/stock.ts';
import { builtModel } from './built.ts';
import { objectiveGradients } from './objective-graph.ts';

const RUNS = Number(process.env.RUNS ?? 0);

/** The second axis of a feed is time. */
const isSequence = (graph: Graph, name: string): boolean => {
  const input = graph.inputs.find((i) => i.name === name);
  const second = input === undefined ? undefined : graph.values[input.value]?.type.shape[1];
  return second !== undefined && printDim(second) === 'time';
};

/** How the model says which steps count. */
type Way = 'numbers' | 'tokens' | 'column' | 'value' | 'layer';
const ways: readonly Way[] = ['numbers', 'tokens', 'column', 'value', 'layer'];
const VALUE = 0;

/** The model with a mask at every layer over time. */
function withMask(yaml: string, way: Way): string {
  const input = {
    numbers: '  m: {shape: [batch, time]}\n',
    tokens: '  m: {shape: [batch, time], dtype: int32}\n',
    column: '  m: {shape: [batch, time, 1]}\n',
    value: '',
    layer: '  m: {shape: [batch, time]}\n',
  }[way];
  const layer =
    way === 'layer'
      ? '  there: {type: equations, inputs: {m: m}, equations: present = m > 0.5, output: present}\n'
      : '';
  const mask = { numbers: 'm', tokens: 'm', column: 'm', value: `{input: x, value: ${VALUE}}`, layer: 'there' }[way];
  return yaml
    .replace('\ninputs:\n', `\ninputs:\n${input}`)
    .replace('\nlayers:\n', `\nlayers:\n${layer}`)
    .replaceAll(/\{type: (recurrent|last|mean|max),/g, `{type: $1, mask: ${mask},`);
}

interface Given {
  readonly feeds: Feeds;
  /** Of each row the steps that count. */
  readonly kept: readonly (readonly number[])[];
}

/** Feeds in float32 with random masks. What is fed at a step that doesn't count is NaN, or the mask's value where it has one; targets are 0 there. */
function maskedFeeds(
  graph: Graph,
  sizes: { batch: number; time: number },
  way: Way,
  ragged: boolean,
  seed: number,
): Given {
  const { batch, time } = sizes;
  const drawn = randomFeeds(graph, sizes, seed);
  const next = numbers(seed + 7);
  const inputs = new Map(
    [...drawn.inputs].map(([name, t]) => [name, t.dtype === 'float32' ? { ...t, data: t.data.map(Math.fround) } : t]),
  );
  if (!ragged) inputs.delete('time.lengths');
  const lengths = inputs.get('time.lengths')?.data ?? new Float64Array(batch).fill(time);
  // some rows have no step that counts, some begin with one that doesn't
  const kept = Array.from({ length: batch }, (_, b) => {
    const share = next();
    return Array.from({ length: time }, (_, t) => t).filter((t) => next() > share && t < (lengths[b] ?? 0));
  });
  // beyond the lengths the mask says anything
  const says = Array.from({ length: batch * time }, (_, i) => {
    const [b, t] = [Math.floor(i / time), i % time];
    return t >= (lengths[b] ?? 0) ? Number(next() > 0) : Number(kept[b]?.includes(t));
  });
  for (const [name, tensor] of inputs) {
    if (!isSequence(graph, name)) continue;
    const data = tensor.data.slice();
    const width = data.length / Math.max(1, batch * time);
    const there = name === 'x' ? (way === 'value' ? VALUE : Number.NaN) : 0;
    kept.forEach((steps, b) => {
      for (let t = 0; t < time; t++) {
        const from = (b * time + t) * width;
        if (!steps.includes(t)) data.fill(there, from, from + width);
        if (name === 'm') data[from] = says[b * time + t] ?? 0;
      }
    });
    inputs.set(name, { ...tensor, data, dtype: name === 'm' && way === 'tokens' ? 'int32' : tensor.dtype });
  }
  const weights = new Map([...drawn.weights].map(([path, t]) => [path, { ...t, data: t.data.map(Math.fround) }]));
  return { feeds: { inputs, weights, sizes: drawn.sizes }, kept };
}

/** The feeds of one row with the steps alone that count. */
function ofRow(graph: Graph, { feeds, kept }: Given, row: number): Feeds {
  const steps = kept[row] ?? [];
  const { time = 0, batch = 1 } = feeds.sizes;
  const inputs = new Map(
    [...feeds.inputs]
      .filter(([name]) => name !== 'time.lengths')
      .map(([name, t]) => {
        const perRow = t.data.length / batch;
        const own = t.data.slice(row * perRow, (row + 1) * perRow);
        if (!isSequence(graph, name)) return [name, { ...t, shape: [1, ...t.shape.slice(1)], data: own }] as const;
        const width = time === 0 ? 0 : perRow / time;
        const data = Float64Array.from(steps.flatMap((s) => [...own.subarray(s * width, (s + 1) * width)]));
        return [name, { ...t, shape: [1, steps.length, ...t.shape.slice(2)], data }] as const;
      }),
  );
  return { ...feeds, inputs, sizes: { ...feeds.sizes, batch: 1, time: steps.length } };
}

const close = (x: number, y: number, scale: number): boolean => Object.is(x, y) || Math.abs(x - y) / scale <= 1e-9;

/** Every output of a batch: at the steps that count those of the row without the others, elsewhere zeros or the output before. */
function expectRows(graph: Graph, given: Given, padding: (name: string) => 'zero' | 'previous' | null): void {
  const together = evaluateGraph(graph, given.feeds);
  const { batch = 1 } = given.feeds.sizes;
  for (let b = 0; b < batch; b++) {
    const alone = evaluateGraph(graph, ofRow(graph, given, b));
    const steps = given.kept[b] ?? [];
    for (const kind of ['outputs', 'finals'] as const)
      for (const [name, whole] of together[kind]) {
        const own = alone[kind].get(name);
        if (own === undefined) throw new Error(`no ${name}`);
        const perRow = whole.data.length / batch;
        const row = whole.data.subarray(b * perRow, (b + 1) * perRow);
        const sequence =
          kind === 'outputs' &&
          printDim(graph.values[graph.outputs.find((o) => o.name === name)?.value ?? -1]?.type.shape[1] ?? {}) ===
            'time';
        if (!sequence) {
          own.data.forEach((x, i) => {
            if (!close(x, row[i] ?? Number.NaN, Math.max(1, Math.abs(x))))
              throw new Error(`${name}[${b}, ${i}]: ${row[i]} for ${x}`);
          });
          continue;
        }
        const time = whole.shape[1] ?? 0;
        const width = time === 0 ? 0 : perRow / time;
        const rule = padding(name);
        for (let t = 0; t < time; t++) {
          const nth = steps.indexOf(t);
          if (nth < 0 && rule === null) continue;
          const before = rule === 'previous' ? steps.filter((s) => s < t).length - 1 : -1;
          const from = nth >= 0 ? nth : before;
          for (let i = 0; i < width; i++) {
            const expected = from < 0 ? 0 : (own.data[from * width + i] ?? Number.NaN);
            const found = row[t * width + i] ?? Number.NaN;
            if (!close(expected, found, Math.max(1, Math.abs(expected))))
              throw new Error(`${name}[${b}, ${t}, ${i}]: ${found} for ${expected}`);
          }
        }
      }
  }
}

describe('a step that a mask leaves out is as if it were not there', () => {
  test('random models: outputs and final states are those of the other steps alone', () => {
    const models = randomModel.filter(({ yaml }) => !yaml.includes('float(step)'));
    fc.assert(
      fc.property(models, fc.constantFrom(...ways), fc.boolean(), (model, way, previous) => {
        const forward = !model.yaml.includes('direction:');
        const masked = withMask(model.yaml, way);
        const keeps = previous && forward && !masked.includes('depth:');
        const yaml = keeps ? masked.replace('{type: recurrent,', '{type: recurrent, padding: previous,') : masked;
        const graph = builtModel(yaml);
        const given = maskedFeeds(graph, model, way, model.ragged, model.seed);
        // what is made of a step alone is not masked
        expectRows(graph, given, (name) =>
          name === 'head' ? null : name === 'sequence' && keeps ? 'previous' : 'zero',
        );
      }),
      { numRuns: RUNS > 0 ? RUNS : 60, seed: 20_261_501 },
    );
  }, 600_000);

  const wide = (work: number) =>
    wideModel({ work, smooth: true, odd: false }).filter(
      (m) => !m.noisy && m.time > 0 && !m.yaml.includes('float(step)') && !m.yaml.includes('head: {type: dense'),
    );

  test('random wide cells: loss and gradients are those of the other steps alone, with NaN at the steps left out', () => {
    fc.assert(
      fc.property(wide(2e4), fc.constantFrom(...ways), (model, way) => {
        const { plain } = objectiveGradients(withMask(model.yaml, way));
        const given = maskedFeeds(plain, model, way, model.ragged, model.seed);
        const sums = new Map<string, Float64Array>();
        given.kept.forEach((_, b) => {
          for (const [name, { data }] of evaluateGraph(plain, ofRow(plain, given, b)).outputs) {
            const sum = sums.get(name);
            sums.set(name, sum === undefined ? data : sum.map((x, i) => x + (data[i] ?? 0)));
          }
        });
        for (const [name, { data }] of evaluateGraph(plain, given.feeds).outputs) {
          const sum = sums.get(name) ?? new Float64Array();
          const scale = sum.reduce((m, x) => Math.max(m, Math.abs(x)), 1e-3);
          data.forEach((x, i) => {
            if (!(Math.abs(x - (sum[i] ?? Number.NaN)) / scale <= 1e-9))
              throw new Error(`${name}[${i}]: ${x} in a batch, ${sum[i]} in sum`);
          });
        }
      }),
      { numRuns: RUNS > 0 ? RUNS : 15, seed: 20_261_502 },
    );
  }, 600_000);

  test('random wide cells: kernels give the gradients of the evaluator, with NaN at the steps left out', async () => {
    await fc.assert(
      fc.asyncProperty(wide(4e4), fc.constantFrom(...ways), async (model, way) => {
        const { plain, lowered } = objectiveGradients(withMask(model.yaml, way));
        const { feeds } = maskedFeeds(plain, model, way, model.ragged, model.seed);
        await expectKernels(plain, lowered, feeds, model.seed, !model.ragged);
      }),
      { numRuns: RUNS > 0 ? RUNS : 8, seed: 20_261_503 },
    );
  }, 600_000);
});

async function expectKernels(
  plain: Graph,
  lowered: Graph,
  feeds: Feeds,
  seed: number,
  fullLength: boolean,
  remat = false,
): Promise<void> {
  const exact: ReadonlyMap<string, Tensor64> = exactly(plain, feeds);
  for (const [name, { data }] of exact)
    if (!data.every(Number.isFinite)) throw new Error(`${name} is not finite in float64`);
  const { segments, steps } = segmentTime(feeds.sizes.time ?? 1);
  const sizes = remat ? { ...feeds.sizes, 'time.segments': segments, 'time.steps': steps } : feeds.sizes;
  const generated = runProgram(codeOf(lowerGraph(lowered, { fullLength, unroll: null })), { ...feeds, sizes });
  const found = new Map([
    [generatedKernels, new Map([...generated].map(([key, { data }]) => [key, data]))],
    ...(remat ? [] : ([[stockKernels, await runStock(lowered, feeds)]] as const)),
  ]);
  expect(expectAgreement({ graph: lowered, feeds: { ...feeds, sizes }, exact, found, tolerance: 1e-4, seed })).toBe(
    true,
  );
}

/** Layers with weights below the masked ones, where no mask is written. */
const below = (layers: string, output: string, training = ''): string => `name: below
inputs:
  x: {shape: [batch, time, 3]}
  m: {shape: [batch, time]}${layers.includes('other') ? '\n  other: {shape: [batch, time]}' : ''}
layers:
${layers}
outputs: {y: ${output}}
training: {losses: [{type: mse, output: ${output}, target: wanted}], optimizer: sgd${training}}
`;
const masked = 'cell: {gru: {units: 4}}, mask: m';
const finite: { readonly [name: string]: string } = {
  'a dense layer': below(`  d: {type: dense, input: x, units: 3}\n  f: {type: recurrent, input: d, ${masked}}`, 'f'),
  'layers with slopes that are not finite at 0': below(
    `  d: {type: dense, input: x, units: 3, bias: false}
  s: {type: activation, input: d, function: abs}
  l: {type: activation, input: s, function: sqrt}
  e: {type: equations, inputs: {l: l}, weights: {k: {shape: [3, 3]}}, equations: z = (l / sum(square(l))) @ k, output: z}
  f: {type: recurrent, input: e, ${masked}}`,
    'f',
  ),
  'one layer that two others read, each with a mask of its own': below(
    `  d: {type: dense, input: x, units: 4}
  a: {type: recurrent, input: d, ${masked}}
  b: {type: recurrent, input: d, cell: {lstm: {units: 4}}, mask: other, direction: backward}
  f: {type: concat, inputs: [a.last, b.last]}`,
    'f',
  ),
  'a mean': below(
    `  d: {type: dense, input: x, units: 3, activation: tanh}\n  f: {type: mean, input: d, mask: m}`,
    'f',
  ),
  'the last step': below(
    `  d: {type: dense, input: x, units: 3, activation: tanh}\n  f: {type: last, input: d, mask: m}`,
    'f',
  ),
  'a residual stack, recomputed in segments': below(
    `  f: {type: recurrent, input: x, cell: {gru: {units: 3}}, depth: 2, wrap: [residual], direction: bidirectional, merge: sum, mask: m}`,
    'f',
    ', remat: true',
  ),
};

describe('NaN at a step that a mask leaves out reaches no gradient of a layer below', () => {
  test.each(Object.entries(finite))('%s', async (_, yaml) => {
    const remat = yaml.includes('remat');
    const { plain, lowered } = objectiveGradients(yaml, { remat });
    const sizes = { batch: 4, time: 6 };
    const { feeds, kept } = maskedFeeds(plain, sizes, 'numbers', true, 3);
    const one = feeds.inputs.get('other');
    // both masks leave these steps out
    const other =
      one === undefined
        ? undefined
        : { ...one, data: one.data.map((_, i) => Number(kept[Math.floor(i / 6)]?.includes(i % 6))) };
    const inputs = new Map([...feeds.inputs, ...(other === undefined ? [] : [['other', other] as const])]);
    await expectKernels(plain, lowered, { ...feeds, inputs }, 1, false, remat);
  });
});
