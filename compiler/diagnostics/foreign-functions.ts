/** What functions of other frameworks are called here, and how to write what is no function of one tensor. */
interface Same {
  /** In equations. */
  readonly equation: string;
  /** As an activation; null where it is none. */
  readonly activation: string | null;
}
const plain = (name: string): Same => ({ equation: `${name}(a)`, activation: name });
const only = (equation: string): Same => ({ equation, activation: null });
const clipped = (low: number, high: number): Same => ({
  equation: `clip(a, ${low}, ${high})`,
  activation: `"clip(low=${low}, high=${high})"`,
});

const functions: ReadonlyMap<string, Same> = new Map([
  ['reduce_max', plain('max')],
  ['min', only('minimum(a, b)')],
  ['power', only('pow(a, b)')],
  ['select', only('where(condition, a, b)')],
  ...['concatenate', 'cat'].map((name) => [name, only('[a, b]')] as const),
  ...['matmul', 'dot'].map((name) => [name, only('a @ b')] as const),
  ...['mul', 'multiply'].map((name) => [name, only('a * b')] as const),
  ['add', only('a + b')],
  ['clamp', { equation: 'clip(a, low, high)', activation: '"clip(low=-1, high=1)"' }],
  ['hard_tanh', clipped(-1, 1)],
  ['hardtanh', clipped(-1, 1)],
  ['relu6', clipped(0, 6)],
  ['swish', plain('silu')],
  ['identity', plain('linear')],
  ['none', plain('linear')],
  ['logistic', plain('sigmoid')],
  ['expit', plain('sigmoid')],
  ['sigm', plain('sigmoid')],
  ['ln', plain('log')],
  ['reduce_sum', plain('sum')],
  ['reduce_mean', plain('mean')],
]);

/** `write maximum(a, b)`, for equations. Null where nothing is known. */
export const sameFunction = (name: string): string | null => {
  const same = functions.get(name);
  return same === undefined ? null : `write ${same.equation}`;
};

/** `write silu`, for an activation. Null where nothing is known. */
export const sameActivation = (name: string): string | null => {
  const activation = functions.get(name)?.activation ?? null;
  return activation === null ? null : `write ${activation}`;
};
