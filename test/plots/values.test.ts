import { expect, test } from 'vitest';
import { compile, RnncError, trace } from '../../src/index.ts';
import { drawPlot, plotValues, plotWeights } from '../../src/pictures.ts';
import { drawnNumbers, gaps, tree, unbalanced, wave, wide } from './given.ts';

test('values are those of the trace, at every step of the row', () => {
  const model = compile(gaps);
  const feeds = { x: { data: wave(2, 7, 2), shape: [2, 7, 2] }, 'time.lengths': [7, 4] };
  const of = ['memory.r', "memory.h'", 'memory', 'next'];
  for (const row of [1, 2]) {
    const { panels, rows } = plotValues(model, feeds, { of, row });
    expect(rows).toBe(2);
    expect(panels.map(({ path }) => path)).toEqual([
      'memory.0.forward.step.r',
      'memory.0.backward.step.r',
      "memory.0.forward.step.h'",
      "memory.0.backward.step.h'",
      'memory',
      'next',
    ]);
    const told = trace(model, feeds, { row });
    for (const { path, steps, units } of panels) {
      expect(steps.map(({ step }) => step)).toEqual(row === 1 ? [1, 2, 3, 4, 5, 6, 7] : [1, 2, 3, 4]);
      for (const { step, values } of steps) {
        const expected = told.blocks
          .filter((block) => block.step === step)
          .flatMap((block) => block.units.flatMap((unit) => unit.values.filter((value) => value.path === path)));
        expect(
          expected.map(({ data }) => data),
          `${path} at ${step}`,
        ).toEqual(values === null ? [] : [values]);
        expect(values === null || values.length === units).toBe(true);
      }
    }
  }
});

test('steps that the mask of the layer leaves out have no values in its cells', () => {
  const x = wave(1, 5, 2);
  x.fill(0, 4, 6);
  const { panels } = plotValues(compile(gaps), { x: { data: x, shape: [1, 5, 2] } }, { of: ['memory.forward.z'] });
  expect(panels[0]?.steps.map(({ values }) => values === null)).toEqual([false, false, true, false, false]);
  expect(drawPlot({ kind: 'values', model: 'gaps', row: 1, rows: 1, panels })).toContain(
    'struck out: 1 step that the mask leaves out',
  );
});

test('nodes stand in the order in which they are computed', () => {
  const model = compile(tree);
  const feeds = { x: [[[1], [2], [3], [4]]], parse: [[-1, 0, 1, 0]] };
  const { panels } = plotValues(model, feeds, { of: ["encoder.h'"] });
  const order = trace(model, feeds, { layers: ['encoder'] }).blocks.flatMap(({ kind, step }) =>
    kind === 'node' ? [step] : [],
  );
  expect(panels[0]?.steps.map(({ step }) => step)).toEqual(order);
  expect(panels[0]?.over).toBe('nodes');
  expect(order.indexOf(0)).toBe(3);
});

