import type { ColumnType } from '../../../compiler/1-read/spec/data-spec.ts';
import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import {
  CURRENCY,
  digitsOf,
  type NumberForm,
  THOUSANDS,
  type Thousands,
  withPlainMinus,
} from '../dataset/number-form.ts';
import { isEmpty, isWrittenAsNumber } from './cells.ts';

/** What the texts of a column say of how its numbers are written. */
export interface NumberGuess {
  /** Share of the texts that are such numbers. */
  readonly share: number;
  /** The form of the digits, or those that they might be of. */
  readonly candidates: readonly DigitForm[];
  readonly rest: Omit<NumberForm, 'decimal' | 'thousands'>;
  /** Whether the texts prove the decimal sign. */
  readonly proves: boolean;
  /** No text has a point or a comma: every candidate reads the same numbers, and later texts may tell them apart. */
  readonly signless: boolean;
  /** Every point stands before three digits, and the other numbers are whole and below 1000, as where points part thousands. */
  readonly mayGroup: boolean;
}
type DigitForm = Pick<NumberForm, 'decimal' | 'thousands'>;

const ANY = new RegExp(
  `^\\(?\\s?[+-]?\\s?(${CURRENCY})?\\s?[+-]?((?=.*\\d)[\\d.,'’ \\u00a0\\u2009\\u202f]*[\\d.,])(?:[eE][+-]?\\d+)?\\s?([KkMBT]?)\\s?(%?)\\s?(${CURRENCY})?\\)?$`,
  'u',
);

/** Every form of digits, the plain ones first. */
const DIGIT_FORMS: readonly (DigitForm & { readonly pattern: RegExp })[] = (['.', ','] as const).flatMap((decimal) =>
  [undefined, ...THOUSANDS]
    .filter((thousands) => thousands !== decimal)
    .map((thousands) => {
      const form = { decimal, ...(thousands === undefined ? {} : { thousands }) };
      return { ...form, pattern: new RegExp(`^${digitsOf(form)}$`, 'u') };
    }),
);

/** Fewer different numbers with K, M or B, all of them whole, may as well be names, such as 1B, 2B and 3B. */
const NAMES = 20;

/**
 * How nearly all of these texts are written as numbers; null: they are no numbers.
 * @param given what is known of the form before
 */
export function guessNumbers(
  written: readonly string[],
  given: { readonly decimal: '.' | ',' | null; readonly thousands: Thousands | null },
): NumberGuess | null {
  const texts = written.map(withPlainMinus);
  if (given.thousands === null && given.decimal === null && texts.every((text) => isWrittenAsNumber(text, '.')))
    return plainNumbers(texts);
  const bodies: string[] = [];
  let [percents, parentheses] = [0, false];
  const currencies = new Set<string>();
  const suffixed: string[] = [];
  for (const text of texts) {
    const found = ANY.exec(text);
    const isOpen = text.startsWith('(');
    if (found === null || isOpen !== text.endsWith(')')) continue;
    const [, before, body = '', suffix = '', percent = '', behind] = found;
    bodies.push(body.trim());
    if (percent !== '') percents++;
    if (suffix !== '') suffixed.push(text);
    if (isOpen) parentheses = true;
    for (const sign of [before, behind]) if (sign !== undefined) currencies.add(sign);
  }
  const [currency, ...others] = currencies;
  if (bodies.length === 0 || others.length > 0) return null;
  if (suffixed.length > 0 && new Set(suffixed).size <= NAMES && !bodies.some((body) => /[.,]/.test(body))) return null;
  const fits = DIGIT_FORMS.filter(
    ({ decimal, thousands }) =>
      (given.decimal ?? decimal) === decimal && (given.thousands === null || given.thousands === thousands),
  ).map((form) => ({ form, count: bodies.filter((body) => form.pattern.test(body)).length }));
  const most = Math.max(0, ...fits.map(({ count }) => count));
  // a form with a separator that no text has says no more than the plain one
  const best = fits
    .filter(
      ({ form: { thousands }, count }) =>
        count === most && (thousands === undefined || thousands === given.thousands || has(bodies, thousands)),
    )
    .map(
      ({ form: { decimal, thousands } }): DigitForm => ({ decimal, ...(thousands === undefined ? {} : { thousands }) }),
    );
  const hasMarks = has(bodies, ',') || has(bodies, '.');
  if (best.length === 0 || most === 0) return null;
  return {
    share: most / texts.length,
    candidates: best,
    proves: hasMarks && best.length === 1,
    signless: !hasMarks,
    mayGroup: mayGroup(bodies),
    rest: {
      ...(2 * percents >= bodies.length ? { percent: true as const } : {}),
      ...(suffixed.length > 0 ? { suffixes: true as const } : {}),
      ...(currency === undefined ? {} : { currency }),
      ...(parentheses ? { parentheses: true as const } : {}),
    },
  };
}

