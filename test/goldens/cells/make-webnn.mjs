/**
 * Golden values from webnn-baseline, the W3C group's own implementation of WebNN's operators in double precision: writes webnn.json for
 * test/goldens/goldens.test.ts. Run by hand, never by the tests, with a checkout of github.com/webmachinelearning/webnn-baseline:
 *
 *     node make-webnn.mjs --baseline DIR --commit HASH --seed 1 --out DIR && GOLDENS=DIR npm test
 *
 * Weights, inputs and states are float32 numbers. The operators know no lengths, and this
 * implementation drops every axis of size 1, so batches and features are larger.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    baseline: { type: 'string' },
    commit: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const fromBaseline = (file) => import(pathToFileURL(resolve(options.baseline, 'src', file)).href);
const { Tensor } = await fromBaseline('lib/tensor.js');
const operators = { lstm: (await fromBaseline('lstm.js')).lstm, gru: (await fromBaseline('gru.js')).gru };
const functions = {
  sigmoid: (await fromBaseline('sigmoid.js')).sigmoid,
  tanh: (await fromBaseline('tanh.js')).tanh,
  relu: (await fromBaseline('relu.js')).relu,
};

/** Of each operator: gates, states by rnnc's names with the option that starts them, the default activations. */
const kinds = {
  lstm: {
    gates: 4,
    states: { h: 'initialHiddenState', c: 'initialCellState' },
    activations: ['sigmoid', 'tanh', 'tanh'],
  },
  gru: { gates: 3, states: { h: 'initialHiddenState' }, activations: ['sigmoid', 'tanh'] },
};

// Numerical Recipes' linear congruential generator of 32 bits
let random = Number(options.seed) >>> 0;
const next = () => {
  random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
  return random / 2 ** 32;
};
const numbers = (shape, scale = 1) =>
  new Tensor(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.fround(scale * (2 * next() - 1))),
  );

/** Nested lists with nine significant digits, enough for float32. */
function listed({ shape, data }) {
  const [size, ...rest] = shape;
  if (size === undefined) return Number(data[0].toPrecision(9));
  const stride = data.length / size;
  return Array.from({ length: size }, (_, i) =>
    listed({ shape: rest, data: data.slice(i * stride, (i + 1) * stride) }),
  );
}
/** One entry of the first axis, which holds directions. */
const entry = ({ shape: [count, ...shape], data }, i) => {
  const stride = data.length / count;
  return { shape, data: data.slice(i * stride, (i + 1) * stride) };
};

