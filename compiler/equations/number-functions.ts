/** A function that is computed while building: in sizes, conditions, initialisers and other numbers. */
export interface NumberFunction {
  readonly arity: number;
  readonly compute: (...args: readonly number[]) => number;
}

export const numberFunctions: ReadonlyMap<string, NumberFunction> = new Map([
  ['sqrt', { arity: 1, compute: (x = Number.NaN) => Math.sqrt(x) }],
  ['floor', { arity: 1, compute: (x = Number.NaN) => Math.floor(x) }],
  ['abs', { arity: 1, compute: (x = Number.NaN) => Math.abs(x) }],
  ['minimum', { arity: 2, compute: (...args) => Math.min(...args) }],
  ['maximum', { arity: 2, compute: (...args) => Math.max(...args) }],
]);