/** Whether a text is a number in some form, though perhaps not in that of others: `$5`, `1,5`, `3 %`. */
export function isSomeNumber(text: string): boolean {
  const found = ANY.exec(withPlainMinus(text.trim()));
  return found !== null && (found[3] ?? '') === '' && text.startsWith('(') === text.endsWith(')');
}

function plainNumbers(texts: readonly string[]): NumberGuess {
  const withPoint = texts.filter((text) => text.includes('.'));
  if (withPoint.length === 0)
    return {
      share: 1,
      candidates: [{ decimal: '.' }, { decimal: ',' }],
      rest: {},
      proves: false,
      signless: true,
      mayGroup: false,
    };
  const proves = withPoint.some((text) => !GROUPS.test(text));
  const candidates: readonly DigitForm[] = [{ decimal: '.' }, ...(proves ? [] : [GROUPED])];
  return { share: 1, candidates, rest: {}, proves, signless: false, mayGroup: mayGroup(texts) };
}
const GROUPS = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
const WHOLE = /^[+-]?\d{1,3}$/;
const mayGroup = (texts: readonly string[]): boolean =>
  texts.some((text) => GROUPS.test(text)) &&
  texts.some((text) => WHOLE.test(text)) &&
  texts.every((text) => GROUPS.test(text) || WHOLE.test(text));
const GROUPED: DigitForm = { decimal: ',', thousands: '.' };

