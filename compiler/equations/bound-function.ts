import type { FunctionSignature } from './functions.ts';

/** `"leaky_relu(alpha=0.2)"`: a function with its numbers by name, those that are not given as in its example. */
export function boundFunction(
  name: string,
  { arguments: known }: FunctionSignature,
  given: readonly (readonly [string | null, string])[],
): string {
  const numbers = known.filter(({ kind }) => kind === 'number');
  const written = numbers.flatMap(({ name: own, fallback, example }, i) => {
    const value =
      given.find(([key]) => key === own)?.[1] ??
      (given[i]?.[0] === null || numbers.length === 1 ? given[i]?.[1] : undefined) ??
      (fallback === undefined ? example : undefined);
    return value === undefined ? [] : [`${own}=${value}`];
  });
  return written.length === 0 ? name : `"${name}(${written.join(', ')})"`;
}