/** One operator on random numbers; `given` holds options of WebNN, and `initial`, whether states are fed. */
function makeCase(op, { units, batch, steps, features, scale = 0.8, ...given }) {
  const { gates, states, activations } = kinds[op];
  const { direction = 'forward', layout, resetAfter = true, bias = true, recurrentBias = true } = given;
  const directions = direction === 'both' ? ['forward', 'backward'] : [direction];
  const count = directions.length;
  const weights = {
    weight: numbers([count, gates * units, features], scale),
    recurrentWeight: numbers([count, gates * units, units], scale),
    ...(bias ? { bias: numbers([count, gates * units], scale) } : {}),
    ...(recurrentBias ? { recurrentBias: numbers([count, gates * units], scale) } : {}),
    ...(given.peepholes ? { peepholeWeight: numbers([count, 3 * units], scale) } : {}),
  };
  const x = numbers([batch, steps, features]);
  const timeMajor = new Tensor(
    [steps, batch, features],
    Array.from({ length: steps * batch * features }, (_, i) => {
      const [t, b, k] = [Math.floor(i / (batch * features)), Math.floor(i / features) % batch, i % features];
      return x.data[(b * steps + t) * features + k];
    }),
  );
  const starts = Object.fromEntries(
    given.initial ? Object.values(states).map((option) => [option, numbers([count, batch, units])]) : [],
  );
  const { weight, recurrentWeight, ...optional } = weights;
  const results = operators[op](timeMajor, weight, recurrentWeight, steps, units, {
    ...optional,
    ...starts,
    returnSequence: true,
    direction,
    ...(layout === undefined ? {} : { layout }),
    ...(op === 'gru' ? { resetAfter } : {}),
    activations: (given.activations ?? activations).map((name) => functions[name]),
  });
  // [steps, directions, batch, units] to [batch, steps, directions * units]
  const sequence = results.at(-1);
  const wide = {
    shape: [batch, steps, count * units],
    data: Array.from({ length: batch * steps * count * units }, (_, i) => {
      const [b, t, d, k] = [
        Math.floor(i / (steps * count * units)),
        Math.floor(i / (count * units)) % steps,
        Math.floor(i / units) % count,
        i % units,
      ];
      return sequence.data[((t * count + d) * batch + b) * units + k];
    }),
  };
  const use = {
    units,
    ...Object.fromEntries((given.activations ?? []).map((name, i) => [`activation_${'fgh'[i]}`, name])),
    ...(layout === 'ifgo' || layout === 'rzn' ? { [layout]: true } : {}),
    ...(given.peepholes ? { peepholes: true } : {}),
    ...(resetAfter ? {} : { reset_after: false }),
    ...(bias ? {} : { use_bias: false }),
    ...(recurrentBias ? {} : { use_recurrent_bias: false }),
  };
  const perDirection = (tensors, path) =>
    directions.flatMap((d, i) =>
      Object.entries(tensors).map(([name, tensor]) => [path(d, name), listed(entry(tensor, i))]),
    );
  const stateOf = (option) => Object.keys(states).find((state) => states[state] === option);
  const finals = Object.fromEntries(Object.keys(states).map((state, i) => [state, results[i]]));
  const outputs = [
    ...directions.flatMap((d) => Object.keys(finals).map((s) => [`final_${d}_${s}`, `rnn.0.${d}.final.${s}`])),
    ['sequence', 'rnn'],
  ];
  const rnnc = { both: 'bidirectional', backward: 'backward' }[direction];
  const written = Object.entries(use)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
  const told = [...written.split(', ').slice(1), ...(rnnc ? [rnnc] : []), ...(given.initial ? ['initial state'] : [])];
  return {
    name: [`webnn.${op}, ${features} to ${units}, batch ${batch}, ${steps} steps`, ...told].join(', '),
    model: [
      'name: golden',
      'inputs:',
      `  x: {shape: [batch, time, ${features}]}`,
      'layers:',
      '  rnn:',
      '    type: recurrent',
      '    input: x',
      `    cell: {webnn.${op}: {${written}}}`,
      ...(rnnc ? [`    direction: ${rnnc}`] : []),
      'outputs:',
      ...outputs.map(([name, path]) => `  ${name}: ${path}`),
      '',
    ].join('\n'),
    weights: Object.fromEntries(perDirection(weights, (d, name) => `rnn.0.${d}.${name}`)),
    feeds: {
      x: listed(x),
      ...Object.fromEntries(perDirection(starts, (d, option) => `rnn.0.${d}.${stateOf(option)}`)),
    },
    variant: 'inference',
    outputs: {
      ...Object.fromEntries(perDirection(finals, (d, state) => `final_${d}_${state}`)),
      sequence: listed(wide),
    },
    // what is behind no sigmoid or tanh grows from step to step
    tolerance: given.activations === undefined ? 1e-6 : 1e-5,
  };
}

const variations = {
  lstm: [
    {},
    { layout: 'ifgo' },
    { peepholes: true },
    { peepholes: true, layout: 'ifgo' },
    { bias: false },
    { recurrentBias: false, peepholes: true },
    { bias: false, recurrentBias: false, layout: 'ifgo' },
    { activations: ['tanh', 'relu', 'sigmoid'] },
  ],
  gru: [
    {},
    { layout: 'rzn' },
    { resetAfter: false },
    { resetAfter: false, layout: 'rzn' },
    { bias: false },
    { recurrentBias: false },
    { recurrentBias: false, resetAfter: false },
    { activations: ['tanh', 'relu'] },
  ],
};
const cases = Object.entries(variations).flatMap(([op, list]) => [
  ...list.flatMap((more, i) => [
    makeCase(op, { units: 4 + (i % 2), batch: 2 + (i % 2), steps: 1 + ((i * 3) % 7), features: 2 + (i % 3), ...more }),
    makeCase(op, {
      units: 3,
      batch: 3,
      steps: 5,
      features: 2 + (i % 3),
      initial: true,
      direction: ['backward', 'both'][i % 2],
      ...more,
    }),
  ]),
  // sizes that fill vectors of 4 and 8 and leave a rest
  makeCase(op, { units: 13, batch: 2, steps: 3, features: 5, scale: 0.3 }),
]);
const { version } = JSON.parse(readFileSync(join(options.baseline, 'package.json'), 'utf8'));
const result = {
  framework: 'webnn-baseline',
  versions: { 'webnn-baseline': version, commit: options.commit, node: process.versions.node },
  seed: Number(options.seed),
  cases,
};
writeFileSync(join(options.out, 'webnn.json'), `${JSON.stringify(result)}\n`);
process.stdout.write(`${JSON.stringify({ ...result, cases: cases.length })}\n`);
