import { describe, expect, test } from 'vitest';
import { type NamedBuild, namedGraph } from '../../compiler/compile.ts';
import { at } from '../../compiler/diagnostics/invariants.ts';
import { Rewriter } from '../../compiler/graph/rewrite.ts';
import { evaluateShape } from '../../compiler/ir/dim.ts';
import type { ValueId } from '../../compiler/ir/types.ts';
import { elementCount } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, type Feeds, RnncError } from '../../src/index.ts';
import { drawPlot, type GradientPlotOptions, plotGradients } from '../../src/pictures.ts';
import { gradientsBy, unrolledSteps, type Wanted } from '../../src/plots/gradient-graph.ts';
import { type FedSample, feedSample, namedValues } from '../../src/trace/named-values.ts';
import { tracedModel } from '../../src/trace/trace-model.ts';
import { gaps, sentence, tree, unbalanced, wave } from './given.ts';

const model = (cell: string, training = ''): string => `
name: small
inputs: {x: {shape: [batch, time, 2]}}
layers:
  memory: {type: recurrent, input: x, cell: {${cell}}}
  next: {type: dense, input: memory, units: 2, activation: tanh}
outputs: {next: next}
${training}`;
const losses = 'training: {losses: [{type: mse, output: next, target: y}]}';
const series = (batch: number, steps: number) => ({ data: wave(batch, steps, 2), shape: [batch, steps, 2] });

/** Central differences of the loss by the numbers of a value in the unrolled graph, wherever it is read. */
function differences(named: NamedBuild, sample: FedSample, wanted: Wanted, value: ValueId): Float64Array {
  const { graph, name, inputs } = unrolledSteps(named, sample, wanted);
  const shape = evaluateShape(graph.values[value]?.type.shape ?? [], sample.sizes);
  const rewriter = new Rewriter(graph, (node, r) => {
    if (!node.outputs.includes(value)) return false;
    r.copy(node);
    r.set(value, r.builder.emit('add', [r.get(value), moved], {}, { path: 'moved', span: null }));
    return true;
  });
  const moved = rewriter.builder.value('moved', at(graph.values, value).type);
  const made = rewriter.run();
  const input = {
    role: 'feed',
    name: 'moved',
    value: moved,
    limit: null,
    origin: { path: 'moved', span: null },
  } as const;
  const full = {
    ...made,
    inputs: [...made.inputs, input],
    values: rewriter.builder.values,
    nodes: rewriter.builder.nodes,
    outputs: made.outputs.filter((output) => output.name === name),
  };
  const lossAt = (entry: number, by: number): number => {
    const data = new Float64Array(elementCount(shape));
    data[entry] = by;
    const fed = new Map([...inputs, ['moved', { dtype: 'float32', shape, data } as const]]);
    return (
      evaluateGraph(full, { inputs: fed, weights: sample.weights, sizes: sample.sizes }).outputs.get(name)?.data[0] ??
      Number.NaN
    );
  };
  const width = 1e-5;
  return Float64Array.from(
    { length: elementCount(shape) },
    (_, i) => (lossAt(i, width) - lossAt(i, -width)) / (2 * width),
  );
}

