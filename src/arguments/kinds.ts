import { isPromise } from '../../compiler/diagnostics/describe-value.ts';

/** How a value is judged, and what a message says of one that does not pass. */
export interface Rule {
  /** What follows "expected:". */
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
  /** What to do about a value that does not fit; null or absent: nothing more is known than what is expected. */
  readonly fixFor?: (value: unknown) => string | null;
}

/**
 * What an argument or an option may be. A table of kinds can't drift from the interface it stands beside: its kinds must be of exactly the types
 * that the interface has (see `OptionTable`).
 */
export interface Kind<T> extends Rule {
  /** Never there: without it, a kind of a wider type would pass for one of a narrower. */
  readonly of?: (value: T) => T;
}

/** A kind for every option of `O`, and for nothing else. */
export type OptionTable<O> = { readonly [K in keyof O]-?: Kind<Exclude<O[K], undefined>> };

/** Whole numbers from `least` to `most`. */
export const whole = (least: number, most: number = Number.MAX_SAFE_INTEGER): Kind<number> => ({
  expected:
    most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least} on` : `a whole number in ${least}..${most}`,
  fits: (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
  fixFor: numberMeant,
});

/** Seeds and steps key the random numbers. */
export const counter: Kind<number> = whole(0, 2 ** 32 - 1);

export const positive = (what: string): Kind<number> => ({
  expected: `${what}, a number above 0`,
  fits: (value) => typeof value === 'number' && value > 0,
  fixFor: numberMeant,
});

/** A number that came as text or as a BigInt. */
function numberMeant(value: unknown): string | null {
  if (typeof value === 'bigint') return `write ${value} without the n`;
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? `write ${value.trim()} without quotes`
    : null;
}

export const orNull = <T>(kind: Kind<T>): Kind<T | null> => ({
  expected: `${kind.expected}, or null`,
  fits: (value) => value === null || kind.fits(value),
  ...(kind.fixFor === undefined ? {} : { fixFor: kind.fixFor }),
});

export const text: Kind<string> = { expected: 'a text', fits: (value) => typeof value === 'string' };

export const flag: Kind<boolean> = { expected: 'true or false', fits: (value) => typeof value === 'boolean' };

export const oneOf = <const V extends readonly string[]>(...values: V): Kind<V[number]> => ({
  expected: `one of ${values.join(', ')}`,
  fits: (value) => typeof value === 'string' && values.includes(value),
});

/** A function that is called later. */
export const callback = <F extends (...args: never[]) => unknown>(): Kind<F> => ({
  expected: 'a function',
  fits: (value) => typeof value === 'function',
});

/** What is only known by what it must have. */
export const like = <T>(
  expected: string,
  fits: (value: unknown) => boolean,
  fixFor?: (value: unknown) => string | null,
): Kind<T> => ({ expected, fits, ...(fixFor === undefined ? {} : { fixFor }) });

/** An object or a `Map` of what the caller names. */
export const isNamed = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value) &&
  !(value instanceof ArrayBuffer) &&
  !(value instanceof Set) &&
  !isPromise(value);

export const isFunction = (value: unknown): boolean => typeof value === 'function';

/** Whether this object has functions of these names. */
export const hasFunctions = (value: unknown, ...names: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => isFunction((value as Record<string, unknown>)[name]));
