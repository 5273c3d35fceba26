/** Plots of every kind with what is hard to draw: one number and very many, long names, words, numbers of any size and none at all. */
import type { GradientPlot, Plot, ValuePanel, WeightPlot } from '../../src/plots/plot-data.ts';

const LONG = 'a_name_of_sixty_characters_that_nobody_would_like_to_read_ab';
const WORDS = ['The', 'WWWWWWWWWWWWWWWWWWWWWWW', 'a<b&c', ' ', '\n', '汉字', 'jumps', '', 'over', 'unbelievably_long'];

type Fill = (step: number, unit: number) => number;
interface Extra extends Partial<ValuePanel> {
  readonly words?: boolean;
  readonly masked?: (step: number) => boolean;
}

function panel(steps: number, units: number, fill: Fill, { words = false, masked, ...rest }: Extra = {}): ValuePanel {
  return {
    path: "memory.0.forward.step.h'",
    text: "h' = o * tanh(c')",
    over: 'steps',
    axis: 'time',
    order: 'forward',
    units,
    steps: Array.from({ length: steps }, (_, t) => ({
      step: rest.over === 'nodes' ? t : t + 1,
      token: words ? (WORDS[t % WORDS.length] ?? '') : null,
      values: masked?.(t) === true ? null : Array.from({ length: units }, (_, u) => fill(t, u)),
    })),
    ...rest,
  };
}
const values = (...panels: readonly ValuePanel[]): Plot => ({ kind: 'values', model: 'm', row: 1, rows: 3, panels });

export const wavy: Fill = (t, u) => Math.sin(t / 5 + u / 3);
const noise: Fill = (t, u) => Math.sin((t * 513 + u + 1) ** 2);
const names = { path: `${LONG}.0.forward.step.${LONG}'`, text: `${LONG}' = ${LONG} * tanh(${LONG})`, axis: LONG };

export const valuePlots: readonly (readonly [string, Plot])[] = [
  ...[1, 5, 50, 500].flatMap((steps) =>
    [1, 3, 128].map((units) => [`${steps} steps of ${units} units`, values(panel(steps, units, wavy))] as const),
  ),
  ['500 steps of 512 units, all different', values(panel(500, 512, noise))],
  ...[5, 50, 500].map((steps) => [`${steps} words`, values(panel(steps, 3, wavy, { words: true }))] as const),
  ['names of sixty characters', values(panel(20, 3, wavy, names))],
  ['names of sixty characters, one step', values(panel(1, 1, wavy, names))],
  [
    'constants',
    values(
      panel(20, 3, () => 5),
      panel(20, 3, () => 0),
      panel(20, 3, () => -2),
    ),
  ],
  [
    'numbers near 1e-9',
    values(
      panel(20, 3, (t, u) => 1e-9 * wavy(t, u)),
      panel(20, 3, (t, u) => 1e-9 * (2 + wavy(t, u))),
    ),
  ],
  [
    'numbers near 1e9',
    values(
      panel(20, 3, (t, u) => 1e9 * wavy(t, u)),
      panel(20, 1, (t, u) => 1e9 * (2 + wavy(t, u))),
    ),
  ],
  [
    'little about a large number',
    values(
      panel(20, 3, (t, u) => 1e9 + wavy(t, u)),
      panel(20, 3, (t, u) => wavy(t, u) / 100 - 1000),
    ),
  ],
  ['the largest numbers', values(panel(5, 2, (t, u) => (u === 0 ? 1 : -1) * 1e300 * t))],
  [
    'numbers that are none',
    values(
      panel(20, 3, (t, u) => (t === 7 ? Number.NaN : u === 2 ? Number.POSITIVE_INFINITY : 1)),
      panel(3, 3, () => Number.NaN),
    ),
  ],
  ['steps that a mask leaves out', values(panel(20, 3, wavy, { masked: (t) => t > 12, order: 'backward' }))],
  [
    'nodes',
    values(
      panel(9, 4, wavy, { over: 'nodes', order: 'up', words: true }),
      panel(60, 4, wavy, { over: 'nodes', order: 'down' }),
    ),
  ],
  [
    'thirty values, all different',
    values(...Array.from({ length: 30 }, () => panel(500, 512, noise, { words: true }))),
  ],
  [
    'thirty values of a dozen units',
    values(...Array.from({ length: 30 }, () => panel(50, 12, noise, { words: true }))),
  ],
];

