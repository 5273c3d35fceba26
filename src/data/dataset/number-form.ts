/** How the numbers of a column are written, beside signs and exponents. */
export interface NumberForm {
  readonly decimal: '.' | ',';
  /** What may stand between groups of three digits; a space is any space, an apostrophe any apostrophe. */
  readonly thousands?: Thousands;
  /** Every number ends with %, and is a hundredth of what is written. */
  readonly percent?: true;
  /** K, M, B and T may stand behind a number: thousands, millions, billions, trillions. */
  readonly suffixes?: true;
  /** May stand before or behind a number. */
  readonly currency?: string;
  /** A number in parentheses is negative. */
  readonly parentheses?: true;
}
export type Thousands = '.' | ',' | ' ' | "'";

export const THOUSANDS = [',', '.', ' ', "'"] as const satisfies readonly Thousands[];

/** Signs and codes of currencies. */
export const CURRENCY = '\\p{Sc}|USD|EUR|GBP|CHF|JPY|CNY';

/** A sign in a pattern: tables of the web write the minus of mathematics, U+2212. */
const SIGN = '[+\\-\u2212]';
/** A text of a number with every minus as U+002D. */
export const withPlainMinus = (text: string): string => text.replaceAll('\u2212', '-');

const separators: { readonly [K in Thousands]: string } = {
  ',': ',',
  '.': '\\.',
  ' ': '[ \\u00a0\\u2009\\u202f]',
  "'": "['’]",
};

/** Digits as a form writes them. Groups begin with no zero: `0,123` has none. */
export function digitsOf({ decimal, thousands }: Pick<NumberForm, 'decimal' | 'thousands'>): string {
  const sign = decimal === '.' ? '\\.' : ',';
  const whole = thousands === undefined ? '\\d+' : `(?:[1-9]\\d{0,2}(?:${separators[thousands]}\\d{3})+|\\d+)`;
  return `(?:${whole}(?:${sign}\\d*)?|${sign}\\d+)`;
}

const EXPONENTS: { readonly [suffix: string]: string } = { K: 'e3', M: 'e6', B: 'e9', T: 'e12' };

const isPlain = ({ thousands, percent, suffixes, currency, parentheses }: NumberForm): boolean =>
  thousands === undefined && !percent && !suffixes && currency === undefined && !parentheses;

/** Reads a number that is written in a form, or gives null: it is not finite, or written otherwise. */
export function numberReader(form: NumberForm): (text: string) => number | null {
  const { decimal, thousands, percent, suffixes, currency, parentheses } = form;
  const money = currency === undefined ? '' : `(?:${currency.replace(/[$.*+?^{}()|[\]\\]/g, '\\$&')})?\\s?`;
  const pattern = new RegExp(
    isPlain(form)
      ? `^(${SIGN}?)(${digitsOf(form)})([eE]${SIGN}?\\d+)?()$`
      : `^(${SIGN}?)\\s?${money}(${digitsOf(form)})([eE]${SIGN}?\\d+)?\\s?${suffixes ? '([KkMBT]?)' : '()'}\\s?${percent ? '%' : ''}\\s?${money}$`,
    'u',
  );
  const groups = thousands === undefined ? null : new RegExp(separators[thousands], 'gu');
  return (text) => {
    const isNegative = parentheses === true && text.startsWith('(') && text.endsWith(')');
    const found = pattern.exec(isNegative ? text.slice(1, -1).trim() : text);
    if (found === null) return null;
    const [, sign = '', digits = '', exponent = '', suffix = ''] = found;
    if (isNegative && sign !== '') return null;
    const plain = groups === null ? digits : digits.replace(groups, '');
    const shift = percent === true ? 'e-2' : (EXPONENTS[suffix.toUpperCase()] ?? '');
    // the decimal exponent is part of what is read, so that -1.13% is the number next to -0.0113
    if (shift !== '' && exponent !== '') return null;
    const value = Number(
      `${isNegative ? '-' : withPlainMinus(sign)}${decimal === ',' ? plain.replace(',', '.') : plain}${withPlainMinus(exponent)}${shift}`,
    );
    return Number.isFinite(value) ? value : null;
  };
}

/** A form in words, or null: numbers are written plainly. */
export function formInWords(form: NumberForm): string | null {
  const { decimal, thousands, percent, suffixes, currency, parentheses } = form;
  const parts = [
    ...(thousands === undefined ? [] : [`${NAMES[thousands]} between thousands`]),
    ...(thousands !== undefined || decimal === ',' ? [`a decimal ${decimal === '.' ? 'point' : 'comma'}`] : []),
    ...(currency === undefined ? [] : [`the sign ${currency}`]),
    ...(suffixes ? ['K, M, B'] : []),
    ...(parentheses ? ['parentheses where negative'] : []),
  ];
  if (percent === true)
    return ['per cent as shares of 1', ...(parts.length === 0 ? [] : [`with ${parts.join(', ')}`])].join(' ');
  return parts.length === 0 ? null : `numbers with ${parts.join(', ')}`;
}
const NAMES: { readonly [K in Thousands]: string } = {
  ',': 'a comma',
  '.': 'a point',
  ' ': 'a space',
  "'": 'an apostrophe',
};