const has = (bodies: readonly string[], mark: string): boolean =>
  bodies.some((body) => (mark === ' ' ? /\s/.test(body) : mark === "'" ? /['’]/.test(body) : body.includes(mark)));

/** What the rest of a file says where the digits of a column do not. */
export interface DecimalEvidence {
  /** Decimal signs that other columns prove. */
  readonly proven: ReadonlySet<'.' | ','>;
  /** Null where the file has none. */
  readonly delimiter: string | null;
}

/**
 * The form of a column, and whether it is in doubt: `1,234` can be 1234 and 1.234. Points alone are decimal signs unless all other columns have decimal
 * commas; beside whole numbers, as in 995 and 1.002, they are in doubt.
 */
export function settleForm(
  { candidates, rest, mayGroup }: NumberGuess,
  { proven, delimiter }: DecimalEvidence,
): { readonly form: NumberForm; readonly doubtful: boolean } {
  const [first, second] = candidates;
  if (first === undefined) throw new InternalError('no form of numbers');
  if (second === undefined) return { form: { ...first, ...rest }, doubtful: false };
  const of = (decimal: '.' | ','): NumberForm => ({
    ...(candidates.find((c) => c.decimal === decimal) ?? first),
    ...rest,
  });
  const [only, ...more] = proven;
  if (only !== undefined && more.length === 0) return { form: of(only), doubtful: false };
  if (candidates.some(({ thousands }) => thousands === '.')) return { form: of('.'), doubtful: mayGroup };
  if (proven.size === 0 && (delimiter === ',' || delimiter === ';'))
    return { form: of(delimiter === ',' ? '.' : ','), doubtful: false };
  return { form: of(','), doubtful: true };
}

/** Whether nearly all of these values are single numbers. */
export function areNumbers(values: readonly unknown[]): boolean {
  const texts = textsIn(values);
  const guess = texts.length === 0 ? null : guessNumbers(texts, { decimal: null, thousands: null });
  return guess !== null && guess.share >= MOST;
}

/** How the numbers of a table are written. */
export interface NumberForms {
  readonly decimal: '.' | ',';
  /** Of columns whose numbers are not written plainly with that sign. */
  readonly forms: ReadonlyMap<string, NumberForm>;
  /** Columns that could as well be read as other numbers, with one of those. */
  readonly doubtful: ReadonlyMap<string, string>;
  /** Columns whose points are taken as decimal signs though nothing proves it: later values may. */
  readonly unproven: ReadonlySet<string>;
}

/** Looks at every text of a column whose points nothing proves to be decimal signs. */
export class PointWatch {
  #example: string | null = null;
  #hasWhole = false;
  #isProven = false;

  see(written: string): void {
    if (this.#isProven) return;
    const text = withPlainMinus(written);
    if (WHOLE.test(text)) this.#hasWhole = true;
    else if (GROUPS.test(text)) this.#example ??= text;
    else this.#isProven = true;
  }

  /** A number that can be read in two ways, and whether there are whole ones beside it, as where points part thousands. */
  get found(): { readonly example: string; readonly hasWhole: boolean } | null {
    return this.#isProven || this.#example === null ? null : { example: this.#example, hasWhole: this.#hasWhole };
  }
}

/** A column that has this share of numbers, or was said to have them, has a form. */
const MOST = 0.9;

/** Learns from the first values of columns how their numbers are written. */
export function learnNumberForms(
  columns: readonly {
    readonly name: string;
    readonly values: readonly unknown[];
    /** Null: it is found. */
    readonly type: ColumnType | null;
    readonly decimal: '.' | ',' | null;
    readonly thousands: Thousands | null;
  }[],
  table: { readonly decimal: '.' | ',' | null; readonly delimiter: string | null },
): NumberForms {
  const guesses = columns.flatMap(({ name, values, type, decimal, thousands }) => {
    const texts = type === null || type === 'number' ? textsIn(values) : [];
    const guess = texts.length === 0 ? null : guessNumbers(texts, { decimal: decimal ?? table.decimal, thousands });
    return guess !== null && (type === 'number' || guess.share >= MOST)
      ? [{ name, guess, texts, isOpen: decimal === null && thousands === null }]
      : [];
  });
  const proven = new Set(guesses.flatMap(({ guess }) => (guess.proves ? [guess.candidates[0]?.decimal ?? '.'] : [])));
  const marked = guesses.flatMap(({ name, guess, texts }) =>
    guess.signless
      ? []
      : [
          {
            name,
            example: texts.find((text) => /[.,]/.test(text)) ?? '',
            ...settleForm(guess, { proven, delimiter: table.delimiter }),
          },
        ],
  );
  const signs = new Set(marked.flatMap(({ form, doubtful }) => (doubtful ? [] : [form.decimal])));
  const decimal = table.decimal ?? (signs.has(',') && !proven.has('.') ? ',' : '.');
  // whether a later 1.234 is 1234 must not depend on the column's first rows: it has the sign of the table
  const signless = guesses.flatMap(({ name, guess: { candidates, rest, signless } }) => {
    const form = candidates.find((candidate) => candidate.decimal === decimal) ?? candidates[0];
    return signless && form !== undefined ? [{ name, form: { ...form, ...rest }, doubtful: false, example: '' }] : [];
  });
  const settled = [...marked, ...signless];
  const unproven = guesses.flatMap(({ name, isOpen, guess: { candidates, proves } }) => {
    const mayPart = candidates.some(({ decimal, thousands }) => decimal === ',' && (thousands ?? '.') === '.');
    return isOpen && mayPart && !proves ? [name] : [];
  });
  const isPlain = (form: NumberForm): boolean => Object.keys(form).length === 1 && form.decimal === decimal;
  return {
    decimal,
    forms: new Map(settled.flatMap(({ name, form }) => (isPlain(form) ? [] : [[name, form] as const]))),
    doubtful: new Map(settled.flatMap(({ name, doubtful, example }) => (doubtful ? [[name, example] as const] : []))),
    unproven: new Set(table.decimal === null && proven.size === 0 && decimal === '.' ? unproven : []),
  };
}

/** The texts of single values that say something; none where there is anything else. */
function textsIn(values: readonly unknown[]): readonly string[] {
  const texts: string[] = [];
  for (const value of values) {
    if (isEmpty(value)) continue;
    if (typeof value !== 'string') return [];
    texts.push(value.trim());
  }
  return texts;
}
