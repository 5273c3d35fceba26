/** All elementwise ops, each with its number of operands. The one list of them: types and tables that need an entry for every op follow from it. */
export const elementwiseArity = {
  neg: 1,
  sigmoid: 1,
  tanh: 1,
  relu: 1,
  exp: 1,
  expm1: 1,
  log: 1,
  sqrt: 1,
  rsqrt: 1,
  abs: 1,
  sin: 1,
  cos: 1,
  floor: 1,
  erf: 1,
  softplus: 1,
  not: 1,
  cast: 1,
  add: 2,
  sub: 2,
  mul: 2,
  div: 2,
  pow: 2,
  minimum: 2,
  maximum: 2,
  less: 2,
  less_equal: 2,
  greater: 2,
  greater_equal: 2,
  equal: 2,
  not_equal: 2,
  and: 2,
  or: 2,
  select: 3,
} as const satisfies { readonly [op: string]: 1 | 2 | 3 };

export type ElementwiseOp = keyof typeof elementwiseArity;
export const elementwiseOps = Object.keys(elementwiseArity) as readonly ElementwiseOp[];
export const isElementwise = (name: string): name is ElementwiseOp => Object.hasOwn(elementwiseArity, name);

/** Elementwise ops without attributes. */
export type PlainOp = Exclude<ElementwiseOp, 'cast'>;
