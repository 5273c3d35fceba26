import fc from 'fast-check';
import { withAllNamed } from './all-named.ts';

/** A random model of wide layers, as its YAML. */
export interface WideModel {
  readonly yaml: string;
  /** Whether it draws masks: its variant for training must be run. */
  readonly noisy: boolean;
  readonly batch: number;
  readonly time: number;
  readonly ragged: boolean;
  /** A number that stands once in the input, at a place that the seed gives. */
  readonly odd: number | null;
  readonly seed: number;
  readonly toString: () => string;
}

/** Functions that keep values moderate; the first ones are smooth. */
export const smooth = [
  'sigmoid(#)',
  'tanh(#)',
  'sin(#)',
  'cos(#)',
  'softplus(#)',
  'silu(#)',
  'gelu(#)',
  'exp(-square(#))',
  'expm1(tanh(#))',
  'log(square(#) + 1)',
  'sqrt(square(#) + 1)',
  'rsqrt(square(#) + 1)',
  'pow(square(#) + 0.5, 0.75)',
  '(# / (1 + square(#)))',
  'softmax(#)',
  'layer_norm(#, epsilon=0.1)',
  '(# - mean(#))',
];
const kinked = [
  'relu(#)',
  'abs(#)',
  'softsign(#)',
  'leaky_relu(#, alpha=0.1)',
  'elu(#)',
  'hard_sigmoid(#, alpha=0.2, beta=0.5)',
  'clip(#, -0.5, 0.75)',
  'minimum(#, 0.3)',
  'maximum(#, -0.2)',
];

export interface Smoothness {
  /** Without functions that have kinks, where gradients jump. */
  readonly smooth: boolean;
}

export interface WideOptions extends Smoothness {
  /** The largest product of batch, steps and sizes. */
  readonly work: number;
  /** Now and then a NaN or an infinity in the input. */
  readonly odd: boolean;
}

/** Small sizes, and all up to 70. */
const size = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70 }));

export const indented = (lines: readonly string[], by: number): string =>
  lines.map((l) => `${' '.repeat(by)}${l}`).join('\n');

/** A chain of functions around an expression. */
export function chainOf(options: Smoothness): fc.Arbitrary<(x: string) => string> {
  const f = fc.constantFrom(...smooth, ...(options.smooth ? [] : kinked));
  return fc.array(f, { minLength: 1, maxLength: 3 }).map(
    (list) =>
      (x: string): string =>
        list.reduce((inner, outer) => outer.replaceAll('#', `(${inner})`), x),
  );
}