const mistakes: readonly (readonly [name: string, code: string, text: RegExp])[] = [
  ['memory.0.forward.step.hh', 'plot-unknown', /did you mean "memory\.0\.forward\.step\.h/],
  ['memory.last', 'plot-shape', /one value for the whole sequence/],
];
test.each(mistakes)('%s is refused: %s', (name, code, text) => {
  const use = () => plotValues(compile(gaps), { x: { data: wave(1, 3, 2), shape: [1, 3, 2] } }, { of: [name] });
  expect(use).toThrow(RnncError);
  try {
    use();
  } catch (error) {
    const [diagnostic] = (error as RnncError).diagnostics;
    expect(diagnostic?.code).toBe(code);
    expect(JSON.stringify(diagnostic).replaceAll('\\"', '"')).toMatch(text);
  }
});

test('what a node reads of its children is refused, with what it makes itself', () => {
  const feeds = { x: [[[1], [2]]], parse: [[-1, 0]] };
  expect(() => plotValues(compile(tree), feeds, { of: ['encoder.0.up.step.h'] })).toThrow(/no vector at every step/);
});

test('fifty steps of 256 units: less than 200 kB in every kind, equal for equal input, and well-formed', () => {
  const model = compile(wide);
  const feeds = { x: { data: wave(1, 50, 3), shape: [1, 50, 3] } };
  const plot = plotValues(model, feeds, { of: ['memory.z', "memory.h'"] });
  const noise = {
    ...plot,
    panels: plot.panels.map((panel, p) => ({
      ...panel,
      steps: panel.steps.map((step, t) => ({
        ...step,
        values: Array.from({ length: 256 }, (_, u) => Math.sin((1 + p + t * 257 + u) ** 2)),
      })),
    })),
  };
  for (const kind of ['heat', 'lines'] as const)
    for (const drawn of [plot, noise]) {
      const svg = drawPlot(drawn, { kind });
      expect(svg.length, kind).toBeLessThan(200_000);
      expect(unbalanced(svg)).toEqual([]);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|<script/);
      expect(drawPlot(structuredClone(drawn), { kind })).toBe(svg);
    }
  expect(drawPlot(plot)).toContain('a cell is the mean of 2 neighbouring units');
});

test('a colour stands for the number of its cell', () => {
  const values = [
    [0, 1, 0.5],
    [0.25, 0.75, 1],
  ];
  const panel = {
    path: 'a.b',
    text: '',
    over: 'steps',
    axis: 'time',
    order: 'forward',
    units: 3,
    steps: values.map((numbers, i) => ({ step: i + 1, token: null, values: numbers })),
  } as const;
  const drawn = (numbers: typeof panel.steps): readonly (readonly number[])[] =>
    drawnNumbers(drawPlot({ kind: 'values', model: 'm', row: 1, rows: 1, panels: [{ ...panel, steps: numbers }] }));
  expect(drawn(panel.steps)).toEqual([
    [0, 31, 16],
    [8, 24, 31],
  ]);
  const signed = panel.steps.map((step) => ({ ...step, values: step.values.map((x) => 2 * x - 1) }));
  expect(drawn(signed)).toEqual([
    [0, 32, 16],
    [8, 24, 32],
  ]);
});

test('no number of a panel is finite, a single step, no variation: still a picture', () => {
  const panel = { path: 'a', text: '', over: 'steps', axis: 'time', order: 'any', units: 2 } as const;
  const cases = [
    [[Number.NaN, Number.POSITIVE_INFINITY]],
    [[0, 0]],
    [[-1e-300, 1e300]],
    [
      [5, 5],
      [5, 5],
    ],
  ];
  for (const each of cases)
    for (const kind of ['heat', 'lines'] as const) {
      const steps = each.map((values, i) => ({ step: i + 1, token: 'a<&"\u0000', values }));
      const svg = drawPlot({ kind: 'values', model: 'm', row: 1, rows: 1, panels: [{ ...panel, steps }] }, { kind });
      expect(unbalanced(svg)).toEqual([]);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
});

test('weights: what their histograms say is true of them', () => {
  const model = compile(gaps);
  const { panels, state } = plotWeights(model, 'memory.forward.bias');
  expect(state).toBe('initial');
  expect(panels).toEqual([
    {
      path: 'memory.0.forward.bias',
      shape: [12],
      count: 12,
      mean: 0,
      deviation: 0,
      least: 0,
      most: 0,
      zeros: 12,
      bins: [{ from: 0, to: 0, count: 12 }],
    },
  ]);
  const all = plotWeights(model, 'memory');
  expect(all.panels.length).toBe(8);
  for (const { bins, count, least, most, mean } of all.panels) {
    expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(count);
    expect([bins[0]?.from, bins.at(-1)?.to]).toEqual([least, most]);
    expect(mean).toBeGreaterThanOrEqual(least);
    expect(mean).toBeLessThanOrEqual(most);
  }
  const svg = drawPlot(all);
  expect(unbalanced(svg)).toEqual([]);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(() => plotWeights(model, 'memry')).toThrow(/no layer, and no weight in one, is called "memry"/);
});
