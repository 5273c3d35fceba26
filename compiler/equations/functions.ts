/**
 * Functions of the equation language: their arguments in order. `value` takes a tensor expression, `number` a build-time number
 * (a literal or an expression over parameters), `axis`, by name alone, the number or name of an axis of the first argument. `fallback` is the default; a number
 * without one must be written.
 * Sums and the like go over the last axis, or over `axis`, and keep it with size 1, so that the result broadcasts against its operand.
 * Axes are those of one sample: batch and time are not counted.
 */
export interface FunctionSignature {
  readonly arguments: readonly {
    readonly name: string;
    readonly kind: 'value' | 'number' | 'axis';
    readonly fallback?: number;
    /** What a number without a fallback usually is, for messages. */
    readonly example?: number;
    readonly optional?: true;
  }[];
  /** One line for `unknown function` messages and the documentation. */
  readonly doc: string;
}

const value = (name: string) => ({ name, kind: 'value' }) as const;
const number = (name: string, fallback?: number) =>
  fallback === undefined ? ({ name, kind: 'number' } as const) : ({ name, kind: 'number', fallback } as const);
/** A number that must be written, with a usual value for messages. */
const written = (name: string, example: number) => ({ name, kind: 'number', example }) as const;
const axis = { name: 'axis', kind: 'axis', optional: true } as const;
const unary = (doc: string): FunctionSignature => ({ arguments: [value('x')], doc });

export const functionSignatures = {
  linear: unary('x itself'),
  sigmoid: unary('1 / (1 + exp(-x))'),
  tanh: unary('hyperbolic tangent'),
  relu: unary('maximum(x, 0)'),
  leaky_relu: { arguments: [value('x'), written('alpha', 0.01)], doc: 'x where x > 0, else alpha * x' },
  elu: { arguments: [value('x'), number('alpha', 1)], doc: 'x where x > 0, else alpha * (exp(x) - 1)' },
  gelu: unary('x * Phi(x), by the exact error function'),
  silu: unary('x * sigmoid(x)'),
  softplus: unary('log(1 + exp(x))'),
  softsign: unary('x / (1 + abs(x))'),
  hard_sigmoid: {
    arguments: [value('x'), written('alpha', 0.2), written('beta', 0.5)],
    doc: 'clip(alpha * x + beta, 0, 1); tf-keras: 0.2, 0.5; Keras 3: 1/6, 0.5',
  },
  exp: unary('e to the x'),
  expm1: unary('exp(x) - 1, exact near 0'),
  log: unary('natural logarithm'),
  sqrt: unary('square root'),
  rsqrt: unary('1 / sqrt(x)'),
  square: unary('x * x'),
  abs: unary('magnitude'),
  sin: unary('sine, radians'),
  cos: unary('cosine, radians'),
  floor: unary('largest integer not above x'),
  erf: unary('the error function, 2 / sqrt(pi) times the integral of exp(-t * t) from 0 to x'),
  softmax: { arguments: [value('x'), axis], doc: 'softmax over the last axis, or axis=-2, axis=heads' },
  sum: { arguments: [value('x'), axis], doc: 'sum over the last axis, or axis=heads, kept with size 1' },
  mean: { arguments: [value('x'), axis], doc: 'mean over the last axis, or axis=heads, kept with size 1' },
  max: { arguments: [value('x'), axis], doc: 'the largest over the last axis, or axis=heads, kept with size 1' },
  pow: { arguments: [value('x'), value('exponent')], doc: 'x to the exponent' },
  mod: { arguments: [value('x'), value('divisor')], doc: 'x - floor(x / divisor) * divisor: the sign of the divisor' },
  minimum: { arguments: [value('a'), value('b')], doc: 'the smaller, element by element' },
  maximum: { arguments: [value('a'), value('b')], doc: 'the larger, element by element' },
  clip: { arguments: [value('x'), written('low', -1), written('high', 1)], doc: 'x kept in low..high' },
  layer_norm: {
    arguments: [
      value('x'),
      { name: 'gamma', kind: 'value', optional: true },
      { name: 'beta', kind: 'value', optional: true },
      number('epsilon', 1e-12),
    ],
    doc: '(x - mean) * rsqrt(variance + epsilon) over the last axis, then * gamma + beta where given',
  },
  where: { arguments: [value('condition'), value('a'), value('b')], doc: 'a where the condition holds, else b' },
  one_hot: { arguments: [value('indices'), number('depth')], doc: 'float vectors of the given depth' },
  transpose: { arguments: [value('w')], doc: 'a weight with its two axes swapped' },
  float: unary('int32 or bool as float32'),
  int: unary('float32 or bool as int32, toward zero'),
  sum_children: unary('in a cell with children: any, the sum over the children of a node; zeros without one'),
  mean_children: unary('the mean over the children of a node; zeros without one'),
  max_children: unary('the largest over the children of a node; zeros without one'),
  softmax_children: unary('softmax over the children of a node, one value per child'),
  sum_steps: unary('of a whole sequence that a cell gets, the sum over the steps that count; zeros without one'),
  mean_steps: unary('the mean over the steps of a whole sequence; zeros without one'),
  max_steps: unary('the largest over the steps of a whole sequence; zeros without one'),
  softmax_steps: unary('softmax over the steps of a whole sequence, one value per step; 0 where a step does not count'),
  split: {
    arguments: [value('x')],
    doc: 'equal parts along the last axis, or axis=heads, one per name on the left; split(x, a, b) gives the sizes',
  },
  concat: {
    arguments: [value('a'), value('b')],
    doc: 'any number of values joined on the last axis, as [a, b] does, or on axis=heads',
  },
} as const satisfies { readonly [name: string]: FunctionSignature };

export type FunctionName = keyof typeof functionSignatures;
export const functionNames = Object.keys(functionSignatures) as readonly FunctionName[];
export const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(functionSignatures, name);
