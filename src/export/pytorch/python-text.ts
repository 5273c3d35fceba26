import { type Dim, plainSymbol, type Shape } from '../../../compiler/ir/dim.ts';

/** An expression of Python and how tightly it binds, so that parentheses stand only where they are needed. */
export interface Expression {
  readonly text: string;
  readonly rank: number;
  /** A number as it is written, which torch takes in the place of a tensor of any shape. */
  readonly isNumber?: true;
}

/** Python's precedence, the tightest last. */
export const RANK = { compare: 1, or: 2, and: 4, sum: 6, product: 7, sign: 8, power: 9, atom: 10 } as const;

export const atom = (text: string): Expression => ({ text, rank: RANK.atom });

/** The expression where one that binds at least so tightly must stand. */
export const inside = ({ text, rank }: Expression, least: number): string => (rank < least ? `(${text})` : text);

/** `a + b + c` is read from the left, so a sum at the right stays in parentheses and numbers are added in the order of the model. */
export const infix = (left: Expression, operator: string, right: Expression, rank: number): Expression => ({
  text: `${inside(left, rank)} ${operator} ${inside(right, rank + 1)}`,
  rank,
});

export function numberText(value: number, isFloat: boolean): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : '-float("inf")';
  if (Object.is(value, -0)) return '-0.0';
  const text = `${value}`;
  return isFloat && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

export const number = (value: number, isFloat: boolean): Expression => ({
  text: numberText(value, isFloat),
  rank: value < 0 || Object.is(value, -0) ? RANK.sign : RANK.atom,
  isNumber: true,
});

/** @param symbols what each symbol is called */
export function dimText(dim: Dim, symbols: (symbol: string) => string): Expression {
  const symbol = plainSymbol(dim);
  if (symbol !== null) return atom(symbols(symbol));
  const terms = Object.entries(dim).map(([monomial, count]) => {
    const factors = monomial === '' ? [] : monomial.split('*').map(symbols);
    return (count === 1 && factors.length > 0 ? factors : [`${count}`, ...factors]).join(' * ');
  });
  if (terms.length === 0) return atom('0');
  return { text: terms.join(' + ').replaceAll('+ -', '- '), rank: terms.length > 1 ? RANK.sum : RANK.product };
}

/** `(batch, 16)`, `(5,)`. */
export function shapeText(shape: Shape, symbols: (symbol: string) => string): string {
  const sizes = shape.map((dim) => dimText(dim, symbols).text);
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/** A name of the model as one of Python: `h'` is `h_next`. */
export function identifier(name: string): string {
  const plain = name
    .replaceAll("'", '_next')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .replace(/^(?=\d)/, 'v_');
  return KEYWORDS.has(plain) ? `${plain}_` : plain || 'part';
}

/** Names that were given, each once. */
export class Names {
  readonly #taken: Set<string>;
  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }
  give(wanted: string): string {
    const base = identifier(wanted);
    let name = base;
    for (let n = 2; this.#taken.has(name); n++) name = `${base}_${n}`;
    this.#taken.add(name);
    return name;
  }
}

/** Lines further in. */
export const indented = (lines: readonly string[], steps = 1): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `${'    '.repeat(steps)}${line}`));
