import { refuse } from './values.ts';

interface Formula {
  /** The defaults of alpha and beta; null: it must be written, because implementations differ. */
  readonly alpha?: number | null;
  readonly beta?: number | null;
  /** In recurrent nodes alpha must be written: ONNX Runtime 1.32 has another default there than in the operator of this name. */
  readonly differsInNodes?: true;
  readonly text: (x: string, alpha: string, beta: string) => string;
}

const call = (name: string): Formula => ({ text: (x) => `${name}(${x})` });

/**
 * Functions of one value, as nodes and as activations of recurrent nodes, by their names in small letters. Defaults are those of the operators' documents
 * (onnx/defs/math/defs.cc, onnx/defs/rnn/defs.cc, opset 22).
 */
const FORMULAS: { readonly [name: string]: Formula } = {
  relu: call('relu'),
  tanh: call('tanh'),
  sigmoid: call('sigmoid'),
  softplus: call('softplus'),
  softsign: call('softsign'),
  gelu: call('gelu'),
  elu: { alpha: 1, text: (x, alpha) => `elu(${x}, ${alpha})` },
  leakyrelu: { alpha: 0.01, text: (x, alpha) => `leaky_relu(${x}, ${alpha})` },
  hardsigmoid: { alpha: 0.2, beta: 0.5, text: (x, alpha, beta) => `hard_sigmoid(${x}, ${alpha}, ${beta})` },
  thresholdedrelu: { alpha: 1, differsInNodes: true, text: (x, alpha) => `where(${x} > ${alpha}, ${x}, 0)` },
  affine: { alpha: null, beta: null, text: (x, alpha, beta) => `${alpha} * (${x}) + ${beta}` },
  scaledtanh: { alpha: null, beta: null, text: (x, alpha, beta) => `${alpha} * tanh(${beta} * (${x}))` },
};

const number = (value: number): string => {
  if (!Number.isFinite(value)) return refuse(`a number of its activation is ${value}`);
  const text = shortest(value);
  return value < 0 ? `(${text})` : text;
};

/** A float32 number with as few digits as say which it is. */
export function shortest(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

/** A float32 number as the language reads it, with all its digits. */
export const literal = (value: number): string => {
  if (!Number.isFinite(value)) return refuse(`it computes with ${value}`);
  return value < 0 || Object.is(value, -0) ? `(${shortest(value)})` : shortest(value);
};

/**
 * Takes what an activation of a recurrent node has of the lists of alphas and betas; null where they are at their end.
 * @throws Refusal for an activation that is not known, or that has a default which implementations differ in
 */
export function takeNumbers(
  name: string,
  alphas: number[],
  betas: number[],
): { readonly alpha: number | null; readonly beta: number | null } {
  const formula = formulaOf(name);
  const take = (own: number | null | undefined, list: number[]): number | null =>
    own === undefined ? null : (list.shift() ?? null);
  const taken = { alpha: take(formula.alpha, alphas), beta: take(formula.beta, betas) };
  if (formula.differsInNodes && taken.alpha === null) refuse(unclear(name, 'alpha'));
  return taken;
}
const unclear = (name: string, what: string): string =>
  `its activation "${name}" has no ${what}, for which implementations differ`;

export const isFunction = (operator: string): boolean => Object.hasOwn(FORMULAS, operator.toLowerCase());

function formulaOf(name: string): Formula {
  const key = name.toLowerCase();
  return (Object.hasOwn(FORMULAS, key) ? FORMULAS[key] : undefined) ?? refuse(`its activation "${name}" is not known`);
}

/** The function of an expression, in the language of equations. @param alpha null where it is not written */
export function functionText(name: string, x: string, alpha: number | null, beta: number | null): string {
  const formula = formulaOf(name);
  const value = (what: string, written: number | null, fallback: number | null | undefined): string => {
    if (fallback === undefined) return '';
    return number(written ?? fallback ?? refuse(unclear(name, what)));
  };
  return formula.text(x, value('alpha', alpha, formula.alpha), value('beta', beta, formula.beta));
}

const PLAIN: ReadonlySet<string> = new Set(['Exp', 'Log', 'Sqrt', 'Abs', 'Sin', 'Cos', 'Floor', 'Erf']);
/** Operators that are functions of the language under their own name in small letters; null for others. */
export const plainFunction = (operator: string, x: string): string | null =>
  PLAIN.has(operator) ? `${operator.toLowerCase()}(${x})` : null;
