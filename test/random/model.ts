import fc from 'fast-check';
import { withAllNamed } from './all-named.ts';

/** A random model as its YAML, so that a failure prints as something one can run. */
export interface RandomModel {
  readonly yaml: string;
  readonly batch: number;
  readonly time: number;
  /** Whether the rows get lengths of their own. */
  readonly ragged: boolean;
  readonly seed: number;
  readonly toString: () => string;
}

const unaryFunctions = [
  'sigmoid',
  'tanh',
  'relu',
  'sin',
  'cos',
  'softplus',
  'softsign',
  'abs',
  'square',
  'silu',
  'gelu',
];
const numericFunctions = [
  'leaky_relu(#, alpha=0.1)',
  'elu(#)',
  'hard_sigmoid(#, alpha=0.2, beta=0.5)',
  'clip(#, -0.5, 0.75)',
  'exp(minimum(#, 1))',
  'layer_norm(#, epsilon=1)',
  'softmax(#)',
  'sqrt(abs(#) + 1)',
  'rsqrt(square(#) + 1)',
  'pow(abs(#) + 0.5, 1.5)',
];
const operators = ['+', '-', '*'];
const choices = ['minimum(#, %)', 'maximum(#, %)', 'where(# > %, #, %)', '# / (1 + abs(%))'];

/** An expression over `leaves`, all of one shape. */
function expression(leaves: readonly string[]): fc.Arbitrary<string> {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...leaves),
      fc.tuple(fc.constantFrom(...unaryFunctions), tie('tree')).map(([f, a]) => `${f}(${a})`),
      fc.tuple(fc.constantFrom(...numericFunctions), tie('tree')).map(([f, a]) => f.replaceAll('#', a)),
      fc.tuple(fc.constantFrom(...operators), tie('tree'), tie('tree')).map(([o, a, b]) => `(${a} ${o} ${b})`),
      fc
        .tuple(fc.constantFrom(...choices), tie('tree'), tie('tree'))
        .map(([f, a, b]) => f.replaceAll('#', `(${a})`).replaceAll('%', `(${b})`)),
      fc.tuple(tie('tree'), fc.constantFrom(2, 0.5, 1, 3)).map(([a, n]) => `(${a} * ${n} + ${n})`),
    ),
  }));
  return tree;
}

interface Cell {
  readonly text: string;
  readonly states: readonly string[];
}

/** A cell with 1 to 2 states, 1 to 4 gates from one joined product or from products of their own, and peepholes. */
const cell: fc.Arbitrary<Cell> = fc
  .record({
    gates: fc.integer({ min: 1, max: 4 }),
    states: fc.integer({ min: 1, max: 2 }),
    joined: fc.boolean(),
    nested: fc.boolean(),
    peephole: fc.boolean(),
    step: fc.boolean(),
    bias: fc.boolean(),
  })
  .chain((shape) => {
    const gates = Array.from({ length: shape.gates }, (_, i) => `g${i}`);
    const states = Array.from({ length: shape.states }, (_, i) => `s${i}`);
    const leaves = [
      ...gates,
      ...states,
      ...(shape.peephole ? ['(w * s0)', 'w'] : []),
      ...(shape.step ? ['(float(step) * 0.1 * s0)'] : []),
      '(x @ p)',
    ];
    return fc
      .tuple(expression(leaves), fc.tuple(...states.map(() => expression(leaves))), expression([...leaves, "s0'"]))
      .map(([mid, next, out]): Cell => {
        const names = gates.join(', ');
        const z = shape.joined ? '[x, s0] @ kernel' : 'x @ kernel + s0 @ recurrent';
        const right = shape.bias ? `${z} + bias` : z;
        const lines = [
          shape.gates === 1 ? `g0 = ${right}` : `${names} = split(${right})`,
          `mid = ${mid}`,
          ...(shape.nested ? ['deep = [x, mid] @ inner'] : []),
          ...states.map((s, i) => `${s}' = tanh(${next[i]} + ${shape.nested && i === 0 ? 'deep' : 'mid'})`),
          `y = tanh(${out})`,
        ];
        const weights = [
          `kernel: {shape: [${shape.joined ? 'n + units' : 'n'}, ${shape.gates} * units]}`,
          ...(shape.joined ? [] : [`recurrent: {shape: [units, ${shape.gates} * units]}`]),
          ...(shape.bias ? [`bias: {shape: [${shape.gates} * units], init: {uniform: {low: -0.5, high: 0.5}}}`] : []),
          ...(shape.nested ? ['inner: {shape: [n + units, units]}'] : []),
          ...(leaves.includes('w') && lines.some((l) => /\bw\b/.test(l))
            ? ['w: {shape: [units], init: {uniform: {low: -1, high: 1}}}']
            : []),
          ...(lines.some((l) => /\bp\b/.test(l)) ? ['p: {shape: [n, units]}'] : []),
        ];
        const indent = (list: readonly string[], by: number): string =>
          list.map((l) => `${' '.repeat(by)}${l}`).join('\n');
        const text = `  invented:
    parameters: {units: size}
    inputs: {x: [n]}
    state:
${indent(
  states.map((s) => `- ${s}: [units]`),
  6,
)}
    weights:
${indent(weights, 6)}
    equations: |
${indent(lines, 6)}
    output: y`;
        return { text, states };
      });
  });

const merges = ['concat', 'sum', 'mul', 'ave'];

/** Models with one to two stacked layers of an invented cell, any direction, heads, poolings and lengths. */
export const randomModel: fc.Arbitrary<RandomModel> = fc
  .record({
    cell,
    inputSize: fc.integer({ min: 1, max: 4 }),
    units: fc.constantFrom(1, 2, 3, 5, 8),
    depth: fc.integer({ min: 1, max: 2 }),
    direction: fc.constantFrom('forward', 'backward', 'bidirectional'),
    merge: fc.constantFrom(...merges),
    head: fc.constantFrom('none', 'dense', 'last', 'mean', 'max'),
    ragged: fc.boolean(),
    batch: fc.integer({ min: 1, max: 3 }),
    time: fc.integer({ min: 1, max: 5 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    learned: fc.boolean(),
  })
  .map((m) => {
    const both = m.direction === 'bidirectional';
    const head = {
      none: '',
      dense: '\n  head: {type: dense, input: r, units: 2, activation: sigmoid}',
      last: '\n  head: {type: last, input: r}',
      mean: '\n  head: {type: mean, input: r}',
      max: '\n  head: {type: max, input: r}',
    }[m.head];
    const side = m.direction === 'backward' ? 'backward' : 'forward';
    const yaml = withAllNamed(`name: random
seed: ${m.seed}
inputs:
  x: {shape: [batch, time, ${m.inputSize}]}
cells:
${m.cell.text}
layers:
  r: {type: recurrent, input: x, cell: {invented: {units: ${m.units}}}${m.depth > 1 ? `, depth: ${m.depth}` : ''}${m.direction === 'forward' ? '' : `, direction: ${m.direction}`}${both ? `, merge: ${m.merge}` : ''}${m.learned ? `, initial: {0.${side}.s0: learned}` : ''}}${head}
outputs:
  sequence: r
  last: r.last
  final: r.0.${side}.final.s0
  inside: r.0.${side}.step.mid${head === '' ? '' : '\n  head: head'}
`);
    const { batch, time, ragged, seed } = m;
    return {
      yaml,
      batch,
      time,
      ragged,
      seed,
      toString: () => `${yaml}# batch ${batch}, time ${time}${ragged ? ', ragged' : ''}, seed ${seed}\n`,
    };
  });
