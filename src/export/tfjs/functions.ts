import type { FunctionValue } from '../../../compiler/1-read/spec/spec.ts';

/** Thrown where a part of the model has no equal. Caught once for each part. */
export class NoEqual extends Error {
  override readonly name: string = 'NoEqual';
}
/** Thrown where a part reads what no tensor of tfjs-layers is: for a cause of its own, unless the layer it reads was refused. */
export class NotGiven extends NoEqual {
  override readonly name = 'NotGiven';
  /** The layer that is read. */
  readonly target: string;
  constructor(target: string, path: string) {
    super(`it reads ${path}, which tfjs-layers does not give`);
    this.target = target;
  }
}
export const refuse: (reason: string) => never = (reason) => {
  throw new NoEqual(reason);
};

const PLAIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    linear: 'linear',
    sigmoid: 'sigmoid',
    tanh: 'tanh',
    relu: 'relu',
    softmax: 'softmax',
    softplus: 'softplus',
    softsign: 'softsign',
    silu: 'swish',
  }),
);

/** The name of a function in tfjs-layers. Source: tfjs-layers/src/activations.ts, 4.22. */
export function functionName(value: FunctionValue | null): string {
  if (value === null) return 'linear';
  if (value.kind === 'formula') return refuse('its function is a formula, where tfjs-layers has functions by name');
  const { name, named } = value;
  const numbers = [...named].map(([key, number]) => `${key}=${number}`).join(', ');
  const plain = numbers === '' ? PLAIN.get(name) : undefined;
  if (plain !== undefined) return plain;
  if (name === 'elu' && (named.get('alpha') ?? 1) === 1) return 'elu';
  if (name === 'hard_sigmoid' && named.get('alpha') === 0.2 && named.get('beta') === 0.5) return 'hard_sigmoid';
  if (name === 'clip' && named.get('low') === 0 && named.get('high') === 6) return 'relu6';
  return refuse(`tfjs-layers has no function ${name}${numbers === '' ? '' : `(${numbers})`}`);
}
