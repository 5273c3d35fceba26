/**
 * A dimension: a polynomial with integer coefficients over named symbols (`batch`, `time`, …), kept in one canonical form so that
 * two equal dimensions print the same text. Keys are monomials, symbols sorted and joined by `*`; the empty key is the constant term.
 * Plain data: structured-cloneable and JSON-safe.
 */
export type Dim = { readonly [monomial: string]: number };

/** Sizes bound to symbols, for example `{ batch: 2, time: 7 }`. */
export type SizeBinding = { readonly [symbol: string]: number };

export const BATCH = 'batch';

const canonical = (terms: ReadonlyMap<string, number>): Dim =>
  Object.fromEntries([...terms].filter(([, c]) => c !== 0).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

export const constantDim = (n: number): Dim => (n === 0 ? {} : { '': n });
export const symbolDim = (name: string): Dim => ({ [name]: 1 });
/** A dimension from a number or a symbol name. */
export const dim = (d: number | string | Dim): Dim =>
  typeof d === 'number' ? constantDim(d) : typeof d === 'string' ? symbolDim(d) : d;

export function addDims(a: Dim, b: Dim, scale = 1): Dim {
  const [x, y] = [staticSize(a), staticSize(b)];
  if (x !== null && y !== null) return constantDim(x + scale * y);
  const terms = new Map(Object.entries(a));
  for (const [key, c] of Object.entries(b)) terms.set(key, (terms.get(key) ?? 0) + scale * c);
  return canonical(terms);
}

function scaleDim(d: Dim, by: number): Dim {
  if (by === 1) return d;
  const scaled: { [monomial: string]: number } = {};
  if (by !== 0) for (const key in d) scaled[key] = by * (d[key] ?? 0);
  return scaled;
}

export function multiplyDims(a: Dim, b: Dim): Dim {
  const [x, y] = [staticSize(a), staticSize(b)];
  if (x !== null) return scaleDim(b, x);
  if (y !== null) return scaleDim(a, y);
  const terms = new Map<string, number>();
  for (const [ka, ca] of Object.entries(a))
    for (const [kb, cb] of Object.entries(b)) {
      const key = [...(ka === '' ? [] : ka.split('*')), ...(kb === '' ? [] : kb.split('*'))].sort().join('*');
      terms.set(key, (terms.get(key) ?? 0) + ca * cb);
    }
  return canonical(terms);
}

/** The number if the dimension has no symbols, otherwise null. The zero polynomial is 0. */
export function staticSize(d: Dim): number | null {
  for (const key in d) if (key !== '') return null;
  return d[''] ?? 0;
}

export const isStatic = (d: Dim, n: number): boolean => staticSize(d) === n;
export function equalDims(a: Dim, b: Dim): boolean {
  if (a === b) return true;
  let terms = 0;
  for (const key in a) {
    if (a[key] !== b[key]) return false;
    terms++;
  }
  for (const _ in b) terms--;
  return terms === 0;
}

/** Value of the dimension. @throws RangeError if a symbol has no size in `sizes` (our own bug: bindings are checked before). */
export function evaluateDim(d: Dim, sizes: SizeBinding): number {
  let total = 0;
  for (const key in d) {
    const c = d[key] ?? 0;
    if (key === '') total += c;
    else if (key.includes('*'))
      total += key.split('*').reduce((product, symbol) => product * boundSize(symbol, sizes), c);
    else total += c * boundSize(key, sizes);
  }
  return total;
}

function boundSize(symbol: string, sizes: SizeBinding): number {
  const size = sizes[symbol];
  if (size === undefined) throw new RangeError(`internal: no size bound to symbol '${symbol}'`);
  return size;
}

/** The symbol, if the dimension is one and nothing else. */
export function plainSymbol(d: Dim): string | null {
  let found: string | null = null;
  for (const key in d) {
    if (found !== null || key === '' || d[key] !== 1 || key.includes('*')) return null;
    found = key;
  }
  return found;
}

/** The axes of time that a batch-major shape names, the outermost first: the symbols behind the first dimension, up to one that is no symbol. */
export function timeSymbols([, ...behind]: Shape): readonly string[] {
  const symbols = behind.map(plainSymbol);
  const end = symbols.indexOf(null);
  return symbols.slice(0, end < 0 ? symbols.length : end).flatMap((symbol) => symbol ?? []);
}

/** The same of a shape as a model has it, with names and sizes: `[batch, words, letters, 8]` has `words` and `letters`. */
export function axesIn([, ...behind]: readonly (string | number)[]): readonly string[] {
  const end = behind.findIndex((size) => typeof size === 'number');
  return behind.slice(0, end < 0 ? behind.length : end).map(String);
}

export function symbolsOf(d: Dim): readonly string[] {
  const alone = plainSymbol(d);
  if (alone !== null) return [alone];
  return [...new Set(Object.keys(d).flatMap((key) => (key === '' ? [] : key.split('*'))))].sort();
}

/** `4`, `batch`, `2*time + 1`. Symbols first, the constant last. */
export function printDim(d: Dim): string {
  const alone = plainSymbol(d);
  if (alone !== null) return alone;
  const size = staticSize(d);
  if (size !== null) return `${size}`;
  const entries = Object.entries(d).sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1));
  return entries
    .map(([key, c], i) => {
      const magnitude = Math.abs(c);
      const body = key === '' ? `${magnitude}` : magnitude === 1 ? key : `${magnitude}*${key}`;
      return i === 0 ? (c < 0 ? `-${body}` : body) : c < 0 ? ` - ${body}` : ` + ${body}`;
    })
    .join('');
}

/** Whether the dimension is a multiple of `factor` at all sizes, by its coefficients. */
export const isMultiple = (d: Dim, factor: number): boolean => Object.values(d).every((c) => c % factor === 0);

/** d / divisor where that is a polynomial with whole coefficients. */
export function divideDim(d: Dim, divisor: number): Dim | null {
  if (!isMultiple(d, divisor)) return null;
  return Object.fromEntries(Object.entries(d).map(([key, c]) => [key, c / divisor]));
}

export type Shape = readonly Dim[];
export const shapeOf = (...dims: readonly (number | string | Dim)[]): Shape => dims.map(dim);
export const printShape = (shape: Shape): string => `[${shape.map(printDim).join(', ')}]`;
export function equalShapes(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!equalDims(a[i] ?? {}, b[i] ?? {})) return false;
  return true;
}
/** Numbers are multiplied first, so that a polynomial is scaled once. */
export function sizeOfShape(shape: Shape): Dim {
  let factor = 1;
  let rest: Dim | null = null;
  for (const d of shape) {
    const size = staticSize(d);
    if (size !== null) factor *= size;
    else rest = rest === null ? d : multiplyDims(rest, d);
  }
  return rest === null ? constantDim(factor) : scaleDim(rest, factor);
}
export const evaluateShape = (shape: Shape, sizes: SizeBinding): number[] => shape.map((d) => evaluateDim(d, sizes));