const cases: readonly (readonly [name: string, yaml: string, feeds: Feeds, paths: readonly string[], row: number])[] = [
  ['a tanh cell', model('rnn: {units: 3}'), { x: series(1, 4) }, ["memory.0.forward.step.h'"], 1],
  [
    'both states of an LSTM, a shorter row',
    model('lstm: {units: 2}'),
    { x: series(2, 4), 'time.lengths': [4, 3] },
    ["memory.0.forward.step.c'", "memory.0.forward.step.h'"],
    2,
  ],
  ['a gate', model('lstm: {units: 2}'), { x: series(1, 3) }, ['memory.0.forward.step.f'], 1],
  ['both directions', gaps, { x: series(1, 3) }, ["memory.0.forward.step.h'", "memory.0.backward.step.h'"], 1],
  [
    'nodes of two trees',
    tree,
    {
      x: [
        [[1], [2], [3], [4]],
        [[5], [6], [7], [8]],
      ],
      parse: [
        [-1, 0, 1, 0],
        [-1, 0, 0, 2],
      ],
    },
    ["encoder.0.up.step.h'"],
    2,
  ],
  [
    'a sequence that is read before its tree',
    sentence,
    {
      x: [
        [[1], [2], [3], [4]],
        [[5], [6], [7]],
      ],
      parse: [
        [-1, 0, 1, 0],
        [1, -1, 1],
      ],
    },
    ["words.0.forward.step.h'", "encoder.0.up.step.h'"],
    2,
  ],
];
describe.each(cases)('%s', (_, yaml, feeds, paths, row) => {
  test('gradients are central differences', () => {
    const { compiled } = tracedModel(compile(yaml));
    const output = at(compiled.spec.outputs, 0).reference;
    const named = namedGraph(compiled, { objective: null, output });
    const sample = feedSample(named.graph, compiled, new Map(), feeds, { row, nan: 'error', call: 'test' });
    const path = [output.target, ...output.path].join('.');
    const axis = named.axes.get(path) ?? null;
    const wanted = { paths, summed: { path, step: axis === null ? null : sample.stepsOf(axis) - 1 } };
    const { of } = gradientsBy(named, sample, wanted);
    for (const [name, steps] of unrolledSteps(named, sample, wanted).steps)
      for (const [step, id] of steps.entries()) {
        const found = of.get(name)?.[step] ?? null;
        const expected = differences(named, sample, wanted, id);
        for (const [i, slope] of expected.entries())
          expect(found?.[i] ?? 0, `${name} at ${step}`).toBeCloseTo(slope, 8);
      }
    // what is told of every step is what was compared
    const plot = plotGradients(compile(yaml), feeds, { of: paths, row });
    expect(plot.series.map((line) => line.path)).toEqual(paths);
    for (const line of plot.series.filter((each) => !each.path.includes('.up.')))
      for (const [k, { norm, step }] of line.steps.entries()) {
        expect(norm).toBeCloseTo(Math.hypot(...(of.get(line.path)?.[k] ?? [])), 12);
        expect(step).toBe(line.over === 'nodes' ? k : k + 1);
      }
  });
});

test('nodes have the gradients of their own rows: those of a leaf that nothing else reads are differences too', () => {
  const feeds = {
    x: [
      [[1], [2], [3], [4]],
      [[5], [6], [7], [8]],
    ],
    parse: [
      [-1, 0, 1, 0],
      [-1, 0, 0, 2],
    ],
  };
  const both = plotGradients(compile(tree), feeds, { row: 2 });
  const alone = plotGradients(compile(tree), { x: [[[5], [6], [7], [8]]], parse: [[-1, 0, 0, 2]] });
  const norms = (plot: typeof both) => plot.series[0]?.steps.map(({ step, norm }) => [step, norm]);
  expect(norms(both)).toEqual(norms(alone)?.map(([step, norm]) => [step, expect.closeTo(norm ?? 0, 12)]));
  expect(both.series[0]?.steps.every(({ norm }) => norm !== null && norm > 0)).toBe(true);
});