const series = (
  steps: number,
  norm: (step: number) => number | null,
  rest: Partial<GradientPlot['series'][number]> = {},
  words = false,
) =>
  ({
    model: 'rnn',
    path: "memory.0.forward.step.h'",
    over: 'steps',
    axis: 'time',
    steps: Array.from({ length: steps }, (_, t) => ({
      step: t + 1,
      token: words ? (WORDS[t % WORDS.length] ?? '') : null,
      norm: norm(t),
    })),
    ...rest,
  }) as const;
const gradients = (...lines: readonly GradientPlot['series'][number][]): Plot => ({
  kind: 'gradients',
  row: 1,
  rows: 1,
  losses: [...new Set(lines.map(({ model }) => model))].map((model) => ({
    model,
    loss: 'sum of next at the last step',
    value: 1.2,
  })),
  series: lines,
});

export const gradientPlots: readonly (readonly [string, Plot])[] = [
  ...[1, 5, 50, 500].map(
    (steps) =>
      [
        `gradients over ${steps} steps`,
        gradients(
          series(steps, (t) => 0.7 ** (steps - t)),
          series(steps, (t) => 0.97 ** (steps - t), { model: 'lstm' }),
        ),
      ] as const,
  ),
  ['gradients by words', gradients(series(20, (t) => 0.7 ** (20 - t), {}, true))],
  [
    'gradients under long names',
    gradients(...[1, 2].map((i) => series(20, (t) => 0.7 ** (i * t), { model: `${LONG}${i}`, path: names.path }))),
  ],
  [
    'gradients that are 0, none, constant',
    gradients(
      series(20, () => 0),
      series(20, (t) => (t > 15 ? null : 2)),
      series(20, (t) => (t === 4 ? Number.NaN : 1)),
    ),
  ],
  ['gradients of 0 alone', gradients(series(20, () => 0))],
  [
    'gradients by twenty states',
    gradients(...Array.from({ length: 20 }, (_, i) => series(500, (t) => 0.99 ** (t + i)))),
  ],
];

const weight = (path: string, scale: number, offset = 0): WeightPlot['panels'][number] => ({
  path,
  shape: [1000, 4],
  count: 4000,
  mean: offset,
  deviation: scale / 2,
  least: offset - scale,
  most: offset + scale,
  zeros: 1,
  bins: Array.from({ length: 20 }, (_, i) => ({
    from: offset + scale * (i / 10 - 1),
    to: offset + scale * ((i + 1) / 10 - 1),
    count: 200 - Math.abs(i - 10) * 10,
  })),
});
const constant = (path: string, size: number): WeightPlot['panels'][number] => ({
  ...weight(path, 0, size),
  deviation: 0,
  bins: [{ from: size, to: size, count: 4000 }],
});
const weights = (layer: string, ...panels: readonly WeightPlot['panels'][number][]): Plot => ({
  kind: 'weights',
  model: 'm',
  layer,
  state: 'initial',
  panels,
});

export const weightPlots: readonly (readonly [string, Plot])[] = [
  ['weights', weights('memory', weight('memory.0.forward.kernel', 0.3))],
  [
    'weights of all sizes',
    weights('memory', ...[-9, -5, -3, 0, 3, 6, 7, 9].map((power) => weight('memory.0.forward.kernel', 10 ** power))),
  ],
  [
    'weights about large numbers',
    weights('memory', weight('memory.0.forward.kernel', 0.001, 1000), weight('memory.0.forward.bias', 1, 1e9)),
  ],
  [
    'weights that are all alike',
    weights('memory', constant('memory.0.forward.bias', 0), constant('memory.0.forward.scale', 5)),
  ],
  ['weights under long names', weights(LONG, weight(names.path, 1), weight(names.path, 2))],
  [
    'fifty weights',
    weights('memory', ...Array.from({ length: 50 }, (_, i) => weight(`memory.${i}.forward.kernel`, 1))),
  ],
];