/** Cells with several products that may depend on each other, states of different sizes, norms and softmax inside; stacks of them. */
export function wideModel(options: WideOptions): fc.Arbitrary<WideModel> {
  const f = fc.constantFrom(...smooth, ...(options.smooth ? [] : kinked));
  const chain = chainOf(options);
  return fc
    .record({
      n: size,
      units: size,
      other: size,
      summed: size,
      gates: fc.integer({ min: 1, max: 3 }),
      joined: fc.boolean(),
      bias: fc.boolean(),
      dependent: fc.boolean(),
      norm: fc.boolean(),
      softmax: fc.boolean(),
      peephole: fc.boolean(),
      second: fc.boolean(),
      sums: fc.constantFrom('no', 'no', 'product', 'mean'),
      step: fc.boolean(),
      keepsOnly: fc.boolean(),
      chains: fc.tuple(chain, chain, chain),
      gate: f,
      depth: fc.constantFrom(1, 1, 1, 2),
      direction: fc.constantFrom('forward', 'forward', 'backward', 'bidirectional'),
      merge: fc.constantFrom('concat', 'sum', 'mul', 'ave'),
      wrap: fc.constantFrom('no', 'no', 'no', 'residual', 'dropout', 'variational', 'zoneout'),
      initial: fc.boolean(),
      head: fc.constantFrom('no', 'dense', 'last'),
      batch: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 35 })),
      time: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 40 })),
      ragged: fc.boolean(),
      odd: options.odd
        ? fc.constantFrom(null, null, null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
        : fc.constant(null),
      seed: fc.integer({ min: 1, max: 1_000_000 }),
    })
    .map((m) => {
      const { units, other, summed, gates } = m;
      const n = m.wrap === 'residual' ? units : m.n;
      const [chainA, chainB, chainC] = m.chains;
      const weights: string[] = [];
      const weight = (name: string, ...shape: readonly (number | string)[]): string => {
        weights.push(`${name}: {shape: [${shape.join(', ')}], init: {uniform: {low: -1, high: 1}}}`);
        return name;
      };
      const names = Array.from({ length: gates }, (_, i) => `g${i}`);
      const wide = gates * units;
      const lines: string[] = [];
      const product = m.joined
        ? `[x, s0] @ ${weight('kernel', `n + ${units}`, wide)}`
        : `x @ ${weight('kernel', 'n', wide)} + s0 @ ${weight('recurrent', units, wide)}`;
      lines.push(`z = ${product}${m.bias ? ` + ${weight('bias', wide)}` : ''}`);
      if (m.norm) {
        lines.push('centred = z - mean(z)');
        lines.push(
          `normed = centred / sqrt(mean(square(centred)) + 0.1) * ${weight('gamma', wide)} + ${weight('beta', wide)}`,
        );
      }
      const parts = m.norm ? 'normed' : 'z';
      lines.push(gates === 1 ? `g0 = ${parts}` : `${names.join(', ')} = split(${parts})`);
      const last = `g${gates - 1}`;
      lines.push(`r = sigmoid(g0)`);
      if (m.softmax) lines.push(`shares = softmax(${last})`);
      let inner = m.softmax ? 'shares' : last;
      if (m.dependent) {
        lines.push(`candidate = x @ ${weight('w1', 'n', units)} + (r * s0) @ ${weight('w2', units, units)}`);
        inner = m.softmax ? 'shares * candidate' : 'candidate';
      }
      if (m.peephole) inner = `${inner} + ${weight('peep', units)} * s0`;
      if (m.second) inner = `${inner} + s1 @ ${weight('up', other, units)}`;
      if (m.step) inner = `${inner} + sin(float(step) * 0.1) * g0`;
      lines.push(`a = ${inner}`);
      lines.push(`b = ${chainA('a')}`);
      lines.push(`c = ${chainB('b')}`);
      lines.push(`s0' = ${m.keepsOnly ? 's0 * 0.5 + ' : 'r * s0 + (1 - r) * '}tanh(c)`);
      const states = [`s0: [${units}]`];
      if (m.second) {
        states.push(`s1: [${other}]`);
        lines.push(`s1' = 0.5 * s1 + ${m.gate.replaceAll('#', `(s0' @ ${weight('down', units, other)})`)}`);
      }
      if (m.sums !== 'no') {
        states.push(`s2: [${summed}]`);
        lines.push(m.sums === 'mean' ? "s2' = s2 + mean(s0')" : `s2' = s2 + sin(x @ ${weight('adds', 'n', summed)})`);
      }
      lines.push(`y = ${chainC("(s0' + r)")}`);
      const stateNames = states.map((s) => s.split(':')[0] as string);
      const direction = m.direction;
      const both = direction === 'bidirectional';
      const side = direction === 'backward' ? 'backward' : 'forward';
      // the second cell of a stack reads what the first one gives, so residual connections fit there too
      const start = m.initial && m.depth === 1 && !both;
      const wrap = {
        no: '',
        residual: ', wrap: [residual]',
        dropout: ', wrap: [{dropout: {input_keep_prob: 0.8, output_keep_prob: 0.7}}]',
        variational: ', wrap: [{dropout: {output_keep_prob: 0.7, state_keep_prob: 0.8, variational: true}}]',
        zoneout: ', wrap: [{zoneout: {rate: 0.3}}]',
      }[m.wrap];
      const outputs = [
        ['sequence', 'r'],
        ['last', 'r.last'],
        ...stateNames.map((s) => [`final_${s}`, `r.0.${side}.final.${s}`]),
        ['inside', `r.0.${side}.step.c`],
        ...(m.head === 'no' ? [] : [['head', 'head']]),
      ];
      const yaml = withAllNamed(`name: wide
seed: ${m.seed}
inputs:
  x: {shape: [batch, time, ${n}]}${start ? `\n  h0: {shape: [batch, ${units}]}` : ''}
cells:
  invented:
    inputs: {x: [n]}
    state:
${indented(
  states.map((s) => `- ${s}`),
  6,
)}
    weights:
${indented(weights, 6)}
    equations: |
${indented(lines, 6)}
    output: y
layers:
  r: {type: recurrent, input: x, cell: {invented: {}}${m.depth > 1 ? `, depth: ${m.depth}` : ''}${direction === 'forward' ? '' : `, direction: ${direction}`}${both ? `, merge: ${m.wrap === 'residual' ? 'sum' : m.merge}` : ''}${wrap}${start ? ', initial: {s0: h0}' : ''}}${{ no: '', dense: '\n  head: {type: dense, input: r, units: 3}', last: '\n  head: {type: last, input: r}' }[m.head]}
outputs:
${outputs.map(([name, reference]) => `  ${name}: ${reference}`).join('\n')}
training:
  losses:
${outputs.map(([name, reference]) => `  - {type: mse, output: ${reference}, target: wanted_${name}, reduce: sum}`).join('\n')}
`);
      // larger models get fewer rows, then fewer steps
      const perStep = (n + units) * wide + units * units + (m.second ? 2 * units * other : 0);
      const cells = m.depth * (both ? 2 : 1);
      const budget = options.work / (perStep * cells);
      const time = Math.min(m.time, Math.max(2, Math.floor(budget)));
      const batch = Math.max(1, Math.min(m.batch, Math.floor(budget / Math.max(1, time))));
      const { ragged, odd, seed } = m;
      return {
        yaml,
        noisy: !['no', 'residual'].includes(m.wrap),
        batch,
        time,
        ragged,
        odd,
        seed,
        toString: () => `${yaml}# batch ${batch}, time ${time}, ${ragged ? 'ragged' : 'full'}, ${odd}, seed ${seed}\n`,
      };
    });
}