describe('the loss', () => {
  const yaml = model('gru: {units: 3}', losses);
  const y = { data: wave(1, 4, 2).map((v) => v / 2), shape: [1, 4, 2] };

  test('is that of training where its targets are fed, with its value', () => {
    const { losses: told, series: lines } = plotGradients(compile(yaml), { x: series(1, 4), y });
    const { at: value } = namedValues(
      tracedModel(compile(yaml)).compiled,
      new Map(),
      { x: series(1, 4) },
      { row: 1, nan: 'error', call: 'test' },
    );
    const squares = [0, 1, 2, 3].flatMap((step) =>
      [...value('next', step).data].map((v, i) => (v - (y.data[2 * step + i] ?? 0)) ** 2),
    );
    expect(told).toEqual([
      { model: 'small', loss: 'mse of next', value: expect.closeTo(squares.reduce((a, b) => a + b, 0) / 8, 7) },
    ]);
    expect(lines[0]?.steps.every(({ norm }) => norm !== null && norm > 0)).toBe(true);
  });

  test('is the sum of the last output where they are not, or are not asked for', () => {
    const text = 'sum of next at the last step';
    expect(plotGradients(compile(yaml), { x: series(1, 4) }).losses[0]?.loss).toBe(text);
    expect(plotGradients(compile(yaml), { x: series(1, 4), y }, { loss: 'output' }).losses[0]?.loss).toBe(text);
    // the gradient by the last state is that of the tanh layer alone
    const { series: lines } = plotGradients(compile(yaml), { x: series(1, 4) });
    expect(lines[0]?.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  });

  const mistakes: readonly (readonly [name: string, yaml: string, options: GradientPlotOptions, text: RegExp])[] = [
    ['no losses', model('gru: {units: 3}'), { loss: 'training' }, /names no losses/],
    ['no targets', yaml, { loss: 'training' }, /the input lacks "y"/],
    ['no such value', yaml, { of: ['memory.hh'] }, /nothing in the model is called "memory.hh"/],
    ['no value of a cell', yaml, { of: ['next'] }, /"next" is no value of a cell/],
    ['no such row', yaml, { row: 2 }, /no row 2/],
    [
      'no cells',
      'inputs: {x: {shape: [batch, time, 2]}}\nlayers: {next: {type: dense, input: x, units: 1}}\noutputs: {next: next}',
      {},
      /no cells/,
    ],
  ];
  test.each(mistakes)('%s', (_, text, options, message) => {
    const use = () => plotGradients(compile(text), { x: series(1, 4) }, options);
    expect(use).toThrow(RnncError);
    expect(use).toThrow(message);
  });
});

test('layers that go over the same nodes in different orders are drawn over the same axis', () => {
  const plot = plotGradients(compile(sentence), { x: [[[5], [6], [7]]], parse: [[1, -1, 1]] });
  const [words, , encoder] = plot.series;
  expect(words?.steps.map(({ step }) => step)).toEqual([0, 1, 2]);
  expect(encoder?.steps.map(({ step }) => step)).toEqual([0, 2, 1]);
  const svg = drawPlot(plot);
  expect(svg).toContain('in the order of words.0.forward<');
  const sorted = {
    ...plot,
    series: plot.series.map((line) => ({ ...line, steps: line.steps.toSorted((a, b) => a.step - b.step) })),
  };
  const linesOf = (text: string): readonly string[] => text.match(/<polyline class="line[^>]*>/g) ?? [];
  expect(linesOf(svg)).toHaveLength(3);
  expect(linesOf(drawPlot(sorted))).toEqual(linesOf(svg));
});

test('masked steps have no gradient, and a zero is told and not drawn', () => {
  const x = wave(1, 5, 2);
  x.fill(0, 4, 6);
  const plot = plotGradients(compile(gaps), { x: { data: x, shape: [1, 5, 2] } });
  expect(plot.series[0]?.steps.map(({ norm }) => norm === null)).toEqual([false, false, true, false, false]);
  // the last output of the direction that reads backward needs its first step alone, which is the last of the row
  expect(plot.series[1]?.steps.map(({ norm }) => norm === 0)).toEqual([true, true, false, true, false]);
  const svg = drawPlot(plot);
  expect(svg).toContain('0 at 3 steps, not drawn');
  expect(unbalanced(svg)).toEqual([]);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test('a tanh RNN forgets where an LSTM with an open forget gate does not, in one picture', () => {
  const models = {
    rnn: compile(model('tf1.basic_rnn: {units: 8}', losses)),
    lstm: compile(model('tf1.basic_lstm: {units: 8, forget_bias: 5}')),
  };
  const plot = plotGradients(models, { x: series(1, 50) });
  expect(plot.series.map((line) => [line.model, line.path])).toEqual([
    ['rnn', "memory.0.forward.step.h'"],
    ['lstm', "memory.0.forward.step.c'"],
    ['lstm', "memory.0.forward.step.h'"],
  ]);
  const kept = plot.series.map(({ steps }) => (steps[0]?.norm ?? 0) / (steps.at(-1)?.norm ?? 1));
  expect(kept[0]).toBeLessThan(1e-4);
  expect(kept[1]).toBeGreaterThan(0.1);
  const svg = drawPlot(plot);
  expect(drawPlot(structuredClone(plot))).toBe(svg);
  expect(svg.length).toBeLessThan(200_000);
  expect(unbalanced(svg)).toEqual([]);
  expect(() => plotGradients({ ...models, other: compile(tree) }, { x: series(1, 5) })).toThrow(/model "other": /);
  // a target of one of them is no mistake for the others
  const fed = plotGradients(models, { x: series(1, 3), y: series(1, 3) });
  expect(fed.losses.map(({ loss }) => loss)).toEqual(['mse of next', 'sum of next at the last step']);
});
